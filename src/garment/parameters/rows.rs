//! Rows that several garments share.

use super::super::ease::Fit;
use super::super::pattern::Structure;
use super::super::style::{ArmholeStyle, Neckline, Rib, Sides};
use super::{
    Key, Kind, Parameter,
    Preset::{Derived, Value, Word},
    choice, count, mm,
};

pub use super::colour::{FLOAT_LIMIT, LACE_CHART, MOTIF, YARNS};

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
