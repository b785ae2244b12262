//! Operations -> carriage passes, as many stitches a pass as the machine allows.
//!
//! Works on programs of this library: one carrier a stitch.

use super::kick::Strokes;
use super::machine::Machine;
use super::program::{Bed, CarrierSet, Direction, Needle, Op, Program};

/// What a pass does on one bed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Knits.
    Knit,
    /// Tucks.
    Tuck,
    /// Knits, and passes some old loops across.
    Split,
}

/// What kind of pass it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassKind {
    /// Stitches, misses or drops: the work on front and back bed.
    Stitches([Option<Work>; 2]),
    /// Transfers both ways; a machine makes at most one stroke of each.
    Transfers,
}

/// One needle's part in a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// Needle number, counted on the front bed.
    pub slot: i32,
    /// Whether the front and back needle there work; of a transfer, whether they give.
    pub works: [bool; 2],
}

/// One carriage pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// What kind.
    pub kind: PassKind,
    /// `None` if it may go either way.
    pub direction: Option<Direction>,
    /// The carrier that it moves.
    pub carrier: Option<usize>,
    /// Quarters of a needle.
    pub racking: i32,
    /// Speed number.
    pub speed: u16,
    /// Roller advance.
    pub roller: u16,
    /// Stitch number, if it makes stitches.
    pub stitch: Option<u8>,
    /// In the order of work.
    pub actions: Vec<Action>,
    /// Whether the carrier goes out of action at its end.
    pub out: bool,
}

impl Pass {
    /// First and last needle.
    pub fn range(&self) -> (i32, i32) {
        let slots = || self.actions.iter().map(|a| a.slot);
        (slots().min().unwrap_or(0), slots().max().unwrap_or(0))
    }

    /// Takes in the one action of another pass, if one stroke can do both.
    pub(super) fn append(&mut self, next: &Pass, action: &Action, machine: &Machine) -> bool {
        let Some(last) = self.actions.last() else {
            return false;
        };
        let same = self.direction == next.direction
            && self.carrier == next.carrier
            && self.racking == next.racking
            && self.speed == next.speed
            && !self.out;
        let Some(kind) = merged(self.kind, next.kind, machine).filter(|_| same) else {
            return false;
        };
        let misses = |a: &Action| a.works == [false; 2];
        let ahead = match self.direction {
            Some(Direction::Right) => action.slot > last.slot,
            Some(Direction::Left) => action.slot < last.slot,
            None => self.actions.iter().rev().all(|a| a.slot != action.slot),
        };
        // At a racking of parts of a needle front needles stand left of the back needles of the same number.
        let front_first = self.direction == Some(Direction::Right);
        let between = self.racking % 4 != 0
            && last.works == [front_first, !front_first]
            && action.works == [!front_first, front_first];
        if !ahead && !(action.slot == last.slot && (misses(action) || misses(last) || between)) {
            return false;
        }
        self.kind = kind;
        self.out = next.out;
        self.stitch = self.stitch.or(next.stitch);
        if ahead {
            self.actions.push(*action);
        } else if let Some(last) = self.actions.last_mut() {
            last.works = [0, 1].map(|bed| last.works[bed] || action.works[bed]);
        }
        true
    }
}

fn merged(a: PassKind, b: PassKind, machine: &Machine) -> Option<PassKind> {
    let (PassKind::Stitches(a), PassKind::Stitches(b)) = (a, b) else {
        return (a == b).then_some(a);
    };
    let mut beds = [None; 2];
    for (bed, work) in beds.iter_mut().enumerate() {
        *work = match (a[bed], b[bed]) {
            (x, None) => x,
            (None, y) => y,
            (Some(x), Some(y)) if x == y => Some(x),
            (Some(Work::Tuck), Some(other)) | (Some(other), Some(Work::Tuck)) => {
                machine.knit_and_tuck_share_a_pass.then_some(other)
            }
            _ => Some(Work::Split),
        };
        if work.is_none() && (a[bed].is_some() || b[bed].is_some()) {
            return None;
        }
    }
    // Where each bed has one set of cams, the bed across from a split takes loops and does nothing else.
    let splits = beds.contains(&Some(Work::Split)) && !beds.contains(&None);
    (machine.knit_and_tuck_share_a_pass || !splits).then_some(PassKind::Stitches(beds))
}

/// The passes of a program.
pub fn passes(program: &Program, machine: &Machine) -> Vec<Pass> {
    let mut stroke = Strokes::new(machine);
    let (mut speed, mut stitch, mut roller) = (100, b'5', 100);
    for op in &program.ops {
        let works = |n: Needle| [n.bed.is_front(), !n.bed.is_front()];
        let on = |n: Needle, work: Work| {
            let beds = works(n).map(|b| b.then_some(work));
            PassKind::Stitches(beds)
        };
        let racking = stroke.racking;
        let pass = |kind, direction, set: Option<CarrierSet>| Pass {
            kind,
            direction,
            carrier: set.and_then(|s| s.indices().next()),
            racking,
            speed,
            roller,
            stitch: None,
            actions: Vec::new(),
            out: false,
        };
        let nothing = PassKind::Stitches([None; 2]);
        stroke.speed = speed;
        match *op {
            Op::Knit(d, n, set) | Op::Tuck(d, n, set) | Op::Split(d, n, _, set) => {
                let work = match op {
                    Op::Knit(..) => Work::Knit,
                    Op::Tuck(..) => Work::Tuck,
                    _ => Work::Split,
                };
                stroke.clear(n, set);
                let mut next = Pass {
                    stitch: Some(stitch),
                    ..pass(on(n, work), Some(d), Some(set))
                };
                let slot = stroke.slot(n);
                if let Op::Split(_, _, to, _) = *op {
                    // As a transfer it pulls nothing.
                    next.roller = 0;
                    stroke.push(
                        &next,
                        Action {
                            slot,
                            works: [true; 2],
                        },
                    );
                    stroke.follow(n, to);
                } else {
                    stroke.push(
                        &next,
                        Action {
                            slot,
                            works: works(n),
                        },
                    );
                }
                stroke.attach(set, d, n);
            }
            Op::Miss(d, n, set) => {
                let slot = stroke.slot(n);
                let next = pass(nothing, Some(d), Some(set));
                stroke.push(
                    &next,
                    Action {
                        slot,
                        works: [false; 2],
                    },
                );
                stroke.attach(set, d, n);
            }
            Op::Drop(n) => {
                stroke.clear(n, CarrierSet::default());
                let next = Pass {
                    stitch: Some(stitch),
                    ..pass(on(n, Work::Knit), None, None)
                };
                let slot = stroke.slot(n);
                stroke.push(
                    &next,
                    Action {
                        slot,
                        works: works(n),
                    },
                );
            }
            Op::Xfer(from, to) => {
                stroke.clear(from, CarrierSet::default());
                let next = Pass {
                    roller: 0,
                    ..pass(PassKind::Transfers, None, None)
                };
                let slot = stroke.slot(from);
                stroke.push(
                    &next,
                    Action {
                        slot,
                        works: works(from),
                    },
                );
                stroke.follow(from, to);
            }
            Op::Out(set) | Op::OutHook(set) => {
                let (slot, direction) = stroke.way_out(set);
                let next = Pass {
                    out: true,
                    roller: 0,
                    ..pass(nothing, direction, Some(set))
                };
                stroke.push(
                    &next,
                    Action {
                        slot,
                        works: [false; 2],
                    },
                );
                stroke.let_go(set);
            }
            Op::Rack(quarters) => stroke.racking = quarters,
            Op::Speed(number) => speed = number,
            Op::StitchNumber(number) => stitch = number,
            Op::Roller(advance) => roller = advance,
            Op::Pause | Op::EndPass => stroke.apart = true,
            _ => {}
        }
    }
    stroke.passes
}

/// Which ways a pass of transfers gives loops: from the front, from the back.
pub fn transfer_ways(pass: &Pass) -> [bool; 2] {
    [0, 1].map(|bed| pass.actions.iter().any(|a| a.works[bed]))
}

/// The bed that gives in each of [`transfer_ways`].
pub const GIVING: [Bed; 2] = [Bed::Front, Bed::Back];
