//! The neck opening of front and back, in all its shapes.

use super::{
    armhole::{Armhole, Face, Raglan},
    curve,
    error::Error,
    parameters::Key,
    sheet::{Sheet, cannot},
    sizes::Sizes,
    style::{ArmholeStyle, Neckline},
};
use crate::geom::Vec2;

/// At most this share of the shoulders' breadth is neck, unless the head needs more.
const BROADEST: f64 = 0.60;
/// The same where the head needs it.
const BROADEST_FOR_HEAD: f64 = 0.72;
/// Deepest front neck that the draft chooses by itself, as a share of the neck's width.
const DEEPEST: f64 = 0.70;
/// Least depth of the back below a strap over the shoulder, mm.
const BELOW_STRAP: f64 = 8.0;
/// Least depth of the front below a strap over the shoulder, mm.
const FRONT_BELOW_STRAP: f64 = 25.0;

/// The neck opening, before the band is put on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neck {
    pub line: Neckline,
    /// Half its width, mm.
    pub half: f64,
    /// Of the front, below the side of the neck, mm.
    pub depth: f64,
    /// Of the back, below the side of the neck, mm.
    pub back_depth: f64,
    pub band_height: f64,
    /// Half the strap over the shoulder, which front and back end short of, mm.
    strap_half: f64,
}

impl Neck {
    /// The opening between these armholes; `closes` if it must pass the head.
    pub fn draft(
        sizes: &Sizes,
        line: Neckline,
        armhole: &Armhole,
        closes: bool,
        sheet: &mut Sheet,
    ) -> Result<Neck, Error> {
        if line == Neckline::Boat && armhole.style == ArmholeStyle::Raglan {
            return cannot(
                "neckline",
                "a boat neck takes the shoulders that raglan lines run over".into(),
                "another neckline, or armhole set_in, drop or saddle".into(),
            );
        }
        let across = 2.0 * armhole.shoulder_half.min(0.5 * sizes.shoulder_width);
        let strap_half = armhole.strap_half;
        let low_band = (0.012 * sizes.stature).clamp(12.0, 22.0);
        let band_height = sheet.rib(
            Key::RibHeightNeck,
            match line {
                Neckline::Crew | Neckline::V | Neckline::Boat => low_band,
                Neckline::Mock => 60.0,
                Neckline::Turtle => 190.0,
            },
        )?;
        let crew = match line {
            Neckline::Crew => band_height,
            _ => low_band,
        };
        let width = sheet.number(
            Key::NeckWidth,
            match line {
                Neckline::Crew | Neckline::V => {
                    (0.385 * sizes.neck_girth + 2.0 * crew).min(BROADEST * across)
                }
                Neckline::Mock | Neckline::Turtle => {
                    (0.385 * sizes.neck_girth + crew).min(BROADEST * across)
                }
                Neckline::Boat => 0.62 * across,
            },
        );
        if width > 0.8 * across {
            let reason =
                format!("{width:.0} mm of neck leave no shoulders on a back {across:.0} mm across");
            return cannot(
                "neck_width",
                reason,
                format!("at most {:.0} mm", 0.8 * across),
            );
        }
        let usual = match line {
            Neckline::Crew => (0.5 * width).min(0.3 * sizes.back_neck_to_waist),
            Neckline::V => (0.8 * armhole.depth + 20.0).max(0.8 * width),
            Neckline::Mock | Neckline::Turtle => (0.4 * width).min(0.3 * sizes.back_neck_to_waist),
            Neckline::Boat => (0.18 * width).max(32.0),
        };
        let front_least = strap_half
            + if strap_half > 0.0 {
                FRONT_BELOW_STRAP
            } else {
                0.0
            };
        let depth = sheet.number(Key::NeckDepth, usual.max(front_least));
        let back_least = strap_half + if strap_half > 0.0 { BELOW_STRAP } else { 0.0 };
        let back_depth = sheet.number(
            Key::BackNeckDepth,
            (0.15 * width).clamp(15.0, 25.0).min(depth).max(back_least),
        );
        for (name, depth, least) in [
            ("neck_depth", depth, front_least),
            ("back_neck_depth", back_depth, back_least),
        ] {
            if depth < least {
                let reason = format!(
                    "{depth:.0} mm end within the strap over the shoulder, {:.0} mm wide",
                    2.0 * strap_half
                );
                return cannot(name, reason, format!("at least {least:.0} mm"));
            }
        }
        if back_depth > depth {
            let reason = format!(
                "the back neck ({back_depth:.0} mm) is deeper than the front ({depth:.0} mm)"
            );
            return cannot("back_neck_depth", reason, format!("at most {depth:.0} mm"));
        }
        let neck = Neck {
            line,
            half: width / 2.0,
            depth,
            back_depth,
            band_height,
            strap_half,
        };
        match closes {
            true => neck.passing_head(sizes, across, sheet),
            false => Ok(neck),
        }
    }

    /// Deepens, then widens the opening until the stretched band passes the head.
    fn passing_head(
        mut self,
        sizes: &Sizes,
        across: f64,
        sheet: &mut Sheet,
    ) -> Result<Neck, Error> {
        let stretch = sheet.number(Key::RibStretch, 1.5);
        let needed = sizes.head_girth / stretch;
        let before = self;
        let deepest = DEEPEST.min(0.3 * sizes.back_neck_to_waist / (2.0 * self.half));
        while self.opening() < needed {
            if !sheet.given(Key::NeckDepth) && self.depth < deepest * 2.0 * self.half {
                self.depth += 1.0;
            } else if !sheet.given(Key::NeckWidth) && 2.0 * self.half < BROADEST_FOR_HEAD * across {
                self.half += 0.5;
            } else {
                let reason = format!(
                    "the opening of {:.0} mm, stretched {stretch} times, does not pass the head of {:.0} mm",
                    self.opening(),
                    sizes.head_girth
                );
                let hint = format!(
                    "it must be {needed:.0} mm round: give a greater neck_width, neck_depth or rib_stretch"
                );
                return cannot("neck opening", reason, hint);
            }
        }
        if self.depth > before.depth {
            let why = format!(
                "the front neck was drawn {:.0} mm deeper, so that the head passes",
                self.depth - before.depth
            );
            sheet.change(Key::NeckDepth, self.depth, "neck_deepened", why);
        }
        if self.half > before.half {
            let why = format!(
                "the neck was drawn {:.0} mm wider, so that the head passes",
                2.0 * (self.half - before.half)
            );
            sheet.change(Key::NeckWidth, 2.0 * self.half, "neck_widened", why);
        }
        Ok(self)
    }

    /// Right half of an opening, from the panel's side of the neck (the side of the neck is at height `top`) down to the
    /// middle.
    pub fn half_of(&self, face: Face, top: f64) -> Vec<Vec2> {
        let side = Vec2::new(self.half, top - self.strap_half);
        let depth = self.depth_of(face) - self.strap_half;
        let bottom = side.y - depth;
        // Where the curve runs out into the straight bottom, and how long it leaves the side straight down and the bottom
        // straight across.
        let (foot, down, across) = match (face, self.line) {
            (Face::Back, _) => (0.55, Vec2::new(0.15, 0.55), 0.45),
            (Face::Front, Neckline::V) => return vec![side, Vec2::new(0.0, bottom)],
            (Face::Front, Neckline::Boat) => (0.35, Vec2::new(0.30, 0.60), 0.45),
            (Face::Front, _) => (0.2, Vec2::new(0.04, 0.55), 0.48),
        };
        let foot = Vec2::new(foot * self.half, bottom);
        let dx = side.x - foot.x;
        let mut points = curve::bezier([
            side,
            side - Vec2::new(down.x * dx, down.y * depth),
            foot + Vec2::new(across * dx, 0.0),
            foot,
        ]);
        points.push(Vec2::new(0.0, bottom));
        points
    }

    /// From the side of the neck to the lowest point, mm.
    pub fn depth_of(&self, face: Face) -> f64 {
        match face {
            Face::Front => self.depth,
            Face::Back => self.back_depth,
        }
    }

    /// Where raglan lines end that leave `width` of the neck to each sleeve.
    pub fn raglan(&self, width: f64) -> Raglan {
        let side = Vec2::new(self.half, 0.0);
        let end = |face| {
            let rest = curve::after(&self.half_of(face, 0.0), width / 2.0);
            rest.first().map_or(Vec2::zeros(), |p| p - side)
        };
        Raglan {
            ends: [end(Face::Front), end(Face::Back)],
            neck_half: self.half,
        }
    }

    /// Length of the whole opening, mm, straps over the shoulders included: that of the relaxed band too.
    pub fn opening(&self) -> f64 {
        let half = |face| curve::length(&self.half_of(face, 0.0));
        2.0 * (half(Face::Front) + half(Face::Back)) + 4.0 * self.strap_half
    }
}
