//! The armhole, alike on front and back as is usual in fully fashioned knitwear: a first bind-off, a curve within the
//! lower third of the depth, then straight up to the shoulder's end.

use super::{
    curve,
    error::Error,
    parameters::Key,
    sheet::{Sheet, cannot},
    sizes::Sizes,
};
use crate::geom::Vec2;

/// Usual first bind-off, mm.
const BIND_OFF: f64 = 25.0;
/// Share of the depth within which the armhole is shaped (at most 0.35 is the trade's rule).
const SHAPED: f64 = 0.33;
/// The armhole cuts in by at least this share of the panel's half width.
const LEAST_INSET: f64 = 0.1;

/// One armhole of one panel, as half breadths from the panel's middle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Armhole {
    /// Half the panel's breadth at the bust, mm.
    pub bust_half: f64,
    /// Half the breadth from shoulder end to shoulder end, mm.
    pub shoulder_half: f64,
    /// From the shoulder's end straight down to the underarm, mm.
    pub depth: f64,
}

impl Armhole {
    pub fn draft(sizes: &Sizes, sheet: &mut Sheet) -> Result<Armhole, Error> {
        let ease = sheet.number(Key::BustEase, sheet.ease.bust);
        let bust_half = (sizes.bust_girth + ease) / 4.0;
        let loose = ease.max(0.0);
        let across = sheet.number(
            Key::CrossShoulder,
            0.92 * sizes.shoulder_width + 0.16 * loose,
        );
        let widest = 2.0 * bust_half * (1.0 - LEAST_INSET);
        let mut shoulder_half = across / 2.0;
        if across > widest {
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
            shoulder_half = widest / 2.0;
            let why = format!(
                "the shoulders were drawn {:.0} mm narrower ({widest:.0} mm), so that the armhole has an inset",
                across - widest
            );
            sheet.change(Key::CrossShoulder, widest, "shoulder_narrowed", why);
        }
        let depth = sheet.number(
            Key::ArmholeDepth,
            (0.40 * sizes.armscye_girth.mean() + 25.0 + 0.1 * ease).min(deepest(sizes)),
        );
        Ok(Armhole {
            bust_half,
            shoulder_half,
            depth,
        })
    }

    /// Width of the first bind-off, mm.
    pub fn bind_off(&self) -> f64 {
        BIND_OFF.min(0.5 * (self.bust_half - self.shoulder_half))
    }

    /// From the underarm's outer end (height `y`) up to the shoulder's end, on the right.
    pub fn points(&self, y: f64) -> Vec<Vec2> {
        let foot = Vec2::new(self.bust_half - self.bind_off(), y);
        let top = Vec2::new(self.shoulder_half, y + SHAPED * self.depth);
        let (dx, dy) = (foot.x - top.x, top.y - foot.y);
        let mut points = vec![Vec2::new(self.bust_half, y)];
        points.extend(curve::bezier([
            foot,
            foot + Vec2::new(-0.5 * dx, 0.12 * dy),
            top - Vec2::new(0.0, 0.55 * dy),
            top,
        ]));
        points.push(Vec2::new(self.shoulder_half, y + self.depth));
        points
    }

    /// Length of the armhole on one panel, mm.
    pub fn length(&self) -> f64 {
        curve::length(&self.points(0.0))
    }
}

/// The deepest armhole that leaves a body below it, mm.
pub(super) fn deepest(sizes: &Sizes) -> f64 {
    0.66 * sizes.back_neck_to_waist
}
