//! The dress: a long pullover with a shaped waist.

use super::{
    catalogue::Garment,
    error::Error,
    parameters::{
        Key, Parameter,
        Preset::{self, Derived},
        mm,
        rows::*,
    },
    pattern::Panel,
    pullover,
    sheet::Sheet,
    sizes::Sizes,
    top::{self, Build},
};

/// From the side of the neck to the knee.
const TO_KNEE: Preset = Derived("nape to waist to the knee + back_neck_depth");

#[rustfmt::skip]
const PARAMETERS: &[Parameter] = &[
    FIT, NECKLINE, ARMHOLE, STRUCTURE, RIB, YARNS, MOTIF, LACE_CHART, FLOAT_LIMIT, SIDES, BUST_EASE, WAIST_EASE, HIP_EASE,
    mm(Key::HemEase, "hem_ease", (0.0, 1200.0), Derived("a quarter of the height from hem to hips"),
        "Finished girth at the hem less that at the hips.",
        ["下摆展量", "成衣下摆围减去成衣臀围。"]),
    UPPER_ARM_EASE, WRIST_EASE,
    BODY_LENGTH.range((500.0, 1600.0)).preset(TO_KNEE),
    SLEEVE_LENGTH, CROSS_SHOULDER, SHOULDER_DROP, ARMHOLE_DEPTH, SADDLE_WIDTH, RAGLAN_WIDTH, NECK_WIDTH, NECK_DEPTH,
    BACK_NECK_DEPTH, BUST_SHORT_ROWS,
    RIB_HEIGHT_HEM, RIB_HEIGHT_CUFF, RIB_HEIGHT_NECK, RIB_STRETCH, CAP_EASE, LINKING_ALLOWANCE_WALES,
];

pub(super) static GARMENT: Garment = Garment {
    name: "dress",
    name_zh: "连衣裙",
    about: "A knee-long dress with a shaped waist and a flared hem.",
    about_zh: "及膝、收腰、下摆微展的连衣裙。",
    needs: &pullover::NEEDS,
    parameters: PARAMETERS,
    draft,
};

/// Panels: as a pullover's.
fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Vec<Panel>, Error> {
    let build = Build {
        sleeves: true,
        opens: false,
        to_knee: true,
    };
    let mut top = top::draft(sizes, build, sheet)?;
    let band = top.neck_band(sheet);
    top.panels.push(band);
    Ok(top.panels)
}
