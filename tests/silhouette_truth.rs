//! Outlines of the shared captures against their exact coverage. Prints a table; skipped where the captures are absent.

use image::GrayImage;
use purlform::camera::{Camera, Rig};
use purlform::capture::View;
use purlform::geom::Vec2;
use purlform::silhouette::{self, ContourPoint, Silhouette};
use std::path::{Path, PathBuf};

/// Errors beyond this are counted as this, px.
const FAR: f64 = 15.0;

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path =
        std::env::var_os("PURLFORM_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    path.join("captures").is_dir().then_some(path)
}

/// Coverage at a place between pixels, 0 to 1.
fn coverage(mask: &GrayImage, at: Vec2) -> f64 {
    let (x, y) = (
        at.x.clamp(0.0, f64::from(mask.width() - 1)),
        at.y.clamp(0.0, f64::from(mask.height() - 1)),
    );
    let (ix, iy) = (x as u32, y as u32);
    let value = |dx: u32, dy: u32| {
        let place = (
            (ix + dx).min(mask.width() - 1),
            (iy + dy).min(mask.height() - 1),
        );
        f64::from(mask.get_pixel(place.0, place.1).0[0]) / 255.0
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
    let steps = (FAR / STEP) as usize;
    for k in 1..=steps {
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

#[derive(Default)]
struct Score {
    errors: Vec<f64>,
    in_sigmas: Vec<f64>,
    overlap: Vec<f64>,
}

impl Score {
    fn add(&mut self, found: &Silhouette, truth: &GrayImage) {
        for point in found.contours.iter().flat_map(|c| &c.points) {
            let error = outside_by(truth, point);
            self.errors.push(error);
            self.in_sigmas.push(error.abs() / point.sigma_px);
        }
        let mask = found.coverage.to_mask();
        let pairs = mask
            .iter()
            .zip(truth.iter())
            .map(|(a, b)| (*a >= 128, *b >= 128));
        let (both, either) = pairs.fold((0.0, 0.0), |(both, either), (a, b)| {
            (
                both + f64::from(u8::from(a && b)),
                either + f64::from(u8::from(a || b)),
            )
        });
        self.overlap.push(both / either);
    }

    fn row(&self, name: &str) -> (f64, f64) {
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
        let (median, bias) = (
            quantile(&sizes, 0.5),
            near.iter().sum::<f64>() / near.len() as f64,
        );
        println!(
            "{name:16} {:6.4} {bias:+7.3} {median:7.3} {:7.2} {:7.1} {:7.2} {:7.1}",
            self.overlap.iter().sum::<f64>() / self.overlap.len() as f64,
            quantile(&sizes, 0.95),
            100.0 * (1.0 - near.len() as f64 / sizes.len() as f64),
            quantile(&self.in_sigmas, 0.5),
            quantile(&self.in_sigmas, 0.95),
        );
        (median, bias)
    }
}

fn view(folder: &Path, rig: &Rig, index: usize, camera: &Camera) -> View {
    let read = |kind: &str, end: &str| {
        std::fs::read(folder.join(kind).join(format!("{}.{end}", camera.id))).ok()
    };
    let frame = read("frames", "jpg").expect("frame");
    View::decode(rig, index, &frame, read("plates", "jpg").as_deref(), None).expect("view")
}

#[test]
fn outlines_lie_on_the_truth() {
    let Some(shared) = shared() else {
        println!("skipped: no shared captures");
        return;
    };
    println!("capture           iou    bias px  median   95 %   >3px %  median  95 % (in sigmas)");
    // One or two of each kind keep the test quick; PURLFORM_ALL_CAPTURES=1 measures them all.
    let all = std::env::var_os("PURLFORM_ALL_CAPTURES").is_some();
    let names = ["clean_1", "warped_1", "hard_1"];
    let more = [
        "clean_2", "warped_2", "warped_3", "warped_4", "hard_2", "fan_3",
    ];
    for name in names.into_iter().chain(more.into_iter().filter(|_| all)) {
        let folder = shared.join("captures").join(format!("kiosk_{name}"));
        let rig = Rig::from_json(&std::fs::read(folder.join("rig.json")).expect("rig.json"))
            .expect("rig");
        let mut score = Score::default();
        for (index, camera) in rig.cameras.iter().enumerate() {
            let found =
                silhouette::extract(&view(&folder, &rig, index, camera), camera).expect("outline");
            let truth = std::fs::read(
                folder
                    .join("truth_masks")
                    .join(format!("{}.png", camera.id)),
            )
            .expect("truth");
            score.add(
                &found,
                &image::load_from_memory(&truth).expect("png").into_luma8(),
            );
        }
        let (median, bias) = score.row(name);
        let most = if name.starts_with("hard") { 0.6 } else { 0.4 };
        assert!(
            median < most && bias.abs() < 0.3,
            "{name}: median {median}, bias {bias}"
        );
    }
}

#[test]
fn masks_of_real_frames_give_outlines() {
    let Some(shared) = shared() else {
        println!("skipped: no shared captures");
        return;
    };
    let folder = shared.join("captures/real_walk_f000");
    let rig =
        Rig::from_json(&std::fs::read(folder.join("rig.json")).expect("rig.json")).expect("rig");
    for (index, camera) in rig.cameras.iter().enumerate() {
        let read = |kind: &str, end: &str| {
            std::fs::read(folder.join(kind).join(format!("{}.{end}", camera.id)))
        };
        let (frame, mask) = (
            read("frames", "jpg").expect("frame"),
            read("masks", "png").expect("mask"),
        );
        let view = View::decode(&rig, index, &frame, None, Some(&mask)).expect("view");
        let found = silhouette::extract(&view, camera).expect("outline");
        let points: usize = found.contours.iter().map(|c| c.points.len()).sum();
        assert!(points > 1000, "{}: {points} points", camera.id);
    }
}
