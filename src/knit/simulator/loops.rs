//! Loops: how they are formed, moved and dropped.

use super::Simulator;
use super::carriage::Stitch;
use crate::knit::program::{CarrierSet, Direction, Needle};
use crate::knit::rules::Rule;

/// Loops on a needle, by the bed on which they were formed.
#[derive(Clone, Copy, Default)]
pub(super) struct Held {
    pub(super) front: u8,
    pub(super) back: u8,
    /// How many of them are of waste yarn.
    pub(super) waste: u8,
}

impl Held {
    #[inline]
    pub(super) fn count(self) -> u32 {
        u32::from(self.front) + u32::from(self.back)
    }
}

impl Simulator<'_> {
    #[inline]
    pub(super) fn stitch(
        &mut self,
        kind: Stitch,
        direction: Direction,
        needle: Needle,
        set: CarrierSet,
    ) {
        let Some(at) = self.at(needle) else { return };
        if !self.active.contains(set) {
            let missing = CarrierSet(set.0 & !self.active.0);
            let name = self.name_of(missing);
            self.report(Rule::CarrierInactive, || {
                format!("carrier {name} is not in action; bring it `in` first")
            });
            self.assume_active(missing);
        }
        if self.machine.one_carrier_a_pass && set.len() > 1 {
            self.report(Rule::CarriersInPass, || {
                "a pass moves one carrier only".into()
            });
        }
        let slot = self.slot(needle);
        let merged = self.merge(kind, direction, needle, slot, set);
        for carrier in set.indices() {
            if !merged && kind != Stitch::Miss {
                self.check_side(carrier, direction, slot);
            }
            if kind != Stitch::Miss {
                self.check_float(carrier, needle);
                self.carriers[carrier].attached = Some(needle);
            }
            self.carriers[carrier].waits = Some((slot, direction));
        }
        if let Some((hooked, used)) = &mut self.hook {
            *used |= kind != Stitch::Miss && hooked.0 & set.0 != 0;
        }
        if kind != Stitch::Miss {
            self.form_loops(kind, needle, at, set);
        }
    }

    #[inline]
    pub(super) fn form_loops(&mut self, kind: Stitch, needle: Needle, at: usize, set: CarrierSet) {
        let held = &mut self.beds[needle.bed as usize][at];
        let empty = held.count() == 0;
        if kind == Stitch::Knit {
            *held = Held::default();
        }
        let loops = set.len() as u8;
        if needle.bed.is_front() {
            held.front = held.front.saturating_add(loops);
        } else {
            held.back = held.back.saturating_add(loops);
        }
        let waste = (set.0 & self.waste.0).count_ones() as u8;
        held.waste = held.waste.saturating_add(waste);
        let count = held.count();
        if kind == Stitch::Knit && empty {
            self.report(Rule::KnitOnEmpty, || {
                format!("{needle} holds no loop; tuck to cast on")
            });
        }
        if count > self.machine.max_loops {
            self.report_too_many(needle, count);
        }
    }

    #[cold]
    pub(super) fn report_too_many(&mut self, needle: Needle, count: u32) {
        let limit = self.machine.max_loops;
        self.report(Rule::TooManyLoops, || {
            format!("{needle} holds {count} loops, {limit} fit")
        });
    }

    /// Moves loops; the receiving bed's own loops on a neighbour make a decrease, all other stacking is reported.
    #[inline]
    pub(super) fn transfer(&mut self, from: Needle, to: Needle, a: usize, b: usize) {
        let across = from.bed.is_front() != to.bed.is_front();
        if !across || self.quarter(from) != self.quarter(to) {
            let racking = f64::from(self.racking) / 4.0;
            self.report(Rule::TransferMisaligned, || {
                format!("{from} and {to} are not opposite each other at racking {racking}")
            });
        }
        let moved = std::mem::take(&mut self.beds[from.bed as usize][a]);
        if moved.count() == 0 {
            self.report(Rule::TransferFromEmpty, || format!("{from} holds no loop"));
            return;
        }
        let held = &mut self.beds[to.bed as usize][b];
        let before = *held;
        held.front = held.front.saturating_add(moved.front);
        held.back = held.back.saturating_add(moved.back);
        held.waste = held.waste.saturating_add(moved.waste);
        let count = held.count();
        if before.count() > 0 {
            let away = if to.bed.is_front() {
                moved.back + before.back
            } else {
                moved.front + before.front
            };
            if away > 0 || count > 2 {
                self.report_stacked(from, to, count);
            }
        }
        if count > self.machine.max_loops {
            self.report_too_many(to, count);
        }
        for carrier in &mut self.carriers {
            if carrier.attached == Some(from) {
                carrier.attached = Some(to);
            }
        }
    }

    #[cold]
    pub(super) fn report_stacked(&mut self, from: Needle, to: Needle, count: u32) {
        self.report(Rule::TransferOntoHeld, || {
            format!("{from} to {to}: the needle held loops already, now {count}")
        });
    }

    pub(super) fn drop_loops(&mut self, needle: Needle) {
        self.pass = None;
        let Some(at) = self.at(needle) else { return };
        let held = std::mem::take(&mut self.beds[needle.bed as usize][at]);
        if held.count() > u32::from(held.waste) {
            self.report(Rule::LiveLoopsDropped, || {
                format!("{needle}: {} live loops are dropped", held.count())
            });
        }
    }
}
