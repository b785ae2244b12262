//! Finding the board in a picture.

use super::board::{Board, Markers};
use super::corner::{self, Corner};
use super::grey::Grey;
use super::homography::Homography;
use super::lattice::{self, Lattice};
use super::placement::{self, Placement};
use super::print::Print;
use super::rig::median;
use crate::geom::{Vec2, by_key};
use image::RgbImage;
use std::collections::BTreeMap;

/// The searches: halvings of the picture, blur (px of that size), radius of the ring. The quickest first.
const SEARCHES: [(u32, f32, f64); 5] = [
    (1, 1.0, 3.2),
    (0, 1.0, 3.2),
    (0, 1.8, 5.0),
    (2, 1.0, 3.2),
    (3, 1.0, 3.2),
];
/// A picture whose larger side is beyond this is searched from half its size on.
const LARGE: usize = 4500;
/// Blur before corners are placed, px.
const SMOOTH: f32 = 0.7;
/// Half window of the placing: share of the step to the nearest neighbour, and its limits, px. Beside markers it is this many times
/// the margin around them, so that their edges count for little.
const WINDOW: f64 = 0.24;
const MARGINS: f64 = 1.1;
const WINDOWS: (f64, f64) = (1.8, 7.0);
/// Fewer corners than this determine no pose worth having.
const LEAST_CORNERS: usize = 6;
/// A corner is looked for where its neighbours have it: those so many columns and rows away, or those twice as far where they are
/// fewer than this.
const NEIGHBOURS: (usize, usize) = (2, 7);
/// Blur's variance of a picture before it is known, and its limits, px².
const BLUR: f64 = 0.6;
const BLURS: (f64, f64) = (0.05, 9.0);
/// Rounds of placing.
const ROUNDS: usize = 3;
/// A corner that is known no better is left out, px.
const MOST_SIGMA_PX: f64 = 0.4;

/// The board's corners in one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// Size of the picture, px.
    pub size: (u32, u32),
    /// Corner of the board (see [`Board::corner_mm`]) and its place, px, integer coordinates at pixel centres.
    pub corners: Vec<(usize, Vec2)>,
    /// Whether the board may lie turned: the squares of a plain chessboard can be alike after a half or quarter turn.
    pub turnable: bool,
}

/// The board in a picture; `None` where it cannot be seen, or where it cannot be told which part of it is seen.
pub fn find(picture: &RgbImage, board: &Board) -> Option<Sighting> {
    let full = Grey::from_rgb(picture);
    let smooth = full.blurred(SMOOTH);
    let whole = board.columns() * board.rows();
    let mut levels = vec![full];
    let mut best: Option<(Lattice, Placement)> = None;
    for (halvings, blur, radius) in SEARCHES {
        if halvings == 0 && picture.width().max(picture.height()) as usize > LARGE {
            continue;
        }
        while levels.len() <= halvings as usize {
            let next = levels.last()?.halved();
            levels.push(next);
        }
        let level = &levels[halvings as usize];
        if level.width < 32 || level.height < 32 {
            continue;
        }
        let blurred = level.blurred(blur);
        let corners = corner::find(&blurred, radius);
        let Some(found) = lattice::grow(&blurred, &corners, whole) else {
            continue;
        };
        let exact = settled(&smooth, &found, halvings, window(board));
        let Some(placed) = place(&levels[0], &exact, board) else {
            continue;
        };
        if best.as_ref().is_none_or(|b| exact.len() > b.0.len()) {
            best = Some((exact, placed));
        }
        if best.as_ref().is_some_and(|b| b.0.len() >= whole) {
            break;
        }
    }
    let (lattice, placed) = best?;
    let corner = |(key, c): (&(i32, i32), &Corner)| Some((*placed.corners.get(key)?, c.at));
    let rough: Places = by_key(lattice.iter().filter_map(corner));
    let told = |m: Markers| Markers {
        legacy: Some(placed.legacy),
        ..m
    };
    let exact = Board {
        markers: board.markers.map(told),
        ..*board
    };
    let corners: Vec<(usize, Vec2)> = printed(levels.first()?, &exact, rough)
        .into_iter()
        .collect();
    (corners.len() >= LEAST_CORNERS.min(whole)).then_some(Sighting {
        size: picture.dimensions(),
        corners,
        turnable: placed.turnable,
    })
}

/// Corners of the board by number, px.
type Places = BTreeMap<usize, Vec2>;

/// Places the corners anew by what the whole print looks like around them, and those that were not seen as crossings, too.
fn printed(g: &Grey, board: &Board, rough: Places) -> Places {
    let print = Print::new(board);
    let (mut known, mut variance) = (rough.clone(), BLUR);
    for round in 0..ROUNDS {
        let (mut next, mut blurs) = (Places::new(), Vec::new());
        for index in 0..board.columns() * board.rows() {
            // What is missing is looked for from places that are sound already.
            if round == 0 && !known.contains_key(&index) {
                continue;
            }
            let placed = around(board, &known, index).and_then(|to_picture| {
                print.settle(g, board.corner_mm(index).xy(), &to_picture, variance)
            });
            if let Some(placed) = placed.filter(|p| p.sigma_px < MOST_SIGMA_PX) {
                next.insert(index, placed.at);
                blurs.push(placed.blur);
            }
        }
        // Another print than was told.
        if 2 * next.len() < rough.len() {
            return rough;
        }
        variance = (variance + median(blurs)).clamp(BLURS.0, BLURS.1);
        known = next;
    }
    known
}

/// Board, mm -> picture, px, about a corner, from the places of its neighbours.
fn around(board: &Board, known: &Places, index: usize) -> Option<Homography> {
    let columns = board.columns().max(1);
    let (far, least) = NEIGHBOURS;
    let near = |far: usize| {
        let within = |i: usize| {
            (i / columns).abs_diff(index / columns) <= far
                && (i % columns).abs_diff(index % columns) <= far
        };
        let each = known.iter().filter(|k| within(*k.0));
        each.map(|(i, at)| (board.corner_mm(*i).xy(), *at)).unzip()
    };
    let (mut from, mut to): (Vec<Vec2>, Vec<Vec2>) = near(far);
    if from.len() < least {
        (from, to) = near(2 * far);
    }
    (from.len() >= LEAST_CORNERS)
        .then(|| Homography::fit(&from, &to))
        .flatten()
}

/// Places the corners of a lattice, found after so many halvings, in the whole picture.
fn settled(smooth: &Grey, lattice: &Lattice, halvings: u32, window: f64) -> Lattice {
    let scale = f64::from(1 << halvings);
    let up = |p: Vec2| p * scale + Vec2::repeat(0.5 * (scale - 1.0));
    let mut exact = Lattice::new();
    for (&(c, r), found) in lattice {
        let neighbours = [(1, 0), (-1, 0), (0, 1), (0, -1)];
        let step = neighbours
            .iter()
            .filter_map(|(dc, dr)| lattice.get(&(c + dc, r + dr)))
            .map(|n| scale * (n.at - found.at).norm())
            .fold(f64::INFINITY, f64::min);
        let half = (window * step).clamp(WINDOWS.0, WINDOWS.1);
        // A rough place is brought near with a wider look first.
        let start = up(found.at);
        let near = if scale > 1.0 {
            corner::settle(smooth, start, (1.5 * half).min(0.4 * step)).unwrap_or(start)
        } else {
            start
        };
        // Where edges of markers are too near, the rough place will do: the print tells it anew.
        let settled = corner::settle(smooth, near, half)
            .filter(|at| (at - start).norm() < (1.5 * scale).max(0.25 * step));
        let at = settled.unwrap_or(start);
        exact.insert((c, r), Corner { at, ..*found });
    }
    exact
}

/// Half window of the placing as a share of a square.
fn window(board: &Board) -> f64 {
    let margin = |m: Markers| 0.5 * (1.0 - m.marker_mm / board.square_mm);
    let beside = board.markers.map(|m| MARGINS * margin(m));
    beside.map_or(WINDOW, |w| w.min(WINDOW))
}

/// The placement of a lattice under the board's pattern, or the likelier of the two patterns where the board file leaves it open.
fn place(g: &Grey, lattice: &Lattice, board: &Board) -> Option<Placement> {
    let patterns: &[bool] = match board.markers.map(|m| m.legacy) {
        Some(Some(true)) => &[true],
        Some(None) if board.squares_y.is_multiple_of(2) => &[false, true],
        _ => &[false],
    };
    patterns
        .iter()
        .filter_map(|&legacy| placement::place(g, lattice, board, legacy, patterns.len() == 1))
        .max_by(|a, b| a.score.total_cmp(&b.score))
}
