//! The skirt: knitted from the hem up, with a waistband of rib that is folded over an elastic.

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

/// Least height over which the side changes its direction, mm.
const LEAST_RUN: f64 = 40.0;

#[rustfmt::skip]
const PARAMETERS: &[Parameter] = &[
    FIT, STRUCTURE, RIB, YARNS, MOTIF, LACE_CHART, FLOAT_LIMIT,
    mm(Key::WaistEase, "waist_ease", (-150.0, 300.0), Value(0.0),
        "Finished girth of the waistband, relaxed, less the waist's.",
        ["腰围放松量", "腰头松弛围减去人体腰围。"]),
    mm(Key::HipEase, "hip_ease", (-150.0, 500.0), Derived("by fit class: -60, -20, 20, 60, 120"),
        "Finished girth at the hips less the body's.",
        ["臀围放松量", "成衣臀围减去人体臀围。"]),
    mm(Key::HemEase, "hem_ease", (-200.0, 1500.0), Derived("0.4 of the height from hem to hips"),
        "Finished girth at the hem less that at the hips.",
        ["下摆展量", "成衣下摆围减去成衣臀围。"]),
    mm(Key::SkirtLength, "skirt_length", (250.0, 1300.0), Derived("waist height - 28.5 % of the stature: to the knee"),
        "From the waist straight down to the hem.",
        ["裙长", "腰线垂直至下摆。"]),
    count(Key::Gores, "gores", ("panels", 2.0, 8.0), Derived("2, or as many as fit the machine's bed"),
        "Panels side by side: 2 are a front and a back.",
        ["裙片数", "横向片数：2 片即前后片。"]),
    mm(Key::RibHeightHem, "rib_height_hem", (5.0, 250.0), Value(20.0), "Height of the rib at the hem.",
        ["下摆罗纹高", "下摆罗纹的高度。"]),
    mm(Key::RibHeightWaist, "rib_height_waist", (20.0, 250.0), Value(70.0),
        "Height of the waistband's rib, before it is folded in two over an elastic.",
        ["腰头罗纹高", "腰头罗纹对折前的高度（内穿松紧带）。"]),
    RIB_STRETCH, LINKING_ALLOWANCE_WALES,
];

pub(super) static GARMENT: Garment = Garment {
    name: "skirt",
    name_zh: "半身裙",
    about: "A knee-long skirt, slightly flared, with an elastic in its waistband.",
    about_zh: "及膝微展半身裙，腰头穿松紧带。",
    needs: &[
        "hip_girth",
        "stature",
        "waist_girth",
        "waist_height",
        "hip_height",
    ],
    parameters: PARAMETERS,
    draft,
};

/// Panels: `front`, `back`; with more than two `gore_1`, `gore_2` and so on, round the body.
fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Vec<Panel>, Error> {
    let length = sheet.number(Key::SkirtLength, sizes.waist_height - 0.285 * sizes.stature);
    let hip = sizes.hip_girth + sheet.number(Key::HipEase, sheet.ease.hip);
    let stretch = sheet.number(Key::RibStretch, 1.5);
    let mut waist = sizes.waist_girth + sheet.number(Key::WaistEase, 0.0);
    let passed = sizes.hip_girth / stretch;
    if waist < passed {
        if sheet.given(Key::WaistEase) {
            let reason = format!(
                "a waistband of {waist:.0} mm, stretched {stretch} times, does not pass the hips"
            );
            let hint = format!(
                "at least {:.0} mm, or a greater rib_stretch",
                passed - sizes.waist_girth
            );
            return cannot("waist_ease", reason, hint);
        }
        waist = passed;
        let why =
            format!("the waistband was drawn {waist:.0} mm round, so that it passes the hips");
        sheet.change(
            Key::WaistEase,
            waist - sizes.waist_girth,
            "waist_widened",
            why,
        );
    }
    let rib = sheet.rib(Key::RibHeightHem, 20.0)?;
    let band = sheet.rib(Key::RibHeightWaist, 70.0)?;
    let top = length + band / 2.0;
    let hip_y = length - (sizes.waist_height - sizes.hip_height);
    if length - rib < LEAST_RUN {
        let reason = format!("{length:.0} mm leave no skirt above {rib:.0} mm of rib");
        let hint = format!("at least {:.0} mm", rib + LEAST_RUN);
        return cannot("skirt_length", reason, hint);
    }
    let hem = hip + sheet.number(Key::HemEase, 0.4 * hip_y.max(0.0));
    if hem < 0.5 * hip {
        let reason = format!("a hem of {hem:.0} mm cannot be walked in");
        return cannot("hem_ease", reason, format!("at least {:.0} mm", -0.5 * hip));
    }
    let gores = sheet.number(Key::Gores, 2.0).max(2.0);
    let half = |girth: f64| girth / (2.0 * gores);
    let mut side = vec![Vec2::new(half(hem), 0.0), Vec2::new(half(hem), rib)];
    let band_y = top - band;
    if hip_y > rib + LEAST_RUN && hip_y < band_y - LEAST_RUN {
        side.push(Vec2::new(half(hip), hip_y));
    }
    side.push(Vec2::new(half(waist), band_y));
    side.push(Vec2::new(half(waist), top));
    sheet.note(
        "waistband_folded",
        format!("the waistband's upper {:.0} mm are folded to the inside over an elastic and linked down", band / 2.0),
    );
    let names: Vec<String> = match gores as usize {
        2 => vec!["front".into(), "back".into()],
        n => (1..=n).map(|i| format!("gore_{i}")).collect(),
    };
    let panels = names.iter().enumerate().map(|(i, name)| {
        let n = names.len();
        // Seen from outside, the next gore to the right.
        let (right, left) = (&names[(i + 1) % n], &names[(i + n - 1) % n]);
        let (r, l) = (half(hem), half(waist));
        let edges = vec![
            Edge::new("hem", vec![Vec2::new(-r, 0.0), Vec2::new(r, 0.0)], vec![]),
            Edge::new(
                "side_right",
                side.clone(),
                vec![Join::to(right, "side_left")],
            ),
            Edge::new("top", vec![Vec2::new(l, top), Vec2::new(-l, top)], vec![]),
            Edge::new(
                "side_left",
                curve::mirrored(&side),
                vec![Join::to(left, "side_right")],
            ),
        ];
        Panel {
            name: name.clone(),
            edges,
            zones: sheet.cloth.between_ribs(rib, band_y),
            ..Panel::default()
        }
    });
    Ok(panels.collect())
}
