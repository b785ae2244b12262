//! Colours: jacquards and motifs over shaping, on every machine; the fabric that is built is the one that was designed.

mod people;

use purlform::export::knitout;
use purlform::garment::{
    ColourChart, Design, Edge, Gauge, Join, Panel, Structure, Zone, draft_sizes, garments,
};
use purlform::geom::Vec2;
use purlform::knit::{KnittedPanel, Machine, Stitch, knit_panel, simulate};
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
        for (seed, run) in [(1, 4), (2, 30), (3, 60)] {
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

/// Designs of colour for all garments: knitted clean, or refused with a reason that people understand.
#[test]
fn every_garment_takes_colours_or_says_why_not() {
    let looks = [
        r#""structure":"float_jacquard""#,
        r##""structure":"birdseye_jacquard","yarns":["#fff","#000","#c00"]"##,
        r#""structure":"jersey","motif":"AB 12""#,
        r#""structure":"birdseye_jacquard","motif":{"rows":["01","10"],"repeat":true,"width_mm":30}"#,
    ];
    let (mut made, mut refused) = (0, 0);
    for (g, garment) in garments().iter().enumerate() {
        if garment.parameters.iter().all(|p| p.name != "motif") {
            continue;
        }
        for (l, look) in looks.iter().enumerate() {
            let (sizes, sex) = people::invented((17 * g + l) as u64);
            let name = ["vbed-e7", "kniterate", "swg", "vbed-e12-2s"][(g + l) % 4];
            let machine = Machine::built_in(name).expect("built in");
            let [wales, courses] = [1.2, 1.7].map(|n| n * machine.needles_per_100mm());
            let design = format!(
                r#"{{"garment":"{}","gauge":{{"wales_per_100mm":{wales},"courses_per_100mm":{courses}}},"parameters":{{{look}}}}}"#,
                garment.name
            );
            let what = format!("{design} on {name}");
            let design = Design::from_json(design.as_bytes()).expect("a design");
            let Ok(pattern) = draft_sizes(&sizes, &design, sex) else {
                refused += 1;
                continue;
            };
            for panel in &pattern.panels {
                match knit_panel(
                    panel,
                    &design.gauge,
                    &machine,
                    pattern.linking_allowance_wales,
                ) {
                    Ok(knitted) => {
                        let text = knitout::write(&knitted.program);
                        let report = simulate(text.as_bytes(), &machine);
                        assert!(
                            report.findings.is_empty(),
                            "{what}: {:?}",
                            report.findings[0]
                        );
                        made += 1;
                    }
                    Err(e) => {
                        assert!(e.is_unmakeable(), "{what}: {e}");
                        refused += 1;
                    }
                }
            }
        }
    }
    println!("{made} panels made, {refused} refused");
    assert!(made > refused);
}

#[test]
fn four_colours_through_a_neck_are_too_many_for_six_carriers() {
    let machine = Machine::built_in("kniterate").expect("built in");
    let chart = noise(24, 31, 4, 9, 4);
    let panel = coloured(front(Structure::BirdseyeJacquard, 45.0), 4, chart, true);
    let error = knit_panel(&panel, &gauge(&machine), &machine, 1).expect_err("too many");
    assert!(error.is_unmakeable());
    let said = error.to_string();
    assert!(
        said.contains("10 carriers") && said.contains("2 yarns fit") && said.contains("vbed"),
        "{said}"
    );
    let machine = Machine::built_in("vbed-e7").expect("built in");
    clean(&panel, &machine);
}

/// What the simulated machine knits of a chart is the chart, cell by cell.
#[test]
fn the_fabric_has_the_chart_s_colours() {
    let machine = Machine::built_in("vbed-e7").expect("built in");
    let chart = noise(20, 16, 3, 7, 5);
    let mut panel = coloured(front(Structure::Jersey, 40.0), 3, chart.clone(), false);
    panel.charts[0].centre = Vec2::new(0.0, 80.0);
    let knitted = clean(&panel, &machine);
    let fabric = &knitted.fabric;
    let rows: Vec<String> = (fabric.colours.chunks(fabric.wales).rev())
        .map(|r| r.iter().map(|c| char::from(b'0' + c)).collect())
        .collect();
    let wanted: Vec<String> = chart.into();
    let found = rows.windows(wanted.len()).find_map(|window| {
        let at = window[0].find(&wanted[0])?;
        let alike = window
            .iter()
            .zip(&wanted)
            .all(|(row, w)| row.get(at..at + w.len()) == Some(w));
        alike.then_some(at)
    });
    assert!(found.is_some());
    // The mirrored machine shows the same picture.
    let swg = Machine::built_in("swg").expect("built in");
    let same = knit_panel(&panel, &gauge(&machine), &swg, 1)
        .expect("a panel")
        .fabric;
    assert_eq!(same.colours, fabric.colours);
}

#[test]
fn pictures_become_charts_of_the_right_shape_and_colours() {
    let mut bytes = Vec::new();
    let disc = image::RgbaImage::from_fn(90, 90, |x, y| {
        let (dx, dy) = (f64::from(x) - 44.5, f64::from(y) - 44.5);
        match dx * dx + dy * dy {
            d if d < 20.0 * 20.0 => image::Rgba([200, 30, 40, 255]),
            d if d < 40.0 * 40.0 => image::Rgba([20, 25, 60, 255]),
            _ => image::Rgba([0, 0, 0, 0]),
        }
    });
    let mut to = std::io::Cursor::new(&mut bytes);
    disc.write_to(&mut to, image::ImageFormat::Png)
        .expect("a picture");
    let design = |motif: &str| {
        let text = format!(
            r##"{{"garment":"pullover","gauge":{{"wales_per_100mm":45,"courses_per_100mm":62}},"parameters":{{
                "yarns":["#ffffff","#101840",{{"name":"red","colour":"#cc2030","nm":14,"grams":200}}],"motif":{motif}}}}}"##
        );
        Design::from_json(text.as_bytes())
    };
    let image = purlform::motif::encode_base64(&bytes);
    let read = design(&format!(
        r#"{{"image":"data:image/png;base64,{image}","width_mm":100,"y_mm":300}}"#
    ));
    let read = read.expect("a design");
    let (sizes, sex) = people::invented(3);
    let pattern = draft_sizes(&sizes, &read, sex).expect("a pattern");
    let front = pattern.panel("front").expect("a front");
    let chart = &front.charts[0].chart;
    assert_eq!((chart.wales(), chart.courses()), (45, 62));
    assert_eq!(chart.at(22, 31), Some(2));
    assert_eq!(chart.at(22, 5), Some(1));
    assert_eq!(chart.at(0, 0), None);
    assert_eq!(front.yarns.len(), 3);
    // Handed in beside the file it is the same, and what is written is read again.
    let mut beside = design(r#"{"width_mm":100,"y_mm":300}"#).expect("a design");
    beside.set_motif_picture(&bytes).expect("a picture");
    let again = serde_json::to_vec(&beside).expect("JSON");
    let again = Design::from_json(&again).expect("read again");
    let chart_of = |design: &Design| {
        let pattern = draft_sizes(&sizes, design, sex).expect("a pattern");
        pattern.panel("front").expect("a front").charts.clone()
    };
    assert_eq!(chart_of(&beside), front.charts);
    assert_eq!(chart_of(&again), front.charts);
    for (motif, named) in [
        (r#"{"image":"bm90IGEgcGljdHVyZQ=="}"#, "PNG"),
        (r#"{"image":"$$"}"#, "base64"),
        (r#"{"text":"日本"}"#, "日"),
        (r#"{"rows":["01","0"]}"#, "row 2"),
        (r#"{"rows":["09"]}"#, "9"),
        (r#"{"rows":["01"],"text":"A"}"#, "text and rows"),
        (r#"{"text":"A","width":3}"#, "width"),
        ("7", "motif"),
    ] {
        let error = design(motif).expect_err(motif);
        assert!(error.to_string().contains(named), "{motif}: {error}");
        assert!(!error.hint().is_empty());
    }
}

#[test]
fn the_customer_s_lace_is_knitted() {
    let design = |rows: &str| {
        let text = format!(
            r#"{{"garment":"scarf","gauge":{{"wales_per_100mm":34,"courses_per_100mm":46}},"parameters":{{
                "structure":"lace","width":120,"length":300,"lace_chart":{rows}}}}}"#
        );
        Design::from_json(text.as_bytes())
    };
    let read = design(r#"["........","..)..(..","........",".o....o."]"#).expect("a design");
    let (sizes, sex) = people::invented(5);
    let pattern = draft_sizes(&sizes, &read, sex).expect("a pattern");
    for name in ["vbed-e7", "kniterate", "swg"] {
        let machine = Machine::built_in(name).expect("built in");
        let knitted = knit_panel(&pattern.panels[0], &read.gauge, &machine, 1).expect("a panel");
        let eyelets = knitted
            .fabric
            .cells
            .iter()
            .filter(|s| **s == Stitch::Eyelet);
        assert!(eyelets.count() > 100);
    }
    for (rows, named) in [
        (r#"["..)","()."]"#, "side by side"),
        (r#"[".).","..."]"#, ""),
        (r#"[".)(.","...."]"#, "side by side"),
        (r#"[".).(.","....."]"#, "onto one"),
        (r#"[".)..",".(.."]"#, "in the next"),
        (r#"["..x."]"#, "x"),
    ] {
        match (design(rows), named) {
            (Ok(_), "") => {}
            (result, _) => assert!(
                result.expect_err(rows).to_string().contains(named),
                "{rows}"
            ),
        }
    }
}
