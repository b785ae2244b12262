//! `purlform swatch` and `purlform gauge`: the way to a gauge.

use super::{Outcome, files, knit};
use clap::Args;
use purlform::garment::{Gauge, Structure};
use purlform::pipeline::{Error, Swatch};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `swatch`.
#[derive(Args)]
pub struct SwatchArgs {
    /// Name of a machine or a machine file.
    #[arg(long, value_name = "NAME|FILE.json")]
    machine: String,
    /// Structure: jersey, rib_1x1, rib_2x2, garter, moss, half_cardigan, full_cardigan, cable_2x2, cable_3x3, lace.
    #[arg(long, value_name = "NAME")]
    structure: String,
    /// The gauge to plan its size with, wales x courses per 100 mm, such as 45x62; the machine's usual one if not given.
    #[arg(long, value_name = "WxC")]
    gauge: Option<String>,
    /// Folder for swatch.k, swatch.png and swatch.json.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Arguments of `gauge`.
#[derive(Args)]
pub struct GaugeArgs {
    /// The swatch.json that `swatch` wrote.
    #[arg(long, value_name = "FILE.json")]
    swatch: PathBuf,
    /// Width of the relaxed swatch, mm.
    #[arg(long)]
    width_mm: f64,
    /// Height of the relaxed swatch between the draw threads, mm.
    #[arg(long)]
    height_mm: f64,
    /// Its weight without waste, g.
    #[arg(long)]
    weight_g: f64,
    /// Where the gauge goes: what a design takes under `gauge`; to standard output if not given.
    #[arg(long, value_name = "FILE.json")]
    out: Option<PathBuf>,
}

impl SwatchArgs {
    /// Runs the verb.
    pub fn run(self) -> Outcome {
        let machine = knit::machine(&self.machine)?;
        let structure = Structure::from_name(&self.structure).ok_or_else(|| {
            let known = Structure::NAMES.join(", ");
            Error::input(
                "knit",
                "unknown_structure",
                format!("structure {:?} is none of {known}", self.structure),
                "name one of them",
            )
        })?;
        let gauge = self.gauge.as_deref().map(parse).transpose()?;
        let (_, written) = Swatch::knit(&machine, structure, gauge)?;
        for file in written {
            files::write(&self.out.join(&file.name), &file.bytes)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl GaugeArgs {
    /// Runs the verb.
    pub fn run(self) -> Outcome {
        let swatch = Swatch::from_json(&files::read(&self.swatch)?)?;
        let measured = swatch.measured(self.width_mm, self.height_mm, self.weight_g)?;
        eprintln!(
            "{} on {}: {} g/m2, loops of {} mm, yarn of {} tex (Nm {:.1})",
            swatch.structure,
            swatch.machine,
            measured.g_per_m2,
            measured.loop_mm,
            measured.tex,
            1000.0 / measured.tex
        );
        match &self.out {
            Some(path) => files::write_json(path, &measured.gauge)?,
            None => println!(
                "{}",
                serde_json::to_string(&measured.gauge).unwrap_or_default()
            ),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn parse(text: &str) -> Result<Gauge, Error> {
    let number = |t: &str| t.trim().parse::<f64>().ok();
    let parts = text.split_once(['x', 'X']);
    let gauge = parts.and_then(|(w, c)| {
        Some(Gauge {
            wales_per_100mm: number(w)?,
            courses_per_100mm: number(c)?,
        })
    });
    gauge.ok_or_else(|| {
        Error::input(
            "knit",
            "gauge",
            format!("gauge {text:?} is not wales x courses per 100 mm"),
            "write it like 45x62",
        )
    })
}
