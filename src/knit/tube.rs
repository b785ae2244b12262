//! A tube, knitted round on both beds: a round goes right on the front bed and back left on the back bed. It only narrows,
//! at its two folds, by moving an edge loop onto its neighbour by way of an empty needle beside the tube. A heel is short
//! rows on the back bed: each leaves out a wale more, later a wale less, and tucks on the loop beside its end, so that no
//! yarn floats over held loops and no hole is left.

use super::error::Error;
use super::fabric::{Fabric, Stitch};
use super::machine::Machine;
use super::outline::Outline;
use super::program::{Bed, CarrierSet, Direction, Program};
use super::proof::{self, Window};
use super::shape::{Piece, Row, Shape, Span, Step};
use crate::garment::{Gauge, Structure, Tube};
use crate::geom::sort_by_number;

/// Rounds before the first narrowing.
const FIRST_ROUNDS: usize = 2;
/// Wales of the narrowest tube.
const LEAST_WIDTH: i32 = 3;
/// Loops on a needle where short rows turn: a loop and two tucks.
const LOOPS_AT_TURN: u32 = 3;
/// How far an edge loop goes to its neighbour by way of the other bed, wales.
const RACKING: i32 = 2;
/// Columns between the front and the back of a tube in its chart.
const GAP: i32 = 2;

/// A row of a heel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortRow {
    /// The way that it is knitted.
    pub direction: Direction,
    /// The needles that it is knitted on.
    pub span: Span,
    /// The needle just beyond its end, on whose held loop it tucks.
    pub wrap: Option<i32>,
}

/// What makes a shape a tube.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turns {
    /// The round between whose front and back half the heel is knitted.
    pub round: usize,
    /// The heel's rows; empty without a heel.
    pub heel: Vec<ShortRow>,
}

/// Makes a tube knittable: its rows are rounds; courses count the heel's rows, too.
///
/// # Errors
/// [`Error::Unknittable`] for an outline that widens, is of two pieces or ends too narrow.
pub fn shape(outline: &Outline, tube: &Tube, gauge: &Gauge) -> Result<Shape, Error> {
    let refuse = |reason: &str| {
        Err(Error::Unknittable {
            panel: outline.name().into(),
            reason: reason.into(),
        })
    };
    let edges = |round: usize| {
        let parts = outline.at(round as f64 + 0.5);
        match parts.as_slice() {
            [one] => Some(one.edges.map(|e| e.round() as i32)),
            _ => None,
        }
    };
    let Some([left, right]) = edges(0) else {
        return refuse("a tube is of one piece");
    };
    let mut span = Span { left, right };
    let heel_round = tube.heel.map_or(usize::MAX, |heel| {
        (heel.from_mm * gauge.courses_per_100mm / 100.0).round() as usize
    });
    let mut turns = Turns {
        round: heel_round,
        heel: Vec::new(),
    };
    let mut rows = Vec::new();
    for round in 0..outline.courses {
        let Some([left, right]) = edges(round) else {
            return refuse("a tube is of one piece");
        };
        let (on_left, on_right) = (left - span.left, span.right - right);
        if on_left < -1 || on_right < -1 {
            return refuse("a tube only narrows upwards: knit it from its wide end");
        }
        let mut steps = [Step::Straight; 2];
        if round >= FIRST_ROUNDS && round != heel_round {
            for (step, inward) in steps.iter_mut().zip([on_left, on_right]) {
                if inward > 0 {
                    *step = Step::Narrow(1);
                }
            }
        }
        let inward = steps.map(|step| i32::from(step != Step::Straight));
        span.left += inward[0];
        span.right -= inward[1];
        if span.width() < LEAST_WIDTH {
            return refuse("the tube becomes less than three wales wide");
        }
        if let Some(heel) = tube.heel.filter(|_| round == heel_round) {
            let middle = heel.middle_mm * gauge.wales_per_100mm / 100.0;
            turns.heel = short_rows(span, middle.round() as i32);
        }
        rows.push(Row {
            course: round + turns.heel.len(),
            drawn: round,
            direction: Direction::Right,
            span,
            part: None,
            steps,
            structure: Structure::Jersey,
            feed: 0,
        });
    }
    Ok(Shape {
        body: Piece { rows },
        split: None,
        axis: 0,
        holes: Vec::new(),
        tube: Some(turns),
    })
}

/// Whether a machine can narrow and turn as a tube does.
pub fn fits(machine: &Machine) -> bool {
    machine.usable_racking() >= RACKING && machine.max_loops >= LOOPS_AT_TURN
}

/// Rows over `span`, each pair a wale shorter at both ends down to `middle` wales, then longer again. They begin and end
/// on the right.
fn short_rows(span: Span, middle: i32) -> Vec<ShortRow> {
    let most = (span.width() - middle.max(LEAST_WIDTH)) / 2;
    let row = |direction, out: [i32; 2]| {
        let span = Span {
            left: span.left + out[0],
            right: span.right - out[1],
        };
        let wrap = match direction {
            Direction::Left => (out[0] > 0).then_some(span.left - 1),
            Direction::Right => (out[1] > 0).then_some(span.right),
        };
        ShortRow {
            direction,
            span,
            wrap,
        }
    };
    let shorter = (1..=most).flat_map(|n| {
        [
            row(Direction::Left, [n, n - 1]),
            row(Direction::Right, [n, n]),
        ]
    });
    let longer = (0..most).rev().flat_map(|n| {
        [
            row(Direction::Left, [n, n + 1]),
            row(Direction::Right, [n, n]),
        ]
    });
    shorter.chain(longer).collect()
}

impl Turns {
    /// The heel's shortest row.
    pub fn shortest(&self) -> Option<&ShortRow> {
        self.heel.iter().min_by_key(|row| row.span.width())
    }

    /// The same moved along the bed.
    pub(super) fn shift(&mut self, by: i32) {
        for row in &mut self.heel {
            row.span.left += by;
            row.span.right += by;
            row.wrap = row.wrap.map(|n| n + by);
        }
    }

    /// The mirror image between needles whose numbers add up to `ends` less one.
    pub(super) fn mirror(&mut self, ends: i32) {
        for row in &mut self.heel {
            row.span = Span {
                left: ends - row.span.right,
                right: ends - row.span.left,
            };
            row.wrap = row.wrap.map(|n| ends - 1 - n);
            row.direction = row.direction.reverse();
        }
    }
}

/// The tube cut open along its left fold and laid flat, seen from outside: the front's wales, a gap, the back's from right to
/// left.
pub fn fabric(name: &str, shape: &Shape, turns: &Turns) -> Fabric {
    let extent = shape.extent();
    let width = extent.width();
    let courses = shape.body.rows.last().map_or(0, |r| r.course + 1);
    let mut fabric = Fabric::blank(name, extent.left, (2 * width + GAP) as usize, courses);
    let column = |bed: Bed, needle: i32| match bed {
        Bed::Back => extent.left + 2 * width + GAP - 1 - (needle - extent.left),
        _ => needle,
    };
    let mut cell = |course: usize, bed: Bed, needle: i32, stitch: Stitch| {
        fabric.put(course, column(bed, needle), stitch, bed == Bed::Back);
    };
    for row in &shape.body.rows {
        for bed in [Bed::Front, Bed::Back] {
            for needle in row.span.left..row.span.right {
                let narrowed = (needle == row.span.left && row.steps[0] != Step::Straight)
                    || (needle == row.span.right - 1 && row.steps[1] != Step::Straight);
                let stitch = match row.course {
                    0 => Stitch::CastOn,
                    _ if narrowed => Stitch::Narrowing,
                    _ => Stitch::Knit,
                };
                cell(row.course, bed, needle, stitch);
            }
        }
    }
    for (i, short) in turns.heel.iter().enumerate() {
        let course = turns.round + i;
        let Some(round) = shape.body.rows.get(turns.round) else {
            break;
        };
        for needle in round.span.left..round.span.right {
            let knits = (short.span.left..short.span.right).contains(&needle);
            cell(course, Bed::Front, needle, Stitch::Miss);
            let stitch = match (knits, short.wrap == Some(needle)) {
                (true, _) => Stitch::Knit,
                (_, true) => Stitch::TuckBack,
                _ => Stitch::Miss,
            };
            cell(course, Bed::Back, needle, stitch);
        }
    }
    fabric
}

/// Checks a program against the tube that it should make: every wale of both beds has the designed loops in their order, each
/// pulled through the one before it, narrowings through their neighbour's too, and every turn of the heel is tucked.
///
/// # Errors
/// A sentence that names needle and course.
pub fn prove(
    shape: &Shape,
    turns: &Turns,
    program: &Program,
    yarn: CarrierSet,
) -> Result<(), String> {
    let extent = shape.extent();
    let window = Window {
        first: extent.left,
        wales: extent.width() as usize,
    };
    let (loops, tucks) = proof::follow(window, program, yarn)?;
    let mut made = loops.iter().enumerate();
    // The last loop of each wale, front and back.
    let mut last: [Vec<Option<usize>>; 2] = [(); 2].map(|()| vec![None; window.wales]);
    let at = |needle: i32| (needle - extent.left) as usize;
    let mut row = |bed: Bed, direction: Direction, span: Span, steps: [Step; 2], course: usize| {
        let needles: Vec<i32> = match direction {
            Direction::Right => (span.left..span.right).collect(),
            Direction::Left => (span.left..span.right).rev().collect(),
        };
        for needle in needles {
            let wrong = |what: String| Err(format!("needle {needle}, course {course}: {what}"));
            let Some((i, found)) = made.next() else {
                return wrong("the program makes no loop".into());
            };
            if found.needle.index != needle || found.needle.bed != bed {
                return wrong(format!("the program knits {} instead", found.needle));
            }
            let wales = &mut last[usize::from(bed == Bed::Back)];
            let mut through: Vec<usize> = wales[at(needle)].into_iter().collect();
            for (side, edge, outer) in [(0, span.left, needle - 1), (1, span.right - 1, needle + 1)]
            {
                if needle == edge && steps[side] != Step::Straight {
                    through.extend(wales[at(outer)]);
                }
            }
            sort_by_number(&mut through, |i| *i as f64);
            let mut pulled: Vec<usize> = found.through.iter().collect();
            sort_by_number(&mut pulled, |i| *i as f64);
            if pulled != through || found.parents != through.len().max(1) {
                return wrong(format!("it is pulled through {} loops", found.parents));
            }
            wales[at(needle)] = Some(i);
        }
        Ok(())
    };
    let straight = [Step::Straight; 2];
    for (i, round) in shape.body.rows.iter().enumerate() {
        row(
            Bed::Front,
            Direction::Right,
            round.span,
            round.steps,
            round.course,
        )?;
        if i == turns.round {
            for (n, short) in turns.heel.iter().enumerate() {
                row(
                    Bed::Back,
                    short.direction,
                    short.span,
                    straight,
                    turns.round + n,
                )?;
            }
        }
        row(
            Bed::Back,
            Direction::Left,
            round.span,
            round.steps,
            round.course,
        )?;
    }
    if made.next().is_some() {
        return Err("the program makes more loops than designed".into());
    }
    let wraps: Vec<(Bed, i32)> = (turns.heel.iter())
        .filter_map(|r| r.wrap.map(|n| (Bed::Back, n)))
        .collect();
    let found: Vec<(Bed, i32)> = tucks.iter().map(|n| (n.bed, n.index)).collect();
    if found != wraps {
        return Err("the turns of the heel are not those designed".into());
    }
    Ok(())
}
