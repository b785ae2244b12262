//! One writer a file: overlays, mesh, knitout, k-code, chart, stepping sheet, summary.

pub mod kcode;
pub mod knitout;
