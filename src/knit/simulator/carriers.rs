//! Yarn carriers: in and out of action, on which side they wait, how far their yarn floats.

use super::Simulator;
use super::carriage::Stitch;
use crate::knit::machine::Park;
use crate::knit::program::{CarrierSet, Direction, Needle};
use crate::knit::rules::Rule;

/// Where a carrier is.
#[derive(Clone, Copy, Default)]
pub(super) struct Carrier {
    /// Its last loop's needle, followed through transfers.
    pub(super) attached: Option<Needle>,
    /// Slot (front needle number) that it waits beside, and on which side.
    pub(super) waits: Option<(i32, Direction)>,
    /// Whether its yarn has been caught where it waits.
    pub(super) caught: bool,
}

impl Simulator<'_> {
    /// Carriers that are about to be used must be in action.
    #[inline]
    pub(super) fn ready(&mut self, set: CarrierSet) {
        if !self.active.contains(set) {
            self.report_inactive(set);
        }
        if self.machine.one_carrier_a_pass && set.0 & set.0.wrapping_sub(1) != 0 {
            self.report(Rule::CarriersInPass, || {
                "a pass moves one carrier only".into()
            });
        }
    }

    #[cold]
    fn report_inactive(&mut self, set: CarrierSet) {
        let missing = CarrierSet(set.0 & !self.active.0);
        let name = self.name_of(missing);
        self.report(Rule::CarrierInactive, || {
            format!("carrier {name} is not in action; bring it `in` first")
        });
        self.assume_active(missing);
    }

    /// Takes a carrier along to a stitch; `merged` if the stitch belongs to the pass that the carrier is on.
    #[inline]
    pub(super) fn draw(
        &mut self,
        kind: Stitch,
        carrier: usize,
        direction: Direction,
        needle: Needle,
        slot: i32,
        merged: bool,
    ) {
        let Some(state) = self.carriers.get(carrier).copied() else {
            return;
        };
        let mut attached = state.attached;
        if state.waits.is_none() {
            self.check_parked(carrier, direction);
        }
        if kind != Stitch::Miss {
            if !merged {
                self.check_side(carrier, state, direction, slot);
            }
            if let Some(last) = attached {
                let quarters = (self.quarter(needle) - self.quarter(last)).unsigned_abs();
                if quarters > 4 * u64::from(self.machine.max_float) {
                    self.report_float(carrier, last, needle, quarters / 4);
                }
            }
            attached = Some(needle);
        }
        if let Some(state) = self.carriers.get_mut(carrier) {
            *state = Carrier {
                attached,
                waits: Some((slot, direction)),
                caught: false,
            };
        }
    }

    /// Its first stitch or miss.
    #[cold]
    fn check_parked(&mut self, carrier: usize, direction: Direction) {
        let parked = match direction {
            Direction::Right => Park::Right,
            Direction::Left => Park::Left,
        };
        if self.machine.park == parked && !self.hook.brings(CarrierSet::one(carrier)) {
            let (name, side) = (self.name(carrier), side(direction));
            self.report(Rule::CarrierParked, || {
                format!(
                    "carrier {name} is parked on the {side}; its first pass cannot go `{direction}`"
                )
            });
        }
    }

    fn check_side(&mut self, carrier: usize, state: Carrier, direction: Direction, slot: i32) {
        let right = direction == Direction::Right;
        let Some((at, waits)) = state.waits else {
            return;
        };
        if waits != direction && if right { at <= slot } else { at >= slot } {
            return;
        }
        let (name, side) = (self.name(carrier), side(waits));
        self.report(Rule::CarrierWrongSide, || {
            format!(
                "carrier {name} waits {side} of needle {at}, the pass goes `{direction}` from needle {slot}: \
                 a kick-back is needed"
            )
        });
    }

    #[cold]
    fn report_float(&mut self, carrier: usize, last: Needle, needle: Needle, over: u64) {
        let name = self.name(carrier);
        let limit = self.machine.max_float;
        self.report(Rule::FloatTooLong, || {
            format!(
                "the yarn of carrier {name} floats from {last} to {needle}, over {over} needles; {limit} are allowed"
            )
        });
    }

    pub(super) fn bring_in(&mut self, set: CarrierSet) {
        let again = CarrierSet(set.0 & self.active.0);
        if !again.is_empty() {
            let name = self.name_of(again);
            self.report(Rule::CarrierActive, || {
                format!("carrier {name} is in action already")
            });
        }
        self.assume_active(CarrierSet(set.0 & !self.active.0));
    }

    fn assume_active(&mut self, set: CarrierSet) {
        self.active.0 |= set.0;
        self.idle.forget();
        for carrier in set.indices() {
            if let Some(state) = self.carriers.get_mut(carrier) {
                *state = Carrier::default();
            }
        }
    }

    pub(super) fn bring_out(&mut self, set: CarrierSet) {
        self.pass.end();
        for carrier in set.indices() {
            let name = self.name(carrier);
            let used = self
                .carriers
                .get(carrier)
                .is_some_and(|c| c.waits.is_some());
            if !self.active.contains(CarrierSet::one(carrier)) {
                self.report(Rule::CarrierInactive, || {
                    format!("carrier {name} is not in action")
                });
            } else if !used {
                self.report(Rule::CarrierUnused, || {
                    format!("carrier {name} has made no stitch since it came in")
                });
            }
        }
        self.active.0 &= !set.0;
        self.idle.forget();
    }

    /// The yarn of a moved loop goes with it.
    #[inline]
    pub(super) fn follow(&mut self, from: Needle, to: Needle) {
        let mut rest = self.active.0;
        while rest != 0 {
            let carrier = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            if let Some(state) = self.carriers.get_mut(carrier)
                && state.attached == Some(from)
            {
                state.attached = Some(to);
                self.idle.forget();
            }
        }
    }

    pub(super) fn name(&self, carrier: usize) -> String {
        self.names.get(carrier).cloned().unwrap_or_default()
    }

    pub(super) fn name_of(&self, set: CarrierSet) -> String {
        let names: Vec<&str> = set
            .indices()
            .filter_map(|i| self.names.get(i).map(String::as_str))
            .collect();
        names.join(" ")
    }
}

pub(super) fn side(direction: Direction) -> &'static str {
    match direction {
        Direction::Right => "right",
        Direction::Left => "left",
    }
}
