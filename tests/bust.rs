//! Short rows over a full bust: the front is longer in its middle, and its edges are as long as the back's.

mod people;

use people::invented;
use purlform::capture::Sex;
use purlform::export::{knitout, sheet};
use purlform::garment::{Design, Pattern, Sizes, draft_sizes};
use purlform::knit::shape::{Row, Span};
use purlform::knit::{KnittedPanel, Machine, Stitch, knit_panel, simulate};

/// A woman with so much more bust than underbust, mm.
fn woman(more: f64) -> Sizes {
    let (mut sizes, _) = invented(3);
    sizes.bust_girth = 1020.0;
    sizes.underbust_girth = 1020.0 - more;
    sizes
}

fn design(garment: &str, parameters: &str) -> Design {
    let json = format!(
        r#"{{"garment":"{garment}","gauge":{{"wales_per_100mm":34,"courses_per_100mm":46}},"parameters":{parameters}}}"#
    );
    Design::from_json(json.as_bytes()).expect("a design")
}

fn drafted(more: f64, garment: &str, parameters: &str) -> (Pattern, Design) {
    let design = design(garment, parameters);
    let pattern = draft_sizes(&woman(more), &design, Some(Sex::Female)).expect("a pattern");
    (pattern, design)
}

fn knitted(pattern: &Pattern, design: &Design, panel: &str, machine: &str) -> KnittedPanel {
    let machine = Machine::built_in(machine).expect("built in");
    let panel = pattern.panel(panel).expect("the panel");
    knit_panel(panel, &design.gauge, &machine, 1).expect("a program")
}

/// How often the courses of the drawing are knitted on a needle that `at` picks from each row's span.
fn courses(knitted: &KnittedPanel, at: impl Fn(Span) -> i32) -> Vec<usize> {
    let rows = &knitted.shape.body.rows;
    let of_one = rows.chunk_by(|a, b| a.drawn == b.drawn);
    let counts = of_one.map(|rows| {
        let made = |r: &&Row| !waits(knitted.fabric.at(r.course, at(r.span)));
        rows.iter().filter(made).count()
    });
    counts.collect()
}

fn waits(stitch: Stitch) -> bool {
    matches!(
        stitch,
        Stitch::Empty | Stitch::Miss | Stitch::Tuck | Stitch::TuckBack
    )
}

#[test]
fn only_a_full_bust_asks_for_short_rows() {
    for (more, extra) in [(120.0, 0.0), (170.0, 0.0), (200.0, 17.5), (250.0, 35.0)] {
        let (pattern, _) = drafted(more, "pullover", "{}");
        let asked = pattern.panel("front").and_then(|p| p.bust);
        assert_eq!(asked.map_or(0.0, |b| b.extra_mm), extra, "{more}");
        assert!(pattern.panel("back").is_some_and(|p| p.bust.is_none()));
    }
    let (pattern, _) = drafted(250.0, "pullover", r#"{"bust_short_rows":0}"#);
    assert!(pattern.panel("front").is_some_and(|p| p.bust.is_none()));
    let (pattern, _) = drafted(250.0, "pullover", r#"{"structure":"cable_2x2"}"#);
    assert!(pattern.panel("front").is_some_and(|p| p.bust.is_none()));
    let asked = design("pullover", r#"{"structure":"lace","bust_short_rows":20}"#);
    let refused = draft_sizes(&woman(200.0), &asked, None).unwrap_err();
    assert_eq!(refused.code(), "cannot_draft");
}

#[test]
fn edges_stay_as_long_as_the_back_s_on_every_machine() {
    for name in Machine::NAMES {
        let machine = Machine::built_in(name).expect("built in");
        for (garment, front, extra) in [
            ("pullover", "front", 35.0),
            ("cardigan", "front_left", 35.0),
            ("cardigan", "front_right", 60.0),
        ] {
            let parameters = format!(r#"{{"bust_short_rows":{extra},"sides":"alike"}}"#);
            let (pattern, design) = drafted(150.0, garment, &parameters);
            let front = knitted(&pattern, &design, front, name);
            assert!(front.warnings.iter().all(|w| !w.code.contains("left_out")));
            let pairs = (extra * 0.46 / 2.0f64).round() as usize;
            let middle = (front.shape.short_rows())
                .min_by_key(|(_, part)| part.span.width())
                .map(|(_, part)| (part.span.left + part.span.right) / 2)
                .expect("short rows");
            for edge in [
                courses(&front, |s| s.left),
                courses(&front, |s| s.right - 1),
            ] {
                assert!(edge.iter().all(|n| *n == 1), "{name} {garment}: {edge:?}");
            }
            let more = courses(&front, |_| middle)
                .iter()
                .map(|n| n.saturating_sub(1))
                .sum::<usize>();
            assert_eq!(more, 2 * pairs, "{name} {garment}");
            let report = simulate(knitout::write(&front.program).as_bytes(), &machine);
            assert!(report.findings.is_empty(), "{:?}", report.findings.first());
        }
    }
}

#[test]
fn a_motif_keeps_its_place_and_the_sheet_tells_each_row() {
    let (pattern, design) = drafted(
        250.0,
        "pullover",
        r##"{"yarns":["#ffffff","#000000"],"motif":{"text":"A","panel":"front","width_mm":60}}"##,
    );
    let machine = Machine::built_in("vbed-e7").expect("built in");
    let front = pattern.panel("front").expect("a front");
    let knit = |panel| knit_panel(panel, &design.gauge, &machine, 1).expect("a program");
    let with = knit(front);
    let without = knit(&purlform::garment::Panel {
        bust: None,
        ..front.clone()
    });
    // The second yarn's loops are the same ones, wherever the short rows lie.
    let shown = |k: &KnittedPanel| k.fabric.colours.iter().filter(|c| **c > 0).count();
    assert_eq!(shown(&with), shown(&without));
    let text = sheet::text("pullover", &design.gauge, std::slice::from_ref(&with));
    let rows = text.lines().filter(|l| l.contains(", tuck on ")).count();
    assert_eq!(
        rows,
        with.shape
            .short_rows()
            .filter(|(_, p)| p.wrap.is_some())
            .count()
    );
    assert!(rows > 8 && text.contains("bust: short rows"));
}
