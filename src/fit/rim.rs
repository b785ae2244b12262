//! The rim of a posed mesh in one view: the folds that bound its outline.

use super::probes::Probes;
use super::projected::{Fold, Projected};

/// Parts the folds in those beyond which, at places `step_px` apart up to `clear_px` away, nothing of the body is seen, and
/// all others.
pub fn rim(
    seen: &Projected,
    faces: &[[u32; 3]],
    folds: Vec<Fold>,
    step_px: f64,
    clear_px: f64,
) -> (Vec<Fold>, Vec<Fold>) {
    let steps = ((clear_px / step_px) as u32).max(1);
    let beyond = folds.iter().flat_map(|fold| {
        let place = move |step| fold.middle() + fold.normal * (step_px * f64::from(step));
        (1..=steps).map(place)
    });
    let probes = Probes::new(seen.width, seen.height, beyond);
    let mut clear = vec![true; folds.len()];
    // What is seen of a closed body is seen from the front.
    probes.under(seen, faces, |_, place, _, _| {
        clear[place / steps as usize] = false;
    });
    let mut clear = clear.into_iter();
    folds.into_iter().partition(|_| clear.next() == Some(true))
}
