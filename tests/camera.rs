//! Lenses against OpenCV, and what a `rig.json` may hold.

use nalgebra::Matrix2x3;
use proptest::prelude::*;
use purlform::camera::{Camera, Intrinsics, Pose, Rig};
use purlform::geom::{Mat3, Vec2, Vec3};
use serde_json::{Value, json};

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(list) => list.iter().flat_map(numbers).collect(),
        other => vec![other.as_f64().expect("a number")],
    }
}

/// `golden/camera_opencv.json` holds what projectPoints and undistortPoints say; `camera_opencv.py` beside it wrote it.
#[test]
fn projections_are_those_of_opencv() {
    let cases: Value =
        serde_json::from_str(include_str!("golden/camera_opencv.json")).expect("golden");
    for case in cases.as_array().expect("cases") {
        let (i, d) = (numbers(&case["intrinsics"]), numbers(&case["distortion"]));
        let distortion = d.try_into().expect("five");
        let intrinsics = Intrinsics {
            fx: i[0],
            fy: i[1],
            cx: i[2],
            cy: i[3],
            distortion,
        };
        let rotation = Mat3::from_row_slice(&numbers(&case["rotation"]));
        let translation_mm = Vec3::from_row_slice(&numbers(&case["translation_mm"]));
        let pose = Some(Pose {
            rotation,
            translation_mm,
        });
        let camera = Camera {
            id: "a".into(),
            width: 720,
            height: 1280,
            intrinsics,
            pose,
        };
        for point in case["points"].as_array().expect("points") {
            let world = Vec3::from_row_slice(&numbers(&point["world"]));
            let pixel = Vec2::from_row_slice(&numbers(&point["pixel"]));
            let expected = Matrix2x3::from_row_slice(&numbers(&point["jacobian"]));
            let (uv, jacobian) = camera
                .project_with_jacobian(world)
                .expect("before the camera");
            assert!((uv - pixel).norm() < 1e-8, "{uv} {pixel}");
            assert!((jacobian - expected).norm() < 1e-8, "{jacobian} {expected}");
            let normalised = Vec2::from_row_slice(&numbers(&point["normalised"]));
            let ideal = intrinsics.undistort(pixel).expect("within the lens");
            assert!((ideal - normalised).norm() < 1e-7, "{ideal} {normalised}");
        }
    }
}

proptest! {
    #[test]
    fn undistortion_is_the_inverse_of_projection(
        x in -300.0..300.0, y in -900.0..900.0, z in 1900.0..3500.0,
        k1 in -0.2..0.15, k2 in -0.05..0.1, p1 in -1e-3..1e-3, p2 in -1e-3..1e-3,
    ) {
        let lens = Intrinsics { fx: 1100.0, fy: 1102.0, cx: 361.0, cy: 637.0, distortion: [k1, k2, p1, p2, 0.0] };
        let pixel = lens.project(Vec3::new(x, y, z)).expect("in front");
        let ideal = lens.undistort(pixel).expect("within the lens");
        prop_assert!((ideal - Vec2::new(x / z, y / z)).norm() < 1e-9);
    }

    #[test]
    fn the_jacobian_is_the_difference_quotient(
        x in -300.0..300.0, y in 0.0..1900.0, z in -300.0..300.0, axis in 0usize..3,
    ) {
        let rig = Rig::from_json(&good().to_string().into_bytes()).expect("rig");
        let camera = &rig.cameras[0];
        let mut step = Vec3::zeros();
        step[axis] = 0.01;
        let world = Vec3::new(x, y, z);
        let (_, jacobian) = camera.project_with_jacobian(world).expect("in front");
        let quotient = (camera.project(world + step).expect("in front")
            - camera.project(world - step).expect("in front")) / 0.02;
        prop_assert!((jacobian.column(axis) - quotient).norm() < 1e-6);
    }

    /// Bytes of any kind are refused or read, never panicked at.
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0usize..700, at in 0usize..700, flip in any::<u8>()) {
        let _ = Rig::from_json(&bytes);
        let mut rig = good().to_string().into_bytes();
        let at = at % rig.len();
        rig[at] ^= flip;
        rig.truncate(rig.len().saturating_sub(cut / 4));
        if let Err(error) = Rig::from_json(&rig) {
            prop_assert!(!error.to_string().is_empty() && !error.hint().is_empty());
        }
    }
}

/// A camera 2.5 m in front of the mark, 1 m high, looking back along -Z.
fn good() -> Value {
    json!({"version": 1, "world": {"up": "+y", "handedness": "right"}, "cameras": [{
        "id": "front", "width": 720, "height": 1280, "fx": 1000, "fy": 1001.5, "cx": 359.5, "cy": 639.5,
        "distortion": [-0.05, 0.01, 0.0005, -0.0003, 0],
        "rotation": [[1, 0, 0], [0, -1, 0], [0, 0, -1]], "translation_mm": [0, 1000, 2500]}]})
}

fn with(field: &str, value: Value) -> Value {
    let mut rig = good();
    rig["cameras"][0][field] = value;
    rig
}

fn refusal(rig: &Value) -> (&'static str, String) {
    let error = Rig::from_json(rig.to_string().as_bytes()).expect_err("must be refused");
    (error.code(), error.to_string())
}

#[test]
fn a_good_rig_is_read_and_its_camera_stands_where_it_should() {
    let rig = Rig::from_json(good().to_string().as_bytes()).expect("rig");
    let (index, camera) = rig.find("front").expect("front");
    let pose = camera.pose.expect("known place");
    assert_eq!(index, 0);
    assert!((pose.centre() - Vec3::new(0.0, 1000.0, 2500.0)).norm() < 1e-9);
    let ahead = camera
        .intrinsics
        .undistort(Vec2::new(359.5, 639.5))
        .expect("middle");
    assert!((pose.ray(ahead) - Vec3::new(0.0, 0.0, -1.0)).norm() < 1e-9);
    assert!(
        camera.project(Vec3::new(0.0, 1000.0, 2600.0)).is_none(),
        "behind the camera"
    );
}

#[test]
fn a_rounded_rotation_is_made_exact() {
    let (s, c) = (0.5f64.sin(), 0.5f64.cos());
    let round = |x: f64| (x * 1e4).round() / 1e4;
    let rotation = json!([[round(c), 0, round(s)], [0, 1, 0], [round(-s), 0, round(c)]]);
    let rig = Rig::from_json(with("rotation", rotation).to_string().as_bytes()).expect("rig");
    let r = rig.cameras[0].pose.expect("pose").rotation;
    assert!((r * r.transpose() - Mat3::identity()).norm() < 1e-12);
}

#[test]
fn an_unknown_place_is_null_in_both_fields() {
    let mut rig = with("rotation", Value::Null);
    assert_eq!(refusal(&rig).0, "camera_pose");
    rig["cameras"][0]["translation_mm"] = Value::Null;
    let camera = Rig::from_json(rig.to_string().as_bytes())
        .expect("legal")
        .cameras
        .remove(0);
    assert!(camera.pose.is_none() && camera.project(Vec3::zeros()).is_none());
}

#[test]
fn faults_are_named_by_camera_and_field() {
    let mirror = json!([[1, 0, 0], [0, -1, 0], [0, 0, 1]]);
    for (rig, code, words) in [
        (with("fx", json!(0)), "camera_field", ["front", "fx"]),
        (with("fy", json!(-1000)), "camera_field", ["front", "fy"]),
        (with("cx", json!("360")), "camera_field", ["front", "cx"]),
        (with("width", json!(0)), "camera_size", ["front", "width"]),
        (
            with("height", json!(1280.5)),
            "camera_size",
            ["front", "height"],
        ),
        (
            with("height", json!(50_000)),
            "camera_size",
            ["front", "height"],
        ),
        (
            with("distortion", json!([0, 0, 0])),
            "camera_field",
            ["front", "distortion"],
        ),
        (
            with("distortion", json!([0, 0, null, 0, 0])),
            "camera_field",
            ["front", "distortion[2]"],
        ),
        (
            with("rotation", json!([[1, 0, 0], [0, 2, 0], [0, 0, 1]])),
            "camera_rotation",
            ["front", "rotation"],
        ),
        (
            with("rotation", mirror),
            "camera_rotation",
            ["front", "mirror"],
        ),
        (with("id", json!("../front")), "camera_id", ["#1", "id"]),
        (with("id", json!("")), "camera_id", ["#1", "id"]),
        (json!({"cameras": []}), "rig_field", ["cameras", "1 to 64"]),
        (
            json!({"version": 2, "cameras": []}),
            "rig_field",
            ["version", "1"],
        ),
    ] {
        let (found, message) = refusal(&rig);
        assert_eq!(found, code, "{message}");
        assert!(words.iter().all(|w| message.contains(w)), "{message}");
    }
    let mut huge = with("width", json!(16_000));
    huge["cameras"][0]["height"] = json!(16_000);
    assert!(refusal(&huge).1.contains("megapixels"));
}

#[test]
fn bare_nan_is_refused_by_camera_and_field() {
    let text = good().to_string().replace("1001.5", "NaN");
    let error = Rig::from_json(text.as_bytes()).expect_err("NaN");
    assert!(
        error.to_string().contains("front") && error.to_string().contains("fy"),
        "{error}"
    );
}

#[test]
fn names_may_not_repeat_even_in_another_case() {
    let mut rig = good();
    let mut second = rig["cameras"][0].clone();
    second["id"] = json!("Front");
    rig["cameras"].as_array_mut().expect("list").push(second);
    assert_eq!(refusal(&rig).0, "camera_id");
    let many: Vec<Value> = (0..65)
        .map(|i| with("id", json!(format!("c{i}")))["cameras"][0].clone())
        .collect();
    assert_eq!(refusal(&json!({"cameras": many})).0, "rig_field");
}
