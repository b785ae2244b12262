//! Writes knitout (`.k`), specification 0.6; programs for a Kniterate carry its extensions.

use crate::knit::Program;
use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};
use std::fmt;
use std::io::{self, Write};

/// The program as text.
pub fn write(program: &Program) -> String {
    let mut text = Vec::with_capacity(program.ops.len() * 15 + 1024);
    // Writing into memory cannot fail.
    let _ = write_to(&mut text, program);
    String::from_utf8(text).unwrap_or_default()
}

fn write_to(text: &mut Vec<u8>, program: &Program) -> io::Result<()> {
    writeln!(text, ";!knitout-2")?;
    writeln!(text, ";;Machine: {}", program.machine)?;
    writeln!(text, ";;Gauge: {}", program.gauge_npi)?;
    for cone in &program.cones {
        let name = program.carriers.get(cone.carrier).map_or("", |n| n);
        writeln!(text, ";;Yarn-{name}: {}", cone.label)?;
    }
    writeln!(text, ";;Carriers: {}", program.carriers.join(" "))?;
    writeln!(text, ";;Position: Center")?;
    writeln!(text, ";;X-Waste-Carriers:{}", Names(program, program.waste))?;
    writeln!(text, ";panel: {}", program.name)?;
    let mut sections = program.sections.iter().peekable();
    for (at, op) in program.ops.iter().enumerate() {
        while let Some((_, title)) = sections.next_if(|(start, _)| *start <= at) {
            writeln!(text, ";{title}")?;
        }
        operation(text, program, *op)?;
    }
    Ok(())
}

fn operation(text: &mut Vec<u8>, program: &Program, op: Op) -> io::Result<()> {
    let names = |carriers| Names(program, carriers);
    match op {
        Op::In(cs) => writeln!(text, "in{}", names(cs))?,
        Op::InHook(cs) => writeln!(text, "inhook{}", names(cs))?,
        Op::ReleaseHook(cs) => writeln!(text, "releasehook{}", names(cs))?,
        Op::Out(cs) => writeln!(text, "out{}", names(cs))?,
        Op::OutHook(cs) => writeln!(text, "outhook{}", names(cs))?,
        Op::Knit(d, n, cs) => stitch(text, program, (b"knit", d), &[n], cs),
        Op::Tuck(d, n, cs) => stitch(text, program, (b"tuck", d), &[n], cs),
        Op::Miss(d, n, cs) => stitch(text, program, (b"miss", d), &[n], cs),
        Op::Split(d, n, to, cs) => stitch(text, program, (b"split", d), &[n, to], cs),
        Op::Xfer(from, to) => Words::of(b"xfer").needles(&[from, to]).line(text),
        Op::Drop(n) => Words::of(b"drop").needles(&[n]).line(text),
        Op::Amiss(n) => Words::of(b"amiss").needles(&[n]).line(text),
        Op::Rack(quarters) => writeln!(text, "rack {}", f64::from(quarters) / 4.0)?,
        Op::Pause => writeln!(text, "pause")?,
        Op::Speed(number) => writeln!(text, "x-speed-number {number}")?,
        Op::StitchNumber(number) => writeln!(text, "x-stitch-number {}", char::from(number))?,
        Op::Roller(advance) => writeln!(text, "x-roller-advance {advance}")?,
        Op::TransfersInOnePass => writeln!(text, "x-xfer-style two-pass")?,
        Op::EndPass => writeln!(text, "x-end-pass")?,
        Op::Ignored => {}
    }
    Ok(())
}

/// A line of an operation with yarn.
fn stitch(
    text: &mut Vec<u8>,
    program: &Program,
    (name, direction): (&[u8], Direction),
    needles: &[Needle],
    carriers: CarrierSet,
) {
    let mut words = Words::of(name);
    words.push(b' ');
    words.push(match direction {
        Direction::Left => b'-',
        Direction::Right => b'+',
    });
    text.extend(words.needles(needles).bytes());
    for name in carriers.indices().filter_map(|i| program.carriers.get(i)) {
        text.push(b' ');
        text.extend(name.as_bytes());
    }
    text.push(b'\n');
}

/// The values of a number's digits.
const POWERS: [u32; 10] = [
    1_000_000_000,
    100_000_000,
    10_000_000,
    1_000_000,
    100_000,
    10_000,
    1000,
    100,
    10,
    1,
];

/// The beginning of a line: an operation, a direction and two needles at most. Programs are long and these are most of their lines:
/// no formatting machinery, and each goes to the text at once.
struct Words {
    bytes: [u8; 48],
    length: usize,
}

impl Words {
    fn of(operation: &[u8]) -> Self {
        let mut words = Self {
            bytes: [0; 48],
            length: 0,
        };
        operation.iter().for_each(|byte| words.push(*byte));
        words
    }

    fn push(&mut self, byte: u8) {
        if let Some(next) = self.bytes.get_mut(self.length) {
            *next = byte;
            self.length += 1;
        }
    }

    fn needles(mut self, needles: &[Needle]) -> Self {
        for needle in needles {
            self.push(b' ');
            self.push(if needle.bed.is_front() { b'f' } else { b'b' });
            if matches!(needle.bed, Bed::FrontSlider | Bed::BackSlider) {
                self.push(b's');
            }
            if needle.index < 0 {
                self.push(b'-');
            }
            let number = needle.index.unsigned_abs();
            for power in POWERS.into_iter().filter(|p| *p == 1 || number >= *p) {
                self.push(b'0' + (number / power % 10) as u8);
            }
        }
        self
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    fn line(mut self, text: &mut Vec<u8>) {
        self.push(b'\n');
        text.extend(self.bytes());
    }
}

/// A space and a name for each carrier of a set.
struct Names<'a>(&'a Program, CarrierSet);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Names(program, carriers) = self;
        for name in carriers.indices().filter_map(|i| program.carriers.get(i)) {
            f.write_str(" ")?;
            f.write_str(name)?;
        }
        Ok(())
    }
}
