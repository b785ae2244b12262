//! What a view asks of the body: its contour, thinned to samples.

use super::inner::Creases;
use crate::geom::Vec2;
use crate::silhouette::{ContourPoint, Coverage, Silhouette};
use std::sync::Arc;

/// One place that the body's outline should touch.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Sub-pixel place, px.
    pub at: Vec2,
    /// Unit normal out of the person.
    pub normal: Vec2,
    /// Standard deviation along the normal, px.
    pub sigma_px: f64,
    /// How far the background reaches along the normal, up to [`OPEN_PX`], px: small between fingers.
    pub gap_px: f64,
}

/// No gap is looked for farther out, px.
const OPEN_PX: f64 = 32.0;

/// The samples of one view.
#[derive(Clone, Debug)]
pub struct Target {
    /// Index into the rig's cameras.
    pub camera: usize,
    /// At even distances along all contours of the view.
    pub samples: Vec<Sample>,
    /// Length of contour that each sample stands for, px.
    pub spacing_px: f64,
    /// Edges of colour inside the outline.
    pub creases: Arc<Creases>,
}

impl Target {
    /// Every `stride`-th contour point of a silhouette, so chosen that at most about `most` samples remain.
    pub fn new(silhouette: &Silhouette, most: usize) -> Self {
        let total: usize = silhouette.contours.iter().map(|c| c.points.len()).sum();
        let stride = total.div_ceil(most.max(1)).max(1);
        let samples = silhouette
            .contours
            .iter()
            .flat_map(|c| c.points.iter().step_by(stride))
            .filter(|p| {
                p.at.iter().chain(p.normal.iter()).all(|v| v.is_finite()) && p.sigma_px.is_finite()
            })
            .map(|p| Sample {
                at: p.at,
                normal: p.normal,
                sigma_px: p.sigma_px.max(0.05),
                gap_px: gap(&silhouette.coverage, p),
            })
            .collect();
        let (width, height) = silhouette.coverage.dimensions();
        Self {
            camera: silhouette.camera,
            samples,
            spacing_px: stride as f64,
            creases: Arc::new(Creases::new(&silhouette.creases, width, height)),
        }
    }

    /// A thinner copy, without the samples that face another part of the person nearer than `gap_px`.
    pub fn thinned(&self, most: usize, gap_px: f64) -> Self {
        let open: Vec<&Sample> = self
            .samples
            .iter()
            .filter(|s| s.gap_px >= gap_px.min(OPEN_PX))
            .collect();
        let stride = open.len().div_ceil(most.max(1)).max(1);
        Self {
            camera: self.camera,
            samples: open.into_iter().step_by(stride).copied().collect(),
            spacing_px: self.spacing_px * stride as f64,
            creases: Arc::clone(&self.creases),
        }
    }
}

fn gap(coverage: &Coverage, p: &ContourPoint) -> f64 {
    let mut far = 2.0;
    while far < OPEN_PX {
        if coverage.covers(p.at + p.normal * far) {
            return far;
        }
        far += 1.0;
    }
    OPEN_PX
}
