//! The ends of narrow gaps, such as those under the arms: a cut in blocks closes them before they end, by some pixels or by many.

use super::contour::Contour;

/// Points to each side of an end that belong to it: blocks are two points wide, and smoothed over their neighbours.
const AROUND: usize = 6;
/// Least turn of the outline from one side of an end to the other, as a cosine.
const TURN: f64 = 0.5;
/// Standard deviation there, in distances of points.
const SIGMA: f64 = 6.0;

/// Trusts the ends of gaps as little as they were seen; points lie so far apart.
pub(super) fn distrust(contours: &mut [Contour], apart_px: f64) {
    for contour in contours {
        let n = contour.points.len();
        if n < 4 * AROUND {
            continue;
        }
        let ends: Vec<bool> = (0..n).map(|i| is_end(contour, i, apart_px)).collect();
        for (point, _) in contour.points.iter_mut().zip(ends).filter(|(_, end)| *end) {
            point.sigma_px = point.sigma_px.max(SIGMA * apart_px);
        }
    }
}

/// Whether the sides to both directions of a point face each other.
fn is_end(contour: &Contour, i: usize, apart_px: f64) -> bool {
    let n = contour.points.len();
    let (one, other) = (
        &contour.points[(i + n - AROUND) % n],
        &contour.points[(i + AROUND) % n],
    );
    let across = other.at - one.at;
    one.normal.dot(&other.normal) < TURN
        && across.dot(&one.normal) > 0.0
        && across.dot(&other.normal) < 0.0
        && across.norm() < (2 * AROUND) as f64 * apart_px
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Vec2;
    use crate::silhouette::contour::{resample, with_normals};

    /// A body with an arm beside it: a slit that ends at (40, 20) between them, and a corner at the shoulder.
    fn armed() -> Vec<Contour> {
        let corners = [
            (0.0, 0.0),
            (60.0, 0.0),
            (60.0, 100.0),
            (46.0, 100.0),
            (40.0, 20.0),
            (34.0, 100.0),
            (0.0, 100.0),
        ];
        let line = corners.map(|(x, y)| Vec2::new(x, y));
        vec![Contour {
            points: with_normals(&resample(&line, 1.0), 0.3),
        }]
    }

    #[test]
    fn only_the_end_of_a_gap_is_doubted() {
        let mut contours = armed();
        distrust(&mut contours, 1.0);
        let doubted: Vec<Vec2> = contours[0]
            .points
            .iter()
            .filter(|p| p.sigma_px > 1.0)
            .map(|p| p.at)
            .collect();
        assert!(doubted.len() >= AROUND, "{}", doubted.len());
        assert!(
            doubted
                .iter()
                .all(|at| (at.x - 40.0).abs() < 4.0 && at.y < 32.0),
            "{doubted:?}"
        );
    }
}
