//! The scarf.

use super::{
    band::rectangle,
    catalogue::Garment,
    error::Error,
    parameters::{
        Key, Parameter,
        Preset::{Derived, Value, Word},
        mm,
        rows::{FLOAT_LIMIT, LACE_CHART, MOTIF, RIB, STRUCTURE, YARNS},
    },
    pattern::Panel,
    sheet::{Sheet, cannot},
    sizes::Sizes,
};
use crate::geom::Vec2;

#[rustfmt::skip]
const PARAMETERS: &[Parameter] = &[
    STRUCTURE.preset(Word("rib_1x1")), RIB, YARNS, MOTIF, LACE_CHART, FLOAT_LIMIT,
    mm(Key::Width, "width", (60.0, 700.0), Value(250.0), "Width of the relaxed scarf.", ["宽度", "围巾松弛时的宽度。"]),
    mm(Key::Length, "length", (300.0, 3000.0), Derived("the wearer's stature, at least 1200 mm"),
        "Length of the relaxed scarf.", ["长度", "围巾松弛时的长度。"]),
    mm(Key::RibHeightHem, "rib_height_hem", (0.0, 250.0), Value(40.0),
        "Height of the rib at either end.", ["两端罗纹高", "围巾两端罗纹的高度。"]),
];

pub(super) static GARMENT: Garment = Garment {
    name: "scarf",
    name_zh: "围巾",
    about: "A straight scarf.",
    about_zh: "直条围巾。",
    needs: &[],
    parameters: PARAMETERS,
    draft,
};

/// Panel: `scarf`.
fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Vec<Panel>, Error> {
    let width = sheet.number(Key::Width, 250.0);
    let length = sheet.number(Key::Length, sizes.stature.max(1200.0));
    let rib = match sheet.given_number(Key::RibHeightHem) {
        // A scarf may do without.
        Some(0.0) => sheet.number(Key::RibHeightHem, 0.0),
        _ => sheet.rib(Key::RibHeightHem, 40.0f64.min(length / 3.0))?,
    };
    if rib > length / 3.0 {
        let reason = format!("two ribs of {rib:.0} mm leave too little of {length:.0} mm");
        return cannot(
            "rib_height_hem",
            reason,
            format!("at most {:.0} mm", length / 3.0),
        );
    }
    sheet.close_top();
    let edges = ["cast_on", "side_right", "top", "side_left"].map(|name| (name, vec![]));
    let zones = sheet.cloth.between_ribs(rib, length - rib);
    Ok(vec![rectangle(
        "scarf",
        Vec2::new(width, length),
        edges,
        zones,
    )])
}
