//! `purlform measure`.

use super::shot::Shot;
use super::{Outcome, files, progress};
use clap::Args;
use purlform::camera::Rig;
use purlform::capture::{Subject, View};
use purlform::export;
use purlform::fit::Progress;
use purlform::pipeline::{Error, Scan, Scanned};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// What both `measure` and `make` are told about a capture.
#[derive(Args)]
pub struct CaptureArgs {
    /// Folder with rig.json, frames/, and plates/ or masks/; in turned/ the same of a second shot, for which the person turned by about
    /// an eighth (it shares the plates).
    pub capture_dir: PathBuf,
    /// Write each frame with its outline and the fitted body's outline into this folder.
    #[arg(long, value_name = "DIR")]
    pub overlay: Option<PathBuf>,
    /// Write the fitted body as binary glTF.
    #[arg(long, value_name = "FILE.glb")]
    pub mesh: Option<PathBuf>,
    /// Do not use the masks that the capture hands in.
    #[arg(long)]
    pub no_masks: bool,
    /// The pose network that finds the person where there is neither plate nor mask, and where a phone stood nobody knows where.
    #[arg(long, value_name = "FILE.tflite")]
    pub network: Option<PathBuf>,
    /// A warning about the capture ends the command with exit code 2.
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `measure`.
#[derive(Args)]
pub struct Measure {
    #[command(flatten)]
    capture: CaptureArgs,
    /// Where the measurements go.
    #[arg(long, value_name = "FILE.json")]
    out: PathBuf,
}

impl Measure {
    /// Runs the verb.
    pub fn run(self) -> Outcome {
        let scanned = self.capture.scan()?;
        files::write_json(&self.out, &scanned.file())?;
        Ok(self.capture.verdict(&scanned))
    }
}

impl CaptureArgs {
    /// Reads, segments, fits and measures.
    pub fn scan(&self) -> Result<Scanned, Error> {
        let dir = &self.capture_dir;
        let rig = Rig::from_json(&files::read(&dir.join("rig.json"))?)?;
        let subject = match files::read_if_there(&dir.join("subject.json"))? {
            Some(bytes) => Subject::from_json(&bytes)?,
            None => Subject::default(),
        };
        let model = files::model()?;
        let shots = Shot::all(dir);
        let bare = |shot: &Shot| {
            rig.cameras.iter().any(|camera| {
                let has = |folder: Option<PathBuf>| folder.is_some();
                let mask = !self.no_masks && has(shot.picture("masks", &camera.id));
                camera.pose.is_none() || !mask && !has(shot.picture("plates", &camera.id))
            })
        };
        let bare = shots.iter().any(bare);
        let views = shots.len() * rig.cameras.len();
        let mut scan = Scan::new(rig, subject);
        if bare {
            let network = files::network(self.network.as_deref())?;
            scan = scan.with_network(Arc::new(network));
        }
        let mut done = 0;
        for shot in &shots {
            if shot.turned() {
                scan.turn();
            }
            for camera in 0..scan.rig().cameras.len() {
                progress("outlines", f64::from(done) / views as f64);
                self.add_view(&mut scan, shot, camera)?;
                done += 1;
            }
        }
        progress("outlines", 1.0);
        let scanned = scan.fit(&model, &mut |p: Progress| progress("fitting", p.done))?;
        progress("fitting", 1.0);
        if let Some(folder) = &self.overlay {
            let first = (&scanned.fit, &scanned.posed);
            let turned = scanned.turned.as_ref().map(|t| (&t.fit, &t.posed));
            for (shot, (fit, posed)) in shots.iter().zip([first].into_iter().chain(turned)) {
                shot.overlay(folder, fit, posed)?;
            }
        }
        if let Some(path) = &self.mesh {
            files::write(path, &export::glb::write(&scanned.posed.mesh))?;
        }
        Ok(scanned)
    }

    fn add_view(&self, scan: &mut Scan, shot: &Shot, camera: usize) -> Result<(), Error> {
        let id = scan.rig().cameras[camera].id.clone();
        let optional = |path: Option<PathBuf>| path.map(|p| files::read(&p)).transpose();
        let mask = match self.no_masks {
            true => None,
            false => optional(shot.picture("masks", &id))?,
        };
        let plate = match mask {
            Some(_) => None,
            None => optional(shot.picture("plates", &id))?,
        };
        let frame = shot.frame(&id)?;
        let view = View::decode(
            scan.rig(),
            camera,
            &frame,
            plate.as_deref(),
            mask.as_deref(),
        )?;
        scan.add(&view)?;
        Ok(())
    }

    /// Tells the warnings and turns them into an exit code.
    pub fn verdict(&self, scanned: &Scanned) -> ExitCode {
        for w in &scanned.warnings {
            eprintln!("warning: {w}");
        }
        ExitCode::from(if self.strict && !scanned.warnings.is_empty() {
            2
        } else {
            0
        })
    }
}
