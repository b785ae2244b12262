//! Sizes of GB/T 1335 and ASTM D5585: they name bodies, they grow, and a pullover of size M is knitted on every machine.

use purlform::capture::Sex;
use purlform::export::grading;
use purlform::garment::{Design, Pattern, draft};
use purlform::knit::{Machine, knit_panel};
use purlform::measure::{Measurements, SizeTable, sized};
use std::process::Command;

fn read(json: &str) -> Measurements {
    Measurements::from_json(json.as_bytes()).unwrap_or_else(|e| panic!("{json}: {e}"))
}

fn design(garment: &str, wales: f64, courses: f64) -> Design {
    let json = format!(
        r#"{{"garment":"{garment}","gauge":{{"wales_per_100mm":{wales},"courses_per_100mm":{courses}}}}}"#
    );
    Design::from_json(json.as_bytes()).expect("a design")
}

fn value(m: &Measurements, id: &str) -> f64 {
    m.get(id).unwrap_or_else(|| panic!("{id}")).value_mm
}

/// The central bodies as the standards print them.
#[test]
fn a_size_names_a_body() {
    let man = read(r#"{"size":"170/88A","sex":"male"}"#);
    assert_eq!(man.sex, Some(Sex::Male));
    for (id, mm) in [
        ("stature", 1700.0),
        ("cervicale_height", 1450.0),
        ("arm_length", 555.0),
        ("waist_height", 1025.0),
        ("bust_girth", 880.0),
        ("neck_girth", 368.0),
        ("shoulder_width", 436.0),
        ("waist_girth", 740.0),
        ("hip_girth", 900.0),
    ] {
        assert_eq!(value(&man, id), mm, "{id}");
    }
    let woman = read(r#"{"size":"165/88A","sex":"female"}"#);
    for (id, mm) in [
        ("stature", 1650.0),
        ("waist_girth", 720.0),
        ("hip_girth", 936.0),
        ("neck_girth", 344.0),
    ] {
        assert_eq!(value(&woman, id), mm, "{id}");
    }
    assert_eq!(
        read(r#"{"size":"m","sex":"female"}"#),
        read(r#"{"size":"160/84A","sex":"female"}"#)
    );
    let eight = read(r#"{"size":8}"#);
    assert_eq!(eight.sex, Some(Sex::Female));
    assert!((value(&eight, "bust_girth") - 36.25 * 25.4).abs() < 0.01);
    // What is given goes before what the size says.
    let long = read(r#"{"size":"170/88A","sex":"male","arm_length":600}"#);
    assert_eq!(value(&long, "arm_length"), 600.0);
    for (json, says) in [
        (r#"{"size":"170/88A"}"#, "sex"),
        (r#"{"size":"170/89A","sex":"male"}"#, "by 4"),
        (r#"{"size":"170/88D","sex":"male"}"#, "Y, A, B and C"),
        (r#"{"size":"270/88A","sex":"male"}"#, "190"),
        (r#"{"size":"10","sex":"male"}"#, "for women"),
        (r#"{"size":"9"}"#, "no size"),
        (r#"{"size":"中/号","sex":"male"}"#, "no size"),
    ] {
        let e = Measurements::from_json(json.as_bytes()).unwrap_err();
        assert!(
            e.to_string().contains(says) && e.code() == "unknown_size",
            "{json}: {e}"
        );
    }
}

/// A greater size has no smaller measure, and no garment of it a smaller width, length or seam.
#[test]
fn sizes_and_their_garments_grow() {
    for table in SizeTable::ALL {
        let bodies = table.bodies();
        assert!(bodies.len() >= 6, "{}", table.name());
        for pair in bodies.windows(2) {
            for (a, b) in pair[0].values.iter().zip(&pair[1].values) {
                assert!(
                    a.id == b.id && a.value_mm <= b.value_mm,
                    "{} {}",
                    pair[1].size,
                    a.id
                );
            }
        }
        for garment in ["pullover", "cardigan", "skirt", "sock", "beanie"] {
            let design = design(garment, 45.0, 62.0);
            let graded: Vec<(String, Pattern)> = (bodies.iter())
                .map(|body| {
                    let person = Measurements {
                        values: body.values.clone(),
                        sex: Some(body.sex),
                    };
                    let pattern = draft(&person, &design, None);
                    (
                        body.size.clone(),
                        pattern.unwrap_or_else(|e| panic!("{garment} {}: {e}", body.size)),
                    )
                })
                .collect();
            let sheet = grading::csv(&graded);
            let mut lines = sheet.lines();
            let head = lines.next().expect("a head");
            assert_eq!(head.split(',').count(), bodies.len() + 2);
            for line in lines {
                let cells: Vec<&str> = line.split(',').collect();
                let grows = ["width", "height", "hem", "body_length", "seam"].contains(&cells[1]);
                let values = cells[2..]
                    .iter()
                    .map(|c| c.parse::<f64>().expect("a number"));
                let values: Vec<f64> = values.collect();
                assert!(
                    !grows || values.windows(2).all(|w| w[1] > w[0] - 1.0),
                    "{} {line}",
                    table.name()
                );
            }
        }
    }
}

#[test]
fn a_pullover_of_size_m_is_knitted_on_every_machine() {
    for (i, name) in Machine::NAMES.into_iter().enumerate() {
        let machine = Machine::built_in(name).expect("built in");
        let (wales, courses) = match machine.gauge_npi as u32 {
            5 => (26.0, 36.0),
            12 => (65.0, 88.0),
            14 => (75.0, 100.0),
            _ => (36.0, 50.0),
        };
        let design = design("pullover", wales, courses);
        // Each sex on every second one.
        for sex in [["female", "male"][i % 2]] {
            let person = read(&format!(r#"{{"size":"M","sex":"{sex}"}}"#));
            let pattern = draft(&person, &design, None).expect("a pattern");
            for panel in &pattern.panels {
                let knitted = knit_panel(
                    panel,
                    &design.gauge,
                    &machine,
                    pattern.linking_allowance_wales,
                );
                knitted.unwrap_or_else(|e| panic!("{name} {sex}: {e}"));
            }
        }
    }
}

#[test]
fn the_command_grades_a_design_and_writes_its_orders() {
    let folder = std::env::temp_dir().join(format!("purlform-grade-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let design = folder.join("design.json");
    let text = r#"{"garment":"vest","gauge":{"wales_per_100mm":30,"courses_per_100mm":40}}"#;
    std::fs::write(&design, text).expect("written");
    let run = |args: &[&str]| {
        let out = folder.join("out");
        Command::new(env!("CARGO_BIN_EXE_purlform"))
            .arg("grade")
            .args(args)
            .arg("--design")
            .arg(&design)
            .arg("--out")
            .arg(out)
            .output()
            .expect("the command runs")
    };
    let done = run(&["--table", "gb-women", "--machine", "kniterate"]);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let text = |name: &str| std::fs::read_to_string(folder.join("out").join(name)).expect(name);
    let orders = text("orders.ndjson");
    assert_eq!(orders.lines().count(), 6);
    assert!(orders.contains(r#""order":"160-84A""#) && orders.contains(r#""machine":"kniterate""#));
    let again = Measurements::from_json(text("160-84A.json").as_bytes()).expect("measurements");
    assert_eq!(value(&again, "bust_girth"), 840.0);
    assert!(text("grading.csv").starts_with("panel,measure,150/76A,155/80A,160/84A"));
    for body in [
        sized("155/80A", Some(Sex::Female)),
        sized("XL", Some(Sex::Male)),
    ] {
        assert!(body.is_ok_and(|b| b.standard.starts_with("GB/T 1335")));
    }
    assert_eq!(run(&["--sizes", "160/84A"]).status.code(), Some(2));
    assert_eq!(run(&["--sizes", "10,12"]).status.code(), Some(0));
    assert_eq!(run(&["--table", "din"]).status.code(), Some(2));
    // A folder left behind harms nobody.
    let _ = std::fs::remove_dir_all(folder);
}
