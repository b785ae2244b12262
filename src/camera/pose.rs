//! Where a camera stands in the world.

use crate::geom::{Mat3, Vec3};

/// `x_cam = rotation * x_world + translation_mm`; camera x right, y down, z forward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// World to camera.
    pub rotation: Mat3,
    /// World to camera, mm.
    pub translation_mm: Vec3,
}

impl Pose {
    /// Camera coordinates of a world point, mm.
    pub fn to_camera(&self, world: Vec3) -> Vec3 {
        self.rotation * world + self.translation_mm
    }

    /// The camera's centre in the world, mm.
    pub fn centre(&self) -> Vec3 {
        -(self.rotation.transpose() * self.translation_mm)
    }

    /// World direction (unit) of a ray in normalised coordinates, see [`super::Intrinsics::undistort`].
    pub fn ray(&self, normalised: crate::geom::Vec2) -> Vec3 {
        (self.rotation.transpose() * Vec3::new(normalised.x, normalised.y, 1.0)).normalize()
    }
}
