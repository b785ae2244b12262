//! One stage of the schedule from rough to exact: what is matched how, and what may move.

use super::robust::GemanMcClure;
use crate::solve::Sums;

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
