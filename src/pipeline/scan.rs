//! From views to measurements.

use super::error::Error;
use super::verdict::Verdict;
use super::warning::Warning;
use super::{clothing, sections, stance};
use crate::body::{Body, Model};
use crate::calibrate::{self, State};
use crate::camera::{Camera, Rig};
use crate::capture::{Subject, View};
use crate::fit::{self, Evidence, Fit, Progress};
use crate::measure::{self, Measured, Measurement, MeasurementFile, Measurements};
use crate::network::Network;
use crate::silhouette::{self, Silhouette};
use std::sync::Arc;

/// Views whose pictures are kept until the body has been fitted, at most.
const MOST_KEPT: usize = 8;

/// A capture that arrives view by view; of each view only the silhouette is kept, and of a few without mask the pictures until the body
/// has been fitted.
#[derive(Clone, Debug)]
pub struct Scan {
    rig: Rig,
    subject: Subject,
    silhouettes: Vec<Silhouette>,
    /// Cameras (index) whose frame lies beside its plate.
    moved: Vec<(usize, Warning)>,
    network: Option<Arc<Network>>,
}

/// A fitted and measured person.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// Shape, pose, covariance.
    pub fit: Fit,
    /// The body as it stood in the frames.
    pub posed: Body,
    /// The body in the standard pose, the measurements and their covariance.
    pub measured: Measured,
    /// What was known of the person.
    pub subject: Subject,
    /// How well the body explains the frames.
    pub verdict: Verdict,
    /// What makes the capture a poor one.
    pub warnings: Vec<Warning>,
}

impl Scan {
    /// An empty capture.
    pub fn new(rig: Rig, subject: Subject) -> Self {
        Self {
            rig,
            subject,
            silhouettes: Vec::new(),
            moved: Vec::new(),
            network: None,
        }
    }

    /// The same with a network that finds the person where there is neither plate nor mask.
    pub fn with_network(self, network: Arc<Network>) -> Self {
        Self {
            network: Some(network),
            ..self
        }
    }

    /// The cameras.
    pub fn rig(&self) -> &Rig {
        &self.rig
    }

    /// What is known of the person.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The outlines so far.
    pub fn silhouettes(&self) -> &[Silhouette] {
        &self.silhouettes
    }

    /// Reduces a view to its outline. A second view of a camera replaces the first.
    ///
    /// # Errors
    /// Those of the silhouette.
    pub fn add(&mut self, view: &View) -> Result<&Silhouette, Error> {
        let camera = self.rig.cameras.get(view.camera);
        let camera = camera.ok_or(fit::Error::UnknownCamera {
            camera: view.camera,
        })?;
        // A phone that stood nobody knows where is placed by the person's landmarks, whoever found the outline.
        let sought = view.plate.is_none() && (view.mask.is_none() || camera.pose.is_none());
        let silhouette = match &self.network {
            Some(network) if sought => silhouette::of_person(view, camera, network)?,
            _ => silhouette::extract(view, camera)?,
        };
        self.moved.retain(|(camera, _)| *camera != view.camera);
        self.moved.extend(moved(view, camera));
        self.silhouettes.retain(|s| s.camera != silhouette.camera);
        let at = self.silhouettes.len();
        self.silhouettes.push(silhouette);
        // So many views of one person correct each other; their pictures would fill the memory.
        if self.silhouettes.len() > MOST_KEPT {
            self.silhouettes.iter_mut().for_each(Silhouette::settle);
        }
        Ok(&self.silhouettes[at])
    }

    /// Takes over the outlines that a body was fitted to, and lets go of the pictures that were kept for it.
    pub fn settle(&mut self, scanned: &Scanned) {
        self.silhouettes.clone_from(&scanned.fit.outlines);
    }

    /// Fits the body and measures it.
    ///
    /// # Errors
    /// Those of fit and measure.
    pub fn fit(&self, model: &Model, observe: &mut dyn FnMut(Progress)) -> Result<Scanned, Error> {
        let evidence = Evidence {
            stature_mm: self.subject.stature_mm,
            mass_kg: self.subject.mass_kg,
        };
        let fit = fit::fit(
            model,
            &self.rig,
            &self.silhouettes,
            self.subject.sex,
            evidence,
            observe,
        )?;
        let rest = model.rest(fit.shape.as_slice());
        let posed = model.pose(&rest, &fit.pose).body();
        let measured =
            measure::with_uncertainty(model, fit.shape.as_slice(), &fit.pose, &fit.covariance)?;
        let verdict = Verdict::new(&fit);
        let mut warnings = verdict.warnings(&self.rig, &self.silhouettes);
        warnings.extend(self.moved.iter().map(|(_, w)| w.clone()));
        let booth = self.silhouettes.iter().all(|s| s.spots.is_none());
        let stance = stance::doubts(&posed, &self.rig, &fit.rig, &verdict, booth);
        warnings.extend(stance);
        Ok(Scanned {
            fit,
            posed,
            measured,
            subject: self.subject.clone(),
            verdict,
            warnings,
        })
    }
}

/// The doubt that a camera stands where it stood when its plate was taken.
fn moved(view: &View, camera: &Camera) -> Option<(usize, Warning)> {
    let plate = view.plate.as_ref()?;
    let found = calibrate::recheck_plates(&camera.id, plate, &view.frame);
    // A frame that shows another scene is the silhouette's to judge.
    let warning = Warning::of_recheck(&found).filter(|_| found.state == State::Moved);
    warning.map(|w| (view.camera, w))
}

impl Scanned {
    /// What drafting starts from.
    pub fn measurements(&self) -> Measurements {
        let mut values = self.measured.measurements();
        sections::widen(self.fit.views.len(), &mut values);
        clothing::undress(self.subject.clothing, &mut values);
        Measurements {
            values: values.into_iter().map(Measurement::rounded).collect(),
            sex: self.subject.sex,
        }
    }

    /// The measurement file.
    pub fn file(&self) -> MeasurementFile<Verdict, Warning> {
        MeasurementFile {
            version: 1,
            sex: self.subject.sex,
            measurements: self.measurements().values,
            fit: self.verdict.clone(),
            warnings: self.warnings.clone(),
        }
    }
}
