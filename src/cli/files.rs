//! Files and folders, with errors that name them.

use super::Error;
use purlform::body::Model;
use std::fs;
use std::path::{Path, PathBuf};

/// No file of a capture or design is larger.
const MOST_BYTES: u64 = 256 << 20;

/// The body model that ships with the command.
const BODY: &[u8] = include_bytes!("../../assets/body.purl");

/// A whole file.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let fail = |why: String| {
        Error::input(
            "files",
            "unreadable",
            format!("{}: {why}", path.display()),
            "check the path",
        )
    };
    let size = fs::metadata(path).map_err(|e| fail(e.to_string()))?.len();
    if size > MOST_BYTES {
        return Err(fail(format!(
            "{size} bytes are more than the {MOST_BYTES} that are read"
        )));
    }
    fs::read(path).map_err(|e| fail(e.to_string()))
}

/// A whole file, or `None` where there is none.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    if path.exists() {
        read(path).map(Some)
    } else {
        Ok(None)
    }
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let fail = |e: std::io::Error| {
        Error::input(
            "files",
            "unwritable",
            format!("{}: {e}", path.display()),
            "check the path and the disk",
        )
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    fs::write(path, bytes).map_err(fail)
}

/// Writes a value as JSON that people can read.
pub fn write_json<T: serde::Serialize>(path: &Path, value: &T) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(value);
    let text = text.map_err(|e| {
        Error::input(
            "files",
            "unwritable",
            format!("{}: {e}", path.display()),
            "",
        )
    })?;
    write(path, (text + "\n").as_bytes())
}

/// The picture of a camera in a folder: `ID.jpg`, `ID.jpeg` or `ID.png`.
pub fn picture(folder: &Path, id: &str) -> Option<PathBuf> {
    ["jpg", "jpeg", "png", "JPG", "JPEG", "PNG"]
        .iter()
        .map(|e| folder.join(format!("{id}.{e}")))
        .find(|p| p.exists())
}

/// The body model.
pub fn model() -> Result<Model, Error> {
    Model::from_bytes(BODY).map_err(Error::from)
}
