//! Files and folders, with errors that name them.

use super::Error;
use purlform::body::Model;
use purlform::network::Network;
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

/// Writes a file that its owner alone may read, where the system knows owners.
pub fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write(path, b"")?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mine = fs::Permissions::from_mode(0o600);
        fs::set_permissions(path, mine).map_err(|e| {
            let message = format!("{}: {e}", path.display());
            Error::input("files", "unwritable", message, "check the path")
        })?;
    }
    write(path, bytes)
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

/// How names of pictures end. What a phone calls `.heic` is found, too, so that its reader can say what to do about it.
const PICTURES: [&str; 5] = ["jpg", "jpeg", "png", "heic", "heif"];

/// The picture of a camera in a folder: `ID.jpg`, `ID.jpeg` or `ID.png`.
pub fn picture(folder: &Path, id: &str) -> Option<PathBuf> {
    PICTURES
        .iter()
        .flat_map(|end| [end.to_string(), end.to_ascii_uppercase()])
        .map(|end| folder.join(format!("{id}.{end}")))
        .find(|path| path.exists())
}

/// Whether that is a picture's file, by its name.
pub fn is_picture(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str());
    end.is_some_and(|end| PICTURES.iter().any(|p| p.eq_ignore_ascii_case(end))) && path.is_file()
}

/// The pose network's file name; `cargo xtask setup` fetches it with its npm package.
const NETWORK: &str = "pose_landmark_full.tflite";
/// Where it lies below a project's folder.
const NETWORK_FOLDER: &str = "node_modules/@mediapipe/pose";
/// Names its file where it lies elsewhere.
const NETWORK_VARIABLE: &str = "PURLFORM_NETWORK";

/// The pose network: the file that is named, or that of the environment variable, or one beside the program or in
/// `node_modules` of the folders above the program or above the working folder.
pub fn network(named: Option<&Path>) -> Result<Network, Error> {
    let told = named.map(PathBuf::from);
    let told = told.or_else(|| std::env::var_os(NETWORK_VARIABLE).map(PathBuf::from));
    let path = told.or_else(found_network).ok_or_else(|| {
        let message = format!(
            "there is no pose network ({NETWORK}); it finds the person where there is neither plate nor mask, and where a phone stood"
        );
        let hint = format!(
            "run `cargo xtask setup` in the project, or name the file with --network or {NETWORK_VARIABLE}; it is part of \
             the npm package @mediapipe/pose"
        );
        Error::input("network", "network_missing", message, &hint)
    })?;
    Ok(Network::from_bytes(&read(&path)?)?)
}

fn found_network() -> Option<PathBuf> {
    let program = std::env::current_exe().ok();
    let program = program.as_deref().and_then(Path::parent);
    let beside = program.map(|p| p.join(NETWORK)).into_iter();
    let work = std::env::current_dir().ok();
    let above = [program, work.as_deref()].into_iter().flatten();
    let above = above.flat_map(Path::ancestors);
    let below = above.map(|folder| folder.join(NETWORK_FOLDER).join(NETWORK));
    beside.chain(below).find(|path| path.is_file())
}

/// The body model.
pub fn model() -> Result<Model, Error> {
    Model::from_bytes(BODY).map_err(Error::from)
}
