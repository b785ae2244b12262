//! Leg warmers: a shaped flat panel a leg, its sides joined.

use super::{
    catalogue::Garment,
    curve,
    error::Error,
    parameters::{
        Key, Parameter,
        Preset::{Derived, Value, Word},
        mm,
        rows::*,
    },
    pattern::{Edge, Join, Panel},
    sheet::{Sheet, cannot},
    sizes::{Side, Sizes},
    style::Sides,
};
use crate::geom::Vec2;

#[rustfmt::skip]
const PARAMETERS: &[Parameter] = &[
    FIT, STRUCTURE.preset(Word("jersey")), RIB, YARNS, MOTIF, LACE_CHART, FLOAT_LIMIT,
    SIDES.preset(Word("own")),
    mm(Key::CalfEase, "calf_ease", (-150.0, 250.0), Derived("by fit class: -50, -30, 0, 40, 80"),
        "Finished girth at the calf less the leg's.",
        ["腿肚放松量", "成品腿肚围减去人体腿肚围。"]),
    mm(Key::AnkleEase, "ankle_ease", (-80.0, 250.0), Derived("by fit class, as calf_ease, at least what passes the heel"),
        "Finished girth at the ankle less the leg's.",
        ["脚踝放松量", "成品脚踝围减去人体脚踝围。"]),
    mm(Key::LegLength, "leg_length", (120.0, 900.0), Derived("22 % of the stature: from the ankle to below the knee"),
        "From the ankle up the leg.",
        ["长度", "自脚踝向上的长度。"]),
    mm(Key::RibHeightHem, "rib_height_hem", (5.0, 250.0), Value(60.0), "Height of the rib at the ankle.",
        ["下口罗纹高", "脚踝处罗纹的高度。"]),
    mm(Key::RibHeightTop, "rib_height_top", (5.0, 250.0), Value(60.0), "Height of the rib below the knee.",
        ["上口罗纹高", "膝下罗纹的高度。"]),
    RIB_STRETCH, LINKING_ALLOWANCE_WALES,
];

pub(super) static GARMENT: Garment = Garment {
    name: "leg_warmer",
    name_zh: "护腿",
    about: "A pair of leg warmers from the ankle to below the knee.",
    about_zh: "一双自脚踝至膝下的护腿。",
    needs: &["calf_girth", "stature", "knee_girth", "ankle_girth"],
    parameters: PARAMETERS,
    draft,
};

/// Panels: `leg_left`, `leg_right`.
fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Vec<Panel>, Error> {
    sheet.close_top();
    [Side::Left, Side::Right]
        .into_iter()
        .map(|side| leg(sizes, side, sheet))
        .collect()
}

fn leg(sizes: &Sizes, side: Side, sheet: &mut Sheet) -> Result<Panel, Error> {
    let alike = sheet.word(Key::Sides, Sides::from_name) == Some(Sides::Alike);
    let of = |pair: super::sizes::Paired| if alike { pair.mean() } else { pair.of(side) };
    let (ankle, calf, knee) = (
        of(sizes.ankle_girth),
        of(sizes.calf_girth),
        of(sizes.knee_girth),
    );
    let length = sheet.number(Key::LegLength, 0.22 * sizes.stature);
    let calf_ease = sheet.number(Key::CalfEase, sheet.ease.calf);
    let calf = calf + calf_ease;
    let stretch = sheet.number(Key::RibStretch, 1.5);
    let passed = sizes.heel_girth(side) / stretch;
    let mut low = ankle + sheet.number(Key::AnkleEase, calf_ease);
    if low < passed {
        if sheet.given(Key::AnkleEase) {
            let reason = format!(
                "{low:.0} mm round the ankle, stretched {stretch} times, do not pass the heel"
            );
            let hint = format!(
                "at least {:.0} mm, or a greater rib_stretch",
                passed - ankle
            );
            return cannot("ankle_ease", reason, hint);
        }
        low = passed;
        sheet.change(
            Key::AnkleEase,
            low - ankle,
            "ankle_widened",
            format!(
                "the {} ankle was drawn {low:.0} mm round, so that it passes the heel",
                side.name()
            ),
        );
    }
    let low = low.min(calf);
    // The calf is thickest two thirds up to the knee; the top lies closely below it.
    let high = (0.94 * (knee + calf_ease)).min(calf);
    let rib = sheet.rib(Key::RibHeightHem, 60.0)?;
    let top_rib = sheet.rib(Key::RibHeightTop, 60.0)?;
    let run = length - rib - top_rib;
    if run < 60.0 {
        let reason = format!("{length:.0} mm leave {run:.0} mm between the ribs");
        let hint = format!("at least {:.0} mm, or lower ribs", rib + top_rib + 60.0);
        return cannot("leg_length", reason, hint);
    }
    let name = format!("leg_{}", side.name());
    let calf_y = rib + 0.6 * run;
    let seam: Vec<Vec2> = [
        (low, 0.0),
        (low, rib),
        (calf, calf_y),
        (calf, calf_y + 0.15 * run),
        (high, length - top_rib),
        (high, length),
    ]
    .iter()
    .map(|(girth, y)| Vec2::new(girth / 2.0, *y))
    .collect();
    let across = |girth: f64, y: f64| vec![Vec2::new(-girth / 2.0, y), Vec2::new(girth / 2.0, y)];
    let top = across(high, length).into_iter().rev().collect();
    let edges = vec![
        Edge::new("hem", across(low, 0.0), vec![]),
        Edge::new(
            "side_right",
            seam.clone(),
            vec![Join::to(&name, "side_left")],
        ),
        Edge::new("top", top, vec![]),
        Edge::new(
            "side_left",
            curve::mirrored(&seam),
            vec![Join::to(&name, "side_right")],
        ),
    ];
    Ok(Panel {
        edges,
        zones: sheet.cloth.between_ribs(rib, length - top_rib),
        name,
        ..Panel::default()
    })
}
