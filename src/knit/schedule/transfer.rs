//! Transfers: loops go to the other bed, the bed racks, and they come back beside where they were.

use super::{Emitter, Mode, needle_of};
use crate::garment::Structure;
use crate::knit::program::{Bed, Needle, Op};
use crate::knit::shape::{Row, Span, Step, fashioning_block};

/// One loop that comes back to its own bed some needles aside.
#[derive(Clone, Copy)]
pub(super) struct Move {
    /// Bed and needle that it is to be counted from.
    home: Needle,
    /// How far to the right.
    shift: i32,
    /// Whether a split has put it on the other bed already.
    across: bool,
}

impl Emitter<'_> {
    /// Brings each loop to the bed that the next structure keeps it on.
    pub(super) fn change_structure(&mut self, span: Span, from: Structure, to: Structure) {
        if from == to {
            return;
        }
        self.mode(Mode::Transfer);
        for index in span.left..span.right {
            let (now, then) = (needle_of(from, index), needle_of(to, index));
            if now.bed != then.bed {
                self.ops.push(Op::Xfer(now, then));
            }
        }
    }

    /// The moves of a row's narrowings and widenings.
    pub(super) fn moves(before: &Row, row: &Row) -> Vec<Move> {
        let span = before.span;
        let mut moves = Vec::new();
        for side in 0..2 {
            let inwards = if side == 0 { 1 } else { -1 };
            let from_edge = |i: i32| match side {
                0 => span.left + i,
                _ => span.right - 1 - i,
            };
            let mut push = |i: i32, shift: i32, across: bool| {
                moves.push(Move {
                    home: needle_of(row.structure, from_edge(i)),
                    shift: shift * inwards,
                    across,
                });
            };
            let block = fashioning_block(span);
            match (row.steps[side], row.structure) {
                (Step::Narrow(wales), Structure::Jersey) => {
                    (0..block).for_each(|i| push(i, wales, false));
                }
                // In rib a loop hops over its neighbour, which lies on the other bed.
                (Step::Narrow(wales), _) => {
                    (0..wales).for_each(|i| push(i, 2, false));
                }
                (Step::Widen, _) if widens_by_split(before, row) => {
                    (0..block).for_each(|i| push(i, -1, false));
                    push(block, -1, true);
                }
                _ => {}
            }
        }
        moves
    }

    /// Works off moves: one pass across, then one pass back for each racking.
    pub(super) fn transfer(&mut self, moves: &[Move]) {
        if moves.is_empty() {
            return;
        }
        self.mode(Mode::Transfer);
        let across = |n: Needle| Needle {
            bed: n.bed.opposite(),
            index: n.index,
        };
        for m in moves.iter().filter(|m| !m.across) {
            self.ops.push(Op::Xfer(m.home, across(m.home)));
        }
        let racking = |m: &Move| match m.home.bed {
            Bed::Back => -m.shift,
            _ => m.shift,
        };
        let mut rackings: Vec<i32> = moves.iter().map(racking).collect();
        rackings.sort_unstable_by_key(|r| std::cmp::Reverse(*r));
        rackings.dedup();
        for r in rackings {
            self.rack(r);
            for m in moves.iter().filter(|m| racking(m) == r) {
                let landing = Needle {
                    bed: m.home.bed,
                    index: m.home.index + m.shift,
                };
                self.ops.push(Op::Xfer(across(m.home), landing));
            }
        }
        self.rack(0);
    }
}

/// In jersey the wale that a widening adds grows out of a split in the course before.
pub(super) fn widens_by_split(before: &Row, row: &Row) -> bool {
    before.structure == Structure::Jersey && row.structure == Structure::Jersey
}
