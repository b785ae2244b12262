//! Crossings that form a lattice of squares: grown from neighbour to neighbour along the edges between them.

use super::corner::Corner;
use super::grey::Grey;
use crate::geom::{Vec2, by_key};
use std::collections::BTreeMap;
use std::f64::consts::PI;

/// How far a neighbour's edges may turn from one corner to the next, radians.
const MOST_TURN: f64 = 0.45;
/// How far off its predicted place a neighbour may be, as a share of the step.
const MOST_MISS: f64 = 0.3;
/// Half angle of the search along an edge, radians.
const CONE: f64 = 0.2;
/// How far a corner may lie from the middle of its neighbours, as a share of their distance.
const MOST_BEND: f64 = 0.12;
/// No square of a picture is looked for farther away than this share of its larger side.
const FARTHEST: f64 = 0.35;
/// Corners of a lattice that are tried as its beginning.
const MOST_SEEDS: usize = 400;
/// A lattice of fewer corners is chance.
const LEAST: usize = 6;

/// Corners by column and row. Columns run along x of the print and rows along y, up to a turn; where column + row is even, the
/// square between the two positive directions is dark.
pub(super) type Lattice = BTreeMap<(i32, i32), Corner>;

/// The largest lattice among the corners; `g` is the picture in which they were found.
pub(super) fn grow(g: &Grey, corners: &[Corner], most: usize) -> Option<Lattice> {
    let grid = Grid::new(g, corners);
    let mut used = vec![false; corners.len()];
    let mut best = Lattice::new();
    for seed in 0..corners.len().min(MOST_SEEDS) {
        if used[seed] {
            continue;
        }
        let grown = grid.grow(seed, &mut used);
        let grown = pruned(grown);
        if grown.len() > best.len() {
            best = grown;
        }
        if best.len() >= most {
            break;
        }
    }
    (best.len() >= LEAST).then_some(best)
}

/// Steps to the neighbours: +column, +row, -column, -row.
const STEPS: [(i32, i32); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

struct Grid<'a> {
    g: &'a Grey,
    corners: &'a [Corner],
    cell: f64,
    columns: usize,
    /// Corners by cell of the picture.
    cells: Vec<Vec<usize>>,
}

impl<'a> Grid<'a> {
    fn new(g: &'a Grey, corners: &'a [Corner]) -> Self {
        let cell = 16.0;
        let columns = g.width / 16 + 1;
        let mut cells = vec![Vec::new(); columns * (g.height / 16 + 1)];
        for (i, c) in corners.iter().enumerate() {
            let at = (c.at.y / cell) as usize * columns + (c.at.x / cell) as usize;
            if let Some(cell) = cells.get_mut(at) {
                cell.push(i);
            }
        }
        Self {
            g,
            corners,
            cell,
            columns,
            cells,
        }
    }

    /// Corners within `reach` of a place.
    fn near(&self, at: Vec2, reach: f64) -> impl Iterator<Item = usize> + '_ {
        let rows = self.cells.len() / self.columns;
        let span = |v: f64, most: usize| {
            let from = ((v - reach) / self.cell).floor().max(0.0) as usize;
            let to = ((v + reach) / self.cell).floor().max(0.0) as usize;
            from.min(most)..(to + 1).min(most)
        };
        let (xs, ys) = (span(at.x, self.columns), span(at.y, rows));
        ys.flat_map(move |y| xs.clone().map(move |x| y * self.columns + x))
            .flat_map(|cell| self.cells[cell].iter().copied())
            .filter(move |&i| (self.corners[i].at - at).norm() <= reach)
    }

    fn grow(&self, seed: usize, used: &mut [bool]) -> Lattice {
        let mut lattice: BTreeMap<(i32, i32), usize> = BTreeMap::new();
        let mut taken = vec![false; self.corners.len()];
        lattice.insert((0, 0), seed);
        taken[seed] = true;
        let mut queue = std::collections::VecDeque::from([(0, 0)]);
        while let Some(from) = queue.pop_front() {
            for step in STEPS {
                let to = (from.0 + step.0, from.1 + step.1);
                if lattice.contains_key(&to) {
                    continue;
                }
                let found = self.neighbour(&lattice, from, step, &taken);
                if let Some(next) = found {
                    lattice.insert(to, next);
                    taken[next] = true;
                    queue.push_back(to);
                }
            }
        }
        if lattice.len() >= LEAST {
            lattice.values().for_each(|&i| used[i] = true);
        }
        by_key(lattice.into_iter().map(|(k, i)| (k, self.corners[i])))
    }

    /// The corner one step from `from`, if it is there.
    fn neighbour(
        &self,
        lattice: &BTreeMap<(i32, i32), usize>,
        from: (i32, i32),
        step: (i32, i32),
        taken: &[bool],
    ) -> Option<usize> {
        let get = |c: i32, r: i32| lattice.get(&(c, r)).map(|&i| self.corners[i].at);
        let corner = &self.corners[lattice[&from]];
        let (c, r) = from;
        // The same step beside this one, or the step before it.
        let side = (step.1, step.0);
        let beside = [side, (-side.0, -side.1)].into_iter().find_map(|s| {
            let a = get(c + s.0, r + s.1)?;
            Some(get(c + s.0 + step.0, r + s.1 + step.1)? - a)
        });
        let before = get(c - step.0, r - step.1).map(|b| corner.at - b);
        let predicted = match (before, beside) {
            (Some(a), Some(b)) => Some(0.5 * (a + b)),
            (a, b) => b.or(a),
        };
        // A corner looks the same after half a turn: a neighbour tells which way round it is.
        let even = (c + r) % 2 == 0;
        let turned = STEPS.iter().find_map(|&s| {
            let beside = get(c + s.0, r + s.1)? - corner.at;
            Some(direction(corner, even, s).dot(&beside) < 0.0)
        });
        let sign = if turned.unwrap_or(false) { -1.0 } else { 1.0 };
        let along = sign * direction(corner, even, step);
        let fits = |&i: &usize| !taken[i] && self.joins(corner, &self.corners[i]);
        match predicted {
            Some(ahead) => {
                let place = corner.at + ahead;
                let reach = MOST_MISS * ahead.norm();
                let miss = |i: &usize| (self.corners[*i].at - place).norm();
                self.near(place, reach)
                    .filter(fits)
                    .min_by(|a, b| miss(a).total_cmp(&miss(b)))
            }
            None => {
                let far = FARTHEST * self.g.width.max(self.g.height) as f64;
                let mut reach = 24.0;
                loop {
                    let ahead = |&i: &usize| {
                        let d = self.corners[i].at - corner.at;
                        let l = d.norm();
                        l > 3.0 && d.dot(&along) > l * libm::cos(CONE)
                    };
                    let distance = |i: &usize| (self.corners[*i].at - corner.at).norm();
                    let found = self
                        .near(corner.at, reach)
                        .filter(|i| ahead(i) && fits(i))
                        .min_by(|a, b| distance(a).total_cmp(&distance(b)));
                    if found.is_some() || reach >= far {
                        return found;
                    }
                    reach *= 2.0;
                }
            }
        }
    }

    /// Whether an edge of the board joins two corners: lines alike, colours swapped, dark on one side and bright on the other.
    fn joins(&self, a: &Corner, b: &Corner) -> bool {
        let turn = |x: f64, y: f64| {
            let d = (x - y).rem_euclid(PI);
            d.min(PI - d)
        };
        if turn(a.dark_from, b.dark_to) > MOST_TURN || turn(a.dark_to, b.dark_from) > MOST_TURN {
            return false;
        }
        let d = b.at - a.at;
        let normal = Vec2::new(-d.y, d.x) / d.norm();
        let off = (0.06 * d.norm()).clamp(1.2, 4.0) * normal;
        let (mut agree, mut count, mut sum) = (0, 0, 0.0);
        let mut steps = [0.0f64; 7];
        for (k, s) in steps.iter_mut().enumerate() {
            let p = a.at + d * (0.2 + 0.1 * k as f64);
            *s = f64::from(self.g.sample(p + off) - self.g.sample(p - off));
            sum += *s;
        }
        for s in steps {
            count += 1;
            agree += usize::from((s > 0.0) == (sum > 0.0) && s.abs() > 0.2 * sum.abs() / 7.0);
        }
        agree + 1 >= count && sum.abs() / 7.0 > 4.0
    }
}

/// The direction of a step from a corner.
fn direction(corner: &Corner, even: bool, step: (i32, i32)) -> Vec2 {
    // Even corners have the dark wedge from +column to +row, odd ones from +row to -column.
    let (column, row) = if even {
        (corner.dark_from, corner.dark_to)
    } else {
        (corner.dark_to - PI, corner.dark_from)
    };
    let (angle, sign) = if step.0 != 0 {
        (column, f64::from(step.0))
    } else {
        (row, f64::from(step.1))
    };
    sign * Vec2::new(libm::cos(angle), libm::sin(angle))
}

/// Leaves out what bends the lines of the lattice, the worst first, and what hangs on by one neighbour.
fn pruned(mut lattice: Lattice) -> Lattice {
    loop {
        let at = |c: i32, r: i32| lattice.get(&(c, r)).map(|k| k.at);
        let fault = |(&(c, r), corner): (&(i32, i32), &Corner)| {
            let bend = |&(dc, dr): &(i32, i32)| match (at(c - dc, r - dr), at(c + dc, r + dr)) {
                (Some(a), Some(b)) => (a + b - 2.0 * corner.at).norm() / (b - a).norm(),
                _ => 0.0,
            };
            let neighbour = |&&(dc, dr): &&(i32, i32)| at(c + dc, r + dr).is_some();
            let bent = STEPS.iter().take(2).map(bend).fold(0.0, f64::max);
            match STEPS.iter().filter(neighbour).count() {
                0 | 1 => f64::INFINITY,
                _ => bent,
            }
        };
        let worst = lattice
            .iter()
            .map(|entry| (fault(entry), *entry.0))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match worst {
            Some((fault, key)) if fault > MOST_BEND => {
                lattice.remove(&key);
            }
            _ => return lattice,
        }
    }
}
