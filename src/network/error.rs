//! Why a network file cannot be used.

use std::fmt;

/// What is wrong with the network's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// It is no TensorFlow Lite file, or it is damaged: what was looked for.
    Damaged(&'static str),
    /// It needs an operation (its number in the TensorFlow Lite schema), or a variant of one, that is not known here.
    Operation(i32, &'static str),
    /// It is a network, but not one of pose landmarks: which output is missing.
    Other(&'static str),
    /// Its tensors would take more memory than is given.
    TooLarge,
}

impl Error {
    /// Name of the fault for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Damaged(_) => "network_damaged",
            Error::Operation(..) => "network_operation",
            Error::Other(_) => "network_other",
            Error::TooLarge => "network_too_large",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        "use pose_landmark_full.tflite of the npm package @mediapipe/pose, as `cargo xtask setup` fetches it"
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Damaged(what) => write!(f, "the network's file is damaged: {what}"),
            Error::Operation(code, what) => write!(
                f,
                "the network needs operation {code}, {what}, which is not known here"
            ),
            Error::Other(what) => write!(f, "the file is no network of pose landmarks: {what}"),
            Error::TooLarge => write!(f, "the network needs more memory than it is given"),
        }
    }
}

impl std::error::Error for Error {}
