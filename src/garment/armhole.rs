//! The armhole, alike on front and back as is usual in fully fashioned knitwear. Set in: a first bind-off, a curve within
//! the lower third of the depth, then straight up to the shoulder's end. Saddle: the same, ending lower by half the strap.
//! Raglan: a first bind-off, then a straight line to the neck. Drop: straight up.

use super::{
    curve,
    error::Error,
    parameters::Key,
    sheet::{Sheet, cannot},
    sizes::{Side, Sizes},
    style::{ArmholeStyle, Sides},
};
use crate::geom::Vec2;

/// Usual first bind-off, mm.
const BIND_OFF: f64 = 25.0;
/// Share of the depth within which the armhole is shaped (at most 0.35 is the trade's rule).
const SHAPED: f64 = 0.33;
/// The armhole cuts in by at least this share of the panel's half width.
const LEAST_INSET: f64 = 0.1;

/// Which body panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Front,
    Back,
}

/// Where raglan lines end at the neck, from the side of the neck.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raglan {
    /// On the front and on the back: to the middle (less than 0) and down (less than 0), mm.
    pub ends: [Vec2; 2],
    /// Half the width of the neck, mm.
    pub neck_half: f64,
}

/// One armhole of one panel, as half breadths from the panel's middle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Armhole {
    pub style: ArmholeStyle,
    /// Half the panel's breadth at the bust, mm.
    pub bust_half: f64,
    /// Half the breadth from shoulder end to shoulder end, mm.
    pub shoulder_half: f64,
    /// From the shoulder's end straight down to the underarm, mm.
    pub depth: f64,
    /// How much lower the shoulder's end lies than the side of the neck, mm.
    pub drop: f64,
    /// Half the strap over the shoulder, which front and back end short of, mm.
    pub strap_half: f64,
    pub raglan: Option<Raglan>,
}

impl Armhole {
    /// The armhole of one side; depth and shoulder follow that side's own measures if the design wants it.
    pub fn draft(
        sizes: &Sizes,
        side: Side,
        style: ArmholeStyle,
        sheet: &mut Sheet,
    ) -> Result<Armhole, Error> {
        let own = sheet.word(Key::Sides, Sides::from_name) == Some(Sides::Own);
        let ease = sheet.number(Key::BustEase, sheet.ease.bust);
        let bust_half = (sizes.bust_girth + ease) / 4.0;
        let mut shoulder_half = match style {
            ArmholeStyle::Drop => drop_shoulder(bust_half, sheet)?,
            _ => shoulder_half(sizes, bust_half, ease, sheet)?,
        };
        if own && style != ArmholeStyle::Drop {
            let widest = bust_half * (1.0 - LEAST_INSET);
            let wider = sizes.shoulder_length.of(side) - sizes.shoulder_length.mean();
            shoulder_half = (shoulder_half + wider).min(widest);
        }
        let armscye = if own {
            sizes.armscye_girth.of(side)
        } else {
            sizes.armscye_girth.mean()
        };
        let mut usual = (0.40 * armscye + 25.0 + 0.1 * ease).min(deepest(sizes));
        if style == ArmholeStyle::Drop {
            // The sleeve is as wide as its armhole is long.
            let arm = sizes.upper_arm_girth.left.max(sizes.upper_arm_girth.right);
            let ease = sheet.given_number(Key::UpperArmEase);
            usual = (usual + 15.0).max((arm + ease.unwrap_or(sheet.ease.upper_arm)) / 2.0);
        }
        let depth = sheet.number(Key::ArmholeDepth, usual);
        let strap = match style {
            ArmholeStyle::Saddle => sheet.number(Key::SaddleWidth, 60.0),
            _ => 0.0,
        };
        Ok(Armhole {
            style,
            bust_half,
            shoulder_half,
            depth,
            drop: 0.0,
            strap_half: strap / 2.0,
            raglan: None,
        })
    }

    /// Width of the first bind-off, mm.
    pub fn bind_off(&self) -> f64 {
        match self.style {
            ArmholeStyle::Drop => 0.0,
            ArmholeStyle::Raglan => BIND_OFF.min(0.12 * self.bust_half),
            _ => BIND_OFF.min(0.5 * (self.bust_half - self.shoulder_half)),
        }
    }

    /// Where it ends, from the underarm's level, mm.
    pub fn end(&self, face: Face) -> Vec2 {
        match &self.raglan {
            Some(raglan) => {
                Vec2::new(raglan.neck_half, self.depth + self.drop) + raglan.ends[face as usize]
            }
            None => Vec2::new(self.shoulder_half, self.depth - self.strap_half),
        }
    }

    /// From the underarm's outer end (height `y`) up to its end, on the right.
    pub fn points(&self, face: Face, y: f64) -> Vec<Vec2> {
        let end = self.end(face) + Vec2::new(0.0, y);
        let mut points = vec![Vec2::new(self.bust_half, y)];
        let foot = Vec2::new(self.bust_half - self.bind_off(), y);
        match self.style {
            ArmholeStyle::Drop => {}
            ArmholeStyle::Raglan => points.push(foot),
            ArmholeStyle::SetIn | ArmholeStyle::Saddle => {
                let top = Vec2::new(self.shoulder_half, y + SHAPED * self.depth);
                let (dx, dy) = (foot.x - top.x, top.y - foot.y);
                points.extend(curve::bezier([
                    foot,
                    foot + Vec2::new(-0.5 * dx, 0.12 * dy),
                    top - Vec2::new(0.0, 0.55 * dy),
                    top,
                ]));
            }
        }
        points.push(end);
        points
    }

    /// Length of the armhole on one panel, mm.
    pub fn length(&self, face: Face) -> f64 {
        curve::length(&self.points(face, 0.0))
    }
}

/// Half the breadth from shoulder end to shoulder end.
fn shoulder_half(
    sizes: &Sizes,
    bust_half: f64,
    ease: f64,
    sheet: &mut Sheet,
) -> Result<f64, Error> {
    let loose = ease.max(0.0);
    let across = sheet.number(
        Key::CrossShoulder,
        0.92 * sizes.shoulder_width + 0.16 * loose,
    );
    let widest = 2.0 * bust_half * (1.0 - LEAST_INSET);
    if across <= widest {
        return Ok(across / 2.0);
    }
    if sheet.given(Key::CrossShoulder) {
        let reason = format!(
            "{across:.0} mm leave no room for an armhole on a panel {:.0} mm wide",
            2.0 * bust_half
        );
        return cannot(
            "cross_shoulder",
            reason,
            format!("at most {widest:.0} mm, or a greater bust_ease"),
        );
    }
    let why = format!(
        "the shoulders were drawn {:.0} mm narrower ({widest:.0} mm), so that the armhole has an inset",
        across - widest
    );
    sheet.change(Key::CrossShoulder, widest, "shoulder_narrowed", why);
    Ok(widest / 2.0)
}

/// A drop shoulder is as broad as the panel.
fn drop_shoulder(bust_half: f64, sheet: &Sheet) -> Result<f64, Error> {
    if sheet.given(Key::CrossShoulder) {
        return cannot(
            "cross_shoulder",
            "a drop shoulder is as broad as the panel".into(),
            "leave it out and set bust_ease, or choose armhole set_in".into(),
        );
    }
    Ok(bust_half)
}

/// The deepest armhole that leaves a body below it, mm.
pub(super) fn deepest(sizes: &Sizes) -> f64 {
    0.66 * sizes.back_neck_to_waist
}
