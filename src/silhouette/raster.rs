//! A picture of one number a pixel, and the filters that the stage needs.

use image::GrayImage;

/// Numbers on a grid, row by row.
#[derive(Clone, Debug)]
pub(super) struct Raster {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f32>,
}

impl Raster {
    pub fn new(width: usize, height: usize) -> Self {
        Raster {
            width,
            height,
            values: vec![0.0; width * height],
        }
    }

    pub fn from_gray(image: &GrayImage) -> Self {
        let values = image.iter().map(|&v| f32::from(v) / 255.0).collect();
        Raster {
            width: image.width() as usize,
            height: image.height() as usize,
            values,
        }
    }

    /// The value at a pixel; outside, that of the nearest edge pixel.
    pub fn at(&self, x: i64, y: i64) -> f32 {
        let x = x.clamp(0, self.width as i64 - 1) as usize;
        let y = y.clamp(0, self.height as i64 - 1) as usize;
        self.values.get(y * self.width + x).copied().unwrap_or(0.0)
    }

    /// Bilinear value at a place between pixels.
    pub fn sample(&self, x: f32, y: f32) -> f32 {
        let (fx, fy) = (x.floor(), y.floor());
        let (tx, ty, ix, iy) = (x - fx, y - fy, fx as i64, fy as i64);
        let top = self.at(ix, iy) * (1.0 - tx) + self.at(ix + 1, iy) * tx;
        let low = self.at(ix, iy + 1) * (1.0 - tx) + self.at(ix + 1, iy + 1) * tx;
        top * (1.0 - ty) + low * ty
    }

    /// Means over squares of `side` pixels; those at the right and lower edge hold what there is.
    pub fn pooled(&self, side: usize) -> Raster {
        let mut out = Raster::new(self.width.div_ceil(side), self.height.div_ceil(side));
        for (y, row) in self.values.chunks_exact(self.width).enumerate() {
            let to = &mut out.values[y / side * out.width..(y / side + 1) * out.width];
            for (t, square) in to.iter_mut().zip(row.chunks(side)) {
                *t += square.iter().sum::<f32>() / square.len() as f32;
            }
        }
        for (y, row) in out.values.chunks_exact_mut(out.width).enumerate() {
            let rows = side.min(self.height - y * side) as f32;
            row.iter_mut().for_each(|v| *v /= rows);
        }
        out
    }

    /// The opposite of [`Self::pooled`], bilinear.
    pub fn spread(&self, side: usize, width: usize, height: usize) -> Raster {
        let mut out = Raster::new(width, height);
        // Two pooled neighbours, and the share of the second.
        let place = |v: usize, most: usize| {
            let at = ((v as f32 + 0.5) / side as f32 - 0.5).clamp(0.0, most as f32 - 1.0);
            (
                at as usize,
                (at as usize + 1).min(most - 1),
                at - at.floor(),
            )
        };
        let columns: Vec<_> = (0..width).map(|x| place(x, self.width)).collect();
        let mut line = vec![0.0; self.width];
        for (y, row) in out.values.chunks_exact_mut(width).enumerate() {
            let (above, below, t) = place(y, self.height);
            let (above, below) = (self.row(above), self.row(below));
            for (to, (a, b)) in line.iter_mut().zip(above.iter().zip(below)) {
                *to = a + t * (b - a);
            }
            for (to, &(left, right, t)) in row.iter_mut().zip(&columns) {
                *to = line[left] + t * (line[right] - line[left]);
            }
        }
        out
    }

    /// A row that there is.
    pub fn row(&self, y: usize) -> &[f32] {
        &self.values[y * self.width..(y + 1) * self.width]
    }

    /// Gaussian blur of this sigma (px), edges repeated.
    pub fn blur(&self, sigma: f32) -> Raster {
        let kernel = gaussian(sigma);
        self.rows(&kernel).columns(&kernel)
    }

    /// Convolves each column with an odd symmetric kernel, edges repeated: row by row, which processors like better.
    fn columns(&self, kernel: &[f32]) -> Raster {
        let mut out = Raster::new(self.width, self.height);
        let half = kernel.len() / 2;
        for (y, to) in out.values.chunks_exact_mut(self.width.max(1)).enumerate() {
            for (k, weight) in kernel.iter().enumerate() {
                let from = self.row((y + k).saturating_sub(half).min(self.height - 1));
                to.iter_mut().zip(from).for_each(|(t, f)| *t += weight * f);
            }
        }
        out
    }

    /// Convolves each row with an odd symmetric kernel, edges repeated.
    fn rows(&self, kernel: &[f32]) -> Raster {
        let mut out = Raster::new(self.width, self.height);
        let half = kernel.len() / 2;
        let mut padded = Vec::with_capacity(self.width + 2 * half);
        let lines = self
            .values
            .chunks_exact(self.width)
            .zip(out.values.chunks_exact_mut(self.width));
        for (line, to) in lines {
            let (Some(&first), Some(&last)) = (line.first(), line.last()) else {
                continue;
            };
            padded.clear();
            padded.extend(std::iter::repeat_n(first, half));
            padded.extend_from_slice(line);
            padded.extend(std::iter::repeat_n(last, half));
            for (k, weight) in kernel.iter().enumerate() {
                let from = padded.get(k..).unwrap_or_default();
                to.iter_mut().zip(from).for_each(|(t, f)| *t += weight * f);
            }
        }
        out
    }
}

fn gaussian(sigma: f32) -> Vec<f32> {
    let half = (3.0 * sigma).ceil().max(1.0) as i32;
    let weight = |i: i32| libm::expf(-0.5 * (i as f32 / sigma) * (i as f32 / sigma));
    let sum: f32 = (-half..=half).map(weight).sum();
    (-half..=half).map(|i| weight(i) / sum).collect()
}
