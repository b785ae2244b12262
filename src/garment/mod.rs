//! A design and measurements -> a pattern: panels in mm whose joined edges agree. Knows no stitches.

mod armhole;
mod bodice;
mod curve;
pub mod design;
mod draft;
mod ease;
mod error;
mod neck;
mod parameters;
pub mod pattern;
mod sheet;
mod sizes;
mod sleeve;

pub use design::{Design, Gauge};
pub use draft::{draft, draft_sizes};
pub use ease::Fit;
pub use error::Error;
pub use parameters::{Key, Kind, Parameter, Preset, parameters};
pub use pattern::{Assumed, Edge, Join, Note, Panel, Pattern, Resolved, Structure, Zone};
pub use sizes::{Paired, Side, Sizes, needed};
