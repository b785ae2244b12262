//! Needles: which are on the bed, and where they stand.

use super::{MARGIN, Simulator};
use crate::knit::program::{Bed, Needle};
use crate::knit::reader::Position;
use crate::knit::rules::Rule;

impl Simulator<'_> {
    /// Position of a needle in its bed's row, checked.
    #[inline]
    pub(super) fn at(&mut self, needle: Needle) -> Option<usize> {
        let index = needle.index;
        match &mut self.report.stats.needles {
            Some((low, high)) if *low <= index && index <= *high => {}
            _ => self.widen_range(needle),
        }
        if !self.machine.sliders && matches!(needle.bed, Bed::FrontSlider | Bed::BackSlider) {
            self.report(Rule::BadNeedle, || {
                format!("{needle}: this machine has no sliders")
            });
            return None;
        }
        if self.off_bed {
            self.check_on_bed(needle);
        }
        let at = usize::try_from(index + MARGIN).ok()?;
        (at < self.beds[0].len()).then_some(at)
    }

    #[cold]
    pub(super) fn widen_range(&mut self, needle: Needle) {
        let index = needle.index;
        let seen = self.report.stats.needles;
        let (low, high) = seen.unwrap_or((index, index));
        if index < 0 && (low >= 0 || seen.is_none()) && self.position != Position::Keep {
            self.report(Rule::NegativeNeedleMoved, || {
                format!("{needle}: negative needles need the work to be moved along the bed")
            });
        }
        let range = (low.min(index), high.max(index));
        self.report.stats.needles = Some(range);
        let needles = self.machine.needles as i32;
        self.off_bed = match self.position {
            Position::Moved => range.1 - range.0 >= needles,
            Position::Keep => range.0 < 0 || range.1 > needles,
            Position::Unsaid => range.1 > needles || range.1 - range.0 >= needles,
        };
    }

    #[cold]
    pub(super) fn check_on_bed(&mut self, needle: Needle) {
        let needles = self.machine.needles as i32;
        let (low, high) = self.report.stats.needles.unwrap_or_default();
        if needle.index < 0 && self.position == Position::Keep {
            self.report(Rule::NegativeNeedle, || {
                format!("{needle}: the header says `Position: Keep`")
            });
        } else if needle.index > needles && self.position != Position::Moved {
            self.report(Rule::NeedleOffBed, || {
                format!("{needle}: the bed has {needles} needles")
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
