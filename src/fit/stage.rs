//! The stages from rough to exact: in each, what is matched how, and what may move.

use super::robust::GemanMcClure;
use crate::solve::{Limits, Sums};

/// How rim and contour are matched.
#[derive(Clone, Copy, Debug)]
pub enum Search {
    /// Nearest places both ways, every `stride`-th rim edge.
    Nearest {
        /// Rim edges skipped.
        stride: usize,
    },
    /// Along the contour's normals.
    Normals {
        /// How far to look, units.
        reach: f64,
    },
}

/// Which unknowns are free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Free {
    /// Pose, and so many shape coordinates.
    Pose {
        /// Leading shape coordinates.
        shape: usize,
    },
    /// All.
    All,
}

/// One stage of the schedule from rough to exact.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// The unit of all lengths in the picture here: as many px as make one at a frame's height of 1,280 px.
    pub unit_px: f64,
    /// Whether the coarse mesh will do.
    pub coarse: bool,
    /// Matching.
    pub search: Search,
    /// How far edges inside the outline are looked for, units; zero: not at all.
    pub inner: f64,
    /// Distance of the places beyond an edge at which it is looked whether the body is seen there, units.
    pub step: f64,
    /// Outlines that face another part of the person nearer than this do not count, units: between fingers rough matching slips.
    pub clear: f64,
    /// Samples a view.
    pub samples: usize,
    /// Added to every residual's standard deviation, units.
    pub blur: f64,
    /// Robust kernel, in standard deviations.
    pub kernel: GemanMcClure,
    /// How equations are summed: where places of cameras are free, they and the body's undo each other.
    pub sums: Sums,
    /// Unknowns.
    pub free: Free,
    /// Whether the hands stay in line with the forearms: fingers are combs, on which rough matching slips.
    pub hands_held: bool,
    /// Done when a step lowers the cost by less than this share.
    pub relative_decrease: f64,
    /// Steps in a row that may be refused.
    pub refusals: usize,
    /// How much a step may raise the cost, see [`crate::solve::Limits`].
    pub slack: f64,
}

impl Stage {
    /// How far it goes with so many linearisations at most.
    pub fn limits(&self, iterations: usize) -> Limits {
        Limits {
            iterations,
            relative_decrease: self.relative_decrease,
            slack: self.slack,
            refusals: self.refusals,
        }
    }

    /// The same with equations that are exact whatever is undetermined, as where a covariance is read off them.
    pub fn judging(self) -> Self {
        Self {
            sums: Sums::Double,
            ..self
        }
    }
}

/// Samples a view that are kept at all, all of which the last stage takes: with half of them it is chance to some millimetres which
/// places of breasts and armpits are looked at.
pub const SAMPLES: usize = 500;

/// Matching anew makes the exact cost jump by less than this share from state to state.
const SLACK: f64 = 0.15;

/// From rough to exact. The last but two, for those who need it, is the exact one with a kernel under which whole stretches of outline
/// that the body does not reach pull it over: the exact one takes them for somebody else's, and a flat chest above a belly keeps the
/// mean's breast. The last one looks at more places.
pub fn stages() -> [Stage; 6] {
    let kernel = |scale| GemanMcClure { scale };
    let exact = Stage {
        unit_px: 1.0,
        sums: Sums::Single { together: 2 },
        coarse: false,
        search: Search::Normals { reach: 12.0 },
        inner: 10.0,
        step: 4.0,
        clear: 4.0,
        samples: SAMPLES / 2,
        blur: 0.2,
        kernel: kernel(3.0),
        free: Free::All,
        hands_held: false,
        relative_decrease: 1e-4,
        refusals: 2,
        slack: SLACK,
    };
    [
        Stage {
            unit_px: 1.0,
            sums: Sums::Single { together: 1 },
            coarse: true,
            search: Search::Nearest { stride: 3 },
            inner: 0.0,
            step: 12.0,
            clear: 12.0,
            samples: 100,
            blur: 15.0,
            kernel: kernel(6.0),
            free: Free::Pose { shape: 20 },
            hands_held: true,
            relative_decrease: 0.02,
            refusals: 2,
            slack: 0.0,
        },
        Stage {
            unit_px: 1.0,
            sums: Sums::Single { together: 1 },
            coarse: true,
            search: Search::Nearest { stride: 2 },
            inner: 0.0,
            step: 10.0,
            clear: 16.0,
            samples: 120,
            blur: 6.0,
            kernel: kernel(12.0),
            free: Free::Pose { shape: 40 },
            hands_held: true,
            relative_decrease: 0.02,
            refusals: 2,
            slack: 0.0,
        },
        Stage {
            unit_px: 1.0,
            sums: Sums::Single { together: 2 },
            coarse: false,
            search: Search::Normals { reach: 40.0 },
            inner: 20.0,
            step: 6.0,
            clear: 24.0,
            samples: 150,
            blur: 2.0,
            kernel: kernel(4.0),
            free: Free::All,
            hands_held: true,
            relative_decrease: 0.02,
            refusals: 2,
            slack: 0.0,
        },
        Stage {
            search: Search::Normals { reach: 40.0 },
            kernel: kernel(8.0),
            relative_decrease: 0.005,
            ..exact
        },
        exact,
        Stage {
            samples: SAMPLES,
            ..exact
        },
    ]
}
