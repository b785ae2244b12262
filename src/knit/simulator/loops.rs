//! Loops: how they are formed, moved and dropped.

use super::Simulator;
use super::carriage::Stitch;
use super::needles::Held;
use crate::knit::program::{Bed, CarrierSet, Direction, Needle};
use crate::knit::rules::Rule;

impl Simulator<'_> {
    #[inline]
    pub(super) fn stitch(
        &mut self,
        kind: Stitch,
        direction: Direction,
        needle: Needle,
        set: CarrierSet,
    ) {
        self.visit(needle);
        self.ready(set);
        let slot = self.slot(needle);
        let merged = self.merge(kind, direction, needle, slot, set);
        if self.hooking {
            self.use_hook(kind, direction, needle, slot, set);
        }
        let mut rest = set.0;
        while rest != 0 {
            let carrier = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            self.draw(kind, carrier, direction, needle, slot, merged);
        }
        if !merged {
            self.idle.forget();
        }
        if kind != Stitch::Miss {
            self.clear_of_idle(needle, set);
            self.form_loop(kind, needle, set);
        }
    }

    #[inline]
    fn form_loop(&mut self, kind: Stitch, needle: Needle, set: CarrierSet) {
        if matches!(needle.bed, Bed::FrontSlider | Bed::BackSlider) {
            self.report(Rule::LoopOnSlider, || {
                format!("{needle} is a slider and forms no loop")
            });
        }
        let waste = u8::from(self.waste.contains(set));
        let Some(held) = self.needles.at(needle) else {
            return;
        };
        let empty = held.count() == 0;
        if kind == Stitch::Knit {
            *held = Held::default();
        }
        if needle.bed.is_front() {
            held.front = held.front.saturating_add(1);
        } else {
            held.back = held.back.saturating_add(1);
        }
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
    fn report_too_many(&mut self, needle: Needle, count: u32) {
        let limit = self.machine.max_loops;
        self.report(Rule::TooManyLoops, || {
            format!("{needle} holds {count} loops, {limit} fit")
        });
    }

    /// Moves loops; the receiving bed's own loops on a neighbour make a decrease, all other stacking is reported.
    #[inline]
    pub(super) fn transfer(&mut self, from: Needle, to: Needle) {
        self.visit(from);
        self.visit(to);
        let across = from.bed.is_front() != to.bed.is_front();
        let slider = |n: Needle| matches!(n.bed, Bed::FrontSlider | Bed::BackSlider);
        if !across || self.quarter(from) != self.quarter(to) || (slider(from) && slider(to)) {
            self.report_misaligned(from, to);
        }
        let moved = self.needles.at(from).map(std::mem::take);
        let moved = moved.unwrap_or_default();
        if moved.count() == 0 {
            self.report(Rule::TransferFromEmpty, || format!("{from} holds no loop"));
            return;
        }
        let Some(held) = self.needles.at(to) else {
            return;
        };
        let before = *held;
        held.front = held.front.saturating_add(moved.front);
        held.back = held.back.saturating_add(moved.back);
        held.waste = held.waste.saturating_add(moved.waste);
        let count = held.count();
        if before.count() > 0 {
            let away = if to.bed.is_front() {
                u32::from(moved.back) + u32::from(before.back)
            } else {
                u32::from(moved.front) + u32::from(before.front)
            };
            if away > 0 || count > 2 {
                self.report_stacked(from, to, count);
            }
            if count > self.machine.max_loops {
                self.report_too_many(to, count);
            }
        }
        self.follow(from, to);
    }

    #[cold]
    fn report_misaligned(&mut self, from: Needle, to: Needle) {
        let racking = f64::from(self.racking) / 4.0;
        self.report(Rule::TransferMisaligned, || {
            format!("no loop can go from {from} to {to} at racking {racking}")
        });
    }

    #[cold]
    fn report_stacked(&mut self, from: Needle, to: Needle, count: u32) {
        self.report(Rule::TransferOntoHeld, || {
            format!("{from} to {to}: the needle held loops already, now {count}")
        });
    }

    pub(super) fn drop_loops(&mut self, needle: Needle) {
        self.pass.end();
        self.visit(needle);
        self.clear_of_idle(needle, CarrierSet::default());
        let held = self.needles.at(needle).map(std::mem::take);
        let held = held.unwrap_or_default();
        if held.count() > u32::from(held.waste) {
            self.report(Rule::LiveLoopsDropped, || {
                format!("{needle}: {} live loops are dropped", held.count())
            });
        }
    }
}
