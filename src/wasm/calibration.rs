//! Photos of a board, and the rig that they give.

use super::{Failure, answer, picture};
use crate::calibrate::{Board, Photos};
use crate::export;
use js_sys::{Array, Float32Array};
use wasm_bindgen::prelude::*;

/// A calibration in work: photos arrive one by one, of each only the corners are kept.
#[wasm_bindgen]
pub struct Calibration {
    photos: Photos,
}

#[wasm_bindgen]
impl Calibration {
    /// A calibration with the board file's text.
    #[wasm_bindgen(constructor)]
    pub fn new(board: &str) -> Result<Calibration, Failure> {
        let photos = Photos::new(Board::from_json(board.as_bytes())?);
        Ok(Calibration { photos })
    }

    /// Looks for the board in a camera's photo of a shot; answers with the corners found, none where it is not seen.
    pub fn photo(
        &mut self,
        camera: &str,
        shot: &str,
        source: &JsValue,
    ) -> Result<JsValue, Failure> {
        let picture = picture::board(source, camera)?;
        let found = self.photos.add(camera, shot, &picture);
        let corners = found.map(|s| s.corners.as_slice()).unwrap_or_default();
        let flat: Vec<f32> = corners
            .iter()
            .flat_map(|(_, p)| [p.x as f32, p.y as f32])
            .collect();
        Ok(answer::object(&[
            ("camera", JsValue::from_str(camera)),
            ("shot", JsValue::from_str(shot)),
            ("corners_px", Float32Array::from(flat.as_slice()).into()),
        ]))
    }

    /// The rig, as rig.json holds it, and the report; `floor` names the shot with the board on the floor.
    pub fn calibrate(&self, floor: Option<String>) -> Result<JsValue, Failure> {
        let done = self.photos.calibrate(floor.as_deref())?;
        let words: Array = done
            .report
            .cameras
            .iter()
            .map(|c| JsValue::from_str(&c.to_string()))
            .collect();
        Ok(answer::object(&[
            ("rig", answer::plain(&done.rig.to_json())?),
            ("report", answer::plain(&done.report)?),
            ("words", words.into()),
        ]))
    }
}

/// Pages (SVG, one text each) of the board in that text: one as large as the board, or pages of this size, mm.
#[wasm_bindgen(js_name = drawBoard)]
pub fn draw_board(
    board: &str,
    width_mm: Option<f64>,
    height_mm: Option<f64>,
) -> Result<JsValue, Failure> {
    let board = Board::from_json(board.as_bytes())?;
    let pages = export::board::pages(&board, width_mm.zip(height_mm));
    let pages: Array = pages.iter().map(|p| JsValue::from_str(p)).collect();
    Ok(pages.into())
}
