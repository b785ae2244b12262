//! Measures every capture of a folder and compares with its `truth.json`, where it has one.
//!
//! ```sh
//! cargo run --release --example accuracy -- ../shared/captures [--each] [--once] [--exact]
//! ```
//!
//! Heights are compared with those of the body standing straight (`upright_mm`). Prints, a measure: number, mean error, mean
//! absolute error, 95th percentile, worst capture (mm), share within two sigma; and for each capture the time and the median
//! distance between outline and fitted body in each view (px). `--each` adds the error and sigma of every measure of every
//! capture; `--once` leaves out second shots; `--exact` hands in the captures' `truth_masks/`, which shows what is left when no outline is wrong.

use purlform::body::Model;
use purlform::camera::Rig;
use purlform::capture::{Subject, View};
use purlform::measure::DEFINITIONS;
use purlform::network::Network;
use purlform::pipeline::{Scan, Scanned};
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Finds the person where there is neither plate nor mask; captures that need it are skipped where it is absent.
const NETWORK: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/node_modules/@mediapipe/pose/pose_landmark_full.tflite"
);
const BODY: &[u8] = include_bytes!("../assets/body.purl");

/// One measure of one capture against its truth.
struct Row {
    capture: String,
    error_mm: f64,
    sigma_mm: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("name the folder of captures")?;
    let asked = |flag: &str| std::env::args_os().any(|a| a == flag);
    let each = asked("--each");
    let masks = if asked("--exact") {
        "truth_masks"
    } else {
        "masks"
    };
    let model = Model::from_bytes(BODY)?;
    let mut captures: Vec<PathBuf> = fs::read_dir(&folder)?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .collect();
    captures.retain(|c| c.join("rig.json").exists());
    captures.sort();
    let mut rows: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for capture in &captures {
        let name = capture
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let start = Instant::now();
        let scanned = match scan(capture, masks, asked("--once"), &model) {
            Ok(scanned) => scanned,
            Err(e) => {
                println!("{name}: {e}");
                continue;
            }
        };
        let medians: Vec<String> = scanned
            .verdict
            .outline_median_px
            .iter()
            .map(|(c, px)| format!("{c} {px:.2}"))
            .collect();
        let stature = scanned
            .measurements()
            .get("stature")
            .map_or(f64::NAN, |m| m.value_mm);
        println!(
            "{name}: {:.2} s, stature {stature:.0} mm, outline {} px",
            start.elapsed().as_secs_f64(),
            medians.join(", ")
        );
        let truth = truth(capture);
        let mut errors = String::new();
        for m in scanned.measurements().values {
            if let Some(want) = truth.get(m.id) {
                let row = Row {
                    capture: name.clone(),
                    error_mm: m.value_mm - want,
                    sigma_mm: m.sigma_mm,
                };
                let _ = write!(
                    errors,
                    " {}={:+.1}({:.1})",
                    m.id, row.error_mm, row.sigma_mm
                );
                rows.entry(m.id).or_default().push(row);
            }
        }
        if each {
            println!("  {errors}");
        }
    }
    print(&rows);
    Ok(())
}

fn picture(folder: &Path, id: &str) -> Option<Vec<u8>> {
    ["jpg", "jpeg", "png"]
        .iter()
        .find_map(|e| fs::read(folder.join(format!("{id}.{e}"))).ok())
}

fn scan(capture: &Path, masks: &str, once: bool, model: &Model) -> Result<Scanned, Box<dyn Error>> {
    let rig = Rig::from_json(&fs::read(capture.join("rig.json"))?)?;
    let subject = match fs::read(capture.join("subject.json")) {
        Ok(bytes) => Subject::from_json(&bytes)?,
        Err(_) => Subject::default(),
    };
    let mut scan = Scan::new(rig.clone(), subject);
    if let Ok(bytes) = fs::read(NETWORK) {
        scan = scan.with_network(Arc::new(Network::from_bytes(&bytes)?));
    }
    let turned = capture.join("turned");
    let shots = [
        Some(capture),
        (!once && turned.is_dir()).then_some(turned.as_path()),
    ];
    for (shot, folder) in shots.into_iter().flatten().enumerate() {
        if shot > 0 {
            scan.turn();
        }
        for (i, camera) in rig.cameras.iter().enumerate() {
            let of = |folder: &Path, kind: &str| picture(&folder.join(kind), &camera.id);
            let frame = of(folder, "frames").ok_or_else(|| format!("no frame of {}", camera.id))?;
            let plate = of(folder, "plates").or_else(|| of(capture, "plates"));
            let mask = of(folder, masks);
            let view = View::decode(&rig, i, &frame, plate.as_deref(), mask.as_deref())?;
            scan.add(&view)?;
        }
    }
    Ok(scan.fit(model, &mut |_| ())?)
}

/// Truths by id, mm; empty where there is no `truth.json`.
fn truth(capture: &Path) -> BTreeMap<String, f64> {
    let Ok(bytes) = fs::read(capture.join("truth.json")) else {
        return BTreeMap::new();
    };
    let Ok(file) = serde_json::from_slice::<Value>(&bytes) else {
        return BTreeMap::new();
    };
    let of = |field: &str| file[field].as_object().cloned().unwrap_or_default();
    let both = of("measurements_mm").into_iter().chain(of("upright_mm"));
    both.filter_map(|(id, v)| Some((id, v.as_f64()?))).collect()
}

fn print(rows: &BTreeMap<&str, Vec<Row>>) {
    println!(
        "\n| measure | n | mean | MAE | 95 % | within 2 sigma | worst |\n|---|---|---|---|---|---|---|"
    );
    let (mut within, mut all) = (0, 0);
    for d in DEFINITIONS {
        let Some(rows) = rows.get(d.id) else { continue };
        let n = rows.len();
        let mut sizes: Vec<f64> = rows.iter().map(|r| r.error_mm.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let mean = rows.iter().map(|r| r.error_mm).sum::<f64>() / n as f64;
        let inside = rows
            .iter()
            .filter(|r| r.error_mm.abs() <= 2.0 * r.sigma_mm)
            .count();
        let worst = rows
            .iter()
            .max_by(|a, b| a.error_mm.abs().total_cmp(&b.error_mm.abs()));
        println!(
            "| {} | {n} | {mean:+.1} | {:.1} | {:.1} | {:.0} % | {} |",
            d.id,
            sizes.iter().sum::<f64>() / n as f64,
            sizes[(0.95 * (n - 1) as f64).round() as usize],
            100.0 * inside as f64 / n as f64,
            worst.map_or(String::new(), |w| format!(
                "{:+.0} ({})",
                w.error_mm, w.capture
            )),
        );
        within += inside;
        all += n;
    }
    println!(
        "\nwithin two sigma: {:.1} % of {all}",
        100.0 * f64::from(within as u32) / f64::from(all.max(1) as u32)
    );
}
