//! A panel as it will be knitted: the needles of each course, and how each side comes to its place.

use super::program::Direction;
use super::tube::Turns;
use crate::garment::Structure;

/// Needles from `left` to before `right`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First needle.
    pub left: i32,
    /// One past the last needle.
    pub right: i32,
}

impl Span {
    /// How many needles.
    pub fn width(self) -> i32 {
        self.right - self.left
    }
}

/// How a side of a course comes to its place, before the course is knitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// As in the course before.
    Straight,
    /// One wale out.
    Widen,
    /// So many wales in, by transfers.
    Narrow(i32),
    /// So many wales in, bound off.
    BindOff(i32),
    /// So many wales in, whose loops stay on their needles.
    Hold(i32),
    /// So many wales in, whose loops go onto a draw thread and waste, open for linking.
    PutOff(i32),
}

/// One course of one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number from the cast-on.
    pub course: usize,
    /// The course of the drawing that it belongs to: short rows share one.
    pub drawn: usize,
    /// The way that it is knitted.
    pub direction: Direction,
    /// The needles of the piece, on which it is knitted but for a short row.
    pub span: Span,
    /// What a short row knits of them.
    pub part: Option<Part>,
    /// What happens at the left and right side before.
    pub steps: [Step; 2],
    /// What is knitted.
    pub structure: Structure,
    /// Which of the yarn carriers knits it: on a machine of several systems they follow each other in one stroke.
    pub feed: usize,
}

/// What a short row knits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The needles that it is knitted on.
    pub span: Span,
    /// The needle just beyond its end, on whose waiting loop it tucks before it turns.
    pub wrap: Option<i32>,
}

impl Part {
    /// Whether it forms a loop on a needle.
    pub fn works(&self, needle: i32) -> bool {
        (self.span.left..self.span.right).contains(&needle) || self.wrap == Some(needle)
    }

    /// The first and the last needle that it knits.
    pub fn ends(&self, direction: Direction) -> (i32, i32) {
        match direction {
            Direction::Right => (self.span.left, self.span.right - 1),
            Direction::Left => (self.span.right - 1, self.span.left),
        }
    }

    /// The needles from its first to its last loop.
    pub fn whole(&self) -> Span {
        let wrap = self.wrap.unwrap_or(self.span.left);
        Span {
            left: self.span.left.min(wrap),
            right: self.span.right.max(wrap + 1),
        }
    }
}

impl Row {
    /// Whether each of its wales has a loop on either bed.
    pub fn is_double(&self) -> bool {
        self.structure == Structure::BirdseyeJacquard && self.course >= CAST_ON_COURSES
    }
}

/// Courses of the cast-on, which every structure has its own way of.
const CAST_ON_COURSES: usize = 3;

/// Consecutive courses of one carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// From the bottom up.
    pub rows: Vec<Row>,
}

impl Piece {
    /// Wales that were left open at a side, 0 left, 1 right.
    pub fn held(&self, side: usize) -> i32 {
        let held = |row: &Row| match row.steps[side] {
            Step::Hold(wales) => wales,
            _ => 0,
        };
        self.rows.iter().map(held).sum()
    }
}

/// The division at the neck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Wales that the last course of the body binds off in the middle.
    pub bound_off: Span,
    /// Whether their loops go onto a draw thread and waste instead, after the body's last course, open for linking.
    pub put_off: bool,
    /// Left and right half, from the next course on.
    pub halves: [Piece; 2],
}

/// A panel as it will be knitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// From the cast-on to the neck or to the top.
    pub body: Piece,
    /// Above the neck.
    pub split: Option<Split>,
    /// The needle whose left edge is the panel's x = 0.
    pub axis: i32,
    /// Buttonholes, the lowest first.
    pub holes: Vec<Hole>,
    /// What it has as a tube: then its rows are rounds over both beds.
    pub tube: Option<Turns>,
}

/// A buttonhole: wales of a course that give their loops to the wales beside them and are cast on anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The course in which they begin anew.
    pub course: usize,
    /// Their needles, an even number.
    pub span: Span,
}

impl Shape {
    /// Needles beside it that its shaping uses: loops of a tube, and of both beds, are narrowed by way of one.
    pub fn beside(&self) -> i32 {
        i32::from(self.tube.is_some() || self.rows().any(Row::is_double))
    }

    /// The same shape moved along the bed, so that the first needle that it uses is needle 1.
    #[must_use]
    pub fn placed(mut self) -> Self {
        let by = 1 + self.beside() - self.extent().left;
        self.axis += by;
        for hole in &mut self.holes {
            hole.span.left += by;
            hole.span.right += by;
        }
        if let Some(turns) = &mut self.tube {
            turns.shift(by);
        }
        let halves = self.split.iter_mut().flat_map(|s| {
            s.bound_off.left += by;
            s.bound_off.right += by;
            &mut s.halves
        });
        for row in std::iter::once(&mut self.body)
            .chain(halves)
            .flat_map(|p| &mut p.rows)
        {
            row.span.left += by;
            row.span.right += by;
            if let Some(part) = &mut row.part {
                part.span.left += by;
                part.span.right += by;
                part.wrap = part.wrap.map(|n| n + by);
            }
        }
        self
    }

    /// The mirror image, on the same needles.
    #[must_use]
    pub fn mirrored(mut self) -> Self {
        let extent = self.extent();
        let ends = extent.left + extent.right;
        let flip = |span: &mut Span| {
            *span = Span {
                left: ends - span.right,
                right: ends - span.left,
            };
        };
        self.axis = ends - self.axis;
        self.holes.iter_mut().for_each(|hole| flip(&mut hole.span));
        if let Some(turns) = &mut self.tube {
            turns.mirror(ends);
        }
        let halves = self.split.iter_mut().flat_map(|s| {
            flip(&mut s.bound_off);
            s.halves.swap(0, 1);
            &mut s.halves
        });
        for row in std::iter::once(&mut self.body)
            .chain(halves)
            .flat_map(|p| &mut p.rows)
        {
            flip(&mut row.span);
            if let Some(part) = &mut row.part {
                flip(&mut part.span);
                part.wrap = part.wrap.map(|n| ends - 1 - n);
            }
            row.steps.swap(0, 1);
            row.direction = row.direction.reverse();
        }
        self
    }

    /// All rows, halves by turns not considered.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let halves = self.split.iter().flat_map(|s| &s.halves);
        self.body
            .rows
            .iter()
            .chain(halves.flat_map(|half| &half.rows))
    }

    /// Short rows, the lowest first.
    pub fn short_rows(&self) -> impl Iterator<Item = (&Row, Part)> {
        self.rows().filter_map(|row| Some((row, row.part?)))
    }

    /// The needles that hold loops at the end, those of shoulders included, and what they are knitted in; of the
    /// halves, the left one first.
    pub fn open_tops(&self) -> Vec<(Span, Structure)> {
        let outer = [self.body.held(0), self.body.held(1)];
        let top = |piece: &Piece, outer: [i32; 2]| {
            let last = piece.rows.last()?;
            let span = Span {
                left: last.span.left - piece.held(0) - outer[0],
                right: last.span.right + piece.held(1) + outer[1],
            };
            Some((span, last.structure))
        };
        let tops = match &self.split {
            None => vec![top(&self.body, [0; 2])],
            Some(split) => vec![
                top(&split.halves[0], [outer[0], 0]),
                top(&split.halves[1], [0, outer[1]]),
            ],
        };
        tops.into_iter().flatten().collect()
    }

    /// The needles that are used at all.
    pub fn extent(&self) -> Span {
        let mut extent = Span { left: 0, right: 0 };
        for (i, row) in self.rows().enumerate() {
            if i == 0 {
                extent = row.span;
            }
            extent.left = extent.left.min(row.span.left);
            extent.right = extent.right.max(row.span.right);
        }
        extent
    }
}

/// Edge loops that a jersey narrowing or widening moves together: they make the fashioning marks.
///
/// `span` is that of the course before the step.
pub fn fashioning_block(span: Span) -> i32 {
    ((span.width() - 2) / 2)
        .min(if span.width() < 14 { 2 } else { 4 })
        .max(1)
}
