//! Where four squares meet: saddles of brightness, checked on a ring, placed to a fraction of a pixel.

use super::grey::Grey;
use crate::geom::{Vec2, sort_by_number};
use nalgebra::Matrix2;
use std::f64::consts::{PI, TAU};

/// At most so many saddles of a picture are looked at, the strongest.
const MOST_SADDLES: usize = 6000;
/// Samples on a ring.
const RING: usize = 32;
/// How alike the ring must be to itself turned by half a turn.
const LEAST_SYMMETRY: f64 = 0.55;
/// Least difference between dark and bright on a ring, of 255.
const LEAST_CONTRAST: f64 = 8.0;
/// Steps of the placement, and the movement, px, that ends it.
const STEPS: usize = 12;
const STILL_PX: f64 = 0.003;

/// A place where two edges cross.
#[derive(Clone, Copy, Debug)]
pub(super) struct Corner {
    /// px.
    pub at: Vec2,
    /// Direction of the first edge line, radians from x towards y, in 0..pi; from it on lies the dark wedge ...
    pub dark_from: f64,
    /// ... up to this direction, which is that of the other edge line; `dark_from < dark_to < dark_from + pi`.
    pub dark_to: f64,
}

/// The crossings in a picture that is blurred to the scale of the search; `radius` is the ring's, px. Strongest first.
pub(super) fn find(blurred: &Grey, radius: f64) -> Vec<Corner> {
    let mut found = saddles(blurred);
    sort_by_number(&mut found, |f| -f64::from(f.0));
    found.truncate(MOST_SADDLES);
    found
        .iter()
        .filter_map(|&(_, at)| ring(blurred, at, radius))
        .collect()
}

/// Local maxima of minus the Hessian's determinant, with their strength.
fn saddles(g: &Grey) -> Vec<(f32, Vec2)> {
    let (w, h) = (g.width, g.height);
    if w < 16 || h < 16 {
        return Vec::new();
    }
    let mut strength = vec![0.0f32; w * h];
    for y in 1..h - 1 {
        let row = |dy: usize| &g.values[(y + dy - 1) * w..(y + dy) * w];
        let (up, mid, low) = (row(0), row(1), row(2));
        let to = &mut strength[y * w..(y + 1) * w];
        for x in 1..w - 1 {
            let xx = mid[x + 1] + mid[x - 1] - 2.0 * mid[x];
            let yy = low[x] + up[x] - 2.0 * mid[x];
            let xy = 0.25 * (low[x + 1] + up[x - 1] - low[x - 1] - up[x + 1]);
            to[x] = xy * xy - xx * yy;
        }
    }
    let mut found = Vec::new();
    for y in 5..h - 5 {
        for x in 5..w - 5 {
            let s = strength[y * w + x];
            // Half a grey level of curvature is noise.
            if s < 0.25 {
                continue;
            }
            let around = (-2..=2i64).flat_map(|dy| (-2..=2i64).map(move |dx| (dx, dy)));
            let mut beaten = false;
            for (dx, dy) in around {
                let i = (y as i64 + dy) as usize * w + (x as i64 + dx) as usize;
                beaten |= strength[i] > s || (strength[i] == s && i < y * w + x);
            }
            if !beaten {
                found.push((s, Vec2::new(x as f64, y as f64)));
            }
        }
    }
    found
}

/// Checks that a ring around a place crosses two lines, and reads their directions.
pub(super) fn ring(g: &Grey, at: Vec2, radius: f64) -> Option<Corner> {
    if !g.contains(at, radius + 1.0) {
        return None;
    }
    let mut raw = [0.0f64; RING];
    for (i, v) in raw.iter_mut().enumerate() {
        let angle = TAU * i as f64 / RING as f64;
        *v = f64::from(g.sample(at + radius * Vec2::new(libm::cos(angle), libm::sin(angle))));
    }
    let mut values = [0.0f64; RING];
    for (i, v) in values.iter_mut().enumerate() {
        *v = 0.25 * raw[(i + RING - 1) % RING] + 0.5 * raw[i] + 0.25 * raw[(i + 1) % RING];
    }
    let (low, high) = values
        .iter()
        .fold((f64::MAX, f64::MIN), |(l, h), &v| (l.min(v), h.max(v)));
    if high - low < LEAST_CONTRAST {
        return None;
    }
    let mean = values.iter().sum::<f64>() / RING as f64;
    let (mut alike, mut all) = (0.0, 0.0);
    for i in 0..RING {
        alike += (values[i] - mean) * (values[(i + RING / 2) % RING] - mean);
        all += (values[i] - mean) * (values[i] - mean);
    }
    if alike < LEAST_SYMMETRY * all {
        return None;
    }
    let middle = 0.5 * (low + high);
    let mut crossings = [(0.0, false); 4];
    let mut count = 0;
    for i in 0..RING {
        let (a, b) = (values[i] - middle, values[(i + 1) % RING] - middle);
        if (a < 0.0) != (b < 0.0) {
            let angle = TAU * (i as f64 + a / (a - b)) / RING as f64;
            *crossings.get_mut(count)? = (angle, b < 0.0);
            count += 1;
        }
    }
    if count != 4 {
        return None;
    }
    // A line is crossed twice, half a turn apart; both crossings lead the same way, into the dark or out of it.
    let line = |i: usize| {
        let (first, second) = (crossings[i].0, crossings[i + 2].0);
        let off = second - first - PI;
        (off.abs() < 0.7).then_some((first + 0.5 * off).rem_euclid(PI))
    };
    let (one, two) = (line(0)?, line(1)?);
    let (from, to) = if crossings[0].1 {
        (one, two)
    } else {
        (two, one)
    };
    let wedge = (to - from).rem_euclid(PI);
    (wedge > 0.15 && wedge < PI - 0.15).then_some(Corner {
        at,
        dark_from: from,
        dark_to: from + wedge,
    })
}

/// The point through which the brightness gradients around it pass at right angles (Förstner 1987): `half` is the window's half
/// width, px. `None` where the window leaves the picture, sees one edge only, or leads away.
pub(super) fn settle(g: &Grey, start: Vec2, half: f64) -> Option<Vec2> {
    let mut at = start;
    let reach = half.ceil() as i64;
    let sharp = -0.5 / (0.6 * half * 0.6 * half);
    for _ in 0..STEPS {
        if !g.contains(at, half + 2.0) {
            return None;
        }
        let (mut normal, mut right) = (Matrix2::zeros(), Vec2::zeros());
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let offset = Vec2::new(dx as f64, dy as f64);
                let p = at + offset;
                let step = |x: f64, y: f64| f64::from(g.sample(p + Vec2::new(x, y)));
                let gradient = Vec2::new(
                    step(1.0, 0.0) - step(-1.0, 0.0),
                    step(0.0, 1.0) - step(0.0, -1.0),
                );
                let weight = libm::exp(sharp * offset.norm_squared());
                let outer = weight * gradient * gradient.transpose();
                normal += outer;
                right += outer * offset;
            }
        }
        let (trace, determinant) = (normal.trace(), normal.determinant());
        if determinant <= 0.004 * trace * trace {
            return None;
        }
        let delta = normal.try_inverse()? * right;
        at += delta;
        if (at - start).norm() > half.max(2.0) {
            return None;
        }
        if delta.norm() < STILL_PX {
            break;
        }
    }
    Some(at)
}
