//! A mesh in one view: where its vertices are seen, and which of its faces from the front.

use super::topology::MeshEdge;
use crate::camera::{Camera, Pose};
use crate::geom::{Vec2, Vec3};

/// An edge of the mesh where a face that is seen meets one that is turned away, or none.
#[derive(Clone, Copy, Debug)]
pub struct Fold {
    /// Vertices of the mesh.
    pub vertices: [u32; 2],
    /// The face that is seen.
    pub face: u32,
    /// Places of the vertices in the picture, px.
    pub ends: [Vec2; 2],
    /// Unit normal in the picture, away from the face.
    pub normal: Vec2,
}

impl Fold {
    /// The place of the edge's middle, px.
    pub fn middle(&self) -> Vec2 {
        (self.ends[0] + self.ends[1]) * 0.5
    }
}

/// Side of a square of the picture, px: about as large as a face of the mesh.
pub const SQUARE_PX: f64 = 16.0;

/// How many squares cover so many px.
pub fn squares(px: u32) -> usize {
    (f64::from(px) / SQUARE_PX) as usize + 1
}

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
    /// The square of the picture, [`SQUARE_PX`] wide, that each vertex lies in; the nearest one of vertices outside.
    pub squares: Vec<[u16; 2]>,
    /// Whether each face is seen from outside, all of it before the camera.
    pub front: Vec<bool>,
    /// The faces that are.
    pub facing: Vec<u32>,
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
        let front: Vec<bool> = front.collect();
        let facing = (0u32..).zip(&front).filter(|(_, front)| **front);
        let square = |v: f64, px: u32| ((v / SQUARE_PX) as usize).min(squares(px) - 1) as u16;
        let squares = at
            .iter()
            .map(|p| [square(p.x, camera.width), square(p.y, camera.height)]);
        Self {
            width: camera.width,
            height: camera.height,
            squares: squares.collect(),
            facing: facing.map(|(f, _)| f).collect(),
            front,
            at,
            depth_mm,
        }
    }

    /// The corners of a face in the picture, px.
    pub fn corners(&self, face: [u32; 3]) -> [Vec2; 3] {
        face.map(|i| self.at[i as usize])
    }

    /// The edges along which the skin folds out of sight, in the mesh's order.
    pub fn folds(&self, faces: &[[u32; 3]], edges: &[MeshEdge]) -> Vec<Fold> {
        let fold = |e: &MeshEdge| {
            let face = match e.faces.map(|f| f.map(|f| self.front[f as usize])) {
                [Some(true), Some(false) | None] => e.faces[0],
                [Some(false), Some(true)] => e.faces[1],
                _ => None,
            }?;
            let ends = e.vertices.map(|v| self.at[v as usize]);
            let corners = faces[face as usize];
            let third = corners.iter().find(|v| !e.vertices.contains(v))?;
            let along = ends[1] - ends[0];
            let length = along.norm();
            if length.is_nan() || length < 1e-6 {
                return None;
            }
            let mut normal = Vec2::new(along.y, -along.x) / length;
            if normal.dot(&(self.at[*third as usize] - ends[0])) > 0.0 {
                normal = -normal;
            }
            Some(Fold {
                vertices: e.vertices,
                face,
                ends,
                normal,
            })
        };
        edges.iter().filter_map(fold).collect()
    }
}
