//! Fit classes and the ease that each stands for.

use super::style::words;
use crate::capture::Sex;

words! {
    /// How closely a garment follows the body.
    #[derive(Default)]
    Fit {
        /// Tight.
        VeryClose "very_close" "紧身",
        /// Between tight and average.
        Close "close" "贴身",
        /// As most garments.
        #[default]
        Average "average" "标准",
        /// Loose.
        Relaxed "relaxed" "宽松",
        /// Much too big, and meant so.
        Oversized "oversized" "超宽松",
    }
}

/// Stature from which on the tables hold as they are, mm.
const GROWN: f64 = 1400.0;

/// Ease of a fit class, mm of girth.
pub struct Ease {
    /// At the bust.
    pub bust: f64,
    /// By how much the ease at the waist may exceed that at the bust where the side could run straighter still.
    pub waist_slack: f64,
    /// At the upper arm.
    pub upper_arm: f64,
    /// At the wrist.
    pub wrist: f64,
    /// At the hips, of what hangs from the waist.
    pub hip: f64,
    /// At the calf, of what reaches up the leg.
    pub calf: f64,
    /// Round foot and ankle.
    pub foot: f64,
    /// At the head.
    pub head: f64,
}

impl Fit {
    /// Ease for set-in sleeves. The trade's bust table knows tight, average, relaxed and oversized; `Close` lies halfway
    /// between the first two. Where the sex is unknown, halfway between women's and men's. The table is for grown people:
    /// below [`GROWN`] the ease shrinks with the stature.
    pub fn ease(self, sex: Option<Sex>, stature: f64) -> Ease {
        let i = self as usize;
        let (women, men) = (
            [-50.0, -25.0, 0.0, 50.0, 100.0][i],
            [50.0, 75.0, 100.0, 150.0, 200.0][i],
        );
        let (bust, waist_slack) = match sex {
            Some(Sex::Female) => (women, 60.0),
            Some(Sex::Male) => (men, 150.0),
            None => (0.5 * (women + men), 105.0),
        };
        let scale = (stature / GROWN).min(1.0);
        Ease {
            bust: scale * bust,
            waist_slack: scale * waist_slack,
            upper_arm: scale * [5.0, 20.0, 40.0, 65.0, 90.0][i],
            wrist: scale * [15.0, 20.0, 25.0, 35.0, 45.0][i],
            hip: scale * [-60.0, -20.0, 20.0, 60.0, 120.0][i],
            calf: scale * [-50.0, -30.0, 0.0, 40.0, 80.0][i],
            foot: scale * [-35.0, -28.0, -20.0, -10.0, 0.0][i],
            head: scale * [-90.0, -75.0, -60.0, -40.0, -15.0][i],
        }
    }
}
