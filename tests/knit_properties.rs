//! Random panels are knitted clean or refused with a reason; never is a program refused by the simulator.

use proptest::prelude::*;
use purlform::export::{kcode, knitout};
use purlform::garment::{Edge, Gauge, Join, Panel, Structure, Zone};
use purlform::geom::Vec2;
use purlform::knit::{Error, Machine, knit_panel, simulate};

/// Heights and inward moves of one side, wales and courses apart in no regular way.
fn side() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0.0..60.0f64, -40.0..40.0f64), 1..6)
}

fn edge(name: &str, points: Vec<Vec2>) -> Edge {
    Edge {
        name: name.into(),
        points,
        joins: vec![Join {
            panel: "other".into(),
            edge: "edge".into(),
        }],
    }
}

/// An outline from two sides, with a shoulder edge each and perhaps a neck of the given depth between them.
fn outline(
    width: f64,
    left: &[(f64, f64)],
    right: &[(f64, f64)],
    shoulder: f64,
    neck: Option<(f64, f64)>,
    rib: f64,
) -> Panel {
    let climb = |steps: &[(f64, f64)]| {
        let (mut x, mut y) = (width / 2.0, 0.0);
        let mut points = vec![Vec2::new(x, y)];
        for (dy, dx) in steps {
            (x, y) = ((x + dx).max(15.0), y + dy);
            points.push(Vec2::new(x, y));
        }
        points
    };
    let (mut left, mut right) = (climb(left), climb(right));
    let top = left[left.len() - 1].y.max(right[right.len() - 1].y) + 5.0;
    for points in [&mut left, &mut right] {
        let x = points[points.len() - 1].x;
        points.push(Vec2::new(x, top));
    }
    let mirrored = |p: &Vec2| Vec2::new(-p.x, p.y);
    let (l, r) = (mirrored(&left[left.len() - 1]), right[right.len() - 1]);
    let peak = top + shoulder;
    let mut edges = vec![
        edge("hem", vec![mirrored(&left[0]), right[0]]),
        edge("side_right", right.clone()),
    ];
    let (half, depth) = neck.unwrap_or((4.0, 0.0));
    let half = half.min(0.6 * r.x).min(0.6 * -l.x);
    let (nr, nl) = (Vec2::new(half, peak), Vec2::new(-half, peak));
    edges.push(edge("shoulder_right", vec![r, nr]));
    let bottom = (peak - depth).max(10.0);
    let floor = |x: f64| Vec2::new(x, bottom);
    edges.push(edge(
        "neck",
        vec![nr, floor(0.5 * half), floor(-0.5 * half), nl],
    ));
    edges.push(edge("shoulder_left", vec![nl, l]));
    edges.push(edge("side_left", left.iter().rev().map(mirrored).collect()));
    let mut zones = vec![Zone {
        from_mm: 0.0,
        structure: Structure::Rib1x1,
    }];
    zones.push(Zone {
        from_mm: rib,
        structure: Structure::Jersey,
    });
    if rib == 0.0 {
        zones.remove(0);
    }
    Panel {
        name: "random".into(),
        edges,
        zones,
        ..Panel::default()
    }
}

/// The new wale grew out of a loop that the narrowing before had laid upon another.
#[test]
fn a_widening_right_after_a_narrowing_is_proven_too() {
    let left = [
        (30.068883194229535, -31.580246820229327),
        (46.75228645474218, -8.02320717161515),
        (10.328054921765691, -6.375828484719466),
        (39.88986594133786, -35.954498740716986),
        (0.0, 36.10970370327286),
    ];
    let neck = Some((37.25484882061661, 113.74797636902487));
    let panel = outline(
        298.0555551814943,
        &left,
        &[(0.0, 0.0)],
        18.949505541340223,
        neck,
        0.0,
    );
    let gauge = Gauge {
        wales_per_100mm: 29.96562963550742,
        courses_per_100mm: 30.710606851203064,
    };
    let machine = Machine::built_in("kniterate").expect("built in");
    let knitted = knit_panel(&panel, &gauge, &machine, 1);
    assert!(
        !matches!(knitted, Err(Error::Refused { .. })),
        "{:?}",
        knitted.err()
    );
}

/// Two ribs with an edge of which more is bound off at once than a float may be long, on three systems: a carrier that has no turn
/// must not stay behind.
#[test]
fn carriers_come_along_a_long_chain() {
    let shorter = outline(
        194.2425137411689,
        &[(0.0, 7.389191113395878), (0.0, 39.22341521343856)],
        &[
            (21.780109398508827, -31.521779425328162),
            (46.8094718973217, 0.0),
        ],
        0.5,
        None,
        20.0,
    );
    let longer = outline(
        166.66655457240608,
        &[
            (5.795488722391874, -35.31633945553095),
            (24.16636645718068, -24.834606712832063),
        ],
        &[(0.0, 0.0)],
        0.5,
        None,
        20.0,
    );
    let machine = Machine::built_in("vbed-e5-3s").expect("built in");
    for (panel, wales, courses) in [
        (shorter, 47.319801946632225, 66.50702765992474),
        (longer, 56.918467985385234, 87.88362612925475),
    ] {
        let gauge = Gauge {
            wales_per_100mm: wales,
            courses_per_100mm: courses,
        };
        let knitted = knit_panel(&panel, &gauge, &machine, 0);
        assert!(knitted.is_ok(), "{:?}", knitted.err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_panels_are_clean_or_refused(
        width in 20.0..400.0f64,
        left in side(),
        right in side(),
        shoulder in 0.5..30.0f64,
        neck in prop::option::of((10.0..90.0f64, 5.0..120.0f64)),
        rib in prop::sample::select(vec![0.0, 20.0, 60.0]),
        wales in 20.0..60.0f64,
        courses in 25.0..90.0f64,
        allowance in 0u32..3,
        name in prop::sample::select(Machine::NAMES.to_vec()),
    ) {
        let machine = Machine::built_in(name).expect("built in");
        let gauge = Gauge { wales_per_100mm: wales, courses_per_100mm: courses };
        let panel = outline(width, &left, &right, shoulder, neck, rib);
        match knit_panel(&panel, &gauge, &machine, allowance) {
            Ok(knitted) => {
                let text = knitout::write(&knitted.program);
                let report = simulate(text.as_bytes(), &machine);
                prop_assert!(report.findings.is_empty(), "{:?}", report.findings.first());
                prop_assert_eq!(report.stats.operations, knitted.program.ops.len() as u64);
                prop_assert!(kcode::write(&knitted.program).starts_with("HOME\n"));
                prop_assert!(knitted.report.passes.minutes > 0.0);
            }
            Err(Error::Refused { finding, .. }) => prop_assert!(false, "{}", finding),
            Err(_) => {}
        }
    }
}
