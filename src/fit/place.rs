//! Cameras that stand nobody knows where, placed about the person by the joints that a pose network saw.

use super::error::Error;
use super::robust::GemanMcClure;
use super::state::exp;
use crate::body::{Body, Joint, Landmark};
use crate::camera::{Camera, Pose};
use crate::geom::{Mat3, Vec3};
use crate::network::{Keypoint, Spot};
use nalgebra::{Matrix6, Vector6};

/// Joints and what the network calls them, with how far the two lie apart, mm.
pub const JOINTS: [(Joint, Keypoint, f64); 12] = [
    (Joint::ShoulderL, Keypoint::ShoulderL, 30.0),
    (Joint::ShoulderR, Keypoint::ShoulderR, 30.0),
    (Joint::HipL, Keypoint::HipL, 35.0),
    (Joint::HipR, Keypoint::HipR, 35.0),
    (Joint::KneeL, Keypoint::KneeL, 30.0),
    (Joint::KneeR, Keypoint::KneeR, 30.0),
    (Joint::AnkleL, Keypoint::AnkleL, 30.0),
    (Joint::AnkleR, Keypoint::AnkleR, 30.0),
    (Joint::ElbowL, Keypoint::ElbowL, 80.0),
    (Joint::ElbowR, Keypoint::ElbowR, 80.0),
    (Joint::WristL, Keypoint::WristL, 150.0),
    (Joint::WristR, Keypoint::WristR, 150.0),
];
const NOSE_MM: f64 = 50.0;
/// Directions that are tried, about the vertical.
const YAWS: usize = 12;
const ITERATIONS: usize = 25;
const KERNEL: GemanMcClure = GemanMcClure { scale: 4.0 };
/// A joint that the network guesses behind others counts this much.
pub const HIDDEN: f64 = 0.15;
/// Distances from which the search starts, heights of the person.
const START_HEIGHTS: f64 = 2.0;

struct Pair {
    world: Vec3,
    spot: Spot,
    sigma_mm: f64,
}

/// The place of a camera about a body that stands as the person stood, roughly.
///
/// # Errors
/// [`Error::Unplaced`] where the joints fit no place.
pub fn place(camera: &Camera, body: &Body, spots: &[Spot; Keypoint::COUNT]) -> Result<Pose, Error> {
    let spot = |k: Keypoint| spots[k as usize];
    let mut pairs: Vec<Pair> = JOINTS
        .iter()
        .map(|(joint, keypoint, sigma_mm)| Pair {
            world: body.joint(*joint),
            spot: spot(*keypoint),
            sigma_mm: *sigma_mm,
        })
        .collect();
    pairs.push(Pair {
        world: body.landmark(Landmark::Glabella),
        spot: spot(Keypoint::Nose),
        sigma_mm: NOSE_MM,
    });
    let low = body
        .mesh
        .vertices
        .iter()
        .map(|v| v.y)
        .fold(f64::INFINITY, f64::min);
    let high = body
        .mesh
        .vertices
        .iter()
        .map(|v| v.y)
        .fold(f64::NEG_INFINITY, f64::max);
    let middle = Vec3::new(0.0, (low + high) / 2.0, 0.0);
    let best = (0..YAWS)
        .filter_map(|k| {
            let yaw = std::f64::consts::TAU * k as f64 / YAWS as f64;
            descend(
                camera,
                &pairs,
                look_at(yaw, middle, (high - low) * START_HEIGHTS),
            )
        })
        .min_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, pose)| pose).ok_or_else(|| Error::Unplaced {
        camera: camera.id.clone(),
    })
}

/// A level camera that looks at a place from this direction.
fn look_at(yaw: f64, middle: Vec3, distance: f64) -> Pose {
    let (sin, cos) = yaw.sin_cos();
    let centre = middle + Vec3::new(sin, 0.0, cos) * distance;
    let forward = Vec3::new(-sin, 0.0, -cos);
    let right = Vec3::new(cos, 0.0, -sin);
    let down = -Vec3::y();
    let rotation = Mat3::from_rows(&[right.transpose(), down.transpose(), forward.transpose()]);
    Pose {
        rotation,
        translation_mm: -(rotation * centre),
    }
}

/// Robust reprojection cost, and its normal equations in a small rotation and a shift of camera coordinates.
fn equations(camera: &Camera, pairs: &[Pair], pose: &Pose) -> (f64, Matrix6<f64>, Vector6<f64>) {
    let (mut cost, mut hessian, mut gradient) = (0.0, Matrix6::zeros(), Vector6::zeros());
    for pair in pairs {
        let turned = pose.rotation * pair.world;
        let at = turned + pose.translation_mm;
        let seen = HIDDEN + (1.0 - HIDDEN) * pair.spot.visible;
        let Some((uv, jacobian)) = camera.intrinsics.project_with_jacobian(at) else {
            cost += seen * KERNEL.bound();
            continue;
        };
        let sigma_px = pair.sigma_mm * camera.intrinsics.fx / at.z;
        let miss = (uv - pair.spot.at) / sigma_px;
        cost += seen * KERNEL.cost(miss.norm());
        let weight = seen * KERNEL.weight(miss.norm());
        let jacobian = jacobian / sigma_px;
        let by_turn = -jacobian * turned.cross_matrix();
        for k in 0..2 {
            let mut row = Vector6::zeros();
            row.fixed_rows_mut::<3>(0)
                .copy_from(&by_turn.row(k).transpose());
            row.fixed_rows_mut::<3>(3)
                .copy_from(&jacobian.row(k).transpose());
            hessian += row * row.transpose() * weight;
            gradient += row * (weight * miss[k]);
        }
    }
    (cost, hessian, gradient)
}

fn descend(camera: &Camera, pairs: &[Pair], start: Pose) -> Option<(f64, Pose)> {
    let mut pose = start;
    let (mut cost, mut hessian, mut gradient) = equations(camera, pairs, &pose);
    let mut damping = 1e-3;
    for _ in 0..ITERATIONS {
        let mut damped = hessian;
        for i in 0..6 {
            damped[(i, i)] += damping * hessian[(i, i)] + 1e-12;
        }
        let step = damped.cholesky()?.solve(&-gradient);
        let next = Pose {
            rotation: exp(step.fixed_rows::<3>(0).into_owned()) * pose.rotation,
            translation_mm: pose.translation_mm + step.fixed_rows::<3>(3),
        };
        let (c, h, g) = equations(camera, pairs, &next);
        if c < cost {
            (pose, cost, hessian, gradient) = (next, c, h, g);
            damping = (damping * 0.2f64).max(1e-9);
        } else {
            damping *= 10.0;
        }
    }
    let finite = pose.translation_mm.iter().all(|v| v.is_finite());
    (finite && cost.is_finite()).then_some((cost, pose))
}
