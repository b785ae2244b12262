//! The board's print as a blurred picture shows it, and where it must lie to look like the picture. Edges of markers beside a corner
//! are drawn too, so that they pull at nothing.

use super::board::Board;
use super::grey::Grey;
use super::homography::Homography;
use crate::geom::Vec2;
use nalgebra::{Matrix2, SMatrix, SVector};

/// Half window: share of a square, and its limits, px; never more than a square.
const WINDOW: f64 = 0.5;
const WINDOWS: (f64, f64) = (5.0, 14.0);
/// Steps of a placing, and the step, px, that ends it.
const STEPS: usize = 4;
const STILL_PX: f64 = 0.01;
/// Drawn and seen must agree in this share of the variance, with this contrast, of 255.
const LEAST_LIKENESS: f64 = 0.7;
const LEAST_CONTRAST: f64 = 10.0;
/// The longest half diagonal of a window, px, and the widest blur, as a share of a square, with which a corner is looked for.
const MOST_REACH: i64 = 40;
const MOST_BLUR: f64 = 0.5;
/// Pixels of a window, fewer of which tell nothing.
const LEAST_PIXELS: usize = 25;
/// Variance of a pixel's own width, px².
const PIXEL: f64 = 1.0 / 12.0;

/// Gain, light, two shifts, blur.
const UNKNOWNS: usize = 5;

/// The print as a grid of cells of one colour each.
pub(super) struct Print {
    square_mm: f64,
    /// Where cells begin within a square, mm: at its edge, at the marker's, at each of its modules.
    cuts: Vec<f64>,
    columns: usize,
    white: Vec<bool>,
}

/// A corner as the print found it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// px.
    pub at: Vec2,
    /// Standard deviation along either axis, from what drawing and picture differ by, px.
    pub sigma_px: f64,
    /// How much more the picture is blurred than was thought, px².
    pub blur: f64,
}

impl Print {
    pub fn new(board: &Board) -> Self {
        let s = board.square_mm;
        let mut cuts = vec![0.0];
        if let Some(m) = board.markers {
            let modules = m.dictionary.side() + 2;
            let module = m.marker_mm / modules as f64;
            cuts.extend((0..=modules).map(|k| 0.5 * (s - m.marker_mm) + module * k as f64));
        }
        let n = cuts.len();
        let columns = board.squares_x * n;
        let mut white = vec![true; columns * board.squares_y * n];
        for row in 0..board.squares_y {
            for column in 0..board.squares_x {
                let black = board.black(column, row);
                let marker = board.markers.zip(board.marker_at(column, row));
                for j in 0..n {
                    for i in 0..n {
                        let module = |k: usize| k.wrapping_sub(2);
                        let inside = (1..n - 1).contains(&i) && (1..n - 1).contains(&j);
                        let printed = marker.is_some_and(|(m, id)| {
                            inside && !m.dictionary.white(id, module(j), module(i))
                        });
                        white[(row * n + j) * columns + column * n + i] = !(black || printed);
                    }
                }
            }
        }
        Self {
            square_mm: s,
            cuts,
            columns,
            white,
        }
    }

    /// The cells along an axis that a blur about a place reaches, with their weights (a normal distribution's, nearly).
    fn reached(&self, at_mm: f64, sigma_mm: f64, to: &mut Vec<(i64, f64)>) {
        to.clear();
        let n = self.cuts.len() as i64;
        let begin = |k: i64| {
            let cut = self.cuts.get(k.rem_euclid(n) as usize);
            k.div_euclid(n) as f64 * self.square_mm + cut.copied().unwrap_or(0.0)
        };
        let below = |x: f64| 1.0 / (1.0 + libm::exp(-1.702 * (x - at_mm) / sigma_mm));
        let reach = 3.5 * sigma_mm;
        let mut k = ((at_mm - reach) / self.square_mm).floor() as i64 * n;
        while begin(k + 1) < at_mm - reach {
            k += 1;
        }
        let mut left = 0.0;
        loop {
            let end = begin(k + 1);
            let last = end > at_mm + reach;
            let right = if last { 1.0 } else { below(end) };
            to.push((k, right - left));
            if last {
                break;
            }
            (left, k) = (right, k + 1);
        }
    }

    /// White's share in what cells say, 0 to 1; beside the pattern the paper is white.
    fn blend(&self, across: &[(i64, f64)], down: &[(i64, f64)]) -> f64 {
        let mut sum = 0.0;
        for &(j, b) in down {
            for &(i, a) in across {
                let row = usize::try_from(j).ok();
                let column = usize::try_from(i).ok().filter(|i| *i < self.columns);
                let cell = row.zip(column).map(|(r, c)| r * self.columns + c);
                let white = cell.and_then(|c| self.white.get(c)).copied();
                if white.unwrap_or(true) {
                    sum += a * b;
                }
            }
        }
        sum
    }

    /// Where the picture shows the corner at `corner_mm`: from the place that `to_picture` (board, mm, to px) gives it, by least
    /// squares between the picture and the print drawn with a blur of that variance (Lucas and Kanade 1981, with light, contrast and
    /// blur open).
    pub fn settle(
        &self,
        g: &Grey,
        corner_mm: Vec2,
        to_picture: &Homography,
        variance: f64,
    ) -> Option<Placed> {
        let start = to_picture.map(corner_mm);
        let back = Homography(to_picture.0.try_inverse()?);
        let step = |d: Vec2| back.map(start + d) - corner_mm;
        let mm_by_px = Matrix2::from_columns(&[step(Vec2::x()), step(Vec2::y())]);
        let px_by_mm = mm_by_px.try_inverse()?;
        let spread = |row: usize| mm_by_px.row(row).norm() * (variance + PIXEL).sqrt();
        let (sigma_x, sigma_y) = (spread(0), spread(1));
        // The window, a parallelogram along the board's axes.
        let half = |axis: usize| {
            let px = px_by_mm.column(axis).norm();
            let side = px * self.square_mm;
            (WINDOW * side).clamp(WINDOWS.0, WINDOWS.1).min(side) / px
        };
        let half_mm = Vec2::new(half(0), half(1));
        // A pixel's diagonal, as a share of the window.
        let rim =
            1.5 * (mm_by_px.row(0).norm() / half_mm.x).max(mm_by_px.row(1).norm() / half_mm.y);
        let reach = |row: usize| {
            let r = px_by_mm.row(row);
            (r[0] * half_mm.x).abs() + (r[1] * half_mm.y).abs()
        };
        let (rx, ry) = (reach(0).ceil() as i64 + 1, reach(1).ceil() as i64 + 1);
        // A view from the edge, or a map that is none.
        let small = |sigma: f64| sigma < MOST_BLUR * self.square_mm;
        if rx.max(ry) > MOST_REACH || !small(sigma_x) || !small(sigma_y) {
            return None;
        }
        let width = (2 * rx + 1) as usize;
        let (mut across, mut down) = (Vec::new(), Vec::new());
        let mut drawn = vec![(0.0, 0.0); width * (2 * ry + 1) as usize];
        let mut at = start;
        let mut placed = None;
        for _ in 0..STEPS {
            if !g.contains(at, 1.0 + rx.max(ry) as f64) {
                return None;
            }
            // Whole pixels about the place, so that the picture is not smoothed by looking between them.
            let middle = Vec2::new(at.x.round(), at.y.round());
            let pixels = (-ry..=ry).flat_map(|dy| (-rx..=rx).map(move |dx| (dx, dy)));
            for (to, (dx, dy)) in drawn.iter_mut().zip(pixels) {
                let p = middle + Vec2::new(dx as f64, dy as f64);
                let q = back.map(p - at + start);
                let off = (q - corner_mm).component_div(&half_mm);
                let fade = |off: f64| (1.0 - off * off).max(0.0);
                // Drawn a little beyond the window, since slopes are read from neighbours.
                *to = if off.amax() < 1.0 + rim {
                    self.reached(q.x, sigma_x, &mut across);
                    self.reached(q.y, sigma_y, &mut down);
                    (self.blend(&across, &down), fade(off.x) * fade(off.y))
                } else {
                    (0.0, 0.0)
                };
            }
            let found = Window {
                g,
                middle,
                reach: (rx, ry),
                drawn: &drawn,
            }
            .solve()?;
            at += found.step;
            if (at - start).norm() > 0.7 * rx.min(ry) as f64 {
                return None;
            }
            placed = Some(Placed {
                at,
                sigma_px: found.sigma_px,
                blur: found.blur,
            });
            if found.step.norm() < STILL_PX {
                break;
            }
        }
        placed
    }
}

/// A drawn window over a picture.
struct Window<'a> {
    g: &'a Grey,
    /// The pixel in its middle.
    middle: Vec2,
    /// Pixels to either side of it.
    reach: (i64, i64),
    /// Drawn value and weight, row by row.
    drawn: &'a [(f64, f64)],
}

/// What brings the drawing nearer to the picture.
struct Nearer {
    step: Vec2,
    sigma_px: f64,
    blur: f64,
}

impl Window<'_> {
    fn solve(&self) -> Option<Nearer> {
        let (rx, ry) = self.reach;
        let width = (2 * rx + 1) as usize;
        let mut normal = SMatrix::<f64, UNKNOWNS, UNKNOWNS>::zeros();
        let mut right = SVector::<f64, UNKNOWNS>::zeros();
        let (mut count, mut weights, mut sum, mut squares) = (0, 0.0, 0.0, 0.0);
        for y in 1..2 * ry as usize {
            for x in 1..width - 1 {
                let k = y * width + x;
                let (t, w) = self.drawn[k];
                if w <= 0.0 {
                    continue;
                }
                let of = |k: usize| self.drawn[k].0;
                let (left, next, above, below) =
                    (of(k - 1), of(k + 1), of(k - width), of(k + width));
                let row = SVector::from([
                    t,
                    1.0,
                    0.5 * (next - left),
                    0.5 * (below - above),
                    left + next + above + below - 4.0 * t,
                ]);
                let at = self.middle + Vec2::new(x as f64 - rx as f64, y as f64 - ry as f64);
                let seen = f64::from(self.g.sample(at));
                normal += w * row * row.transpose();
                right += w * seen * row;
                count += 1;
                weights += w;
                sum += w * seen;
                squares += w * seen * seen;
            }
        }
        if count < LEAST_PIXELS {
            return None;
        }
        let inverse = normal.try_inverse()?;
        let found = inverse * right;
        let gain = found[0];
        let left = (squares - found.dot(&right)).max(0.0);
        let all = squares - sum * sum / weights;
        if gain < LEAST_CONTRAST || left > (1.0 - LEAST_LIKENESS) * all {
            return None;
        }
        let variance = left / weights;
        let sigma = (0.5 * variance * (inverse[(2, 2)] + inverse[(3, 3)])).sqrt() / gain;
        Some(Nearer {
            step: -Vec2::new(found[2], found[3]) / gain,
            sigma_px: sigma,
            blur: 2.0 * found[4] / gain,
        })
    }
}
