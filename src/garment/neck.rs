//! The crew neck: openings of front and back, and the band that is linked onto them.

use super::{
    curve,
    error::Error,
    parameters::Key,
    pattern::{Edge, Join, Panel, Structure, Zone},
    sheet::{Sheet, cannot},
    sizes::Sizes,
};
use crate::geom::Vec2;

/// At most this share of the shoulders' breadth is neck, unless the head needs more.
const BROADEST: f64 = 0.60;
/// The same where the head needs it.
const BROADEST_FOR_HEAD: f64 = 0.72;
/// Deepest front neck that the draft chooses by itself, as a share of the neck's width.
const DEEPEST: f64 = 0.70;

/// The neck opening, before the band is put on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neck {
    /// Half its width, mm.
    pub half: f64,
    /// Of the front, below the side of the neck, mm.
    pub depth: f64,
    /// Of the back, below the side of the neck, mm.
    pub back_depth: f64,
    band_height: f64,
}

impl Neck {
    pub fn draft(sizes: &Sizes, shoulder_half: f64, sheet: &mut Sheet) -> Result<Neck, Error> {
        let across = 2.0 * shoulder_half;
        let band_height = sheet.number(
            Key::RibHeightNeck,
            (0.012 * sizes.stature).clamp(12.0, 22.0),
        );
        let width = sheet.number(
            Key::NeckWidth,
            (0.385 * sizes.neck_girth + 2.0 * band_height).min(BROADEST * across),
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
        let depth = sheet.number(
            Key::NeckDepth,
            (0.5 * width).min(0.3 * sizes.back_neck_to_waist),
        );
        let back_depth = sheet.number(Key::BackNeckDepth, (0.15 * width).clamp(15.0, 25.0));
        if back_depth > depth {
            let reason = format!(
                "the back neck ({back_depth:.0} mm) is deeper than the front ({depth:.0} mm)"
            );
            return cannot("back_neck_depth", reason, format!("at most {depth:.0} mm"));
        }
        let neck = Neck {
            half: width / 2.0,
            depth,
            back_depth,
            band_height,
        };
        neck.passing_head(sizes, across, sheet)
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

    /// Right half of the front opening, from the side of the neck (height `top`) down to the middle.
    fn front_half(&self, top: f64) -> Vec<Vec2> {
        let foot = Vec2::new(0.2 * self.half, top - self.depth);
        let side = Vec2::new(self.half, top);
        let dx = side.x - foot.x;
        let mut points = curve::bezier([
            side,
            side - Vec2::new(0.04 * dx, 0.55 * self.depth),
            foot + Vec2::new(0.48 * dx, 0.0),
            foot,
        ]);
        points.push(Vec2::new(0.0, foot.y));
        points
    }

    /// Right half of the back opening.
    fn back_half(&self, top: f64) -> Vec<Vec2> {
        let foot = Vec2::new(0.55 * self.half, top - self.back_depth);
        let side = Vec2::new(self.half, top);
        let dx = side.x - foot.x;
        let mut points = curve::bezier([
            side,
            side - Vec2::new(0.15 * dx, 0.55 * self.back_depth),
            foot + Vec2::new(0.45 * dx, 0.0),
            foot,
        ]);
        points.push(Vec2::new(0.0, foot.y));
        points
    }

    /// The whole front opening, right to left.
    pub fn front(&self, top: f64) -> Vec<Vec2> {
        whole(self.front_half(top))
    }

    /// The whole back opening, right to left.
    pub fn back(&self, top: f64) -> Vec<Vec2> {
        whole(self.back_half(top))
    }

    /// Length of the whole opening, mm: that of the relaxed band too.
    pub fn opening(&self) -> f64 {
        2.0 * (curve::length(&self.front_half(0.0)) + curve::length(&self.back_half(0.0)))
    }

    /// The band: a strip of rib as long as the opening, its cast-on linked to the neck, its ends to each other.
    pub fn band(&self) -> Panel {
        let (half, top) = (self.opening() / 2.0, self.band_height);
        let corners = [
            (-half, 0.0),
            (half, 0.0),
            (half, top),
            (-half, top),
            (-half, 0.0),
        ]
        .map(|(x, y)| Vec2::new(x, y));
        let edge = |i: usize, name: &str, joins: Vec<Join>| Edge {
            name: name.into(),
            points: corners.iter().skip(i).take(2).copied().collect(),
            joins,
        };
        Panel {
            name: "neck_band".into(),
            edges: vec![
                edge(
                    0,
                    "neck",
                    vec![Join::to("front", "neck"), Join::to("back", "neck")],
                ),
                edge(1, "end_right", vec![Join::to("neck_band", "end_left")]),
                edge(2, "rim", Vec::new()),
                edge(3, "end_left", vec![Join::to("neck_band", "end_right")]),
            ],
            zones: vec![Zone {
                from_mm: 0.0,
                structure: Structure::Rib1x1,
            }],
        }
    }
}

fn whole(right: Vec<Vec2>) -> Vec<Vec2> {
    let left = curve::mirrored(&right);
    right.into_iter().chain(left.into_iter().skip(1)).collect()
}
