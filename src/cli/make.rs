//! `purlform make`.

use super::knit::OrderArgs;
use super::measure::CaptureArgs;
use super::{Outcome, files};
use clap::Args;

/// Arguments of `make`.
#[derive(Args)]
pub struct Make {
    #[command(flatten)]
    capture: CaptureArgs,
    #[command(flatten)]
    order: OrderArgs,
}

impl Make {
    /// Runs the verb.
    pub fn run(self) -> Outcome {
        let scanned = self.capture.scan()?;
        files::write_json(&self.order.out.join("measurements.json"), &scanned.file())?;
        let verdict = self.capture.verdict(&scanned);
        self.order.knit(&scanned.measurements())?;
        Ok(verdict)
    }
}
