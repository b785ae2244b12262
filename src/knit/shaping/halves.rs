//! Both halves beside a neck.

use super::steps::{Turn, apply, last_steps, next_steps};
use super::{DOUBLE, LEAST_WIDTH, row, unknittable};
use crate::knit::Error;
use crate::knit::outline::Outline;
use crate::knit::program::Direction;
use crate::knit::shape::{Piece, Row, Span, Split, Step};

/// Shapes the two halves above the course that binds off the neck.
pub(super) fn divide(
    outline: &Outline,
    last: usize,
    span: Span,
    below: [bool; 2],
    feeds: usize,
) -> Result<Split, Error> {
    let at = (0..4)
        .map(|i| outline.at(last as f64 + 1.0 + 0.5 * f64::from(i)))
        .find(|parts| parts.len() == 2)
        .ok_or_else(|| unknittable(outline, "the neck is not of two halves"))?;
    let mut gap = Span {
        left: at[0].edges[1].round() as i32,
        right: at[1].edges[0].round() as i32,
    };
    gap.left = gap.left.max(span.left + LEAST_WIDTH);
    gap.right = gap.right.max(gap.left).min(span.right - LEAST_WIDTH);
    // Colours would float over a chain; loops on both beds need a free needle beside them to be narrowed.
    let put_off = outline.is_coloured(last) || outline.structure(last) == DOUBLE;
    if outline.structure(last) == DOUBLE && gap.width() < 2 {
        gap.left = gap.left.min(gap.right - 1) - i32::from(gap.width() == 0);
        gap.right = gap.left + 2;
    }
    if gap.left > gap.right
        || gap.left - span.left < LEAST_WIDTH
        || span.right - gap.right < LEAST_WIDTH
    {
        return Err(unknittable(
            outline,
            "the halves beside the neck are too narrow",
        ));
    }
    let mut halves = halves(outline, last, span, gap, below, feeds)?;
    if gap.width() == 0 && chains_meet(&halves) && span.width() > 2 * (LEAST_WIDTH + 1) {
        // A neck so shallow is flat in its middle.
        (gap.left, gap.right) = (gap.left - 1, gap.right + 1);
        halves = self::halves(outline, last, span, gap, below, feeds)?;
    }
    if halves.iter().any(|half| half.rows.is_empty()) {
        return Err(unknittable(
            outline,
            "the neck is less than two courses deep",
        ));
    }
    Ok(Split {
        bound_off: gap,
        put_off,
        halves,
    })
}

/// Whether both halves begin to be bound off, from the same wale to either side, in one course.
fn chains_meet(halves: &[Piece; 2]) -> bool {
    let first = |half: usize| {
        let bound = |row: &&Row| matches!(row.steps[1 - half], Step::BindOff(_));
        let moves = |row: &&Row| row.steps[1 - half] != Step::Straight;
        let row = halves[half].rows.iter().find(moves).filter(bound);
        row.map(|row| row.course)
    };
    first(0).is_some() && first(0) == first(1)
}

/// The rows of both halves beside a gap.
fn halves(
    outline: &Outline,
    last: usize,
    span: Span,
    gap: Span,
    below: [bool; 2],
    feeds: usize,
) -> Result<[Piece; 2], Error> {
    let mut halves = [Piece { rows: Vec::new() }, Piece { rows: Vec::new() }];
    for (side, half) in halves.iter_mut().enumerate() {
        let mut span = match side {
            0 => Span {
                right: gap.left,
                ..span
            },
            _ => Span {
                left: gap.right,
                ..span
            },
        };
        // Both halves start from the outside: the left one going right, the right one going left.
        let outwards = [Direction::Right, Direction::Left][side];
        for course in last + 1..outline.courses {
            let first = (course - last) % 2 == 1;
            let direction = if first { outwards } else { outwards.reverse() };
            let turn = Turn {
                course,
                direction,
                first_of_pair: first,
                may: [true; 2],
                feeds: 1,
                span,
                half: Some(side),
                held: [0, 1].map(|s| half.held(s) > 0 || (s == side && below[s])),
                before: last_steps(&half.rows),
                fresh: course <= last + 2,
            };
            let mut steps = next_steps(outline, &turn)?;
            if course == last + 1 {
                // A widening would have to be prepared in the course below, which the other carrier knits.
                steps = steps.map(|s| if s == Step::Widen { Step::Straight } else { s });
            }
            if !apply(&mut span, &steps) {
                break;
            }
            let feed = usize::from((side == 0) == (feeds < 2));
            half.rows
                .push(row(outline, (course, direction, feed), span, steps));
        }
    }
    Ok(halves)
}
