//! The rim of a posed mesh in one view: the folds that bound its outline.

use super::projected::{Fold, Projected};
use crate::geom::raster::Raster;

/// Keeps the folds beyond which, from two cells of `cell_px` to `clear_px` away, nothing of the body is seen.
pub fn rim(
    seen: &Projected,
    faces: &[[u32; 3]],
    folds: &[Fold],
    cell_px: f64,
    clear_px: f64,
) -> Vec<Fold> {
    // What is seen of a closed body is seen from the front.
    let mut raster = Raster::new(seen.width, seen.height, cell_px);
    for (face, _) in faces.iter().zip(&seen.front).filter(|(_, front)| **front) {
        raster.fill(seen.corners(*face));
    }
    let clear = |fold: &&Fold| {
        let mut beyond = 2.0 * cell_px;
        let mut clear = true;
        while clear && beyond <= clear_px.max(2.0 * cell_px) {
            clear = !raster.covers(fold.middle() + fold.normal * beyond);
            beyond += 2.0 * cell_px;
        }
        clear
    };
    folds.iter().filter(clear).copied().collect()
}
