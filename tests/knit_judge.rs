//! A child's pullover, sock and cardigan bands before an independent virtual knitting machine (PyPI knitout-interpreter), where that is at hand.

mod people;

use people::invented;
use purlform::export::knitout;
use purlform::garment::{Design, draft_sizes};
use purlform::knit::{Machine, knit_panel};
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn a_child_s_pullover_passes_the_independent_judge() {
    judged("pullover", &[]);
}

/// A tube with short rows, and a band with buttonholes on a machine that must not tuck beside knits.
#[test]
fn a_child_s_sock_and_bands_pass_the_independent_judge() {
    judged("sock", &["sock_left"]);
    judged("cardigan", &["band_left", "band_right"]);
}

/// Hands a garment's panels, all or those named, to the judge.
fn judged(garment: &str, names: &[&str]) {
    let shared = std::env::var_os("PURLFORM_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let judge = shared.join("tools/knit/simulate_knitout.py");
    let python = std::env::var("PURLFORM_PYTHON").unwrap_or_else(|_| "python3".into());
    let has = Command::new(&python)
        .args(["-c", "import knitout_interpreter"])
        .output();
    if !judge.is_file() || !has.is_ok_and(|o| o.status.success()) {
        println!("skipped: ../shared or the Python package knitout-interpreter==0.1.8 is absent");
        return;
    }
    let design = format!(
        r#"{{"version":1,"garment":"{garment}","gauge":{{"wales_per_100mm":28,"courses_per_100mm":36}}}}"#
    );
    let design = Design::from_json(design.as_bytes()).expect("a design");
    let (sizes, sex) = (0..400)
        .map(invented)
        .min_by(|a, b| a.0.stature.total_cmp(&b.0.stature))
        .expect("a child");
    let pattern = draft_sizes(&sizes, &design, sex).expect("a pattern");
    let machine = Machine::built_in("kniterate").expect("built in");
    let folder =
        std::env::temp_dir().join(format!("purlform-judge-{garment}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let judges: Vec<_> = pattern
        .panels
        .iter()
        .filter(|panel| names.is_empty() || names.contains(&panel.name.as_str()))
        .map(|panel| {
            let knitted = knit_panel(panel, &design.gauge, &machine, 1).expect("a program");
            let path = folder.join(format!("{}.k", panel.name));
            std::fs::write(&path, knitout::write(&knitted.program)).expect("written");
            let run = Command::new(&python)
                .arg(&judge)
                .arg(&path)
                .args(["252", "4", "In_Loose_Carrier_Warning"])
                .stdout(std::process::Stdio::piped())
                .spawn();
            (panel.name.clone(), run.expect("the judge runs"))
        })
        .collect();
    for (name, run) in judges {
        let output = run.wait_with_output().expect("the judge ends");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{name}: {said}");
        println!("{name}: {said}");
    }
    // A folder left behind harms nobody.
    let _ = std::fs::remove_dir_all(folder);
}
