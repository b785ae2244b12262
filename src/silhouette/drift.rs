//! How exposure, white balance and tone have drifted between plate and frame, and how noisy the cells are.

use super::cells::Cells;

/// Classes of brightness that the noise is told apart by.
const CLASSES: usize = 8;
/// Range of the plate's log luminance that the classes divide.
const DARKEST: f32 = -5.0;
const LIGHTEST: f32 = 0.0;

/// Robust middle of some values.
pub(super) fn median(values: &mut [f32]) -> Option<f32> {
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f32::total_cmp).1)
}

/// Noise of the cells as standard deviations, by brightness of the plate.
pub(super) struct Noise {
    /// Of [`super::cells::Cell::shade`]'s three values, a cell.
    shade: [[f32; CLASSES]; 3],
    /// Of a pixel's log luminance, one picture.
    pixel: [f32; CLASSES],
}

fn class(level: f32) -> usize {
    let t = (level - DARKEST) / (LIGHTEST - DARKEST) * CLASSES as f32;
    t.clamp(0.0, CLASSES as f32 - 1.0) as usize
}

impl Noise {
    /// From differences between neighbours, of which most are of the same thing on both sides.
    pub fn measure(cells: &Cells) -> Noise {
        let mut steps: [[Vec<f32>; CLASSES]; 3] = Default::default();
        let mut pixel: [Vec<f32>; CLASSES] = Default::default();
        for (i, pair) in cells.cells.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            // Every other row says enough.
            if i / cells.width % 2 == 1
                || i % cells.width + 1 == cells.width
                || a.clipped()
                || b.clipped()
            {
                continue;
            }
            let class = class(a.level());
            pixel[class].push(a.noise());
            let (a, b) = (a.shade(), b.shade());
            for (of, (a, b)) in steps.iter_mut().zip(a.into_iter().zip(b)) {
                of[class].push((a - b).abs());
            }
        }
        let mut noise = Noise {
            shade: [[0.0; CLASSES]; 3],
            pixel: [0.0; CLASSES],
        };
        for (sigma, steps) in noise.shade.iter_mut().zip(&mut steps) {
            // Median of |a - b| of two normal values of deviation s is 0.954 s.
            *sigma = fill(steps, |m| m / 0.954);
        }
        noise.pixel = fill(&mut pixel, |m| (0.5 * m).max(0.0).sqrt());
        noise
    }

    /// Standard deviations of a cell's shade of this brightness.
    pub fn shade(&self, level: f32) -> [f32; 3] {
        self.shade.map(|of| of[class(level)])
    }

    /// Standard deviation of a pixel's log luminance of this brightness, in one picture.
    pub fn pixel(&self, level: f32) -> f32 {
        self.pixel[class(level)]
    }
}

/// Medians of classes; classes with too few values take over from their neighbours. Never below a grey level's worth.
fn fill(classes: &mut [Vec<f32>; CLASSES], sigma: impl Fn(f32) -> f32) -> [f32; CLASSES] {
    let known: Vec<Option<f32>> = classes
        .iter_mut()
        .map(|values| {
            if values.len() < 30 {
                None
            } else {
                median(values).map(&sigma)
            }
        })
        .collect();
    let mut out = [0.05; CLASSES];
    for (i, value) in out.iter_mut().enumerate() {
        let near = (0..CLASSES).filter_map(|j| known[j].map(|k| (i.abs_diff(j), k)));
        if let Some((_, k)) = near.min_by_key(|(distance, _)| *distance) {
            *value = k.max(0.003);
        }
    }
    out
}

/// What the whole picture shares: a gain and a tilt with brightness a channel, as logarithms.
pub(super) struct Drift {
    lines: [[f32; 2]; 3],
}

impl Drift {
    /// From the cells that differ as most do.
    pub fn measure(cells: &Cells) -> Drift {
        let common = mode(cells);
        let lines = [0, 1, 2].map(|channel| {
            let usable = cells
                .cells
                .iter()
                .filter(|c| !c.clipped() && c.level() > DARKEST);
            let near = usable.filter(|c| (c.shade()[0] - common).abs() < 0.08);
            let points: Vec<(f32, f32)> =
                near.map(|c| (c.level() + 2.0, c.ratio[channel])).collect();
            robust_line(&points).unwrap_or([0.0, 0.0])
        });
        Drift { lines }
    }

    /// The largest gain of a channel.
    pub fn largest(&self) -> f32 {
        self.lines
            .iter()
            .map(|[gain, _]| gain.abs())
            .fold(0.0, f32::max)
    }

    /// Takes it from each cell's ratio and gives it to the plate.
    pub fn remove(&self, cells: &mut Cells) {
        for cell in &mut cells.cells {
            let level = cell.level().max(DARKEST) + 2.0;
            for (c, [gain, tilt]) in self.lines.iter().enumerate() {
                let shared = gain + tilt * level;
                cell.ratio[c] -= shared;
                cell.plate[c] += shared;
            }
        }
    }
}

/// The commonest log ratio of luminance: the empty, unshadowed booth.
fn mode(cells: &Cells) -> f32 {
    const BINS: usize = 240;
    let mut bins = [0.0f32; BINS];
    for cell in cells.cells.iter().filter(|c| !c.clipped()) {
        let at = (cell.shade()[0] + 0.6) / 1.2 * BINS as f32;
        if at >= 0.0 && at < BINS as f32 {
            bins[at as usize] += 1.0;
        }
    }
    let smooth = |i: usize| {
        let around = i.saturating_sub(4)..(i + 5).min(BINS);
        around
            .map(|j| bins[j] * (5.0 - i.abs_diff(j) as f32))
            .sum::<f32>()
    };
    let best = (0..BINS)
        .max_by(|&a, &b| smooth(a).total_cmp(&smooth(b)))
        .unwrap_or(BINS / 2);
    (best as f32 + 0.5) / BINS as f32 * 1.2 - 0.6
}

/// Intercept and slope by Tukey's biweight.
fn robust_line(points: &[(f32, f32)]) -> Option<[f32; 2]> {
    let mut offsets: Vec<f32> = points.iter().map(|p| p.1).collect();
    let mut line = [median(&mut offsets)?, 0.0];
    let mut off: Vec<f32> = points.iter().map(|p| (p.1 - line[0]).abs()).collect();
    let reach = 4.0 * median(&mut off)?.max(0.004) / 0.6745;
    for _ in 0..6 {
        let (mut w0, mut wx, mut wxx, mut wy, mut wxy) = (1e-6f64, 0.0f64, 0.0f64, 0.0f64, 0.0f64);
        for &(x, y) in points {
            let e = (y - line[0] - line[1] * x) / reach;
            if e.abs() < 1.0 {
                let w = f64::from((1.0 - e * e) * (1.0 - e * e));
                let (x, y) = (f64::from(x), f64::from(y));
                w0 += w;
                wx += w * x;
                wxx += w * x * x;
                wy += w * y;
                wxy += w * x * y;
            }
        }
        // A little ridge on the slope: a booth of one brightness says nothing of it.
        let ridge = 0.01 * w0;
        let det = w0 * (wxx + ridge) - wx * wx;
        let slope = (w0 * wxy - wx * wy) / det;
        line = [((wy - slope * wx) / w0) as f32, slope as f32];
    }
    Some(line)
}
