//! Cameras that stand together.

use super::{Error, Intrinsics, Pose, json};
use crate::geom::{Vec2, Vec3};
use nalgebra::Matrix2x3;

/// One camera of a rig.
#[derive(Clone, Debug, PartialEq)]
pub struct Camera {
    /// Name in `rig.json`; frames are named after it.
    pub id: String,
    /// Picture width, px.
    pub width: u32,
    /// Picture height, px.
    pub height: u32,
    /// Lens.
    pub intrinsics: Intrinsics,
    /// Place in the world; `None` where it is unknown (home captures).
    pub pose: Option<Pose>,
}

/// The cameras of one capture, in one world frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Rig {
    /// In the order of `rig.json`.
    pub cameras: Vec<Camera>,
}

impl Camera {
    /// Pixel of a world point (mm); `None` behind the camera or where its pose is unknown.
    pub fn project(&self, world: Vec3) -> Option<Vec2> {
        self.intrinsics.project(self.pose?.to_camera(world))
    }

    /// Pixel of a world point (mm), and its derivative `d(u, v) / d(X, Y, Z)` in px/mm.
    pub fn project_with_jacobian(&self, world: Vec3) -> Option<(Vec2, Matrix2x3<f64>)> {
        let pose = self.pose?;
        let (uv, d) = self
            .intrinsics
            .project_with_jacobian(pose.to_camera(world))?;
        Some((uv, d * pose.rotation))
    }
}

impl Rig {
    /// Reads `rig.json`: 1 to 64 cameras with sound lenses and true rotations.
    ///
    /// A rotation that is orthonormal within 0.001 is made exactly so. A rotation and a translation that are both `null`
    /// mean that the camera's place is unknown.
    pub fn from_json(bytes: &[u8]) -> Result<Rig, Error> {
        json::rig(bytes)
    }

    /// The content of `rig.json`, as [`Rig::from_json`] reads it.
    pub fn to_json(&self) -> serde_json::Value {
        json::written(self)
    }

    /// The camera of that name and its index.
    pub fn find(&self, id: &str) -> Option<(usize, &Camera)> {
        self.cameras.iter().enumerate().find(|(_, c)| c.id == id)
    }
}
