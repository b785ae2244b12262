//! One body and one garment in work.

use super::{Failure, answer, picture};
use crate::body::Model;
use crate::camera::Rig;
use crate::capture::{Picture, Subject, View};
use crate::export;
use crate::fit::Progress;
use crate::measure::{self, Measurement, Reading};
use crate::pipeline::{Scan, Scanned};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

/// The stages of the chain, each keeping its result for the next.
#[wasm_bindgen]
pub struct Session {
    model: Model,
    scan: Option<Scan>,
    scanned: Option<Scanned>,
}

#[wasm_bindgen]
impl Session {
    /// A session with the body asset's bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(body: &[u8]) -> Result<Session, Failure> {
        Ok(Session {
            model: Model::from_bytes(body)?,
            scan: None,
            scanned: None,
        })
    }

    /// Begins a capture: the texts of rig.json and subject.json. Answers with the cameras.
    pub fn rig(&mut self, rig: &str, subject: Option<String>) -> Result<JsValue, Failure> {
        let rig = Rig::from_json(rig.as_bytes())?;
        let subject = subject.map(|s| Subject::from_json(s.as_bytes()));
        let subject = subject.transpose()?.unwrap_or_default();
        let cameras: Array = rig.cameras.iter().map(answer::camera).collect();
        self.scan = Some(Scan::new(rig, subject));
        self.scanned = None;
        Ok(cameras.into())
    }

    /// Adds one camera's pictures; answers with the person's outline.
    pub fn view(
        &mut self,
        camera: &str,
        frame: &JsValue,
        plate: &JsValue,
        mask: &JsValue,
    ) -> Result<JsValue, Failure> {
        let scan = self.scan.as_mut();
        let scan = scan.ok_or_else(|| Failure::order("capture", "view", "rig"))?;
        let Some((index, of)) = scan.rig().find(camera) else {
            let message = format!("rig.json names no camera {camera:?}");
            let hint = "name a camera of the rig";
            return Err(Failure::input("capture", "unknown_camera", message, hint));
        };
        let given = |source: &JsValue| !source.is_null() && !source.is_undefined();
        let mask = given(mask).then(|| picture::mask(mask, of)).transpose()?;
        let plate = (mask.is_none() && given(plate))
            .then(|| picture::colour(plate, of, Picture::Plate))
            .transpose()?;
        let frame = picture::colour(frame, of, Picture::Frame)?;
        let view = View::new(scan.rig(), index, frame, plate, mask)?;
        self.scanned = None;
        scan.add(&view)?;
        let seen = scan.silhouettes().iter().find(|s| s.camera == index);
        let contours = seen.map_or(&[][..], |s| &s.contours);
        Ok(answer::outline(&scan.rig().cameras[index], contours))
    }

    /// Fits the body; `progress` is called with `{stage, fraction}`.
    pub fn fit(&mut self, progress: &Function) -> Result<JsValue, Failure> {
        let scan = self.scan.as_ref();
        let scan = scan.ok_or_else(|| Failure::order("fit", "fit", "rig"))?;
        let mut observe = |p: Progress| {
            let told = answer::object(&[("stage", "fit".into()), ("fraction", p.done.into())]);
            // An observer that throws does not stop the fit.
            let _ = progress.call1(&JsValue::NULL, &told);
        };
        let scanned = scan.fit(&self.model, &mut observe)?;
        Ok(fitted(self.scanned.insert(scanned)))
    }

    /// The measurements of the fitted body, with their tapes.
    pub fn measure(&self) -> Result<JsValue, Failure> {
        let scanned = self.scanned.as_ref();
        let scanned = scanned.ok_or_else(|| Failure::order("measure", "measure", "fit"))?;
        let (shape, covariance) = (scanned.fit.shape.as_slice(), &scanned.fit.covariance);
        let measured = measure::with_uncertainty(&self.model, shape, covariance)?;
        let row = |(m, r): (&Measurement, &Reading)| {
            let name = measure::definition(m.id).map_or(m.id, |d| d.name);
            let fields = [("name", name.into()), ("tape_mm", answer::lines(&r.lines))];
            Ok(answer::extended(answer::plain(m)?, &fields))
        };
        let values = measured.measurements();
        let rows: Result<Array, Failure> = values.iter().zip(&measured.readings).map(row).collect();
        Ok(rows?.into())
    }
}

fn fitted(scanned: &Scanned) -> JsValue {
    let fit = &scanned.fit;
    let cameras = &fit.rig.cameras;
    let outline = |c| answer::outline(c, &export::overlay::outline(c, &scanned.posed.mesh));
    let outlines: Array = cameras.iter().map(outline).collect();
    let medians: Vec<(&str, JsValue)> = (fit.views.iter())
        .filter_map(|v| {
            Some((
                cameras.get(v.camera)?.id.as_str(),
                v.outline_median_px.into(),
            ))
        })
        .collect();
    answer::object(&[
        ("converged", fit.converged.into()),
        ("outline_median_px", answer::object(&medians)),
        ("outlines", outlines.into()),
        ("mesh", answer::mesh(&scanned.standing.mesh)),
        ("warnings", Array::new().into()),
    ])
}
