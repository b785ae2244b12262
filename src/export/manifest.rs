//! `MANIFEST.sha256`: a checksum a file, as `sha256sum --check` reads it.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The manifest of named files.
pub fn write<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut text = String::new();
    for (name, bytes) in files {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{}  {name}", sha256(bytes));
    }
    text
}

/// SHA-256 (FIPS 180-4) in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
