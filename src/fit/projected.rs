//! A mesh in one view: where its vertices are seen, and which of its faces from the front.

use crate::camera::{Camera, Pose};
use crate::geom::{Vec2, Vec3};

/// See the module.
#[derive(Clone, Debug)]
pub struct Projected {
    /// Size of the picture, px.
    pub width: u32,
    /// Size of the picture, px.
    pub height: u32,
    /// Place of each vertex in the picture, px; not a number behind the camera.
    pub at: Vec<Vec2>,
    /// Distance of each vertex along the camera's axis, mm.
    pub depth_mm: Vec<f64>,
    /// Whether each face is seen from outside, all of it before the camera.
    pub front: Vec<bool>,
}

impl Projected {
    /// Projects `vertices` (world, mm) with `camera` placed at `pose`.
    pub fn new(camera: &Camera, pose: &Pose, vertices: &[Vec3], faces: &[[u32; 3]]) -> Self {
        let (mut at, mut depth_mm) = (
            Vec::with_capacity(vertices.len()),
            Vec::with_capacity(vertices.len()),
        );
        for v in vertices {
            let p = pose.rotation * v + pose.translation_mm;
            let uv = camera.intrinsics.project(p);
            at.push(uv.unwrap_or_else(|| Vec2::repeat(f64::NAN)));
            depth_mm.push(p.z);
        }
        // Pictures have y down, so a face that winds counter-clockwise from outside has a negative area here when it is in front.
        let front = faces.iter().map(|f| {
            let [a, b, c] = f.map(|i| at[i as usize]);
            (b - a).perp(&(c - a)) < 0.0
        });
        Self {
            width: camera.width,
            height: camera.height,
            front: front.collect(),
            at,
            depth_mm,
        }
    }

    /// The corners of a face in the picture, px.
    pub fn corners(&self, face: [u32; 3]) -> [Vec2; 3] {
        face.map(|i| self.at[i as usize])
    }
}
