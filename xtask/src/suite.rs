//! Every test there is, in one list. All run, whatever fails before.

use crate::{build, licences, run, serve, setup, size};
use anyhow::Result;
use std::process::Command;
use std::time::Instant;

#[derive(Default)]
struct Count {
    passed: usize,
    failed: usize,
}

/// Runs all steps; true if nothing failed.
pub fn run() -> Result<bool> {
    let start = Instant::now();
    setup::setup()?;
    let mut count = Count::default();
    count.step("format", || {
        run::check(&mut run::cargo(&["fmt", "--all", "--check"]))
    });
    count.step("clippy", || clippy(&["--workspace", "--all-targets"]));
    count.step("clippy for wasm", || {
        clippy(&["--lib", "--target", build::TARGET])
    });
    count.step("licences", licences::check);
    // What a test prints is shown: some say that they are skipped, and why.
    let mut tests = run::cargo(&[
        "test",
        "--workspace",
        "--no-fail-fast",
        "--",
        "--show-output",
    ]);
    if let Some(python) = setup::judge(&build::target()?) {
        tests.env("PURLFORM_PYTHON", python);
    }
    count.suite(
        "unit, property, golden and doc tests",
        &mut tests,
        rust_result,
    );
    if count.step("pkg", build::build) {
        count.step("size of the module", size::check);
        count.step("types of pkg/index.d.ts", types);
        match native() {
            Ok(mut tests) => count.suite("native against wasm, schemas", &mut tests, node_result),
            Err(e) => count.fail("native against wasm, schemas", &e),
        }
        count.suite(
            "elements and words",
            &mut node(&["tests/names.mjs", "tests/elements.mjs", "tests/words.mjs"]),
            node_result,
        );
        count.suite(
            "the promise face in Node",
            &mut node(&["tests/node.mjs", "tests/declared.mjs"]),
            node_result,
        );
        match setup::chromium() {
            Ok(chromium) => count.suite(
                "npm package",
                node(&["tests/package.mjs"]).env("CHROMIUM", chromium),
                node_result,
            ),
            Err(e) => count.fail("npm package", &e),
        }
        match browser() {
            Ok(mut tests) => count.suite("the pages in a browser", &mut tests, node_result),
            Err(e) => count.fail("the pages in a browser", &e),
        }
    }
    println!("\n{:.0} s", start.elapsed().as_secs_f64());
    println!("{} passed, {} failed", count.passed, count.failed);
    Ok(count.failed == 0)
}

fn clippy(what: &[&str]) -> Result<()> {
    run::check(
        run::cargo(&["clippy"])
            .args(what)
            .args(["--", "-D", "warnings"]),
    )
}

fn types() -> Result<()> {
    run::check(&mut run::command(
        "node",
        &[
            "node_modules/typescript/bin/tsc",
            "--project",
            "tests/types/tsconfig.json",
        ],
    ))
}

/// The comparison with the native command, which the tests before it have built.
fn native() -> Result<Command> {
    let mut command = node(&["tests/native_wasm.mjs", "tests/schema.mjs"]);
    command.env("PURLFORM", build::target()?.join("debug/purlform"));
    Ok(command)
}

/// The pages' tests, with a browser and the page's address.
fn browser() -> Result<Command> {
    let chromium = setup::chromium()?;
    let (address, _) = serve::start("0")?;
    let mut command = node(&[
        "--test-concurrency=2",
        "tests/browser/page.mjs",
        "tests/browser/shop.mjs",
        "tests/browser/keyboard.mjs",
        "tests/browser/aloud.mjs",
        "tests/browser/visit.mjs",
        "tests/browser/kiosk.mjs",
        "tests/browser/chinese.mjs",
    ]);
    command.env("CHROMIUM", chromium).env("PAGE", address);
    command.env("PURLFORM", build::target()?.join("debug/purlform"));
    Ok(command)
}

fn node(arguments: &[&str]) -> Command {
    let mut command = run::command("node", &["--test", "--test-reporter=spec"]);
    command.args(arguments);
    command
}

impl Count {
    /// A step that is one test.
    fn step(&mut self, name: &str, body: impl FnOnce() -> Result<()>) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = body();
        match &outcome {
            Ok(()) => {
                self.passed += 1;
                println!("== {name}: passed, {:.1} s", start.elapsed().as_secs_f64());
            }
            Err(e) => self.fail(name, e),
        }
        outcome.is_ok()
    }

    /// A step that counts its own tests: `read` turns a line of its output into (passed, failed).
    fn suite(&mut self, name: &str, command: &mut Command, read: fn(&str) -> (usize, usize)) {
        println!("\n== {name}");
        let start = Instant::now();
        let (mut passed, mut failed) = (0, 0);
        let outcome = run::watched(command, |line| {
            let (p, f) = read(line);
            passed += p;
            failed += f;
        });
        self.passed += passed;
        self.failed += failed;
        println!(
            "== {name}: {passed} passed, {failed} failed, {:.1} s",
            start.elapsed().as_secs_f64()
        );
        let unexplained = match outcome {
            Ok(ok) if ok || failed > 0 => return,
            Ok(_) => anyhow::anyhow!("it ended with an error"),
            Err(e) => e,
        };
        self.fail(name, &unexplained);
    }

    fn fail(&mut self, name: &str, e: &anyhow::Error) {
        self.failed += 1;
        println!("== {name}: FAILED: {e:#}");
    }
}

/// `test result: ok. 12 passed; 0 failed; ...`
fn rust_result(line: &str) -> (usize, usize) {
    let Some(rest) = line.strip_prefix("test result: ") else {
        return (0, 0);
    };
    let number = |label: &str| {
        rest.split([' ', ';', '.'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .windows(2)
            .find(|pair| pair[1] == label)
            .and_then(|pair| pair[0].parse().ok())
            .unwrap_or(0)
    };
    (number("passed"), number("failed"))
}

/// `ℹ pass 3` and `ℹ fail 0` of Node's test runner.
fn node_result(line: &str) -> (usize, usize) {
    let mut words = line.split_whitespace().skip(1);
    let number = |word: Option<&str>| word.and_then(|w| w.parse().ok()).unwrap_or(0);
    match words.next() {
        Some("pass") => (number(words.next()), 0),
        Some("fail") => (0, number(words.next())),
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_from_the_runners_lines() {
        let line =
            "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!(rust_result(line), (12, 3));
        assert_eq!(rust_result("test a ... ok"), (0, 0));
        assert_eq!(node_result("ℹ pass 7"), (7, 0));
        assert_eq!(node_result("ℹ fail 2"), (0, 2));
    }
}
