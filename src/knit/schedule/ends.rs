//! Where a piece begins and ends: waste, draw thread, cast-on, loops left open for linking.

use super::{DRAW, Emitter, Mode, WASTE, YARN};
use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};
use crate::knit::shape::{Row, Span};

impl Emitter<'_> {
    /// Waste rib on the cast-on's needles, ended by a draw thread that later parts it from the piece.
    pub(super) fn waste_below(&mut self, first: &Row) {
        let span = first.span;
        self.section("waste");
        self.mode(Mode::Waste);
        let carrier = CarrierSet::one(WASTE);
        self.bring_in(WASTE);
        for index in span.left..span.right {
            let bed = if index.rem_euclid(2) == 1 {
                Bed::Back
            } else {
                Bed::Front
            };
            let needle = Needle { bed, index };
            self.put(needle);
            self.emit(Op::Tuck(Direction::Right, needle, carrier));
        }
        self.release();
        // An even number of courses: the carrier ends where it parks.
        for course in 1..2 * self.machine.waste_courses.div_ceil(2) {
            let direction = [Direction::Right, Direction::Left][course as usize % 2];
            self.plain_course(span, direction, WASTE);
        }
        self.take_out(WASTE);
        let fabric = self.fabric;
        self.change_beds(span, |n| Some(fabric.bed(first.course, n)));
        self.draw_thread(span);
    }

    /// Two courses, so that the thread ends where it parks and no tail lies across the piece.
    fn draw_thread(&mut self, span: Span) {
        self.section("draw thread");
        self.mode(Mode::Waste);
        self.bring_in(DRAW);
        for direction in [Direction::Right, Direction::Left] {
            self.plain_course(span, direction, DRAW);
        }
        self.take_out(DRAW);
    }

    /// The first three courses. Rib: a zigzag over both beds, which cannot run, and two tubular rounds that lock it.
    /// Jersey: a first course in two passes, every other needle each.
    pub(super) fn cast_on(&mut self, rows: &[Row]) {
        self.section("cast-on");
        self.activate(0);
        let plain = rows
            .first()
            .is_some_and(|row| (row.span.left..row.span.right).all(|n| self.bed(n) == Bed::Front));
        for row in rows {
            self.mode(Mode::Knit(row.structure.cast_on()));
            let of_row = |emitter: &Self, direction: Direction| -> Vec<Needle> {
                ordered(row.span, direction)
                    .map(|index| Needle {
                        bed: emitter.bed(index),
                        index,
                    })
                    .collect()
            };
            match row.course {
                0 if plain => {
                    for (direction, even) in [(Direction::Right, true), (Direction::Left, false)] {
                        let needles = of_row(self, direction).into_iter();
                        let chosen = needles.map(|n| (n, (n.index % 2 == 0) == even));
                        self.chosen(chosen, direction);
                    }
                }
                1 | 2 if !plain => {
                    for (direction, bed) in
                        [(Direction::Left, Bed::Front), (Direction::Right, Bed::Back)]
                    {
                        let needles = of_row(self, direction).into_iter();
                        self.chosen(needles.map(|n| (n, n.bed == bed)), direction);
                    }
                }
                _ => self.plain_course(row.span, row.direction, YARN),
            }
            self.went(YARN, row.direction);
        }
    }

    /// Knits the chosen needles in one pass, and takes the carrier beyond the last needle of the span.
    fn chosen(&mut self, needles: impl Iterator<Item = (Needle, bool)>, direction: Direction) {
        let mut beyond = None;
        for (needle, chosen) in needles {
            beyond = (!chosen).then_some(needle);
            if chosen {
                self.knit(direction, needle, YARN);
            }
        }
        if let Some(needle) = beyond {
            let carrier = CarrierSet::one(YARN);
            self.emit(Op::Miss(direction, needle, carrier));
        }
        self.release();
    }

    pub(super) fn plain_course(&mut self, span: Span, direction: Direction, carrier: usize) {
        if (span.left..span.right).any(|n| self.has_behind(n)) {
            return self.round_of_both(span, direction, carrier);
        }
        for index in ordered(span, direction) {
            let bed = self.bed(index);
            self.knit(direction, Needle { bed, index }, carrier);
        }
        self.release();
    }

    /// Draw thread and waste on a piece's last loops; the waste is then dropped.
    pub(super) fn open_top(&mut self, span: Span) {
        self.rack(0);
        self.draw_thread(span);
        self.section("waste above loops left open for linking");
        self.bring_in(WASTE);
        for course in 0..2 * self.machine.top_waste_courses.div_ceil(2) {
            let direction = [Direction::Right, Direction::Left][course as usize % 2];
            self.plain_course(span, direction, WASTE);
        }
        self.take_out(WASTE);
        for index in span.left..span.right {
            let bed = self.bed(index);
            self.emit(Op::Drop(Needle { bed, index }));
            if self.has_behind(index) {
                self.emit(Op::Drop(Needle::back(index)));
                self.set_behind(index, false);
            }
        }
    }
}

/// Needles in the order in which a carriage meets them.
pub(super) fn ordered(span: Span, direction: Direction) -> impl Iterator<Item = i32> {
    let width = span.width().max(0);
    (0..width).map(move |i| match direction {
        Direction::Right => span.left + i,
        Direction::Left => span.right - 1 - i,
    })
}
