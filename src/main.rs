//! The command line: one verb a stage.

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::Purlform::parse().run()
}
