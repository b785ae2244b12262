//! How a measurement changes, to first order, as the body under the tape moves: what skin and marks pull at it.

use super::definition::{At, Definition, Level, TRUNK_AND_LEGS, Tape};
use super::person::{Missing, Person, Side};
use super::{Error, tape::Laid};
use crate::body::{Joint, Landmark, Model, Slopes};
use crate::geom::{Section, Vec3};
use nalgebra::{Matrix3, RowVector3};

/// A place that a tape is laid by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark {
    Landmark(Landmark),
    Joint(Joint),
    Level(Level),
}

/// Marks are moved so far both ways, mm: past single corners of the mesh.
const STEP_MM: f64 = 2.0;
/// A point of the tape slides along the mesh's edge by at most so many times the skin's motion.
const STEEP: f64 = 4.0;
/// Places so near each other are the same, mm.
const SAME_MM: f64 = 1e-6;
/// The seat's profile is a parabola within so far of its rear-most corner, up or down and aside, mm.
const SEAT_MM: (f64, f64) = (45.0, 20.0);

/// Where the mesh is known that the readings were taken from.
pub(super) struct Skin<'a> {
    pub(super) model: &'a Model,
    pub(super) slopes: &'a Slopes<'a>,
}

impl Person<'_> {
    /// Adds the derivatives of a measurement, in the order of [`Slopes`], to `out`.
    pub(super) fn pull(
        &self,
        skin: &Skin<'_>,
        definition: &Definition,
        out: &mut [f32],
    ) -> Result<(), Error> {
        let id = definition.id;
        let tape = self.settled(definition)?.tape;
        let sides = [Side::Left, Side::Right];
        let sides = if definition.paired {
            &sides[..]
        } else {
            &sides[..1]
        };
        for side in sides {
            self.pull_one(skin, &tape, *side, 1.0 / sides.len() as f64, out)
                .map_err(|missing| Error::Tape { id, missing })?;
        }
        Ok(())
    }

    fn pull_one(
        &self,
        skin: &Skin<'_>,
        tape: &Tape,
        side: Side,
        share: f64,
        out: &mut [f32],
    ) -> Result<(), Missing> {
        let laid = self.lay(tape, side)?;
        let marks = tape.marks(side);
        // A plane through corners of the skin goes with them, and the tape with the skin; in another it slides.
        let slides = !matches!(
            tape,
            Tape::Armhole(..) | Tape::Shoulder(..) | Tape::Across(..)
        );
        for (at, tension) in tensions(&laid, slides) {
            let is_at = |m: &&Mark| matches!(m, Mark::Landmark(l) if (self.landmark(*l) - at).amax() < SAME_MM);
            let cut = || laid.cuts.iter().find_map(|c| Some((c, point(c, at)?)));
            if let (false, Some(mark)) = (slides, marks.iter().find(is_at)) {
                self.mark(skin, *mark, tension * share, out);
            } else if let Some(cut) = cut() {
                self.skin(skin, cut, tension * share, slides, out);
            }
        }
        if !slides {
            return Ok(());
        }
        for mark in marks {
            let level = matches!(mark, Mark::Level(_));
            let mut slope = Vec3::zeros();
            for axis in (0..3).filter(|k| !level || *k == 1) {
                let moved = |way: f64| -> Result<f64, Missing> {
                    let by = Vec3::ith(axis, way * STEP_MM);
                    Ok(self.with(mark, by).lay(tape, side)?.mm)
                };
                slope[axis] = (moved(1.0)? - moved(-1.0)?) / (2.0 * STEP_MM);
            }
            if slope != Vec3::zeros() {
                self.mark(skin, mark, slope * share, out);
            }
        }
        if matches!(tape, Tape::Height(_)) {
            let corners = self.body.mesh.vertices.iter().enumerate();
            let floor = corners.min_by(|a, b| a.1.y.total_cmp(&b.1.y));
            if let Some((floor, _)) = floor {
                skin.slopes.along(floor, -Vec3::y() * share, out);
            }
        }
        Ok(())
    }

    /// What a tension at a point of a cut does to the two corners whose edge is cut there: where the point slides, it stays in
    /// the plane, which is held; else it stays on the skin.
    fn skin(
        &self,
        skin: &Skin<'_>,
        (cut, at): (&Section, usize),
        tension: Vec3,
        slides: bool,
        out: &mut [f32],
    ) {
        let ends = cut.edge(at).map(|v| v as usize);
        let [a, b] = ends.map(|v| self.body.mesh.vertices[v]);
        let (edge, normal) = (b - a, cut.plane.normal());
        let length = edge.norm();
        let across = normal.dot(&edge);
        let slide = if slides && across.abs() > 1e-6 * length {
            let most = STEEP * tension.norm();
            (tension.dot(&edge) / across).clamp(-most, most)
        } else {
            0.0
        };
        let force = tension - normal * slide;
        let share = if length > 0.0 {
            ((cut.points[at] - a).norm() / length).min(1.0)
        } else {
            0.5
        };
        skin.slopes.along(ends[0], force * (1.0 - share), out);
        skin.slopes.along(ends[1], force * share, out);
    }

    /// What moves a mark along a direction.
    fn mark(&self, skin: &Skin<'_>, mark: Mark, direction: Vec3, out: &mut [f32]) {
        let mut landmark = |l: Landmark, weight: f64| {
            for v in skin.model.landmark_vertices(l) {
                skin.slopes.along(v, direction * (weight / 2.0), out);
            }
        };
        match mark {
            Mark::Landmark(l) => landmark(l, 1.0),
            Mark::Level(Level::Landmarks(marks)) => {
                for l in marks {
                    landmark(*l, 1.0 / marks.len() as f64);
                }
            }
            Mark::Joint(j) => skin
                .slopes
                .along_head(skin.model.joint_bone(j), direction, out),
            Mark::Level(Level::Crown) => {
                let mut corners = self.body.mesh.vertices.iter();
                if let Some(v) = corners.position(|p| *p == self.place(Level::Crown)) {
                    skin.slopes.along(v, direction, out);
                }
            }
            Mark::Level(Level::Crotch) => {
                let cut = &self.midline.cut;
                if let Some(at) = point(cut, self.midline.crotch) {
                    self.skin(skin, (cut, at), direction, true, out);
                }
            }
            Mark::Level(Level::Buttock) => self.seat(skin, direction.y, out),
        }
    }

    /// The level of the rear-most point of the seat moves as the top of a parabola through its profile: far more than the
    /// corner that happens to be rear-most.
    fn seat(&self, skin: &Skin<'_>, weight: f64, out: &mut [f32]) {
        let (rear, facing) = (self.place(Level::Buttock), self.body.facing);
        let seat: Vec<(usize, Vec3)> = self
            .corners(TRUNK_AND_LEGS)
            .map(|v| (v, self.body.mesh.vertices[v] - rear))
            .filter(|(_, d)| {
                d.y.abs() < SEAT_MM.0
                    && d.dot(&self.left).abs() < SEAT_MM.1
                    && d.dot(&facing) < SEAT_MM.0
            })
            .collect();
        let terms = |d: &Vec3| RowVector3::new(1.0, d.y, d.y * d.y);
        let (mut normal, mut right) = (Matrix3::zeros(), Vec3::zeros());
        for (_, d) in &seat {
            normal += terms(d).transpose() * terms(d);
            right += terms(d).transpose() * -d.dot(&facing);
        }
        let Some(inverse) = normal.try_inverse() else {
            return;
        };
        let [_, b, c]: [f64; 3] = (inverse * right).into();
        let bent = c < -1e-4 && (b / (2.0 * c)).abs() < SEAT_MM.0;
        for (v, d) in &seat {
            let fit: Vec3 = inverse * terms(d).transpose();
            let rearward = if bent {
                -fit.y / (2.0 * c) + b * fit.z / (2.0 * c * c)
            } else {
                0.0
            };
            let up = Vec3::y() / seat.len() as f64;
            skin.slopes
                .along(*v, (up - facing * rearward) * weight, out);
        }
    }
}

impl Tape {
    /// The places that the tape is laid by, on a side.
    fn marks(&self, side: Side) -> Vec<Mark> {
        let landmark = |l: Landmark| Mark::Landmark(side.landmark(l));
        let joint = |j: Joint| Mark::Joint(side.joint(j));
        match *self {
            Self::Height(level) | Self::Level(level, _) | Self::Crotch(level) => {
                vec![Mark::Level(level)]
            }
            Self::Head(a, b) => vec![Mark::Landmark(a), Mark::Landmark(b)],
            Self::Neck(at, lower, upper) => {
                vec![Mark::Landmark(at), Mark::Joint(lower), Mark::Joint(upper)]
            }
            Self::Arm(from, to, at) | Self::Leg(from, to, at) => {
                let marks = match at {
                    At::Landmarks(marks) => marks,
                    At::Share(_) | At::Bulge | At::Thinnest => &[],
                };
                let ends = [joint(from), joint(to)].into_iter();
                ends.chain(marks.iter().map(|l| landmark(*l))).collect()
            }
            Self::Knee(a, b, c) => [a, b, c].map(joint).to_vec(),
            Self::Thigh(..) => vec![Mark::Level(Level::Crotch)],
            Self::Armhole(a, b) | Self::Shoulder(a, b) => vec![landmark(a), landmark(b)],
            Self::Across(tip, middle) => vec![
                Mark::Landmark(tip),
                Mark::Landmark(Side::Right.landmark(tip)),
                Mark::Landmark(middle),
            ],
            Self::Down(top, level) => vec![Mark::Landmark(top), Mark::Level(level)],
            Self::Straight(marks) => marks.iter().map(|l| landmark(*l)).collect(),
            Self::ByHand => Vec::new(),
        }
    }
}

/// The corners of a tape, the ends of an open one only if asked for, and how its length changes with the place of each.
fn tensions(laid: &Laid, inner: bool) -> impl Iterator<Item = (Vec3, Vec3)> {
    let line = &laid.line;
    let closed = line.first() == line.last();
    let count = line.len().saturating_sub(usize::from(closed));
    let toward = |from: Vec3, to: Option<&Vec3>| {
        let way = to.and_then(|to| (from - to).try_normalize(1e-9));
        way.unwrap_or_default()
    };
    let ends = usize::from(!closed && inner);
    (ends..count.saturating_sub(ends)).map(move |i| {
        let before = match i {
            0 if closed => line.get(count - 1),
            _ => i.checked_sub(1).and_then(|i| line.get(i)),
        };
        (
            line[i],
            toward(line[i], before) + toward(line[i], line.get(i + 1)),
        )
    })
}

/// The point of a cut at a place.
fn point(cut: &Section, at: Vec3) -> Option<usize> {
    cut.points.iter().position(|p| (p - at).amax() < SAME_MM)
}
