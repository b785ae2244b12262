//! Transfers: loops go to the other bed, the bed racks, and they come back beside where they were.

use super::{Emitter, Mode};
use crate::geom::sort_by_number;
use crate::knit::fabric::widens_by_split;
use crate::knit::planner::{self, Move};
use crate::knit::program::{Bed, Needle, Op};
use crate::knit::shape::{Row, Span, Step, fashioning_block};

impl Emitter<'_> {
    /// Brings each loop to the bed that the next course keeps it on.
    pub(super) fn change_beds(&mut self, span: Span, bed: impl Fn(i32) -> Option<Bed>) {
        let mut changes = Vec::new();
        for index in span.left..span.right {
            let now = self.bed(index);
            let then = bed(index).unwrap_or(now);
            if now != then {
                changes.push((Needle { bed: now, index }, Needle { bed: then, index }));
            }
        }
        // All of one way together, so that each way is one pass.
        sort_by_number(&mut changes, |(from, _)| {
            f64::from(u8::from(!from.bed.is_front()))
        });
        if !changes.is_empty() {
            self.mode(Mode::Transfer);
            self.rack(0);
        }
        for (from, to) in changes {
            self.emit(Op::Xfer(from, to));
            self.put(to);
        }
    }

    /// The moves of a row's narrowings, widenings, cables and lace.
    pub(super) fn moves(&self, before: &Row, row: &Row) -> Vec<Move> {
        let span = before.span;
        let mut moves = Vec::new();
        for index in span.left..span.right {
            let shift = self.fabric.shift(row.course, index);
            if shift != 0 {
                moves.push(Move {
                    home: Needle {
                        bed: self.bed(index),
                        index,
                    },
                    shift,
                    across: false,
                });
            }
        }
        for side in 0..2 {
            if row.steps[side] != Step::Widen || !widens_by_split(before, row) {
                continue;
            }
            let block = fashioning_block(span);
            for i in 0..=block {
                let index = if side == 0 {
                    span.left + i
                } else {
                    span.right - 1 - i
                };
                moves.push(Move {
                    home: Needle::front(index),
                    shift: if side == 0 { -1 } else { 1 },
                    across: i == block,
                });
            }
        }
        moves
    }

    /// Works off moves, in as few passes as the planner finds.
    pub(super) fn transfer(&mut self, moves: &[Move]) {
        if moves.is_empty() {
            return;
        }
        self.mode(Mode::Transfer);
        for pass in planner::plan(moves, self.machine.usable_racking()) {
            self.rack(pass.racking);
            for (from, to) in pass.transfers {
                self.emit(Op::Xfer(from, to));
            }
        }
        for m in moves {
            self.put(Needle {
                bed: m.home.bed,
                index: m.home.index + m.shift,
            });
        }
    }
}
