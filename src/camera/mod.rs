//! Cameras after OpenCV: intrinsics with distortion, a pose in the world, a rig of cameras.

use crate::geom::{Mat3, Vec2, Vec3};

/// Focal lengths and principal point in pixels (integer coordinates at pixel centres) and distortion `[k1, k2, p1, p2, k3]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intrinsics {
    /// Focal length along x, px.
    pub fx: f64,
    /// Focal length along y, px.
    pub fy: f64,
    /// Principal point x, px.
    pub cx: f64,
    /// Principal point y, px.
    pub cy: f64,
    /// OpenCV's `[k1, k2, p1, p2, k3]`.
    pub distortion: [f64; 5],
}

/// `x_cam = rotation * x_world + translation_mm`; camera x right, y down, z forward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// World to camera.
    pub rotation: Mat3,
    /// World to camera, mm.
    pub translation_mm: Vec3,
}

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

impl Intrinsics {
    /// Pixel of a point in camera coordinates (mm); `None` behind the camera.
    pub fn project(&self, p: Vec3) -> Option<Vec2> {
        self.project_with_jacobian(p).map(|(uv, _)| uv)
    }

    /// Pixel of a point in camera coordinates, and its derivative `d(u, v) / d(x, y, z)` in px/mm.
    pub fn project_with_jacobian(&self, p: Vec3) -> Option<(Vec2, nalgebra::Matrix2x3<f64>)> {
        if p.z <= 1.0 {
            return None;
        }
        let [k1, k2, p1, p2, k3] = self.distortion;
        let (iz, x, y) = (1.0 / p.z, p.x / p.z, p.y / p.z);
        let r2 = x * x + y * y;
        let g = 1.0 + r2 * (k1 + r2 * (k2 + r2 * k3));
        let dg = k1 + r2 * (2.0 * k2 + 3.0 * r2 * k3);
        let xd = x * g + 2.0 * p1 * x * y + p2 * (r2 + 2.0 * x * x);
        let yd = y * g + p1 * (r2 + 2.0 * y * y) + 2.0 * p2 * x * y;
        let cross = 2.0 * x * y * dg + 2.0 * p1 * x + 2.0 * p2 * y;
        let d = nalgebra::Matrix2::new(
            g + 2.0 * x * x * dg + 2.0 * p1 * y + 6.0 * p2 * x,
            cross,
            cross,
            g + 2.0 * y * y * dg + 6.0 * p1 * y + 2.0 * p2 * x,
        );
        let n = nalgebra::Matrix2x3::new(iz, 0.0, -x * iz, 0.0, iz, -y * iz);
        let f = nalgebra::Matrix2::new(self.fx, 0.0, 0.0, self.fy);
        Some((
            Vec2::new(self.fx * xd + self.cx, self.fy * yd + self.cy),
            f * d * n,
        ))
    }
}
