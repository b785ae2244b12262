//! Colours: jacquards and motifs over shaping, on every machine; the fabric that is built is the one that was designed.

use purlform::export::knitout;
use purlform::garment::{ColourChart, Edge, Gauge, Join, Panel, Structure, Zone};
use purlform::geom::Vec2;
use purlform::knit::{KnittedPanel, Machine, knit_panel, simulate};
use purlform::motif::{Chart, Yarn};

fn edge(name: &str, points: &[(f64, f64)]) -> Edge {
    let points = points.iter().map(|(x, y)| Vec2::new(*x, *y)).collect();
    Edge::new(name, points, vec![Join::to("other", "edge")])
}

/// A piece with a waist, an armhole on either side, sloping shoulders and a neck; sizes in mm.
fn front(structure: Structure, neck_depth: f64) -> Panel {
    let right = [
        (80.0, 0.0),
        (72.0, 40.0),
        (84.0, 90.0),
        (84.0, 100.0),
        (76.0, 100.0),
        (62.0, 120.0),
        (62.0, 160.0),
    ];
    let mirrored =
        |points: &[(f64, f64)]| -> Vec<_> { points.iter().rev().map(|(x, y)| (-x, *y)).collect() };
    let shoulder = [(62.0, 160.0), (28.0, 172.0)];
    let neck: Vec<_> = (0..=16)
        .map(|i| {
            let a = f64::from(i) * std::f64::consts::PI / 16.0;
            (28.0 * a.cos(), 172.0 - neck_depth * a.sin())
        })
        .collect();
    let zone = |from_mm, structure| Zone { from_mm, structure };
    Panel {
        name: format!("front-{}", structure.name()),
        edges: vec![
            edge("hem", &[(-80.0, 0.0), (80.0, 0.0)]),
            edge("side_right", &right),
            edge("shoulder_right", &shoulder),
            edge("neck", &neck),
            edge("shoulder_left", &mirrored(&shoulder)),
            edge("side_left", &mirrored(&right)),
        ],
        zones: vec![zone(0.0, Structure::Rib1x1), zone(20.0, structure)],
        ..Panel::default()
    }
}

fn coloured(mut panel: Panel, yarns: usize, chart: Chart, repeat: bool) -> Panel {
    panel.yarns = Yarn::defaults().into_iter().take(yarns).collect();
    panel.charts = vec![ColourChart {
        centre: Vec2::new(5.0, 95.0),
        chart,
        repeat,
    }];
    panel
}

/// A chart in which nothing repeats: blobs, specks and long runs.
fn noise(wales: usize, courses: usize, yarns: u8, seed: u64, run: u64) -> Chart {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut cells = Vec::new();
    while cells.len() < wales * courses {
        let colour = (next() % u64::from(yarns)) as u8;
        let length = 1 + next() % run;
        cells.extend((0..length).map(|_| colour));
    }
    Chart::new(wales, courses, |x, y| Some(cells[y * wales + x])).expect("a chart")
}

fn gauge(machine: &Machine) -> Gauge {
    Gauge {
        wales_per_100mm: 1.3 * machine.needles_per_100mm(),
        courses_per_100mm: 1.8 * machine.needles_per_100mm(),
    }
}

/// Clean on the machine, as a file too.
fn clean(panel: &Panel, machine: &Machine) -> KnittedPanel {
    let knitted = match knit_panel(panel, &gauge(machine), machine, 1) {
        Ok(knitted) => knitted,
        Err(error) => panic!("{} on {}: {error}", panel.name, machine.name),
    };
    let text = knitout::write(&knitted.program);
    let report = simulate(text.as_bytes(), machine);
    let first = report.findings.first();
    assert!(
        first.is_none(),
        "{} on {}: {first:?}",
        panel.name,
        machine.name
    );
    knitted
}

#[test]
fn jacquards_are_clean_over_shaping_on_every_machine() {
    for name in Machine::NAMES {
        let machine = Machine::built_in(name).expect("built in");
        for (seed, run) in [(1, 4), (2, 30)] {
            for structure in [
                Structure::Jersey,
                Structure::FloatJacquard,
                Structure::BirdseyeJacquard,
            ] {
                for neck in [45.0, 8.0] {
                    let chart = noise(24, 31, 2, seed, run);
                    let panel = coloured(front(structure, neck), 2, chart, true);
                    let knitted = clean(&panel, &machine);
                    assert!(knitted.fabric.is_coloured());
                }
            }
        }
    }
}

#[test]
fn motifs_are_clean_wherever_they_lie() {
    for name in ["kniterate", "vbed-e7", "swg", "vbed-e12-2s"] {
        let machine = Machine::built_in(name).expect("built in");
        for (seed, run) in [(3, 3), (4, 12), (5, 60)] {
            for structure in [Structure::Jersey, Structure::BirdseyeJacquard] {
                for y in [30.0, 60.0, 95.0, 120.0, 150.0] {
                    let yarns = if name == "kniterate" || seed == 3 {
                        2
                    } else {
                        3
                    };
                    let chart = noise(40, 30, yarns, seed, run);
                    let mut panel =
                        coloured(front(structure, 40.0), usize::from(yarns), chart, false);
                    panel.charts[0].centre = Vec2::new(12.0 * seed as f64 - 48.0, y);
                    clean(&panel, &machine);
                }
            }
        }
    }
}
