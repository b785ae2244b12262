//! A picture in small patches, and what colours person and background have near each.

use crate::geom::Vec2;
use crate::network::Person;
use image::RgbImage;
use std::ops::Range;

/// One patch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patch {
    /// Mean colour, see [`colour`].
    pub colour: [f32; 3],
    /// The network's log odds of the person at its middle.
    pub odds: f32,
    /// Steps to the nearest patch of the other label; 0 beside it.
    pub distance: u16,
    inside: bool,
}

/// All patches of a picture.
pub(super) struct Patches {
    /// Side of a patch, px.
    pub size: usize,
    /// Patches in a row.
    pub width: usize,
    height: usize,
    /// Row by row.
    pub cells: Vec<Patch>,
    /// Squared difference of neighbouring pixels that is noise.
    noise: f32,
}

/// Colours seen near a place on either side.
pub(super) struct Around {
    person: Vec<([f32; 3], f32)>,
    background: Vec<([f32; 3], f32)>,
}

/// How far samples are looked for, patches, and how many of a side are kept.
const REACH: i64 = 9;
const KEPT: usize = 28;
/// A patch is a sample of a side if the network is so sure and it lies so far from the other side.
const SURE: f32 = 1.0;
const AWAY: u16 = 1;
/// Widths of the kernel about a sample: lightness, and the two colour differences.
const WIDTHS: [f32; 3] = [0.07, 0.025, 0.025];
/// Density of what no sample has shown.
const UNSEEN: f32 = 0.004;
/// No pixel's colour weighs more than this (log odds).
const MOST: f32 = 4.0;

/// Odds of the person by a fitted body for each patch farther in, up to so many (log odds).
const BODY: f32 = 2.0;
const MOST_BODY: f32 = 12.0;
/// What the network's odds still count then: the body was fitted to them, and knows what no person is.
const LEFT: f32 = 0.2;

impl Patches {
    /// Pools the picture into patches of about the size of the network's.
    pub fn new(frame: &RgbImage, person: &Person) -> Self {
        let (w, h) = (frame.width() as usize, frame.height() as usize);
        let cell_px = person.crop.side_px / person.cells as f64;
        let size = (cell_px.round() as usize).clamp(2, 24);
        let (width, height) = (w.div_ceil(size), h.div_ceil(size));
        let mut patches = Self {
            size,
            width,
            height,
            cells: Vec::with_capacity(width * height),
            noise: 1e-4,
        };
        for i in 0..width * height {
            let (xs, ys) = patches.pixels(i, w, h);
            let middle = Vec2::new(
                (xs.start + xs.end - 1) as f64 / 2.0,
                (ys.start + ys.end - 1) as f64 / 2.0,
            );
            let count = (xs.len() * ys.len()).max(1) as f32;
            let mut sum = [0.0; 3];
            for y in ys {
                for x in xs.clone() {
                    let c = colour(frame, x, y);
                    sum.iter_mut().zip(c).for_each(|(s, c)| *s += c);
                }
            }
            patches.cells.push(Patch {
                colour: sum.map(|s| s / count),
                odds: person.odds(middle),
                distance: 0,
                inside: false,
            });
        }
        patches.noise = patches.noise_of(frame);
        patches
    }

    /// Takes the odds of a body that covers these places of the picture instead of most of the network's.
    pub fn believe(&mut self, covers: &dyn Fn(Vec2) -> bool) {
        let middle = |i: usize| {
            let (x, y) = (i % self.width, i / self.width);
            Vec2::new(x as f64, y as f64).map(|v| (v + 0.5) * self.size as f64 - 0.5)
        };
        let body: Vec<bool> = (0..self.cells.len()).map(|i| covers(middle(i))).collect();
        self.label(&body);
        for cell in &mut self.cells {
            let away = (BODY * (f32::from(cell.distance) + 0.5)).min(MOST_BODY);
            let own = if cell.inside { away } else { -away };
            cell.odds = own + LEFT * cell.odds.clamp(-MOST, MOST);
        }
    }

    /// Squared difference of two pixels in units of what is usual between neighbours.
    pub fn step(&self, a: [f32; 3], b: [f32; 3]) -> f32 {
        square(a, b) / self.noise
    }

    fn noise_of(&self, frame: &RgbImage) -> f32 {
        let (w, h) = (frame.width() as usize, frame.height() as usize);
        let mut steps = Vec::new();
        for y in (0..h).step_by(7) {
            for x in (0..w.saturating_sub(1)).step_by(5) {
                steps.push(square(colour(frame, x, y), colour(frame, x + 1, y)));
            }
        }
        let middle = steps.len() / 2;
        if steps.is_empty() {
            return 1e-4;
        }
        let median = *steps.select_nth_unstable_by(middle, f32::total_cmp).1;
        (6.0 * median).max(2e-5)
    }

    /// Columns and rows of a patch's pixels.
    pub fn pixels(&self, cell: usize, w: usize, h: usize) -> (Range<usize>, Range<usize>) {
        let (x, y) = (cell % self.width * self.size, cell / self.width * self.size);
        (x..(x + self.size).min(w), y..(y + self.size).min(h))
    }

    /// The network's log odds at a pixel, between patches bilinear.
    pub fn odds(&self, x: usize, y: usize) -> f32 {
        let place = |v: usize, n: usize| {
            let at = ((v as f32 + 0.5) / self.size as f32 - 0.5).clamp(0.0, n as f32 - 1.0);
            let low = at as usize;
            (low, (low + 1).min(n - 1), at - low as f32)
        };
        let ((x0, x1, tx), (y0, y1, ty)) = (place(x, self.width), place(y, self.height));
        let at = |x: usize, y: usize| self.cells[y * self.width + x].odds;
        let top = at(x0, y0) + (at(x1, y0) - at(x0, y0)) * tx;
        let low = at(x0, y1) + (at(x1, y1) - at(x0, y1)) * tx;
        top + (low - top) * ty
    }

    /// Labels the patches and measures their distances to the other label.
    pub fn label(&mut self, map: &[bool]) {
        let (w, h) = (self.width as i64, self.height as i64);
        let mut front = Vec::new();
        for (i, cell) in self.cells.iter_mut().enumerate() {
            let (x, y) = (i as i64 % w, i as i64 / w);
            let differs = super::cut::STEPS.iter().any(|(dx, dy)| {
                let (nx, ny) = (x + dx, y + dy);
                nx >= 0 && ny >= 0 && nx < w && ny < h && map[(ny * w + nx) as usize] != map[i]
            });
            cell.inside = map[i];
            cell.distance = if differs { 0 } else { u16::MAX };
            if differs {
                front.push(i);
            }
        }
        let mut distance = 0;
        while !front.is_empty() {
            distance += 1;
            let mut next = Vec::new();
            for i in front {
                let (x, y) = (i as i64 % w, i as i64 / w);
                for (dx, dy) in super::cut::STEPS {
                    let (nx, ny) = (x + dx, y + dy);
                    if nx < 0 || ny < 0 || nx >= w || ny >= h {
                        continue;
                    }
                    let j = (ny * w + nx) as usize;
                    if self.cells[j].distance == u16::MAX {
                        self.cells[j].distance = distance;
                        next.push(j);
                    }
                }
            }
            front = next;
        }
    }

    /// The colours near a patch, the nearest of them.
    pub fn around(&self, cell: usize) -> Around {
        let (w, h) = (self.width as i64, self.height as i64);
        let (x, y) = (cell as i64 % w, cell as i64 / w);
        let mut sides: [Vec<(u64, usize)>; 2] = [Vec::new(), Vec::new()];
        for ny in (y - REACH).max(0)..(y + REACH + 1).min(h) {
            for nx in (x - REACH).max(0)..(x + REACH + 1).min(w) {
                let j = (ny * w + nx) as usize;
                let patch = &self.cells[j];
                let sure = if patch.inside {
                    patch.odds > SURE
                } else {
                    patch.odds < -SURE
                };
                if sure && patch.distance >= AWAY {
                    let away = nx.abs_diff(x).pow(2) + ny.abs_diff(y).pow(2);
                    sides[usize::from(patch.inside)].push((away, j));
                }
            }
        }
        let [background, person] = sides.map(|mut side| {
            side.sort_unstable();
            side.truncate(KEPT);
            let weigh =
                |(away, j): (u64, usize)| (self.cells[j].colour, 1.0 / (1.0 + away as f32 / 16.0));
            side.into_iter().map(weigh).collect()
        });
        Around { person, background }
    }

    /// Patches of which more than half belongs to the person.
    pub fn pooled(&self, pixels: &[bool], w: usize, h: usize) -> Vec<bool> {
        (0..self.cells.len())
            .map(|cell| {
                let (xs, ys) = self.pixels(cell, w, h);
                let all = xs.len() * ys.len();
                let on = ys.map(|y| pixels[y * w..][xs.clone()].iter().filter(|p| **p).count());
                2 * on.sum::<usize>() > all
            })
            .collect()
    }
}

/// Colour of a pixel: lightness, red and blue against green, as coded (so about as the eye grades them), 0 to 1.
pub(super) fn colour(frame: &RgbImage, x: usize, y: usize) -> [f32; 3] {
    let [r, g, b] = frame
        .get_pixel(x as u32, y as u32)
        .0
        .map(|v| f32::from(v) / 255.0);
    [0.25 * r + 0.5 * g + 0.25 * b, r - g, b - g]
}

fn square(a: [f32; 3], b: [f32; 3]) -> f32 {
    let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    d[0] * d[0] + d[1] * d[1] + d[2] * d[2]
}

impl Around {
    /// Log odds of the person for a colour.
    pub fn odds(&self, colour: [f32; 3]) -> f32 {
        let density = |side: &[([f32; 3], f32)]| {
            let (mut sum, mut all) = (0.0, 0.3);
            for (sample, weight) in side {
                let mut d = 0.0;
                for k in 0..3 {
                    let off = (colour[k] - sample[k]) / WIDTHS[k];
                    d += off * off;
                }
                // A bell's stand-in with a longer tail.
                let bell = 1.0 / (1.0 + 0.25 * d);
                sum += weight * bell * bell * bell;
                all += weight;
            }
            sum / all + UNSEEN
        };
        let odds = libm::logf(density(&self.person) / density(&self.background));
        odds.clamp(-MOST, MOST)
    }
}
