//! Many weighted residuals and their derivatives, gathered to normal equations.

use super::Normal;
use nalgebra::{DMatrix, DVector};
use std::ops::AddAssign;

/// Columns are summed in panels of so many: what one vector instruction holds, in browsers too.
const LANES: usize = 4;
/// So many rows at a time stay in a near cache, and are summed in single precision. Neighbours along an outline depend on
/// the same few bones and the same camera, so that among them many panels are empty.
const BATCH: usize = 64;

/// How products of derivatives are summed before they join the others, which are of double precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sums {
    /// In single precision, a batch at a time: half the time. A step of an equation that observations determine needs no more.
    /// So many rows that follow each other count as one, their mean, as often: where neighbours hardly differ a step is as good in a
    /// part of the time; the gradient, hence where steps end, is that of all rows.
    Single {
        /// At least one.
        together: usize,
    },
    /// In double precision, in which a product of two single ones is exact: the sum is never indefinite, whatever is undetermined.
    Double,
}

/// Residuals, each with a row of `n` derivatives of single precision.
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
        let stride = n.next_multiple_of(2 * LANES);
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
    pub fn normal(&self, precision: Sums) -> Normal {
        let (n, stride) = (self.n, self.stride);
        let mut sums = vec![0.0f64; stride * stride];
        let mut gradient = DVector::zeros(n);
        for (row, r) in self.derivatives.chunks_exact(stride).zip(&self.residuals) {
            for (g, d) in gradient.iter_mut().zip(row) {
                *g += r * f64::from(*d);
            }
        }
        let count = stride / LANES;
        let mut packed = vec![[0.0f32; LANES]; count * BATCH];
        let mut filled = vec![false; count];
        let whole = match precision {
            Sums::Single { together } => together.max(1) * stride,
            Sums::Double => stride,
        };
        for batch in self.derivatives.chunks(BATCH * whole) {
            let rows = batch.len().div_ceil(whole);
            filled.fill(false);
            packed.fill([0.0; LANES]);
            for (r, row) in batch.chunks(whole).enumerate() {
                let each = row.chunks_exact(stride);
                // The square of the mean, as often as there are rows, is that of the sum over the root of their number.
                let share = (each.len() as f32).sqrt().recip();
                for row in each {
                    for (p, lanes) in row.as_chunks::<LANES>().0.iter().enumerate() {
                        let sum = &mut packed[p * rows + r];
                        for (sum, d) in sum.iter_mut().zip(lanes) {
                            *sum += d * share;
                        }
                        filled[p] |= *lanes != [0.0; LANES];
                    }
                }
            }
            let panel = |p: usize| &packed[p * rows..(p + 1) * rows];
            for i in (0..count).filter(|i| filled[*i]) {
                let pairs = (0..=i).step_by(2);
                for j in pairs.filter(|j| filled[*j] || filled[j + 1]) {
                    let panels = [panel(i), panel(j), panel(j + 1)];
                    let tile = match precision {
                        Sums::Single { .. } => tile(panels, |a, b| a * b),
                        Sums::Double => tile(panels, |a, b| f64::from(a) * f64::from(b)),
                    };
                    for (k, line) in tile.iter().enumerate() {
                        let at = (i * LANES + k) * stride + j * LANES;
                        for (sum, t) in sums[at..].iter_mut().zip(line.as_flattened()) {
                            *sum += t;
                        }
                    }
                }
            }
        }
        let hessian = DMatrix::from_fn(n, n, |i, j| sums[i.max(j) * stride + i.min(j)]);
        Normal { hessian, gradient }
    }
}

/// Sums over rows of the products of a panel's columns with those of two others.
fn tile<T: Copy + Default + AddAssign + Into<f64>>(
    [own, first, second]: [&[[f32; LANES]]; 3],
    product: impl Fn(f32, f32) -> T,
) -> [[[f64; LANES]; 2]; LANES] {
    let mut sums = [[[T::default(); LANES]; 2]; LANES];
    for ((own, first), second) in own.iter().zip(first).zip(second) {
        for (a, sums) in own.iter().zip(&mut sums) {
            for l in 0..LANES {
                sums[0][l] += product(*a, first[l]);
                sums[1][l] += product(*a, second[l]);
            }
        }
    }
    sums.map(|line| line.map(|half| half.map(Into::into)))
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
        for (precision, error) in [(Sums::Single { together: 1 }, 1e-4), (Sums::Double, 1e-12)] {
            let normal = rows.normal(precision);
            assert!((normal.hessian - j.transpose() * &j).amax() < error);
            assert!((normal.gradient - j.transpose() * &r).amax() < 1e-6);
        }
    }

    #[test]
    fn rows_that_count_together_are_their_mean() {
        let (n, count, together) = (5, 9, 2);
        // Neighbours that are alike but for the last one, which is alone.
        let value = |r: usize, c: usize| ((r / together * 7 + c * 5) % 11) as f64 / 4.0 - 1.0;
        let mut rows = Rows::new(n, count);
        for r in 0..count {
            for (c, d) in rows.push(r as f64).iter_mut().enumerate() {
                *d = value(r, c) as f32;
            }
        }
        let j = DMatrix::from_fn(count, n, value);
        let r = DVector::from_fn(count, |i, _| i as f64);
        let normal = rows.normal(Sums::Single { together });
        assert!((normal.hessian - j.transpose() * &j).amax() < 1e-4);
        // Residuals are not: the gradient is that of each.
        assert!((normal.gradient - j.transpose() * &r).amax() < 1e-6);
    }

    #[test]
    fn what_is_undetermined_is_definite_in_double_sums_only() {
        // A dozen unknowns of which only one sum is observed, and a prior a ten thousand millionth of that.
        let mut rows = Rows::new(12, 1000);
        for r in 0..1000 {
            let v = 1.0 + (r as f32 * 0.37).sin() / 2.0;
            for (c, d) in rows.push(0.0).iter_mut().enumerate() {
                *d = v * (1.0 + c as f32 * 0.137);
            }
        }
        for (precision, definite) in [(Sums::Double, true), (Sums::Single { together: 1 }, false)] {
            let hessian = rows.normal(precision).hessian;
            let prior = 1e-10 * hessian[(0, 0)];
            let held = hessian + DMatrix::identity(12, 12) * prior;
            assert_eq!(nalgebra::Cholesky::new(held).is_some(), definite);
        }
    }
}
