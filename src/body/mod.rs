//! The parametric body: shape and pose -> posed mesh with landmarks. Loaded from an asset file.

use crate::geom::{Mesh, Vec3};
use std::sync::Arc;

mod asset;
mod basis;
mod coarse;
pub mod error;
pub mod landmark;
pub mod model;
pub mod pose;
pub mod posed;
pub mod prior;
mod reader;
pub mod slopes;
mod unfold;
mod volume;

pub use error::Error;
pub use landmark::{Joint, Landmark};
pub use model::{Model, Rest};
pub use pose::{Bone, Pose};
pub use posed::Posed;
pub use prior::ShapePrior;
pub use slopes::Slopes;

/// Which part a face or vertex belongs to (from the skinning weights: arm = upper arm and below, leg = thigh and below).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// Trunk, neck and head.
    Trunk = 0,
    /// Left arm.
    ArmL = 1,
    /// Right arm.
    ArmR = 2,
    /// Left leg.
    LegL = 3,
    /// Right leg.
    LegR = 4,
}

/// A posed body, wherever it came from: fitted, typed in, loaded or analytic. All that [`crate::measure`] needs.
#[derive(Clone, Debug)]
pub struct Body {
    /// Posed mesh, mm, floor at y = 0.
    pub mesh: Mesh,
    /// Part of each face (that of two or more of its corners).
    pub face_parts: Arc<[Part]>,
    /// Place of each [`Landmark`], mm.
    pub landmarks: [Vec3; Landmark::COUNT],
    /// Place of each [`Joint`], mm.
    pub joints: [Vec3; Joint::COUNT],
    /// Unit horizontal direction that the person faces.
    pub facing: Vec3,
}

impl Body {
    /// Place of a landmark, mm.
    pub fn landmark(&self, l: Landmark) -> Vec3 {
        self.landmarks[l as usize]
    }

    /// Place of a joint's centre, mm.
    pub fn joint(&self, j: Joint) -> Vec3 {
        self.joints[j as usize]
    }
}
