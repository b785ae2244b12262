//! Lengths along chains of points.

use super::{Vec2, Vec3, convex_hull, perimeter};

/// Length along a chain of points.
pub fn length(chain: &[Vec3]) -> f64 {
    chain.windows(2).map(|w| (w[1] - w[0]).norm()).sum()
}

/// A tape drawn tight outside a plane chain from its first to its last point: its length and its corners in order.
///
/// The length is that of the convex hull less the closing chord; it means a tape where the chord is a side of the hull.
pub fn taut(chain: &[Vec2]) -> Option<(f64, Vec<Vec2>)> {
    let (first, last) = (*chain.first()?, *chain.last()?);
    let mut hull = convex_hull(chain.iter().copied());
    let length = perimeter(&hull) - (last - first).norm();
    // Open the hull at the side that is the chord; rounding may have put a neighbour in an end's place.
    let corner = |i: usize| hull.get(i % hull.len().max(1)).copied().unwrap_or(first);
    let gap =
        |from: Vec2, to: Vec2, i: usize| (corner(i) - from).norm() + (corner(i + 1) - to).norm();
    let off = |i: &usize| gap(last, first, *i).min(gap(first, last, *i));
    let chord = (0..hull.len()).min_by(|a, b| off(a).total_cmp(&off(b)))?;
    let backward = gap(first, last, chord) < gap(last, first, chord);
    let turn = (chord + 1) % hull.len();
    hull.rotate_left(turn);
    if backward {
        hull.reverse();
    }
    Some((length, hull))
}
