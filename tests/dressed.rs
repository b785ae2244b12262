//! All garments for a few people, each in a construction and on a machine of its own: whatever is not knitted is refused
//! with a reason. `cargo run --release --example wardrobe` does the same for a thousand.

mod people;
mod wardrobe;

use purlform::garment::Design;
use purlform::knit::Machine;
use purlform::measure::Measurements;
use purlform::pipeline::{Fault, Order};
use wardrobe::{Outcome, at_the_limits, bodies, dress, dress_in_colours};

/// Dresses those of `n` people; what was knitted.
fn dressed(n: usize, which: &[usize]) -> usize {
    let everyone = bodies(n);
    let mut knitted = 0;
    for i in which {
        let mut outcomes = dress(*i, &everyone[*i]);
        outcomes.push(dress_in_colours(*i, &everyone[*i]));
        for outcome in outcomes {
            match outcome {
                Outcome::Knitted(_, _, panels, minutes) => {
                    assert!(panels > 0 && minutes > 0.0);
                    knitted += 1;
                }
                Outcome::Refused(garment, machine, why) => {
                    println!("{garment} on {machine}: {why}")
                }
                Outcome::Fault(what) => panic!("{what}"),
            }
        }
    }
    knitted
}

#[test]
fn a_few_people_are_dressed() {
    let knitted = dressed(200, &[10, 90, 170]);
    assert!(knitted > 18, "{knitted} of 27");
}

/// Narrow halves beside a neck in ribs, garter and tuck structures, and narrowings of three wales for three systems, once
/// put loops where they could not be.
#[test]
fn narrow_pieces_are_narrowed_in_turns() {
    dressed(120, &[74, 103]);
    dressed(40, &[30]);
}

/// Edge wales that wait beside tucks were once narrowed before they had been knitted on their new bed.
#[test]
fn edges_of_tuck_structures_are_knitted_before_they_are_narrowed() {
    dressed(120, &[2, 36]);
    dressed(40, &[36]);
}

/// A skirt too wide for the bed in two panels is knitted in as many as fit; a design that says two is refused.
#[test]
fn a_wide_skirt_is_knitted_in_gores() {
    let person = br#"{"sex":"female","stature":1700,"waist_girth":1100,"hip_girth":1300}"#;
    let person = Measurements::from_json(person).expect("measurements");
    let machine = Machine::built_in("kniterate").expect("built in");
    let design = |parameters: &str| {
        let json = format!(
            r#"{{"garment":"skirt","gauge":{{"wales_per_100mm":45,"courses_per_100mm":62}},"parameters":{parameters}}}"#
        );
        Design::from_json(json.as_bytes()).expect("a design")
    };
    let order = Order::new(&person, &design("{}"), &machine).expect("an order");
    assert!(order.panels.len() > 2 && order.panels.iter().all(|p| p.report.wales <= 252));
    assert!(order.pattern.notes.iter().any(|n| n.code == "gores_added"));
    let gores = order.pattern.parameters.iter().find(|p| p.name == "gores");
    assert!(gores.is_some_and(|g| !g.given && g.value == order.panels.len() as f64));
    let refused = Order::new(&person, &design(r#"{"gores":2}"#), &machine).unwrap_err();
    assert_eq!(
        (refused.code.as_str(), refused.fault),
        ("too_wide", Fault::CannotMake)
    );
}

/// Parameters at their limits on people of any size: what is not knitted is refused with a reason. The named ones once were
/// neither: ribs lower than their cast-on, a V so shallow that its halves are bound off from one wale, a hook that held one
/// yarn while wales beside it were left open.
#[test]
fn designs_at_their_limits_are_knitted_or_refused() {
    let known = [0, 13, 31, 36, 53, 55, 117, 221, 819];
    let mut knitted = 0;
    for turn in (1000..1030).chain(known) {
        match at_the_limits(turn) {
            Outcome::Knitted(..) => knitted += 1,
            Outcome::Refused(garment, machine, why) => println!("{garment} on {machine}: {why}"),
            Outcome::Fault(what) => panic!("{what}"),
        }
    }
    assert!(knitted > 12, "{knitted}");
}
