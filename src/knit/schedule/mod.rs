//! A knittable shape -> needle operations, in the order in which the machine works them off.
//!
//! Waste courses and a draw thread first, since rollers need something to pull; then the piece; last, waste courses on
//! the loops that stay open for linking. Carriers by position: 0 waste, 1 draw thread, 2 yarn, 3 yarn of the left half
//! beside the neck (carriers park left, so the new one takes the left half and the old one keeps the right); with
//! several systems, carriers from 2 on follow each other in the body's strokes. Each further colour has a carrier after
//! these, and one more where both halves beside a neck are knitted in it.
//!
//! Everything is scheduled as if carriers parked left; what parks right gets the mirror image of a mirrored panel.

mod carriers;
mod colour;
mod course;
mod double;
mod ends;
mod halves;
mod numbers;
mod transfer;
mod tube;

use super::fabric::Fabric;
use super::machine::Machine;
use super::program::{Bed, CarrierSet, Cone, Direction, Needle, Op, Program};
use super::shape::{Row, Shape, Split};
use crate::garment::{Panel, Structure};
use numbers::Mode;

const WASTE: usize = 0;
const DRAW: usize = 1;
const YARN: usize = 2;
/// Longest float of a panel that says nothing, wales.
const FLOAT_LIMIT: u32 = 6;
/// Needles beside the fabric that are followed.
const BESIDE: i32 = 4;

/// The carriers of the piece itself: those whose loops are the fabric.
pub fn fabric_carriers() -> CarrierSet {
    CarrierSet(!(1 << WASTE | 1 << DRAW))
}

/// How many yarn carriers follow each other in the strokes of a body.
pub fn feeds(machine: &Machine, panel: &Panel) -> usize {
    let alone = |s: Structure| {
        super::stitches::repeat(s).changes_beds() || s == Structure::BirdseyeJacquard
    };
    let alone = !panel.charts.is_empty() || panel.zones.iter().any(|z| alone(z.structure));
    let free = machine.carriers.len().saturating_sub(YARN).max(1);
    if alone {
        1
    } else {
        (machine.systems as usize).clamp(1, free)
    }
}

/// Operations of a placed shape and its fabric, for a panel.
///
/// # Errors
/// How many carriers it takes, if the machine has fewer.
pub fn schedule(
    panel: &Panel,
    shape: &Shape,
    fabric: &Fabric,
    machine: &Machine,
) -> Result<Program, usize> {
    let mut emitter = Emitter::new(machine, panel, shape, fabric);
    match &shape.tube {
        Some(turns) => emitter.tube(shape, turns),
        None => emitter.panel(shape),
    }
    if emitter.next_carrier > machine.carriers.len() {
        return Err(emitter.next_carrier);
    }
    let mut cones = vec![
        Cone::new(WASTE, None, "waste yarn".into()),
        Cone::new(DRAW, None, "draw thread, smooth and strong".into()),
    ];
    let mut seen = [0usize; 256];
    for (carrier, yarn) in emitter.threads.iter().enumerate() {
        let Some(yarn) = *yarn else { continue };
        let count = &mut seen[usize::from(yarn)];
        *count += 1;
        let mut label = match panel.yarns.get(usize::from(yarn)) {
            Some(yarn) => format!("{} {}", yarn.name, yarn.hex()),
            None => "yarn".into(),
        };
        label += match *count {
            1 => "",
            2 => ", a second cone",
            3 => ", a third cone",
            _ => ", a fourth cone",
        };
        cones.push(Cone::new(carrier, Some(yarn), label));
    }
    Ok(Program {
        name: panel.name.clone(),
        machine: machine.name.clone(),
        gauge_npi: machine.gauge_npi,
        carriers: machine.carriers.clone(),
        cones,
        waste: CarrierSet(1 << WASTE | 1 << DRAW),
        kniterate: machine.kniterate.is_some(),
        ops: emitter.ops,
        sections: emitter.sections,
    })
}

/// Collects operations.
struct Emitter<'a> {
    machine: &'a Machine,
    fabric: &'a Fabric,
    ops: Vec<Op>,
    sections: Vec<(usize, String)>,
    /// Quarters of a needle.
    racking: i32,
    speed: Option<u16>,
    stitch: Option<char>,
    roller: Option<u16>,
    /// The bed that holds each needle's loops, from `BESIDE` needles left of the fabric.
    beds: Vec<Bed>,
    /// The carrier whose yarn the inserting hook holds.
    hooked: Option<usize>,
    /// Which way each carrier went last, if it is in action.
    went: Vec<Option<Direction>>,
    /// Whether each carrier works alone: in halves, and where a neck is bound off.
    parted: bool,
    /// Whether a needle has a loop on the back bed behind one on the front bed.
    behind: Vec<bool>,
    /// The yarn that each carrier brings.
    threads: Vec<Option<u8>>,
    /// The half beside the neck that each colour's carrier works in.
    owner: Vec<Option<usize>>,
    /// Each carrier's last loop, followed through transfers.
    attached: Vec<Option<Needle>>,
    /// The needle that each carrier stopped at, and the way that it went.
    stands: Vec<Option<(i32, Direction)>>,
    /// The first carrier that no yarn has been given.
    next_carrier: usize,
    /// Needles that caught a float in this course.
    caught: Vec<bool>,
    /// Whether the ground knits before the other yarns in this course.
    ground_first: bool,
    /// Yarns of the panel.
    yarns: u8,
    /// Longest float, needles.
    float_limit: i32,
    /// What is above the body.
    split: Option<&'a Split>,
    /// The half that is knitted.
    half: Option<usize>,
}

impl<'a> Emitter<'a> {
    fn new(machine: &'a Machine, panel: &Panel, shape: &'a Shape, fabric: &'a Fabric) -> Self {
        let feeds = shape.rows().map(|r| r.feed).max().unwrap_or(0);
        let mut threads = vec![None; CarrierSet::MAX];
        for feed in 0..=feeds {
            threads[YARN + feed] = Some(0);
        }
        let columns = fabric.wales + 2 * BESIDE as usize;
        let limit = panel.float_limit.unwrap_or(FLOAT_LIMIT) as i32;
        let limit = limit.min(colour::longest_float(machine));
        let mut emitter = Self {
            machine,
            fabric,
            ops: Vec::new(),
            sections: Vec::new(),
            racking: 0,
            speed: None,
            stitch: None,
            roller: None,
            beds: vec![Bed::Front; columns],
            hooked: None,
            went: vec![None; CarrierSet::MAX],
            parted: false,
            behind: vec![false; columns],
            threads,
            owner: vec![None; CarrierSet::MAX],
            attached: vec![None; CarrierSet::MAX],
            stands: vec![None; CarrierSet::MAX],
            next_carrier: first_colour(panel, feeds, machine),
            caught: vec![false; columns],
            ground_first: false,
            yarns: panel.yarns.len().clamp(1, 255) as u8,
            float_limit: limit,
            split: shape.split.as_ref(),
            half: None,
        };
        if machine.kniterate.is_some() {
            emitter.ops.push(Op::TransfersInOnePass);
        }
        emitter
    }

    /// Adds an operation, and follows the carriers' yarns.
    fn emit(&mut self, op: Op) {
        match op {
            Op::Knit(direction, needle, set)
            | Op::Tuck(direction, needle, set)
            | Op::Split(direction, needle, _, set) => {
                let at = self.stop(needle, direction);
                for carrier in set.indices() {
                    self.attached[carrier] = Some(needle);
                    self.stands[carrier] = Some((at, direction));
                }
            }
            Op::Miss(direction, needle, set) => {
                for carrier in set.indices() {
                    self.stands[carrier] = Some((needle.index, direction));
                }
            }
            Op::Xfer(from, to) => {
                let held = self.attached.iter_mut().flatten().filter(|n| **n == from);
                held.for_each(|n| *n = to);
            }
            _ => {}
        }
        self.ops.push(op);
    }

    /// The front needle before which a carrier stops after a loop; where the back bed stands between, the safer one.
    fn stop(&self, needle: Needle, direction: Direction) -> i32 {
        let between =
            !needle.bed.is_front() && self.racking % 4 != 0 && direction == Direction::Left;
        needle.index + if between { self.overhang() } else { 0 }
    }

    fn systems(&self) -> bool {
        self.machine.systems > 1
    }

    fn place(&self, index: i32) -> Option<usize> {
        usize::try_from(index - self.fabric.first_needle + BESIDE).ok()
    }

    /// The bed that holds a needle's loops.
    fn bed(&self, index: i32) -> Bed {
        let place = self.place(index).and_then(|i| self.beds.get(i));
        place.copied().unwrap_or(Bed::Front)
    }

    /// Notes that a needle holds loops now.
    fn put(&mut self, needle: Needle) {
        if let Some(bed) = self.place(needle.index).and_then(|i| self.beds.get_mut(i)) {
            *bed = needle.bed;
        }
    }

    fn panel(&mut self, shape: &Shape) {
        let Some(first) = shape.body.rows.first() else {
            return;
        };
        self.waste_below(first);
        self.cast_on(&shape.body.rows[..shape.body.rows.len().min(3)]);
        let rows = &shape.body.rows;
        for i in 3..rows.len() {
            let middle = match &shape.split {
                Some(split) if i + 1 == rows.len() && !split.put_off => Some(split.bound_off),
                _ => None,
            };
            self.parted = middle.is_some();
            self.title(rows, i);
            self.row(rows, i, &rows[i - 1], middle);
        }
        match &shape.split {
            None => {
                self.rack(0);
                for carrier in self.in_action() {
                    self.take_out(carrier);
                }
                for (span, _) in shape.open_tops() {
                    self.open_top(span);
                }
            }
            Some(split) => {
                self.halves(split, rows.last().unwrap_or(first));
                self.finish_halves(shape, split);
            }
        }
    }

    fn row(&mut self, rows: &[Row], i: usize, before: &Row, middle: Option<super::shape::Span>) {
        let row = &rows[i];
        self.put_off(before, row);
        self.activate(row.feed);
        if row.is_double() {
            self.prepare_double(before, row);
        } else {
            self.prepare(before, row, rows.get(i + 1));
        }
        self.course(rows, i, middle);
        self.went(self.carrier(row.feed), row.direction);
    }

    /// Names the section when the structure changes.
    fn title(&mut self, rows: &[Row], i: usize) {
        if rows[i].structure != rows[i - 1].structure {
            self.section(rows[i].structure.name());
        }
    }

    fn section(&mut self, title: &str) {
        self.sections.push((self.ops.len(), title.into()));
    }

    fn rack(&mut self, needles: i32) {
        self.rack_quarters(4 * needles);
    }

    fn rack_quarters(&mut self, quarters: i32) {
        if self.racking != quarters {
            self.racking = quarters;
            self.emit(Op::Rack(quarters));
        }
    }

    /// The racking, in quarters, at which all needles of both beds can knit: each stands between two of the other bed.
    fn half_pitch(&self) -> i32 {
        let quarter =
            self.machine.needle_step % 2 == 1 && !self.machine.racking_fractions.contains(&0.5);
        if quarter { 1 } else { 2 }
    }

    fn set_behind(&mut self, index: i32, holds: bool) {
        if let Some(behind) = self.place(index).and_then(|i| self.behind.get_mut(i)) {
            *behind = holds;
        }
    }

    /// Whether a needle has a loop behind its own.
    fn has_behind(&self, index: i32) -> bool {
        let place = self.place(index).and_then(|i| self.behind.get(i));
        place.copied().unwrap_or(false)
    }

    fn knit(&mut self, direction: Direction, needle: Needle, carrier: usize) {
        self.emit(Op::Knit(direction, needle, CarrierSet::one(carrier)));
    }
}

/// The carrier of the first further colour: the same in all panels of a garment, with or without a neck, if the machine has
/// carriers enough.
fn first_colour(panel: &Panel, feeds: usize, machine: &Machine) -> usize {
    let alike = YARN + 2;
    let fits = alike + panel.yarns.len().saturating_sub(1) <= machine.carriers.len();
    match feeds {
        0 if fits && panel.yarns.len() > 1 => alike,
        _ => YARN + feeds + 1,
    }
}
