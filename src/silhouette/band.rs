//! From whole cells to blocks of a few pixels: a second cut in a band along the coarse outline.

use super::cells::Cells;
use super::component;
use super::contour::{self, Contour};
use super::cut::{Graph, NONE, STEPS};
use super::drift::Noise;
use super::error::{Edge, Kind};
use super::light::Light;
use super::locale::{self, Locale};
use super::numbers::{exp, ln};
use super::raster::Raster;
use crate::geom::Vec2;

/// Half the band's width in cells.
const CELLS: usize = 2;
/// No block weighs more than this (log odds).
const MOST: f32 = 6.0;
/// The person's shading changes this much towards the outline (log).
const SHADING: f32 = 0.25;
/// Tints of the person differ this much (log).
const TINT: f32 = 0.06;
/// How common it is that a block of the booth is darker than those about it (density a log): under the soles, and elsewhere.
const CONTACT: f32 = 0.2;
const SHADED: f32 = 0.01;
/// Soles are in the last share of a person's height.
pub(super) const SOLES: f32 = 0.86;
/// Contact shadows go so deep (log).
const DEEPEST: f32 = 2.0;

/// A map over blocks of pixels, on a part of a view.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    /// Pixels a block's side.
    pub unit: usize,
    /// The first block's column and row, px.
    pub origin: (usize, usize),
    pub width: usize,
    pub height: usize,
    pub map: Vec<bool>,
}

/// Pixels along an edge of the frame that a person may touch.
const TOUCH: usize = 6;
/// A limb is no wider than this share of the frame's shorter side.
const LIMB: f64 = 0.2;

impl Blocks {
    /// How much of the frame's edge the person touches, px; refuses one who leaves the frame with more than a limb.
    pub fn cut(&self, width: usize, height: usize) -> Result<f64, Kind> {
        let row = |y: usize| {
            let row = &self.map[y * self.width..(y + 1) * self.width];
            row.iter().filter(|m| **m).count()
        };
        let column = |x: usize| {
            let column = self.map.iter().skip(x).step_by(self.width);
            column.filter(|m| **m).count()
        };
        let ends = |origin: usize, blocks: usize, most: usize| {
            (origin == 0, origin + blocks * self.unit >= most)
        };
        let (left, right) = ends(self.origin.0, self.width, width);
        let (top, bottom) = ends(self.origin.1, self.height, height);
        let edges = [
            (bottom, Edge::Bottom, row(self.height - 1)),
            (top, Edge::Top, row(0)),
            (left, Edge::Left, column(0)),
            (right, Edge::Right, column(self.width - 1)),
        ];
        let side = width.min(height);
        let edges =
            edges.map(|(there, edge, blocks)| (edge, if there { blocks * self.unit } else { 0 }));
        let (edge, most) = edges
            .into_iter()
            .max_by_key(|(_, px)| *px)
            .unwrap_or((Edge::Bottom, 0));
        if most as f64 > LIMB * side as f64 && most > TOUCH {
            return Err(Kind::Cut(edge));
        }
        Ok(if most >= TOUCH.min(side) {
            most as f64
        } else {
            0.0
        })
    }

    /// The outlines in the frame's pixels, points so far apart, smoothed over the blocks' corners.
    pub fn contours(&self, apart_px: f64) -> Vec<Contour> {
        let values = self.map.iter().map(|&m| if m { 1.0 } else { 0.0 });
        let raster = Raster {
            width: self.width,
            height: self.height,
            values: values.collect(),
        };
        let unit = self.unit as f64;
        // The middle of a block in pixels, whose own middles are whole numbers.
        let half = 0.5 * (unit - 1.0);
        let place = |p: Vec2| {
            Vec2::new(
                self.origin.0 as f64 + p.x * unit + half,
                self.origin.1 as f64 + p.y * unit + half,
            )
        };
        contour::trace(&raster.blur(1.0), &place, apart_px, 1.0)
    }
}

/// Pixels a side of the blocks that go with cells of this size.
pub(super) fn unit(size: usize) -> usize {
    if size.is_multiple_of(2) { size / 2 } else { 1 }
}

/// The person in blocks, from the person in cells.
pub(super) fn refine(
    frame: &Light,
    plate: &Light,
    cells: &Cells,
    noise: &Noise,
    locale: &Locale,
    map: &[bool],
) -> Blocks {
    let near = near(cells, map);
    let unit = unit(cells.size);
    let each = cells.size / unit;
    let origin = (cells.origin.0 * cells.size, cells.origin.1 * cells.size);
    // A cell at the frame's edge may hold fewer pixels.
    let blocks = |cells: usize, origin: usize, most: usize| {
        (cells * each).min((most - origin).div_ceil(unit))
    };
    let (w, h) = (
        blocks(cells.width, origin.0, frame.width),
        blocks(cells.height, origin.1, frame.height),
    );
    let soles = soles(map, cells.width) * each;
    let mut names = vec![NONE; w * h];
    let mut places = Vec::new();
    let mut features = Vec::new();
    let mut out = vec![false; w * h];
    for y in 0..h {
        for x in 0..w {
            let cell = y / each * cells.width + x / each;
            out[y * w + x] = map[cell];
            if near[cell] {
                names[y * w + x] = places.len() as u32;
                places.push((x, y));
                let shaded = if y >= soles { CONTACT } else { SHADED };
                let (left, top) = (origin.0 + x * unit, origin.1 + y * unit);
                let xs = left..(left + unit).min(frame.width);
                let ys = top..(top + unit).min(frame.height);
                let one = noise.pixel(cells.cells[cell].level()) / (unit as f32).sqrt();
                let middle = [left, top].map(|v| v as f32 + 0.5 * (unit as f32 - 1.0));
                let (seen, booth) = (frame.block(xs.clone(), ys.clone()), plate.block(xs, ys));
                features.push(Block::new(seen, booth, middle, one, shaded, locale));
            }
        }
    }
    let mut pulls: Vec<i32> = features.iter().map(|f| (f.odds * 100.0) as i32).collect();
    let mut around = vec![[NONE; 8]; places.len()];
    let mut ties = vec![[0; 8]; places.len()];
    for (n, &(x, y)) in places.iter().enumerate() {
        for (slot, (dx, dy)) in STEPS.into_iter().enumerate() {
            let (nx, ny) = (x as i64 + dx, y as i64 + dy);
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
    for n in 0..places.len() {
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
    places
        .iter()
        .zip(found)
        .for_each(|(&(x, y), f)| out[y * w + x] = f);
    Blocks {
        unit,
        origin,
        width: w,
        height: h,
        map: out,
    }
}

/// First row of cells where soles may be.
fn soles(map: &[bool], width: usize) -> usize {
    let row = |i: usize| i / width;
    let first = map.iter().position(|m| *m).map_or(0, row);
    let last = map.iter().rposition(|m| *m).map_or(0, row);
    first + ((last - first) as f32 * SOLES) as usize
}

/// Cells within reach of the coarse outline.
fn near(cells: &Cells, map: &[bool]) -> Vec<bool> {
    let mut near = locale::border(cells.width, map);
    for _ in 1..CELLS {
        near = component::widened(&near, cells.width, true);
    }
    near
}

/// What one block of the band shows.
struct Block {
    /// Log odds of person against booth.
    odds: f32,
    /// Log luminance against the booth's, and its noise.
    shade: f32,
    sigma: f32,
}

impl Block {
    /// From the log light of frame and plate there, and the noise of one picture.
    fn new(
        seen: [f32; 3],
        plate: [f32; 3],
        [x, y]: [f32; 2],
        one: f32,
        shaded: f32,
        locale: &Locale,
    ) -> Block {
        let here = locale.at(x, y);
        let booth = [0, 1, 2].map(|k| plate[k] + here.booth[k]);
        let split = |of: [f32; 3]| {
            let [r, g, b] = [0, 1, 2].map(|k| seen[k] - of[k]);
            [0.25 * r + 0.5 * g + 0.25 * b, r - g, b - g]
        };
        let normal = |[s, r, b]: [f32; 3], vs: f32, vt: f32| {
            let square = s * s / vs + (r * r + b * b) / vt;
            exp(-0.5 * square) / (vs.sqrt() * vt) + 0.02 / (1.0 + 0.2 * square)
        };
        let against = split(booth);
        let [shade, red, blue] = against;
        let tints = 4.0 * one * one + 0.0009;
        let mut at_booth = normal(against, 2.0 * one * one + 0.0004, tints);
        if shade < 0.0 && shade > -DEEPEST {
            // 2.507 is what the other densities leave out.
            at_booth += 2.507 * shaded * exp(-0.5 * (red * red + blue * blue) / tints) / tints;
        }
        let at_person = normal(
            split(here.person),
            one * one + here.variance + SHADING * SHADING,
            2.0 * one * one + TINT * TINT,
        );
        Block {
            odds: ln(at_person / at_booth).clamp(-MOST, MOST),
            shade,
            sigma: 1.4 * one,
        }
    }
}
