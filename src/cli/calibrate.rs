//! `purlform calibrate`.

use super::{Outcome, files, photos, progress};
use clap::Args;
use purlform::calibrate::{Board, Photos};
use purlform::capture::{self, Picture};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `calibrate`.
#[derive(Args)]
pub struct Calibrate {
    /// Folder with photos of the board: DIR/CAMERA/SHOT.jpg or DIR/SHOT/CAMERA.jpg; pictures of one shot are taken at the same
    /// moment. One camera's photos may lie in DIR itself.
    dir: PathBuf,
    /// The board's description, as `purlform board` writes it.
    #[arg(long, value_name = "FILE.json")]
    board: PathBuf,
    /// Where the rig goes, report included.
    #[arg(long, value_name = "FILE.json")]
    out: PathBuf,
    /// The shot with the board flat on the floor where the person will stand; default: the one with `floor` in its name.
    #[arg(long, value_name = "SHOT")]
    floor: Option<String>,
}

impl Calibrate {
    /// Runs the verb: the report as JSON on stdout and in the rig file, in words on stderr.
    pub fn run(self) -> Outcome {
        let board = Board::from_json(&files::read(&self.board)?)?;
        let list = photos::list(&self.dir, self.floor.as_deref(), &[])?;
        let mut photos = Photos::new(board);
        for (i, photo) in list.iter().enumerate() {
            progress("photos", i as f64 / list.len() as f64);
            let bytes = files::read(&photo.path)?;
            let picture = capture::decode_any(&bytes, &photo.camera, Picture::Board)?;
            if photos.add(&photo.camera, &photo.shot, &picture).is_none() {
                eprintln!("note: no board found in {}", photo.path.display());
            }
        }
        progress("photos", 1.0);
        let done = photos.calibrate(self.floor.as_deref())?;
        let mut file = done.rig.to_json();
        if let Some(object) = file.as_object_mut() {
            object.insert("calibration".into(), json!(done.report));
        }
        files::write_json(&self.out, &file)?;
        for camera in &done.report.cameras {
            eprintln!("{camera}");
        }
        eprintln!("the rig is {}", done.report.verdict);
        println!("{:#}", json!(done.report));
        Ok(ExitCode::SUCCESS)
    }
}
