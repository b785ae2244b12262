//! The customer's own lace: a repeat of eyelets.

use super::error::Error;
use serde::{Deserialize, Serialize};

/// What a character of a lace chart means.
pub(super) const SYMBOLS: &[(&str, &str)] = &[
    (".", "a plain stitch (or k)"),
    (
        "o",
        "an eyelet whose loop goes away from the chart's middle",
    ),
    (")", "an eyelet whose loop goes one wale to the right"),
    ("(", "an eyelet whose loop goes one wale to the left"),
];
/// A side of a repeat is no longer.
const LONGEST_SIDE: usize = 400;

/// A repeat of eyelets. In files: rows of text, the top one first; see the parameter `lace_chart`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct LaceChart {
    /// The lowest row first, of `k`, `)` and `(`.
    rows: Vec<String>,
}

impl LaceChart {
    /// Reads rows, the top one first.
    ///
    /// # Errors
    /// Rows of different lengths, other characters, eyelets that meet.
    pub fn from_rows<S: AsRef<str>>(rows: &[S]) -> Result<Self, Error> {
        let wrong = |reason: String| {
            Err(Error::Impossible {
                name: "lace_chart".into(),
                value: reason,
                possible: format!(
                    "1 to {LONGEST_SIDE} equally long rows of 3 to {LONGEST_SIDE} of the characters . o ) (, with a plain \
                     row between two rows with eyelets"
                ),
            })
        };
        let wales = rows.first().map_or(0, |r| r.as_ref().len());
        if !(3..=LONGEST_SIDE).contains(&wales) || !(1..=LONGEST_SIDE).contains(&rows.len()) {
            return wrong(format!("{} rows of {wales} characters", rows.len()));
        }
        let mut read: Vec<String> = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            let row = row.as_ref();
            let at = i + 1;
            if row.len() != wales {
                return wrong(format!("row {at} is as long as no other"));
            }
            let mut letters = String::with_capacity(wales);
            for (x, c) in row.bytes().enumerate() {
                letters.push(match c {
                    b'.' | b'k' | b'K' | b' ' => 'k',
                    b')' | b'(' => char::from(c),
                    b'o' | b'O' if 2 * x + 1 < wales => '(',
                    b'o' | b'O' => ')',
                    _ => return wrong(format!("`{}` in row {at}", char::from(c).escape_default())),
                });
            }
            if let Some(what) = meeting(letters.as_bytes()) {
                return wrong(format!("{what} in row {at}"));
            }
            read.push(letters);
        }
        let open = |row: &String| row.contains(['(', ')']);
        let all = read.len();
        if let Some(i) = (0..all).find(|i| open(&read[*i]) && open(&read[(i + 1) % all])) {
            return wrong(format!("eyelets in row {} and in the next", i + 1));
        }
        read.reverse();
        if read.first().is_some_and(open) {
            // What lies below, a rib perhaps, is followed by a plain row: the repeat begins a row earlier.
            read.rotate_right(1);
        }
        Ok(Self { rows: read })
    }

    /// The lowest row first, of `k` (plain), `)` and `(` (eyelets whose loops go right or left).
    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    /// The column whose left edge lies in a panel's middle.
    pub fn centre(&self) -> i32 {
        self.rows.first().map_or(0, |r| r.len() as i32 / 2)
    }
}

/// What two eyelets of a row, repeated, must not do.
fn meeting(row: &[u8]) -> Option<&'static str> {
    let at = |x: usize| row[x % row.len()];
    (0..row.len()).find_map(|x| match [at(x), at(x + 1), at(x + 2)] {
        [b'(' | b')', b'(' | b')', _] => Some("two eyelets side by side"),
        [b')', _, b'('] => Some("two loops that go onto one"),
        _ => None,
    })
}

impl From<LaceChart> for Vec<String> {
    fn from(chart: LaceChart) -> Self {
        chart.rows.into_iter().rev().collect()
    }
}

impl TryFrom<Vec<String>> for LaceChart {
    type Error = Error;

    fn try_from(rows: Vec<String>) -> Result<Self, Error> {
        Self::from_rows(&rows)
    }
}
