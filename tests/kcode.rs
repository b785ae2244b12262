//! K-code against the public Kniterate backend (the MIT-licensed repository textiles-lab/knitout-backend-kniterate): its
//! output for our knitout, comments apart, is ours, for each structure, a tube, short rows, and narrow pieces.
//!
//! Sums of what it wrote are kept in `tests/golden/knit/backend.json`. `PURLFORM_KCODE_BACKEND=.../knitout-to-kcode.js` runs it
//! anew, on node; with `REGENERATE=1` its sums are kept.

mod people;

use purlform::export::{kcode, knitout};
use purlform::garment::{
    Design, Edge, Gauge, Panel, Structure, Zone, default_jacquard, draft_sizes,
};
use purlform::geom::Vec2;
use purlform::knit::{KnittedPanel, Machine, knit_panel};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// A small piece of a structure above a rib, which narrows and widens on both sides.
fn piece(structure: Structure) -> Panel {
    let edge = |name: &str, points: &[(f64, f64)]| {
        let points = points.iter().map(|(x, y)| Vec2::new(*x, *y)).collect();
        Edge::new(name, points, Vec::new())
    };
    let zone = |from_mm, structure| Zone { from_mm, structure };
    let side = [
        (50.0, 0.0),
        (50.0, 40.0),
        (40.0, 70.0),
        (44.0, 100.0),
        (44.0, 110.0),
    ];
    let mirrored: Vec<(f64, f64)> = side.iter().rev().map(|(x, y)| (-x, *y)).collect();
    let mut panel = Panel {
        name: structure.name().into(),
        edges: vec![
            edge("hem", &[(-50.0, 0.0), (50.0, 0.0)]),
            edge("right", &side),
            edge("top", &[(44.0, 110.0), (-44.0, 110.0)]),
            edge("left", &mirrored),
        ],
        zones: vec![zone(0.0, Structure::Rib1x1), zone(12.0, structure)],
        ..Panel::default()
    };
    if matches!(
        structure,
        Structure::FloatJacquard | Structure::BirdseyeJacquard
    ) {
        default_jacquard(&mut panel).expect("yarns");
    }
    panel
}

const GAUGE: Gauge = Gauge {
    wales_per_100mm: 28.0,
    courses_per_100mm: 36.0,
};

/// Each structure, and panels of a child's garments.
fn knitted() -> Vec<(String, KnittedPanel)> {
    let machine = Machine::built_in("kniterate").expect("built in");
    let mut all = Vec::new();
    for structure in Structure::ALL {
        let knitted = knit_panel(&piece(structure), &GAUGE, &machine, 1).expect("a program");
        all.push((structure.name().to_string(), knitted));
    }
    let (mut sizes, sex) = (0..400)
        .map(people::invented)
        .min_by(|a, b| a.0.stature.total_cmp(&b.0.stature))
        .expect("a child");
    sizes.underbust_girth = sizes.bust_girth - 60.0;
    for (garment, parameters, panels) in [
        ("pullover", r#"{"bust_short_rows":30}"#, vec!["front"]),
        (
            "cardigan",
            r#"{"structure":"moss"}"#,
            vec!["front_left", "band_right"],
        ),
        ("sock", "{}", vec!["sock_left", "cuff_left"]),
        (
            "pullover",
            r#"{"armhole":"raglan","neckline":"v"}"#,
            vec!["front", "sleeve_left", "neck_band"],
        ),
        (
            "pullover",
            r#"{"structure":"cable_3x3","rib":"2x2"}"#,
            vec!["front", "sleeve_right"],
        ),
        (
            "pullover",
            r##"{"structure":"float_jacquard","yarns":["#ffffff","#000000"]}"##,
            vec!["front", "sleeve_left"],
        ),
        (
            "pullover",
            r##"{"motif":"AB","yarns":["#ffffff","#000000","#aa2233"]}"##,
            vec!["front"],
        ),
        (
            "vest",
            r#"{"structure":"lace"}"#,
            vec!["back", "armhole_band_left"],
        ),
        (
            "vest",
            r#"{"structure":"garter","neckline":"crew"}"#,
            vec!["front"],
        ),
        (
            "vest",
            r##"{"structure":"birdseye_jacquard","yarns":["#ffffff","#000000"]}"##,
            vec!["front"],
        ),
        ("dress", r#"{"structure":"cable_2x2"}"#, vec!["front"]),
        (
            "skirt",
            r##"{"structure":"birdseye_jacquard","yarns":["#ffffff","#000000","#aa2233"]}"##,
            vec!["front"],
        ),
        ("beanie", r#"{"structure":"full_cardigan"}"#, vec!["front"]),
        ("scarf", r#"{"structure":"half_cardigan"}"#, vec!["scarf"]),
        ("leg_warmer", r#"{"structure":"rib_2x2"}"#, vec!["leg_left"]),
    ] {
        let json = format!(
            r#"{{"garment":"{garment}","gauge":{{"wales_per_100mm":28,"courses_per_100mm":36}},"parameters":{parameters}}}"#
        );
        let design = Design::from_json(json.as_bytes()).expect("a design");
        let pattern = draft_sizes(&sizes, &design, sex).expect("a pattern");
        for name in panels {
            let panel = pattern.panel(name).expect("the panel");
            let knitted = knit_panel(panel, &GAUGE, &machine, 1).expect("a program");
            let name = format!("{garment} {name} {parameters}");
            all.push((name, knitted));
        }
    }
    all
}

fn plain(k_code: &str) -> String {
    let lines = k_code.lines().filter(|l| !l.starts_with("//"));
    lines.flat_map(|l| [l, "\n"]).collect()
}

fn sum(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

/// What the backend makes of a program; `None` if it is not at hand.
fn backend(knitout: &str) -> Option<String> {
    let script = std::env::var_os("PURLFORM_KCODE_BACKEND")?;
    let folder = std::env::temp_dir().join(format!("purlform-kcode-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let [k, kc] = ["in.k", "out.kc"].map(|n| folder.join(n));
    std::fs::write(&k, knitout).expect("written");
    let run = Command::new("node").arg(script).arg(&k).arg(&kc).output();
    let run = run.expect("node runs");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let text = std::fs::read_to_string(&kc).expect("k-code");
    let _ = std::fs::remove_dir_all(folder);
    Some(text)
}

#[test]
fn k_code_is_the_public_backend_s() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/knit/backend.json");
    let kept = std::fs::read(&path).unwrap_or_else(|_| b"{}".to_vec());
    let kept: BTreeMap<String, [String; 2]> = serde_json::from_slice(&kept).expect("golden sums");
    let mut sums = BTreeMap::new();
    for (name, knitted) in knitted() {
        let text = knitout::write(&knitted.program);
        let ours = plain(&kcode::write(&knitted.program));
        let golden = match backend(&text) {
            Some(theirs) => {
                assert!(ours == plain(&theirs), "{name} differs from the backend's");
                [sum(&text), sum(&ours)]
            }
            None => {
                let golden = kept
                    .get(&name)
                    .unwrap_or_else(|| panic!("no sums of {name}"));
                assert_eq!(
                    golden[0],
                    sum(&text),
                    "{name}: the program has changed; run the backend anew (see this file's head)"
                );
                assert_eq!(golden[1], sum(&ours), "{name} differs from the backend's");
                golden.clone()
            }
        };
        assert!(sums.insert(name, golden).is_none(), "each has a name");
    }
    if std::env::var_os("REGENERATE").is_some() {
        let text = serde_json::to_string_pretty(&sums).expect("JSON") + "\n";
        std::fs::write(&path, text).expect("written");
    } else {
        assert_eq!(sums, kept);
    }
}
