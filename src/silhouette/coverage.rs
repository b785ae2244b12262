//! What of a picture a person covers, as runs of pixels: a view takes some kilobytes instead of megabytes.

use super::raster::Raster;
use crate::geom::Vec2;
use image::{GrayImage, Luma};
use std::ops::Range;

/// The pixels of which at least half is the person's, row by row.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    width: u32,
    /// Where each row's runs begin in `runs`; one more at the end.
    rows: Vec<u32>,
    runs: Vec<Range<u32>>,
}

impl Coverage {
    /// From shares of 0 to 1.
    pub(super) fn new(shares: &Raster) -> Self {
        let width = shares.width;
        Coverage::of_rows(width, shares.height, |y, runs| {
            let row = shares.values.get(y * width..(y + 1) * width);
            let mut from = None;
            // One empty pixel beyond the row ends its last run.
            for (x, share) in (0..).zip(row.unwrap_or_default().iter().chain([&0.0])) {
                match from {
                    None if *share >= 0.5 => from = Some(x),
                    Some(first) if *share < 0.5 => {
                        runs.push(first..x);
                        from = None;
                    }
                    _ => {}
                }
            }
        })
    }

    /// From the runs of each row, which `row` adds.
    pub(super) fn of_rows(
        width: usize,
        height: usize,
        mut row: impl FnMut(usize, &mut Vec<Range<u32>>),
    ) -> Self {
        let (mut rows, mut runs) = (vec![0], Vec::new());
        for y in 0..height {
            row(y, &mut runs);
            rows.push(runs.len() as u32);
        }
        Coverage {
            width: width as u32,
            rows,
            runs,
        }
    }

    /// Columns and rows between which all covered pixels lie; none where none is.
    pub(super) fn bounds(&self) -> Option<(Range<usize>, Range<usize>)> {
        let filled = |y: &usize| !self.row(*y).is_empty();
        let mut rows = 0..self.rows.len();
        let top = rows.find(filled)?;
        let bottom = rows.rfind(filled).unwrap_or(top);
        let left = self.runs.iter().map(|r| r.start).min()?;
        let right = self.runs.iter().map(|r| r.end).max()?;
        Some((left as usize..right as usize, top..bottom + 1))
    }

    /// Width and height of the picture, px.
    pub fn dimensions(&self) -> (u32, u32) {
        (self.width, self.rows.len().saturating_sub(1) as u32)
    }

    /// The covered columns of a row; none beyond the picture.
    pub fn row(&self, y: usize) -> &[Range<u32>] {
        let (from, to) = (self.rows.get(y), self.rows.get(y + 1));
        let runs = from
            .zip(to)
            .and_then(|(&a, &b)| self.runs.get(a as usize..b as usize));
        runs.unwrap_or_default()
    }

    /// Whether the pixel nearest to a place is covered.
    pub fn covers(&self, at: Vec2) -> bool {
        let (x, y) = (at.x.round(), at.y.round());
        x >= 0.0 && y >= 0.0 && self.row(y as usize).iter().any(|r| r.contains(&(x as u32)))
    }

    /// The middle of all covered pixels; none where none is.
    pub fn centre(&self) -> Option<Vec2> {
        let (mut count, mut sum) = (0.0, Vec2::zeros());
        for (y, row) in (0..self.rows.len()).map(|y| (y as f64, self.row(y))) {
            for run in row {
                let n = f64::from(run.end - run.start);
                let x = 0.5 * (f64::from(run.start) + f64::from(run.end) - 1.0);
                count += n;
                sum += Vec2::new(x, y) * n;
            }
        }
        (count > 0.0).then(|| sum / count)
    }

    /// As a picture of 0 and 255.
    pub fn to_mask(&self) -> GrayImage {
        let (width, height) = self.dimensions();
        let mut mask = GrayImage::new(width, height);
        for y in 0..height {
            for x in self.row(y as usize).iter().cloned().flatten() {
                mask.put_pixel(x, y, Luma([255]));
            }
        }
        mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_hold_what_the_picture_held() {
        let drawn = GrayImage::from_fn(9, 5, |x, y| Luma([((x * 37 + y * 91) % 256) as u8]));
        let coverage = Coverage::new(&Raster::from_gray(&drawn));
        assert_eq!(coverage.dimensions(), (9, 5));
        let mask = coverage.to_mask();
        for (x, y, v) in drawn.enumerate_pixels() {
            let place = Vec2::new(f64::from(x) - 0.4, f64::from(y) + 0.4);
            assert_eq!(coverage.covers(place), v.0[0] > 127);
            assert_eq!(mask.get_pixel(x, y).0[0] == 255, v.0[0] > 127);
        }
        assert!(!coverage.covers(Vec2::new(9.0, 2.0)) && !coverage.covers(Vec2::new(2.0, 5.0)));
        let plain = |v| Coverage::new(&Raster::from_gray(&GrayImage::from_pixel(4, 3, Luma([v]))));
        let whole = plain(255);
        assert_eq!(whole.centre(), Some(Vec2::new(1.5, 1.0)));
        assert_eq!(whole.bounds(), Some((0..4, 0..3)));
        assert_eq!(plain(0).centre(), None);
        assert_eq!(plain(0).bounds(), None);
    }
}
