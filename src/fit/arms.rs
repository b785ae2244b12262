//! An arm that no camera sees well, held as the other one is: behind a body a hand is free to stand for whatever the outline shows.

use crate::body::{Model, Pose};
use crate::geom::{Mat3, Vec3};
use crate::network::Keypoint;
use crate::silhouette::Silhouette;

/// Where the network believes less than this that an elbow is seen, it guesses.
const SEEN: f64 = 0.5;

/// A side of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

impl Side {
    /// The ends of the names of this side's bones and of the other's.
    fn ends(self) -> [&'static str; 2] {
        match self {
            Side::Left => ["_l", "_r"],
            Side::Right => ["_r", "_l"],
        }
    }
}

/// The side of the one arm that some picture hides; none where both are seen everywhere, or neither is.
pub(super) fn hidden(outlines: &[Silhouette]) -> Option<Side> {
    let sure = |elbow: Keypoint| {
        let spots = outlines.iter().filter_map(|o| o.spots.as_ref());
        let least = spots.map(|s| s[elbow as usize].visible);
        least.fold(f64::INFINITY, f64::min) >= SEEN
    };
    match (sure(Keypoint::ElbowL), sure(Keypoint::ElbowR)) {
        (false, true) => Some(Side::Left),
        (true, false) => Some(Side::Right),
        _ => None,
    }
}

/// A pose with that side's arm held as the other one is.
pub(super) fn alike(model: &Model, pose: &Pose, side: Side) -> Pose {
    let mut alike = pose.clone();
    let mirror = Mat3::from_diagonal(&Vec3::new(-1.0, 1.0, 1.0));
    let [own, other] = side.ends();
    let named = |name: &str| model.bones().iter().position(|b| b.name == name);
    for bone in ["clavicle", "upperarm", "lowerarm", "wrist"] {
        let pair = named(&format!("{bone}{own}")).zip(named(&format!("{bone}{other}")));
        if let Some((to, from)) = pair {
            alike.rotations[to] = mirror * pose.rotations[from] * mirror;
        }
    }
    alike
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Joint;
    use crate::camera::Rig;
    use crate::fit::fixture::{camera, outline, person};
    use crate::fit::state::exp;
    use crate::geom::Vec2;
    use crate::network::Spot;

    fn model() -> Model {
        Model::from_bytes(include_bytes!("../../assets/body.purl")).expect("asset")
    }

    #[test]
    fn an_arm_that_is_held_alike_is_the_mirror_image_of_the_other() {
        let model = model();
        let (_, mut pose) = person(&model, Vec3::zeros());
        for (bone, turn) in [("upperarm_r", 0.4), ("lowerarm_r", -0.7), ("wrist_r", 0.2)] {
            let found = model.bones().iter().position(|b| b.name == bone);
            let b = found.expect("a bone of the model");
            pose.rotations[b] = exp(Vec3::new(turn, 0.3 * turn, -turn)) * pose.rotations[b];
        }
        let rest = model.rest(&[]);
        let wrists = |pose: &Pose| {
            let heads = model.pose(&rest, pose).heads;
            [Joint::WristL, Joint::WristR].map(|j| heads[model.joint_bone(j)])
        };
        let apart = |[l, r]: [Vec3; 2]| (l - Vec3::new(-r.x, r.y, r.z)).norm();
        assert!(apart(wrists(&pose)) > 50.0);
        let alike = alike(&model, &pose, Side::Left);
        assert!(apart(wrists(&alike)) < 0.5, "{}", apart(wrists(&alike)));
        assert_eq!(wrists(&alike)[1], wrists(&pose)[1]);
    }

    #[test]
    fn the_arm_that_a_side_view_hides_is_told() {
        let (model, rig) = (
            model(),
            Rig {
                cameras: vec![camera(0)],
            },
        );
        let (body, _) = person(&model, Vec3::zeros());
        let seen = |left: f64, right: f64| {
            let spot = |visible| Spot {
                at: Vec2::zeros(),
                visible,
                present: 1.0,
            };
            let mut spots = [spot(1.0); Keypoint::COUNT];
            spots[Keypoint::ElbowL as usize] = spot(left);
            spots[Keypoint::ElbowR as usize] = spot(right);
            let mut outline = outline(&rig, 0, &model, &body);
            outline.spots = Some(spots);
            outline
        };
        let (front, left, right) = (seen(1.0, 0.99), seen(0.97, 0.04), seen(0.03, 0.98));
        assert_eq!(hidden(&[front.clone(), right.clone()]), Some(Side::Left));
        assert_eq!(hidden(&[front.clone(), left.clone()]), Some(Side::Right));
        assert_eq!(hidden(&[left, right]), None);
        assert_eq!(hidden(&[front]), None);
    }
}
