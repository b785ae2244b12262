//! The whole chain as a few calls over bytes and values: all that the command line and the wasm face need.

mod advice;
mod bed;
mod clothing;
mod error;
mod form;
mod order;
mod package;
mod reach;
mod scan;
mod seal;
mod sections;
mod slip;
mod stance;
mod swatch;
mod verdict;
mod warning;

pub use bed::divided;
pub use error::{Error, Fault};
pub use form::{BUILD, Checksums, Form, Sum, canonical};
pub use order::{File, Order};
pub use package::{Package, Verified};
pub use reach::reach;
pub use scan::{Scan, Scanned, Turned};
pub use seal::{PrivateKey, PublicKey, Seal};
pub use swatch::{Measured, Swatch};
pub use verdict::Verdict;
pub use warning::{Warning, turned_name};
