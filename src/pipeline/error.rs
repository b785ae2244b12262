//! One error for all who call the chain from outside: stage, code, message, hint.

use std::fmt;

/// Whose fault it is: decides the command's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The input is bad.
    Input,
    /// The input is fine but the thing cannot be made.
    CannotMake,
}

/// What failed, where, and what to do.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Error {
    /// Room of the chain.
    pub stage: &'static str,
    /// Short name for programs, `snake_case`.
    pub code: String,
    /// A sentence that names the file, camera or field.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// Whose fault it is.
    pub fault: Fault,
}

impl Error {
    /// An error of bad input.
    pub fn input(stage: &'static str, code: &str, message: String, hint: &str) -> Self {
        Self {
            stage,
            code: code.into(),
            message,
            hint: hint.into(),
            fault: Fault::Input,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.stage, self.message)?;
        if self.hint.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", self.hint)
        }
    }
}

impl std::error::Error for Error {}

/// Every room's error has `code`, `hint` and Display; most are of bad input.
macro_rules! from_room {
    ($($room:ident),+) => {
        $(impl From<crate::$room::Error> for Error {
            fn from(e: crate::$room::Error) -> Self {
                Self::input(stringify!($room), &e.code(), e.to_string(), &e.hint())
            }
        })+
    };
}

from_room!(camera, capture, network, calibrate, silhouette, fit);

impl From<crate::body::Error> for Error {
    fn from(e: crate::body::Error) -> Self {
        Self::input(
            "body",
            "asset",
            e.to_string(),
            "use the body.purl that ships with this build",
        )
    }
}

impl From<crate::measure::Error> for Error {
    fn from(e: crate::measure::Error) -> Self {
        Self::input("measure", e.code(), e.to_string(), &e.hint())
    }
}

impl From<crate::garment::Error> for Error {
    fn from(e: crate::garment::Error) -> Self {
        let fault = if e.cannot_be_made() {
            Fault::CannotMake
        } else {
            Fault::Input
        };
        Self {
            fault,
            ..Self::input("garment", e.code(), e.to_string(), &e.hint())
        }
    }
}

impl From<crate::knit::Error> for Error {
    fn from(e: crate::knit::Error) -> Self {
        let fault = if e.is_unmakeable() {
            Fault::CannotMake
        } else {
            Fault::Input
        };
        Self {
            fault,
            ..Self::input("knit", e.code(), e.to_string(), e.hint())
        }
    }
}
