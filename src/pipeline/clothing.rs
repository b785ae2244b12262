//! What clothes put between the outline and the skin.

use crate::capture::Clothing;
use crate::measure::Measurement;
use std::f64::consts::TAU;

/// Thickness of what is worn and how much that differs, mm: an assumption, since no capture here shows dressed people.
fn thickness_mm(clothing: Clothing) -> (f64, f64) {
    match clothing {
        Clothing::Underwear => (0.0, 0.0),
        Clothing::CloseFitting => (1.5, 0.8),
        Clothing::ThinLayer => (4.0, 2.5),
    }
}

/// Girths that clothes cover.
const COVERED: [&str; 9] = [
    "bust_girth",
    "underbust_girth",
    "waist_girth",
    "hip_girth",
    "armscye_girth",
    "upper_arm_girth",
    "thigh_girth",
    "knee_girth",
    "calf_girth",
];

/// Takes the clothes off the girths, and adds what is not known of them to the sigmas.
pub(super) fn undress(clothing: Option<Clothing>, measurements: &mut [Measurement]) {
    let (thick, sigma) = thickness_mm(clothing.unwrap_or(Clothing::Underwear));
    for m in measurements.iter_mut().filter(|m| COVERED.contains(&m.id)) {
        // A tape round a layer of even thickness is longer by a full turn of it.
        m.value_mm -= TAU * thick;
        m.sigma_mm = m.sigma_mm.hypot(TAU * sigma);
        for side in [&mut m.left_mm, &mut m.right_mm].into_iter().flatten() {
            *side -= TAU * thick;
        }
    }
}
