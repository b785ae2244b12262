//! Drawn curves and the one equation that a draft solves. Only +, -, x and square roots: the same bits everywhere.

use crate::geom::Vec2;

/// Chords that a curve is drawn with: shorter than a stitch on any panel.
const CHORDS: usize = 48;

/// Points of a cubic Bezier curve, both ends included.
pub fn bezier(p: [Vec2; 4]) -> Vec<Vec2> {
    let point = |i: usize| {
        let t = i as f64 / CHORDS as f64;
        let u = 1.0 - t;
        p[0] * (u * u * u)
            + p[1] * (3.0 * u * u * t)
            + p[2] * (3.0 * u * t * t)
            + p[3] * (t * t * t)
    };
    let mut points: Vec<Vec2> = (0..=CHORDS).map(point).collect();
    points[CHORDS] = p[3];
    points
}

/// Length of a polyline, mm.
pub fn length(points: &[Vec2]) -> f64 {
    points.windows(2).map(|w| (w[1] - w[0]).norm()).sum()
}

/// The mirror image at x = 0, walked the other way round.
pub fn mirrored(points: &[Vec2]) -> Vec<Vec2> {
    points.iter().rev().map(|p| Vec2::new(-p.x, p.y)).collect()
}

/// What is left of a polyline after its first `arc` mm; its last point at least.
pub fn after(points: &[Vec2], arc: f64) -> Vec<Vec2> {
    let mut left = arc;
    for (i, w) in points.windows(2).enumerate() {
        let step = (w[1] - w[0]).norm();
        if step > left {
            let cut = w[0] + (w[1] - w[0]) * (left / step);
            return std::iter::once(cut)
                .chain(points.iter().skip(i + 1).copied())
                .collect();
        }
        left -= step;
    }
    points.last().copied().into_iter().collect()
}

/// Where a rising function reaches `target` between `lo` and `hi`, by bisection; `None` if it does not.
pub fn solve_rising(mut lo: f64, mut hi: f64, target: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    if f(lo) > target || f(hi) < target {
        return None;
    }
    for _ in 0..60 {
        let mid = 0.5 * (lo + hi);
        if f(mid) < target {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    Some(0.5 * (lo + hi))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_circle_has_its_length() {
        let k = 0.5522847498;
        let p = [(1.0, 0.0), (1.0, k), (k, 1.0), (0.0, 1.0)].map(|(x, y)| Vec2::new(x, y) * 100.0);
        assert!((length(&bezier(p)) - 157.08).abs() < 0.1);
    }

    #[test]
    fn the_root_is_found_or_denied() {
        assert!((solve_rising(0.0, 10.0, 2.0, |x| x * x).unwrap() - 2f64.sqrt()).abs() < 1e-12);
        assert_eq!(solve_rising(0.0, 1.0, 2.0, |x| x * x), None);
    }
}
