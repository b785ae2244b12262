//! What can be wrong with a body or with a file of measurements.

use std::fmt;

/// Why a body cannot be measured or measurements cannot be used.
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
    /// The file of measurements is none; holds what is wrong.
    File(String),
    /// A size that no table has; holds what there is.
    Size(String),
    /// An id that is not in the table.
    Unknown {
        /// The id in the file.
        id: String,
        /// The id in the table that is most like it.
        nearest: Option<&'static str>,
    },
    /// A measurement is given twice.
    Twice(&'static str),
    /// A field of a measurement is not what it must be.
    Field {
        /// The measurement.
        id: &'static str,
        /// The field.
        field: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// A value that no person has.
    Implausible {
        /// The measurement.
        id: &'static str,
        /// The value as given, read as mm.
        value_mm: f64,
        /// Least and largest plausible value, mm.
        plausible_mm: (f64, f64),
        /// The unit in which it would be plausible, and its value in mm.
        unit: Option<(&'static str, f64)>,
    },
}

impl Error {
    /// Name of the fault for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Body(_) => "body",
            Self::Tape { .. } => "tape",
            Self::File(_) => "file",
            Self::Size(_) => "unknown_size",
            Self::Unknown { .. } => "unknown_measurement",
            Self::Twice(_) => "given_twice",
            Self::Field { .. } => "field",
            Self::Implausible { .. } => "implausible",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Body(_) | Self::Tape { .. } => "look at the fitted body: its pose or shape is broken".into(),
            Self::File(_) => {
                "write {\"bust_girth\": 950, \"stature\": 1700} in millimetres, or give a file that `measure` wrote".into()
            }
            Self::Size(_) => "give a size that there is, or measurements".into(),
            Self::Unknown { nearest: Some(nearest), .. } => format!("did you mean \"{nearest}\"?"),
            Self::Unknown { nearest: None, .. } => {
                "the ids are those of ISO 8559-1's names, such as bust_girth".into()
            }
            Self::Twice(_) => "leave one out".into(),
            Self::Field { expected, .. } => format!("give {expected}"),
            Self::Implausible { unit: Some((unit, mm)), .. } => format!("if these are {unit}, write {mm:.0}"),
            Self::Implausible { unit: None, .. } => "measure it again".into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(what) => write!(f, "the body cannot be measured: {what}"),
            Self::Tape { id, missing } => {
                write!(f, "{id} cannot be measured: {missing}")
            }
            Self::File(what) => write!(f, "the measurements cannot be read: {what}"),
            Self::Size(what) => f.write_str(what),
            Self::Unknown { id, .. } => write!(f, "no measurement is called \"{id}\""),
            Self::Twice(id) => write!(f, "{id} is given twice"),
            Self::Field {
                id,
                field,
                expected,
            } => write!(f, "{field} of {id} must be {expected}"),
            Self::Implausible {
                id,
                value_mm,
                plausible_mm: (least, largest),
                ..
            } => {
                write!(
                    f,
                    "{id} of {value_mm} mm is no person's: it lies between {least} and {largest} mm"
                )
            }
        }
    }
}

impl std::error::Error for Error {}
