//! The draft on real and on invented bodies: joined edges agree, outlines are simple, openings pass.

mod people;

use people::{ansur, invented};
use purlform::capture::Sex;
use purlform::garment::{
    Design, Error, Gauge, Kind, Panel, Pattern, Sizes, draft, draft_sizes, garment,
};
use purlform::measure::{Measurements, complete};

fn design(parameters: &str) -> Design {
    let json = format!(
        r#"{{"version":1,"garment":"pullover","gauge":{{"wales_per_100mm":34,"courses_per_100mm":46}},"parameters":{parameters}}}"#
    );
    Design::from_json(json.as_bytes()).unwrap()
}

fn panel<'a>(pattern: &'a Pattern, name: &str) -> &'a Panel {
    pattern.panel(name).unwrap()
}

fn length(pattern: &Pattern, name: &str, edge: &str) -> f64 {
    panel(pattern, name).edge(edge).unwrap().length_mm()
}

fn close(a: f64, b: f64, tolerance: f64, what: &str) {
    assert!((a - b).abs() <= tolerance, "{what}: {a:.3} and {b:.3}");
}

/// Everything that holds for any pullover.
fn check(sizes: &Sizes, pattern: &Pattern) {
    let names: Vec<&str> = pattern.panels.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(
        names,
        ["front", "back", "sleeve_left", "sleeve_right", "neck_band"]
    );
    for panel in &pattern.panels {
        simple(panel);
        rising(panel);
        for edge in &panel.edges {
            for join in &edge.joins {
                let other = pattern
                    .panel(&join.panel)
                    .and_then(|p| p.edge(&join.edge))
                    .expect("a join leads to an edge");
                let back =
                    |j: &purlform::garment::Join| j.panel == panel.name && j.edge == edge.name;
                assert!(
                    other.joins.iter().any(back),
                    "{}.{} is joined back",
                    panel.name,
                    edge.name
                );
            }
        }
        assert!(panel.zones[0].from_mm == 0.0);
    }
    let value = |name: &str| {
        pattern
            .parameters
            .iter()
            .find(|p| p.name == name)
            .unwrap()
            .value
    };
    for (a, b) in [
        ("side_right", "side_left"),
        ("side_left", "side_right"),
        ("shoulder_right", "shoulder_left"),
    ] {
        close(
            length(pattern, "front", a),
            length(pattern, "back", b),
            1e-9,
            a,
        );
    }
    for (sleeve, front, back) in [
        ("sleeve_left", "armhole_right", "armhole_left"),
        ("sleeve_right", "armhole_left", "armhole_right"),
    ] {
        let armhole = length(pattern, "front", front) + length(pattern, "back", back);
        let cap = length(pattern, sleeve, "cap_left") + length(pattern, sleeve, "cap_right");
        close(cap, armhole + value("cap_ease"), 0.5, sleeve);
        close(
            length(pattern, sleeve, "side_left"),
            length(pattern, sleeve, "side_right"),
            1e-9,
            sleeve,
        );
    }
    let opening = length(pattern, "front", "neck") + length(pattern, "back", "neck");
    close(
        length(pattern, "neck_band", "neck"),
        opening,
        1e-6,
        "neck band",
    );
    let height = |name: &str| {
        panel(pattern, name)
            .outline()
            .iter()
            .fold(0.0, |h: f64, p| h.max(p.y))
    };
    close(height("front"), value("body_length"), 1e-9, "front");
    close(height("back"), value("body_length"), 1e-9, "back");
    let stretch = value("rib_stretch");
    assert!(
        opening * stretch >= sizes.head_girth - 1e-9,
        "the head passes"
    );
    let hem = length(pattern, "front", "hem") + length(pattern, "back", "hem");
    assert!(
        hem * stretch >= sizes.hip_girth.max(sizes.bust_girth) - 1e-9,
        "hips pass"
    );
    close(
        hem,
        hem_girth(sizes, pattern) + value("hip_ease"),
        1e-6,
        "hem",
    );
    for (sleeve, wrist) in [
        ("sleeve_left", sizes.wrist_girth.left),
        ("sleeve_right", sizes.wrist_girth.right),
    ] {
        let cuff = length(pattern, sleeve, "hem");
        assert!(
            cuff * stretch >= Sizes::hand_girth(wrist) - 1e-9,
            "the hand passes"
        );
    }
}

fn hem_girth(sizes: &Sizes, pattern: &Pattern) -> f64 {
    let value = |name: &str| {
        pattern
            .parameters
            .iter()
            .find(|p| p.name == name)
            .unwrap()
            .value
    };
    let below = value("body_length") - value("back_neck_depth") - sizes.back_neck_to_waist;
    let t = (below / (sizes.waist_height - sizes.hip_height)).clamp(0.0, 1.0);
    sizes.waist_girth + t * (sizes.hip_girth - sizes.waist_girth)
}

/// No edge hangs over: right edges only rise, and armholes and caps only narrow.
fn rising(panel: &Panel) {
    for edge in &panel.edges {
        let name = edge.name.as_str();
        for w in edge.points.windows(2) {
            if name.ends_with("_right") {
                assert!(w[1].y >= w[0].y, "{}.{name} falls", panel.name);
            }
            if ["armhole_right", "cap_right", "shoulder_right"].contains(&name) {
                assert!(w[1].x <= w[0].x, "{}.{name} widens", panel.name);
            }
            if panel.name.starts_with("sleeve") && name == "side_right" {
                assert!(w[1].x >= w[0].x, "{}.{name} narrows", panel.name);
            }
        }
    }
}

/// Counter-clockwise, from the cast-on along y = 0, edges joined end to start, and at every height one or two runs only.
fn simple(panel: &Panel) {
    let ends = panel.edges.iter().zip(panel.edges.iter().cycle().skip(1));
    for (edge, next) in ends {
        assert!(
            (edge.points.last().unwrap() - next.points[0]).norm() < 1e-9,
            "{}.{}",
            panel.name,
            edge.name
        );
    }
    assert!(panel.edges[0].points.iter().all(|p| p.y == 0.0));
    let ring = panel.outline();
    let n = ring.len();
    let area: f64 = (0..n)
        .map(|i| ring[i].perp(&ring[(i + 1) % n]))
        .sum::<f64>()
        / 2.0;
    assert!(area > 1000.0, "{} has an area of {area} mm²", panel.name);
    assert!(ring.iter().all(|p| p.x.is_finite() && p.y >= 0.0));
    for i in 0..n {
        for j in i + 2..n {
            if (j + 1) % n != i {
                let crossed = cross(ring[i], ring[(i + 1) % n], ring[j], ring[(j + 1) % n]);
                assert!(!crossed, "{} crosses itself at {:?}", panel.name, ring[i]);
            }
        }
    }
}

type P = purlform::geom::Vec2;

fn cross(a: P, b: P, c: P, d: P) -> bool {
    let turn = |p: P, q: P, r: P| (q - p).perp(&(r - p));
    turn(a, b, c) * turn(a, b, d) < -1e-9 && turn(c, d, a) * turn(c, d, b) < -1e-9
}

#[test]
fn fits_two_hundred_real_people() {
    let Some(people) = ansur(200) else { return };
    for (sizes, sex) in people {
        let pattern = draft_sizes(&sizes, &design("{}"), Some(sex))
            .unwrap_or_else(|e| panic!("{e} ({sizes:?})"));
        check(&sizes, &pattern);
    }
}

#[test]
fn fits_invented_people_of_any_size_in_every_fit() {
    for seed in 0..150 {
        let (sizes, sex) = invented(seed);
        for fit in ["very_close", "close", "average", "relaxed", "oversized"] {
            let design = design(&format!(r#"{{"fit":"{fit}"}}"#));
            let pattern = draft_sizes(&sizes, &design, sex)
                .unwrap_or_else(|e| panic!("{fit}: {e} ({sizes:?})"));
            check(&sizes, &pattern);
            assert_eq!(pattern, draft_sizes(&sizes, &design, sex).unwrap());
        }
    }
}

#[test]
fn a_greater_bust_never_narrows_the_panel() {
    for seed in 0..60 {
        let (sizes, sex) = invented(seed);
        let mut wider = sizes;
        wider.bust_girth += 30.0;
        let width = |s: &Sizes| {
            let p = draft_sizes(s, &design("{}"), sex).unwrap();
            panel(&p, "front")
                .outline()
                .iter()
                .fold(0.0, |w: f64, p| w.max(2.0 * p.x))
        };
        assert!(width(&wider) >= width(&sizes) - 1e-9);
    }
}

#[test]
fn swapping_the_sides_swaps_the_sleeves() {
    for seed in 0..60 {
        let (sizes, sex) = invented(seed);
        let mut swapped = sizes;
        for pair in [
            &mut swapped.armscye_girth,
            &mut swapped.upper_arm_girth,
            &mut swapped.wrist_girth,
            &mut swapped.arm_length,
        ] {
            std::mem::swap(&mut pair.left, &mut pair.right);
        }
        let (a, b) = (
            draft_sizes(&sizes, &design("{}"), sex).unwrap(),
            draft_sizes(&swapped, &design("{}"), sex).unwrap(),
        );
        for (mine, theirs) in [
            ("sleeve_left", "sleeve_right"),
            ("sleeve_right", "sleeve_left"),
        ] {
            let (p, q) = (panel(&a, mine).outline(), panel(&b, theirs).outline());
            assert_eq!(p.len(), q.len());
            assert!(
                p.iter().zip(&q).all(|(p, q)| (p - q).norm() < 1e-6),
                "{mine}"
            );
        }
        assert_eq!(panel(&a, "front"), panel(&b, "front"));
    }
}

#[test]
fn given_numbers_are_kept_or_refused_by_name() {
    let (sizes, sex) = invented(7);
    let p = draft_sizes(
        &sizes,
        &design(r#"{"bust_ease":80,"body_length":640,"sleeve_length":400}"#),
        sex,
    )
    .unwrap();
    check(&sizes, &p);
    let top = panel(&p, "sleeve_left")
        .outline()
        .iter()
        .fold(0.0, |h: f64, p| h.max(p.y));
    close(top, 400.0, 1e-9, "sleeve length");
    let wide = panel(&p, "front")
        .outline()
        .iter()
        .filter(|p| p.y > 450.0)
        .fold(0.0, |w: f64, p| w.max(4.0 * p.x));
    assert!(wide <= sizes.bust_girth + 80.0 + 1e-9);
    for (parameters, name) in [
        (r#"{"neck_width":85,"neck_depth":30}"#, "neck opening"),
        (r#"{"wrist_ease":-20,"rib_stretch":1.05}"#, "wrist_ease"),
        (r#"{"hip_ease":-150,"rib_stretch":1.05}"#, "hip_ease"),
        (r#"{"body_length":220}"#, "body_length"),
        (r#"{"cross_shoulder":700}"#, "cross_shoulder"),
        (r#"{"sleeve_length":120}"#, "sleeve_length"),
        (r#"{"neck_width":350,"cross_shoulder":360}"#, "neck_width"),
    ] {
        match draft_sizes(&sizes, &design(parameters), sex) {
            Err(Error::CannotDraft { name: found, .. }) => assert_eq!(found, name, "{parameters}"),
            other => panic!("{parameters}: {other:?}"),
        }
    }
}

#[test]
fn a_narrow_neck_is_opened_for_the_head() {
    let (mut sizes, sex) = invented(3);
    sizes.head_girth = 640.0;
    sizes.neck_girth = 250.0;
    let pattern = draft_sizes(&sizes, &design(r#"{"rib_stretch":1.2}"#), sex).unwrap();
    check(&sizes, &pattern);
    assert!(
        pattern.notes.iter().any(|n| n.code == "neck_deepened"),
        "{:?}",
        pattern.notes
    );
}

#[test]
fn designs_are_refused_by_name() {
    let with = |parameters: &str| {
        format!(
            r#"{{"garment":"pullover","gauge":{{"wales_per_100mm":34,"courses_per_100mm":46}},"parameters":{parameters}}}"#
        )
    };
    let cases = [
        (with(r#"{"fit":"averge"}"#), "fit", "average"),
        (with(r#"{"bust_eas":3}"#), "bust_eas", "bust_ease"),
        (
            with(r#"{"bust_ease":"wide"}"#),
            "bust_ease",
            "-150 to 500 mm",
        ),
        (with(r#"{"bust_ease":5000}"#), "bust_ease", "-150 to 500 mm"),
        (
            with(r#"{"linking_allowance_wales":1.5}"#),
            "linking_allowance_wales",
            "whole number",
        ),
        (
            r#"{"garment":"pulover","gauge":{}}"#.into(),
            "pulover",
            "pullover",
        ),
        (r#"{"garment":"pullover"}"#.into(), "gauge", "gauge"),
        (
            r#"{"garment":"pullover","gauge":{"wales_per_100mm":34}}"#.into(),
            "gauge.courses_per_100mm",
            "courses",
        ),
        (
            r#"{"garment":"pullover","gauge":{"wales_per_100mm":-3,"courses_per_100mm":46}}"#
                .into(),
            "gauge.wales_per_100mm",
            "5 to 300",
        ),
        (
            r#"{"garment":"pullover","gague":{}}"#.into(),
            "gague",
            "gauge",
        ),
        (
            r#"{"version":2,"garment":"pullover"}"#.into(),
            "version",
            "1",
        ),
        ("[]".into(), "design", "object"),
        ("{".into(), "line 1", "design"),
    ];
    for (json, name, hint) in cases {
        let e = Design::from_json(json.as_bytes()).unwrap_err();
        assert!(
            e.to_string().contains(name) && e.hint().contains(hint),
            "{json}: {e}; {}",
            e.hint()
        );
        assert!(!e.cannot_be_made());
    }
    let least = br#"{"version":1,"garment":"pullover","gauge":{"wales_per_100mm":34,"courses_per_100mm":46}}"#;
    let gauge = Gauge {
        wales_per_100mm: 34.0,
        courses_per_100mm: 46.0,
    };
    assert_eq!(
        Design::from_json(least).unwrap(),
        Design::new(garment("pullover").unwrap(), gauge).unwrap()
    );
}

#[test]
fn sizes_that_no_person_has_are_refused() {
    let value = |id: &str, _| Some(if id == "bust_girth" { 88.0 } else { 500.0 });
    assert!(
        Sizes::resolve(value)
            .unwrap_err()
            .to_string()
            .contains("stature")
    );
    let missing = |id: &str, _| (id != "head_girth").then_some(900.0);
    assert!(
        Sizes::resolve(missing)
            .unwrap_err()
            .to_string()
            .contains("head_girth")
    );
}

#[test]
fn the_sample_designs_are_drafted() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/designs");
    for file in std::fs::read_dir(folder).unwrap() {
        let design = Design::from_json(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
        for seed in 0..6 {
            let (sizes, sex) = invented(seed);
            check(&sizes, &draft_sizes(&sizes, &design, sex).unwrap());
        }
    }
}

#[test]
fn any_parameters_give_a_sound_pattern_or_a_named_refusal() {
    let mut drafted = 0;
    for seed in 0..600u64 {
        let (sizes, sex) = invented(seed);
        let mut draw = people::sampler(seed ^ 0xabcd);
        let mut given = serde_json::Map::new();
        for parameter in garment("pullover").unwrap().parameters {
            if let Kind::Number { min, max, .. } = parameter.kind
                && draw(0.0, 1.0) < 0.12
            {
                given.insert(parameter.name.into(), draw(min, max).into());
            }
        }
        let json = serde_json::Value::from(given).to_string();
        match draft_sizes(&sizes, &design(&json), sex) {
            Ok(pattern) => {
                drafted += 1;
                check(&sizes, &pattern);
            }
            Err(e) => assert!(e.cannot_be_made() && !e.hint().is_empty(), "{json}: {e}"),
        }
    }
    assert!(drafted > 100, "{drafted} of 600 drafted");
    println!("{drafted} of 600 drafted");
}

/// A tape's flat list.
fn tape(json: &str) -> Measurements {
    Measurements::from_json(json.as_bytes()).unwrap()
}

#[test]
fn stature_and_bust_girth_suffice() {
    for sex in [Some(Sex::Female), Some(Sex::Male), None] {
        for stature in (1000..=2050).step_by(70) {
            for bust in [0.48, 0.54, 0.6, 0.68, 0.76].map(|r| r * f64::from(stature)) {
                let tape = tape(&format!(r#"{{"stature":{stature},"bust_girth":{bust}}}"#));
                let pattern = draft(&tape, &design("{}"), sex)
                    .unwrap_or_else(|e| panic!("{stature} {bust} {sex:?}: {e}"));
                let sizes = Sizes::of(&complete(&tape, sex).measurements).unwrap();
                check(&sizes, &pattern);
                let assumed: Vec<&str> = pattern.assumed.iter().map(|a| a.id.as_str()).collect();
                let needs = garment("pullover").unwrap().needs.iter();
                let missing = || {
                    needs
                        .clone()
                        .filter(|id| !["stature", "bust_girth"].contains(id))
                };
                assert!(missing().all(|id| assumed.contains(id)));
                assert_eq!(missing().count(), assumed.len());
                assert!(pattern.assumed.iter().all(|a| a.sigma_mm > 0.0));
            }
        }
    }
    let empty = draft(&tape("{}"), &design("{}"), None).unwrap_err();
    assert!(empty.to_string().contains("stature"), "{empty}");
}

#[test]
fn what_was_measured_is_not_assumed() {
    let json = r#"{"version":1,"sex":"female","measurements":[
        {"id":"stature","iso":"5.1.1","value_mm":1650,"sigma_mm":3,"left_mm":null,"right_mm":null},
        {"id":"bust_girth","iso":"5.3.4","value_mm":900,"sigma_mm":6,"left_mm":null,"right_mm":null},
        {"id":"arm_length","iso":null,"value_mm":550,"sigma_mm":6,"left_mm":560,"right_mm":540}]}"#;
    let pattern = draft(&tape(json), &design("{}"), None).unwrap();
    assert!(pattern.assumed.iter().all(|a| a.id != "arm_length"));
    let height = |name: &str| {
        panel(&pattern, name)
            .outline()
            .iter()
            .fold(0.0, |h: f64, p| h.max(p.y))
    };
    close(
        height("sleeve_left") - height("sleeve_right"),
        20.0,
        1e-9,
        "sleeve lengths",
    );
    let bust = panel(&pattern, "front")
        .edge("armhole_right")
        .unwrap()
        .points[0]
        .x;
    close(
        4.0 * bust,
        900.0,
        1e-9,
        "a woman's average pullover has no ease at the bust",
    );
}

/// Writes the lengths of all edges down, to see what a change in the draft changes.
#[test]
fn the_average_woman_and_man_keep_their_pullovers() {
    let mut text = String::new();
    for (sex, stature, bust) in [("female", 1630, 940), ("male", 1755, 1060)] {
        let tape = tape(&format!(
            r#"{{"sex":"{sex}","stature":{stature},"bust_girth":{bust},"waist_girth":890,"hip_girth":1018,"neck_girth":360,
            "head_girth":567,"shoulder_width":420,"back_neck_to_waist":410,"waist_height":1060,"hip_height":890,"armscye_girth":440,
            "upper_arm_girth":310,"wrist_girth":165,"arm_length":570}}"#
        ));
        let pattern = draft(&tape, &design("{}"), None).unwrap();
        assert!(pattern.assumed.is_empty());
        for panel in &pattern.panels {
            for edge in &panel.edges {
                text += &format!(
                    "{sex} {} {} {:.3}\n",
                    panel.name,
                    edge.name,
                    edge.length_mm()
                );
            }
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/pullover_edges.txt");
    if std::env::var_os("REGENERATE").is_some() {
        std::fs::write(file, &text).unwrap();
    }
    assert_eq!(
        text,
        std::fs::read_to_string(file).unwrap(),
        "REGENERATE=1 accepts the change"
    );
}
