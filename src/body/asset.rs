//! The asset file: a compact, checksummed copy of a [`super::Model`]'s numbers, written by `tools/body/asset.py`.
//!
//! Little-endian. `PURLBODY`, u32 version, u32 length and u64 FNV-1a of all that follows; then
//!
//! | part | contents |
//! |---|---|
//! | header | u32 length, JSON: counts, bones, landmarks, provenance |
//! | mean | f32 x, y, z a stored point, mm |
//! | antisymmetric | u8 a component |
//! | widths | u8 a component: 1 or 2, the bytes of its values |
//! | steps | f32 mm a component |
//! | components | i8 or i16 x, y, z a stored point, in steps; of i16 first all low bytes, then all high bytes |
//! | faces | u16 x 3 a face of the left half |
//! | weights | a vertex: u8 count, then (u8 bone, u16 weight of 65535) each |
//! | priors | female, then male: f32 mean, f32 lower triangle of the covariance, row by row |
//!
//! Stored points are the vertices of the middle and of the left half, then the bones of the middle and of the left. The
//! right half mirrors the left: (-x, y, z) in the mean and in symmetric components, (x, -y, -z) in antisymmetric ones.

use super::error::Error;
use super::reader::Reader;
use serde::Deserialize;

/// Format version that [`parse`] reads.
pub const VERSION: u32 = 1;

const MAGIC: &[u8; 8] = b"PURLBODY";
const MAX_POINTS: usize = 20_000;
const MAX_FACES: usize = 40_000;
const MAX_COMPONENTS: usize = 400;
const MAX_BONES: usize = 64;
const MAX_HEADER: usize = 1 << 16;

/// The JSON header.
#[derive(Debug, Deserialize)]
pub struct Header {
    /// Where the numbers come from.
    pub provenance: serde_json::Value,
    /// Vertices in the mirror plane.
    pub middle: usize,
    /// Vertices of the left half (and of the right).
    pub left: usize,
    /// Faces of the left half.
    pub faces: usize,
    /// Shape components, the scale not counted.
    pub components: usize,
    /// The skeleton, parents first.
    pub bones: Vec<HeaderBone>,
    /// Two vertices (perhaps the same) a landmark, by name.
    pub landmarks: std::collections::BTreeMap<String, [usize; 2]>,
}

/// A bone in the header.
#[derive(Debug, Deserialize)]
pub struct HeaderBone {
    /// Name.
    pub name: String,
    /// Index of the parent.
    pub parent: Option<usize>,
    /// Index of the bone that mirrors it (its own, if in the middle).
    pub mirror: usize,
    /// See [`super::Bone`].
    pub prior_sigma_rad: [f64; 3],
}

/// The file's numbers, checked but not yet mirrored.
#[derive(Debug)]
pub struct Asset {
    /// The header.
    pub header: Header,
    /// Checksum of the contents.
    pub checksum: u64,
    /// Stored points of the mean.
    pub mean: Vec<[f64; 3]>,
    /// Which components are antisymmetric.
    pub antisymmetric: Vec<bool>,
    /// Stored points of each component, mm.
    pub components: Vec<Vec<[f64; 3]>>,
    /// Faces of the left half.
    pub faces: Vec<[u32; 3]>,
    /// Bones and weights of the vertices of the middle and the left; sum 1 each.
    pub weights: Vec<Vec<(usize, f64)>>,
    /// Mean and lower triangle of the covariance: female, male.
    pub priors: [(Vec<f64>, Vec<f64>); 2],
}

/// Reads an asset.
pub fn parse(bytes: &[u8]) -> Result<Asset, Error> {
    let mut r = Reader { rest: bytes };
    if r.rest.get(..8) != Some(MAGIC) {
        return Err(Error::Magic);
    }
    r.take(8, "magic")?;
    let version = r.u32("version")?;
    if version != VERSION {
        return Err(Error::Version(version));
    }
    let length = r.u32("length")?;
    let checksum = u64::from_le_bytes(r.array("checksum")?);
    if r.rest.len() as u64 != u64::from(length) {
        return Err(Error::Length("contents"));
    }
    if fnv1a(r.rest) != checksum {
        return Err(Error::Checksum);
    }

    let length = r.u32("header")? as usize;
    if length > MAX_HEADER {
        return Err(Error::Value(
            "header",
            format!("{length} bytes are too many"),
        ));
    }
    let header: Header = serde_json::from_slice(r.take(length, "header")?)
        .map_err(|e| Error::Value("header", e.to_string()))?;
    let half = check_header(&header)?;
    let points = half
        + (0..header.bones.len())
            .filter(|&b| header.bones[b].mirror >= b)
            .count();
    let k = header.components;

    let mean = r.points_f32(points, "mean")?;
    let antisymmetric = r
        .take(k, "antisymmetric")?
        .iter()
        .map(|&b| b != 0)
        .collect();
    let widths = r.take(k, "widths")?;
    let steps = r.f32s(k, "steps")?;
    let component = |(&width, &step): (&u8, &f64)| r.component(width, step, points);
    let components = widths
        .iter()
        .zip(&steps)
        .map(component)
        .collect::<Result<_, _>>()?;
    let faces = r.faces(header.faces, half)?;
    let weights = (0..half)
        .map(|_| r.weights(header.bones.len()))
        .collect::<Result<_, _>>()?;
    let mut prior = || {
        Ok((
            r.f32s(k + 1, "priors")?,
            r.f32s((k + 1) * (k + 2) / 2, "priors")?,
        ))
    };
    let priors = [prior()?, prior()?];
    if !r.rest.is_empty() {
        return Err(Error::Length("end"));
    }
    Ok(Asset {
        header,
        checksum,
        mean,
        antisymmetric,
        components,
        faces,
        weights,
        priors,
    })
}

/// Checks counts and indices before anything is allocated by them; the number of stored vertices.
fn check_header(h: &Header) -> Result<usize, Error> {
    let wrong = |what: &str| Err(Error::Value("header", what.to_owned()));
    let half = h.middle.saturating_add(h.left);
    if half == 0 || half.saturating_add(h.left) > MAX_POINTS || h.faces == 0 || h.faces > MAX_FACES
    {
        return wrong("the number of vertices or faces is impossible");
    }
    if h.components == 0
        || h.components > MAX_COMPONENTS
        || h.bones.is_empty()
        || h.bones.len() > MAX_BONES
    {
        return wrong("the number of components or bones is impossible");
    }
    for (i, b) in h.bones.iter().enumerate() {
        let parent_fits = if i == 0 {
            b.parent.is_none()
        } else {
            b.parent.is_some_and(|p| p < i)
        };
        let mirrors = h.bones.get(b.mirror).is_some_and(|m| m.mirror == i);
        if !parent_fits
            || !mirrors
            || b.prior_sigma_rad
                .iter()
                .any(|s| !(s.is_finite() && *s > 0.0))
        {
            return wrong(&format!(
                "bone {} has an impossible parent, mirror or sigma",
                b.name
            ));
        }
    }
    if h.landmarks.values().flatten().any(|&v| v >= half + h.left) {
        return wrong("a landmark is no vertex");
    }
    Ok(half)
}

/// FNV-1a, 64 bits.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, &b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    })
}
