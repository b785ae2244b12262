//! Two shots of one person who turned between them, fitted to one body.

mod figures;

use figures::{Figure, SIZE, mask, model, normal, posed, rig};
use image::RgbImage;
use nalgebra::{Cholesky, DVector};
use purlform::body::Model;
use purlform::camera::Rig;
use purlform::capture::{Subject, View};
use purlform::measure;
use purlform::pipeline::{Scan, Scanned};

const RING: [f64; 4] = [0.0, 90.0, 180.0, 270.0];

/// A person as they stood in each shot.
fn scan(model: &Model, rig: &Rig, shots: &[Figure]) -> Scanned {
    let mut scan = Scan::new(rig.clone(), Subject::default());
    for (shot, figure) in shots.iter().enumerate() {
        if shot > 0 {
            scan.turn();
        }
        let vertices = posed(model, figure);
        for (i, camera) in rig.cameras.iter().enumerate() {
            let frame = RgbImage::new(SIZE.0, SIZE.1);
            let mask = Some(mask(model, camera, &vertices));
            let view = View::new(rig, i, frame, None, mask).expect("sizes agree");
            scan.add(&view).expect("an outline");
        }
    }
    scan.fit(model, &mut |_| ()).expect("a body")
}

fn stood(shape: &[f64], yaw_deg: f64, raise_deg: f64) -> Figure {
    Figure {
        shape: shape.to_vec(),
        yaw_deg,
        raise_deg,
    }
}

/// Somebody whom the prior expects.
fn drawn(model: &Model, seed: u64) -> Vec<f64> {
    let prior = model.prior(None);
    let root = Cholesky::new(prior.covariance.clone()).expect("a covariance");
    let mut normal = normal(seed);
    let draw = DVector::from_fn(prior.mean.len(), |_, _| normal());
    (&prior.mean + root.l() * draw).as_slice().to_vec()
}

#[test]
fn who_turns_is_measured_better_by_cameras_that_stand_opposite_each_other() {
    let model = model();
    let rig = rig(&RING);
    // The bust's level is what no outline of it shows, from wherever.
    const TOLD: [&str; 3] = ["waist_girth", "hip_girth", "upper_arm_girth"];
    let (mut once, mut turned) = (0.0, 0.0);
    for seed in 1..=4 {
        let shape = drawn(&model, seed);
        let truth = measure::measure(&measure::standing(&model, &shape)).expect("a whole body");
        // Nobody holds the arms twice alike.
        let shots = [stood(&shape, 2.0, 0.0), stood(&shape, 43.0, -6.0)];
        let [one, two] =
            [&shots[..1], &shots].map(|shots| scan(&model, &rig, shots).measurements());
        for id in TOLD {
            let truth = truth.iter().find(|r| r.id == id).expect("in the table");
            let off =
                |m: &measure::Measurements| m.get(id).expect("measured").value_mm - truth.value_mm;
            println!("{seed} {id}: {:.1} mm, turned {:.1}", off(&one), off(&two));
            once += off(&one).abs();
            turned += off(&two).abs();
            let sigma = |m: &measure::Measurements| m.get(id).expect("measured").sigma_mm;
            assert!(sigma(&two) < sigma(&one), "{id}");
        }
    }
    assert!(turned < 0.6 * once, "{turned:.0} mm, {once:.0} without");
}

#[test]
fn each_shot_has_its_own_pose_and_both_one_shape() {
    let model = model();
    let rig = rig(&RING);
    let shape = drawn(&model, 9);
    let scanned = scan(
        &model,
        &rig,
        &[stood(&shape, 0.0, 0.0), stood(&shape, 48.0, 8.0)],
    );
    let turned = scanned.turned.as_ref().expect("a second shot");
    assert_eq!(scanned.fit.shape, turned.fit.shape);
    let yaw = |facing: purlform::geom::Vec3| facing.x.atan2(facing.z).to_degrees();
    let turn = yaw(turned.posed.facing) - yaw(scanned.posed.facing);
    assert!((turn - 48.0).abs() < 3.0, "{turn}");
    // What is told of the second shot is told apart.
    let told: Vec<&str> = scanned
        .verdict
        .outline_median_px
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(told.len(), 8);
    assert!(
        told.contains(&"at_90") && told.contains(&"turned/at_90"),
        "{told:?}"
    );
    assert!(scanned.warnings.is_empty(), "{:?}", scanned.warnings);
}

#[test]
fn who_does_not_turn_or_lets_the_arms_hang_is_told_so_of_that_shot() {
    let model = model();
    let rig = rig(&RING);
    let shape = drawn(&model, 9);
    let scanned = scan(
        &model,
        &rig,
        &[stood(&shape, 0.0, 0.0), stood(&shape, 5.0, -28.0)],
    );
    let told = |code: &str| scanned.warnings.iter().find(|w| w.code == code);
    let turn = told("little_turned").expect("little turned");
    assert!(
        (turn.value - 5.0).abs() < 3.0 && turn.camera.is_none(),
        "{turn:?}"
    );
    let arms = told("arms_near_body").expect("arms that hang");
    assert_eq!(arms.camera.as_deref(), Some("turned"), "{arms:?}");
}

#[test]
fn a_second_shot_that_is_begun_again_replaces_the_second() {
    let model = model();
    let rig = rig(&RING);
    let shape = drawn(&model, 9);
    let [first, wrong, right] = [
        stood(&shape, 0.0, 0.0),
        stood(&shape, 0.0, 0.0),
        stood(&shape, 45.0, 0.0),
    ];
    let again = scan(&model, &rig, &[first, wrong, right]);
    let plain = scan(
        &model,
        &rig,
        &[stood(&shape, 0.0, 0.0), stood(&shape, 45.0, 0.0)],
    );
    assert_eq!(again.measurements(), plain.measurements());
}

#[test]
fn two_people_are_told_from_one_who_turned() {
    let model = model();
    let rig = rig(&RING);
    let differ = |a: u64, b: u64| {
        let [a, b] = [a, b].map(|seed| drawn(&model, seed));
        let scanned = scan(&model, &rig, &[stood(&a, 0.0, 0.0), stood(&b, 45.0, 0.0)]);
        scanned
            .warnings
            .into_iter()
            .find(|w| w.code == "shots_differ")
    };
    for (a, b) in [(2, 4), (2, 3), (4, 9), (1, 2)] {
        let told = differ(a, b).expect("two people");
        assert!(told.value > 2.0 * told.limit, "{a}, {b}: {told:?}");
    }
    assert_eq!(
        [1, 2, 3, 4].map(|seed| differ(seed, seed)),
        [const { None }; 4]
    );
}

#[test]
fn a_person_cut_in_the_second_shot_is_told_of_it() {
    let model = model();
    let rig = rig(&RING);
    let figure = stood(&drawn(&model, 9), 0.0, 0.0);
    let mut scan = Scan::new(rig.clone(), Subject::default());
    scan.turn();
    let mut vertices = posed(&model, &figure);
    vertices.iter_mut().for_each(|v| v.y += 1100.0);
    let frame = RgbImage::new(SIZE.0, SIZE.1);
    let mask = Some(mask(&model, &rig.cameras[1], &vertices));
    let view = View::new(&rig, 1, frame, None, mask).expect("sizes agree");
    let added = scan.add(&view).map(|_| ());
    let refused = added.expect_err("cut by the frame");
    assert!(refused.message.contains("turned/at_90"), "{refused:?}");
}
