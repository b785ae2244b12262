//! What speaks for the person in each cell: colour that no shadow gives, brightness, texture that has gone.

use super::cells::{Cell, Cells, Texture};
use super::drift::Noise;
use super::numbers::{exp, ln};

/// Tint that another light may give the booth, as a log ratio; more in deep shadow.
const TINT: f32 = 0.025;
const TINT_IN_SHADOW: f32 = 0.08;
/// Shadows that are deeper are tinted no more (log).
const DEEPEST: f32 = 2.0;
/// Light that people and things reflect onto the booth, as a share of its luminance: much where a channel is dark.
const REFLECTED: f32 = 0.012;
/// How much lighter than the sensor's ceiling the booth may be (log).
const HIDDEN: f32 = 1.2;
/// No single piece of evidence weighs more than this (log odds).
const MOST: f32 = 5.0;
/// So many pixels, or cells, say as much as one: neighbours share noise, and neighbouring patches share them.
const FINE: f32 = 12.0;
const COARSE: f32 = 8.0;
/// A pattern of cells weighs no more than this: shading of a body may look alike.
const MOST_COARSE: f32 = 2.0;
/// Range of log colour ratios that a person may have, and volume together with log brightness.
const TINTS: f32 = 1.2;
const COLOURS: f32 = 3.0 * TINTS * TINTS;

/// What each cell says without knowing the person's colours.
pub(super) struct Evidence {
    /// Density of its shade if it shows the booth.
    booth: Vec<f32>,
    /// Log odds for the booth from its texture.
    texture: Vec<f32>,
}

impl Evidence {
    /// Weighs every cell; `deep` is how common shadows darker than a third are in a row (density).
    pub fn new(cells: &Cells, noise: &Noise, deep: impl Fn(usize) -> f32) -> Self {
        let deep_at = |i: usize| deep(i / cells.width);
        let seen = cells.cells.iter().enumerate();
        let booth = seen
            .map(|(i, cell)| booth(cell, noise, deep_at(i)))
            .collect();
        let levels = cells.levels();
        let weigh = |(i, cell): (usize, &Cell)| {
            let fine = texture(&cells.texture(i), noise.pixel(cell.level()), FINE);
            let noise = noise.shade(cell.level());
            let coarse = texture(&cells.pattern(&levels, i), noise[0], COARSE);
            (fine + coarse.clamp(-MOST_COARSE, MOST_COARSE)).clamp(-MOST, MOST)
        };
        Evidence {
            booth,
            texture: cells.cells.iter().enumerate().map(weigh).collect(),
        }
    }

    /// Log odds of person against booth for every cell, given the person's colours where they are known.
    pub fn odds(&self, cells: &Cells, palette: Option<&Palette>) -> Vec<f32> {
        let seen = cells.cells.iter().zip(self.booth.iter().zip(&self.texture));
        let odds = |(i, (cell, (booth, texture))): (usize, (&Cell, (&f32, &f32)))| {
            // Light beyond the sensor's ceiling has no colour that the person's could be told from.
            let clipped = cell.frame_clipped.iter().filter(|c| **c).count();
            let palette = palette.filter(|_| clipped < 2);
            let person = palette.map_or(1.0 / COLOURS, |p| p.density(cell, i / cells.width));
            ln(person / booth).clamp(-MOST, MOST) - texture
        };
        seen.enumerate().map(odds).collect()
    }
}

/// Density of a shade if the cell shows the booth, in light or in shadow.
fn booth(cell: &Cell, noise: &Noise, deep: f32) -> f32 {
    let bounds = [0, 1, 2].map(|c| truth_of(cell, c));
    let shade = common(cell, &bounds);
    // Each picture has the noise of its own light: a shadow's is large.
    let (lit, dim) = (noise.shade(cell.level()), noise.shade(cell.level() + shade));
    let [s0, s1, s2] = [0, 1, 2].map(|c| (0.5 * (lit[c] * lit[c] + dim[c] * dim[c])).sqrt());
    let light = exp(cell.level());
    let reflected = |channel: usize| REFLECTED * light / (exp(cell.frame(channel)) + 1e-3);
    let tint = TINT + TINT_IN_SHADOW * (-shade).clamp(0.0, DEEPEST);
    let tints = |channel: usize| tint * tint + (reflected(channel) + reflected(1)).powi(2);
    // How far a channel is from green beyond what the ceiling may hide, and how much that is.
    let apart = |channel: usize| {
        let ((low, high), (base, top)) = (bounds[channel], bounds[1]);
        (
            (low - top).max(0.0) + (high - base).min(0.0),
            (high - low) + (top - base),
        )
    };
    let ((red, slack1), (blue, slack2)) = (apart(0), apart(2));
    let (v1, v2) = (s1 * s1 + tints(0), s2 * s2 + tints(2));
    let square = red * red / v1 + blue * blue / v2;
    // Heavy tails: reflections of coloured clothes are rare, but they happen.
    let tinted = exp(-0.5 * square) + 0.01 / (1.0 + square);
    // A tint that the ceiling hides says little, but the booth's is still one of fewer.
    let range = |v: f32, slack: f32| {
        if slack > 0.0 {
            0.4 * TINTS
        } else {
            2.507 * v.sqrt()
        }
    };
    let colour = tinted / (range(v1, slack1) * range(v2, slack2));
    let spread = s0 + 0.03;
    let open = 0.6 * exp(-0.5 * (shade / spread) * (shade / spread)) / (2.507 * spread);
    let shadow = match shade {
        s if s > 0.1 => 0.003,
        s if s > 0.0 => 0.2 * (1.0 - s / 0.1) + 0.003,
        s if s > -0.4 => 0.35,
        s if s > -1.2 => 0.2,
        _ => deep,
    };
    colour * (open + shadow)
}

/// Least and largest log ratio that a channel may truly have: a clipped plate was lighter, so the ratio is less.
fn truth_of(cell: &Cell, channel: usize) -> (f32, f32) {
    let below = if cell.plate_clipped[channel] {
        HIDDEN
    } else {
        0.0
    };
    let above = if cell.frame_clipped[channel] {
        HIDDEN
    } else {
        0.0
    };
    (cell.ratio[channel] - below, cell.ratio[channel] + above)
}

/// Log ratio of luminance, by the channels that are not clipped where there are such.
fn common(cell: &Cell, bounds: &[(f32, f32); 3]) -> f32 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for ((low, high), share) in bounds.iter().zip([0.25, 0.5, 0.25]) {
        if high - low == 0.0 {
            sum += share * low;
            weight += share;
        }
    }
    if weight > 0.0 {
        sum / weight
    } else {
        cell.shade()[0].clamp(-HIDDEN, HIDDEN)
    }
}

/// Log odds for the booth from the covariance of the plate's texture with the frame's: its own texture would show there.
fn texture(t: &Texture, noise: f32, dependent: f32) -> f32 {
    let pattern = (t.plate - noise * noise).max(0.0);
    let free = t.count / dependent;
    let spread = (t.plate * t.frame / free).max(1e-8);
    pattern * (t.both - 0.5 * pattern) / spread
}

/// The person's colours, learnt from cells that are surely theirs; by height, since hair is no evidence on the floor.
pub(super) struct Palette {
    /// First and last row of the person.
    rows: (usize, usize),
    zones: [Vec<f32>; ZONES.len()],
}

const LIGHTNESSES: usize = 16;
const HUES: usize = 24;
/// Where head and body end, as shares of the height.
const ZONES: [f32; 2] = [0.18, 1.0];

impl Palette {
    /// From the cells where `sure` is true.
    pub fn learn(cells: &Cells, sure: &[bool]) -> Palette {
        let row = |i: usize| i / cells.width;
        let first = sure.iter().position(|s| *s).map_or(0, row);
        let last = sure.iter().rposition(|s| *s).map_or(0, row);
        let empty = || vec![0.0; LIGHTNESSES * HUES * HUES];
        let mut palette = Palette {
            rows: (first, last),
            zones: [empty(), empty()],
        };
        let mut counts = [0.0f32; ZONES.len()];
        for (i, cell) in cells.cells.iter().enumerate().filter(|(i, _)| sure[*i]) {
            let zone = palette.zone(row(i));
            let bins = &mut palette.zones[zone];
            spread(cell, |bin, weight| bins[bin] += weight);
            counts[zone] += 1.0;
        }
        let tint = 2.0 * TINTS / HUES as f32;
        let volume = DEPTH / LIGHTNESSES as f32 * tint * tint;
        for (bins, count) in palette.zones.iter_mut().zip(counts) {
            bins.iter_mut().for_each(|b| *b /= count.max(1.0) * volume);
        }
        palette
    }

    fn zone(&self, row: usize) -> usize {
        let (first, last) = self.rows;
        let share = row.saturating_sub(first) as f32 / (last - first).max(1) as f32;
        ZONES
            .iter()
            .position(|end| share <= *end)
            .unwrap_or(ZONES.len() - 1)
    }

    /// Density of a cell's colour, if the person is in that row.
    fn density(&self, cell: &Cell, row: usize) -> f32 {
        let bins = &self.zones[self.zone(row)];
        let mut sum = 0.0;
        spread(cell, |bin, weight| sum += weight * bins[bin]);
        0.75 * sum + 0.25 / COLOURS
    }
}

/// Range of log lightness that the palette covers, down from white.
const DEPTH: f32 = 5.0;

/// The eight bins about a cell's own colour, with their trilinear weights.
#[inline]
fn spread(cell: &Cell, mut take: impl FnMut(usize, f32)) {
    let axis = |v: f32, most: usize| {
        let low = v.floor();
        let bin = |at: f32| at.clamp(0.0, most as f32 - 1.0) as usize;
        [(bin(low), 1.0 - v + low), (bin(low + 1.0), v - low)]
    };
    let [lightness, red, blue] = place(cell);
    let (reds, blues) = (axis(red, HUES), axis(blue, HUES));
    for (l, u) in axis(lightness, LIGHTNESSES) {
        for (r, v) in reds {
            let (row, weight) = ((l * HUES + r) * HUES, u * v);
            for (b, w) in blues {
                take(row + b, weight * w);
            }
        }
    }
}

/// Place of a cell's own colour in the palette, in bins.
fn place(cell: &Cell) -> [f32; 3] {
    let [r, g, b] = [0, 1, 2].map(|c| cell.plate[c] + cell.ratio[c]);
    let lightness = (0.25 * r + 0.5 * g + 0.25 * b + DEPTH) / DEPTH;
    [
        lightness * LIGHTNESSES as f32,
        (r - g + TINTS) / (2.0 * TINTS) * HUES as f32,
        (b - g + TINTS) / (2.0 * TINTS) * HUES as f32,
    ]
}
