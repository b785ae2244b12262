//! From views to measurements.

use super::error::Error;
use super::verdict::Verdict;
use super::warning::{Warning, turned_name};
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
    first: Shot,
    turned: Option<Shot>,
    network: Option<Arc<Network>>,
}

/// What all cameras saw at one moment.
#[derive(Clone, Debug, Default)]
struct Shot {
    silhouettes: Vec<Silhouette>,
    /// Cameras (index) whose frame lies beside its plate.
    moved: Vec<(usize, Warning)>,
}

/// A fitted and measured person.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// Shape, pose, covariance.
    pub fit: Fit,
    /// The body as it stood in the frames.
    pub posed: Body,
    /// The same once the person had turned, if they were seen so.
    pub turned: Option<Turned>,
    /// The body in the standard pose, the measurements and their covariance.
    pub measured: Measured,
    /// What was known of the person.
    pub subject: Subject,
    /// How well the body explains the frames.
    pub verdict: Verdict,
    /// What makes the capture a poor one.
    pub warnings: Vec<Warning>,
}

/// How a person stood in a second shot.
#[derive(Clone, Debug)]
pub struct Turned {
    /// The same shape as in the first shot, in another pose.
    pub fit: Fit,
    /// The body as it stood.
    pub posed: Body,
}

impl Scan {
    /// An empty capture.
    pub fn new(rig: Rig, subject: Subject) -> Self {
        Self {
            rig,
            subject,
            first: Shot::default(),
            turned: None,
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

    /// The outlines of the first shot so far.
    pub fn silhouettes(&self) -> &[Silhouette] {
        &self.first.silhouettes
    }

    /// The outlines of each shot so far, the first one first.
    pub fn shots(&self) -> impl Iterator<Item = &[Silhouette]> {
        let shots = [&self.first].into_iter().chain(&self.turned);
        shots.map(|s| s.silhouettes.as_slice())
    }

    /// Begins the second shot: the person has turned by about an eighth, all views that follow show them so. Each shot has a pose of its
    /// own; cameras that stand opposite each other see other widths of the same body. Begun again it replaces the second shot.
    pub fn turn(&mut self) {
        self.turned = Some(Shot::default());
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
        // What goes wrong with a picture of the second shot is told of it.
        let named = Camera {
            id: match self.turned {
                Some(_) => turned_name(&camera.id),
                None => camera.id.clone(),
            },
            ..camera.clone()
        };
        // A phone that stood nobody knows where is placed by the person's landmarks, whoever found the outline.
        let sought = view.plate.is_none() && (view.mask.is_none() || camera.pose.is_none());
        let silhouette = match &self.network {
            Some(network) if sought => silhouette::of_person(view, &named, network)?,
            _ => silhouette::extract(view, &named)?,
        };
        let moved = moved(view, camera);
        let shot = self.turned.as_mut().unwrap_or(&mut self.first);
        shot.moved.retain(|(camera, _)| *camera != view.camera);
        shot.moved.extend(moved);
        shot.silhouettes.retain(|s| s.camera != silhouette.camera);
        let at = shot.silhouettes.len();
        shot.silhouettes.push(silhouette);
        // So many views of one person correct each other; their pictures would fill the memory.
        if self.shots().map(<[_]>::len).sum::<usize>() > MOST_KEPT {
            let all = self.shots_mut().flat_map(|s| &mut s.silhouettes);
            all.for_each(Silhouette::settle);
        }
        Ok(&self.turned.as_ref().unwrap_or(&self.first).silhouettes[at])
    }

    fn shots_mut(&mut self) -> impl Iterator<Item = &mut Shot> {
        [&mut self.first].into_iter().chain(&mut self.turned)
    }

    /// Takes over the outlines that a body was fitted to, and lets go of the pictures that were kept for it.
    pub fn settle(&mut self, scanned: &Scanned) {
        let turned = scanned.turned.as_ref().map(|t| &t.fit);
        let fits = [&scanned.fit].into_iter().chain(turned);
        for (shot, fit) in self.shots_mut().zip(fits) {
            shot.silhouettes.clone_from(&fit.outlines);
        }
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
        let (rig, sex) = (&self.rig, self.subject.sex);
        let first = &self.first.silhouettes;
        let (fit, turned, strain) = match &self.turned {
            None => {
                let fit = fit::fit(model, rig, first, sex, evidence, observe)?;
                (fit, None, None)
            }
            Some(turned) => {
                let shots = [first, &turned.silhouettes].map(Vec::as_slice);
                let joined = fit::together(model, rig, &shots, sex, evidence, observe)?;
                let mut fits = joined.fits.into_iter();
                let fit = fits.next().ok_or(fit::Error::NoViews)?;
                (fit, fits.next(), Some(joined.strain))
            }
        };
        let rest = model.rest(fit.shape.as_slice());
        let stood = |fit: &Fit| model.pose(&rest, &fit.pose).body();
        let posed = stood(&fit);
        let turned = turned.map(|fit| Turned {
            posed: stood(&fit),
            fit,
        });
        let measured =
            measure::with_uncertainty(model, fit.shape.as_slice(), &fit.pose, &fit.covariance)?;
        let mut verdict = Verdict::new(&fit);
        let mut warnings = self.first.doubts(&self.rig, &fit, &posed);
        if let (Some(shot), Some(turned)) = (&self.turned, &turned) {
            warnings.extend(stance::little_turned(&posed, &turned.posed));
            warnings.extend(strain.and_then(stance::strained));
            let again = shot.doubts(&self.rig, &turned.fit, &turned.posed);
            warnings.extend(again.into_iter().map(Warning::once_turned));
            verdict = verdict.with_turned(Verdict::new(&turned.fit));
        }
        warnings.extend(verdict.unsettled());
        Ok(Scanned {
            verdict,
            fit,
            posed,
            turned,
            measured,
            subject: self.subject.clone(),
            warnings,
        })
    }
}

impl Shot {
    /// What makes it a poor one, given the body that was fitted to it as it stood.
    fn doubts(&self, rig: &Rig, fit: &Fit, posed: &Body) -> Vec<Warning> {
        let verdict = Verdict::new(fit);
        let mut warnings = verdict.warnings(rig, &self.silhouettes);
        warnings.extend(self.moved.iter().map(|(_, w)| w.clone()));
        let booth = self.silhouettes.iter().all(|s| s.spots.is_none());
        warnings.extend(stance::doubts(posed, rig, &fit.rig, &verdict, booth));
        warnings
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
        let again = self.turned.as_ref().map_or(0, |t| t.fit.views.len());
        sections::widen(self.fit.views.len() + again, &mut values);
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
