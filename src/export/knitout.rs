//! Writes knitout (`.k`), specification 0.6; programs for a Kniterate carry its extensions.

use crate::knit::Program;
use crate::knit::program::{CarrierSet, Op};
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
        Op::Knit(d, n, cs) => writeln!(text, "knit {d} {n}{}", names(cs)),
        Op::Tuck(d, n, cs) => writeln!(text, "tuck {d} {n}{}", names(cs)),
        Op::Miss(d, n, cs) => writeln!(text, "miss {d} {n}{}", names(cs)),
        Op::Split(d, n, to, cs) => writeln!(text, "split {d} {n} {to}{}", names(cs)),
        Op::Xfer(from, to) => writeln!(text, "xfer {from} {to}"),
        Op::Drop(n) => writeln!(text, "drop {n}"),
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
