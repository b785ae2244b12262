//! A small font of our own, seven pixels high, drawn for knitting: strokes are one pixel, and no letter falls apart where a
//! pixel becomes two stitches.

use super::Error;
use super::art::MOST_CHARACTERS;
use super::chart::Chart;

/// The characters that it has; small letters are knitted as capitals.
pub const CHARACTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-+&!?'/:#*♥★";

/// Rows of a letter.
const HEIGHT: usize = 7;

/// Each character and its rows from the top, set pixels by `1`.
#[rustfmt::skip]
const GLYPHS: [(char, &str); 51] = [
    ('A', "01110 10001 10001 11111 10001 10001 10001"),
    ('B', "11110 10001 10001 11110 10001 10001 11110"),
    ('C', "01111 10000 10000 10000 10000 10000 01111"),
    ('D', "11110 10001 10001 10001 10001 10001 11110"),
    ('E', "11111 10000 10000 11110 10000 10000 11111"),
    ('F', "11111 10000 10000 11110 10000 10000 10000"),
    ('G', "01111 10000 10000 10011 10001 10001 01111"),
    ('H', "10001 10001 10001 11111 10001 10001 10001"),
    ('I', "111 010 010 010 010 010 111"),
    ('J', "00111 00001 00001 00001 10001 10001 01110"),
    ('K', "10001 10010 10100 11000 10100 10010 10001"),
    ('L', "10000 10000 10000 10000 10000 10000 11111"),
    ('M', "10001 11011 10101 10101 10001 10001 10001"),
    ('N', "10001 11001 11001 10101 10011 10011 10001"),
    ('O', "01110 10001 10001 10001 10001 10001 01110"),
    ('P', "11110 10001 10001 11110 10000 10000 10000"),
    ('Q', "01110 10001 10001 10001 10101 10010 01101"),
    ('R', "11110 10001 10001 11110 10100 10010 10001"),
    ('S', "01111 10000 10000 01110 00001 00001 11110"),
    ('T', "11111 00100 00100 00100 00100 00100 00100"),
    ('U', "10001 10001 10001 10001 10001 10001 01110"),
    ('V', "10001 10001 10001 10001 01010 01010 00100"),
    ('W', "10001 10001 10001 10101 10101 11011 10001"),
    ('X', "10001 10001 01010 00100 01010 10001 10001"),
    ('Y', "10001 10001 01010 00100 00100 00100 00100"),
    ('Z', "11111 00001 00010 00100 01000 10000 11111"),
    ('0', "01110 10001 10011 10101 11001 10001 01110"),
    ('1', "010 110 010 010 010 010 111"),
    ('2', "01110 10001 00001 00110 01000 10000 11111"),
    ('3', "11110 00001 00001 01110 00001 00001 11110"),
    ('4', "00010 00110 01010 10010 11111 00010 00010"),
    ('5', "11111 10000 11110 00001 00001 10001 01110"),
    ('6', "01110 10000 10000 11110 10001 10001 01110"),
    ('7', "11111 00001 00010 00010 00100 00100 00100"),
    ('8', "01110 10001 10001 01110 10001 10001 01110"),
    ('9', "01110 10001 10001 01111 00001 00001 01110"),
    (' ', "000 000 000 000 000 000 000"),
    ('.', "0 0 0 0 0 0 1"),
    (',', "00 00 00 00 00 01 10"),
    ('-', "000 000 000 111 000 000 000"),
    ('+', "00000 00100 00100 11111 00100 00100 00000"),
    ('&', "01100 10010 10100 01000 10101 10010 01101"),
    ('!', "1 1 1 1 1 0 1"),
    ('?', "01110 10001 00001 00110 00100 00000 00100"),
    ('\'', "1 1 0 0 0 0 0"),
    ('/', "00001 00001 00010 00100 01000 10000 10000"),
    (':', "0 0 1 0 0 1 0"),
    ('#', "01010 01010 11111 01010 11111 01010 01010"),
    ('*', "00000 10101 01110 11111 01110 10101 00000"),
    ('♥', "00000 01010 11111 11111 01110 00100 00000"),
    ('★', "00100 00100 11111 01110 01110 11011 10001"),
];

/// A text as a chart of square pixels: letters of yarn 1 on the ground, one pixel between them.
///
/// # Errors
/// An empty or long text, or a character that the font does not have.
pub fn chart(field: &str, text: &str) -> Result<Chart, Error> {
    let text = text.trim();
    let count = text.chars().count();
    if count == 0 || count > MOST_CHARACTERS {
        let reason = format!("it has {count} characters");
        return Err(Error::new(
            field,
            reason,
            format!("give 1 to {MOST_CHARACTERS}"),
        ));
    }
    let mut columns: Vec<[bool; HEIGHT]> = Vec::new();
    for c in text.chars() {
        let capital = c.to_ascii_uppercase();
        let Some((_, rows)) = GLYPHS.iter().find(|g| g.0 == capital) else {
            let reason = format!("the knitted letters have no `{}`", c.escape_debug());
            let hint = format!("they are {CHARACTERS}; anything else can be given as a picture");
            return Err(Error::new(field, reason, hint));
        };
        if !columns.is_empty() {
            columns.push([false; HEIGHT]);
        }
        let rows: Vec<&[u8]> = rows.split(' ').map(str::as_bytes).collect();
        for x in 0..rows.first().map_or(0, |r| r.len()) {
            let mut column = [false; HEIGHT];
            for (pixel, row) in column.iter_mut().zip(&rows) {
                *pixel = row.get(x) == Some(&b'1');
            }
            columns.push(column);
        }
    }
    Chart::new(columns.len(), HEIGHT, |x, y| {
        columns.get(x)?.get(y)?.then_some(1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_seven_equal_rows() {
        for (c, rows) in GLYPHS {
            let rows: Vec<&str> = rows.split(' ').collect();
            assert_eq!(rows.len(), HEIGHT, "{c}");
            assert!(
                rows.iter()
                    .all(|r| r.len() == rows[0].len() && r.len() <= 5),
                "{c}"
            );
            assert!(CHARACTERS.contains(c), "{c}");
            let twin = GLYPHS.iter().find(|g| g.0 != c && g.1 == rows.join(" "));
            assert!(twin.is_none(), "{c}");
        }
        assert_eq!(CHARACTERS.chars().count(), GLYPHS.len());
    }

    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let chart = chart("text", " iL ").expect("a chart");
        let rows: Vec<String> = chart.into();
        assert_eq!(rows[0], "111.1....");
        assert_eq!(rows[6], "111.11111");
    }

    #[test]
    fn what_it_does_not_have_is_named() {
        for (text, named) in [("", "0 characters"), ("Ä", "Ä"), ("\u{0}", "\\0")] {
            let error = chart("text", text).expect_err("no chart");
            assert!(error.reason.contains(named), "{}", error.reason);
        }
        assert!(chart("text", &"A".repeat(41)).is_err());
    }
}
