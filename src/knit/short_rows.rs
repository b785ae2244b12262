//! Rows over a part of a piece's breadth: they make it longer there than along its edges.
//!
//! One course becomes a zigzag: it turns short of one edge, goes back short of the other, and so on, each time a step further
//! inside, until its last row runs out to the edge. So no yarn floats over waiting loops, each edge has as many courses as
//! before, and a tuck on the waiting loop beside each turn leaves no hole.

use super::outline::Outline;
use super::program::Direction;
use super::shape::{Part, Piece, Row, Shape, Span, Step};
use crate::garment::{Bust, Gauge, Note};
use crate::geom::sort_by_number;

/// How far from the wanted height a course may be that has room for them, mm.
const REACH: f64 = 60.0;
/// Courses of the cast-on, and one.
const LOWEST: usize = 4;
/// Wales between two turns on one side.
const APART: i32 = 2;
/// Courses from one zigzag to the next, and pairs of rows in one: while they are knitted, edge wales hang and wait.
const BETWEEN: usize = 4;
const MOST: usize = 5;

/// Knits the short rows of a panel into its shape, before it is placed; says so where they find no room.
pub(super) fn insert(
    shape: &mut Shape,
    outline: &Outline,
    bust: &Bust,
    gauge: &Gauge,
) -> Option<Note> {
    let wales = |mm: f64| (mm * gauge.wales_per_100mm / 100.0).round() as i32;
    let courses = |mm: f64| mm * gauge.courses_per_100mm / 100.0;
    let none = |why: &str| {
        Some(Note {
            code: "bust_short_rows_left_out".into(),
            text: format!(
                "panel {}: {:.0} mm of short rows over the bust were left out: {why}",
                outline.name(),
                bust.extra_mm
            ),
        })
    };
    let pairs = (courses(bust.extra_mm) / 2.0).round() as usize;
    if pairs == 0 {
        return none("they are less than two courses");
    }
    let wanted = courses(bust.y_mm).round() as usize;
    let reach = courses(REACH).ceil() as usize;
    let near = (0..=reach).flat_map(|d| [wanted.checked_sub(d), (d > 0).then_some(wanted + d)]);
    let mut places: Vec<usize> = Vec::new();
    let mut left = pairs;
    let mut zigzags = Vec::new();
    for at in near.flatten() {
        let apart = places.iter().all(|p| p.abs_diff(at) >= BETWEEN);
        if left == 0 || !apart || !has_room(&shape.body.rows, at, outline) {
            continue;
        }
        let row = shape.body.rows[at];
        let inside = |side: usize, [left, right]: [f64; 2]| match side {
            0 => wales(left) - row.span.left,
            _ => row.span.right - wales(right),
        };
        let ends = [0, 1].map(|side| {
            let first = inside(side, bust.longest_mm).max(APART);
            (first, inside(side, bust.shortest_mm))
        });
        let room = ends.map(|(first, last)| ((last - first) / APART + 1).max(0) as usize);
        let others = pairs.div_ceil(MOST).saturating_sub(places.len());
        let share = left.div_ceil(others.max(1)).min(MOST);
        let here = share.min(room[0]).min(room[1]);
        if here > 0 {
            left -= here;
            places.push(at);
            zigzags.push((at, ends, here));
        }
    }
    if left > 0 {
        let why = "too few courses near it are plain, of one colour and straight at both edges";
        return none(why);
    }
    // The topmost first, so that the others stay where they are.
    sort_by_number(&mut zigzags, |z| -(z.0 as f64));
    for (at, ends, pairs) in zigzags {
        let turns = ends.map(|(first, last)| {
            let step = |j: usize| f64::from(last - first) * j as f64 / (pairs.max(2) - 1) as f64;
            (0..pairs)
                .map(|j| first + step(j).round() as i32)
                .collect::<Vec<_>>()
        });
        let row = shape.body.rows[at];
        let zigzag = zigzag(&row, &turns);
        let added = zigzag.len() - 1;
        let split = shape.split.iter_mut().flat_map(|s| &mut s.halves);
        let lift = |piece: &mut Piece| {
            let above = piece.rows.iter_mut().filter(|r| r.drawn > row.drawn);
            above.for_each(|r| r.course += added);
        };
        std::iter::once(&mut shape.body).chain(split).for_each(lift);
        shape.body.rows.splice(at..=at, zigzag);
    }
    None
}

/// Whether a course is straight and plain with its neighbours, and all carriers wait where it starts.
fn has_room(rows: &[Row], at: usize, outline: &Outline) -> bool {
    let Some([before, row, after]) = at.checked_sub(1).and_then(|i| rows.get(i..at + 2)) else {
        return false;
    };
    let straight = |r: &Row| r.steps == [Step::Straight; 2];
    row.structure.takes_short_rows()
        && at >= LOWEST
        && row.feed == 0
        && before.direction != row.direction
        && [row, after].into_iter().all(straight)
        && [before, after].iter().all(|r| r.structure == row.structure)
        && [before, row, after]
            .iter()
            .all(|r| !outline.is_coloured(r.drawn))
}

/// The rows that a course becomes; `turns` are the wales that each leaves out, on the left and on the right.
fn zigzag(row: &Row, turns: &[Vec<i32>; 2]) -> Vec<Row> {
    let ahead = usize::from(row.direction == Direction::Right);
    let mut out = [0; 2];
    let mut rows = Vec::new();
    let mut add = |direction: Direction, out: [i32; 2], turns: bool| {
        let span = Span {
            left: row.span.left + out[0],
            right: row.span.right - out[1],
        };
        let wrap = match direction {
            Direction::Left => span.left - 1,
            Direction::Right => span.right,
        };
        rows.push(Row {
            course: row.course + rows.len(),
            direction,
            part: Some(Part {
                span,
                wrap: turns.then_some(wrap),
            }),
            ..*row
        });
    };
    for pair in turns[0].iter().zip(&turns[1]) {
        let pair = [*pair.0, *pair.1];
        out[ahead] = pair[ahead];
        add(row.direction, out, true);
        out[1 - ahead] = pair[1 - ahead];
        add(row.direction.reverse(), out, true);
    }
    out[ahead] = 0;
    add(row.direction, out, false);
    rows
}
