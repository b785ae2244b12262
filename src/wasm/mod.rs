//! The WebAssembly face: the only room that names wasm-bindgen. One method a stage; each keeps its result for the next.
//! `pkg/index.d.ts` says what crosses.

mod answer;
mod calibration;
mod look;
mod picture;
mod reach;
mod recheck;
mod session;

use crate::pipeline;
use wasm_bindgen::prelude::*;

pub use calibration::{Calibration, draw_board};
pub use recheck::Recheck;
pub use session::{Session, check, definitions, designs, machines, schema, verify};

/// What JavaScript gets to see of an error: `{stage, code, message, hint}`.
pub struct Failure(pipeline::Error);

impl<E: Into<pipeline::Error>> From<E> for Failure {
    fn from(e: E) -> Self {
        Failure(e.into())
    }
}

impl Failure {
    fn input(stage: &'static str, code: &str, message: String, hint: &str) -> Self {
        Failure(pipeline::Error::input(stage, code, message, hint))
    }

    /// A method was called before the one that it builds on.
    fn order(stage: &'static str, method: &str, before: &str) -> Self {
        let message = format!("{method} was called before {before}");
        Self::input(
            stage,
            "out_of_order",
            message,
            &format!("call {before} first"),
        )
    }
}

impl From<Failure> for JsValue {
    fn from(Failure(error): Failure) -> JsValue {
        answer::plain(&error).unwrap_or_else(|_| JsValue::from_str(&error.to_string()))
    }
}
