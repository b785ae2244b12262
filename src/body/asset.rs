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
use serde::Deserialize;

/// Format version that [`parse`] reads.
pub const VERSION: u32 = 1;

const MAGIC: &[u8; 8] = b"PURLBODY";
const MAX_POINTS: usize = 20_000;
const MAX_FACES: usize = 40_000;
const MAX_COMPONENTS: usize = 400;
const MAX_BONES: usize = 64;
const MAX_HEADER: usize = 1 << 16;
const MAX_WEIGHTS: usize = 6;

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

fn triples(values: &[f64]) -> Vec<[f64; 3]> {
    values.as_chunks::<3>().0.to_vec()
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize, part: &'static str) -> Result<&'a [u8], Error> {
        let (head, tail) = self.rest.split_at_checked(n).ok_or(Error::Length(part))?;
        self.rest = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self, part: &'static str) -> Result<[u8; N], Error> {
        self.take(N, part)?
            .try_into()
            .map_err(|_| Error::Length(part))
    }

    fn u32(&mut self, part: &'static str) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(self.array(part)?))
    }

    fn f32s(&mut self, n: usize, part: &'static str) -> Result<Vec<f64>, Error> {
        let values: Vec<f64> = self
            .take(4 * n, part)?
            .as_chunks::<4>()
            .0
            .iter()
            .map(|b| f64::from(f32::from_le_bytes(*b)))
            .collect();
        match values.iter().position(|v| !v.is_finite() || v.abs() > 1e6) {
            Some(i) => Err(Error::Value(part, format!("value {i} is {}", values[i]))),
            None => Ok(values),
        }
    }

    fn component(&mut self, width: u8, step: f64, points: usize) -> Result<Vec<[f64; 3]>, Error> {
        let low = self.take(3 * points, "components")?;
        let values: Vec<f64> = match width {
            1 => low
                .iter()
                .map(|&l| step * f64::from(l.cast_signed()))
                .collect(),
            2 => {
                let high = self.take(3 * points, "components")?;
                low.iter()
                    .zip(high)
                    .map(|(&l, &h)| step * f64::from(i16::from_le_bytes([l, h])))
                    .collect()
            }
            _ => {
                return Err(Error::Value(
                    "widths",
                    format!("{width} is neither 1 nor 2"),
                ));
            }
        };
        Ok(triples(&values))
    }

    fn points_f32(&mut self, n: usize, part: &'static str) -> Result<Vec<[f64; 3]>, Error> {
        Ok(triples(&self.f32s(3 * n, part)?))
    }

    fn faces(&mut self, n: usize, vertices: usize) -> Result<Vec<[u32; 3]>, Error> {
        let corner = |b: &[u8; 2]| u32::from(u16::from_le_bytes(*b));
        let all: Vec<u32> = self
            .take(6 * n, "faces")?
            .as_chunks::<2>()
            .0
            .iter()
            .map(corner)
            .collect();
        if all.iter().any(|&v| v as usize >= vertices) {
            return Err(Error::Value("faces", "a corner is no vertex".to_owned()));
        }
        Ok(all.as_chunks::<3>().0.to_vec())
    }

    fn weights(&mut self, bones: usize) -> Result<Vec<(usize, f64)>, Error> {
        let [count] = self.array::<1>("weights")?;
        if count == 0 || usize::from(count) > MAX_WEIGHTS {
            return Err(Error::Value(
                "weights",
                format!("{count} bones move one vertex"),
            ));
        }
        let mut out = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let [bone, low, high] = self.array::<3>("weights")?;
            if usize::from(bone) >= bones {
                return Err(Error::Value("weights", format!("there is no bone {bone}")));
            }
            out.push((
                usize::from(bone),
                f64::from(u16::from_le_bytes([low, high])) / 65535.0,
            ));
        }
        let sum: f64 = out.iter().map(|w| w.1).sum();
        if (sum - 1.0).abs() > 1e-6 {
            return Err(Error::Value(
                "weights",
                format!("a vertex has the total {sum}"),
            ));
        }
        Ok(out)
    }
}
