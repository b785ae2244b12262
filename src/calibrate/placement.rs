//! Which corner of the board a corner of the lattice is: told by the markers, or by the lattice's size alone.

use super::board::Board;
use super::grey::Grey;
use super::homography::Homography;
use super::lattice::Lattice;
use crate::geom::{Vec2, by_key, sort_by_number};
use std::collections::BTreeMap;

/// Mean likeness (correlation) of the markers seen with those expected, at least, ...
const LEAST_LIKENESS: f64 = 0.3;
/// ... and by how much it must beat that of any other placement, each marker and in all.
const LEAST_LEAD: f64 = 0.12;
const LEAST_LEAD_SUM: f64 = 0.9;
/// Contrast of a marker's modules below which it is not read, of 255.
const LEAST_CONTRAST: f64 = 6.0;

/// A lattice on the board.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    /// Lattice place -> corner of the board.
    pub corners: BTreeMap<(i32, i32), usize>,
    /// Whether turns of the board that its squares do not tell apart are still open.
    pub turnable: bool,
    /// Whether the board is of OpenCV's layout before 4.6.
    pub legacy: bool,
    /// How sure: markers' likeness in all, or corners of a chessboard.
    pub score: f64,
}

/// A turn of the lattice by quarters and a shift: lattice place -> column and row of the board's inner corners.
#[derive(Clone, Copy, Debug)]
struct Move {
    quarters: i32,
    shift: (i32, i32),
}

impl Move {
    fn turned(quarters: i32, (c, r): (i32, i32)) -> (i32, i32) {
        match quarters {
            0 => (c, r),
            1 => (-r, c),
            2 => (-c, -r),
            _ => (r, -c),
        }
    }

    fn corner(&self, place: (i32, i32)) -> (i32, i32) {
        let (c, r) = Self::turned(self.quarters, place);
        (c + self.shift.0, r + self.shift.1)
    }

    /// The square that the lattice's square at `place` (between it and the next column and row) is.
    fn square(&self, place: (i32, i32)) -> (i32, i32) {
        let (c, r) = self.corner(place);
        // Squares count from the board's edge, corners from the first inner one; a turn moves a square's first corner.
        let (dc, dr) = [(1, 1), (0, 1), (0, 0), (1, 0)][self.quarters as usize];
        (c + dc, r + dr)
    }
}

/// Where the lattice lies on the board; `None` where that cannot be told. `sure`: the pattern is known, so that the size of the
/// lattice may tell where the markers cannot be read.
pub(super) fn place(
    g: &Grey,
    lattice: &Lattice,
    board: &Board,
    legacy: bool,
    sure: bool,
) -> Option<Placement> {
    let by_markers = board
        .markers
        .and_then(|m| by_markers(g, lattice, board, m.dictionary.side(), legacy));
    by_markers.or_else(|| sure.then(|| by_size(lattice, board, legacy)).flatten())
}

/// All moves that put the whole lattice on the board, colours right.
fn moves(lattice: &Lattice, board: &Board, legacy: bool) -> Vec<Move> {
    let (nx, ny) = (board.columns() as i32, board.rows() as i32);
    let mut all = Vec::new();
    for quarters in 0..4 {
        let turned = || lattice.keys().map(|&k| Move::turned(quarters, k));
        let (left, right) = bounds(turned().map(|k| k.0));
        let (top, low) = bounds(turned().map(|k| k.1));
        for row in 0..=(ny - 1 - (low - top)).max(-1) {
            for column in 0..=(nx - 1 - (right - left)).max(-1) {
                let shift = (column - left, row - top);
                let to = Move { quarters, shift };
                // The lattice's square at an even place is dark.
                let (c, r) = to.square((0, 0));
                let black = ((c + r) % 2 == 0) != board.begins_white(legacy);
                if black {
                    all.push(to);
                }
            }
        }
    }
    all
}

fn bounds(values: impl Iterator<Item = i32>) -> (i32, i32) {
    values.fold((i32::MAX, i32::MIN), |(a, b), v| (a.min(v), b.max(v)))
}

fn corners(lattice: &Lattice, board: &Board, to: Move) -> BTreeMap<(i32, i32), usize> {
    let index = |&place: &(i32, i32)| {
        let (c, r) = to.corner(place);
        (place, r as usize * board.columns() + c as usize)
    };
    by_key(lattice.keys().map(index))
}

/// By the size of a lattice that is the board's whole.
fn by_size(lattice: &Lattice, board: &Board, legacy: bool) -> Option<Placement> {
    if lattice.len() < board.columns() * board.rows() {
        return None;
    }
    let to = *moves(lattice, board, legacy).first()?;
    Some(Placement {
        corners: corners(lattice, board, to),
        turnable: board.symmetries().len() > 1,
        legacy,
        score: lattice.len() as f64,
    })
}

/// By what stands in the bright squares.
fn by_markers(
    g: &Grey,
    lattice: &Lattice,
    board: &Board,
    side: usize,
    legacy: bool,
) -> Option<Placement> {
    let markers = board.markers?;
    let share = markers.marker_mm / board.square_mm;
    let seen: Vec<((i32, i32), Vec<f64>)> = lattice
        .keys()
        .filter(|(c, r)| (c + r) % 2 != 0)
        .filter_map(|&place| Some((place, modules(g, lattice, place, side, share)?)))
        .collect();
    if seen.is_empty() {
        return None;
    }
    let mut ranked: Vec<(f64, Move)> = Vec::new();
    for to in moves(lattice, board, legacy) {
        let mut sum = 0.0;
        for (place, seen) in &seen {
            let (c, r) = to.square(*place);
            let Some(id) = board.marker(c as usize, r as usize, legacy) else {
                continue;
            };
            let white = |row: usize, column: usize| markers.dictionary.white(id, row, column);
            sum += likeness(seen, side, to.quarters, white);
        }
        ranked.push((sum, to));
    }
    sort_by_number(&mut ranked, |r| -r.0);
    let (best, to) = *ranked.first()?;
    let second = ranked.get(1).map_or(0.0, |r| r.0);
    let n = seen.len() as f64;
    let lead = best - second;
    (best > LEAST_LIKENESS * n && lead > LEAST_LEAD * n && lead > LEAST_LEAD_SUM).then(|| {
        Placement {
            corners: corners(lattice, board, to),
            turnable: false,
            legacy,
            score: best,
        }
    })
}

/// The inner modules of what stands in a square, row by row as the lattice sees it, with mean 0 and norm 1.
fn modules(
    g: &Grey,
    lattice: &Lattice,
    (c, r): (i32, i32),
    side: usize,
    share: f64,
) -> Option<Vec<f64>> {
    let at = |c: i32, r: i32| lattice.get(&(c, r)).map(|k| k.at);
    let unit = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(x, y)| Vec2::new(x, y));
    let seen = [at(c, r)?, at(c + 1, r)?, at(c + 1, r + 1)?, at(c, r + 1)?];
    let to_picture = Homography::fit(&unit, &seen)?;
    let module = share / (side + 2) as f64;
    let mut values = Vec::with_capacity(side * side);
    for row in 0..side {
        for column in 0..side {
            let mut sum = 0.0;
            for (dx, dy) in [(0.3, 0.3), (0.7, 0.3), (0.5, 0.5), (0.3, 0.7), (0.7, 0.7)] {
                let start = 0.5 * (1.0 - share) + module;
                let x = start + module * (column as f64 + dx);
                let y = start + module * (row as f64 + dy);
                sum += f64::from(g.sample(to_picture.map(Vec2::new(x, y))));
            }
            values.push(sum / 5.0);
        }
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter_mut().for_each(|v| *v -= mean);
    let norm = values.iter().map(|v| v * v).sum::<f64>().sqrt();
    if norm < LEAST_CONTRAST * side as f64 * 0.5 {
        return None;
    }
    values.iter_mut().for_each(|v| *v /= norm);
    Some(values)
}

/// Correlation of modules seen with a marker's, the lattice being turned by quarters against the board.
fn likeness(seen: &[f64], side: usize, quarters: i32, white: impl Fn(usize, usize) -> bool) -> f64 {
    let last = side - 1;
    let (mut sum, mut whites) = (0.0, 0.0);
    for row in 0..side {
        for column in 0..side {
            // Where the module seen at (row, column) of the lattice stands in the upright marker.
            let (r, c) = match quarters {
                0 => (row, column),
                1 => (column, last - row),
                2 => (last - row, last - column),
                _ => (last - column, row),
            };
            if white(r, c) {
                whites += 1.0;
                sum += seen[row * side + column];
            }
        }
    }
    let n = (side * side) as f64;
    let norm: f64 = (whites * (n - whites) / n).sqrt();
    if norm > 0.0 { sum / norm } else { 0.0 }
}
