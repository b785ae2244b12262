//! The parameters of a pullover as a table: adding one is one entry here and its use in the draft.

use super::ease::Fit;

/// Names a parameter; the order is that of [`parameters`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // each is documented by its row
pub enum Key {
    Fit,
    BustEase,
    WaistEase,
    HipEase,
    UpperArmEase,
    WristEase,
    BodyLength,
    SleeveLength,
    CrossShoulder,
    ShoulderDrop,
    ArmholeDepth,
    NeckWidth,
    NeckDepth,
    BackNeckDepth,
    RibHeightHem,
    RibHeightCuff,
    RibHeightNeck,
    RibStretch,
    CapEase,
    LinkingAllowanceWales,
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// One of these words.
    Choice {
        /// The words.
        choices: &'static [&'static str],
    },
    /// A number from `min` to `max`.
    Number {
        /// `mm`, `wales` or `x` (a factor).
        unit: &'static str,
        /// Smallest possible.
        min: f64,
        /// Greatest possible.
        max: f64,
    },
    /// A whole number from `min` to `max`.
    Count {
        /// `wales`.
        unit: &'static str,
        /// Smallest possible.
        min: f64,
        /// Greatest possible.
        max: f64,
    },
}

/// What holds when the design is silent.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Always this number.
    Value(f64),
    /// Always this word.
    Word(&'static str),
    /// Found from body, fit class and other parameters in this way.
    Derived(&'static str),
}

/// One row of the table. All of it can be shown to people.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Parameter {
    #[serde(skip)]
    /// Which it is.
    pub key: Key,
    /// Its name in a design file.
    pub name: &'static str,
    /// Values, unit and range.
    #[serde(flatten)]
    pub kind: Kind,
    /// What it is when nobody sets it.
    pub default: Preset,
    /// A sentence for people.
    pub about: &'static str,
}

const fn mm(
    key: Key,
    name: &'static str,
    range: (f64, f64),
    default: Preset,
    about: &'static str,
) -> Parameter {
    let kind = Kind::Number {
        unit: "mm",
        min: range.0,
        max: range.1,
    };
    Parameter {
        key,
        name,
        kind,
        default,
        about,
    }
}

use Preset::{Derived, Value, Word};

#[rustfmt::skip]
const TABLE: [Parameter; 20] = [
    Parameter { key: Key::Fit, name: "fit", kind: Kind::Choice { choices: &Fit::NAMES }, default: Word("average"),
        about: "How closely the pullover follows the body; it sets every ease that is not given by itself." },
    mm(Key::BustEase, "bust_ease", (-150.0, 500.0), Derived("by fit class: women -50, -25, 0, 50, 100; men 50, 75, 100, 150, 200; less for children"),
        "Finished girth at the chest less the body's: negative stretches over the body, positive hangs loose."),
    mm(Key::WaistEase, "waist_ease", (-150.0, 700.0), Derived("as much as keeps the side straight, up to bust_ease + 60 for women, + 150 for men"),
        "Finished girth at the waist less the body's."),
    mm(Key::HipEase, "hip_ease", (-150.0, 500.0), Derived("half of bust_ease"),
        "Finished girth at the hem less the body's there."),
    mm(Key::UpperArmEase, "upper_arm_ease", (-40.0, 250.0), Derived("by fit class: 5, 20, 40, 65, 90"),
        "Finished girth of the sleeve at the upper arm less the arm's."),
    mm(Key::WristEase, "wrist_ease", (-20.0, 200.0), Derived("by fit class: 15, 20, 25, 35, 45"),
        "Finished girth of the cuff less the wrist's."),
    mm(Key::BodyLength, "body_length", (200.0, 1100.0), Derived("nape to waist + 11.5 % of the stature + back_neck_depth"),
        "From the side of the neck, the highest point of the shoulder, straight down to the hem."),
    mm(Key::SleeveLength, "sleeve_length", (100.0, 1000.0), Derived("arm length, longer where the shoulder seam ends short of the arm, + 10"),
        "From the end of the shoulder seam down the outer arm to the edge of the cuff."),
    mm(Key::CrossShoulder, "cross_shoulder", (150.0, 700.0), Derived("92 % of the shoulder width over the back + 16 % of a positive bust_ease"),
        "Straight across the back from one armhole seam to the other."),
    mm(Key::ShoulderDrop, "shoulder_drop", (0.0, 120.0), Derived("36 % of the shoulder seam's breadth"),
        "How much lower the shoulder's end lies than the side of the neck."),
    mm(Key::ArmholeDepth, "armhole_depth", (80.0, 450.0), Derived("40 % of the armscye girth + 25 + a tenth of bust_ease"),
        "From the shoulder's end straight down to the level of the underarm."),
    mm(Key::NeckWidth, "neck_width", (80.0, 350.0), Derived("38.5 % of the neck girth + twice the neck band's height"),
        "Width of the neck opening between the shoulder seams, before the band is put on."),
    mm(Key::NeckDepth, "neck_depth", (30.0, 300.0), Derived("half of neck_width"),
        "From the side of the neck down to the lowest point of the front neck opening, before the band is put on."),
    mm(Key::BackNeckDepth, "back_neck_depth", (5.0, 100.0), Derived("15 % of neck_width, 15 to 25 mm"),
        "From the side of the neck down to the lowest point of the back neck opening."),
    mm(Key::RibHeightHem, "rib_height_hem", (5.0, 250.0), Derived("a tenth of body_length, 25 to 60 mm"),
        "Height of the rib at the hem."),
    mm(Key::RibHeightCuff, "rib_height_cuff", (5.0, 250.0), Derived("a tenth of sleeve_length, 25 to 60 mm"),
        "Height of the rib at the cuffs."),
    mm(Key::RibHeightNeck, "rib_height_neck", (5.0, 150.0), Derived("1.2 % of the stature, 12 to 22 mm"),
        "Height of the neck band."),
    Parameter { key: Key::RibStretch, name: "rib_stretch", kind: Kind::Number { unit: "x", min: 1.05, max: 2.5 }, default: Value(1.5),
        about: "How many times its relaxed width the rib reaches when pulled over head, hand and hips." },
    mm(Key::CapEase, "cap_ease", (-20.0, 60.0), Value(0.0),
        "How much longer the sleeve cap's edge is than the armhole that it is linked into."),
    Parameter { key: Key::LinkingAllowanceWales, name: "linking_allowance_wales", kind: Kind::Count { unit: "wales", min: 0.0, max: 4.0 }, default: Value(1.0),
        about: "Wales beyond the drawn line that linking or sewing takes up at each seam." },
];

/// All parameters of a pullover.
pub fn parameters() -> &'static [Parameter] {
    &TABLE
}

impl Key {
    /// The parameter's row.
    pub fn row(self) -> &'static Parameter {
        &TABLE[self as usize]
    }

    /// Range of a number, `None` for a choice.
    pub fn range(self) -> Option<(f64, f64)> {
        match self.row().kind {
            Kind::Number { min, max, .. } | Kind::Count { min, max, .. } => Some((min, max)),
            Kind::Choice { .. } => None,
        }
    }
}

impl Kind {
    /// In words, such as `-20 to 60 mm`.
    pub fn possible(&self) -> String {
        match self {
            Kind::Choice { choices } => format!("one of {}", choices.join(", ")),
            Kind::Number { unit, min, max } => format!("{min} to {max} {unit}"),
            Kind::Count { unit, min, max } => {
                format!("a whole number from {min} to {max} ({unit})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_index_their_rows() {
        for (i, p) in TABLE.iter().enumerate() {
            assert_eq!(p.key as usize, i, "{}", p.name);
        }
    }
}
