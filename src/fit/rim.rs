//! The rim of a posed mesh in one view: the folds that bound its outline.

use super::projected::{Fold, Projected};
use super::tiles::Tiles;
use crate::geom::raster::Raster;

/// Parts the folds in those beyond which, from two cells of `cell_px` to `clear_px` away, nothing of the body is seen, and all
/// others.
pub fn rim(
    seen: &Projected,
    faces: &[[u32; 3]],
    folds: Vec<Fold>,
    cell_px: f64,
    clear_px: f64,
) -> (Vec<Fold>, Vec<Fold>) {
    let steps = ((clear_px / (2.0 * cell_px)) as u32).max(1);
    let beyond =
        |fold: &Fold, step: u32| fold.middle() + fold.normal * (2.0 * cell_px * f64::from(step));
    let mut tiles = Tiles::new(seen.width, seen.height);
    for fold in &folds {
        (1..=steps).for_each(|step| tiles.ask(beyond(fold, step), cell_px));
    }
    // What is seen of a closed body is seen from the front.
    let mut raster = Raster::new(seen.width, seen.height, cell_px);
    for (face, _) in faces.iter().zip(&seen.front).filter(|(_, front)| **front) {
        let corners = seen.corners(*face);
        if tiles.ask_in(&corners) {
            raster.fill(corners);
        }
    }
    let clear = |fold: &Fold| (1..=steps).all(|step| !raster.covers(beyond(fold, step)));
    folds.into_iter().partition(clear)
}
