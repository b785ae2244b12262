//! Drawn edges -> knittable edges: which needles each course spans, and how it comes to that.
//!
//! Courses go by pairs, there and back. Narrowings come before a pair, at most [`MAX_NARROWING`] wales a side; what is
//! steeper is bound off where the carrier stands, at the start of a course. Shoulders stay on the needles, open for
//! linking: a course stops short of them where it ends. Widenings add one wale a side, at most every second course.

mod halves;
mod steps;
mod strokes;

pub use strokes::body_direction;

use super::Error;
use super::outline::{Interval, Outline};
use super::program::Direction;
use super::shape::{Hole, Piece, Row, Shape, Span, Step};
use crate::garment::Structure;
use halves::divide;
use steps::{Turn, apply, last_steps, next_steps};
use strokes::{body_strokes, parts_well};

/// Wales that transfers take in at one side before a pair of courses.
pub const MAX_NARROWING: i32 = 2;
/// A course narrower than this is not knitted any more.
const LEAST_WIDTH: i32 = 3;
/// Courses of the shallowest neck that parts a panel in two.
const LEAST_NECK: f64 = 3.0;
/// Wales beside a buttonhole: two that take its loops in, and one at the edge.
const BESIDE_HOLE: i32 = 3;
/// Loops on both beds of each wale: they narrow one wale at a time, and are never bound off.
const DOUBLE: Structure = Structure::BirdseyeJacquard;
/// Courses of the cast-on, which no shaping touches.
const CAST_ON_COURSES: usize = 3;

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
        let place = (course, direction, stroke.feed);
        body.rows.push(row(outline, place, span, steps));
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

/// A course as drawn: which, the way that it goes, the carrier that feeds it.
fn row(
    outline: &Outline,
    (course, direction, feed): (usize, Direction, usize),
    span: Span,
    steps: [Step; 2],
) -> Row {
    Row {
        course,
        drawn: course,
        direction,
        span,
        part: None,
        steps,
        structure: outline.structure(course),
        feed,
    }
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
