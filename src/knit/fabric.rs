//! The fabric as a grid of stitches, needle by needle and course by course: what a stitch chart shows.

use super::program::Bed;
use super::shape::{Row, Shape, Span, Step, fashioning_block};
use crate::garment::Structure;
use serde::{Deserialize, Serialize};

/// One cell of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stitch {
    /// No stitch.
    Empty,
    /// A loop of the first course.
    CastOn,
    /// A loop seen from its right side, on the front bed.
    Knit,
    /// A loop seen from its wrong side, on the back bed.
    Purl,
    /// A loop that takes two together: a narrowing lands here.
    Narrowing,
    /// The first loop of a wale that a widening added.
    Widening,
    /// A wale that is bound off.
    BindOff,
}

impl Stitch {
    /// All kinds, in the order of a legend.
    pub const ALL: [Stitch; 7] = [
        Stitch::Empty,
        Stitch::CastOn,
        Stitch::Knit,
        Stitch::Purl,
        Stitch::Narrowing,
        Stitch::Widening,
        Stitch::BindOff,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Stitch::Empty => "no stitch",
            Stitch::CastOn => "cast on",
            Stitch::Knit => "knit (front bed)",
            Stitch::Purl => "purl (back bed)",
            Stitch::Narrowing => "narrowing (two together)",
            Stitch::Widening => "widening (new wale)",
            Stitch::BindOff => "bind off",
        }
    }
}

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
    /// What each course is knitted in, the bottom course first.
    pub structures: Vec<Structure>,
}

/// The bed on which a structure keeps a needle's loop: in 1x1 rib odd needles lie at the back.
pub fn bed_of(structure: Structure, needle: i32) -> Bed {
    if structure == Structure::Rib1x1 && needle.rem_euclid(2) == 1 {
        Bed::Back
    } else {
        Bed::Front
    }
}

impl Fabric {
    /// The stitches of a placed shape.
    pub fn of(name: &str, shape: &Shape) -> Self {
        let extent = shape.extent();
        let wales = extent.width().max(0) as usize;
        let courses = shape.rows().map(|r| r.course + 1).max().unwrap_or(0);
        let mut fabric = Self {
            name: name.into(),
            wales,
            courses,
            first_needle: extent.left,
            cells: vec![Stitch::Empty; wales * courses],
            structures: vec![Structure::Jersey; courses],
        };
        fabric.piece(&shape.body.rows, None);
        if let (Some(split), Some(last)) = (&shape.split, shape.body.rows.last()) {
            let Span { left, right } = split.bound_off;
            for needle in left..right {
                fabric.set(last.course, needle, Stitch::BindOff);
            }
            let [a, b] = &split.halves;
            let (left, right) = (
                Span {
                    right: left,
                    ..last.span
                },
                Span {
                    left: right,
                    ..last.span
                },
            );
            fabric.piece(&a.rows, Some(left));
            fabric.piece(&b.rows, Some(right));
        }
        fabric
    }

    /// The cell of a needle in a course.
    pub fn at(&self, course: usize, needle: i32) -> Stitch {
        self.index(course, needle)
            .map_or(Stitch::Empty, |i| self.cells[i])
    }

    /// Cells that are stitches, bound-off ones included.
    pub fn stitches(&self) -> usize {
        self.cells.iter().filter(|c| **c != Stitch::Empty).count()
    }

    fn index(&self, course: usize, needle: i32) -> Option<usize> {
        let column = usize::try_from(needle - self.first_needle).ok()?;
        (column < self.wales && course < self.courses).then_some(course * self.wales + column)
    }

    fn set(&mut self, course: usize, needle: i32, stitch: Stitch) {
        if let Some(i) = self.index(course, needle) {
            self.cells[i] = stitch;
        }
    }

    fn piece(&mut self, rows: &[Row], before: Option<Span>) {
        let mut before = before;
        for row in rows {
            self.structures[row.course] = row.structure;
            for needle in row.span.left..row.span.right {
                let stitch = match (row.course, bed_of(row.structure, needle)) {
                    (0, _) => Stitch::CastOn,
                    (_, Bed::Front) => Stitch::Knit,
                    _ => Stitch::Purl,
                };
                self.set(row.course, needle, stitch);
            }
            if let Some(before) = before {
                for side in 0..2 {
                    self.mark(row, before, side);
                }
            }
            before = Some(row.span);
        }
    }

    /// Marks what a step does, in the course that is knitted after it.
    fn mark(&mut self, row: &Row, before: Span, side: usize) {
        // Needle of the `i`-th wale from the edge, inwards.
        let from_edge = |span: Span, i: i32| match side {
            0 => span.left + i,
            _ => span.right - 1 - i,
        };
        match row.steps[side] {
            Step::Narrow(wales) => {
                let first = match row.structure {
                    Structure::Jersey => fashioning_block(before),
                    _ => 2,
                };
                for i in first..first + wales {
                    self.set(row.course, from_edge(before, i), Stitch::Narrowing);
                }
            }
            Step::Widen => {
                let below = row.course.saturating_sub(1);
                let inside = match (row.structure, self.structures[below]) {
                    (Structure::Jersey, Structure::Jersey) => fashioning_block(before),
                    _ => 0,
                };
                self.set(row.course, from_edge(row.span, inside), Stitch::Widening);
            }
            Step::BindOff(wales) => {
                for i in 0..wales {
                    self.set(row.course, from_edge(before, i), Stitch::BindOff);
                }
            }
            Step::Straight | Step::Hold(_) => {}
        }
    }
}
