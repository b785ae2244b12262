//! Closed contours -> the pixels that they enclose.

use super::contour::Contour;
use super::coverage::Coverage;
use super::raster::Raster;
use crate::geom::Vec2;

/// Pixels that are passed over at once where no edge is.
const STRIDE: usize = 16;

/// What the contours cover; holes run the other way round and are left out.
///
/// Signed areas to the right of each edge are summed along the rows, as font rasterisers do.
pub(super) fn fill(contours: &[Contour], width: usize, height: usize) -> Coverage {
    let places = || contours.iter().flat_map(|c| &c.points).map(|p| p.at);
    // Only what the person stands in is worked on.
    let span = |of: fn(Vec2) -> f64, most: usize| {
        let first = places().map(of).fold(f64::INFINITY, f64::min).floor();
        let end = places().map(of).fold(0.0, f64::max).ceil() as usize + 2;
        let first = first.max(0.0) as usize;
        first..end.clamp(first, most.max(first))
    };
    let (xs, ys) = (span(|p| p.x, width), span(|p| p.y, height));
    let mut areas = Raster::new(xs.len(), ys.len());
    let shift = Vec2::new(0.5 - xs.start as f64, 0.5 - ys.start as f64);
    for contour in contours {
        let following = contour.points.iter().cycle().skip(1);
        for (a, b) in contour.points.iter().zip(following) {
            edge(&mut areas, a.at + shift, b.at + shift);
        }
    }
    Coverage::of_rows(width, height, |y, runs| {
        if !ys.contains(&y) {
            return;
        }
        let row = (y - ys.start) * xs.len();
        let (mut sum, mut from) = (0.0f32, None);
        let strides = areas.values[row..row + xs.len()].chunks(STRIDE);
        for (first, stride) in (xs.start as u32..).step_by(STRIDE).zip(strides) {
            if stride.iter().all(|v| *v == 0.0) {
                continue;
            }
            for (x, value) in (first..).zip(stride) {
                sum += value;
                match from {
                    None if sum >= 0.5 => from = Some(x),
                    Some(first) if sum < 0.5 => {
                        runs.push(first..x);
                        from = None;
                    }
                    _ => {}
                }
            }
        }
        runs.extend(from.map(|first| first..xs.end as u32));
    })
}

/// Adds one edge, whose pixel corners lie on whole numbers.
fn edge(areas: &mut Raster, from: Vec2, to: Vec2) {
    let (top, low, sign) = if from.y < to.y {
        (from, to, -1.0)
    } else {
        (to, from, 1.0)
    };
    let slope = (low.x - top.x) / (low.y - top.y).max(1e-12);
    let (width, height) = (areas.width, areas.height);
    for y in (top.y.max(0.0) as usize)..height.min(low.y.max(0.0).ceil() as usize) {
        let (y0, y1) = (top.y.max(y as f64), low.y.min(y as f64 + 1.0));
        if y1 <= y0 {
            continue;
        }
        let x = |y: f64| (top.x + slope * (y - top.y)).clamp(0.0, width as f64);
        let (left, right) = (x(y0).min(x(y1)), x(y0).max(x(y1)));
        let row = &mut areas.values[y * width..(y + 1) * width];
        let mut before = 0.0;
        for column in left as usize..=right as usize {
            // The share of this row's edge that lies left of the column's end, integrated over the column.
            let covered = covered(left, right, column as f64);
            if let Some(value) = row.get_mut(column) {
                *value += (sign * (y1 - y0) * (covered - before)) as f32;
            }
            before = covered;
        }
        if let Some(value) = row.get_mut(right as usize + 1) {
            *value += (sign * (y1 - y0) * (1.0 - before)) as f32;
        }
    }
}

/// Mean over `column..column + 1` of the share of an edge from `left` to `right` that has been passed.
fn covered(left: f64, right: f64, column: f64) -> f64 {
    let passed = |x: f64| {
        // Integral up to x of a ramp that rises from 0 at left to 1 at right.
        let inner = (x.min(right) - left).max(0.0);
        let ramp = if right > left {
            inner * inner / (2.0 * (right - left))
        } else {
            0.0
        };
        ramp + (x - right).max(0.0)
    };
    passed(column + 1.0) - passed(column)
}
