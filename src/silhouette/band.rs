//! From whole cells to whole pixels: a second cut in a band along the coarse outline.

use super::cells::{Cells, DARK};
use super::cut::{Graph, NONE, STEPS};
use super::drift::Noise;
use super::light::Light;
use super::locale::{Locale, neighbours};

/// Half the band's width in cells.
const CELLS: usize = 2;
/// No pixel weighs more than this (log odds).
const MOST: f32 = 6.0;
/// The person's shading changes this much towards the outline (log).
const SHADING: f32 = 0.25;
/// Tints of the person differ this much (log).
const TINT: f32 = 0.06;

/// The person in whole pixels.
pub(super) fn refine(
    frame: &Light,
    plate: &Light,
    cells: &Cells,
    noise: &Noise,
    locale: &Locale,
    map: &[bool],
) -> Vec<bool> {
    let near = near(cells, map);
    let cell_of = |x: usize, y: usize| y / cells.size * cells.width + x / cells.size;
    let (w, h) = (frame.width, frame.height);
    let mut names = vec![NONE; w * h];
    let mut pixels = Vec::new();
    let mut out = vec![false; w * h];
    for y in 0..h {
        for x in 0..w {
            let cell = cell_of(x, y);
            out[y * w + x] = map[cell];
            if near[cell] {
                names[y * w + x] = pixels.len() as u32;
                pixels.push(y * w + x);
            }
        }
    }
    let features: Vec<Pixel> = pixels
        .iter()
        .map(|&i| Pixel::new(frame, plate, cells, noise, locale, i, cell_of(i % w, i / w)))
        .collect();
    let mut pulls: Vec<i32> = features.iter().map(|f| (f.odds * 100.0) as i32).collect();
    let mut around = vec![[NONE; 8]; pixels.len()];
    let mut ties = vec![[0; 8]; pixels.len()];
    for (n, &i) in pixels.iter().enumerate() {
        let (x, y) = ((i % w) as i64, (i / w) as i64);
        for (slot, (dx, dy)) in STEPS.into_iter().enumerate() {
            let (nx, ny) = (x + dx, y + dy);
            if nx < 0 || ny < 0 || nx >= w as i64 || ny >= h as i64 {
                continue;
            }
            let j = ny as usize * w + nx as usize;
            let reach = if dx == 0 || dy == 0 { 1.0 } else { 0.7 };
            match features.get(names[j] as usize) {
                Some(other) => {
                    let step = (features[n].shade - other.shade) / (features[n].sigma + 0.03);
                    around[n][slot] = names[j];
                    ties[n][slot] =
                        ((0.3 + 1.5 / (1.0 + step * step / 4.0)) * reach * 100.0) as i32;
                }
                // Beyond the band the label is known.
                None => pulls[n] += if out[j] { 200 } else { -200 },
            }
        }
    }
    // A tie must be the same from both ends.
    for n in 0..pixels.len() {
        for slot in 4..8 {
            let other = around[n][slot];
            if other != NONE {
                let mean = (ties[n][slot] + ties[other as usize][7 - slot]) / 2;
                ties[n][slot] = mean;
                ties[other as usize][7 - slot] = mean;
            }
        }
    }
    let found = Graph::new(pulls, around, ties).foreground();
    pixels.iter().zip(found).for_each(|(&i, f)| out[i] = f);
    out
}

/// Cells within reach of the coarse outline.
fn near(cells: &Cells, map: &[bool]) -> Vec<bool> {
    let mut near: Vec<bool> = (0..map.len())
        .map(|i| neighbours(cells, i).any(|j| map[j] != map[i]))
        .collect();
    for _ in 1..CELLS {
        near = (0..near.len())
            .map(|i| near[i] || neighbours(cells, i).any(|j| near[j]))
            .collect();
    }
    near
}

/// What one pixel of the band shows.
struct Pixel {
    /// Log odds of person against booth.
    odds: f32,
    /// Log luminance against the booth's, and its noise.
    shade: f32,
    sigma: f32,
}

impl Pixel {
    fn new(
        frame: &Light,
        plate: &Light,
        cells: &Cells,
        noise: &Noise,
        locale: &Locale,
        i: usize,
        cell: usize,
    ) -> Pixel {
        let (x, y) = ((i % frame.width) as f32, (i / frame.width) as f32);
        let seen = frame.pixels[i].map(|l| libm::logf(l + DARK));
        let gains = locale.booth(x, y);
        let booth = [0, 1, 2].map(|k| libm::logf(plate.pixels[i][k] + DARK) + gains[k]);
        let (person, variance) = locale.person(x, y);
        let one = noise.pixel(cells.cells[cell].level());
        let split = |of: [f32; 3]| {
            let [r, g, b] = [0, 1, 2].map(|k| seen[k] - of[k]);
            [0.25 * r + 0.5 * g + 0.25 * b, r - g, b - g]
        };
        let normal = |[s, r, b]: [f32; 3], vs: f32, vt: f32| {
            let square = s * s / vs + (r * r + b * b) / vt;
            libm::expf(-0.5 * square) / (vs.sqrt() * vt) + 0.02 / (1.0 + 0.2 * square)
        };
        let against = split(booth);
        let at_booth = normal(against, 2.0 * one * one + 0.0004, 4.0 * one * one + 0.0009);
        let at_person = normal(
            split(person),
            one * one + variance + SHADING * SHADING,
            2.0 * one * one + TINT * TINT,
        );
        let odds = libm::logf(at_person / at_booth).clamp(-MOST, MOST);
        Pixel {
            odds,
            shade: against[0],
            sigma: 1.4 * one,
        }
    }
}
