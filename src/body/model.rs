//! The parametric body: template, basis, skeleton and prior, as loaded from an asset.

use super::asset;
use super::basis::Basis;
use super::error::Error;
use super::posed::Posed;
use super::{Bone, Joint, Landmark, Part, Pose, ShapePrior};
use crate::capture::Sex;
use crate::geom::Vec3;
use std::borrow::Cow;
use std::sync::Arc;

/// What one unit of shape\[0\], the scale, adds to the size of the body.
pub const SCALE_SIGMA: f64 = 0.04;

/// The parametric body. Shape coordinates: the first scales the whole body by 1 + [`SCALE_SIGMA`] each unit; the others
/// weigh principal components of bodies of one stature. All are of order one.
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) bones: Vec<Bone>,
    /// The bone whose head is each joint's centre.
    pub(super) joint_bones: [usize; Joint::COUNT],
    pub(super) faces: Arc<[[u32; 3]]>,
    pub(super) face_parts: Arc<[Part]>,
    pub(super) vertex_parts: Vec<Part>,
    pub(super) weights: Vec<(usize, f64)>,
    /// Where each vertex' weights begin, and the end of the last.
    pub(super) weight_starts: Vec<usize>,
    pub(super) landmarks: [[usize; 2]; Landmark::COUNT],
    /// Vertices, then bone heads, by shape.
    pub(super) basis: Basis,
    /// Number K of shape coordinates.
    pub(super) shape_len: usize,
    /// Female, male, either.
    pub(super) priors: [ShapePrior; 3],
    pub(super) checksum: u64,
    pub(super) provenance: String,
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

impl<'a> From<&'a Rest> for Cow<'a, Rest> {
    fn from(rest: &'a Rest) -> Self {
        Self::Borrowed(rest)
    }
}

impl From<Rest> for Cow<'_, Rest> {
    fn from(rest: Rest) -> Self {
        Self::Owned(rest)
    }
}

impl Model {
    /// Reads an asset file. Checks magic, version, lengths, checksum and every value; see [`Error`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Self::unfold(asset::parse(bytes)?)
    }

    /// Number K of shape coordinates.
    pub fn shape_len(&self) -> usize {
        self.shape_len
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
        let mut all = self.basis.at(shape.get(1..).unwrap_or_default());
        all.iter_mut().for_each(|p| *p *= scale);
        let heads = all.split_off(self.vertex_count());
        Rest {
            vertices: all,
            heads,
            scale,
        }
    }

    /// Poses a rest body, lent or given; a bone without a rotation stays as it is.
    pub fn pose<'a>(&'a self, rest: impl Into<Cow<'a, Rest>>, pose: &Pose) -> Posed<'a> {
        Posed::new(self, rest.into(), pose)
    }

    /// The person standing straight, facing +Z: ankles 180 mm apart and midway over the origin, legs straight, no lean,
    /// soles on y = 0, arms 35 degrees off the body, elbows bent by 10 degrees.
    pub fn standard_pose(&self, rest: &Rest) -> Pose {
        let stood = self.stand(rest);
        Pose {
            translation_mm: stood.heads[0] - rest.heads[0],
            ..Pose::straight(self, rest)
        }
    }

    /// The body in its standard pose.
    pub fn stand<'a>(&'a self, rest: &'a Rest) -> Posed<'a> {
        let mut posed = self.pose(rest, &Pose::straight(self, rest));
        let ankles = (posed.heads[self.joint_bone(Joint::AnkleL)]
            + posed.heads[self.joint_bone(Joint::AnkleR)])
            / 2.0;
        let heights = posed.vertices.iter().map(|v| v.y);
        let floor = heights.fold(f64::INFINITY, f64::min);
        posed.shift(Vec3::new(-ankles.x, -floor, -ankles.z));
        posed
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
}
