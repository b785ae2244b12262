//! A calibrated rig looked at again: what moved is named, what only looks different is not.

mod boards;

use boards::{camera, held, photo};
use image::{Rgb, RgbImage};
use purlform::body::Model;
use purlform::calibrate::{self, Board, Recheck, State, recheck_board, recheck_plates};
use purlform::camera::{Camera, Intrinsics, Rig};
use purlform::capture::{self, Picture, Subject, View};
use purlform::geom::Vec3;
use purlform::pipeline::Scan;
use std::path::Path;

const SIZE: (u32, u32) = (540, 960);

/// A booth as a formula, so that it can be seen from anywhere between pixels: 0 to 255.
fn booth(x: f64, y: f64) -> f64 {
    let step = |d: f64| 1.0 / (1.0 + (-d / 0.7).exp());
    let wall = 150.0 + 12.0 * (x * 0.004).sin() + 8.0 * (y * 0.003).cos();
    let floor = step(y - 760.0 - 0.05 * x);
    let corner = step(x - 395.0 + 0.02 * y);
    let poster = step(x - 90.0) * step(190.0 - x) * step(y - 200.0) * step(330.0 - y);
    let print = 0.5 + 0.5 * (x * 0.35).sin() * (y * 0.28).cos();
    let lamp = step(40.0 - (x - 300.0).hypot(y - 90.0));
    wall * (1.0 - 0.4 * floor) * (1.0 - 0.2 * corner) * (1.0 - 0.6 * poster * print) + 60.0 * lamp
}

/// How a picture is taken.
#[derive(Clone, Copy)]
struct Taken {
    right_px: f64,
    down_px: f64,
    turn_deg: f64,
    exposure: f64,
    noise: f64,
    seed: u32,
}

const STILL: Taken = Taken {
    right_px: 0.0,
    down_px: 0.0,
    turn_deg: 0.0,
    exposure: 1.0,
    noise: 2.0,
    seed: 1,
};

fn plate(t: Taken) -> RgbImage {
    let mut state = t.seed;
    let mut noise = || {
        let mut one = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1 << 24) - 0.5
        };
        (one() + one() + one() + one()) * t.noise * 3f64.sqrt()
    };
    let (sin, cos) = t.turn_deg.to_radians().sin_cos();
    let (cx, cy) = (0.5 * f64::from(SIZE.0), 0.5 * f64::from(SIZE.1));
    RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let (u, v) = (
            f64::from(x) - cx - t.right_px,
            f64::from(y) - cy - t.down_px,
        );
        let value = booth(cx + cos * u + sin * v, cy - sin * u + cos * v);
        // Exposure acts on light, codes are its root.
        let code = value * t.exposure.powf(1.0 / 2.2);
        let p = [0, 1, 2].map(|_| (code + noise()).round().clamp(0.0, 255.0) as u8);
        Rgb(p)
    })
}

fn again(t: Taken) -> Recheck {
    recheck_plates("front", &plate(STILL), &plate(Taken { seed: 99, ..t }))
}

#[test]
fn a_camera_that_moved_by_two_to_five_pixels_is_flagged_with_the_distance() {
    for (right_px, down_px) in [(2.0, 0.0), (0.0, -2.0), (2.5, 1.5), (-3.3, 3.7)] {
        for (exposure, noise) in [(1.0, 1.0), (0.92, 4.0), (1.08, 3.0)] {
            let t = Taken {
                right_px,
                down_px,
                exposure,
                noise,
                ..STILL
            };
            let found = again(t);
            let moved = found.moved_px.expect("a figure");
            assert_eq!(found.state, State::Moved, "{found:?}");
            assert!((moved - right_px.hypot(down_px)).abs() < 0.2, "{found:?}");
            assert!(
                found.right_px.is_some_and(|v| (v - right_px).abs() < 0.2),
                "{found:?}"
            );
            assert!(
                found.down_px.is_some_and(|v| (v - down_px).abs() < 0.2),
                "{found:?}"
            );
        }
    }
    let turned = again(Taken {
        turn_deg: 0.4,
        ..STILL
    });
    assert_eq!(turned.state, State::Moved, "{turned:?}");
    assert!(
        turned.turn_deg.is_some_and(|d| (d - 0.4).abs() < 0.05),
        "{turned:?}"
    );
    let far = again(Taken {
        right_px: 31.0,
        down_px: -18.0,
        ..STILL
    });
    assert!(
        far.moved_px
            .is_some_and(|m| (m - 31f64.hypot(18.0)).abs() < 1.0),
        "{far:?}"
    );
}

#[test]
fn exposure_and_noise_are_no_movement() {
    for (exposure, noise) in [(1.0, 0.5), (0.85, 3.0), (1.1, 5.0), (0.6, 2.0)] {
        let t = Taken {
            exposure,
            noise,
            right_px: 0.2,
            ..STILL
        };
        let found = again(t);
        assert_eq!(found.state, State::Still, "{found:?}");
        assert!(found.moved_px.is_some_and(|m| m < 0.45), "{found:?}");
    }
}

#[test]
fn another_scene_is_told_from_a_moved_camera_and_a_blank_wall_tells_nothing() {
    let other = |x: u32, y: u32| {
        let v = 120.0 + 80.0 * (f64::from(x) * 0.11).sin() * (f64::from(y * x) * 0.0007).cos();
        Rgb([v as u8; 3])
    };
    let other = RgbImage::from_fn(SIZE.0, SIZE.1, other);
    assert_eq!(
        recheck_plates("a", &plate(STILL), &other).state,
        State::SceneChanged
    );
    let blank = RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb([140; 3]));
    assert_eq!(
        recheck_plates("a", &blank, &plate(STILL)).state,
        State::Unknown
    );
    let small = RgbImage::new(20, 20);
    assert_eq!(
        recheck_plates("a", &plate(STILL), &small).state,
        State::SceneChanged
    );
    assert_eq!(recheck_plates("a", &small, &small).state, State::Unknown);
}

fn rig() -> Rig {
    let lens = |f: f64| Intrinsics {
        fx: f,
        fy: f,
        cx: 237.0,
        cy: 322.0,
        distortion: [-0.08, 0.02, 2e-4, -2e-4, 0.0],
    };
    let at = Vec3::new(0.0, 850.0, 0.0);
    let cameras = vec![
        camera(
            "front",
            (480, 640),
            lens(520.0),
            Vec3::new(60.0, 1500.0, 2300.0),
            at,
        ),
        camera(
            "half_left",
            (480, 640),
            lens(545.0),
            Vec3::new(1700.0, 1100.0, 1500.0),
            at,
        ),
        camera(
            "left",
            (480, 640),
            lens(530.0),
            Vec3::new(2350.0, 1600.0, 150.0),
            at,
        ),
    ];
    Rig { cameras }
}

/// The same camera, nudged: it still looks from its place, but turned.
fn nudged(camera: &Camera, deg: f64) -> Camera {
    let mut moved = camera.clone();
    let turn = nalgebra::Rotation3::new(Vec3::new(0.3, 1.0, 0.2).normalize() * deg.to_radians());
    if let Some(pose) = &mut moved.pose {
        pose.rotation = turn.into_inner() * pose.rotation;
        pose.translation_mm = turn * pose.translation_mm;
    }
    moved
}

#[test]
fn one_shot_of_the_board_names_the_camera_that_was_nudged() {
    let text = r#"{"kind": "charuco", "squares_x": 5, "squares_y": 7, "square_mm": 120,
        "marker_mm": 88, "dictionary": "DICT_4X4_50"}"#;
    let board = Board::from_json(text.as_bytes()).expect("a board");
    let place = held(
        &board,
        Vec3::new(100.0, 800.0, 60.0),
        Vec3::new(0.8, 0.0, 0.6),
        Vec3::new(0.15, -0.1, 0.1),
    );
    let rig = rig();
    let told = |moved: Option<usize>| {
        let see = |(i, c): (usize, &Camera)| {
            let c = if moved == Some(i) {
                nudged(c, 0.5)
            } else {
                c.clone()
            };
            let seen = calibrate::find(&photo(&c, &board, &place, i as u32), &board);
            (i, seen.expect("the board"))
        };
        let seen: Vec<_> = rig.cameras.iter().enumerate().map(see).collect();
        recheck_board(&rig, &board, &seen)
    };
    for found in told(None) {
        assert_eq!(found.state, State::Still, "{found:?}");
    }
    for moved in 0..3 {
        for (i, found) in told(Some(moved)).iter().enumerate() {
            let expected = if i == moved {
                State::Moved
            } else {
                State::Still
            };
            assert_eq!(found.state, expected, "camera {moved} moved: {found:?}");
        }
    }
    let nobody = recheck_board(&rig, &board, &[]);
    assert!(nobody.iter().all(|f| f.state == State::Unknown));
}

#[test]
fn the_chain_warns_of_a_camera_that_moved_between_plate_and_frame() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("samples/tiny");
    let read = |name: String| std::fs::read(folder.join(name)).expect("the sample");
    let rig = Rig::from_json(&read("rig.json".into())).expect("a rig");
    let model = std::fs::read(root.join("assets/body.purl")).expect("the body");
    let model = Model::from_bytes(&model).expect("a model");
    let moved = |by: Option<(&str, u32)>| {
        let mut scan = Scan::new(rig.clone(), Subject::default());
        for (i, camera) in rig.cameras.iter().enumerate() {
            let picture = |kind: &str, which| {
                let bytes = read(format!("{kind}s/{}.jpg", camera.id));
                capture::decode(&bytes, camera, which).expect("a picture")
            };
            let (mut frame, plate) = (
                picture("frame", Picture::Frame),
                picture("plate", Picture::Plate),
            );
            if let Some((_, px)) = by.filter(|b| b.0 == camera.id) {
                let whole = frame.clone();
                frame = RgbImage::from_fn(whole.width(), whole.height(), |x, y| {
                    *whole.get_pixel(x.saturating_sub(px), y)
                });
            }
            let view = View::new(&rig, i, frame, Some(plate), None).expect("a view");
            scan.add(&view).expect("an outline");
        }
        let scanned = scan.fit(&model, &mut |_| {}).expect("a fit");
        let moved = |w: &purlform::pipeline::Warning| w.code == "camera_moved";
        let named = scanned.warnings.iter().filter(|w| moved(w));
        named
            .map(|w| (w.camera.clone(), w.value, w.limit))
            .collect::<Vec<_>>()
    };
    assert_eq!(moved(None), vec![]);
    let found = moved(Some(("front_left", 3)));
    let [(camera, value, limit)] = found.as_slice() else {
        panic!("one camera moved: {found:?}")
    };
    assert_eq!(camera.as_deref(), Some("front_left"));
    assert!((value - 3.0).abs() < 0.4 && value > limit, "{found:?}");
}
