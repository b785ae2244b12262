//! Photos of a printed board -> lenses and places of all cameras in one floor-based world.

mod board;
mod bundle;
mod corner;
mod dictionary;
mod error;
mod grey;
mod homography;
mod lattice;
mod lens;
mod network;
mod placement;
mod plane_pose;
mod print;
mod recheck;
mod report;
mod rig;
mod shift;
mod sighting;

pub use board::{Board, Markers};
pub use dictionary::Dictionary;
pub use error::Error;
pub use recheck::{AGREEMENT, Recheck, State, recheck_board, recheck_plates};
pub use report::{CameraReport, Doubt, Report, Verdict};
pub use rig::{Calibrated, FLOOR, Photos};
pub use shift::{Shift, shift};
pub use sighting::{Sighting, find};
