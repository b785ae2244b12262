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

    /// The first covered column and row of cells, and those after the last; none where nothing is covered.
    pub fn bounds(&self) -> Option<([usize; 2], [usize; 2])> {
        let (mut low, mut high) = ([usize::MAX; 2], [0; 2]);
        for (y, row) in self.covered.chunks(self.width.max(1)).enumerate() {
            let first = row.iter().position(|c| *c);
            if let Some((first, last)) = first.zip(row.iter().rposition(|c| *c)) {
                low = [low[0].min(first), low[1].min(y)];
                high = [high[0].max(last + 1), y + 1];
            }
        }
        (high != [0; 2]).then_some((low, high))
    }

    /// The centres of the covered cells, px.
    pub fn places(&self) -> impl Iterator<Item = Vec2> {
        let centre = |v: usize| (v as f64 + 0.5) * self.cell_px - 0.5;
        let cells = self.covered.iter().enumerate().filter(|(_, c)| **c);
        cells.map(move |(i, _)| Vec2::new(centre(i % self.width), centre(i / self.width)))
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
    fn tells_where_it_is_covered() {
        let mut r = Raster::new(100, 60, 2.0);
        assert!(r.bounds().is_none() && r.places().next().is_none());
        r.fill([
            Vec2::new(19.0, 9.0),
            Vec2::new(41.0, 9.0),
            Vec2::new(19.0, 31.0),
        ]);
        let (low, high) = r.bounds().expect("a triangle");
        assert_eq!((low, high), ([10, 5], [20, 15]));
        let places: Vec<Vec2> = r.places().collect();
        assert!(places.iter().all(|p| r.covers(*p)));
        let covered = |x: usize, y: usize| r.covers(Vec2::new(x as f64, y as f64) * 2.0);
        let cells = (0..50).flat_map(|x| (0..30).map(move |y| (x, y)));
        assert_eq!(places.len(), cells.filter(|(x, y)| covered(*x, *y)).count());
    }

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
