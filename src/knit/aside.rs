//! Kick-backs: carriers that wait are moved aside where others work needles that they stand over, or that their yarn lies across.
//!
//! A carrier stops some needles beyond the one that it was sent to, and its yarn lies over those. It waits on that needle's other side
//! while a pass of another carrier, a transfer or a drop works there. A loop may have gone far from where its carrier waits, with
//! a chain for instance: then the carrier comes along.

use super::machine::Machine;
use super::program::{Bed, CarrierSet, Direction, Needle, Op, Program};

/// A carrier in action.
#[derive(Clone, Copy)]
struct Waiting {
    carrier: usize,
    /// Number of the front needle that the program sends it to, and the way that it goes.
    sent: (i32, Direction),
    /// The side of that needle that it waits on.
    side: Direction,
    /// Its last loop's needle, followed through transfers.
    attached: Option<Needle>,
}

/// The machine as far as carriers go.
struct Carriers<'a> {
    machine: &'a Machine,
    /// Quarters of a needle.
    racking: i32,
    waiting: Vec<Waiting>,
    ops: Vec<Op>,
}

impl Machine {
    /// Whether a carrier that was sent to a front needle stands over another place, in quarters of a needle.
    pub(super) fn stands_over(&self, (slot, way): (i32, Direction), quarters: i64) -> bool {
        let beyond = match way {
            Direction::Right => quarters - 4 * i64::from(slot),
            Direction::Left => 4 * i64::from(slot) - quarters,
        };
        beyond >= 4 && (beyond as f64) < 4.0 * self.stopping_distance_needles
    }

    /// Between which quarters of a needle a yarn lies that waits, from a last loop to where its carrier stopped; where it leaves
    /// its last loop it is not in the way.
    pub(super) fn lies(&self, last: i64, (slot, way): (i32, Direction)) -> (i64, i64) {
        let beyond = (4.0 * self.stopping_distance_needles) as i64;
        let stop = 4 * i64::from(slot)
            + match way {
                Direction::Right => beyond,
                Direction::Left => -beyond,
            };
        match last < stop {
            true => (last + 3, stop + 1),
            false => (stop - 1, last - 3),
        }
    }

    /// Whether a waiting carrier hinders a needle, in quarters of a needle, across which its yarn lies. Up to where it was sent its
    /// yarn lies as a float does, behind what others knit, and it may as far as a float.
    pub(super) fn hinders(&self, sent: (i32, Direction), quarters: i64) -> bool {
        let far = quarters.div_euclid(4).abs_diff(i64::from(sent.0)) > u64::from(self.max_float);
        far || self.stands_over(sent, quarters)
    }
}

impl Program {
    /// The program with the kick-backs that it needs.
    #[must_use]
    pub fn kicked_back(mut self, machine: &Machine) -> Self {
        let mut carriers = Carriers {
            machine,
            racking: 0,
            waiting: Vec::new(),
            ops: Vec::with_capacity(self.ops.len()),
        };
        let mut places = Vec::with_capacity(self.ops.len());
        for (i, op) in self.ops.iter().enumerate() {
            places.push(carriers.ops.len());
            carriers.work(op, &self.ops[i..]);
        }
        for (start, _) in &mut self.sections {
            *start = places.get(*start).copied().unwrap_or(carriers.ops.len());
        }
        self.ops = carriers.ops;
        self
    }
}

impl Carriers<'_> {
    /// Adds an operation, the first of those to come, and before it the kick-backs that it needs.
    fn work(&mut self, op: &Op, to_come: &[Op]) {
        match *op {
            Op::Rack(quarters) => self.racking = quarters,
            Op::Out(set) | Op::OutHook(set) => {
                self.waiting.retain(|w| CarrierSet::one(w.carrier) != set);
            }
            Op::Xfer(needle, _) | Op::Drop(needle) => {
                self.clear(std::iter::once(needle));
            }
            _ => {}
        }
        if let Op::Xfer(from, to) = *op {
            let ends = self.waiting.iter_mut().map(|w| &mut w.attached);
            ends.filter(|end| **end == Some(from))
                .for_each(|end| *end = Some(to));
        }
        if let Some((way, needle, set)) = stitch(op) {
            self.stitch(way, needle, set, to_come);
        }
        self.ops.push(*op);
    }

    /// A carrier comes to a needle, from where it waits.
    fn stitch(&mut self, way: Direction, needle: Needle, set: CarrierSet, to_come: &[Op]) {
        let own = |w: &Waiting| CarrierSet::one(w.carrier) == set;
        let at = self.waiting.iter().position(own);
        let before = at.map(|at| self.waiting.swap_remove(at));
        if let Some(aside) = before.filter(|w| w.side != w.sent.1) {
            self.send(aside.carrier, aside.sent);
        }
        let slot = self.slot(needle);
        let beyond = |w: &Waiting| match way {
            Direction::Right => w.sent.0 > slot,
            Direction::Left => w.sent.0 < slot,
        };
        if let Some(ahead) = before.filter(|w| w.sent.1 != way && beyond(w)) {
            // Its loop has come out again, to which it was taken along.
            self.send(ahead.carrier, (slot, way.reverse()));
        }
        // A pass that begins is looked at to its end, one that goes on needle by needle.
        let goes_on = before.filter(|w| w.sent.1 == way);
        let pass = to_come
            .iter()
            .take_while(|op| stitch(op).is_some_and(|(w, _, s)| (w, s) == (way, set)))
            .take(if goes_on.is_some() { 1 } else { usize::MAX })
            .filter(|op| !matches!(op, Op::Miss(..)));
        if self.clear(pass.filter_map(stitch).map(|(_, n, _)| n))
            && let Some(Waiting { carrier, sent, .. }) = goes_on
        {
            // Interrupted, it stands beyond where it goes on.
            self.send(carrier, (sent.0, way.reverse()));
        }
        let looped = !matches!(to_come.first(), Some(Op::Miss(..)));
        let attached = match looped {
            true => Some(needle),
            false => before.and_then(|w| w.attached),
        };
        let sent = (slot, way);
        self.waiting
            .extend(set.indices().next().map(|carrier| Waiting {
                carrier,
                sent,
                side: way,
                attached,
            }));
    }

    /// Moves those aside that stand over the first of these needles that lies near where they were sent, and takes those along
    /// whose yarns lie far across them; whether there were any.
    fn clear(&mut self, needles: impl Iterator<Item = Needle> + Clone) -> bool {
        let before = self.ops.len();
        for i in 0..self.waiting.len() {
            if let Some(attached) = self.far_behind(&self.waiting[i])
                && needles.clone().any(|n| self.across(&self.waiting[i], n))
            {
                let Waiting { carrier, sent, .. } = self.waiting[i];
                let sent = (self.slot(attached), sent.1);
                self.waiting[i].sent = sent;
                self.waiting[i].side = sent.1;
                self.send(carrier, sent);
            }
            let Waiting {
                carrier,
                sent,
                side,
                ..
            } = self.waiting[i];
            let over = |side, needle| {
                let stands = (sent.0, side);
                self.machine.stands_over(stands, self.quarters(needle))
            };
            let near = |n: &Needle| over(side, *n) || over(side.reverse(), *n);
            let first = needles.clone().find(near);
            if first.is_some_and(|n| over(side, n)) {
                self.waiting[i].side = side.reverse();
                self.send(carrier, (sent.0, side.reverse()));
            }
        }
        self.ops.len() > before
    }

    /// The last loop of a carrier that waits farther from it than a yarn may float.
    fn far_behind(&self, waiting: &Waiting) -> Option<Needle> {
        let far = |n: &Needle| self.slot(*n).abs_diff(waiting.sent.0) > self.machine.max_float;
        waiting.attached.filter(far)
    }

    /// Whether a waiting carrier's yarn lies across a needle and hinders it.
    fn across(&self, waiting: &Waiting, needle: Needle) -> bool {
        let (sent, at) = ((waiting.sent.0, waiting.side), self.quarters(needle));
        let last = waiting.attached.map(|n| self.quarters(n));
        let lies = last.map(|last| self.machine.lies(last, sent));
        lies.is_some_and(|(low, high)| at > low && at < high) && self.machine.hinders(sent, at)
    }

    fn send(&mut self, carrier: usize, (slot, way): (i32, Direction)) {
        let set = CarrierSet::one(carrier);
        self.ops.push(Op::Miss(way, Needle::front(slot), set));
    }

    /// Number of the front needle that a needle stands at, rounded down.
    fn slot(&self, needle: Needle) -> i32 {
        self.quarters(needle).div_euclid(4) as i32
    }

    /// Where a needle stands, in quarters of a needle.
    fn quarters(&self, needle: Needle) -> i64 {
        let racking = match needle.bed {
            Bed::Back | Bed::BackSlider => self.racking,
            _ => 0,
        };
        4 * i64::from(needle.index) + i64::from(racking)
    }
}

/// What takes a carrier to a needle.
fn stitch(op: &Op) -> Option<(Direction, Needle, CarrierSet)> {
    match *op {
        Op::Knit(way, n, set)
        | Op::Tuck(way, n, set)
        | Op::Miss(way, n, set)
        | Op::Split(way, n, _, set) => Some((way, n, set)),
        _ => None,
    }
}
