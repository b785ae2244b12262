//! Panels by hand, knitted on both machines.

use purlform::export;
use purlform::garment::{Edge, Gauge, Join, Panel, Structure, Zone};
use purlform::geom::Vec2;
use purlform::knit::{Error, KnittedPanel, Machine, knit_panel, simulate};

const KNITERATE: Gauge = Gauge {
    wales_per_100mm: 34.0,
    courses_per_100mm: 46.0,
};
const FINE: Gauge = Gauge {
    wales_per_100mm: 45.0,
    courses_per_100mm: 62.0,
};

fn machine(name: &str) -> Machine {
    Machine::built_in(name).expect("built in")
}

fn edge(name: &str, joined: bool, points: &[(f64, f64)]) -> Edge {
    let join = Join {
        panel: "other".into(),
        edge: "edge".into(),
    };
    Edge {
        name: name.into(),
        points: points.iter().map(|(x, y)| Vec2::new(*x, *y)).collect(),
        joins: if joined { vec![join] } else { Vec::new() },
    }
}

fn panel(name: &str, rib_mm: f64, edges: Vec<Edge>) -> Panel {
    let zone = |from_mm, structure| Zone { from_mm, structure };
    let zones = if rib_mm > 0.0 {
        vec![
            zone(0.0, Structure::Rib1x1),
            zone(rib_mm, Structure::Jersey),
        ]
    } else {
        vec![zone(0.0, Structure::Jersey)]
    };
    Panel {
        name: name.into(),
        edges,
        zones,
        ..Panel::default()
    }
}

fn rectangle(rib_mm: f64, width: f64, height: f64) -> Panel {
    let x = width / 2.0;
    panel(
        "rectangle",
        rib_mm,
        vec![
            edge("hem", false, &[(-x, 0.0), (x, 0.0)]),
            edge("side_right", true, &[(x, 0.0), (x, height)]),
            edge("top", false, &[(x, height), (-x, height)]),
            edge("side_left", true, &[(-x, height), (-x, 0.0)]),
        ],
    )
}

/// Half a front, right side, from the hem to the middle of the neck; mirrored for the left.
fn body(name: &str, s: f64, neck_depth: f64) -> Panel {
    let (half, side, armhole) = (250.0 * s, 380.0 * s, 210.0 * s);
    let across = 185.0 * s;
    let neck = 85.0 * s;
    let (top, drop) = (side + armhole + 30.0 * s, 30.0 * s);
    let arc = |n: usize, f: &dyn Fn(f64) -> (f64, f64)| -> Vec<(f64, f64)> {
        (0..=n).map(|i| f(i as f64 / n as f64)).collect()
    };
    let mut armhole_points = vec![(half, side), (half - 25.0, side)];
    armhole_points.extend(arc(12, &|t| {
        let a = t * std::f64::consts::FRAC_PI_2;
        (
            half - 25.0 - (half - 25.0 - across) * a.sin(),
            side + 0.35 * armhole * (1.0 - a.cos()),
        )
    }));
    armhole_points.push((across, top - drop));
    armhole_points.dedup();
    let neck_points = arc(24, &|t| {
        let a = t * std::f64::consts::PI;
        (neck * a.cos(), top - neck_depth * a.sin())
    });
    let mirror = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        points.iter().rev().map(|(x, y)| (-x, *y)).collect()
    };
    let shoulder = [(across, top - drop), (neck, top)];
    panel(
        name,
        60.0,
        vec![
            edge("hem", false, &[(-half, 0.0), (half, 0.0)]),
            edge("side_right", true, &[(half, 0.0), (half, side)]),
            edge("armhole_right", true, &armhole_points),
            edge("shoulder_right", true, &shoulder),
            edge("neck", true, &neck_points),
            edge("shoulder_left", true, &mirror(&shoulder)),
            edge("armhole_left", true, &mirror(&armhole_points)),
            edge("side_left", true, &[(-half, side), (-half, 0.0)]),
        ],
    )
}

fn sleeve(s: f64) -> Panel {
    let (cuff, upper, length, cap) = (105.0 * s, 180.0 * s, 430.0 * s, 140.0 * s);
    let mut right = vec![(upper, length), (upper - 25.0, length)];
    let n = 20;
    for i in 1..=n {
        let t = f64::from(i) / f64::from(n);
        // A bell: flat, steep, flat.
        let y = cap * (t - (std::f64::consts::TAU * t).sin() / 9.0);
        right.push(((upper - 25.0) * (1.0 - t) + 30.0 * t, length + y));
    }
    let mirrored: Vec<_> = right.iter().rev().map(|(x, y)| (-x, *y)).collect();
    panel(
        "sleeve",
        60.0,
        vec![
            edge("cuff", false, &[(-cuff, 0.0), (cuff, 0.0)]),
            edge(
                "underarm_right",
                true,
                &[(cuff, 0.0), (cuff, 60.0 * s), (upper, length)],
            ),
            edge("cap_right", true, &right),
            edge(
                "cap_top",
                true,
                &[(30.0, length + cap), (-30.0, length + cap)],
            ),
            edge("cap_left", true, &mirrored),
            edge(
                "underarm_left",
                true,
                &[(-upper, length), (-cuff, 60.0 * s), (-cuff, 0.0)],
            ),
        ],
    )
}

fn knit(panel: &Panel, gauge: &Gauge, machine: &Machine) -> KnittedPanel {
    knit_panel(panel, gauge, machine, 1)
        .unwrap_or_else(|e| panic!("{} on {}: {e}", panel.name, machine.name))
}

fn save(name: &str, knitted: &KnittedPanel) {
    if let Ok(dir) = std::env::var("SAVE_PROGRAMS") {
        let k = export::knitout::write(&knitted.program);
        std::fs::write(format!("{dir}/{name}.k"), k).expect("written");
        if knitted.program.kniterate {
            let kc = export::kcode::write(&knitted.program);
            std::fs::write(format!("{dir}/{name}.kc"), kc).expect("written");
        }
    }
}

#[test]
fn every_panel_and_size_knits_clean_on_both_machines() {
    for (name, gauge) in [("kniterate", KNITERATE), ("vbed-e7", FINE)] {
        let machine = machine(name);
        for s in [0.5, 0.75, 1.0, 1.15] {
            let panels = [
                rectangle(40.0, 300.0 * s, 200.0 * s),
                Panel {
                    name: "jersey".into(),
                    ..rectangle(0.0, 200.0 * s, 100.0 * s)
                },
                body("front", s, 80.0 * s),
                body("back", s, 25.0),
                sleeve(s),
            ];
            for panel in &panels {
                let knitted = knit(panel, &gauge, &machine);
                save(&format!("{name}-{}-{s}", panel.name), &knitted);
                let text = export::knitout::write(&knitted.program);
                let report = simulate(text.as_bytes(), &machine);
                assert!(
                    report.findings.is_empty(),
                    "{} {:?}",
                    panel.name,
                    &report.findings[..report.findings.len().min(5)]
                );
                assert_eq!(
                    report.stats.operations,
                    knitted.program.ops.len() as u64,
                    "{}",
                    panel.name
                );
            }
        }
    }
}

/// The golden k-code equals, comments apart, what the public Kniterate backend makes of the golden knitout.
#[test]
fn a_small_front_is_written_as_ever() {
    let gauge = Gauge {
        wales_per_100mm: 10.0,
        courses_per_100mm: 12.0,
    };
    let machine = Machine {
        waste_courses: 4,
        top_waste_courses: 2,
        ..machine("kniterate")
    };
    let knitted = knit(&body("front", 0.6, 70.0), &gauge, &machine);
    for (name, text) in [
        ("front.k", export::knitout::write(&knitted.program)),
        ("front.kc", export::kcode::write(&knitted.program)),
    ] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/knit");
        let path = folder.join(name);
        if std::env::var_os("REGENERATE").is_some() {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(&path, &text).expect("written");
        }
        let golden = std::fs::read_to_string(&path).expect("golden file; REGENERATE=1 makes it");
        assert!(golden == text, "{name} differs; if it should, REGENERATE=1");
    }
}

#[test]
fn a_panel_wider_than_the_bed_says_what_would_fit() {
    let machine = machine("kniterate");
    let error = knit_panel(&rectangle(40.0, 600.0, 200.0), &FINE, &machine, 1).unwrap_err();
    assert!(error.is_unmakeable());
    let Error::TooWide(wide) = &error else {
        panic!("{error}")
    };
    assert_eq!((wide.wales, wide.needles), (272, 252));
    assert_eq!(wide.fitting_machine.as_deref(), Some("vbed-e7"));
    assert!((wide.widest_mm - 250.0 / 0.45).abs() < 1e-9);
    let text = error.to_string();
    assert!(
        text.contains("556 mm") && text.contains("vbed-e7"),
        "{text}"
    );
    // What is said to fit does fit.
    let gauge = Gauge {
        wales_per_100mm: wide.fitting_wales_per_100mm.expect("a gauge"),
        ..FINE
    };
    assert!(knit_panel(&rectangle(40.0, 600.0, 200.0), &gauge, &machine, 1).is_ok());
    let width = wide.widest_mm - 1.0;
    assert!(knit_panel(&rectangle(40.0, width, 200.0), &FINE, &machine, 1).is_ok());
}

#[test]
fn a_gauge_that_the_bed_hardly_gives_is_a_warning() {
    let machine = machine("kniterate");
    for (wales, expected) in [(27.0, 1), (28.0, 0), (49.0, 0), (50.0, 1)] {
        let gauge = Gauge {
            wales_per_100mm: wales,
            ..KNITERATE
        };
        let knitted = knit(&rectangle(40.0, 200.0, 100.0), &gauge, &machine);
        assert_eq!(knitted.warnings.len(), expected, "{wales}");
    }
    let gauge = Gauge {
        courses_per_100mm: f64::NAN,
        ..KNITERATE
    };
    let error = knit_panel(&rectangle(40.0, 200.0, 100.0), &gauge, &machine, 1).unwrap_err();
    assert!(error.to_string().contains("courses_per_100mm"), "{error}");
}

#[test]
fn machine_files_are_checked_by_field() {
    let good = serde_json::to_value(machine("kniterate")).expect("json");
    let read = |value: &serde_json::Value| Machine::from_json(value.to_string().as_bytes());
    assert_eq!(read(&good).expect("a machine"), machine("kniterate"));
    for (field, value) in [
        ("needles", serde_json::json!(0)),
        ("gauge_npi", serde_json::json!(-7.0)),
        ("carriers", serde_json::json!(["1", "1", "2", "3"])),
        ("turn_s", serde_json::json!(1e9)),
        ("needels", serde_json::json!(252)),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        let error = read(&bad).unwrap_err().to_string();
        assert!(error.contains(field), "{error}");
    }
    assert!(Machine::from_json(b"[").is_err());
}

#[test]
fn reports_add_up() {
    let machine = machine("vbed-e7");
    let report = knit(&rectangle(0.0, 200.0, 100.0), &KNITERATE, &machine).report;
    // 68 wales and one linking wale a side, 46 courses.
    assert_eq!((report.wales, report.courses), (70, 46));
    assert_eq!(report.stitches, 70 * 46);
    // Munden: sqrt(21.6 / (3.4 * 4.6)) cm a loop.
    let loop_m = (21.6f64 / (3.4 * 4.6)).sqrt() / 100.0;
    let edges = 0.5 * 46.0;
    assert!((report.yarn_m - (70.0 * 46.0 + edges) * loop_m).abs() < 1e-9);
    // Waste 16, draw 2, piece 47 (its first course in two), draw 2, waste 8, one drop.
    assert_eq!(report.passes.knit, 16 + 2 + 47 + 2 + 8 + 1);
    assert_eq!(report.passes.transfer, 1);
    let stroke = (70.0 + 20.0) * 25.4 / 7.0 / 1000.0;
    let strokes = f64::from(report.passes.knit + report.passes.empty) * (stroke / 1.0 + 0.3);
    let minutes = (strokes + stroke / 0.7 + 0.3) / 60.0;
    assert!((report.passes.minutes - minutes).abs() < 0.02, "{minutes}");
}

#[test]
fn the_neck_is_split_with_the_new_carrier_on_the_left() {
    let knitted = knit(&body("front", 1.0, 80.0), &KNITERATE, &machine("kniterate"));
    let text = export::knitout::write(&knitted.program);
    let (_, halves) = text.split_once(";left and right half\n").expect("a split");
    let first = halves
        .lines()
        .find(|l| l.starts_with("knit"))
        .expect("a knit");
    assert!(
        first.starts_with("knit + f") && first.ends_with(" 4"),
        "{first}"
    );
    // The halves take turns: no carrier knits more than two courses in a row.
    let (halves, _) = halves.split_once(";draw thread").expect("an end");
    let mut courses = Vec::new();
    for line in halves.lines().filter(|l| l.starts_with("knit")) {
        let words: Vec<&str> = line.split(' ').collect();
        let course = (words[3].to_string(), words[1].to_string());
        if courses.last() != Some(&course) {
            courses.push(course);
        }
    }
    for three in courses.windows(3) {
        let same = three.iter().all(|c| c.0 == three[0].0);
        let bind_off = three[0].1 == three[2].1 && same;
        assert!(!same || bind_off, "{three:?}");
    }
}
