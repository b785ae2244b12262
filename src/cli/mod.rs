//! The verbs of the command line. Exit codes: 0 done, 1 a program that a machine could not knit (`check`) or an order that was altered (`verify`), 2 bad input, 3 fine
//! input of which the thing cannot be made.
mod batch;
mod board;
mod calibrate;
mod check;
mod designs;
mod files;
mod grade;
mod knit;
mod layout;
mod make;
mod measure;
mod photos;
mod recheck;
mod schema;
mod shot;
mod sign;
mod swatch;

use clap::{Parser, Subcommand};
use purlform::pipeline::{BUILD, Error, Fault};
use std::process::ExitCode;

/// From camera frames to body measurements to proven knitting-machine programs.
#[derive(Parser)]
#[command(version = BUILD, about, max_term_width = 110)]
pub struct Purlform {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Draw a calibration board true to scale, with the file that describes it.
    Board(board::Board),
    /// Calibrate cameras from photos of a printed board.
    Calibrate(calibrate::Calibrate),
    /// Has a camera of a calibrated rig moved? From pictures of the empty booth, then and now, or one shot of the board.
    Recheck(recheck::Recheck),
    /// What the layout of a rig's cameras can reach: the sigma of each measurement of an average person.
    Layout(layout::Layout),
    /// Measure the person in a capture folder.
    Measure(measure::Measure),
    /// Draft a garment for measurements and knit it: programs, charts, sheets.
    Knit(knit::Knit),
    /// The whole way from a capture folder to programs.
    Make(make::Make),
    /// Knit many orders, on all cores.
    Batch(batch::Batch),
    /// Grade: measurement files, finished measures and orders of a standard's sizes.
    Grade(grade::Grade),
    /// List all garments and their parameters.
    Designs(designs::Designs),
    /// Run a knitout file on a simulated machine.
    Check(check::Check),
    /// Print the JSON Schema of measurements, designs, machines or orders.
    Schema(schema::Schema),
    /// Make a pair of keys, to sign orders and to verify them.
    Key(sign::KeyArgs),
    /// Sign an order's package.
    Sign(sign::Sign),
    /// Tell whether an order's package is whole, and whose it is.
    Verify(sign::Verify),
    /// Make a swatch's program, to find a gauge.
    Swatch(swatch::SwatchArgs),
    /// Turn a measured swatch into the gauge that a design takes.
    Gauge(swatch::GaugeArgs),
}

/// What a verb ends with.
type Outcome = Result<ExitCode, Error>;

impl Purlform {
    /// Runs the verb; an error is one message on stderr.
    pub fn run(self) -> ExitCode {
        let outcome = match self.verb {
            Verb::Board(v) => v.run(),
            Verb::Calibrate(v) => v.run(),
            Verb::Recheck(v) => v.run(),
            Verb::Layout(v) => v.run(),
            Verb::Measure(v) => v.run(),
            Verb::Knit(v) => v.run(),
            Verb::Make(v) => v.run(),
            Verb::Batch(v) => v.run(),
            Verb::Grade(v) => v.run(),
            Verb::Designs(v) => v.run(),
            Verb::Check(v) => v.run(),
            Verb::Schema(v) => v.run(),
            Verb::Key(v) => v.run(),
            Verb::Sign(v) => v.run(),
            Verb::Verify(v) => v.run(),
            Verb::Swatch(v) => v.run(),
            Verb::Gauge(v) => v.run(),
        };
        outcome.unwrap_or_else(|e| {
            eprintln!("error: {e}");
            ExitCode::from(match e.fault {
                Fault::Input => 2,
                Fault::CannotMake => 3,
            })
        })
    }
}

/// Progress for a person who waits.
fn progress(what: &str, done: f64) {
    use std::io::{IsTerminal, Write};
    let mut err = std::io::stderr();
    if err.is_terminal() {
        // Nothing depends on whether the terminal takes it.
        let _ = write!(
            err,
            "\r\x1b[K{what} {:3.0} %{}",
            done * 100.0,
            if done >= 1.0 { "\n" } else { "" }
        );
    }
}
