//! Where along its normal each contour point lies, to a fraction of a pixel: the step from the person's light to the
//! booth's known light that explains the pixels best, neighbours agreeing.

use super::cells::{CEILING, Cells, DARK};
use super::contour::{Contour, with_normals};
use super::drift::Noise;
use super::light::Light;
use super::locale::Locale;
use crate::geom::Vec2;

/// Samples reach this far to both sides, px.
const REACH: f32 = 6.0;
/// Samples are this far apart, px.
const STEP: f32 = 0.5;
const SAMPLES: usize = (2.0 * REACH / STEP) as usize + 1;
/// Places tried: so far to both sides, px, and so far apart.
const TRIED: f64 = 3.0;
const APART: f64 = 0.25;
const PLACES: usize = (2.0 * TRIED / APART) as usize + 1;
/// The step is blurred over this many px to each side (lens, pixel, JPEG with colours at half the resolution).
const RAMP: [f32; 3] = [1.25, 2.0, 2.0];
/// The booth's offset is drawn to none as if by this many samples, the person's slope to none by this moment (px²).
const PRIOR: f32 = 6.0;
const RIDGE: f32 = 10.0;
/// So many samples are worth one independent one: half-pixel steps, neighbours, common noise.
const DEPENDENT: f32 = 6.0;
/// The cost of the right place if nothing but noise speaks.
const EXPECTED: f32 = 0.5 * SAMPLES as f32 * 1.6 / DEPENDENT;
/// Colours have a quarter of the samples.
const WEIGHT: [f32; 3] = [1.0, 0.3, 0.3];
/// Cost of moving by a pixel from one point to the next.
const STIFFNESS: f32 = 6.0;
/// No edge is known better than this, px.
const LEAST_SIGMA: f64 = 0.12;
/// A clipped booth this far outside, px, leaves the edge no better known than so, px.
const GLARE: f64 = 2.0;
const GLARE_SIGMA: f64 = 1.2;
/// No edge is known worse than this, px: it was found within the tried places.
const MOST_SIGMA: f64 = 3.0;

/// Everything that an edge is judged by.
pub(super) struct Scene<'a> {
    pub frame: &'a Light,
    pub plate: &'a Light,
    pub cells: &'a Cells,
    pub noise: &'a Noise,
    pub locale: &'a Locale,
}

impl Scene<'_> {
    /// The contour with each point moved along its normal to the edge, and its uncertainty.
    pub fn settle(&self, contour: &Contour) -> Contour {
        let costs: Vec<[f32; PLACES]> = contour
            .points
            .iter()
            .map(|p| self.costs(p.at, p.normal))
            .collect();
        let path = best_path(&costs);
        let moved = contour
            .points
            .iter()
            .zip(&costs)
            .zip(&path)
            .map(|((point, cost), &place)| {
                let (offset, sigma) = vertex(cost, place);
                let at = point.at + point.normal * offset;
                (
                    at,
                    if self.glares(at + point.normal * GLARE) {
                        sigma.max(GLARE_SIGMA)
                    } else {
                        sigma
                    },
                )
            });
        let (places, sigmas): (Vec<Vec2>, Vec<f64>) = moved.unzip();
        let mut points = with_normals(&places, 0.0);
        points
            .iter_mut()
            .zip(sigmas)
            .for_each(|(p, s)| p.sigma_px = s);
        Contour { points }
    }

    /// Whether the booth is so light there that its light is unknown: it spills over the edge.
    fn glares(&self, at: Vec2) -> bool {
        self.plate.sample(at.x, at.y).iter().any(|&l| l > CEILING)
    }

    /// Half the squared misfit, in units of noise, of an edge at each of the places tried.
    fn costs(&self, at: Vec2, normal: Vec2) -> [f32; PLACES] {
        let along = Vec2::new(-normal.y, normal.x);
        let mut seen = [[0.0f32; 3]; SAMPLES];
        let mut booth = [[0.0f32; 3]; SAMPLES];
        let gains = self.locale.booth(at.x as f32, at.y as f32).map(libm::expf);
        for (k, (seen, booth)) in seen.iter_mut().zip(&mut booth).enumerate() {
            for side in [-1.0, 0.0, 1.0] {
                let p = at + normal * f64::from(k as f32 * STEP - REACH) + along * side;
                let (f, b) = (self.frame.sample(p.x, p.y), self.plate.sample(p.x, p.y));
                for c in 0..3 {
                    seen[c] += f[c] / 3.0;
                    booth[c] += ((b[c] + DARK) * gains[c] - DARK) / 3.0;
                }
            }
            (*seen, *booth) = (opponent(*seen), opponent(*booth));
        }
        let size = self.cells.size;
        let cell = |v: f64, most: usize| ((v.max(0.0) as usize) / size).min(most - 1);
        let cell = cell(at.y, self.cells.height) * self.cells.width + cell(at.x, self.cells.width);
        let relative = self.noise.shade(self.cells.cells[cell].level());
        misfits(&seen, &booth, relative)
    }
}

/// Luminance, and two colour differences of square roots. JPEG keeps them apart, each with noise and sharpness of its own:
/// the lens blurs light, but the codec blurs colours as they are coded.
fn opponent(light: [f32; 3]) -> [f32; 3] {
    let [r, g, b] = light.map(|l| l.max(0.0).sqrt());
    let [x, y, z] = light;
    [0.25 * x + 0.5 * y + 0.25 * z, r - g, b - g]
}

/// How badly an edge at each of the places explains the samples. Places run innermost: processors take several at once.
fn misfits(
    seen: &[[f32; 3]; SAMPLES],
    booth: &[[f32; 3]; SAMPLES],
    relative: [f32; 3],
) -> [f32; PLACES] {
    let places: [f32; PLACES] = std::array::from_fn(|p| (p as f64 * APART - TRIED) as f32);
    let mut sum = [0.0f32; PLACES];
    for c in 0..3 {
        let ramp = RAMP[c];
        let lines = Lines::new(seen, booth, c, &places);
        for (k, (seen, booth)) in seen.iter().zip(booth).enumerate() {
            let light = seen[0].max(0.0) + DARK;
            let sigma = relative[c] * if c == 0 { light } else { 0.5 * light.sqrt() } + 0.003;
            let certainty = 1.0 / sigma;
            for (p, sum) in sum.iter_mut().enumerate() {
                let s = k as f32 * STEP - REACH - places[p];
                let person = lines.height[p] + lines.slope[p] * s;
                let share = (0.5 + s / (2.0 * ramp)).clamp(0.0, 1.0);
                let share = share * share * (3.0 - 2.0 * share);
                let model = person + share * (booth[c] + lines.off[p] - person);
                // Capped: things beyond the edge of another limb must not draw this edge.
                let e = (seen[c] - model) * certainty;
                *sum += WEIGHT[c] * (e * e).min(16.0);
            }
        }
    }
    sum.map(|s| 0.5 * s / DEPENDENT)
}

/// For each place of the edge: the booth's offset just outside, which is small, and the person's light just inside as a line.
struct Lines {
    off: [f32; PLACES],
    height: [f32; PLACES],
    slope: [f32; PLACES],
}

impl Lines {
    fn new(
        seen: &[[f32; 3]; SAMPLES],
        booth: &[[f32; 3]; SAMPLES],
        c: usize,
        places: &[f32; PLACES],
    ) -> Lines {
        let zero = [0.0f32; PLACES];
        let (mut off, mut outside) = (zero, [PRIOR; PLACES]);
        let (mut n, mut x1, mut x2, mut y1, mut xy) = (zero, zero, zero, zero, zero);
        for (k, (seen, booth)) in seen.iter().zip(booth).enumerate() {
            let (value, step) = (seen[c], seen[c] - booth[c]);
            for p in 0..PLACES {
                let s = k as f32 * STEP - REACH - places[p];
                let in_booth = if s > RAMP[c] { 1.0 } else { 0.0 };
                let in_person = if s < -RAMP[c] { 1.0 } else { 0.0 };
                off[p] += in_booth * step;
                outside[p] += in_booth;
                n[p] += in_person;
                x1[p] += in_person * s;
                x2[p] += in_person * s * s;
                y1[p] += in_person * value;
                xy[p] += in_person * s * value;
            }
        }
        let mut lines = Lines {
            off: zero,
            height: zero,
            slope: zero,
        };
        for p in 0..PLACES {
            let (mx, my) = (x1[p] / n[p], y1[p] / n[p]);
            let slope = (xy[p] - n[p] * mx * my) / (x2[p] - n[p] * mx * mx + RIDGE);
            lines.off[p] = off[p] / outside[p];
            lines.slope[p] = slope;
            lines.height[p] = my - slope * mx;
        }
        lines
    }
}

/// The places of least cost, neighbours being tied.
fn best_path(costs: &[[f32; PLACES]]) -> Vec<usize> {
    let mut total: Vec<[f32; PLACES]> = Vec::with_capacity(costs.len());
    let mut back: Vec<[u8; PLACES]> = Vec::with_capacity(costs.len());
    let tie = STIFFNESS * APART as f32;
    for cost in costs {
        let (mut reach, mut from): ([f32; PLACES], [u8; PLACES]) = match total.last() {
            Some(last) => (*last, std::array::from_fn(|p| p as u8)),
            None => ([0.0; PLACES], [0; PLACES]),
        };
        for p in 1..PLACES {
            if reach[p - 1] + tie < reach[p] {
                reach[p] = reach[p - 1] + tie;
                from[p] = from[p - 1];
            }
        }
        for p in (0..PLACES - 1).rev() {
            if reach[p + 1] + tie < reach[p] {
                reach[p] = reach[p + 1] + tie;
                from[p] = from[p + 1];
            }
        }
        reach.iter_mut().zip(cost).for_each(|(r, c)| *r += c);
        total.push(reach);
        back.push(from);
    }
    let mut path = vec![0; costs.len()];
    let last = total.last().map_or(0, |t| {
        (0..PLACES)
            .min_by(|&a, &b| t[a].total_cmp(&t[b]))
            .unwrap_or(0)
    });
    let mut at = last;
    for (place, from) in path.iter_mut().zip(&back).rev() {
        *place = at;
        at = usize::from(from[at]);
    }
    path
}

/// The vertex of the parabola about the chosen place, and how widely places would do as well.
fn vertex(cost: &[f32; PLACES], place: usize) -> (f64, f64) {
    let offset = |p: f64| p * APART - TRIED;
    if !(2..PLACES - 2).contains(&place) {
        return (offset(place as f64), MOST_SIGMA);
    }
    let (a, b, c) = (
        f64::from(cost[place - 2]),
        f64::from(cost[place]),
        f64::from(cost[place + 2]),
    );
    let curvature = (a + c - 2.0 * b) / 4.0;
    let shift = if curvature > 1e-6 {
        ((a - c) / (8.0 * curvature)).clamp(-1.0, 1.0)
    } else {
        0.0
    };
    let best = offset(place as f64 + shift);
    // The spread of the posterior over all places about the chosen one; a misfit beyond noise widens it.
    let least = cost.iter().copied().fold(f32::INFINITY, f32::min);
    let scale = (EXPECTED / least.max(EXPECTED)).sqrt();
    let (mut sum, mut square) = (0.0f64, 0.0f64);
    for (k, c) in cost.iter().enumerate() {
        let weight = f64::from(libm::expf((least - c) * scale));
        let off = offset(k as f64) - best;
        sum += weight;
        square += weight * off * off;
    }
    (
        best,
        (square / sum + LEAST_SIGMA * LEAST_SIGMA)
            .sqrt()
            .min(MOST_SIGMA),
    )
}
