//! Outlines every view of a folder of captures, against its plate or, where it has none, by the pose network, and compares with
//! `truth_masks/`. Captures without these are passed over.
//!
//! ```sh
//! cargo run --release --example outlines -- ../shared/captures [OVERLAYS] [--fitted]
//! ```
//!
//! Errors are those of the contour's points along their normals, px, positive outside of the truth. Prints, a view: time, IoU,
//! mean error of the points nearer than 3 px, median and 95th percentile of the sizes, share beyond 3 px, the same percentiles in
//! sigmas (0.67 and 1.96 where sigmas are honest); and, a folder, the errors by height on the person. With OVERLAYS, the frames
//! are written there with their outline, red where it is off by more than 1.5 px. `--fitted` looks at the outlines with which a body has
//! been fitted, some of them cut again; no time is told then.

use image::{GrayImage, Rgb};
use purlform::body::Model;
use purlform::camera::Rig;
use purlform::capture::{Subject, View};
use purlform::geom::Vec2;
use purlform::network::Network;
use purlform::pipeline::Scan;
use purlform::silhouette::{self, ContourPoint, Silhouette};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Finds the person where there is no plate.
const NETWORK: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/node_modules/@mediapipe/pose/pose_landmark_full.tflite"
);
const BODY: &[u8] = include_bytes!("../assets/body.purl");
/// Errors beyond this are counted as this, px.
const FAR: f64 = 15.0;
/// Where parts of the person end, as shares of the height from the top.
const PARTS: [(&str, f64); 8] = [
    ("head", 0.12),
    ("neck", 0.17),
    ("shoulder", 0.24),
    ("chest", 0.36),
    ("belly", 0.50),
    ("thigh", 0.70),
    ("shin", 0.93),
    ("foot", 1.01),
];

#[derive(Default, Clone)]
struct Score {
    errors: Vec<f64>,
    in_sigmas: Vec<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, arguments): (Vec<PathBuf>, Vec<PathBuf>) = std::env::args_os()
        .skip(1)
        .map(PathBuf::from)
        .partition(|a| a.as_os_str() == "--fitted");
    let folder = arguments.first().ok_or("name the folder of captures")?;
    let mut captures: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .collect();
    captures.retain(|c| c.join("truth_masks").exists());
    let network = fs::read(NETWORK).ok();
    let network = network.map(|b| Network::from_bytes(&b)).transpose()?;
    let network = network.map(Arc::new);
    let model = Model::from_bytes(BODY)?;
    captures.sort();
    println!(
        "{:32}     ms    iou  bias px  median   95 %  >3px %  median  95 % (in sigmas)",
        "view"
    );
    let (mut parts, mut all) = (vec![Score::default(); PARTS.len()], Score::default());
    for capture in &captures {
        let name = capture
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let rig = Rig::from_json(&fs::read(capture.join("rig.json"))?)?;
        let fitted = match flags.is_empty() {
            true => Vec::new(),
            false => fitted(capture, &rig, &model, network.clone())?,
        };
        for (i, camera) in rig.cameras.iter().enumerate() {
            let of = |kind: &str, end: &str| {
                fs::read(capture.join(kind).join(format!("{}.{end}", camera.id)))
            };
            let plate = of("plates", "jpg").ok();
            let view = View::decode(&rig, i, &of("frames", "jpg")?, plate.as_deref(), None)?;
            let label = format!("{name} {}", camera.id);
            let start = Instant::now();
            let found = match (&view.plate, &network) {
                _ if !fitted.is_empty() => Ok(fitted[i].clone()),
                (None, Some(network)) => silhouette::of_person(&view, camera, network),
                _ => silhouette::extract(&view, camera),
            };
            let found = match found {
                Ok(found) => found,
                Err(e) => {
                    println!("{label:32} {e}");
                    continue;
                }
            };
            let ms = start.elapsed().as_secs_f64() * 1000.0;
            let truth = image::load_from_memory(&of("truth_masks", "png")?)?.into_luma8();
            let rows = rows(&truth);
            let mut score = Score::default();
            let points: Vec<&ContourPoint> =
                found.contours.iter().flat_map(|c| &c.points).collect();
            for p in &points {
                let e = outside_by(&truth, p);
                let share = (p.at.y - rows.0) / (rows.1 - rows.0);
                let part = PARTS
                    .iter()
                    .position(|(_, end)| share < *end)
                    .unwrap_or(PARTS.len() - 1);
                for s in [&mut score, &mut parts[part], &mut all] {
                    s.errors.push(e);
                    s.in_sigmas.push(e.abs() / p.sigma_px);
                }
            }
            let warnings: Vec<&str> = found.warnings.iter().map(|w| w.code).collect();
            println!(
                "{label:32} {ms:6.0} {:6.4} {} {}",
                overlap(&found.coverage.to_mask(), &truth),
                score.row(),
                warnings.join(" ")
            );
            if let Some(to) = arguments.get(1) {
                fs::create_dir_all(to)?;
                overlay(
                    &view,
                    &points,
                    &score,
                    &to.join(format!("{name}_{}.png", camera.id)),
                )?;
            }
        }
    }
    for ((name, _), score) in PARTS.iter().zip(&parts).chain([(&("all", 0.0), &all)]) {
        println!("{name:32} {:13} {}", "", score.row());
    }
    Ok(())
}

/// The outlines with which a body has been fitted, in the order of the cameras.
fn fitted(
    capture: &Path,
    rig: &Rig,
    model: &Model,
    network: Option<Arc<Network>>,
) -> Result<Vec<Silhouette>, Box<dyn Error>> {
    let subject = fs::read(capture.join("subject.json"));
    let subject = subject.map_or(Ok(Subject::default()), |b| Subject::from_json(&b))?;
    let mut scan = Scan::new(rig.clone(), subject);
    if let Some(network) = network {
        scan = scan.with_network(network);
    }
    for (i, camera) in rig.cameras.iter().enumerate() {
        let of = |kind: &str| fs::read(capture.join(kind).join(format!("{}.jpg", camera.id)));
        let view = View::decode(rig, i, &of("frames")?, of("plates").ok().as_deref(), None)?;
        scan.add(&view)?;
    }
    let mut outlines = scan.fit(model, &mut |_| ())?.fit.outlines;
    outlines.sort_by_key(|o| o.camera);
    Ok(outlines)
}

impl Score {
    fn row(&self) -> String {
        if self.errors.is_empty() {
            return String::new();
        }
        let quantile = |values: &[f64], share: f64| {
            let mut sorted = values.to_vec();
            sorted.sort_by(f64::total_cmp);
            sorted[((sorted.len() - 1) as f64 * share) as usize]
        };
        let sizes: Vec<f64> = self.errors.iter().map(|e| e.abs()).collect();
        let near: Vec<f64> = self
            .errors
            .iter()
            .copied()
            .filter(|e| e.abs() < 3.0)
            .collect();
        format!(
            "{:+8.3} {:7.3} {:6.2} {:7.1} {:7.2} {:5.1}",
            near.iter().sum::<f64>() / near.len() as f64,
            quantile(&sizes, 0.5),
            quantile(&sizes, 0.95),
            100.0 * (1.0 - near.len() as f64 / sizes.len() as f64),
            quantile(&self.in_sigmas, 0.5),
            quantile(&self.in_sigmas, 0.95),
        )
    }
}

/// First and last row of the person.
fn rows(mask: &GrayImage) -> (f64, f64) {
    let row = |i: usize| (i / mask.width() as usize) as f64;
    let (first, last) = (
        mask.iter().position(|v| *v > 127),
        mask.iter().rposition(|v| *v > 127),
    );
    (first.map_or(0.0, row), last.map_or(1.0, row))
}

fn overlap(a: &GrayImage, b: &GrayImage) -> f64 {
    let pairs = || a.iter().zip(b.iter()).map(|(a, b)| (*a >= 128, *b >= 128));
    let both = pairs().filter(|(a, b)| *a && *b).count() as f64;
    both / pairs().filter(|(a, b)| *a || *b).count() as f64
}

/// Coverage at a place between pixels, 0 to 1.
fn coverage(mask: &GrayImage, at: Vec2) -> f64 {
    let (x, y) = (
        at.x.clamp(0.0, f64::from(mask.width() - 1)),
        at.y.clamp(0.0, f64::from(mask.height() - 1)),
    );
    let (ix, iy) = (x as u32, y as u32);
    let value = |dx: u32, dy: u32| {
        f64::from(
            mask.get_pixel(
                (ix + dx).min(mask.width() - 1),
                (iy + dy).min(mask.height() - 1),
            )
            .0[0],
        ) / 255.0
    };
    let (tx, ty) = (x - f64::from(ix), y - f64::from(iy));
    (value(0, 0) * (1.0 - tx) + value(1, 0) * tx) * (1.0 - ty)
        + (value(0, 1) * (1.0 - tx) + value(1, 1) * tx) * ty
}

/// How far outside the true edge a point lies, along its normal.
fn outside_by(truth: &GrayImage, point: &ContourPoint) -> f64 {
    const STEP: f64 = 0.25;
    let level = |s: f64| coverage(truth, point.at + point.normal * s) - 0.5;
    let sign = if level(0.0) > 0.0 { 1.0 } else { -1.0 };
    for k in 1..=(FAR / STEP) as usize {
        for way in [sign, -sign] {
            let (a, b) = (way * STEP * (k - 1) as f64, way * STEP * k as f64);
            let (low, high) = (level(a), level(b));
            if (low > 0.0) != (high > 0.0) {
                return -(a + (b - a) * low / (low - high));
            }
        }
    }
    -sign * FAR
}

fn overlay(
    view: &View,
    points: &[&ContourPoint],
    score: &Score,
    to: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut image = view.frame.clone();
    for (p, e) in points.iter().zip(&score.errors) {
        let colour = match e {
            e if *e > 1.5 => Rgb([255, 0, 0]),
            e if *e < -1.5 => Rgb([255, 0, 255]),
            _ => Rgb([0, 255, 255]),
        };
        let (x, y) = (p.at.x.round() as u32, p.at.y.round() as u32);
        if x < image.width() && y < image.height() {
            image.put_pixel(x, y, colour);
        }
    }
    image.save(to)?;
    Ok(())
}
