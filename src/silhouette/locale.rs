//! What booth and person look like near a place: smooth fields over the cells, learnt where the label is sure.

use super::cells::Cells;
use super::raster::Raster;

/// Reaches of the averages, about 1.6, 5 and 14 cells; a place takes the nearest reach that has seen enough.
const REACHES: [Reach; 3] = [
    Reach {
        pool: 1,
        sigma: 1.6,
    },
    Reach {
        pool: 4,
        sigma: 1.2,
    },
    Reach {
        pool: 8,
        sigma: 1.7,
    },
];
/// A reach counts fully from this weight on.
const ENOUGH: f32 = 0.03;

/// Fields that are read by pixel.
pub(super) struct Locale {
    size: f32,
    /// First pixel's column and row.
    origin: [f32; 2],
    /// Logarithm of the booth's light in the frame over the plate's, by channel.
    booth: [Raster; 3],
    /// Logarithm of the person's light, by channel.
    person: [Raster; 3],
    /// Variance of the person's log luminance.
    variance: Raster,
}

impl Locale {
    /// From cells labelled as person or not. Cells that touch the other label are left out.
    pub fn learn(cells: &Cells, map: &[bool]) -> Locale {
        let sure = |wanted: bool| {
            let near = |i: usize| neighbours(cells, i).all(|j| map[j] == wanted);
            let values = (0..map.len())
                .map(|i| {
                    if map[i] == wanted && near(i) {
                        1.0
                    } else {
                        0.0
                    }
                })
                .collect();
            Raster {
                width: cells.width,
                height: cells.height,
                values,
            }
        };
        let (mut outside, inside) = (sure(false), sure(true));
        outside
            .values
            .iter_mut()
            .zip(&cells.cells)
            .for_each(|(w, c)| *w *= if c.clipped() { 0.0 } else { 1.0 });
        let booth = [0, 1, 2].map(|k| cells.cells.iter().map(|c| c.gain[k]).collect());
        let person = [0, 1, 2].map(|k| cells.cells.iter().map(|c| c.frame(k)).collect());
        let squares = cells
            .cells
            .iter()
            .map(|c| c.frame(1) * c.frame(1))
            .collect();
        let [m0, m1, m2] = average(&inside, person);
        let [square] = average(&inside, [squares]);
        let mut variance = square;
        variance
            .values
            .iter_mut()
            .zip(&m1.values)
            .for_each(|(v, m)| *v = (*v - m * m).max(0.0));
        Locale {
            size: cells.size as f32,
            origin: [cells.origin.0, cells.origin.1].map(|o| (o * cells.size) as f32),
            booth: average(&outside, booth),
            person: [m0, m1, m2],
            variance,
        }
    }

    /// Log gains of the booth at a pixel.
    pub fn booth(&self, x: f32, y: f32) -> [f32; 3] {
        [0, 1, 2].map(|k| self.read(&self.booth[k], x, y))
    }

    /// Log light of the person at a pixel, by channel, and the variance of its luminance.
    pub fn person(&self, x: f32, y: f32) -> ([f32; 3], f32) {
        (
            [0, 1, 2].map(|k| self.read(&self.person[k], x, y)),
            self.read(&self.variance, x, y),
        )
    }

    fn read(&self, field: &Raster, x: f32, y: f32) -> f32 {
        // A cell's value belongs to its middle.
        let place = |v: f32, origin: f32| (v + 0.5 - origin) / self.size - 0.5;
        field.sample(place(x, self.origin[0]), place(y, self.origin[1]))
    }
}

/// The eight cells about a cell.
pub(super) fn neighbours(cells: &Cells, i: usize) -> impl Iterator<Item = usize> {
    let (w, h) = (cells.width as i64, cells.height as i64);
    let (x, y) = (i as i64 % w, i as i64 / w);
    let all = super::cut::STEPS
        .into_iter()
        .map(move |(dx, dy)| (x + dx, y + dy));
    all.filter(move |&(x, y)| x >= 0 && y >= 0 && x < w && y < h)
        .map(move |(x, y)| (y * w + x) as usize)
}

/// Weighted averages over the nearest reach that has seen enough.
fn average<const N: usize>(weight: &Raster, values: [Vec<f32>; N]) -> [Raster; N] {
    let seen = REACHES.map(|reach| reach.blur(weight));
    values.map(|values| {
        let mut weighted = weight.clone();
        weighted
            .values
            .iter_mut()
            .zip(&values)
            .for_each(|(w, v)| *w *= v);
        let mut out = Raster::new(weight.width, weight.height);
        let mut open = vec![1.0f32; out.values.len()];
        for (reach, seen) in REACHES.iter().zip(&seen) {
            let sums = reach.blur(&weighted);
            for ((o, open), (sum, seen)) in out
                .values
                .iter_mut()
                .zip(&mut open)
                .zip(sums.values.iter().zip(&seen.values))
            {
                let share = *open * (seen / ENOUGH).min(1.0);
                if *seen > 1e-12 {
                    *o += share * sum / seen;
                    *open -= share;
                }
            }
        }
        for (o, open) in out.values.iter_mut().zip(&open) {
            *o /= (1.0 - open).max(1e-6);
        }
        out
    })
}

/// A blur on a grid that is coarse enough for it.
#[derive(Clone, Copy)]
struct Reach {
    /// Cells a side that are pooled first.
    pool: usize,
    /// Standard deviation in pooled cells.
    sigma: f32,
}

impl Reach {
    fn blur(self, field: &Raster) -> Raster {
        if self.pool == 1 {
            return field.blur(self.sigma);
        }
        field
            .pooled(self.pool)
            .blur(self.sigma)
            .spread(self.pool, field.width, field.height)
    }
}
