//! The strokes of a body: which way each course goes, and which carrier knits it.

use super::CAST_ON_COURSES;
use crate::garment::Structure;
use crate::knit::program::Direction;

/// The direction of a body course: even ones go right after a rib cast-on, odd ones after a jersey cast-on.
pub fn body_direction(course: usize, cast_on: Structure) -> Direction {
    let phase = usize::from(cast_on.cast_on() == Structure::Jersey);
    if (course + phase).is_multiple_of(2) {
        Direction::Right
    } else {
        Direction::Left
    }
}

/// How a course of the body is knitted.
#[derive(Clone, Copy)]
pub(super) struct Stroke {
    pub(super) direction: Direction,
    pub(super) feed: usize,
    /// Whether all carriers wait on the side that it starts from: wales may be bound off or held before it.
    pub(super) together: bool,
    /// Whether edges may be narrowed or widened before it: between two courses of one stroke, so that the transfers
    /// share strokes with them.
    pub(super) moves: bool,
}

/// The strokes of body courses up to `last`. Several carriers (`feeds`) follow each other in one stroke; before a
/// neck they part: the first one ends at the left edge, the second one, which binds the neck off, at the right edge.
pub(super) fn body_strokes(
    last: usize,
    cast_on: Structure,
    feeds: usize,
    neck: bool,
) -> Vec<Stroke> {
    let alone = |course: usize, together: bool| Stroke {
        direction: body_direction(course, cast_on),
        feed: 0,
        together,
        moves: together,
    };
    if feeds < 2 {
        return (0..=last).map(|course| alone(course, true)).collect();
    }
    let mut strokes: Vec<Stroke> = (0..CAST_ON_COURSES.min(last + 1))
        .map(|course| alone(course, true))
        .collect();
    let mut direction = body_direction(CAST_ON_COURSES, cast_on);
    let end = if neck {
        last.saturating_sub(2)
    } else {
        last + 1
    };
    let full = |at: usize| at + feeds <= end || !neck;
    while strokes.len() < end && full(strokes.len()) {
        for feed in 0..feeds.min(end - strokes.len()) {
            strokes.push(Stroke {
                direction,
                feed,
                together: feed == 0,
                moves: feed + 1 == feeds,
            });
        }
        direction = direction.reverse();
    }
    if neck {
        // All wait on one side; those from the left go there and back alone until two courses are left.
        while strokes.len() < last {
            strokes.push(Stroke {
                direction,
                feed: 0,
                together: direction == Direction::Right,
                moves: false,
            });
            direction = direction.reverse();
        }
        strokes.push(Stroke {
            direction: Direction::Right,
            feed: 1,
            together: false,
            moves: false,
        });
    }
    strokes
}

/// Whether the strokes before a neck in that course leave both carriers where they must be.
pub(super) fn parts_well(last: usize, cast_on: Structure, feeds: usize) -> bool {
    if feeds < 2 {
        return body_direction(last, cast_on) == Direction::Right;
    }
    let strokes = body_strokes(last, cast_on, feeds, true);
    let ends_left = |feed: usize| {
        let mut own = strokes[..last].iter().rev().filter(|s| s.feed == feed);
        own.next().is_some_and(|s| s.direction == Direction::Left)
    };
    strokes.len() == last + 1 && (0..feeds).all(ends_left)
}
