//! Pictures as linear light, read where it is needed.

use super::numbers::ln;
use image::RgbImage;

/// Added to light before its logarithm is taken: about one grey level near black.
pub(super) const DARK: f32 = 0.002;

/// Light, and its logarithm, of each of the 256 values of a picture, by the sRGB curve.
pub(super) struct Curve {
    light: [f32; 256],
    /// One value more than there are codes, so that a mean of codes lies between two.
    log: [f32; 257],
}

impl Curve {
    pub fn new() -> Self {
        let (mut light, mut log) = ([0.0; 256], [0.0; 257]);
        for (code, l) in light.iter_mut().enumerate() {
            let x = code as f32 / 255.0;
            *l = if x <= 0.04045 {
                x / 12.92
            } else {
                libm::powf((x + 0.055) / 1.055, 2.4)
            };
            log[code] = ln(*l + DARK);
        }
        log[256] = log[255];
        Curve { light, log }
    }

    /// Log light of a mean of codes, 0 to 255.
    pub fn log(&self, code: f32) -> f32 {
        let below = (code as usize).min(255);
        let share = code - below as f32;
        self.log[below] + share * (self.log[below + 1] - self.log[below])
    }

    /// How much log light grows with a code there.
    pub fn slope(&self, code: f32) -> f32 {
        let below = (code as usize).clamp(1, 254);
        0.5 * (self.log[below + 1] - self.log[below - 1])
    }
}

/// A picture whose pixels are read as linear light, 0 to 1.
pub(super) struct Light<'a> {
    pub width: usize,
    pub height: usize,
    pub bytes: &'a [u8],
    curve: &'a Curve,
}

impl<'a> Light<'a> {
    pub fn new(image: &'a RgbImage, curve: &'a Curve) -> Self {
        Light {
            width: image.width() as usize,
            height: image.height() as usize,
            bytes: image.as_raw(),
            curve,
        }
    }

    /// Bilinear light at a sub-pixel place; outside, that of the nearest edge pixel.
    #[inline]
    pub fn sample(&self, x: f32, y: f32) -> [f32; 3] {
        let x = x.clamp(0.0, self.width as f32 - 1.0);
        let y = y.clamp(0.0, self.height as f32 - 1.0);
        let (ix, iy) = (x as usize, y as usize);
        let (tx, ty) = (x - ix as f32, y - iy as f32);
        let right = if ix + 1 < self.width { 3 } else { 0 };
        let below = if iy + 1 < self.height {
            3 * self.width
        } else {
            0
        };
        let at = 3 * (iy * self.width + ix);
        let light = |i: usize| match self.bytes.get(i..i + 3) {
            Some(&[r, g, b]) => [r, g, b].map(|code| self.curve.light[usize::from(code)]),
            _ => [0.0; 3],
        };
        let (a, b) = (light(at), light(at + right));
        let (c, d) = (light(at + below), light(at + below + right));
        std::array::from_fn(|k| {
            let top = a[k] * (1.0 - tx) + b[k] * tx;
            let low = c[k] * (1.0 - tx) + d[k] * tx;
            top * (1.0 - ty) + low * ty
        })
    }

    /// Whether a channel reaches this code at the nearest pixel.
    pub fn clipped(&self, x: f32, y: f32, ceiling: u8) -> bool {
        let x = (x + 0.5).clamp(0.0, self.width as f32 - 1.0) as usize;
        let y = (y + 0.5).clamp(0.0, self.height as f32 - 1.0) as usize;
        let at = 3 * (y * self.width + x);
        self.bytes[at..at + 3].iter().any(|c| *c >= ceiling)
    }

    /// Log light of the mean over a block of pixels, by channel.
    pub fn block(&self, xs: std::ops::Range<usize>, ys: std::ops::Range<usize>) -> [f32; 3] {
        let (mut sums, count) = ([0u32; 3], (xs.len() * ys.len()).max(1) as f32);
        for y in ys {
            let row = 3 * (y * self.width + xs.start)..3 * (y * self.width + xs.end);
            for p in self.bytes[row].chunks_exact(3) {
                sums.iter_mut()
                    .zip(p)
                    .for_each(|(s, &c)| *s += u32::from(c));
            }
        }
        sums.map(|s| self.curve.log(s as f32 / count))
    }
}
