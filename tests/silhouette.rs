//! Outlines of drawn shapes, whose truth is known.

use image::{GrayImage, Luma, RgbImage};
use purlform::camera::{Camera, Intrinsics, Pose};
use purlform::capture::View;
use purlform::geom::{Mat3, Vec2, Vec3};
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

/// Noise of a fixed seed, uniform in -1..1.
fn grain(x: u32, y: u32, seed: u32) -> f64 {
    let mut h =
        x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77) ^ seed.wrapping_mul(0xc2b2_ae3d);
    for _ in 0..2 {
        h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
    }
    f64::from(h >> 8) / f64::from(1u32 << 23) - 1.0
}

/// A booth with a grainy wall, empty and with what `paint` makes of its light, in another exposure and tint.
fn scene(paint: impl Fn(Vec2, [f64; 3]) -> [f64; 3]) -> View {
    let code = |light: f64| (light.clamp(0.0, 1.0).powf(1.0 / 2.2) * 255.0).round() as u8;
    let wall =
        |x: u32, y: u32| [0.40, 0.34, 0.28].map(|c| c * (1.0 + 0.06 * grain(x / 2, y / 2, 1)));
    let plate = RgbImage::from_fn(W, H, |x, y| {
        let light = wall(x, y);
        let n = |k: u32| 1.0 + 0.02 * grain(x, y, 10 + k);
        image::Rgb([
            code(light[0] * n(0)),
            code(light[1] * n(1)),
            code(light[2] * n(2)),
        ])
    });
    let frame = RgbImage::from_fn(W, H, |x, y| {
        let light = paint(Vec2::new(f64::from(x), f64::from(y)), wall(x, y));
        let gain = [1.08, 1.05, 1.02];
        let n = |k: u32| 1.0 + 0.02 * grain(x, y, 20 + k);
        let seen = |k: usize| code(light[k] * gain[k] * n(k as u32));
        image::Rgb([seen(0), seen(1), seen(2)])
    });
    View {
        camera: 0,
        frame,
        plate: Some(plate),
        mask: None,
    }
}

/// A round person who casts a soft shadow, or nobody.
fn booth(centre: Vec2, radius: f64, person: bool) -> View {
    scene(|p, wall| {
        if !person {
            return wall;
        }
        let from_shadow = (p - centre - Vec2::new(28.0, 30.0)).norm() - radius;
        let shade = 0.45 + 0.55 * ((from_shadow + 15.0) / 30.0).clamp(0.0, 1.0);
        let cover = (radius + 0.5 - (p - centre).norm()).clamp(0.0, 1.0);
        let skin = [0.5, 0.30, 0.2];
        [0, 1, 2].map(|k| skin[k] * cover + wall[k] * shade * (1.0 - cover))
    })
}

/// First and last row of an outline.
fn rows(found: &silhouette::Silhouette) -> (f64, f64) {
    let ys = || {
        found
            .contours
            .iter()
            .flat_map(|c| &c.points)
            .map(|p| p.at.y)
    };
    (ys().fold(f64::MAX, f64::min), ys().fold(0.0, f64::max))
}

#[test]
fn an_outline_that_fades_into_the_wall_is_called_faint_and_a_clear_one_is_not() {
    let faint = |view: &View| {
        let found = silhouette::extract(view, &camera()).expect("outline");
        let doubt = found.warnings.iter().find(|w| w.code == "faint_outline");
        doubt.is_some_and(|w| w.value > w.limit)
    };
    let centre = Vec2::new(100.0, 150.0);
    let fading = scene(|p, wall| {
        let cover = ((50.0 - (p - centre).norm()) / 14.0 + 0.5).clamp(0.0, 1.0);
        let skin = [0.48, 0.33, 0.24];
        [0, 1, 2].map(|k| skin[k] * cover + wall[k] * (1.0 - cover))
    });
    assert!(faint(&fading));
    assert!(!faint(&booth(centre, 50.0, true)));
}

#[test]
fn skin_of_the_walls_colour_does_not_tear_a_person_apart() {
    // Red above, blue below; between them only what a shadow on the wall would be, too.
    let view = scene(|p, wall| match p {
        p if (p.x - 100.0).abs() > 25.0 || !(60.0..240.0).contains(&p.y) => wall,
        p if p.y < 120.0 => [0.45, 0.08, 0.06],
        p if p.y < 180.0 => [0.40, 0.34, 0.28].map(|c| c * 0.55),
        _ => [0.06, 0.08, 0.45],
    });
    let found = silhouette::extract(&view, &camera()).expect("outline");
    let (first, last) = rows(&found);
    assert!(
        (first - 60.0).abs() < 2.0 && (last - 240.0).abs() < 2.0,
        "{first} {last}"
    );
    let area: f64 = found
        .coverage
        .to_mask()
        .iter()
        .map(|c| f64::from(*c) / 255.0)
        .sum();
    assert!((area / (50.0 * 180.0) - 1.0).abs() < 0.1, "{area}");
}

#[test]
fn a_body_tells_a_person_from_the_wall_where_colours_do_not() {
    let stands = |p: Vec2| (p.x - 100.0).abs() <= 25.0 && (60.0..240.0).contains(&p.y);
    // Half of the chest is what a shadow on the wall would be, too; and the person casts one that is nearly black.
    let view = scene(|p, wall| match p {
        p if stands(p) && p.x > 105.0 && (100.0..150.0).contains(&p.y) => {
            [0.40, 0.34, 0.28].map(|c| c * 0.6)
        }
        p if stands(p) => [0.45, 0.08, 0.06],
        p if (125.0..155.0).contains(&p.x) && (170.0..230.0).contains(&p.y) => {
            wall.map(|c| c * 0.12)
        }
        _ => wall,
    });
    let found = silhouette::extract(&view, &camera()).expect("outline");
    // The body stands two pixels beside the person, and is a little too broad.
    let body = |p: Vec2| (p.x - 102.0).abs() <= 27.0 && (60.0..240.0).contains(&p.y);
    let again = found.again(&body).expect("an outline anew");
    let wrong = |found: &silhouette::Silhouette| {
        let mask = found.coverage.to_mask();
        let pixels = mask.enumerate_pixels();
        let off = pixels
            .filter(|(x, y, c)| stands(Vec2::new(f64::from(*x), f64::from(*y))) != (c.0[0] > 127));
        off.count()
    };
    let (before, after) = (wrong(&found), wrong(&again));
    assert!(before > 500 && after < 150, "{before} {after}");
}

#[test]
fn a_black_shadow_on_the_floor_is_no_person_who_leaves_the_frame() {
    // 2.6 m before the mark, 0.9 m above the floor; the soles are in row 253, the lower edge sees the floor 0.8 m off the mark.
    let pose = Pose {
        rotation: Mat3::from_diagonal(&Vec3::new(1.0, -1.0, -1.0)),
        translation_mm: Vec3::new(0.0, 900.0, 2600.0),
    };
    let placed = Camera {
        pose: Some(pose),
        ..camera()
    };
    let view = scene(|p, wall| {
        let side = p.x - 100.0;
        if side.abs() < 25.0 && (60.0..253.0).contains(&p.y) {
            [0.45, 0.08, 0.06]
        } else if (-10.0..60.0).contains(&(side - 0.3 * (p.y - 253.0))) && p.y > 240.0 {
            [0.004, 0.002, 0.002]
        } else {
            wall
        }
    });
    let error = silhouette::extract(&view, &camera()).expect_err("the shadow leaves the frame");
    assert_eq!(error.code(), "person_cut");
    let found = silhouette::extract(&view, &placed).expect("outline");
    assert!(rows(&found).1 < 285.0, "{:?}", rows(&found));
}

#[test]
fn a_person_is_told_from_their_shadow_and_from_drift() {
    let (centre, radius) = (Vec2::new(96.4, 140.7), 50.3);
    let found = silhouette::extract(&booth(centre, radius, true), &camera()).expect("outline");
    assert_eq!(found.contours.len(), 1);
    let (worst, mean, turn) = against_circle(&found.contours[0], centre, radius, 1.0);
    assert!(
        worst < 1.5 && mean.abs() < 0.1 && turn < 0.2,
        "{worst} {mean} {turn}"
    );
    let area: f64 = found
        .coverage
        .to_mask()
        .iter()
        .map(|c| f64::from(*c) / 255.0)
        .sum();
    assert!(
        (area / (std::f64::consts::PI * radius * radius) - 1.0).abs() < 0.01,
        "{area}"
    );
}

#[test]
fn an_empty_booth_has_no_person_and_a_foreign_plate_is_noticed() {
    let error =
        silhouette::extract(&booth(Vec2::zeros(), 1.0, false), &camera()).expect_err("nobody");
    assert_eq!(error.code(), "no_person");
    let mut view = booth(Vec2::new(96.0, 140.0), 50.0, true);
    let other = |x: u32, y: u32| {
        image::Rgb([
            (x * 7 % 200) as u8,
            (y * 5 % 220) as u8,
            ((x + y) * 3 % 180) as u8,
        ])
    };
    view.plate = Some(RgbImage::from_fn(W, H, other));
    let error = silhouette::extract(&view, &camera()).expect_err("another scene");
    assert!(
        ["plate_differs", "person_cut"].contains(&error.code()),
        "{error}"
    );
}

#[test]
fn the_smallest_pictures_are_answered() {
    for (width, height) in [(1, 1), (3, 200), (200, 2), (17, 16)] {
        let plain = |v: u8| RgbImage::from_pixel(width, height, image::Rgb([v, v, v]));
        let view = View {
            camera: 0,
            frame: plain(90),
            plate: Some(plain(80)),
            mask: None,
        };
        assert!(silhouette::extract(&view, &camera()).is_err());
        let mask = GrayImage::from_pixel(width, height, Luma([255]));
        assert!(
            silhouette::extract(
                &View {
                    mask: Some(mask),
                    ..view
                },
                &camera()
            )
            .is_err()
        );
    }
}
