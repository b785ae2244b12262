//! A knittable shape -> needle operations, in the order in which the machine works them off.
//!
//! Waste courses and a draw thread first, since rollers need something to pull; then the piece; last, waste courses on
//! the loops that stay open for linking. Carriers by position: 0 waste, 1 draw thread, 2 yarn, 3 yarn of the left half
//! beside the neck (carriers park left, so the new one takes the left half and the old one keeps the right).

mod course;
mod ends;
mod transfer;

use super::fabric::bed_of;
use super::machine::Machine;
use super::program::{CarrierSet, Direction, Needle, Op, Program};
use super::shape::{Row, Shape, Split};
use crate::garment::Structure;

const WASTE: usize = 0;
const DRAW: usize = 1;
const YARN: usize = 2;
const LEFT_YARN: usize = 3;

/// The carriers of the piece itself: those whose loops are the fabric.
pub fn fabric_carriers() -> CarrierSet {
    CarrierSet(1 << YARN | 1 << LEFT_YARN)
}

/// Operations of a placed shape.
pub fn schedule(name: &str, shape: &Shape, machine: &Machine) -> Program {
    let mut emitter = Emitter::new(machine);
    emitter.panel(shape);
    let mut yarns = vec![
        (WASTE, "waste yarn".to_string()),
        (DRAW, "draw thread, smooth and strong".to_string()),
        (YARN, "yarn".to_string()),
    ];
    if shape.split.is_some() {
        yarns.push((LEFT_YARN, "yarn, a second cone".to_string()));
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
    ops: Vec<Op>,
    sections: Vec<(usize, String)>,
    racking: i32,
    speed: Option<u16>,
    stitch: Option<char>,
    roller: Option<u16>,
}

impl<'a> Emitter<'a> {
    fn new(machine: &'a Machine) -> Self {
        let mut emitter = Self {
            machine,
            ops: Vec::new(),
            sections: Vec::new(),
            racking: 0,
            speed: None,
            stitch: None,
            roller: None,
        };
        if machine.kniterate.is_some() {
            emitter.ops.push(Op::TransfersInOnePass);
        }
        emitter
    }

    fn panel(&mut self, shape: &Shape) {
        let Some(first) = shape.body.rows.first() else {
            return;
        };
        self.waste_below(first.span, first.structure);
        self.cast_on(&shape.body.rows[..shape.body.rows.len().min(3)]);
        let rows = &shape.body.rows;
        for i in 3..rows.len() {
            let middle = match &shape.split {
                Some(split) if i + 1 == rows.len() => Some(split.bound_off),
                _ => None,
            };
            self.title(rows, i);
            self.prepare(&rows[i - 1], &rows[i], YARN);
            self.course(&rows[i], rows.get(i + 1), YARN, middle);
        }
        match &shape.split {
            None => {
                self.ops.push(Op::Out(CarrierSet::one(YARN)));
                for (span, structure) in shape.open_tops() {
                    self.open_top(span, structure);
                }
            }
            Some(split) => {
                self.halves(split, rows.last().unwrap_or(first));
                self.finish_halves(shape, split);
            }
        }
    }

    /// Both halves by turns, two courses each, so that the rollers pull evenly.
    fn halves(&mut self, split: &Split, below: &Row) {
        self.section("left and right half");
        let [left, right] = &split.halves;
        self.ops.push(Op::In(CarrierSet::one(LEFT_YARN)));
        let pairs = left.rows.len().max(right.rows.len()).div_ceil(2);
        for pair in 0..pairs {
            for (half, carrier) in [(left, LEFT_YARN), (right, YARN)] {
                for i in 2 * pair..(2 * pair + 2).min(half.rows.len()) {
                    let mut before = *below;
                    if i > 0 {
                        before = half.rows[i - 1];
                    } else if carrier == YARN {
                        before.span.left = split.bound_off.right;
                    } else {
                        before.span.right = split.bound_off.left;
                    }
                    self.prepare(&before, &half.rows[i], carrier);
                    self.course(&half.rows[i], half.rows.get(i + 1), carrier, None);
                    if carrier == LEFT_YARN && i + 1 == half.rows.len() {
                        self.ops.push(Op::Out(CarrierSet::one(carrier)));
                    }
                }
            }
        }
    }

    /// The right half's carrier goes out over the left half's needles: best when these are empty.
    fn finish_halves(&mut self, shape: &Shape, split: &Split) {
        let last = split.halves[1].rows.last();
        let mut out = Some(Op::Out(CarrierSet::one(YARN)));
        if last.is_some_and(|row| row.direction == Direction::Left) {
            self.ops.extend(out.take());
        }
        for (span, structure) in shape.open_tops() {
            self.open_top(span, structure);
            self.ops.extend(out.take());
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
                    Structure::Jersey => numbers.jersey_stitch,
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

fn needle_of(structure: Structure, index: i32) -> Needle {
    Needle {
        bed: bed_of(structure, index),
        index,
    }
}
