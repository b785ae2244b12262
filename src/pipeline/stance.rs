//! What the fitted body says of the capture: how the person stood, whether they moved, whether it is their body that was seen.

use super::verdict::Verdict;
use super::warning::Warning;
use crate::body::{Body, Joint};
use crate::camera::{Camera, Rig};
use crate::geom::{Vec3, sort_by_number};

/// Arms that hang closer to the body than this hide its sides, degrees off straight down.
const ARMS_DEG: f64 = 12.0;
/// From here on a raised upper arm draws up what lies about the shoulder, degrees off straight down.
const RAISED_DEG: f64 = 60.0;
/// A trunk that leans farther than this stretches on one side; who stands leans by 5 at most, degrees.
const LEANING_DEG: f64 = 12.0;
/// Ankles nearer to each other than this hide the insides of the legs, mm.
const ANKLES_MM: f64 = 130.0;
/// A person who turns farther from where they should face shows the cameras another side than they were placed for, degrees.
const TURN_DEG: f64 = 80.0;
/// Who turns by less than this between two shots shows the cameras the same widths twice, degrees.
const TURNED_DEG: f64 = 20.0;
/// One body for two shots costs less than one for each does: of 21 people 0.7 to 1 times as much, of two different ones 3.5 to 5.
const STRAIN: f64 = 1.5;
/// One camera saw the person this far from where the others did, mm: they moved between the frames.
const MOVED_MM: f64 = 15.0;
/// The same where no plate says that the cameras stand in a booth: there the rig itself may be off by some pixels, mm.
const MOVED_IN_ROOM_MM: f64 = 40.0;
/// A phone that was held askew by more than this, degrees: the fit takes it for upright, and girths of the trunk come out small.
const ASKEW_DEG: f64 = 3.0;
/// More of the outline than this share, in the middle one of the views, is none of a body.
const LOOSE: f64 = 0.25;

/// The doubts that these figures raise.
pub(super) fn doubts(
    posed: &Body,
    rig: &Rig,
    refined: &Rig,
    verdict: &Verdict,
    booth: bool,
) -> Vec<Warning> {
    let mut out = Vec::new();
    let mut judge = |code: &str, camera: Option<&Camera>, value: f64, limit: f64, bad: bool| {
        if bad {
            out.push(Warning {
                code: code.into(),
                camera: camera.map(|c| c.id.clone()),
                value: (value * 1000.0).round() / 1000.0,
                limit,
            });
        }
    };
    let [left, right] = arms_deg(posed, [Joint::WristL, Joint::WristR]);
    let low = left.min(right);
    judge("arms_near_body", None, low, ARMS_DEG, low < ARMS_DEG);
    let [left, right] = arms_deg(posed, [Joint::ElbowL, Joint::ElbowR]);
    let high = left.max(right);
    judge("arms_raised", None, high, RAISED_DEG, high > RAISED_DEG);
    let ankles = (joint(posed, Joint::AnkleL) - joint(posed, Joint::AnkleR)).norm();
    judge("feet_together", None, ankles, ANKLES_MM, ankles < ANKLES_MM);
    let turn = posed.facing.x.atan2(posed.facing.z).to_degrees().abs();
    judge("turned_away", None, turn, TURN_DEG, turn > TURN_DEG);
    let middle = 0.5 * (joint(posed, Joint::HipL) + joint(posed, Joint::HipR));
    let lean = off_upright_deg(joint(posed, Joint::Neck) - middle);
    judge("leaning", None, lean, LEANING_DEG, lean > LEANING_DEG);
    let most = if booth { MOVED_MM } else { MOVED_IN_ROOM_MM };
    for (told, found) in rig.cameras.iter().zip(&refined.cameras) {
        if told.pose.is_none() {
            let roll = found.pose.map_or(0.0, |p| p.rotation[(0, 1)]);
            let askew = roll.clamp(-1.0, 1.0).asin().to_degrees().abs();
            judge(
                "phone_askew",
                Some(told),
                askew,
                ASKEW_DEG,
                askew > ASKEW_DEG,
            );
        }
        let moved = apart_mm(told, found, middle).unwrap_or(0.0);
        judge("person_moved", Some(told), moved, most, moved > most);
    }
    let mut open: Vec<f64> = verdict
        .outline_explained
        .values()
        .map(|s| 1.0 - s)
        .collect();
    sort_by_number(&mut open, |o| *o);
    let loose = open.get(open.len() / 2).copied().unwrap_or(0.0);
    judge("loose_clothes", None, loose, LOOSE, loose > LOOSE);
    out
}

/// The doubt that who should have turned between two shots shows the cameras the same sides again.
pub(super) fn little_turned(first: &Body, turned: &Body) -> Option<Warning> {
    let yaw_deg = |body: &Body| body.facing.x.atan2(body.facing.z).to_degrees();
    let turn = (yaw_deg(turned) - yaw_deg(first)).rem_euclid(360.0);
    let turn = turn.min(360.0 - turn);
    (turn < TURNED_DEG).then(|| Warning {
        code: "little_turned".into(),
        camera: None,
        value: (turn * 1000.0).round() / 1000.0,
        limit: TURNED_DEG,
    })
}

/// The doubt that two shots show one person, dressed alike.
pub(super) fn strained(strain: f64) -> Option<Warning> {
    (strain > STRAIN).then(|| Warning {
        code: "shots_differ".into(),
        camera: None,
        value: (strain * 1000.0).round() / 1000.0,
        limit: STRAIN,
    })
}

fn joint(body: &Body, joint: Joint) -> Vec3 {
    body.joints[joint as usize]
}

/// How far an arm is off straight down, degrees, on either side.
fn arms_deg(body: &Body, ends: [Joint; 2]) -> [f64; 2] {
    let [left, right] = ends;
    let arm = |shoulder, end| off_upright_deg(joint(body, shoulder) - joint(body, end));
    [arm(Joint::ShoulderL, left), arm(Joint::ShoulderR, right)]
}

fn off_upright_deg(along: Vec3) -> f64 {
    let up = along.y / along.norm().max(1e-9);
    up.clamp(-1.0, 1.0).acos().to_degrees()
}

/// How far apart, at the depth of a place, two poses of a camera see it, mm.
fn apart_mm(told: &Camera, found: &Camera, at: Vec3) -> Option<f64> {
    let (from, to) = (told.pose?, found.pose?);
    let place = |p: &crate::camera::Pose| p.rotation * at + p.translation_mm;
    let step = place(&to) - place(&from);
    Some(step.x.hypot(step.y))
}
