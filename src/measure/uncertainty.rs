//! Measurements of a fitted shape and how sure they are.

use super::{DEFINITIONS, Error, Measurement, Reading, measure};
use crate::body::{Body, Model};
use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// Directions of the shape's covariance that move no measurement by more than this in all (mm) are left out.
const NEGLIGIBLE: f64 = 1e-12;

/// The measurements of a person standing straight, and their covariance.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The body in the model's standard pose.
    pub body: Body,
    /// The values and where the tape lay on that body.
    pub readings: Vec<Reading>,
    /// Covariance of the values, mm^2, in the order of the readings.
    pub covariance: DMatrix<f64>,
}

impl Measured {
    /// The values with their uncertainty.
    pub fn measurements(&self) -> Vec<Measurement> {
        let with_sigma = |(i, r): (usize, &Reading)| Measurement {
            id: r.id,
            value_mm: r.value_mm,
            sigma_mm: self.covariance[(i, i)].max(0.0).sqrt(),
            left_mm: r.left_mm,
            right_mm: r.right_mm,
        };
        self.readings.iter().enumerate().map(with_sigma).collect()
    }
}

/// Measures a shape in the model's standard pose, whatever pose it was seen in.
///
/// `covariance` is that of the shape coordinates (K x K). Each of its principal axes is walked one standard deviation
/// both ways, and half the difference of the measurements is that axis' share: a step of the size of the doubt sees past
/// the jumps of levels from vertex to vertex. To the diagonal comes each definition's `extra_mm`, squared.
///
/// # Errors
/// Those of [`measure`]; a covariance of another size or with a value that is not a number.
pub fn with_uncertainty(
    model: &Model,
    shape: &[f64],
    covariance: &DMatrix<f64>,
) -> Result<Measured, Error> {
    let k = model.shape_len();
    if shape.len() != k || covariance.shape() != (k, k) || !covariance.iter().all(|c| c.is_finite())
    {
        return Err(Error::Body(
            "its shape and the shape's covariance do not fit the model",
        ));
    }
    let body = standing(model, shape);
    let readings = measure(&body)?;
    let extra = DEFINITIONS.iter().map(|d| d.extra_mm * d.extra_mm);
    let mut total = DMatrix::from_diagonal(&DVector::from_iterator(DEFINITIONS.len(), extra));
    let axes = SymmetricEigen::new(covariance.clone());
    for (axis, variance) in axes.eigenvectors.column_iter().zip(&axes.eigenvalues) {
        if *variance < NEGLIGIBLE {
            continue;
        }
        let step = axis * variance.sqrt();
        let values = |sign: f64| {
            let moved: Vec<f64> = shape.iter().zip(&step).map(|(s, d)| s + sign * d).collect();
            let readings = measure(&standing(model, &moved))?;
            Ok(DVector::from_iterator(
                readings.len(),
                readings.iter().map(|r| r.value_mm),
            ))
        };
        let share = (values(1.0)? - values(-1.0)?) / 2.0;
        total += &share * share.transpose();
    }
    Ok(Measured {
        body,
        readings,
        covariance: total,
    })
}

/// The body of a shape in the standard pose.
pub fn standing(model: &Model, shape: &[f64]) -> Body {
    let rest = model.rest(shape);
    model.pose(&rest, &model.standard_pose(&rest)).body()
}
