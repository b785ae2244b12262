//! A coarser mesh of the same body: some of its vertices, which move as they do in the fine one.

use super::unfold::face_part;
use super::{Landmark, Model};
use crate::geom::Vec3;

impl Model {
    /// The same body on vertices some `apart_mm` apart. Shapes and poses mean the same; chords between the vertices lie a
    /// little inside of the skin. Each vertex of the mesh belongs to the nearest one that is kept, along the edges, and
    /// where three such cells meet there is a face (the dual of a Voronoi diagram on the mesh).
    pub fn coarse(&self, apart_mm: f64) -> Self {
        let places = self.rest(&[]).vertices;
        let kept = self.kept(&places, apart_mm);
        let cells = self.cells(&places, &kept);
        let mut names = vec![u32::MAX; places.len()];
        for (name, v) in (0u32..).zip(&kept) {
            names[*v] = name;
        }
        let faces = self
            .faces
            .iter()
            .map(|f| f.map(|v| names[cells[v as usize]]));
        let faces: Vec<[u32; 3]> = faces
            .filter(|[a, b, c]| a != b && b != c && c != a)
            .collect();
        let vertex_parts: Vec<_> = kept.iter().map(|v| self.vertex_parts[*v]).collect();
        let part = |f: &[u32; 3]| face_part(f.map(|v| vertex_parts[v as usize]));
        let mut weights = Vec::new();
        let mut weight_starts = vec![0];
        for v in &kept {
            weights.extend(self.weights(*v));
            weight_starts.push(weights.len());
        }
        let heads = places.len()..places.len() + self.bones.len();
        Self {
            face_parts: faces.iter().map(part).collect(),
            faces: faces.into(),
            vertex_parts,
            weights,
            weight_starts,
            landmarks: self.landmarks.map(|l| l.map(|v| names[v] as usize)),
            basis: self.basis.picked(kept.iter().copied().chain(heads)),
            bones: self.bones.clone(),
            joint_bones: self.joint_bones,
            shape_len: self.shape_len,
            priors: self.priors.clone(),
            checksum: self.checksum,
            provenance: String::new(),
        }
    }

    /// Vertices at least `apart_mm` from each other, on both sides alike, in their order; those of landmarks in any case.
    fn kept(&self, places: &[Vec3], apart_mm: f64) -> Vec<usize> {
        let stored = |v: usize| self.basis.place(v).stored as usize;
        let mut chosen = vec![false; places.len()];
        for l in Landmark::ALL {
            for v in self.landmark_vertices(l) {
                chosen[stored(v)] = true;
            }
        }
        let left = || (0..places.len()).filter(|v| !self.basis.place(*v).mirrored);
        let mut kept: Vec<Vec3> = left()
            .filter(|v| chosen[stored(*v)])
            .map(|v| places[v])
            .collect();
        for v in left() {
            let close = |k: &Vec3| (k - places[v]).norm_squared() < apart_mm * apart_mm;
            if !kept.iter().any(close) {
                kept.push(places[v]);
                chosen[stored(v)] = true;
            }
        }
        (0..places.len()).filter(|v| chosen[stored(*v)]).collect()
    }

    /// To each vertex the one of `kept` that is nearest along the edges.
    fn cells(&self, places: &[Vec3], kept: &[usize]) -> Vec<usize> {
        let mut far = vec![f64::INFINITY; places.len()];
        let mut cells = vec![0; places.len()];
        for v in kept {
            (far[*v], cells[*v]) = (0.0, *v);
        }
        let mut changed = true;
        while changed {
            changed = false;
            for f in self.faces.iter() {
                let [a, b, c] = f.map(|v| v as usize);
                for (from, to) in [(a, b), (b, c), (c, a), (b, a), (c, b), (a, c)] {
                    let through = far[from] + (places[from] - places[to]).norm();
                    if through < far[to] {
                        (far[to], cells[to]) = (through, cells[from]);
                        changed = true;
                    }
                }
            }
        }
        cells
    }
}
