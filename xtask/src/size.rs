//! The module's size as it travels.

use crate::run;
use anyhow::{Result, bail};

const LIMIT_BYTES: usize = 1_000_000;

/// An error if the gzipped module is larger than a page should carry.
pub fn check() -> Result<()> {
    const GZIP: &str = "const { readFileSync } = require('node:fs'); const { gzipSync } = require('node:zlib'); \
        console.log(gzipSync(readFileSync('pkg/purlform_bg.wasm'), { level: 9 }).length)";
    let bytes: usize = run::output(&mut run::command("node", &["-e", GZIP]))?
        .trim()
        .parse()?;
    println!("purlform_bg.wasm: {bytes} bytes gzipped, at most {LIMIT_BYTES}");
    if bytes > LIMIT_BYTES {
        bail!("the module is too large by {} bytes", bytes - LIMIT_BYTES);
    }
    Ok(())
}
