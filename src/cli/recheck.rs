//! `purlform recheck`.

use super::{Error, Outcome, files};
use clap::Args;
use purlform::calibrate::{self, Board, Recheck as Found};
use purlform::camera::{Camera, Rig};
use purlform::capture::{self, Picture};
use purlform::pipeline::Warning;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `recheck`.
#[derive(Args)]
pub struct Recheck {
    /// The rig's file.
    #[arg(value_name = "RIG.json")]
    rig: PathBuf,
    /// Folders with pictures of the empty booth, CAMERA.jpg or .png: those of the calibration, and those of now.
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], required_unless_present = "board")]
    plates: Option<Vec<PathBuf>>,
    /// The board's description; needs --photos.
    #[arg(
        long,
        value_name = "FILE.json",
        conflicts_with = "plates",
        requires = "photos"
    )]
    board: Option<PathBuf>,
    /// Folder with one shot of the board by all cameras that see it, CAMERA.jpg or .png.
    #[arg(long, value_name = "DIR", requires = "board")]
    photos: Option<PathBuf>,
}

impl Recheck {
    /// Runs the verb: findings and warnings as JSON on stdout, in words on stderr.
    pub fn run(self) -> Outcome {
        let rig = Rig::from_json(&files::read(&self.rig)?)?;
        let found = match (&self.plates, &self.board, &self.photos) {
            (Some(folders), ..) => match folders.as_slice() {
                [old, new] => plates(&rig, old, new)?,
                _ => Vec::new(),
            },
            (None, Some(board), Some(photos)) => shot(&rig, board, photos)?,
            _ => Vec::new(),
        };
        found.iter().for_each(|f| eprintln!("{}", f.words()));
        let warnings: Vec<Warning> = found.iter().filter_map(Warning::of_recheck).collect();
        println!(
            "{:#}",
            json!({ "version": 1, "cameras": found, "warnings": warnings })
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn plates(rig: &Rig, old: &Path, new: &Path) -> Result<Vec<Found>, Error> {
    let plate = |folder: &Path, camera: &Camera| match files::picture(folder, &camera.id) {
        Some(path) => Ok(capture::decode(
            &files::read(&path)?,
            camera,
            Picture::Plate,
        )?),
        None => Err(missing(folder, &format!("picture of camera {}", camera.id))),
    };
    let one = |camera: &Camera| {
        let (was, is) = (plate(old, camera)?, plate(new, camera)?);
        Ok(calibrate::recheck_plates(&camera.id, &was, &is))
    };
    rig.cameras.iter().map(one).collect()
}

fn shot(rig: &Rig, board: &Path, photos: &Path) -> Result<Vec<Found>, Error> {
    let board = Board::from_json(&files::read(board)?)?;
    let mut seen = Vec::new();
    for (index, camera) in rig.cameras.iter().enumerate() {
        let Some(path) = files::picture(photos, &camera.id) else {
            continue;
        };
        let picture = capture::decode(&files::read(&path)?, camera, Picture::Board)?;
        seen.extend(calibrate::find(&picture, &board).map(|s| (index, s)));
    }
    if seen.len() < 2 {
        return Err(missing(
            photos,
            "board that two cameras see at the same moment",
        ));
    }
    Ok(calibrate::recheck_board(rig, &board, &seen))
}

fn missing(folder: &Path, what: &str) -> Error {
    let message = format!("{}: there is no {what}", folder.display());
    let hint = "name the pictures after the cameras of the rig";
    Error::input("calibrate", "no_picture", message, hint)
}
