//! Socks: tubes knitted round, with a heel of short rows and a narrowed toe.

mod people;

use people::{ansur, invented};
use purlform::garment::{Design, Paired, Sizes, draft, draft_sizes};
use purlform::knit::program::{Bed, Op};
use purlform::knit::{Error, KnittedPanel, Machine, Stitch, knit_panel, tube};
use purlform::measure::Measurements;

fn design(parameters: &str) -> Design {
    let json = format!(
        r#"{{"version":1,"garment":"sock","gauge":{{"wales_per_100mm":45,"courses_per_100mm":62}},"parameters":{parameters}}}"#
    );
    Design::from_json(json.as_bytes()).expect("a design")
}

fn sock(sizes: &Sizes, machine: &str, parameters: &str) -> Result<KnittedPanel, Error> {
    let design = design(parameters);
    let pattern = draft_sizes(sizes, &design, None).expect("a pattern");
    let machine = Machine::built_in(machine).expect("built in");
    let panel = pattern.panel("sock_left").expect("a sock");
    knit_panel(panel, &design.gauge, &machine, 1)
}

/// Loops of the heel: those of the back bed that the front bed has not.
fn knits(panel: &KnittedPanel, bed: Bed) -> usize {
    let yarn = |op: &&Op| matches!(op, Op::Knit(_, n, set) if n.bed == bed && !panel.program.waste.contains(*set));
    panel.program.ops.iter().filter(yarn).count()
}

#[test]
fn every_machine_knits_them_round() {
    for name in Machine::NAMES {
        let (sizes, _) = invented(12);
        let knitted = sock(&sizes, name, "{}").unwrap_or_else(|e| panic!("{name}: {e}"));
        let turns = knitted.shape.tube.as_ref().expect("a tube");
        let heel: usize = turns.heel.iter().map(|r| r.span.width() as usize).sum();
        assert_eq!(
            knits(&knitted, Bed::Back),
            knits(&knitted, Bed::Front) + heel,
            "{name}"
        );
        let tucks = knitted
            .fabric
            .cells
            .iter()
            .filter(|c| **c == Stitch::TuckBack);
        let wraps = turns.heel.iter().filter(|r| r.wrap.is_some()).count();
        assert_eq!(tucks.count(), wraps, "{name}");
        // Two pairs a wale and side, down and up again; only the last pair has no loop beside it.
        let out = (turns.heel[0].span.width() + 1 - turns.shortest().unwrap().span.width()) / 2;
        assert_eq!(turns.heel.len() as i32, 4 * out, "{name}");
        assert_eq!(wraps, turns.heel.len() - 2, "{name}");
        assert!(
            knitted
                .warnings
                .iter()
                .all(|w| w.code == "gauge_implausible"),
            "{name}"
        );
    }
}

/// A program that skips a turn's tuck, a round's stitch or a narrowing is not the sock that was designed.
#[test]
fn the_proof_sees_each_fault() {
    let (sizes, _) = invented(12);
    let knitted = sock(&sizes, "vbed-e7", "{}").expect("a sock");
    let turns = knitted.shape.tube.as_ref().expect("a tube");
    let mut yarn = knitted.program.waste;
    yarn.0 = !yarn.0;
    let prove = |program: &_| tube::prove(&knitted.shape, turns, program, yarn);
    prove(&knitted.program).expect("it is proven");
    let waste = knitted.program.waste;
    let kinds: [fn(&Op) -> bool; 3] = [
        |op| matches!(op, Op::Tuck(..)),
        |op| matches!(op, Op::Knit(..)),
        |op| matches!(op, Op::Xfer(..)),
    ];
    for (kind, is) in kinds.iter().enumerate() {
        let of_yarn = |op: &Op| match op {
            Op::Tuck(_, _, set) | Op::Knit(_, _, set) => !waste.contains(*set),
            _ => true,
        };
        let places: Vec<usize> = (knitted.program.ops.iter().enumerate())
            .filter(|(_, op)| is(op) && of_yarn(op))
            .map(|(i, _)| i)
            .collect();
        for place in [
            places[0],
            places[places.len() / 2],
            places[places.len() - 1],
        ] {
            let mut faulty = knitted.program.clone();
            faulty.ops.remove(place);
            // What it does not see is that the last transfers leave loops where the draw thread needs them.
            assert!(prove(&faulty).is_err(), "kind {kind}, operation {place}");
        }
    }
}

#[test]
fn feet_that_were_measured_are_used_and_others_assumed() {
    let tape = |json: &str| Measurements::from_json(json.as_bytes()).expect("measurements");
    let height = |json: &str| {
        let pattern = draft(&tape(json), &design("{}"), None).expect("a pattern");
        let panel = pattern.panel("sock_left").expect("a sock");
        let top = panel.outline().iter().fold(0.0f64, |h, p| h.max(p.y));
        let assumed: Vec<String> = pattern.assumed.iter().map(|a| a.id.clone()).collect();
        (top, assumed)
    };
    let (usual, assumed) = height(r#"{"sex":"female","stature":1630}"#);
    assert!(
        ["foot_length", "foot_girth", "ankle_girth"]
            .iter()
            .all(|id| assumed.contains(&id.to_string()))
    );
    let (longer, assumed) = height(r#"{"sex":"female","stature":1630,"foot_length":270}"#);
    assert!(!assumed.contains(&"foot_length".to_string()));
    assert!(longer > usual + 10.0, "{usual} {longer}");
    // Women of ANSUR II who are 1.63 m tall have feet of 246 mm.
    let (known, _) = height(r#"{"sex":"female","stature":1630,"foot_length":246}"#);
    assert!((known - usual).abs() < 3.0, "{usual} {known}");
    let wrong = Measurements::from_json(br#"{"foot_length":27}"#)
        .unwrap_err()
        .to_string();
    assert!(wrong.contains("foot_length"), "{wrong}");
}

#[test]
fn feet_of_all_sizes_have_socks() {
    let real = ansur(20)
        .unwrap_or_default()
        .into_iter()
        .map(|(sizes, _)| sizes);
    let invented = (0..30).map(|seed| invented(seed).0);
    for (i, mut sizes) in real.chain(invented).enumerate() {
        let girth = sizes.foot_girth.left;
        sizes.foot_girth = Paired {
            left: 0.97 * girth,
            right: girth,
        };
        let machine = ["vbed-e7", "kniterate", "swg"][i % 3];
        let fit = ["very_close", "average", "oversized"][i / 3 % 3];
        let knitted = sock(&sizes, machine, &format!(r#"{{"fit":"{fit}"}}"#));
        let knitted = knitted.unwrap_or_else(|e| panic!("{i}: {e}"));
        // As long as the foot, stretched by a twentieth, less what the heel takes.
        assert!(
            knitted.report.height_mm > 0.6 * sizes.foot_length.left,
            "{i}"
        );
    }
}
