//! Bodies to draft for: people of ANSUR II where the shared folder is at hand, and invented ones of any size.
#![allow(dead_code)]

use purlform::capture::Sex;
use purlform::garment::{Paired, Sizes};
use std::path::PathBuf;

fn shared() -> Option<PathBuf> {
    let path = std::env::var_os("PURLFORM_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    path.is_dir().then_some(path)
}

/// `n` people of each sex alike, evenly drawn, or `None` (said aloud) without the shared folder.
pub fn ansur(n: usize) -> Option<Vec<(Sizes, Sex)>> {
    let Some(shared) = shared() else {
        println!("skipped: ../shared is absent");
        return None;
    };
    let mut people = Vec::new();
    for (file, sex) in [("female", Sex::Female), ("male", Sex::Male)] {
        let bytes = std::fs::read(shared.join(format!("ansur/ansur2_{file}.csv"))).unwrap();
        let text: String = bytes.iter().map(|b| *b as char).collect();
        let mut rows = text.lines().map(|l| l.split(',').collect::<Vec<_>>());
        let head = rows.next().unwrap();
        let rows: Vec<_> = rows.collect();
        let step = (rows.len() / (n / 2)).max(1);
        people.extend(
            rows.iter()
                .step_by(step)
                .take(n / 2)
                .map(|r| (of_ansur(&head, r, sex == Sex::Female), sex)),
        );
    }
    Some(people)
}

/// ANSUR's nearest measures; the armscye is guessed from chest and arm, the knee from the calf, the underbust from the chest, the surface over the shoulders from their breadth.
fn of_ansur(head: &[&str], row: &[&str], female: bool) -> Sizes {
    let get = |name: &str| -> f64 {
        row[head.iter().position(|h| *h == name).unwrap()]
            .parse()
            .unwrap()
    };
    let waist_height = 0.5 * (get("tenthribheight") + get("iliocristaleheight"));
    let both = |x| Paired { left: x, right: x };
    Sizes {
        stature: get("stature"),
        waist_height,
        hip_height: get("buttockheight"),
        head_girth: get("headcircumference"),
        neck_girth: get("neckcircumference"),
        bust_girth: get("chestcircumference"),
        underbust_girth: get("chestcircumference") - 100.0 * f64::from(u8::from(female)),
        waist_girth: get("waistcircumference"),
        hip_girth: get("buttockcircumference"),
        shoulder_width: 1.09 * get("biacromialbreadth"),
        back_neck_to_waist: get("waistbacklength") - (waist_height - get("waistheightomphalion")),
        armscye_girth: both(
            120.0 + 0.2 * get("chestcircumference") + 0.4 * get("bicepscircumferenceflexed"),
        ),
        upper_arm_girth: both(0.94 * get("bicepscircumferenceflexed")),
        wrist_girth: both(get("wristcircumference")),
        arm_length: both(get("acromionradialelength") + get("radialestylionlength")),
        shoulder_length: both(get("shoulderlength")),
        knee_girth: both(0.93 * get("calfcircumference") + 25.0),
        calf_girth: both(get("calfcircumference")),
        ankle_girth: both(get("anklecircumference")),
        foot_length: both(get("footlength")),
        foot_girth: both(get("balloffootcircumference")),
    }
}

/// Numbers between two bounds, evenly spread (xorshift64).
pub fn sampler(seed: u64) -> impl FnMut(f64, f64) -> f64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x1234_5678;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    for _ in 0..8 {
        next();
    }
    move |lo, hi| lo + (hi - lo) * next()
}

/// A person of 0.95 to 2.05 m with proportions and sides that vary more than people's do.
pub fn invented(seed: u64) -> (Sizes, Option<Sex>) {
    let mut draw = sampler(seed);
    let stature = draw(950.0, 2050.0);
    let sex = [Some(Sex::Female), Some(Sex::Male), None][(seed % 3) as usize];
    let bust = (0.56 * stature * draw(0.86, 1.35)).max(500.0);
    let shoulder = (0.11 * stature + 0.24 * bust) * draw(0.93, 1.07);
    let upper_arm = 0.31 * bust * draw(0.85, 1.15);
    let arm = 0.35 * stature * draw(0.94, 1.06);
    let mut both = |x: f64| Paired {
        left: x * draw(0.97, 1.03),
        right: x * draw(0.97, 1.03),
    };
    let sizes = Sizes {
        stature,
        waist_height: 0.625 * stature,
        hip_height: 0.515 * stature,
        head_girth: 430.0 + 0.08 * stature,
        neck_girth: 0.36 * bust + 15.0,
        bust_girth: bust,
        underbust_girth: 0.9 * bust,
        waist_girth: 0.9 * bust,
        hip_girth: bust,
        shoulder_width: shoulder,
        back_neck_to_waist: 0.245 * stature,
        armscye_girth: both(120.0 + 0.2 * bust + 0.4 * upper_arm),
        upper_arm_girth: both(upper_arm),
        wrist_girth: both(60.0 + 0.06 * stature),
        arm_length: both(arm),
        shoulder_length: both(0.3 * shoulder),
        knee_girth: both(0.21 * stature + 10.0),
        calf_girth: both(0.215 * stature),
        ankle_girth: both(0.132 * stature),
        foot_length: both(0.153 * stature),
        foot_girth: both(0.142 * stature),
    };
    let sizes = Sizes {
        waist_girth: bust * draw(0.74, 1.12),
        hip_girth: bust * draw(0.88, 1.18),
        back_neck_to_waist: 0.245 * stature * draw(0.92, 1.08),
        hip_height: stature * draw(0.48, 0.545),
        neck_girth: sizes.neck_girth * draw(0.9, 1.1),
        ..sizes
    };
    (sizes, sex)
}
