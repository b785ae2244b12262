//! What can go wrong in a fit.

use crate::solve::Singular;
use std::fmt;

/// Why no body could be fitted.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// No view has both a contour and a camera whose place is known.
    NoViews,
    /// A silhouette names a camera that the rig does not have.
    UnknownCamera {
        /// The index it names.
        camera: usize,
    },
    /// It is not known where a camera stands, and the person's joints in its picture do not tell.
    Unplaced {
        /// The camera's id.
        camera: String,
    },
    /// The silhouettes of the cameras do not meet in one place in space.
    NoCommonVolume,
    /// The normal equations could not be solved (not finite or not positive definite).
    Singular,
}

impl Error {
    /// Short name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoViews => "no_views",
            Self::UnknownCamera { .. } => "unknown_camera",
            Self::Unplaced { .. } => "camera_unplaced",
            Self::NoCommonVolume => "no_common_volume",
            Self::Singular => "singular",
        }
    }

    /// What a person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoViews => {
                "give at least one view with a person and a calibrated camera (rotation and translation_mm in rig.json)"
            }
            Self::UnknownCamera { .. } => "hand in silhouettes of this rig's cameras",
            Self::Unplaced { .. } => {
                "take the photo again from the front or the side, standing straight, the whole person in the picture"
            }
            Self::NoCommonVolume => {
                "check that all frames show the same person at the same moment and that rig.json belongs to these cameras"
            }
            Self::Singular => "take the capture again with the whole person in every view",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoViews => write!(
                f,
                "no view can be used: no contour, or no camera whose place is known"
            ),
            Self::UnknownCamera { camera } => write!(
                f,
                "a silhouette names camera {camera}, which the rig does not have"
            ),
            Self::Unplaced { camera } => write!(
                f,
                "camera {camera}: it is not known where it stands, and the person's joints in its picture do not tell"
            ),
            Self::NoCommonVolume => {
                write!(f, "the silhouettes of the cameras do not meet in one place")
            }
            Self::Singular => write!(f, "the equations of the fit could not be solved"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Singular> for Error {
    fn from(_: Singular) -> Self {
        Self::Singular
    }
}
