//! What a motif, a yarn or a chart can be refused for.

use std::fmt;

/// A field that is wrong, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Its path in the design, such as `motif.image`.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
    /// What to do.
    pub hint: String,
}

impl Error {
    /// An error of that field.
    pub fn new(field: &str, reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            reason: reason.into(),
            hint: hint.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.reason)
    }
}

impl std::error::Error for Error {}
