//! A design and measurements -> a pattern: panels in mm whose joined edges agree. Knows no stitches.

pub mod design;
pub mod pattern;

pub use design::Gauge;
pub use pattern::{Assumed, Edge, Join, Note, Panel, Pattern, Resolved, Structure, Zone};
