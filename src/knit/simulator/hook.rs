//! The inserting hook: it holds the end of a yarn that comes in until the first stitches hold it.

use super::Simulator;
use super::carriage::Stitch;
use crate::knit::machine::Park;
use crate::knit::program::{CarrierSet, Direction, Needle};
use crate::knit::rules::Rule;

/// The hook of a machine that has one.
#[derive(Clone, Copy, Default)]
pub(super) struct Hook {
    /// Carriers that it is to bring in when they are next used.
    called: CarrierSet,
    /// What it holds.
    held: Option<Grip>,
}

/// Yarns in the hook.
#[derive(Clone, Copy)]
struct Grip {
    carriers: CarrierSet,
    /// The first stitch's slot; the hook stands just before it.
    slot: i32,
    direction: Direction,
}

impl Hook {
    /// Whether stitches must heed it.
    pub(super) fn is_busy(&self) -> bool {
        !self.called.is_empty() || self.held.is_some()
    }

    fn holds(&self, set: CarrierSet) -> bool {
        self.held.is_some_and(|grip| grip.carriers.0 & set.0 != 0)
    }

    /// Whether it brings a carrier's yarn in, which then need not come from where the carrier parks.
    pub(super) fn brings(&self, set: CarrierSet) -> bool {
        self.called.0 & set.0 != 0 || self.holds(set)
    }
}

impl Simulator<'_> {
    pub(super) fn call_hook(&mut self, set: CarrierSet) {
        if !self.machine.hooks {
            return self.report(Rule::HookMissing, || {
                "this machine has no inserting hook; use `in`".into()
            });
        }
        if let Some(grip) = self.hook.held.take() {
            let name = self.name_of(grip.carriers);
            self.report(Rule::HookOrder, || {
                format!("the hook still holds the yarn of {name}; `releasehook` is missing")
            });
        }
        self.hook.called.0 |= set.0;
        self.hooking = true;
    }

    /// A stitch while the hook is called or holds yarn.
    #[cold]
    pub(super) fn use_hook(
        &mut self,
        kind: Stitch,
        direction: Direction,
        needle: Needle,
        slot: i32,
        set: CarrierSet,
    ) {
        let carriers = CarrierSet(self.hook.called.0 & set.0);
        if !carriers.is_empty() && kind != Stitch::Miss {
            self.hook.called.0 &= !carriers.0;
            if let Some(grip) = self.hook.held {
                let (holds, next) = (self.name_of(grip.carriers), self.name_of(carriers));
                self.report(Rule::HookOrder, || {
                    format!("the hook holds the yarn of {holds} and cannot take that of {next}; `releasehook` is missing")
                });
            }
            self.hook.held = Some(Grip {
                carriers,
                slot,
                direction,
            });
        } else if let Some(grip) = self.hook.held {
            // Where carriers park on the right the hook does, too.
            let right = self.machine.park == Park::Right;
            let beyond = match grip.direction {
                _ if right => slot > grip.slot,
                Direction::Left => slot > grip.slot,
                Direction::Right => slot < grip.slot,
            };
            if beyond && kind != Stitch::Miss {
                let name = self.name_of(grip.carriers);
                self.report(Rule::HookInTheWay, || {
                    format!(
                        "{needle} lies beyond the hook, which holds the yarn of {name} beside needle {}",
                        grip.slot
                    )
                });
            }
        }
    }

    pub(super) fn release_hook(&mut self, set: CarrierSet) {
        if !self.machine.hooks {
            return self.report(Rule::HookMissing, || {
                "this machine has no inserting hook that could let go".into()
            });
        }
        match self.hook.held.take() {
            Some(grip) if grip.carriers == set => {}
            Some(grip) => {
                let name = self.name_of(grip.carriers);
                self.report(Rule::HookOrder, || {
                    format!("the hook holds the yarn of {name}")
                });
            }
            None if self.hook.called.0 & set.0 != 0 => {
                let name = self.name_of(set);
                self.report(Rule::HookOrder, || {
                    format!("carrier {name} has made no stitch since `inhook`")
                });
                self.hook.called.0 &= !set.0;
            }
            None => self.report(Rule::HookOrder, || "the hook holds no yarn".into()),
        }
        self.hooking = self.hook.is_busy();
    }

    /// A carrier goes out; with `by_hook` the hook takes its yarn.
    pub(super) fn leave_hook(&mut self, set: CarrierSet, by_hook: bool) {
        if by_hook && !self.machine.hooks {
            return self.report(Rule::HookMissing, || {
                "this machine has no inserting hook; use `out`".into()
            });
        }
        if self.hook.holds(set) || by_hook && self.hook.held.is_some() {
            self.report(Rule::HookOrder, || {
                "the hook still holds yarn; `releasehook` first".into()
            });
            self.hook.held = None;
        }
        self.hook.called.0 &= !set.0;
        self.hooking = self.hook.is_busy();
    }

    /// At the end it must be free.
    pub(super) fn check_hook_free(&mut self) {
        if let Some(grip) = self.hook.held {
            let name = self.name_of(grip.carriers);
            self.report(Rule::HookOrder, || {
                format!("the hook still holds the yarn of {name}; `releasehook` is missing")
            });
        }
    }
}
