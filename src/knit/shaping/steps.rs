//! How the sides of the next course come to their place: narrowed, widened, bound off or left open.

use super::{CAST_ON_COURSES, DOUBLE, LEAST_WIDTH, MAX_NARROWING, interval};
use crate::garment::Structure;
use crate::knit::Error;
use crate::knit::outline::{Interval, Outline};
use crate::knit::program::Direction;
use crate::knit::shape::{Row, Span, Step, fashioning_block};
use crate::knit::stitches::repeat;

/// Wales that a binding-off must leave for the other side to be moved by transfers in the same course.
const ROOM: i32 = 14;
/// In a piece narrower than this, narrowings of both edges could land on one wale, unless its edges are plain.
const MEETING: i32 = 24;
/// Half of a panel beside a neck that has just been bound off: narrower ones are not narrowed yet, unless they are plain.
const LEAST_FRESH: i32 = 8;

/// A course about to be shaped.
pub(super) struct Turn {
    pub(super) course: usize,
    pub(super) direction: Direction,
    pub(super) first_of_pair: bool,
    /// Whether wales may be bound off or held, and whether they may be narrowed or widened.
    pub(super) may: [bool; 2],
    /// Carriers that follow each other: their courses share an edge.
    pub(super) feeds: usize,
    /// The needles of the course before.
    pub(super) span: Span,
    /// Left or right half beside the neck.
    pub(super) half: Option<usize>,
    /// Whether loops of a side stay open already: then more of them do.
    pub(super) held: [bool; 2],
    /// The steps of the course before.
    pub(super) before: [Step; 2],
    /// Whether wales beside were bound off just now: the loops at the edge have changed beds and must be knitted first.
    pub(super) fresh: bool,
}

/// Decides both sides of the next course.
pub(super) fn next_steps(outline: &Outline, turn: &Turn) -> Result<[Step; 2], Error> {
    let Turn {
        course, span, half, ..
    } = *turn;
    let middle = 0.5 * turn.feeds.max(2) as f64;
    let pair = interval(outline, course as f64 + middle, half)?;
    let here = interval(outline, course as f64 + 0.5, half)?;
    let structure = outline.structure(course);
    // A widening in jersey is prepared in the course before, which must be past the cast-on.
    let jersey = structure.has_plain_edges() && outline.structure(course - 1).has_plain_edges();
    // Every second course at most: it lifts a loop over the course between.
    let may_widen = |side: usize, starts: bool| match jersey {
        true => {
            course > CAST_ON_COURSES && !matches!(turn.before[side], Step::Widen | Step::Narrow(_))
        }
        false => starts,
    };
    // Loops that have just changed beds must be knitted before they can be stacked.
    let changes = |c: usize| outline.structure(c) != outline.structure(c - 1);
    // Where loops hop over others of the other bed, two narrowings at once would meet: each side has its own course.
    let apart = !structure.has_plain_edges() && span.width() < MEETING;
    let changes_beds = repeat(structure).changes_beds();
    let may_narrow = |side: usize| {
        let own = turn.first_of_pair == (side == 0 || !apart);
        let unknitted =
            turn.fresh && (!turn.first_of_pair || changes_beds && half == Some(1 - side));
        // Edge wales wait where others tuck.
        let unknitted = unknitted
            || (repeat(structure).tucks() && changes(course - 1))
            || (turn.fresh && !structure.has_plain_edges() && span.width() < LEAST_FRESH);
        !unknitted && !changes(course) && (own || changes(course - 1) && !apart)
    };
    // Wales are bound off in front, where a rib's cast-on has not brought them yet.
    let settled = course > CAST_ON_COURSES || outline.structure(0).cast_on() == Structure::Jersey;
    let double = structure == DOUBLE;
    let most = match double {
        true => 1,
        false => MAX_NARROWING.max(turn.feeds as i32),
    };
    let mut steps = [Step::Straight; 2];
    for (side, step) in steps.iter_mut().enumerate() {
        let inward = |target: &Interval| match side {
            0 => target.edges[0].round() as i32 - span.left,
            _ => span.right - target.edges[1].round() as i32,
        };
        let starts = (side == 0) == (turn.direction == Direction::Right);
        let (ahead, now) = (inward(&pair), inward(&here));
        let [may_end, may_move] = turn.may;
        let may_move =
            may_move && (turn.feeds < 2 || !matches!(turn.before[side], Step::BindOff(_)));
        *step = if turn.held[side] || (pair.shoulders[side] && ahead > 0) {
            if starts || ahead <= 0 || !may_end {
                Step::Straight
            } else {
                Step::Hold(ahead)
            }
        } else if ahead > most && double {
            if !starts && may_end && !changes(course) {
                Step::PutOff(ahead)
            } else {
                Step::Straight
            }
        } else if ahead > most && starts && may_end && settled && !changes(course) {
            Step::BindOff(ahead)
        } else if may_narrow(side) && may_move && (1..=most).contains(&ahead) {
            Step::Narrow(ahead.min(most_at_once(span)))
        } else if now < 0 && may_move && may_widen(side, starts) && (side == 0 || span.width() > 3)
        {
            Step::Widen
        } else {
            Step::Straight
        };
    }
    for side in 0..2 {
        let left = match (steps[side], steps[1 - side]) {
            (Step::BindOff(wales), Step::Narrow(_) | Step::Widen) => span.width() - wales - ROOM,
            // A narrowing lands inside its block, or one wale of the same bed further, where the course must still be knitted.
            (Step::Hold(wales), Step::Narrow(n)) => {
                span.width() - wales - fashioning_block(span) - n - 1
            }
            _ => 0,
        };
        if left < 0 {
            steps[1 - side] = Step::Straight;
        }
    }
    Ok(steps)
}

/// Wales that a narrowing takes in at most: no more than its block has, so that none is left beside it.
fn most_at_once(span: Span) -> i32 {
    if span.width() < 10 {
        1
    } else {
        fashioning_block(span)
    }
}

pub(super) fn last_steps(rows: &[Row]) -> [Step; 2] {
    rows.last().map_or([Step::Straight; 2], |row| row.steps)
}

/// Moves the limits; `false` when nothing worth knitting is left.
pub(super) fn apply(span: &mut Span, steps: &[Step; 2]) -> bool {
    let inward = steps.map(|step| match step {
        Step::Straight => 0,
        Step::Widen => -1,
        Step::Narrow(n) | Step::BindOff(n) | Step::Hold(n) | Step::PutOff(n) => n,
    });
    let next = Span {
        left: span.left + inward[0],
        right: span.right - inward[1],
    };
    if next.width() < LEAST_WIDTH {
        return false;
    }
    *span = next;
    true
}
