//! Front and back: alike but for the neck.

use super::{
    armhole::Armhole,
    curve,
    error::Error,
    neck::Neck,
    parameters::Key,
    pattern::{Edge, Join, Panel, Structure, Zone},
    sheet::{Sheet, cannot},
    sizes::Sizes,
};
use crate::geom::Vec2;

/// The side runs straight over this height below the underarm, mm.
const STRAIGHT_BELOW_ARMHOLE: f64 = 25.0;
/// Least height over which the side changes its direction, mm.
const LEAST_RUN: f64 = 40.0;
/// The draft's own waist is at least this share of bust and hem: knitwear is shaped with moderation.
const SLIMMEST_WAIST: f64 = 0.85;

/// The outline common to front and back, as half breadths and heights.
#[derive(Clone, Debug)]
pub(super) struct Bodice {
    armhole: Armhole,
    /// The right side from the hem's end up to the underarm.
    side: Vec<Vec2>,
    rib: f64,
    /// Height of the shoulder's end, mm.
    shoulder_y: f64,
    /// Height of the side of the neck, mm.
    neck_y: f64,
    neck: Neck,
}

impl Bodice {
    pub fn draft(
        sizes: &Sizes,
        armhole: Armhole,
        neck: Neck,
        sheet: &mut Sheet,
    ) -> Result<Bodice, Error> {
        let length = sheet.number(
            Key::BodyLength,
            neck.back_depth + sizes.back_neck_to_waist + 0.115 * sizes.stature,
        );
        let drop = sheet.number(
            Key::ShoulderDrop,
            0.36 * (armhole.shoulder_half - neck.half),
        );
        let rib = sheet.number(Key::RibHeightHem, (0.1 * length).clamp(25.0, 60.0));
        let neck_y = length;
        let shoulder_y = neck_y - drop;
        let underarm_y = shoulder_y - armhole.depth;
        if underarm_y < rib + LEAST_RUN {
            let reason = format!(
                "{length:.0} mm leave {underarm_y:.0} mm below the underarm, of which {rib:.0} mm are rib"
            );
            let hint = format!(
                "at least {:.0} mm, or a lower rib_height_hem",
                length + rib + LEAST_RUN - underarm_y
            );
            return cannot("body_length", reason, hint);
        }
        let deepest = drop + 0.6 * armhole.depth;
        if neck.depth > deepest {
            let reason = format!(
                "{:.0} mm reach below the straight part of the armhole",
                neck.depth
            );
            return cannot("neck_depth", reason, format!("at most {deepest:.0} mm"));
        }
        let waist_y = length - neck.back_depth - sizes.back_neck_to_waist;
        let side = side(sizes, &armhole, rib, waist_y, underarm_y, sheet)?;
        Ok(Bodice {
            armhole,
            side,
            rib,
            shoulder_y,
            neck_y,
            neck,
        })
    }

    /// The front panel.
    pub fn front(&self) -> Panel {
        self.panel("front", "back", self.neck.front(self.neck_y))
    }

    /// The back panel.
    pub fn back(&self) -> Panel {
        self.panel("back", "front", self.neck.back(self.neck_y))
    }

    fn panel(&self, name: &str, other: &str, neck: Vec<Vec2>) -> Panel {
        let underarm_y = self.shoulder_y - self.armhole.depth;
        let armhole = self.armhole.points(underarm_y);
        let shoulder = vec![
            Vec2::new(self.armhole.shoulder_half, self.shoulder_y),
            Vec2::new(self.neck.half, self.neck_y),
        ];
        let hem = self.side.first().map_or(0.0, |p| p.x);
        let hem = vec![Vec2::new(-hem, 0.0), Vec2::new(hem, 0.0)];
        // Seen from outside, the front's right is the wearer's left and the back's right the wearer's right.
        let (arm_right, arm_left) = match name {
            "front" => (
                Join::to("sleeve_left", "cap_left"),
                Join::to("sleeve_right", "cap_right"),
            ),
            _ => (
                Join::to("sleeve_right", "cap_left"),
                Join::to("sleeve_left", "cap_right"),
            ),
        };
        let left = |points: &[Vec2]| curve::mirrored(points);
        let edges = vec![
            Edge::new("hem", hem, vec![]),
            Edge::new(
                "side_right",
                self.side.clone(),
                vec![Join::to(other, "side_left")],
            ),
            Edge::new("armhole_right", armhole.clone(), vec![arm_right]),
            Edge::new(
                "shoulder_right",
                shoulder.clone(),
                vec![Join::to(other, "shoulder_left")],
            ),
            Edge::new("neck", neck, vec![Join::to("neck_band", "neck")]),
            Edge::new(
                "shoulder_left",
                left(&shoulder),
                vec![Join::to(other, "shoulder_right")],
            ),
            Edge::new("armhole_left", left(&armhole), vec![arm_left]),
            Edge::new(
                "side_left",
                left(&self.side),
                vec![Join::to(other, "side_right")],
            ),
        ];
        Panel {
            name: name.into(),
            edges,
            zones: rib_then_jersey(self.rib),
        }
    }
}

/// Rib up to `height`, jersey above.
pub(super) fn rib_then_jersey(height: f64) -> Vec<Zone> {
    vec![
        Zone {
            from_mm: 0.0,
            structure: Structure::Rib1x1,
        },
        Zone {
            from_mm: height,
            structure: Structure::Jersey,
        },
    ]
}

/// The right side seam: rib straight up, to the waist, to the bust, straight again below the underarm.
fn side(
    sizes: &Sizes,
    armhole: &Armhole,
    rib: f64,
    waist_y: f64,
    underarm_y: f64,
    sheet: &mut Sheet,
) -> Result<Vec<Vec2>, Error> {
    let bust_half = armhole.bust_half;
    let bust_ease = 4.0 * bust_half - sizes.bust_girth;
    let bust_y = underarm_y - STRAIGHT_BELOW_ARMHOLE.min(0.25 * (underarm_y - rib));
    // The body's girth where the hem ends: between waist and hip on a short pullover.
    let below_waist = (sizes.waist_height - sizes.hip_height).max(1.0);
    let t = (waist_y / below_waist).clamp(0.0, 1.0);
    let hem_girth = sizes.waist_girth + t * (sizes.hip_girth - sizes.waist_girth);
    let hip_ease = sheet.number(Key::HipEase, 0.5 * bust_ease);
    let mut hem_half = (hem_girth + hip_ease) / 4.0;
    let stretch = sheet.number(Key::RibStretch, 1.5);
    let passed = sizes.hip_girth.max(sizes.bust_girth) / stretch;
    if 4.0 * hem_half < passed {
        if sheet.given(Key::HipEase) {
            let reason = format!(
                "a hem of {:.0} mm, stretched {stretch} times, does not pass bust and hips",
                4.0 * hem_half
            );
            return cannot(
                "hip_ease",
                reason,
                format!(
                    "at least {:.0} mm, or a greater rib_stretch",
                    passed - hem_girth
                ),
            );
        }
        hem_half = passed / 4.0;
        let why =
            format!("the hem was drawn {passed:.0} mm round, so that it passes bust and hips");
        sheet.change(Key::HipEase, passed - hem_girth, "hem_widened", why);
    }
    // A waist wider than the hem (a belly) is not drawn as a bulge: the side hangs straight from it.
    let least = sizes.waist_girth + 0.5 * bust_ease;
    let least = least.max(
        sheet
            .given_number(Key::WaistEase)
            .map_or(0.0, |e| sizes.waist_girth + e),
    );
    if least > 4.0 * hem_half && !sheet.given(Key::HipEase) {
        hem_half = least / 4.0;
        let why =
            "the hem was drawn as wide as the waist, so that the side hangs straight".to_string();
        sheet.change(Key::HipEase, least - hem_girth, "hem_widened", why);
    }
    let t = ((waist_y - rib) / (bust_y - rib)).clamp(0.0, 1.0);
    let straight = 4.0 * (hem_half + t * (bust_half - hem_half));
    let most = sizes.waist_girth + bust_ease + sheet.ease.waist_slack;
    let most = most.max(SLIMMEST_WAIST * 4.0 * bust_half.min(hem_half));
    let waist_ease = sheet.number(
        Key::WaistEase,
        straight.min(most).max(least) - sizes.waist_girth,
    );
    let waist_half = (sizes.waist_girth + waist_ease) / 4.0;

    let mut side = vec![Vec2::new(hem_half, 0.0), Vec2::new(hem_half, rib)];
    if waist_y >= rib + LEAST_RUN && waist_y <= bust_y - LEAST_RUN {
        side.push(Vec2::new(waist_half, waist_y));
    }
    side.push(Vec2::new(bust_half, bust_y));
    side.push(Vec2::new(bust_half, underarm_y));
    Ok(side)
}
