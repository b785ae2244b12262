//! How long a program takes: each stroke at the carriage's speed, a turn after it, racking while it turns.

use super::machine::Machine;
use super::pass::{Pass, PassKind, transfer_ways};
use super::program::Direction;
use serde::Serialize;

/// Strokes of the carriage, and their time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Strokes {
    /// Passes that knit, tuck, miss or drop.
    pub knit: u32,
    /// Transfer passes.
    pub transfer: u32,
    /// Empty strokes, where the carriage stood on the wrong side.
    pub empty: u32,
    /// Strokes in all: with several systems one stroke makes several passes.
    pub strokes: u32,
    /// Rackings of the bed.
    pub rackings: u32,
    /// Time of all of them.
    pub minutes: f64,
    /// What the time is made of.
    pub made_of: Minutes,
}

/// What a time is made of, minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Minutes {
    /// Strokes that make stitches.
    pub knit: f64,
    /// Strokes that only transfer.
    pub transfer: f64,
    /// Empty strokes.
    pub empty: f64,
    /// Turns of the carriage.
    pub turns: f64,
    /// Racking that takes longer than a turn.
    pub racking: f64,
}

impl Minutes {
    /// Each part, changed alike.
    #[must_use]
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self {
            knit: f(self.knit),
            transfer: f(self.transfer),
            empty: f(self.empty),
            turns: f(self.turns),
            racking: f(self.racking),
        }
    }

    /// The sum of two times, part by part.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            knit: self.knit + other.knit,
            transfer: self.transfer + other.transfer,
            empty: self.empty + other.empty,
            turns: self.turns + other.turns,
            racking: self.racking + other.racking,
        }
    }
}

/// Passes that one stroke makes, one a system.
#[derive(Clone, Copy, Debug)]
struct Stroke {
    direction: Option<Direction>,
    racking: i32,
    /// First and last needle.
    range: (i32, i32),
    passes: u32,
    carriers: u32,
    knits: bool,
    transfers: bool,
}

impl Stroke {
    /// Takes in another pass, if a system is free and it goes the same way at the same racking.
    fn join(&mut self, next: &Stroke, systems: u32) -> bool {
        let way = match (self.direction, next.direction) {
            (Some(a), Some(b)) if a != b => return false,
            (a, b) => a.or(b),
        };
        if self.passes + next.passes > systems
            || self.racking != next.racking
            || self.carriers & next.carriers != 0
        {
            return false;
        }
        *self = Stroke {
            direction: way,
            racking: self.racking,
            range: (
                self.range.0.min(next.range.0),
                self.range.1.max(next.range.1),
            ),
            passes: self.passes + next.passes,
            carriers: self.carriers | next.carriers,
            knits: self.knits || next.knits,
            transfers: self.transfers || next.transfers,
        };
        true
    }
}

/// Counts and times the strokes of passes.
///
/// A stroke makes as many consecutive passes as the carriage has systems, if they go the same way at the same racking
/// with different carriers. It runs over the needles of its passes, an overrun on either side, and the distance of the
/// systems that work; time = stroke / speed of its slowest work + turn, and where the bed is racked in between, the
/// longer of turn and racking.
pub fn strokes(passes: &[Pass], machine: &Machine) -> Strokes {
    let mut sum = Strokes::default();
    let mut merged: Vec<Stroke> = Vec::new();
    for pass in passes {
        let ways = match pass.kind {
            PassKind::Transfers => transfer_ways(pass).iter().filter(|w| **w).count(),
            PassKind::Stitches(_) => 1,
        };
        let transfers = pass.kind == PassKind::Transfers;
        *if transfers {
            &mut sum.transfer
        } else {
            &mut sum.knit
        } += ways as u32;
        for _ in 0..ways {
            let next = Stroke {
                direction: pass.direction,
                racking: pass.racking,
                range: pass.range(),
                passes: 1,
                carriers: pass.carrier.map_or(0, |c| 1 << (c % 32)),
                knits: !transfers,
                transfers,
            };
            let last = merged.last_mut();
            if !last.is_some_and(|last| last.join(&next, machine.systems)) {
                merged.push(next);
            }
        }
    }
    let mut seconds = Minutes::default();
    let mut stands_left = true;
    let mut racking = 0;
    for stroke in &merged {
        let metres = metres(stroke, machine);
        if stroke.racking != racking {
            sum.rackings += 1;
            seconds.racking += (machine.rack_s - machine.turn_s).max(0.0);
        }
        racking = stroke.racking;
        if stroke
            .direction
            .is_some_and(|d| (d == Direction::Right) != stands_left)
        {
            sum.empty += 1;
            seconds.empty += metres / machine.knit_m_per_s;
            stands_left = !stands_left;
        }
        match (stroke.knits, stroke.transfers) {
            (true, false) => seconds.knit += metres / machine.knit_m_per_s,
            (true, true) => {
                seconds.knit += metres / machine.knit_m_per_s.min(machine.transfer_m_per_s);
            }
            _ => seconds.transfer += metres / machine.transfer_m_per_s,
        }
        stands_left = !stands_left;
    }
    sum.strokes = merged.len() as u32 + sum.empty;
    seconds.turns = f64::from(sum.strokes) * machine.turn_s;
    let minutes = |s: f64| s / 60.0;
    sum.made_of = Minutes {
        knit: minutes(seconds.knit),
        transfer: minutes(seconds.transfer),
        empty: minutes(seconds.empty),
        turns: minutes(seconds.turns),
        racking: minutes(seconds.racking),
    };
    let m = &sum.made_of;
    sum.minutes = m.knit + m.transfer + m.empty + m.turns + m.racking;
    sum
}

fn metres(stroke: &Stroke, machine: &Machine) -> f64 {
    let (first, last) = stroke.range;
    let needles = f64::from(last - first + 1) + 2.0 * f64::from(machine.overrun_needles);
    let systems = f64::from(stroke.passes.saturating_sub(1)) * machine.system_distance_mm;
    (needles * machine.pitch_mm() + systems) / 1000.0
}
