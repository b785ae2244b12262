//! `purlform knit`.

use super::{Outcome, files};
use clap::Args;
use purlform::garment::Design;
use purlform::knit::Machine;
use purlform::measure::Measurements;
use purlform::pipeline::{Error, Form, Order};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What both `knit` and `make` are told about the garment.
#[derive(Args)]
pub struct OrderArgs {
    /// Design file.
    #[arg(long, value_name = "FILE.json")]
    design: PathBuf,
    /// A picture (PNG or JPEG) for the design's motif.
    #[arg(long, value_name = "FILE.png")]
    motif: Option<PathBuf>,
    /// Name of a machine (kniterate, swg, vbed-e5, -e7, -e12, -e14, these also with -2s, -3s) or a machine file.
    #[arg(long, value_name = "NAME|FILE.json")]
    machine: String,
    /// Folder for programs, charts, sheet and summary.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The package of all files with their checksums, too.
    #[arg(long, value_name = "FILE.zip")]
    zip: Option<PathBuf>,
    /// The order's name, for the package and its papers.
    #[arg(long, value_name = "ID", default_value = "order")]
    order: String,
}

/// Arguments of `knit`.
#[derive(Args)]
pub struct Knit {
    /// Measurements: a file that `measure` wrote, or a flat `{"bust_girth": 960, ...}` in mm.
    #[arg(long, value_name = "FILE.json")]
    measurements: PathBuf,
    #[command(flatten)]
    order: OrderArgs,
}

impl Knit {
    /// Runs the verb.
    pub fn run(self) -> Outcome {
        let measurements = Measurements::from_json(&files::read(&self.measurements)?)?;
        self.order.knit(&measurements)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl OrderArgs {
    /// Drafts, knits, proves and writes.
    pub fn knit(&self, measurements: &Measurements) -> Result<(), Error> {
        let id = Form::named(&self.order)?;
        let mut design = Design::from_json(&files::read(&self.design)?)?;
        if let Some(picture) = &self.motif {
            design.set_motif_picture(&files::read(picture)?)?;
        }
        let machine = machine(&self.machine)?;
        let order = Order::new(measurements, &design, &machine)?;
        for w in &order.summary.warnings {
            eprintln!("warning: {}", w.text);
        }
        let papers = order.papers(id);
        for file in order.files.iter().chain(&papers) {
            files::write(&self.out.join(&file.name), &file.bytes)?;
        }
        if let Some(zip) = &self.zip {
            files::write(zip, &order.package(id, papers).to_bytes())?;
        }
        Ok(())
    }
}

/// A built-in machine, or one from a file.
pub fn machine(name: &str) -> Result<Machine, Error> {
    match Machine::built_in(name) {
        Some(machine) => Ok(machine),
        None if Path::new(name).exists() => Ok(Machine::from_json(&files::read(Path::new(name))?)?),
        None => {
            let known = Machine::NAMES.join(", ");
            let message = format!("machine {name:?}: neither a known machine ({known}) nor a file");
            Err(Error::input(
                "knit",
                "unknown_machine",
                message,
                "name one of them or give a machine file",
            ))
        }
    }
}
