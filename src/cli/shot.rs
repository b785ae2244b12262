//! The pictures of one moment in a capture's folder.

use super::{Error, files};
use purlform::body::Body;
use purlform::capture::{self, Picture};
use purlform::export;
use purlform::fit::Fit;
use std::path::{Path, PathBuf};

/// The folder in a capture's that holds a second shot, for which the person turned.
const TURNED: &str = "turned";

/// See the module.
pub struct Shot<'a> {
    folder: PathBuf,
    /// Of a second shot, the folder of the first, whose plates it may share.
    first: Option<&'a Path>,
}

impl<'a> Shot<'a> {
    /// Those of a capture, the first one first.
    pub fn all(capture: &'a Path) -> Vec<Self> {
        let turned = capture.join(TURNED);
        let second = turned.is_dir().then_some((turned, Some(capture)));
        let all = [(capture.to_path_buf(), None)].into_iter().chain(second);
        all.map(|(folder, first)| Shot { folder, first }).collect()
    }

    /// Whether it is the second one, for which the person turned.
    pub fn turned(&self) -> bool {
        self.first.is_some()
    }

    /// A camera's picture of a kind.
    pub fn picture(&self, kind: &str, id: &str) -> Option<PathBuf> {
        let shared = self.first.filter(|_| kind == "plates");
        let folders = [self.folder.as_path()].into_iter().chain(shared);
        let mut found = folders.filter_map(|folder| files::picture(&folder.join(kind), id));
        found.next()
    }

    /// A camera's frame.
    pub fn frame(&self, id: &str) -> Result<Vec<u8>, Error> {
        let path = self.picture("frames", id).ok_or_else(|| {
            let folder = self.folder.join("frames");
            let message = format!(
                "camera {id}: no picture {}.jpg or .png",
                folder.join(id).display()
            );
            let hint = "add the frame or take the camera out of rig.json";
            Error::input("capture", "missing_frame", message, hint)
        })?;
        files::read(&path)
    }

    /// Writes each frame with its outline and the body's, of a second shot into a folder of its own.
    pub fn overlay(&self, folder: &Path, fit: &Fit, posed: &Body) -> Result<(), Error> {
        let folder = match self.turned() {
            true => folder.join(TURNED),
            false => folder.to_path_buf(),
        };
        for (i, camera) in fit.rig.cameras.iter().enumerate() {
            let mut frame = capture::decode(&self.frame(&camera.id)?, camera, Picture::Frame)?;
            let silhouette = fit.outlines.iter().find(|s| s.camera == i);
            export::overlay::draw(&mut frame, camera, silhouette, Some(&posed.mesh));
            let path = folder.join(format!("{}.png", camera.id));
            files::write(&path, &export::overlay::png(&frame))?;
        }
        Ok(())
    }
}
