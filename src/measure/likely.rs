//! Measurements -> the likeliest body that has them: for the eye, where nobody was scanned.

use super::person::Person;
use super::uncertainty::{standing, upright_slopes};
use super::{DEFINITIONS, Error, Measurements, complete};
use crate::body::{Body, Model};
use crate::capture::Sex;
use nalgebra::{Cholesky, DMatrix, DVector};

/// Steps of the Gauss-Newton iteration.
const STEPS: usize = 6;

/// How the measurements of people of one sex change with their shape, ready to be asked for bodies.
#[derive(Clone, Debug)]
pub struct Likely {
    mean: DVector<f64>,
    /// Independent directions of the prior, each one standard deviation long.
    deviations: DMatrix<f64>,
    /// Measurements of the mean, mm.
    values_mm: DVector<f64>,
    /// What one deviation along each adds to them, mm.
    jacobian: DMatrix<f64>,
}

impl Likely {
    /// Reads the mean of the model's prior.
    ///
    /// # Errors
    /// Those of [`super::measure`] on bodies of the prior's span.
    pub fn new(model: &Model, sex: Option<Sex>) -> Result<Self, Error> {
        let prior = model.prior(sex);
        let factor = Cholesky::new(prior.covariance.clone());
        let deviations = factor.ok_or(Error::Body("its prior is no covariance"))?.l();
        let rest = model.rest(prior.mean.as_slice());
        let straight = model.stand(&rest);
        let slopes = upright_slopes(model, &straight, &straight.body())?;
        let of_shape = slopes.columns_range(slopes.ncols() - model.shape_len()..);
        Ok(Self {
            mean: prior.mean.clone(),
            values_mm: values(model, &prior.mean)?,
            jacobian: of_shape * &deviations,
            deviations,
        })
    }

    /// The most probable body that agrees with measurements within their uncertainty, in the model's standard pose. What is
    /// missing among them is predicted first ([`complete`]). The Jacobian is corrected after each step (Broyden 1965).
    ///
    /// # Errors
    /// Those of [`super::measure`].
    pub fn body(&self, model: &Model, given: &Measurements) -> Result<Body, Error> {
        let all = complete(given, None).measurements;
        let all = || all.values.iter().zip(DEFINITIONS);
        let count = DEFINITIONS.len();
        let wanted = DVector::from_iterator(count, all().map(|(m, _)| m.value_mm));
        let variance = all().map(|(m, d)| m.sigma_mm * m.sigma_mm + d.extra_mm * d.extra_mm + 1.0);
        let variance = DVector::from_iterator(count, variance);
        let deviation = variance.map(f64::sqrt);

        let mut at = DVector::zeros(self.deviations.ncols());
        let (mut reached, mut jacobian) = (self.values_mm.clone(), self.jacobian.clone());
        let mut best = (f64::INFINITY, at.clone());
        for _ in 0..STEPS {
            let gain = &jacobian * jacobian.transpose() + DMatrix::from_diagonal(&variance);
            let Some(gain) = gain.cholesky() else { break };
            let next = jacobian.transpose() * gain.solve(&(&wanted - &reached + &jacobian * &at));
            let step = &next - &at;
            let there = values(model, &self.shape(&next))?;
            let misfit = (&wanted - &there).component_div(&deviation);
            let cost = misfit.norm_squared() + next.norm_squared();
            if cost < best.0 {
                best = (cost, next.clone());
            }
            let square = step.norm_squared();
            if square < 1e-4 {
                break;
            }
            jacobian += (&there - &reached - &jacobian * &step) * step.transpose() / square;
            (at, reached) = (next, there);
        }
        Ok(standing(model, self.shape(&best.1).as_slice()))
    }

    fn shape(&self, at: &DVector<f64>) -> DVector<f64> {
        &self.mean + &self.deviations * at
    }
}

fn values(model: &Model, shape: &DVector<f64>) -> Result<DVector<f64>, Error> {
    let body = standing(model, shape.as_slice());
    let person = Person::new(&body)?;
    let values = DEFINITIONS.iter().map(|d| Ok(person.read(d)?.value_mm));
    Ok(DVector::from_vec(values.collect::<Result<_, _>>()?))
}
