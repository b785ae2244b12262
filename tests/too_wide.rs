//! What a refusal for breadth advises is true: the gauge and the machine that it names knit the whole garment.

use purlform::garment::{Design, garments};
use purlform::knit::Machine;
use purlform::measure::Measurements;
use purlform::pipeline::{Error, Fault, Order};
use serde_json::{Map, Value, json};

/// Rather more than shops' largest sizes.
fn person(bust: f64) -> Measurements {
    let json = json!({
        "sex": "female", "stature": 1750, "bust_girth": bust, "underbust_girth": bust - 230.0, "waist_girth": bust - 100.0,
        "hip_girth": bust + 60.0, "head_girth": 640, "foot_girth": 320, "calf_girth": 560, "ankle_girth": 360,
    });
    Measurements::from_json(json.to_string().as_bytes()).expect("measurements")
}

fn design(garment: &str, gauge: [f64; 2], parameters: &Map<String, Value>) -> Option<Design> {
    let json = json!({
        "garment": garment, "parameters": parameters,
        "gauge": {"wales_per_100mm": gauge[0], "courses_per_100mm": gauge[1]},
    });
    Design::from_json(json.to_string().as_bytes()).ok()
}

fn made(design: &Design, person: &Measurements, machine: &str) -> Result<Order, Error> {
    Order::new(
        person,
        design,
        &Machine::built_in(machine).expect("built in"),
    )
}

/// The words between two others.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let rest = text.split_once(from)?.1;
    Some(rest.split_once(to).map_or(rest, |(word, _)| word))
}

/// Follows a refusal's advice; how many pieces of advice there were.
fn follow(
    garment: &str,
    gauge: [f64; 2],
    parameters: &Map<String, Value>,
    person: &Measurements,
    machine: &str,
) -> [usize; 2] {
    let Some(wanted) = design(garment, gauge, parameters) else {
        return [0; 2];
    };
    let Err(refused) = made(&wanted, person, machine) else {
        return [0; 2];
    };
    let what = format!("{garment} {parameters:?} at {gauge:?} on {machine}: {refused}");
    assert_eq!(refused.fault, Fault::CannotMake, "{what}");
    if refused.code != "too_wide" {
        return [0; 2];
    }
    let text = &refused.message;
    let other = between(text, "or on ", "\n").or(between(text, "fits on ", "\n"));
    let coarser = between(text, "fits at ", " wales").map(|n| n.parse::<f64>().expect("a number"));
    assert!(
        other.is_some() || text.contains("no built-in machine is wide enough"),
        "{what}"
    );
    if let Some(other) = other {
        let order = made(&wanted, person, other);
        assert!(order.is_ok(), "{what} => {:?}", order.err());
    }
    if let Some(wales) = coarser {
        assert!(wales < gauge[0], "{what}");
        let coarse = design(garment, [wales, gauge[1]], parameters).expect("a design");
        let order = made(&coarse, person, machine);
        assert!(order.is_ok(), "{what} => {:?}", order.err());
    }
    [1, usize::from(other.is_some() || coarser.is_some())]
}

/// Follows the advice for all garments, armholes and far-racking structures, each on all machines or on one by turns.
fn walk(machines: &[&str], by_turns: bool) {
    let mut seen = [0; 2];
    for (at, garment) in garments().iter().enumerate() {
        let mut choices = vec![Map::new()];
        let armholes = ["set_in", "raglan", "drop", "saddle"].map(|word| ("armhole", json!(word)));
        let structures = ["cable_3x3", "rib_2x2"].map(|word| ("structure", json!(word)));
        for (name, value) in armholes.into_iter().chain(structures) {
            choices.push(Map::from_iter([(name.to_string(), value)]));
        }
        for (turn, parameters) in choices.iter().enumerate() {
            for (i, machine) in machines.iter().enumerate() {
                if by_turns && i != (at + turn) % machines.len() {
                    continue;
                }
                for (bust, gauge) in [(1900.0, [70.0, 90.0]), (1700.0, [52.0, 70.0])] {
                    let person = person(bust);
                    let told = follow(garment.name, gauge, parameters, &person, machine);
                    seen = [seen[0] + told[0], seen[1] + told[1]];
                }
            }
        }
    }
    println!("{} refused for breadth, {} with advice", seen[0], seen[1]);
    assert!(seen[0] > 10 && seen[1] > seen[0] / 2, "{seen:?}");
}

#[test]
fn what_is_said_to_fit_is_knitted() {
    walk(&["kniterate", "vbed-e5", "vbed-e7"], true);
}

/// All that the other takes by turns, in some minutes: `cargo test --release --test too_wide -- --ignored`.
#[test]
#[ignore = "some minutes"]
fn what_is_said_to_fit_is_knitted_on_all_machines() {
    walk(
        &[
            "kniterate",
            "vbed-e5",
            "vbed-e7",
            "swg",
            "vbed-e12",
            "vbed-e14",
        ],
        false,
    );
}

/// The cuff of a sock is as long as its tube is round: twice as wide as the tube on its two beds.
#[test]
fn a_wide_socks_cuff_is_knitted_in_halves() {
    let none = Map::new();
    let sock = design("sock", [75.0, 100.0], &none).expect("a design");
    let order = made(&sock, &person(1500.0), "kniterate").unwrap_or_else(|e| panic!("{e}"));
    assert!(order.pattern.panel("cuff_left_2").is_some());
    assert!(order.panels.iter().all(|p| p.report.wales <= 252));
}
