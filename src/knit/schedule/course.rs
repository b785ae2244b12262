//! One course and what comes before it: structure change, narrowing, widening, binding off.

use super::ends::ordered;
use super::{Emitter, Mode};
use crate::knit::fabric::{Stitch, widens_by_split};
use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};
use crate::knit::shape::{Row, Span, Step, fashioning_block};

/// Wales that one of several waiting carriers binds off before another goes on: the others float behind.
const TURN_BY_TURN: i32 = 6;

impl Emitter<'_> {
    /// Readies the needles for `row`, after `before`.
    pub(super) fn prepare(&mut self, before: &Row, row: &Row, next: Option<&Row>) {
        let carrier = self.carrier(row.feed);
        let moves = self.moves(before, row);
        let splits = next.is_some_and(|next| splits(row, next) != [None; 2]);
        let stays = self.systems()
            && !splits
            && (row.span.left..row.span.right)
                .all(|n| self.fabric.bed(row.course, n) == Bed::Front);
        self.transfer(&moves);
        let start = usize::from(row.direction == Direction::Left);
        let bound = match row.steps[start] {
            Step::BindOff(wales) if start == 0 => Some(Span {
                left: before.span.left,
                right: before.span.left + wales,
            }),
            Step::BindOff(wales) => Some(Span {
                left: before.span.right - wales,
                right: before.span.right,
            }),
            _ => None,
        };
        // A racked bed does not hinder plain courses, and saves a stroke where transfers share theirs.
        if bound.is_some() || !stays {
            self.rack(0);
        }
        if let Some(bound) = bound {
            let whole = Span {
                left: (bound.left - 1).max(before.span.left),
                right: (bound.right + 1).min(before.span.right),
            };
            self.change_beds(whole, |_| Some(Bed::Front));
            self.bind_off(bound, row.direction, carrier);
        }
        self.take_beds(row, before.span);
        if row.steps[start] == Step::Widen && !widens_by_split(before, row) {
            let edge = match start {
                0 => row.span.left,
                _ => row.span.right - 1,
            };
            let needle = Needle {
                bed: self.fabric.bed(row.course, edge),
                index: edge,
            };
            self.put(needle);
            self.tuck_edge(needle, row, carrier);
        }
    }

    /// Brings the loops of a row, as far as there are any, to the beds of its stitches.
    fn take_beds(&mut self, row: &Row, before: Span) {
        let span = Span {
            left: row.span.left.max(before.left),
            right: row.span.right.min(before.right),
        };
        let fabric = self.fabric;
        // Lace has emptied the needles of eyelets.
        let holds = |n: i32| fabric.at(row.course, n) != Stitch::Eyelet;
        self.change_beds(span, |n| holds(n).then(|| fabric.bed(row.course, n)));
    }

    /// A new edge wale in rib: the carrier goes round the needle, outside the course's own pass.
    fn tuck_edge(&mut self, needle: Needle, row: &Row, carrier: usize) {
        self.mode(Mode::Knit(row.structure));
        let set = CarrierSet::one(carrier);
        let away = row.direction.reverse();
        let beyond = self.stands.get(carrier).copied().flatten();
        if beyond != Some((needle.index, away)) {
            self.emit(Op::Miss(away, needle, set));
        }
        self.emit(Op::Tuck(row.direction, needle, set));
        self.emit(Op::Miss(away, needle, set));
    }

    /// A chain: each loop goes onto its neighbour and is knitted with it; the last two are knitted by the course that
    /// follows. The carriers stand beside the first loop and go back after each stitch; several take turns, so that
    /// none floats far.
    fn bind_off(&mut self, bound: Span, direction: Direction, carrier: usize) {
        self.rack(0);
        let step = if direction == Direction::Right { 1 } else { -1 };
        let mut waiting = self.waiting(direction);
        waiting.retain(|c| *c != carrier);
        waiting.insert(0, carrier);
        for (i, index) in ordered(bound, direction).enumerate() {
            let mut back = None;
            if i > 0 {
                let turn = (bound.width() - 1 - i as i32) / TURN_BY_TURN;
                let carrier = waiting[turn as usize % waiting.len()];
                self.mode(Mode::BindOff);
                self.knit(direction, Needle::front(index), carrier);
                let away = direction.reverse();
                back = Some(Op::Miss(
                    away,
                    Needle::front(index),
                    CarrierSet::one(carrier),
                ));
            }
            // With several systems the loop crosses in the stroke that knits it, and the carrier goes back in the
            // stroke that brings it home.
            if !self.systems() {
                self.ops.extend(back.take());
            }
            self.mode(Mode::Transfer);
            self.emit(Op::Xfer(Needle::front(index), Needle::back(index)));
            self.rack(step);
            self.ops.extend(back);
            self.emit(Op::Xfer(Needle::back(index), Needle::front(index + step)));
            self.rack(0);
        }
    }

    /// Knits a row; `middle` is bound off on the way.
    pub(super) fn course(&mut self, rows: &[Row], i: usize, middle: Option<Span>) {
        let row = &rows[i];
        let carrier = self.carrier(row.feed);
        let mode = match row.part {
            Some(_) => Mode::ShortRow(row.structure),
            None => Mode::Knit(row.structure),
        };
        self.mode(mode);
        let splits = rows.get(i + 1).map_or([None; 2], |next| splits(row, next));
        let Some(middle) = middle.filter(|m| m.width() > 0) else {
            let ground_only = !row.is_double() && self.fabric.yarns(row.course, row.span) == [0];
            if let Some(part) = row.part {
                self.stitches(row, part.whole(), splits, carrier);
            } else if ground_only {
                self.stitches(row, row.span, splits, carrier);
            } else {
                self.coloured(rows, i, splits);
            }
            return self.clear_edge(rows, i, carrier);
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
        self.emit(Op::Miss(
            back,
            Needle::front(turn),
            CarrierSet::one(carrier),
        ));
        self.section("neck: bind off");
        self.bind_off(middle, row.direction, carrier);
        self.mode(mode);
        self.stitches(row, second, splits, carrier);
    }

    /// Takes the carrier one needle further where the edge loops will move out beside it before it works again, or where it will
    /// go round a new needle.
    fn clear_edge(&mut self, rows: &[Row], i: usize, carrier: usize) {
        let row = &rows[i];
        let (side, needle) = match row.direction {
            Direction::Left => (0, row.span.left - 1),
            Direction::Right => (1, row.span.right),
        };
        for pair in rows[i..].windows(2) {
            let tucked = pair[1].feed == row.feed && !pair[1].is_double();
            if pair[1].steps[side] == Step::Widen && (tucked || widens_by_split(&pair[0], &pair[1]))
            {
                let set = CarrierSet::one(carrier);
                self.emit(Op::Miss(row.direction, Needle::front(needle), set));
                return;
            }
            if pair[1].feed == row.feed {
                return;
            }
        }
    }

    fn stitches(&mut self, row: &Row, span: Span, splits: [Option<i32>; 2], carrier: usize) {
        let set = CarrierSet::one(carrier);
        let mut last: Option<Needle> = None;
        // What each bed does in the pass, and which beds split.
        let mut tucks = [None; 2];
        let mut split = [false; 2];
        for index in ordered(span, row.direction) {
            let needle = Needle {
                bed: self.fabric.bed(row.course, index),
                index,
            };
            let stitch = self.fabric.at(row.course, index);
            if stitch == Stitch::Miss {
                // At the edge the carrier still goes on past the needle.
                let last =
                    [span.right - 1, span.left][usize::from(row.direction == Direction::Left)];
                if index == last {
                    self.emit(Op::Miss(row.direction, needle, set));
                }
                continue;
            }
            let tuck = matches!(stitch, Stitch::Tuck | Stitch::TuckBack | Stitch::Eyelet);
            let bed = usize::from(!needle.bed.is_front());
            let splits_here = splits.contains(&Some(index));
            let across = split[1 - bed] || splits_here && tucks[1 - bed].is_some();
            let mixes =
                !self.machine.knit_and_tuck_share_a_pass && (tucks[bed] == Some(!tuck) || across);
            if let Some(last) = last.filter(|_| mixes) {
                // The carriage comes back for the next pass, and the carrier with it, by a needle.
                self.emit(Op::Miss(row.direction.reverse(), last, set));
                (tucks, split) = ([None; 2], [false; 2]);
            }
            tucks[bed] = Some(tuck);
            split[bed] |= splits_here;
            last = Some(needle);
            if splits_here {
                let across = Needle::back(index);
                self.emit(Op::Split(row.direction, needle, across, set));
            } else if tuck {
                self.put(needle);
                self.emit(Op::Tuck(row.direction, needle, set));
            } else {
                self.knit(row.direction, needle, carrier);
            }
        }
        self.release();
    }
}

/// Needles of `row` whose old loops go to the back bed, for widenings before `next`.
fn splits(row: &Row, next: &Row) -> [Option<i32>; 2] {
    let block = fashioning_block(row.span);
    let widens = |side: usize| next.steps[side] == Step::Widen;
    if !widens_by_split(row, next) {
        return [None; 2];
    }
    [
        widens(0).then_some(row.span.left + block),
        widens(1).then_some(row.span.right - 1 - block),
    ]
}
