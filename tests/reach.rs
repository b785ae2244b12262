//! What a layout can reach, told before anybody stands in it.

use purlform::body::Model;
use purlform::camera::{Camera, Intrinsics, Pose, Rig};
use purlform::geom::{Mat3, Vec3};
use purlform::pipeline::{Error, reach};

/// Cameras 2.6 m away that look at the middle of a person from these directions (degrees) and heights (mm).
fn rig(places: &[(f64, f64)]) -> Rig {
    let camera = |(i, &(deg, height_mm)): (usize, &(f64, f64))| {
        let (s, c) = deg.to_radians().sin_cos();
        let eye = Vec3::new(2600.0 * s, height_mm, 2600.0 * c);
        let forward = (Vec3::new(0.0, 880.0, 0.0) - eye).normalize();
        let right = forward.cross(&Vec3::y()).normalize();
        let down = forward.cross(&right);
        let rows = [right.transpose(), down.transpose(), forward.transpose()];
        let rotation = Mat3::from_rows(&rows);
        Camera {
            id: format!("c{i}"),
            width: 480,
            height: 800,
            intrinsics: Intrinsics {
                fx: 640.0,
                fy: 640.0,
                cx: 239.5,
                cy: 399.5,
                distortion: [0.0; 5],
            },
            pose: Some(Pose {
                rotation,
                translation_mm: -(rotation * eye),
            }),
        }
    };
    Rig {
        cameras: places.iter().enumerate().map(camera).collect(),
    }
}

fn told(places: &[(f64, f64)], turns: bool) -> Result<impl Fn(&str) -> f64 + use<>, Error> {
    let model = Model::from_bytes(include_bytes!("../assets/body.purl")).expect("the asset");
    let all = reach(&model, &rig(places), turns, &mut |_| ())?;
    println!("{places:?}");
    for m in all.iter().filter(|m| m.id.ends_with("t_girth")) {
        println!("  {} {:.1}", m.id, m.sigma_mm);
    }
    Ok(move |id: &str| {
        let found = all.iter().find(|m| m.id == id);
        found.expect("in the table").sigma_mm
    })
}

#[test]
fn a_fan_reaches_more_than_a_ring_and_a_pair_less() {
    let (high, low, middle) = (1900.0, 700.0, 1300.0);
    let fan = [(0.0, high), (45.0, low), (90.0, high), (135.0, low)];
    let fan = told(&fan, false).expect("all is seen");
    let diagonals = [45.0, 135.0, 225.0, 315.0].map(|deg| (deg, middle));
    let ring = [0.0, 90.0, 180.0, 270.0].map(|deg| (deg, middle));
    let around = [0.0, 22.5, 45.0, 67.5, 90.0, 112.5, 135.0, 157.5].map(|deg| (deg, middle));
    let diagonals = told(&diagonals, false).expect("all is seen");
    let ring = told(&ring, false).expect("all is seen");
    let pair = told(&[(0.0, middle), (90.0, middle)], false).expect("all is seen");
    let sweep = told(&around, false).expect("all is seen");
    for id in ["bust_girth", "underbust_girth", "waist_girth", "hip_girth"] {
        let fan = fan(id);
        let more = |other: f64| assert!(other > 1.03 * fan, "{id}: {other} mm, fan {fan}");
        more(pair(id));
        more(ring(id));
        assert!(sweep(id) < fan, "{id}: {} mm, fan {fan}", sweep(id));
        // Diagonal cameras see the chest's edge before an arm, and both sides of the buttocks.
        if id.starts_with("underbust") || id.starts_with("waist") {
            more(diagonals(id));
        }
    }
    let [diagonals, fan] = [diagonals("bust_girth"), fan("bust_girth")];
    assert!(
        diagonals < 1.2 * fan,
        "{diagonals} mm, fan {fan}: the chest's edge is not seen"
    );
}

#[test]
fn a_camera_that_cuts_the_person_is_named() {
    let mut close = rig(&[(0.0, 1300.0), (90.0, 1300.0)]);
    close.cameras[1].intrinsics.fx = 1600.0;
    close.cameras[1].intrinsics.fy = 1600.0;
    let model = Model::from_bytes(include_bytes!("../assets/body.purl")).expect("the asset");
    let refused = reach(&model, &close, false, &mut |_| ()).expect_err("the person is cut");
    assert_eq!(refused.code, "person_cut");
    assert!(refused.message.contains("c1"), "{refused}");
    for camera in &mut close.cameras {
        camera.pose = None;
    }
    let refused = reach(&model, &close, false, &mut |_| ()).expect_err("no view");
    assert_eq!(refused.code, "no_views");
}

#[test]
fn who_turns_shows_opposite_cameras_other_widths() {
    let ring = [0.0, 90.0, 180.0, 270.0].map(|deg| (deg, 1300.0));
    let [once, turned] = [false, true].map(|turns| told(&ring, turns).expect("all is seen"));
    // A second look at the same widths would leave seven tenths at best.
    for id in ["waist_girth", "upper_arm_girth"] {
        let (once, turned) = (once(id), turned(id));
        assert!(turned < 0.7 * once, "{id}: {turned} mm, {once} without");
    }
    for id in ["bust_girth", "underbust_girth", "hip_girth", "thigh_girth"] {
        assert!(turned(id) < once(id), "{id}");
    }
}
