//! The vest: a pullover without sleeves, with bands round its armholes.

use super::{
    band::strip,
    catalogue::Garment,
    error::Error,
    parameters::{
        Key, Parameter,
        Preset::{Value, Word},
        mm,
        rows::*,
    },
    pattern::Panel,
    pullover,
    sheet::Sheet,
    sizes::Sizes,
    top::{self, Build},
};

#[rustfmt::skip]
const PARAMETERS: &[Parameter] = &[
    FIT, NECKLINE.preset(Word("v")), ARMHOLE, STRUCTURE, RIB, YARNS, MOTIF, LACE_CHART, FLOAT_LIMIT, SIDES, BUST_EASE, WAIST_EASE, HIP_EASE, BODY_LENGTH,
    CROSS_SHOULDER, SHOULDER_DROP, ARMHOLE_DEPTH, NECK_WIDTH, NECK_DEPTH, BACK_NECK_DEPTH, BUST_SHORT_ROWS, RIB_HEIGHT_HEM, RIB_HEIGHT_NECK,
    mm(Key::RibHeightArmhole, "rib_height_armhole", (5.0, 100.0), Value(20.0),
        "Height of the bands round the armholes.",
        ["袖窿条高", "袖窿罗纹条的高度。"]),
    RIB_STRETCH, LINKING_ALLOWANCE_WALES,
];

pub(super) static GARMENT: Garment = Garment {
    name: "vest",
    name_zh: "背心",
    about: "A pullover without sleeves; its armholes, set in or dropped, are edged with rib.",
    about_zh: "无袖套头背心，袖窿以罗纹条收边（装袖式或落肩式袖窿）。",
    needs: &pullover::NEEDS,
    parameters: PARAMETERS,
    draft,
};

/// Panels: `front`, `back`, `neck_band`, `armhole_band_left`, `armhole_band_right`.
fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Vec<Panel>, Error> {
    let build = Build {
        sleeves: false,
        opens: false,
        to_knee: false,
    };
    let mut top = top::draft(sizes, build, sheet)?;
    let height = sheet.rib(Key::RibHeightArmhole, 20.0)?;
    let mut bands = vec![top.neck_band(sheet)];
    // The wearer's left is on the front's right and on the back's left.
    for (side, on_front, on_back) in [
        ("left", "armhole_right", "armhole_left"),
        ("right", "armhole_left", "armhole_right"),
    ] {
        bands.push(strip(
            &format!("armhole_band_{side}"),
            "armhole",
            height,
            &[("front", on_front), ("back", on_back)],
            &top.panels,
            sheet.cloth.all_rib(),
        ));
    }
    top.panels.extend(bands);
    Ok(top.panels)
}
