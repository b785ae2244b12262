//! Fetching what is not committed: npm packages by the checksums of the lock file, and for the tests a browser and a judge of
//! knitting programs.

use crate::build::TARGET;
use crate::run;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// The judge, a virtual knitting machine by others.
const JUDGE: &str = "knitout-interpreter==0.1.8";

/// Installs the wasm target and the locked npm packages unless they stand already.
pub fn setup() -> Result<()> {
    wasm_target()?;
    let root = crate::root();
    let lock = fs::read(root.join("package-lock.json")).context("package-lock.json")?;
    let stamp = root.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("installing the npm packages of package-lock.json");
    run::check(&mut run::command("npm", &["ci", "--ignore-scripts"]))?;
    fs::write(&stamp, lock).context("node_modules/.installed-lock")
}

/// The wasm target stands in `rust-toolchain.toml`, but a rustup that was told to install nothing unasked leaves it out.
fn wasm_target() -> Result<()> {
    let asked = ["--print", "target-libdir", "--target", TARGET];
    let folder = run::output(&mut run::command("rustc", &asked))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    println!("installing the compiler's target {TARGET}");
    run::check(&mut run::command("rustup", &["target", "add", TARGET]))
}

/// A Python that has the independent judge of knitting programs: `$PURLFORM_PYTHON`, or one in a folder of `target`, made now;
/// `None`, said aloud, where it cannot be had: then the tests that ask it skip.
pub fn judge(target: &Path) -> Option<PathBuf> {
    if let Some(python) = std::env::var_os("PURLFORM_PYTHON") {
        return Some(python.into());
    }
    let folder = target.join("judge");
    let (python, stamp) = (folder.join("bin/python"), folder.join(JUDGE));
    let make = || {
        let (folder, program) = (folder.to_string_lossy(), python.to_string_lossy());
        run::check(&mut run::command("python3", &["-m", "venv", &folder]))?;
        let install = ["-m", "pip", "install", "--quiet", JUDGE];
        run::check(&mut run::command(&program, &install))?;
        fs::write(&stamp, "").context("the judge's folder")
    };
    if !stamp.exists() {
        println!("installing {JUDGE} of PyPI");
        if let Err(e) = make() {
            println!("no judge of knitting programs: {e:#}");
            return None;
        }
    }
    Some(python)
}

/// A Chromium for the tests: `$CHROMIUM`, one on the search path, or Debian's, installed now.
pub fn chromium() -> Result<PathBuf> {
    const NAMES: [&str; 4] = [
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    ];
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = run::find(&NAMES) {
        return Ok(path);
    }
    if run::find(&["apt-get"]).is_none() {
        bail!("no Chromium was found; install one or name it in the environment variable CHROMIUM");
    }
    println!("installing Debian's chromium");
    run::check(&mut run::command("apt-get", &["update", "-qq"]))?;
    run::check(
        run::command("apt-get", &["install", "-y", "-qq", "chromium"])
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )?;
    run::find(&NAMES).context("chromium was installed but is not on the search path")
}
