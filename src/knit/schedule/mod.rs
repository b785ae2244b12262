//! A knittable shape -> needle operations, in the order in which the machine works them off.
//!
//! Waste courses and a draw thread first, since rollers need something to pull; then the piece; last, waste courses on
//! the loops that stay open for linking. Carriers by position: 0 waste, 1 draw thread, 2 yarn, 3 yarn of the left half
//! beside the neck (carriers park left, so the new one takes the left half and the old one keeps the right); with
//! several systems, carriers from 2 on follow each other in the body's strokes.
//!
//! Everything is scheduled as if carriers parked left; what parks right gets the mirror image of a mirrored panel.

mod course;
mod ends;
mod transfer;
mod tube;

use super::fabric::Fabric;
use super::machine::{Insertion, Machine};
use super::program::{Bed, CarrierSet, Direction, Needle, Op, Program};
use super::shape::{Row, Shape, Split};
use crate::garment::Structure;

const WASTE: usize = 0;
const DRAW: usize = 1;
const YARN: usize = 2;
/// Needles beside the fabric that are followed.
const BESIDE: i32 = 4;

/// The carriers of the piece itself: those whose loops are the fabric.
pub fn fabric_carriers() -> CarrierSet {
    CarrierSet(!(1 << WASTE | 1 << DRAW))
}

/// How many yarn carriers follow each other in the strokes of a body.
pub fn feeds(machine: &Machine, structures: impl Iterator<Item = Structure>) -> usize {
    let alone = structures
        .into_iter()
        .any(|s| super::stitches::repeat(s).changes_beds());
    let free = machine.carriers.len().saturating_sub(YARN).max(1);
    if alone {
        1
    } else {
        (machine.systems as usize).clamp(1, free)
    }
}

/// Operations of a placed shape and its fabric.
pub fn schedule(name: &str, shape: &Shape, fabric: &Fabric, machine: &Machine) -> Program {
    let mut emitter = Emitter::new(machine, fabric);
    match &shape.tube {
        Some(turns) => emitter.tube(shape, turns),
        None => emitter.panel(shape),
    }
    let mut yarns = vec![
        (WASTE, "waste yarn".to_string()),
        (DRAW, "draw thread, smooth and strong".to_string()),
        (YARN, "yarn".to_string()),
    ];
    let feeds = shape.rows().map(|r| r.feed).max().unwrap_or(0);
    for (feed, cone) in (1..=feeds).zip(["a second", "a third", "a fourth"]) {
        yarns.push((YARN + feed, format!("yarn, {cone} cone")));
    }
    Program {
        name: name.into(),
        machine: machine.name.clone(),
        gauge_npi: machine.gauge_npi,
        carriers: machine.carriers.clone(),
        yarns,
        waste: CarrierSet(1 << WASTE | 1 << DRAW),
        kniterate: machine.kniterate.is_some(),
        ops: emitter.ops,
        sections: emitter.sections,
    }
}

/// What the carriage is about to do: it sets speed, stitch and roller numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Waste,
    Knit(Structure),
    BindOff,
    Transfer,
}

/// Collects operations.
struct Emitter<'a> {
    machine: &'a Machine,
    fabric: &'a Fabric,
    ops: Vec<Op>,
    sections: Vec<(usize, String)>,
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
}

impl<'a> Emitter<'a> {
    fn new(machine: &'a Machine, fabric: &'a Fabric) -> Self {
        let mut emitter = Self {
            machine,
            fabric,
            ops: Vec::new(),
            sections: Vec::new(),
            racking: 0,
            speed: None,
            stitch: None,
            roller: None,
            beds: vec![Bed::Front; fabric.wales + 2 * BESIDE as usize],
            hooked: None,
            went: vec![None; machine.carriers.len()],
            parted: false,
        };
        if machine.kniterate.is_some() {
            emitter.ops.push(Op::TransfersInOnePass);
        }
        emitter
    }

    fn carrier(&self, feed: usize) -> usize {
        (YARN + feed).min(self.machine.carriers.len().saturating_sub(1))
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

    fn bring_in(&mut self, carrier: usize) {
        let set = CarrierSet::one(carrier);
        self.ops.push(match self.machine.insertion {
            Insertion::In => Op::In(set),
            Insertion::Inhook => Op::InHook(set),
        });
        self.hooked = (self.machine.insertion == Insertion::Inhook).then_some(carrier);
    }

    /// Lets go of a yarn's end, after its first pass.
    fn release(&mut self) {
        if let Some(carrier) = self.hooked.take() {
            self.ops.push(Op::ReleaseHook(CarrierSet::one(carrier)));
        }
    }

    fn take_out(&mut self, carrier: usize) {
        let set = CarrierSet::one(carrier);
        self.ops.push(match self.machine.insertion {
            Insertion::In => Op::Out(set),
            Insertion::Inhook => Op::OutHook(set),
        });
        if let Some(went) = self.went.get_mut(carrier) {
            *went = None;
        }
    }

    /// Brings a yarn carrier in unless it is.
    fn activate(&mut self, feed: usize) {
        let carrier = self.carrier(feed);
        if self.went.get(carrier).is_some_and(Option::is_none) {
            self.bring_in(carrier);
            // It comes from where it parks, left.
            self.went(carrier, Direction::Left);
        }
    }

    fn went(&mut self, carrier: usize, direction: Direction) {
        if let Some(went) = self.went.get_mut(carrier) {
            *went = Some(direction);
        }
    }

    /// Yarn carriers that wait where a course of that direction starts.
    fn waiting(&self, direction: Direction) -> Vec<usize> {
        let waits =
            |c: &usize| !self.parted && self.went.get(*c) == Some(&Some(direction.reverse()));
        (YARN..self.went.len()).filter(waits).collect()
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
                Some(split) if i + 1 == rows.len() => Some(split.bound_off),
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

    fn in_action(&self) -> Vec<usize> {
        let active = |c: &usize| self.went.get(*c).is_some_and(Option::is_some);
        (YARN..self.went.len()).filter(active).collect()
    }

    fn row(&mut self, rows: &[Row], i: usize, before: &Row, middle: Option<super::shape::Span>) {
        let row = &rows[i];
        self.activate(row.feed);
        self.prepare(before, row, rows.get(i + 1));
        self.course(rows, i, middle);
        self.went(self.carrier(row.feed), row.direction);
    }

    /// Both halves by turns, so that the rollers pull evenly: two courses each; with several systems each stroke knits
    /// a course of both.
    fn halves(&mut self, split: &Split, below: &Row) {
        self.section("left and right half");
        let [left, right] = &split.halves;
        let feeds = [left, right].map(|half| half.rows.first().map_or(0, |r| r.feed));
        self.rack(0);
        for carrier in self.in_action() {
            if !feeds.map(|f| self.carrier(f)).contains(&carrier) {
                self.take_out(carrier);
            }
        }
        for (half, i) in turns([left.rows.len(), right.rows.len()], self.systems()) {
            let rows = &split.halves[half].rows;
            let mut before = *below;
            if i > 0 {
                before = rows[i - 1];
            } else if half == 1 {
                before.span.left = split.bound_off.right;
            } else {
                before.span.right = split.bound_off.left;
            }
            self.activate(feeds[half]);
            self.row(rows, i, &before, None);
            if half == 0 && i + 1 == rows.len() {
                self.rack(0);
                self.take_out(self.carrier(feeds[0]));
            }
        }
    }

    /// The right half's carrier goes out over the left half's needles: best when these are empty.
    fn finish_halves(&mut self, shape: &Shape, split: &Split) {
        self.rack(0);
        let last = split.halves[1].rows.last();
        let mut out = last.map(|row| self.carrier(row.feed));
        if last.is_some_and(|row| row.direction == Direction::Left)
            && let Some(carrier) = out.take()
        {
            self.take_out(carrier);
        }
        for (span, _) in shape.open_tops() {
            self.open_top(span);
            if let Some(carrier) = out.take() {
                self.take_out(carrier);
            }
        }
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
        if self.racking != needles {
            self.racking = needles;
            self.ops.push(Op::Rack(4 * needles));
        }
    }

    fn mode(&mut self, mode: Mode) {
        if let Some(numbers) = &self.machine.swg {
            let (speed, stitch) = match mode {
                Mode::Transfer => (numbers.transfer_speed, None),
                Mode::Waste => (numbers.knit_speed, Some(numbers.waste_stitch)),
                Mode::Knit(s) if !s.has_plain_edges() => {
                    (numbers.knit_speed, Some(numbers.rib_stitch))
                }
                _ => (numbers.knit_speed, Some(numbers.jersey_stitch)),
            };
            let digit = stitch.and_then(|s| char::from_digit(u32::from(s), 10));
            return self.numbers(speed, digit, None);
        }
        let Some(numbers) = &self.machine.kniterate else {
            return;
        };
        let (speed, stitch, roller) = match mode {
            Mode::Waste => (
                numbers.knit_speed,
                Some(numbers.waste_stitch),
                Some(numbers.roller),
            ),
            Mode::Knit(structure) => (
                numbers.knit_speed,
                Some(match structure {
                    s if s.has_plain_edges() => numbers.jersey_stitch,
                    _ => numbers.rib_stitch,
                }),
                Some(numbers.roller),
            ),
            Mode::BindOff => (
                numbers.knit_speed,
                Some(numbers.jersey_stitch),
                Some(numbers.bind_off_roller),
            ),
            Mode::Transfer => (numbers.transfer_speed, None, None),
        };
        self.numbers(speed, stitch, roller);
    }

    fn numbers(&mut self, speed: u16, stitch: Option<char>, roller: Option<u16>) {
        if self.speed != Some(speed) {
            self.speed = Some(speed);
            self.ops.push(Op::Speed(speed));
        }
        if stitch.is_some() && self.stitch != stitch {
            self.stitch = stitch;
            self.ops
                .extend(stitch.map(|s| Op::StitchNumber(s as u32 as u8)));
        }
        if roller.is_some() && self.roller != roller {
            self.roller = roller;
            self.ops.extend(roller.map(Op::Roller));
        }
    }

    fn knit(&mut self, direction: Direction, needle: Needle, carrier: usize) {
        self.ops
            .push(Op::Knit(direction, needle, CarrierSet::one(carrier)));
    }
}

/// Which half knits which of its courses next: two courses by turns, or, with several systems, the right one a course
/// after the left one, so that both go the same way.
fn turns(courses: [usize; 2], together: bool) -> Vec<(usize, usize)> {
    let mut order = Vec::new();
    let mut add = |half: usize, i: usize| {
        if i < courses[half] {
            order.push((half, i));
        }
    };
    let most = courses[0].max(courses[1]);
    if together {
        for i in 0..=most {
            add(0, i);
            if i > 0 {
                add(1, i - 1);
            }
        }
    } else {
        for pair in 0..most.div_ceil(2) {
            for half in 0..2 {
                add(half, 2 * pair);
                add(half, 2 * pair + 1);
            }
        }
    }
    order
}
