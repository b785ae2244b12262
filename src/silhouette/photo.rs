//! A photo that is kept until a body has been fitted to its first outline: with that body as prior it is cut a second time.

use super::contour::Contour;
use super::coverage::Coverage;
use super::error::Kind;
use super::person;
use super::shrunk::Shrunk;
use crate::geom::Vec2;
use crate::network::Person;
use std::fmt;

/// The picture and what the pose network saw in it; wiped when it goes.
pub(super) struct Photo {
    shrunk: Shrunk<'static>,
    person: Person,
}

impl Photo {
    /// Keeps a copy.
    pub fn new(shrunk: &Shrunk<'_>, person: Person) -> Self {
        let shrunk = shrunk.owned();
        Self { shrunk, person }
    }

    /// The outline that a body makes likely which covers these places of the photo.
    pub fn cut(&self, covers: &dyn Fn(Vec2) -> bool) -> Result<(Coverage, Vec<Contour>), Kind> {
        let shrunk = &self.shrunk;
        let body = |at| covers(shrunk.place(at));
        let (coverage, contours, _) =
            person::outline(shrunk.picture.as_ref(), &self.person, Some(&body))?;
        let contours = contours.iter().map(|c| shrunk.contour(c)).collect();
        Ok((shrunk.coverage(&Coverage::new(&coverage)), contours))
    }
}

impl Drop for Photo {
    fn drop(&mut self) {
        self.shrunk.wipe();
    }
}

impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Photo")
    }
}
