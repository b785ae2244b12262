//! What a design or a body can be refused for.

use std::fmt;

/// Why there is no pattern. `Display` says what and where; [`Error::hint`] says what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// The design file is no JSON, or no object of the right form.
    Malformed {
        /// What the reader stumbled over and where.
        message: String,
    },
    /// A key that does not exist.
    Unknown {
        /// Where: `the design`, `gauge` or `parameters`.
        place: String,
        /// The unknown name.
        name: String,
        /// The nearest name that exists.
        nearest: Option<String>,
        /// All names that exist there.
        known: Vec<String>,
    },
    /// A required key that is absent.
    Missing {
        /// The key, such as `gauge.wales_per_100mm` or a measurement's id.
        name: String,
    },
    /// A value of the wrong type or out of its range.
    Impossible {
        /// The parameter, gauge key or measurement.
        name: String,
        /// The value as it was given.
        value: String,
        /// What is possible, such as `40 to 300 mm`.
        possible: String,
    },
    /// A motif, a yarn or a chart that cannot be read.
    Motif(crate::motif::Error),
    /// The input is fine, but this garment cannot be drafted from it.
    CannotDraft {
        /// What does not work out: a parameter or an opening, such as `sleeve_length` or `neck opening`.
        name: String,
        /// Why.
        reason: String,
        /// What to change.
        hint: String,
    },
}

impl Error {
    /// Stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Malformed { .. } => "malformed_design",
            Error::Unknown { .. } => "unknown_name",
            Error::Missing { .. } => "missing_value",
            Error::Impossible { .. } => "impossible_value",
            Error::Motif(_) => "motif",
            Error::CannotDraft { .. } => "cannot_draft",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Error::Malformed { .. } => {
                "a design needs no more than {\"version\":1,\"garment\":\"pullover\",\"gauge\":{\"wales_per_100mm\":34,\"courses_per_100mm\":46}}".into()
            }
            Error::Unknown { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            Error::Unknown { known, .. } => format!("possible here: {}", known.join(", ")),
            Error::Missing { name } => format!("give `{name}`"),
            Error::Impossible { name, possible, .. } => format!("`{name}` can be {possible}"),
            Error::Motif(e) => e.hint.clone(),
            Error::CannotDraft { hint, .. } => hint.clone(),
        }
    }

    /// True if the input is well-formed and only the garment cannot be made from it (exit 3 on the command line).
    pub fn cannot_be_made(&self) -> bool {
        matches!(self, Error::CannotDraft { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Malformed { message } => write!(f, "the design cannot be read: {message}"),
            Error::Unknown { place, name, .. } => write!(f, "there is no `{name}` in {place}"),
            Error::Missing { name } => write!(f, "`{name}` is missing"),
            Error::Impossible { name, value, .. } => write!(f, "`{name}` cannot be {value}"),
            Error::Motif(e) => e.fmt(f),
            Error::CannotDraft { name, reason, .. } => write!(f, "{name}: {reason}"),
        }
    }
}

impl std::error::Error for Error {}
