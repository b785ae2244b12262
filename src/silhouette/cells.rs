//! Frame and plate side by side, pooled into cells of a few pixels: what noise leaves of colour and texture.

use super::light::{Curve, Light};

/// Cells along the longer side of the picture: an arm is then some four cells wide whatever the resolution.
const ALONG: usize = 320;
/// Codes from here on may stand for any light.
pub(super) const CEILING: u8 = 249;
/// From this size on every other row of pixels says enough.
const COARSE_SIZE: usize = 6;

/// What one cell shows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    /// Logarithm of the plate's light, red, green, blue.
    pub plate: [f32; 3],
    /// Logarithm of the frame's light over the plate's as taken.
    pub gain: [f32; 3],
    /// The same after [`super::drift::Drift::remove`].
    pub ratio: [f32; 3],
    /// Of log luminance within the cell.
    texture: Texture,
    /// The sensor's ceiling is reached somewhere in the cell, by channel.
    pub plate_clipped: [bool; 3],
    /// The same in the frame.
    pub frame_clipped: [bool; 3],
}

/// Cells of a view, or of a part of it.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    /// Pixels a cell's side.
    pub size: usize,
    /// The first cell's column and row in the whole view.
    pub origin: (usize, usize),
    pub width: usize,
    pub height: usize,
    pub cells: Vec<Cell>,
}

/// Variances and covariance of log luminance over a patch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Texture {
    pub count: f32,
    pub plate: f32,
    pub frame: f32,
    pub both: f32,
}

/// Side of a cell for a picture of this longer side, px: one that can be halved, or small.
fn size(longer: usize) -> usize {
    match longer / ALONG {
        0..=2 => 2,
        3 => 3,
        4 | 5 => 4,
        6 | 7 => 6,
        _ => 8,
    }
}

impl Cells {
    pub fn new(frame: &Light, plate: &Light, curve: &Curve) -> Self {
        let size = size(frame.width.max(frame.height));
        let step = if size < COARSE_SIZE { 1 } else { 2 };
        let (width, height) = (frame.width.div_ceil(size), frame.height.div_ceil(size));
        let mut cells = Vec::with_capacity(width * height);
        let mut strip = Strip::new(frame.width);
        for cy in 0..height {
            strip.clear();
            for y in (cy * size..((cy + 1) * size).min(frame.height)).step_by(step) {
                let row = 3 * y * frame.width..3 * (y + 1) * frame.width;
                strip.add(&frame.bytes[row.clone()], &plate.bytes[row]);
            }
            let sums = (0..width).map(|x| strip.sums(x * size, ((x + 1) * size).min(frame.width)));
            cells.extend(sums.map(|s| s.cell(curve)));
        }
        Cells {
            size,
            origin: (0, 0),
            width,
            height,
            cells,
        }
    }

    /// Four cells in one.
    pub fn halved(&self) -> Cells {
        let (width, height) = (self.width.div_ceil(2), self.height.div_ceil(2));
        let mut cells = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let right = (2 * x + 1).min(self.width - 1);
                let below = (2 * y + 1).min(self.height - 1);
                let at = |x: usize, y: usize| &self.cells[y * self.width + x];
                let four = [
                    at(2 * x, 2 * y),
                    at(right, 2 * y),
                    at(2 * x, below),
                    at(right, below),
                ];
                cells.push(Cell::mean(four));
            }
        }
        Cells {
            size: 2 * self.size,
            origin: (0, 0),
            width,
            height,
            cells,
        }
    }

    /// A part of the view: columns and rows of cells.
    pub fn part(&self, xs: std::ops::Range<usize>, ys: std::ops::Range<usize>) -> Cells {
        let row = |y: usize| &self.cells[y * self.width + xs.start..y * self.width + xs.end];
        Cells {
            size: self.size,
            origin: (self.origin.0 + xs.start, self.origin.1 + ys.start),
            width: xs.len(),
            height: ys.len(),
            cells: ys.flat_map(row).copied().collect(),
        }
    }

    /// The cell that holds a pixel, or the nearest.
    pub fn at(&self, x: f32, y: f32) -> &Cell {
        let place = |v: f32, origin: usize, most: usize| {
            ((v.max(0.0) as usize) / self.size)
                .saturating_sub(origin)
                .min(most - 1)
        };
        let (x, y) = (
            place(x + 0.5, self.origin.0, self.width),
            place(y + 0.5, self.origin.1, self.height),
        );
        &self.cells[y * self.width + x]
    }

    /// Texture over the 3 x 3 cells about this one.
    pub fn texture(&self, i: usize) -> Texture {
        let (cx, cy) = (i % self.width, i / self.width);
        let (mut sum, mut cells) = (Texture::default(), 0.0);
        for y in cy.saturating_sub(1)..(cy + 2).min(self.height) {
            let row = &self.cells[y * self.width..(y + 1) * self.width];
            for cell in &row[cx.saturating_sub(1)..(cx + 2).min(self.width)] {
                let t = &cell.texture;
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

    /// Log luminances of plate and frame, cell by cell.
    pub fn levels(&self) -> Vec<[f32; 2]> {
        let level = |c: &Cell| [c.level(), c.level() + c.shade()[0]];
        self.cells.iter().map(level).collect()
    }

    /// Pattern of luminance over the 5 x 5 cells about this one: pictures on walls, tiles, edges of things.
    pub fn pattern(&self, levels: &[[f32; 2]], i: usize) -> Texture {
        let (cx, cy) = (i % self.width, i / self.width);
        let (mut sums, mut count) = ([0.0f32; 5], 0.0);
        let [p0, f0] = levels[i];
        for y in cy.saturating_sub(2)..(cy + 3).min(self.height) {
            let row = &levels[y * self.width..(y + 1) * self.width];
            for [p, f] in &row[cx.saturating_sub(2)..(cx + 3).min(self.width)] {
                // Against the middle cell: squares of large numbers would leave little.
                let (p, f) = (p - p0, f - f0);
                for (sum, term) in sums.iter_mut().zip([p, f, p * p, f * f, p * f]) {
                    *sum += term;
                }
                count += 1.0;
            }
        }
        let [p, f, pp, ff, pf] = sums.map(|s| s / count);
        Texture {
            count,
            plate: (pp - p * p).max(0.0),
            frame: (ff - f * f).max(0.0),
            both: pf - p * f,
        }
    }
}

/// A row of cells while its rows of pixels arrive, summed down the columns: plain loops over bytes, which processors take many of
/// at once.
struct Strip {
    rows: u32,
    /// By byte of a row: sums and largest codes of frame and plate.
    frame: Vec<u16>,
    plate: Vec<u16>,
    most_frame: Vec<u8>,
    most_plate: Vec<u8>,
    /// By pixel: sums of luma u (plate), v (frame) as uu, vv, uv.
    squares: [Vec<u32>; 3],
    /// Lumas of the row at hand.
    luma: [Vec<u16>; 2],
}

impl Strip {
    fn new(width: usize) -> Self {
        Strip {
            rows: 0,
            frame: vec![0; 3 * width],
            plate: vec![0; 3 * width],
            most_frame: vec![0; 3 * width],
            most_plate: vec![0; 3 * width],
            squares: std::array::from_fn(|_| vec![0; width]),
            luma: std::array::from_fn(|_| vec![0; width]),
        }
    }

    fn clear(&mut self) {
        self.rows = 0;
        self.frame.fill(0);
        self.plate.fill(0);
        self.most_frame.fill(0);
        self.most_plate.fill(0);
        self.squares.iter_mut().for_each(|s| s.fill(0));
    }

    fn add(&mut self, frame: &[u8], plate: &[u8]) {
        self.rows += 1;
        let of = [
            (frame, &mut self.frame, &mut self.most_frame),
            (plate, &mut self.plate, &mut self.most_plate),
        ];
        for (row, sums, most) in of {
            for ((sum, most), &code) in sums.iter_mut().zip(most).zip(row) {
                *sum += u16::from(code);
                *most = (*most).max(code);
            }
        }
        let [us, vs] = &mut self.luma;
        for (luma, row) in [(&mut *us, plate), (&mut *vs, frame)] {
            for (to, p) in luma.iter_mut().zip(row.chunks_exact(3)) {
                *to = u16::from(p[0]) + 2 * u16::from(p[1]) + u16::from(p[2]);
            }
        }
        let [uu, vv, uv] = &mut self.squares;
        for (((uu, vv), uv), (u, v)) in uu.iter_mut().zip(vv).zip(uv).zip(us.iter().zip(vs)) {
            let (u, v) = (u32::from(*u), u32::from(*v));
            *uu += u * u;
            *vv += v * v;
            *uv += u * v;
        }
    }

    /// The sums of a cell from one column of pixels to another.
    fn sums(&self, from: usize, to: usize) -> Sums {
        let mut out = Sums {
            count: self.rows * (to - from) as u32,
            ..Sums::default()
        };
        let bytes = 3 * from..3 * to;
        let of = |all: &[u16], most: &[u8], sums: &mut [u32; 3], largest: &mut [u8; 3]| {
            let pixels = all[bytes.clone()].chunks_exact(3);
            for (sum, code) in pixels.zip(most[bytes.clone()].chunks_exact(3)) {
                for c in 0..3 {
                    sums[c] += u32::from(sum[c]);
                    largest[c] = largest[c].max(code[c]);
                }
            }
        };
        of(
            &self.frame,
            &self.most_frame,
            &mut out.frame,
            &mut out.most_frame,
        );
        of(
            &self.plate,
            &self.most_plate,
            &mut out.plate,
            &mut out.most_plate,
        );
        let luma = |s: [u32; 3]| s[0] + 2 * s[1] + s[2];
        let [uu, vv, uv] = [0, 1, 2].map(|k| self.squares[k][from..to].iter().sum());
        out.luma = [luma(out.plate), luma(out.frame), uu, vv, uv];
        out
    }
}

/// Integer sums over the pixels of a cell: codes by channel, and luma u (plate), v (frame) as u, v, uu, vv, uv.
#[derive(Clone, Copy, Default)]
struct Sums {
    frame: [u32; 3],
    plate: [u32; 3],
    luma: [u32; 5],
    most_frame: [u8; 3],
    most_plate: [u8; 3],
    count: u32,
}

impl Sums {
    fn cell(&self, curve: &Curve) -> Cell {
        let n = self.count.max(1) as f32;
        let plate = self.plate.map(|s| curve.log(s as f32 / n));
        let frame = self.frame.map(|s| curve.log(s as f32 / n));
        let gain = [0, 1, 2].map(|c| frame[c] - plate[c]);
        // Moments in codes, times the curve's slope at their mean: good for what stays within a cell.
        let [u, v, ..] = self.luma.map(|s| s as f32 / n);
        let moment = |sum: u32, a: u32, b: u32| {
            let whole = u64::from(sum) * u64::from(self.count);
            let parts = u64::from(a) * u64::from(b);
            (whole as i64 - parts as i64) as f32 / (n * n)
        };
        let (p, f) = (0.25 * curve.slope(0.25 * u), 0.25 * curve.slope(0.25 * v));
        let [su, sv, uu, vv, uv] = self.luma;
        Cell {
            plate,
            gain,
            ratio: gain,
            texture: Texture {
                count: n,
                plate: moment(uu, su, su) * p * p,
                frame: moment(vv, sv, sv) * f * f,
                both: moment(uv, su, sv) * p * f,
            },
            plate_clipped: self.most_plate.map(|m| m >= CEILING),
            frame_clipped: self.most_frame.map(|m| m >= CEILING),
        }
    }
}

impl Cell {
    fn mean(four: [&Cell; 4]) -> Cell {
        let mut out = Cell::default();
        for cell in four {
            for c in 0..3 {
                out.plate[c] += 0.25 * cell.plate[c];
                out.gain[c] += 0.25 * cell.gain[c];
                out.ratio[c] += 0.25 * cell.ratio[c];
                out.plate_clipped[c] |= cell.plate_clipped[c];
                out.frame_clipped[c] |= cell.frame_clipped[c];
            }
            out.texture.count += cell.texture.count;
            out.texture.plate += 0.25 * cell.texture.plate;
            out.texture.frame += 0.25 * cell.texture.frame;
            out.texture.both += 0.25 * cell.texture.both;
        }
        out
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

    /// Variance of the logarithm of the frame over the plate within the cell: twice the noise of one picture.
    pub fn noise(&self) -> f32 {
        self.texture.plate + self.texture.frame - 2.0 * self.texture.both
    }
}
