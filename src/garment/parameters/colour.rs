//! The parameters of colour: yarns, motif, the customer's own lace.

use super::super::lace::SYMBOLS;
use super::{Key, Kind, Parameter, Preset, count, row};
use crate::motif::{CHARACTERS, LONGEST_SIDE_PX, MOST_BYTES, MOST_CHARACTERS, MOST_YARNS};

use Preset::{Derived, Value};

const fn yarn(
    name: &'static str,
    kind: Kind,
    default: Preset,
    about: &'static str,
    zh: [&'static str; 2],
) -> Parameter {
    row(Key::Yarns, name, kind, default, about, zh)
}

const fn motif(
    name: &'static str,
    kind: Kind,
    default: Preset,
    about: &'static str,
    zh: [&'static str; 2],
) -> Parameter {
    row(Key::Motif, name, kind, default, about, zh)
}

const fn number(unit: &'static str, min: f64, max: f64) -> Kind {
    Kind::Number { unit, min, max }
}

const YARN_FIELDS: &[Parameter] = &[
    yarn("name", Kind::Text { most: 60, characters: "" }, Derived("yarn A, B, C, D"), "What the yarn is called.",
        ["名称", "纱线名称。"]),
    yarn("colour", Kind::Colour, Derived("ecru, navy, madder, moss"), "Its colour: charts and pictures are drawn in it, motifs are matched to it.",
        ["颜色", "纱线颜色：用于绘图与图案配色。"]),
    yarn("nm", number("m/g", 0.5, 200.0), Derived("what the gauge asks for"), "Its metric count: metres of a gram.",
        ["公支", "公制支数：每克米数。"]),
    yarn("tex", number("g/km", 5.0, 2000.0), Derived("1000 / nm"), "Its linear density, instead of nm.",
        ["特数", "线密度（克/千米），可代替公支。"]),
    yarn("grams", number("g", 1.0, 10000.0), Derived("not said"), "What a full cone holds.",
        ["筒重", "满筒重量。"]),
];

const MOTIF_FIELDS: &[Parameter] = &[
    motif("text", Kind::Text { most: MOST_CHARACTERS as u32, characters: CHARACTERS }, Derived("none"),
        "A monogram in knitted letters, in the second yarn.",
        ["文字", "用第二种纱编织的字母。"]),
    motif("image", Kind::Image { most_bytes: MOST_BYTES as u32, most_px: LONGEST_SIDE_PX }, Derived("none"),
        "A picture, matched to the yarns; what is transparent leaves the ground.",
        ["图片", "按纱线颜色配色的图片；透明处保留底色。"]),
    motif("rows", Kind::Rows { symbols: &[(".", "ground"), ("0", "first yarn"), ("1", "second yarn"), ("2", "third yarn"), ("3", "fourth yarn")] }, Derived("none"),
        "A chart: one character a stitch, or a square pixel where a width is given.",
        ["意匠行", "意匠图：每字符一针；给定宽度时为方形像素。"]),
    motif("panel", Kind::Text { most: 40, characters: "" }, Derived("front, or the first panel; all panels if it repeats"), "The panel that it is knitted into.",
        ["衣片", "图案所在衣片。"]),
    motif("x_mm", number("mm", -1000.0, 1000.0), Value(0.0), "Its centre, from the panel's middle to the right.",
        ["水平位置", "图案中心距衣片中线，向右为正。"]),
    motif("y_mm", number("mm", 0.0, 3000.0), Derived("60 % of the way from the rib to the panel's top"), "Its centre, above the cast-on edge.",
        ["垂直位置", "图案中心距起针边的高度。"]),
    motif("width_mm", number("mm", 5.0, 2000.0), Derived("a picture: 40 % of the panel; letters: two wales a pixel; rows: a stitch a cell"),
        "Its width, relaxed; the height follows from its proportions and the gauge.",
        ["宽度", "图案回缩后的宽度；高度按比例与密度得出。"]),
    motif("repeat", Kind::Flag, Derived("false"), "Whether it covers the panels like tiles.",
        ["连续", "是否平铺整片。"]),
    motif("dither", Kind::Flag, Derived("false"), "Whether a picture's shades are dithered.",
        ["抖动", "图片色阶是否抖动处理。"]),
];

pub const YARNS: Parameter = row(Key::Yarns, "yarns", Kind::List { most: MOST_YARNS as u32, fields: YARN_FIELDS },
    Derived("one, as thick as the gauge asks for; two where colours are knitted"),
    "The yarn table; the first one is the ground, of which ribs and bands are knitted, too. A colour alone will do for a yarn.",
    ["纱线表", "纱线列表；第一种为底纱，也用于罗纹与领条。只写颜色亦可。"]);
pub const MOTIF: Parameter = row(Key::Motif, "motif", Kind::Record { fields: MOTIF_FIELDS }, Derived("none; a jacquard has a small pattern all over"),
    "A picture, a chart or letters knitted into a panel in the yarns' colours; a text alone is a monogram. Needs jersey or a jacquard.",
    ["图案", "以纱线颜色织入衣片的图片、意匠或字母；只写文字即为字母图案。需平针或提花组织。"]);
pub const LACE_CHART: Parameter = row(Key::LaceChart, "lace_chart", Kind::Rows { symbols: SYMBOLS }, Derived("a small leaf"),
    "The eyelets of the structure lace, as a repeat: at least one plain row between two rows with eyelets.",
    ["挑孔意匠", "挑孔组织的循环意匠；两挑孔行之间至少一行平针。"]);
pub const FLOAT_LIMIT: Parameter = count(Key::FloatLimit, "float_limit", ("wales", 2.0, 12.0), Value(6.0),
    "Longest float behind a float jacquard; where a colour would float further it is caught by a tuck.",
    ["浮线上限", "浮线提花背面浮线的最大纵行数，超过处以集圈固定。"]);
