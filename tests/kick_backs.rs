//! Carriers stop beyond where they are sent: nobody works there, and what moves them aside is in the program and in its time.

mod people;

use purlform::garment::{Design, draft_sizes};
use purlform::knit::program::Op;
use purlform::knit::{KnittedPanel, Machine, Rule, knit_panel, simulate};

fn machine(name: &str, stopping_distance_needles: f64) -> Machine {
    Machine {
        stopping_distance_needles,
        ..Machine::built_in(name).expect("built in")
    }
}

fn front(machine: &Machine, wales: f64, parameters: &str) -> KnittedPanel {
    let design = format!(
        r#"{{"garment":"vest","gauge":{{"wales_per_100mm":{wales},"courses_per_100mm":{}}},"parameters":{parameters}}}"#,
        1.35 * wales
    );
    let design = Design::from_json(design.as_bytes()).expect("a design");
    let (sizes, sex) = people::invented(3);
    let pattern = draft_sizes(&sizes, &design, sex).expect("a pattern");
    let panel = pattern.panel("front").expect("a front");
    knit_panel(panel, &design.gauge, machine, 1).expect("a program without a warning")
}

fn misses(panel: &KnittedPanel) -> usize {
    let ops = panel.program.ops.iter();
    ops.filter(|op| matches!(op, Op::Miss(..))).count()
}

/// Lines on which a program's carriers are in the way.
fn in_the_way(machine: &Machine, body: &str) -> Vec<u32> {
    let text = format!(";!knitout-2\n;;Carriers: 1 2 3 4 5 6 7 8 9 10\n{body}");
    let report = simulate(text.as_bytes(), machine);
    let findings = report.findings.iter();
    let found = findings.filter(|f| f.rule == Rule::CarrierInTheWay);
    found.map(|f| f.line).collect()
}

/// The examples of the knitout specification's section on kick-backs.
#[test]
fn a_carrier_is_in_the_way_where_the_specification_kicks_it_back() {
    let start = "in 1\nin 2\ntuck + f2 2\ntuck + f11 2\nmiss + f30 2\ntuck + f1 1\n";
    for (body, distance, lines) in [
        ("xfer f2 b2\n", 5.0, vec![9]),
        ("xfer f2 b2\n", 0.0, vec![]),
        ("miss + f2 1\nxfer f2 b2\n", 5.0, vec![]),
        ("miss - f1 1\nxfer f2 b2\n", 5.0, vec![]),
        ("miss - f3 1\nxfer f2 b2\n", 5.0, vec![]),
        ("xfer f11 b11\n", 5.0, vec![]),
        ("xfer f11 b11\n", 12.0, vec![9]),
        ("drop f2\n", 5.0, vec![9]),
        (
            "in 3\ntuck + f0 3\ntuck + f1 3\ntuck + f2 3\n",
            5.0,
            vec![12],
        ),
    ] {
        let machine = machine("vbed-e7", distance);
        let found = in_the_way(&machine, &format!("{start}{body}"));
        assert_eq!(found, lines, "{body} at {distance}");
    }
}

/// At the point of a V the right half's carrier stands over the left half's last needles, and the other way round.
#[test]
fn the_halves_of_a_v_stay_clear_of_each_other() {
    let parameters = r#"{"neckline":"v"}"#;
    let near = front(&machine("vbed-e7-2s", 0.0), 40.0, parameters);
    let far = front(&machine("vbed-e7-2s", 5.0), 40.0, parameters);
    assert!(misses(&far) > misses(&near));
    assert!(far.report.passes.minutes > near.report.passes.minutes);
}

#[test]
fn a_motif_s_carrier_is_moved_aside_for_its_ground() {
    let parameters =
        r##"{"motif":{"text":"PURL"},"yarns":[{"colour":"#efe6d2"},{"colour":"#1f2f4f"}]}"##;
    for name in ["vbed-e7", "swg", "kniterate"] {
        let near = front(&machine(name, 0.0), 30.0, parameters);
        let far = front(&machine(name, 5.0), 30.0, parameters);
        assert!(misses(&far) > misses(&near) + 10, "{name}");
    }
}

/// A jacquard's yarns wait beside the piece, where nobody works.
#[test]
fn a_jacquard_needs_hardly_a_kick_back() {
    let parameters =
        r##"{"structure":"float_jacquard","yarns":[{"colour":"#efe6d2"},{"colour":"#1f2f4f"}]}"##;
    let near = front(&machine("vbed-e7", 0.0), 40.0, parameters);
    let far = front(&machine("vbed-e7", 5.0), 40.0, parameters);
    let more = far.report.passes.minutes / near.report.passes.minutes;
    assert!(more < 1.1, "{more:.2} times the time");
}
