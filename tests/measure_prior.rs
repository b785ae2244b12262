//! Predictions of what was not measured: sound for everybody, and as sure as they say for real people.

use purlform::capture::Sex;
use purlform::measure::{BY_HAND, Completed, DEFINITIONS, Measurements, complete};
use std::path::PathBuf;

fn flat(pairs: &[(&str, f64)]) -> Measurements {
    let object: serde_json::Map<_, _> = pairs
        .iter()
        .map(|(id, v)| (id.to_string(), (*v).into()))
        .collect();
    Measurements::from_json(&serde_json::to_vec(&object).expect("plain data")).expect("plausible")
}

fn sigma(completed: &Completed, id: &str) -> f64 {
    completed
        .measurements
        .get(id)
        .expect("all are there")
        .sigma_mm
}

#[test]
fn what_was_given_stays_and_the_rest_is_listed() {
    let given = flat(&[("stature", 1700.0), ("bust_girth", 960.0)]);
    for sex in [None, Some(Sex::Female), Some(Sex::Male)] {
        let completed = complete(&given, sex);
        let all = DEFINITIONS.len() + BY_HAND.len();
        assert_eq!(completed.measurements.values.len(), all);
        assert_eq!(completed.assumed.len(), all - 2);
        assert_eq!(
            completed.measurements.get("bust_girth"),
            given.get("bust_girth")
        );
        for (m, d) in completed.measurements.values.iter().zip(DEFINITIONS) {
            assert_eq!(m.id, d.id);
            assert!(
                (d.plausible_mm.0..d.plausible_mm.1).contains(&m.value_mm),
                "{} {}",
                m.id,
                m.value_mm
            );
            assert!(
                m.sigma_mm > 0.0 && m.sigma_mm < 0.3 * m.value_mm,
                "{} +- {}",
                m.id,
                m.sigma_mm
            );
        }
    }
}

#[test]
fn more_evidence_means_less_doubt() {
    let one = complete(&flat(&[("stature", 1700.0)]), Some(Sex::Female));
    let two = complete(
        &flat(&[("stature", 1700.0), ("bust_girth", 960.0)]),
        Some(Sex::Female),
    );
    let three = complete(
        &flat(&[
            ("stature", 1700.0),
            ("bust_girth", 960.0),
            ("hip_girth", 1020.0),
        ]),
        Some(Sex::Female),
    );
    assert!(sigma(&one, "waist_girth") > sigma(&two, "waist_girth"));
    assert!(sigma(&two, "waist_girth") > sigma(&three, "waist_girth"));
    let unknown = complete(&flat(&[("stature", 1700.0)]), None);
    assert!(sigma(&unknown, "neck_girth") > sigma(&one, "neck_girth"));
}

#[test]
fn children_and_giants_are_predicted_with_more_doubt_but_possible() {
    let adult = complete(&flat(&[("stature", 1700.0), ("bust_girth", 960.0)]), None);
    for (stature, bust) in [
        (1100.0, 580.0),
        (1280.0, 650.0),
        (2100.0, 1300.0),
        (1600.0, 1500.0),
    ] {
        let other = complete(&flat(&[("stature", stature), ("bust_girth", bust)]), None);
        for (m, d) in other.measurements.values.iter().zip(DEFINITIONS) {
            let (least, largest) = d.plausible_mm;
            assert!(
                (0.9 * least..1.1 * largest).contains(&m.value_mm),
                "{stature} {bust}: {} {}",
                m.id,
                m.value_mm
            );
        }
        let relative = |c: &Completed| {
            sigma(c, "neck_girth") / c.measurements.get("neck_girth").expect("there").value_mm
        };
        assert!(relative(&other) > relative(&adult));
    }
}

#[test]
fn the_sex_is_inferred_where_it_shows() {
    let given = flat(&[
        ("stature", 1850.0),
        ("bust_girth", 1000.0),
        ("neck_girth", 400.0),
        ("wrist_girth", 180.0),
    ]);
    let close = |a: &Completed, b: &Completed| {
        (a.measurements.get("head_girth").expect("there").value_mm
            - b.measurements.get("head_girth").expect("there").value_mm)
            .abs()
    };
    let (unknown, male, female) = (
        complete(&given, None),
        complete(&given, Some(Sex::Male)),
        complete(&given, Some(Sex::Female)),
    );
    assert!(close(&unknown, &male) < close(&unknown, &female));
}

/// Real people, measured with tape and callipers (ANSUR II): given stature and chest, the others are missed by what sigma
/// says, no more than a quarter more, and the mean is not off.
#[test]
fn real_people_are_missed_by_what_sigma_says() {
    let shared = std::env::var_os("PURLFORM_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    for (sex, file) in [
        (Sex::Female, "ansur2_female.csv"),
        (Sex::Male, "ansur2_male.csv"),
    ] {
        let Ok(bytes) = std::fs::read(shared.join("ansur").join(file)) else {
            println!("skipped: {file} is not in the shared folder");
            return;
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
        let column = |name| header.iter().position(|h| *h == name).expect("a column");
        let checks = [
            ("hip_girth", "buttockcircumference"),
            ("neck_girth", "neckcircumference"),
            ("wrist_girth", "wristcircumference"),
            ("head_girth", "headcircumference"),
            ("thigh_girth", "thighcircumference"),
            ("inside_leg_height", "crotchheight"),
            ("cervicale_height", "cervicaleheight"),
        ]
        .map(|(id, name)| (id, column(name)));
        let (stature, chest) = (column("stature"), column("chestcircumference"));
        let mut z = checks.map(|_| (0.0, 0.0));
        let mut count = 0.0;
        for line in lines.step_by(5) {
            let cells: Vec<f64> = line
                .split(',')
                .map(|c| c.parse().unwrap_or(f64::NAN))
                .collect();
            let completed = complete(
                &flat(&[("stature", cells[stature]), ("bust_girth", cells[chest])]),
                Some(sex),
            );
            count += 1.0;
            for ((id, c), z) in checks.iter().zip(&mut z) {
                let m = completed.measurements.get(id).expect("all are there");
                let error = (cells[*c] - m.value_mm) / m.sigma_mm;
                *z = (z.0 + error, z.1 + error * error);
            }
        }
        for ((id, _), (sum, squares)) in checks.iter().zip(z) {
            let (mean, spread) = (sum / count, (squares / count).sqrt());
            assert!(
                mean.abs() < 0.2 && (0.75..1.25).contains(&spread),
                "{sex:?} {id}: mean {mean:.2}, spread {spread:.2}"
            );
        }
    }
}
