//! Whether two pictures of one scene were taken by a camera that stood still.

use super::grey::Grey;
use crate::geom::Vec2;
use image::RgbImage;
use nalgebra::{Matrix4, Vector4};

/// A picture's pixels are pooled until its longer side has about so many: its structure is as fine as lens and focus leave it.
const ALONG: usize = 640;
/// From so many pooled rows on every other one says enough.
const COARSE_POOL: usize = 3;
/// Added to a code before its logarithm is taken, so that noise of dark parts stays small.
const DARK: f32 = 16.0;
/// The coarsest level's longer side, px at most, and how far it is searched, px.
const COARSEST: usize = 130;
const SEARCH: i32 = 6;
/// So many places suffice for that search.
const SEARCHED: usize = 250;
/// Structure is what a level shows beyond this many levels above it.
const ABOVE: usize = 3;
/// Parts along the longer side, from each of which the same number of places is taken at most.
const PARTS: usize = 14;
const PLACES: usize = 32;
/// A place is taken where brightness climbs by so many times the noise from pixel to pixel.
const CLEAR: f32 = 4.0;
/// Steps a level, which end where one is shorter than this, px of the level: on the finest, and on those that only prepare it.
const STEPS: usize = 12;
const ENOUGH: f64 = 3e-3;
const ROUGH: f64 = 3e-2;
/// Tukey's constant: 95 % efficient on normal noise.
const TUKEY: f64 = 4.685;
/// A part of the picture agrees where its structure correlates so well.
const ALIKE: f64 = 0.6;
/// Fewer places than this say nothing.
const LEAST_PLACES: usize = 60;
/// Neighbouring places share their structure: variances are wider than those of independent ones by so much.
const SHARED: f64 = 4.0;

/// How the second picture lies against the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// To the right and down in the picture's middle, px.
    pub middle_px: Vec2,
    /// Clockwise, radians.
    pub turn_rad: f64,
    /// Growth, as a share.
    pub growth: f64,
    /// Root mean square over the picture of how far its points moved, px.
    pub rms_px: f64,
    /// Its standard deviation, px; large where the picture has little structure.
    pub sigma_px: f64,
    /// Share of the structured parts of the first picture that the second one shows as well.
    pub agreement: f64,
}

/// The shift between two pictures of the same size, whatever the exposure of each and whoever stands in one of them; `None` where
/// the sizes differ or the first picture shows no structure.
///
/// Direct alignment of log brightness under a similarity, from coarse to fine, places of high gradient only, reweighted by Tukey's
/// function (Baker and Matthews 2004; Klose, Heise and Knoll 2013).
pub fn shift(first: &RgbImage, second: &RgbImage) -> Option<Shift> {
    if first.dimensions() != second.dimensions() {
        return None;
    }
    let longer = first.width().max(first.height()) as usize;
    let pool = (longer / ALONG).max(1);
    let (a, b) = (levels(first, pool), levels(second, pool));
    let coarsest = a.iter().position(|l| l.longer() <= COARSEST)?;
    let mut at: Option<Vector4<f64>> = None;
    let mut fit = None;
    for level in (0..=coarsest).rev() {
        let places = places(&a, level);
        if places.len() < LEAST_PLACES {
            continue;
        }
        let start = match at {
            Some(p) => p,
            None => search(&places, &b, level),
        };
        let enough = if level == 0 { ENOUGH } else { ROUGH };
        let done = align(&places, &b, level, start, enough);
        // Shift and what a turn does at half the height grow with the size.
        at = Some(done.at * 2.0);
        fit = Some((level, done, places));
    }
    let (level, done, places) = fit?;
    let scale = (pool << level) as f64;
    let size = Vec2::new(f64::from(first.width()), f64::from(first.height()));
    let unit = 0.5 * size.y;
    let (rms, sigma) = spread(&done, size / unit);
    Some(Shift {
        middle_px: Vec2::new(done.at[0], done.at[1]) * scale,
        turn_rad: done.at[2] * scale / unit,
        growth: done.at[3] * scale / unit,
        rms_px: rms * scale,
        sigma_px: sigma * scale,
        agreement: agreement(&places, &b, level, &done.at),
    })
}

/// Log brightness in halvings, down to a few pixels.
fn levels(picture: &RgbImage, pool: usize) -> Vec<Grey> {
    let (w, h) = (picture.width() as usize, picture.height() as usize);
    let (width, height) = (w / pool, h / pool);
    let step = if pool < COARSE_POOL { 1 } else { 2 };
    let most = (4 * 255 * pool * pool.div_ceil(step)) as f32;
    let log: Vec<f32> = (0..=most as usize)
        .map(|sum| libm::logf(sum as f32 * 255.0 / most + DARK))
        .collect();
    let mut values = Vec::with_capacity(width * height);
    // Down the columns first, byte by byte: processors take many at once.
    let mut columns = vec![0u16; 3 * w];
    for rows in picture
        .as_raw()
        .chunks_exact((3 * w * pool).max(1))
        .take(height)
    {
        columns.fill(0);
        for row in rows.chunks_exact(3 * w).step_by(step) {
            let sums = columns.iter_mut().zip(row);
            sums.for_each(|(sum, code)| *sum += u16::from(*code));
        }
        // Green counts twice.
        values.extend(columns.chunks_exact(3 * pool).map(|block| {
            let pixels = block.as_chunks::<3>().0.iter();
            let sum = pixels.fold(0u32, |sum, &[r, g, b]| {
                sum + u32::from(r) + 2 * u32::from(g) + u32::from(b)
            });
            log.get(sum as usize).copied().unwrap_or(0.0)
        }));
    }
    let mut all = vec![Grey {
        width,
        height,
        values,
    }];
    while let Some(last) = all.last().filter(|l| l.width >= 8 && l.height >= 8) {
        all.push(last.halved());
    }
    all
}

/// Brightness of a level beyond that of its surroundings.
fn structure(levels: &[Grey], level: usize, at: Vec2) -> f32 {
    let fine = levels.get(level).map_or(0.0, |fine| fine.sample(at));
    fine - above(levels, level, at)
}

/// Brightness of a place's surroundings.
fn above(levels: &[Grey], level: usize, at: Vec2) -> f32 {
    let above = (level + ABOVE).min(levels.len().saturating_sub(1));
    let scale = 1.0 / f64::from(1u32 << (above - level));
    let coarse = levels.get(above);
    coarse.map_or(0.0, |c| {
        c.sample((at + Vec2::repeat(0.5)) * scale - Vec2::repeat(0.5))
    })
}

/// A place with structure.
struct Place {
    at: Vec2,
    /// From the middle, in halves of the picture's height.
    from_middle: Vec2,
    value: f32,
    slope: Vec2,
    part: usize,
}

impl Place {
    /// How the value there answers to the four parameters.
    fn answer(&self) -> Vector4<f64> {
        let (g, m) = (self.slope, self.from_middle);
        Vector4::new(g.x, g.y, g.y * m.x - g.x * m.y, g.x * m.x + g.y * m.y)
    }
}

/// Where a place goes.
fn moved(at: Vec2, m: Vec2, p: &Vector4<f64>) -> Vec2 {
    at + Vec2::new(
        p[0] - p[2] * m.y + p[3] * m.x,
        p[1] + p[2] * m.x + p[3] * m.y,
    )
}

/// The clearest places of each part of the picture.
fn places(levels: &[Grey], level: usize) -> Vec<Place> {
    let Some(g) = levels.get(level) else {
        return Vec::new();
    };
    let clear = CLEAR * noise(g);
    let side = g.longer().div_ceil(PARTS).max(1);
    let columns = g.width.div_ceil(side);
    let middle = 0.5 * Vec2::new(g.width as f64 - 1.0, g.height as f64 - 1.0);
    let unit = 0.5 * g.height as f64;
    let mut all = Vec::new();
    let mut steep: Vec<(f32, usize, usize)> = Vec::new();
    for part in 0..columns * g.height.div_ceil(side) {
        let (x0, y0) = (part % columns * side, part / columns * side);
        steep.clear();
        // Two pixels of the edge have no honest slope.
        for y in y0.max(2)..(y0 + side).min(g.height.saturating_sub(2)) {
            let row = |y: usize| {
                g.values
                    .get(y * g.width..(y + 1) * g.width)
                    .unwrap_or_default()
            };
            let (above, here, below) = (row(y - 1), row(y), row(y + 1));
            for x in x0.max(2)..(x0 + side).min(g.width.saturating_sub(2)) {
                let (dx, dy) = (here[x + 1] - here[x - 1], below[x] - above[x]);
                let slope = 0.25 * (dx * dx + dy * dy);
                if slope > clear * clear {
                    steep.push((slope, x, y));
                }
            }
        }
        if steep.len() > PLACES {
            // Equals in reading order, so that the choice is the same everywhere.
            steep.select_nth_unstable_by(PLACES, |a, b| {
                b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1)))
            });
            steep.truncate(PLACES);
        }
        all.extend(steep.iter().map(|&(_, x, y)| {
            let v = |x: usize, y: usize| {
                let value = g.values.get(y * g.width + x).copied().unwrap_or(0.0);
                value - above(levels, level, Vec2::new(x as f64, y as f64))
            };
            let at = Vec2::new(x as f64, y as f64);
            let slope = |more: f32, less: f32| 0.5 * f64::from(more - less);
            Place {
                at,
                from_middle: (at - middle) / unit,
                value: v(x, y),
                slope: Vec2::new(
                    slope(v(x + 1, y), v(x - 1, y)),
                    slope(v(x, y + 1), v(x, y - 1)),
                ),
                part,
            }
        }));
    }
    all
}

/// Standard deviation of the noise of a level, from second differences along its rows.
fn noise(g: &Grey) -> f32 {
    let mut bends: Vec<f32> = g
        .values
        .windows(3)
        .step_by(11)
        .map(|v| (v[0] - 2.0 * v[1] + v[2]).abs())
        .collect();
    let middle = bends.len() / 2;
    if bends.is_empty() {
        return 0.0;
    }
    let median = *bends.select_nth_unstable_by(middle, f32::total_cmp).1;
    (median / 0.6745 / 6f32.sqrt()).max(1e-4)
}

/// The whole shift that suits best, by its mean distance with large ones cut off.
fn search(places: &[Place], second: &[Grey], level: usize) -> Vector4<f64> {
    let few = places.len().div_ceil(SEARCHED).max(1);
    let places = || places.iter().step_by(few);
    let mut values: Vec<f32> = places().map(|p| p.value.abs()).collect();
    let middle = values.len() / 2;
    let cut = *values.select_nth_unstable_by(middle, f32::total_cmp).1;
    let mut best = (f32::INFINITY, 0, 0);
    for dy in -SEARCH..=SEARCH {
        for dx in -SEARCH..=SEARCH {
            let step = Vec2::new(f64::from(dx), f64::from(dy));
            let miss = |p: &Place| {
                (structure(second, level, p.at + step) - p.value)
                    .abs()
                    .min(cut)
            };
            // Of equals the smaller shift.
            let cost: f32 =
                places().map(miss).sum::<f32>() * (1.0 + 1e-3 * (dx.abs() + dy.abs()) as f32);
            if cost < best.0 {
                best = (cost, dx, dy);
            }
        }
    }
    Vector4::new(f64::from(best.1), f64::from(best.2), 0.0, 0.0)
}

/// An alignment of a level, px of that level.
struct Aligned {
    /// To the right, down, and what turn and growth do at half the picture's height.
    at: Vector4<f64>,
    covariance: Matrix4<f64>,
}

fn align(
    places: &[Place],
    second: &[Grey],
    level: usize,
    start: Vector4<f64>,
    enough: f64,
) -> Aligned {
    let mut at = start;
    let mut covariance = Matrix4::identity() * f64::INFINITY;
    for _ in 0..STEPS {
        let misses: Vec<f64> = places
            .iter()
            .map(|p| f64::from(structure(second, level, moved(p.at, p.from_middle, &at)) - p.value))
            .collect();
        let scale = 1.4826 * super::rig::median(misses.iter().map(|m| m.abs()).collect());
        let scale = scale.max(1e-4);
        let (mut hessian, mut gradient) = (Matrix4::zeros(), Vector4::zeros());
        for (p, miss) in places.iter().zip(&misses) {
            let u = miss / (TUKEY * scale);
            if u.abs() >= 1.0 {
                continue;
            }
            let weight = (1.0 - u * u).powi(2);
            let j = p.answer();
            hessian += weight * j * j.transpose();
            gradient += weight * *miss * j;
        }
        let Some(inverse) = hessian.try_inverse() else {
            break;
        };
        let step = -(inverse * gradient);
        if !step.iter().all(|v| v.is_finite()) {
            break;
        }
        at += step.map(|v| v.clamp(-2.0, 2.0));
        covariance = inverse * scale * scale * SHARED;
        if step.norm() < enough {
            break;
        }
    }
    Aligned { at, covariance }
}

/// Root mean square movement over a picture of this size (in halves of its height), and its standard deviation.
fn spread(done: &Aligned, size: Vec2) -> (f64, f64) {
    const GRID: usize = 5;
    let share = |i: usize| i as f64 / (GRID - 1) as f64 - 0.5;
    let (mut squares, mut variances, mut count) = (0.0, 0.0, 0.0);
    for i in 0..GRID * GRID {
        let m = Vec2::new(share(i % GRID) * size.x, share(i / GRID) * size.y);
        squares += (moved(Vec2::zeros(), m, &done.at)).norm_squared();
        let j = nalgebra::Matrix2x4::new(1.0, 0.0, -m.y, m.x, 0.0, 1.0, m.x, m.y);
        variances += (j * done.covariance * j.transpose()).trace();
        count += 1.0;
    }
    ((squares / count).sqrt(), (variances / count).sqrt())
}

/// Share of the parts of the first picture whose structure the second one shows in its place.
fn agreement(places: &[Place], second: &[Grey], level: usize, at: &Vector4<f64>) -> f64 {
    let (mut parts, mut alike) = (0.0, 0.0);
    for part in places.chunk_by(|a, b| a.part == b.part) {
        if part.len() < 8 {
            continue;
        }
        let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
        for p in part {
            let b = f64::from(structure(second, level, moved(p.at, p.from_middle, at)));
            let a = f64::from(p.value);
            (ab, aa, bb) = (ab + a * b, aa + a * a, bb + b * b);
        }
        parts += 1.0;
        alike += f64::from(u8::from(ab > ALIKE * (aa * bb).sqrt()));
    }
    if parts > 0.0 { alike / parts } else { 0.0 }
}

impl Grey {
    fn longer(&self) -> usize {
        self.width.max(self.height)
    }
}
