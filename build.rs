//! Tells builds apart: `PURLFORM_BUILD` is the version with a sum of the sources, so that `verify` can say that it was another
//! build of the same version that made an order, rather than that somebody altered it.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let mut files = Vec::new();
    gather(&root.join("src"), &mut files)?;
    files.push(root.join("Cargo.lock"));
    let mut sum = 0xcbf2_9ce4_8422_2325_u64; // FNV-1a: tells apart, guards nothing
    files.sort();
    for file in files.iter().filter(|file| file.exists()) {
        let name = file.strip_prefix(&root)?.to_string_lossy();
        let bytes = fs::read(file)?;
        for byte in name.bytes().chain(bytes) {
            // A checkout's line ends and separators are no other source.
            if byte != b'\r' {
                sum ^= u64::from(if byte == b'\\' { b'/' } else { byte });
                sum = sum.wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let version = std::env::var("CARGO_PKG_VERSION")?;
    println!(
        "cargo::rustc-env=PURLFORM_BUILD={version}+{:08x}",
        sum >> 32
    );
    Ok(())
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => gather(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}
