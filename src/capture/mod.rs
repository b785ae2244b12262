//! A capture folder's contents as values: rig, decoded frames, plates, masks, what is known of the subject.

use crate::camera::Rig;
use image::{GrayImage, RgbImage};

/// Sex as it conditions the priors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// What the person says of themself (`subject.json`); everything is optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    /// Conditions the prior.
    pub sex: Option<Sex>,
    /// Typed stature, evidence for the fit, mm.
    pub stature_mm: Option<f64>,
    /// Typed mass, kg.
    pub mass_kg: Option<f64>,
}

/// The pictures of one camera, decoded and checked against the rig.
#[derive(Clone, Debug)]
pub struct View {
    /// Index into [`Rig::cameras`].
    pub camera: usize,
    /// The picture with the person.
    pub frame: RgbImage,
    /// The same camera's picture of the empty booth.
    pub plate: Option<RgbImage>,
    /// A foreground mask that was handed in (0 or 255).
    pub mask: Option<GrayImage>,
}

/// A whole capture.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The cameras.
    pub rig: Rig,
    /// One view a camera, in the rig's order.
    pub views: Vec<View>,
    /// What is known of the subject.
    pub subject: Subject,
}
