//! What a rig can reach, told before anybody stands in it.

use super::{Failure, Session, answer};
use crate::camera::Rig;
use crate::measure;
use crate::pipeline;
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Session {
    /// How sure the cameras of the rig in that text would be of an average person: `{id, name, value_mm, sigma_mm}` of each measurement.
    /// `turns`: of a second shot, too, once they have turned by an eighth. `progress` is called with the share that is done.
    pub fn reach(&self, rig: &str, turns: bool, progress: &Function) -> Result<Array, Failure> {
        let rig = Rig::from_json(rig.as_bytes())?;
        let observe = &mut |done: f64| {
            // An observer that throws does not stop the work.
            let _ = progress.call1(&JsValue::NULL, &done.into());
        };
        let reached = pipeline::reach(self.body_model(), &rig, turns, observe)?;
        let row = |m: measure::Measurement| {
            answer::object(&[
                ("id", m.id.into()),
                (
                    "name",
                    measure::definition(m.id).map_or(m.id, |d| d.name).into(),
                ),
                ("value_mm", m.rounded().value_mm.into()),
                ("sigma_mm", m.rounded().sigma_mm.into()),
            ])
        };
        Ok(reached.into_iter().map(row).collect())
    }
}
