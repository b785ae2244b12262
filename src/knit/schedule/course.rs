//! One course and what comes before it: structure change, narrowing, widening, binding off.

use super::ends::ordered;
use super::transfer::widens_by_split;
use super::{Emitter, Mode, needle_of};
use crate::garment::Structure;
use crate::knit::program::{CarrierSet, Direction, Needle, Op};
use crate::knit::shape::{Row, Span, Step, fashioning_block};

impl Emitter<'_> {
    /// Readies the needles for `row`, after `before`.
    pub(super) fn prepare(&mut self, before: &Row, row: &Row, carrier: usize) {
        self.change_structure(before.span, before.structure, row.structure);
        let moves = Self::moves(before, row);
        self.transfer(&moves);
        let start = usize::from(row.direction == Direction::Left);
        match row.steps[start] {
            Step::Widen if !widens_by_split(before, row) => {
                let edge = match start {
                    0 => row.span.left,
                    _ => row.span.right - 1,
                };
                self.tuck_edge(needle_of(row.structure, edge), row, carrier);
            }
            Step::BindOff(wales) => {
                let bound = match start {
                    0 => Span {
                        left: before.span.left,
                        right: before.span.left + wales,
                    },
                    _ => Span {
                        left: before.span.right - wales,
                        right: before.span.right,
                    },
                };
                self.bind_off(bound, row.direction, carrier);
            }
            _ => {}
        }
    }

    /// A new edge wale in rib: the carrier goes round the needle, outside the course's own pass.
    fn tuck_edge(&mut self, needle: Needle, row: &Row, carrier: usize) {
        self.mode(Mode::Knit(row.structure));
        let set = CarrierSet::one(carrier);
        let away = row.direction.reverse();
        self.ops.push(Op::Miss(away, needle, set));
        self.ops.push(Op::Tuck(row.direction, needle, set));
        self.ops.push(Op::Miss(away, needle, set));
    }

    /// A chain: each loop goes onto its neighbour and is knitted with it; the last two are knitted by the course that
    /// follows. The carrier stands beside the first loop and goes back after each stitch.
    fn bind_off(&mut self, bound: Span, direction: Direction, carrier: usize) {
        let step = if direction == Direction::Right { 1 } else { -1 };
        for (i, index) in ordered(bound, direction).enumerate() {
            if i > 0 {
                self.mode(Mode::BindOff);
                self.knit(direction, Needle::front(index), carrier);
                let set = CarrierSet::one(carrier);
                self.ops
                    .push(Op::Miss(direction.reverse(), Needle::front(index), set));
            }
            self.mode(Mode::Transfer);
            self.ops
                .push(Op::Xfer(Needle::front(index), Needle::back(index)));
            self.rack(step);
            self.ops
                .push(Op::Xfer(Needle::back(index), Needle::front(index + step)));
            self.rack(0);
        }
    }

    /// Knits a row; `middle` is bound off on the way.
    pub(super) fn course(
        &mut self,
        row: &Row,
        next: Option<&Row>,
        carrier: usize,
        middle: Option<Span>,
    ) {
        let mode = Mode::Knit(row.structure);
        self.mode(mode);
        let splits = next.map_or([None; 2], |next| splits(row, next));
        let Some(middle) = middle.filter(|m| m.width() > 0) else {
            self.stitches(row, row.span, splits, carrier);
            return self.clear_edge(row, splits, carrier);
        };
        let (first, second) = match row.direction {
            Direction::Right => (
                Span {
                    right: middle.left,
                    ..row.span
                },
                Span {
                    left: middle.right,
                    ..row.span
                },
            ),
            Direction::Left => (
                Span {
                    left: middle.right,
                    ..row.span
                },
                Span {
                    right: middle.left,
                    ..row.span
                },
            ),
        };
        self.stitches(row, first, splits, carrier);
        let turn = match row.direction {
            Direction::Right => middle.left - 1,
            Direction::Left => middle.right,
        };
        let back = row.direction.reverse();
        self.ops.push(Op::Miss(
            back,
            Needle::front(turn),
            CarrierSet::one(carrier),
        ));
        self.section("neck: bind off");
        self.bind_off(middle, row.direction, carrier);
        self.mode(mode);
        self.stitches(row, second, splits, carrier);
    }

    /// Takes the carrier one needle further where the edge loops will move out beside it.
    fn clear_edge(&mut self, row: &Row, splits: [Option<i32>; 2], carrier: usize) {
        let (side, needle) = match row.direction {
            Direction::Left => (0, row.span.left - 1),
            Direction::Right => (1, row.span.right),
        };
        if splits[side].is_some() {
            let set = CarrierSet::one(carrier);
            self.ops
                .push(Op::Miss(row.direction, Needle::front(needle), set));
        }
    }

    fn stitches(&mut self, row: &Row, span: Span, splits: [Option<i32>; 2], carrier: usize) {
        for index in ordered(span, row.direction) {
            let needle = needle_of(row.structure, index);
            if splits.contains(&Some(index)) {
                let across = Needle::back(index);
                let set = CarrierSet::one(carrier);
                self.ops.push(Op::Split(row.direction, needle, across, set));
            } else {
                self.knit(row.direction, needle, carrier);
            }
        }
    }
}

/// Needles of `row` whose old loops go to the back bed, for widenings before `next`.
fn splits(row: &Row, next: &Row) -> [Option<i32>; 2] {
    let block = fashioning_block(row.span);
    let widens = |side: usize| next.steps[side] == Step::Widen;
    if row.structure != Structure::Jersey || next.structure != Structure::Jersey {
        return [None; 2];
    }
    [
        widens(0).then_some(row.span.left + block),
        widens(1).then_some(row.span.right - 1 - block),
    ]
}
