//! The fabric as a grid of stitches, needle by needle and course by course: what a stitch chart shows.

use super::colours::{Colours, birdseye};
use super::program::Bed;
use super::shape::{Hole, Row, Shape, Span, Step, fashioning_block};
use super::stitches::{Cell, own_lace, repeat};
use crate::garment::{LaceChart, Structure};
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
    /// A tuck on the front bed.
    Tuck,
    /// A tuck on the back bed.
    TuckBack,
    /// A new loop on a needle that lace emptied.
    Eyelet,
    /// A loop that takes two together beside an eyelet.
    Together,
    /// A loop that a cable brought here.
    Cable,
    /// The needle keeps its loop over this course.
    Miss,
}

impl Stitch {
    /// All kinds, in the order of a legend.
    pub const ALL: [Stitch; 13] = [
        Stitch::Empty,
        Stitch::CastOn,
        Stitch::Knit,
        Stitch::Purl,
        Stitch::Narrowing,
        Stitch::Widening,
        Stitch::BindOff,
        Stitch::Tuck,
        Stitch::TuckBack,
        Stitch::Eyelet,
        Stitch::Together,
        Stitch::Cable,
        Stitch::Miss,
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
            Stitch::Tuck => "tuck (front bed)",
            Stitch::TuckBack => "tuck (back bed)",
            Stitch::Eyelet => "eyelet (new loop)",
            Stitch::Together => "two together (lace)",
            Stitch::Cable => "cable (crossed wale)",
            Stitch::Miss => "miss (the loop waits)",
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
            for needle in row.span.left..row.span.right {
                let cell = weave.cell(before.as_ref(), row, next, needle);
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

    /// A buttonhole in 1x1 rib: its loops go two wales outwards, and its needles tuck anew, front and back by turns as in
    /// a cast-on.
    fn pierce(&mut self, hole: &Hole) {
        let middle = (hole.span.left + hole.span.right) / 2;
        for needle in hole.span.left..hole.span.right {
            let shift = if needle < middle { -2 } else { 2 };
            self.move_loop(hole.course, needle, shift);
            self.set(hole.course, needle, Stitch::Eyelet);
        }
        for needle in hole.span.left..hole.span.right {
            let shift = self.shift(hole.course, needle);
            self.set(hole.course, needle + shift, Stitch::Together);
        }
    }

    /// Marks where cables and lace bring loops to.
    fn mark_crossings(&mut self, row: &Row) {
        for needle in row.span.left..row.span.right {
            let shift = self.shift(row.course, needle);
            if shift == 0 {
                continue;
            }
            let lace = self.at(row.course, needle) == Stitch::Eyelet;
            let mark = if lace {
                Stitch::Together
            } else {
                Stitch::Cable
            };
            self.set(row.course, needle + shift, mark);
        }
    }

    /// Marks what a step does, in the course that is knitted after it.
    fn mark(&mut self, row: &Row, below: &Row, side: usize) {
        let before = below.span;
        // Needle of the `i`-th wale from the edge, inwards.
        let from_edge = |span: Span, i: i32| match side {
            0 => span.left + i,
            _ => span.right - 1 - i,
        };
        let inwards = if side == 0 { 1 } else { -1 };
        match row.steps[side] {
            Step::Narrow(wales) => {
                for (from, to) in self.narrowing(below, side, wales) {
                    let needle = from_edge(before, from);
                    self.move_loop(row.course, needle, (to - from) * inwards);
                    let landing = from_edge(before, to);
                    if to >= self.first_landing(below, side, wales) {
                        self.set(row.course, landing, Stitch::Narrowing);
                    }
                }
            }
            Step::Widen => {
                let inside = if widens_by_split(below, row) {
                    fashioning_block(before)
                } else {
                    0
                };
                self.set(row.course, from_edge(row.span, inside), Stitch::Widening);
            }
            Step::BindOff(wales) => {
                for i in 0..wales {
                    self.set(row.course, from_edge(before, i), Stitch::BindOff);
                }
            }
            Step::Straight | Step::Hold(_) | Step::PutOff(_) => {}
        }
    }

    /// Which edge wales a narrowing moves and where to, counted from the edge: in plain fabric a block, which makes
    /// the fashioning marks; elsewhere each wale hops onto the nearest one of its own bed.
    fn narrowing(&self, below: &Row, side: usize, wales: i32) -> Vec<(i32, i32)> {
        let span = below.span;
        let bed = |i: i32| {
            let needle = if side == 0 {
                span.left + i
            } else {
                span.right - 1 - i
            };
            self.bed(below.course, needle)
        };
        if below.is_double() {
            return (0..wales).map(|i| (i, i + wales)).collect();
        }
        let block = fashioning_block(span);
        if self.is_plain_edge(below, side, wales) {
            return (0..block).map(|i| (i, i + wales)).collect();
        }
        let mut moves: Vec<(i32, i32)> = Vec::new();
        for i in 0..wales {
            let free = |to: &i32| bed(*to) == bed(i) && moves.iter().all(|m| m.1 != *to);
            let landing = (wales..span.width()).find(free);
            moves.push((i, landing.unwrap_or(i + wales)));
        }
        moves
    }

    fn is_plain_edge(&self, below: &Row, side: usize, wales: i32) -> bool {
        let span = below.span;
        let block = fashioning_block(span);
        let mut edge = (0..block + wales).map(|i| match side {
            0 => span.left + i,
            _ => span.right - 1 - i,
        });
        let first = self.bed(below.course, edge.next().unwrap_or(span.left));
        edge.all(|n| self.bed(below.course, n) == first)
    }

    /// The first wale from the edge on which a narrowing puts two loops.
    fn first_landing(&self, below: &Row, side: usize, wales: i32) -> i32 {
        if self.is_plain_edge(below, side, wales) && !below.is_double() {
            fashioning_block(below.span)
        } else {
            0
        }
    }
}

/// In plain fabric the wale that a widening adds grows out of a split in the course before.
pub(super) fn widens_by_split(before: &Row, row: &Row) -> bool {
    before.structure.has_plain_edges() && row.structure.has_plain_edges()
}

/// How many courses each course lies above the first one of its structure.
fn phases(structures: &[Structure]) -> Vec<usize> {
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
fn bound_off(row: &Row, side: usize) -> i32 {
    match row.steps[side] {
        Step::BindOff(wales) => wales,
        _ => 0,
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

/// What decides about a cell besides its row.
struct Weave<'a> {
    phases: Vec<usize>,
    axis: i32,
    /// The course that binds off a neck, and which needles.
    bound: Option<(usize, Span)>,
    look: Look<'a>,
    /// The rows of the customer's own lace.
    lace: Option<Vec<&'a str>>,
}

/// Courses of the cast-on.
const CAST_ON_COURSES: usize = 3;
/// Wales beside bound-off ones that the chain touches.
const BESIDE: i32 = 2;

impl Weave<'_> {
    fn cell(&self, before: Option<&Row>, row: &Row, next: Option<&Row>, needle: i32) -> Cell {
        if self.is_bound(row, next, needle) {
            return Cell::PLAIN;
        }
        let structure = if row.course < CAST_ON_COURSES {
            row.structure.cast_on()
        } else {
            row.structure
        };
        let phase = self.phases.get(row.course).copied().unwrap_or(0);
        let room = |n: i32| {
            let within = |span: Span| (n - span.left).min(span.right - 1 - n);
            let rows = [before, Some(row), next];
            let spans = rows.into_iter().flatten().map(|r| within(r.span));
            let bound = self.bound.filter(|(course, _)| row.course + 2 > *course);
            let aside = bound.map(|(_, s)| (s.left - 1 - n).max(n - s.right));
            spans.chain(aside).min().unwrap_or(0)
        };
        let moves = |s: &Step| !matches!(s, Step::Straight | Step::Hold(_) | Step::PutOff(_));
        let repeat = match (structure, &self.lace, self.look.lace) {
            (Structure::Lace, Some(rows), Some(chart)) => own_lace(rows, chart.centre()),
            _ => *repeat(structure),
        };
        let calm = repeat.tucks()
            && (row.steps.iter().any(moves)
                || (row.span.left..row.span.right).any(|n| self.is_bound(row, next, n)));
        repeat.cell(phase, self.axis, needle, room, calm)
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
