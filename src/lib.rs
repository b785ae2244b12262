//! From frames of several cameras to body measurements to proven knitting-machine programs.
//!
//! The chain, one room (module) a stage; `tests/layers.rs` guards the arrows that ARCHITECTURE.md draws:
//!
//! ```text
//! capture -> silhouette -> fit -> body -> measure -> garment -> knit -> export
//! ```
//!
//! Millimetres and radians inside; world right-handed, +Y up, origin on the floor under the subject, who faces +Z.
//! Cameras follow OpenCV. Rooms do no I/O: bytes in, values out.

pub mod body;
pub mod calibrate;
pub mod camera;
pub mod capture;
pub mod export;
pub mod fit;
pub mod garment;
pub mod geom;
pub mod knit;
pub mod measure;
pub mod motif;
pub mod network;
pub mod pipeline;
pub mod silhouette;
pub mod solve;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
