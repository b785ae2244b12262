//! Each garment for a person, in a construction and on a machine that go round with the person's number.
#![allow(dead_code)]

use super::people;
use purlform::capture::Sex;
use purlform::garment::{
    Design, Error as DraftError, Garment, Key, Kind, Sizes, draft_sizes, garments,
};
use purlform::knit::{Error, Machine, knit_panel};

/// What came of a garment.
pub enum Outcome {
    /// Knitted: garment, machine, panels, minutes.
    Knitted(&'static str, usize, f64),
    /// Refused: garment, and the reason in short.
    Refused(&'static str, String),
    /// Neither: what must not be.
    Fault(String),
}

impl Outcome {
    /// What it is counted under.
    pub fn key(&self) -> String {
        match self {
            Outcome::Knitted(garment, ..) => format!("knitted {garment}"),
            Outcome::Refused(garment, why) => format!("refused {garment}: {why}"),
            Outcome::Fault(_) => "fault".into(),
        }
    }
}

/// Three of four are real people where there are any at hand, the others invented.
pub fn bodies(n: usize) -> Vec<(Sizes, Option<Sex>)> {
    let real = people::ansur((3 * n / 4).next_multiple_of(2)).unwrap_or_default();
    let real = real.into_iter().map(|(sizes, sex)| (sizes, Some(sex)));
    let mut all: Vec<_> = real.take(3 * n / 4).collect();
    all.extend((0..(n - all.len()) as u64).map(people::invented));
    all
}

/// All garments for the `i`-th person.
pub fn dress(i: usize, (sizes, sex): &(Sizes, Option<Sex>)) -> Vec<Outcome> {
    let all = garments().iter().enumerate();
    all.map(|(g, garment)| make(i * garments().len() + g, garment, sizes, *sex))
        .collect()
}

fn make(turn: usize, garment: &'static Garment, sizes: &Sizes, sex: Option<Sex>) -> Outcome {
    let mut draw = people::sampler(turn as u64);
    let mut pick = |n: usize| (draw(0.0, n as f64) as usize).min(n - 1);
    let name = Machine::NAMES[pick(Machine::NAMES.len())];
    let Some(machine) = Machine::built_in(name) else {
        return Outcome::Fault(format!("no machine {name}"));
    };
    // From as coarse as the needles stand to half as fine again.
    let wales = machine.needles_per_100mm() * [1.05, 1.3, 1.6][pick(3)];
    let mut words = serde_json::Map::new();
    for key in [
        Key::Fit,
        Key::Neckline,
        Key::Armhole,
        Key::Structure,
        Key::Rib,
        Key::Sides,
    ] {
        let Some(parameter) = garment.parameter(key) else {
            continue;
        };
        if let Kind::Choice { choices, .. } = parameter.kind
            && pick(3) > 0
        {
            // Jacquards are drawn from motifs, which other tests bring.
            let plain: Vec<&str> = choices
                .iter()
                .copied()
                .filter(|c| !c.contains("jacquard"))
                .collect();
            words.insert(parameter.name.into(), plain[pick(plain.len())].into());
        }
    }
    let json = serde_json::json!({
        "garment": garment.name,
        "gauge": {"wales_per_100mm": wales, "courses_per_100mm": 1.38 * wales},
        "parameters": words,
    });
    let what = format!("{turn}: {json} on {name}");
    let design = match Design::from_json(json.to_string().as_bytes()) {
        Ok(design) => design,
        Err(e) => return Outcome::Fault(format!("{what}: {e}")),
    };
    let pattern = match draft_sizes(sizes, &design, sex) {
        Ok(pattern) => pattern,
        Err(DraftError::CannotDraft { name, hint, .. }) if !hint.is_empty() => {
            return Outcome::Refused(garment.name, name);
        }
        Err(e) => return Outcome::Fault(format!("{what}: {e}")),
    };
    let mut minutes = 0.0;
    for panel in &pattern.panels {
        match knit_panel(
            panel,
            &design.gauge,
            &machine,
            pattern.linking_allowance_wales,
        ) {
            Ok(knitted) => minutes += knitted.report.passes.minutes,
            Err(Error::TooWide(_)) => return Outcome::Refused(garment.name, "too wide".into()),
            Err(Error::Unknittable { reason, .. }) => {
                let short: String = reason
                    .chars()
                    .filter(|c| !c.is_ascii_digit())
                    .take(70)
                    .collect();
                return Outcome::Refused(garment.name, short);
            }
            Err(e) => return Outcome::Fault(format!("{what}: {e}")),
        }
    }
    Outcome::Knitted(garment.name, pattern.panels.len(), minutes)
}
