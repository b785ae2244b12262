//! The cardigan: two fronts with bands along them, which are knitted upwards as narrow strips, as the trade does: they fit
//! every bed and do not sag. One band has the buttonholes. Along a V the bands go on round the neck and meet behind.

use super::{
    catalogue::Garment,
    error::Error,
    parameters::{
        Key, Parameter,
        Preset::{Derived, Value, Word},
        choice, count, mm,
        rows::*,
    },
    pattern::{Buttonhole, Edge, Join, Panel, Structure, Zone},
    pullover,
    sheet::{Sheet, cannot},
    sizes::{Side, Sizes},
    style::{Neckline, words},
    top::{self, Build},
};
use crate::capture::Sex;
use crate::geom::Vec2;

words! {
    /// Which band has the buttonholes.
    ButtonSide {
        /// The wearer's left, as men wear it.
        Left "left" "左襟",
        /// The wearer's right, as women wear it.
        Right "right" "右襟",
    }
}

/// Usual distance of buttons, mm.
const BUTTONS_APART: f64 = 90.0;
/// Courses below the lowest buttonhole.
const COURSES_BELOW: f64 = 6.0;
/// Least distance of a buttonhole from a band's end and from the next one, mm.
const LEAST_APART: f64 = 12.0;

#[rustfmt::skip]
const PARAMETERS: &[Parameter] = &[
    FIT, NECKLINE.preset(Word("v")), ARMHOLE, STRUCTURE, RIB, YARNS, MOTIF, LACE_CHART, FLOAT_LIMIT, SIDES, BUST_EASE, WAIST_EASE, HIP_EASE,
    UPPER_ARM_EASE, WRIST_EASE,
    BODY_LENGTH, SLEEVE_LENGTH, CROSS_SHOULDER, SHOULDER_DROP, ARMHOLE_DEPTH, SADDLE_WIDTH, RAGLAN_WIDTH,
    NECK_WIDTH, NECK_DEPTH, BACK_NECK_DEPTH, BUST_SHORT_ROWS,
    mm(Key::BandWidth, "band_width", (20.0, 80.0), Derived("30, at coarse gauges nine wales"), "Width of the bands along the fronts, which lie on each other when closed.",
        ["门襟宽", "门襟条宽度；扣合时左右重叠。"]),
    count(Key::Buttonholes, "buttonholes", ("buttonholes", 0.0, 20.0), Derived("one every 90 mm"),
        "Number of buttonholes.", ["扣眼数", "扣眼的数量。"]),
    mm(Key::ButtonholeWidth, "buttonhole_width", (2.0, 30.0), Value(9.0), "Width of a buttonhole, relaxed; 2 or 4 wales are knitted, the nearer.",
        ["扣眼宽", "扣眼的松弛宽度；取最近的 2 或 4 个纵行。"]),
    choice(Key::ButtonSide, "buttonhole_side", [&ButtonSide::NAMES, &ButtonSide::NAMES_ZH], Derived("right for women, left for men"),
        "The wearer's side whose band has the buttonholes.", ["扣眼侧", "扣眼所在的一侧（以穿着者为准）。"]),
    RIB_HEIGHT_HEM, RIB_HEIGHT_CUFF, RIB_HEIGHT_NECK, RIB_STRETCH, CAP_EASE, LINKING_ALLOWANCE_WALES,
];

pub(super) static GARMENT: Garment = Garment {
    name: "cardigan",
    name_zh: "开衫",
    about: "A jacket that opens in front, with bands and buttonholes.",
    about_zh: "前开襟毛衣，带门襟与扣眼。",
    needs: &pullover::NEEDS,
    parameters: PARAMETERS,
    draft,
};

/// Panels: `front_left`, `front_right` (the wearer's), `back`, the sleeves, `band_left`, `band_right`, and a `neck_band`
/// unless the neck is a V.
fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Vec<Panel>, Error> {
    let build = Build {
        sleeves: true,
        opens: true,
        to_knee: false,
    };
    let mut top = top::draft(sizes, build, sheet)?;
    let goes_round = top.neck.line == Neckline::V;
    if goes_round {
        bands_take_the_neck(&mut top.panels);
    }
    let usual = match sheet.sex {
        Some(Sex::Male) => ButtonSide::Left,
        _ => ButtonSide::Right,
    };
    let holes = sheet
        .word(Key::ButtonSide, ButtonSide::from_name)
        .unwrap_or(usual);
    for (side, here) in [
        (Side::Left, ButtonSide::Left),
        (Side::Right, ButtonSide::Right),
    ] {
        let mut band = band(side, goes_round, &top.panels, sheet);
        if holes == here {
            let front = band.edge("front").map_or(0.0, Edge::length_mm);
            band.buttonholes = buttonholes(front, sheet)?;
        }
        top.panels.push(band);
    }
    if !goes_round {
        let neck_band = top.neck_band(sheet);
        top.panels.push(neck_band);
    }
    Ok(top.panels)
}

/// Joins the neck to the bands instead of to a band of its own.
fn bands_take_the_neck(panels: &mut [Panel]) {
    for panel in panels {
        let sides: &[&str] = match panel.name.rsplit_once('_') {
            Some((_, "left")) => &["left"],
            Some((_, "right")) => &["right"],
            _ => &["left", "right"],
        };
        for edge in &mut panel.edges {
            if edge.joins.iter().any(|j| j.panel == "neck_band") {
                let joins = sides
                    .iter()
                    .map(|side| Join::to(&format!("band_{side}"), "neck"));
                edge.joins = joins.collect();
            }
        }
    }
}

/// The band along the front of one side; one that `goes_round` is as long as half the neck, too.
fn band(side: Side, goes_round: bool, panels: &[Panel], sheet: &mut Sheet) -> Panel {
    let width = sheet.band_width();
    let name = format!("band_{}", side.name());
    let along = |edge: &str| -> (f64, Vec<Join>) {
        let (mut length, mut joins) = (0.0, Vec::new());
        for panel in panels {
            for there in &panel.edges {
                if there
                    .joins
                    .iter()
                    .any(|j| j.panel == name && j.edge == edge)
                {
                    length += there.length_mm() / there.joins.len() as f64;
                    joins.push(Join::to(&panel.name, &there.name));
                }
            }
        }
        (length, joins)
    };
    let (front, front_joins) = along("front");
    let (neck, neck_joins) = along("neck");
    let end = match (goes_round, side) {
        (false, _) => Join::to("neck_band", "neck"),
        (true, Side::Left) => Join::to("band_right", "end"),
        (true, Side::Right) => Join::to("band_left", "end"),
    };
    let half = width / 2.0;
    let top = front + neck;
    let line = |y: &[f64], x: f64| y.iter().map(|y| Vec2::new(x, *y)).collect::<Vec<_>>();
    // Seen from outside, the left front lies to the right of its band.
    let seam = if side == Side::Left { half } else { -half };
    let hem = Edge::new(
        "bottom",
        vec![Vec2::new(-half, 0.0), Vec2::new(half, 0.0)],
        vec![],
    );
    let front = Edge::new("front", line(&[0.0, front], seam), front_joins);
    let rest = (neck > 0.0).then(|| Edge::new("neck", line(&[top - neck, top], seam), neck_joins));
    let end = Edge::new(
        "end",
        vec![Vec2::new(half, top), Vec2::new(-half, top)],
        vec![end],
    );
    let rim = Edge::new("rim", line(&[0.0, top], -seam), vec![]);
    let down = |mut edge: Edge| {
        edge.points.reverse();
        edge
    };
    let mut edges = vec![hem];
    match side {
        Side::Left => {
            edges.push(front);
            edges.extend(rest);
            edges.extend([end, down(rim)]);
        }
        Side::Right => {
            edges.extend([rim, end]);
            edges.extend(rest.map(down));
            edges.push(down(front));
        }
    }
    Panel {
        name,
        edges,
        zones: vec![Zone {
            from_mm: 0.0,
            // Buttonholes of an even number of wales hold in 1x1 rib, whatever the hems are.
            structure: Structure::Rib1x1,
        }],
        ..Panel::default()
    }
}

/// Evenly along the front, in the band's middle.
fn buttonholes(front: f64, sheet: &mut Sheet) -> Result<Vec<Buttonhole>, Error> {
    let usual = (front / BUTTONS_APART).round().max(1.0);
    let count = sheet.number(Key::Buttonholes, usual);
    let width_mm = sheet.number(Key::ButtonholeWidth, 9.0);
    let above_cast_on = COURSES_BELOW * 100.0 / sheet.gauge().courses_per_100mm;
    let margin = LEAST_APART.min(0.1 * front).max(above_cast_on);
    let apart = (front - 2.0 * margin) / (count - 1.0).max(1.0);
    if count > 1.0 && apart < LEAST_APART {
        let most = ((front - 2.0 * margin) / LEAST_APART).floor() + 1.0;
        let reason = format!("{count:.0} buttonholes do not find room on a front of {front:.0} mm");
        return cannot("buttonholes", reason, format!("at most {most:.0}"));
    }
    let height = |i: usize| match count as usize {
        1 => front - margin,
        _ => margin + apart * i as f64,
    };
    let hole = |i| Buttonhole {
        x_mm: 0.0,
        y_mm: height(i),
        width_mm,
    };
    Ok((0..count as usize).map(hole).collect())
}
