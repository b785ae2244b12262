//! Drawn edges -> knittable edges: which needles each course spans, and how it comes to that.
//!
//! Courses go by pairs, there and back. Narrowings come before a pair, at most [`MAX_NARROWING`] wales a side; what is
//! steeper is bound off where the carrier stands, at the start of a course. Shoulders stay on the needles, open for
//! linking: a course stops short of them where it ends. Widenings add one wale a side, at most every second course.

use super::Error;
use super::outline::{Interval, Outline};
use super::program::Direction;
use super::shape::{Hole, Piece, Row, Shape, Span, Split, Step, fashioning_block};
use super::stitches::repeat;
use crate::garment::Structure;

/// Wales that transfers take in at one side before a pair of courses.
pub const MAX_NARROWING: i32 = 2;
/// A course narrower than this is not knitted any more.
const LEAST_WIDTH: i32 = 3;
/// Wales that a binding-off must leave for the other side to be moved by transfers in the same course.
const ROOM: i32 = 14;
/// Courses of the shallowest neck that parts a panel in two.
const LEAST_NECK: f64 = 3.0;
/// In a piece narrower than this, narrowings of both edges could land on one wale, unless its edges are plain.
const MEETING: i32 = 24;
/// Half of a panel beside a neck that has just been bound off: narrower ones are not narrowed yet, unless they are plain.
const LEAST_FRESH: i32 = 8;
/// Wales beside a buttonhole: two that take its loops in, and one at the edge.
const BESIDE_HOLE: i32 = 3;
/// Loops on both beds of each wale: they narrow one wale at a time, and are never bound off.
const DOUBLE: Structure = Structure::BirdseyeJacquard;
/// Courses of the cast-on, which no shaping touches.
const CAST_ON_COURSES: usize = 3;

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
struct Stroke {
    direction: Direction,
    feed: usize,
    /// Whether all carriers wait on the side that it starts from: wales may be bound off or held before it.
    together: bool,
    /// Whether edges may be narrowed or widened before it: between two courses of one stroke, so that the transfers
    /// share strokes with them.
    moves: bool,
}

/// The strokes of body courses up to `last`. Several carriers (`feeds`) follow each other in one stroke; before a
/// neck they part: the first one ends at the left edge, the second one, which binds the neck off, at the right edge.
fn body_strokes(last: usize, cast_on: Structure, feeds: usize, neck: bool) -> Vec<Stroke> {
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
fn parts_well(last: usize, cast_on: Structure, feeds: usize) -> bool {
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

/// Makes a panel knittable; `feeds` yarn carriers follow each other in each stroke of the body.
///
/// # Errors
/// [`Error::Panel`] for an outline that is not one piece below and at most two above; [`Error::Unknittable`] for a step
/// that no machine makes.
pub fn shape(outline: &Outline, feeds: usize) -> Result<Shape, Error> {
    // A dip of a course or two is knitted straight: its loops stay open like those beside it.
    let least = outline.courses as f64 - LEAST_NECK;
    let split = outline.split().filter(|height| *height <= least);
    let cast_on = outline.structure(0);
    let start = interval(outline, 0.5, None)?;
    let mut span = rounded(&start);
    if span.width() < LEAST_WIDTH {
        return Err(unknittable(
            outline,
            "the cast-on edge is less than three wales wide",
        ));
    }
    let last = match split {
        Some(height) => {
            // The carrier that binds off the neck must end with the right half: its course goes right.
            let lowest = CAST_ON_COURSES + if feeds < 2 { 1 } else { 2 + feeds };
            let parts = |c: &usize| parts_well(*c, cast_on, feeds);
            let nearest = height.round() as usize;
            let reach = feeds.max(1);
            let near = nearest.saturating_sub(reach).max(lowest)..=nearest + reach;
            near.filter(parts)
                .min_by(|a, b| {
                    (*a as f64 - height)
                        .abs()
                        .total_cmp(&(*b as f64 - height).abs())
                })
                .filter(|c| *c >= lowest)
                .ok_or_else(|| unknittable(outline, "the neck begins within the cast-on"))?
        }
        None => outline.courses - 1,
    };
    let mut body = Piece { rows: Vec::new() };
    let strokes = body_strokes(last, cast_on, feeds, split.is_some());
    for (course, stroke) in strokes.into_iter().enumerate() {
        let direction = stroke.direction;
        let mut steps = [Step::Straight; 2];
        if course >= CAST_ON_COURSES {
            let turn = Turn {
                course,
                direction,
                first_of_pair: feeds > 1 || direction == Direction::Right,
                may: [stroke.together, stroke.moves],
                feeds,
                span,
                half: None,
                held: [0, 1].map(|side| body.held(side) > 0),
                before: last_steps(&body.rows),
                fresh: false,
            };
            steps = next_steps(outline, &turn)?;
            if course == last && split.is_some() {
                // The course that binds off the neck moves no edge by transfers: they might meet.
                steps = steps.map(|s| match s {
                    Step::Narrow(_) | Step::Widen => Step::Straight,
                    other => other,
                });
            }
        }
        if !apply(&mut span, &steps) {
            break;
        }
        body.rows.push(Row {
            course,
            drawn: course,
            direction,
            span,
            part: None,
            steps,
            structure: outline.structure(course),
            feed: stroke.feed,
        });
    }
    let split = match split {
        Some(_) => {
            let held = [0, 1].map(|side| body.held(side) > 0);
            Some(divide(outline, last, span, held, feeds)?)
        }
        None => None,
    };
    let shape = Shape {
        body,
        split,
        axis: 0,
        holes: Vec::new(),
        tube: None,
    };
    let held = shape
        .rows()
        .find(|r| r.steps.iter().any(|s| matches!(s, Step::Hold(_))));
    let changes = |from: &Row| {
        let mut above = shape.rows().filter(|r| r.course > from.course);
        above.any(|r| r.structure != from.structure)
    };
    if held.is_some_and(changes) {
        return Err(unknittable(
            outline,
            "the structure changes within a shoulder",
        ));
    }
    pierce(shape, outline)
}

/// Puts the buttonholes in: of two or four wales, whose loops go to the nearest ones of their own beds.
fn pierce(mut shape: Shape, outline: &Outline) -> Result<Shape, Error> {
    for [middle, height, wales] in &outline.buttonholes {
        let course = height.round() as usize;
        let around = shape.body.rows.windows(3).find(|w| w[1].course == course);
        let Some([below, row, above]) = around else {
            return Err(unknittable(
                outline,
                "a buttonhole lies above or below the fabric",
            ));
        };
        let plain = |r: &Row| r.structure == Structure::Rib1x1 && r.steps == [Step::Straight; 2];
        if ![below, row, above].into_iter().all(plain) || course <= CAST_ON_COURSES {
            return Err(unknittable(
                outline,
                "buttonholes are knitted into straight 1x1 rib, four courses above its cast-on",
            ));
        }
        let room = row.span.width() - 2 * BESIDE_HOLE;
        let half = (((wales / 2.0).round() as i32).clamp(1, 2)).min(room / 2);
        if half < 1 {
            return Err(unknittable(
                outline,
                "the band is too narrow for a buttonhole: eight wales are needed",
            ));
        }
        let least = row.span.left + BESIDE_HOLE + half;
        let most = row.span.right - BESIDE_HOLE - half;
        let middle = (middle.round() as i32).clamp(least, most);
        shape.holes.push(Hole {
            course,
            span: Span {
                left: middle - half,
                right: middle + half,
            },
        });
    }
    Ok(shape)
}

/// Shapes the two halves above the course that binds off the neck.
fn divide(
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
            half.rows.push(Row {
                course,
                drawn: course,
                direction,
                span,
                part: None,
                steps,
                structure: outline.structure(course),
                feed: usize::from((side == 0) == (feeds < 2)),
            });
        }
    }
    Ok(halves)
}

/// A course about to be shaped.
struct Turn {
    course: usize,
    direction: Direction,
    first_of_pair: bool,
    /// Whether wales may be bound off or held, and whether they may be narrowed or widened.
    may: [bool; 2],
    /// Carriers that follow each other: their courses share an edge.
    feeds: usize,
    /// The needles of the course before.
    span: Span,
    /// Left or right half beside the neck.
    half: Option<usize>,
    /// Whether loops of a side stay open already: then more of them do.
    held: [bool; 2],
    /// The steps of the course before.
    before: [Step; 2],
    /// Whether wales beside were bound off just now: the loops at the edge have changed beds and must be knitted first.
    fresh: bool,
}

/// Decides both sides of the next course.
fn next_steps(outline: &Outline, turn: &Turn) -> Result<[Step; 2], Error> {
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
        if let (Step::BindOff(wales), Step::Narrow(_) | Step::Widen) =
            (steps[side], steps[1 - side])
            && span.width() - wales < ROOM
        {
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

fn last_steps(rows: &[Row]) -> [Step; 2] {
    rows.last().map_or([Step::Straight; 2], |row| row.steps)
}

/// Moves the limits; `false` when nothing worth knitting is left.
fn apply(span: &mut Span, steps: &[Step; 2]) -> bool {
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

fn rounded(interval: &Interval) -> Span {
    Span {
        left: interval.edges[0].round() as i32,
        right: interval.edges[1].round() as i32,
    }
}

/// The drawn extent at a height: of the whole panel, or of one half beside the neck.
fn interval(outline: &Outline, height: f64, half: Option<usize>) -> Result<Interval, Error> {
    let parts = outline.at(height);
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return Err(Error::Panel {
            panel: outline.name().into(),
            reason: format!("the outline is open or empty {height:.1} courses above the cast-on"),
        });
    };
    if parts.len() > 2 {
        return Err(unknittable(
            outline,
            "it falls into more than two pieces; two are knitted side by side",
        ));
    }
    Ok(match half {
        Some(0) => *first,
        Some(_) => *last,
        None => Interval {
            edges: [first.edges[0], last.edges[1]],
            shoulders: [first.shoulders[0], last.shoulders[1]],
        },
    })
}

fn unknittable(outline: &Outline, reason: &str) -> Error {
    Error::Unknittable {
        panel: outline.name().into(),
        reason: reason.into(),
    }
}
