//! Body -> tape measurements (mm), each with its uncertainty. Definitions are a table, the tape is code.

use crate::body::Body;
use crate::geom::Vec3;
use std::fmt;

pub mod definition;
mod tape;

pub use definition::{DEFINITIONS, Definition, definition};

/// One measurement of one body.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Which of [`DEFINITIONS`].
    pub id: &'static str,
    /// The value, mm; of a paired measurement the mean of both sides.
    pub value_mm: f64,
    /// The left side's value, mm, where paired.
    pub left_mm: Option<f64>,
    /// The right side's value, mm, where paired.
    pub right_mm: Option<f64>,
    /// Where the tape lay: a polyline in space a side, mm; round a girth the first point is repeated.
    pub lines: Vec<Vec<Vec3>>,
}

/// Why a body cannot be measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// The body lacks something before any tape is laid.
    Body(&'static str),
    /// A tape found nothing to lie on.
    Tape {
        /// The measurement.
        id: &'static str,
        /// What was not found.
        missing: &'static str,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(what) => write!(
                f,
                "the body cannot be measured: {what}; look at the fitted body"
            ),
            Self::Tape { id, missing } => {
                write!(
                    f,
                    "{id} cannot be measured: {missing}; the pose or shape of the body is broken there"
                )
            }
        }
    }
}

impl std::error::Error for Error {}

/// Takes all measurements of [`DEFINITIONS`], in their order, from a body in whatever pose it is in.
pub fn measure(body: &Body) -> Result<Vec<Reading>, Error> {
    let person = tape::Person::new(body)?;
    DEFINITIONS.iter().map(|d| person.read(d)).collect()
}
