//! One body and one garment in work.

use super::{Failure, answer, picture};
use crate::body::Model;
use crate::camera::Rig;
use crate::capture::{Picture, Subject, View};
use crate::garment::{self, Design};
use crate::knit::{self, Machine, Severity};
use crate::measure::Measurements;
use crate::pipeline::{Scan, Scanned};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

/// The stages of the chain, each keeping its result for the next.
#[wasm_bindgen]
pub struct Session {
    model: Model,
    scan: Option<Scan>,
    scanned: Option<Scanned>,
    draft: Option<Draft>,
}

#[wasm_bindgen]
impl Session {
    /// A session with the body asset's bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(body: &[u8]) -> Result<Session, Failure> {
        Ok(Session { model: Model::from_bytes(body)?, scan: None, scanned: None, draft: None })
    }

    /// Begins a capture: the texts of rig.json and subject.json. Answers with the cameras.
    pub fn rig(&mut self, rig: &str, subject: Option<String>) -> Result<JsValue, Failure> {
        let rig = Rig::from_json(rig.as_bytes())?;
        let subject = subject.map(|s| Subject::from_json(s.as_bytes())).transpose()?.unwrap_or_default();
        let cameras: Array = rig
            .cameras
            .iter()
            .map(|c| {
                let size = [("width_px", c.width.into()), ("height_px", c.height.into())];
                answer::extended(answer::object(&[("id", JsValue::from_str(&c.id))]), &size)
            })
            .collect();
        (self.scan, self.scanned) = (Some(Scan::new(rig, subject)), None);
        Ok(cameras.into())
    }

    /// Adds one camera's pictures; answers with the person's outline.
    pub fn view(&mut self, camera: &str, frame: &JsValue, plate: &JsValue, mask: &JsValue) -> Result<JsValue, Failure> {
        let scan = self.scan.as_mut().ok_or_else(|| Failure::order("view", "rig"))?;
        let (index, of) = scan.rig().find(camera).ok_or_else(|| {
            let message = format!("rig.json names no camera {camera:?}");
            Failure::input("capture", "unknown_camera", message, "name a camera of the rig")
        })?;
        let given = |source: &JsValue| !source.is_null() && !source.is_undefined();
        let mask = given(mask).then(|| picture::mask(mask, of)).transpose()?;
        let wanted = mask.is_none() && given(plate);
        let plate = wanted.then(|| picture::colour(plate, of, Picture::Plate)).transpose()?;
        let frame = picture::colour(frame, of, Picture::Frame)?;
        let view = View::new(scan.rig(), index, frame, plate, mask)?;
        self.scanned = None;
        let silhouette = scan.add(&view)?;
        Ok(answer::outline(&scan.rig().cameras[index], &silhouette.contours))
    }
}
