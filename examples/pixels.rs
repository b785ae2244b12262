//! Writes the pictures of a capture as plain pixels (red, green, blue, opaque), as a browser's canvas would hand them over, for
//! `benches/wasm.mjs`: `CAMERA.frame.rgba` and `CAMERA.plate.rgba`, and of a second shot `CAMERA.turned.rgba`.
//!
//! ```sh
//! cargo run --release --example pixels -- ../shared/captures/kiosk_fan_3 FOLDER
//! ```

use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let [capture, to]: [PathBuf; 2] = std::env::args_os()
        .skip(1)
        .map(PathBuf::from)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| "name a capture and a folder")?;
    fs::create_dir_all(&to)?;
    let kinds = [
        ("frames", "frame"),
        ("plates", "plate"),
        ("turned/frames", "turned"),
    ];
    let there = |(kind, _): &(&str, &str)| capture.join(kind).is_dir();
    for (kind, name) in kinds.into_iter().filter(there) {
        for entry in fs::read_dir(capture.join(kind))? {
            let path = entry?.path();
            let camera = path.file_stem().unwrap_or_default().to_string_lossy();
            let pixels = image::open(&path)?.into_rgba8();
            fs::write(to.join(format!("{camera}.{name}.rgba")), pixels.as_raw())?;
        }
    }
    Ok(())
}
