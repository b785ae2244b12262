//! Edges of colour inside the outline, where one part of a person may be seen before another.

use super::coverage::Coverage;
use super::drift::median;
use crate::geom::{Vec2, sort_by_number};
use image::RgbImage;

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

/// Edges are looked for in squares of pixels, so many along the longer side of the picture, of two pixels at least: noise halves,
/// and no edge that matters is finer.
const BINS: usize = 640;
const LEAST_BIN_PX: usize = 2;
/// Nearer to the outline, squares, an edge is the outline's own.
const MARGIN: f64 = 2.5;
/// An edge stands out from the median of the person's skin and clothes by this factor.
const CLEAR: f32 = 3.0;
/// Weaker than this, grey levels a pixel, nothing is an edge.
const LEAST: f32 = 0.5;
/// So many at most are kept, the strongest.
const MOST: usize = 6000;

/// The edges of colour (after Di Zenzo 1986: the structure tensor summed over the channels) inside a person's coverage.
pub(super) fn creases(frame: &RgbImage, coverage: &Coverage) -> Vec<Crease> {
    if frame.dimensions() != coverage.dimensions() {
        return Vec::new();
    }
    let Some(patch) = Patch::new(frame, coverage) else {
        return Vec::new();
    };
    let slopes = Slopes::new(&patch);
    let strengths = &slopes.strengths;
    let inside = strengths.iter().zip(&patch.inside).filter(|(_, i)| **i);
    let mut usual: Vec<f32> = inside.map(|(s, _)| *s).collect();
    let Some(usual) = median(&mut usual) else {
        return Vec::new();
    };
    let least = (CLEAR * usual).max(LEAST);
    let bin = patch.bin as f64;
    let mut found = Vec::new();
    for y in 1..patch.height.saturating_sub(1) {
        for x in 1..patch.width.saturating_sub(1) {
            let i = y * patch.width + x;
            let strength = strengths[i];
            if strength < least {
                continue;
            }
            let normal = slopes.direction(i);
            let step = |v: f32| {
                if v.abs() > 0.38 {
                    v.signum() as isize
                } else {
                    0
                }
            };
            let beside = step(normal[0]) + step(normal[1]) * patch.width as isize;
            let before = strengths[i.wrapping_add_signed(-beside)];
            let after = strengths[i.wrapping_add_signed(beside)];
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
            let at = (Vec2::new(x as f64, y as f64) + way * f64::from(ahead)) * bin
                + patch.origin
                + Vec2::repeat((bin - 1.0) / 2.0);
            let normal = Vec2::new(f64::from(normal[0]), f64::from(normal[1]));
            let margin = normal * (MARGIN * bin);
            if coverage.covers(at + margin) && coverage.covers(at - margin) {
                found.push(Crease {
                    at,
                    normal,
                    strength: f64::from(strength),
                });
            }
        }
    }
    sort_by_number(&mut found, |c| -c.strength);
    found.truncate(MOST);
    found
}

/// The person's surroundings in squares.
struct Patch {
    /// Pixels a square's side.
    bin: usize,
    origin: Vec2,
    width: usize,
    height: usize,
    /// By channel, square by square, grey levels.
    colours: [Vec<f32>; 3],
    /// Whether all of a square is the person's.
    inside: Vec<bool>,
}

impl Patch {
    fn new(frame: &RgbImage, coverage: &Coverage) -> Option<Self> {
        let stride = 3 * frame.width() as usize;
        let bin = (frame.width().max(frame.height()) as usize / BINS).max(LEAST_BIN_PX);
        let (xs, ys) = coverage.bounds()?;
        let (width, height) = ((xs.len() - 1) / bin, (ys.len() - 1) / bin);
        let mut colours = std::array::from_fn(|_| Vec::with_capacity(width * height));
        let mut inside = Vec::with_capacity(width * height);
        let share = 1.0 / (bin * bin) as f32;
        let mut sums = vec![[0u32; 3]; width];
        let mut all = vec![false; xs.len()];
        for row in 0..height {
            sums.fill([0; 3]);
            all.fill(true);
            for y in (ys.start + row * bin..).take(bin) {
                let from = y * stride + 3 * xs.start;
                let pixels = &frame.as_raw()[from..from + 3 * bin * width];
                for (sum, square) in sums.iter_mut().zip(pixels.chunks_exact(3 * bin)) {
                    for p in square.chunks_exact(3) {
                        (0..3).for_each(|k| sum[k] += u32::from(p[k]));
                    }
                }
                // What lies between the runs is not the person's.
                let mut from = 0;
                for run in coverage.row(y) {
                    all[from..run.start as usize - xs.start].fill(false);
                    from = run.end as usize - xs.start;
                }
                all[from..].fill(false);
            }
            for (k, channel) in colours.iter_mut().enumerate() {
                channel.extend(sums.iter().map(|s| s[k] as f32 * share));
            }
            let squares = all.chunks_exact(bin).take(width);
            inside.extend(squares.map(|s| s.iter().all(|on| *on)));
        }
        Some(Self {
            bin,
            origin: Vec2::new(xs.start as f64, ys.start as f64),
            width,
            height,
            colours,
            inside,
        })
    }
}

/// How colour changes about each square; nothing outside of the person.
struct Slopes {
    /// Structure tensor: xx, xy, yy.
    tensors: [Vec<f32>; 3],
    /// Along the largest change, grey levels a pixel.
    strengths: Vec<f32>,
}

impl Slopes {
    /// Row by row, by Scharr's weights: the direction is true to a degree.
    fn new(patch: &Patch) -> Self {
        let (w, h) = (patch.width, patch.height);
        let mut out = Slopes {
            tensors: std::array::from_fn(|_| vec![0.0; w * h]),
            strengths: vec![0.0; w * h],
        };
        let (mut smooth, mut change) = (vec![0.0f32; w], vec![0.0f32; w]);
        for y in 1..h.saturating_sub(1) {
            let row = y * w..(y + 1) * w;
            let [xx, xy, yy] = out.tensors.each_mut().map(|t| &mut t[row.clone()]);
            for channel in &patch.colours {
                let line = |y: usize| &channel[y * w..(y + 1) * w];
                let lines = line(y - 1).iter().zip(line(y)).zip(line(y + 1));
                for ((s, c), ((above, here), below)) in
                    smooth.iter_mut().zip(&mut change).zip(lines)
                {
                    *s = (3.0 * (above + below) + 10.0 * here) / 32.0;
                    *c = (below - above) / 32.0;
                }
                let squares = xx.iter_mut().zip(xy.iter_mut()).zip(yy.iter_mut()).skip(1);
                for ((s, c), ((xx, xy), yy)) in
                    smooth.windows(3).zip(change.windows(3)).zip(squares)
                {
                    let gx = s[2] - s[0];
                    let gy = 3.0 * (c[0] + c[2]) + 10.0 * c[1];
                    *xx += gx * gx;
                    *xy += gx * gy;
                    *yy += gy * gy;
                }
            }
            let tensor = xx.iter().zip(xy.iter()).zip(yy.iter());
            let inside = &patch.inside[row.clone()];
            let strengths = out.strengths[row].iter_mut().zip(inside).zip(tensor);
            let a_pixel = 1.0 / patch.bin as f32;
            for ((strength, inside), ((xx, xy), yy)) in strengths {
                let largest = largest([*xx, *xy, *yy]).sqrt() * a_pixel;
                *strength = if *inside { largest } else { 0.0 };
            }
        }
        out
    }

    /// Unit direction of the largest change.
    fn direction(&self, i: usize) -> [f32; 2] {
        let [xx, xy, yy] = [0, 1, 2].map(|k| self.tensors[k][i]);
        let largest = largest([xx, xy, yy]);
        let (a, b) = if xx > yy {
            (largest - yy, xy)
        } else {
            (xy, largest - xx)
        };
        let length = (a * a + b * b).sqrt();
        if length > 0.0 {
            [a / length, b / length]
        } else {
            [0.0; 2]
        }
    }
}

/// The larger eigenvalue of a symmetric tensor: xx, xy, yy.
fn largest([xx, xy, yy]: [f32; 3]) -> f32 {
    let (half, spread) = ((xx + yy) / 2.0, (xx - yy) / 2.0);
    half + (spread * spread + xy * xy).sqrt()
}

#[cfg(test)]
mod tests {
    use super::super::raster::Raster;
    use super::*;
    use image::{GrayImage, Luma, Rgb};

    /// A disc of two halves, parted by a slanting line through its middle.
    fn halves(radius: f64, normal: Vec2) -> (RgbImage, Coverage) {
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
        let drawn = GrayImage::from_fn(121, 121, |x, y| Luma([inside(x, y)]));
        (frame, Coverage::new(&Raster::from_gray(&drawn)))
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
        let empty = |side| Coverage::new(&Raster::new(side, side));
        assert!(creases(&frame, &empty(121)).is_empty());
        assert!(creases(&frame, &empty(5)).is_empty());
    }
}
