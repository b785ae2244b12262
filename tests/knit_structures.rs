//! Every structure on every machine, in shaped panels: simulated clean, and the fabric as designed.

use purlform::export::knitout;
use purlform::garment::{Edge, Gauge, Join, Panel, Structure, Zone};
use purlform::geom::Vec2;
use purlform::knit::planner::{Move, lower_bound, plan};
use purlform::knit::program::{Needle, Op};
use purlform::knit::{Error, Machine, Stitch, knit_panel, simulate};
use purlform::pipeline::Swatch;

fn edge(name: &str, points: &[(f64, f64)]) -> Edge {
    let points = points.iter().map(|(x, y)| Vec2::new(*x, *y)).collect();
    Edge::new(name, points, vec![Join::to("other", "edge")])
}

/// A tapered piece: widens, is bound off and narrowed like a sleeve, in `structure` above a rib.
fn piece(rib: Structure, structure: Structure) -> Panel {
    let right = [
        (60.0, 0.0),
        (60.0, 20.0),
        (80.0, 80.0),
        (70.0, 80.0),
        (40.0, 130.0),
    ];
    let left: Vec<_> = right.iter().rev().map(|(x, y)| (-x, *y)).collect();
    let zone = |from_mm, structure| Zone { from_mm, structure };
    Panel {
        name: format!("{}-{}", rib.name(), structure.name()),
        edges: vec![
            edge("hem", &[(-60.0, 0.0), (60.0, 0.0)]),
            edge("right", &right),
            edge("top", &[(40.0, 130.0), (-40.0, 130.0)]),
            edge("left", &left),
        ],
        zones: vec![zone(0.0, rib), zone(20.0, structure)],
        ..Panel::default()
    }
}

const KNITTED: [Structure; 10] = [
    Structure::Jersey,
    Structure::Rib1x1,
    Structure::Rib2x2,
    Structure::Garter,
    Structure::Moss,
    Structure::HalfCardigan,
    Structure::FullCardigan,
    Structure::Cable2x2,
    Structure::Cable3x3,
    Structure::Lace,
];

#[test]
fn every_structure_is_clean_on_every_machine() {
    for name in Machine::NAMES {
        let machine = Machine::built_in(name).expect("built in");
        let gauge = Gauge {
            wales_per_100mm: 1.3 * machine.needles_per_100mm(),
            courses_per_100mm: 1.8 * machine.needles_per_100mm(),
        };
        for structure in KNITTED {
            for rib in [Structure::Rib1x1, Structure::Rib2x2] {
                let panel = piece(rib, structure);
                let knitted = match knit_panel(&panel, &gauge, &machine, 1) {
                    Ok(knitted) => knitted,
                    // Half gauge halves the racking: narrowings in 2x2 rib go too far.
                    Err(Error::Unknittable { .. })
                        if *name == *"swg" && structure == Structure::Rib2x2 =>
                    {
                        continue;
                    }
                    Err(error) => panic!("{} on {name}: {error}", panel.name),
                };
                let text = knitout::write(&knitted.program);
                let report = simulate(text.as_bytes(), &machine);
                assert!(
                    report.findings.is_empty(),
                    "{} on {name}: {:?}",
                    panel.name,
                    report.findings.first()
                );
                let again = knit_panel(&panel, &gauge, &machine, 1).expect("again");
                assert!(text == knitout::write(&again.program));
                let has = |s: Stitch| knitted.fabric.cells.contains(&s);
                match structure {
                    Structure::HalfCardigan => assert!(has(Stitch::TuckBack)),
                    Structure::FullCardigan => assert!(has(Stitch::Tuck) && has(Stitch::TuckBack)),
                    Structure::Cable2x2 | Structure::Cable3x3 => assert!(has(Stitch::Cable)),
                    Structure::Lace => assert!(has(Stitch::Eyelet) && has(Stitch::Together)),
                    _ => assert!(!has(Stitch::Cable) && !has(Stitch::Eyelet)),
                }
                if let Ok(dir) = std::env::var("SAVE_PROGRAMS") {
                    let path = format!("{dir}/{name}-{}.k", panel.name);
                    std::fs::write(path, text).expect("written");
                    let path = format!("{dir}/{name}-{}.png", panel.name);
                    let png = purlform::export::chart::png(&knitted).expect("a chart");
                    std::fs::write(path, png).expect("written");
                }
            }
        }
    }
}

#[test]
fn two_systems_save_strokes_and_change_no_stitch() {
    let knit = |name: &str| {
        let machine = Machine::built_in(name).expect("built in");
        let gauge = Gauge {
            wales_per_100mm: 65.0,
            courses_per_100mm: 88.0,
        };
        let panel = piece(Structure::Rib1x1, Structure::Jersey);
        knit_panel(&panel, &gauge, &machine, 1).expect("a panel")
    };
    let (one, two, three) = (knit("vbed-e12"), knit("vbed-e12-2s"), knit("vbed-e12-3s"));
    println!("{:?}\n{:?}", one.report.passes, two.report.passes);
    assert!(10 * two.report.passes.strokes < 8 * one.report.passes.strokes);
    assert!(three.report.passes.strokes < two.report.passes.strokes);
    let apart = one.report.stitches.abs_diff(two.report.stitches);
    assert!(apart * 50 < one.report.stitches, "{apart}");
}

#[test]
fn plans_need_no_more_passes_than_hands() {
    let row = |shifts: &[(i32, i32)]| -> Vec<Move> {
        let moves = shifts.iter().map(|(index, shift)| Move {
            home: Needle::front(*index),
            shift: *shift,
            across: false,
        });
        moves.collect()
    };
    let narrow = row(&[(1, 1), (2, 1), (3, 1), (98, -1), (99, -1), (100, -1)]);
    let cable = row(&[(1, 2), (2, 2), (3, -2), (4, -2)]);
    let both = row(&[(1, 2), (2, 2), (3, -2), (4, -2), (21, 1), (22, -1)]);
    for (moves, most) in [(&narrow, 3), (&cable, 3), (&both, 5)] {
        let passes = plan(moves, 4);
        assert!(passes.len() <= most && passes.len() >= lower_bound(moves));
        // Each loop ends where it should.
        let mut at: Vec<Needle> = moves.iter().map(|m| m.home).collect();
        for pass in &passes {
            assert!(pass.racking.abs() <= 4);
            for (from, to) in &pass.transfers {
                let (front, back) = if from.bed.is_front() {
                    (from, to)
                } else {
                    (to, from)
                };
                assert_eq!(front.index, back.index + pass.racking);
                let moved = at.iter_mut().find(|n| *n == from).expect("a loop");
                *moved = *to;
            }
        }
        for (m, at) in moves.iter().zip(at) {
            assert_eq!((at.bed, at.index), (m.home.bed, m.home.index + m.shift));
        }
    }
}

#[test]
fn a_measured_swatch_gives_its_gauge() {
    let machine = Machine::built_in("kniterate").expect("built in");
    for structure in KNITTED {
        let (swatch, files) = Swatch::knit(&machine, structure, None).expect("a swatch");
        assert!(files.iter().any(|f| f.name == "swatch.kc"));
        let file = files.iter().find(|f| f.name == "swatch.json");
        let read = Swatch::from_json(&file.expect("its file").bytes).expect("read");
        assert_eq!(read, swatch);
        let width = f64::from(swatch.wales) / 0.4;
        let height = f64::from(swatch.courses) / 0.55;
        let measured = read.measured(width, height, 20.0).expect("a gauge");
        assert_eq!(measured.gauge.wales_per_100mm, 40.0);
        assert_eq!(measured.gauge.courses_per_100mm, 55.0);
        assert!(read.measured(0.0, height, 20.0).is_err());
        assert!(read.measured(width, f64::NAN, 20.0).is_err());
    }
}

/// Loops that go three wales rest on the needles that half gauge leaves free: each comes home where the design says, in four passes.
#[test]
fn cables_at_half_gauge_go_over_free_needles() {
    let machine = Machine::built_in("swg").expect("built in");
    let gauge = Gauge {
        wales_per_100mm: 38.0,
        courses_per_100mm: 52.0,
    };
    let panel = piece(Structure::Rib1x1, Structure::Cable3x3);
    let knitted = knit_panel(&panel, &gauge, &machine, 1).expect("a cable");
    let moves = |op: &Op| matches!(op, Op::Rack(_) | Op::Xfer(..));
    let mut crossed = 0;
    for run in knitted
        .program
        .ops
        .chunk_by(|a, b| moves(a) && moves(b))
        .filter(|run| moves(&run[0]))
    {
        let mut homes: Vec<(Needle, Needle)> = Vec::new();
        let (mut racking, mut cabled) = (0, Vec::new());
        for op in run {
            match *op {
                Op::Rack(r) => racking = r / 4,
                Op::Xfer(from, to) => {
                    assert!(racking.abs() <= 4);
                    match homes.iter_mut().find(|(_, at)| *at == from) {
                        Some(home) => home.1 = to,
                        None => homes.push((from, to)),
                    }
                    cabled.push((racking, from, to));
                }
                _ => {}
            }
        }
        // A wale is every second needle, from 1 on.
        assert!(homes.iter().all(|(_, at)| at.index % 2 == 1), "{homes:?}");
        let far: Vec<_> = homes
            .iter()
            .filter(|(from, at)| (at.index - from.index).abs() == 6)
            .collect();
        if !far.is_empty() {
            let ways = cabled
                .iter()
                .filter(|(_, from, to)| far.iter().any(|(home, at)| from == home || to == at));
            let rackings: std::collections::BTreeSet<_> = ways.map(|(r, ..)| *r).collect();
            assert_eq!(rackings.into_iter().collect::<Vec<_>>(), [-4, -3, 2, 3]);
        }
        crossed += far.len();
    }
    let designed = knitted.fabric.shifts.iter().filter(|s| s.abs() == 3);
    assert!(crossed > 0);
    assert_eq!(crossed, designed.count());
}
