//! A design and measurements -> a pattern: panels in mm whose joined edges agree. Knows no stitches.

mod armhole;
mod band;
mod beanie;
mod bodice;
mod bust;
mod cardigan;
mod catalogue;
mod colour;
mod curve;
pub mod design;
mod draft;
mod dress;
mod ease;
mod error;
mod halves;
mod lace;
mod leg_warmer;
mod motif;
mod neck;
mod parameters;
pub mod pattern;
mod pullover;
mod scarf;
mod sheet;
mod sizes;
mod skirt;
mod sleeve;
mod sock;
mod style;
mod top;
mod vest;

pub use catalogue::{Garment, garment, garments};
pub use colour::default_jacquard;
pub use design::{Design, Gauge};
pub use draft::{draft, draft_sizes};
pub use ease::Fit;
pub use error::Error;
pub use lace::LaceChart;
pub use motif::Motif;
pub use parameters::{Key, Kind, Parameter, Preset};
pub use pattern::{
    Assumed, Bust, Buttonhole, ColourChart, Edge, Heel, Join, Note, Panel, Pattern, Resolved,
    Structure, Tube, Zone,
};
pub use sizes::{Paired, Side, Sizes};
pub use style::{ArmholeStyle, Neckline, Rib, Sides};
