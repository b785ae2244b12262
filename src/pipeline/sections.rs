//! What breadth and depth alone do not tell of a girth.

use crate::measure::Measurement;

/// Views that show no more of a trunk than its breadth and its depth.
const FRONT_AND_SIDE: usize = 2;

/// How much more real people's girths differ at the same breadth and depth than those of the model's shapes do, mm: what
/// `examples/girths_of_people.rs` finds in ANSUR II, both sexes together. The underbust is taken to be like the chest. Nobody
/// measured the breadth and depth of knees and thighs: theirs is what 25 and 17 captures of a front and a side were off by beyond the
/// fit's own sigma; a hand hangs before the thigh in most.
const SPREAD_MM: [(&str, f64); 6] = [
    ("bust_girth", 14.5),
    ("underbust_girth", 14.5),
    ("waist_girth", 14.5),
    ("hip_girth", 11.5),
    ("knee_girth", 8.5),
    ("thigh_girth", 9.0),
];

/// Adds to the sigmas what a body seen in so few views leaves open of its cross-sections.
pub(super) fn widen(views: usize, measurements: &mut [Measurement]) {
    if views > FRONT_AND_SIDE {
        return;
    }
    for m in measurements {
        if let Some((_, spread_mm)) = SPREAD_MM.iter().find(|(id, _)| *id == m.id) {
            m.sigma_mm = m.sigma_mm.hypot(*spread_mm);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_views_leave_girths_open_and_four_do_not() {
        let of = |id| Measurement {
            id,
            value_mm: 900.0,
            sigma_mm: 10.0,
            left_mm: None,
            right_mm: None,
        };
        let sigmas = |views| {
            let mut values = ["waist_girth", "hip_girth", "thigh_girth", "stature"].map(of);
            widen(views, &mut values);
            values.map(|m| (m.sigma_mm * 10.0).round() / 10.0)
        };
        assert_eq!(sigmas(2), [17.6, 15.2, 13.5, 10.0]);
        assert_eq!(sigmas(4), [10.0; 4]);
    }
}
