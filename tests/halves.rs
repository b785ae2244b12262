//! Fronts, backs, sleeves, legs and scarves in halves: joined as the whole ones were, and knitted where the whole ones are too wide.

mod people;

use purlform::garment::{Design, Pattern, draft_sizes};
use purlform::knit::Machine;
use purlform::measure::Measurements;
use purlform::pipeline::{Fault, Order};

fn design(garment: &str, parameters: &str) -> Design {
    let json = format!(
        r#"{{"garment":"{garment}","gauge":{{"wales_per_100mm":45,"courses_per_100mm":62}},"parameters":{parameters}}}"#
    );
    Design::from_json(json.as_bytes()).expect("a design")
}

/// The length of an edge in all panels whose names begin so.
fn along(pattern: &Pattern, panel: &str, edge: &str) -> f64 {
    let panels = pattern.panels.iter().filter(|p| p.name.starts_with(panel));
    panels
        .filter_map(|p| p.edge(edge))
        .map(|e| e.length_mm())
        .sum()
}

#[test]
fn halves_are_joined_as_the_whole_was() {
    for (garment, parameters) in [
        ("pullover", "{}"),
        ("pullover", r#"{"neckline":"v","armhole":"raglan"}"#),
        ("pullover", r#"{"neckline":"boat","armhole":"saddle"}"#),
        ("vest", r#"{"neckline":"v"}"#),
        ("dress", r#"{"neckline":"turtle","sides":"own"}"#),
        ("cardigan", "{}"),
    ] {
        let (mut sizes, sex) = people::invented(3);
        sizes.underbust_girth = sizes.bust_girth - 200.0;
        let whole = draft_sizes(&sizes, &design(garment, parameters), sex).expect("a pattern");
        let front = whole.halved("front").unwrap_or(whole.clone());
        assert_eq!(
            front == whole,
            garment == "cardigan",
            "its fronts are halves"
        );
        let halved = front.halved("back").expect("a back in halves");
        let halved = match halved.halved("sleeve_left") {
            Some(sleeved) => sleeved,
            None => {
                assert_eq!(garment, "vest");
                halved
            }
        };
        for name in ["front_left", "back_left", "trousers"] {
            assert!(halved.halved(name).is_none(), "{name}");
        }
        for panel in ["front", "back"] {
            for edge in ["hem", "neck", "side_left", "armhole_right", "shoulder_left"] {
                let (before, after) = (along(&whole, panel, edge), along(&halved, panel, edge));
                assert!(
                    (before - after).abs() < 1e-9,
                    "{garment} {panel} {edge}: {before} {after}"
                );
            }
        }
        assert_eq!(
            along(&halved, "back_left", "middle"),
            along(&halved, "back_right", "middle")
        );
        for panel in &halved.panels {
            let mut ends = panel.edges.iter().zip(panel.edges.iter().cycle().skip(1));
            assert!(
                ends.all(|(a, b)| (a.points[a.points.len() - 1] - b.points[0]).norm() < 1e-9),
                "{} is closed",
                panel.name
            );
            for (edge, join) in panel
                .edges
                .iter()
                .flat_map(|e| e.joins.iter().map(move |j| (e, j)))
            {
                let there = halved.panel(&join.panel).and_then(|p| p.edge(&join.edge));
                let there = there.unwrap_or_else(|| panic!("{garment}: {join:?}"));
                let back = there
                    .joins
                    .iter()
                    .any(|j| j.panel == panel.name && j.edge == edge.name);
                assert!(back, "{garment} {} {}: {join:?}", panel.name, edge.name);
            }
        }
        let bust = |pattern: &Pattern, name: &str| pattern.panel(name).and_then(|p| p.bust);
        if let Some(rows) = bust(&whole, "front") {
            let left = bust(&halved, "front_left").expect("short rows");
            assert_eq!((left.extra_mm, left.y_mm), (rows.extra_mm, rows.y_mm));
            assert!(left.longest_mm[0] > 0.0);
            assert_eq!(bust(&halved, "front_right"), Some(left.mirrored()));
        }
    }
}

/// As wide a pullover as two beds of the machine hold is knitted; a wider one is refused.
#[test]
fn a_wide_top_is_knitted_in_halves() {
    let machine = Machine::built_in("kniterate").expect("built in");
    let person = |bust: f64| {
        let (waist, hip) = (0.9 * bust, bust + 40.0);
        let json = format!(
            r#"{{"sex":"female","stature":1700,"bust_girth":{bust},"underbust_girth":{},"waist_girth":{waist},"hip_girth":{hip}}}"#,
            bust - 220.0
        );
        Measurements::from_json(json.as_bytes()).expect("measurements")
    };
    for (garment, parameters) in [
        (
            "pullover",
            r##"{"yarns":["#ffffff","#203040"],"motif":{"text":"PURL","width_mm":200}}"##,
        ),
        (
            "pullover",
            r#"{"neckline":"v","armhole":"raglan","structure":"cable_2x2"}"#,
        ),
        ("vest", r#"{"structure":"half_cardigan"}"#),
        ("cardigan", r#"{"structure":"garter"}"#),
        ("dress", r#"{"structure":"rib_2x2"}"#),
    ] {
        let order = Order::new(&person(1250.0), &design(garment, parameters), &machine);
        let order = order.unwrap_or_else(|e| panic!("{garment}: {e}"));
        assert!(order.pattern.panel("back_left").is_some(), "{garment}");
        assert!(
            order
                .pattern
                .notes
                .iter()
                .any(|n| n.code == "panels_halved")
        );
        assert!(order.panels.iter().all(|p| p.report.wales <= 252));
        let finished = order.summary.finished;
        let ease = finished.bust_girth_mm - 1250.0;
        assert!((0.0..250.0).contains(&ease), "{garment}: {finished:?}");
    }
    // What hangs loose is parted, too, sleeves and legs beside the seam that they have.
    for (garment, parameters, panel) in [
        ("scarf", r#"{"width":700}"#, "scarf_1"),
        ("leg_warmer", r#"{"calf_ease":250}"#, "leg_left_2"),
        ("pullover", r#"{"upper_arm_ease":240}"#, "sleeve_right_2"),
    ] {
        let order = Order::new(&person(1500.0), &design(garment, parameters), &machine);
        let order = order.unwrap_or_else(|e| panic!("{garment}: {e}"));
        assert!(order.pattern.panel(panel).is_some(), "{garment}");
        assert!(order.panels.iter().all(|p| p.report.wales <= 252));
    }
    let design = design("pullover", r#"{"bust_ease":400}"#);
    let refused = Order::new(&person(1900.0), &design, &machine).unwrap_err();
    assert_eq!(
        (refused.code.as_str(), refused.fault),
        ("too_wide", Fault::CannotMake)
    );
}
