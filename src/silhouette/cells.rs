//! Frame and plate side by side, pooled into cells of a few pixels: what noise leaves of colour and texture.

use super::light::Light;

/// Cells along the longer side of the picture: an arm is then some four cells wide whatever the resolution.
const ALONG: usize = 320;
/// Light beyond this may be any light.
pub(super) const CEILING: f32 = 0.95;
/// Added to light before its logarithm is taken: about one grey level near black.
pub(super) const DARK: f32 = 0.002;

/// What one cell shows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    /// Logarithm of the plate's light, red, green, blue.
    pub plate: [f32; 3],
    /// Logarithm of the frame's light over the plate's as taken.
    pub gain: [f32; 3],
    /// The same after [`super::drift::remove`].
    pub ratio: [f32; 3],
    /// Of log luminance within the cell: pixel sums of p, f, pp, ff, pf.
    sums: [f32; 5],
    count: f32,
    /// The sensor's ceiling is reached somewhere in the cell, by channel.
    pub plate_clipped: [bool; 3],
    /// The same in the frame.
    pub frame_clipped: [bool; 3],
}

/// All cells of a view.
pub(super) struct Cells {
    pub size: usize,
    pub width: usize,
    pub height: usize,
    pub cells: Vec<Cell>,
}

/// Variances and covariance of log luminance over a patch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Texture {
    pub count: f32,
    pub plate: f32,
    pub frame: f32,
    pub both: f32,
}

impl Cells {
    pub fn new(frame: &Light, plate: &Light) -> Self {
        let size = (frame.width.max(frame.height) / ALONG).clamp(2, 8);
        let (width, height) = (frame.width.div_ceil(size), frame.height.div_ceil(size));
        let mut cells = Vec::with_capacity(width * height);
        for cy in 0..height {
            for cx in 0..width {
                let xs = cx * size..((cx + 1) * size).min(frame.width);
                let ys = cy * size..((cy + 1) * size).min(frame.height);
                cells.push(Cell::pool(frame, plate, xs, ys));
            }
        }
        Cells {
            size,
            width,
            height,
            cells,
        }
    }

    /// Texture over the 3 x 3 cells about this one.
    pub fn texture(&self, i: usize) -> Texture {
        let (cx, cy) = (i % self.width, i / self.width);
        let mut sum = Texture {
            count: 0.0,
            plate: 0.0,
            frame: 0.0,
            both: 0.0,
        };
        let mut cells = 0.0;
        for y in cy.saturating_sub(1)..(cy + 2).min(self.height) {
            for x in cx.saturating_sub(1)..(cx + 2).min(self.width) {
                let cell = &self.cells[y * self.width + x];
                let t = Texture::of(&cell.sums, cell.count);
                sum.count += t.count;
                sum.plate += t.plate;
                sum.frame += t.frame;
                sum.both += t.both;
                cells += 1.0;
            }
        }
        Texture {
            count: sum.count,
            plate: sum.plate / cells,
            frame: sum.frame / cells,
            both: sum.both / cells,
        }
    }

    /// Pattern of one channel over the 5 x 5 cells about this one: pictures on walls, tiles, edges of things.
    pub fn pattern(&self, i: usize, channel: usize) -> Texture {
        let (cx, cy) = (i % self.width, i / self.width);
        let (mut sums, mut count) = ([0.0f32; 5], 0.0);
        for y in cy.saturating_sub(2)..(cy + 3).min(self.height) {
            let row = &self.cells[y * self.width..(y + 1) * self.width];
            for cell in &row[cx.saturating_sub(2)..(cx + 3).min(self.width)] {
                let (p, f) = (cell.plate[channel], cell.frame(channel));
                for (sum, term) in sums.iter_mut().zip([p, f, p * p, f * f, p * f]) {
                    *sum += term;
                }
                count += 1.0;
            }
        }
        Texture::of(&sums, count)
    }

    /// Variance of the logarithm of the frame over the plate within the cell: twice the noise of one picture.
    pub fn noise(&self, i: usize) -> f32 {
        let cell = &self.cells[i];
        let t = Texture::of(&cell.sums, cell.count);
        t.plate + t.frame - 2.0 * t.both
    }
}

impl Cell {
    fn pool(
        frame: &Light,
        plate: &Light,
        xs: std::ops::Range<usize>,
        ys: std::ops::Range<usize>,
    ) -> Cell {
        let (mut f, mut p, mut cell) = ([0.0f32; 3], [0.0f32; 3], Cell::default());
        for y in ys {
            let row = y * frame.width + xs.start..y * frame.width + xs.end;
            for (a, b) in frame.pixels[row.clone()].iter().zip(&plate.pixels[row]) {
                for c in 0..3 {
                    f[c] += a[c];
                    p[c] += b[c];
                }
                let (u, v) = (log_luminance(b), log_luminance(a));
                for (sum, term) in cell.sums.iter_mut().zip([u, v, u * u, v * v, u * v]) {
                    *sum += term;
                }
                cell.count += 1.0;
                for c in 0..3 {
                    cell.frame_clipped[c] |= a[c] > CEILING;
                    cell.plate_clipped[c] |= b[c] > CEILING;
                }
            }
        }
        let log = |sum: f32| libm::logf(sum / cell.count + DARK);
        cell.plate = p.map(log);
        let frame = f.map(log);
        cell.gain = [0, 1, 2].map(|c| frame[c] - cell.plate[c]);
        cell.ratio = cell.gain;
        cell
    }

    /// Log luminance of the plate.
    pub fn level(&self) -> f32 {
        0.25 * self.plate[0] + 0.5 * self.plate[1] + 0.25 * self.plate[2]
    }

    /// Whether the ceiling falsifies its ratio.
    pub fn clipped(&self) -> bool {
        self.plate_clipped
            .iter()
            .chain(&self.frame_clipped)
            .any(|&c| c)
    }

    /// Log light of the frame in one channel.
    pub fn frame(&self, channel: usize) -> f32 {
        self.plate[channel] + self.ratio[channel]
    }

    /// Common darkening, and what the colours do apart from it (red to green, blue to green).
    pub fn shade(&self) -> [f32; 3] {
        let [r, g, b] = self.ratio;
        [0.25 * r + 0.5 * g + 0.25 * b, r - g, b - g]
    }
}

impl Texture {
    fn of(sums: &[f32; 5], count: f32) -> Texture {
        let [p, f, pp, ff, pf] = sums.map(|s| s / count.max(1.0));
        Texture {
            count,
            plate: (pp - p * p).max(0.0),
            frame: (ff - f * f).max(0.0),
            both: pf - p * f,
        }
    }
}

/// A cheap stand-in for the logarithm of luminance, good to a per cent or two where it matters: differences within a cell.
fn log_luminance(light: &[f32; 3]) -> f32 {
    let y = 0.3 * light[0] + 0.6 * light[1] + 0.1 * light[2] + DARK;
    // Exponent and mantissa of the float, the mantissa's logarithm as a parabola.
    let bits = y.to_bits();
    let exponent = (bits >> 23) as f32 - 127.0;
    let m = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000) - 1.0;
    std::f32::consts::LN_2 * (exponent + m * (1.3465 - 0.3465 * m))
}
