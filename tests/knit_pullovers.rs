//! Whole pullovers of real people on both machines.

mod people;

use people::{ansur, invented};
use purlform::garment::{Design, Pattern, draft_sizes};
use purlform::knit::{Error, Machine, knit_panel};

fn design(wales: f64, courses: f64) -> Design {
    let text = format!(
        r#"{{"version":1,"garment":"pullover","gauge":{{"wales_per_100mm":{wales},"courses_per_100mm":{courses}}}}}"#
    );
    Design::from_json(text.as_bytes()).expect("a design")
}

/// Knits all panels; `false` if one is wider than the bed, `Err` for what this library must never refuse.
fn knits(pattern: &Pattern, design: &Design, machine: &Machine) -> Result<bool, String> {
    for panel in &pattern.panels {
        let allowance = pattern.linking_allowance_wales;
        match knit_panel(panel, &design.gauge, machine, allowance) {
            Ok(_) => {}
            Err(Error::TooWide(_)) => return Ok(false),
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(true)
}

fn all_knit(name: &str, wales: f64, courses: f64, may_be_too_wide: bool) {
    let machine = Machine::built_in(name).expect("built in");
    let design = design(wales, courses);
    let real = ansur(people_drawn()).unwrap_or_default();
    let count = real.len();
    let real = real.into_iter().map(|(sizes, sex)| (sizes, Some(sex)));
    let (mut knitted, mut wide, mut faults) = (0, 0, Vec::new());
    for (i, (sizes, sex)) in real.chain((0..10).map(invented)).enumerate() {
        let pattern = draft_sizes(&sizes, &design, sex).expect("a pattern");
        match knits(&pattern, &design, &machine) {
            Ok(true) => knitted += 1,
            Ok(false) if i < count => wide += 1,
            Ok(false) => {}
            Err(fault) => faults.push(format!("{i}: {fault}")),
        }
    }
    println!("{name} at {wales} x {courses}: {knitted} knitted, {wide} real people too wide");
    assert!(
        faults.is_empty(),
        "{} {:#?}",
        faults.len(),
        &faults[..faults.len().min(10)]
    );
    assert!(may_be_too_wide || wide == 0, "{wide} too wide");
}

/// Few by default; `KNIT_PEOPLE=200` for all that are asked for.
fn people_drawn() -> usize {
    let asked = std::env::var("KNIT_PEOPLE").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(16)
}

#[test]
fn vbed_e7_fine() {
    all_knit("vbed-e7", 45.0, 62.0, false);
}

#[test]
fn kniterate_at_its_gauge() {
    all_knit("kniterate", 34.0, 46.0, false);
}

#[test]
fn kniterate_too_fine() {
    all_knit("kniterate", 45.0, 62.0, true);
}
