//! Folders of board photos: DIR/CAMERA/SHOT.jpg, DIR/SHOT/CAMERA.jpg, or one camera's photos in DIR itself.

use super::{Error, files};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Most photos of one calibration.
const MOST: usize = 4000;

/// A photo of the board.
pub struct Photo {
    pub camera: String,
    pub shot: String,
    pub path: PathBuf,
}

/// All photos under a folder, cameras and shots in the order of their names. `cameras` that are known decide which layout it is.
pub fn list(dir: &Path, floor: Option<&str>, cameras: &[String]) -> Result<Vec<Photo>, Error> {
    let mut entries = Vec::new();
    for folder in folders(dir)? {
        // Pictures may lie one folder deeper: CAMERA/images/SHOT.jpg.
        let mut inside = pictures(&folder)?;
        if inside.is_empty() {
            for deeper in folders(&folder)? {
                inside.extend(pictures(&deeper)?);
            }
        }
        let name = name(&folder);
        entries.extend(inside.into_iter().map(|p| (name.clone(), stem(&p), p)));
    }
    if entries.is_empty() {
        let camera = plain(&name(&fs::canonicalize(dir).unwrap_or_else(|_| dir.into())));
        entries.extend(
            pictures(dir)?
                .into_iter()
                .map(|p| (camera.clone(), stem(&p), p)),
        );
    }
    if entries.len() > MOST {
        let message = format!(
            "{}: {} photos are more than the {MOST} that are read",
            dir.display(),
            entries.len()
        );
        return Err(Error::input(
            "files",
            "too_many_photos",
            message,
            "leave most of them out",
        ));
    }
    let by_shot = folders_are_shots(&entries, floor, cameras);
    let mut photos: Vec<Photo> = entries
        .into_iter()
        .map(|(folder, stem, path)| {
            let (camera, shot) = if by_shot {
                (stem, folder)
            } else {
                (folder, stem)
            };
            let camera = plain(&camera);
            Photo { camera, shot, path }
        })
        .collect();
    photos.sort_by(|a, b| (&a.camera, &a.shot).cmp(&(&b.camera, &b.shot)));
    Ok(photos)
}

/// Whether folders are shots and pictures are named after cameras.
fn folders_are_shots(
    entries: &[(String, String, PathBuf)],
    floor: Option<&str>,
    cameras: &[String],
) -> bool {
    let folders: BTreeSet<&String> = entries.iter().map(|e| &e.0).collect();
    let stems: BTreeSet<&String> = entries.iter().map(|e| &e.1).collect();
    let known = |names: &BTreeSet<&String>| names.iter().filter(|n| cameras.contains(n)).count();
    match known(&stems).cmp(&known(&folders)) {
        std::cmp::Ordering::Greater => return true,
        std::cmp::Ordering::Less => return false,
        std::cmp::Ordering::Equal => {}
    }
    let wanted = floor
        .unwrap_or(purlform::calibrate::FLOOR)
        .to_ascii_lowercase();
    let floors = |names: &BTreeSet<&String>| {
        names.iter().any(|n| match floor {
            Some(_) => n.eq_ignore_ascii_case(&wanted),
            None => n.to_ascii_lowercase().contains(&wanted),
        })
    };
    match (floors(&folders), floors(&stems)) {
        (true, false) => true,
        (false, true) => false,
        // A rig has fewer cameras than photos.
        _ => stems.len() < folders.len() && entries.len() > stems.len(),
    }
}

fn plain(name: &str) -> String {
    let keep = |c: char| {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(keep).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() {
        "camera".into()
    } else {
        name.into()
    }
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into()
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into()
}

fn children(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let fail = |e: std::io::Error| {
        let message = format!("{}: {e}", dir.display());
        Error::input("files", "unreadable", message, "check the path")
    };
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).map_err(fail)? {
        all.push(entry.map_err(fail)?.path());
    }
    all.retain(|p| !name(p).starts_with('.'));
    all.sort();
    Ok(all)
}

fn folders(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    Ok(children(dir)?.into_iter().filter(|p| p.is_dir()).collect())
}

fn pictures(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let all = children(dir)?.into_iter();
    Ok(all.filter(|p| files::is_picture(p)).collect())
}
