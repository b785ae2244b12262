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
    let start = hull.iter().position(|p| *p == first).unwrap_or(0);
    hull.rotate_left(start);
    if hull.get(1) == Some(&last) {
        hull.rotate_left(1);
        hull.reverse();
    }
    Some((length, hull))
}
