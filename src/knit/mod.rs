//! Pattern -> fabric of stitches -> scheduled needle operations -> proof by a simulated machine.

mod aside;
pub mod colours;
pub mod error;
pub mod fabric;
pub mod gauge;
mod kick;
pub mod machine;
pub mod outline;
pub mod panel;
pub mod pass;
pub mod planner;
pub mod program;
pub mod proof;
pub mod reader;
mod relay;
pub mod rules;
mod schedule;
pub mod shape;
pub mod shaping;
mod short_rows;
pub mod simulator;
pub mod stitches;
pub mod time;
pub mod tube;
pub mod yarn;

pub use error::{Error, TooWide};
pub use fabric::{Fabric, Stitch};
pub use machine::Machine;
pub use panel::{KnittedPanel, PanelReport, knit_panel};
pub use program::Program;
pub use rules::{Finding, Rule, Severity};
pub use simulator::{Report, simulate};
