//! Convex hull in the plane: a tape drawn tight.

use super::Vec2;

/// Corners of the convex hull, counter-clockwise, without repeating the first (Andrew's monotone chain, 1979).
///
/// One or two corners come back for points that coincide or lie on a line; points that are not finite are left out.
pub fn convex_hull(points: impl IntoIterator<Item = Vec2>) -> Vec<Vec2> {
    let mut sorted: Vec<Vec2> = points
        .into_iter()
        .filter(|p| p.x.is_finite() && p.y.is_finite())
        .collect();
    sorted.sort_unstable_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    sorted.dedup();
    if sorted.len() < 3 {
        return sorted;
    }
    let mut hull: Vec<Vec2> = Vec::with_capacity(sorted.len() + 1);
    chain(&mut hull, sorted.iter());
    chain(&mut hull, sorted.iter().rev());
    hull
}

/// Adds one side of the hull, its last corner left out (the other side begins with it).
fn chain<'a>(hull: &mut Vec<Vec2>, points: impl Iterator<Item = &'a Vec2>) {
    let base = hull.len();
    for p in points {
        while let [.., a, b] = hull[base..] {
            if (b - a).perp(&(p - b)) > 0.0 {
                break;
            }
            hull.pop();
        }
        hull.push(*p);
    }
    hull.pop();
}

/// Length round a closed polygon.
pub fn perimeter(polygon: &[Vec2]) -> f64 {
    let closing = polygon
        .last()
        .zip(polygon.first())
        .map_or(0.0, |(a, b)| (b - a).norm());
    polygon
        .windows(2)
        .map(|w| (w[1] - w[0]).norm())
        .sum::<f64>()
        + closing
}
