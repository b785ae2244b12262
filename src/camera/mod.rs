//! Cameras after OpenCV: a lens with distortion, a pose in the world, a rig of cameras read from `rig.json`.

mod error;
mod intrinsics;
mod json;
mod pose;
mod rig;

pub use error::Error;
pub use intrinsics::Intrinsics;
pub use pose::Pose;
pub use rig::{Camera, Rig};
