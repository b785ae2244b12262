//! The sleeve. Its cap is solved so that it is as long as both armholes: curved for a set-in sleeve, curved and going on as a
//! strap for a saddle, two straight lines for a raglan, none for a drop shoulder.

use super::{
    armhole::{Armhole, Face, deepest},
    curve,
    error::Error,
    parameters::Key,
    pattern::{Edge, Join, Panel},
    sheet::{Cloth, Sheet, cannot},
    sizes::{Side, Sizes},
    style::{ArmholeStyle, Sides},
    top::Build,
};
use crate::geom::Vec2;

/// Cap height over armhole depth that the draft aims at least and at most for.
const CAP: (f64, f64) = (0.50, 0.85);
/// The same where given parameters leave no choice.
const CAP_LIMIT: (f64, f64) = (0.20, 1.15);
/// Half the bound-off top of the cap over half the sleeve's breadth.
const TOP: f64 = 0.22;

/// One sleeve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sleeve {
    side: Side,
    style: ArmholeStyle,
    /// Half the breadth at the upper arm, mm.
    half: f64,
    cuff_half: f64,
    /// From the cuff to the shoulder's end, mm.
    length: f64,
    /// From the shoulder's end to the side of the neck, mm.
    shoulder: f64,
    /// What a raglan sleeve takes of the neck, mm.
    raglan_width: f64,
    rib: f64,
    cloth: Cloth,
}

impl Sleeve {
    /// Breadths and length from the arm; the cap waits for the armhole.
    pub fn draft(
        sizes: &Sizes,
        side: Side,
        armhole: &Armhole,
        neck_half: f64,
        cap_ease: f64,
        sheet: &mut Sheet,
    ) -> Result<Sleeve, Error> {
        let alike = sheet.word(Key::Sides, Sides::from_name) == Some(Sides::Alike);
        let of = |pair: super::sizes::Paired| if alike { pair.mean() } else { pair.of(side) };
        let inset = 0.48 * sizes.shoulder_width - armhole.shoulder_half;
        let reach = |arm: f64| arm + inset + 10.0;
        let mut length = sheet.number(Key::SleeveLength, reach(sizes.arm_length.mean()));
        if !sheet.given(Key::SleeveLength) {
            length += of(sizes.arm_length) - sizes.arm_length.mean();
        }
        // Where a short sleeve ends, the arm's girth lies between that of the upper arm and that of the wrist.
        let (wrist, upper_arm) = (of(sizes.wrist_girth), of(sizes.upper_arm_girth));
        let arm = of(sizes.arm_length);
        let t = ((reach(arm) - 40.0 - length) / (0.7 * arm)).clamp(0.0, 1.0);
        let end_girth = wrist + t * (upper_arm - wrist);

        let stretch = sheet.number(Key::RibStretch, 1.5);
        let passed = Sizes::hand_girth(sizes.wrist_girth.of(side)) / stretch;
        let mut cuff = end_girth + sheet.number(Key::WristEase, sheet.ease.wrist);
        if cuff < passed {
            if sheet.given(Key::WristEase) {
                let reason = format!(
                    "a cuff of {cuff:.0} mm, stretched {stretch} times, does not pass the hand"
                );
                let hint = format!(
                    "at least {:.0} mm, or a greater rib_stretch",
                    passed - end_girth
                );
                return cannot("wrist_ease", reason, hint);
            }
            let why = format!(
                "the {} cuff was drawn {:.0} mm wider, so that it passes the hand",
                side.name(),
                passed - cuff
            );
            sheet.change(Key::WristEase, passed - end_girth, "cuff_widened", why);
            cuff = passed;
        }
        let upper_ease = sheet.number(Key::UpperArmEase, sheet.ease.upper_arm);
        let mut half = (upper_arm + upper_ease).max(cuff) / 2.0;
        if armhole.style == ArmholeStyle::Drop {
            let there = armhole.length(Face::Front) + cap_ease / 2.0;
            let asked = if sheet.given(Key::UpperArmEase) {
                half
            } else {
                (upper_arm + 5.0).max(cuff) / 2.0
            };
            if there < asked - 1e-9 {
                let reason = format!(
                    "an armhole of {:.0} mm is too small for a sleeve {:.0} mm wide",
                    2.0 * there,
                    2.0 * asked
                );
                let hint = format!("at least {:.0} mm", asked - cap_ease / 2.0);
                return cannot("armhole_depth", reason, hint);
            }
            half = there;
            if sheet.given(Key::UpperArmEase)
                && sheet.given(Key::ArmholeDepth)
                && half > asked + 1.0
            {
                let reason =
                    "with a drop shoulder the armhole makes the sleeve's width".to_string();
                let hint = "leave out upper_arm_ease or armhole_depth".into();
                return cannot("upper_arm_ease", reason, hint);
            }
        }
        Ok(Sleeve {
            side,
            style: armhole.style,
            half,
            cuff_half: cuff / 2.0,
            length,
            shoulder: Vec2::new(armhole.shoulder_half - neck_half, armhole.drop).norm(),
            raglan_width: sheet.given_number(Key::RaglanWidth).unwrap_or(50.0),
            rib: sheet.rib(Key::RibHeightCuff, (0.1 * length).clamp(25.0, 60.0))?,
            cloth: sheet.cloth,
        })
    }

    /// Right half of the cap from the underarm (0, at height 0) to its end.
    fn cap(&self, armhole: &Armhole, height: f64) -> Vec<Vec2> {
        let bind_off = armhole.bind_off().min(0.2 * self.half);
        let foot = Vec2::new(self.half - bind_off, 0.0);
        let mut points = vec![Vec2::new(self.half, 0.0)];
        match self.style {
            ArmholeStyle::Drop => points.push(Vec2::new(0.0, height)),
            ArmholeStyle::Raglan => {
                points.push(Vec2::new(self.half - armhole.bind_off(), 0.0));
                points.push(Vec2::new(self.raglan_width / 2.0, height));
            }
            ArmholeStyle::SetIn | ArmholeStyle::Saddle => {
                let saddle = self.style == ArmholeStyle::Saddle;
                let half = if saddle {
                    armhole.strap_half
                } else {
                    TOP * self.half
                };
                let top = Vec2::new(half, height);
                let dx = foot.x - top.x;
                points.extend(curve::bezier([
                    foot,
                    foot + Vec2::new(-0.45 * dx, 0.12 * height),
                    top + Vec2::new(0.55 * dx, -0.04 * height),
                    top,
                ]));
                points.extend((!saddle).then_some(Vec2::new(0.0, height)));
            }
        }
        points
    }

    /// The cap's height at which its edge is as long as that armhole plus half of `ease`, mm; `None` if the sleeve is too wide.
    fn cap_height(&self, armhole: &Armhole, face: Face, ease: f64) -> Option<f64> {
        if self.style == ArmholeStyle::Drop {
            return Some(0.0);
        }
        let target = armhole.length(face) + ease / 2.0;
        curve::solve_rising(1.0, 2.0 * target, target, |h| {
            curve::length(&self.cap(armhole, h))
        })
    }

    /// Cap height over the armhole's; a raglan's reaches to the neck.
    fn cap_ratio(&self, armhole: &Armhole, ease: f64) -> f64 {
        let height = self.cap_height(armhole, Face::Front, ease).unwrap_or(0.0);
        let usual = match self.style {
            ArmholeStyle::Drop => return CAP.0,
            ArmholeStyle::Raglan => armhole.depth + armhole.drop,
            _ => armhole.depth,
        };
        height / usual
    }

    /// Greatest cap ratio: a raglan may be as narrow as it likes, its cap is as high as its lines are long.
    fn most(&self, most: f64) -> f64 {
        match self.style {
            ArmholeStyle::Raglan => f64::MAX,
            _ => most,
        }
    }

    /// The panel.
    pub fn panel(&self, build: Build, armhole: &Armhole, ease: f64) -> Result<Panel, Error> {
        let name = format!("sleeve_{}", self.side.name());
        let ratio = self.cap_ratio(armhole, ease);
        let heights = [Face::Front, Face::Back].map(|face| self.cap_height(armhole, face, ease));
        let (Some(front), Some(back), true) = (heights[0], heights[1], ratio >= CAP_LIMIT.0) else {
            let reason = format!(
                "a sleeve {:.0} mm wide does not fit an armhole of {:.0} mm",
                2.0 * self.half,
                2.0 * armhole.length(Face::Front)
            );
            return cannot(
                "upper_arm_ease",
                reason,
                "less upper_arm_ease or a greater armhole_depth".into(),
            );
        };
        if ratio > self.most(CAP_LIMIT.1) {
            let reason = format!(
                "a sleeve {:.0} mm wide is too narrow for an armhole of {:.0} mm",
                2.0 * self.half,
                2.0 * armhole.length(Face::Front)
            );
            return cannot(
                "upper_arm_ease",
                reason,
                "more upper_arm_ease, a smaller armhole_depth or less bust_ease".into(),
            );
        }
        // A raglan ends at the neck, all others at the shoulder.
        let beyond = if self.style == ArmholeStyle::Raglan {
            self.shoulder
        } else {
            0.0
        };
        let underarm = self.length + beyond - front.max(back);
        let run = underarm - self.rib;
        if run < 20.0 {
            let reason = format!(
                "{:.0} mm leave {underarm:.0} mm below the underarm, of which {:.0} mm are rib",
                self.length, self.rib
            );
            let hint = format!(
                "at least {:.0} mm, or a lower rib_height_cuff",
                self.length + 20.0 - run
            );
            return cannot("sleeve_length", reason, hint);
        }
        let straight = 30f64.min(0.2 * run);
        let seam = vec![
            Vec2::new(self.cuff_half, 0.0),
            Vec2::new(self.cuff_half, self.rib),
            Vec2::new(self.half, underarm - straight),
            Vec2::new(self.half, underarm),
        ];
        let cuff = [-self.cuff_half, self.cuff_half].map(|x| Vec2::new(x, 0.0));
        let mut edges = vec![
            Edge::new("hem", cuff.to_vec(), vec![]),
            Edge::new(
                "side_right",
                seam.clone(),
                vec![Join::to(&name, "side_left")],
            ),
        ];
        // Seen from outside with the cap up, a left sleeve has its front half on the left.
        let (right, left) = match self.side {
            Side::Left => (Face::Back, Face::Front),
            Side::Right => (Face::Front, Face::Back),
        };
        let height = |face| if face == Face::Front { front } else { back };
        let up = |points: Vec<Vec2>| -> Vec<Vec2> {
            let raised = points.iter().map(|p| Vec2::new(p.x, p.y + underarm));
            raised.collect()
        };
        let joins = |edge: &str, face| {
            // The front has the wearer's left on its right, the back on its left.
            let there = match (face, self.side) {
                (Face::Front, Side::Left) | (Face::Back, Side::Right) => "right",
                _ => "left",
            };
            let panel = build.body_panel(face, self.side);
            vec![Join::to(panel, &format!("{edge}_{there}"))]
        };
        let cap = |face| up(self.cap(armhole, height(face)));
        let ends = [right, left].map(|face| cap(face).last().copied().unwrap_or_default());
        edges.push(Edge::new("cap_right", cap(right), joins("armhole", right)));
        edges.extend(self.above_cap(
            armhole,
            ends,
            [joins("shoulder", right), joins("shoulder", left)],
        ));
        edges.push(Edge::new(
            "cap_left",
            curve::mirrored(&cap(left)),
            joins("armhole", left),
        ));
        edges.push(Edge::new(
            "side_left",
            curve::mirrored(&seam),
            vec![Join::to(&name, "side_right")],
        ));
        Ok(Panel {
            name,
            edges,
            zones: self.cloth.above_rib(self.rib),
            ..Panel::default()
        })
    }

    /// What a sleeve has beyond its cap: a raglan's top at the neck, a saddle's strap. `ends` are those of the cap's halves,
    /// both as if on the right.
    fn above_cap(&self, armhole: &Armhole, ends: [Vec2; 2], joins: [Vec<Join>; 2]) -> Vec<Edge> {
        let neck = || vec![Join::to("neck_band", "neck")];
        let [right, left] = [ends[0], Vec2::new(-ends[1].x, ends[1].y)];
        match self.style {
            ArmholeStyle::SetIn | ArmholeStyle::Drop => vec![],
            ArmholeStyle::Raglan => vec![Edge::new("top", vec![right, left], neck())],
            ArmholeStyle::Saddle => {
                let [on_right, on_left] = joins;
                let along = Vec2::new(0.0, self.shoulder);
                let half = armhole.strap_half;
                debug_assert!((right.x - half).abs() < 1e-6);
                let (r, l) = (right + along, left + along);
                vec![
                    Edge::new("saddle_right", vec![right, r], on_right),
                    Edge::new("top", vec![r, l], neck()),
                    Edge::new("saddle_left", vec![l, left], on_left),
                ]
            }
        }
    }
}

/// Deepens the armhole for wide arms and widens sleeves for narrow ones until both caps have a usual height.
pub(super) fn match_armhole(
    sizes: &Sizes,
    armholes: &mut [Armhole; 2],
    sleeves: &mut [Sleeve],
    ease: f64,
    own: bool,
    sheet: &mut Sheet,
) {
    let mut depths = armholes.map(|a| a.depth);
    for ((armhole, sleeve), depth) in armholes.iter().zip(sleeves.iter()).zip(&mut depths) {
        if sleeve.cap_ratio(armhole, ease) < CAP.0 && !sheet.given(Key::ArmholeDepth) {
            let a = *armhole;
            let rise = |depth: f64| sleeve.cap_ratio(&Armhole { depth, ..a }, ease);
            let end = deepest(sizes).max(a.depth);
            *depth = curve::solve_rising(a.depth, end, CAP.0, rise).unwrap_or(end);
        }
    }
    if !own {
        depths = [depths[0].max(depths[1]); 2];
    }
    let deeper = [0, 1].map(|i| depths[i] - armholes[i].depth);
    let deeper = deeper[0].max(deeper[1]);
    if deeper > 0.0 {
        for (armhole, depth) in armholes.iter_mut().zip(depths) {
            armhole.depth = depth;
        }
        let why = format!(
            "the armholes were drawn {deeper:.0} mm deeper, so that the sleeves fit the upper arms"
        );
        sheet.change(
            Key::ArmholeDepth,
            depths[0].max(depths[1]),
            "armhole_deepened",
            why,
        );
    }
    for (sleeve, armhole) in sleeves.iter_mut().zip(armholes.iter()) {
        let before = *sleeve;
        if before.cap_ratio(armhole, ease) <= before.most(CAP.1) || sheet.given(Key::UpperArmEase) {
            continue;
        }
        let rise = |half: f64| -Sleeve { half, ..before }.cap_ratio(armhole, ease);
        let widest = armhole.length(Face::Front);
        if let Some(half) = curve::solve_rising(before.half, widest, -CAP.1, rise) {
            sleeve.half = half;
            let wider = 2.0 * (half - before.half);
            let why = format!(
                "the {} sleeve was drawn {wider:.0} mm wider at the upper arm, so that its cap fits the armhole",
                sleeve.side.name()
            );
            let upper_ease = 2.0 * half - sizes.upper_arm_girth.of(sleeve.side);
            sheet.change(Key::UpperArmEase, upper_ease, "sleeve_widened", why);
        }
    }
}
