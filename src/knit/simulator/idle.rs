//! Yarns that wait: each lies from its last loop to where its carrier stopped, and what a needle does in between would catch it.

use super::Simulator;
use super::carriers::{Carrier, side};
use crate::knit::program::{CarrierSet, Needle};
use crate::knit::rules::Rule;

/// Where the yarns of carriers that wait lie.
#[derive(Clone, Copy, Default)]
pub(super) struct Idle {
    /// The carriers that work.
    but: CarrierSet,
    /// All the others' yarns lie between these quarters of a needle.
    low: i64,
    high: i64,
    /// Whether that still holds.
    known: bool,
}

impl Idle {
    /// Carriers, loops or the bed have moved.
    #[inline]
    pub(super) fn forget(&mut self) {
        self.known = false;
    }
}

impl Simulator<'_> {
    /// A needle makes a stitch, gives its loops away or drops them: no yarn of another carrier may lie across it.
    #[inline]
    pub(super) fn clear_of_idle(&mut self, needle: Needle, set: CarrierSet) {
        if !self.idle.known || self.idle.but != set {
            self.survey_idle(set);
        }
        let at = self.quarter(needle);
        if at > self.idle.low && at < self.idle.high {
            self.check_idle(needle, set);
        }
    }

    fn survey_idle(&mut self, set: CarrierSet) {
        let mut idle = Idle {
            but: set,
            low: i64::MAX,
            high: i64::MIN,
            known: true,
        };
        for carrier in CarrierSet(self.active.0 & !set.0).indices() {
            if let Some((low, high)) = self.lies(carrier) {
                idle.low = idle.low.min(low);
                idle.high = idle.high.max(high);
            }
        }
        self.idle = idle;
    }

    /// Between which quarters of a needle a carrier's yarn lies, if it was not caught already.
    fn lies(&self, carrier: usize) -> Option<(i64, i64)> {
        let state = self.carriers.get(carrier).filter(|c| !c.caught)?;
        let last = self.quarter(state.attached?);
        Some(self.machine.lies(last, state.waits?))
    }

    #[cold]
    fn check_idle(&mut self, needle: Needle, set: CarrierSet) {
        let at = self.quarter(needle);
        for carrier in CarrierSet(self.active.0 & !set.0).indices() {
            let across = self
                .lies(carrier)
                .filter(|(low, high)| (low + 1..*high).contains(&at));
            let state = self.carriers.get(carrier).filter(|_| across.is_some());
            let Some(Carrier {
                attached: Some(last),
                waits: Some((slot, way)),
                ..
            }) = state.copied()
            else {
                continue;
            };
            if !self.machine.hinders((slot, way), at) {
                continue;
            }
            if let Some(state) = self.carriers.get_mut(carrier) {
                state.caught = true;
            }
            self.idle.forget();
            let (name, side) = (self.name(carrier), side(way));
            self.report(Rule::CarrierInTheWay, || {
                format!(
                    "carrier {name} waits {side} of needle {slot}, and its yarn, which comes from {last}, lies across {needle}: \
                     a kick-back is needed"
                )
            });
        }
    }
}
