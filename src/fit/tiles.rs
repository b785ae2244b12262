//! Where in a picture something is asked for, in coarse squares: what lies elsewhere need not be drawn.

use crate::geom::Vec2;

/// Side of a tile, px.
const TILE_PX: f64 = 24.0;

/// The tiles of one picture.
#[derive(Clone, Debug)]
pub struct Tiles {
    columns: usize,
    rows: usize,
    asked: Vec<bool>,
}

impl Tiles {
    /// Nothing is asked for in a picture of this size.
    pub fn new(width_px: u32, height_px: u32) -> Self {
        let count = |px: u32| (f64::from(px) / TILE_PX) as usize + 1;
        let (columns, rows) = (count(width_px), count(height_px));
        Self {
            columns,
            rows,
            asked: vec![false; columns * rows],
        }
    }

    /// Asks at a place, with a px around it; outside of the picture nothing is asked.
    pub fn ask(&mut self, at: Vec2, around_px: f64) {
        let [low, high] = [-around_px, around_px].map(|d| at / TILE_PX + Vec2::repeat(d / TILE_PX));
        let (columns, rows) = (
            self.range(low.x, high.x, self.columns),
            self.range(low.y, high.y, self.rows),
        );
        for row in rows {
            let first = row * self.columns;
            self.asked[first + columns.start..first + columns.end].fill(true);
        }
    }

    /// Whether anything is asked for in the box of a triangle (px).
    pub fn ask_in(&self, corners: &[Vec2; 3]) -> bool {
        let [a, b, c] = corners.map(|p| p / TILE_PX);
        let columns = self.range(a.x.min(b.x).min(c.x), a.x.max(b.x).max(c.x), self.columns);
        let rows = self.range(a.y.min(b.y).min(c.y), a.y.max(b.y).max(c.y), self.rows);
        rows.into_iter().any(|row| {
            let first = row * self.columns;
            self.asked[first + columns.start..first + columns.end].contains(&true)
        })
    }

    fn range(&self, low: f64, high: f64, count: usize) -> std::ops::Range<usize> {
        if high.is_nan() || high < 0.0 {
            return 0..0;
        }
        let end = (high as usize + 1).min(count);
        (low.max(0.0) as usize).min(end)..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triangles_are_asked_for_where_places_are() {
        let mut tiles = Tiles::new(200, 100);
        tiles.ask(Vec2::new(100.0, 50.0), 3.0);
        tiles.ask(Vec2::new(-40.0, 2000.0), 3.0);
        let at = |x: f64, y: f64| {
            [
                Vec2::new(x, y),
                Vec2::new(x + 9.0, y),
                Vec2::new(x, y + 9.0),
            ]
        };
        assert!(tiles.ask_in(&at(95.0, 45.0)));
        assert!(!tiles.ask_in(&at(30.0, 45.0)));
        assert!(!tiles.ask_in(&at(-50.0, -50.0)));
        assert!(!tiles.ask_in(&at(f64::NAN, 50.0)));
    }
}
