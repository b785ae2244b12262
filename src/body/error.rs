//! What can be wrong with a body asset.

use std::fmt;

/// Why bytes are no usable body asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The file does not begin with `PURLBODY`.
    Magic,
    /// The file is of another format version.
    Version(u32),
    /// The file ends early or goes on too long; the part being read.
    Length(&'static str),
    /// The contents do not match the checksum.
    Checksum,
    /// A value is out of range; the part and what is wrong.
    Value(&'static str, String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Magic => write!(
                f,
                "body asset: these bytes are no body asset (they do not begin with PURLBODY); give the file body.purl"
            ),
            Self::Version(v) => write!(
                f,
                "body asset: format version {v}, but this program reads version {}; use the asset that ships with it",
                super::asset::VERSION
            ),
            Self::Length(part) => write!(
                f,
                "body asset: the length does not fit ({part}); the file is cut off or damaged, fetch it again"
            ),
            Self::Checksum => write!(
                f,
                "body asset: the checksum does not match; the file is damaged, fetch it again"
            ),
            Self::Value(part, what) => write!(
                f,
                "body asset: {part}: {what}; the file is damaged, fetch it again"
            ),
        }
    }
}

impl std::error::Error for Error {}
