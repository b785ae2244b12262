//! A posed body.

use super::model::Rest;
use super::{Body, Joint, Landmark, Model, Pose, Slopes};
use crate::geom::{Mat3, Mesh, Vec3};
use std::borrow::Cow;
use std::sync::Arc;

/// A body as it stands: linear blend skinning about the bones' heads.
#[derive(Clone, Debug)]
pub struct Posed<'a> {
    model: &'a Model,
    rest: Cow<'a, Rest>,
    /// Vertices, mm.
    pub vertices: Vec<Vec3>,
    /// Bone heads, mm.
    pub heads: Vec<Vec3>,
    /// Motion of each bone from the rest pose: `x -> rotation * x + offset`.
    pub(super) rotations: Vec<Mat3>,
    pub(super) offsets: Vec<Vec3>,
}

impl<'a> Posed<'a> {
    /// Poses a rest body.
    pub(super) fn new(model: &'a Model, rest: Cow<'a, Rest>, pose: &Pose) -> Self {
        let bones = model.bones();
        let (mut rotations, mut offsets) = (
            Vec::with_capacity(bones.len()),
            Vec::with_capacity(bones.len()),
        );
        for (b, bone) in bones.iter().enumerate() {
            let own = pose
                .rotations
                .get(b)
                .copied()
                .unwrap_or_else(Mat3::identity);
            let (parent, offset) = match bone.parent {
                Some(p) => (rotations[p], offsets[p]),
                None => (Mat3::identity(), pose.translation_mm),
            };
            let fixed = parent * (Mat3::identity() - own); // what turning about the head adds to the offset
            rotations.push(parent * own);
            offsets.push(fixed * rest.heads[b] + offset);
        }
        let skin = |v: usize| {
            let moved = model
                .weights(v)
                .map(|(b, w)| (rotations[b] * rest.vertices[v] + offsets[b]) * w);
            moved.sum::<Vec3>()
        };
        let vertices = (0..rest.vertices.len()).map(skin).collect();
        let heads = (0..bones.len())
            .map(|b| rotations[b] * rest.heads[b] + offsets[b])
            .collect();
        Self {
            model,
            rest,
            vertices,
            heads,
            rotations,
            offsets,
        }
    }

    /// Moves the whole body, mm.
    pub(super) fn shift(&mut self, by: Vec3) {
        let moved = self.vertices.iter_mut().chain(&mut self.heads);
        moved.chain(&mut self.offsets).for_each(|p| *p += by);
    }

    /// Motion of a bone from the rest pose: `x -> rotation * x + offset` (mm).
    pub fn bone_motion(&self, bone: usize) -> (Mat3, Vec3) {
        (self.rotations[bone], self.offsets[bone])
    }

    /// How vertices move with pose and shape.
    pub fn slopes(&self) -> Slopes<'_> {
        Slopes::new(self.model, &self.rest, self)
    }

    /// The rest body.
    pub fn rest(&self) -> &Rest {
        &self.rest
    }

    /// The body for measuring: mesh, landmarks, joints, and the pelvis' horizontal direction as the facing.
    pub fn body(&self) -> Body {
        let facing = self
            .rotations
            .first()
            .map_or_else(Vec3::z, |r| r * Vec3::z());
        let level = Vec3::new(facing.x, 0.0, facing.z);
        Body {
            mesh: Mesh {
                vertices: self.vertices.clone(),
                faces: Arc::clone(self.model.faces()),
            },
            face_parts: Arc::clone(self.model.face_parts()),
            landmarks: Landmark::ALL.map(|l| self.model.landmark_at(l, &self.vertices)),
            joints: Joint::ALL.map(|j| self.heads[self.model.joint_bone(j)]),
            facing: level.try_normalize(1e-9).unwrap_or_else(Vec3::z),
        }
    }
}
