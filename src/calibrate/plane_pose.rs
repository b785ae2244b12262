//! Where a board stands before a camera of known lens.

use super::board::Board;
use super::homography::Homography;
use super::sighting::Sighting;
use crate::camera::{Intrinsics, Pose};
use crate::geom::{Mat3, Vec2, Vec3, sort_by_number};
use nalgebra::{Matrix6, Rotation3, Vector6};

/// Steps of the refinement.
const STEPS: usize = 30;

/// A pose board -> camera and how well it explains the corners.
#[derive(Clone, Copy, Debug)]
pub(super) struct BoardPose {
    pub pose: Pose,
    /// Root mean square, px.
    pub rms_px: f64,
}

/// The poses that a sighting allows, best first: a plane seen with little perspective may be tilted either way.
pub(super) fn poses(board: &Board, sighting: &Sighting, lens: &Intrinsics) -> Vec<BoardPose> {
    let points: Vec<(Vec3, Vec2)> = sighting
        .corners
        .iter()
        .map(|&(i, at)| (board.corner_mm(i), at))
        .collect();
    poses_of(&points, lens)
}

/// The same for any points of the plane z = 0.
pub(super) fn poses_of(points: &[(Vec3, Vec2)], lens: &Intrinsics) -> Vec<BoardPose> {
    let Some(first) = start(points, lens) else {
        return Vec::new();
    };
    let first = refine(points, lens, first);
    // The other tilt: the normal mirrored at the line of sight.
    let centre = points.iter().map(|p| p.0).sum::<Vec3>() / points.len().max(1) as f64;
    let sight = first.pose.to_camera(centre);
    let ray = sight.normalize();
    let normal: Vec3 = first.pose.rotation.column(2).into();
    let mirrored = 2.0 * ray * ray.dot(&normal) - normal;
    let turn = Rotation3::rotation_between(&normal, &mirrored).unwrap_or_else(Rotation3::identity);
    let rotation = turn.into_inner() * first.pose.rotation;
    let other = Pose {
        rotation,
        translation_mm: sight - rotation * centre,
    };
    let second = refine(points, lens, other);
    let apart =
        Rotation3::from_matrix_unchecked(first.pose.rotation.transpose() * second.pose.rotation);
    let mut all = vec![first];
    if apart.angle() > 0.02 && second.rms_px.is_finite() {
        all.push(second);
    }
    all.retain(|p| p.rms_px.is_finite());
    sort_by_number(&mut all, |p| p.rms_px);
    all
}

/// A pose from the homography of undistorted points (Zhang 2000).
fn start(points: &[(Vec3, Vec2)], lens: &Intrinsics) -> Option<Pose> {
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for (p, at) in points {
        if let Some(ideal) = lens.undistort(*at) {
            from.push(p.xy());
            to.push(ideal);
        }
    }
    pose_of(&Homography::fit(&from, &to)?)
}

/// The pose whose first two columns and translation a homography to normalised coordinates holds.
pub(super) fn pose_of(h: &Homography) -> Option<Pose> {
    let (a, b, t): (Vec3, Vec3, Vec3) = (
        h.0.column(0).into(),
        h.0.column(1).into(),
        h.0.column(2).into(),
    );
    let mut scale = 2.0 / (a.norm() + b.norm());
    if t.z * scale < 0.0 {
        scale = -scale;
    }
    let (a, b) = (a * scale, b * scale);
    let rough = Mat3::from_columns(&[a, b, a.cross(&b)]);
    let svd = rough.svd(true, true);
    let rotation = svd.u? * svd.v_t?;
    let sound = rotation.determinant() > 0.0 && rotation.iter().all(|v| v.is_finite());
    sound.then_some(Pose {
        rotation,
        translation_mm: t * scale,
    })
}

/// Sum of squared distances in the picture; infinite where a point lies behind the camera.
fn cost(points: &[(Vec3, Vec2)], lens: &Intrinsics, pose: &Pose) -> f64 {
    let miss = |(p, at): &(Vec3, Vec2)| match lens.project(pose.to_camera(*p)) {
        Some(uv) => (uv - at).norm_squared(),
        None => f64::INFINITY,
    };
    points.iter().map(miss).sum()
}

/// Least squares on the corners from a pose on.
pub(super) fn refine(points: &[(Vec3, Vec2)], lens: &Intrinsics, from: Pose) -> BoardPose {
    let mut pose = from;
    let mut best = cost(points, lens, &pose);
    let mut damping = 1e-3;
    for _ in 0..STEPS {
        let (mut hessian, mut gradient) = (Matrix6::<f64>::zeros(), Vector6::<f64>::zeros());
        for (p, at) in points {
            let q = pose.to_camera(*p);
            let Some((uv, d)) = lens.project_with_jacobian(q) else {
                continue;
            };
            let turn = -(q - pose.translation_mm).cross_matrix();
            let mut j = nalgebra::Matrix2x6::zeros();
            j.fixed_columns_mut::<3>(0).copy_from(&(d * turn));
            j.fixed_columns_mut::<3>(3).copy_from(&d);
            hessian += j.transpose() * j;
            gradient += j.transpose() * (uv - at);
        }
        let mut lower = false;
        for _ in 0..5 {
            let mut damped = hessian;
            for i in 0..6 {
                damped[(i, i)] += damping * hessian[(i, i)] + 1e-12;
            }
            let Some(delta) = damped.cholesky().map(|c| c.solve(&-gradient)) else {
                break;
            };
            let next = Pose {
                rotation: Rotation3::new(delta.fixed_rows::<3>(0).into_owned()).into_inner()
                    * pose.rotation,
                translation_mm: pose.translation_mm + delta.fixed_rows::<3>(3),
            };
            let c = cost(points, lens, &next);
            if c < best {
                lower = best - c > 1e-10 * best;
                (pose, best) = (next, c);
                damping *= 0.2;
                break;
            }
            damping *= 8.0;
        }
        if !lower {
            break;
        }
    }
    BoardPose {
        pose,
        rms_px: (best / points.len().max(1) as f64).sqrt(),
    }
}
