//! Each garment for a person, in a construction and on a machine that go round with the person's number.
#![allow(dead_code)]

use super::people;
use purlform::capture::Sex;
use purlform::garment::{
    Design, Error as DraftError, Garment, Key, Kind, Sizes, draft_sizes, garments,
};
use purlform::knit::{Error, Machine, knit_panel};
use purlform::pipeline::divided;

/// What came of a garment.
pub enum Outcome {
    /// Knitted: garment, machine, panels, minutes.
    Knitted(&'static str, &'static str, usize, f64),
    /// Refused: garment, machine, and the reason in short.
    Refused(&'static str, &'static str, String),
    /// Neither: what must not be.
    Fault(String),
}

impl Outcome {
    /// What it is counted under.
    pub fn keys(&self) -> Vec<String> {
        let both = |garment, machine, what: &str| {
            vec![
                format!("1 {garment}: {what}"),
                format!("2 {machine}: {what}"),
            ]
        };
        match self {
            Outcome::Knitted(garment, machine, ..) => both(garment, machine, "knitted"),
            Outcome::Refused(garment, machine, why) => {
                let mut keys = both(garment, machine, "refused");
                keys.push(format!("3 {why}"));
                keys.push(format!("4 {why} | {garment} on {machine}"));
                keys
            }
            Outcome::Fault(_) => vec!["fault".into()],
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

/// One garment for the `i`-th person in a jacquard, or in jersey with a monogram; one to four yarns.
pub fn dress_in_colours(i: usize, (sizes, sex): &(Sizes, Option<Sex>)) -> Outcome {
    let mut draw = people::sampler(0x00C0_1083 ^ (i as u64) << 8);
    let mut pick = |n: usize| (draw(0.0, n as f64) as usize).min(n - 1);
    let coloured = garments()
        .iter()
        .filter(|g| g.parameter(Key::Motif).is_some());
    let coloured: Vec<_> = coloured.collect();
    let garment = coloured[i % coloured.len()];
    let name = Machine::NAMES[pick(Machine::NAMES.len())];
    let Some(machine) = Machine::built_in(name) else {
        return Outcome::Fault(format!("no machine {name}"));
    };
    let wales = machine.needles_per_100mm() * [1.05, 1.3, 1.6][pick(3)];
    let yarns = ["#efe6d2", "#1f2f4f", "#aa2233", "#228844"];
    let structure = ["jersey", "float_jacquard", "birdseye_jacquard"][pick(3)];
    let most = if structure == "float_jacquard" { 1 } else { 3 };
    let mut words = serde_json::Map::new();
    words.insert("structure".into(), structure.into());
    words.insert("yarns".into(), yarns[..2 + pick(most)].to_vec().into());
    if structure == "jersey" || pick(2) > 0 {
        words.insert("motif".into(), ["PURL", "A", "MM"][pick(3)].into());
    }
    let json = serde_json::json!({
        "garment": garment.name,
        "gauge": {"wales_per_100mm": wales, "courses_per_100mm": 1.38 * wales},
        "parameters": words,
    });
    try_on(i, garment, &json, &machine, sizes, *sex)
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
    try_on(turn, garment, &json, &machine, sizes, sex)
}

/// A garment whose every parameter is left alone, or is at one of its limits, or anywhere between; on a person of any size,
/// girths up to 1.8 m.
pub fn at_the_limits(turn: usize) -> Outcome {
    let mut draw = people::sampler(0x51ED_2701 ^ (turn as u64) << 8);
    let (mut sizes, sex) = people::invented(draw(0.0, 1e6) as u64);
    if draw(0.0, 1.0) < 0.3 {
        let by = draw(1.0, 1800.0 / sizes.bust_girth.max(sizes.hip_girth)).max(1.0);
        for girth in [
            &mut sizes.bust_girth,
            &mut sizes.underbust_girth,
            &mut sizes.waist_girth,
            &mut sizes.hip_girth,
        ] {
            *girth = (*girth * by).min(1800.0);
        }
    }
    let garment = garments()[turn % garments().len()];
    let mut pick = |n: usize| (draw(0.0, n as f64) as usize).min(n - 1);
    let name = Machine::NAMES[pick(Machine::NAMES.len())];
    let Some(machine) = Machine::built_in(name) else {
        return Outcome::Fault(format!("no machine {name}"));
    };
    let wales = machine.needles_per_100mm() * [0.6, 1.05, 1.3, 1.6, 1.8][pick(5)];
    let courses = wales * [0.8, 1.2, 1.38, 1.6, 2.5][pick(5)];
    // A few at once: with all at their limits nothing would be made.
    let share = [2, 4, 10][pick(3)];
    let mut parameters = serde_json::Map::new();
    for parameter in garment.parameters {
        if pick(share) > 0 {
            continue;
        }
        let value: serde_json::Value = match parameter.kind {
            Kind::Choice { choices, .. } => choices[pick(choices.len())].into(),
            Kind::Number { min, max, .. } => {
                let between = min + (max - min) * pick(1000) as f64 / 1000.0;
                [min, max, between][pick(3)].into()
            }
            Kind::Count { min, max, .. } => {
                let between = min + pick((max - min) as usize + 1) as f64;
                [min, max, between][pick(3)].into()
            }
            Kind::List { .. } => {
                let all = ["#efe6d2", "#1f2f4f", "#aa2233", "#228844"];
                all[..1 + pick(4)].to_vec().into()
            }
            Kind::Record { .. } => "AB".into(),
            _ => continue,
        };
        parameters.insert(parameter.name.into(), value);
    }
    let json = serde_json::json!({
        "garment": garment.name,
        "gauge": {"wales_per_100mm": wales, "courses_per_100mm": courses},
        "parameters": parameters,
    });
    try_on(turn, garment, &json, &machine, &sizes, sex)
}

/// Drafts, knits and proves all panels.
fn try_on(
    turn: usize,
    garment: &'static Garment,
    json: &serde_json::Value,
    machine: &Machine,
    sizes: &Sizes,
    sex: Option<Sex>,
) -> Outcome {
    let names = Machine::NAMES.into_iter();
    let machine_name = names.into_iter().find(|n| *n == machine.name);
    let machine_name = machine_name.unwrap_or_default();
    let what = format!("{turn}: {json} on {machine_name}");
    let refused = |why: String| Outcome::Refused(garment.name, machine_name, why);
    let design = match Design::from_json(json.to_string().as_bytes()) {
        Ok(design) => design,
        Err(e) => return Outcome::Fault(format!("{what}: {e}")),
    };
    let pattern = match divided(&design, machine, |design| draft_sizes(sizes, design, sex)) {
        Ok(pattern) => pattern,
        Err(DraftError::CannotDraft { name, hint, .. }) if !hint.is_empty() => {
            return refused(name);
        }
        Err(DraftError::Impossible { name, .. }) => return refused(name),
        Err(e) => return Outcome::Fault(format!("{what}: {e}")),
    };
    let mut minutes = 0.0;
    for panel in &pattern.panels {
        let allowance = pattern.linking_allowance_wales;
        match knit_panel(panel, &design.gauge, machine, allowance) {
            Ok(knitted) => minutes += knitted.report.passes.minutes,
            Err(Error::TooWide(wide)) => return refused(format!("too wide: {}", wide.panel)),
            Err(Error::Unknittable { reason, .. }) => {
                let reason = reason.replace(machine_name, "it");
                let letters = reason.chars().filter(|c| !c.is_ascii_digit());
                return refused(letters.take(70).collect());
            }
            Err(e) => return Outcome::Fault(format!("{what}: {e}")),
        }
    }
    Outcome::Knitted(garment.name, machine_name, pattern.panels.len(), minutes)
}
