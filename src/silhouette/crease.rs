//! Edges of colour inside the outline, where one part of a person may be seen before another.

use crate::geom::Vec2;
use image::{GrayImage, RgbImage};

/// A place on an edge inside the outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crease {
    /// Sub-pixel place, px; integer coordinates at pixel centres.
    pub at: Vec2,
    /// Unit direction in which the colour changes most; either way.
    pub normal: Vec2,
    /// How much it changes, grey levels a pixel.
    pub strength: f64,
}

/// Edges are looked for in squares of so many pixels a side: noise halves, and no edge that matters is finer.
const BIN_PX: usize = 2;
/// Nearer to the outline, px, an edge is the outline's own.
const MARGIN_PX: f64 = 5.0;
/// An edge stands out from the median of the person's skin and clothes by this factor.
const CLEAR: f32 = 3.0;
/// Weaker than this, grey levels a pixel, nothing is an edge.
const LEAST: f32 = 0.5;
/// So many at most are kept, the strongest.
const MOST: usize = 6000;

/// The edges of colour (after Di Zenzo 1986: the structure tensor summed over the channels) inside a person's coverage.
pub(super) fn creases(frame: &RgbImage, coverage: &GrayImage) -> Vec<Crease> {
    if frame.dimensions() != coverage.dimensions() {
        return Vec::new();
    }
    let Some(patch) = Patch::new(frame, coverage) else {
        return Vec::new();
    };
    let slopes = patch.slopes();
    let inside = slopes.iter().zip(&patch.inside).filter(|(_, i)| **i);
    let mut usual: Vec<f32> = inside.map(|(s, _)| s.0).collect();
    if usual.is_empty() {
        return Vec::new();
    }
    let middle = usual.len() / 2;
    let usual = *usual.select_nth_unstable_by(middle, f32::total_cmp).1;
    let least = (CLEAR * usual).max(LEAST);
    let covered = |p: Vec2| {
        let (x, y) = (p.x.round(), p.y.round());
        x >= 0.0
            && y >= 0.0
            && x < f64::from(coverage.width())
            && y < f64::from(coverage.height())
            && coverage.get_pixel(x as u32, y as u32).0[0] > 127
    };
    let mut found = Vec::new();
    for y in 1..patch.height.saturating_sub(1) {
        for x in 1..patch.width.saturating_sub(1) {
            let i = y * patch.width + x;
            let (strength, normal) = slopes[i];
            if strength < least {
                continue;
            }
            let step = |v: f32| {
                if v.abs() > 0.38 {
                    v.signum() as isize
                } else {
                    0
                }
            };
            let beside = step(normal[0]) + step(normal[1]) * patch.width as isize;
            let (before, after) = (
                slopes[i.wrapping_add_signed(-beside)].0,
                slopes[i.wrapping_add_signed(beside)].0,
            );
            if strength < before || strength <= after {
                continue;
            }
            let bend = before - 2.0 * strength + after;
            let ahead = if bend < 0.0 {
                0.5 * (before - after) / bend
            } else {
                0.0
            };
            let way = Vec2::new(
                f64::from(step(normal[0]) as i8),
                f64::from(step(normal[1]) as i8),
            );
            let bin = BIN_PX as f64;
            let at = (Vec2::new(x as f64, y as f64) + way * f64::from(ahead)) * bin
                + patch.origin
                + Vec2::repeat((bin - 1.0) / 2.0);
            let normal = Vec2::new(f64::from(normal[0]), f64::from(normal[1]));
            if covered(at + normal * MARGIN_PX) && covered(at - normal * MARGIN_PX) {
                found.push(Crease {
                    at,
                    normal,
                    strength: f64::from(strength),
                });
            }
        }
    }
    found.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    found.truncate(MOST);
    found
}

/// The person's surroundings in squares of [`BIN_PX`].
struct Patch {
    origin: Vec2,
    width: usize,
    height: usize,
    colours: Vec<[f32; 3]>,
    inside: Vec<bool>,
}

impl Patch {
    fn new(frame: &RgbImage, coverage: &GrayImage) -> Option<Self> {
        let (w, h) = (coverage.width() as usize, coverage.height() as usize);
        let on = |x: usize, y: usize| coverage.as_raw()[y * w + x] > 127;
        let rows = (0..h).filter(|y| (0..w).any(|x| on(x, *y)));
        let (top, bottom) = rows.fold((h, 0), |(t, b), y| (t.min(y), b.max(y)));
        if top > bottom {
            return None;
        }
        let columns = (0..w).filter(|x| (top..=bottom).any(|y| on(*x, y)));
        let (left, right) = columns.fold((w, 0), |(l, r), x| (l.min(x), r.max(x)));
        let (width, height) = ((right - left) / BIN_PX, (bottom - top) / BIN_PX);
        let mut colours = Vec::with_capacity(width * height);
        let mut inside = Vec::with_capacity(width * height);
        let share = 1.0 / (BIN_PX * BIN_PX) as f32;
        for y in 0..height {
            for x in 0..width {
                let mut sum = [0.0; 3];
                let mut all = true;
                for (dx, dy) in (0..BIN_PX).flat_map(|dy| (0..BIN_PX).map(move |dx| (dx, dy))) {
                    let (px, py) = (left + x * BIN_PX + dx, top + y * BIN_PX + dy);
                    let c = &frame.as_raw()[(py * w + px) * 3..][..3];
                    (0..3).for_each(|k| sum[k] += f32::from(c[k]) * share);
                    all &= on(px, py);
                }
                colours.push(sum);
                inside.push(all);
            }
        }
        Some(Self {
            origin: Vec2::new(left as f64, top as f64),
            width,
            height,
            colours,
            inside,
        })
    }

    /// The largest change of colour about each square, grey levels a pixel, and its direction; zero outside of the person.
    fn slopes(&self) -> Vec<(f32, [f32; 2])> {
        let (w, h) = (self.width, self.height);
        let mut out = vec![(0.0, [0.0; 2]); w * h];
        for y in 1..h.saturating_sub(1) {
            for x in 1..w.saturating_sub(1) {
                let i = y * w + x;
                if !self.inside[i] {
                    continue;
                }
                let mut t = [0.0; 3];
                for k in 0..3 {
                    let at = |dx: usize, dy: usize| self.colours[i + dx + dy * w - 1 - w][k];
                    // Scharr's weights: the direction is true to a degree.
                    let across = |a: f32, b: f32, c: f32| (3.0 * a + 10.0 * b + 3.0 * c) / 32.0;
                    let gx =
                        across(at(2, 0), at(2, 1), at(2, 2)) - across(at(0, 0), at(0, 1), at(0, 2));
                    let gy =
                        across(at(0, 2), at(1, 2), at(2, 2)) - across(at(0, 0), at(1, 0), at(2, 0));
                    t[0] += gx * gx;
                    t[1] += gx * gy;
                    t[2] += gy * gy;
                }
                let (half, spread) = ((t[0] + t[2]) / 2.0, (t[0] - t[2]) / 2.0);
                let largest = half + (spread * spread + t[1] * t[1]).sqrt();
                let (a, b) = if t[0] > t[2] {
                    (largest - t[2], t[1])
                } else {
                    (t[1], largest - t[0])
                };
                let length = (a * a + b * b).sqrt();
                if length > 0.0 {
                    out[i] = (largest.sqrt() / BIN_PX as f32, [a / length, b / length]);
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Luma, Rgb};

    /// A disc of two halves, parted by a slanting line through its middle.
    fn halves(radius: f64, normal: Vec2) -> (RgbImage, GrayImage) {
        let place = |x: u32, y: u32| Vec2::new(f64::from(x) - 60.0, f64::from(y) - 60.0);
        let frame = RgbImage::from_fn(121, 121, |x, y| {
            let share = (place(x, y).dot(&normal) + 0.5).clamp(0.0, 1.0);
            let lit = if place(x, y).norm() < radius {
                1.0
            } else {
                0.2
            };
            Rgb([90.0 + 60.0 * share, 120.0 - 40.0 * share, 100.0].map(|v| (v * lit) as u8))
        });
        let inside = |x, y| if place(x, y).norm() < radius { 255 } else { 0 };
        (
            frame,
            GrayImage::from_fn(121, 121, |x, y| Luma([inside(x, y)])),
        )
    }

    #[test]
    fn an_edge_inside_is_found_where_it_is_and_the_outline_is_left_alone() {
        for degrees in [0.0f64, 20.0, 45.0, 100.0] {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let normal = Vec2::new(cos, sin);
            let (frame, coverage) = halves(50.0, normal);
            let found = creases(&frame, &coverage);
            assert!(found.len() > 25, "{degrees}: {}", found.len());
            for c in &found {
                let from_middle = c.at - Vec2::new(60.0, 60.0);
                assert!(from_middle.dot(&normal).abs() < 0.8, "{degrees}: {c:?}");
                assert!(c.normal.dot(&normal).abs() > 0.97, "{degrees}: {c:?}");
            }
        }
    }

    #[test]
    fn one_colour_has_no_edges() {
        let frame = RgbImage::from_pixel(121, 121, Rgb([90, 120, 100]));
        let (_, coverage) = halves(50.0, Vec2::x());
        assert!(creases(&frame, &coverage).is_empty());
        assert!(creases(&frame, &GrayImage::new(121, 121)).is_empty());
        assert!(creases(&frame, &GrayImage::new(5, 5)).is_empty());
    }
}
