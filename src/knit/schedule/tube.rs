//! A tube's operations: waste and draw thread round, rounds, narrowings at the folds, the heel, the open top.

use super::ends::ordered;
use super::{DRAW, Emitter, Mode, WASTE, YARN};
use crate::garment::Structure;
use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};
use crate::knit::shape::{Row, Shape, Span, Step};
use crate::knit::tube::{ShortRow, Turns};

impl Emitter<'_> {
    pub(super) fn tube(&mut self, shape: &Shape, turns: &Turns) {
        let (Some(first), Some(last)) = (shape.body.rows.first(), shape.body.rows.last()) else {
            return;
        };
        self.waste_round(first.span);
        self.draw_round(first.span);
        self.section("tube");
        self.activate(0);
        for (i, row) in shape.body.rows.iter().enumerate() {
            self.narrow_tube(row);
            self.mode(Mode::Knit(Structure::Jersey));
            self.half_round(Bed::Front, row.span, YARN);
            if i == turns.round && !turns.heel.is_empty() {
                self.section("heel");
                for short in &turns.heel {
                    self.short_row(short);
                }
                self.section("foot");
            }
            self.half_round(Bed::Back, row.span, YARN);
        }
        self.take_out(YARN);
        self.draw_round(last.span);
        self.section("waste above loops left open for grafting");
        self.bring_in(WASTE);
        for _ in 0..self.machine.top_waste_courses.div_ceil(2) {
            self.round(last.span, WASTE);
        }
        self.take_out(WASTE);
        for bed in [Bed::Front, Bed::Back] {
            for index in last.span.left..last.span.right {
                self.emit(Op::Drop(Needle { bed, index }));
            }
        }
    }

    /// Every needle of both beds gets waste, every second one a pass, so that no two stand opposite each other; then rounds.
    fn waste_round(&mut self, span: Span) {
        self.section("waste");
        self.mode(Mode::Waste);
        self.bring_in(WASTE);
        let set = CarrierSet::one(WASTE);
        for direction in [Direction::Right, Direction::Left] {
            for index in ordered(span, direction) {
                let front = (index % 2 == 0) == (direction == Direction::Right);
                let bed = if front { Bed::Front } else { Bed::Back };
                self.emit(Op::Tuck(direction, Needle { bed, index }, set));
            }
            self.release();
        }
        for _ in 1..self.machine.waste_courses.div_ceil(2) {
            self.round(span, WASTE);
        }
        self.take_out(WASTE);
    }

    /// A round of draw thread, which later parts waste and piece.
    fn draw_round(&mut self, span: Span) {
        self.section("draw thread");
        self.mode(Mode::Waste);
        self.bring_in(DRAW);
        self.round(span, DRAW);
        self.take_out(DRAW);
    }

    fn round(&mut self, span: Span, carrier: usize) {
        self.half_round(Bed::Front, span, carrier);
        self.half_round(Bed::Back, span, carrier);
    }

    /// The front half goes right, the back half left.
    fn half_round(&mut self, bed: Bed, span: Span, carrier: usize) {
        let direction = match bed {
            Bed::Back => Direction::Left,
            _ => Direction::Right,
        };
        for index in ordered(span, direction) {
            self.knit(direction, Needle { bed, index }, carrier);
        }
        self.release();
    }

    /// Each edge loop that is narrowed goes over the empty needle beyond the other bed's edge onto its neighbour.
    fn narrow_tube(&mut self, row: &Row) {
        // The needle that is left, and the way inwards.
        let mut edges = Vec::new();
        if row.steps[0] != Step::Straight {
            edges.push((row.span.left - 1, 1));
        }
        if row.steps[1] != Step::Straight {
            edges.push((row.span.right, -1));
        }
        let mut moves: Vec<(i32, Needle, i32)> = Vec::new();
        for (from, inwards) in edges {
            for bed in [Bed::Front, Bed::Back] {
                // At racking R a front needle N faces the back needle N - R.
                let side = if bed == Bed::Front { inwards } else { -inwards };
                moves.push((side, Needle { bed, index: from }, inwards));
            }
        }
        if moves.is_empty() {
            return;
        }
        self.mode(Mode::Transfer);
        for racking in [1i32, 2, -1, -2] {
            for (side, from, inwards) in &moves {
                if *side * racking < 0 {
                    continue;
                }
                let away = Needle {
                    bed: from.bed.opposite(),
                    index: from.index - inwards,
                };
                let onto = Needle {
                    bed: from.bed,
                    index: from.index + inwards,
                };
                self.rack(racking);
                self.emit(match racking.abs() {
                    1 => Op::Xfer(*from, away),
                    _ => Op::Xfer(away, onto),
                });
            }
        }
        self.rack(0);
    }

    /// A row of the heel, and the tuck on the held loop beside its end.
    fn short_row(&mut self, short: &ShortRow) {
        let direction = short.direction;
        let set = CarrierSet::one(YARN);
        let mut last = None;
        for index in ordered(short.span, direction) {
            let needle = Needle::back(index);
            self.knit(direction, needle, YARN);
            last = Some(needle);
        }
        let Some(wrap) = short.wrap else {
            return;
        };
        if let Some(last) = last.filter(|_| !self.machine.knit_and_tuck_share_a_pass) {
            // The carriage comes back for the next pass, and the carrier with it, by a needle.
            self.emit(Op::Miss(direction.reverse(), last, set));
        }
        self.emit(Op::Tuck(direction, Needle::back(wrap), set));
    }
}
