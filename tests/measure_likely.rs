//! The likeliest body for typed measurements has those measurements.

use purlform::body::Model;
use purlform::measure::{Likely, Measurements, measure};

const ASSET: &[u8] = include_bytes!("../assets/body.purl");

#[test]
fn a_typed_person_is_shown_as_typed() {
    let model = Model::from_bytes(ASSET).expect("the asset is sound");
    for typed in [
        r#"{"stature":1680,"bust_girth":920}"#,
        r#"{"sex":"female","stature":1560,"bust_girth":1080,"waist_girth":940,"hip_girth":1120}"#,
        r#"{"sex":"male","stature":1880,"bust_girth":1000,"waist_girth":820,"hip_girth":980,"arm_length":640}"#,
        r#"{"stature":1830,"bust_girth":1240,"waist_girth":1180}"#,
    ] {
        let given = Measurements::from_json(typed.as_bytes()).expect("plausible");
        let likely = Likely::new(&model, given.sex).expect("measurable");
        let body = likely.body(&model, &given).expect("a body");
        let readings = measure(&body).expect("measurable");
        for wanted in &given.values {
            let read = readings.iter().find(|r| r.id == wanted.id);
            let off = read.expect("all are read").value_mm - wanted.value_mm;
            assert!(
                off.abs() < 4.0,
                "{typed}: {} is off by {off:.1} mm",
                wanted.id
            );
        }
    }
}
