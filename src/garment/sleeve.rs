//! The set-in sleeve: its cap is solved so that it is as long as both armholes.

use super::{
    armhole::{Armhole, deepest},
    bodice::rib_then_jersey,
    curve,
    error::Error,
    parameters::Key,
    pattern::{Edge, Join, Panel},
    sheet::{Sheet, cannot},
    sizes::{Side, Sizes},
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
    /// Half the breadth at the upper arm, mm.
    half: f64,
    cuff_half: f64,
    /// From cuff to the cap's top, mm.
    length: f64,
    rib: f64,
}

impl Sleeve {
    /// Breadths and length from the arm; the cap waits for the armhole.
    pub fn draft(
        sizes: &Sizes,
        side: Side,
        armhole: &Armhole,
        sheet: &mut Sheet,
    ) -> Result<Sleeve, Error> {
        let inset = 0.48 * sizes.shoulder_width - armhole.shoulder_half;
        let reach = |arm: f64| arm + inset + 10.0;
        let mut length = sheet.number(Key::SleeveLength, reach(sizes.arm_length.mean()));
        if !sheet.given(Key::SleeveLength) {
            length += sizes.arm_length.of(side) - sizes.arm_length.mean();
        }
        // Where a short sleeve ends, the arm's girth lies between that of the upper arm and that of the wrist.
        let (wrist, upper_arm) = (sizes.wrist_girth.of(side), sizes.upper_arm_girth.of(side));
        let arm = sizes.arm_length.of(side);
        let t = ((reach(arm) - 40.0 - length) / (0.7 * arm)).clamp(0.0, 1.0);
        let end_girth = wrist + t * (upper_arm - wrist);

        let stretch = sheet.number(Key::RibStretch, 1.5);
        let passed = Sizes::hand_girth(wrist) / stretch;
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
        Ok(Sleeve {
            side,
            half: (upper_arm + upper_ease).max(cuff) / 2.0,
            cuff_half: cuff / 2.0,
            length,
            rib: sheet.number(Key::RibHeightCuff, (0.1 * length).clamp(25.0, 60.0)),
        })
    }

    /// Right half of the cap from the underarm (0, at height 0) to the middle of its top.
    fn cap(&self, armhole: &Armhole, height: f64) -> Vec<Vec2> {
        let bind_off = armhole.bind_off().min(0.2 * self.half);
        let foot = Vec2::new(self.half - bind_off, 0.0);
        let top = Vec2::new(TOP * self.half, height);
        let dx = foot.x - top.x;
        let mut points = vec![Vec2::new(self.half, 0.0)];
        points.extend(curve::bezier([
            foot,
            foot + Vec2::new(-0.45 * dx, 0.12 * height),
            top + Vec2::new(0.55 * dx, -0.04 * height),
            top,
        ]));
        points.push(Vec2::new(0.0, height));
        points
    }

    /// The cap's height at which its edge is as long as the armholes plus `ease`, mm; `None` if the sleeve is too wide.
    fn cap_height(&self, armhole: &Armhole, ease: f64) -> Option<f64> {
        let target = armhole.length() + ease / 2.0;
        curve::solve_rising(1.0, 2.0 * target, target, |h| {
            curve::length(&self.cap(armhole, h))
        })
    }

    fn cap_ratio(&self, armhole: &Armhole, ease: f64) -> f64 {
        self.cap_height(armhole, ease).unwrap_or(0.0) / armhole.depth
    }

    /// The panel.
    pub fn panel(&self, armhole: &Armhole, ease: f64) -> Result<Panel, Error> {
        let name = format!("sleeve_{}", self.side.name());
        let ratio = self.cap_ratio(armhole, ease);
        if ratio < CAP_LIMIT.0 {
            let reason = format!(
                "a sleeve {:.0} mm wide does not fit an armhole of {:.0} mm",
                2.0 * self.half,
                2.0 * armhole.length()
            );
            return cannot(
                "upper_arm_ease",
                reason,
                "less upper_arm_ease or a greater armhole_depth".into(),
            );
        }
        if ratio > CAP_LIMIT.1 {
            let reason = format!(
                "a sleeve {:.0} mm wide is too narrow for an armhole of {:.0} mm",
                2.0 * self.half,
                2.0 * armhole.length()
            );
            return cannot(
                "upper_arm_ease",
                reason,
                "more upper_arm_ease, a smaller armhole_depth or less bust_ease".into(),
            );
        }
        let height = ratio * armhole.depth;
        let underarm = self.length - height;
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
        let cap: Vec<Vec2> = self
            .cap(armhole, height)
            .iter()
            .map(|p| Vec2::new(p.x, p.y + underarm))
            .collect();
        // Seen from outside with the cap up, a left sleeve has its front half on the left.
        let (right, left) = match self.side {
            Side::Left => (
                Join::to("back", "armhole_left"),
                Join::to("front", "armhole_right"),
            ),
            Side::Right => (
                Join::to("front", "armhole_left"),
                Join::to("back", "armhole_right"),
            ),
        };
        let hem = vec![
            Vec2::new(-self.cuff_half, 0.0),
            Vec2::new(self.cuff_half, 0.0),
        ];
        let edges = vec![
            Edge::new("hem", hem, vec![]),
            Edge::new(
                "side_right",
                seam.clone(),
                vec![Join::to(&name, "side_left")],
            ),
            Edge::new("cap_right", cap.clone(), vec![right]),
            Edge::new("cap_left", curve::mirrored(&cap), vec![left]),
            Edge::new(
                "side_left",
                curve::mirrored(&seam),
                vec![Join::to(&name, "side_right")],
            ),
        ];
        Ok(Panel {
            name,
            edges,
            zones: rib_then_jersey(self.rib),
        })
    }
}

/// Deepens the armhole for wide arms and widens sleeves for narrow ones until both caps have a usual height.
pub(super) fn match_armhole(
    sizes: &Sizes,
    armhole: &mut Armhole,
    sleeves: &mut [Sleeve; 2],
    ease: f64,
    sheet: &mut Sheet,
) {
    let lowest = |a: &Armhole, sleeves: &[Sleeve; 2]| {
        sleeves
            .iter()
            .map(|s| s.cap_ratio(a, ease))
            .fold(f64::MAX, f64::min)
    };
    if lowest(armhole, sleeves) < CAP.0 && !sheet.given(Key::ArmholeDepth) {
        let a = *armhole;
        let rise = |depth: f64| lowest(&Armhole { depth, ..a }, sleeves);
        let end = deepest(sizes).max(a.depth);
        armhole.depth = curve::solve_rising(a.depth, end, CAP.0, rise).unwrap_or(end);
        let why = format!(
            "the armholes were drawn {:.0} mm deeper, so that the sleeves fit the upper arms",
            armhole.depth - a.depth
        );
        sheet.change(Key::ArmholeDepth, armhole.depth, "armhole_deepened", why);
    }
    for sleeve in sleeves {
        let before = *sleeve;
        if before.cap_ratio(armhole, ease) <= CAP.1 || sheet.given(Key::UpperArmEase) {
            continue;
        }
        let rise = |half: f64| -Sleeve { half, ..before }.cap_ratio(armhole, ease);
        if let Some(half) = curve::solve_rising(before.half, armhole.length(), -CAP.1, rise) {
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
