//! The fabric as a grid of stitches, needle by needle and course by course: what a stitch chart shows.

mod marks;
mod stitch;
mod weave;

pub(super) use marks::widens_by_split;
pub use stitch::Stitch;
pub use weave::Look;

use super::colours::{Colours, birdseye};
use super::program::Bed;
use super::shape::{Row, Shape, Span};
use crate::garment::Structure;
use serde::{Deserialize, Serialize};
use weave::{Weave, bound_off, phases};

/// A panel's stitches. Columns are needles, rows are courses from the bottom up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fabric {
    /// Panel name.
    pub name: String,
    /// Columns: the needles that are used.
    pub wales: usize,
    /// Rows: the courses.
    pub courses: usize,
    /// Needle of the first column.
    pub first_needle: i32,
    /// `wales` x `courses` cells, the bottom course first.
    pub cells: Vec<Stitch>,
    /// Whether each cell's loop lies on the back bed, in the order of the cells.
    pub back: Vec<bool>,
    /// How far the loop that each needle held before the course goes to the right before it is knitted: narrowings,
    /// cables, lace (not widenings, which grow out of splits).
    pub shifts: Vec<i8>,
    /// What each course is knitted in, the bottom course first.
    pub structures: Vec<Structure>,
    /// The yarn of each cell's loop, in the order of the cells.
    pub colours: Vec<u8>,
    /// The yarn of a second loop behind each cell, on the back bed, if there is one.
    pub behind: Vec<Option<u8>>,
}

impl Fabric {
    /// The stitches of a placed shape.
    pub fn of(name: &str, shape: &Shape, look: Look) -> Self {
        let extent = shape.extent();
        let wales = extent.width().max(0) as usize;
        let courses = shape.rows().map(|r| r.course + 1).max().unwrap_or(0);
        let mut fabric = Self::blank(name, extent.left, wales, courses);
        for row in shape.rows() {
            fabric.structures[row.course] = row.structure;
        }
        let mut weave = Weave {
            phases: phases(&fabric.structures),
            axis: shape.axis,
            bound: None,
            look,
            lace: look
                .lace
                .map(|l| l.rows().iter().map(String::as_str).collect()),
        };
        let Some(last) = shape.body.rows.last() else {
            return fabric;
        };
        weave.bound = shape.split.as_ref().filter(|s| !s.put_off).map(|s| {
            let at_once = |half: usize, side: usize| match s.halves[half].rows.first() {
                Some(row) => bound_off(row, side),
                None => 0,
            };
            let span = Span {
                left: s.bound_off.left - at_once(0, 1),
                right: s.bound_off.right + at_once(1, 0),
            };
            (last.course, span)
        });
        fabric.piece(&weave, &shape.body.rows, None, above(shape));
        if let Some(split) = &shape.split {
            let Span { left, right } = split.bound_off;
            for needle in (left..right).filter(|_| !split.put_off) {
                fabric.set(last.course, needle, Stitch::BindOff);
            }
            let [a, b] = &split.halves;
            let mut below = [*last, *last];
            below[0].span.right = left;
            below[1].span.left = right;
            fabric.piece(&weave, &a.rows, Some(below[0]), None);
            fabric.piece(&weave, &b.rows, Some(below[1]), None);
        }
        for hole in &shape.holes {
            fabric.pierce(hole);
        }
        fabric
    }

    /// A grid without a stitch.
    pub(super) fn blank(name: &str, first_needle: i32, wales: usize, courses: usize) -> Self {
        Self {
            name: name.into(),
            wales,
            courses,
            first_needle,
            cells: vec![Stitch::Empty; wales * courses],
            back: vec![false; wales * courses],
            shifts: vec![0; wales * courses],
            structures: vec![Structure::Jersey; courses],
            colours: vec![0; wales * courses],
            behind: vec![None; wales * courses],
        }
    }

    /// Puts a stitch, of the front or the back bed, into a cell.
    pub(super) fn put(&mut self, course: usize, needle: i32, stitch: Stitch, back: bool) {
        if let Some(i) = self.index(course, needle) {
            self.cells[i] = stitch;
            self.back[i] = back;
        }
    }

    /// The cell of a needle in a course.
    pub fn at(&self, course: usize, needle: i32) -> Stitch {
        self.index(course, needle)
            .map_or(Stitch::Empty, |i| self.cells[i])
    }

    /// The bed on which a course keeps a needle's loop.
    pub fn bed(&self, course: usize, needle: i32) -> Bed {
        match self.index(course, needle).map(|i| self.back[i]) {
            Some(true) => Bed::Back,
            _ => Bed::Front,
        }
    }

    /// How far the loop that a needle holds goes to the right before a course.
    pub fn shift(&self, course: usize, needle: i32) -> i32 {
        self.index(course, needle)
            .map_or(0, |i| i32::from(self.shifts[i]))
    }

    /// The yarn of a cell's loop.
    pub fn colour(&self, course: usize, needle: i32) -> u8 {
        self.index(course, needle).map_or(0, |i| self.colours[i])
    }

    /// The yarn of a second loop behind the cell, if there is one.
    pub fn behind(&self, course: usize, needle: i32) -> Option<u8> {
        self.index(course, needle).and_then(|i| self.behind[i])
    }

    /// Whether any loop is of another yarn than the ground.
    pub fn is_coloured(&self) -> bool {
        self.colours.iter().any(|c| *c > 0) || self.behind.iter().any(Option::is_some)
    }

    /// The yarns of a course between two needles, ascending.
    pub fn yarns(&self, course: usize, span: Span) -> Vec<u8> {
        let mut used = [false; 256];
        for needle in span.left..span.right {
            if let Some(i) = self.index(course, needle) {
                used[usize::from(self.colours[i])] = true;
                if let Some(yarn) = self.behind[i] {
                    used[usize::from(yarn)] = true;
                }
            }
        }
        (0..=u8::MAX).filter(|y| used[usize::from(*y)]).collect()
    }

    /// Cells that are stitches, bound-off ones included.
    pub fn stitches(&self) -> usize {
        let made = |c: &&Stitch| !matches!(c, Stitch::Empty | Stitch::Miss);
        self.cells.iter().filter(made).count()
    }

    /// The fabric of the panel that is its mirror image.
    #[must_use]
    pub fn mirrored(mut self) -> Self {
        let wales = self.wales.max(1);
        self.cells.chunks_mut(wales).for_each(<[_]>::reverse);
        self.back.chunks_mut(wales).for_each(<[_]>::reverse);
        self.colours.chunks_mut(wales).for_each(<[_]>::reverse);
        self.behind.chunks_mut(wales).for_each(<[_]>::reverse);
        self.shifts.chunks_mut(wales).for_each(<[_]>::reverse);
        self.shifts.iter_mut().for_each(|s| *s = -*s);
        self
    }

    fn index(&self, course: usize, needle: i32) -> Option<usize> {
        let column = usize::try_from(needle - self.first_needle).ok()?;
        (column < self.wales && course < self.courses).then_some(course * self.wales + column)
    }

    fn set(&mut self, course: usize, needle: i32, stitch: Stitch) {
        if let Some(i) = self.index(course, needle) {
            self.cells[i] = stitch;
            if stitch == Stitch::BindOff {
                // The chain is of the ground.
                self.colours[i] = 0;
                self.behind[i] = None;
            }
        }
    }

    fn move_loop(&mut self, course: usize, needle: i32, shift: i32) {
        if let Some(i) = self.index(course, needle) {
            self.shifts[i] = shift as i8;
        }
    }

    fn piece(&mut self, weave: &Weave, rows: &[Row], below: Option<Row>, above: Option<Row>) {
        let mut before = below;
        for (i, row) in rows.iter().enumerate() {
            let next = rows.get(i + 1).or(above.as_ref());
            let course = weave.course(before.as_ref(), row, next);
            for needle in row.span.left..row.span.right {
                let cell = course.cell(needle);
                let Some(at) = self.index(row.course, needle) else {
                    continue;
                };
                if let Some(part) = row
                    .part
                    .filter(|p| !(p.span.left..p.span.right).contains(&needle))
                {
                    self.back[at] = cell.bed == Bed::Back;
                    self.cells[at] = match (part.wrap == Some(needle), cell.bed) {
                        (false, _) => Stitch::Miss,
                        (true, Bed::Back) => Stitch::TuckBack,
                        (true, _) => Stitch::Tuck,
                    };
                    continue;
                }
                let behind = cell.eyelet && !weave.look.tuck_beside_knit;
                self.back[at] = cell.bed == Bed::Back || behind;
                let stitch = match (row.course, cell.bed, cell.tuck) {
                    (0, _, _) => Stitch::CastOn,
                    _ if cell.eyelet => Stitch::Eyelet,
                    _ if cell.miss => Stitch::Miss,
                    (_, Bed::Front, false) => Stitch::Knit,
                    (_, Bed::Front, true) => Stitch::Tuck,
                    (_, _, false) => Stitch::Purl,
                    _ => Stitch::TuckBack,
                };
                self.cells[at] = stitch;
                self.shifts[at] = cell.shift as i8;
                if let Some(colours) = weave.look.colours
                    && Colours::shows(row.structure)
                {
                    self.colours[at] = colours.at(row.drawn, needle - weave.axis);
                    self.behind[at] =
                        (row.is_double()).then(|| birdseye(row.course, needle, colours.yarns()));
                }
            }
            self.mark_crossings(row);
            if let Some(before) = before {
                for side in 0..2 {
                    self.mark(row, &before, side);
                }
            }
            before = Some(*row);
        }
    }
}

/// The first rows of both halves as if they were one: what happens at the outer edges above the body.
fn above(shape: &Shape) -> Option<Row> {
    let [left, right] = &shape.split.as_ref()?.halves;
    let (left, right) = (left.rows.first()?, right.rows.first()?);
    let mut row = *left;
    row.span.right = right.span.right;
    row.steps[1] = right.steps[1];
    Some(row)
}
