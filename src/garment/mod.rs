//! A design and measurements -> a pattern: panels in mm whose joined edges agree. Knows no stitches.

pub mod pattern;

pub use pattern::{Edge, Join, Panel, Pattern, Structure, Zone};
