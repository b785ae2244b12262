//! A machine in memory: works off operations and reports what a real one could not do.
//!
//! Yarn positions follow the logical carrier positions of the knitout specification; the kick-back rule is the strict
//! one (a carrier may stop anywhere beyond the last needle of its pass), so a program without warnings needs no
//! inserted carriage move.

mod carriage;
mod carriers;
mod loops;
mod needles;

use super::machine::Machine;
use super::program::{Bed, CarrierSet, Needle, Op, Program};
use super::reader::{Position, Reader};
use super::rules::{Finding, Rule, Severity};
use carriage::{Pass, Stitch};
use carriers::Carrier;
use loops::Held;

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
}
