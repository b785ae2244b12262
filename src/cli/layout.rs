//! `purlform layout`.

use super::{Outcome, files};
use clap::Args;
use purlform::camera::Rig;
use purlform::pipeline;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// What the words tell of.
const TOLD: [&str; 4] = ["bust_girth", "underbust_girth", "waist_girth", "hip_girth"];

/// Arguments of `layout`.
#[derive(Args)]
pub struct Layout {
    /// The rig's file.
    #[arg(value_name = "RIG.json")]
    rig: PathBuf,
    /// With a second shot once the person has turned by an eighth.
    #[arg(long)]
    turned: bool,
}

impl Layout {
    /// Runs the verb: every measurement's standard deviation as JSON on stdout, those of the trunk in words on stderr.
    pub fn run(self) -> Outcome {
        let rig = Rig::from_json(&files::read(&self.rig)?)?;
        let reached = pipeline::reach(&files::model()?, &rig, self.turned, &mut |_| ())?;
        let rounded = |mm: f64| (10.0 * mm).round() / 10.0;
        let of = |m: &purlform::measure::Measurement| json!({ "id": m.id, "sigma_mm": rounded(m.sigma_mm) });
        let all: Vec<_> = reached.iter().map(of).collect();
        let told = |id: &&str| {
            let found = reached.iter().find(|m| m.id == *id)?;
            Some(format!(
                "{} {:.0} mm",
                id.replace('_', " "),
                2.0 * found.sigma_mm
            ))
        };
        let words: Vec<String> = TOLD.iter().filter_map(told).collect();
        eprintln!(
            "of 100 average people 95 come out within: {}",
            words.join(", ")
        );
        println!("{:#}", json!({ "version": 1, "reach": all }));
        Ok(ExitCode::SUCCESS)
    }
}
