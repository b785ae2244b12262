//! Measurements of a fitted shape and how sure they are.

use super::person::Person;
use super::{DEFINITIONS, Definition, Error, Measurement, Reading};
use crate::body::{Body, Model, Rest};
use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// An axis of the shape's covariance along which no vertex moves by this much (mm) adds nothing.
const STILL_MM: f64 = 0.01;

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
/// Those of [`super::measure`]; a covariance of another size or with a value that is not a number.
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
    let rest = model.rest(shape);
    let body = stand(model, &rest);
    let person = Person::new(&body)?;
    let readings = DEFINITIONS
        .iter()
        .map(|d| person.read(d))
        .collect::<Result<Vec<_>, _>>()?;
    let settled = DEFINITIONS
        .iter()
        .map(|d| person.settled(d))
        .collect::<Result<Vec<_>, _>>()?;

    let extra = DEFINITIONS.iter().map(|d| d.extra_mm * d.extra_mm);
    let mut total = DMatrix::from_diagonal(&DVector::from_iterator(DEFINITIONS.len(), extra));
    let axes = SymmetricEigen::new(covariance.clone());
    for (axis, variance) in axes.eigenvectors.column_iter().zip(&axes.eigenvalues) {
        let step = axis * variance.max(0.0).sqrt();
        let moved: Vec<f64> = shape.iter().zip(&step).map(|(s, d)| s + d).collect();
        let ahead = model.rest(&moved);
        let far = ahead
            .vertices
            .iter()
            .zip(&rest.vertices)
            .any(|(a, b)| (a - b).amax() > STILL_MM);
        if far {
            let behind = mirrored(&ahead, &rest);
            let share =
                (values(model, &ahead, &settled)? - values(model, &behind, &settled)?) / 2.0;
            total += &share * share.transpose();
        }
    }
    Ok(Measured {
        body,
        readings,
        covariance: total,
    })
}

/// The body of a shape in the model's standard pose.
pub fn standing(model: &Model, shape: &[f64]) -> Body {
    stand(model, &model.rest(shape))
}

pub(super) fn stand(model: &Model, rest: &Rest) -> Body {
    model.pose(rest, &model.standard_pose(rest)).body()
}

fn values(model: &Model, rest: &Rest, definitions: &[Definition]) -> Result<DVector<f64>, Error> {
    let body = stand(model, rest);
    let person = Person::new(&body)?;
    let values = definitions.iter().map(|d| Ok(person.read(d)?.value_mm));
    Ok(DVector::from_vec(values.collect::<Result<_, _>>()?))
}

/// As far from `middle` on its other side: rest bodies are linear in the shape but for the size, which is nearly so.
fn mirrored(rest: &Rest, middle: &Rest) -> Rest {
    let across = |a: &[_], m: &[_]| a.iter().zip(m).map(|(a, m)| m * 2.0 - a).collect();
    Rest {
        vertices: across(&rest.vertices, &middle.vertices),
        heads: across(&rest.heads, &middle.heads),
        scale: 2.0 * middle.scale - rest.scale,
    }
}
