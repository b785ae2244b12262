//! Front and back: alike but for the neck. Their left and right differ only where the armholes do.

use super::{
    armhole::{Armhole, Face},
    bust, curve,
    error::Error,
    neck::Neck,
    parameters::Key,
    pattern::{Bust, Edge, Join, Panel},
    sheet::{Cloth, Sheet, cannot},
    sizes::{Side, Sizes},
    style::{ArmholeStyle, Neckline},
    top::Build,
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
    build: Build,
    /// The wearer's left and right.
    armholes: [Armhole; 2],
    /// The right edge from the hem's end up to the underarm, of the wearer's left and right.
    sides: [Vec<Vec2>; 2],
    rib: f64,
    /// Short rows of the front: by how much they lengthen it, and at which height, mm.
    bust: [f64; 2],
    /// Height of the side of the neck, mm.
    neck_y: f64,
    neck: Neck,
    /// What each raglan sleeve takes of the neck, mm.
    raglan_width: f64,
    /// How far a front that opens ends short of the middle, mm.
    inset: f64,
    cloth: Cloth,
}

/// One half of a panel, drawn on the right.
struct Half {
    side: Vec<Vec2>,
    armhole: Vec<Vec2>,
    shoulder: Option<Vec<Vec2>>,
    /// From the side of the neck down to the middle.
    neck: Vec<Vec2>,
}

impl Bodice {
    pub fn draft(
        sizes: &Sizes,
        build: Build,
        armholes: [Armhole; 2],
        neck: Neck,
        raglan_width: f64,
        sheet: &mut Sheet,
    ) -> Result<Bodice, Error> {
        let usual = match build.to_knee {
            true => sizes.waist_height - 0.285 * sizes.stature,
            false => 0.115 * sizes.stature,
        };
        let length = sheet.number(
            Key::BodyLength,
            neck.back_depth + sizes.back_neck_to_waist + usual,
        );
        let rib = sheet.rib(Key::RibHeightHem, (0.1 * length).clamp(25.0, 60.0))?;
        let underarms = armholes.map(|a| length - a.drop - a.depth);
        let lowest = underarms[0].min(underarms[1]);
        if lowest < rib + LEAST_RUN {
            let reason = format!(
                "{length:.0} mm leave {lowest:.0} mm below the underarm, of which {rib:.0} mm are rib"
            );
            let hint = format!(
                "at least {:.0} mm, or a lower rib_height_hem",
                length + rib + LEAST_RUN - lowest
            );
            return cannot("body_length", reason, hint);
        }
        let share = match neck.line {
            Neckline::V => 0.9,
            _ => 0.6,
        };
        let deepest = armholes.map(|a| a.drop + share * a.depth);
        let deepest = deepest[0].min(deepest[1]);
        if neck.depth > deepest {
            let reason = format!("{:.0} mm reach too near to the underarm", neck.depth);
            return cannot("neck_depth", reason, format!("at most {deepest:.0} mm"));
        }
        let waist_y = length - neck.back_depth - sizes.back_neck_to_waist;
        let bust_half = armholes[0].bust_half;
        let side = side(sizes, build, bust_half, rib, waist_y, lowest, sheet)?;
        let sides = underarms.map(|y| {
            let mut side = side.clone();
            side.extend((y > lowest).then_some(Vec2::new(bust_half, y)));
            side
        });
        let inset = match build.opens {
            true => sheet.band_width() / 2.0,
            false => 0.0,
        };
        if inset > 0.5 * neck.half {
            let reason = format!(
                "bands {:.0} mm wide take too much of a neck {:.0} mm wide",
                2.0 * inset,
                2.0 * neck.half
            );
            return cannot("band_width", reason, format!("at most {:.0} mm", neck.half));
        }
        Ok(Bodice {
            build,
            armholes,
            sides,
            rib,
            bust: [bust::extra(sizes, sheet)?, lowest - STRAIGHT_BELOW_ARMHOLE],
            neck_y: length,
            neck,
            raglan_width,
            inset,
            cloth: sheet.cloth,
        })
    }

    fn half(&self, face: Face, side: Side) -> Half {
        let armhole = &self.armholes[side as usize];
        let y = self.neck_y - armhole.drop - armhole.depth;
        let neck = self.neck.half_of(face, self.neck_y);
        let points = armhole.points(face, y);
        let (neck, shoulder) = match armhole.style {
            ArmholeStyle::Raglan => (curve::after(&neck, self.raglan_width / 2.0), None),
            _ => {
                let ends = points.last().into_iter().chain(neck.first());
                let shoulder = ends.copied().collect();
                (neck, Some(shoulder))
            }
        };
        Half {
            side: self.sides[side as usize].clone(),
            armhole: points,
            shoulder,
            neck,
        }
    }

    /// All panels of the body: one front or two, then the back.
    pub fn panels(&self) -> Vec<Panel> {
        let mut panels = match self.build.opens {
            true => vec![
                self.open_front(Side::Left),
                self.open_front(Side::Right),
                self.whole(Face::Back),
            ],
            false => vec![self.whole(Face::Front), self.whole(Face::Back)],
        };
        let [extra, y] = self.bust;
        let half = self.armholes[0].bust_half;
        let rows = |inner| bust::rows(extra, y, [inner, half]);
        for panel in &mut panels {
            panel.bust = match panel.name.as_str() {
                "front" => rows(-half),
                "front_left" => rows(self.inset),
                "front_right" => rows(self.inset).map(Bust::mirrored),
                _ => None,
            };
        }
        panels
    }

    fn whole(&self, face: Face) -> Panel {
        // Seen from outside, the front's right is the wearer's left and the back's right the wearer's right.
        let (on_right, on_left) = match face {
            Face::Front => (Side::Left, Side::Right),
            Face::Back => (Side::Right, Side::Left),
        };
        let (right, left) = (self.half(face, on_right), self.half(face, on_left));
        let hem = [&left, &right].map(|h| h.side.first().map_or(0.0, |p| p.x));
        let mut edges = vec![Edge::new(
            "hem",
            vec![Vec2::new(-hem[0], 0.0), Vec2::new(hem[1], 0.0)],
            vec![],
        )];
        let (right, right_neck) = self.edges_of(face, on_right, right);
        let (left, left_neck) = self.edges_of(face, on_left, left);
        edges.extend(right);
        let neck = right_neck.into_iter();
        let neck = neck.chain(curve::mirrored(&left_neck).into_iter().skip(1));
        edges.push(Edge::new("neck", neck.collect(), self.neck_joins()));
        edges.extend(mirrored(left));
        self.panel(self.build.body_panel(face, on_right), edges)
    }

    /// A front of the wearer's `side`, up to the band.
    fn open_front(&self, side: Side) -> Panel {
        let face = Face::Front;
        let half = self.half(face, side);
        let hem = half.side.first().map_or(0.0, |p| p.x);
        let (outer, neck) = self.edges_of(face, side, half);
        let neck = until(&neck, self.inset);
        let low = neck.last().map_or(0.0, |p| p.y);
        let down = vec![Vec2::new(self.inset, low), Vec2::new(self.inset, 0.0)];
        let band = Join::to(&format!("band_{}", side.name()), "front");
        let hem = vec![Vec2::new(self.inset, 0.0), Vec2::new(hem, 0.0)];
        let hem = Edge::new("hem", hem, vec![]);
        let neck = Edge::new("neck", neck, self.neck_joins());
        let front = Edge::new("front", down, vec![band]);
        let mut edges = vec![hem];
        edges.extend(outer);
        edges.extend([neck, front]);
        if side == Side::Right {
            edges = mirrored(edges);
            edges.rotate_right(1);
        }
        self.panel(self.build.body_panel(face, side), edges)
    }

    fn panel(&self, name: &str, edges: Vec<Edge>) -> Panel {
        Panel {
            name: name.into(),
            edges,
            zones: self.cloth.above_rib(self.rib),
            ..Panel::default()
        }
    }

    fn neck_joins(&self) -> Vec<Join> {
        vec![Join::to("neck_band", "neck")]
    }

    /// Side, armhole and shoulder of a half as edges of the right; and its neck.
    fn edges_of(&self, face: Face, side: Side, half: Half) -> (Vec<Edge>, Vec<Vec2>) {
        let other = match face {
            Face::Front => Face::Back,
            Face::Back => Face::Front,
        };
        let other = self.build.body_panel(other, side);
        // The other panel shows the same side of the body on its other side, the sleeve of that side the back on its inner
        // side: a left sleeve's back half is its right half.
        let beside = |edge: &str| match face {
            Face::Front => format!("{edge}_{}", side.name()),
            Face::Back => format!("{edge}_{}", opposite(side).name()),
        };
        let there = match face {
            Face::Front => side.name(),
            Face::Back => opposite(side).name(),
        };
        let sleeve = format!("sleeve_{}", side.name());
        let in_sleeve = |edge: &str| format!("{edge}_{there}");
        let saddle = self.armholes[side as usize].strap_half > 0.0;
        let armhole = match self.build.sleeves {
            true => Join::to(&sleeve, &in_sleeve("cap")),
            false => Join::to(&format!("armhole_band_{}", side.name()), "armhole"),
        };
        let shoulder = match saddle {
            true => Join::to(&sleeve, &in_sleeve("saddle")),
            false => Join::to(other, &beside("shoulder")),
        };
        let mut edges = vec![
            Edge::new(
                "side_right",
                half.side,
                vec![Join::to(other, &beside("side"))],
            ),
            Edge::new("armhole_right", half.armhole, vec![armhole]),
        ];
        let shoulder = half
            .shoulder
            .map(|s| Edge::new("shoulder_right", s, vec![shoulder]));
        edges.extend(shoulder);
        (edges, half.neck)
    }
}

fn opposite(side: Side) -> Side {
    match side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
    }
}

/// Edges of the right as edges of the left, in the order in which the outline goes on.
fn mirrored(edges: Vec<Edge>) -> Vec<Edge> {
    let edges = edges.into_iter().rev();
    edges
        .map(|e| Edge {
            name: e.name.replace("_right", "_left"),
            points: curve::mirrored(&e.points),
            joins: e.joins,
        })
        .collect()
}

/// The beginning of a line that falls towards the middle, up to where it is `x` away from it.
fn until(points: &[Vec2], x: f64) -> Vec<Vec2> {
    let mut kept: Vec<Vec2> = points.iter().copied().take_while(|p| p.x > x).collect();
    let next = points.get(kept.len());
    if let (Some(a), Some(b)) = (kept.last().copied(), next) {
        kept.push(a + (b - a) * ((a.x - x) / (a.x - b.x)));
    }
    kept
}

/// The right side seam: rib straight up, to the hips where the hem lies below them, to the waist, to the bust, straight again
/// below the underarm.
fn side(
    sizes: &Sizes,
    build: Build,
    bust_half: f64,
    rib: f64,
    waist_y: f64,
    underarm_y: f64,
    sheet: &mut Sheet,
) -> Result<Vec<Vec2>, Error> {
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
    if 4.0 * hem_half < passed && !build.opens {
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
    // Where the side leaves what hangs from the hips: the rib, or the hips where the hem lies well below them.
    let hip_y = waist_y - below_waist;
    let long = hip_y >= rib + LEAST_RUN;
    let foot_y = if long { hip_y } else { rib };
    let t = ((waist_y - foot_y) / (bust_y - foot_y)).clamp(0.0, 1.0);
    let straight = 4.0 * (hem_half + t * (bust_half - hem_half));
    let most = sizes.waist_girth + bust_ease + sheet.ease.waist_slack;
    let most = most.max(SLIMMEST_WAIST * 4.0 * bust_half.min(hem_half));
    let waist_ease = sheet.number(
        Key::WaistEase,
        straight.min(most).max(least) - sizes.waist_girth,
    );
    let waist_half = (sizes.waist_girth + waist_ease) / 4.0;
    let flare = match build.to_knee {
        true => sheet.number(Key::HemEase, 0.25 * hip_y.max(0.0)),
        false => 0.0,
    };

    let end_half = hem_half + flare / 4.0;
    let mut side = vec![Vec2::new(end_half, 0.0), Vec2::new(end_half, rib)];
    if long {
        side.push(Vec2::new(hem_half, hip_y));
    }
    if waist_y >= foot_y + LEAST_RUN && waist_y <= bust_y - LEAST_RUN {
        side.push(Vec2::new(waist_half, waist_y));
    }
    side.push(Vec2::new(bust_half, bust_y));
    side.push(Vec2::new(bust_half, underarm_y));
    Ok(side)
}
