//! Whether a camera of a calibrated rig has moved.

use super::{Failure, answer, picture};
use crate::calibrate::{self, Board};
use crate::camera::{Camera, Rig};
use crate::capture::Picture;
use crate::pipeline::Warning;
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// A rig that is looked at again.
#[wasm_bindgen]
pub struct Recheck {
    rig: Rig,
    seen: Vec<(usize, calibrate::Sighting)>,
}

#[wasm_bindgen]
impl Recheck {
    /// A re-check of the rig in that text.
    #[wasm_bindgen(constructor)]
    pub fn new(rig: &str) -> Result<Recheck, Failure> {
        Ok(Recheck {
            rig: Rig::from_json(rig.as_bytes())?,
            seen: Vec::new(),
        })
    }

    /// One camera, from its stored picture of the empty booth and one of now.
    pub fn plates(&self, camera: &str, old: &JsValue, new: &JsValue) -> Result<JsValue, Failure> {
        let (_, of) = self.camera(camera)?;
        let old = picture::colour(old, of, Picture::Plate)?;
        let new = picture::colour(new, of, Picture::Plate)?;
        finding(&calibrate::recheck_plates(camera, &old, &new))
    }

    /// Looks for the board in one camera's photo of a shot; whether it is seen.
    pub fn photo(&mut self, board: &str, camera: &str, photo: &JsValue) -> Result<bool, Failure> {
        let board = Board::from_json(board.as_bytes())?;
        let (index, of) = self.camera(camera)?;
        let picture = picture::colour(photo, of, Picture::Board)?;
        self.seen.retain(|(i, _)| *i != index);
        let found = calibrate::find(&picture, &board);
        let seen = found.is_some();
        self.seen.extend(found.map(|s| (index, s)));
        Ok(seen)
    }

    /// All cameras, from the photos of that shot.
    pub fn board(&self, board: &str) -> Result<JsValue, Failure> {
        let board = Board::from_json(board.as_bytes())?;
        let all = calibrate::recheck_board(&self.rig, &board, &self.seen);
        let all: Result<Array, Failure> = all.iter().map(finding).collect();
        Ok(all?.into())
    }

    fn camera(&self, id: &str) -> Result<(usize, &Camera), Failure> {
        self.rig.find(id).ok_or_else(|| {
            let message = format!("rig.json names no camera {id:?}");
            let hint = "name a camera of the rig";
            Failure::input("calibrate", "unknown_camera", message, hint)
        })
    }
}

fn finding(found: &calibrate::Recheck) -> Result<JsValue, Failure> {
    let warning = Warning::of_recheck(found).map(|w| super::session::warning(&w));
    let fields = [
        ("warning", warning.transpose()?.unwrap_or(JsValue::NULL)),
        ("words", JsValue::from_str(&found.words())),
    ];
    Ok(answer::extended(answer::plain(found)?, &fields))
}
