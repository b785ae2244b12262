//! Contours -> body and its covariance: robust Levenberg-Marquardt from a cold start, rough to exact.

mod error;
mod matching;
mod problem;

mod rim;
mod robust;
mod schedule;
mod solver;
mod start;
mod state;
mod surface;
mod target;
mod topology;

pub use error::Error;
pub use problem::Evidence;
pub use schedule::{Fit, Progress, ViewFit, fit};
