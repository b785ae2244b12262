//! What no pullover can be is refused by its name, with what could be.

mod people;
mod pullovers;

use people::invented;
use pullovers::{check, close, design, panel};
use purlform::garment::{Design, Error, Gauge, Sizes, draft_sizes, garment};

#[test]
fn given_numbers_are_kept_or_refused_by_name() {
    let (sizes, sex) = invented(7);
    let p = draft_sizes(
        &sizes,
        &design(r#"{"bust_ease":80,"body_length":640,"sleeve_length":400}"#),
        sex,
    )
    .unwrap();
    check(&sizes, &p);
    let top = panel(&p, "sleeve_left")
        .outline()
        .iter()
        .fold(0.0, |h: f64, p| h.max(p.y));
    close(top, 400.0, 1e-9, "sleeve length");
    let wide = panel(&p, "front")
        .outline()
        .iter()
        .filter(|p| p.y > 450.0)
        .fold(0.0, |w: f64, p| w.max(4.0 * p.x));
    assert!(wide <= sizes.bust_girth + 80.0 + 1e-9);
    for (parameters, name) in [
        (r#"{"neck_width":85,"neck_depth":30}"#, "neck opening"),
        (r#"{"wrist_ease":-20,"rib_stretch":1.05}"#, "wrist_ease"),
        (r#"{"hip_ease":-150,"rib_stretch":1.05}"#, "hip_ease"),
        (r#"{"body_length":220}"#, "body_length"),
        (r#"{"cross_shoulder":700}"#, "cross_shoulder"),
        (r#"{"sleeve_length":120}"#, "sleeve_length"),
        (r#"{"neck_width":350,"cross_shoulder":360}"#, "neck_width"),
    ] {
        match draft_sizes(&sizes, &design(parameters), sex) {
            Err(Error::CannotDraft { name: found, .. }) => assert_eq!(found, name, "{parameters}"),
            other => panic!("{parameters}: {other:?}"),
        }
    }
}

#[test]
fn designs_are_refused_by_name() {
    let with = |parameters: &str| {
        format!(
            r#"{{"garment":"pullover","gauge":{{"wales_per_100mm":34,"courses_per_100mm":46}},"parameters":{parameters}}}"#
        )
    };
    let cases = [
        (with(r#"{"fit":"averge"}"#), "fit", "average"),
        (with(r#"{"bust_eas":3}"#), "bust_eas", "bust_ease"),
        (
            with(r#"{"bust_ease":"wide"}"#),
            "bust_ease",
            "-150 to 500 mm",
        ),
        (with(r#"{"bust_ease":5000}"#), "bust_ease", "-150 to 500 mm"),
        (
            with(r#"{"linking_allowance_wales":1.5}"#),
            "linking_allowance_wales",
            "whole number",
        ),
        (
            r#"{"garment":"pulover","gauge":{}}"#.into(),
            "pulover",
            "pullover",
        ),
        (r#"{"garment":"pullover"}"#.into(), "gauge", "gauge"),
        (
            r#"{"garment":"pullover","gauge":{"wales_per_100mm":34}}"#.into(),
            "gauge.courses_per_100mm",
            "courses",
        ),
        (
            r#"{"garment":"pullover","gauge":{"wales_per_100mm":-3,"courses_per_100mm":46}}"#
                .into(),
            "gauge.wales_per_100mm",
            "5 to 300",
        ),
        (
            r#"{"garment":"pullover","gague":{}}"#.into(),
            "gague",
            "gauge",
        ),
        (
            r#"{"version":2,"garment":"pullover"}"#.into(),
            "version",
            "1",
        ),
        ("[]".into(), "design", "object"),
        ("{".into(), "line 1", "design"),
    ];
    for (json, name, hint) in cases {
        let e = Design::from_json(json.as_bytes()).unwrap_err();
        assert!(
            e.to_string().contains(name) && e.hint().contains(hint),
            "{json}: {e}; {}",
            e.hint()
        );
        assert!(!e.cannot_be_made());
    }
    let least = br#"{"version":1,"garment":"pullover","gauge":{"wales_per_100mm":34,"courses_per_100mm":46}}"#;
    let gauge = Gauge {
        wales_per_100mm: 34.0,
        courses_per_100mm: 46.0,
    };
    assert_eq!(
        Design::from_json(least).unwrap(),
        Design::new(garment("pullover").unwrap(), gauge).unwrap()
    );
}

#[test]
fn sizes_that_no_person_has_are_refused() {
    let value = |id: &str, _| Some(if id == "bust_girth" { 88.0 } else { 500.0 });
    assert!(
        Sizes::resolve(value)
            .unwrap_err()
            .to_string()
            .contains("stature")
    );
    let missing = |id: &str, _| (id != "head_girth").then_some(900.0);
    assert!(
        Sizes::resolve(missing)
            .unwrap_err()
            .to_string()
            .contains("head_girth")
    );
}
