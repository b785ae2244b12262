//! A machine in memory: works off operations and reports what a real one could not do.
//!
//! Yarn positions follow the logical carrier positions of the knitout specification. For its own next pass a carrier may have stopped
//! anywhere beyond its last needle, for those of others it stands as far beyond as the machine says: a program without
//! warnings needs no inserted carriage move.

mod carriage;
mod carriers;
mod hook;
mod idle;
mod loops;
mod needles;

use super::machine::Machine;
use super::program::{Bed, CarrierSet, Op, Program};
use super::reader::{Position, Reader};
use super::rules::{Finding, Rule, Severity};
use carriage::{Pass, Stitch};
use carriers::Carrier;
use hook::Hook;
use idle::Idle;
use needles::Needles;

/// Findings kept of each rule; the rest is counted.
const KEPT_OF_EACH_RULE: u32 = 100;

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

/// A machine at work.
pub struct Simulator<'a> {
    machine: &'a Machine,
    names: Vec<String>,
    waste: CarrierSet,
    position: Position,
    racking: i32,
    needles: Needles,
    carriers: Vec<Carrier>,
    active: CarrierSet,
    idle: Idle,
    pass: Pass,
    speed: u16,
    hook: Hook,
    /// Whether the hook must be heeded.
    hooking: bool,
    /// Smallest and largest needle number used so far; `low > high` before the first.
    low: i32,
    high: i32,
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
        Self {
            carriers: vec![Carrier::default(); names.len()],
            machine,
            names,
            waste,
            position,
            racking: 0,
            needles: Needles::new(machine.needles),
            active: CarrierSet::default(),
            idle: Idle::default(),
            pass: Pass::NONE,
            speed: 0,
            hook: Hook::default(),
            hooking: false,
            low: i32::MAX,
            high: i32::MIN,
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
                self.pass.end();
                self.clear_of_idle(from, CarrierSet::default());
                self.transfer(from, to);
            }
            Op::Split(direction, from, to, carriers) => {
                self.report.stats.splits += 1;
                self.transfer(from, to);
                self.stitch(Stitch::Split, direction, from, carriers);
            }
            Op::Drop(needle) => {
                self.report.stats.drops += 1;
                self.drop_loops(needle);
            }
            Op::Amiss(needle) => {
                self.pass.end();
                self.visit(needle);
            }
            Op::Rack(quarters) => self.rack(quarters),
            Op::In(set) => self.bring_in(set),
            Op::InHook(set) => {
                self.bring_in(set);
                self.call_hook(set);
            }
            Op::ReleaseHook(set) => self.release_hook(set),
            Op::Out(set) => {
                self.leave_hook(set, false);
                self.bring_out(set);
            }
            Op::OutHook(set) => {
                self.leave_hook(set, true);
                self.bring_out(set);
            }
            Op::Pause | Op::EndPass => self.pass.end(),
            Op::Speed(speed) => {
                if speed != self.speed {
                    self.pass.end();
                }
                self.speed = speed;
            }
            Op::StitchNumber(_) | Op::Roller(_) | Op::TransfersInOnePass | Op::Ignored => {}
        }
    }

    /// Ends the program: nothing may be left on the machine.
    pub fn finish(mut self) -> Report {
        for carrier in self.active.indices() {
            let name = self.name_of(CarrierSet::one(carrier));
            self.report(Rule::CarrierLeftIn, || {
                format!("carrier {name} is still in; bring it `out`")
            });
        }
        self.check_hook_free();
        for bed in [Bed::Front, Bed::Back, Bed::FrontSlider, Bed::BackSlider] {
            if let Some((count, first, last)) = self.needles.full(bed) {
                self.report(Rule::LoopsLeft, || {
                    format!("{count} needles from {first} to {last} still hold loops")
                });
            }
        }
        for (rule, count) in Rule::ALL.iter().zip(self.counts) {
            if count > KEPT_OF_EACH_RULE {
                let more = count - KEPT_OF_EACH_RULE;
                self.report.findings.push(Finding {
                    rule: *rule,
                    line: self.line,
                    message: format!("{more} more of these"),
                });
            }
        }
        if self.low <= self.high {
            self.report.stats.needles = Some((self.low, self.high));
        }
        self.report
    }
}
