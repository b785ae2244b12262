//! Many weighted residuals and their derivatives, gathered to normal equations.

use super::Normal;
use nalgebra::{DMatrix, DVector};

/// A tile of the sum is TALL x WIDE: it stays in registers while the rows pass.
const TALL: usize = 4;
const WIDE: usize = 8;
/// So many rows at a time stay in the nearest cache, and are summed in single precision.
const BATCH: usize = 32;

/// Residuals, each with a row of `n` derivatives. Rows are of single precision: a Gauss-Newton step and a covariance need
/// no more, and a sum over rows takes half the time. Sums are of double precision.
#[derive(Clone, Debug)]
pub struct Rows {
    n: usize,
    stride: usize,
    derivatives: Vec<f32>,
    residuals: Vec<f64>,
}

impl Rows {
    /// No rows, of `n` unknowns; `count` of them are expected.
    pub fn new(n: usize, count: usize) -> Self {
        let stride = n.next_multiple_of(WIDE);
        Self {
            n,
            stride,
            derivatives: Vec::with_capacity(count * stride),
            residuals: Vec::with_capacity(count),
        }
    }

    /// Adds a residual; its derivatives, still zero, are to be written.
    pub fn push(&mut self, residual: f64) -> &mut [f32] {
        let at = self.derivatives.len();
        self.residuals.push(residual);
        self.derivatives.resize(at + self.stride, 0.0);
        &mut self.derivatives[at..at + self.n]
    }

    /// The normal equations of all rows.
    pub fn normal(&self) -> Normal {
        let (n, stride) = (self.n, self.stride);
        let mut sums = vec![0.0f64; stride * stride];
        let mut gradient = DVector::zeros(n);
        for (row, r) in self.derivatives.chunks_exact(stride).zip(&self.residuals) {
            for (g, d) in gradient.iter_mut().zip(row) {
                *g += r * f64::from(*d);
            }
        }
        for batch in self.derivatives.chunks(BATCH * stride) {
            for i in (0..stride).step_by(TALL) {
                for j in (0..=i).step_by(WIDE) {
                    let tile = tile(batch, stride, i, j);
                    for (k, line) in tile.iter().enumerate() {
                        let at = (i + k) * stride + j;
                        for (sum, t) in sums[at..at + WIDE].iter_mut().zip(line) {
                            *sum += f64::from(*t);
                        }
                    }
                }
            }
        }
        let hessian = DMatrix::from_fn(n, n, |i, j| sums[i.max(j) * stride + i.min(j)]);
        Normal { hessian, gradient }
    }
}

/// Sum over rows of the products of columns `i..` and `j..`.
fn tile(rows: &[f32], stride: usize, i: usize, j: usize) -> [[f32; WIDE]; TALL] {
    let mut sum = [[0.0; WIDE]; TALL];
    for row in rows.chunks_exact(stride) {
        let (mut a, mut b) = ([0.0; TALL], [0.0; WIDE]);
        a.copy_from_slice(&row[i..i + TALL]);
        b.copy_from_slice(&row[j..j + WIDE]);
        for (line, a) in sum.iter_mut().zip(a) {
            for (s, b) in line.iter_mut().zip(b) {
                *s += a * b;
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gathers_what_a_product_of_matrices_gives() {
        let (n, count) = (19, 70);
        let value = |r: usize, c: usize| ((r * 31 + c * 17) % 23) as f64 / 8.0 - 1.0;
        let mut rows = Rows::new(n, count);
        for r in 0..count {
            let row = rows.push(value(r, 50));
            assert_eq!(row.len(), n);
            for (c, d) in row.iter_mut().enumerate() {
                *d = value(r, c) as f32;
            }
        }
        let j = DMatrix::from_fn(count, n, value);
        let r = DVector::from_fn(count, |i, _| value(i, 50));
        let normal = rows.normal();
        assert!((normal.hessian - j.transpose() * &j).amax() < 1e-4);
        assert!((normal.gradient - j.transpose() * r).amax() < 1e-6);
    }
}
