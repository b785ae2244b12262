//! `purlform designs`.

use super::Outcome;
use clap::Args;
use purlform::garment::{Design, Garment, Kind, Parameter, Preset, garments};
use std::process::ExitCode;

/// Arguments of `designs`.
#[derive(Args)]
pub struct Designs {
    /// Only this garment.
    garment: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl Designs {
    /// Runs the verb: a table a garment, or one JSON document.
    pub fn run(self) -> Outcome {
        let chosen = match &self.garment {
            None => garments().to_vec(),
            Some(name) => vec![Design::garment(name)?],
        };
        if self.json {
            let file = serde_json::json!({ "version": 1, "garments": chosen });
            println!("{file:#}");
        } else {
            let tables: Vec<String> = chosen.iter().map(|g| table(g)).collect();
            print!("{}", tables.join("\n"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A garment and its parameters, for people.
fn table(garment: &Garment) -> String {
    let mut out = format!(
        "{} {}\n  {}\n  {}\n\n",
        garment.name, garment.name_zh, garment.about, garment.about_zh
    );
    let width = garment.parameters.iter().map(|p| p.name.len()).max();
    let width = width.unwrap_or(0);
    for p in garment.parameters {
        out += &format!(
            "  {:width$}  {}; default {}\n  {:width$}  {}\n  {:width$}  {}:{}\n",
            p.name,
            values(p),
            default(p),
            "",
            p.about,
            "",
            p.name_zh,
            p.about_zh,
        );
    }
    out
}

fn values(p: &Parameter) -> String {
    match p.kind {
        Kind::Choice { choices, .. } => choices.join(" | "),
        _ => p.kind.possible(),
    }
}

fn default(p: &Parameter) -> String {
    match p.default {
        Preset::Value(x) => x.to_string(),
        Preset::Word(word) => word.into(),
        Preset::Derived(how) => format!("by rule: {how}"),
    }
}
