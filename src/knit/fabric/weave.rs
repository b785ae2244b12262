//! What a cell of the fabric is: its structure's repeat, kept clear of edges, cast-on and what is bound off.

use crate::garment::{LaceChart, Structure};
use crate::knit::colours::Colours;
use crate::knit::shape::{Row, Span, Step};
use crate::knit::stitches::{Cell, Repeat, own_lace, repeat};

/// What a fabric is made of besides its shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'a> {
    /// Its colours.
    pub colours: Option<&'a Colours<'a>>,
    /// The customer's own lace.
    pub lace: Option<&'a LaceChart>,
    /// Whether a bed can tuck beside knits in a pass; else an eyelet's new loop is made on the back bed and comes over
    /// afterwards.
    pub tuck_beside_knit: bool,
}

/// What decides about a cell besides its row.
pub(super) struct Weave<'a> {
    pub(super) phases: Vec<usize>,
    pub(super) axis: i32,
    /// The course that binds off a neck, and which needles.
    pub(super) bound: Option<(usize, Span)>,
    pub(super) look: Look<'a>,
    /// The rows of the customer's own lace.
    pub(super) lace: Option<Vec<&'a str>>,
}

/// Courses of the cast-on.
const CAST_ON_COURSES: usize = 3;
/// Wales beside bound-off ones that the chain touches.
const BESIDE: i32 = 2;

/// A course to be woven, between the courses beside it.
pub(super) struct Course<'a> {
    weave: &'a Weave<'a>,
    before: Option<&'a Row>,
    row: &'a Row,
    next: Option<&'a Row>,
    repeat: Repeat<'a>,
    phase: usize,
    /// Whether it knits where others tuck.
    calm: bool,
}

impl<'a> Weave<'a> {
    pub(super) fn course(
        &'a self,
        before: Option<&'a Row>,
        row: &'a Row,
        next: Option<&'a Row>,
    ) -> Course<'a> {
        let structure = if row.course < CAST_ON_COURSES {
            row.structure.cast_on()
        } else {
            row.structure
        };
        let moves = |s: &Step| !matches!(s, Step::Straight | Step::Hold(_) | Step::PutOff(_));
        let repeat = match (structure, &self.lace, self.look.lace) {
            (Structure::Lace, Some(rows), Some(chart)) => own_lace(rows, chart.centre()),
            _ => *repeat(structure),
        };
        let calm = repeat.tucks()
            && (row.steps.iter().any(moves)
                || (row.span.left..row.span.right).any(|n| self.is_bound(row, next, n)));
        Course {
            weave: self,
            before,
            row,
            next,
            repeat,
            phase: self.phases.get(row.course).copied().unwrap_or(0),
            calm,
        }
    }

    /// Whether the loop will be bound off or take a chain's end: that is done on the front bed.
    fn is_bound(&self, row: &Row, next: Option<&Row>, needle: i32) -> bool {
        let by_step = next.is_some_and(|next| {
            let bound = |side: usize| match bound_off(next, side) {
                0 => 0,
                wales => wales + BESIDE,
            };
            needle < row.span.left + bound(0) || needle >= row.span.right - bound(1)
        });
        let by_neck = self.bound.is_some_and(|(course, span)| {
            (row.course == course || row.course + 1 == course)
                && (span.left - BESIDE..span.right + BESIDE).contains(&needle)
        });
        by_step || by_neck
    }
}

impl Course<'_> {
    pub(super) fn cell(&self, needle: i32) -> Cell {
        let (weave, row) = (self.weave, self.row);
        if weave.is_bound(row, self.next, needle) {
            return Cell::PLAIN;
        }
        let room = |n: i32| {
            let within = |span: Span| (n - span.left).min(span.right - 1 - n);
            let rows = [self.before, Some(row), self.next];
            let spans = rows.into_iter().flatten().map(|r| within(r.span));
            let bound = weave.bound.filter(|(course, _)| row.course + 2 > *course);
            let aside = bound.map(|(_, s)| (s.left - 1 - n).max(n - s.right));
            spans.chain(aside).min().unwrap_or(0)
        };
        self.repeat
            .cell(self.phase, weave.axis, needle, room, self.calm)
    }
}

/// How many courses each course lies above the first one of its structure.
pub(super) fn phases(structures: &[Structure]) -> Vec<usize> {
    let mut phase = 0;
    (0..structures.len())
        .map(|c| {
            phase = if c > 0 && structures[c] == structures[c - 1] {
                phase + 1
            } else {
                0
            };
            phase
        })
        .collect()
}

/// Wales that are bound off at a side before a row.
pub(super) fn bound_off(row: &Row, side: usize) -> i32 {
    match row.steps[side] {
        Step::BindOff(wales) => wales,
        _ => 0,
    }
}
