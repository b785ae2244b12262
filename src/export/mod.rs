//! One writer a file: overlays, mesh, knitout, k-code, chart, stepping sheet, summary.

pub mod board;
pub mod chart;
pub mod checksum;
pub mod dxf;
pub mod fabric_svg;
pub mod glb;
pub mod grading;
pub mod kcode;
pub mod knitout;
pub mod overlay;
pub mod panels_svg;
pub mod papers;
pub mod passes_svg;
pub mod schema;
pub mod sheet;
mod steps;
pub mod summary;
mod text;
pub mod zip;
