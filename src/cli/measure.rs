//! `purlform measure`.

use super::{Outcome, files, progress};
use clap::Args;
use purlform::camera::Rig;
use purlform::capture::{self, Picture, Subject, View};
use purlform::export;
use purlform::fit::Progress;
use purlform::pipeline::{Error, Scan, Scanned};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// What both `measure` and `make` are told about a capture.
#[derive(Args)]
pub struct CaptureArgs {
    /// Folder with rig.json, frames/, and plates/ or masks/.
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
        let count = rig.cameras.len();
        let bare = rig.cameras.iter().any(|camera| {
            let has = |folder: &str| files::picture(&dir.join(folder), &camera.id).is_some();
            camera.pose.is_none() || !has("plates") && (self.no_masks || !has("masks"))
        });
        let mut scan = Scan::new(rig, subject);
        if bare {
            let network = files::network(self.network.as_deref())?;
            scan = scan.with_network(Arc::new(network));
        }
        for i in 0..count {
            progress("outlines", i as f64 / count as f64);
            self.add_view(&mut scan, i)?;
        }
        progress("outlines", 1.0);
        let scanned = scan.fit(&model, &mut |p: Progress| progress("fitting", p.done))?;
        progress("fitting", 1.0);
        if let Some(folder) = &self.overlay {
            for (i, camera) in scan.rig().cameras.iter().enumerate() {
                let mut frame = capture::decode(&self.frame(&camera.id)?, camera, Picture::Frame)?;
                let silhouette = scanned.fit.outlines.iter().find(|s| s.camera == i);
                export::overlay::draw(
                    &mut frame,
                    &scanned.fit.rig.cameras[i],
                    silhouette,
                    Some(&scanned.posed.mesh),
                );
                files::write(
                    &folder.join(format!("{}.png", camera.id)),
                    &export::overlay::png(&frame),
                )?;
            }
        }
        if let Some(path) = &self.mesh {
            files::write(path, &export::glb::write(&scanned.posed.mesh))?;
        }
        Ok(scanned)
    }

    fn frame(&self, id: &str) -> Result<Vec<u8>, Error> {
        let folder = self.capture_dir.join("frames");
        let path = files::picture(&folder, id).ok_or_else(|| {
            let message = format!(
                "camera {id}: no picture {}.jpg or .png",
                folder.join(id).display()
            );
            Error::input(
                "capture",
                "missing_frame",
                message,
                "add the frame or take the camera out of rig.json",
            )
        })?;
        files::read(&path)
    }

    fn add_view(&self, scan: &mut Scan, camera: usize) -> Result<(), Error> {
        let id = scan.rig().cameras[camera].id.clone();
        let optional = |folder: &str| -> Result<Option<Vec<u8>>, Error> {
            let path: Option<PathBuf> =
                files::picture(Path::new(&self.capture_dir).join(folder).as_path(), &id);
            path.map(|p| files::read(&p)).transpose()
        };
        let mask = if self.no_masks {
            None
        } else {
            optional("masks")?
        };
        let plate = if mask.is_some() {
            None
        } else {
            optional("plates")?
        };
        let frame = self.frame(&id)?;
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
