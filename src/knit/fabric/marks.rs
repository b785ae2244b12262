//! What shaping, buttonholes, cables and lace do to the cells of a fabric.

use super::{Fabric, Stitch};
use crate::knit::shape::{Hole, Row, Span, Step, fashioning_block};

impl Fabric {
    /// A buttonhole in 1x1 rib: its loops go two wales outwards, and its needles tuck anew, front and back by turns as in
    /// a cast-on.
    pub(super) fn pierce(&mut self, hole: &Hole) {
        let middle = (hole.span.left + hole.span.right) / 2;
        for needle in hole.span.left..hole.span.right {
            let shift = if needle < middle { -2 } else { 2 };
            self.move_loop(hole.course, needle, shift);
            self.set(hole.course, needle, Stitch::Eyelet);
        }
        for needle in hole.span.left..hole.span.right {
            let shift = self.shift(hole.course, needle);
            self.set(hole.course, needle + shift, Stitch::Together);
        }
    }

    /// Marks where cables and lace bring loops to.
    pub(super) fn mark_crossings(&mut self, row: &Row) {
        for needle in row.span.left..row.span.right {
            let shift = self.shift(row.course, needle);
            if shift == 0 {
                continue;
            }
            let lace = self.at(row.course, needle) == Stitch::Eyelet;
            let mark = if lace {
                Stitch::Together
            } else {
                Stitch::Cable
            };
            self.set(row.course, needle + shift, mark);
        }
    }

    /// Marks what a step does, in the course that is knitted after it.
    pub(super) fn mark(&mut self, row: &Row, below: &Row, side: usize) {
        let before = below.span;
        // Needle of the `i`-th wale from the edge, inwards.
        let from_edge = |span: Span, i: i32| match side {
            0 => span.left + i,
            _ => span.right - 1 - i,
        };
        let inwards = if side == 0 { 1 } else { -1 };
        match row.steps[side] {
            Step::Narrow(wales) => {
                for (from, to) in self.narrowing(below, side, wales) {
                    let needle = from_edge(before, from);
                    self.move_loop(row.course, needle, (to - from) * inwards);
                    let landing = from_edge(before, to);
                    if to >= self.first_landing(below, side, wales) {
                        self.set(row.course, landing, Stitch::Narrowing);
                    }
                }
            }
            Step::Widen => {
                let inside = if widens_by_split(below, row) {
                    fashioning_block(before)
                } else {
                    0
                };
                self.set(row.course, from_edge(row.span, inside), Stitch::Widening);
            }
            Step::BindOff(wales) => {
                for i in 0..wales {
                    self.set(row.course, from_edge(before, i), Stitch::BindOff);
                }
            }
            Step::Straight | Step::Hold(_) | Step::PutOff(_) => {}
        }
    }

    /// Which edge wales a narrowing moves and where to, counted from the edge: in plain fabric a block, which makes
    /// the fashioning marks; elsewhere each wale hops onto the nearest one of its own bed.
    fn narrowing(&self, below: &Row, side: usize, wales: i32) -> Vec<(i32, i32)> {
        let span = below.span;
        let bed = |i: i32| {
            let needle = if side == 0 {
                span.left + i
            } else {
                span.right - 1 - i
            };
            self.bed(below.course, needle)
        };
        if below.is_double() {
            return (0..wales).map(|i| (i, i + wales)).collect();
        }
        let block = fashioning_block(span);
        if self.is_plain_edge(below, side, wales) {
            return (0..block).map(|i| (i, i + wales)).collect();
        }
        let mut moves: Vec<(i32, i32)> = Vec::new();
        for i in 0..wales {
            let free = |to: &i32| bed(*to) == bed(i) && moves.iter().all(|m| m.1 != *to);
            let landing = (wales..span.width()).find(free);
            moves.push((i, landing.unwrap_or(i + wales)));
        }
        moves
    }

    fn is_plain_edge(&self, below: &Row, side: usize, wales: i32) -> bool {
        let span = below.span;
        let block = fashioning_block(span);
        let mut edge = (0..block + wales).map(|i| match side {
            0 => span.left + i,
            _ => span.right - 1 - i,
        });
        let first = self.bed(below.course, edge.next().unwrap_or(span.left));
        edge.all(|n| self.bed(below.course, n) == first)
    }

    /// The first wale from the edge on which a narrowing puts two loops.
    fn first_landing(&self, below: &Row, side: usize, wales: i32) -> i32 {
        if self.is_plain_edge(below, side, wales) && !below.is_double() {
            fashioning_block(below.span)
        } else {
            0
        }
    }
}

/// In plain fabric the wale that a widening adds grows out of a split in the course before.
pub(in crate::knit) fn widens_by_split(before: &Row, row: &Row) -> bool {
    before.structure.has_plain_edges() && row.structure.has_plain_edges()
}
