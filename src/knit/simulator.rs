//! A machine in memory: works off operations and reports what a real one could not do.
//!
//! Yarn positions follow the logical carrier positions of the knitout specification; the kick-back rule is the strict
//! one (a carrier may stop anywhere beyond the last needle of its pass), so a program without warnings needs no
//! inserted carriage move.

use super::machine::{Machine, Park};
use super::program::{Bed, CarrierSet, Direction, Needle, Op, Program};
use super::reader::{Position, Reader};
use super::rules::{Finding, Rule, Severity};

/// Findings kept of each rule; the rest is counted.
const KEPT_OF_EACH_RULE: u32 = 100;
/// Needle numbers from `-MARGIN` to `needles + MARGIN` are followed.
const MARGIN: i32 = 1024;

/// What the simulator found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Broken rules, in the order of the program.
    pub findings: Vec<Finding>,
    /// Counts of operations.
    pub stats: Stats,
}

impl Report {
    /// Whether a machine could knit it.
    pub fn is_legal(&self) -> bool {
        self.findings
            .iter()
            .all(|f| f.rule.severity() != Severity::Error)
    }
}

/// Counts of operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// All operations.
    pub operations: u64,
    /// Knits with yarn.
    pub knits: u64,
    /// Tucks with yarn.
    pub tucks: u64,
    /// Splits.
    pub splits: u64,
    /// Transfers.
    pub transfers: u64,
    /// Drops.
    pub drops: u64,
    /// Smallest and largest needle number used.
    pub needles: Option<(i32, i32)>,
}

/// Runs a knitout text.
pub fn simulate(text: &[u8], machine: &Machine) -> Report {
    let mut early: Vec<(u32, (Rule, String))> = Vec::new();
    let mut reader = Reader::new(text, &machine.carriers, |line, fault| {
        early.push((line, fault));
    });
    let header = reader.header();
    let names = header
        .carriers
        .iter()
        .map(|n| String::from_utf8_lossy(n).into_owned())
        .collect();
    let mut simulator = Simulator::new(machine, names, header.waste, header.position);
    for (line, (rule, message)) in early {
        simulator.line = line;
        simulator.report(rule, || message);
    }
    simulator.line = 1;
    simulator.check_carrier_names();
    while let Some(item) = reader.next_op() {
        simulator.line = reader.line();
        match item {
            Ok(op) => simulator.step(op),
            Err((rule, message)) => simulator.report(rule, || message),
        }
    }
    simulator.line = reader.line().max(1);
    simulator.finish()
}

/// Runs a program; the lines of the findings are positions of operations, from 1.
pub fn simulate_program(program: &Program, machine: &Machine) -> Report {
    let names = program.carriers.clone();
    let mut simulator = Simulator::new(machine, names, program.waste, Position::Unsaid);
    simulator.check_carrier_names();
    for op in &program.ops {
        simulator.line += 1;
        simulator.step(*op);
    }
    simulator.finish()
}

/// Loops on a needle, by the bed on which they were formed.
#[derive(Clone, Copy, Default)]
struct Held {
    front: u8,
    back: u8,
    /// How many of them are of waste yarn.
    waste: u8,
}

impl Held {
    #[inline]
    fn count(self) -> u32 {
        u32::from(self.front) + u32::from(self.back)
    }
}

/// Where a carrier is.
#[derive(Clone, Copy)]
struct Carrier {
    active: bool,
    /// Its last loop's needle, followed through transfers.
    attached: Option<Needle>,
    /// Slot (front needle number) that it waits beside, and on which side.
    waits: Option<(i32, Direction)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stitch {
    Knit,
    Tuck,
    Miss,
    /// Its needle's old loops are across already.
    Split,
}

/// The carriage pass that could still take another stitch.
#[derive(Clone, Copy)]
struct Pass {
    carriers: CarrierSet,
    direction: Direction,
    slot: i32,
    bed_is_front: bool,
    missed: bool,
    kinds: [Option<Stitch>; 2],
}

/// A machine at work.
pub struct Simulator<'a> {
    machine: &'a Machine,
    names: Vec<String>,
    waste: CarrierSet,
    position: Position,
    racking: i32,
    beds: [Vec<Held>; 4],
    carriers: Vec<Carrier>,
    active: CarrierSet,
    pass: Option<Pass>,
    speed: u16,
    hook: Option<(CarrierSet, bool)>,
    off_bed: bool,
    line: u32,
    counts: Vec<u32>,
    report: Report,
}

impl<'a> Simulator<'a> {
    /// An empty machine.
    pub fn new(
        machine: &'a Machine,
        names: Vec<String>,
        waste: CarrierSet,
        position: Position,
    ) -> Self {
        let width = machine.needles as usize + 2 * MARGIN as usize;
        let carrier = Carrier {
            active: false,
            attached: None,
            waits: None,
        };
        Self {
            carriers: vec![carrier; names.len()],
            machine,
            names,
            waste,
            position,
            racking: 0,
            beds: std::array::from_fn(|_| vec![Held::default(); width]),
            active: CarrierSet::default(),
            pass: None,
            speed: 0,
            hook: None,
            off_bed: false,
            line: 0,
            counts: vec![0; Rule::ALL.len()],
            report: Report::default(),
        }
    }

    /// Notes a broken rule.
    #[cold]
    fn report(&mut self, rule: Rule, message: impl FnOnce() -> String) {
        let count = &mut self.counts[rule as usize];
        *count += 1;
        if *count <= KEPT_OF_EACH_RULE {
            self.report.findings.push(Finding {
                rule,
                line: self.line,
                message: message(),
            });
        }
    }

    fn check_carrier_names(&mut self) {
        let known = |name: &String| self.machine.carriers.contains(name);
        if self.machine.exact_carriers && self.names != self.machine.carriers {
            let wanted = self.machine.carriers.join(" ");
            self.report(Rule::CarriersHeader, || {
                format!("this machine's header is `;;Carriers: {wanted}`")
            });
        } else if !self.machine.exact_carriers
            && self.names.len() > self.machine.carriers.len()
            && !self.names.iter().all(known)
        {
            let (named, has) = (self.names.len(), self.machine.carriers.len());
            self.report(Rule::CarriersHeader, || {
                format!("{named} carriers are named, the machine has {has}")
            });
        }
    }

    /// Works off one operation.
    #[inline]
    pub fn step(&mut self, op: Op) {
        self.report.stats.operations += 1;
        match op {
            Op::Knit(direction, needle, carriers) => {
                self.report.stats.knits += 1;
                self.stitch(Stitch::Knit, direction, needle, carriers);
            }
            Op::Tuck(direction, needle, carriers) => {
                self.report.stats.tucks += 1;
                self.stitch(Stitch::Tuck, direction, needle, carriers);
            }
            Op::Miss(direction, needle, carriers) => {
                self.stitch(Stitch::Miss, direction, needle, carriers);
            }
            Op::Xfer(from, to) => {
                self.report.stats.transfers += 1;
                self.pass = None;
                if let (Some(a), Some(b)) = (self.at(from), self.at(to)) {
                    self.transfer(from, to, a, b);
                }
            }
            Op::Split(direction, from, to, carriers) => {
                self.report.stats.splits += 1;
                if let (Some(a), Some(b)) = (self.at(from), self.at(to)) {
                    self.transfer(from, to, a, b);
                    self.beds[from.bed as usize][a] = Held::default();
                    self.stitch(Stitch::Split, direction, from, carriers);
                }
            }
            Op::Drop(needle) => {
                self.report.stats.drops += 1;
                self.drop_loops(needle);
            }
            Op::Amiss(needle) => {
                self.pass = None;
                self.at(needle);
            }
            Op::Rack(quarters) => self.rack(quarters),
            Op::In(set) => self.bring_in(set, false),
            Op::InHook(set) => self.bring_in(set, true),
            Op::ReleaseHook(set) => self.release_hook(set),
            Op::Out(set) => self.bring_out(set, false),
            Op::OutHook(set) => self.bring_out(set, true),
            Op::Pause | Op::EndPass => self.pass = None,
            Op::Speed(speed) => {
                if speed != self.speed {
                    self.pass = None;
                }
                self.speed = speed;
            }
            Op::StitchNumber(_) | Op::Roller(_) | Op::TransfersInOnePass | Op::Ignored => {}
        }
    }

    /// Ends the program: nothing may be left on the machine.
    pub fn finish(mut self) -> Report {
        for carrier in self.active.indices() {
            let name = self.names[carrier].clone();
            self.report(Rule::CarrierLeftIn, || {
                format!("carrier {name} is still in; bring it `out`")
            });
        }
        if let Some((set, _)) = self.hook {
            let name = self.name_of(set);
            self.report(Rule::HookOrder, || {
                format!("the hook still holds the yarn of {name}")
            });
        }
        self.report_leftovers();
        for (rule, count) in Rule::ALL.iter().zip(self.counts.clone()) {
            if count > KEPT_OF_EACH_RULE {
                let more = count - KEPT_OF_EACH_RULE;
                self.report.findings.push(Finding {
                    rule: *rule,
                    line: self.line,
                    message: format!("{more} more of these"),
                });
            }
        }
        self.report
    }

    fn report_leftovers(&mut self) {
        let beds = [Bed::Front, Bed::Back, Bed::FrontSlider, Bed::BackSlider];
        for bed in beds {
            let held = &self.beds[bed as usize];
            let full = |h: &Held| h.count() > 0;
            let needles = held.iter().filter(|h| full(h)).count();
            let Some(first) = held.iter().position(full) else {
                continue;
            };
            let last = held.iter().rposition(full).unwrap_or(first);
            let name = |at: usize| Needle {
                bed,
                index: at as i32 - MARGIN,
            };
            let (first, last) = (name(first), name(last));
            self.report(Rule::LoopsLeft, || {
                format!("{needles} needles from {first} to {last} still hold loops")
            });
        }
    }

    /// Position of a needle in its bed's row, checked.
    #[inline]
    fn at(&mut self, needle: Needle) -> Option<usize> {
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
    fn widen_range(&mut self, needle: Needle) {
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
    fn check_on_bed(&mut self, needle: Needle) {
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
    fn slot(&self, needle: Needle) -> i32 {
        if needle.bed.is_front() {
            needle.index
        } else {
            needle.index + self.racking.div_euclid(4)
        }
    }

    #[inline]
    fn quarter(&self, needle: Needle) -> i64 {
        let racking = if needle.bed.is_front() {
            0
        } else {
            self.racking
        };
        4 * i64::from(needle.index) + i64::from(racking)
    }

    #[inline]
    fn stitch(&mut self, kind: Stitch, direction: Direction, needle: Needle, set: CarrierSet) {
        let Some(at) = self.at(needle) else { return };
        if !self.active.contains(set) {
            let missing = CarrierSet(set.0 & !self.active.0);
            let name = self.name_of(missing);
            self.report(Rule::CarrierInactive, || {
                format!("carrier {name} is not in action; bring it `in` first")
            });
            self.assume_active(missing);
        }
        if self.machine.one_carrier_a_pass && set.len() > 1 {
            self.report(Rule::CarriersInPass, || {
                "a pass moves one carrier only".into()
            });
        }
        let slot = self.slot(needle);
        let merged = self.merge(kind, direction, needle, slot, set);
        for carrier in set.indices() {
            if !merged && kind != Stitch::Miss {
                self.check_side(carrier, direction, slot);
            }
            if kind != Stitch::Miss {
                self.check_float(carrier, needle);
                self.carriers[carrier].attached = Some(needle);
            }
            self.carriers[carrier].waits = Some((slot, direction));
        }
        if let Some((hooked, used)) = &mut self.hook {
            *used |= kind != Stitch::Miss && hooked.0 & set.0 != 0;
        }
        if kind != Stitch::Miss {
            self.form_loops(kind, needle, at, set);
        }
    }

    #[inline]
    fn form_loops(&mut self, kind: Stitch, needle: Needle, at: usize, set: CarrierSet) {
        let held = &mut self.beds[needle.bed as usize][at];
        let empty = held.count() == 0;
        if kind == Stitch::Knit {
            *held = Held::default();
        }
        let loops = set.len() as u8;
        if needle.bed.is_front() {
            held.front = held.front.saturating_add(loops);
        } else {
            held.back = held.back.saturating_add(loops);
        }
        let waste = (set.0 & self.waste.0).count_ones() as u8;
        held.waste = held.waste.saturating_add(waste);
        let count = held.count();
        if kind == Stitch::Knit && empty {
            self.report(Rule::KnitOnEmpty, || {
                format!("{needle} holds no loop; tuck to cast on")
            });
        }
        if count > self.machine.max_loops {
            self.report_too_many(needle, count);
        }
    }

    #[cold]
    fn report_too_many(&mut self, needle: Needle, count: u32) {
        let limit = self.machine.max_loops;
        self.report(Rule::TooManyLoops, || {
            format!("{needle} holds {count} loops, {limit} fit")
        });
    }

    /// Whether the stitch joins the current pass; else it starts one.
    #[inline]
    fn merge(
        &mut self,
        kind: Stitch,
        direction: Direction,
        needle: Needle,
        slot: i32,
        set: CarrierSet,
    ) -> bool {
        let front = needle.bed.is_front();
        let bed = usize::from(!front);
        let knits = |kind| kind != Stitch::Tuck;
        if let Some(pass) = &mut self.pass {
            let ahead = match direction {
                Direction::Right => slot > pass.slot,
                Direction::Left => slot < pass.slot,
            };
            // At fractional racking front needles stand left of the back needles of the same slot.
            let beside = slot == pass.slot
                && (pass.missed
                    || kind == Stitch::Miss
                    || (self.racking % 4 != 0
                        && front != pass.bed_is_front
                        && pass.bed_is_front == (direction == Direction::Right)));
            let mixes = !self.machine.knit_and_tuck_share_a_pass
                && kind != Stitch::Miss
                && pass.kinds[bed].is_some_and(|other| knits(other) != knits(kind));
            if pass.carriers == set && pass.direction == direction && (ahead || beside) && !mixes {
                pass.slot = slot;
                pass.bed_is_front = front;
                pass.missed = kind == Stitch::Miss;
                if kind != Stitch::Miss {
                    pass.kinds[bed] = Some(kind);
                }
                return true;
            }
        }
        let mut kinds = [None; 2];
        if kind != Stitch::Miss {
            kinds[bed] = Some(kind);
        }
        self.pass = Some(Pass {
            carriers: set,
            direction,
            slot,
            bed_is_front: front,
            missed: kind == Stitch::Miss,
            kinds,
        });
        false
    }

    #[inline]
    fn check_side(&mut self, carrier: usize, direction: Direction, slot: i32) {
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
    fn check_float(&mut self, carrier: usize, needle: Needle) {
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

    /// Moves loops; the receiving bed's own loops on a neighbour make a decrease, all other stacking is reported.
    #[inline]
    fn transfer(&mut self, from: Needle, to: Needle, a: usize, b: usize) {
        let across = from.bed.is_front() != to.bed.is_front();
        if !across || self.quarter(from) != self.quarter(to) {
            let racking = f64::from(self.racking) / 4.0;
            self.report(Rule::TransferMisaligned, || {
                format!("{from} and {to} are not opposite each other at racking {racking}")
            });
        }
        let moved = std::mem::take(&mut self.beds[from.bed as usize][a]);
        if moved.count() == 0 {
            self.report(Rule::TransferFromEmpty, || format!("{from} holds no loop"));
            return;
        }
        let held = &mut self.beds[to.bed as usize][b];
        let before = *held;
        held.front = held.front.saturating_add(moved.front);
        held.back = held.back.saturating_add(moved.back);
        held.waste = held.waste.saturating_add(moved.waste);
        let count = held.count();
        if before.count() > 0 {
            let away = if to.bed.is_front() {
                moved.back + before.back
            } else {
                moved.front + before.front
            };
            if away > 0 || count > 2 {
                self.report_stacked(from, to, count);
            }
        }
        if count > self.machine.max_loops {
            self.report_too_many(to, count);
        }
        for carrier in &mut self.carriers {
            if carrier.attached == Some(from) {
                carrier.attached = Some(to);
            }
        }
    }

    #[cold]
    fn report_stacked(&mut self, from: Needle, to: Needle, count: u32) {
        self.report(Rule::TransferOntoHeld, || {
            format!("{from} to {to}: the needle held loops already, now {count}")
        });
    }

    fn drop_loops(&mut self, needle: Needle) {
        self.pass = None;
        let Some(at) = self.at(needle) else { return };
        let held = std::mem::take(&mut self.beds[needle.bed as usize][at]);
        if held.count() > u32::from(held.waste) {
            self.report(Rule::LiveLoopsDropped, || {
                format!("{needle}: {} live loops are dropped", held.count())
            });
        }
    }

    fn rack(&mut self, quarters: i32) {
        if quarters != self.racking {
            self.pass = None;
        }
        self.racking = quarters;
        let limit = self.machine.racking_max as i32;
        if quarters.abs() > 4 * limit {
            self.report(Rule::RackingLimit, || {
                format!(
                    "racking {} is beyond {limit} needles",
                    f64::from(quarters) / 4.0
                )
            });
        }
    }

    fn bring_in(&mut self, set: CarrierSet, by_hook: bool) {
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

    fn assume_active(&mut self, set: CarrierSet) {
        self.active.0 |= set.0;
        for carrier in set.indices() {
            self.carriers[carrier] = Carrier {
                active: true,
                attached: None,
                waits: None,
            };
        }
    }

    fn release_hook(&mut self, set: CarrierSet) {
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

    fn bring_out(&mut self, set: CarrierSet, by_hook: bool) {
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

    fn name_of(&self, set: CarrierSet) -> String {
        let names: Vec<&str> = set
            .indices()
            .filter_map(|i| self.names.get(i).map(String::as_str))
            .collect();
        names.join(" ")
    }
}
