//! Guards the arrows of ARCHITECTURE.md: which room may name which, and that rooms do no I/O.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms that it may name.
const ARROWS: [(&str, &[&str]); 14] = [
    ("geom", &[]),
    ("solve", &[]),
    ("camera", &["geom"]),
    ("capture", &["geom", "camera"]),
    ("network", &["geom"]),
    ("calibrate", &["geom", "solve", "camera"]),
    ("silhouette", &["geom", "camera", "capture", "network"]),
    ("body", &["geom", "capture"]),
    (
        "fit",
        &[
            "geom",
            "solve",
            "camera",
            "capture",
            "network",
            "silhouette",
            "body",
        ],
    ),
    ("measure", &["geom", "capture", "body"]),
    ("motif", &[]),
    ("garment", &["geom", "capture", "body", "measure", "motif"]),
    ("knit", &["geom", "motif", "garment"]),
    (
        "export",
        &[
            "geom",
            "camera",
            "capture",
            "calibrate",
            "silhouette",
            "body",
            "measure",
            "motif",
            "garment",
            "knit",
        ],
    ),
];

/// What a room must not reach: the outside world, and JavaScript (which only `wasm` names).
const OUTSIDE: [&str; 8] = [
    "std::fs",
    "std::env",
    "std::time",
    "std::net",
    "std::thread",
    "wasm_bindgen",
    "js_sys",
    "web_sys",
];

#[test]
fn rooms_name_only_the_rooms_below_them() {
    let mut wrong = Vec::new();
    for (room, allowed) in ARROWS {
        for file in sources(room) {
            for named in rooms_named(&code(&file)) {
                if named != room && !allowed.contains(&named.as_str()) {
                    wrong.push(format!("{}: {room} -> {named}", file.display()));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "arrows that the graph does not have:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn rooms_reach_nothing_outside() {
    let mut wrong = Vec::new();
    for room in ARROWS.map(|(room, _)| room).into_iter().chain(["pipeline"]) {
        for file in sources(room) {
            let code = code(&file);
            for outside in OUTSIDE.iter().filter(|o| code.contains(**o)) {
                wrong.push(format!("{}: {outside}", file.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "rooms take bytes and give values:\n{}",
        wrong.join("\n")
    );
}

/// All Rust files of a room, a folder or a single file.
fn sources(room: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let single = src.join(room).with_extension("rs");
    if single.exists() {
        return vec![single];
    }
    let mut folders = vec![src.join(room)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                None => folders.push(path),
                Some(extension) if extension == "rs" => files.push(path),
                Some(_) => {}
            }
        }
    }
    assert!(!files.is_empty(), "{room} is empty");
    files
}

/// A file without its comments and its tests, which may name anything.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn rooms_named(code: &str) -> BTreeSet<String> {
    let named = |rest: &str| {
        rest.chars()
            .take_while(|c| c.is_ascii_lowercase() || *c == '_')
            .collect::<String>()
    };
    code.split("crate::")
        .skip(1)
        .map(named)
        .filter(|name| !name.is_empty())
        .collect()
}
