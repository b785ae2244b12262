//! `purlform check`.

use super::knit::machine;
use super::{Outcome, files};
use clap::Args;
use purlform::knit::{Severity, simulate};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `check`.
#[derive(Args)]
pub struct Check {
    /// A knitout file, ours or not.
    file: PathBuf,
    /// Name of a machine (kniterate, vbed-e7) or a machine file.
    #[arg(long, value_name = "NAME|FILE.json")]
    machine: String,
}

impl Check {
    /// Runs the verb: each finding on a line, then a summary.
    pub fn run(self) -> Outcome {
        let machine = machine(&self.machine)?;
        let report = simulate(&files::read(&self.file)?, &machine);
        let mut out = std::io::stdout().lock();
        let file = self.file.display();
        // Whoever reads may stop reading; the exit code says the rest.
        for finding in &report.findings {
            let _ = writeln!(out, "{file}:{finding}");
        }
        let errors = report
            .findings
            .iter()
            .filter(|f| f.rule.severity() == Severity::Error)
            .count();
        let warnings = report.findings.len() - errors;
        let _ = writeln!(out, "{file}: {errors} errors, {warnings} warnings");
        Ok(ExitCode::from(u8::from(errors > 0)))
    }
}
