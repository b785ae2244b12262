//! Knitted edges against drawn edges, on pullovers as they are drafted.

mod people;

use people::invented;
use purlform::garment::{Design, Edge, Gauge, Join, Panel, Structure, Zone, draft_sizes};
use purlform::geom::Vec2;
use purlform::knit::outline::Outline;
use purlform::knit::shape::Row;
use purlform::knit::shaping::shape;
use purlform::knit::{Machine, knit_panel};

/// Half a stitch across, one course along; a hair for the arithmetic.
const ACROSS: f64 = 0.5 + 1e-6;
const ALONG: f64 = 1.0 + 1e-6;

/// How far outside the tolerance the knitted limit of a course lies, in wales.
fn off(outline: &Outline, row: &Row, side: usize, half: Option<usize>) -> f64 {
    let limit = f64::from([row.span.left, row.span.right][side]);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    let (from, to) = (row.course as f64 - ALONG, row.course as f64 + 1.0 + ALONG);
    for i in 0..=40 {
        let parts = outline.at(from + (to - from) * f64::from(i) / 40.0);
        let part = match half {
            Some(0) => parts.first(),
            Some(_) => parts.last(),
            None if side == 0 => parts.first(),
            None => parts.last(),
        };
        if let Some(part) = part {
            low = low.min(part.edges[side]);
            high = high.max(part.edges[side]);
        }
    }
    (low - ACROSS - limit).max(limit - high - ACROSS).max(0.0)
}

#[test]
fn edges_lie_within_half_a_stitch_or_a_course() {
    for (wales, courses) in [(34, 46), (45, 62), (30, 40)] {
        let text = format!(
            r#"{{"version":1,"garment":"pullover","gauge":{{"wales_per_100mm":{wales},"courses_per_100mm":{courses}}}}}"#
        );
        let design = Design::from_json(text.as_bytes()).expect("a design");
        for seed in 0..20 {
            let (sizes, sex) = invented(seed);
            let pattern = draft_sizes(&sizes, &design, sex).expect("a pattern");
            for panel in &pattern.panels {
                let outline = Outline::new(panel, &design.gauge, 1).expect("an outline");
                let shape = shape(&outline, 1).expect("a shape");
                let halves = shape.split.iter().flat_map(|s| s.halves.iter().enumerate());
                let halves =
                    halves.flat_map(|(i, half)| half.rows.iter().map(move |r| (r, Some(i))));
                let body = shape.body.rows.iter().map(|r| (r, None));
                let mut worst = 0.0f64;
                let mut at = 0;
                for (row, half) in body.chain(halves) {
                    for side in 0..2 {
                        let off = off(&outline, row, side, half);
                        if off > worst {
                            (worst, at) = (off, row.course);
                        }
                    }
                }
                assert!(
                    worst == 0.0,
                    "{wales} seed {seed} {}: {worst:.2} wales beyond tolerance at course {at} of {}",
                    panel.name,
                    outline.courses
                );
                let widths = (0..outline.courses).filter_map(|c| {
                    let parts = outline.at(c as f64 + 0.5);
                    Some(parts.last()?.edges[1] - parts.first()?.edges[0])
                });
                let drawn = widths.fold(0.0, f64::max);
                let knitted = shape.body.rows.iter().map(|r| r.span.width()).max();
                let knitted = f64::from(knitted.unwrap_or(0));
                assert!((drawn - knitted).abs() <= 1.0, "{drawn} {knitted}");
            }
        }
    }
}

/// The upper end of a raglan sleeve: its top slants down on one side, where the loops stay open, while the other side is still
/// narrowed.
fn slanting(structure: Structure, breadth: f64, slope: f64) -> Panel {
    let edge = |name: &str, points: &[(f64, f64)]| {
        let points = points.iter().map(|(x, y)| Vec2::new(*x, *y)).collect();
        Edge::new(name, points, vec![Join::to("body", name)])
    };
    let half = breadth / 2.0;
    Panel {
        name: "sleeve".into(),
        edges: vec![
            edge("hem", &[(-60.0, 0.0), (60.0, 0.0)]),
            edge("cap_right", &[(60.0, 0.0), (60.0, 20.0), (half, 100.0)]),
            edge("top", &[(half, 100.0), (-half, 100.0 + slope)]),
            edge(
                "cap_left",
                &[(-half, 100.0 + slope), (-60.0, 20.0), (-60.0, 0.0)],
            ),
        ],
        zones: vec![Zone {
            from_mm: 0.0,
            structure,
        }],
        ..Panel::default()
    }
}

/// Narrowings once landed on wales that their own course left open.
#[test]
fn a_slanting_top_is_knitted_beside_narrowings() {
    let machine = Machine::built_in("vbed-e7").expect("built in");
    for structure in [
        Structure::Jersey,
        Structure::Garter,
        Structure::Rib1x1,
        Structure::Rib2x2,
    ] {
        for wales in [28.0, 36.0, 49.6] {
            let gauge = Gauge {
                wales_per_100mm: wales,
                courses_per_100mm: 1.38 * wales,
            };
            for slope in 4..13 {
                let (breadth, slope) = (24.0 + 2.0 * f64::from(slope), f64::from(slope));
                let panel = slanting(structure, breadth, slope);
                if let Err(e) = knit_panel(&panel, &gauge, &machine, 1) {
                    panic!("{structure:?}, {wales} wales, top {breadth} x {slope}: {e}");
                }
            }
        }
    }
}
