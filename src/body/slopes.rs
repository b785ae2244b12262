//! How the vertices of a posed body move with its pose and shape.

use super::model::{Rest, SCALE_SIGMA};
use super::{Model, Posed};
use crate::geom::{Mat3, Vec3};

/// Derivatives of the vertices of a posed body by, in this order: translation (3, mm), a small rotation of each bone (3 each,
/// radians, `rotations[b] <- exp(delta) * rotations[b]`), shape coordinates (K).
#[derive(Debug)]
pub struct Slopes<'a> {
    model: &'a Model,
    rest: &'a Rest,
    posed: &'a Posed<'a>,
    /// Derivative of each bone's offset by the first shape coordinate, the size.
    offset_by_size: Vec<Vec3>,
    /// The same by the others: three rows a bone.
    offset_by_shape: Vec<[Vec<f32>; 3]>,
}

impl<'a> Slopes<'a> {
    pub(super) fn new(model: &'a Model, rest: &'a Rest, posed: &'a Posed<'a>) -> Self {
        let others = model.shape_len() - 1;
        let mut offset_by_size: Vec<Vec3> = Vec::with_capacity(model.bones().len());
        let mut offset_by_shape: Vec<[Vec<f32>; 3]> = Vec::with_capacity(model.bones().len());
        for (b, bone) in model.bones().iter().enumerate() {
            let parent = bone
                .parent
                .map_or_else(Mat3::identity, |p| posed.rotations[p]);
            let fixed = parent - posed.rotations[b]; // what turning about the head adds to the offset
            let (mut size, mut shape) = match bone.parent {
                Some(p) => (offset_by_size[p], offset_by_shape[p].clone()),
                None => (Vec3::zeros(), [(); 3].map(|()| vec![0.0; others])),
            };
            size += fixed * rest.heads[b] * (SCALE_SIGMA / rest.scale);
            for (row, out) in shape.iter_mut().enumerate() {
                let direction = fixed.row(row).transpose() * rest.scale;
                model.basis.along(rest.vertices.len() + b, direction, out);
            }
            offset_by_size.push(size);
            offset_by_shape.push(shape);
        }
        Self {
            model,
            rest,
            posed,
            offset_by_size,
            offset_by_shape,
        }
    }

    /// Number of derivatives.
    #[allow(clippy::len_without_is_empty)] // never empty
    pub fn len(&self) -> usize {
        3 + 3 * self.model.bones().len() + self.model.shape_len()
    }

    /// Adds the derivatives of a vertex along `direction` to the first of `out`; where `out` is shorter, to as many.
    pub fn along(&self, vertex: usize, direction: Vec3, out: &mut [f32]) {
        let weights = || self.model.weights(vertex);
        self.point(vertex, self.rest.vertices[vertex], weights, direction, out);
    }

    /// The same of a bone's head.
    pub fn along_head(&self, bone: usize, direction: Vec3, out: &mut [f32]) {
        let weights = || std::iter::once((bone, 1.0));
        let point = self.rest.vertices.len() + bone;
        self.point(point, self.rest.heads[bone], weights, direction, out);
    }

    fn point<W: Iterator<Item = (usize, f64)>>(
        &self,
        point: usize,
        place: Vec3,
        weights: impl Fn() -> W,
        direction: Vec3,
        out: &mut [f32],
    ) {
        let bones = self.model.bones();
        for (to, d) in out.iter_mut().zip(&direction) {
            *to += *d as f32;
        }
        let Some((turns, shape)) = out
            .get_mut(3..)
            .and_then(|o| o.split_at_mut_checked(3 * bones.len()))
        else {
            return;
        };
        let mut blend = Mat3::zeros();
        let mut size = 0.0;
        for (bone, weight) in weights() {
            let rotation = self.posed.rotations[bone];
            blend += rotation * weight;
            let moved = rotation * place + self.posed.offsets[bone];
            let mut turning = Some(bone);
            while let Some(b) = turning {
                let parent = bones[b].parent;
                let torque = (moved - self.posed.heads[b]).cross(&direction) * weight;
                let about = parent.map_or(torque, |p| self.posed.rotations[p].transpose() * torque);
                for (to, t) in turns[3 * b..].iter_mut().zip(&about) {
                    *to += *t as f32;
                }
                turning = parent;
            }
            size += direction.dot(&self.offset_by_size[bone]) * weight;
        }
        let Some((first, others)) = shape.split_first_mut() else {
            return;
        };
        size += direction.dot(&(blend * place)) * (SCALE_SIGMA / self.rest.scale);
        *first += size as f32;
        let inward = blend.transpose() * direction * self.rest.scale;
        self.model.basis.along(point, inward, others);
        for (bone, weight) in weights() {
            let [xs, ys, zs] = &self.offset_by_shape[bone];
            let d = (direction * weight).cast::<f32>();
            for (((to, x), y), z) in others.iter_mut().zip(xs).zip(ys).zip(zs) {
                *to += d.x * x + d.y * y + d.z * z;
            }
        }
    }
}
