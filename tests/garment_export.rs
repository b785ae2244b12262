//! Chart, stepping sheet and summary of a knitted pullover say the same as the fabric.

mod people;

use purlform::export::{chart, panels_svg, sheet, summary::Summary};
use purlform::garment::{Design, Gauge, Pattern, draft_sizes, garment};
use purlform::geom::Vec2;
use purlform::knit::{KnittedPanel, Machine, Stitch, knit_panel};

const GAUGE: Gauge = Gauge {
    wales_per_100mm: 34.0,
    courses_per_100mm: 46.0,
};

fn knitted(seed: u64) -> (Pattern, Machine, Vec<KnittedPanel>) {
    let (sizes, sex) = people::invented(seed);
    let pattern = draft_sizes(
        &sizes,
        &Design::new(garment("pullover").unwrap(), GAUGE).unwrap(),
        sex,
    )
    .unwrap();
    let machine = Machine::built_in("vbed-e7").unwrap();
    let panels = pattern
        .panels
        .iter()
        .map(|p| knit_panel(p, &GAUGE, &machine, pattern.linking_allowance_wales).unwrap());
    let panels = panels.collect();
    (pattern, machine, panels)
}

#[test]
fn a_pixel_is_a_stitch() {
    for panel in knitted(17).2 {
        let file = chart::png(&panel).unwrap();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(&file));
        decoder.set_transformations(png::Transformations::IDENTITY);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let fabric = &panel.fabric;
        assert_eq!(
            (info.width as usize, info.height as usize),
            (fabric.wales, fabric.courses)
        );
        assert_eq!(info.color_type, png::ColorType::Indexed);
        for (row, course) in pixels
            .chunks(fabric.wales)
            .zip(fabric.cells.chunks(fabric.wales).rev())
        {
            assert!(
                row.iter()
                    .zip(course)
                    .all(|(i, s)| Stitch::ALL[usize::from(*i)] == *s)
            );
        }
        // Any reader shows the legend's colours.
        let picture = image::load_from_memory(&file).unwrap().to_rgb8();
        let corner = picture.get_pixel(0, 0).0;
        assert_eq!(
            corner,
            chart::colour(fabric.cells[(fabric.courses - 1) * fabric.wales])
        );
    }
}

#[test]
fn the_legend_names_every_stitch() {
    for text in [chart::legend_text(&[]), chart::legend_svg(&[])] {
        assert!(
            Stitch::ALL.iter().all(|s| text.contains(s.name())),
            "{text}"
        );
    }
}

#[test]
fn the_steps_of_the_sheet_lead_to_the_loops_that_stay_open() {
    let (_, _, panels) = knitted(17);
    for panel in panels {
        let name = panel.fabric.name.clone();
        let text = sheet::text("pullover", &GAUGE, std::slice::from_ref(&panel));
        let number = |s: &str| {
            s.split_whitespace()
                .find_map(|w| w.parse::<i64>().ok())
                .unwrap()
        };
        let (mut width, mut edges) = (0, 1);
        for line in text.lines() {
            let times = line
                .rsplit_once(" x ")
                .and_then(|(_, n)| n.parse::<i64>().ok())
                .unwrap_or(1);
            if line.starts_with("  ") && !line.starts_with("    ") {
                edges = 1 + i64::from(line.ends_with("alike"));
            }
            if line.starts_with("  cast on") {
                width = number(line);
            } else if let Some((_, step)) = line
                .strip_prefix("    course ")
                .and_then(|l| l.trim_start().split_once("  "))
            {
                width += edges
                    * times
                    * match step {
                        s if s.starts_with("leave") => 0,
                        s if s.starts_with("bind off") => -number(s),
                        s => s.split_whitespace().next().unwrap().parse::<i64>().unwrap(),
                    };
            } else if line.contains("loops stay open") {
                width -= number(line);
            }
        }
        assert_eq!(width, 0, "{name}\n{text}");
    }
}

#[test]
fn the_summary_adds_up() {
    let (pattern, machine, panels) = knitted(2);
    let json = Summary::new(&pattern, GAUGE, &machine, &panels).to_json();
    let summary: serde_json::Value = serde_json::from_str(&json).unwrap();
    let listed = summary["panels"].as_array().unwrap();
    let names: Vec<&str> = listed.iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["front", "back", "sleeve_left", "sleeve_right", "neck_band"]
    );
    for (panel, knitted) in listed.iter().zip(&panels) {
        assert_eq!(panel["wales"], knitted.report.wales);
        assert_eq!(panel["courses"], knitted.report.courses);
        let kinds = panel["kinds"].as_object().unwrap().values();
        let cells: u64 = kinds.map(|k| k.as_u64().unwrap()).sum();
        assert_eq!(cells as usize, knitted.fabric.stitches());
        for key in ["width_mm", "height_mm", "minutes", "yarn_m", "yarn_g"] {
            assert!(panel[key].as_f64().unwrap() > 0.0, "{key}");
        }
    }
    for key in ["courses", "stitches", "minutes", "yarn_m", "yarn_g"] {
        let sum: f64 = listed.iter().map(|p| p[key].as_f64().unwrap()).sum();
        assert!(
            (summary["totals"][key].as_f64().unwrap() - sum).abs() < 0.05,
            "{key}"
        );
    }
    for key in ["knit", "transfer"] {
        let sum: u64 = listed
            .iter()
            .map(|p| p["passes"][key].as_u64().unwrap())
            .sum();
        assert_eq!(summary["totals"]["passes"][key].as_u64().unwrap(), sum);
    }
}

/// Neither the outline nor a neighbour's text runs through an edge's name: it stands inside, along the edge.
#[test]
fn the_names_of_edges_stand_inside_their_panel() {
    let (pattern, _, _) = knitted(17);
    let halved = pattern.halved("front").expect("halves");
    for pattern in [pattern, halved] {
        let text = panels_svg::write(&pattern, "order");
        let groups = text.split("<g ").skip(1);
        for (group, panel) in groups.zip(&pattern.panels) {
            let ring = panel.outline();
            let mut names = 0;
            for label in group.split("<text transform=\"translate(").skip(1) {
                let number = |word: &str| word.parse::<f64>().expect("a number");
                let (x, rest) = label.split_once(' ').expect("x");
                let (y, rest) = rest.split_once(") rotate(").expect("y");
                let (angle, rest) = rest.split_once(")\" y=\"").expect("an angle");
                let (baseline, _) = rest.split_once('"').expect("a baseline");
                let angle = number(angle).to_radians();
                assert!(angle.abs() <= 91f64.to_radians(), "{label} is upside down");
                // The middle of a letter 3.5 mm high.
                let up = number(baseline) - 1.75;
                let middle = Vec2::new(
                    number(x) - up * angle.sin(),
                    -(number(y) + up * angle.cos()),
                );
                assert!(inside(&ring, middle), "{}: {label}", panel.name);
                names += 1;
            }
            assert_eq!(names, panel.edges.len(), "{}", panel.name);
        }
    }
}

/// Whether a point lies in a closed line: it crosses an odd number of its sides on the way to the right.
fn inside(ring: &[Vec2], p: Vec2) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossed = ring.iter().zip(next).filter(|(a, b)| {
        (a.y > p.y) != (b.y > p.y) && p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y)
    });
    crossed.count() % 2 == 1
}
