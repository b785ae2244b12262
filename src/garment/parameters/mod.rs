//! The parameters of designs. Each garment's file picks its table from the rows here, with defaults of its own where they
//! differ, and adds rows that only it has; adding a parameter is one row and its use in a draft.

#[rustfmt::skip]
mod colour;
#[rustfmt::skip]
pub(super) mod rows;

/// Names a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // each is documented by its row
pub enum Key {
    Fit,
    Neckline,
    Armhole,
    Sides,
    Structure,
    Rib,
    Yarns,
    Motif,
    LaceChart,
    FloatLimit,
    BustEase,
    WaistEase,
    HipEase,
    HemEase,
    UpperArmEase,
    WristEase,
    HeadEase,
    CalfEase,
    LegEase,
    AnkleEase,
    FootEase,
    BodyLength,
    SleeveLength,
    SkirtLength,
    LegLength,
    FootLength,
    FootGirth,
    Length,
    Width,
    Height,
    CrownHeight,
    CrossShoulder,
    ShoulderDrop,
    ArmholeDepth,
    SaddleWidth,
    RaglanWidth,
    NeckWidth,
    NeckDepth,
    BackNeckDepth,
    BustShortRows,
    BandWidth,
    Buttonholes,
    ButtonholeWidth,
    ButtonSide,
    Gores,
    RibHeightHem,
    RibHeightCuff,
    RibHeightNeck,
    RibHeightArmhole,
    RibHeightWaist,
    RibHeightTop,
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
        /// The same in Chinese.
        choices_zh: &'static [&'static str],
    },
    /// A number from `min` to `max`.
    Number {
        /// `mm` or `x` (a factor).
        unit: &'static str,
        /// Smallest possible.
        min: f64,
        /// Greatest possible.
        max: f64,
    },
    /// A whole number from `min` to `max`.
    Count {
        /// What is counted, such as `wales`.
        unit: &'static str,
        /// Smallest possible.
        min: f64,
        /// Greatest possible.
        max: f64,
    },
    /// A text.
    Text {
        /// Longest possible, characters.
        most: u32,
        /// The characters that it may have; empty for any.
        characters: &'static str,
    },
    /// `#rrggbb`.
    Colour,
    /// `true` or `false`.
    Flag,
    /// The bytes of a PNG or JPEG, as base64.
    Image {
        /// Largest file.
        most_bytes: u32,
        /// Longest side, px.
        most_px: u32,
    },
    /// Rows of text, the top one first, one character a stitch.
    Rows {
        /// The characters and what they mean.
        symbols: &'static [(&'static str, &'static str)],
    },
    /// An object of these fields.
    Record {
        /// Its fields.
        fields: &'static [Parameter],
    },
    /// A list of such objects.
    List {
        /// Most of them.
        most: u32,
        /// Their fields.
        fields: &'static [Parameter],
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

/// One row of a garment's table. All of it can be shown to people.
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
    /// The name in Chinese.
    pub name_zh: &'static str,
    /// The sentence in Chinese.
    pub about_zh: &'static str,
}

/// A row.
const fn row(
    key: Key,
    name: &'static str,
    kind: Kind,
    default: Preset,
    about: &'static str,
    [name_zh, about_zh]: [&'static str; 2],
) -> Parameter {
    Parameter {
        key,
        name,
        kind,
        default,
        about,
        name_zh,
        about_zh,
    }
}

/// A length.
pub(super) const fn mm(
    key: Key,
    name: &'static str,
    (min, max): (f64, f64),
    default: Preset,
    about: &'static str,
    zh: [&'static str; 2],
) -> Parameter {
    let kind = Kind::Number {
        unit: "mm",
        min,
        max,
    };
    row(key, name, kind, default, about, zh)
}

/// A number of things.
pub(super) const fn count(
    key: Key,
    name: &'static str,
    (unit, min, max): (&'static str, f64, f64),
    default: Preset,
    about: &'static str,
    zh: [&'static str; 2],
) -> Parameter {
    let kind = Kind::Count { unit, min, max };
    row(key, name, kind, default, about, zh)
}

/// A word.
pub(super) const fn choice(
    key: Key,
    name: &'static str,
    [choices, choices_zh]: [&'static [&'static str]; 2],
    default: Preset,
    about: &'static str,
    zh: [&'static str; 2],
) -> Parameter {
    let kind = Kind::Choice {
        choices,
        choices_zh,
    };
    row(key, name, kind, default, about, zh)
}

impl Parameter {
    /// The same with another default.
    pub(super) const fn preset(mut self, default: Preset) -> Self {
        self.default = default;
        self
    }

    /// The same with another range.
    pub(super) const fn range(mut self, (min, max): (f64, f64)) -> Self {
        self.kind = match self.kind {
            Kind::Number { unit, .. } => Kind::Number { unit, min, max },
            Kind::Count { unit, .. } => Kind::Count { unit, min, max },
            choice => choice,
        };
        self
    }

    /// Range of a number, `None` for a choice.
    pub fn limits(&self) -> Option<(f64, f64)> {
        match self.kind {
            Kind::Number { min, max, .. } | Kind::Count { min, max, .. } => Some((min, max)),
            _ => None,
        }
    }
}

impl Kind {
    /// In words, such as `-20 to 60 mm`.
    pub fn possible(&self) -> String {
        match self {
            Kind::Choice { choices, .. } => format!("one of {}", choices.join(", ")),
            Kind::Number { unit, min, max } => format!("{min} to {max} {unit}"),
            Kind::Count { unit, min, max } => {
                format!("a whole number from {min} to {max} ({unit})")
            }
            Kind::Text { most, .. } => format!("a text of 1 to {most} characters"),
            Kind::Colour => "a colour such as \"#1f2f4f\"".into(),
            Kind::Flag => "true or false".into(),
            Kind::Image {
                most_bytes,
                most_px,
            } => format!(
                "a PNG or JPEG in base64, at most {} MB and {most_px} px a side",
                most_bytes >> 20
            ),
            Kind::Rows { symbols } => {
                let symbols: Vec<&str> = symbols.iter().map(|s| s.0).collect();
                format!(
                    "a list of rows, the top one first, of the characters {}",
                    symbols.join(" ")
                )
            }
            Kind::Record { fields } => format!("an object of {}", names(fields)),
            Kind::List { most, fields } => {
                format!("a list of 1 to {most} objects of {}", names(fields))
            }
        }
    }
}

fn names(fields: &[Parameter]) -> String {
    let names: Vec<&str> = fields.iter().map(|f| f.name).collect();
    names.join(", ")
}
