//! The parameters of designs. Each garment's file picks its table from the rows here, with defaults of its own where they
//! differ, and adds rows that only it has; adding a parameter is one row and its use in a draft.

use super::{
    ease::Fit,
    pattern::Structure,
    style::{ArmholeStyle, Neckline, Rib, Sides},
};

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

use Preset::{Derived, Value, Word};

/// A length.
pub(super) const fn mm(
    key: Key,
    name: &'static str,
    (min, max): (f64, f64),
    default: Preset,
    about: &'static str,
    [name_zh, about_zh]: [&'static str; 2],
) -> Parameter {
    Parameter {
        key,
        name,
        kind: Kind::Number {
            unit: "mm",
            min,
            max,
        },
        default,
        about,
        name_zh,
        about_zh,
    }
}

/// A number of things.
pub(super) const fn count(
    key: Key,
    name: &'static str,
    (unit, min, max): (&'static str, f64, f64),
    default: Preset,
    about: &'static str,
    [name_zh, about_zh]: [&'static str; 2],
) -> Parameter {
    Parameter {
        key,
        name,
        kind: Kind::Count { unit, min, max },
        default,
        about,
        name_zh,
        about_zh,
    }
}

/// A word.
pub(super) const fn choice(
    key: Key,
    name: &'static str,
    [choices, choices_zh]: [&'static [&'static str]; 2],
    default: Preset,
    about: &'static str,
    [name_zh, about_zh]: [&'static str; 2],
) -> Parameter {
    Parameter {
        key,
        name,
        kind: Kind::Choice {
            choices,
            choices_zh,
        },
        default,
        about,
        name_zh,
        about_zh,
    }
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

/// Rows that several garments share.
#[rustfmt::skip]
pub(super) mod rows {
    use super::*;

    pub const FIT: Parameter = choice(Key::Fit, "fit", [&Fit::NAMES, &Fit::NAMES_ZH], Word("average"),
        "How closely the garment follows the body; it sets every ease that is not given by itself.",
        ["合身度", "成衣与身体的贴合程度；未单独设定的放松量都由它决定。"]);
    pub const NECKLINE: Parameter = choice(Key::Neckline, "neckline", [&Neckline::NAMES, &Neckline::NAMES_ZH], Word("crew"),
        "The neck opening and what is linked onto it: a low band, a V, a stand-up band, a folded turtle neck, a wide boat neck.",
        ["领型", "领口形状及领条：圆领、V 领、小高领、翻高领或一字领。"]);
    pub const ARMHOLE: Parameter = choice(Key::Armhole, "armhole", [&ArmholeStyle::NAMES, &ArmholeStyle::NAMES_ZH], Word("set_in"),
        "How sleeve and body meet: a curved armhole, a slanted line to the neck, a straight drop shoulder, a strap over the shoulder.",
        ["袖型", "袖与大身的连接：装袖、插肩袖、落肩袖或马鞍肩袖。"]);
    pub const SIDES: Parameter = choice(Key::Sides, "sides", [&Sides::NAMES, &Sides::NAMES_ZH], Word("sleeves"),
        "Which panels follow a body whose left and right differ: none, the sleeves only, or armholes and shoulders too.",
        ["左右差异", "左右不对称的身体：各片一律对称、仅袖片不同，或袖窿与肩部也不同。"]);
    pub const STRUCTURE: Parameter = choice(Key::Structure, "structure", [&Structure::NAMES, &Structure::NAMES_ZH], Word("jersey"),
        "What the panels are knitted in between their ribs.",
        ["组织", "罗纹以外各片的编织组织。"]);
    pub use super::super::colour_parameters::{FLOAT_LIMIT, LACE_CHART, MOTIF, YARNS};
    pub const RIB: Parameter = choice(Key::Rib, "rib", [&Rib::NAMES, &Rib::NAMES_ZH], Word("1x1"),
        "The rib of hems, cuffs and bands.",
        ["罗纹", "下摆、袖口与领条的罗纹。"]);

    pub const BUST_EASE: Parameter = mm(Key::BustEase, "bust_ease", (-150.0, 500.0),
        Derived("by fit class: women -50, -25, 0, 50, 100; men 50, 75, 100, 150, 200; less for children"),
        "Finished girth at the chest less the body's: negative stretches over the body, positive hangs loose.",
        ["胸围放松量", "成衣胸围减去人体胸围：负值为紧身，正值为宽松。"]);
    pub const WAIST_EASE: Parameter = mm(Key::WaistEase, "waist_ease", (-150.0, 700.0),
        Derived("as much as keeps the side straight, up to bust_ease + 60 for women, + 150 for men"),
        "Finished girth at the waist less the body's.",
        ["腰围放松量", "成衣腰围减去人体腰围。"]);
    pub const BUST_SHORT_ROWS: Parameter = mm(Key::BustShortRows, "bust_short_rows", (0.0, 120.0),
        Derived("0.35 of what bust less underbust exceeds 150 mm by; none below 10"),
        "How much longer the front is over the bust than along its sides, by short rows.",
        ["胸部引返", "前片胸部以引返针法比侧缝多织的长度。"]);
    pub const HIP_EASE: Parameter = mm(Key::HipEase, "hip_ease", (-150.0, 500.0), Derived("half of bust_ease"),
        "Finished girth at the hem, or at the hips where the hem lies below them, less the body's there.",
        ["下摆放松量", "成衣下摆围（下摆低于臀部时为臀围）减去该处人体围度。"]);
    pub const UPPER_ARM_EASE: Parameter = mm(Key::UpperArmEase, "upper_arm_ease", (-40.0, 250.0),
        Derived("by fit class: 5, 20, 40, 65, 90; with a drop shoulder what the armhole makes it"),
        "Finished girth of the sleeve at the upper arm less the arm's.",
        ["上臂放松量", "袖肥减去上臂围。"]);
    pub const WRIST_EASE: Parameter = mm(Key::WristEase, "wrist_ease", (-20.0, 200.0), Derived("by fit class: 15, 20, 25, 35, 45"),
        "Finished girth of the cuff less the wrist's.",
        ["袖口放松量", "袖口围减去腕围。"]);
    pub const BODY_LENGTH: Parameter = mm(Key::BodyLength, "body_length", (200.0, 1100.0),
        Derived("nape to waist + 11.5 % of the stature + back_neck_depth"),
        "From the side of the neck, the highest point of the shoulder, straight down to the hem.",
        ["衣长", "肩颈点（肩部最高处）垂直至下摆。"]);
    pub const SLEEVE_LENGTH: Parameter = mm(Key::SleeveLength, "sleeve_length", (100.0, 1000.0),
        Derived("arm length, longer where the shoulder seam ends short of the arm, + 10"),
        "From the end of the shoulder down the outer arm to the edge of the cuff.",
        ["袖长", "肩端点沿手臂外侧至袖口。"]);
    pub const CROSS_SHOULDER: Parameter = mm(Key::CrossShoulder, "cross_shoulder", (150.0, 700.0),
        Derived("92 % of the shoulder width over the back + 16 % of a positive bust_ease"),
        "Straight across the back from one armhole seam to the other.",
        ["肩宽", "后背两袖窿缝之间的直线距离。"]);
    pub const SHOULDER_DROP: Parameter = mm(Key::ShoulderDrop, "shoulder_drop", (0.0, 120.0), Derived("36 % of the shoulder seam's breadth"),
        "How much lower the shoulder's end lies than the side of the neck.",
        ["肩斜", "肩端点比颈侧点低多少。"]);
    pub const ARMHOLE_DEPTH: Parameter = mm(Key::ArmholeDepth, "armhole_depth", (80.0, 450.0),
        Derived("40 % of the armscye girth + 25 + a tenth of bust_ease"),
        "From the shoulder's end straight down to the level of the underarm.",
        ["袖窿深", "肩端点垂直向下至腋下水平线。"]);
    pub const SADDLE_WIDTH: Parameter = mm(Key::SaddleWidth, "saddle_width", (30.0, 140.0), Value(60.0),
        "Width of the strap over the shoulder, with a saddle shoulder.",
        ["马鞍宽", "马鞍肩袖肩带的宽度。"]);
    pub const RAGLAN_WIDTH: Parameter = mm(Key::RaglanWidth, "raglan_width", (20.0, 120.0), Value(50.0),
        "How much of the neck each sleeve takes, with a raglan.",
        ["插肩领宽", "插肩袖每只袖在领口所占的长度。"]);
    pub const NECK_WIDTH: Parameter = mm(Key::NeckWidth, "neck_width", (80.0, 400.0),
        Derived("38.5 % of the neck girth + twice a crew band's height; boat: 62 % of the shoulders"),
        "Width of the neck opening between the shoulder seams, before the band is put on.",
        ["领宽", "上领条前两肩缝之间的领口宽度。"]);
    pub const NECK_DEPTH: Parameter = mm(Key::NeckDepth, "neck_depth", (20.0, 400.0),
        Derived("half of neck_width; V: 80 % of the armhole's depth + 20; mock, turtle: 40 %; boat: 18 %"),
        "From the side of the neck down to the lowest point of the front neck opening, before the band is put on.",
        ["前领深", "颈侧点至前领口最低点，上领条前。"]);
    pub const BACK_NECK_DEPTH: Parameter = mm(Key::BackNeckDepth, "back_neck_depth", (5.0, 160.0), Derived("15 % of neck_width, 15 to 25 mm"),
        "From the side of the neck down to the lowest point of the back neck opening.",
        ["后领深", "颈侧点至后领口最低点。"]);
    pub const RIB_HEIGHT_HEM: Parameter = mm(Key::RibHeightHem, "rib_height_hem", (5.0, 250.0), Derived("a tenth of body_length, 25 to 60 mm"),
        "Height of the rib at the hem.",
        ["下摆罗纹高", "下摆罗纹的高度。"]);
    pub const RIB_HEIGHT_CUFF: Parameter = mm(Key::RibHeightCuff, "rib_height_cuff", (5.0, 250.0), Derived("a tenth of sleeve_length, 25 to 60 mm"),
        "Height of the rib at the cuffs.",
        ["袖口罗纹高", "袖口罗纹的高度。"]);
    pub const RIB_HEIGHT_NECK: Parameter = mm(Key::RibHeightNeck, "rib_height_neck", (5.0, 300.0),
        Derived("1.2 % of the stature, 12 to 22 mm; mock: 60; turtle: 190, folded in two"),
        "Height of the neck band.",
        ["领条高", "领条的高度。"]);
    pub const RIB_STRETCH: Parameter = Parameter { key: Key::RibStretch, name: "rib_stretch", kind: Kind::Number { unit: "x", min: 1.05, max: 2.5 }, default: Value(1.5),
        about: "How many times its relaxed width the rib reaches when pulled over head, hand, hips or foot.",
        name_zh: "罗纹拉伸倍数", about_zh: "套过头、手、臀或脚时罗纹可拉伸至松弛宽度的倍数。" };
    pub const CAP_EASE: Parameter = mm(Key::CapEase, "cap_ease", (-20.0, 60.0), Value(0.0),
        "How much longer the sleeve cap's edge is than the armhole that it is linked into.",
        ["袖山吃势", "袖山弧长比袖窿弧长多出的量。"]);
    pub const LINKING_ALLOWANCE_WALES: Parameter = count(Key::LinkingAllowanceWales, "linking_allowance_wales", ("wales", 0.0, 4.0), Value(1.0),
        "Wales beyond the drawn line that linking or sewing takes up at each seam.",
        ["套口缝份", "每条缝线外套口所占的纵行数。"]);
}
