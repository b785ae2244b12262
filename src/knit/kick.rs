//! Passes as they are strung together, and the kick-backs that a machine adds: a carrier that stands on the wrong side for its
//! next pass, or whose yarn lies across a needle that works, is moved out of the way first.
//!
//! Programs bring the kick-backs that a machine's stopping distance asks for (`aside`). The Kniterate's driver adds the strict ones
//! of the public backend knitout-backend-kniterate: a carrier may have stopped anywhere beyond its last needle.

use super::machine::{Machine, Park};
use super::pass::{Action, Pass, PassKind};
use super::program::{CarrierSet, Direction, Needle};

/// Where a carrier's yarn comes from.
#[derive(Clone, Copy, Debug)]
struct Yarn {
    /// Its last loop, followed through transfers, and the way that it went.
    attached: (Needle, Direction),
    /// The needle that it last stopped beyond, and the way that it went.
    parked: (Needle, Direction),
}

/// Passes so far, and what they leave behind.
pub(super) struct Strokes<'a> {
    machine: &'a Machine,
    pub(super) passes: Vec<Pass>,
    /// Quarters of a needle.
    pub(super) racking: i32,
    pub(super) speed: u16,
    /// Whether the next stitch begins a new pass.
    pub(super) apart: bool,
    yarns: [Option<Yarn>; CarrierSet::MAX],
}

impl<'a> Strokes<'a> {
    pub(super) fn new(machine: &'a Machine) -> Self {
        Self {
            machine,
            passes: Vec::new(),
            racking: 0,
            speed: 100,
            apart: false,
            yarns: [None; CarrierSet::MAX],
        }
    }

    /// Front needle number that a needle stands at, rounded down.
    pub(super) fn slot(&self, needle: Needle) -> i32 {
        match needle.bed.is_front() {
            true => needle.index,
            false => needle.index + self.racking.div_euclid(4),
        }
    }

    /// Adds a pass of that one action to the last one if a stroke can do both; else begins a new one, after a kick-back if its
    /// carrier needs one.
    pub(super) fn push(&mut self, pass: &Pass, action: Action) {
        let apart = std::mem::take(&mut self.apart);
        let last = self.passes.last_mut().filter(|_| !apart);
        if last.is_some_and(|last| last.append(pass, &action, self.machine)) {
            return;
        }
        if let (Some(carrier), Some(way)) = (pass.carrier, pass.direction)
            && let Some(at) = self.kick(carrier, way, action.slot)
        {
            self.park(carrier, way.reverse(), at);
            // It may have to go further still.
            return self.push(pass, action);
        }
        // A pass is mostly as long as the one before it.
        let before = self.passes.last().map_or(1, |p| p.actions.len());
        let mut actions = Vec::with_capacity(before);
        actions.push(action);
        self.passes.push(Pass {
            actions,
            ..pass.clone()
        });
    }

    /// Where a carrier must be taken to, against `way`, before it can go that way from a needle.
    fn kick(&self, carrier: usize, way: Direction, slot: i32) -> Option<i32> {
        self.machine.kniterate.as_ref()?;
        let (needle, side) = self.yarns.get(carrier)?.as_ref()?.parked;
        let at = self.slot(needle);
        let beyond = match way {
            Direction::Right => at > slot,
            Direction::Left => at < slot,
        };
        if side == way {
            return Some(at);
        }
        beyond.then_some(slot)
    }

    /// Moves a carrier alone.
    fn park(&mut self, carrier: usize, way: Direction, slot: i32) {
        let pass = Pass {
            kind: PassKind::Stitches([None; 2]),
            direction: Some(way),
            carrier: Some(carrier),
            racking: self.racking,
            speed: self.speed,
            roller: 0,
            stitch: None,
            actions: Vec::new(),
            out: false,
        };
        let works = [false; 2];
        self.push(&pass, Action { slot, works });
        if let Some(yarn) = self.yarns.get_mut(carrier).and_then(Option::as_mut) {
            yarn.parked = (Needle::front(slot), way);
        }
    }

    /// Takes the other carriers aside whose yarns would lie across a needle.
    pub(super) fn clear(&mut self, needle: Needle, own: CarrierSet) {
        if self.machine.kniterate.is_none() {
            return;
        }
        let slot = self.slot(needle);
        for carrier in 0..self.machine.carriers.len().min(CarrierSet::MAX) {
            let Some(yarn) = self.yarns[carrier] else {
                continue;
            };
            if own.contains(CarrierSet::one(carrier)) {
                continue;
            }
            let (attached, side) = (self.slot(yarn.attached.0), yarn.attached.1);
            let parked = self.slot(yarn.parked.0);
            let left = attached < slot || attached == slot && side == Direction::Left;
            let (way, clear) = match left {
                true => (Direction::Left, parked <= slot),
                false => (Direction::Right, parked >= slot),
            };
            if yarn.parked.1 != way || !clear {
                self.park(carrier, way, attached);
            }
        }
    }

    /// A carrier's yarn ends in a needle now.
    pub(super) fn attach(&mut self, set: CarrierSet, way: Direction, needle: Needle) {
        for carrier in set.indices() {
            self.yarns[carrier % CarrierSet::MAX] = Some(Yarn {
                attached: (needle, way),
                parked: (needle, way),
            });
        }
    }

    /// Loops go from needle to needle, and the yarns that end in them.
    pub(super) fn follow(&mut self, from: Needle, to: Needle) {
        let held = self.yarns.iter_mut().flatten();
        for yarn in held.filter(|y| y.attached.0 == from) {
            yarn.attached.0 = to;
        }
    }

    /// From where a carrier goes out, and which way: where it parks, or on to where it goes anyway.
    pub(super) fn way_out(&self, set: CarrierSet) -> (i32, Option<Direction>) {
        let carrier = set.indices().next().unwrap_or(0) % CarrierSet::MAX;
        let yarn = self.yarns[carrier];
        let slot = yarn.map_or(0, |y| self.slot(y.attached.0));
        let way = match self.machine.park {
            Park::Left => Some(Direction::Left),
            Park::Right => Some(Direction::Right),
            Park::Any => yarn.map(|y| y.parked.1),
        };
        (slot, way)
    }

    /// A carrier is out of action.
    pub(super) fn let_go(&mut self, set: CarrierSet) {
        for carrier in set.indices() {
            self.yarns[carrier % CarrierSet::MAX] = None;
        }
    }
}
