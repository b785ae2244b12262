//! Each rule of the simulated machine: the smallest file that breaks it, and files that break none.

use purlform::knit::{Machine, Report, Severity, simulate};

fn run(machine: &str, text: &str) -> Report {
    simulate(
        text.as_bytes(),
        &Machine::built_in(machine).expect("built in"),
    )
}

/// A Kniterate file with this body.
fn kniterate(body: &str) -> Report {
    run(
        "kniterate",
        &format!(";!knitout-2\n;;Carriers: 1 2 3 4 5 6\n{body}\n"),
    )
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|f| f.rule.name()).collect()
}

const SQUARE: &str = "in 1\ntuck + f1 1\ntuck + f2 1\nknit - f2 1\nknit - f1 1\n";
const END: &str = "out 1\ndrop f1\ndrop f2\n";

#[test]
fn a_small_square_breaks_no_rule() {
    let text = format!(
        ";!knitout-2\n;;Machine: Kniterate\n;;Carriers: 1 2 3 4 5 6\n;;X-Waste-Carriers: 1\n\n\t{SQUARE}{END}"
    );
    let report = run("kniterate", &text);
    assert_eq!(rules(&report), Vec::<&str>::new(), "{:?}", report.findings);
    assert_eq!(report.stats.knits, 2);
    assert_eq!(report.stats.needles, Some((1, 2)));
}

#[test]
fn the_specification_s_example_is_legal() {
    let mut text = String::from(
        ";!knitout-2\n;;Machine: SWG091N2\n;;Gauge: 15\n;;Yarn-5: 50-50 Rust\n;;Carriers: 1 2 3 4 5 6 7 8 9 10\n;;Position: Right\ninhook 5\n",
    );
    for n in (2..=10).rev().step_by(2) {
        text += &format!("tuck - f{n} 5\n");
    }
    for n in (1..=9).step_by(2) {
        text += &format!("tuck + f{n} 5\n");
    }
    text += "releasehook 5\n";
    for n in (1..=10).rev() {
        text += &format!("knit - f{n} 5 ;!source: a.js:1\n");
    }
    text += "outhook 5\n";
    for n in 1..=10 {
        text += &format!("drop f{n}\n");
    }
    let report = run("vbed-e7", &text);
    assert!(report.is_legal(), "{:?}", report.findings);
    // It leaves a kick-back to the reader, and drops what it has knitted.
    assert!(
        report
            .findings
            .iter()
            .all(|f| matches!(f.rule.name(), "live-loops-dropped" | "carrier-wrong-side"))
    );
}

#[test]
fn each_rule_has_a_file_that_breaks_it() {
    let cases: &[(&str, &str, u32)] = &[
        ("syntax", "knit * f1 1", 3),
        ("racking-fraction", "rack 0.1", 3),
        ("racking-fraction", "rack 0.75", 3),
        ("syntax", "xfer f1 b1 1", 3),
        ("unknown-operation", "purl + f1 1", 3),
        ("bad-needle", "drop g1", 3),
        ("bad-needle", "drop f1x", 3),
        ("bad-needle", "xfer fs1 b1", 3),
        ("needle-off-bed", "in 1\ntuck + f1 1\ntuck + f300 1", 5),
        ("negative-needle", "in 1\ntuck + f-1 1", 4),
        ("racking-limit", "rack 5", 3),
        ("transfer-misaligned", "in 1\ntuck + f1 1\nxfer f1 b2", 5),
        (
            "transfer-misaligned",
            "in 1\ntuck + f1 1\nrack 1\nxfer f1 b1",
            6,
        ),
        ("transfer-from-empty", "xfer f1 b1", 3),
        (
            "transfer-onto-held",
            "in 1\ntuck + f1 1\ntuck + b1 1\nxfer f1 b1",
            6,
        ),
        ("knit-on-empty", "in 1\nknit + f1 1", 4),
        (
            "too-many-loops",
            "in 1\ntuck + f1 1\ntuck - f1 1\ntuck + f1 1\ntuck - f1 1\ntuck + f1 1",
            8,
        ),
        ("float-too-long", "in 1\ntuck + f1 1\ntuck + f14 1", 5),
        ("loops-left", "in 1\ntuck + f1 1\nout 1", 5),
        ("live-loops-dropped", "in 1\ntuck + f1 1\ndrop f1", 5),
        ("carrier-unknown", "in 7", 3),
        ("carrier-inactive", "tuck + f1 1", 3),
        ("carrier-inactive", "out 1", 3),
        ("carrier-already-in", "in 1\nin 1", 4),
        ("carrier-left-in", "in 1\ntuck + f1 1", 4),
        ("carrier-unused", "in 1\nout 1", 4),
        ("carriers-in-pass", "in 1 2\ntuck + f1 1 2", 4),
        ("carrier-parked-side", "in 1\ntuck - f1 1", 4),
        (
            "carrier-wrong-side",
            "in 1\ntuck + f1 1\ntuck + f2 1\nknit + f1 1",
            6,
        ),
        (
            "knit-and-tuck-in-pass",
            "in 1\ntuck + f1 1\ntuck + f2 1\nknit - f2 1\ntuck - f1 1",
            7,
        ),
        ("hook-missing", "inhook 1", 3),
    ];
    for (rule, body, line) in cases {
        let report = kniterate(body);
        let hit = report
            .findings
            .iter()
            .any(|f| f.rule.name() == *rule && f.line == *line);
        assert!(hit, "{rule}\n{body}\n{:?}", report.findings);
    }
}

#[test]
fn comments_blanks_and_line_ends_change_nothing() {
    let plain = format!(";!knitout-2\n;;Carriers: 1 2 3 4 5 6\n{SQUARE}{END}");
    let dressed = plain
        .replace(
            "knit - f2 1\n",
            "\tknit  -\tf2 1;a comment ; and more\n\n;x\n  ;y\n",
        )
        .replace('\n', "\r\n");
    let (plain, dressed) = (run("kniterate", &plain), run("kniterate", &dressed));
    assert_eq!(plain.stats, dressed.stats);
    assert_eq!(rules(&plain), rules(&dressed)[1..]);
    assert_eq!(rules(&dressed)[0], "nonstandard");
}

#[test]
fn headers_are_checked() {
    assert!(rules(&run("kniterate", "in 1\n")).contains(&"magic-missing"));
    assert!(rules(&run("kniterate", ";!knitout-2\nin 1\n")).contains(&"carriers-missing"));
    let two = ";!knitout-2\n;;Carriers: A B\n";
    assert!(rules(&run("kniterate", two)).contains(&"carriers-header"));
    assert!(run("vbed-e7", two).is_legal());
    let keep = ";!knitout-2\n;;Carriers: 1 2 3 4 5 6\n;;Position: Keep\ndrop f-1\n";
    assert!(rules(&run("kniterate", keep)).contains(&"negative-needle"));
    for apart in [
        ";!knitout-2\n\n;;Carriers: A\n",
        ";!knitout-2\n;of the header\n;;Carriers: A\n",
        ";!knitout-2\n;;Carriers:A\n",
    ] {
        let report = run("vbed-e7", apart);
        assert_eq!(rules(&report), ["nonstandard"], "{apart}");
    }
    let newer = ";!knitout-3\r\n;;Carriers: 1 2 3 4 5 6\r\n";
    assert_eq!(
        rules(&run("kniterate", newer)),
        ["nonstandard", "nonstandard"]
    );
}

#[test]
fn the_inserting_hook_has_an_order() {
    let run = |body: &str| {
        run(
            "vbed-e7",
            &format!(";!knitout-2\n;;Carriers: 1 2\n{body}\n"),
        )
    };
    for body in [
        "inhook 1\ntuck - f1 1\nouthook 1\ndrop f1",
        "inhook 1\nreleasehook 1",
        "releasehook 1",
        "inhook 1\ntuck - f1 1\ninhook 2",
    ] {
        assert!(rules(&run(body)).contains(&"hook-order"), "{body}");
    }
}

#[test]
fn a_decrease_is_no_stacking() {
    let decrease = format!("{SQUARE}xfer f1 b1\nrack 1\nxfer b1 f2\nrack 0\nknit + f2 1\n{END}");
    let report = kniterate(&decrease);
    assert!(report.is_legal(), "{:?}", report.findings);
    assert_eq!(rules(&report), ["live-loops-dropped"]);
}

#[test]
fn findings_of_one_rule_are_limited_but_counted() {
    let report = kniterate(&"xfer f1 b1\n".repeat(1000));
    assert_eq!(report.findings.len(), 101);
    assert_eq!(report.findings[100].message, "900 more of these");
}

#[test]
fn any_bytes_are_answered_without_a_panic() {
    let mut seed = 1u32;
    let machine = Machine::built_in("vbed-e7").expect("built in");
    let words = [
        "knit",
        "tuck",
        "xfer",
        "split",
        "rack",
        "in",
        "out",
        "miss",
        "drop",
        "+",
        "-",
        "f1",
        "b2",
        "f-3",
        "bs4",
        "f999999999",
        "1",
        "2",
        "\n",
        "\n",
        ";",
        "\u{fe}",
        "-4",
        "1e9",
        "x-a",
        "inhook",
    ];
    for _ in 0..200 {
        let mut text = String::from(";!knitout-2\n;;Carriers: 1 2 3\n");
        for _ in 0..200 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text += words[(seed >> 16) as usize % words.len()];
            text.push(' ');
        }
        let report = simulate(text.as_bytes(), &machine);
        assert!(
            report
                .findings
                .iter()
                .all(|f| f.rule.severity() >= Severity::Warning)
        );
    }
}
