//! A piece of each garment for a child and of each structure before an independent virtual knitting machine (PyPI knitout-interpreter), where that is at hand.

mod people;

use people::invented;
use purlform::export::knitout;
use purlform::garment::{
    Design, Edge, Gauge, Panel, Structure, Zone, default_jacquard, draft_sizes, garments,
};
use purlform::geom::Vec2;
use purlform::knit::{Machine, knit_panel};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The interpreter's script and the Python that has its package; `None` where either is absent.
fn judge() -> Option<(PathBuf, String)> {
    let shared = std::env::var_os("PURLFORM_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let script = shared.join("tools/knit/simulate_knitout.py");
    let python = std::env::var("PURLFORM_PYTHON").unwrap_or_else(|_| "python3".into());
    let has = Command::new(&python)
        .args(["-c", "import knitout_interpreter"])
        .output();
    if !script.is_file() || !has.is_ok_and(|o| o.status.success()) {
        println!("skipped: ../shared or the Python package knitout-interpreter==0.1.8 is absent");
        return None;
    }
    Some((script, python))
}

/// A small trapezium of a structure above a rib, which narrows on both sides.
fn piece(structure: Structure) -> Panel {
    let edge = |name: &str, points: &[(f64, f64)]| {
        let points = points.iter().map(|(x, y)| Vec2::new(*x, *y)).collect();
        Edge::new(name, points, Vec::new())
    };
    let zone = |from_mm, structure| Zone { from_mm, structure };
    let mut panel = Panel {
        name: structure.name().into(),
        edges: vec![
            edge("hem", &[(-50.0, 0.0), (50.0, 0.0)]),
            edge("right", &[(50.0, 0.0), (50.0, 40.0), (40.0, 70.0)]),
            edge("top", &[(40.0, 70.0), (-40.0, 70.0)]),
            edge("left", &[(-40.0, 70.0), (-50.0, 40.0), (-50.0, 0.0)]),
        ],
        zones: vec![zone(0.0, Structure::Rib1x1), zone(12.0, structure)],
        ..Panel::default()
    };
    if matches!(
        structure,
        Structure::FloatJacquard | Structure::BirdseyeJacquard
    ) {
        default_jacquard(&mut panel).expect("yarns");
    }
    panel
}

/// A piece of each garment: necks of two halves, caps, bands with buttonholes, crowns, tubes with short rows.
#[test]
fn a_sample_of_each_garment_passes_the_independent_judge() {
    let (sizes, sex) = (0..400)
        .map(invented)
        .min_by(|a, b| a.0.stature.total_cmp(&b.0.stature))
        .expect("a child");
    let mut pieces = Vec::new();
    for (garment, parameters, names) in [
        (
            "pullover",
            r#"{"armhole":"raglan"}"#,
            &["front", "sleeve_left", "neck_band"][..],
        ),
        ("vest", "{}", &["back", "armhole_band_left"]),
        (
            "cardigan",
            r#"{"rib":"2x2"}"#,
            &["front_left", "band_right"],
        ),
        (
            "dress",
            r#"{"body_length":500,"bust_short_rows":30}"#,
            &["front"],
        ),
        ("skirt", "{}", &["front"]),
        ("beanie", "{}", &["front"]),
        ("scarf", r#"{"length":500,"width":150}"#, &["scarf"]),
        ("leg_warmer", "{}", &["leg_left"]),
        ("sock", "{}", &["sock_left", "cuff_left"]),
    ] {
        let design = format!(
            r#"{{"version":1,"garment":"{garment}","gauge":{{"wales_per_100mm":16,"courses_per_100mm":21}},"parameters":{parameters}}}"#
        );
        let design = Design::from_json(design.as_bytes()).expect("a design");
        let pattern = draft_sizes(&sizes, &design, sex).expect("a pattern");
        for name in names {
            let panel = pattern.panel(name).expect("the panel").clone();
            pieces.push((format!("{garment}-{name}"), panel));
        }
        assert!(garments().iter().any(|g| g.name == garment));
    }
    assert!(pieces.len() > garments().len());
    let gauge = Gauge {
        wales_per_100mm: 16.0,
        courses_per_100mm: 21.0,
    };
    // The Kniterate knits them all, a one-system, a three-system bed and the SWG share them.
    for (at, (name, panel)) in pieces.iter().enumerate() {
        let other = ["swg", "vbed-e7", "vbed-e7-3s"][at % 3];
        judged(other, &gauge, vec![(name.clone(), panel.clone())]);
    }
    judged("kniterate", &gauge, pieces);
}

#[test]
fn each_structure_passes_the_independent_judge() {
    let gauge = Gauge {
        wales_per_100mm: 30.0,
        courses_per_100mm: 40.0,
    };
    for (at, structure) in Structure::ALL.into_iter().enumerate() {
        // At half gauge the SWG does not rack as far as this moves loops.
        let far = structure == Structure::Rib2x2;
        let other = match at % 2 == 0 && !far {
            true => "swg",
            false => "vbed-e7-2s",
        };
        let pieces = vec![(structure.name().to_string(), piece(structure))];
        judged(other, &gauge, pieces);
    }
    let pieces = Structure::ALL.into_iter();
    let pieces = pieces.map(|s| (s.name().to_string(), piece(s))).collect();
    judged("kniterate", &gauge, pieces);
}

/// Hands panels, knitted on a machine, to the judge, a few at a time.
fn judged(machine: &str, gauge: &Gauge, pieces: Vec<(String, Panel)>) {
    let Some((script, python)) = judge() else {
        return;
    };
    let mut machine = Machine::built_in(machine).expect("built in");
    // What is waste needs no judge.
    (machine.waste_courses, machine.top_waste_courses) = (4, 2);
    // Tests run side by side: each call has a folder of its own.
    let first = pieces.first().map_or("", |(name, _)| name);
    let folder = std::env::temp_dir().join(format!(
        "purlform-judge-{}-{first}-{}",
        machine.name,
        std::process::id()
    ));
    std::fs::create_dir_all(&folder).expect("a folder");
    for pair in pieces.chunks(2) {
        let judges: Vec<_> = pair
            .iter()
            .map(|(name, panel)| {
                let knitted = knit_panel(panel, gauge, &machine, 1);
                let knitted = knitted.unwrap_or_else(|e| panic!("{name}: {e}"));
                let path = folder.join(format!("{name}-{}.k", gauge.wales_per_100mm));
                std::fs::write(&path, knitout::write(&knitted.program)).expect("written");
                let run = Command::new(&python)
                    .arg(&script)
                    .arg(&path)
                    .args([
                        &machine.needles.to_string(),
                        "4",
                        "In_Loose_Carrier_Warning",
                    ])
                    .stdout(std::process::Stdio::piped())
                    .spawn();
                (name, run.expect("the judge runs"))
            })
            .collect();
        for (name, run) in judges {
            let output = run.wait_with_output().expect("the judge ends");
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            println!("{name} on {}: {said}", machine.name);
            assert!(
                output.status.success(),
                "{name} on {}: {said}",
                machine.name
            );
        }
    }
    // A folder left behind harms nobody.
    let _ = std::fs::remove_dir_all(folder);
}
