//! What the shop floor gets on paper, and which programs it gets beside it.

mod people;

use purlform::export::{kcode, papers};
use purlform::garment::{Design, Pattern, draft_sizes};
use purlform::knit::{Machine, knit_panel};

fn drafted(garment: &str, parameters: &str, wales: f64) -> (Design, Pattern) {
    let design = format!(
        r#"{{"version":1,"garment":"{garment}","gauge":{{"wales_per_100mm":{wales},"courses_per_100mm":{}}},"parameters":{parameters}}}"#,
        1.38 * wales
    );
    let design = Design::from_json(design.as_bytes()).expect("a design");
    let (sizes, sex) = people::invented(3);
    let pattern = draft_sizes(&sizes, &design, sex).expect("a pattern");
    (design, pattern)
}

/// The rows of the linking plan, without markup.
fn linking_plan(garment: &str, parameters: &str) -> Vec<String> {
    let (design, pattern) = drafted(garment, parameters, 30.0);
    let page = papers::html("A1", &pattern, &design.gauge, "vbed-e7", &[]);
    let plan = page.split("Linking plan").nth(1).expect("a plan");
    let plan = plan.split("</table>").next().expect("a table");
    let rows = plan.split("<tr><td>").skip(1);
    rows.map(|r| r.replace("</td><td>", " | ")).collect()
}

/// Places of the first and the last row that speaks of one and of the other.
fn places(plan: &[String], what: &str) -> (usize, usize) {
    let speaks = |row: &String| row.contains(what);
    let first = plan.iter().position(speaks).expect("a row");
    (first, plan.iter().rposition(speaks).unwrap_or(first))
}

#[test]
fn a_neck_band_waits_for_the_sleeves_that_reach_the_neck() {
    for (parameters, band_last) in [
        ("{}", false),
        (r#"{"armhole":"raglan"}"#, true),
        (r#"{"armhole":"saddle"}"#, true),
    ] {
        let plan = linking_plan("pullover", parameters);
        let (band, caps) = (places(&plan, "neck band"), places(&plan, "cap "));
        let all = plan.join("\n");
        match band_last {
            true => assert!(caps.1 < band.0, "{all}"),
            false => assert!(
                places(&plan, "shoulder").1 < band.0 && band.1 < caps.0,
                "{all}"
            ),
        }
        assert!(places(&plan, "end left") == (band.1, band.1), "{all}");
    }
}

#[test]
fn bands_of_a_cardigan_are_linked_on_in_one_go() {
    let plan = linking_plan("cardigan", "{}");
    let all = plan.join("\n");
    let (first, last) = places(&plan, "band ");
    let rows = plan[first..=last].iter();
    assert!(rows.clone().all(|row| row.contains("band ")), "{all}");
    assert!(rows.clone().any(|row| row.contains("· front")), "{all}");
    assert!(last < places(&plan, "cap ").0, "{all}");
}

#[test]
fn what_is_done_beside_linking_stands_in_the_plan() {
    for (garment, parameters, words) in [
        ("scarf", "{}", ["closed one by one", "顶端活圈"]),
        ("leg_warmer", "{}", ["closed one by one", "顶端活圈"]),
        ("beanie", "{}", ["drawn together", "帽顶的活圈"]),
        ("skirt", "{}", ["over an elastic", "腰头上半部向内"]),
        ("sock", "{}", ["are grafted", "袜头的活圈"]),
        (
            "pullover",
            r#"{"neckline":"turtle"}"#,
            ["folded to the outside", "领条向外"],
        ),
        (
            "pullover",
            r#"{"neckline":"v"}"#,
            ["point of the V", "V领尖"],
        ),
    ] {
        let (design, pattern) = drafted(garment, parameters, 30.0);
        let page = papers::html("A1", &pattern, &design.gauge, "vbed-e7", &[]);
        let plan = page.split("Linking plan").nth(1).expect("a plan");
        let plan = plan.split("</section>").next().expect("its end");
        for word in words {
            assert!(plan.contains(word), "{garment} {parameters}: {plan}");
        }
    }
}

/// Edges at the top of a panel whose loops stay open: linked to something, or said what becomes of them.
#[test]
fn no_open_loops_are_left_to_chance() {
    for garment in purlform::garment::garments() {
        let (_, pattern) = drafted(garment.name, "{}", 30.0);
        let told = ["top_closed", "crown_gathered", "waistband_folded"];
        let told = pattern.notes.iter().any(|n| told.contains(&&*n.code));
        for panel in &pattern.panels {
            let heights = || panel.edges.iter().flat_map(|e| &e.points).map(|p| p.y);
            let top = heights().fold(f64::MIN, f64::max);
            let mut open = panel.edges.iter().filter(|e| {
                let flat = e.points.iter().all(|p| p.y > top - 1.0);
                flat && e.joins.is_empty()
            });
            let (name, edge) = (&panel.name, open.next().map(|e| &e.name));
            assert!(told || edge.is_none(), "{} {name}: {edge:?}", garment.name);
        }
    }
}

#[test]
fn halves_of_a_band_meet_before_it_is_linked_on() {
    let (design, pattern) = drafted("pullover", "{}", 30.0);
    let pattern = pattern.halved("neck_band").expect("halves");
    let page = papers::html("A1", &pattern, &design.gauge, "vbed-e7", &[]);
    let at = |what: &str| page.find(what).unwrap_or(usize::MAX);
    assert!(at("neck band 1 领条（一） · middle") < at("neck band 1 领条（一） · neck"));
}

/// Words that mean one thing as a garment and another as a stitch, or as a panel and as an edge.
#[test]
fn a_cardigan_is_no_stitch_in_chinese() {
    let (design, pattern) = drafted("cardigan", "{}", 30.0);
    let page = papers::html("A1", &pattern, &design.gauge, "vbed-e7", &[]);
    for words in [
        "<h1>cardigan 开衫</h1>",
        "band left 门襟条（左）",
        "· front 前边",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("元宝针"));
}

#[test]
fn a_sheet_says_structures_and_cones_in_both_languages() {
    let (design, pattern) = drafted("sock", "{}", 30.0);
    let machine = Machine::built_in("kniterate").expect("built in");
    let panels: Vec<_> = (pattern.panels.iter())
        .map(|p| knit_panel(p, &design.gauge, &machine, 1).expect("a program"))
        .collect();
    let page = papers::html("A1", &pattern, &design.gauge, "kniterate", &panels);
    for words in [
        "jersey 平针: ",
        "rib 1x1 罗纹1×1: ",
        "waste yarn 废纱",
        "loops stay open for linking on each bed",
        "两床各",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn k_code_is_written_where_a_kniterate_has_the_needles() {
    for (machine, wales, suits) in [
        ("kniterate", 30.0, true),
        ("vbed-e7", 30.0, true),
        // Wider than 252 needles, another gauge, another hook.
        ("vbed-e7", 60.0, false),
        ("vbed-e5", 24.0, false),
        ("swg", 30.0, false),
    ] {
        let (design, pattern) = drafted("pullover", "{}", wales);
        let machine = Machine::built_in(machine).expect("built in");
        let panel = pattern.panel("back").expect("a back");
        let knitted = knit_panel(panel, &design.gauge, &machine, 1).expect("a program");
        let name = &machine.name;
        assert_eq!(kcode::suits(&knitted.program), suits, "{name} at {wales}");
    }
}
