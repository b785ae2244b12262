//! Body -> tape measurements (mm), each with its uncertainty. Definitions are a table, the tape is code.

use crate::body::Body;
use crate::geom::Vec3;

pub mod definition;
mod error;
mod file;
mod foot;
mod likely;
mod person;
mod population;
pub mod prior;
mod pull;
mod seat;
mod size;
mod tape;
mod uncertainty;

pub use definition::{DEFINITIONS, Definition, definition};
pub use error::Error;
pub use file::{BY_HAND_SIGMA_MM, Measurement, MeasurementFile, Measurements};
pub use foot::BY_HAND;
pub use likely::Likely;
pub use prior::{Completed, complete};
pub use size::{SizeTable, SizedBody, sized};
pub use uncertainty::{Measured, standing, with_uncertainty};

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

/// Takes all measurements of [`DEFINITIONS`], in their order, from a body in whatever pose it is in.
pub fn measure(body: &Body) -> Result<Vec<Reading>, Error> {
    let person = person::Person::new(body)?;
    DEFINITIONS.iter().map(|d| person.read(d)).collect()
}
