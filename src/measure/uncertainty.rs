//! Measurements of a fitted shape and how sure they are.

use super::person::Person;
use super::pull::Skin;
use super::seat::Seat;
use super::{DEFINITIONS, Definition, Error, Measurement, Reading};
use crate::body::{Body, Joint, Model, Pose, Posed};
use nalgebra::{DMatrix, DVector, RowDVector};

/// A level tape about a person who leans farther over than this lies aslant on them.
const MOST_LEAN_RAD: f64 = 0.4;

/// Translation and the pelvis' turns, which move the whole body.
const WHOLE: usize = 6;

/// The measurements of a person and their covariance.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The body in the model's standard pose.
    pub body: Body,
    /// The values, and where the tape lies on that body.
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

/// Measures a person who was found in `pose`. The arms pull at the skin of chest and shoulders: tapes there
/// ([`super::Tape::as_stood`]) are read on the body as it stood, since it was seen so; all others on the body in the model's
/// standard pose. Of who leans over by more than 23 degrees all are.
///
/// `covariance` is that of the translation, the bones' turns and the shape, in the order of [`crate::body::Slopes`]. It is
/// carried over to first order: each tape's length by the skin under it and the marks that it is laid by. To the diagonal comes
/// each definition's `extra_mm`, squared. The level of the seat is the mean of those at which shapes that are as likely are rear-most.
///
/// # Errors
/// Those of [`super::measure`]; a covariance of another size or with a value that is not a number.
pub fn with_uncertainty(
    model: &Model,
    shape: &[f64],
    pose: &Pose,
    covariance: &DMatrix<f64>,
) -> Result<Measured, Error> {
    let bones = model.bones().len();
    let n = 3 + 3 * bones + model.shape_len();
    let fits = shape.len() == model.shape_len()
        && pose.rotations.len() == bones
        && covariance.shape() == (n, n);
    if !fits || !covariance.iter().all(|c| c.is_finite()) {
        return Err(Error::Body(
            "its shape, its pose and their covariance do not fit the model",
        ));
    }
    let rest = model.rest(shape);
    let straight = model.stand(&rest);
    let body = straight.body();
    let stood = model.pose(&rest, pose);
    let seen = stood.body();
    let leans = lean_rad(&seen) > MOST_LEAN_RAD;
    let as_stood: Vec<usize> = (0..DEFINITIONS.len())
        .filter(|i| DEFINITIONS[*i].tape.as_stood() && !leans)
        .collect();
    let chest = read(&seen, as_stood.iter().map(|i| &DEFINITIONS[*i]))?;
    let person = Person::new(&body)?;
    let mut readings: Vec<Reading> = DEFINITIONS
        .iter()
        .map(|d| person.read(d))
        .collect::<Result<_, _>>()?;
    for (i, s) in as_stood.iter().zip(chest) {
        let r = &mut readings[*i];
        (r.value_mm, r.left_mm, r.right_mm) = (s.value_mm, s.left_mm, s.right_mm);
    }

    let extra = DEFINITIONS.iter().map(|d| d.extra_mm * d.extra_mm);
    let mut extra = DVector::from_iterator(DEFINITIONS.len(), extra);
    let k = model.shape_len();
    let of_shape = covariance.view((n - k, n - k), (k, k)).into_owned();
    if let Some(seat) = Seat::new(&person, &straight.slopes(), &of_shape) {
        let likely = seat.likely();
        let held = DEFINITIONS.iter().enumerate();
        for (i, definition) in held.filter(|(_, d)| Seat::holds(d)) {
            readings[i] = likely.read(definition)?;
            extra[i] += seat.variance(definition)?;
        }
    }
    let mut slopes = upright_slopes(model, &straight, &body)?;
    for (i, row) in as_stood.iter().zip(pulls(model, &stood, &seen, &as_stood)?) {
        slopes.set_row(*i, &row);
    }
    // Where the person stood and how they were turned as a whole is no matter of the tape, and at home hardly known.
    slopes.columns_mut(0, WHOLE).fill(0.0);
    Ok(Measured {
        body,
        readings,
        covariance: &slopes * covariance * slopes.transpose() + DMatrix::from_diagonal(&extra),
    })
}

/// How far the trunk is off the vertical.
fn lean_rad(body: &Body) -> f64 {
    let hips = 0.5 * (body.joint(Joint::HipL) + body.joint(Joint::HipR));
    let trunk = body.joint(Joint::Neck) - hips;
    (trunk.y / trunk.norm().max(1e-9)).clamp(-1.0, 1.0).acos()
}

/// How each measurement of a person who stands straight changes with the shape, a row each, in the order of
/// [`crate::body::Slopes`]: translation and turns, which are no matter of doubt there, are zero.
pub(super) fn upright_slopes(
    model: &Model,
    straight: &Posed<'_>,
    body: &Body,
) -> Result<DMatrix<f64>, Error> {
    let all: Vec<usize> = (0..DEFINITIONS.len()).collect();
    let mut slopes = DMatrix::from_rows(&pulls(model, straight, body, &all)?);
    let shape = slopes.ncols() - model.shape_len();
    slopes.columns_mut(0, shape).fill(0.0);
    Ok(slopes)
}

/// How some of the measurements of a posed body change with translation, turns and shape.
fn pulls(
    model: &Model,
    posed: &Posed<'_>,
    body: &Body,
    picked: &[usize],
) -> Result<Vec<RowDVector<f64>>, Error> {
    let (person, slopes) = (Person::new(body)?, posed.slopes());
    let skin = Skin {
        model,
        slopes: &slopes,
    };
    let row = |i: &usize| {
        let mut row = vec![0.0f32; slopes.len()];
        person.pull(&skin, &DEFINITIONS[*i], &mut row)?;
        let wide = row.into_iter().map(f64::from);
        Ok(RowDVector::from_iterator(slopes.len(), wide))
    };
    picked.iter().map(row).collect()
}

fn read<'a>(
    body: &Body,
    definitions: impl Iterator<Item = &'a Definition>,
) -> Result<Vec<Reading>, Error> {
    let person = Person::new(body)?;
    definitions.map(|d| person.read(d)).collect()
}

/// The body of a shape in the model's standard pose.
pub fn standing(model: &Model, shape: &[f64]) -> Body {
    model.stand(&model.rest(shape)).body()
}
