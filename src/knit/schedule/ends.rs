//! Where a piece begins and ends: waste, draw thread, cast-on, loops left open for linking.

use super::{DRAW, Emitter, Mode, WASTE, YARN, needle_of};
use crate::garment::Structure;
use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};
use crate::knit::shape::{Row, Span};

impl Emitter<'_> {
    /// Waste rib on the cast-on's needles, ended by a draw thread that later parts it from the piece.
    pub(super) fn waste_below(&mut self, span: Span, structure: Structure) {
        self.section("waste");
        self.mode(Mode::Waste);
        let carrier = CarrierSet::one(WASTE);
        self.ops.push(Op::In(carrier));
        for needle in span.left..span.right {
            let needle = needle_of(Structure::Rib1x1, needle);
            self.ops.push(Op::Tuck(Direction::Right, needle, carrier));
        }
        // An even number of courses: the carrier ends where it parks.
        for course in 1..2 * self.machine.waste_courses.div_ceil(2) {
            let direction = [Direction::Right, Direction::Left][course as usize % 2];
            self.plain_course(span, Structure::Rib1x1, direction, WASTE);
        }
        self.ops.push(Op::Out(carrier));
        self.change_structure(span, Structure::Rib1x1, structure);
        self.draw_thread(span, structure);
    }

    /// Two courses, so that the thread ends where it parks and no tail lies across the piece.
    fn draw_thread(&mut self, span: Span, structure: Structure) {
        self.section("draw thread");
        self.mode(Mode::Waste);
        self.ops.push(Op::In(CarrierSet::one(DRAW)));
        for direction in [Direction::Right, Direction::Left] {
            self.plain_course(span, structure, direction, DRAW);
        }
        self.ops.push(Op::Out(CarrierSet::one(DRAW)));
    }

    /// The first three courses. Rib: a zigzag over both beds, which cannot run, and two tubular rounds that lock it.
    /// Jersey: a first course in two passes, every other needle each.
    pub(super) fn cast_on(&mut self, rows: &[Row]) {
        self.section("cast-on");
        self.ops.push(Op::In(CarrierSet::one(YARN)));
        for row in rows {
            self.mode(Mode::Knit(row.structure));
            match (row.structure, row.course) {
                (Structure::Jersey, 0) => {
                    for (direction, even) in [(Direction::Right, true), (Direction::Left, false)] {
                        let needles = ordered(row.span, direction);
                        let chosen = needles.map(|n| (Needle::front(n), (n % 2 == 0) == even));
                        self.chosen(chosen, direction);
                    }
                }
                (Structure::Rib1x1, 1 | 2) => {
                    for (direction, bed) in
                        [(Direction::Left, Bed::Front), (Direction::Right, Bed::Back)]
                    {
                        let needles = ordered(row.span, direction);
                        let rib = needles.map(|n| needle_of(Structure::Rib1x1, n));
                        self.chosen(rib.map(|n| (n, n.bed == bed)), direction);
                    }
                }
                _ => self.plain_course(row.span, row.structure, row.direction, YARN),
            }
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
            self.ops.push(Op::Miss(direction, needle, carrier));
        }
    }

    pub(super) fn plain_course(
        &mut self,
        span: Span,
        structure: Structure,
        direction: Direction,
        carrier: usize,
    ) {
        for index in ordered(span, direction) {
            self.knit(direction, needle_of(structure, index), carrier);
        }
    }

    /// Draw thread and waste on a piece's last loops; the waste is then dropped.
    pub(super) fn open_top(&mut self, span: Span, structure: Structure) {
        self.draw_thread(span, structure);
        self.section("waste above loops left open for linking");
        self.ops.push(Op::In(CarrierSet::one(WASTE)));
        for course in 0..2 * self.machine.top_waste_courses.div_ceil(2) {
            let direction = [Direction::Right, Direction::Left][course as usize % 2];
            self.plain_course(span, structure, direction, WASTE);
        }
        self.ops.push(Op::Out(CarrierSet::one(WASTE)));
        for index in span.left..span.right {
            self.ops.push(Op::Drop(needle_of(structure, index)));
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
