//! The parametric body: template, basis, skeleton and prior, as loaded from an asset.

use super::asset::{self, Asset};
use super::error::Error;
use super::posed::Posed;
use super::{Bone, Joint, Landmark, Part, Pose, ShapePrior};
use crate::capture::Sex;
use crate::geom::Vec3;
use std::sync::Arc;

/// What one unit of shape\[0\], the scale, adds to the size of the body.
pub const SCALE_SIGMA: f64 = 0.04;

/// The parametric body. Shape coordinates: the first scales the whole body by 1 + [`SCALE_SIGMA`] each unit; the others
/// weigh principal components of bodies of one stature. All are of order one.
#[derive(Clone, Debug)]
pub struct Model {
    bones: Vec<Bone>,
    joint_bones: [usize; Joint::COUNT],
    faces: Arc<[[u32; 3]]>,
    face_parts: Arc<[Part]>,
    vertex_parts: Vec<Part>,
    weights: Vec<(usize, f64)>,
    /// Where each vertex' weights begin, and the end of the last.
    weight_starts: Vec<usize>,
    landmarks: [[usize; 2]; Landmark::COUNT],
    /// Mean point, then components' points, point by point: vertices, then bone heads.
    points: Vec<Vec3>,
    stride: usize,
    priors: [ShapePrior; 3],
    checksum: u64,
    provenance: String,
}

/// A body in the rest pose, the pelvis in the origin, facing +Z.
#[derive(Clone, Debug, PartialEq)]
pub struct Rest {
    /// Vertices, mm.
    pub vertices: Vec<Vec3>,
    /// Bone heads (joints' centres), mm.
    pub heads: Vec<Vec3>,
    /// Factor of the size, of at least a tenth.
    pub scale: f64,
}

impl Model {
    /// Reads an asset file. Checks magic, version, lengths, checksum and every value; see [`Error`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Self::unfold(asset::parse(bytes)?)
    }

    /// Number K of shape coordinates.
    pub fn shape_len(&self) -> usize {
        self.stride
    }

    /// The skeleton, parents first; the first is the pelvis, the root.
    pub fn bones(&self) -> &[Bone] {
        &self.bones
    }

    /// The prior of a person of this sex; unknown: of an even mixture of both.
    pub fn prior(&self, sex: Option<Sex>) -> &ShapePrior {
        match sex {
            Some(Sex::Female) => &self.priors[0],
            Some(Sex::Male) => &self.priors[1],
            None => &self.priors[2],
        }
    }

    /// The rest body of a shape; coordinates that are missing are zero.
    pub fn rest(&self, shape: &[f64]) -> Rest {
        let scale = (1.0 + SCALE_SIGMA * shape.first().copied().unwrap_or(0.0)).max(0.1);
        let mut all: Vec<Vec3> = self
            .points
            .chunks_exact(self.stride)
            .map(|p| {
                p.iter()
                    .zip(std::iter::once(&1.0).chain(shape.iter().skip(1)))
                    .map(|(p, c)| p * *c)
                    .sum::<Vec3>()
                    * scale
            })
            .collect();
        let heads = all.split_off(self.vertex_count());
        Rest {
            vertices: all,
            heads,
            scale,
        }
    }

    /// Poses a rest body; a bone without a rotation stays as it is.
    pub fn pose<'a>(&'a self, rest: &'a Rest, pose: &Pose) -> Posed<'a> {
        Posed::new(self, rest, pose)
    }

    /// The person standing straight, facing +Z: ankles 180 mm apart and midway over the origin, legs straight, no lean,
    /// soles on y = 0, arms 35 degrees off the body, elbows bent by 10 degrees.
    pub fn standard_pose(&self, rest: &Rest) -> Pose {
        Pose::standard(self, rest)
    }

    /// Number of vertices.
    pub fn vertex_count(&self) -> usize {
        self.vertex_parts.len()
    }

    /// Corners of the faces, counter-clockwise seen from outside; watertight.
    pub fn faces(&self) -> &Arc<[[u32; 3]]> {
        &self.faces
    }

    /// Part of each face: that of two or more of its corners.
    pub fn face_parts(&self) -> &Arc<[Part]> {
        &self.face_parts
    }

    /// Part of each vertex: a limb's if the limb's bones have more than half of its weight.
    pub fn vertex_parts(&self) -> &[Part] {
        &self.vertex_parts
    }

    /// Bones that move a vertex and their weights, which sum to one.
    pub fn weights(&self, vertex: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.weight_starts[vertex]..self.weight_starts[vertex + 1];
        self.weights[range].iter().copied()
    }

    /// The two vertices (perhaps the same one twice) that a landmark lies midway between.
    pub fn landmark_vertices(&self, landmark: Landmark) -> [usize; 2] {
        self.landmarks[landmark as usize]
    }

    /// Place of a landmark on vertices of this model, rest or posed.
    pub fn landmark_at(&self, landmark: Landmark, vertices: &[Vec3]) -> Vec3 {
        let [a, b] = self.landmark_vertices(landmark);
        (vertices[a] + vertices[b]) / 2.0
    }

    /// Format version and checksum of the asset, for reports: which body this is.
    pub fn version(&self) -> String {
        format!("{}-{:016x}", asset::VERSION, self.checksum)
    }

    /// Where the asset's numbers come from, JSON.
    pub fn provenance(&self) -> &str {
        &self.provenance
    }

    /// The bone whose head is this joint's centre.
    pub fn joint_bone(&self, joint: Joint) -> usize {
        self.joint_bones[joint as usize]
    }

    /// Mean and components of a point (vertices, then bone heads): K of them.
    pub(super) fn components(&self, point: usize) -> &[Vec3] {
        &self.points[point * self.stride..(point + 1) * self.stride]
    }

    /// Mirrors the left half onto the right and puts names to places.
    fn unfold(a: Asset) -> Result<Self, Error> {
        let (middle, left) = (a.header.middle, a.header.left);
        let half = middle + left;
        let stride = 1 + a.header.components;
        let mirror = |b: usize| a.header.bones[b].mirror;

        // Stored place of each point, and whether it is a mirror image.
        let mut places: Vec<(usize, bool)> = (0..half)
            .map(|v| (v, false))
            .chain((middle..half).map(|v| (v, true)))
            .collect();
        let stored: Vec<usize> = (0..a.header.bones.len())
            .filter(|&b| mirror(b) >= b)
            .collect();
        for b in 0..a.header.bones.len() {
            let at = |b: usize| stored.iter().position(|&s| s == b).map(|i| half + i);
            let place = at(b)
                .map(|i| (i, false))
                .or_else(|| at(mirror(b)).map(|i| (i, true)));
            places.push(
                place.ok_or_else(|| Error::Value("bones", "a bone has no place".to_owned()))?,
            );
        }
        let flip = |p: [f64; 3], mirrored: bool, odd: bool| match (mirrored, odd) {
            (false, _) => Vec3::from(p),
            (true, false) => Vec3::new(-p[0], p[1], p[2]),
            (true, true) => Vec3::new(p[0], -p[1], -p[2]),
        };
        let mut points = Vec::with_capacity(places.len() * stride);
        for &(i, mirrored) in &places {
            points.push(flip(a.mean[i], mirrored, false));
            points.extend(
                a.components
                    .iter()
                    .zip(&a.antisymmetric)
                    .map(|(c, &odd)| flip(c[i], mirrored, odd)),
            );
        }

        let twin = |v: u32| {
            if (v as usize) < middle {
                v
            } else {
                v + left as u32
            }
        };
        let right = a.faces.iter().map(|f| [twin(f[2]), twin(f[1]), twin(f[0])]);
        let faces: Arc<[[u32; 3]]> = a.faces.iter().copied().chain(right).collect();

        let mut weights = Vec::new();
        let mut weight_starts = vec![0];
        for &(v, mirrored) in &places[..half + left] {
            weights.extend(
                a.weights[v]
                    .iter()
                    .map(|&(b, w)| (if mirrored { mirror(b) } else { b }, w)),
            );
            weight_starts.push(weights.len());
        }

        let mut joint_bones = [0; Joint::COUNT];
        for j in Joint::ALL {
            let found = a.header.bones.iter().position(|b| b.name == bone_name(j));
            joint_bones[j as usize] = found
                .ok_or_else(|| Error::Value("bones", format!("{} is missing", bone_name(j))))?;
        }

        let mut landmarks = [[0; 2]; Landmark::COUNT];
        for l in Landmark::ALL {
            let missing = || Error::Value("landmarks", format!("{} is missing", l.name()));
            landmarks[l as usize] = *a.header.landmarks.get(l.name()).ok_or_else(missing)?;
        }

        let bones: Vec<Bone> = a
            .header
            .bones
            .into_iter()
            .map(|b| Bone {
                name: b.name,
                parent: b.parent,
                prior_sigma_rad: b.prior_sigma_rad,
            })
            .collect();
        let vertex_parts = vertex_parts(&bones, &joint_bones, &weights, &weight_starts);
        let face_parts = faces
            .iter()
            .map(|f| face_part(f.map(|v| vertex_parts[v as usize])))
            .collect();

        let indefinite =
            || Error::Value("priors", "a covariance is not positive definite".to_owned());
        let [female, male] = a
            .priors
            .map(|(mean, triangle)| ShapePrior::from_lower_triangle(mean, &triangle));
        let (female, male) = (female.ok_or_else(indefinite)?, male.ok_or_else(indefinite)?);
        let either = ShapePrior::mixture(&female, &male);
        Ok(Self {
            bones,
            joint_bones,
            faces,
            face_parts,
            vertex_parts,
            weights,
            weight_starts,
            landmarks,
            points,
            stride,
            priors: [female, male, either],
            checksum: a.checksum,
            provenance: a.header.provenance.to_string(),
        })
    }
}

/// Name in the asset of the bone whose head is this joint's centre.
fn bone_name(joint: Joint) -> &'static str {
    match joint {
        Joint::Head => "head",
        Joint::Neck => "neck",
        Joint::ShoulderL => "upperarm_l",
        Joint::ShoulderR => "upperarm_r",
        Joint::ElbowL => "lowerarm_l",
        Joint::ElbowR => "lowerarm_r",
        Joint::WristL => "wrist_l",
        Joint::WristR => "wrist_r",
        Joint::HipL => "upperleg_l",
        Joint::HipR => "upperleg_r",
        Joint::KneeL => "lowerleg_l",
        Joint::KneeR => "lowerleg_r",
        Joint::AnkleL => "foot_l",
        Joint::AnkleR => "foot_r",
    }
}

fn vertex_parts(
    bones: &[Bone],
    joints: &[usize; Joint::COUNT],
    weights: &[(usize, f64)],
    starts: &[usize],
) -> Vec<Part> {
    let mut of_bone = vec![Part::Trunk; bones.len()];
    for b in 0..bones.len() {
        let inherited = bones[b].parent.map_or(Part::Trunk, |p| of_bone[p]);
        of_bone[b] = match b {
            b if b == joints[Joint::ShoulderL as usize] => Part::ArmL,
            b if b == joints[Joint::ShoulderR as usize] => Part::ArmR,
            b if b == joints[Joint::HipL as usize] => Part::LegL,
            b if b == joints[Joint::HipR as usize] => Part::LegR,
            _ => inherited,
        };
    }
    let limb_of = |range: &[(usize, f64)]| {
        let share = |part: Part| {
            range
                .iter()
                .filter(|(b, _)| of_bone[*b] == part)
                .map(|(_, w)| w)
                .sum::<f64>()
        };
        [Part::ArmL, Part::ArmR, Part::LegL, Part::LegR]
            .into_iter()
            .find(|&p| share(p) > 0.5)
            .unwrap_or(Part::Trunk)
    };
    starts
        .windows(2)
        .map(|w| limb_of(&weights[w[0]..w[1]]))
        .collect()
}

/// The part of two or more corners; of three different ones the middle one.
fn face_part(mut corners: [Part; 3]) -> Part {
    corners.sort_by_key(|p| *p as u8);
    corners[1]
}
