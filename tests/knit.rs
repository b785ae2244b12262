//! Panels by hand, knitted on both machines.

use purlform::export;
use purlform::garment::{Edge, Gauge, Join, Panel, Structure, Zone};
use purlform::geom::Vec2;
use purlform::knit::{KnittedPanel, Machine, knit_panel, simulate};

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
