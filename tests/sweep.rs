//! Cameras that circle the body: many views of few cameras, each with an edge of its own that is a pixel off. Views may differ in
//! size, more of them measure better, and each leaves little behind.

mod figures;

use figures::{covered, model, place};
use image::{GrayImage, Luma, RgbImage};
use purlform::body::Model;
use purlform::camera::{Camera, Intrinsics, Rig};
use purlform::capture::{Sex, Subject, View};
use purlform::geom::{Vec2, Vec3};
use purlform::measure;
use purlform::pipeline::{Scan, Scanned};

/// The mean woman: nobody is the mean of both sexes, and who is fitted as such is taken for one of them.
fn person(model: &Model) -> nalgebra::DVector<f64> {
    model.prior(Some(Sex::Female)).mean.clone()
}

/// A camera 2.4 m from the origin, `size` times 260 x 320 px.
fn camera(azimuth_deg: f64, height_mm: f64, size: u32) -> Camera {
    let (width, height) = (260 * size, 320 * size);
    Camera {
        id: format!("at_{azimuth_deg:.1}"),
        width,
        height,
        intrinsics: Intrinsics {
            fx: 280.0 * f64::from(size),
            fy: 280.0 * f64::from(size),
            cx: 0.5 * f64::from(width - 1),
            cy: 0.5 * f64::from(height - 1),
            distortion: [0.0; 5],
        },
        pose: Some(place(azimuth_deg, height_mm)),
    }
}

/// The mask that a camera sees, its edge so many pixels outside of the true one (-1, 0 or 1).
fn mask(model: &Model, camera: &Camera, vertices: &[Vec3], outside: i32) -> GrayImage {
    let raster = covered(model, camera, vertices);
    GrayImage::from_fn(camera.width, camera.height, |x, y| {
        let at = Vec2::new(f64::from(x), f64::from(y));
        let steps = [(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)];
        let mut near = steps
            .iter()
            .map(|s| raster.covers(at + Vec2::new(s.0, s.1)));
        let covered = match outside {
            0 => raster.covers(at),
            1 => near.any(|c| c),
            _ => near.all(|c| c),
        };
        Luma([if covered { 255 } else { 0 }])
    })
}

/// A sweep of so many views over half a turn, from two heights.
fn sweep(views: usize, size: impl Fn(usize) -> u32) -> Rig {
    let azimuth = |i: usize| 180.0 * i as f64 / views as f64;
    let height = |i: usize| if i.is_multiple_of(2) { 900.0 } else { 1600.0 };
    Rig {
        cameras: (0..views)
            .map(|i| camera(azimuth(i), height(i), size(i)))
            .collect(),
    }
}

fn scan(model: &Model, rig: &Rig, outside: impl Fn(usize) -> i32) -> Scanned {
    let shape = person(model);
    let vertices = measure::standing(model, shape.as_slice()).mesh.vertices;
    let mut scan = Scan::new(rig.clone(), Subject::default());
    for (i, camera) in rig.cameras.iter().enumerate() {
        let mask = mask(model, camera, &vertices, outside(i));
        let frame = RgbImage::new(camera.width, camera.height);
        let view = View::new(rig, i, frame, None, Some(mask)).expect("sizes agree");
        let kept = scan.add(&view).expect("an outline");
        let runs: usize = (0..camera.height as usize)
            .map(|y| kept.coverage.row(y).len())
            .sum();
        assert!(runs < 8 * camera.height as usize, "{runs} runs");
    }
    scan.fit(model, &mut |_| ()).expect("a body")
}

/// Mean error, without its sign, and mean sigma of some girths, mm.
fn girths(model: &Model, scanned: &Scanned) -> (f64, f64) {
    let ids = ["bust_girth", "waist_girth", "hip_girth", "thigh_girth"];
    let shape = person(model);
    let truth = measure::measure(&measure::standing(model, shape.as_slice())).expect("a body");
    let (mut error, mut sigma) = (0.0, 0.0);
    for id in ids {
        let want = truth.iter().find(|r| r.id == id).expect("in the table");
        let got = scanned.measurements();
        let got = got.get(id).expect("measured");
        error += (got.value_mm - want.value_mm).abs() / ids.len() as f64;
        sigma += got.sigma_mm / ids.len() as f64;
    }
    (error, sigma)
}

#[test]
fn more_views_measure_better() {
    let model = model();
    // Edges are off by chance, the first ones mostly to the outside.
    let outside = |i: usize| [1, 1, 0, 1, -1, 0, -1, -1, 1, -1, 0, 0][i % 12];
    let (few, few_sigma) = girths(&model, &scan(&model, &sweep(4, |_| 2), outside));
    let (many, many_sigma) = girths(&model, &scan(&model, &sweep(12, |_| 2), outside));
    println!("4 views {few:.1} +- {few_sigma:.1} mm, 12 views {many:.1} +- {many_sigma:.1} mm");
    assert!(many < few, "{few:.1} mm of 4 views, {many:.1} of 12");
    assert!(many_sigma < few_sigma, "{few_sigma:.1}, {many_sigma:.1}");
}

#[test]
fn views_may_differ_in_size() {
    let model = model();
    let rig = sweep(4, |i| if i % 2 == 0 { 3 } else { 2 });
    let (error, sigma) = girths(&model, &scan(&model, &rig, |_| 0));
    println!("{error:.1} +- {sigma:.1} mm");
    assert!(error < 8.0, "{error:.1} mm");
}

#[test]
fn thirty_two_small_views_are_surer_than_eight() {
    let model = model();
    let of = |views: usize| {
        let scanned = scan(&model, &sweep(views, |_| 1), |_| 0);
        assert!(scanned.fit.converged && scanned.fit.views.len() == views);
        girths(&model, &scanned)
    };
    let ((few, few_sigma), (many, many_sigma)) = (of(8), of(32));
    println!("8 views {few:.1} +- {few_sigma:.1} mm, 32 views {many:.1} +- {many_sigma:.1} mm");
    assert!(
        many < few.max(5.0),
        "{few:.1} mm of 8 views, {many:.1} of 32"
    );
    assert!(
        many_sigma < 0.8 * few_sigma,
        "{few_sigma:.1}, {many_sigma:.1}"
    );
}

/// `cargo test --release --test sweep -- --ignored --nocapture` prints the table.
#[test]
#[ignore = "half a minute"]
fn rough_masks_of_more_views_measure_better() {
    let model = model();
    // Each mask's whole edge is a pixel too far out, right, or a pixel too far in.
    let chance = |seed: u64, i: usize| {
        let mut h = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (seed * 7919 + 13);
        for _ in 0..3 {
            h = (h ^ (h >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        }
        (h >> 40) as i32 % 3 - 1
    };
    let mut means = Vec::new();
    for views in [4, 8, 16, 32, 64] {
        let rig = sweep(views, |_| 1);
        let exact = girths(&model, &scan(&model, &rig, |_| 0)).0;
        let draws = [1, 2, 3].map(|seed| girths(&model, &scan(&model, &rig, |i| chance(seed, i))));
        let rough = draws.iter().map(|(error, _)| error / 3.0).sum::<f64>();
        println!("{views} views: exact {exact:.1} mm, rough {rough:.1} mm, {draws:.1?}");
        means.push(rough);
    }
    assert!(
        means[4] < 0.5 * means[0] && means[3] < 0.8 * means[1],
        "{means:.1?}"
    );
}
