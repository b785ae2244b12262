//! The list of files that the booth's service worker keeps, with their version: `www/vendor/kiosk-files.json`.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Folders of the project's root whose files the booth needs, as the page addresses them (`www/` is its root).
const FOLDERS: [&str; 8] = [
    "www",
    "www/kiosk",
    "www/words",
    "pkg",
    "pkg/assets",
    "pkg/elements",
    "pkg/elements/vendor",
    "pkg/elements/words",
];
/// What a page or worker loads; the rest (types, licences) it does not.
const KINDS: [&str; 8] = ["html", "css", "js", "mjs", "svg", "wasm", "purl", "json"];
/// Not the booth's: the other pages and their modules, package descriptions, the worker that reads this list.
const OTHERS: [&str; 12] = [
    "www/index.html",
    "www/app.js",
    "www/embed.html",
    "www/frames.js",
    "www/kiosk-worker.js",
    "www/page.css",
    "www/programs.js",
    "www/pullover.svg",
    "www/shop.html",
    "pkg/node.js",
    "pkg/package.json",
    "pkg/worker.node.js",
];

/// Writes the list.
pub fn list(root: &Path) -> Result<()> {
    let mut files = vec![
        "www/shop/offer.json".to_string(),
        "www/vendor/qrcode.mjs".to_string(),
    ];
    for folder in FOLDERS {
        for entry in fs::read_dir(root.join(folder)).with_context(|| folder.to_string())? {
            let path = entry?.path();
            let name = path
                .file_name()
                .and_then(|n| n.to_str())
                .unwrap_or_default();
            let kind = path
                .extension()
                .and_then(|e| e.to_str())
                .unwrap_or_default();
            let file = format!("{folder}/{name}");
            if KINDS.contains(&kind) && !OTHERS.contains(&file.as_str()) {
                files.push(file);
            }
        }
    }
    files.sort();
    let mut version = Fnv::default();
    for file in &files {
        version.add(file.as_bytes());
        version.add(&fs::read(root.join(file)).with_context(|| file.clone())?);
    }
    let addresses: Vec<&str> = files
        .iter()
        .map(|f| f.strip_prefix("www/").unwrap_or(f))
        .collect();
    let package = fs::read(root.join("pkg/package.json")).context("pkg/package.json")?;
    let package: serde_json::Value = serde_json::from_slice(&package)?;
    let release = package["version"].as_str().unwrap_or_default();
    let version = format!("{release}-{:08x}", version.0 >> 32);
    let list = serde_json::json!({ "version": version, "files": addresses });
    fs::write(root.join("www/vendor/kiosk-files.json"), list.to_string())
        .context("www/vendor/kiosk-files.json")
}

/// FNV-1a, 64 bits: tells versions apart, guards nothing.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
