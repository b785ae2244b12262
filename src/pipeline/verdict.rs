//! How well the fitted body explains the frames.

use super::warning::{Warning, turned_name};
use crate::camera::Rig;
use crate::fit::{Fit, ViewFit};
use crate::geom::by_key;
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
        let by = |f: &dyn Fn(&ViewFit) -> f64| {
            let id = |v: &ViewFit| fit.rig.cameras[v.camera].id.clone();
            by_key(fit.views.iter().map(|v| (id(v), rounded(f(v)))))
        };
        Self {
            outline_median_px: by(&|v| v.outline_median_px),
            outline_explained: by(&|v| v.explained),
            converged: fit.converged,
            iterations: fit.iterations,
        }
    }

    /// The same with that of a second shot, whose cameras it names `turned/ID`.
    pub(super) fn with_turned(mut self, turned: Self) -> Self {
        let named = |by: BTreeMap<String, f64>| by.into_iter().map(|(id, v)| (turned_name(&id), v));
        self.outline_median_px
            .extend(named(turned.outline_median_px));
        self.outline_explained
            .extend(named(turned.outline_explained));
        self
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
        out
    }

    /// The doubt that the fit would have gone on.
    pub(super) fn unsettled(&self) -> Option<Warning> {
        (!self.converged).then(|| Warning {
            code: "fit_not_converged".into(),
            camera: None,
            value: self.iterations as f64,
            limit: self.iterations as f64,
        })
    }
}
