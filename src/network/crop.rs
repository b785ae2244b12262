//! A square of a picture, brought upright and to the network's size.

use super::tensor::Tensor;
use crate::geom::Vec2;
use image::RgbImage;

/// A square of a picture; what lies outside of the picture is black.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crop {
    /// Its middle, px.
    pub middle: Vec2,
    /// Its side, px.
    pub side_px: f64,
    /// Unit direction in the picture that points to the right in the crop.
    pub right: Vec2,
}

impl Crop {
    /// The smallest square with the whole picture.
    pub fn whole(width: u32, height: u32) -> Self {
        Self {
            middle: Vec2::new(f64::from(width) - 1.0, f64::from(height) - 1.0) / 2.0,
            side_px: f64::from(width.max(height)),
            right: Vec2::x(),
        }
    }

    /// The same place, so many times as wide.
    pub fn scaled(self, times: f64) -> Self {
        Self {
            side_px: self.side_px * times,
            ..self
        }
    }

    fn down(&self) -> Vec2 {
        Vec2::new(-self.right.y, self.right.x)
    }

    /// The place in the picture of a place in the crop, which has `cells` to a side, cell centres at integers.
    pub fn to_picture(&self, at: Vec2, cells: usize) -> Vec2 {
        let half = cells as f64 / 2.0 - 0.5;
        let off = (at - Vec2::new(half, half)) * (self.side_px / cells as f64);
        self.middle + self.right * off.x + self.down() * off.y
    }

    /// The other way round.
    pub fn to_cells(&self, at: Vec2, cells: usize) -> Vec2 {
        let half = cells as f64 / 2.0 - 0.5;
        let off = (at - self.middle) * (cells as f64 / self.side_px);
        Vec2::new(off.dot(&self.right) + half, off.dot(&self.down()) + half)
    }

    /// Colours 0 to 1, each cell the mean of a grid of bilinear samples two pixels or less apart.
    pub(super) fn sample(&self, picture: &RgbImage, cells: usize) -> Tensor {
        let mut out = Tensor::zeros([cells, cells, 3]);
        let (w, h) = (picture.width() as usize, picture.height() as usize);
        let fine = ((self.side_px / cells as f64 / 2.0).ceil() as usize).clamp(1, 16);
        let share = 1.0 / (255.0 * (fine * fine) as f32);
        let raw = picture.as_raw();
        let start = self.to_picture(Vec2::zeros(), cells);
        let step = self.side_px / cells as f64;
        let (right, down) = (self.right * step, self.down() * step);
        let offsets: Vec<Vec2> = (0..fine * fine)
            .map(|i| {
                let part = |k: usize| (k as f64 + 0.5) / fine as f64 - 0.5;
                right * part(i % fine) + down * part(i / fine)
            })
            .collect();
        let (most_x, most_y) = (w as f64 - 0.5, h as f64 - 0.5);
        for (i, to) in out.data.chunks_exact_mut(3).enumerate() {
            let middle = start + right * ((i % cells) as f64) + down * ((i / cells) as f64);
            let mut sum = [0.0f32; 3];
            for off in &offsets {
                let at = middle + off;
                let inside = at.x >= -0.5 && at.y >= -0.5 && at.x < most_x && at.y < most_y;
                if !inside {
                    continue;
                }
                let (x, y) = (at.x.max(0.0), at.y.max(0.0));
                let (ix, iy) = (x as usize, y as usize);
                let (tx, ty) = ((x - ix as f64) as f32, (y - iy as f64) as f32);
                let (jx, jy) = ((ix + 1).min(w - 1), (iy + 1).min(h - 1));
                let pixel = |x: usize, y: usize| &raw[(y * w + x) * 3..(y * w + x) * 3 + 3];
                let (a, b) = (pixel(ix, iy), pixel(jx, iy));
                let (c, d) = (pixel(ix, jy), pixel(jx, jy));
                for k in 0..3 {
                    let of = |p: &[u8]| f32::from(p[k]);
                    let top = of(a) + (of(b) - of(a)) * tx;
                    let low = of(c) + (of(d) - of(c)) * tx;
                    sum[k] += top + (low - top) * ty;
                }
            }
            to.iter_mut().zip(sum).for_each(|(t, s)| *t = s * share);
        }
        out
    }
}
