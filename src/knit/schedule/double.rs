//! Wales with a loop on either bed: how they begin, narrow, widen and end.

use super::ends::ordered;
use super::{Emitter, Mode};
use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};
use crate::knit::shape::{Row, Span, Step};

impl Emitter<'_> {
    /// Leaves wales beside a `row` open for linking, while no hook holds the yarn that knits it.
    pub(super) fn put_off(&mut self, before: &Row, row: &Row) {
        for side in 0..2 {
            if let Step::PutOff(wales) = row.steps[side] {
                self.open_top(edge(before.span, side, wales));
            }
        }
    }

    /// Readies the needles for a `row` of both beds, after `before`.
    pub(super) fn prepare_double(&mut self, before: &Row, row: &Row) {
        let carrier = self.carrier(row.feed);
        if before.is_double() {
            self.narrow_double(before, row);
        } else {
            self.fill_beds(before.span, row, carrier);
        }
        let start = usize::from(row.direction == Direction::Left);
        if row.steps[start] == Step::Widen {
            let index = edge(row.span, start, 1).left;
            self.mode(Mode::Knit(row.structure));
            self.rack_quarters(self.half_pitch());
            let set = CarrierSet::one(carrier);
            let away = row.direction.reverse();
            let mut beds = [Needle::front(index), Needle::back(index)];
            if row.direction == Direction::Left {
                beds.reverse();
            }
            let beside = match away {
                Direction::Right => index + self.overhang(),
                Direction::Left => index,
            };
            self.emit(Op::Miss(away, Needle::front(beside), set));
            for needle in beds {
                self.emit(Op::Tuck(row.direction, needle, set));
            }
            self.emit(Op::Miss(away, Needle::front(beside), set));
            self.put_double(index);
        }
    }

    /// How many needles the back bed stands further right than the front bed, where it is racked by a whole needle.
    pub(super) fn overhang(&self) -> i32 {
        i32::from(self.machine.needle_step.is_multiple_of(2))
    }

    fn put_double(&mut self, index: i32) {
        self.put(Needle::front(index));
        self.set_behind(index, true);
    }

    /// From loops on one bed to loops on both: tucks on the empty needles, there and back.
    fn fill_beds(&mut self, span: Span, row: &Row, carrier: usize) {
        self.mode(Mode::Knit(row.structure));
        self.rack(0);
        let empty = |bed: Bed| -> Vec<i32> {
            let needles = span.left..span.right;
            needles.filter(|n| self.bed(*n) != bed).collect()
        };
        let (front, back) = (empty(Bed::Front), empty(Bed::Back));
        let (first, second): (Vec<Needle>, Vec<Needle>) = match front.is_empty() {
            true => back
                .iter()
                .map(|n| Needle::back(*n))
                .partition(|n| n.index % 2 == 0),
            false => (
                front.iter().map(|n| Needle::front(*n)).collect(),
                back.iter().map(|n| Needle::back(*n)).collect(),
            ),
        };
        let set = CarrierSet::one(carrier);
        for (needles, direction) in [(first, row.direction), (second, row.direction.reverse())] {
            let mut needles = needles;
            if direction == Direction::Left {
                needles.reverse();
            }
            for needle in &needles {
                self.emit(Op::Tuck(direction, *needle, set));
            }
            let end = match direction {
                Direction::Right => span.right - 1 + self.overhang(),
                Direction::Left => span.left,
            };
            if needles.last().is_none_or(|n| n.index != end) {
                self.emit(Op::Miss(direction, Needle::front(end), set));
            }
        }
        for index in span.left..span.right {
            self.put_double(index);
        }
    }

    /// Takes the outermost wale onto its neighbour, front and back loop each on its own bed: over the empty needle beside
    /// the piece on the other bed.
    fn narrow_double(&mut self, before: &Row, row: &Row) {
        let mut steps: Vec<(i32, Needle, Needle)> = Vec::new();
        for side in 0..2 {
            if !matches!(row.steps[side], Step::Narrow(_)) {
                continue;
            }
            let at = edge(before.span, side, 1).left;
            let inwards = if side == 0 { 1 } else { -1 };
            let (out, into) = (at - inwards, at + inwards);
            let (front, back) = (Needle::front, Needle::back);
            steps.extend([
                (inwards, front(at), back(out)),
                (2 * inwards, back(out), front(into)),
                (-inwards, back(at), front(out)),
                (-2 * inwards, front(out), back(into)),
            ]);
            self.set_behind(at, false);
        }
        if steps.is_empty() {
            return;
        }
        self.mode(Mode::Transfer);
        // What crosses at 1 comes home at 2, what crosses at -1 at -2.
        for racking in [1, 2, -1, -2] {
            for (_, from, to) in steps.iter().filter(|s| s.0 == racking) {
                self.rack(racking);
                self.emit(Op::Xfer(*from, *to));
            }
        }
        self.rack(0);
    }

    /// Draw thread or waste round both beds: the front needles going right, the back needles going left.
    pub(super) fn round_of_both(&mut self, span: Span, direction: Direction, carrier: usize) {
        let bed = match direction {
            Direction::Right => Bed::Front,
            Direction::Left => Bed::Back,
        };
        for index in ordered(span, direction) {
            self.knit(direction, Needle { bed, index }, carrier);
        }
        self.release();
    }
}

/// So many wales at a side.
fn edge(span: Span, side: usize, wales: i32) -> Span {
    match side {
        0 => Span {
            left: span.left,
            right: span.left + wales,
        },
        _ => Span {
            left: span.right - wales,
            right: span.right,
        },
    }
}
