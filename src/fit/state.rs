//! What a fit solves for, as a point of a manifold, and the layout of its tangent space.

use crate::body;
use crate::geom::{Mat3, Vec3};
use nalgebra::{DVector, Rotation3};

/// How far a camera stands from where the rig says, as a motion of camera coordinates: `p' = rotation * p + translation_mm`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// Small rotation.
    pub rotation: Mat3,
    /// Small translation, mm.
    pub translation_mm: Vec3,
}

impl Default for Shift {
    fn default() -> Self {
        Self {
            rotation: Mat3::identity(),
            translation_mm: Vec3::zeros(),
        }
    }
}

/// The unknowns.
#[derive(Clone, Debug)]
pub struct State {
    /// Shape coordinates of the model.
    pub shape: DVector<f64>,
    /// Pose of the model.
    pub pose: body::Pose,
    /// One a camera of the rig.
    pub shifts: Vec<Shift>,
    /// Thickness of the hair, mm.
    pub hair_mm: f64,
    /// Logarithm of the true focal length over the one in the rig, the same of all cameras (one phone).
    pub zoom: f64,
}

/// Where each group of unknowns stands in a tangent vector: translation, three a bone, shape, six a camera, hair, zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Bones of the model.
    pub bones: usize,
    /// Shape coordinates.
    pub shape: usize,
    /// Cameras of the rig.
    pub cameras: usize,
}

impl Layout {
    /// First of a bone's three rotations.
    pub fn bone(self, b: usize) -> usize {
        3 + 3 * b
    }

    /// First shape coordinate.
    pub fn shape(self) -> usize {
        3 + 3 * self.bones
    }

    /// First of a camera's six: rotation, translation.
    pub fn camera(self, c: usize) -> usize {
        self.shape() + self.shape + 6 * c
    }

    /// The hair's thickness.
    pub fn hair(self) -> usize {
        self.camera(self.cameras)
    }

    /// The logarithm of the focal length.
    pub fn zoom(self) -> usize {
        self.hair() + 1
    }

    /// Dimension of the tangent space.
    pub fn len(self) -> usize {
        self.zoom() + 1
    }
}

/// The rotation of a rotation vector (radians).
pub fn exp(v: Vec3) -> Mat3 {
    Rotation3::new(v).into_inner()
}

/// The rotation vector (radians) of a rotation.
pub fn log(r: &Mat3) -> Vec3 {
    Rotation3::from_matrix_unchecked(*r).scaled_axis()
}

impl State {
    /// A body before so many cameras that stand where the rig says.
    pub fn new(shape: DVector<f64>, pose: body::Pose, cameras: usize, hair_mm: f64) -> Self {
        Self {
            shape,
            pose,
            shifts: vec![Shift::default(); cameras],
            hair_mm,
            zoom: 0.0,
        }
    }

    /// Moves along a tangent vector: rotations by a left factor, all else by a sum; unknowns beyond its end stay.
    pub fn moved(&self, layout: Layout, delta: &DVector<f64>) -> Self {
        let by = |i: usize| delta.get(i).copied().unwrap_or(0.0);
        let at = |i: usize| Vec3::new(by(i), by(i + 1), by(i + 2));
        let mut next = self.clone();
        next.pose.translation_mm += at(0);
        for (b, r) in next.pose.rotations.iter_mut().enumerate() {
            *r = exp(at(layout.bone(b))) * *r;
        }
        for (k, s) in next.shape.iter_mut().enumerate() {
            *s += by(layout.shape() + k);
        }
        for (c, s) in next.shifts.iter_mut().enumerate() {
            s.rotation = exp(at(layout.camera(c))) * s.rotation;
            s.translation_mm += at(layout.camera(c) + 3);
        }
        next.hair_mm += by(layout.hair());
        next.zoom += by(layout.zoom());
        next
    }
}
