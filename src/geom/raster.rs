//! Coverage of a picture by projected triangles, on a grid coarser than the picture.

use super::Vec2;
use std::ops::Range;

/// Which cells of a picture the body covers.
#[derive(Clone, Debug)]
pub struct Raster {
    cell_px: f64,
    width: usize,
    height: usize,
    covered: Vec<bool>,
}

impl Raster {
    /// An empty raster for a picture of `width_px` x `height_px` with square cells of `cell_px`.
    pub fn new(width_px: u32, height_px: u32, cell_px: f64) -> Self {
        let width = (f64::from(width_px) / cell_px).ceil() as usize;
        let height = (f64::from(height_px) / cell_px).ceil() as usize;
        Self {
            cell_px,
            width,
            height,
            covered: vec![false; width * height],
        }
    }

    /// Size of a cell, px.
    pub fn cell_px(&self) -> f64 {
        self.cell_px
    }

    /// Covers the cells whose centre lies in the triangle (picture coordinates, px); a corner that is not a number covers none.
    pub fn fill(&mut self, corners: [Vec2; 3]) {
        let scale = 1.0 / self.cell_px;
        let shift = 0.5 * scale - 0.5;
        let corners = corners.map(|p| Vec2::new(p.x * scale + shift, p.y * scale + shift));
        let (width, covered) = (self.width, &mut self.covered);
        spans(corners, (width, self.height), |y, xs| {
            covered[y * width + xs.start..y * width + xs.end].fill(true);
        });
    }

    /// Whether the cell at a place of the picture is covered; outside of the picture nothing is.
    pub fn covers(&self, at: Vec2) -> bool {
        let p = at.map(|v| ((v + 0.5) / self.cell_px).floor());
        p.x >= 0.0
            && p.y >= 0.0
            && p.x < self.width as f64
            && p.y < self.height as f64
            && self.covered[p.y as usize * self.width + p.x as usize]
    }
}

/// Runs of the places with whole coordinates that lie in a triangle, row by row, within a picture of this width and height; none where
/// a corner is not a number.
pub fn spans(
    [a, b, c]: [Vec2; 3],
    (width, height): (usize, usize),
    mut each: impl FnMut(usize, Range<usize>),
) {
    let (last_x, last_y) = (width as f64 - 1.0, height as f64 - 1.0);
    let (low, high) = (a.y.min(b.y).min(c.y), a.y.max(b.y).max(c.y));
    if (a + b + c).sum().is_nan() || high < 0.0 || low > last_y {
        return;
    }
    for y in up(low.max(0.0))..=high.min(last_y) as usize {
        let middle = y as f64;
        let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
        for (p, q) in [(a, b), (b, c), (c, a)] {
            if (p.y <= middle) != (q.y <= middle) {
                let x = p.x + (middle - p.y) / (q.y - p.y) * (q.x - p.x);
                from = from.min(x);
                to = to.max(x);
            }
        }
        if to < 0.0 || from > last_x {
            continue;
        }
        let (from, to) = (up(from.max(0.0)), to.min(last_x) as usize);
        if from <= to {
            each(y, from..to + 1);
        }
    }
}

/// The next whole number of one that is not negative.
fn up(v: f64) -> usize {
    let whole = v as usize;
    whole + usize::from(whole as f64 != v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_half_a_square() {
        let mut r = Raster::new(100, 100, 2.0);
        r.fill([
            Vec2::new(0.0, 0.0),
            Vec2::new(100.0, 0.0),
            Vec2::new(0.0, 100.0),
        ]);
        assert!(
            r.covers(Vec2::new(20.0, 20.0))
                && !r.covers(Vec2::new(80.0, 80.0))
                && !r.covers(Vec2::new(-1.0, 5.0))
        );
        let n = r.covered.iter().filter(|c| **c).count();
        assert!((1200..1300).contains(&n), "{n}");
    }
}
