//! Tube socks: a tube a foot, knitted round from the cuff's seam over a heel of short rows to a toe of narrowings, and a rib
//! cuff linked onto it.

use super::{
    band::rectangle,
    catalogue::Garment,
    curve,
    error::Error,
    parameters::{
        Key, Parameter,
        Preset::{Derived, Value, Word},
        mm,
        rows::*,
    },
    pattern::{Edge, Heel, Join, Panel, Structure, Tube, Zone},
    sheet::{Sheet, cannot},
    sizes::{Paired, Side, Sizes},
    style::Sides,
};
use crate::geom::Vec2;

/// Length of the sock's foot over the foot's: a sock is stretched along the foot.
const LENGTH: f64 = 0.95;
/// How far a tube stretches when it is pulled over the heel.
const STRETCH: f64 = 1.7;
/// Length of the toe over the foot's.
const TOE: f64 = 0.18;
/// Breadth of the toe's end and of the heel's end over the tube's.
const END: f64 = 0.36;
/// Share of the toe's length over which half of it is narrowed; the rest rounds it off.
const SLOW: f64 = 0.66;
/// Heights of ankle and calf above the floor over the stature.
const ANKLE: f64 = 0.06;
const CALF: f64 = 0.2;
/// Least height of plain tube between two shapings, mm.
const LEAST_RUN: f64 = 10.0;

#[rustfmt::skip]
const PARAMETERS: &[Parameter] = &[
    FIT, RIB,
    SIDES.preset(Word("own")),
    mm(Key::FootEase, "foot_ease", (-120.0, 60.0), Derived("by fit class: -35, -28, -20, -10, 0; at least what passes the heel"),
        "Finished girth round the foot less the foot's at the ball.",
        ["脚围放松量", "成品脚围减去脚掌围。"]),
    mm(Key::LegEase, "leg_ease", (-150.0, 100.0), Derived("twice foot_ease"),
        "Finished girth at the top less the leg's there.",
        ["袜口放松量", "成品袜口围减去该处腿围。"]),
    mm(Key::LegLength, "leg_length", (90.0, 500.0), Derived("11 % of the stature"),
        "From the floor up to the edge of the cuff.",
        ["袜筒高", "自地面至袜口。"]),
    mm(Key::RibHeightTop, "rib_height_top", (5.0, 150.0), Value(50.0), "Height of the rib cuff.",
        ["袜口罗纹高", "袜口罗纹的高度。"]),
    RIB_STRETCH.preset(Value(STRETCH)), LINKING_ALLOWANCE_WALES,
];

pub(super) static GARMENT: Garment = Garment {
    name: "sock",
    name_zh: "袜子",
    about: "A pair of socks knitted round, with a short-row heel, a narrowed toe and a rib cuff.",
    about_zh: "一双圆筒编织的袜子：引返针袜跟、收针袜头、罗纹袜口。",
    needs: &[
        "stature",
        "calf_girth",
        "ankle_girth",
        "foot_length",
        "foot_girth",
    ],
    parameters: PARAMETERS,
    draft,
};

/// Panels: `sock_left`, `sock_right`, `cuff_left`, `cuff_right`.
fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Vec<Panel>, Error> {
    let socks = [
        sock(sizes, Side::Left, sheet)?,
        sock(sizes, Side::Right, sheet)?,
    ];
    sheet.note(
        "toe_grafted",
        "the toe's open loops, front on back, are grafted or linked loop by loop".into(),
    );
    let rib = sheet.rib(Key::RibHeightTop, 50.0)?;
    let cuffs = [0, 1].map(|i| cuff(&socks[i], ["left", "right"][i], rib, sheet));
    Ok(socks.into_iter().chain(cuffs).collect())
}

fn sock(sizes: &Sizes, side: Side, sheet: &mut Sheet) -> Result<Panel, Error> {
    let alike = sheet.word(Key::Sides, Sides::from_name) == Some(Sides::Alike);
    let of = |pair: Paired| if alike { pair.mean() } else { pair.of(side) };
    let foot_ease = sheet.number(Key::FootEase, sheet.ease.foot);
    let stretch = sheet.number(Key::RibStretch, STRETCH);
    let passed = sizes.heel_girth(side) / stretch;
    let mut foot = of(sizes.foot_girth) + foot_ease;
    if foot < passed {
        if sheet.given(Key::FootEase) {
            let reason =
                format!("{foot:.0} mm round, stretched {stretch} times, do not pass the heel");
            let least = passed - of(sizes.foot_girth);
            return cannot(
                "foot_ease",
                reason,
                format!("at least {least:.0} mm, or a greater rib_stretch"),
            );
        }
        foot = passed;
        let why = format!(
            "the {} sock was drawn {foot:.0} mm round, so that it passes the heel",
            side.name()
        );
        sheet.change(
            Key::FootEase,
            foot - of(sizes.foot_girth),
            "sock_widened",
            why,
        );
    }
    let height = sheet.number(Key::LegLength, 0.11 * sizes.stature);
    let up = ((height / sizes.stature - ANKLE) / (CALF - ANKLE)).clamp(0.0, 1.0);
    let (ankle, calf) = (of(sizes.ankle_girth), of(sizes.calf_girth));
    let leg = ankle + up * (calf - ankle) + sheet.number(Key::LegEase, 2.0 * foot_ease);
    let leg = leg.max(foot);
    let rib = sheet.rib(Key::RibHeightTop, 50.0)?;
    // A pair of short rows leaves out, and later takes back, a wale at each side.
    let gauge = sheet.gauge();
    let middle = END * foot / 2.0;
    let depth = (foot / 2.0 - middle) * gauge.wales_per_100mm / gauge.courses_per_100mm;
    let above = height - rib - depth;
    if above < LEAST_RUN {
        let reason =
            format!("{height:.0} mm leave no tube between {rib:.0} mm of rib and the heel");
        let hint = format!(
            "at least {:.0} mm, or a lower rib_height_top",
            height + LEAST_RUN - above
        );
        return cannot("leg_length", reason, hint);
    }
    let length = of(sizes.foot_length);
    let toe_length = TOE * length;
    let sole = LENGTH * length - toe_length - depth;
    if sole < LEAST_RUN {
        let reason = format!(
            "a foot of {length:.0} mm has no room between heel and toe at {foot:.0} mm round"
        );
        return cannot("foot_ease", reason, "less foot_ease".into());
    }
    let name = format!("sock_{}", side.name());
    let (wide, half, end) = (leg / 4.0, foot / 4.0, END * foot / 4.0);
    let heel_y = above;
    let toe_y = heel_y + sole;
    let seam: Vec<Vec2> = [
        (wide, 0.0),
        (wide, 0.2 * heel_y),
        (half, heel_y - 0.5 * LEAST_RUN),
        (half, toe_y),
    ]
    .map(|(x, y)| Vec2::new(x, y))
    .into();
    let toe: Vec<Vec2> = [
        (half, toe_y),
        (0.5 * (half + end), toe_y + SLOW * toe_length),
        (end, toe_y + toe_length),
    ]
    .map(|(x, y)| Vec2::new(x, y))
    .into();
    let top = toe_y + toe_length;
    let cuff = Join::to(&format!("cuff_{}", side.name()), "seam");
    let fold = |edge: &str, points: Vec<Vec2>| Edge::new(edge, points, vec![]);
    let edges = vec![
        Edge::new(
            "hem",
            vec![Vec2::new(-wide, 0.0), Vec2::new(wide, 0.0)],
            vec![cuff],
        ),
        fold("side_right", seam.clone()),
        fold("toe_right", toe.clone()),
        Edge::new(
            "top",
            vec![Vec2::new(end, top), Vec2::new(-end, top)],
            vec![Join::to(&name, "top")],
        ),
        fold("toe_left", curve::mirrored(&toe)),
        fold("side_left", curve::mirrored(&seam)),
    ];
    Ok(Panel {
        name,
        edges,
        zones: vec![Zone {
            from_mm: 0.0,
            structure: Structure::Jersey,
        }],
        tube: Some(Tube {
            heel: Some(Heel {
                from_mm: heel_y,
                middle_mm: middle,
            }),
        }),
        ..Panel::default()
    })
}

/// A strip of rib as long as the tube is round, its ends linked to each other.
fn cuff(sock: &Panel, side: &str, height: f64, sheet: &Sheet) -> Panel {
    let name = format!("cuff_{side}");
    let round = sock.edge("hem").map_or(0.0, |hem| sock.seam_mm(hem));
    let ends = ["end_left", "end_right"].map(|end| vec![Join::to(&name, end)]);
    let [left, right] = ends;
    let seam = vec![Join::to(&sock.name, "hem")];
    rectangle(
        &name,
        Vec2::new(round, height),
        [
            ("rim", vec![]),
            ("end_right", left),
            ("seam", seam),
            ("end_left", right),
        ],
        sheet.cloth.all_rib(),
    )
}
