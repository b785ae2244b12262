//! Yarn carriers: in and out of action, on which side they wait, how far their yarn floats.

use super::Simulator;
use crate::knit::machine::Park;
use crate::knit::program::{CarrierSet, Direction, Needle};
use crate::knit::rules::Rule;

/// Where a carrier is.
#[derive(Clone, Copy)]
pub(super) struct Carrier {
    pub(super) active: bool,
    /// Its last loop's needle, followed through transfers.
    pub(super) attached: Option<Needle>,
    /// Slot (front needle number) that it waits beside, and on which side.
    pub(super) waits: Option<(i32, Direction)>,
}

impl Simulator<'_> {
    #[inline]
    pub(super) fn check_side(&mut self, carrier: usize, direction: Direction, slot: i32) {
        let right = direction == Direction::Right;
        let wrong = match self.carriers[carrier].waits {
            Some((at, side)) => side == direction || if right { at > slot } else { at < slot },
            None => {
                self.machine.park == if right { Park::Right } else { Park::Left }
                    && self.hook.is_none()
            }
        };
        if wrong {
            let name = self.names[carrier].clone();
            let waits = self.carriers[carrier].waits;
            self.report(Rule::CarrierWrongSide, || match waits {
                Some((at, side)) => {
                    let where_ = if side == Direction::Right {
                        "right"
                    } else {
                        "left"
                    };
                    format!(
                        "carrier {name} waits {where_} of needle {at}, the pass goes `{direction}` \
                         from needle {slot}: a kick-back is needed"
                    )
                }
                None => {
                    format!("carrier {name} comes from its parking place against `{direction}`")
                }
            });
        }
    }

    #[inline]
    pub(super) fn check_float(&mut self, carrier: usize, needle: Needle) {
        let Some(last) = self.carriers[carrier].attached else {
            return;
        };
        let quarters = (self.quarter(needle) - self.quarter(last)).abs();
        if quarters > 4 * i64::from(self.machine.max_float) {
            let name = self.names[carrier].clone();
            let limit = self.machine.max_float;
            self.report(Rule::FloatTooLong, || {
                format!(
                    "the yarn of carrier {name} floats from {last} to {needle}, over {} needles; {limit} are allowed",
                    quarters / 4
                )
            });
        }
    }

    pub(super) fn bring_in(&mut self, set: CarrierSet, by_hook: bool) {
        if by_hook && !self.machine.hooks {
            self.report(Rule::HookMissing, || {
                "this machine has no inserting hook; use `in`".into()
            });
        } else if by_hook {
            if let Some((held, _)) = self.hook {
                let name = self.name_of(held);
                self.report(Rule::HookOrder, || {
                    format!("the hook still holds the yarn of {name}")
                });
            }
            self.hook = Some((set, false));
        }
        let again = CarrierSet(set.0 & self.active.0);
        if !again.is_empty() {
            let name = self.name_of(again);
            self.report(Rule::CarrierActive, || {
                format!("carrier {name} is in action already")
            });
        }
        self.assume_active(CarrierSet(set.0 & !self.active.0));
    }

    pub(super) fn assume_active(&mut self, set: CarrierSet) {
        self.active.0 |= set.0;
        for carrier in set.indices() {
            self.carriers[carrier] = Carrier {
                active: true,
                attached: None,
                waits: None,
            };
        }
    }

    pub(super) fn release_hook(&mut self, set: CarrierSet) {
        match self.hook.take() {
            Some((held, true)) if held == set => {}
            Some((held, used)) => {
                let name = self.name_of(held);
                self.report(Rule::HookOrder, || {
                    if used {
                        format!("the hook holds the yarn of {name}")
                    } else {
                        format!("carrier {name} has made no stitch since `inhook`")
                    }
                });
            }
            None => self.report(Rule::HookOrder, || "the hook holds no yarn".into()),
        }
    }

    pub(super) fn bring_out(&mut self, set: CarrierSet, by_hook: bool) {
        self.pass = None;
        if by_hook && !self.machine.hooks {
            self.report(Rule::HookMissing, || {
                "this machine has no inserting hook; use `out`".into()
            });
        }
        if self
            .hook
            .is_some_and(|(held, _)| held.0 & set.0 != 0 || by_hook)
        {
            self.report(Rule::HookOrder, || {
                "the hook still holds yarn; `releasehook` first".into()
            });
            self.hook = None;
        }
        for carrier in set.indices() {
            let name = self.names[carrier].clone();
            if !self.carriers[carrier].active {
                self.report(Rule::CarrierInactive, || {
                    format!("carrier {name} is not in action")
                });
            } else if self.carriers[carrier].waits.is_none() {
                self.report(Rule::CarrierUnused, || {
                    format!("carrier {name} has made no stitch since it came in")
                });
            }
            self.carriers[carrier].active = false;
        }
        self.active.0 &= !set.0;
    }

    pub(super) fn name_of(&self, set: CarrierSet) -> String {
        let names: Vec<&str> = set
            .indices()
            .filter_map(|i| self.names.get(i).map(String::as_str))
            .collect();
        names.join(" ")
    }
}
