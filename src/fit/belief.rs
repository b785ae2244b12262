//! A shape prior, ready to be weighed against what is seen.

use super::error::Error;
use crate::body::ShapePrior;
use nalgebra::{Cholesky, DMatrix, DVector};

/// A shape prior and its precision (inverse covariance).
pub struct Belief<'a> {
    /// The prior.
    pub prior: &'a ShapePrior,
    /// K x K.
    pub precision: DMatrix<f64>,
    /// Logarithm of the covariance's determinant.
    log_volume: f64,
}

impl<'a> Belief<'a> {
    /// Inverts the prior's covariance.
    ///
    /// # Errors
    /// [`Error::Singular`] when it cannot be inverted.
    pub fn new(prior: &'a ShapePrior) -> Result<Self, Error> {
        let factor = Cholesky::new(prior.covariance.clone()).ok_or(Error::Singular)?;
        Ok(Self {
            prior,
            log_volume: 2.0 * factor.l().diagonal().map(f64::ln).sum(),
            precision: factor.inverse(),
        })
    }

    /// One of so many equal parts, which together say the same.
    pub fn part(&self, of: usize) -> Self {
        Self {
            prior: self.prior,
            precision: &self.precision / of as f64,
            log_volume: self.log_volume,
        }
    }

    /// Twice the negative logarithm of a shape's density, but for a constant.
    pub fn surprise(&self, shape: &DVector<f64>) -> f64 {
        let off = shape - &self.prior.mean;
        off.dot(&(&self.precision * &off)) + self.log_volume
    }
}
