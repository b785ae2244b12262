//! The skeleton and its pose.

use super::model::Rest;
use super::{Joint, Model};
use crate::geom::{Mat3, Vec3};
use nalgebra::Rotation3;

/// A bone: it turns about its head, the joint with its parent.
#[derive(Clone, Debug, PartialEq)]
pub struct Bone {
    /// Name: `pelvis` (the root), `spine_lower`, `spine_upper`, `neck`, `head`, and with `_l` or `_r` `upperleg`,
    /// `lowerleg`, `foot`, `clavicle`, `upperarm`, `lowerarm`, `wrist`.
    pub name: String,
    /// Index of the parent, less than the bone's own; `None` for the root.
    pub parent: Option<usize>,
    /// How far people in front of a camera turn it away from the rest pose (arms about 45 degrees off the body): one sigma
    /// in radians about x (left), y (up) and z (forward).
    pub prior_sigma_rad: [f64; 3],
}

/// Where the body stands and how each bone is turned.
#[derive(Clone, Debug, PartialEq)]
pub struct Pose {
    /// Place of the pelvis (the root bone's head), mm.
    pub translation_mm: Vec3,
    /// One rotation a bone, in world axes of the rest pose, about the bone's head, before its parents move it.
    pub rotations: Vec<Mat3>,
}

/// The standard pose: distance of the ankles' centres, mm; arm off the vertical and elbow's flexion, radians.
const FEET_APART_MM: f64 = 180.0;
const ARM_RAD: f64 = 35.0 * std::f64::consts::PI / 180.0;
const ELBOW_RAD: f64 = 10.0 * std::f64::consts::PI / 180.0;

impl Pose {
    /// The rest pose: nothing turned, the pelvis in the origin.
    pub fn rest(model: &Model) -> Self {
        Self {
            translation_mm: Vec3::zeros(),
            rotations: vec![Mat3::identity(); model.bones().len()],
        }
    }

    /// How the bones are turned where the person stands straight: see [`Model::standard_pose`]; the pelvis in the origin.
    pub(super) fn straight(model: &Model, rest: &Rest) -> Self {
        let mut pose = Self::rest(model);
        let left = [
            Joint::ShoulderL,
            Joint::ElbowL,
            Joint::WristL,
            Joint::HipL,
            Joint::AnkleL,
        ];
        let right = [
            Joint::ShoulderR,
            Joint::ElbowR,
            Joint::WristR,
            Joint::HipR,
            Joint::AnkleR,
        ];
        for (side, joints) in [(1.0, left), (-1.0, right)] {
            let [upperarm, lowerarm, wrist, upperleg, foot] = joints.map(|j| model.joint_bone(j));
            let head = |b: usize| rest.heads[b];
            let wanted = Vec3::new(side * ARM_RAD.sin(), -ARM_RAD.cos(), 0.0);
            let arm = between(head(lowerarm) - head(upperarm), wanted);
            let forearm = arm * (head(wrist) - head(lowerarm));
            let bend = between(forearm, wanted);
            let straighten = bend.scaled_axis();
            let flexion = straighten.norm();
            let partly = if flexion > 1e-9 {
                straighten * ((flexion - ELBOW_RAD) / flexion)
            } else {
                straighten
            };
            let elbow = Rotation3::new(partly);
            pose.rotations[upperarm] = arm.into_inner();
            pose.rotations[lowerarm] = (arm.inverse() * elbow * arm).into_inner();

            // The leg swings sideways about the hip until its ankle stands half the distance off the middle.
            let (hip, leg) = (head(upperleg), head(foot) - head(upperleg));
            let reach = leg.x.hypot(leg.y);
            let now = (side * leg.x).atan2(-leg.y);
            let then = ((FEET_APART_MM / 2.0 - side * hip.x) / reach.max(1.0))
                .clamp(-1.0, 1.0)
                .asin();
            let swing = Rotation3::from_axis_angle(&Vec3::z_axis(), side * (then - now));
            pose.rotations[upperleg] = swing.into_inner();
            pose.rotations[foot] = swing.inverse().into_inner(); // soles stay flat
        }
        pose
    }
}

/// The smallest rotation that brings one direction to another.
fn between(from: Vec3, to: Vec3) -> Rotation3<f64> {
    Rotation3::rotation_between(&from, &to).unwrap_or_else(Rotation3::identity)
}
