//! Outlines of drawn shapes, whose truth is known.

use image::{GrayImage, Luma, RgbImage};
use purlform::camera::{Camera, Intrinsics};
use purlform::capture::View;
use purlform::geom::Vec2;
use purlform::silhouette::{self, Contour};

const W: u32 = 200;
const H: u32 = 300;

fn camera() -> Camera {
    let intrinsics = Intrinsics {
        fx: 300.0,
        fy: 300.0,
        cx: 99.5,
        cy: 149.5,
        distortion: [0.0; 5],
    };
    Camera {
        id: "front".into(),
        width: W,
        height: H,
        intrinsics,
        pose: None,
    }
}

fn masked(inside: impl Fn(f64, f64) -> bool) -> View {
    let mask = GrayImage::from_fn(W, H, |x, y| {
        Luma([if inside(f64::from(x), f64::from(y)) {
            255
        } else {
            0
        }])
    });
    View {
        camera: 0,
        frame: RgbImage::new(W, H),
        plate: None,
        mask: Some(mask),
    }
}

/// Worst and mean signed distance of a contour's points beyond a circle, and the worst turn of its normals (1 - cosine).
fn against_circle(contour: &Contour, centre: Vec2, radius: f64, outward: f64) -> (f64, f64, f64) {
    let off: Vec<f64> = contour
        .points
        .iter()
        .map(|p| (p.at - centre).norm() - radius)
        .collect();
    let turn =
        |p: &silhouette::ContourPoint| 1.0 - outward * (p.at - centre).normalize().dot(&p.normal);
    let worst_turn = contour.points.iter().map(turn).fold(0.0, f64::max);
    let worst = off.iter().fold(0.0f64, |w, d| w.max(d.abs()));
    (
        worst,
        off.iter().sum::<f64>() / off.len() as f64,
        worst_turn,
    )
}

#[test]
fn a_disc_with_a_hole_is_traced_to_a_third_of_a_pixel() {
    let centre = Vec2::new(97.3, 140.6);
    let view = masked(|x, y| (20.0..60.0).contains(&(Vec2::new(x, y) - centre).norm()));
    let found = silhouette::extract(&view, &camera()).expect("outline");
    assert_eq!(found.contours.len(), 2);
    for contour in &found.contours {
        let outer = contour.points.len() > 250;
        let (radius, outward) = if outer { (60.0, 1.0) } else { (20.0, -1.0) };
        let (worst, mean, turn) = against_circle(contour, centre, radius, outward);
        assert!(
            worst < 0.35 && mean.abs() < 0.06 && turn < 0.06,
            "{radius}: {worst} {mean} {turn}"
        );
        let expected = 2.0 * std::f64::consts::PI * radius;
        assert!((contour.points.len() as f64 / expected - 1.0).abs() < 0.05);
    }
}

#[test]
fn specks_and_pinholes_of_a_mask_are_dropped() {
    let view = masked(|x, y| {
        let body = (60.0..140.0).contains(&x) && (30.0..270.0).contains(&y);
        let pinhole = (100.0..104.0).contains(&x) && (100.0..104.0).contains(&y);
        let speck = (10.0..22.0).contains(&x) && (10.0..22.0).contains(&y);
        (body && !pinhole) || speck
    });
    assert_eq!(
        silhouette::extract(&view, &camera())
            .expect("outline")
            .contours
            .len(),
        1
    );
}

#[test]
fn a_person_cut_by_an_edge_is_refused_by_that_edge() {
    for (edge, x0, x1, y0, y1) in [
        ("left", 0.0, 80.0, 50.0, 200.0),
        ("right", 120.0, 200.0, 50.0, 200.0),
        ("top", 60.0, 140.0, 0.0, 200.0),
        ("bottom", 60.0, 140.0, 50.0, 300.0),
    ] {
        let view = masked(|x, y| (x0..x1).contains(&x) && (y0..y1).contains(&y));
        let error = silhouette::extract(&view, &camera()).expect_err("cut");
        assert_eq!(error.code(), "person_cut");
        assert!(
            error.to_string().contains(edge) && error.to_string().contains("front"),
            "{error}"
        );
    }
}

#[test]
fn nobody_and_no_plate_are_told_apart() {
    let error = silhouette::extract(&masked(|_, _| false), &camera()).expect_err("nobody");
    assert_eq!(error.code(), "no_person");
    let view = View {
        mask: None,
        ..masked(|_, _| false)
    };
    let error = silhouette::extract(&view, &camera()).expect_err("no source");
    assert_eq!(error.code(), "plate_or_mask_needed");
}
