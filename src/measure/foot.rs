//! The feet: a tape takes them, no camera that sees the whole person does. Where nobody took them, stature and ankle say
//! how large they probably are.

use super::definition::{Definition, Tape};
use super::{Measurement, Measurements};
use crate::capture::Sex;

const fn by_hand(id: &'static str, name: &'static str, plausible_mm: (f64, f64)) -> Definition {
    Definition {
        id,
        name,
        iso: None,
        tape: Tape::ByHand,
        paired: true,
        plausible_mm,
        extra_mm: 0.0,
    }
}

/// Measurements that only a tape takes: from the heel to the longest toe, and round the ball of the foot.
pub static BY_HAND: &[Definition] = &[
    by_hand("foot_length", "Foot length", (100.0, 400.0)),
    by_hand("foot_girth", "Foot girth at the ball", (90.0, 400.0)),
];

/// Regressions of logarithms over ANSUR II's women and men: constant, share of the stature's and of the ankle girth's
/// logarithm, and what is left (standard deviation), for each of [`BY_HAND`].
const ON_STATURE_AND_ANKLE: [[[f64; 4]; 2]; 2] = [
    [
        [-1.43558, 0.83482, 0.14280, 0.0339],
        [0.43341, 0.40359, 0.37430, 0.0389],
    ],
    [
        [-1.25263, 0.77310, 0.19852, 0.0317],
        [0.45877, 0.33570, 0.47156, 0.0351],
    ],
];

/// The `which`-th of [`BY_HAND`], predicted from the others; `None` without stature or ankle girth.
pub(super) fn predicted(
    which: usize,
    known: &Measurements,
    sex: Option<Sex>,
) -> Option<Measurement> {
    let definition = BY_HAND.get(which)?;
    let stature = libm::log(known.get("stature")?.value_mm);
    let ankle = known.get("ankle_girth")?;
    let by_sex = ON_STATURE_AND_ANKLE.map(|table| {
        let [a, b, c, left] = table[which.min(1)];
        let value = libm::exp(a + b * stature + c * libm::log(ankle.value_mm));
        let ankle_share = c * ankle.sigma_mm / ankle.value_mm;
        (
            value,
            (left * left + ankle_share * ankle_share).sqrt() * value,
        )
    });
    let (value, sigma_mm) = match sex {
        Some(Sex::Female) => by_sex[0],
        Some(Sex::Male) => by_sex[1],
        None => {
            let [(f, sf), (m, sm)] = by_sex;
            let apart = (f - m) / 2.0;
            (
                (f + m) / 2.0,
                ((sf * sf + sm * sm) / 2.0 + apart * apart).sqrt(),
            )
        }
    };
    let (least, largest) = definition.plausible_mm;
    Some(Measurement {
        id: definition.id,
        value_mm: value.clamp(least, largest),
        sigma_mm,
        left_mm: None,
        right_mm: None,
    })
}
