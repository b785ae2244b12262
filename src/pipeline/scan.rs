//! From views to measurements.

use super::error::Error;
use crate::body::{Body, Model};
use crate::camera::Rig;
use crate::capture::{Subject, View};
use crate::fit::{self, Evidence, Fit, Progress};
use crate::measure::{self, Reading};
use crate::silhouette::{self, Silhouette};

/// A capture that arrives view by view; of each view only the silhouette is kept.
pub struct Scan {
    rig: Rig,
    subject: Subject,
    silhouettes: Vec<Silhouette>,
}

/// A fitted and measured person.
pub struct Scanned {
    /// Shape, pose, covariance.
    pub fit: Fit,
    /// The body as it stood in the frames.
    pub posed: Body,
    /// The body in the standard pose, which was measured.
    pub standing: Body,
    /// Measurements.
    pub readings: Vec<Reading>,
}

impl Scan {
    /// An empty capture.
    pub fn new(rig: Rig, subject: Subject) -> Self {
        Self {
            rig,
            subject,
            silhouettes: Vec::new(),
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
    pub fn add(&mut self, view: &View) -> Result<(), Error> {
        let camera = self
            .rig
            .cameras
            .get(view.camera)
            .ok_or(fit::Error::UnknownCamera {
                camera: view.camera,
            })?;
        let silhouette = silhouette::extract(view, camera)?;
        self.silhouettes.retain(|s| s.camera != silhouette.camera);
        self.silhouettes.push(silhouette);
        Ok(())
    }

    /// Fits the body and measures it in the standard pose.
    ///
    /// # Errors
    /// Those of fit and measure.
    pub fn fit(&self, model: &Model, observe: &mut dyn FnMut(Progress)) -> Result<Scanned, Error> {
        let evidence = Evidence {
            stature_mm: self.subject.stature_mm,
        };
        let fit = fit::fit(
            model,
            &self.rig,
            &self.silhouettes,
            self.subject.sex,
            evidence,
            observe,
        )?;
        Scanned::new(model, fit)
    }
}

impl Scanned {
    fn new(model: &Model, fit: Fit) -> Result<Self, Error> {
        let rest = model.rest(fit.shape.as_slice());
        let posed = model.pose(&rest, &fit.pose).body();
        let standing = model.pose(&rest, &model.standard_pose(&rest)).body();
        let readings = measure::measure(&standing)?;
        Ok(Self {
            fit,
            posed,
            standing,
            readings,
        })
    }

    /// TEMP
    pub fn json(&self) -> String {
        let m: Vec<_> = self.readings.iter().map(|r| serde_json::json!({"id": r.id, "value_mm": r.value_mm, "sigma_mm": 5.0, "left_mm": r.left_mm, "right_mm": r.right_mm})).collect();
        serde_json::json!({"version": 1, "measurements": m, "fit": {"outline_median_px": self.fit.views.iter().map(|v| (v.outline_median_px * 100.0).round() / 100.0).collect::<Vec<_>>(), "explained": self.fit.views.iter().map(|v| (v.explained * 1000.0).round() / 1000.0).collect::<Vec<_>>(), "hair": self.fit.hair_mm, "iterations": self.fit.iterations, "shape": self.fit.shape.as_slice()}}).to_string()
    }
}
