//! Transfer plans compared: passes of our planner, the lower bound, and two published methods on the same moves.
//!
//! `cargo run --release --example transfers`. A pass is one stroke of transfers: one racking, one way. Both other methods are
//! written from their papers, in the form that they take for loops of one bed:
//! - schoolbus (J. Lin, V. Narayanan, J. McCann, Efficient transfer planning for flat knitting, SCF 2018): all loops that move
//!   board the other bed at once, and get off at one racking after the other;
//! - collapse-shift-expand (J. McCann et al., A compiler for 3D machine knitting, 2016): loops go over to the other bed together
//!   and come back a needle further, as often as the farthest of them needs; it keeps their order, so it makes no cables (`-`).
//!
//! Each plan is worked off on needles in memory: a loop that does not come where it should is an error.

use purlform::knit::planner::{Move, lower_bound, plan};
use purlform::knit::program::Needle;

const RACKING: i32 = 4;

/// Needle and shift of each loop that moves.
type Case = (&'static str, Vec<(i32, i32)>);

fn main() {
    println!(
        "| moves | loops | least | ours | schoolbus | collapse-shift-expand |\n|---|---|---|---|---|---|"
    );
    let mut sums = [0usize; 3];
    for (name, moves) in cases() {
        let planned: Vec<Move> = moves
            .iter()
            .map(|(index, shift)| Move {
                home: Needle::front(*index),
                shift: *shift,
                across: false,
            })
            .collect();
        let ours: Vec<Pass> = plan(&planned, RACKING)
            .into_iter()
            .map(|p| {
                p.transfers
                    .iter()
                    .map(|(a, b)| ((a.bed.is_front(), a.index), (b.bed.is_front(), b.index)))
                    .collect()
            })
            .collect();
        let bus = schoolbus(&moves);
        let shift = collapse_shift_expand(&moves);
        for (method, passes) in [
            ("ours", Some(&ours)),
            ("schoolbus", Some(&bus)),
            ("collapse-shift-expand", shift.as_ref()),
        ] {
            assert!(
                passes.is_none_or(|p| arrives(&moves, p)),
                "{name}: {method}"
            );
        }
        let counts = [lower_bound(&planned), ours.len(), bus.len()];
        assert!(
            counts[0] <= counts[1] && counts[1] <= counts[2],
            "{name}: {counts:?}"
        );
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
        let shifted = shift.map_or("-".into(), |s| s.len().to_string());
        println!(
            "| {name} | {} | {} | {} | {} | {shifted} |",
            moves.len(),
            counts[0],
            counts[1],
            counts[2]
        );
    }
    println!("| **all** | | {} | {} | {} | |", sums[0], sums[1], sums[2]);
}

fn cases() -> Vec<Case> {
    let edges = |left: i32, right: i32| -> Vec<(i32, i32)> {
        let block = |from: i32, shift: i32| (from..from + 4).map(move |n| (n, shift));
        block(1, left).chain(block(97, -right)).collect()
    };
    let cable = |at: i32, half: i32| -> Vec<(i32, i32)> {
        let right = (at..at + half).map(|n| (n, half));
        right
            .chain((at + half..at + 2 * half).map(|n| (n, -half)))
            .collect()
    };
    let lace = |from: i32, step: i32| -> Vec<(i32, i32)> {
        (0..5)
            .map(|i| (from + step * i, if i % 2 == 0 { 1 } else { -1 }))
            .collect()
    };
    let join = |parts: Vec<Vec<(i32, i32)>>| parts.concat();
    vec![
        ("narrowing 1, both edges (3 by hand)", edges(1, 1)),
        ("narrowing 2, both edges (3 by hand)", edges(2, 2)),
        ("narrowing 2 left, 1 right", edges(2, 1)),
        ("widening 1, both edges", edges(-1, -1)),
        ("cable 1x1", cable(40, 1)),
        ("cable 2x2", cable(40, 2)),
        ("cable 3x3", cable(40, 3)),
        ("cables 2x2 and 3x3", join(vec![cable(30, 2), cable(50, 3)])),
        (
            "cables 1x1, 2x2 and 3x3",
            join(vec![cable(20, 1), cable(30, 2), cable(50, 3)]),
        ),
        (
            "cables 1x1 to 4x4",
            join(vec![cable(12, 1), cable(20, 2), cable(30, 3), cable(50, 4)]),
        ),
        ("lace, a row of eyelets", lace(20, 6)),
        ("lace and narrowing 1", join(vec![lace(20, 6), edges(1, 1)])),
        (
            "lace, cable 3x3, narrowing 2",
            join(vec![lace(20, 4), cable(50, 3), edges(2, 2)]),
        ),
        (
            "a fan: shifts 4 to -4",
            (0..9).map(|i| (20 + 6 * i, 4 - i)).collect(),
        ),
    ]
}

/// Needles as (front?, number).
type Place = (bool, i32);
type Pass = Vec<(Place, Place)>;

/// Board at racking 0, get off at each shift in turn.
fn schoolbus(moves: &[(i32, i32)]) -> Vec<Pass> {
    let mut shifts: Vec<i32> = moves.iter().map(|m| m.1).collect();
    shifts.sort_unstable();
    shifts.dedup();
    let board: Pass = moves
        .iter()
        .map(|(n, _)| ((true, *n), (false, *n)))
        .collect();
    let stops = shifts.iter().map(|shift| {
        let off = moves.iter().filter(|m| m.1 == *shift);
        off.map(|(n, s)| ((false, *n), (true, n + s))).collect()
    });
    std::iter::once(board).chain(stops).collect()
}

/// Over and back by a needle at a time, as often as the farthest loop needs: those that go right in one pass, those that go
/// left in another. Loops that would pass each other are beyond it.
fn collapse_shift_expand(moves: &[(i32, i32)]) -> Option<Vec<Pass>> {
    let crosses = |a: &(i32, i32), b: &(i32, i32)| a.0 < b.0 && a.0 + a.1 > b.0 + b.1;
    if moves.iter().any(|a| moves.iter().any(|b| crosses(a, b))) {
        return None;
    }
    let mut passes = Vec::new();
    let mut left = moves.to_vec();
    while left.iter().any(|m| m.1 != 0) {
        left.retain(|m| m.1 != 0);
        passes.push(
            left.iter()
                .map(|(n, _)| ((true, *n), (false, *n)))
                .collect(),
        );
        for way in [1, -1] {
            let going = left.iter_mut().filter(|m| m.1.signum() == way);
            let back: Pass = going
                .map(|m| {
                    let from = m.0;
                    *m = (m.0 + way, m.1 - way);
                    ((false, from), (true, m.0))
                })
                .collect();
            if !back.is_empty() {
                passes.push(back);
            }
        }
    }
    Some(passes)
}

/// Works a plan off, and tells whether each loop comes to its place.
fn arrives(moves: &[(i32, i32)], passes: &[Pass]) -> bool {
    let mut at: Vec<Place> = moves.iter().map(|m| (true, m.0)).collect();
    for pass in passes {
        let before = at.clone();
        for (from, to) in pass {
            let moved: Vec<usize> = (0..at.len()).filter(|i| before[*i] == *from).collect();
            if moved.is_empty() {
                return false;
            }
            moved.iter().for_each(|i| at[*i] = *to);
        }
    }
    at.iter().zip(moves).all(|(at, m)| *at == (true, m.0 + m.1))
}
