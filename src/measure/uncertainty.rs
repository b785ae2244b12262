//! Measurements of a fitted shape and how sure they are.

use super::person::Person;
use super::{DEFINITIONS, Definition, Error, Measurement, Reading};
use crate::body::{Body, Model, Part, Pose, Rest};
use crate::geom::Vec3;
use nalgebra::{DMatrix, DVector, Rotation3, SymmetricEigen};

/// An axis of the covariance along which no vertex moves by this much (mm) adds nothing.
const STILL_MM: f64 = 0.01;
/// A turn known better than this, radians, adds nothing.
const STILL_RAD: f64 = 1e-6;
/// A bone with less weight on the skin does not move it.
const LEAST_WEIGHT: f64 = 0.05;

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
/// principal axis of the shape's is walked one standard deviation both ways on the body in the standard pose, and half the
/// difference of the measurements is that axis' share: a step of the size of the doubt sees past the jumps of levels from
/// vertex to vertex. The turns that go with it are added to first order. To the diagonal comes each definition's `extra_mm`,
/// squared.
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
    let as_stood: Vec<usize> = (0..DEFINITIONS.len())
        .filter(|i| DEFINITIONS[*i].tape.as_stood())
        .collect();
    let stood = model.pose(&rest, pose).body();
    let seen = read(&stood, as_stood.iter().map(|i| &DEFINITIONS[*i]))?;
    let mut readings = super::measure(&body)?;
    for (i, s) in as_stood.iter().zip(seen) {
        let r = &mut readings[*i];
        (r.value_mm, r.left_mm, r.right_mm) = (s.value_mm, s.left_mm, s.right_mm);
    }

    let extra = DEFINITIONS.iter().map(|d| d.extra_mm * d.extra_mm);
    let mut total = DMatrix::from_diagonal(&DVector::from_iterator(DEFINITIONS.len(), extra));
    let first = 3 + turns;
    let of_turns = covariance.view((3, 3), (turns, turns));
    let by_turn = by_turn(model, &rest, pose, &as_stood, &of_turns.diagonal())?;
    let together = covariance.view((3, first), (turns, shape.len()));
    let of_shape = covariance.view((first, first), (shape.len(), shape.len()));
    // What of the turns' doubt the shape's does not share.
    let mut alone = of_turns.into_owned();
    let settled = settled(&body)?;
    let axes = SymmetricEigen::new(of_shape.into_owned());
    for (axis, variance) in axes.eigenvectors.column_iter().zip(&axes.eigenvalues) {
        let sigma = variance.max(0.0).sqrt();
        let moved: Vec<f64> = shape
            .iter()
            .zip(&axis)
            .map(|(s, a)| s + a * sigma)
            .collect();
        let ahead = model.rest(&moved);
        if !far(&ahead.vertices, &rest.vertices) {
            continue;
        }
        let behind = mirrored(&ahead, &rest);
        let mut share =
            (values(model, &ahead, &settled)? - values(model, &behind, &settled)?) / 2.0;
        let turned = together * axis / sigma;
        share += &by_turn * &turned;
        alone -= &turned * turned.transpose();
        total += &share * share.transpose();
    }
    total += &by_turn * alone * by_turn.transpose();
    Ok(Measured {
        body,
        readings,
        covariance: total,
    })
}

/// How the readings that are taken as the body stood change with each turn of a bone, mm a radian: a row a definition, three
/// columns a bone. Each turn is tried one standard deviation both ways; `variances` are those of the turns.
fn by_turn(
    model: &Model,
    rest: &Rest,
    pose: &Pose,
    as_stood: &[usize],
    variances: &DVector<f64>,
) -> Result<DMatrix<f64>, Error> {
    let mut slopes = DMatrix::zeros(DEFINITIONS.len(), variances.len());
    let definitions = || as_stood.iter().map(|i| &DEFINITIONS[*i]);
    for bone in (0..pose.rotations.len()).filter(|b| pulls(model, rest, *b)) {
        for k in 0..3 {
            let sigma = variances[3 * bone + k].max(0.0).sqrt();
            if sigma < STILL_RAD {
                continue;
            }
            let at = |way: f64| {
                let mut turn = Vec3::zeros();
                turn[k] = way * sigma;
                let mut turned = pose.clone();
                turned.rotations[bone] = Rotation3::new(turn).into_inner() * pose.rotations[bone];
                read(&model.pose(rest, &turned).body(), definitions())
            };
            let (ahead, behind) = (at(1.0)?, at(-1.0)?);
            for (i, (a, b)) in as_stood.iter().zip(ahead.iter().zip(&behind)) {
                slopes[(*i, 3 * bone + k)] = (a.value_mm - b.value_mm) / (2.0 * sigma);
            }
        }
    }
    Ok(slopes)
}

/// Whether a bone moves the skin of the trunk above the pelvis.
fn pulls(model: &Model, rest: &Rest, bone: usize) -> bool {
    let skin = rest.vertices.iter().zip(model.vertex_parts()).enumerate();
    skin.filter(|(_, (at, part))| **part == Part::Trunk && at.y > 0.0)
        .any(|(v, _)| model.weights(v).any(|(b, w)| b == bone && w > LEAST_WEIGHT))
}

/// Whether any point moved by so much that a tape would tell.
fn far(a: &[Vec3], b: &[Vec3]) -> bool {
    a.iter().zip(b).any(|(a, b)| (a - b).amax() > STILL_MM)
}

/// All definitions settled on a body.
fn settled(body: &Body) -> Result<Vec<Definition>, Error> {
    let person = Person::new(body)?;
    DEFINITIONS.iter().map(|d| person.settled(d)).collect()
}

fn read<'a>(
    body: &Body,
    definitions: impl Iterator<Item = &'a Definition>,
) -> Result<Vec<Reading>, Error> {
    let person = Person::new(body)?;
    definitions.map(|d| person.read(d)).collect()
}

fn values(model: &Model, rest: &Rest, definitions: &[Definition]) -> Result<DVector<f64>, Error> {
    let values = read(&stand(model, rest), definitions.iter())?;
    Ok(DVector::from_iterator(
        values.len(),
        values.iter().map(|r| r.value_mm),
    ))
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
