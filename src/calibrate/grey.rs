//! A picture of one number a pixel.

use crate::geom::Vec2;
use image::RgbImage;

/// Brightness 0 to 255, row by row.
#[derive(Clone, Debug)]
pub(super) struct Grey {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f32>,
}

impl Grey {
    /// Brightness of a colour picture (Rec. 601 weights).
    pub fn from_rgb(picture: &RgbImage) -> Self {
        let grey = |p: &[u8]| match *p {
            [r, g, b] => 0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b),
            _ => 0.0,
        };
        Self {
            width: picture.width() as usize,
            height: picture.height() as usize,
            values: picture.chunks_exact(3).map(grey).collect(),
        }
    }

    /// Bilinear value at a place between pixels; outside, that of the nearest place inside.
    #[inline]
    pub fn sample(&self, at: Vec2) -> f32 {
        let place = |v: f64, most: usize| {
            let last = most.saturating_sub(1);
            let v = v.clamp(0.0, last as f64);
            let first = v as usize;
            (first, (first + 1).min(last), (v - first as f64) as f32)
        };
        let (left, right, tx) = place(at.x, self.width);
        let (above, below, ty) = place(at.y, self.height);
        let value =
            |x: usize, y: usize| self.values.get(y * self.width + x).copied().unwrap_or(0.0);
        let top = value(left, above) * (1.0 - tx) + value(right, above) * tx;
        let low = value(left, below) * (1.0 - tx) + value(right, below) * tx;
        top * (1.0 - ty) + low * ty
    }

    /// Whether a place lies inside, at least `margin` pixels from the edge.
    pub fn contains(&self, at: Vec2, margin: f64) -> bool {
        at.x >= margin
            && at.y >= margin
            && at.x <= self.width as f64 - 1.0 - margin
            && at.y <= self.height as f64 - 1.0 - margin
    }

    /// Half the size, each pixel the mean of four.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut values = Vec::with_capacity(width * height);
        for pair in self.values.chunks_exact(2 * self.width.max(1)).take(height) {
            let (top, low) = pair.split_at(self.width);
            let sums = top.chunks_exact(2).zip(low.chunks_exact(2));
            values
                .extend(sums.map(|(a, b)| 0.25 * (a.iter().sum::<f32>() + b.iter().sum::<f32>())));
        }
        Self {
            width,
            height,
            values,
        }
    }

    /// Gaussian blur of this sigma, px, edges repeated.
    pub fn blurred(&self, sigma: f32) -> Self {
        let kernel = gaussian(sigma);
        let half = kernel.len() / 2;
        let mut rows = Vec::with_capacity(self.values.len());
        let mut padded: Vec<f32> = Vec::with_capacity(self.width + 2 * half);
        for line in self.values.chunks_exact(self.width.max(1)) {
            let (first, last) = (line.first().copied(), line.last().copied());
            padded.clear();
            padded.extend(std::iter::repeat_n(first.unwrap_or(0.0), half));
            padded.extend_from_slice(line);
            padded.extend(std::iter::repeat_n(last.unwrap_or(0.0), half));
            let from = rows.len();
            rows.resize(from + self.width, 0.0);
            weigh(&mut rows[from..], &kernel, |k| {
                padded.get(k..).unwrap_or_default()
            });
        }
        let mut values = vec![0.0; self.values.len()];
        for (y, to) in values.chunks_exact_mut(self.width.max(1)).enumerate() {
            weigh(to, &kernel, |k| {
                let row = (y + k).saturating_sub(half).min(self.height - 1);
                rows.get(row * self.width..(row + 1) * self.width)
                    .unwrap_or_default()
            });
        }
        Self { values, ..*self }
    }
}

/// Adds up lines, each by its weight.
fn weigh<'a>(to: &mut [f32], kernel: &[f32], line: impl Fn(usize) -> &'a [f32]) {
    for (k, weight) in kernel.iter().enumerate() {
        to.iter_mut()
            .zip(line(k))
            .for_each(|(t, f)| *t += weight * f);
    }
}

fn gaussian(sigma: f32) -> Vec<f32> {
    let half = (3.0 * sigma).ceil().max(1.0) as i32;
    let weight = |i: i32| libm::expf(-0.5 * (i as f32 / sigma) * (i as f32 / sigma));
    let sum: f32 = (-half..=half).map(weight).sum();
    (-half..=half).map(|i| weight(i) / sum).collect()
}
