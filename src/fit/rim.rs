//! The rim of a posed mesh in one view: the projected edges that bound its outline.

use super::projected::Projected;
use super::topology::MeshEdge;
use crate::geom::Vec2;
use crate::geom::raster::Raster;

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
    /// Keeps the edges of a mesh between a front and a back face (or on a border) beyond which, from two cells of `cell_px` to
    /// `clear_px` away, nothing of the body is seen.
    pub fn new(
        seen: &Projected,
        faces: &[[u32; 3]],
        mesh_edges: &[MeshEdge],
        cell_px: f64,
        clear_px: f64,
    ) -> Self {
        // What is seen of a closed body is seen from the front.
        let mut raster = Raster::new(seen.width, seen.height, cell_px);
        for (face, _) in faces.iter().zip(&seen.front).filter(|(_, front)| **front) {
            raster.fill(seen.corners(*face));
        }
        let mut edges = Vec::new();
        for e in mesh_edges {
            let facing = e.faces.map(|f| f.map(|f| seen.front[f as usize]));
            let inner = match facing {
                [Some(true), Some(false) | None] => e.faces[0],
                [Some(false), Some(true)] => e.faces[1],
                _ => None,
            };
            let Some(face) = inner else { continue };
            let [p, q] = e.vertices.map(|v| seen.at[v as usize]);
            let corners = faces[face as usize];
            let Some(third) = corners.iter().find(|v| !e.vertices.contains(v)) else {
                continue;
            };
            let third = seen.at[*third as usize];
            let along = q - p;
            let length = along.norm();
            if length.is_nan() || length < 1e-6 {
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
