//! `purlform schema`.

use super::{Error, Outcome};
use clap::Args;
use purlform::export::schema::{KINDS, schema};
use std::process::ExitCode;

/// Arguments of `schema`.
#[derive(Args)]
pub struct Schema {
    /// measurements, design, machine or order.
    kind: String,
}

impl Schema {
    /// Runs the verb: one JSON document.
    pub fn run(self) -> Outcome {
        let found = schema(&self.kind).ok_or_else(|| {
            let message = format!("schema: there is none of {:?}", self.kind);
            let hint = format!("one of {}", KINDS.join(", "));
            Error::input("schema", "unknown_kind", message, &hint)
        })?;
        println!("{found:#}");
        Ok(ExitCode::SUCCESS)
    }
}
