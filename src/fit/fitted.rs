//! What a fit found.

use crate::body;
use crate::camera::Rig;
use crate::silhouette::Silhouette;
use nalgebra::{DMatrix, DVector};

/// How the outline of one view is explained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ViewFit {
    /// Index into the rig's cameras.
    pub camera: usize,
    /// Median distance between contour and fitted outline, px; at most as far as is looked (40 px at 1,280 px a frame's height).
    pub outline_median_px: f64,
    /// Share of the contour within 4 px (at 1,280 px a frame's height) of the fitted outline.
    pub explained: f64,
}

/// A fitted body.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Shape coordinates of the model.
    pub shape: DVector<f64>,
    /// Covariance of translation (mm), turns of the bones (radians) and shape, in the order of [`body::Slopes`].
    pub covariance: DMatrix<f64>,
    /// Pose in the frames.
    pub pose: body::Pose,
    /// The rig as the fit refined it within its tolerance.
    pub rig: Rig,
    /// Thickness of the hair, mm.
    pub hair_mm: f64,
    /// What the body was fitted to last: as given, but for photos without a plate, which were cut again with the body as prior.
    pub outlines: Vec<Silhouette>,
    /// One a view that was used.
    pub views: Vec<ViewFit>,
    /// Whether the last stage converged.
    pub converged: bool,
    /// Linearisations in all.
    pub iterations: usize,
}
