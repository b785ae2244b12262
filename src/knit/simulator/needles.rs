//! Needles: which are on the bed, where they stand, and what they hold.

use super::Simulator;
use crate::knit::program::{Bed, Needle};
use crate::knit::reader::Position;
use crate::knit::rules::Rule;

/// Needle numbers from `-MARGIN` to `needles + MARGIN` are followed.
const MARGIN: i32 = 1024;

/// Loops on a needle, by the bed on which they were formed. A plated loop, of several yarns, is one loop.
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

/// All needles of a machine in one row, bed after bed.
pub(super) struct Needles {
    held: Vec<Held>,
    /// Needles of a bed, margins included.
    width: usize,
}

impl Needles {
    pub(super) fn new(needles: u32) -> Self {
        let width = needles as usize + 2 * MARGIN as usize;
        Self {
            held: vec![Held::default(); 4 * width],
            width,
        }
    }

    /// What a needle holds; `None` far off the bed.
    #[inline]
    pub(super) fn at(&mut self, needle: Needle) -> Option<&mut Held> {
        let column = needle.index.wrapping_add(MARGIN) as u32 as usize;
        if column >= self.width {
            return None;
        }
        self.held.get_mut(needle.bed as usize * self.width + column)
    }

    /// How many needles of a bed hold loops; the first and the last of them.
    pub(super) fn full(&self, bed: Bed) -> Option<(usize, Needle, Needle)> {
        let held = self.held.chunks(self.width).nth(bed as usize)?;
        let full = |h: &Held| h.count() > 0;
        let name = |column: usize| Needle {
            bed,
            index: column as i32 - MARGIN,
        };
        let first = held.iter().position(full)?;
        let last = held.iter().rposition(full)?;
        let count = held.iter().filter(|h| full(h)).count();
        Some((count, name(first), name(last)))
    }
}

impl Simulator<'_> {
    /// Checks that a needle is there.
    #[inline]
    pub(super) fn visit(&mut self, needle: Needle) {
        let index = needle.index;
        if index < self.low || index > self.high {
            self.widen_range(needle);
        }
        if self.off_bed {
            self.check_on_bed(needle);
        }
        if !self.machine.sliders && matches!(needle.bed, Bed::FrontSlider | Bed::BackSlider) {
            self.report(Rule::BadNeedle, || {
                format!("{needle}: this machine has no sliders")
            });
        }
    }

    #[cold]
    fn widen_range(&mut self, needle: Needle) {
        let index = needle.index;
        let moved = self.position == Position::Moved;
        if index < 0 && self.low >= 0 && moved {
            self.report(Rule::NegativeNeedleMoved, || {
                format!("{needle}: the work must be moved along the bed, as the header allows")
            });
        }
        self.low = self.low.min(index);
        self.high = self.high.max(index);
        let needles = self.machine.needles as i32;
        let low = self.low < self.first_needle() && !moved;
        self.off_bed = low || self.high > needles || self.high - self.low >= needles;
    }

    /// The least number: where numbers are meant as written, the Kniterate's and the SWG's beds begin with 1.
    fn first_needle(&self) -> i32 {
        let counts_from_one = self.machine.kniterate.is_some() || self.machine.swg.is_some();
        i32::from(self.position == Position::Keep && counts_from_one)
    }

    #[cold]
    fn check_on_bed(&mut self, needle: Needle) {
        let needles = self.machine.needles as i32;
        let (low, high) = (self.low, self.high);
        if needle.index < 0 && self.position != Position::Moved {
            self.report(Rule::NegativeNeedle, || {
                format!(
                    "{needle}: the bed has no such needle; if the work may be moved, say so: `;;Position: Center`"
                )
            });
        } else if needle.index > needles || (0..self.first_needle()).contains(&needle.index) {
            self.report(Rule::NeedleOffBed, || {
                format!("{needle}: the bed has {needles} needles, the first of them is 1")
            });
        } else if high - low >= needles && (needle.index == low || needle.index == high) {
            self.report(Rule::NeedleOffBed, || {
                format!("{needle}: needles {low} to {high} are used, the bed has {needles}")
            });
        }
    }

    /// Front needle number that a needle stands at, rounded down.
    #[inline]
    pub(super) fn slot(&self, needle: Needle) -> i32 {
        if needle.bed.is_front() {
            needle.index
        } else {
            needle.index + self.racking.div_euclid(4)
        }
    }

    /// Where a needle stands, in quarters of a needle.
    #[inline]
    pub(super) fn quarter(&self, needle: Needle) -> i64 {
        let racking = if needle.bed.is_front() {
            0
        } else {
            self.racking
        };
        4 * i64::from(needle.index) + i64::from(racking)
    }
}
