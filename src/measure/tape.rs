//! The tape: how each kind of measurement is taken from a posed body.

use super::definition::{At, Definition, TRUNK, TRUNK_AND_LEGS, Tape};
use super::person::{ALL_PARTS, FLAT, Missing, Person, Side, UNCONNECTED, UNCUT, furthest};
use super::{Error, Reading};
use crate::body::Part;
use crate::geom::{Section, Slicer, Vec3, direction, polyline};
use std::ops::RangeInclusive;

/// What one laying of the tape gives: its length, where it lay, and the cuts of the skin that it followed.
pub(super) struct Laid {
    pub(super) mm: f64,
    pub(super) line: Vec<Vec3>,
    pub(super) cuts: Vec<Section>,
}

impl Laid {
    /// The same, and the cut that it followed.
    fn over(mut self, cut: Section) -> Self {
        self.cuts.push(cut);
        self
    }
}

impl Person<'_> {
    /// Takes one measurement, on both sides if it is paired.
    pub(super) fn read(&self, definition: &Definition) -> Result<Reading, Error> {
        let id = definition.id;
        let lay = |side| {
            self.lay(&definition.tape, side)
                .map_err(|missing| Error::Tape { id, missing })
        };
        let left = lay(Side::Left)?;
        if !definition.paired {
            return Ok(Reading {
                id,
                value_mm: left.mm,
                left_mm: None,
                right_mm: None,
                lines: vec![left.line],
            });
        }
        let right = lay(Side::Right)?;
        let value_mm = (left.mm + right.mm) / 2.0;
        let (left_mm, right_mm) = (Some(left.mm), Some(right.mm));
        Ok(Reading {
            id,
            value_mm,
            left_mm,
            right_mm,
            lines: vec![left.line, right.line],
        })
    }

    /// The definition with its place on the bone, where that is searched, settled at what was found on this body.
    ///
    /// Near this body its value changes as the searched one's does: a largest or smallest value does not feel a small
    /// shift of its place. It is many times quicker.
    pub(super) fn settled(&self, definition: &Definition) -> Result<Definition, Error> {
        let Tape::Leg(from, to, at @ (At::Bulge | At::Thinnest)) = definition.tape else {
            return Ok(*definition);
        };
        let share = |side: Side| {
            let ends = [from, to].map(|j| self.joint(side.joint(j)));
            self.share(&Bone::new(side.leg(), ends[0], ends[1])?, at, side)
        };
        let both = share(Side::Left).and_then(|l| Ok((l + share(Side::Right)?) / 2.0));
        let share = both.map_err(|missing| Error::Tape {
            id: definition.id,
            missing,
        })?;
        Ok(Definition {
            tape: Tape::Leg(from, to, At::Share(share)),
            ..*definition
        })
    }

    pub(super) fn lay(&self, tape: &Tape, side: Side) -> Result<Laid, Missing> {
        let facing = self.body.facing;
        let mark = |l| self.landmark(side.landmark(l));
        let joint = |j| self.joint(side.joint(j));
        match *tape {
            Tape::Height(level) => {
                let top = self.place(level);
                Ok(Laid {
                    mm: top.y,
                    line: vec![Vec3::new(top.x, 0.0, top.z), top],
                    cuts: Vec::new(),
                })
            }
            Tape::Level(level, parts) => {
                let cut = self.cut(parts, self.place(level), Vec3::y())?;
                girth(&cut, &cut.points).map(|l| l.over(cut))
            }
            Tape::Head(front, rear) => {
                let (front, rear) = (self.landmark(front), self.landmark(rear));
                let cut = self.cut(TRUNK, front, (front - rear).cross(&self.left))?;
                girth(&cut, cut.loop_near((front + rear) / 2.0)).map(|l| l.over(cut))
            }
            Tape::Neck(at, lower, upper) => {
                let at = self.landmark(at);
                let cut = self.cut(TRUNK, at, self.joint(upper) - self.joint(lower))?;
                girth(&cut, cut.loop_near(at - facing * 50.0)).map(|l| l.over(cut))
            }
            Tape::Arm(from, to, at) => {
                let bone = Bone::new(side.arm(), joint(from), joint(to))?;
                self.round(&bone, self.share(&bone, at, side)?)
            }
            Tape::Leg(from, to, at) => {
                let bone = Bone::new(side.leg(), joint(from), joint(to))?;
                self.round(&bone, self.share(&bone, at, side)?)
            }
            Tape::Knee(upper, middle, lower) => {
                let (a, b, c) = (joint(upper), joint(middle), joint(lower));
                let along = direction(b - a)
                    .zip(direction(c - b))
                    .map(|(t, s)| t + s)
                    .ok_or(FLAT)?;
                let cut = self.cut(&[side.leg()], b, along)?;
                girth(&cut, cut.loop_near(b)).map(|l| l.over(cut))
            }
            Tape::Thigh(from, to) => self.thigh(joint(from), joint(to)),
            Tape::Armhole(top, pit) => {
                let (top, pit) = (mark(top), mark(pit));
                let cut = self.cut(&[Part::Trunk, side.arm()], top, (top - pit).cross(&facing))?;
                let level = |p: &Vec3| p.y > pit.y - 0.01 && p.y < top.y + 30.0; // the pit itself counts
                let near = |p: &&Vec3| level(p) && (*p - top).dot(&self.left).abs() < 150.0;
                girth(&cut, cut.points.iter().filter(near)).map(|l| l.over(cut))
            }
            Tape::Shoulder(neck, tip) => {
                let (neck, tip) = (mark(neck), mark(tip));
                let cut = self.cut(
                    &[Part::Trunk, side.arm()],
                    neck,
                    (tip - neck).cross(&Vec3::y()),
                )?;
                surface(cut.path(neck, tip, (neck + tip) / 2.0)).map(|l| l.over(cut))
            }
            Tape::Across(tip, middle) => {
                let (left, right) = (self.landmark(tip), self.landmark(Side::Right.landmark(tip)));
                let middle = self.landmark(middle);
                let cut = self.cut(ALL_PARTS, middle, (left - middle).cross(&(right - middle)))?;
                let behind = |tip: Vec3| (tip + middle) / 2.0 - facing * 20.0;
                let mut line = cut.path(left, middle, behind(left)).ok_or(UNCONNECTED)?;
                line.extend(cut.path(middle, right, behind(right)).ok_or(UNCONNECTED)?);
                surface(Some(line)).map(|l| l.over(cut))
            }
            Tape::Down(top, level) => {
                let (top, level) = (self.landmark(top), self.place(level).y);
                let cut = self.cut(TRUNK, top, self.left)?;
                let near = cut
                    .points
                    .iter()
                    .copied()
                    .filter(|p| (p.y - level).abs() < 25.0);
                let rear = furthest(near, -facing).ok_or(UNCUT)?;
                let end = Vec3::new(rear.x, level, rear.z);
                surface(cut.path(top, end, (top + end) / 2.0 - facing * 50.0)).map(|l| l.over(cut))
            }
            Tape::Straight(marks) => surface(Some(marks.iter().map(|m| mark(*m)).collect())),
            Tape::ByHand => Err("only a tape on the person takes it"),
            Tape::Crotch(level) => self.between_legs(self.place(level)),
        }
    }

    /// Round a limb at a share of its bone's length.
    fn round(&self, bone: &Bone, share: f64) -> Result<Laid, Missing> {
        bone.tape(&bone.slicer(self, share..=share)?, share)
    }

    /// Where on the bone a place is, as a share of its length.
    fn share(&self, bone: &Bone, at: At, side: Side) -> Result<f64, Missing> {
        // Girths at every hundredth of the length.
        let girths = |from: i32, to: i32| {
            let share = |i: i32| 0.01 * f64::from(i);
            let slicer = bone.slicer(self, share(from)..=share(to))?;
            let girths = (from..=to).map(|i| Ok((share(i), bone.tape(&slicer, share(i))?.mm)));
            girths.collect::<Result<Vec<(f64, f64)>, Missing>>()
        };
        match at {
            At::Share(share) => Ok(share),
            At::Landmarks(marks) => {
                let sum: Vec3 = marks.iter().map(|m| self.landmark(side.landmark(*m))).sum();
                Ok((sum / marks.len() as f64 - bone.from).dot(&bone.along) / bone.length)
            }
            At::Bulge => {
                let girths = girths(18, 56)?;
                let bulges = girths
                    .windows(3)
                    .filter(|w| w[1].1 >= w[0].1 && w[1].1 >= w[2].1);
                let largest = bulges.map(|w| w[1]).max_by(|a, b| a.1.total_cmp(&b.1));
                Ok(largest.map_or(0.3, |(share, _)| share))
            }
            At::Thinnest => {
                let thinnest = girths(55, 97)?
                    .into_iter()
                    .min_by(|a, b| a.1.total_cmp(&b.1));
                thinnest.map(|(share, _)| share).ok_or(UNCUT)
            }
        }
    }

    /// Round one thigh, level, where it is fullest a little below the crotch.
    fn thigh(&self, hip: Vec3, knee: Vec3) -> Result<Laid, Missing> {
        let top = self.midline.crotch.y;
        let slicer = self.slicer(TRUNK_AND_LEGS, Vec3::y(), top - 60.0..=top - 10.0)?;
        let girths = (0..=10).map(|i| {
            let level = top - 10.0 - 5.0 * f64::from(i);
            let bone = hip + (knee - hip) * ((level - hip.y) / (knee.y - hip.y));
            let cut = slicer.at(level).ok_or(UNCUT)?;
            girth(&cut, cut.loop_near(bone)).map(|l| l.over(cut))
        });
        let girths: Vec<Laid> = girths.collect::<Result<_, _>>()?;
        girths
            .into_iter()
            .max_by(|a, b| a.mm.total_cmp(&b.mm))
            .ok_or(UNCUT)
    }

    /// From the front of the waist through the crotch to its back; bridges navel and small of the back.
    fn between_legs(&self, waist: Vec3) -> Result<Laid, Missing> {
        let round = self.cut(TRUNK, waist, Vec3::y())?;
        let middle = |p: &Vec3| (p - self.midline.crotch).dot(&self.left).abs() < 15.0;
        let end = |way| furthest(round.points.iter().copied().filter(middle), way).ok_or(UNCUT);
        let (front, rear) = (end(self.body.facing)?, end(-self.body.facing)?);
        let below = self
            .midline
            .points
            .iter()
            .copied()
            .filter(|p| p.y <= waist.y);
        let chain: Vec<_> = [front]
            .into_iter()
            .chain(below)
            .chain([rear])
            .map(|p| self.midline.cut.plane.flat(p))
            .collect();
        let (mm, line) = polyline::taut(&chain).ok_or(UNCUT)?;
        Ok(Laid {
            mm,
            line: line
                .into_iter()
                .map(|q| self.midline.cut.plane.lift(q))
                .collect(),
            cuts: vec![round, self.midline.cut.clone()],
        })
    }
}

/// The bone between two joints, within its limb.
struct Bone {
    limb: Part,
    from: Vec3,
    along: Vec3,
    length: f64,
}

impl Bone {
    fn new(limb: Part, from: Vec3, to: Vec3) -> Result<Self, Missing> {
        let along = direction(to - from).ok_or(FLAT)?;
        Ok(Self {
            limb,
            from,
            along,
            length: (to - from).norm(),
        })
    }

    /// Height along the bone's direction of a share of its length.
    fn level(&self, share: f64) -> f64 {
        self.from.dot(&self.along) + share * self.length
    }

    /// Makes the limb ready for cuts across the bone.
    fn slicer<'b>(
        &self,
        person: &Person<'b>,
        shares: RangeInclusive<f64>,
    ) -> Result<Slicer<'b>, Missing> {
        person.slicer(
            &[self.limb],
            self.along,
            self.level(*shares.start())..=self.level(*shares.end()),
        )
    }

    fn tape(&self, slicer: &Slicer, share: f64) -> Result<Laid, Missing> {
        let cut = slicer.at(self.level(share)).ok_or(UNCUT)?;
        girth(
            &cut,
            cut.loop_near(self.from + self.along * (share * self.length)),
        )
        .map(|l| l.over(cut))
    }
}

/// A tape drawn tight round points of a cut.
fn girth<'a>(cut: &Section, points: impl IntoIterator<Item = &'a Vec3>) -> Result<Laid, Missing> {
    let mut line = cut.hull(points);
    line.push(*line.first().ok_or(UNCUT)?);
    Ok(Laid {
        mm: polyline::length(&line),
        line,
        cuts: Vec::new(),
    })
}

/// A tape that follows a line.
fn surface(line: Option<Vec<Vec3>>) -> Result<Laid, Missing> {
    let line = line.ok_or(UNCONNECTED)?;
    Ok(Laid {
        mm: polyline::length(&line),
        line,
        cuts: Vec::new(),
    })
}
