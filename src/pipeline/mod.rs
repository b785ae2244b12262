//! The whole chain as a few calls over bytes and values: all that the command line and the wasm face need.

mod error;
mod scan;

pub use error::{Error, Fault};
pub use scan::{Scan, Scanned};
