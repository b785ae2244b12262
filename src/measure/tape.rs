//! The tape: how each kind of measurement is taken from a posed body.

use super::{
    Definition, Error, Reading,
    definition::{At, Level, Tape},
};
use crate::body::{Body, Joint, Landmark, Part};
use crate::geom::{Section, Slicer, Vec3, direction, polyline};
use std::ops::RangeInclusive;

/// Left or right of the subject.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Side {
    /// The landmark of this side, given the left one; in the list each right one follows its left one.
    fn landmark(self, left: Landmark) -> Landmark {
        Landmark::ALL
            .get(left as usize + self as usize)
            .copied()
            .unwrap_or(left)
    }

    /// The joint of this side, given the left one.
    fn joint(self, left: Joint) -> Joint {
        Joint::ALL
            .get(left as usize + self as usize)
            .copied()
            .unwrap_or(left)
    }

    fn arm(self) -> Part {
        if self == Self::Left {
            Part::ArmL
        } else {
            Part::ArmR
        }
    }

    fn leg(self) -> Part {
        if self == Self::Left {
            Part::LegL
        } else {
            Part::LegR
        }
    }
}

/// What one laying of the tape gives: its length and where it lay.
struct Laid {
    mm: f64,
    line: Vec<Vec3>,
}

/// What was not found.
type Missing = &'static str;

const FLAT: Missing = "landmarks or joints coincide";
const UNCUT: Missing = "the plane of the tape misses the body";
const UNCONNECTED: Missing = "the skin along the tape is not connected";

const TRUNK_AND_LEGS: [Part; 3] = [Part::Trunk, Part::LegL, Part::LegR];
const WAIST: [Landmark; 4] = [
    Landmark::LowestRibL,
    Landmark::LowestRibR,
    Landmark::IliacCrestL,
    Landmark::IliacCrestR,
];

/// A body made ready to be measured: faces sorted by part, and the levels that several measurements share.
pub(super) struct Person<'b> {
    body: &'b Body,
    /// Unit direction to the subject's left.
    left: Vec3,
    faces: [Vec<u32>; 5],
    crown: Vec3,
    /// Trunk and legs cut midway between the hip joints.
    sagittal: Section,
    crotch: Vec3,
    buttock: Vec3,
}

impl<'b> Person<'b> {
    pub(super) fn new(body: &'b Body) -> Result<Self, Error> {
        let left =
            direction(Vec3::y().cross(&body.facing)).ok_or(Error::Body("it faces nowhere"))?;
        let places = body
            .landmarks
            .iter()
            .chain(&body.joints)
            .chain(&body.mesh.vertices);
        if !places.flatten().all(|c| c.is_finite()) {
            return Err(Error::Body("a vertex, landmark or joint is not a number"));
        }
        let mut faces: [Vec<u32>; 5] = Default::default();
        for (i, part) in body.face_parts.iter().enumerate() {
            faces[*part as usize].push(i as u32);
        }
        let hips = (body.joint(Joint::HipL) + body.joint(Joint::HipR)) / 2.0;
        let chosen = TRUNK_AND_LEGS
            .iter()
            .flat_map(|p| faces[*p as usize].iter().copied());
        let level = hips.dot(&left);
        let sagittal =
            Slicer::new(&body.mesh, chosen, left, level..=level).and_then(|s| s.at(level));
        let sagittal = sagittal.ok_or(Error::Body("it has no middle plane"))?;
        let lowest = sagittal.points.iter().min_by(|a, b| a.y.total_cmp(&b.y));
        let crotch = *lowest.ok_or(Error::Body("there is no trunk between its hip joints"))?;
        let zero = Vec3::zeros();
        let mut person = Self {
            body,
            left,
            faces,
            crown: zero,
            sagittal,
            crotch,
            buttock: zero,
        };
        let waist = person.mean_height(&WAIST);
        let band = |v: &Vec3| v.y > crotch.y - 20.0 && v.y < waist - 60.0;
        let rear = person.corners(&TRUNK_AND_LEGS).filter(band);
        let rear = rear.min_by(|a, b| a.dot(&body.facing).total_cmp(&b.dot(&body.facing)));
        person.buttock = rear.ok_or(Error::Body("there is nothing between crotch and waist"))?;
        let top = person
            .corners(&[Part::Trunk])
            .max_by(|a, b| a.y.total_cmp(&b.y));
        person.crown = top.ok_or(Error::Body("it has no trunk"))?;
        Ok(person)
    }

    /// Takes one measurement, on both sides if it is paired.
    pub(super) fn read(&self, definition: &Definition) -> Result<Reading, Error> {
        let lay = |side| {
            let laid = self.lay(&definition.tape, side);
            laid.map_err(|missing| Error::Tape {
                id: definition.id,
                missing,
            })
        };
        let left = lay(Side::Left)?;
        if !definition.paired {
            let (value_mm, lines) = (left.mm, vec![left.line]);
            return Ok(Reading {
                id: definition.id,
                value_mm,
                left_mm: None,
                right_mm: None,
                lines,
            });
        }
        let right = lay(Side::Right)?;
        Ok(Reading {
            id: definition.id,
            value_mm: (left.mm + right.mm) / 2.0,
            left_mm: Some(left.mm),
            right_mm: Some(right.mm),
            lines: vec![left.line, right.line],
        })
    }

    fn lay(&self, tape: &Tape, side: Side) -> Result<Laid, Missing> {
        let body = self.body;
        let mark = |l: Landmark| body.landmark(side.landmark(l));
        let joint = |j: Joint| body.joint(side.joint(j));
        match *tape {
            Tape::Height(level) => {
                let top = self.place(level);
                Ok(Laid {
                    mm: top.y,
                    line: vec![Vec3::new(top.x, 0.0, top.z), top],
                })
            }
            Tape::Level(level, parts) => {
                let cut = self.cut(parts, self.place(level), Vec3::y())?;
                girth(&cut, &cut.points)
            }
            Tape::Head(front, rear) => {
                let (front, rear) = (body.landmark(front), body.landmark(rear));
                let cut = self.cut(&[Part::Trunk], front, (front - rear).cross(&self.left))?;
                girth(&cut, cut.loop_near((front + rear) / 2.0))
            }
            Tape::Neck(at, lower, upper) => {
                let at = body.landmark(at);
                let cut = self.cut(&[Part::Trunk], at, body.joint(upper) - body.joint(lower))?;
                girth(&cut, cut.loop_near(at - body.facing * 50.0))
            }
            Tape::Limb(from, to, at) => {
                let limb = if matches!(from, Joint::KneeL) {
                    side.leg()
                } else {
                    side.arm()
                };
                self.limb(limb, joint(from), joint(to), at, side)
            }
            Tape::Bend(upper, middle, lower) => {
                let (a, b, c) = (joint(upper), joint(middle), joint(lower));
                let along = direction(b - a)
                    .zip(direction(c - b))
                    .map(|(t, s)| t + s)
                    .ok_or(FLAT)?;
                let cut = self.cut(&[side.leg()], b, along)?;
                girth(&cut, cut.loop_near(b))
            }
            Tape::Thigh => self.thigh(joint(Joint::HipL), joint(Joint::KneeL)),
            Tape::Armhole(top, pit) => {
                let (top, pit) = (mark(top), mark(pit));
                let cut = self.cut(
                    &[Part::Trunk, side.arm()],
                    top,
                    (top - pit).cross(&body.facing),
                )?;
                let level = |p: &Vec3| p.y > pit.y && p.y < top.y + 30.0;
                let near = |p: &&Vec3| level(p) && (*p - top).dot(&self.left).abs() < 150.0;
                girth(&cut, cut.points.iter().filter(near))
            }
            Tape::Shoulder(neck, tip) => {
                let (neck, tip) = (mark(neck), mark(tip));
                let cut = self.cut(
                    &[Part::Trunk, side.arm()],
                    neck,
                    (tip - neck).cross(&Vec3::y()),
                )?;
                surface(cut.path(neck, tip, (neck + tip) / 2.0))
            }
            Tape::Across(tip, middle) => {
                let (left, right) = (body.landmark(tip), body.landmark(Side::Right.landmark(tip)));
                let middle = body.landmark(middle);
                let all = [Part::Trunk, Part::ArmL, Part::ArmR, Part::LegL, Part::LegR];
                let cut = self.cut(&all, middle, (left - middle).cross(&(right - middle)))?;
                let behind = |tip: Vec3| (tip + middle) / 2.0 - body.facing * 20.0;
                let mut line = cut.path(left, middle, behind(left)).ok_or(UNCONNECTED)?;
                line.extend(cut.path(middle, right, behind(right)).ok_or(UNCONNECTED)?);
                surface(Some(line))
            }
            Tape::Down(top, level) => {
                let (top, level) = (body.landmark(top), self.place(level).y);
                let cut = self.cut(&[Part::Trunk], top, self.left)?;
                let near = cut.points.iter().filter(|p| (p.y - level).abs() < 25.0);
                let rear = near
                    .min_by(|a, b| a.dot(&body.facing).total_cmp(&b.dot(&body.facing)))
                    .ok_or(UNCUT)?;
                let end = Vec3::new(rear.x, level, rear.z);
                surface(cut.path(top, end, (top + end) / 2.0 - body.facing * 50.0))
            }
            Tape::Straight(marks) => surface(Some(marks.iter().map(|m| mark(*m)).collect())),
            Tape::Crotch(level) => self.crotch_tape(self.place(level)),
        }
    }

    /// The point that a level goes through; for landmarks, their mean.
    fn place(&self, level: Level) -> Vec3 {
        match level {
            Level::Crown => self.crown,
            Level::Landmarks(marks) => {
                marks.iter().map(|m| self.body.landmark(*m)).sum::<Vec3>() / marks.len() as f64
            }
            Level::Buttock => self.buttock,
            Level::Crotch => self.crotch,
        }
    }

    fn mean_height(&self, marks: &[Landmark]) -> f64 {
        marks.iter().map(|m| self.body.landmark(*m).y).sum::<f64>() / marks.len() as f64
    }

    fn limb(&self, limb: Part, from: Vec3, to: Vec3, at: At, side: Side) -> Result<Laid, Missing> {
        let along = direction(to - from).ok_or(FLAT)?;
        let (start, span) = (from.dot(&along), (to - from).norm());
        let reach =
            |range: RangeInclusive<f64>| start + range.start() * span..=start + range.end() * span;
        let tape = |slicer: &Slicer, u: f64| {
            let cut = slicer.at(start + u * span).ok_or(UNCUT)?;
            girth(&cut, cut.loop_near(from + along * (u * span)))
        };
        match at {
            At::Landmarks(marks) => {
                let middle = marks
                    .iter()
                    .map(|m| self.body.landmark(side.landmark(*m)))
                    .sum::<Vec3>();
                let u = ((middle / marks.len() as f64).dot(&along) - start) / span;
                tape(&self.slicer(&[limb], along, reach(u..=u))?, u)
            }
            At::Bulge => {
                let slicer = self.slicer(&[limb], along, reach(0.18..=0.56))?;
                let girths = (0..=38)
                    .map(|i| tape(&slicer, 0.18 + 0.01 * f64::from(i)))
                    .collect::<Result<Vec<_>, _>>()?;
                let peak = |w: &&[Laid]| w[1].mm >= w[0].mm && w[1].mm >= w[2].mm;
                let bulges = girths.windows(3).filter(peak).map(|w| &w[1]);
                match bulges.max_by(|a, b| a.mm.total_cmp(&b.mm)) {
                    Some(bulge) => Ok(Laid {
                        mm: bulge.mm,
                        line: bulge.line.clone(),
                    }),
                    None => tape(&slicer, 0.30),
                }
            }
            At::Thinnest => {
                let slicer = self.slicer(&[limb], along, reach(0.55..=0.97))?;
                let girths = (0..=42)
                    .map(|i| tape(&slicer, 0.55 + 0.01 * f64::from(i)))
                    .collect::<Result<Vec<_>, _>>()?;
                girths
                    .into_iter()
                    .min_by(|a, b| a.mm.total_cmp(&b.mm))
                    .ok_or(UNCUT)
            }
        }
    }

    fn thigh(&self, hip: Vec3, knee: Vec3) -> Result<Laid, Missing> {
        let top = self.crotch.y;
        let slicer = self.slicer(&TRUNK_AND_LEGS, Vec3::y(), top - 60.0..=top - 10.0)?;
        let tape = |i: i32| {
            let level = top - 10.0 - 5.0 * f64::from(i);
            let bone = hip + (knee - hip) * ((level - hip.y) / (knee.y - hip.y));
            let cut = slicer.at(level).ok_or(UNCUT)?;
            girth(&cut, cut.loop_near(bone))
        };
        let girths = (0..=10).map(tape).collect::<Result<Vec<_>, _>>()?;
        girths
            .into_iter()
            .max_by(|a, b| a.mm.total_cmp(&b.mm))
            .ok_or(UNCUT)
    }

    fn crotch_tape(&self, waist: Vec3) -> Result<Laid, Missing> {
        let (facing, cut) = (self.body.facing, &self.sagittal);
        let round = self.cut(&[Part::Trunk], waist, Vec3::y())?;
        let middle = |p: &&Vec3| (*p - self.crotch).dot(&self.left).abs() < 15.0;
        let ahead = |a: &&Vec3, b: &&Vec3| a.dot(&facing).total_cmp(&b.dot(&facing));
        let front = round
            .points
            .iter()
            .filter(middle)
            .max_by(ahead)
            .ok_or(UNCUT)?;
        let rear = round
            .points
            .iter()
            .filter(middle)
            .min_by(ahead)
            .ok_or(UNCUT)?;
        let below = cut.points.iter().filter(|p| p.y <= waist.y);
        let chain: Vec<_> = [front]
            .into_iter()
            .chain(below)
            .chain([rear])
            .map(|p| cut.plane.flat(*p))
            .collect();
        let (mm, line) = polyline::taut(&chain).ok_or(UNCUT)?;
        Ok(Laid {
            mm,
            line: line.into_iter().map(|q| cut.plane.lift(q)).collect(),
        })
    }

    fn faces(&self, parts: &[Part]) -> impl Iterator<Item = u32> {
        parts
            .iter()
            .flat_map(|p| self.faces[*p as usize].iter().copied())
    }

    /// Corners of the faces of some parts, shared ones several times.
    fn corners(&self, parts: &[Part]) -> impl Iterator<Item = Vec3> {
        let mesh = &self.body.mesh;
        let faces = self.faces(parts).filter_map(|f| mesh.faces.get(f as usize));
        faces
            .flatten()
            .filter_map(|v| mesh.vertices.get(*v as usize).copied())
    }

    fn slicer(
        &self,
        parts: &[Part],
        normal: Vec3,
        levels: RangeInclusive<f64>,
    ) -> Result<Slicer<'b>, Missing> {
        Slicer::new(&self.body.mesh, self.faces(parts), normal, levels).ok_or(FLAT)
    }

    fn cut(&self, parts: &[Part], through: Vec3, normal: Vec3) -> Result<Section, Missing> {
        let normal = direction(normal).ok_or(FLAT)?;
        let level = through.dot(&normal);
        self.slicer(parts, normal, level..=level)?
            .at(level)
            .ok_or(UNCUT)
    }
}

/// A tape drawn tight round points of a cut.
fn girth<'a>(cut: &Section, points: impl IntoIterator<Item = &'a Vec3>) -> Result<Laid, Missing> {
    let mut line = cut.hull(points);
    line.push(*line.first().ok_or(UNCUT)?);
    Ok(Laid {
        mm: polyline::length(&line),
        line,
    })
}

/// A tape that follows a line.
fn surface(line: Option<Vec<Vec3>>) -> Result<Laid, Missing> {
    let line = line.ok_or(UNCONNECTED)?;
    Ok(Laid {
        mm: polyline::length(&line),
        line,
    })
}
