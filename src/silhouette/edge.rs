//! Where along its normal each contour point lies, to a fraction of a pixel: the step from the person's light to the
//! booth's known light, or to one that is even close by, that explains the pixels best, neighbours agreeing.

use super::cells::{CEILING, Cells};
use super::contour::{Contour, with_normals};
use super::drift::{Noise, median};
use super::light::{DARK, Light};
use super::locale::Locale;
use super::numbers::{exp, ln, positive};
use crate::geom::Vec2;

/// Lengths below are those of a picture some 1,280 px high, whose blocks are this many pixels wide; larger ones take longer.
const BLOCK: f32 = 2.0;
/// Samples reach this far to both sides, px.
const REACH: f32 = 6.0;
/// Samples are this far apart, px.
const STEP: f32 = 0.5;
const SAMPLES: usize = (2.0 * REACH / STEP) as usize + 1;
/// Every so many points of a contour are looked at; those between take the mean of their neighbours.
const LOOK: usize = 2;
/// Places tried: so far to both sides, px, and so far apart. A number that processors like.
const TRIED: f32 = 2.875;
const APART: f32 = 0.25;
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
/// Noise of what is seen of the person as a share of the noise against the booth's picture, which has its own.
const INSIDE: f32 = 0.8;
/// Cost of moving by a pixel from one point to the next.
const STIFFNESS: f32 = 6.0;
/// No edge is known better than this, px.
const LEAST_SIGMA: f64 = 0.12;
/// A clipped booth this far outside, px, leaves the edge no better known than so, px.
const GLARE: f64 = 2.0;
const GLARE_SIGMA: f64 = 1.2;
/// No edge is known worse than this, px: it was found within the tried places.
const MOST_SIGMA: f64 = 3.0;

/// Of a background of which there is no picture so many outermost samples tell the light.
const OUTSIDE: usize = 5;
/// Its noise, as that of a person's light and colours: half and twice as much find the edge as well.
const PLAIN: [f32; 3] = [0.06, 0.06, 0.06];
/// How far a cut through whole pixels may be off, px.
const CUT: f32 = 1.0;

/// Edges with this contrast, as a step of the square root of light, are clear; every so many points are looked at, and so many
/// must be clear.
const CLEAR: f32 = 0.15;
const EVERY: usize = 5;
const LEAST_WIDTHS: usize = 20;

/// Everything that an edge is judged by.
pub(super) struct Scene<'a> {
    pub frame: &'a Light<'a>,
    pub behind: Behind<'a>,
    /// Pixels that the lengths of this file are stretched by.
    pub zoom: f32,
}

/// What is known of the background.
pub(super) enum Behind<'a> {
    /// A picture of it alone.
    Plate {
        plate: &'a Light<'a>,
        cells: &'a Cells,
        noise: &'a Noise,
        locale: &'a Locale,
    },
    /// That it has one colour close by.
    Plain,
}

/// What the lengths of an edge are stretched by where blocks have this size.
pub(super) fn zoom(unit: usize) -> f32 {
    (unit as f32 / BLOCK).max(1.0)
}

impl Scene<'_> {
    /// The contour with each point moved along its normal to the edge, and its uncertainty.
    pub fn settle(&self, contour: &Contour) -> Contour {
        let [light, colour, _] = RAMP.map(|ramp| Steps::new(ramp / self.zoom));
        let steps = [&light, &colour, &colour];
        let looked = contour.points.iter().step_by(LOOK);
        let costs = looked.map(|p| self.costs(p.at, p.normal, steps));
        let costs: Vec<[f32; PLACES]> = costs.collect();
        let vertices = costs.iter().zip(best_path(&costs));
        let vertices: Vec<(f64, f64)> = vertices.map(|(cost, place)| vertex(cost, place)).collect();
        let zoom = f64::from(self.zoom);
        let moved = contour.points.iter().enumerate().map(|(i, point)| {
            let (offset, sigma) = between(&vertices, i);
            let (offset, sigma) = (zoom * offset, zoom * sigma);
            let at = point.at + point.normal * offset;
            if self.glares(at + point.normal * GLARE) {
                (at, sigma.max(GLARE_SIGMA))
            } else {
                (at, sigma)
            }
        });
        let (places, sigmas): (Vec<Vec2>, Vec<f64>) = moved.unzip();
        let mut points = with_normals(&places, 0.0);
        points
            .iter_mut()
            .zip(sigmas)
            .for_each(|(p, s)| p.sigma_px = s);
        Contour { points }
    }

    /// Width over which light changes from the person's to the booth's, in the middle of the clear edges, px of a picture some
    /// 1,280 px high; 0 where no edge is clear.
    pub fn edge_width_px(&self, contours: &[Contour]) -> f64 {
        let points = contours.iter().flat_map(|c| &c.points).step_by(EVERY);
        let mut widths: Vec<f32> = points.filter_map(|p| self.width(p.at, p.normal)).collect();
        if widths.len() < LEAST_WIDTHS {
            return 0.0;
        }
        f64::from(median(&mut widths).unwrap_or(0.0))
    }

    /// The contrast of an edge over its steepest slope, px, where it is clear.
    fn width(&self, at: Vec2, normal: Vec2) -> Option<f32> {
        let (x, y) = (at.x as f32, at.y as f32);
        let normal = [normal.x as f32 * self.zoom, normal.y as f32 * self.zoom];
        let light: [f32; SAMPLES] = std::array::from_fn(|k| {
            let s = k as f32 * STEP - REACH;
            let seen = self.frame.sample(x + normal[0] * s, y + normal[1] * s);
            opponent(seen)[0].max(0.0).sqrt()
        });
        let mean = |part: &[f32]| part.iter().sum::<f32>() / part.len() as f32;
        // The outermost two pixels on either side.
        let contrast = (mean(&light[..4]) - mean(&light[SAMPLES - 4..])).abs();
        let steepest = light
            .windows(3)
            .map(|w| (w[2] - w[0]).abs())
            .fold(0.0, f32::max);
        (contrast > CLEAR).then_some(contrast / (steepest / (2.0 * STEP)).max(1e-6))
    }

    /// Whether the booth is so light there that its light is unknown: it spills over the edge.
    fn glares(&self, at: Vec2) -> bool {
        match self.behind {
            Behind::Plate { plate, .. } => plate.clipped(at.x as f32, at.y as f32, CEILING),
            Behind::Plain => false,
        }
    }

    /// Half the squared misfit, in units of noise, of an edge at each of the places tried.
    fn costs(&self, at: Vec2, normal: Vec2, steps: [&Steps; 3]) -> [f32; PLACES] {
        let (x, y) = (at.x as f32, at.y as f32);
        let normal = [normal.x as f32 * self.zoom, normal.y as f32 * self.zoom];
        let mean = |picture: &Light<'_>, k: usize| {
            let s = k as f32 * STEP - REACH;
            let mut sum = [0.0; 3];
            for side in [-1.0, 0.0, 1.0] {
                let px = x + normal[0] * s - normal[1] * side;
                let py = y + normal[1] * s + normal[0] * side;
                for (sum, light) in sum.iter_mut().zip(picture.sample(px, py)) {
                    *sum += light;
                }
            }
            sum.map(|sum| sum / 3.0)
        };
        let channels = |samples: [[f32; 3]; SAMPLES]| [0, 1, 2].map(|c| samples.map(|s| s[c]));
        let seen = channels(std::array::from_fn(|k| opponent(mean(self.frame, k))));
        match self.behind {
            Behind::Plate {
                plate,
                cells,
                noise,
                locale,
            } => {
                let gains = locale.at(x, y).booth.map(exp);
                let booth = channels(std::array::from_fn(|k| {
                    let b = mean(plate, k);
                    opponent([0, 1, 2].map(|c| (b[c] + DARK) * gains[c] - DARK))
                }));
                misfits(&seen, &booth, noise.shade(cells.at(x, y).level()), steps)
            }
            Behind::Plain => {
                let booth = seen.map(|of| {
                    let outside = &of[SAMPLES - OUTSIDE..];
                    [outside.iter().sum::<f32>() / OUTSIDE as f32; SAMPLES]
                });
                let mut costs = misfits(&seen, &booth, PLAIN, steps);
                let far = |place: f32| 0.5 * (place / CUT) * (place / CUT);
                costs
                    .iter_mut()
                    .zip(PLACE)
                    .for_each(|(c, place)| *c += far(place));
                costs
            }
        }
    }
}

/// Luminance, and two colour differences of square roots. JPEG keeps them apart, each with noise and sharpness of its own:
/// the lens blurs light, but the codec blurs colours as they are coded.
fn opponent(light: [f32; 3]) -> [f32; 3] {
    let [r, g, b] = light.map(|l| positive(l).sqrt());
    let [x, y, z] = light;
    [0.25 * x + 0.5 * y + 0.25 * z, r - g, b - g]
}

/// How badly an edge at each of the places explains the samples. Places run innermost: processors take several at once.
fn misfits(
    seen: &[[f32; SAMPLES]; 3],
    booth: &[[f32; SAMPLES]; 3],
    relative: [f32; 3],
    steps: [&Steps; 3],
) -> [f32; PLACES] {
    let luminance = seen[0];
    let mut sum = [0.0f32; PLACES];
    for c in 0..3 {
        let (seen, booth) = (&seen[c], &booth[c]);
        let lines = Lines::new(seen, booth, steps[c]);
        let most = 16.0 * WEIGHT[c];
        for k in 0..SAMPLES {
            let light = positive(luminance[k]) + DARK;
            let sigma = relative[c] * if c == 0 { light } else { 0.5 * light.sqrt() } + 0.003;
            let certainty = WEIGHT[c] / (sigma * sigma);
            let (value, known) = (seen[k], booth[k]);
            let u = k as f32 * STEP - REACH;
            let (share, weight) = (&steps[c].share[k], &steps[c].weight[k]);
            for (p, place) in PLACE.iter().enumerate() {
                let person = lines.height[p] + lines.slope[p] * (u - place);
                let model = person + share[p] * (known + lines.off[p] - person);
                let e = value - model;
                let cost = e * e * certainty * weight[p];
                // Capped: things beyond the edge of another limb must not draw this edge. (`min` would be a call here.)
                sum[p] += if cost < most { cost } else { most };
            }
        }
    }
    // What a normal density of less noise is higher by.
    let higher = 2.0 * ln(INSIDE) * (WEIGHT[0] + WEIGHT[1] + WEIGHT[2]) / STEP;
    std::array::from_fn(|p| 0.5 * (sum[p] + higher * (PLACE[p] + REACH)) / DEPENDENT)
}

/// Places along the normal that are tried, px.
const PLACE: [f32; PLACES] = {
    let mut places = [0.0; PLACES];
    let mut p = 0;
    while p < PLACES {
        places[p] = p as f32 * APART - TRIED;
        p += 1;
    }
    places
};

/// What edges at the places tried have in common whatever the samples show, for one width of the ramp.
struct Steps {
    /// How much of each sample is the booth's.
    share: [[f32; PLACES]; SAMPLES],
    /// How much its noise counts.
    weight: [[f32; PLACES]; SAMPLES],
    sides: [Sides; PLACES],
}

/// The samples to either side of one place's ramp: those below `inner` are the person's, from `outer` on the booth's.
#[derive(Clone, Copy, Default)]
struct Sides {
    inner: usize,
    outer: usize,
    /// One over the number of the person's samples, their sum of distances, and these distances' mean from the place.
    one: f32,
    u: f32,
    middle: f32,
    /// One over what the slope's moment is divided by.
    steep: f32,
    /// One over the number of the booth's samples.
    other: f32,
}

impl Steps {
    fn new(ramp: f32) -> Steps {
        let mut steps = Steps {
            share: [[0.0; PLACES]; SAMPLES],
            weight: [[0.0; PLACES]; SAMPLES],
            sides: [Sides::default(); PLACES],
        };
        let (steep, inside) = (0.5 / ramp, 1.0 / (INSIDE * INSIDE));
        let u = |k: usize| k as f32 * STEP - REACH;
        for k in 0..SAMPLES {
            for (p, place) in PLACE.iter().enumerate() {
                let share = (0.5 + (u(k) - place) * steep).clamp(0.0, 1.0);
                let share = share * share * (3.0 - 2.0 * share);
                steps.share[k][p] = share;
                steps.weight[k][p] = inside + share * (1.0 - inside);
            }
        }
        for (sides, place) in steps.sides.iter_mut().zip(PLACE) {
            let inner = (((place - ramp + REACH) / STEP).max(1.0) as usize + 1).min(SAMPLES);
            let outer = (((place + ramp + REACH) / STEP) as usize + 1).min(SAMPLES);
            let n = inner as f32;
            let (sum, squares) =
                (0..inner).fold((0.0, 0.0), |(s, q), k| (s + u(k), q + u(k) * u(k)));
            let square = squares / n - (sum / n) * (sum / n);
            *sides = Sides {
                inner,
                outer,
                one: 1.0 / n,
                u: sum,
                middle: sum / n - place,
                steep: 1.0 / (n * square + RIDGE),
                other: 1.0 / ((SAMPLES - outer) as f32 + PRIOR),
            };
        }
        steps
    }
}

/// For each place of the edge: the booth's offset just outside, which is small, and the person's light just inside as a line.
struct Lines {
    off: [f32; PLACES],
    height: [f32; PLACES],
    slope: [f32; PLACES],
}

impl Lines {
    fn new(seen: &[f32; SAMPLES], booth: &[f32; SAMPLES], steps: &Steps) -> Lines {
        // Sums over all samples up to one: of the value, of the distance times the value, and of the step to the booth.
        let mut upto = [[0.0f32; 3]; SAMPLES + 1];
        for k in 0..SAMPLES {
            let u = k as f32 * STEP - REACH;
            let [y, uy, off] = upto[k];
            upto[k + 1] = [y + seen[k], uy + u * seen[k], off + seen[k] - booth[k]];
        }
        let all = upto[SAMPLES][2];
        let mut lines = Lines {
            off: [0.0; PLACES],
            height: [0.0; PLACES],
            slope: [0.0; PLACES],
        };
        for (p, sides) in steps.sides.iter().enumerate() {
            let [y, uy, _] = upto[sides.inner];
            let mean = y * sides.one;
            let slope = (uy - sides.u * mean) * sides.steep;
            lines.off[p] = (all - upto[sides.outer][2]) * sides.other;
            lines.slope[p] = slope;
            lines.height[p] = mean - slope * sides.middle;
        }
        lines
    }
}

/// Offset and sigma of a point, between those of the two that were looked at.
fn between(vertices: &[(f64, f64)], point: usize) -> (f64, f64) {
    let (before, share) = (point / LOOK, (point % LOOK) as f64 / LOOK as f64);
    let at = |i: usize| vertices.get(i).or(vertices.first()).copied();
    let ((a, s), (b, t)) = (
        at(before).unwrap_or_default(),
        at(before + 1).unwrap_or_default(),
    );
    (a + share * (b - a), s + share * (t - s))
}

/// The places of least cost, neighbours being tied.
fn best_path(costs: &[[f32; PLACES]]) -> Vec<usize> {
    let mut total: Vec<[f32; PLACES]> = Vec::with_capacity(costs.len());
    let mut back: Vec<[u8; PLACES]> = Vec::with_capacity(costs.len());
    let tie = STIFFNESS * APART / LOOK as f32;
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
    let (apart, tried) = (f64::from(APART), f64::from(TRIED));
    let offset = |p: f64| p * apart - tried;
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
        let weight = f64::from(exp((least - c) * scale));
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
