//! Closed contours -> exact coverage of each pixel.

use super::contour::Contour;
use super::raster::Raster;
use crate::geom::Vec2;
use image::GrayImage;

/// Coverage by what the contours enclose, 0 to 255; holes run the other way round and are left out.
///
/// Signed areas to the right of each edge are summed along the rows, as font rasterisers do.
pub(super) fn fill(contours: &[Contour], width: usize, height: usize) -> GrayImage {
    let mut coverage = GrayImage::new(width as u32, height as u32);
    let ys = || contours.iter().flat_map(|c| &c.points).map(|p| p.at.y);
    // Only the rows that the person stands in are worked on.
    let top = ys().fold(f64::INFINITY, f64::min).floor().max(0.0) as usize;
    let end = ys().fold(0.0, f64::max).ceil() as usize + 2;
    let rows = end.min(height).saturating_sub(top);
    let mut areas = Raster::new(width, rows);
    let shift = Vec2::new(0.5, 0.5 - top as f64);
    for contour in contours {
        let following = contour.points.iter().cycle().skip(1);
        for (a, b) in contour.points.iter().zip(following) {
            edge(&mut areas, a.at + shift, b.at + shift);
        }
    }
    let to = coverage.chunks_exact_mut(width).skip(top);
    for (row, to) in areas.values.chunks_exact(width).zip(to) {
        let mut sum = 0.0f32;
        for (value, to) in row.iter().zip(to) {
            sum += value;
            *to = (sum.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        }
    }
    coverage
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
