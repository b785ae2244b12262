//! The beanie: lunes with a brim of rib, narrowed to the crown and joined at their sides.

use super::{
    catalogue::Garment,
    curve,
    error::Error,
    parameters::{
        Key, Parameter,
        Preset::{Derived, Value},
        count, mm,
        rows::*,
    },
    pattern::{Edge, Join, Panel},
    sheet::{Sheet, cannot},
    sizes::Sizes,
};
use crate::geom::Vec2;

/// Chords of a lune's side.
const CHORDS: usize = 24;
/// Half the breadth at the top over half the breadth at the brim: what is gathered at the crown.
const TOP: f64 = 0.12;

#[rustfmt::skip]
const PARAMETERS: &[Parameter] = &[
    FIT, STRUCTURE, RIB, YARNS, MOTIF, LACE_CHART, FLOAT_LIMIT,
    mm(Key::HeadEase, "head_ease", (-200.0, 150.0), Derived("by fit class: -90, -75, -60, -40, -15"),
        "Finished girth round the head, relaxed, less the head's.",
        ["头围放松量", "成品松弛围减去头围。"]),
    mm(Key::Height, "height", (120.0, 500.0), Derived("0.38 of the head girth: over the ears"),
        "From the edge of the brim up to the crown.",
        ["帽高", "帽口至帽顶的高度。"]),
    mm(Key::CrownHeight, "crown_height", (40.0, 300.0), Derived("0.18 of the head girth"),
        "Height over which the crown is narrowed.",
        ["帽顶高", "收针形成帽顶的高度。"]),
    count(Key::Gores, "gores", ("panels", 2.0, 6.0), Value(2.0),
        "Panels side by side, each narrowed to the crown: more make it rounder.",
        ["帽片数", "横向片数，片数越多帽顶越圆。"]),
    mm(Key::RibHeightHem, "rib_height_hem", (5.0, 250.0), Value(50.0), "Height of the brim's rib; twice as high to fold it.",
        ["帽口罗纹高", "帽口罗纹的高度；翻边时加倍。"]),
    RIB_STRETCH, LINKING_ALLOWANCE_WALES,
];

pub(super) static GARMENT: Garment = Garment {
    name: "beanie",
    name_zh: "针织帽",
    about: "A close cap with a rib brim and a crown shaped by narrowings.",
    about_zh: "罗纹帽口、收针成形帽顶的贴头针织帽。",
    needs: &["head_girth", "stature"],
    parameters: PARAMETERS,
    draft,
};

/// Panels: `front`, `back`; with more than two `gore_1`, `gore_2` and so on, round the head.
fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Vec<Panel>, Error> {
    let girth = sizes.head_girth + sheet.number(Key::HeadEase, sheet.ease.head);
    let stretch = sheet.number(Key::RibStretch, 1.5);
    if girth * stretch < sizes.head_girth {
        let reason = format!(
            "a brim of {girth:.0} mm, stretched {stretch} times, does not pass the head of {:.0} mm",
            sizes.head_girth
        );
        let hint = format!(
            "at least {:.0} mm, or a greater rib_stretch",
            sizes.head_girth / stretch - sizes.head_girth
        );
        return cannot("head_ease", reason, hint);
    }
    let height = sheet.number(Key::Height, 0.38 * sizes.head_girth);
    let crown = sheet.number(Key::CrownHeight, 0.18 * sizes.head_girth);
    let rib = sheet.rib(Key::RibHeightHem, 50.0)?;
    if height < rib + crown + 10.0 {
        let reason = format!(
            "{height:.0} mm are too little for {rib:.0} mm of brim and {crown:.0} mm of crown"
        );
        return cannot(
            "height",
            reason,
            format!("at least {:.0} mm", rib + crown + 10.0),
        );
    }
    let gores = sheet.number(Key::Gores, 2.0).max(2.0);
    let half = girth / (2.0 * gores);
    let foot = height - crown;
    let side = vec![Vec2::new(half, 0.0), Vec2::new(half, foot)];
    // A quarter of an ellipse, cut off where the crown is gathered.
    let lune: Vec<Vec2> = (0..=CHORDS)
        .map(|i| {
            let across = 1.0 - (1.0 - TOP) * i as f64 / CHORDS as f64;
            let most = (1.0 - TOP * TOP).sqrt();
            let up = (1.0 - across * across).max(0.0).sqrt() / most;
            Vec2::new(half * across, foot + crown * up)
        })
        .collect();
    sheet.note(
        "crown_gathered",
        "the open loops at the crown are drawn together with the yarn's end".into(),
    );
    let names: Vec<String> = match gores as usize {
        2 => vec!["front".into(), "back".into()],
        n => (1..=n).map(|i| format!("gore_{i}")).collect(),
    };
    let n = names.len();
    let panels = names.iter().enumerate().map(|(i, name)| {
        // Seen from outside, the next gore to the right.
        let (right, left) = (&names[(i + 1) % n], &names[(i + n - 1) % n]);
        let top = half * TOP;
        let joined = |name: &str, points: &[Vec2]| {
            let edge = |side: &str| format!("{name}_{side}");
            let on_right = vec![Join::to(right, &edge("left"))];
            let on_left = vec![Join::to(left, &edge("right"))];
            [
                Edge::new(&edge("right"), points.to_vec(), on_right),
                Edge::new(&edge("left"), curve::mirrored(points), on_left),
            ]
        };
        let [side_right, side_left] = joined("side", &side);
        let [crown_right, crown_left] = joined("crown", &lune);
        let across = |x: f64, y: f64| vec![Vec2::new(-x, y), Vec2::new(x, y)];
        let edges = vec![
            Edge::new("hem", across(half, 0.0), vec![]),
            side_right,
            crown_right,
            Edge::new("top", across(-top, height), vec![]),
            crown_left,
            side_left,
        ];
        Panel {
            name: name.clone(),
            edges,
            zones: sheet.cloth.above_rib(rib),
            ..Panel::default()
        }
    });
    Ok(panels.collect())
}
