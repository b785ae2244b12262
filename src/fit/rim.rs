//! The rim of a posed mesh in one view: the projected edges that bound its outline.

use super::topology::MeshEdge;
use crate::camera::{Camera, Pose};
use crate::geom::raster::Raster;
use crate::geom::{Vec2, Vec3};

/// A projected edge on the outline.
#[derive(Clone, Copy, Debug)]
pub struct RimEdge {
    /// Vertices of the mesh.
    pub vertices: [u32; 2],
    /// Their places in the picture, px.
    pub ends: [Vec2; 2],
    /// Unit normal in the picture, away from the body.
    pub normal: Vec2,
}

impl RimEdge {
    /// The place of the edge's middle, px.
    pub fn middle(&self) -> Vec2 {
        (self.ends[0] + self.ends[1]) * 0.5
    }
}

/// The rim of a mesh in one view.
#[derive(Clone, Debug)]
pub struct Rim {
    /// The edges, in the mesh's order.
    pub edges: Vec<RimEdge>,
}

impl Rim {
    /// Projects `vertices` (world, mm) with `camera` placed at `pose` and keeps the edges between a front and a back face (or on
    /// a border) beyond which, from two cells of `cell_px` to `clear_px` away, nothing of the body is seen.
    pub fn new(
        camera: &Camera,
        pose: &Pose,
        vertices: &[Vec3],
        faces: &[[u32; 3]],
        mesh_edges: &[MeshEdge],
        cell_px: f64,
        clear_px: f64,
    ) -> Self {
        let uv: Vec<Option<Vec2>> = vertices
            .iter()
            .map(|v| {
                camera
                    .intrinsics
                    .project(pose.rotation * v + pose.translation_mm)
            })
            .collect();
        let mut raster = Raster::new(camera.width, camera.height, cell_px);
        // Pictures have y down, so a face that winds counter-clockwise from outside has a negative area here when it is in front.
        let front: Vec<bool> = faces
            .iter()
            .map(|f| match f.map(|i| uv[i as usize]) {
                [Some(a), Some(b), Some(c)] => {
                    raster.fill([a, b, c]);
                    (b - a).perp(&(c - a)) < 0.0
                }
                _ => false,
            })
            .collect();
        let mut edges = Vec::new();
        for e in mesh_edges {
            let facing = e.faces.map(|f| f.map(|f| front[f as usize]));
            let inner = match facing {
                [Some(true), Some(false) | None] => e.faces[0],
                [Some(false), Some(true)] => e.faces[1],
                _ => None,
            };
            let Some(face) = inner else { continue };
            let (Some(p), Some(q)) = (uv[e.vertices[0] as usize], uv[e.vertices[1] as usize])
            else {
                continue;
            };
            let third = faces[face as usize]
                .iter()
                .find(|v| !e.vertices.contains(v))
                .and_then(|v| uv[*v as usize]);
            let Some(third) = third else { continue };
            let along = q - p;
            let length = along.norm();
            if length < 1e-6 {
                continue;
            }
            let mut normal = Vec2::new(along.y, -along.x) / length;
            if normal.dot(&(third - p)) > 0.0 {
                normal = -normal;
            }
            let edge = RimEdge {
                vertices: e.vertices,
                ends: [p, q],
                normal,
            };
            let mut beyond = 2.0 * cell_px;
            let mut clear = true;
            while clear && beyond <= clear_px.max(2.0 * cell_px) {
                clear = !raster.covers(edge.middle() + normal * beyond);
                beyond += 2.0 * cell_px;
            }
            if clear {
                edges.push(edge);
            }
        }
        Self { edges }
    }
}
