//! The tape against another hand's: bodies of the model, measured by `tools/measure/golden.py` with other libraries.
//!
//! `REGENERATE=1` writes the bodies anew from the asset; run the tool after it.

use purlform::body::{Body, Joint, Landmark, Model, Part};
use purlform::geom::{Mesh, Vec3};
use purlform::measure::measure;
use std::collections::BTreeMap;
use std::path::PathBuf;

const NAMES: [&str; 2] = ["standing", "leaning"];

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/measure")
        .join(name)
}

/// Counts of vertices and faces (u32), vertices, landmarks, joints, facing (f32), corners (u16), parts (u8); little-endian.
fn write(body: &Body) -> Vec<u8> {
    let mut bytes = Vec::new();
    for count in [body.mesh.vertices.len(), body.mesh.faces.len()] {
        bytes.extend((count as u32).to_le_bytes());
    }
    let points = body
        .mesh
        .vertices
        .iter()
        .chain(&body.landmarks)
        .chain(&body.joints)
        .chain([&body.facing]);
    points
        .flatten()
        .for_each(|c| bytes.extend((*c as f32).to_le_bytes()));
    body.mesh
        .faces
        .iter()
        .flatten()
        .for_each(|v| bytes.extend((*v as u16).to_le_bytes()));
    bytes.extend(body.face_parts.iter().map(|p| *p as u8));
    bytes
}

fn read(bytes: &[u8]) -> Body {
    let count = |i: usize| {
        u32::from_le_bytes([bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]]) as usize
    };
    let (vertices, faces) = (count(0), count(4));
    let points = vertices + Landmark::COUNT + Joint::COUNT + 1;
    let (places, rest) = bytes[8..].split_at(12 * points);
    let (corners, parts) = rest.split_at(6 * faces);
    let numbers: Vec<f64> = places
        .chunks(4)
        .map(|b| f64::from(f32::from_le_bytes([b[0], b[1], b[2], b[3]])))
        .collect();
    let points: Vec<Vec3> = numbers.chunks(3).map(Vec3::from_column_slice).collect();
    let corners: Vec<u32> = corners
        .chunks(2)
        .map(|b| u32::from(u16::from_le_bytes([b[0], b[1]])))
        .collect();
    let part =
        |p: &u8| [Part::Trunk, Part::ArmL, Part::ArmR, Part::LegL, Part::LegR][usize::from(*p)];
    let landmarks = &points[vertices..];
    Body {
        mesh: Mesh {
            vertices: points[..vertices].to_vec(),
            faces: corners.chunks(3).map(|c| [c[0], c[1], c[2]]).collect(),
        },
        face_parts: parts.iter().map(part).collect(),
        landmarks: std::array::from_fn(|i| landmarks[i]),
        joints: std::array::from_fn(|i| landmarks[Landmark::COUNT + i]),
        facing: points[points.len() - 1],
    }
}

/// A shape off the mean, standing straight or turned and leaning with its limbs bent.
fn make(name: &str) -> Body {
    let model =
        Model::from_bytes(include_bytes!("../assets/body.purl")).expect("the project's own asset");
    let leaning = name == "leaning";
    let shape: Vec<f64> = (0..model.shape_len())
        .map(|i| {
            if i == 0 {
                0.5
            } else {
                0.5 * (if leaning { 1.7 } else { 2.9 } * i as f64).sin()
            }
        })
        .collect();
    let rest = model.rest(&shape);
    let mut pose = model.standard_pose(&rest);
    if leaning {
        for (i, rotation) in pose.rotations.iter_mut().enumerate() {
            let axis = Vec3::new(
                (1.3 * i as f64).sin(),
                if i == 0 {
                    4.0
                } else {
                    0.3 * (0.7 * i as f64).cos()
                },
                (2.1 * i as f64).cos(),
            );
            *rotation *= nalgebra::Rotation3::new(axis * 0.08).into_inner();
        }
    }
    model.pose(&rest, &pose).body()
}

#[test]
fn bodies_measure_as_with_other_libraries() {
    if std::env::var_os("REGENERATE").is_some() {
        for name in NAMES {
            std::fs::create_dir_all(golden("")).expect("the folder can be made");
            std::fs::write(golden(&format!("{name}.body")), write(&make(name)))
                .expect("the file can be written");
        }
        println!("now run tools/measure/golden.py");
        return;
    }
    let text = std::fs::read_to_string(golden("measures.json")).expect("golden values");
    let expected: BTreeMap<String, BTreeMap<String, f64>> =
        serde_json::from_str(&text).expect("golden values");
    for name in NAMES {
        let body = read(&std::fs::read(golden(&format!("{name}.body"))).expect("a golden body"));
        let readings = measure(&body).expect("a whole body");
        assert_eq!(readings.len(), expected[name].len());
        for r in readings {
            let other = expected[name][r.id];
            assert!(
                (r.value_mm - other).abs() < 0.05,
                "{name} {}: {} here, {other} there",
                r.id,
                r.value_mm
            );
        }
    }
}
