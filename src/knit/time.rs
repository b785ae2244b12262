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
    /// Time of all of them.
    pub minutes: f64,
}

/// Counts and times the strokes of passes.
///
/// A stroke runs over the needles of its pass and an overrun on either side; time = stroke / speed + turn, and where
/// the bed is racked in between, the longer of turn and racking.
pub fn strokes(passes: &[Pass], machine: &Machine) -> Strokes {
    let mut strokes = Strokes::default();
    let mut seconds = 0.0;
    let mut stands_left = true;
    let mut racking = 0;
    for pass in passes {
        let (first, last) = pass.range();
        let needles = f64::from(last - first + 1) + 2.0 * f64::from(machine.overrun_needles);
        let metres = needles * machine.pitch_mm() / 1000.0;
        let count = match pass.kind {
            PassKind::Transfers => transfer_ways(pass).iter().filter(|w| **w).count() as u32,
            PassKind::Stitches(_) => 1,
        };
        let speed = match pass.kind {
            PassKind::Transfers => {
                strokes.transfer += count;
                machine.transfer_m_per_s
            }
            PassKind::Stitches(_) => {
                strokes.knit += 1;
                machine.knit_m_per_s
            }
        };
        if pass
            .direction
            .is_some_and(|d| (d == Direction::Right) != stands_left)
        {
            strokes.empty += 1;
            seconds += metres / machine.knit_m_per_s + machine.turn_s;
            stands_left = !stands_left;
        }
        seconds += f64::from(count) * (metres / speed + machine.turn_s);
        if pass.racking != racking {
            seconds += (machine.rack_s - machine.turn_s).max(0.0);
        }
        racking = pass.racking;
        stands_left ^= count % 2 == 1;
    }
    strokes.minutes = seconds / 60.0;
    strokes
}
