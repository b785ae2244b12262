//! Where a full bust asks for a front that is longer than the back: short rows, which leave the joined edges as they are.

use super::{
    error::Error,
    parameters::Key,
    pattern::{Bust, Structure},
    sheet::{Sheet, cannot},
    sizes::Sizes,
};

/// Bust less underbust that a front without short rows is drawn for, mm: between cups B and C of EN 13402-3.
const DRAWN_FOR: f64 = 150.0;
/// Share of what exceeds it that the front is longer by: some 7 mm a cup.
const SHARE: f64 = 0.35;
/// A knitted front stretches over less than this, mm.
const LEAST: f64 = 10.0;
/// More is not chosen unasked, mm.
const MOST: f64 = 60.0;
/// The longest row ends this far from an edge, mm and as a share of the half breadth.
const FROM_EDGE: (f64, f64) = (25.0, 0.12);
/// Bust points lie at this share of the half breadth from the middle; the shortest row reaches so far.
const BUST_POINT: f64 = 0.42;
/// On a front that opens the shortest row reaches so far to either side of the bust point.
const BESIDE_POINT: f64 = 0.10;

/// By how much the front is longer over the bust, mm.
///
/// # Errors
/// A structure in which the design asks for short rows that cannot be knitted in it.
pub(super) fn extra(sizes: &Sizes, sheet: &mut Sheet) -> Result<f64, Error> {
    let main = sheet.cloth.main;
    let wanted = SHARE * (sizes.bust_girth - sizes.underbust_girth - DRAWN_FOR);
    let usual = match wanted >= LEAST && main.takes_short_rows() {
        true => wanted.min(MOST),
        false => 0.0,
    };
    let extra = sheet.number(Key::BustShortRows, usual);
    if extra > 0.0 && !main.takes_short_rows() {
        let able = Structure::ALL.iter().filter(|s| s.takes_short_rows());
        let able: Vec<&str> = able.map(|s| s.name()).collect();
        let reason = format!(
            "a {} is not knitted over a part of the breadth",
            main.name()
        );
        let hint = format!("0, or structure {}", able.join(", "));
        return cannot("bust_short_rows", reason, hint);
    }
    Ok(extra)
}

/// Rows that make a front `extra` longer at the height `y`; the front reaches from `inner` (below zero on a whole one) to the
/// half breadth `half`. None on a front that is too narrow.
pub(super) fn rows(extra: f64, y: f64, [inner, half]: [f64; 2]) -> Option<Bust> {
    let aside = FROM_EDGE.0.max(FROM_EDGE.1 * half);
    let outer = half - aside;
    let point = BUST_POINT * half;
    let (longest, shortest) = match inner < 0.0 {
        true => ([-outer, outer], [-point, point]),
        false => {
            let beside = BESIDE_POINT * half;
            ([inner + aside, outer], [point - beside, point + beside])
        }
    };
    let fits = extra > 0.0 && longest[0] < shortest[0] && shortest[1] < longest[1];
    fits.then_some(Bust {
        y_mm: y,
        extra_mm: extra,
        longest_mm: longest,
        shortest_mm: shortest,
    })
}
