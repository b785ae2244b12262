//! What can be wrong with photos of a board.

use std::fmt;

/// Why a rig could not be calibrated.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// A field of the board file is missing or wrong.
    Board {
        /// Which field.
        field: String,
        /// What is wrong.
        problem: String,
    },
    /// There is no photo at all.
    NoPhotos,
    /// None of a camera's photos shows the board.
    NoBoard {
        /// The camera.
        camera: String,
        /// Its photos.
        photos: usize,
    },
    /// Too few photos of a camera show the board.
    TooFewPhotos {
        /// The camera.
        camera: String,
        /// Photos that show the board.
        found: usize,
        /// Photos that are needed.
        needed: usize,
    },
    /// A camera's photos differ in size.
    MixedSizes {
        /// The camera.
        camera: String,
        /// One size, px.
        one: (u32, u32),
        /// Another size, px.
        other: (u32, u32),
    },
    /// The photos of a camera do not determine its lens.
    Lens {
        /// The camera.
        camera: String,
        /// Why.
        problem: String,
    },
    /// Cameras that share no photo with the others.
    NotShared {
        /// The cameras.
        cameras: Vec<String>,
    },
    /// No shot has the board on the floor.
    NoFloor {
        /// The shots that there are.
        shots: Vec<String>,
        /// The name that was looked for.
        wanted: String,
    },
    /// There is a floor shot, but no camera sees the board in it.
    FloorUnseen {
        /// The shot.
        shot: String,
    },
    /// The photos contradict each other: no rig explains them.
    Unsolved,
}

impl Error {
    /// Name of the fault for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Board { .. } => "board_file",
            Error::NoPhotos => "no_photos",
            Error::NoBoard { .. } => "no_board",
            Error::TooFewPhotos { .. } => "too_few_photos",
            Error::MixedSizes { .. } => "mixed_sizes",
            Error::Lens { .. } => "lens_undetermined",
            Error::NotShared { .. } => "not_shared",
            Error::NoFloor { .. } => "no_floor",
            Error::FloorUnseen { .. } => "floor_unseen",
            Error::Unsolved => "unsolved",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Error::Board { .. } => {
                "`purlform board` writes a board and its file; correct this field by hand for a board of your own"
            }
            Error::NoPhotos => "put photos into DIR/CAMERA/SHOT.jpg or DIR/SHOT/CAMERA.jpg",
            Error::NoBoard { .. } => {
                "check that the board file describes the printed board (squares, not inner corners; dictionary), that the board is sharp and large in the picture, and that the print is not mirrored"
            }
            Error::TooFewPhotos { .. } => {
                "take 8 or more photos with the board near and far, tilted to all sides, in all parts of the picture"
            }
            Error::MixedSizes { .. } => {
                "take all photos of a camera in the mode in which it will measure, and do not scale or crop them"
            }
            Error::Lens { .. } => {
                "tilt the board by 20 to 40 degrees to all sides in some photos; boards square to the camera tell nothing of the focal length"
            }
            Error::NotShared { .. } => {
                "take photos with two or more cameras at the same moment and give them the same name, so that each camera shares the board with another one"
            }
            Error::NoFloor { .. } => {
                "lay the board flat on the floor where the person will stand, take that picture with all cameras and name it floor, or name the shot with --floor"
            }
            Error::FloorUnseen { .. } => {
                "take the floor picture again: the whole board in view, with a raised camera or a larger board"
            }
            Error::Unsolved => {
                "check that pictures of one name were taken at the same moment and that the board did not bend"
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Board { field, problem } => write!(f, "board file: {field} {problem}"),
            Error::NoPhotos => write!(f, "there are no photos"),
            Error::NoBoard { camera, photos } => {
                write!(
                    f,
                    "camera {camera}: the board was found in none of {photos} photos"
                )
            }
            Error::TooFewPhotos {
                camera,
                found,
                needed,
            } => write!(
                f,
                "camera {camera}: the board was found in {found} photos, at least {needed} are needed"
            ),
            Error::MixedSizes {
                camera,
                one: (w, h),
                other: (x, y),
            } => write!(
                f,
                "camera {camera}: photos of mixed sizes, {w} x {h} and {x} x {y} pixels"
            ),
            Error::Lens { camera, problem } => write!(f, "camera {camera}: {problem}"),
            Error::NotShared { cameras } => write!(
                f,
                "no photo of the board is shared between the other cameras and {}",
                cameras.join(", ")
            ),
            Error::NoFloor { shots, wanted } => {
                write!(
                    f,
                    "no shot is called {wanted:?}; there are {}",
                    shots.join(", ")
                )
            }
            Error::FloorUnseen { shot } => {
                write!(f, "no camera sees the board in the floor picture {shot:?}")
            }
            Error::Unsolved => write!(f, "no rig explains the photos"),
        }
    }
}

impl std::error::Error for Error {}
