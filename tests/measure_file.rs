//! Files of measurements: both forms, and what is refused with which words.

use proptest::prelude::*;
use purlform::capture::Sex;
use purlform::measure::{
    BY_HAND_SIGMA_MM, DEFINITIONS, Error, Measurement, MeasurementFile, Measurements,
};
use serde_json::json;

fn refused(json: &str) -> String {
    let error = Measurements::from_json(json.as_bytes()).expect_err(json);
    format!("{error}; {}", error.hint())
}

#[test]
fn a_flat_list_of_a_tape_is_read() {
    let read =
        Measurements::from_json(br#"{"waist_girth": 812, "stature": 1712.5, "sex": "female"}"#)
            .expect("fine");
    assert_eq!(
        read.values.iter().map(|m| m.id).collect::<Vec<_>>(),
        ["stature", "waist_girth"]
    );
    assert_eq!(
        read.get("waist_girth").map(|m| (m.value_mm, m.sigma_mm)),
        Some((812.0, BY_HAND_SIGMA_MM))
    );
    assert_eq!(read.sex, Some(Sex::Female));
    assert_eq!(
        Measurements::from_json(b"{}").expect("nothing is something"),
        Measurements::default()
    );
}

#[test]
fn what_is_written_is_read_again() {
    let one = |(i, d): (usize, &purlform::measure::Definition)| {
        let value_mm = (d.plausible_mm.0 * d.plausible_mm.1).sqrt();
        let side = |add: f64| d.paired.then_some(value_mm + add);
        Measurement {
            id: d.id,
            value_mm,
            sigma_mm: i as f64,
            left_mm: side(-1.0),
            right_mm: side(1.0),
        }
    };
    let measurements: Vec<Measurement> = DEFINITIONS.iter().enumerate().map(one).collect();
    let file = MeasurementFile {
        version: 1,
        sex: None,
        measurements: measurements.clone(),
        fit: json!({}),
        warnings: vec![json!({"code": "x"})],
    };
    let text = serde_json::to_string(&file).expect("plain data");
    let read = Measurements::from_json(text.as_bytes()).expect("our own file");
    assert_eq!(read.values.len(), measurements.len());
    for (a, b) in read.values.iter().zip(&measurements) {
        assert_eq!(a.id, b.id);
        assert!(
            (a.value_mm - b.value_mm).abs() <= 0.005 && a.sigma_mm == b.sigma_mm,
            "{}",
            a.id
        );
        assert_eq!(
            (a.left_mm.is_some(), a.right_mm.is_some()),
            (b.left_mm.is_some(), b.right_mm.is_some())
        );
    }
    let first: serde_json::Value = serde_json::from_str(&text).expect("json");
    let keys: Vec<&String> = first["measurements"][0]
        .as_object()
        .expect("an entry")
        .keys()
        .collect();
    assert_eq!(keys.len(), 6, "{keys:?}");
}

#[test]
fn slips_of_the_unit_are_named() {
    for (json, word, value) in [
        (r#"{"waist_girth": 81}"#, "centimetres", "810"),
        (r#"{"waist_girth": 32}"#, "inches", "813"),
        (r#"{"waist_girth": 0.81}"#, "metres", "810"),
        (r#"{"bust_girth": 96}"#, "centimetres", "960"),
        (r#"{"bust_girth": 38}"#, "inches", "965"),
        (r#"{"stature": 172}"#, "centimetres", "1720"),
        (r#"{"stature": 1.72}"#, "metres", "1720"),
        (r#"{"stature": 68}"#, "inches", "1727"),
        (r#"{"stature": 5.6}"#, "feet", "1707"),
        (r#"{"wrist_girth": 16.5}"#, "centimetres", "165"),
        (r#"{"wrist_girth": 6.5}"#, "inches", "165"),
        (r#"{"head_girth": 57}"#, "centimetres", "570"),
    ] {
        let said = refused(json);
        assert!(
            said.contains(word) && said.contains(value),
            "{json}: {said}"
        );
    }
    assert!(matches!(
        Measurements::from_json(br#"{"waist_girth": 9000}"#),
        Err(Error::Implausible { unit: None, .. })
    ));
    assert!(matches!(
        Measurements::from_json(br#"{"waist_girth": -81}"#),
        Err(Error::Implausible { unit: None, .. })
    ));
}

#[test]
fn unknown_ids_get_the_nearest() {
    for (id, nearest) in [
        ("waist", "waist_girth"),
        ("waistgirth", "waist_girth"),
        ("bust-girth", "bust_girth"),
        ("hip_girht", "hip_girth"),
        ("inside_leg", "inside_leg_height"),
        ("height", "stature"),
        ("chest", "bust_girth"),
        ("stature_mm", "stature"),
    ] {
        let said = refused(&format!("{{\"{id}\": 800}}"));
        assert!(said.contains(&format!("\"{nearest}\"")), "{said}");
    }
    assert!(matches!(
        Measurements::from_json(br#"{"shoe_size": 43}"#),
        Err(Error::Unknown { nearest: None, .. })
    ));
}

#[test]
fn files_that_are_none_say_why() {
    assert!(refused(r#"{"waist_girth": 812, "waist_girth": 813}"#).contains("twice"));
    assert!(refused(r#"{"waist_girth": "812"}"#).contains("number of millimetres"));
    assert!(refused(r#"{"waist_girth": 1e999}"#).contains("cannot be read"));
    let entry = r#"{"version": 1, "measurements": [{"id": "waist_girth", "value_mm": null}]}"#;
    assert!(refused(entry).contains("waist_girth"));
    assert!(refused("[]").contains("an object of measurements"));
    assert!(refused("{").contains("line 1"));
    assert!(refused(r#"{"version": 2, "measurements": []}"#).contains("version"));
    assert!(refused(r#"{"version": 1, "measurements": 7}"#).contains("list"));
    assert!(refused(r#"{"version": 1, "measurements": [{"value_mm": 7}]}"#).contains("id"));
    let bad_sigma =
        r#"{"version": 1, "measurements": [{"id": "stature", "value_mm": 1700, "sigma_mm": -1}]}"#;
    assert!(refused(bad_sigma).contains("sigma_mm of stature"));
    let bad_side = r#"{"version": 1, "measurements": [{"id": "wrist_girth", "value_mm": 160, "left_mm": 16}]}"#;
    assert!(refused(bad_side).contains("centimetres"));
    assert!(refused(r#"{"sex": "cat"}"#).contains("sex"));
    let long = Measurements::from_json(&vec![b' '; 2 << 20]);
    assert!(matches!(long, Err(Error::File(_))));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Measurements::from_json(&bytes);
    }

    #[test]
    fn no_object_makes_it_panic(id in "[a-z_]{0,20}", value in any::<f64>()) {
        let _ = Measurements::from_json(json!({ id: value }).to_string().as_bytes());
    }
}
