//! Fit classes and the ease that each stands for.

use crate::capture::Sex;

/// How closely a garment follows the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// Tight.
    VeryClose,
    /// Between tight and average.
    Close,
    /// As most pullovers.
    #[default]
    Average,
    /// Loose.
    Relaxed,
    /// Much too big, and meant so.
    Oversized,
}

/// Ease of a fit class, mm of girth.
pub struct Ease {
    /// At the bust.
    pub bust: f64,
    /// At the upper arm.
    pub upper_arm: f64,
    /// At the wrist.
    pub wrist: f64,
}

impl Fit {
    /// The words in a design file, in the order of the variants.
    pub const NAMES: [&'static str; 5] = ["very_close", "close", "average", "relaxed", "oversized"];

    /// The class of that name.
    pub fn from_name(name: &str) -> Option<Fit> {
        use Fit::*;
        let all = [VeryClose, Close, Average, Relaxed, Oversized];
        all.into_iter().find(|f| Self::NAMES[*f as usize] == name)
    }

    /// Ease for set-in sleeves. The trade's bust table knows tight, average, relaxed and oversized; `Close` lies halfway
    /// between the first two. Where the sex is unknown, halfway between women's and men's.
    pub fn ease(self, sex: Option<Sex>) -> Ease {
        let i = self as usize;
        let (women, men) = (
            [-50.0, -25.0, 0.0, 50.0, 100.0][i],
            [50.0, 75.0, 100.0, 150.0, 200.0][i],
        );
        Ease {
            bust: match sex {
                Some(Sex::Female) => women,
                Some(Sex::Male) => men,
                None => 0.5 * (women + men),
            },
            upper_arm: [5.0, 20.0, 40.0, 65.0, 90.0][i],
            wrist: [15.0, 20.0, 25.0, 35.0, 45.0][i],
        }
    }
}

/// By how much the ease at the waist may exceed that at the bust where the side could run straighter still, mm.
pub fn waist_slack(sex: Option<Sex>) -> f64 {
    match sex {
        Some(Sex::Female) => 60.0,
        Some(Sex::Male) => 150.0,
        None => 105.0,
    }
}
