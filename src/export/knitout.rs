//! Writes knitout (`.k`), specification 0.6; programs for a Kniterate carry its extensions.

use crate::knit::Program;
use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};
use std::fmt::{self, Write};

/// The program as text.
pub fn write(program: &Program) -> String {
    let mut text = String::with_capacity(program.ops.len() * 14 + 1024);
    // Writing into a string cannot fail.
    let _ = write_to(&mut text, program);
    text
}

fn write_to(text: &mut String, program: &Program) -> fmt::Result {
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

fn operation(text: &mut String, program: &Program, op: Op) -> fmt::Result {
    let names = |carriers| Names(program, carriers);
    match op {
        Op::In(cs) => writeln!(text, "in{}", names(cs)),
        Op::InHook(cs) => writeln!(text, "inhook{}", names(cs)),
        Op::ReleaseHook(cs) => writeln!(text, "releasehook{}", names(cs)),
        Op::Out(cs) => writeln!(text, "out{}", names(cs)),
        Op::OutHook(cs) => writeln!(text, "outhook{}", names(cs)),
        Op::Knit(d, n, cs) => stitch(text, program, ("knit", d, n, None), cs),
        Op::Tuck(d, n, cs) => stitch(text, program, ("tuck", d, n, None), cs),
        Op::Miss(d, n, cs) => stitch(text, program, ("miss", d, n, None), cs),
        Op::Split(d, n, to, cs) => stitch(text, program, ("split", d, n, Some(to)), cs),
        Op::Xfer(from, to) => {
            text.push_str("xfer");
            push_needle(text, from);
            push_needle(text, to);
            text.push('\n');
            Ok(())
        }
        Op::Drop(n) => {
            text.push_str("drop");
            push_needle(text, n);
            text.push('\n');
            Ok(())
        }
        Op::Amiss(n) => writeln!(text, "amiss {n}"),
        Op::Rack(quarters) => writeln!(text, "rack {}", f64::from(quarters) / 4.0),
        Op::Pause => writeln!(text, "pause"),
        Op::Speed(number) => writeln!(text, "x-speed-number {number}"),
        Op::StitchNumber(number) => writeln!(text, "x-stitch-number {}", char::from(number)),
        Op::Roller(advance) => writeln!(text, "x-roller-advance {advance}"),
        Op::TransfersInOnePass => writeln!(text, "x-xfer-style two-pass"),
        Op::EndPass => writeln!(text, "x-end-pass"),
        Op::Ignored => Ok(()),
    }
}

/// A line of an operation with yarn. Programs are long and these are most of their lines: no formatting machinery.
fn stitch(
    text: &mut String,
    program: &Program,
    (name, direction, needle, to): (&str, Direction, Needle, Option<Needle>),
    carriers: CarrierSet,
) -> fmt::Result {
    text.push_str(name);
    text.push_str(match direction {
        Direction::Left => " -",
        Direction::Right => " +",
    });
    push_needle(text, needle);
    if let Some(to) = to {
        push_needle(text, to);
    }
    for name in carriers.indices().filter_map(|i| program.carriers.get(i)) {
        text.push(' ');
        text.push_str(name);
    }
    text.push('\n');
    Ok(())
}

/// A blank and a needle.
fn push_needle(text: &mut String, needle: Needle) {
    text.push_str(match needle.bed {
        Bed::Front => " f",
        Bed::Back => " b",
        Bed::FrontSlider => " fs",
        Bed::BackSlider => " bs",
    });
    if needle.index < 0 {
        text.push('-');
    }
    let mut digits = [0u8; 10];
    let (mut rest, mut count) = (needle.index.unsigned_abs(), 0);
    while let Some(digit) = digits.get_mut(count) {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        count += 1;
        if rest == 0 {
            break;
        }
    }
    let written = digits.iter().take(count).rev();
    text.extend(written.map(|d| char::from(*d)));
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
