//! A start for people who do not stand as told: the joints that a pose network saw in several placed cameras, where their rays meet,
//! and the body posed by them.

use super::place::{HIDDEN, JOINTS};
use super::robust::GemanMcClure;
use crate::body::{self, Joint, Model, Rest};
use crate::camera::{Camera, Pose};
use crate::geom::{Mat3, Vec3};
use crate::network::{Keypoint, Spot};
use nalgebra::Rotation3;

/// One view's landmarks.
pub struct Sight<'a> {
    /// The camera.
    pub camera: &'a Camera,
    /// Its place.
    pub pose: Pose,
    /// What the network saw.
    pub spots: &'a [Spot; Keypoint::COUNT],
}

/// Joints where rays meet, mm, in the order of [`JOINTS`].
pub struct Joints([Option<Vec3>; JOINTS.len()]);

/// A ray that passes farther off than about this belongs to no joint, mm.
const KERNEL: GemanMcClure = GemanMcClure { scale: 120.0 };
const ROUNDS: usize = 6;
/// Rays that count less than so many whole ones together fix no joint.
const LEAST: f64 = 0.8;
/// Squared sine of half the angle between two rays that fix a place well enough, about.
const APART: f64 = 0.02;

/// Joints that hold the trunk.
const TRUNK: [Joint; 4] = [Joint::ShoulderL, Joint::ShoulderR, Joint::HipL, Joint::HipR];
/// Bones by the joints at their two ends, parents first.
const LIMBS: [(Joint, Joint); 8] = [
    (Joint::ShoulderL, Joint::ElbowL),
    (Joint::ShoulderR, Joint::ElbowR),
    (Joint::HipL, Joint::KneeL),
    (Joint::HipR, Joint::KneeR),
    (Joint::ElbowL, Joint::WristL),
    (Joint::ElbowR, Joint::WristR),
    (Joint::KneeL, Joint::AnkleL),
    (Joint::KneeR, Joint::AnkleR),
];

impl Joints {
    /// Where the rays of all views meet.
    pub fn new(sights: &[Sight<'_>]) -> Self {
        let joint = |i: usize| {
            let (_, keypoint, _) = JOINTS[i];
            let rays: Vec<Ray> = sights
                .iter()
                .filter_map(|s| Ray::new(s, keypoint))
                .collect();
            meeting(&rays)
        };
        Self(std::array::from_fn(joint))
    }

    fn at(&self, joint: Joint) -> Option<Vec3> {
        let i = JOINTS.iter().position(|(j, ..)| *j == joint)?;
        self.0[i]
    }

    /// Length of the long bones that are seen over that of a body's; none where none is seen.
    pub fn size(&self, model: &Model, rest: &Rest) -> Option<f64> {
        let (mut seen, mut own) = (0.0, 0.0);
        for (a, b) in LIMBS {
            if let (Some(p), Some(q)) = (self.at(a), self.at(b)) {
                seen += (q - p).norm();
                own += (rest.heads[model.joint_bone(b)] - rest.heads[model.joint_bone(a)]).norm();
            }
        }
        (own > 0.0).then(|| seen / own)
    }

    /// A body posed by them; none where the trunk is not seen.
    pub fn pose(&self, model: &Model, rest: &Rest) -> Option<body::Pose> {
        let head = |j: Joint| rest.heads[model.joint_bone(j)];
        let mut seen = [Vec3::zeros(); TRUNK.len()];
        for (to, joint) in seen.iter_mut().zip(TRUNK) {
            *to = self.at(joint)?;
        }
        let own = TRUNK.map(head);
        let middle = |all: &[Vec3]| all.iter().sum::<Vec3>() / all.len() as f64;
        let (from, to) = (middle(&own), middle(&seen));
        let turn = axes(seen)? * axes(own)?.transpose();
        let mut pose = body::Pose::rest(model);
        if let Some(root) = pose.rotations.first_mut() {
            *root = turn;
        }
        pose.translation_mm = to + turn * (rest.heads[0] - from) - rest.heads[0];
        for (start, end) in LIMBS {
            let (Some(p), Some(q)) = (self.at(start), self.at(end)) else {
                continue;
            };
            let bone = model.joint_bone(start);
            let parents = turned(model, &pose, model.bones()[bone].parent);
            let wanted = parents.transpose() * (q - p);
            if let Some(own) = Rotation3::rotation_between(&(head(end) - head(start)), &wanted) {
                pose.rotations[bone] = own.into_inner();
            }
        }
        Some(pose)
    }
}

/// How a bone and its parents are turned together.
fn turned(model: &Model, pose: &body::Pose, bone: Option<usize>) -> Mat3 {
    let mut all = Mat3::identity();
    let mut next = bone;
    while let Some(b) = next {
        all = pose.rotations[b] * all;
        next = model.bones()[b].parent;
    }
    all
}

/// Axes of a trunk: to its left, up, forward.
fn axes([shoulder_l, shoulder_r, hip_l, hip_r]: [Vec3; TRUNK.len()]) -> Option<Mat3> {
    let up = (shoulder_l + shoulder_r - hip_l - hip_r).try_normalize(1e-6)?;
    let across = shoulder_l - shoulder_r + hip_l - hip_r;
    let left = (across - up * across.dot(&up)).try_normalize(1e-6)?;
    Some(Mat3::from_columns(&[left, up, left.cross(&up)]))
}

struct Ray {
    origin: Vec3,
    direction: Vec3,
    weight: f64,
}

impl Ray {
    /// Of a landmark, if the lens can see it there.
    fn new(sight: &Sight<'_>, keypoint: Keypoint) -> Option<Self> {
        let spot = sight.spots[keypoint as usize];
        let at = sight.camera.intrinsics.undistort(spot.at)?;
        let inverse = sight.pose.rotation.transpose();
        Some(Self {
            origin: -(inverse * sight.pose.translation_mm),
            direction: inverse * Vec3::new(at.x, at.y, 1.0).normalize(),
            weight: HIDDEN + (1.0 - HIDDEN) * spot.visible,
        })
    }

    fn across(&self) -> Mat3 {
        Mat3::identity() - self.direction * self.direction.transpose()
    }
}

/// The place that most rays pass near.
fn meeting(rays: &[Ray]) -> Option<Vec3> {
    let mut at: Option<Vec3> = None;
    let mut sum = 0.0;
    for _ in 0..ROUNDS {
        let (mut normal, mut right) = (Mat3::zeros(), Vec3::zeros());
        sum = 0.0;
        for ray in rays {
            let off = |p: Vec3| (ray.across() * (p - ray.origin)).norm();
            let weight = ray.weight * at.map_or(1.0, |p| KERNEL.weight(off(p)));
            sum += weight;
            normal += ray.across() * weight;
            right += ray.across() * ray.origin * weight;
        }
        // Rays that run side by side meet nowhere.
        if normal.determinant() < APART * sum.powi(3) {
            return None;
        }
        let next = normal.try_inverse()? * right;
        at = Some(next).filter(|p| p.iter().all(|v| v.is_finite()));
        at?;
    }
    at.filter(|_| sum >= LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::Intrinsics;
    use crate::geom::Vec2;

    const BODY: &[u8] = include_bytes!("../../assets/body.purl");

    /// Level cameras, 3.5 m off, about a place 1 m up.
    fn camera(id: usize, yaw_rad: f64) -> (Camera, Pose) {
        let (sin, cos) = yaw_rad.sin_cos();
        let centre = Vec3::new(3500.0 * sin, 1000.0, 3500.0 * cos);
        let rotation = Mat3::from_rows(&[
            Vec3::new(cos, 0.0, -sin).transpose(),
            Vec3::new(0.0, -1.0, 0.0).transpose(),
            Vec3::new(-sin, 0.0, -cos).transpose(),
        ]);
        let pose = Pose {
            rotation,
            translation_mm: -(rotation * centre),
        };
        let camera = Camera {
            id: format!("cam {id}"),
            width: 720,
            height: 1280,
            intrinsics: Intrinsics {
                fx: 1000.0,
                fy: 1000.0,
                cx: 360.0,
                cy: 640.0,
                distortion: [-0.05, 0.1, 0.0, 0.0, 0.0],
            },
            pose: Some(pose),
        };
        (camera, pose)
    }

    #[test]
    fn who_leans_and_lifts_a_leg_is_posed_so() {
        let model = Model::from_bytes(BODY).expect("the project's own asset");
        let rest = model.rest(model.prior(None).mean.as_slice());
        let mut pose = model.standard_pose(&rest);
        let turn = |pose: &mut body::Pose, joint: Joint, by: Vec3| {
            let bone = model.joint_bone(joint);
            pose.rotations[bone] = Rotation3::new(by).into_inner() * pose.rotations[bone];
        };
        pose.rotations[0] = Rotation3::new(Vec3::new(0.1, 1.0, 0.7)).into_inner();
        turn(&mut pose, Joint::HipL, Vec3::new(-0.9, 0.0, 0.4));
        turn(&mut pose, Joint::KneeL, Vec3::new(0.8, 0.0, 0.0));
        turn(&mut pose, Joint::ShoulderR, Vec3::new(0.0, 0.0, -1.6));
        let truth = model.pose(&rest, &pose).body();

        let cameras: Vec<_> = (0..4).map(|i| camera(i, 1.5 * i as f64)).collect();
        let nowhere = Spot {
            at: Vec2::zeros(),
            visible: 1.0,
            present: 1.0,
        };
        let mut spots = [[nowhere; Keypoint::COUNT]; 4];
        for ((camera, pose), spots) in cameras.iter().zip(&mut spots) {
            for (joint, keypoint, _) in JOINTS {
                let p = pose.rotation * truth.joint(joint) + pose.translation_mm;
                spots[keypoint as usize].at = camera.intrinsics.project(p).expect("in sight");
            }
        }
        // One camera takes an elbow for something else.
        spots[2][Keypoint::ElbowR as usize].at += Vec2::new(150.0, -40.0);
        let sights: Vec<_> = cameras
            .iter()
            .zip(&spots)
            .map(|((camera, pose), spots)| Sight {
                camera,
                pose: *pose,
                spots,
            })
            .collect();
        let joints = Joints::new(&sights);
        let size = joints.size(&model, &rest).expect("limbs");
        assert!((size - 1.0).abs() < 0.02, "{size}");
        let found = joints.pose(&model, &rest).expect("a trunk");
        let posed = model.pose(&rest, &found).body();
        for (joint, ..) in JOINTS {
            let off = (posed.joint(joint) - truth.joint(joint)).norm();
            assert!(off < 30.0, "{joint:?} is {off:.0} mm off");
        }
        // Cameras side by side, or one alone, tell no depth.
        assert!(Joints::new(&sights[..1]).pose(&model, &rest).is_none());
    }
}
