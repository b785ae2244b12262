//! A posed body and how its vertices move with pose and shape.

use super::model::{Rest, SCALE_SIGMA};
use super::{Body, Joint, Landmark, Model, Pose};
use crate::geom::{Mat3, Mesh, Vec3};
use std::sync::Arc;

/// Derivative of a vertex (mm): three rows; columns: translation (3, mm), a small rotation of each bone (3 each, radians,
/// `rotations[b] <- exp(delta) * rotations[b]`), shape coordinates (K).
pub type Jacobian = nalgebra::Matrix3xX<f64>;

/// A body as it stands: linear blend skinning about the bones' heads.
#[derive(Clone, Debug)]
pub struct Posed<'a> {
    model: &'a Model,
    rest: &'a Rest,
    /// Vertices, mm.
    pub vertices: Vec<Vec3>,
    /// Bone heads, mm.
    pub heads: Vec<Vec3>,
    /// Motion of each bone from the rest pose: `x -> rotation * x + offset`.
    rotations: Vec<Mat3>,
    offsets: Vec<Vec3>,
    /// Derivative of each bone's offset by the shape coordinates.
    offset_by_shape: Vec<Vec<Vec3>>,
}

impl<'a> Posed<'a> {
    /// Poses a rest body.
    pub(super) fn new(model: &'a Model, rest: &'a Rest, pose: &Pose) -> Self {
        let bones = model.bones();
        let (mut rotations, mut offsets) = (
            Vec::with_capacity(bones.len()),
            Vec::with_capacity(bones.len()),
        );
        let mut offset_by_shape: Vec<Vec<Vec3>> = Vec::with_capacity(bones.len());
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
            let head = rest.vertices.len() + b;
            let mut by_shape: Vec<Vec3> =
                by_shape(model, rest, head, rest.heads[b], fixed).collect();
            if let Some(p) = bone.parent {
                by_shape
                    .iter_mut()
                    .zip(&offset_by_shape[p])
                    .for_each(|(a, b)| *a += b);
            }
            offset_by_shape.push(by_shape);
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
            offset_by_shape,
        }
    }

    /// Motion of a bone from the rest pose: `x -> rotation * x + offset` (mm).
    pub fn bone_motion(&self, bone: usize) -> (Mat3, Vec3) {
        (self.rotations[bone], self.offsets[bone])
    }

    /// Number of columns of a [`Jacobian`].
    pub fn jacobian_len(&self) -> usize {
        3 + 3 * self.heads.len() + self.model.shape_len()
    }

    /// Writes the derivative of a vertex; the matrix is resized if it does not fit.
    pub fn jacobian(&self, vertex: usize, out: &mut Jacobian) {
        let columns = self.jacobian_len();
        if out.ncols() != columns {
            *out = Jacobian::zeros(columns);
        }
        out.fill(0.0);
        out.fill_diagonal(1.0);
        let bones = self.model.bones();
        let place = self.rest.vertices[vertex];
        let mut blend = Mat3::zeros();
        for (bone, weight) in self.model.weights(vertex) {
            blend += self.rotations[bone] * weight;
            let moved = self.rotations[bone] * place + self.offsets[bone];
            let mut turning = Some(bone);
            while let Some(b) = turning {
                let parent = bones[b].parent;
                let arm = (moved - self.heads[b]) * weight;
                let axes = parent.map_or_else(Mat3::identity, |p| self.rotations[p]);
                for k in 0..3 {
                    let mut column = out.column_mut(3 + 3 * b + k);
                    column += axes.column(k).cross(&arm);
                }
                turning = parent;
            }
        }
        let first = 3 + 3 * bones.len();
        for (k, d) in by_shape(self.model, self.rest, vertex, place, blend).enumerate() {
            out.set_column(first + k, &d);
        }
        for (bone, weight) in self.model.weights(vertex) {
            for (k, d) in self.offset_by_shape[bone].iter().enumerate() {
                let mut column = out.column_mut(first + k);
                column += d * weight;
            }
        }
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

/// `m` times the derivative of a rest point (a vertex, or a bone's head after the vertices) by the shape coordinates.
fn by_shape<'a>(
    model: &'a Model,
    rest: &Rest,
    point: usize,
    place: Vec3,
    m: Mat3,
) -> impl Iterator<Item = Vec3> + 'a {
    let of_scale = m * place * (SCALE_SIGMA / rest.scale);
    let scaled = m * rest.scale;
    let others = model
        .components(point)
        .iter()
        .skip(1)
        .map(move |c| scaled * c);
    std::iter::once(of_scale).chain(others)
}
