//! The WebAssembly package in `pkg/`, with the elements' copy of three.js, and the page's copy of the pose network.

use crate::run;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The compiler's target of the module.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What rustc may emit, one by one: `-all` makes broken modules.
const FEATURES: [&str; 7] = [
    "bulk-memory",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
    "simd",
];

/// Sets up, compiles, binds, optimises, tries the module and copies what lies beside it.
pub fn build() -> Result<()> {
    crate::setup::setup()?;
    let root = crate::root();
    let pkg = root.join("pkg");
    println!("building pkg/");
    bind(&compile()?, &pkg)?;
    optimise(&pkg.join("purlform_bg.wasm"))?;
    copy_folder(&root.join("assets"), &pkg.join("assets"))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"] {
        if root.join(licence).exists() {
            copy(&root.join(licence), &pkg.join(licence))?;
        }
    }
    vendor(&root)?;
    crate::offline::list(&root)
}

fn compile() -> Result<PathBuf> {
    let mut cargo = run::cargo(&["build", "--lib", "--release", "--target", TARGET]);
    // Natively a small one calls each of the processor's instructions for it; the module has none.
    cargo.args(["--config", "profile.release.package.sha2.opt-level=\"s\""]);
    // Browsers decode JPEG themselves; Node's callers may wait a little for it.
    cargo.args([
        "--config",
        "profile.release.package.zune-jpeg.opt-level=\"s\"",
    ]);
    // The last level of optimisation is 45 kB on the way to a customer.
    run::check(cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2"))?;
    Ok(target()?.join(TARGET).join("release/purlform.wasm"))
}

/// Where cargo puts what it builds.
pub fn target() -> Result<PathBuf> {
    let metadata: serde_json::Value = serde_json::from_str(&run::output(&mut run::cargo(&[
        "metadata",
        "--no-deps",
        "--format-version=1",
    ]))?)?;
    let target = metadata["target_directory"]
        .as_str()
        .context("cargo metadata names no target_directory")?;
    Ok(target.into())
}

fn bind(module: &Path, pkg: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .generate(pkg)
        .context("wasm-bindgen")
}

/// Shrinks the module in place; the smaller one stands only if it still compiles and starts.
fn optimise(module: &Path) -> Result<()> {
    let smaller = module.with_extension("opt.wasm");
    let (from, to) = (module.to_string_lossy(), smaller.to_string_lossy());
    let features = FEATURES.map(|f| format!("--enable-{f}"));
    let mut arguments = vec!["node_modules/binaryen/bin/wasm-opt", "-O3"];
    arguments.extend(features.iter().map(String::as_str));
    arguments.extend([&*from, "-o", &*to]);
    run::check(&mut run::command("node", &arguments)).context("wasm-opt")?;
    fs::rename(&smaller, module).context("optimised module")?;
    run::check(&mut run::command("node", &["xtask/src/try_module.mjs"]))
        .context("the optimised module does not start")
}

/// What comes from npm. three.js lies in the package: a page with a strict policy allows no inline script, hence no import
/// map, and bare names become paths. The pose network lies beside the pages, which load it when it is needed.
fn vendor(root: &Path) -> Result<()> {
    let www = root.join("www/vendor");
    fs::create_dir_all(&www)?;
    let network = "pose_landmark_full.tflite";
    copy(
        &root.join("node_modules/@mediapipe/pose").join(network),
        &www.join(network),
    )?;
    copy(
        &root.join("node_modules/qrcode-generator/dist/qrcode.mjs"),
        &www.join("qrcode.mjs"),
    )?;
    let three = root.join("node_modules/three");
    let to = root.join("pkg/elements/vendor");
    fs::create_dir_all(&to)?;
    for file in ["build/three.module.js", "build/three.core.js", "LICENSE"] {
        let name = Path::new(file).file_name().context("file name")?;
        copy(&three.join(file), &to.join(name))?;
    }
    let controls = fs::read_to_string(three.join("examples/jsm/controls/OrbitControls.js"))
        .context("OrbitControls.js")?;
    fs::write(
        to.join("OrbitControls.js"),
        controls.replace("from 'three'", "from './three.module.js'"),
    )
    .context("pkg/elements/vendor/OrbitControls.js")
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("{} -> {}", from.display(), to.display()))?;
    Ok(())
}
