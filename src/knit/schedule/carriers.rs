//! Yarn carriers: in and out of action, and where they wait.

use super::{Emitter, YARN};
use crate::knit::machine::Insertion;
use crate::knit::program::{CarrierSet, Direction, Op};

impl Emitter<'_> {
    pub(super) fn carrier(&self, feed: usize) -> usize {
        (YARN + feed).min(self.machine.carriers.len().saturating_sub(1))
    }

    pub(super) fn bring_in(&mut self, carrier: usize) {
        let set = CarrierSet::one(carrier);
        self.emit(match self.machine.insertion {
            Insertion::In => Op::In(set),
            Insertion::Inhook => Op::InHook(set),
        });
        self.hooked = (self.machine.insertion == Insertion::Inhook).then_some(carrier);
    }

    /// Lets go of a yarn's end, after its first pass.
    pub(super) fn release(&mut self) {
        if let Some(carrier) = self.hooked.take() {
            self.emit(Op::ReleaseHook(CarrierSet::one(carrier)));
        }
    }

    pub(super) fn take_out(&mut self, carrier: usize) {
        let set = CarrierSet::one(carrier);
        self.emit(match self.machine.insertion {
            Insertion::In => Op::Out(set),
            Insertion::Inhook => Op::OutHook(set),
        });
        self.went[carrier] = None;
        self.attached[carrier] = None;
        self.stands[carrier] = None;
    }

    /// Brings a yarn carrier in unless it is.
    pub(super) fn activate(&mut self, feed: usize) {
        let carrier = self.carrier(feed);
        if self.went.get(carrier).is_some_and(Option::is_none) {
            self.bring_in(carrier);
            // It comes from where it parks, left.
            self.went(carrier, Direction::Left);
        }
    }

    pub(super) fn went(&mut self, carrier: usize, direction: Direction) {
        if let Some(went) = self.went.get_mut(carrier) {
            *went = Some(direction);
        }
    }

    /// Yarn carriers that wait where a course of that direction starts.
    pub(super) fn waiting(&self, direction: Direction) -> Vec<usize> {
        let waits = |c: &usize| {
            !self.parted
                && self.threads[*c] == Some(0)
                && self.went.get(*c) == Some(&Some(direction.reverse()))
        };
        (YARN..self.went.len()).filter(waits).collect()
    }

    pub(super) fn in_action(&self) -> Vec<usize> {
        let active = |c: &usize| self.went.get(*c).is_some_and(Option::is_some);
        (YARN..self.went.len()).filter(active).collect()
    }
}
