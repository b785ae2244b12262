//! Reads knitout: text -> header and operations, one a line, without allocating.
//!
//! Source of the grammar: the knitout specification 0.6 (textiles-lab, public domain).

mod plain;

use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};
use crate::knit::rules::Rule;

/// Where a program may be put on the bed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// No header: the numbers are meant as written, unless they are negative.
    Unsaid,
    /// `Keep`: the numbers are meant as written.
    Keep,
    /// `Left`, `Center`, `Right`: only distances count.
    Moved,
}

/// What stands before the first operation.
#[derive(Clone, Debug)]
pub struct Header {
    /// Carrier names in order.
    pub carriers: Vec<Vec<u8>>,
    /// Carriers whose loops may be dropped (`;;X-Waste-Carriers:`).
    pub waste: CarrierSet,
    /// `;;Position:`
    pub position: Position,
}

/// A rule broken by the text itself.
pub type Fault = (Rule, String);

/// A knitout text being read.
pub struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
    header: Header,
    /// Carrier position + 1 by name, for names of one byte.
    short: [u8; 256],
}

impl<'a> Reader<'a> {
    /// Reads the header; `fallback` names the carriers if the header does not.
    pub fn new(text: &'a [u8], fallback: &[String], mut fault: impl FnMut(u32, Fault)) -> Self {
        let (marked, text) = match text.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        for (line, what) in oddities(marked, text) {
            fault(line, (Rule::Nonstandard, what.into()));
        }
        let mut reader = Self {
            text,
            at: 0,
            line: 0,
            header: Header {
                carriers: Vec::new(),
                waste: CarrierSet::default(),
                position: Position::Unsaid,
            },
            short: [0; 256],
        };
        reader.read_header(fallback, &mut fault);
        reader
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The line that was read last, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The next operation, or what is wrong with it; `None` at the end. Empty lines and comments are passed over.
    #[inline]
    pub fn next_op(&mut self) -> Option<Result<Op, Fault>> {
        let rest = self.text.get(self.at..)?;
        if let Some((op, after)) = plain::op(rest, &self.short) {
            self.at = self.text.len() - after.len();
            self.line += 1;
            return Some(Ok(op));
        }
        self.next_free_op()
    }

    /// An operation that is laid out in any way.
    fn next_free_op(&mut self) -> Option<Result<Op, Fault>> {
        loop {
            let mut words = Words(self.next_line()?);
            if let Some(name) = words.next() {
                return Some(self.op(name, words));
            }
        }
    }

    fn next_line(&mut self) -> Option<&'a [u8]> {
        let rest = self.text.get(self.at..).filter(|r| !r.is_empty())?;
        let end = rest.iter().position(|b| *b == b'\n');
        self.at += end.map_or(rest.len(), |e| e + 1);
        self.line += 1;
        Some(&rest[..end.unwrap_or(rest.len())])
    }

    /// Reads `;!knitout-2` if it is the next line.
    fn read_magic(&mut self, fault: &mut impl FnMut(u32, Fault)) -> bool {
        let before = (self.at, self.line);
        let line = self.next_line().unwrap_or_default();
        let version = line.strip_prefix(b";!knitout-").and_then(|v| {
            std::str::from_utf8(v.trim_ascii_end())
                .ok()?
                .parse::<u32>()
                .ok()
        });
        let Some(version) = version else {
            (self.at, self.line) = before;
            return false;
        };
        let mut odd = |what: String| fault(self.line, (Rule::Nonstandard, what));
        if version > 2 {
            odd(format!(
                "this is knitout version {version}; version 2 is known"
            ));
        }
        if self.line > 1 {
            odd("`;!knitout-2` belongs on the first line".into());
        }
        true
    }

    fn read_header(&mut self, fallback: &[String], fault: &mut impl FnMut(u32, Fault)) {
        let mut named = false;
        let mut magic = false;
        let mut waste: Option<(u32, &[u8])> = None;
        let mut before_it: Vec<&[u8]> = Vec::new();
        // Whether another line has come between, where strict readers take the header to end.
        let mut ended = false;
        loop {
            if !magic {
                magic = self.read_magic(fault);
            }
            let before = (self.at, self.line);
            let Some(line) = self.next_line() else { break };
            let line = line.trim_ascii();
            let Some(entry) = line.strip_prefix(b";;") else {
                if line.is_empty() || line.starts_with(b";") {
                    ended = magic;
                    continue;
                }
                (self.at, self.line) = before;
                break;
            };
            let Some(colon) = entry.iter().position(|b| *b == b':') else {
                continue;
            };
            let (name, value) = (&entry[..colon], entry[colon + 1..].trim_ascii());
            if matches!(name, b"Carriers" | b"Position" | b"X-Waste-Carriers") {
                let mut odd = |what: &str| {
                    let shown = String::from_utf8_lossy(name);
                    fault(
                        self.line,
                        (Rule::Nonstandard, format!("`;;{shown}:` {what}")),
                    );
                };
                if ended {
                    odd("stands after a line that is no `;;` line, where the header ends");
                }
                if entry.get(colon + 1) != Some(&b' ') {
                    odd("has no space after the colon");
                }
                if before_it.contains(&name) {
                    odd(
                        "stands twice, and readers differ in which one they take; here the last one holds",
                    );
                }
                before_it.push(name);
            }
            match name {
                b"Carriers" => {
                    named = true;
                    let names = value.split(|b| matches!(b, b' ' | b'\t' | b',' | b';'));
                    self.header.carriers = names
                        .filter(|n| !n.is_empty())
                        .map(<[u8]>::to_vec)
                        .collect();
                    let carriers = &self.header.carriers;
                    let twice = (1..carriers.len()).any(|i| carriers[..i].contains(&carriers[i]));
                    if carriers.is_empty() || twice || carriers.len() > CarrierSet::MAX {
                        let what = "1 to 32 different carriers are needed".to_string();
                        fault(self.line, (Rule::CarriersHeader, what));
                        self.header.carriers.truncate(CarrierSet::MAX);
                    }
                }
                b"Position" => {
                    self.header.position = match value {
                        b"Keep" => Position::Keep,
                        b"Left" | b"Center" | b"Right" => Position::Moved,
                        _ => {
                            let what = format!(
                                "`{}` is none of Left, Center, Right, Keep",
                                String::from_utf8_lossy(value)
                            );
                            fault(self.line, (Rule::Syntax, what));
                            Position::Unsaid
                        }
                    }
                }
                b"X-Waste-Carriers" => waste = Some((self.line, value)),
                _ => {}
            }
        }
        if !magic {
            let what = "the first line is not `;!knitout-2`".into();
            fault(1, (Rule::MagicMissing, what));
        }
        if !named {
            let line = self.line.max(1);
            fault(
                line,
                (
                    Rule::CarriersMissing,
                    "there is no `;;Carriers:` in the header".into(),
                ),
            );
            self.header.carriers = fallback.iter().map(|n| n.as_bytes().to_vec()).collect();
        }
        for (i, name) in self.header.carriers.iter().enumerate() {
            if let [byte] = name[..] {
                self.short[usize::from(byte)] = i as u8 + 1;
            }
        }
        if let Some((line, names)) = waste {
            match self.carriers(Words(names)) {
                Ok(set) => self.header.waste = set,
                Err(what) => fault(line, what),
            }
        }
    }

    #[inline]
    fn op(&self, name: &[u8], mut words: Words) -> Result<Op, Fault> {
        let op = match name {
            b"knit" | b"tuck" | b"miss" => {
                let direction = direction(words.next())?;
                let needle = needle(words.next())?;
                let carriers = self.carriers(words)?;
                return match (name[0], carriers.is_empty()) {
                    (b'k', false) => Ok(Op::Knit(direction, needle, carriers)),
                    (b't', false) => Ok(Op::Tuck(direction, needle, carriers)),
                    (b'k', true) => Ok(Op::Drop(needle)),
                    (b't', true) => Ok(Op::Amiss(needle)),
                    (_, false) => Ok(Op::Miss(direction, needle, carriers)),
                    (_, true) => Err(syntax("a miss needs a carrier")),
                };
            }
            b"split" => {
                let direction = direction(words.next())?;
                let (from, to) = (needle(words.next())?, needle(words.next())?);
                let carriers = self.carriers(words)?;
                return Ok(if carriers.is_empty() {
                    Op::Xfer(from, to)
                } else {
                    Op::Split(direction, from, to, carriers)
                });
            }
            b"xfer" => Op::Xfer(needle(words.next())?, needle(words.next())?),
            b"drop" => Op::Drop(needle(words.next())?),
            b"amiss" => Op::Amiss(needle(words.next())?),
            b"rack" => Op::Rack(quarters(words.next())?),
            b"in" => return Ok(Op::In(self.some_carriers(words)?)),
            b"inhook" => return Ok(Op::InHook(self.some_carriers(words)?)),
            b"releasehook" => return Ok(Op::ReleaseHook(self.some_carriers(words)?)),
            b"out" => return Ok(Op::Out(self.some_carriers(words)?)),
            b"outhook" => return Ok(Op::OutHook(self.some_carriers(words)?)),
            b"stitch" => {
                number(words.next())?;
                number(words.next())?;
                Op::Ignored
            }
            b"pause" => return Ok(Op::Pause),
            b"x-end-pass" => Op::EndPass,
            b"x-speed-number" => {
                let speed = number(words.next())?;
                return Ok(Op::Speed(speed.clamp(0.0, 65535.0) as u16));
            }
            _ if name.starts_with(b"x-") && name.len() > 2 => return Ok(Op::Ignored),
            _ => {
                let what = format!("`{}` is no operation", shown(name));
                return Err((Rule::UnknownOperation, what));
            }
        };
        match words.next() {
            None => Ok(op),
            Some(word) => Err(syntax(&format!("`{}` is one too many", shown(word)))),
        }
    }

    #[inline]
    fn carriers(&self, words: Words) -> Result<CarrierSet, Fault> {
        let mut set = 0u32;
        for word in words {
            let index = match word {
                [byte] => usize::from(self.short[usize::from(*byte)]).checked_sub(1),
                _ => self.header.carriers.iter().position(|name| name == word),
            };
            let Some(index) = index else {
                let what = format!("the header names no carrier `{}`", shown(word));
                return Err((Rule::CarrierUnknown, what));
            };
            let bit = 1u32 << index;
            if set & bit != 0 {
                return Err(syntax(&format!("carrier `{}` is named twice", shown(word))));
            }
            set |= bit;
        }
        Ok(CarrierSet(set))
    }

    fn some_carriers(&self, words: Words) -> Result<CarrierSet, Fault> {
        match self.carriers(words) {
            Ok(set) if set.is_empty() => Err(syntax("a carrier is needed")),
            other => other,
        }
    }
}

/// What a standard file would not have, and in which line.
fn oddities(marked: bool, text: &[u8]) -> Vec<(u32, &'static str)> {
    let line = |at: usize| 1 + text[..at].iter().filter(|b| **b == b'\n').count() as u32;
    let mut odd = Vec::new();
    if marked {
        odd.push((1, "the file begins with a byte order mark"));
    }
    if text.contains(&b'\r')
        && let Some(at) = text.windows(2).position(|w| w == b"\r\n")
    {
        odd.push((line(at), "the line ends with CR LF"));
    }
    if let Err(e) = std::str::from_utf8(text) {
        odd.push((line(e.valid_up_to()), "the line is not UTF-8"));
    }
    odd
}

/// The words of a line, up to its comment.
#[derive(Clone, Copy)]
struct Words<'a>(&'a [u8]);

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let blank = |b: &u8| matches!(b, b' ' | b'\t' | b'\r');
        let start = self.0.iter().position(|b| !blank(b))?;
        let rest = &self.0[start..];
        let end = rest.iter().position(|b| blank(b) || *b == b';');
        let end = end.unwrap_or(rest.len());
        self.0 = &rest[end..];
        (end > 0).then_some(&rest[..end])
    }
}

fn direction(word: Option<&[u8]>) -> Result<Direction, Fault> {
    match word {
        Some(b"+") => Ok(Direction::Right),
        Some(b"-") => Ok(Direction::Left),
        Some(word) => Err(syntax(&format!(
            "`{}` is no direction, `+` or `-` is needed",
            shown(word)
        ))),
        None => Err(syntax("a direction is missing")),
    }
}

#[inline]
fn needle(word: Option<&[u8]>) -> Result<Needle, Fault> {
    let word = word.ok_or_else(|| syntax("a needle is missing"))?;
    let (bed, digits) = match word {
        [b'f', b's', rest @ ..] => (Bed::FrontSlider, rest),
        [b'b', b's', rest @ ..] => (Bed::BackSlider, rest),
        [b'f', rest @ ..] => (Bed::Front, rest),
        [b'b', rest @ ..] => (Bed::Back, rest),
        _ => (Bed::Front, &[][..]),
    };
    let (negative, digits) = match digits {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, digits),
    };
    let all_digits = !digits.is_empty() && digits.len() <= 9;
    if !all_digits || !digits.iter().all(u8::is_ascii_digit) {
        return Err((Rule::BadNeedle, format!("`{}` is no needle", shown(word))));
    }
    let value = digits
        .iter()
        .fold(0i32, |n, d| n * 10 + i32::from(d - b'0'));
    Ok(Needle {
        bed,
        index: if negative { -value } else { value },
    })
}

fn number(word: Option<&[u8]>) -> Result<f64, Fault> {
    let word = word.ok_or_else(|| syntax("a number is missing"))?;
    std::str::from_utf8(word)
        .ok()
        .filter(|w| {
            w.bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'))
        })
        .and_then(|w| w.parse::<f64>().ok())
        .filter(|n| n.is_finite())
        .ok_or_else(|| syntax(&format!("`{}` is no number", shown(word))))
}

fn quarters(word: Option<&[u8]>) -> Result<i32, Fault> {
    let quarters = number(word)? * 4.0;
    if quarters.fract() != 0.0 {
        let what = "no machine stands between quarters of a needle".into();
        return Err((Rule::RackingFraction, what));
    }
    Ok(quarters.clamp(-4000.0, 4000.0) as i32)
}

fn syntax(what: &str) -> Fault {
    (Rule::Syntax, what.into())
}

/// A word of the file as it can be shown: cut and printable.
fn shown(word: &[u8]) -> String {
    let cut = &word[..word.len().min(40)];
    String::from_utf8_lossy(cut).escape_debug().to_string()
}
