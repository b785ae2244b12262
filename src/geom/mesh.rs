//! A triangle mesh.

use super::Vec3;
use std::sync::Arc;

/// A triangle mesh in mm; faces wind counter-clockwise seen from outside.
#[derive(Clone, Debug, Default)]
pub struct Mesh {
    /// Vertex positions in mm.
    pub vertices: Vec<Vec3>,
    /// Corner indices of each face; shared by all bodies of one model.
    pub faces: Arc<[[u32; 3]]>,
}
