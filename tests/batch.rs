//! Many orders in one call: bad ones never stop the others, a second run goes on where the first was.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("purlform-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn order(id: &str, machine: &str) -> Value {
    json!({
        "order": id,
        "measurements": {"stature": 1250, "bust_girth": 640},
        "design": {"garment": "pullover", "gauge": {"wales_per_100mm": 24, "courses_per_100mm": 30}},
        "machine": machine,
    })
}

fn batch(orders: &Path, out: &Path, more: &[&str]) -> i32 {
    let run = Command::new(env!("CARGO_BIN_EXE_purlform"))
        .arg("batch")
        .args([orders, Path::new("--out"), out])
        .args(more)
        .output()
        .unwrap();
    run.status.code().unwrap()
}

fn results(out: &Path) -> Vec<Value> {
    let text = fs::read_to_string(out.join("results.ndjson")).unwrap();
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

#[test]
fn one_bad_order_never_stops_the_rest() {
    let folder = folder("batch");
    let orders = folder.join("orders.ndjson");
    let mut good = ["a", "b-2", "7"].map(|id| order(id, "vbed-e7").to_string());
    // As a shop's order form posts it.
    let mut shop = order("b-2", "vbed-e7");
    shop["price"] = json!({"currency": "EUR", "total": 120});
    shop["material"] = json!({"yarn": "merino"});
    shop["checksums"] = json!({"design": "0"});
    shop["version"] = json!(1);
    shop["purlform"] = json!("0.1.0");
    shop["files"] = json!([]);
    shop["signature"] = json!({"algorithm": "Ed25519"});
    good[1] = shop.to_string();
    let mut wide = order("wide", "kniterate");
    // Too wide even in halves.
    wide["measurements"] = json!({"stature": 1900, "bust_girth": 1700});
    wide["design"]["gauge"] = json!({"wales_per_100mm": 70, "courses_per_100mm": 96});
    let bad = [
        "{nonsense".to_string(),
        order("../up", "vbed-e7").to_string(),
        order("other", "loom").to_string(),
        order("a", "kniterate").to_string(),
        wide.to_string(),
        "x".repeat(3 << 20),
    ];
    let mut text = good[0].clone() + "\r\n\n";
    text += &bad.join("\n");
    text += &format!("\n{}\n{}", good[1], good[2].replace("\"7\"", "7"));
    fs::write(&orders, text).unwrap();
    let out = folder.join("out");
    assert_eq!(batch(&orders, &out, &[]), 0);
    let mut count = BTreeMap::new();
    for result in results(&out) {
        *count
            .entry(result["status"].as_str().unwrap().to_string())
            .or_insert(0) += 1;
        let codes = [
            "no_order",
            "bad_id",
            "unknown_machine",
            "duplicate_order",
            "too_wide",
            "too_long",
        ];
        if result["status"] != "done" {
            assert!(
                codes.contains(&result["code"].as_str().unwrap()),
                "{result}"
            );
            assert!(!result["message"].as_str().unwrap().is_empty());
        } else {
            let id = result["order"].as_str().unwrap();
            assert!(out.join(id).join("front.k").is_file());
        }
    }
    assert_eq!(
        count,
        BTreeMap::from([
            ("done".into(), 3),
            ("failed".into(), 5),
            ("refused".into(), 1)
        ])
    );
    assert_eq!(batch(&orders, &out, &["--strict"]), 2);
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn a_stopped_batch_goes_on_where_it_was() {
    let folder = folder("resume");
    let orders = folder.join("orders.ndjson");
    let out = folder.join("out");
    fs::write(&orders, order("a", "vbed-e7").to_string() + "\n").unwrap();
    assert_eq!(batch(&orders, &out, &["--zip"]), 0);
    let first = fs::read(out.join("a.zip")).unwrap();
    fs::remove_file(out.join("a.zip")).unwrap();
    // The result line of an order that was under way is torn.
    let mut torn = fs::read(out.join("results.ndjson")).unwrap();
    torn.extend(br#"{"order":"b","line":2,"inp"#);
    fs::write(out.join("results.ndjson"), torn).unwrap();
    let both = format!("{}\n{}\n", order("a", "vbed-e7"), order("b", "vbed-e7"));
    fs::write(&orders, both).unwrap();
    assert_eq!(batch(&orders, &out, &["--zip"]), 0);
    assert!(!out.join("a.zip").exists(), "it was done before");
    assert!(out.join("b.zip").exists());
    let lines = fs::read_to_string(out.join("results.ndjson")).unwrap();
    assert_eq!(lines.lines().count(), 3);
    // Another machine under the same name is another order; the same order gives the same bytes.
    fs::remove_dir_all(&out).unwrap();
    assert_eq!(batch(&orders, &out, &["--zip"]), 0);
    assert_eq!(fs::read(out.join("a.zip")).unwrap(), first);
    fs::write(&orders, order("a", "kniterate").to_string()).unwrap();
    assert_eq!(batch(&orders, &out, &["--zip"]), 0);
    assert_ne!(fs::read(out.join("a.zip")).unwrap(), first);
    let _ = fs::remove_dir_all(folder);
}

/// The files of a knitted order.
fn knitted(test: &str) -> (PathBuf, BTreeMap<String, Vec<u8>>) {
    let folder = folder(test);
    let whole = order("A<17>", "vbed-e7");
    for name in ["measurements", "design"] {
        fs::write(folder.join(name), whole[name].to_string()).unwrap();
    }
    let run = Command::new(env!("CARGO_BIN_EXE_purlform"))
        .current_dir(&folder)
        .args([
            "knit",
            "--measurements",
            "measurements",
            "--design",
            "design",
        ])
        .args([
            "--machine",
            "vbed-e7",
            "--out",
            "out",
            "--order",
            "A<17>",
            "--zip",
            "a.zip",
        ])
        .status();
    assert!(run.unwrap().success());
    let entries = fs::read_dir(folder.join("out"))
        .unwrap()
        .map(|e| e.unwrap().path());
    let name = |p: &Path| p.file_name().unwrap().to_string_lossy().into_owned();
    let files = entries.map(|p| (name(&p), fs::read(&p).unwrap())).collect();
    (folder, files)
}

#[test]
fn the_papers_say_what_the_panels_are() {
    let (folder, files) = knitted("papers");
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let summary: Value = serde_json::from_slice(&files["summary.json"]).unwrap();
    let page = text("order.html");
    assert!(page.contains("A&lt;17&gt;") && !page.contains("A<17>"));
    for panel in summary["panels"].as_array().unwrap() {
        let name = panel["name"].as_str().unwrap();
        let size = format!(
            "{:.0} × {:.0} mm",
            panel["width_mm"].as_f64().unwrap(),
            panel["height_mm"].as_f64().unwrap()
        );
        assert!(page.contains(&size), "{name}: {size}");
        assert!(page.contains(&format!("src=\"{name}.png\"")));
        assert!(text("panels.dxf").contains(&format!("Piece Name: {}", name.to_uppercase())));
        assert!(text("panels.svg").contains(&format!(" / {name}<")));
        let fabric = text(&format!("{name}.fabric.svg"));
        let drawn = fabric
            .lines()
            .filter_map(|l| l.strip_prefix("<rect x=")?.split("width=\"").nth(1));
        let drawn = drawn.filter_map(|l| l.split('"').next()?.parse::<usize>().ok());
        let kinds = panel["kinds"].as_object().unwrap().values();
        let cells: u64 = kinds.filter_map(Value::as_u64).sum();
        assert_eq!(
            drawn.sum::<usize>() as u64,
            cells,
            "{name}: a stitch of the chart is not drawn"
        );
        assert!(text(&format!("{name}.passes.svg")).contains("carrier 3"));
        // One pixel a stitch, as the PNG has: the header's width and height.
        let bmp = &files[&format!("{name}.bmp")];
        let field = |at: usize| u32::from_le_bytes(bmp[at..at + 4].try_into().unwrap());
        let png = &files[&format!("{name}.png")];
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert_eq!([field(18), field(22)], [side(16), side(20)]);
        assert_eq!(field(2) as usize, bmp.len());
    }
    // Each step of the stepping sheet is on the page, too.
    for line in text("sheet.txt")
        .lines()
        .filter(|l| l.contains(" courses x "))
    {
        let step = line
            .split_whitespace()
            .skip(2)
            .collect::<Vec<_>>()
            .join(" ");
        assert!(page.contains(&step.replace("courses", "rows")), "{step}");
    }
    for title in [
        "Linking plan",
        "Inspection",
        "Wash and relax",
        "Cones",
        "减",
        "平收",
    ] {
        assert!(page.contains(title), "{title}");
    }
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn the_package_is_an_archive_that_others_read() {
    let (folder, files) = knitted("package");
    let python = std::env::var("PURLFORM_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = "import sys, zipfile, hashlib\n\
        z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n\
        lines = z.read('A<17>/MANIFEST.sha256').decode().splitlines()\n\
        for l in lines:\n  d, n = l.split('  ', 1); assert hashlib.sha256(z.read('A<17>/' + n)).hexdigest() == d, n\n\
        print(len(lines), len(z.namelist()))";
    let run = Command::new(python)
        .args(["-c", script])
        .arg(folder.join("a.zip"))
        .output();
    let run = run.expect("Python 3 is one of the project's tools");
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert_eq!(
        said.trim(),
        // The order's form and the manifest beside them; the manifest does not list itself.
        format!("{0} {1}", files.len() + 1, files.len() + 2),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let _ = fs::remove_dir_all(folder);
}
