//! Pictures that are kept until a body has been fitted to their first outline: with that body as prior they are cut a second time.

use super::contour::Contour;
use super::coverage::Coverage;
use super::error::Kind;
use super::shrunk::Shrunk;
use super::{person, plate};
use crate::camera::Camera;
use crate::geom::Vec2;
use crate::network::Person;
use image::RgbImage;
use std::fmt;

/// What a view was cut from; wiped when it goes.
pub(super) enum Photo {
    /// A picture, and what the pose network saw in it.
    Alone(Shrunk<'static>, Box<Person>),
    /// A frame, its plate and their camera.
    Booth(RgbImage, RgbImage, Box<Camera>),
}

impl Photo {
    /// The outline of whom the last one covered, that a body makes likely which covers these places of the picture.
    pub fn cut(
        &self,
        last: &Coverage,
        covers: &dyn Fn(Vec2) -> bool,
    ) -> Result<(Coverage, Vec<Contour>), Kind> {
        match self {
            Photo::Alone(shrunk, person) => {
                let body = |at| covers(shrunk.place(at));
                let (coverage, contours, _) =
                    person::outline(shrunk.picture.as_ref(), person, Some(&body))?;
                let contours = contours.iter().map(|c| shrunk.contour(c)).collect();
                Ok((shrunk.coverage(&coverage), contours))
            }
            Photo::Booth(frame, empty, camera) => {
                let (coverage, contours, _) =
                    plate::outline(frame, empty, camera, Some((last, covers)))?;
                Ok((coverage, contours))
            }
        }
    }
}

impl Drop for Photo {
    fn drop(&mut self) {
        match self {
            Photo::Alone(shrunk, _) => shrunk.wipe(),
            Photo::Booth(frame, empty, _) => {
                frame.fill(0);
                empty.fill(0);
            }
        }
    }
}

impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Photo")
    }
}
