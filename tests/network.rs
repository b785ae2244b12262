//! The pose-landmark network against an independent interpreter, and what becomes of files that are none.

use purlform::network::{Error, Network, Tensor};
use std::path::Path;

/// The network that `cargo xtask setup` fetches; `None`, said aloud, where it is absent.
fn weights() -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("node_modules/@mediapipe/pose/pose_landmark_full.tflite");
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        println!(
            "skipped: {} is absent; `cargo xtask setup` fetches it",
            path.display()
        );
    }
    bytes
}

/// The picture of `golden/network_litert.py`.
fn picture() -> Tensor {
    let mut input = Tensor::zeros([256, 256, 3]);
    for y in 0..256i64 {
        for x in 0..256i64 {
            for c in 0..3i64 {
                let disc = (x - 128).pow(2) + (y - 60).pow(2) < 900;
                let body = (x - 128).abs() < 40 && y > 90 && y < 240;
                let light = if disc || body { 150 - 30 * c } else { 0 };
                let value = (x * 7 + y * 13 + c * 50) % 64 + light;
                input.data[((y * 256 + x) * 3 + c) as usize] = value as f32 / 255.0;
            }
        }
    }
    input
}

#[test]
fn outputs_are_those_of_litert() {
    let Some(bytes) = weights() else { return };
    let network = Network::from_bytes(&bytes).expect("a network");
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("golden/network_litert.json")).expect("JSON");
    let out = network.run(picture());
    let mut seen = Vec::new();
    for tensor in out {
        let (name, values) = match tensor.data.len() {
            195 => ("spots", tensor.data),
            117 => ("world", tensor.data),
            1 => ("score", tensor.data),
            n => {
                assert_eq!(n, 256 * 256);
                let grid = (8..256).step_by(16);
                let at = |y: usize| (8..256).step_by(16).map(move |x| y * 256 + x);
                ("mask", grid.flat_map(at).map(|i| tensor.data[i]).collect())
            }
        };
        let wanted = golden[name].as_array().expect("numbers");
        assert_eq!(values.len(), wanted.len(), "{name}");
        for (i, (got, want)) in values.iter().zip(wanted).enumerate() {
            let want = want.as_f64().expect("number");
            let off = (f64::from(*got) - want).abs();
            assert!(
                off < 2e-3 * want.abs().max(1.0),
                "{name}[{i}]: {got}, LiteRT {want}"
            );
        }
        seen.push(name);
    }
    seen.sort_unstable();
    assert_eq!(seen, ["mask", "score", "spots", "world"]);
}

#[test]
fn what_is_no_network_is_refused() {
    let of = |bytes: &[u8]| Network::from_bytes(bytes).expect_err("no network");
    assert!(matches!(of(b""), Error::Damaged(_)));
    assert!(matches!(of(b"\x10\0\0\0TFL3"), Error::Damaged(_)));
    assert!(matches!(of(&[0xff; 64]), Error::Damaged(_)));
}

#[test]
fn damaged_networks_are_refused_or_run_but_never_panic() {
    let Some(bytes) = weights() else { return };
    // Cut anywhere, or with a byte of the tables (which lie at both ends) changed.
    for cut in (0..bytes.len()).step_by(bytes.len() / 7) {
        assert!(Network::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    let mut place = 9usize;
    for _ in 0..12 {
        place = (place * 7_919 + 13) % 60_000;
        for at in [place % bytes.len(), bytes.len() - 1 - place % bytes.len()] {
            let mut changed = bytes.clone();
            changed[at] ^= 0x55;
            let _ = Network::from_bytes(&changed);
        }
    }
}
