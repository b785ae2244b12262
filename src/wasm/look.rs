//! A quick look for a person, for hints while they place themselves.

use super::picture::Pixels;
use super::{Failure, Session, answer};
use crate::network::Keypoint;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// What the hints are made of.
const SPOTS: [(&str, Keypoint); 15] = [
    ("nose", Keypoint::Nose),
    ("shoulder_l", Keypoint::ShoulderL),
    ("shoulder_r", Keypoint::ShoulderR),
    ("elbow_l", Keypoint::ElbowL),
    ("elbow_r", Keypoint::ElbowR),
    ("wrist_l", Keypoint::WristL),
    ("wrist_r", Keypoint::WristR),
    ("hip_l", Keypoint::HipL),
    ("hip_r", Keypoint::HipR),
    ("knee_l", Keypoint::KneeL),
    ("knee_r", Keypoint::KneeR),
    ("ankle_l", Keypoint::AnkleL),
    ("ankle_r", Keypoint::AnkleR),
    ("toe_l", Keypoint::ToeL),
    ("toe_r", Keypoint::ToeR),
];

#[wasm_bindgen]
impl Session {
    /// Where the network sees a person in some pixels: `{score, spots}`, each spot `[x, y, visible]` in px and probability.
    pub fn look(&self, pixels: &JsValue) -> Result<JsValue, Failure> {
        let network = self.lent().ok_or_else(|| {
            let hint = "name the pose network when opening";
            Failure::input("capture", "no_network", "no network was given".into(), hint)
        })?;
        let picture = Pixels::of(pixels).and_then(|p| p.rgb()).ok_or_else(|| {
            let hint = "hand over ImageData, or data, width, height";
            Failure::input("capture", "no_picture", "there are no pixels".into(), hint)
        })?;
        let person = network.glance(&picture);
        let spots = Object::new();
        for (name, keypoint) in SPOTS {
            let spot = person.spot(keypoint);
            let value = answer::plain(&[spot.at.x, spot.at.y, spot.visible])?;
            // Setting a field of a plain object of ours cannot fail.
            let _ = Reflect::set(&spots, &name.into(), &value);
        }
        Ok(answer::object(&[
            ("score", person.score.into()),
            ("spots", spots.into()),
        ]))
    }
}
