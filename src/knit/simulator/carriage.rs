//! The carriage: which stitches share a pass, and the racking of the beds.

use super::Simulator;
use crate::knit::program::{CarrierSet, Direction, Needle};
use crate::knit::rules::Rule;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stitch {
    Knit,
    Tuck,
    Miss,
    /// Its needle's old loops are across already.
    Split,
}

/// What the needles of a bed do in a pass.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Nothing,
    Knit,
    Tuck,
}

/// The carriage pass that could still take another stitch.
#[derive(Clone, Copy)]
pub(super) struct Pass {
    /// None after its end.
    carriers: CarrierSet,
    direction: Direction,
    slot: i32,
    bed_is_front: bool,
    missed: bool,
    works: [Work; 2],
    /// The beds that split their stitches.
    splits: [bool; 2],
    /// Whether it was found to mix knits and tucks.
    mixed: bool,
}

impl Pass {
    pub(super) const NONE: Pass = Pass {
        carriers: CarrierSet(0),
        direction: Direction::Right,
        slot: 0,
        bed_is_front: true,
        missed: false,
        works: [Work::Nothing; 2],
        splits: [false; 2],
        mixed: false,
    };

    /// No stitch joins it any more.
    #[inline]
    pub(super) fn end(&mut self) {
        self.carriers = CarrierSet(0);
    }
}

impl Simulator<'_> {
    /// Whether the stitch joins the current pass; else it starts one.
    #[inline]
    pub(super) fn merge(
        &mut self,
        kind: Stitch,
        direction: Direction,
        needle: Needle,
        slot: i32,
        set: CarrierSet,
    ) -> bool {
        let front = needle.bed.is_front();
        let bed = usize::from(!front);
        let missed = kind == Stitch::Miss;
        let pass = &mut self.pass;
        let ahead = match direction {
            Direction::Right => slot > pass.slot,
            Direction::Left => slot < pass.slot,
        };
        // At fractional racking front needles stand left of the back needles of the same slot.
        // Where each bed has one set of cams, the bed across from a split takes loops and does nothing else.
        let apart = !self.machine.knit_and_tuck_share_a_pass
            && !missed
            && (pass.splits[1 - bed]
                || kind == Stitch::Split && pass.works[1 - bed] != Work::Nothing);
        let joins = pass.carriers == set
            && pass.direction == direction
            && !apart
            && (ahead
                || slot == pass.slot
                    && (pass.missed
                        || missed
                        || (self.racking % 4 != 0
                            && front != pass.bed_is_front
                            && pass.bed_is_front == (direction == Direction::Right))));
        if !joins {
            *pass = Pass {
                carriers: set,
                direction,
                ..Pass::NONE
            };
        }
        pass.slot = slot;
        pass.bed_is_front = front;
        pass.missed = missed;
        pass.splits[bed] |= kind == Stitch::Split;
        if !missed {
            let work = match kind {
                Stitch::Tuck => Work::Tuck,
                _ => Work::Knit,
            };
            let before = std::mem::replace(&mut pass.works[bed], work);
            if before != work && before != Work::Nothing {
                self.mix(needle);
            }
        }
        joins
    }

    /// A bed's needles are to do two things in one pass.
    #[cold]
    fn mix(&mut self, needle: Needle) {
        if self.machine.knit_and_tuck_share_a_pass || self.pass.mixed {
            return;
        }
        self.pass.mixed = true;
        self.report(Rule::KnitAndTuck, || {
            format!("{needle}: this bed's pass both knits and tucks; make two passes of it")
        });
    }

    pub(super) fn rack(&mut self, quarters: i32) {
        if quarters != self.racking {
            self.pass.end();
            self.idle.forget();
        }
        self.racking = quarters;
        let limit = self.machine.racking_max as i32;
        let racking = f64::from(quarters) / 4.0;
        if quarters.abs() > 4 * limit {
            self.report(Rule::RackingLimit, || {
                format!("racking {racking} is beyond {limit} needles")
            });
        }
        let fraction = f64::from(quarters.rem_euclid(4)) / 4.0;
        if !self.machine.racking_fractions.contains(&fraction) {
            self.report(Rule::RackingFraction, || {
                format!("this machine does not stand at racking {racking}")
            });
        }
    }
}
