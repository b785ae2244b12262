//! Contours -> body and its covariance: robust Levenberg-Marquardt from a cold start, rough to exact.

mod arms;
mod belief;
mod error;
mod explained;
mod fitted;
#[cfg(test)]
mod fixture;
mod home;
mod inner;
mod joints;
mod matching;
mod place;
mod priors;
mod probes;
mod problem;
mod projected;
mod recut;
mod retry;
mod rim;
mod robust;
mod run;
mod schedule;
mod seen;
mod shots;
mod stage;
mod start;
mod state;
mod surface;
mod target;
mod together;
mod topology;

pub use error::Error;
pub use fitted::{Fit, ViewFit};
pub use priors::Evidence;
pub use schedule::{Progress, fit};
pub use shots::{Joined, known, together};
