//! `purlform grade`.

use super::{Outcome, files};
use clap::Args;
use purlform::capture::Sex;
use purlform::export::grading;
use purlform::garment::{Design, draft};
use purlform::measure::{Measurements, SizeTable, SizedBody, sized};
use purlform::pipeline::Error;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `grade`.
#[derive(Args)]
pub struct Grade {
    /// Sizes, such as 160/80A,165/84A or S,M,L or 8,10,12; without it all of the table.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    sizes: Vec<String>,
    /// A standard's table: gb-men, gb-women or astm-misses.
    #[arg(long, value_name = "NAME", required_unless_present = "sizes")]
    table: Option<String>,
    /// Whose sizes they are, where the size does not say it: female or male.
    #[arg(long, value_name = "SEX")]
    sex: Option<String>,
    /// Design file: what each size comes to is written, too (grading.csv).
    #[arg(long, value_name = "FILE.json")]
    design: Option<PathBuf>,
    /// With a design: the orders of all sizes for this machine (orders.ndjson, for `batch`).
    #[arg(long, value_name = "NAME|FILE.json", requires = "design")]
    machine: Option<String>,
    /// Folder for a measurement file a size.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Grade {
    /// Runs the verb.
    pub fn run(self) -> Outcome {
        let bodies = self.bodies()?;
        for body in &bodies {
            let name = format!("{}.json", file_name(&body.size));
            files::write_json(&self.out.join(name), &measurements(body))?;
        }
        let Some(path) = &self.design else {
            return Ok(ExitCode::SUCCESS);
        };
        let bytes = files::read(path)?;
        let design = Design::from_json(&bytes)?;
        let mut graded = Vec::new();
        for body in &bodies {
            let person = Measurements {
                values: body.values.clone(),
                sex: Some(body.sex),
            };
            graded.push((body.size.clone(), draft(&person, &design, None)?));
        }
        files::write(
            &self.out.join("grading.csv"),
            grading::csv(&graded).as_bytes(),
        )?;
        if let Some(machine) = &self.machine {
            let machine = super::knit::machine(machine)?;
            let described = serde_json::to_value(&machine).unwrap_or(Value::Null);
            let built_in = purlform::knit::Machine::built_in(&machine.name);
            let machine = match built_in.is_some_and(|m| m == machine) {
                true => json!(machine.name),
                false => described,
            };
            let design: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
            let lines: String = (bodies.iter())
                .map(|body| {
                    let order = json!({
                        "order": file_name(&body.size),
                        "measurements": measurements(body),
                        "design": design,
                        "machine": machine,
                    });
                    format!("{order}\n")
                })
                .collect();
            files::write(&self.out.join("orders.ndjson"), lines.as_bytes())?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn bodies(&self) -> Result<Vec<SizedBody>, Error> {
        let table = match &self.table {
            None => None,
            Some(name) => Some(table(name)?),
        };
        let sex = match (self.sex.as_deref(), table) {
            (Some("female"), _) => Some(Sex::Female),
            (Some("male"), _) => Some(Sex::Male),
            (Some(other), _) => {
                let message = format!("--sex {other:?} is neither female nor male");
                return Err(Error::input(
                    "grade",
                    "unknown_sex",
                    message,
                    "give one of them",
                ));
            }
            (None, Some(SizeTable::GbMen)) => Some(Sex::Male),
            (None, Some(_)) => Some(Sex::Female),
            (None, None) => None,
        };
        match table {
            Some(table) if self.sizes.is_empty() => Ok(table.bodies()),
            _ => {
                let bodies = self.sizes.iter().map(|size| sized(size, sex));
                Ok(bodies.collect::<Result<Vec<_>, _>>()?)
            }
        }
    }
}

fn table(name: &str) -> Result<SizeTable, Error> {
    let found = SizeTable::ALL.into_iter().find(|t| t.name() == name);
    found.ok_or_else(|| {
        let names = SizeTable::ALL.map(SizeTable::name).join(", ");
        let message = format!("--table {name:?} is none of {names}");
        Error::input("grade", "unknown_table", message, "name one of them")
    })
}

/// A size's measurement file: what the standard says of it; the rest is predicted where it is needed.
fn measurements(body: &SizedBody) -> Value {
    let mut file = Map::new();
    let sex = match body.sex {
        Sex::Female => "female",
        Sex::Male => "male",
    };
    file.insert("sex".into(), sex.into());
    file.insert("size".into(), body.size.clone().into());
    file.extend(
        body.values
            .iter()
            .map(|m| (m.id.to_string(), json!(m.value_mm))),
    );
    Value::Object(file)
}

fn file_name(size: &str) -> String {
    size.replace('/', "-")
}
