//! The command line as people and acceptance checks call it: files, exit codes, messages.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder");
    path
}

fn purlform(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_purlform"));
    command
        .current_dir(root())
        .args(args)
        .output()
        .expect("the command runs")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn must_end(args: &[&str], code: i32, said: &str) -> Output {
    let out = purlform(args);
    let stderr = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(code), "{args:?}: {stderr}");
    assert!(stderr.contains(said), "{args:?}: {stderr:?} lacks {said:?}");
    out
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("written")).expect("JSON")
}

#[test]
fn makes_the_sample_into_programs_that_check() {
    let out = folder("make");
    let (overlay, mesh) = (out.join("overlay"), out.join("body.glb"));
    let args = [
        "make",
        "samples/fan",
        "--design",
        "samples/designs/average.json",
        "--machine",
        "vbed-e7",
        "--out",
        text(&out),
        "--overlay",
        text(&overlay),
        "--mesh",
        text(&mesh),
    ];
    must_end(&args, 0, "");
    let truth = json(&root().join("samples/fan/truth.json"));
    let measured = json(&out.join("measurements.json"));
    for (id, most_mm) in [
        ("waist_girth", 15.0),
        ("hip_girth", 15.0),
        ("calf_girth", 8.0),
    ] {
        let list = measured["measurements"].as_array().expect("a list");
        let got = list.iter().find(|m| m["id"] == id).expect("measured");
        let off = got["value_mm"].as_f64().expect("a number")
            - truth["measurements_mm"][id].as_f64().expect("a number");
        assert!(off.abs() <= most_mm, "{id}: {off:.1} mm off");
        assert!(got["sigma_mm"].as_f64().is_some_and(|s| s > 0.0));
    }
    assert!(
        measured["fit"]["outline_median_px"]
            .as_object()
            .is_some_and(|o| o.len() == 4)
    );
    assert!(mesh.exists() && overlay.join("front.png").exists());
    let summary = json(&out.join("summary.json"));
    let panels: Vec<&str> = summary["panels"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|p| p["name"].as_str())
        .collect();
    assert_eq!(
        panels,
        ["front", "back", "sleeve_left", "sleeve_right", "neck_band"]
    );
    for panel in panels {
        assert!(
            out.join(format!("{panel}.kc")).exists() && out.join(format!("{panel}.png")).exists()
        );
        let program = out.join(format!("{panel}.k"));
        let checked = must_end(&["check", text(&program), "--machine", "vbed-e7"], 0, "");
        assert!(String::from_utf8_lossy(&checked.stdout).contains("0 errors, 0 warnings"));
    }
}

#[test]
fn a_second_shot_for_which_the_person_turned_lies_in_a_folder_of_the_capture() {
    let out = folder("turned");
    let (file, overlay) = (out.join("me.json"), out.join("overlay"));
    let args = [
        "measure",
        "samples/ring",
        "--out",
        text(&file),
        "--overlay",
        text(&overlay),
    ];
    must_end(&args, 0, "");
    let (measured, truth) = (json(&file), json(&root().join("samples/ring/truth.json")));
    let told = measured["fit"]["outline_median_px"].as_object();
    let told = told.expect("by camera");
    assert!(told.len() == 8 && told.contains_key("turned/front"));
    assert!(overlay.join("turned/back.png").exists() && overlay.join("back.png").exists());
    let list = measured["measurements"].as_array().expect("a list");
    for (id, most_mm) in [("waist_girth", 8.0), ("upper_arm_girth", 8.0)] {
        let got = list.iter().find(|m| m["id"] == id).expect("measured");
        let off = got["value_mm"].as_f64().expect("a number")
            - truth["measurements_mm"][id].as_f64().expect("a number");
        assert!(off.abs() <= most_mm, "{id}: {off:.1} mm off");
    }
}

#[test]
fn a_tape_is_enough_and_a_wrong_unit_is_named() {
    let out = folder("knit");
    let tape = out.join("tape.json");
    let knit = |machine: &'static str| {
        let args = [
            "knit",
            "--measurements",
            text(&tape),
            "--design",
            "samples/designs/average.json",
            "--machine",
            machine,
            "--out",
        ];
        args.iter()
            .map(|a| (*a).to_owned())
            .chain([text(&out).to_owned()])
            .collect::<Vec<_>>()
    };
    let args = knit("kniterate");
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    std::fs::write(&tape, r#"{"stature": 1680, "bust_girth": 920}"#).expect("written");
    must_end(&args, 0, "");
    let summary = json(&out.join("summary.json"));
    assert!(
        summary["assumed"]
            .as_array()
            .is_some_and(|a| a.iter().any(|m| m["id"] == "arm_length"))
    );
    std::fs::write(&tape, r#"{"stature": 1680, "bust_girth": 92}"#).expect("written");
    must_end(&args, 2, "centimetres");
    std::fs::write(&tape, r#"{"stature": 1680, "bust_girht": 920}"#).expect("written");
    must_end(&args, 2, "bust_girth");
    std::fs::write(&tape, r#"{"stature": 1680, "bust_girth": 920}"#).expect("written");
    must_end(
        &[&args[..6], &["singer", "--out", text(&out)]].concat(),
        2,
        "machine",
    );
}

#[test]
fn a_panel_wider_than_the_bed_is_code_3_and_says_what_fits() {
    let out = folder("wide");
    let (tape, design) = (out.join("tape.json"), out.join("design.json"));
    std::fs::write(&tape, r#"{"stature": 1900, "bust_girth": 1700}"#).expect("written");
    // Too wide even in halves.
    let gauge = r#"{"version":1,"garment":"pullover","gauge":{"wales_per_100mm":70,"courses_per_100mm":96}}"#;
    std::fs::write(&design, gauge).expect("written");
    let args = [
        "knit",
        "--measurements",
        text(&tape),
        "--design",
        text(&design),
        "--machine",
        "kniterate",
        "--out",
        text(&out),
    ];
    must_end(&args, 3, "vbed");
}

#[test]
fn bad_captures_are_code_2_and_name_the_camera_and_what_to_do() {
    let out = folder("bad");
    let result = out.join("out.json");
    let sample = root().join("samples/tiny");
    let copy = |name: &str| {
        let to = out.join(name);
        for kind in ["frames", "plates"] {
            std::fs::create_dir_all(to.join(kind)).expect("a folder");
            for file in std::fs::read_dir(sample.join(kind)).expect("the sample") {
                let file = file.expect("a file").path();
                let name = file.file_name().expect("a name");
                std::fs::copy(&file, to.join(kind).join(name)).expect("copied");
            }
        }
        std::fs::copy(sample.join("rig.json"), to.join("rig.json")).expect("copied");
        to
    };
    let rig = json(&sample.join("rig.json"));
    let id = rig["cameras"][0]["id"].as_str().expect("an id");
    let measure =
        |dir: &Path, said: &str| must_end(&["measure", text(dir), "--out", text(&result)], 2, said);
    measure(&out.join("nowhere"), "rig.json");
    let dir = copy("no_frame");
    std::fs::remove_file(dir.join(format!("frames/{id}.jpg"))).expect("removed");
    measure(&dir, id);
    let dir = copy("broken_frame");
    std::fs::write(
        dir.join(format!("frames/{id}.jpg")),
        b"\xff\xd8\xff\xe0 not a picture",
    )
    .expect("written");
    measure(&dir, id);
    let dir = copy("no_plates");
    std::fs::remove_dir_all(dir.join("plates")).expect("removed");
    let missing = out.join("nowhere.tflite");
    must_end(
        &[
            "measure",
            text(&dir),
            "--out",
            text(&result),
            "--network",
            text(&missing),
        ],
        2,
        "nowhere.tflite",
    );
    let dir = copy("nobody");
    std::fs::copy(
        dir.join(format!("plates/{id}.jpg")),
        dir.join(format!("frames/{id}.jpg")),
    )
    .expect("copied");
    measure(&dir, id);
    let dir = copy("bad_rig");
    let mut bad = rig.clone();
    bad["cameras"][0]["rotation"][0][0] = 7.0.into();
    std::fs::write(dir.join("rig.json"), bad.to_string()).expect("written");
    measure(&dir, "rotation");
}

#[test]
fn heic_in_a_folder_is_refused_with_what_to_do() {
    let out = folder("heic");
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice();
    let refused = |args: &[&str], what: &str| {
        let said = must_end(args, 2, "export the photo as JPEG");
        let stderr = String::from_utf8_lossy(&said.stderr);
        assert!(stderr.contains(what), "{args:?}: {stderr}");
    };
    let rig = root().join("samples/tiny/rig.json");
    let result = out.join("out.json");
    for (name, end) in [("lower", "heic"), ("upper", "HEIC"), ("other", "heif")] {
        let dir = out.join(name);
        std::fs::create_dir_all(dir.join("frames")).expect("a folder");
        std::fs::create_dir_all(dir.join("plates")).expect("a folder");
        std::fs::copy(&rig, dir.join("rig.json")).expect("copied");
        for camera in json(&rig)["cameras"].as_array().expect("cameras") {
            let id = camera["id"].as_str().expect("an id");
            for kind in ["frames", "plates"] {
                let path = dir.join(format!("{kind}/{id}.{end}"));
                std::fs::write(path, heic).expect("written");
            }
        }
        let measure = ["measure", text(&dir), "--out", text(&result)];
        refused(&measure, "it is neither JPEG nor PNG but HEIC");
        let plates = dir.join("plates");
        let plates = text(&plates);
        let recheck = ["recheck", text(&rig), "--plates", plates, plates];
        refused(&recheck, "HEIC");
    }
    let board = out.join("board.json");
    must_end(&["board", "--out", text(&out.join("board.svg"))], 0, "");
    let photos = out.join("upper");
    let board = ["calibrate", text(&photos), "--board", text(&board)];
    refused(
        &[board.as_slice(), &["--out", text(&result)]].concat(),
        "HEIC",
    );
}

#[test]
fn a_program_that_no_machine_could_knit_is_code_1_with_its_line_and_rule() {
    let out = folder("check");
    let file = out.join("bad.k");
    std::fs::write(
        &file,
        ";!knitout-2\n;;Carriers: 1 2 3 4 5 6\nin 1\ntuck + f1 1\nrack 9\nout 1\n",
    )
    .expect("written");
    let checked = must_end(&["check", text(&file), "--machine", "kniterate"], 1, "");
    let stdout = String::from_utf8_lossy(&checked.stdout);
    assert!(stdout.contains(":5: error: "), "{stdout}");
    assert!(stdout.contains("loops"), "{stdout}");
    must_end(
        &["check", text(&out.join("none.k")), "--machine", "kniterate"],
        2,
        "none.k",
    );
}
