//! The outline of a mask that was handed in.

use super::contour::{self, Contour};
use super::coverage::Coverage;
use super::error::Kind;
use super::raster::Raster;
use super::{Warning, component};
use image::GrayImage;

/// Takes the staircase off a mask of whole pixels and bends an edge of 10 px radius by 0.05 px only.
const SMOOTHING_PX: f32 = 1.0;
/// Masks come from networks and hands; their edges are rarely better.
const SIGMA_PX: f64 = 1.0;
/// Smaller holes are noise of the mask, px.
const LEAST_HOLE: usize = 40;

pub(super) fn outline(mask: &GrayImage) -> Result<(Coverage, Vec<Contour>, Vec<Warning>), Kind> {
    let width = mask.width() as usize;
    let mut map: Vec<bool> = mask.iter().map(|&v| v >= 128).collect();
    component::person(&mut map, width, LEAST_HOLE)?;
    component::whole(&map, width)?;
    let mut raster = Raster::from_gray(mask);
    raster
        .values
        .iter_mut()
        .zip(&map)
        .for_each(|(v, &m)| *v = if m { 1.0 } else { 0.0 });
    let coverage = raster.blur(SMOOTHING_PX);
    let contours = contour::inside(
        contour::trace(&coverage, &|p| p, 1.0, SIGMA_PX),
        coverage.width,
        coverage.height,
    );
    Ok((Coverage::new(&coverage), contours, Vec::new()))
}
