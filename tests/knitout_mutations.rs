//! One fault of a known class put into a legal file must be found, on its line and by its rule; and any bytes at all
//! must get an answer.

use purlform::garment::{Design, draft_sizes};
use purlform::knit::{Machine, Severity, knit_panel, simulate};
use std::path::Path;

mod people;

/// A small generator: xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// A legal program: machine and lines.
type Base = (Machine, Vec<String>);

/// The legal files, and a neck band and a sleeve of our own.
fn bases() -> Vec<Base> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knitout/legal");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|e| e.expect("an entry").path())
        .collect();
    paths.sort();
    let mut bases = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(path).expect("UTF-8");
        let names = text.lines().find_map(|l| l.strip_prefix(";check: "));
        for name in names.unwrap_or_default().split_whitespace() {
            bases.push((built_in(name), text.lines().map(String::from).collect()));
        }
    }
    let design = br#"{"version":1,"garment":"pullover","gauge":{"wales_per_100mm":28,"courses_per_100mm":36}}"#;
    let design = Design::from_json(design).expect("a design");
    let (sizes, sex) = people::invented(7);
    let pattern = draft_sizes(&sizes, &design, sex).expect("a pattern");
    for (machine, panel) in [("kniterate", "sleeve_left"), ("vbed-e7", "neck_band")] {
        let machine = built_in(machine);
        let panel = pattern.panel(panel).expect("the panel");
        let knitted = knit_panel(panel, &design.gauge, &machine, 1).expect("a program");
        let text = purlform::export::knitout::write(&knitted.program);
        bases.push((machine, text.lines().map(String::from).collect()));
    }
    bases
}

fn built_in(name: &str) -> Machine {
    Machine::built_in(name).expect("built in")
}

/// A word of a line, without what follows a semicolon.
fn word(line: &str, i: usize) -> Option<&str> {
    line.split(';').next()?.split_whitespace().nth(i)
}

/// The line with another `i`-th word.
fn with(line: &str, i: usize, other: &str) -> String {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    words[i] = other;
    words.join(" ")
}

fn shifted(needle: &str, by: i32) -> String {
    let at = needle
        .find(|c: char| c == '-' || c.is_ascii_digit())
        .expect("a number");
    let (bed, number) = needle.split_at(at);
    format!("{bed}{}", number.parse::<i32>().expect("a number") + by)
}

/// Puts a fault at line `at` (from 0) if the class can live there: the rule, and the line where it shows.
fn fault(
    class: &str,
    machine: &Machine,
    lines: &mut Vec<String>,
    at: usize,
) -> Option<(&'static str, usize)> {
    let line = lines[at].clone();
    let op = word(&line, 0).unwrap_or("");
    let stitch = matches!(op, "knit" | "tuck") && word(&line, 3).is_some();
    let last = lines.len() - 1;
    Some(match class {
        "misaligned" if op == "xfer" => {
            lines[at] = with(&line, 2, &shifted(word(&line, 2)?, 1));
            ("transfer-misaligned", at)
        }
        "unracked" if op == "rack" && word(&line, 1)? != "0" => {
            let next = lines[at + 1..]
                .iter()
                .position(|l| word(l, 0) == Some("xfer"))?;
            // Nothing may knit before, or rack again.
            let mut before = lines[at + 1..at + 1 + next].iter();
            if before.any(|l| matches!(word(l, 0), Some("knit" | "rack"))) {
                return None;
            }
            lines[at] = "rack 0".into();
            ("transfer-misaligned", at + 1 + next)
        }
        "empty" if op == "xfer" => {
            lines.insert(at + 1, line);
            ("transfer-from-empty", at + 1)
        }
        "racked" if op == "rack" => {
            lines.insert(at, "rack 5".into());
            ("racking-limit", at)
        }
        "off the bed" if stitch => {
            lines[at] = with(&line, 2, &format!("f{}", machine.needles + 3));
            ("needle-off-bed", at)
        }
        "no needle" if stitch => {
            lines[at] = with(&line, 2, "q7");
            ("bad-needle", at)
        }
        "unknown carrier" if stitch => {
            lines[at] = with(&line, 3, "nobody");
            ("carrier-unknown", at)
        }
        "inactive carrier" if op == "in" || op == "inhook" => {
            let name = word(&line, 1)?.to_string();
            lines.remove(at);
            let used = |l: &String| {
                word(l, 0) != Some("xfer") && (3..6).any(|i| word(l, i) == Some(&name))
            };
            ("carrier-inactive", at + lines[at..].iter().position(used)?)
        }
        "out too early" if stitch => {
            let name = word(&line, 3)?;
            lines.insert(at, format!("out {name}"));
            let used = lines[..at]
                .iter()
                .any(|l| word(l, 3) == Some(name) && word(l, 0) != Some("miss"));
            if !used {
                return None;
            }
            ("carrier-inactive", at + 1)
        }
        "left in" if op == "out" || op == "outhook" => {
            let name = word(&line, 1)?.to_string();
            lines.remove(at);
            let comes_again = |l: &String| {
                matches!(word(l, 0), Some("in" | "inhook")) && word(l, 1) == Some(&name)
            };
            if lines[at..].iter().any(comes_again) {
                return None;
            }
            ("carrier-left-in", last - 1)
        }
        "in twice" if op == "in" => {
            lines.insert(at, line);
            ("carrier-already-in", at + 1)
        }
        "hook not released" if op == "releasehook" => {
            lines.remove(at);
            let leaves = |l: &String| matches!(word(l, 0), Some("inhook" | "out" | "outhook"));
            let out = lines[at..].iter().position(leaves)?;
            ("hook-order", at + out)
        }
        "knit on empty"
            if op == "tuck" && !lines[..at].iter().any(|l| word(l, 2) == word(&line, 2)) =>
        {
            lines[at] = with(&line, 0, "knit");
            ("knit-on-empty", at)
        }
        "dropped before" if op == "knit" && stitch => {
            lines.insert(at, format!("drop {}", word(&line, 2)?));
            ("knit-on-empty", at + 1)
        }
        "crowded" if op == "tuck" && stitch => {
            for _ in 0..machine.max_loops {
                lines.insert(at, line.clone());
            }
            ("too-many-loops", at + machine.max_loops as usize)
        }
        "long float" if op == "knit" && stitch => {
            let far = shifted(word(&line, 2)?, machine.max_float as i32 + 2);
            lines.insert(
                at + 1,
                format!("tuck {} {far} {}", word(&line, 1)?, word(&line, 3)?),
            );
            ("float-too-long", at + 1)
        }
        "loops left" if op == "drop" => {
            lines.remove(at);
            ("loops-left", last - 1)
        }
        "no carriers" if line.starts_with(";;Carriers:") => {
            lines.remove(at);
            let first = lines
                .iter()
                .position(|l| !l.starts_with(';') && !l.is_empty())?;
            ("carriers-missing", first - 1)
        }
        "no magic" if at == 0 => {
            lines.remove(0);
            ("magic-missing", 0)
        }
        "tuck in a row of knits"
            if op == "knit" && stitch && !machine.knit_and_tuck_share_a_pass =>
        {
            let before = &lines[at - 1];
            let same = |i| word(before, i) == word(&line, i);
            let bed = |l: &str| word(l, 2).map(|n| n.as_bytes()[0]);
            if !(same(0) && same(1) && same(3) && bed(before) == bed(&line)) {
                return None;
            }
            lines[at] = with(&line, 0, "tuck");
            ("knit-and-tuck-in-pass", at)
        }
        _ => return None,
    })
}

const CLASSES: &[&str] = &[
    "misaligned",
    "unracked",
    "empty",
    "racked",
    "off the bed",
    "no needle",
    "unknown carrier",
    "inactive carrier",
    "out too early",
    "left in",
    "in twice",
    "hook not released",
    "knit on empty",
    "dropped before",
    "crowded",
    "long float",
    "loops left",
    "no carriers",
    "no magic",
    "tuck in a row of knits",
];

#[test]
fn a_fault_put_into_a_legal_file_is_found() {
    let mut dice = Dice(20_260_101);
    let mut missed = Vec::new();
    for class in CLASSES {
        let mut tried = 0;
        for (machine, lines) in bases() {
            let sites: Vec<usize> = match lines.len() {
                all @ 0..200 => (0..all).collect(),
                many => (0..60).map(|_| dice.below(many)).collect(),
            };
            for at in sites {
                let mut lines = lines.clone();
                let Some((rule, line)) = fault(class, &machine, &mut lines, at) else {
                    continue;
                };
                tried += 1;
                let report = simulate(lines.join("\n").as_bytes(), &machine);
                let hit = |f: &purlform::knit::Finding| {
                    f.rule.name() == rule && f.line as usize == line + 1
                };
                if !report.findings.iter().any(hit) || report.is_legal() {
                    let found: Vec<String> = report
                        .findings
                        .iter()
                        .take(4)
                        .map(ToString::to_string)
                        .collect();
                    missed.push(format!(
                        "{class} at line {}: {}: {found:?}",
                        line + 1,
                        lines[line.min(lines.len() - 1)]
                    ));
                }
            }
        }
        assert!(tried > 0, "{class}: no file can have it");
    }
    assert!(missed.is_empty(), "{}\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn spaces_and_comments_change_no_finding() {
    for (machine, lines) in bases() {
        let plain = simulate(lines.join("\n").as_bytes(), &machine);
        let dress = |l: &String| match l.starts_with(';') || l.is_empty() {
            true => l.clone(),
            false => format!(" {} ;x", l.replace(' ', " \t ")),
        };
        let dressed: Vec<String> = lines.iter().map(dress).collect();
        let dressed = simulate(dressed.join("\n").as_bytes(), &machine);
        assert_eq!(plain, dressed);
        assert!(plain.is_legal());
    }
}

#[test]
fn changed_bytes_never_panic() {
    let mut dice = Dice(99);
    for (machine, lines) in bases() {
        let text = lines[..lines.len().min(400)].join("\n").into_bytes();
        for _ in 0..60 {
            let mut text = text.clone();
            for _ in 0..1 + dice.below(8) {
                let at = dice.below(text.len());
                match dice.below(3) {
                    0 => text[at] = dice.below(256) as u8,
                    1 => drop(text.splice(at..at, b" -2147483648 f99999999999 ".iter().copied())),
                    _ => drop(text.drain(at..(at + dice.below(20)).min(text.len()))),
                }
            }
            let report = simulate(&text, &machine);
            assert!(
                report
                    .findings
                    .iter()
                    .all(|f| f.rule.severity() >= Severity::Warning)
            );
        }
    }
}
