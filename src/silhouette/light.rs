//! Pictures as linear light.

use image::RgbImage;

/// Light and its logarithm of each of the 256 values of a picture, by the sRGB curve.
pub(super) struct Curve {
    light: [f32; 256],
}

impl Curve {
    pub fn new() -> Self {
        let mut light = [0.0; 256];
        for (code, l) in light.iter_mut().enumerate() {
            let x = code as f32 / 255.0;
            *l = if x <= 0.04045 {
                x / 12.92
            } else {
                libm::powf((x + 0.055) / 1.055, 2.4)
            };
        }
        Curve { light }
    }

    /// Linear light, 0 to 1, of each pixel.
    pub fn linear(&self, image: &RgbImage) -> Light {
        let light = |p: &image::Rgb<u8>| p.0.map(|code| self.light[usize::from(code)]);
        Light {
            width: image.width() as usize,
            height: image.height() as usize,
            pixels: image.pixels().map(light).collect(),
        }
    }
}

/// A picture in linear light, row by row.
pub(super) struct Light {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[f32; 3]>,
}

impl Light {
    /// Bilinear light at a sub-pixel place; outside, that of the nearest edge pixel.
    pub fn sample(&self, x: f64, y: f64) -> [f32; 3] {
        let x = x.clamp(0.0, self.width as f64 - 1.0);
        let y = y.clamp(0.0, self.height as f64 - 1.0);
        let (ix, iy) = (x as usize, y as usize);
        let (tx, ty) = ((x - ix as f64) as f32, (y - iy as f64) as f32);
        let (jx, jy) = ((ix + 1).min(self.width - 1), (iy + 1).min(self.height - 1));
        let (a, b) = (
            self.pixels[iy * self.width + ix],
            self.pixels[iy * self.width + jx],
        );
        let (c, d) = (
            self.pixels[jy * self.width + ix],
            self.pixels[jy * self.width + jx],
        );
        let mix = |k: usize| {
            (a[k] * (1.0 - tx) + b[k] * tx) * (1.0 - ty) + (c[k] * (1.0 - tx) + d[k] * tx) * ty
        };
        [mix(0), mix(1), mix(2)]
    }
}
