//! Which faces meet at each edge of a mesh; computed once a model.

/// An edge and the one or two faces that share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeshEdge {
    /// Its vertices, the lower index first.
    pub vertices: [u32; 2],
    /// Its faces; the second is missing on a border.
    pub faces: [Option<u32>; 2],
}

/// The edges of a mesh, in the order of their vertices.
pub fn edges(faces: &[[u32; 3]]) -> Vec<MeshEdge> {
    // The ends, of which the lower one comes first, in one number.
    let mut half: Vec<(u64, u32)> = Vec::with_capacity(faces.len() * 3);
    for (f, v) in (0u32..).zip(faces) {
        for k in 0..3 {
            let (a, b) = (v[k], v[(k + 1) % 3]);
            half.push((u64::from(a.min(b)) << 32 | u64::from(a.max(b)), f));
        }
    }
    half.sort_unstable();
    let mut out: Vec<MeshEdge> = Vec::with_capacity(half.len() / 2 + 1);
    for (ends, f) in half {
        let [a, b] = [(ends >> 32) as u32, ends as u32];
        match out.last_mut() {
            Some(e) if e.vertices == [a, b] => e.faces[1] = e.faces[1].or(Some(f)),
            _ => out.push(MeshEdge {
                vertices: [a, b],
                faces: [Some(f), None],
            }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tetrahedron_has_six_edges_of_two_faces() {
        let e = edges(&[[0, 1, 2], [0, 3, 1], [1, 3, 2], [2, 3, 0]]);
        assert_eq!(e.len(), 6);
        assert!(e.iter().all(|e| e.faces[1].is_some()));
    }
}
