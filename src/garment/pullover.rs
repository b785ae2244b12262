//! The pullover.

use super::{
    catalogue::Garment,
    error::Error,
    parameters::{Parameter, rows::*},
    pattern::Panel,
    sheet::Sheet,
    sizes::Sizes,
    top::{self, Build},
};

/// What every top is drafted from.
pub(super) const NEEDS: [&str; 14] = [
    "stature",
    "waist_height",
    "hip_height",
    "head_girth",
    "neck_girth",
    "bust_girth",
    "waist_girth",
    "hip_girth",
    "shoulder_width",
    "back_neck_to_waist",
    "armscye_girth",
    "upper_arm_girth",
    "wrist_girth",
    "arm_length",
];

const PARAMETERS: &[Parameter] = &[
    FIT,
    NECKLINE,
    ARMHOLE,
    STRUCTURE,
    RIB,
    YARNS,
    MOTIF,
    LACE_CHART,
    FLOAT_LIMIT,
    SIDES,
    BUST_EASE,
    WAIST_EASE,
    HIP_EASE,
    UPPER_ARM_EASE,
    WRIST_EASE,
    BODY_LENGTH,
    SLEEVE_LENGTH,
    CROSS_SHOULDER,
    SHOULDER_DROP,
    ARMHOLE_DEPTH,
    SADDLE_WIDTH,
    RAGLAN_WIDTH,
    NECK_WIDTH,
    NECK_DEPTH,
    BACK_NECK_DEPTH,
    BUST_SHORT_ROWS,
    RIB_HEIGHT_HEM,
    RIB_HEIGHT_CUFF,
    RIB_HEIGHT_NECK,
    RIB_STRETCH,
    CAP_EASE,
    LINKING_ALLOWANCE_WALES,
];

pub(super) static GARMENT: Garment = Garment {
    name: "pullover",
    name_zh: "套头衫",
    about: "A pullover with long or short sleeves.",
    about_zh: "长袖或短袖套头毛衣。",
    needs: &NEEDS,
    parameters: PARAMETERS,
    draft,
};

/// Panels: `front`, `back`, `sleeve_left`, `sleeve_right`, `neck_band`.
fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Vec<Panel>, Error> {
    let build = Build {
        sleeves: true,
        opens: false,
        to_knee: false,
    };
    let mut top = top::draft(sizes, build, sheet)?;
    let band = top.neck_band(sheet);
    top.panels.push(band);
    Ok(top.panels)
}
