//! Measurements of a fitted shape and how sure they are.

use super::person::Person;
use super::{DEFINITIONS, Definition, Error, Measurement, Reading};
use crate::body::{Body, Model, Pose, Rest};
use crate::geom::Vec3;
use nalgebra::{DMatrix, DVector, Rotation3, SymmetricEigen};

/// An axis of the covariance along which no vertex moves by this much (mm) adds nothing.
const STILL_MM: f64 = 0.01;

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
/// standard pose.
///
/// `covariance` is that of the translation, the bones' turns and the shape, in the order of [`crate::body::Jacobian`]. Each
/// of its principal axes is walked one standard deviation both ways, and half the difference of the measurements is that
/// axis' share: a step of the size of the doubt sees past the jumps of levels from vertex to vertex. To the diagonal comes
/// each definition's `extra_mm`, squared.
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
    let (turns, n) = (3 * bones, 3 + 3 * bones + model.shape_len());
    let fits = shape.len() == model.shape_len()
        && pose.rotations.len() == bones
        && covariance.shape() == (n, n);
    if !fits || !covariance.iter().all(|c| c.is_finite()) {
        return Err(Error::Body(
            "its shape, its pose and their covariance do not fit the model",
        ));
    }
    let rest = model.rest(shape);
    let body = stand(model, &rest);
    let stood = model.pose(&rest, pose).body();
    let settled = [settled(&body, false)?, settled(&stood, true)?];
    let mut readings = super::measure(&body)?;
    let mut as_stood = read(&stood, &settled[1])?.into_iter();
    for (r, _) in readings
        .iter_mut()
        .zip(DEFINITIONS)
        .filter(|(_, d)| d.tape.as_stood())
    {
        if let Some(seen) = as_stood.next() {
            (r.value_mm, r.left_mm, r.right_mm) = (seen.value_mm, seen.left_mm, seen.right_mm);
        }
    }

    let extra = DEFINITIONS.iter().map(|d| d.extra_mm * d.extra_mm);
    let mut total = DMatrix::from_diagonal(&DVector::from_iterator(DEFINITIONS.len(), extra));
    // Where the person stands changes no measurement: what is left of the axes are turns and shape.
    let axes = SymmetricEigen::new(covariance.view((3, 3), (n - 3, n - 3)).into_owned());
    for (axis, variance) in axes.eigenvectors.column_iter().zip(&axes.eigenvalues) {
        let step = axis * variance.max(0.0).sqrt();
        let moved: Vec<f64> = shape
            .iter()
            .zip(step.rows_range(turns..).iter())
            .map(|(s, d)| s + d)
            .collect();
        let ahead = model.rest(&moved);
        let behind = mirrored(&ahead, &rest);
        let at = |rest: &Rest, way: f64| model.pose(rest, &turned(pose, &step, way)).body();
        let (before, after) = (at(&ahead, 1.0), at(&behind, -1.0));
        let mut share = DVector::zeros(DEFINITIONS.len());
        if far(&ahead.vertices, &rest.vertices) {
            add(
                &mut share,
                false,
                &stand(model, &ahead),
                &stand(model, &behind),
                &settled[0],
            )?;
        }
        if far(&before.mesh.vertices, &stood.mesh.vertices) {
            add(&mut share, true, &before, &after, &settled[1])?;
        }
        total += &share * share.transpose();
    }
    Ok(Measured {
        body,
        readings,
        covariance: total,
    })
}

/// Whether any point moved by so much that a tape would tell.
fn far(a: &[Vec3], b: &[Vec3]) -> bool {
    a.iter().zip(b).any(|(a, b)| (a - b).amax() > STILL_MM)
}

/// The pose after the turns of a step (radians, three a bone), `way` times.
fn turned(pose: &Pose, step: &DVector<f64>, way: f64) -> Pose {
    let turn = |b: usize| Vec3::new(step[3 * b], step[3 * b + 1], step[3 * b + 2]) * way;
    let rotations = pose.rotations.iter().enumerate();
    Pose {
        rotations: rotations
            .map(|(b, r)| Rotation3::new(turn(b)).into_inner() * r)
            .collect(),
        ..pose.clone()
    }
}

/// Puts half the difference of two bodies into the entries of the definitions that are read as the body stood, or of the others.
fn add(
    share: &mut DVector<f64>,
    as_stood: bool,
    ahead: &Body,
    behind: &Body,
    definitions: &[Definition],
) -> Result<(), Error> {
    let entries = DEFINITIONS.iter().enumerate();
    let entries = entries.filter(|(_, d)| d.tape.as_stood() == as_stood);
    let (ahead, behind) = (read(ahead, definitions)?, read(behind, definitions)?);
    for ((i, _), (a, b)) in entries.zip(ahead.iter().zip(&behind)) {
        share[i] = (a.value_mm - b.value_mm) / 2.0;
    }
    Ok(())
}

/// The definitions that are read as the body stood, or the others, settled on a body.
fn settled(body: &Body, as_stood: bool) -> Result<Vec<Definition>, Error> {
    let person = Person::new(body)?;
    let read = DEFINITIONS.iter().filter(|d| d.tape.as_stood() == as_stood);
    read.map(|d| person.settled(d)).collect()
}

fn read(body: &Body, definitions: &[Definition]) -> Result<Vec<Reading>, Error> {
    let person = Person::new(body)?;
    definitions.iter().map(|d| person.read(d)).collect()
}

/// The body of a shape in the model's standard pose.
pub fn standing(model: &Model, shape: &[f64]) -> Body {
    stand(model, &model.rest(shape))
}

pub(super) fn stand(model: &Model, rest: &Rest) -> Body {
    model.pose(rest, &model.standard_pose(rest)).body()
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
