//! A body made ready to be measured: its faces by part, and the levels that several measurements share.

use super::Error;
use super::definition::{Level, TRUNK, TRUNK_AND_LEGS, WAIST};
use super::pull::Mark;
use crate::body::{Body, Joint, Landmark, Part};
use crate::geom::{Section, Slicer, Vec3, direction};
use std::ops::{Range, RangeInclusive};
use std::rc::Rc;

/// What a tape did not find.
pub(super) type Missing = &'static str;

pub(super) const FLAT: Missing = "landmarks or joints coincide";
pub(super) const UNCUT: Missing = "the plane of the tape misses the body";
pub(super) const UNCONNECTED: Missing = "the skin along the tape is not connected";

pub(super) const ALL_PARTS: &[Part] =
    &[Part::Trunk, Part::ArmL, Part::ArmR, Part::LegL, Part::LegR];

/// Left or right of the subject.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

impl Side {
    /// The landmark of this side, given the left one: in the list each right one follows its left one.
    pub(super) fn landmark(self, left: Landmark) -> Landmark {
        Landmark::ALL
            .get(left as usize + self as usize)
            .copied()
            .unwrap_or(left)
    }

    /// The joint of this side, given the left one: in the list each right one follows its left one.
    pub(super) fn joint(self, left: Joint) -> Joint {
        Joint::ALL
            .get(left as usize + self as usize)
            .copied()
            .unwrap_or(left)
    }

    /// The arm of this side.
    pub(super) fn arm(self) -> Part {
        [Part::ArmL, Part::ArmR][self as usize]
    }

    /// The leg of this side.
    pub(super) fn leg(self) -> Part {
        [Part::LegL, Part::LegR][self as usize]
    }
}

/// A body, its faces by part, and places that several measurements share.
#[derive(Clone)]
pub(super) struct Person<'b> {
    pub(super) body: &'b Body,
    landmarks: [Vec3; Landmark::COUNT],
    joints: [Vec3; Joint::COUNT],
    /// Unit direction to the subject's left.
    pub(super) left: Vec3,
    faces: Rc<[Vec<u32>; 5]>,
    pub(super) midline: Midline,
    /// The rear-most corner from 20 mm below the crotch to 60 mm below the waist.
    buttock: Vec3,
    /// The heights between which it is looked for.
    seat: Range<f64>,
    /// The highest corner of the trunk, which has the head.
    crown: Vec3,
}

impl<'b> Person<'b> {
    pub(super) fn new(body: &'b Body) -> Result<Self, Error> {
        let left =
            direction(Vec3::y().cross(&body.facing)).ok_or(Error::Body("it faces nowhere"))?;
        let mut places = body
            .landmarks
            .iter()
            .chain(&body.joints)
            .chain(&body.mesh.vertices);
        if !places.all(|p| p.sum().is_finite()) {
            return Err(Error::Body("a vertex, landmark or joint is not a number"));
        }
        let mut faces: [Vec<u32>; 5] = Default::default();
        for (i, part) in body.face_parts.iter().enumerate() {
            faces[*part as usize].push(i as u32);
        }
        let midline = Midline::new(body, &faces, left)?;
        let crotch = midline.crotch;
        let band = crotch.y - 20.0..mean(&body.landmarks, WAIST).y - 60.0;
        let place = |v: usize| body.mesh.vertices[v];
        let trunk = corners(body, &faces, TRUNK).map(place);
        let crown = furthest(trunk, Vec3::y()).ok_or(Error::Body("it has no trunk"))?;
        let seat = corners(body, &faces, TRUNK_AND_LEGS)
            .map(place)
            .filter(|p| band.contains(&p.y));
        let buttock = furthest(seat, -body.facing);
        let buttock = buttock.ok_or(Error::Body("there is nothing between crotch and waist"))?;
        Ok(Self {
            body,
            landmarks: body.landmarks,
            joints: body.joints,
            left,
            faces: Rc::new(faces),
            midline,
            buttock,
            seat: band,
            crown,
        })
    }

    /// The place of a landmark, mm.
    pub(super) fn landmark(&self, l: Landmark) -> Vec3 {
        self.landmarks[l as usize]
    }

    /// The place of a joint, mm.
    pub(super) fn joint(&self, j: Joint) -> Vec3 {
        self.joints[j as usize]
    }

    /// The same skin with one mark elsewhere, mm.
    pub(super) fn with(&self, mark: Mark, by: Vec3) -> Self {
        let mut moved = self.clone();
        match mark {
            Mark::Landmark(l) => moved.landmarks[l as usize] += by,
            Mark::Joint(j) => moved.joints[j as usize] += by,
            Mark::Level(Level::Landmarks(marks)) => {
                marks
                    .iter()
                    .for_each(|l| moved.landmarks[*l as usize] += by);
            }
            Mark::Level(Level::Crown) => moved.crown += by,
            Mark::Level(Level::Buttock) => moved.buttock += by,
            Mark::Level(Level::Crotch) => moved.midline.crotch += by,
        }
        moved
    }

    /// The corners of the faces of some parts, each once.
    pub(super) fn corners(&self, parts: &[Part]) -> impl Iterator<Item = usize> {
        corners(self.body, &self.faces, parts)
    }

    /// The corners among which the rear-most one is looked for.
    pub(super) fn seat_corners(&self) -> impl Iterator<Item = usize> {
        let all = self.corners(TRUNK_AND_LEGS);
        all.filter(|v| self.seat.contains(&self.body.mesh.vertices[*v].y))
    }

    /// The point that a level goes through.
    pub(super) fn place(&self, level: Level) -> Vec3 {
        match level {
            Level::Crown => self.crown,
            Level::Landmarks(marks) => mean(&self.landmarks, marks),
            Level::Buttock => self.buttock,
            Level::Crotch => self.midline.crotch,
        }
    }

    /// Makes parts ready to be cut across `normal` within a range of heights along it.
    pub(super) fn slicer(
        &self,
        parts: &[Part],
        normal: Vec3,
        levels: RangeInclusive<f64>,
    ) -> Result<Slicer<'b>, Missing> {
        Slicer::new(&self.body.mesh, of(&self.faces, parts), normal, levels).ok_or(FLAT)
    }

    /// Cuts parts by the plane through a point across `normal`.
    pub(super) fn cut(
        &self,
        parts: &[Part],
        through: Vec3,
        normal: Vec3,
    ) -> Result<Section, Missing> {
        let normal = direction(normal).ok_or(FLAT)?;
        let level = through.dot(&normal);
        self.slicer(parts, normal, level..=level)?
            .at(level)
            .ok_or(UNCUT)
    }
}

/// Where the skin is cut midway between the hip joints, round trunk and head.
#[derive(Clone)]
pub(super) struct Midline {
    pub(super) cut: Section,
    /// The loop round trunk and head.
    pub(super) points: Vec<Vec3>,
    /// The lowest point.
    pub(super) crotch: Vec3,
}

impl Midline {
    /// On a lopsided body the middle of the hip joints may lie beside the crotch, and the cut runs down a thigh: where one
    /// up to 10 mm aside ends more than 5 mm higher, that is the midline.
    fn new(body: &Body, faces: &[Vec<u32>; 5], left: Vec3) -> Result<Self, Error> {
        let level = (body.joint(Joint::HipL) + body.joint(Joint::HipR)).dot(&left) / 2.0;
        let near = level - 10.0..=level + 10.0;
        let slicer = Slicer::new(&body.mesh, of(faces, TRUNK_AND_LEGS), left, near);
        let at = |aside: f64| {
            let cut = slicer.as_ref()?.at(level + aside)?;
            // Thighs that press through each other are cut too, in loops of their own.
            let points: Vec<Vec3> = cut
                .loop_through(mean(&body.landmarks, WAIST))
                .copied()
                .collect();
            let crotch = furthest(points.iter().copied(), -Vec3::y())?;
            Some(Self {
                cut,
                points,
                crotch,
            })
        };
        let middle = at(0.0).ok_or(Error::Body("there is no trunk between its hip joints"))?;
        let aside = [-10.0, -5.0, 5.0, 10.0].into_iter().filter_map(at);
        let highest = aside.max_by(|a, b| a.crotch.y.total_cmp(&b.crotch.y));
        Ok(highest
            .filter(|h| h.crotch.y > middle.crotch.y + 5.0)
            .unwrap_or(middle))
    }
}

fn of(faces: &[Vec<u32>; 5], parts: &[Part]) -> impl Iterator<Item = u32> {
    parts
        .iter()
        .flat_map(|p| faces[*p as usize].iter().copied())
}

/// The corners of the faces of some parts, each once.
fn corners<'b>(
    body: &'b Body,
    faces: &[Vec<u32>; 5],
    parts: &[Part],
) -> impl Iterator<Item = usize> + use<'b> {
    let mut used = vec![false; body.mesh.vertices.len()];
    for face in of(faces, parts) {
        for corner in body.mesh.faces.get(face as usize).into_iter().flatten() {
            if let Some(used) = used.get_mut(*corner as usize) {
                *used = true;
            }
        }
    }
    let used = used.into_iter().enumerate();
    used.filter_map(|(v, used)| used.then_some(v))
}

fn mean(places: &[Vec3; Landmark::COUNT], marks: &[Landmark]) -> Vec3 {
    marks.iter().map(|m| places[*m as usize]).sum::<Vec3>() / marks.len() as f64
}

/// The point furthest along a direction.
pub(super) fn furthest(points: impl Iterator<Item = Vec3>, along: Vec3) -> Option<Vec3> {
    points.max_by(|a, b| a.dot(&along).total_cmp(&b.dot(&along)))
}
