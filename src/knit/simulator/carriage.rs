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

/// The carriage pass that could still take another stitch.
#[derive(Clone, Copy)]
pub(super) struct Pass {
    pub(super) carriers: CarrierSet,
    pub(super) direction: Direction,
    pub(super) slot: i32,
    pub(super) bed_is_front: bool,
    pub(super) missed: bool,
    pub(super) kinds: [Option<Stitch>; 2],
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
        let knits = |kind| kind != Stitch::Tuck;
        if let Some(pass) = &mut self.pass {
            let ahead = match direction {
                Direction::Right => slot > pass.slot,
                Direction::Left => slot < pass.slot,
            };
            // At fractional racking front needles stand left of the back needles of the same slot.
            let beside = slot == pass.slot
                && (pass.missed
                    || kind == Stitch::Miss
                    || (self.racking % 4 != 0
                        && front != pass.bed_is_front
                        && pass.bed_is_front == (direction == Direction::Right)));
            let mixes = !self.machine.knit_and_tuck_share_a_pass
                && kind != Stitch::Miss
                && pass.kinds[bed].is_some_and(|other| knits(other) != knits(kind));
            if pass.carriers == set && pass.direction == direction && (ahead || beside) && !mixes {
                pass.slot = slot;
                pass.bed_is_front = front;
                pass.missed = kind == Stitch::Miss;
                if kind != Stitch::Miss {
                    pass.kinds[bed] = Some(kind);
                }
                return true;
            }
        }
        let mut kinds = [None; 2];
        if kind != Stitch::Miss {
            kinds[bed] = Some(kind);
        }
        self.pass = Some(Pass {
            carriers: set,
            direction,
            slot,
            bed_is_front: front,
            missed: kind == Stitch::Miss,
            kinds,
        });
        false
    }

    pub(super) fn rack(&mut self, quarters: i32) {
        if quarters != self.racking {
            self.pass = None;
        }
        self.racking = quarters;
        let limit = self.machine.racking_max as i32;
        if quarters.abs() > 4 * limit {
            self.report(Rule::RackingLimit, || {
                format!(
                    "racking {} is beyond {limit} needles",
                    f64::from(quarters) / 4.0
                )
            });
        }
    }
}
