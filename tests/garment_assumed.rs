//! A pullover from a tape: what was not measured is assumed, what was is not.

mod people;
mod pullovers;

use pullovers::{check, close, design, panel};
use purlform::capture::Sex;
use purlform::garment::{Sizes, draft, garment};
use purlform::measure::{Measurements, complete};

/// A tape's flat list.
fn tape(json: &str) -> Measurements {
    Measurements::from_json(json.as_bytes()).unwrap()
}

#[test]
fn stature_and_bust_girth_suffice() {
    for sex in [Some(Sex::Female), Some(Sex::Male), None] {
        for stature in (1000..=2050).step_by(70) {
            for bust in [0.48, 0.54, 0.6, 0.68, 0.76].map(|r| r * f64::from(stature)) {
                let tape = tape(&format!(r#"{{"stature":{stature},"bust_girth":{bust}}}"#));
                let pattern = draft(&tape, &design("{}"), sex)
                    .unwrap_or_else(|e| panic!("{stature} {bust} {sex:?}: {e}"));
                let sizes = Sizes::of(&complete(&tape, sex).measurements).unwrap();
                check(&sizes, &pattern);
                let assumed: Vec<&str> = pattern.assumed.iter().map(|a| a.id.as_str()).collect();
                let needs = garment("pullover").unwrap().needs.iter();
                let missing = || {
                    needs
                        .clone()
                        .filter(|id| !["stature", "bust_girth"].contains(id))
                };
                assert!(missing().all(|id| assumed.contains(id)));
                assert_eq!(missing().count(), assumed.len());
                assert!(pattern.assumed.iter().all(|a| a.sigma_mm > 0.0));
            }
        }
    }
    let empty = draft(&tape("{}"), &design("{}"), None).unwrap_err();
    assert!(empty.to_string().contains("stature"), "{empty}");
}

#[test]
fn what_was_measured_is_not_assumed() {
    let json = r#"{"version":1,"sex":"female","measurements":[
        {"id":"stature","iso":"5.1.1","value_mm":1650,"sigma_mm":3,"left_mm":null,"right_mm":null},
        {"id":"bust_girth","iso":"5.3.4","value_mm":900,"sigma_mm":6,"left_mm":null,"right_mm":null},
        {"id":"arm_length","iso":null,"value_mm":550,"sigma_mm":6,"left_mm":560,"right_mm":540}]}"#;
    let pattern = draft(&tape(json), &design("{}"), None).unwrap();
    assert!(pattern.assumed.iter().all(|a| a.id != "arm_length"));
    let height = |name: &str| {
        panel(&pattern, name)
            .outline()
            .iter()
            .fold(0.0, |h: f64, p| h.max(p.y))
    };
    close(
        height("sleeve_left") - height("sleeve_right"),
        20.0,
        1e-9,
        "sleeve lengths",
    );
    let bust = panel(&pattern, "front")
        .edge("armhole_right")
        .unwrap()
        .points[0]
        .x;
    close(
        4.0 * bust,
        900.0,
        1e-9,
        "a woman's average pullover has no ease at the bust",
    );
}

/// Writes the lengths of all edges down, to see what a change in the draft changes.
#[test]
fn the_average_woman_and_man_keep_their_pullovers() {
    let mut text = String::new();
    for (sex, stature, bust) in [("female", 1630, 940), ("male", 1755, 1060)] {
        let tape = tape(&format!(
            r#"{{"sex":"{sex}","stature":{stature},"bust_girth":{bust},"waist_girth":890,"hip_girth":1018,"neck_girth":360,
            "head_girth":567,"shoulder_width":420,"back_neck_to_waist":410,"waist_height":1060,"hip_height":890,"armscye_girth":440,
            "upper_arm_girth":310,"wrist_girth":165,"arm_length":570}}"#
        ));
        let pattern = draft(&tape, &design("{}"), None).unwrap();
        assert!(pattern.assumed.is_empty());
        for panel in &pattern.panels {
            for edge in &panel.edges {
                text += &format!(
                    "{sex} {} {} {:.3}\n",
                    panel.name,
                    edge.name,
                    edge.length_mm()
                );
            }
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/pullover_edges.txt");
    if std::env::var_os("REGENERATE").is_some() {
        std::fs::write(file, &text).unwrap();
    }
    assert_eq!(
        text,
        std::fs::read_to_string(file).unwrap(),
        "REGENERATE=1 accepts the change"
    );
}
