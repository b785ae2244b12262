//! What can be wrong with a picture or with `subject.json`.

use super::Picture;
use std::fmt;

/// What is wrong with a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// Neither JPEG nor PNG; holds what it seems to be.
    Format(&'static str),
    /// It cannot be decoded.
    Unreadable(String),
    /// Its size is not the one in `rig.json`.
    Size {
        /// Width and height found, px.
        found: (u32, u32),
        /// Width and height that `rig.json` gives, px.
        expected: (u32, u32),
    },
    /// The number of bytes is not four a pixel.
    Bytes {
        /// Bytes found.
        found: usize,
        /// Bytes expected.
        expected: usize,
    },
}

/// A capture that cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// A picture of one camera is at fault.
    Picture {
        /// The camera's id.
        camera: String,
        /// Which of its pictures.
        picture: Picture,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A view of a camera that the rig does not have.
    Camera {
        /// The index asked for.
        index: usize,
        /// How many cameras the rig has.
        cameras: usize,
    },
    /// A field of `subject.json` is at fault.
    Subject {
        /// Which field; the whole file where it is no JSON.
        field: &'static str,
        /// What is wrong.
        problem: String,
    },
}

impl Error {
    /// Name of the fault for programs.
    pub fn code(&self) -> String {
        match self {
            Error::Picture { picture, fault, .. } => {
                let fault = match fault {
                    Fault::Missing => "missing",
                    Fault::Format(_) => "format",
                    Fault::Unreadable(_) => "unreadable",
                    Fault::Size { .. } => "size",
                    Fault::Bytes { .. } => "bytes",
                };
                format!("{picture}_{fault}")
            }
            Error::Camera { .. } => "camera_missing".into(),
            Error::Subject { .. } => "subject_field".into(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Error::Picture { picture, fault, .. } => match (fault, picture) {
                (Fault::Missing, Picture::Frame) => {
                    "Put the picture into frames/, named after the camera, as .jpg or .png."
                }
                (Fault::Missing, _) => {
                    "Take a plate of the empty booth into plates/, or put a mask into masks/."
                }
                (Fault::Format("HEIC"), _) => {
                    "HEIC cannot be read: export the photo as JPEG, or set the phone to \"most compatible\"."
                }
                (Fault::Format(_), _) => "Save the picture as JPEG or PNG.",
                (Fault::Unreadable(_), _) => "Take or copy the picture again; the file is damaged.",
                (Fault::Size { .. }, _) => {
                    "Use the picture as the camera delivered it, neither scaled nor cropped, or calibrate for this size."
                }
                (Fault::Bytes { .. }, _) => {
                    "Hand over RGBA pixels, four bytes each, row by row (ImageData.data)."
                }
            },
            Error::Camera { .. } => "Use an index into the rig's cameras.",
            Error::Subject { .. } => {
                "subject.json takes sex (\"female\", \"male\" or null), stature_mm and mass_kg; leave out what is not known."
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Picture {
                camera,
                picture,
                fault,
            } => {
                write!(f, "{picture} of camera {camera}: ")?;
                match fault {
                    Fault::Missing => write!(f, "it is missing"),
                    Fault::Format(what) => write!(f, "it is neither JPEG nor PNG but {what}"),
                    Fault::Unreadable(why) => write!(f, "it cannot be decoded ({why})"),
                    Fault::Size {
                        found: (w, h),
                        expected: (x, y),
                    } => {
                        write!(
                            f,
                            "it is {w} x {h} pixels, rig.json gives width and height as {x} x {y}"
                        )
                    }
                    Fault::Bytes { found, expected } => write!(
                        f,
                        "it has {found} bytes, RGBA of this camera has {expected}"
                    ),
                }
            }
            Error::Camera { index, cameras } => {
                write!(f, "camera {index} is not in the rig, which has {cameras}")
            }
            Error::Subject { field, problem } => write!(f, "subject.json: {field} {problem}"),
        }
    }
}

impl std::error::Error for Error {}
