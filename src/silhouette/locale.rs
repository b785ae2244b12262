//! What booth and person look like near a place: smooth fields over the cells, learnt where the label is sure.

use super::cells::{Cell, Cells};
use super::numbers::positive;
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
    width: usize,
    height: usize,
    /// A cell: the booth's three, the person's three, the variance, nothing. Side by side, since all are read together.
    fields: Vec<[f32; 8]>,
}

/// What a place shows of either.
pub(super) struct Here {
    /// Logarithm of the booth's light in the frame over the plate's, by channel.
    pub booth: [f32; 3],
    /// Logarithm of the person's light, by channel.
    pub person: [f32; 3],
    /// Variance of the person's log luminance.
    pub variance: f32,
}

impl Locale {
    /// From cells labelled as person or not. Cells that touch the other label are left out.
    pub fn learn(cells: &Cells, map: &[bool]) -> Locale {
        let border = border(cells.width, map);
        let raster = |values: Vec<f32>| Raster {
            width: cells.width,
            height: cells.height,
            values,
        };
        let seen = || cells.cells.iter().zip(map.iter().zip(&border));
        let weight = |sure: bool| if sure { 1.0 } else { 0.0 };
        let outside = seen().map(|(c, (m, b))| weight(!m && !b && !c.clipped()));
        let inside = seen().map(|(_, (m, b))| weight(*m && !b));
        let (outside, inside) = (raster(outside.collect()), raster(inside.collect()));
        let field = |of: &dyn Fn(&Cell) -> f32| cells.cells.iter().map(of).collect();
        let booth = [0, 1, 2].map(|k| field(&|c: &Cell| c.gain[k]));
        let square = |c: &Cell| c.frame(1) * c.frame(1);
        let [red, green, blue] = [0, 1, 2].map(|k| field(&|c: &Cell| c.frame(k)));
        let person = [red, green, blue, field(&square)];
        let mut fields = vec![[0.0f32; 8]; map.len()];
        let averages = average(&outside, booth)
            .into_iter()
            .chain(average(&inside, person));
        for (k, average) in averages.enumerate() {
            for (to, value) in fields.iter_mut().zip(average) {
                to[k] = value;
            }
        }
        for of in &mut fields {
            of[6] = positive(of[6] - of[4] * of[4]);
        }
        Locale {
            size: cells.size as f32,
            origin: [cells.origin.0, cells.origin.1].map(|o| (o * cells.size) as f32),
            width: cells.width,
            height: cells.height,
            fields,
        }
    }

    /// What booth and person look like at a pixel: bilinear between the middles of the cells.
    #[inline]
    pub fn at(&self, x: f32, y: f32) -> Here {
        let place = |v: f32, origin: f32, most: usize| {
            let v = (v + 0.5 - origin) / self.size - 0.5;
            let v = v.clamp(0.0, most as f32 - 1.0);
            (v as usize, v - v.floor())
        };
        let (ix, tx) = place(x, self.origin[0], self.width);
        let (iy, ty) = place(y, self.origin[1], self.height);
        let (jx, jy) = ((ix + 1).min(self.width - 1), (iy + 1).min(self.height - 1));
        let (top, low) = (iy * self.width, jy * self.width);
        let (a, b) = (&self.fields[top + ix], &self.fields[top + jx]);
        let (c, d) = (&self.fields[low + ix], &self.fields[low + jx]);
        let of: [f32; 8] = std::array::from_fn(|k| {
            let (top, low) = (a[k] + tx * (b[k] - a[k]), c[k] + tx * (d[k] - c[k]));
            top + ty * (low - top)
        });
        Here {
            booth: [of[0], of[1], of[2]],
            person: [of[3], of[4], of[5]],
            variance: of[6],
        }
    }
}

/// Cells that touch one of the other label, corners included.
pub(super) fn border(width: usize, map: &[bool]) -> Vec<bool> {
    let mut border = vec![false; map.len()];
    let rows = map.len() / width.max(1);
    for y in 0..rows {
        for other in [y.saturating_sub(1), y, (y + 1).min(rows - 1)] {
            let row = &map[other * width..(other + 1) * width];
            let here = &map[y * width..(y + 1) * width];
            let to = &mut border[y * width..(y + 1) * width];
            for ((to, here), other) in to.iter_mut().zip(here).zip(row) {
                *to |= here != other;
            }
            for ((to, here), other) in to.iter_mut().zip(here).zip(row.iter().skip(1)) {
                *to |= here != other;
            }
            for ((to, here), other) in to.iter_mut().zip(here).skip(1).zip(row) {
                *to |= here != other;
            }
        }
    }
    border
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
fn average<const N: usize>(weight: &Raster, values: [Vec<f32>; N]) -> [Vec<f32>; N] {
    // What each reach counts at each place, over the weight that it has seen there.
    let mut counts = REACHES.map(|reach| reach.blur(weight).values);
    let mut open = vec![1.0f32; weight.values.len()];
    for count in &mut counts {
        for (seen, open) in count.iter_mut().zip(&mut open) {
            let share = *open * if *seen < ENOUGH { *seen / ENOUGH } else { 1.0 };
            let known = *seen > 1e-12;
            *seen = if known { share / *seen } else { 0.0 };
            *open -= if known { share } else { 0.0 };
        }
    }
    let all = open.iter().map(|open| 1.0 / (positive(1.0 - open) + 1e-6));
    let all: Vec<f32> = all.collect();
    values.map(|mut values| {
        let weighted = Raster {
            values: (weight.values.iter().zip(&values))
                .map(|(w, v)| w * v)
                .collect(),
            ..*weight
        };
        values.fill(0.0);
        for (reach, count) in REACHES.iter().zip(&counts) {
            let sums = reach.blur(&weighted).values;
            for ((v, count), sum) in values.iter_mut().zip(count).zip(&sums) {
                *v += count * sum;
            }
        }
        values.iter_mut().zip(&all).for_each(|(v, all)| *v *= all);
        values
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
