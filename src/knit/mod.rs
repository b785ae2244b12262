//! Pattern -> fabric of stitches -> scheduled needle operations -> proof by a simulated machine.

pub mod error;
pub mod machine;
pub mod program;
pub mod reader;
pub mod rules;
pub mod simulator;

pub use error::{Error, TooWide};
pub use machine::Machine;
pub use program::Program;
pub use rules::{Finding, Rule, Severity};
pub use simulator::{Report, simulate};
