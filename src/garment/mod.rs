//! A design and measurements -> a pattern: panels in mm whose joined edges agree. Knows no stitches.

mod armhole;
mod band;
mod beanie;
mod bodice;
mod cardigan;
mod catalogue;
mod curve;
pub mod design;
mod draft;
mod dress;
mod ease;
mod error;
mod leg_warmer;
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
pub use design::{Design, Gauge};
pub use draft::{draft, draft_sizes};
pub use ease::Fit;
pub use error::Error;
pub use parameters::{Key, Kind, Parameter, Preset};
pub use pattern::{
    Assumed, Buttonhole, Edge, Heel, Join, Note, Panel, Pattern, Resolved, Structure, Tube, Zone,
};
pub use sizes::{Paired, Side, Sizes};
pub use style::{ArmholeStyle, Neckline, Rib, Sides};
