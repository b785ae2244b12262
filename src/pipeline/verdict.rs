//! How well the fitted body explains the frames.

use super::warning::Warning;
use crate::camera::Rig;
use crate::fit::Fit;
use crate::silhouette::Silhouette;
use serde::Serialize;
use std::collections::BTreeMap;

/// Outlines farther than this from the body's are not explained by it: clothes, a wrong person, a moved camera. Pixels of a frame
/// 1,280 px high.
const OUTLINE_MEDIAN_LIMIT_PX: f64 = 4.0;
/// A smaller share of the outline near the body's is doubtful.
const EXPLAINED_LIMIT: f64 = 0.75;

/// The verdict of a fit, by camera id.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// Median distance between the outline and the fitted body's, px.
    pub outline_median_px: BTreeMap<String, f64>,
    /// Share of the outline within 4 px (at 1,280 px a frame's height) of the fitted body's.
    pub outline_explained: BTreeMap<String, f64>,
    /// Whether the last stage converged.
    pub converged: bool,
    /// Linearisations in all.
    pub iterations: usize,
}

fn rounded(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

impl Verdict {
    pub(super) fn new(fit: &Fit) -> Self {
        let by = |f: &dyn Fn(&crate::fit::ViewFit) -> f64| {
            let views = fit.views.iter();
            views
                .map(|v| (fit.rig.cameras[v.camera].id.clone(), rounded(f(v))))
                .collect()
        };
        Self {
            outline_median_px: by(&|v| v.outline_median_px),
            outline_explained: by(&|v| v.explained),
            converged: fit.converged,
            iterations: fit.iterations,
        }
    }

    pub(super) fn warnings(&self, rig: &Rig, silhouettes: &[Silhouette]) -> Vec<Warning> {
        let mut out = Vec::new();
        let mut warn = |code: &str, camera: Option<&String>, value: f64, limit: f64| {
            out.push(Warning {
                code: code.into(),
                camera: camera.cloned(),
                value,
                limit,
            });
        };
        for s in silhouettes {
            let camera = rig.cameras.get(s.camera).map(|c| &c.id);
            for w in &s.warnings {
                warn(w.code, camera, rounded(w.value), w.limit);
            }
        }
        for camera in &rig.cameras {
            let limit = OUTLINE_MEDIAN_LIMIT_PX * f64::from(camera.height) / 1280.0;
            if let Some(&median) = self.outline_median_px.get(&camera.id)
                && median > limit
            {
                warn("outline_far_from_body", Some(&camera.id), median, limit);
            }
            if let Some(&share) = self.outline_explained.get(&camera.id)
                && share < EXPLAINED_LIMIT
            {
                warn(
                    "outline_unexplained",
                    Some(&camera.id),
                    share,
                    EXPLAINED_LIMIT,
                );
            }
        }
        if !self.converged {
            warn(
                "fit_not_converged",
                None,
                self.iterations as f64,
                self.iterations as f64,
            );
        }
        out
    }
}
