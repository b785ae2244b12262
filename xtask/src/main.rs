//! The project's chores: `cargo xtask setup | build | serve | test`.

mod build;
mod licences;
mod offline;
mod run;
mod serve;
mod setup;
mod size;
mod suite;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  setup         fetch what is not committed (the wasm target; npm packages, by the checksums of package-lock.json)
  build         setup, then build the WebAssembly package into pkg/ and what the pages need into www/vendor/
  serve [PORT]  build, then serve the page (default port 8080)
  test          build, then run every test (installs Debian's chromium if there is none)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["setup"] => setup::setup(),
        ["build"] => build::build(),
        ["serve"] => serve::serve("8080"),
        ["serve", port] => serve::serve(port),
        ["test"] => return test(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => fail(&e),
    }
}

fn test() -> ExitCode {
    match suite::run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(e) => fail(&e),
    }
}

fn fail(e: &anyhow::Error) -> ExitCode {
    eprintln!("xtask: {e:#}");
    ExitCode::FAILURE
}

/// The project's root folder.
fn root() -> std::path::PathBuf {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
