//! How much room a body takes, and how that depends on its shape.

use super::Model;
use super::model::{Rest, SCALE_SIGMA};
use crate::geom::Vec3;
use nalgebra::DVector;

impl Model {
    /// Volume of a rest body in litres, by the divergence theorem. Posing changes it little.
    pub fn volume_l(&self, rest: &Rest) -> f64 {
        let v = |i: u32| rest.vertices[i as usize];
        let six = |f: &[u32; 3]| v(f[0]).dot(&v(f[1]).cross(&v(f[2])));
        self.faces().iter().map(six).sum::<f64>() / 6e6
    }

    /// Derivative of the volume (litres) by the shape coordinates.
    pub fn volume_by_shape(&self, rest: &Rest) -> DVector<f64> {
        let mut by_vertex = vec![Vec3::zeros(); rest.vertices.len()];
        for f in self.faces().iter() {
            let [a, b, c] = f.map(|i| rest.vertices[i as usize]);
            for (i, g) in f.iter().zip([b.cross(&c), c.cross(&a), a.cross(&b)]) {
                by_vertex[*i as usize] += g;
            }
        }
        let mut out = DVector::zeros(self.shape_len());
        let mut others = vec![0.0; self.shape_len() - 1];
        for (v, g) in by_vertex.iter().enumerate() {
            out[0] += g.dot(&rest.vertices[v]) * (SCALE_SIGMA / rest.scale);
            self.basis.along(v, g * rest.scale, &mut others);
        }
        for (to, sum) in out.iter_mut().skip(1).zip(others) {
            *to = f64::from(sum);
        }
        out / 6e6
    }
}
