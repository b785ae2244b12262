//! The draft on real and on invented bodies: joined edges agree, outlines are simple, openings pass.

mod people;
mod pullovers;

use people::{ansur, invented};
use pullovers::{check, design, panel};
use purlform::garment::{Design, Kind, Sizes, draft_sizes, garment};

#[test]
fn fits_two_hundred_real_people() {
    let Some(people) = ansur(200) else { return };
    for (sizes, sex) in people {
        let pattern = draft_sizes(&sizes, &design("{}"), Some(sex))
            .unwrap_or_else(|e| panic!("{e} ({sizes:?})"));
        check(&sizes, &pattern);
    }
}

#[test]
fn fits_invented_people_of_any_size_in_every_fit() {
    for seed in 0..150 {
        let (sizes, sex) = invented(seed);
        for fit in ["very_close", "close", "average", "relaxed", "oversized"] {
            let design = design(&format!(r#"{{"fit":"{fit}"}}"#));
            let pattern = draft_sizes(&sizes, &design, sex)
                .unwrap_or_else(|e| panic!("{fit}: {e} ({sizes:?})"));
            check(&sizes, &pattern);
            assert_eq!(pattern, draft_sizes(&sizes, &design, sex).unwrap());
        }
    }
}

#[test]
fn a_greater_bust_never_narrows_the_panel() {
    for seed in 0..60 {
        let (sizes, sex) = invented(seed);
        let mut wider = sizes;
        wider.bust_girth += 30.0;
        let width = |s: &Sizes| {
            let p = draft_sizes(s, &design("{}"), sex).unwrap();
            panel(&p, "front")
                .outline()
                .iter()
                .fold(0.0, |w: f64, p| w.max(2.0 * p.x))
        };
        assert!(width(&wider) >= width(&sizes) - 1e-9);
    }
}

#[test]
fn swapping_the_sides_swaps_the_sleeves() {
    for seed in 0..60 {
        let (sizes, sex) = invented(seed);
        let mut swapped = sizes;
        for pair in [
            &mut swapped.armscye_girth,
            &mut swapped.upper_arm_girth,
            &mut swapped.wrist_girth,
            &mut swapped.arm_length,
        ] {
            std::mem::swap(&mut pair.left, &mut pair.right);
        }
        let (a, b) = (
            draft_sizes(&sizes, &design("{}"), sex).unwrap(),
            draft_sizes(&swapped, &design("{}"), sex).unwrap(),
        );
        for (mine, theirs) in [
            ("sleeve_left", "sleeve_right"),
            ("sleeve_right", "sleeve_left"),
        ] {
            let (p, q) = (panel(&a, mine).outline(), panel(&b, theirs).outline());
            assert_eq!(p.len(), q.len());
            assert!(
                p.iter().zip(&q).all(|(p, q)| (p - q).norm() < 1e-6),
                "{mine}"
            );
        }
        assert_eq!(panel(&a, "front"), panel(&b, "front"));
    }
}

#[test]
fn a_narrow_neck_is_opened_for_the_head() {
    let (mut sizes, sex) = invented(3);
    sizes.head_girth = 640.0;
    sizes.neck_girth = 250.0;
    let pattern = draft_sizes(&sizes, &design(r#"{"rib_stretch":1.2}"#), sex).unwrap();
    check(&sizes, &pattern);
    assert!(
        pattern.notes.iter().any(|n| n.code == "neck_deepened"),
        "{:?}",
        pattern.notes
    );
}

#[test]
fn the_sample_designs_are_drafted() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/designs");
    for file in std::fs::read_dir(folder).unwrap() {
        let design = Design::from_json(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
        for seed in 0..6 {
            let (sizes, sex) = invented(seed);
            check(&sizes, &draft_sizes(&sizes, &design, sex).unwrap());
        }
    }
}

#[test]
fn any_parameters_give_a_sound_pattern_or_a_named_refusal() {
    let mut drafted = 0;
    for seed in 0..600u64 {
        let (sizes, sex) = invented(seed);
        let mut draw = people::sampler(seed ^ 0xabcd);
        let mut given = serde_json::Map::new();
        for parameter in garment("pullover").unwrap().parameters {
            if let Kind::Number { min, max, .. } = parameter.kind
                && draw(0.0, 1.0) < 0.12
            {
                given.insert(parameter.name.into(), draw(min, max).into());
            }
        }
        let json = serde_json::Value::from(given).to_string();
        match draft_sizes(&sizes, &design(&json), sex) {
            Ok(pattern) => {
                drafted += 1;
                check(&sizes, &pattern);
            }
            Err(e) => assert!(e.cannot_be_made() && !e.hint().is_empty(), "{json}: {e}"),
        }
    }
    assert!(drafted > 100, "{drafted} of 600 drafted");
    println!("{drafted} of 600 drafted");
}
