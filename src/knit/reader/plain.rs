//! The quick way through a knitout file: lines as programs write them, one space between words and no comment.

use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};

/// The operation on the first line and what comes after it, if the line is one of the common operations, laid out
/// plainly; `short` gives the position + 1 of carriers with names of one byte.
#[inline]
pub(super) fn op<'a>(text: &'a [u8], short: &[u8; 256]) -> Option<(Op, &'a [u8])> {
    match text {
        [b'k', b'n', b'i', b't', b' ', rest @ ..] => {
            let (direction, needle, set, rest) = stitch(rest, short)?;
            Some((Op::Knit(direction, needle, set), rest))
        }
        [b't', b'u', b'c', b'k', b' ', rest @ ..] => {
            let (direction, needle, set, rest) = stitch(rest, short)?;
            Some((Op::Tuck(direction, needle, set), rest))
        }
        [b'm', b'i', b's', b's', b' ', rest @ ..] => {
            let (direction, needle, set, rest) = stitch(rest, short)?;
            Some((Op::Miss(direction, needle, set), rest))
        }
        [b'x', b'f', b'e', b'r', b' ', rest @ ..] => {
            let (from, rest) = needle(rest)?;
            let (to, rest) = needle(rest.strip_prefix(b" ")?)?;
            Some((Op::Xfer(from, to), rest.strip_prefix(b"\n")?))
        }
        [b'd', b'r', b'o', b'p', b' ', rest @ ..] => {
            let (needle, rest) = needle(rest)?;
            Some((Op::Drop(needle), rest.strip_prefix(b"\n")?))
        }
        _ => None,
    }
}

/// Direction, needle and one carrier or more.
#[inline]
fn stitch<'a>(
    text: &'a [u8],
    short: &[u8; 256],
) -> Option<(Direction, Needle, CarrierSet, &'a [u8])> {
    let (direction, rest) = match text {
        [b'+', b' ', rest @ ..] => (Direction::Right, rest),
        [b'-', b' ', rest @ ..] => (Direction::Left, rest),
        _ => return None,
    };
    let (needle, mut rest) = needle(rest)?;
    let mut set = 0u32;
    while let [b' ', name, after @ ..] = rest {
        let bit = 1u32.checked_shl(u32::from(short[usize::from(*name)]).wrapping_sub(1))?;
        if set & bit != 0 {
            return None;
        }
        set |= bit;
        rest = after;
    }
    match rest {
        [b'\n', rest @ ..] if set != 0 => Some((direction, needle, CarrierSet(set), rest)),
        _ => None,
    }
}

#[inline]
fn needle(text: &[u8]) -> Option<(Needle, &[u8])> {
    let (bed, rest) = match text {
        [b'f', b's', rest @ ..] => (Bed::FrontSlider, rest),
        [b'b', b's', rest @ ..] => (Bed::BackSlider, rest),
        [b'f', rest @ ..] => (Bed::Front, rest),
        [b'b', rest @ ..] => (Bed::Back, rest),
        _ => return None,
    };
    let (negative, mut rest) = match rest {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, rest),
    };
    let mut index = 0i32;
    let before = rest.len();
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        index = index.wrapping_mul(10).wrapping_add(i32::from(digit - b'0'));
        rest = after;
    }
    // Longer numbers are no needles; they are told so on the slow way.
    if !(1..=9).contains(&(before - rest.len())) {
        return None;
    }
    let index = if negative { -index } else { index };
    Some((Needle { bed, index }, rest))
}
