//! Which rackings move loops along their bed in the fewest passes.
//!
//! A loop that goes `d` needles along its bed crosses at one racking and comes back at another, `d` further. With `a`
//! rackings across and `b` back, up to `a * b` different distances are made in `a + b` passes: cables of many widths,
//! both edges of a narrowing and lace share them. Passes across come first; then every needle that a loop comes back to
//! is free, or holds what it shall be stacked on.

use super::program::Needle;
use crate::geom::{distinct, sort_by_number};
use std::collections::BTreeSet;

/// One loop that comes back to its own bed some needles aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Bed and needle that it is to be counted from.
    pub home: Needle,
    /// How far to the right.
    pub shift: i32,
    /// Whether a split has put it on the other bed already.
    pub across: bool,
}

impl Move {
    /// The shift as a difference of rackings: those of the back bed count the other way.
    fn racks(&self) -> i32 {
        if self.home.bed.is_front() {
            self.shift
        } else {
            -self.shift
        }
    }

    /// The needle across that a loop lies on, after it has crossed at that racking.
    fn opposite(&self, racking: i32) -> Needle {
        let by = if self.home.bed.is_front() {
            -racking
        } else {
            racking
        };
        Needle {
            bed: self.home.bed.opposite(),
            index: self.home.index + by,
        }
    }
}

/// Transfers at one racking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferPass {
    /// Racking, needles.
    pub racking: i32,
    /// From and to, in order.
    pub transfers: Vec<(Needle, Needle)>,
}

/// The fewest passes that any plan could need: each loop crosses and comes back, and `a` rackings one way with `b` the
/// other way make at most `a * b` different distances.
pub fn lower_bound(moves: &[Move]) -> usize {
    let beds: [BTreeSet<i32>; 2] = [true, false].map(|front| {
        let of_bed = moves.iter().filter(|m| m.home.bed.is_front() == front);
        distinct(
            of_bed
                .filter(|m| !m.across && m.shift != 0)
                .map(Move::racks),
        )
    });
    let least = |set: &BTreeSet<i32>| match set.len() {
        0 => 0,
        n => (1..=n).map(|a| a + n.div_ceil(a)).min().unwrap_or(2),
    };
    let split_back = moves.iter().any(|m| m.across);
    least(&beds[0]).max(usize::from(split_back)) + least(&beds[1])
}

/// Plans passes within a racking limit: the least number of rackings across and back whose differences make all
/// distances without two loops on one needle on the way. Without such a pair (distances beyond twice the limit) it
/// crosses without racking and comes back at each distance.
pub fn plan(moves: &[Move], racking_max: i32) -> Vec<TransferPass> {
    let shifts = distinct(moves.iter().map(Move::racks));
    let shifts: Vec<i32> = shifts.into_iter().collect();
    let split = moves.iter().any(|m| m.across);
    // What a split has put across lies opposite its needle.
    let outs = if split {
        vec![vec![0]]
    } else {
        candidates(racking_max, shifts.len())
    };
    let mut best: Option<Rackings> = None;
    for out in outs {
        if best.as_ref().is_some_and(|b| out.len() + 1 > b.passes) {
            continue;
        }
        if let Some(found) = returns(moves, &shifts, &out, racking_max)
            && best
                .as_ref()
                .is_none_or(|b| (found.passes, found.reach) < (b.passes, b.reach))
        {
            best = Some(found);
        }
    }
    let pairs = match best {
        Some(found) => found.pairs,
        None => shifts.iter().map(|s| (0, *s)).collect(),
    };
    passes(moves, &shifts, &pairs)
}

/// Sets of one to three rackings to cross at, the plain one first.
fn candidates(racking_max: i32, shifts: usize) -> Vec<Vec<i32>> {
    let mut sets = vec![vec![0]];
    let range = -racking_max..=racking_max;
    if shifts > 1 {
        sets.extend(range.clone().filter(|r| *r != 0).map(|r| vec![r]));
    }
    if shifts > 3 {
        for a in range.clone() {
            sets.extend((a + 1..=racking_max).map(|b| vec![a, b]));
        }
    }
    if shifts > 8 {
        for a in range {
            for b in a + 1..=racking_max {
                sets.extend((b + 1..=racking_max).map(|c| vec![a, b, c]));
            }
        }
    }
    sets
}

/// What a choice of rackings comes to.
struct Rackings {
    passes: usize,
    /// Sum of the rackings' sizes.
    reach: i32,
    /// To cross and to come back at, for each shift.
    pairs: Vec<(i32, i32)>,
}

/// For rackings to cross at: which of them and which to come back at each shift takes, if nothing collides.
fn returns(moves: &[Move], shifts: &[i32], out: &[i32], racking_max: i32) -> Option<Rackings> {
    let mut uncovered = distinct(shifts.iter().copied());
    let mut pairs: Vec<(i32, i32)> = vec![(0, 0); shifts.len()];
    let mut back = 0;
    let mut reach: i32 = out.iter().map(|r| r.abs()).sum();
    while !uncovered.is_empty() {
        // The racking that brings most shifts home; the smaller one if equal.
        let covers = |r: i32| {
            let made = out.iter().filter(|o| uncovered.contains(&(r - **o)));
            made.count()
        };
        let racking = (-racking_max..=racking_max)
            .max_by_key(|r| (covers(*r), -r.abs(), *r))
            .filter(|r| covers(*r) > 0)?;
        for o in out {
            let shift = racking - o;
            if uncovered.remove(&shift)
                && let Some(i) = shifts.iter().position(|s| *s == shift)
            {
                pairs[i] = (*o, racking);
            }
        }
        back += 1;
        reach += racking.abs();
    }
    let used = distinct(pairs.iter().map(|p| p.0));
    let mut taken = BTreeSet::new();
    for m in moves {
        let i = shifts.iter().position(|s| *s == m.racks())?;
        let needle = m.opposite(pairs[i].0);
        if !taken.insert((needle.bed.is_front(), needle.index)) {
            return None;
        }
        // Crossing beside its own needle, it might meet loops that lie there: only its own place is surely free.
        let free = needle.index == m.home.index
            || moves
                .iter()
                .any(|other| other.home.index == needle.index && other.home.bed == m.home.bed);
        if !free {
            return None;
        }
    }
    Some(Rackings {
        passes: used.len() + back,
        reach,
        pairs,
    })
}

fn passes(moves: &[Move], shifts: &[i32], pairs: &[(i32, i32)]) -> Vec<TransferPass> {
    let pair = |m: &Move| {
        let i = shifts.iter().position(|s| *s == m.racks()).unwrap_or(0);
        pairs.get(i).copied().unwrap_or((0, m.racks()))
    };
    let mut plan = Vec::new();
    let mut add = |racking: i32, transfers: Vec<(Needle, Needle)>| {
        if !transfers.is_empty() {
            plan.push(TransferPass { racking, transfers });
        }
    };
    let mut out: Vec<i32> = pairs.iter().map(|p| p.0).collect();
    let mut back: Vec<i32> = pairs.iter().map(|p| p.1).collect();
    for rackings in [&mut out, &mut back] {
        sort_by_number(rackings, |r| f64::from(-r));
        rackings.dedup();
    }
    for racking in out {
        let crossing = moves.iter().filter(|m| !m.across && pair(m).0 == racking);
        add(
            racking,
            crossing.map(|m| (m.home, m.opposite(racking))).collect(),
        );
    }
    for racking in back {
        let coming = moves.iter().filter(|m| pair(m).1 == racking);
        let landing = |m: &Move| Needle {
            bed: m.home.bed,
            index: m.home.index + m.shift,
        };
        add(
            racking,
            coming
                .map(|m| (m.opposite(pair(m).0), landing(m)))
                .collect(),
        );
    }
    plan
}
