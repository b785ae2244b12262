//! Writes Kniterate k-code (`.kc`): one block a stroke of the carriage, with both beds' needle selections.
//!
//! The public reference is the MIT-licensed repository textiles-lab/knitout-backend-kniterate; this writer makes the
//! same strokes from the same program.

use crate::knit::pass::{Pass, PassKind, Work, passes, transfer_ways};
use crate::knit::program::{Direction, Op};
use crate::knit::{Machine, Program};
use std::io::{self, Write};

const NEEDLES: i32 = 252;
/// Columns beyond either end of the bed.
const MARGIN: i32 = 15;
/// Columns from a needle to where a carrier or the carriage stops left and right of it (2.5 needles beyond).
const STOPS: [i32; 2] = [-2, 3];
/// Columns where carriers 1 to 6 park.
const PARKED: [i32; 6] = [4, 6, 6, 8, 8, 8];
/// A carrier that would stop on another one stops this many needles further.
const SPACING: i32 = 2;
/// Bytes of a stroke's text, about.
const BLOCK: usize = 1200;
/// Speed of strokes that only move the carriage.
const EMPTY_SPEED: u16 = 300;
/// Stitch number of transfers.
const TRANSFER_STITCH: u8 = b'3';

/// One stroke of the carriage.
struct Stroke {
    racking: i32,
    kind: &'static str,
    comment: &'static str,
    right: bool,
    /// Columns of the carriage's turning points.
    carriage: [i32; 2],
    /// Carrier and its columns.
    carrier: Option<(usize, [i32; 2])>,
    speed: u16,
    roller: u16,
    /// Selections and stitch numbers, front and rear.
    beds: [Vec<u8>; 2],
    stitches: [u8; 2],
}

/// Whether a Kniterate has the needles, their gauge and the carriers that a program uses: it was made for one, or for a V-bed
/// much like it.
pub fn suits(program: &Program) -> bool {
    if program.kniterate {
        return true;
    }
    let Some(machine) = Machine::built_in("kniterate") else {
        return false;
    };
    let carriers = machine.carriers.len();
    let (mut low, mut high) = (i32::MAX, i32::MIN);
    let has = program.ops.iter().all(|op| match *op {
        Op::Knit(_, n, set)
        | Op::Tuck(_, n, set)
        | Op::Miss(_, n, set)
        | Op::Split(_, n, _, set) => {
            (low, high) = (low.min(n.index), high.max(n.index));
            set.indices().all(|i| i < carriers)
        }
        Op::InHook(_) | Op::ReleaseHook(_) | Op::OutHook(_) => false,
        _ => true,
    });
    has && program.gauge_npi == machine.gauge_npi && high.saturating_sub(low) < NEEDLES
}

/// The program as text; of use for programs that [`suits`] finds fit.
pub fn write(program: &Program) -> String {
    let Some(machine) = Machine::built_in("kniterate") else {
        return String::new();
    };
    let strokes = strokes(&passes(program, &machine));
    let mut text = Vec::with_capacity(strokes.len() * BLOCK);
    // Writing into memory cannot fail.
    let _ = write_to(&mut text, program, &strokes);
    String::from_utf8(text).unwrap_or_default()
}

fn write_to(text: &mut Vec<u8>, program: &Program, strokes: &[Stroke]) -> io::Result<()> {
    writeln!(text, "HOME\nRACK:0\n// {}.kc", program.name)?;
    let mut racking = 0;
    for stroke in strokes {
        writeln!(text, "//\n//\n//\n//")?;
        if !stroke.comment.is_empty() {
            writeln!(text, "// {}", stroke.comment)?;
        }
        if stroke.racking != racking {
            racking = stroke.racking;
            writeln!(text, "RACK:{}", f64::from(racking) / 4.0)?;
        }
        for (bed, (row, stitches)) in ["FRNT", "REAR"].iter().zip(["STIF", "STIR"]).enumerate() {
            write!(text, "{row}:")?;
            marked(text, stroke, bed);
            write!(text, "\n{stitches}:")?;
            text.resize(text.len() + stroke.beds[bed].len(), stroke.stitches[bed]);
            text.push(b'\n');
        }
        let carrier = stroke.carrier.map_or(0, |(carrier, _)| carrier + 1);
        writeln!(
            text,
            "{} {} {carrier} {} {}",
            if stroke.right { ">>" } else { "<<" },
            stroke.kind,
            stroke.speed,
            stroke.roller
        )?;
    }
    Ok(())
}

/// A bed's selections with carriage and carrier stops between them.
fn marked(text: &mut Vec<u8>, stroke: &Stroke, bed: usize) {
    let start = text.len();
    text.extend(&stroke.beds[bed]);
    let mut insert = |column: i32, mark: u8| {
        let at = start + usize::try_from(column).unwrap_or(0);
        text.insert(at.min(text.len()), mark);
    };
    insert(stroke.carriage[1], b'\\');
    if let Some((carrier, stops)) = stroke.carrier {
        let digit = b'1' + carrier as u8;
        insert(stops[1], digit);
        insert(stops[0], digit);
    }
    insert(stroke.carriage[0], b'/');
}

/// The carriage on its way: passes become strokes, with empty ones where it stands on the wrong side.
struct Carriage {
    strokes: Vec<Stroke>,
    goes_right: bool,
    stops: [i32; 2],
    carriers: [i32; 6],
    racking: i32,
    /// Column of slot 0.
    origin: i32,
}

fn strokes(passes: &[Pass]) -> Vec<Stroke> {
    let ranges = || passes.iter().map(Pass::range);
    let low = ranges().map(|r| r.0).min().unwrap_or(0);
    let high = ranges().map(|r| r.1).max().unwrap_or(0);
    let mut carriage = Carriage {
        strokes: Vec::new(),
        goes_right: true,
        stops: [4, NEEDLES - 1 + 27],
        carriers: PARKED,
        racking: 0,
        origin: MARGIN + (NEEDLES - low - high).div_euclid(2),
    };
    for pass in passes {
        carriage.pass(pass);
    }
    carriage.strokes
}

impl Carriage {
    fn pass(&mut self, pass: &Pass) {
        match pass.kind {
            PassKind::Transfers => {
                let ways = transfer_ways(pass);
                for giving in (0..2).filter(|bed| ways[*bed]) {
                    self.transfers(pass, giving);
                }
            }
            PassKind::Stitches(work) => self.stitches(pass, work),
        }
    }

    fn transfers(&mut self, pass: &Pass, giving: usize) {
        let mut beds = empty_beds(1);
        let racking = pass.racking.div_euclid(4);
        let mut range = [i32::MAX, i32::MIN];
        for action in pass.actions.iter().filter(|a| a.works[giving]) {
            let front = self.origin + action.slot;
            let rear = front - racking;
            select(&mut beds[0], front);
            select(&mut beds[1], rear);
            let column = [front, rear][giving];
            range = [
                range[0].min(column + STOPS[0]),
                range[1].max(column + STOPS[1]),
            ];
        }
        let kind = match (giving, self.goes_right) {
            (0, true) => "Tr-Rr",
            (0, false) => "Tr-Rl",
            (_, true) => "Rr-Tr",
            (_, false) => "Rl-Tr",
        };
        let stroke = Stroke {
            racking: pass.racking,
            kind,
            comment: ["front to back", "back to front"][giving],
            right: self.goes_right,
            carriage: range,
            carrier: None,
            speed: pass.speed,
            roller: pass.roller,
            beds,
            stitches: [TRANSFER_STITCH; 2],
        };
        self.push(stroke, range, range);
    }

    fn stitches(&mut self, pass: &Pass, work: [Option<Work>; 2]) {
        self.racking = pass.racking;
        let right = match pass.direction {
            Some(direction) => direction == Direction::Right,
            None => self.goes_right,
        };
        let (low, high) = pass.range();
        let needles = [self.origin + low + STOPS[0], self.origin + high + STOPS[1]];
        let mut carrier = None;
        if let Some(index) = pass.carrier.filter(|c| *c < self.carriers.len()) {
            let from = self.carriers[index];
            let to = if pass.out {
                PARKED[index]
            } else {
                self.free_stop(index, needles[usize::from(right)], right)
            };
            self.carriers[index] = to;
            carrier = Some((index, if right { [from, to] } else { [to, from] }));
        }
        if right != self.goes_right {
            self.empty_stroke();
        }
        let mut beds = empty_beds(1);
        for action in &pass.actions {
            for (bed, row) in beds.iter_mut().enumerate() {
                if action.works[bed] {
                    let racking = [0, pass.racking.div_euclid(4)][bed];
                    select(row, self.origin + action.slot - racking);
                }
            }
        }
        let splits = work.contains(&Some(Work::Split));
        let kind = match (work, right) {
            ([Some(Work::Split), _], true) => "Tr-Rr",
            ([Some(Work::Split), _], false) => "Tr-Rl",
            ([_, Some(Work::Split)], true) => "Rr-Tr",
            ([_, Some(Work::Split)], false) => "Rl-Tr",
            ([Some(Work::Tuck), Some(Work::Knit)], _) => "Tu-Kn",
            ([Some(Work::Knit), Some(Work::Tuck)], _) => "Kn-Tu",
            ([Some(Work::Knit), _] | [_, Some(Work::Knit)], _) => "Kn-Kn",
            _ => "Tu-Tu",
        };
        let number = pass.stitch.unwrap_or(b'0');
        let stroke = Stroke {
            racking: pass.racking,
            kind,
            comment: if pass.out { "carrier out" } else { "" },
            right,
            carriage: needles,
            carrier,
            speed: pass.speed,
            roller: pass.roller,
            beds,
            stitches: work.map(|w| if w.is_some() || splits { number } else { b'0' }),
        };
        let with_carrier = match carrier {
            Some((_, [from, to])) => [needles[0].min(from), needles[1].max(to)],
            None => needles,
        };
        self.push(stroke, needles, with_carrier);
    }

    /// Lets the last stroke run on to where this one begins.
    fn push(&mut self, mut stroke: Stroke, needles: [i32; 2], reach: [i32; 2]) {
        let (begins, ends) = if stroke.right { (0, 1) } else { (1, 0) };
        let beyond = |side: usize, a: i32, b: i32| if side == 0 { a.min(b) } else { a.max(b) };
        let start = beyond(
            begins,
            self.stops[begins],
            beyond(begins, needles[begins], reach[begins]),
        );
        self.stops[begins] = start;
        self.stops[ends] = beyond(ends, needles[ends], reach[ends]);
        if let Some(before) = self.strokes.last_mut() {
            before.carriage[begins] = start;
        }
        stroke.carriage = self.stops;
        self.strokes.push(stroke);
        self.goes_right = !self.goes_right;
    }

    fn empty_stroke(&mut self) {
        let stroke = Stroke {
            racking: self.racking,
            kind: "Kn-Kn",
            comment: "carriage only",
            right: self.goes_right,
            carriage: self.stops,
            carrier: None,
            speed: EMPTY_SPEED,
            roller: 0,
            beds: empty_beds(0),
            stitches: [b'0'; 2],
        };
        self.strokes.push(stroke);
        self.goes_right = !self.goes_right;
    }

    /// Where a carrier stops: beside its last needle, or further if others stand there.
    fn free_stop(&self, carrier: usize, stop: i32, right: bool) -> i32 {
        let step = if right { SPACING } else { -SPACING };
        let taken = |column: i32| {
            let others = self.carriers.iter().enumerate();
            others
                .filter(|(i, _)| *i != carrier)
                .any(|(_, c)| *c == column)
        };
        (0..)
            .map(|i| stop + i * step)
            .find(|column| !taken(*column))
            .unwrap_or(stop)
    }
}

/// Both beds without any needle selected; strokes with work carry `extra` columns.
fn empty_beds(extra: i32) -> [Vec<u8>; 2] {
    let mut row = vec![b'.'; MARGIN as usize];
    row.resize((MARGIN + NEEDLES + extra) as usize, b'_');
    row.resize((2 * MARGIN + NEEDLES + extra) as usize, b'.');
    [row.clone(), row]
}

fn select(row: &mut [u8], column: i32) {
    if let Some(mark) = usize::try_from(column).ok().and_then(|c| row.get_mut(c)) {
        *mark = b'-';
    }
}
