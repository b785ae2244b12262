//! Why a view has no outline.

use std::fmt;

/// An edge of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Left edge.
    Left,
    /// Right edge.
    Right,
    /// Top edge.
    Top,
    /// Bottom edge.
    Bottom,
}

/// A view without a usable outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// The camera's id.
    pub camera: String,
    /// What is wrong.
    pub kind: Kind,
}

/// What is wrong with a view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Neither plate nor mask.
    Source,
    /// Nobody in the picture.
    NoPerson,
    /// The person leaves the picture at this edge.
    Cut(Edge),
    /// A second person, about as large, in a photo without a plate.
    SeveralPeople,
    /// Frame and plate show different things almost everywhere.
    PlateDiffers,
}

impl Error {
    /// Name of the fault for programs.
    pub fn code(&self) -> &'static str {
        match self.kind {
            Kind::Source => "plate_or_mask_needed",
            Kind::NoPerson => "no_person",
            Kind::Cut(_) => "person_cut",
            Kind::SeveralPeople => "several_people",
            Kind::PlateDiffers => "plate_differs",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self.kind {
            Kind::Source => {
                "Take a picture of the empty booth with the same camera (plates/), hand in a mask (masks/), or give the pose network."
            }
            Kind::NoPerson => {
                "Check that the frame shows the person, and that frame and plate are not the same picture."
            }
            Kind::Cut(_) => {
                "Stand in the middle, or move the camera back, so that the whole person is in the picture."
            }
            Kind::SeveralPeople => {
                "Take the photo with one person only; others should leave the picture."
            }
            Kind::PlateDiffers => {
                "Take plate and frame with the same camera, unmoved, in the same light."
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "camera {}: ", self.camera)?;
        match self.kind {
            Kind::Source => write!(
                f,
                "there is neither a plate nor a mask to find the person by"
            ),
            Kind::NoPerson => write!(f, "no person was found in the frame"),
            Kind::Cut(edge) => write!(
                f,
                "the person is cut by the {} edge of the frame",
                edge.name()
            ),
            Kind::SeveralPeople => write!(f, "there is more than one person in the photo"),
            Kind::PlateDiffers => write!(f, "the plate shows another scene than the frame"),
        }
    }
}

impl std::error::Error for Error {}

impl Edge {
    fn name(self) -> &'static str {
        match self {
            Edge::Left => "left",
            Edge::Right => "right",
            Edge::Top => "top",
            Edge::Bottom => "bottom",
        }
    }
}
