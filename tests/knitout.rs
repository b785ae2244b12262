//! Knitout files of many makers' styles on the simulated machines: each finding that a file must get is written on its
//! line, `;! rule`, and any other finding is a false alarm.
//!
//! `;check: NAMES` in the file names the machines; `;first: rule` stands for a finding on line 1, `;at N: rule` for one in a header line.

use purlform::knit::{Finding, Machine, Severity, simulate};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Line and rule.
type Marks = Vec<(u32, String)>;

fn files(kind: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/knitout")
        .join(kind);
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<_> = entries
        .map(|e| e.expect("an entry").path())
        .map(|path| (path.clone(), std::fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    assert!(files.len() > 20, "{} files in {kind}", files.len());
    files
}

fn field<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let lines = text.lines().filter_map(|l| l.trim().strip_prefix(name));
    lines.flat_map(str::split_whitespace).collect()
}

fn wanted(text: &str) -> Marks {
    let mut marks: Marks = field(text, ";first:")
        .iter()
        .map(|r| (1, r.to_string()))
        .collect();
    for line in text.lines().filter_map(|l| l.strip_prefix(";at ")) {
        let (line, rule) = line.split_once(": ").expect("a line and a rule");
        marks.push((line.parse().expect("a line"), rule.into()));
    }
    for (i, line) in text.lines().enumerate() {
        let rules = line.split_once(";!").map_or("", |(_, rules)| rules);
        let rules = rules
            .split_whitespace()
            .filter(|r| !r.starts_with("knitout"));
        marks.extend(rules.map(|r| (i as u32 + 1, r.to_string())));
    }
    marks.sort();
    marks
}

fn found(findings: &[Finding]) -> Marks {
    let mut marks: Marks = findings
        .iter()
        .map(|f| (f.line, f.rule.name().to_string()))
        .collect();
    marks.sort();
    marks
}

/// Runs the files of a folder on the machines that they name, each with plain and with Windows line ends.
fn run(kind: &str, legal: bool) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for (path, bytes) in files(kind) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let machines = field(&text, ";check:");
        assert!(!machines.is_empty(), "{path:?}");
        for name in machines {
            let machine = Machine::built_in(name).expect("built in");
            let report = simulate(text.as_bytes(), &machine);
            let mut marks = wanted(&text);
            if text.contains("\r\n") {
                marks.push((1, "nonstandard".into()));
                marks.sort();
            }
            let errors = report
                .findings
                .iter()
                .filter(|f| f.rule.severity() == Severity::Error);
            if found(&report.findings) != marks || (errors.count() == 0) != legal {
                wrong.push(format!(
                    "{path:?} on {name}: wanted {marks:?}, got {:#?}",
                    report.findings
                ));
            }
            seen.extend(marks.into_iter().map(|m| m.1));
            let windows = simulate(text.replace('\n', "\r\n").as_bytes(), &machine);
            assert_eq!(windows.stats, report.stats, "{path:?}");
            assert_eq!(windows.is_legal(), legal, "{path:?}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    seen
}

#[test]
fn legal_files_give_no_false_alarm() {
    run("legal", true);
}

#[test]
fn faulty_files_are_caught_on_their_lines() {
    let seen = run("faults", false);
    // The other rules are warnings, which legal files show.
    for rule in purlform::knit::Rule::ALL {
        if rule.severity() == Severity::Error {
            assert!(seen.contains(rule.name()), "no file breaks {}", rule.name());
        }
    }
}
