//! Every garment with every neckline and armhole, on small, large and lopsided bodies in every fit: joined edges agree,
//! outlines are sound, and every program is proven or refused with a reason.

mod people;

use people::invented;
use purlform::capture::Sex;
use purlform::garment::{
    Design, Error, Garment, Key, Kind, Parameter, Pattern, Preset, Sizes, draft_sizes, garment,
    garments,
};
use purlform::knit::{self, Machine, knit_panel};
use std::collections::BTreeSet;

fn design(garment: &str, parameters: &str) -> Design {
    let json = format!(
        r#"{{"version":1,"garment":"{garment}","gauge":{{"wales_per_100mm":45,"courses_per_100mm":62}},"parameters":{parameters}}}"#
    );
    Design::from_json(json.as_bytes()).unwrap_or_else(|e| panic!("{json}: {e}"))
}

/// Small, middling, large, lopsided.
fn bodies() -> Vec<(Sizes, Option<Sex>)> {
    let mut all: Vec<_> = [3, 7, 12, 17, 21].map(invented).into();
    let (mut lopsided, sex) = invented(12);
    for pair in [
        &mut lopsided.armscye_girth,
        &mut lopsided.upper_arm_girth,
        &mut lopsided.arm_length,
        &mut lopsided.shoulder_length,
        &mut lopsided.calf_girth,
    ] {
        pair.left *= 1.06;
        pair.right *= 0.95;
    }
    all.push((lopsided, sex));
    all
}

/// The choices of a garment that change its construction.
fn constructions(garment: &Garment) -> Vec<String> {
    let words = |key: Key| match garment.parameter(key).map(|p| (p.name, p.kind)) {
        Some((name, Kind::Choice { choices, .. })) => choices
            .iter()
            .map(|c| format!(r#""{name}":"{c}""#))
            .collect::<Vec<_>>(),
        _ => vec![String::new()],
    };
    let mut all = Vec::new();
    for neckline in words(Key::Neckline) {
        for armhole in words(Key::Armhole) {
            all.push(
                [neckline.clone(), armhole]
                    .into_iter()
                    .filter(|w| !w.is_empty())
                    .collect::<Vec<_>>()
                    .join(","),
            );
        }
    }
    all
}

/// Joins are mutual and lengths agree; outlines are closed rings on the cast-on.
fn sound(pattern: &Pattern, what: &str) {
    let ease = pattern.parameters.iter().find(|p| p.name == "cap_ease");
    let ease = ease.map_or(0.0, |p| p.value);
    for panel in &pattern.panels {
        let name = &panel.name;
        assert!(
            panel.zones.first().is_some_and(|z| z.from_mm == 0.0),
            "{what} {name}"
        );
        assert!(
            panel.edges[0].points.iter().all(|p| p.y == 0.0),
            "{what} {name}"
        );
        for (edge, next) in panel.edges.iter().zip(panel.edges.iter().cycle().skip(1)) {
            let (end, start) = (edge.points.last().unwrap(), next.points[0]);
            assert!(
                (end - start).norm() < 1e-6,
                "{what} {name}.{} ends at {end:?}, {} starts at {start:?}",
                edge.name,
                next.name
            );
        }
        let ring = panel.outline();
        let area: f64 = (0..ring.len())
            .map(|i| ring[i].perp(&ring[(i + 1) % ring.len()]))
            .sum();
        assert!(area > 1000.0, "{what} {name}: area {area}");
        for edge in &panel.edges {
            let mut there = 0.0;
            let mut back = 0.0;
            for join in &edge.joins {
                let other = pattern.panel(&join.panel).and_then(|p| p.edge(&join.edge));
                let other =
                    other.unwrap_or_else(|| panic!("{what}: {name}.{} joins {join:?}", edge.name));
                there += pattern.panel(&join.panel).unwrap().seam_mm(other);
                let mutual = other
                    .joins
                    .iter()
                    .find(|j| j.panel == *name && j.edge == edge.name);
                assert!(
                    mutual.is_some(),
                    "{what}: {name}.{} joins {join:?}, not back",
                    edge.name
                );
                back += other
                    .joins
                    .iter()
                    .filter_map(|j| pattern.panel(&j.panel)?.edge(&j.edge))
                    .map(|e| e.length_mm())
                    .sum::<f64>()
                    / edge.joins.len() as f64;
            }
            if edge.joins.is_empty()
                || edge.joins.iter().any(|j| {
                    pattern
                        .panel(&j.panel)
                        .and_then(|p| p.edge(&j.edge))
                        .is_some_and(|e| e.joins.len() > 1)
                })
            {
                continue;
            }
            let eased = if edge.name.starts_with("cap") {
                ease / 2.0
            } else if edge.name.starts_with("armhole")
                && there > 0.0
                && edge.joins[0].panel.starts_with("sleeve")
            {
                -ease / 2.0
            } else {
                0.0
            };
            let difference = panel.seam_mm(edge) - there - eased;
            assert!(
                difference.abs() < 0.5,
                "{what}: {name}.{} is {:.1} mm, joined to {there:.1} ({back:.1})",
                edge.name,
                edge.length_mm()
            );
        }
    }
}

/// Every construction of a garment on every body: sound, and knitted where `knits` says so.
fn all_made(name: &str) {
    let garment = garment(name).unwrap();
    let machine = Machine::built_in("vbed-e7").unwrap();
    let (mut made, mut refused) = (0, BTreeSet::new());
    for (c, construction) in constructions(garment).iter().enumerate() {
        for (b, (sizes, sex)) in bodies().iter().enumerate() {
            for (f, fit) in ["very_close", "close", "average", "relaxed", "oversized"]
                .iter()
                .enumerate()
            {
                let mut parameters = construction.clone();
                for (key, word) in [("fit", *fit), ("sides", "own")] {
                    if garment.parameters.iter().any(|p| p.name == key) {
                        let comma = if parameters.is_empty() { "" } else { "," };
                        parameters += &format!(r#"{comma}"{key}":"{word}""#);
                    }
                }
                let what = format!("{name} {parameters} body {b}");
                let design = design(name, &format!("{{{parameters}}}"));
                let pattern = match draft_sizes(sizes, &design, *sex) {
                    Ok(pattern) => pattern,
                    Err(e) => {
                        assert!(e.cannot_be_made() && !e.hint().is_empty(), "{what}: {e}");
                        refused.insert(format!("{construction}: {e} ({})", e.hint()));
                        continue;
                    }
                };
                sound(&pattern, &what);
                made += 1;
                if (c + b + f) % 17 != 0 {
                    continue;
                }
                for panel in &pattern.panels {
                    let allowance = pattern.linking_allowance_wales;
                    match knit_panel(panel, &design.gauge, &machine, allowance) {
                        Ok(knitted) => assert!(knitted.report.stitches > 0),
                        Err(knit::Error::TooWide(_)) => {}
                        Err(e) => panic!("{what}: {e}"),
                    }
                }
            }
        }
    }
    println!("{name}: {made} drafted, {} refusals", refused.len());
    for reason in &refused {
        println!("  {reason}");
    }
    assert!(made > 0);
}

#[test]
fn pullovers() {
    all_made("pullover");
}

#[test]
fn vests() {
    all_made("vest");
}

#[test]
fn dresses() {
    all_made("dress");
}

#[test]
fn cardigans() {
    all_made("cardigan");
}

/// A cardigan's bands, fronts and neck: the bands are as long as what they are linked to.
#[test]
fn bands_are_as_long_as_the_fronts_and_the_neck() {
    let (sizes, sex) = invented(12);
    for neckline in ["v", "crew"] {
        for armhole in ["set_in", "raglan", "drop", "saddle"] {
            let what = format!(r#"{{"neckline":"{neckline}","armhole":"{armhole}"}}"#);
            let pattern = draft_sizes(&sizes, &design("cardigan", &what), sex).unwrap();
            let neck: f64 = (pattern.panels.iter())
                .filter(|p| !p.name.contains("band"))
                .flat_map(|p| {
                    p.edges
                        .iter()
                        .filter(|e| e.joins.iter().any(|j| j.edge == "neck"))
                })
                .map(|e| e.length_mm())
                .sum();
            let length = |panel: &str, edge: &str| {
                pattern
                    .panel(panel)
                    .and_then(|p| p.edge(edge))
                    .map_or(0.0, |e| e.length_mm())
            };
            let bands = match neckline {
                "v" => length("band_left", "neck") + length("band_right", "neck"),
                _ => length("neck_band", "neck") - 2.0 * length("band_left", "end"),
            };
            assert!((neck - bands).abs() < 0.01, "{what}: {neck} and {bands}");
        }
    }
}

/// Each buttonhole that was asked for is a slit of two or four wales in one band alone, on machines that tuck beside
/// knitted loops and on those that do not.
#[test]
fn buttonholes_are_knitted_in() {
    let (sizes, _) = invented(12);
    for (machine, rows, wales) in [
        ("vbed-e7", "{}", 4),
        (
            "vbed-e7-2s",
            r#"{"neckline":"crew","buttonhole_width":5}"#,
            2,
        ),
        ("kniterate", r#"{"buttonholes":5}"#, 4),
        (
            "swg",
            r#"{"structure":"garter","rib":"2x2","buttonholes":9}"#,
            4,
        ),
    ] {
        let machine = Machine::built_in(machine).unwrap();
        let design = design("cardigan", rows);
        for (sex, with, without) in [
            (Sex::Female, "band_right", "band_left"),
            (Sex::Male, "band_left", "band_right"),
        ] {
            let pattern = draft_sizes(&sizes, &design, Some(sex)).unwrap();
            let asked = pattern.panel(with).unwrap().buttonholes.len();
            let expected = design.number(Key::Buttonholes).unwrap_or(asked as f64);
            assert!(asked > 2 && asked as f64 == expected);
            assert!(pattern.panel(without).unwrap().buttonholes.is_empty());
            let knitted = knit_panel(pattern.panel(with).unwrap(), &design.gauge, &machine, 1);
            let fabric = knitted
                .unwrap_or_else(|e| panic!("{}: {e}", machine.name))
                .fabric;
            let courses: Vec<_> = (fabric.cells.chunks(fabric.wales))
                .map(|row| row.iter().filter(|c| **c == knit::Stitch::Eyelet).count())
                .filter(|n| *n > 0)
                .collect();
            assert_eq!(courses, vec![wales; asked], "{} {rows}", machine.name);
        }
    }
    let crowded = design("cardigan", r#"{"buttonholes":20,"body_length":420}"#);
    let refusal = draft_sizes(&sizes, &crowded, None).unwrap_err();
    assert!(
        refusal.cannot_be_made() && refusal.to_string().contains("buttonholes"),
        "{refusal}"
    );
}

#[test]
fn all_others() {
    for garment in garments() {
        if !["pullover", "vest", "dress", "cardigan"].contains(&garment.name) {
            all_made(garment.name);
        }
    }
}

fn chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// A default lies in its range, words are translated, names are said once and have a sentence in both languages.
#[test]
fn tables_are_complete() {
    for garment in garments() {
        let names: BTreeSet<_> = garment.parameters.iter().map(|p| p.name).collect();
        assert_eq!(names.len(), garment.parameters.len(), "{}", garment.name);
        assert!(chinese(garment.name_zh) && chinese(garment.about_zh));
        for p in garment.parameters {
            complete(p);
        }
    }
}

/// Whether a row and its fields say all that a form needs.
fn complete(p: &Parameter) {
    assert!(
        p.about.ends_with('.') && chinese(p.about_zh) && chinese(p.name_zh),
        "{}",
        p.name
    );
    if let Preset::Derived(how) = p.default {
        assert!(!how.is_empty(), "{}", p.name);
    }
    match (p.kind, p.default) {
        (
            Kind::Choice {
                choices,
                choices_zh,
            },
            default,
        ) => {
            assert!(
                choices.len() > 1 && choices.len() == choices_zh.len(),
                "{}",
                p.name
            );
            if let Preset::Word(word) = default {
                assert!(choices.contains(&word), "{}", p.name);
            }
        }
        (Kind::Number { min, max, .. } | Kind::Count { min, max, .. }, default) => {
            assert!(min < max, "{}", p.name);
            if let Preset::Value(x) = default {
                assert!((min..=max).contains(&x), "{}", p.name);
            }
        }
        (Kind::Record { fields } | Kind::List { fields, .. }, _) => {
            assert!(!fields.is_empty(), "{}", p.name);
            fields.iter().for_each(complete);
        }
        (Kind::Text { .. } | Kind::Colour | Kind::Flag | Kind::Image { .. }, _) => {}
        (Kind::Rows { symbols }, _) => assert!(!symbols.is_empty(), "{}", p.name),
    }
}

#[test]
fn what_does_not_go_together_is_refused_with_the_reason() {
    let (sizes, sex) = invented(7);
    for (garment, parameters, name) in [
        ("vest", r#"{"armhole":"raglan"}"#, "armhole"),
        ("vest", r#"{"armhole":"saddle"}"#, "armhole"),
        (
            "pullover",
            r#"{"neckline":"boat","armhole":"raglan"}"#,
            "neckline",
        ),
        (
            "pullover",
            r#"{"armhole":"drop","cross_shoulder":400}"#,
            "cross_shoulder",
        ),
        (
            "pullover",
            r#"{"armhole":"drop","armhole_depth":85}"#,
            "armhole_depth",
        ),
        (
            "pullover",
            r#"{"armhole":"saddle","neck_depth":30}"#,
            "neck_depth",
        ),
    ] {
        match draft_sizes(&sizes, &design(garment, parameters), sex) {
            Err(Error::CannotDraft { name: found, .. }) => assert_eq!(found, name, "{parameters}"),
            other => panic!("{garment} {parameters}: {other:?}"),
        }
    }
    for (garment, parameters, hint) in [
        ("scarf", r#"{"shoulder_drop":20}"#, "possible here"),
        ("pullover", r#"{"neckline":"turtel"}"#, "turtle"),
        ("pullover", r#"{"armhole":"raglam"}"#, "raglan"),
        ("skirt", r#"{"skirt_lenght":500}"#, "skirt_length"),
    ] {
        let json = format!(
            r#"{{"garment":"{garment}","gauge":{{"wales_per_100mm":45,"courses_per_100mm":62}},"parameters":{parameters}}}"#
        );
        let e = Design::from_json(json.as_bytes()).unwrap_err();
        assert!(
            !e.cannot_be_made() && e.hint().contains(hint),
            "{json}: {e} ({})",
            e.hint()
        );
    }
}
