//! What is known of a person's shape before they are seen.

use nalgebra::{DMatrix, DVector};

/// A Gaussian over the shape coordinates of a [`super::Model`].
#[derive(Clone, Debug, PartialEq)]
pub struct ShapePrior {
    /// Mean, length K.
    pub mean: DVector<f64>,
    /// Covariance, K x K, positive definite.
    pub covariance: DMatrix<f64>,
}

impl ShapePrior {
    /// From a mean and the rows of the covariance's lower triangle; `None` if it is not positive definite.
    pub(super) fn from_lower_triangle(mean: Vec<f64>, triangle: &[f64]) -> Option<Self> {
        let k = mean.len();
        let at = |i: usize, j: usize| {
            triangle
                .get(i * (i + 1) / 2 + j)
                .copied()
                .unwrap_or(f64::NAN)
        };
        let covariance = DMatrix::from_fn(k, k, |i, j| at(i.max(j), i.min(j)));
        nalgebra::Cholesky::new(covariance.clone())?;
        Some(Self {
            mean: DVector::from_vec(mean),
            covariance,
        })
    }

    /// The Gaussian with the moments of an even mixture of two.
    pub(super) fn mixture(a: &Self, b: &Self) -> Self {
        let half_gap = (&a.mean - &b.mean) / 2.0;
        Self {
            mean: (&a.mean + &b.mean) / 2.0,
            covariance: (&a.covariance + &b.covariance) / 2.0 + &half_gap * half_gap.transpose(),
        }
    }
}
