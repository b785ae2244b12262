//! A chart of yarns: one cell a stitch.

use super::Error;
use super::yarn::MOST_YARNS;
use serde::{Deserialize, Serialize};

/// No chart has more cells: a panel of a very fine machine has a tenth of that.
pub const MOST_CELLS: usize = 4_000_000;
/// No side of a chart is longer.
pub const LONGEST_SIDE: usize = 10_000;

/// A picture in stitches. In files: rows of text, the top one first; a digit is the yarn's place in the table, `.` leaves
/// the ground as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Chart {
    wales: usize,
    courses: usize,
    /// The top row first.
    cells: Vec<Option<u8>>,
}

impl Chart {
    /// A chart from its cells, the top row first; cells that are missing leave the ground.
    ///
    /// # Errors
    /// A chart without a cell, or a huge one.
    pub fn new(
        wales: usize,
        courses: usize,
        cell: impl Fn(usize, usize) -> Option<u8>,
    ) -> Result<Self, Error> {
        check_size("motif", wales, courses)?;
        let at = |i: usize| cell(i % wales, i / wales);
        Ok(Self {
            wales,
            courses,
            cells: (0..wales * courses).map(at).collect(),
        })
    }

    /// Reads rows of digits and dots, the top row first.
    ///
    /// # Errors
    /// Rows of different lengths, other characters, a huge chart.
    pub fn from_rows<S: AsRef<str>>(field: &str, rows: &[S]) -> Result<Self, Error> {
        let wales = rows.first().map_or(0, |r| r.as_ref().len());
        check_size(field, wales, rows.len())?;
        let mut cells = Vec::with_capacity(wales * rows.len());
        for (i, row) in rows.iter().enumerate() {
            let row = row.as_ref();
            if row.len() != wales {
                let reason = format!(
                    "row {} has {} cells, the first has {wales}",
                    i + 1,
                    row.len()
                );
                return Err(Error::new(field, reason, "make all rows equally long"));
            }
            for c in row.bytes() {
                cells.push(match c {
                    b'.' | b' ' => None,
                    b'0'..=b'9' if usize::from(c - b'0') < MOST_YARNS => Some(c - b'0'),
                    _ => {
                        let reason =
                            format!("row {} has a `{}`", i + 1, char::from(c).escape_default());
                        let hint = "a cell is `.` (ground) or a yarn's place in the table, 0 to 3";
                        return Err(Error::new(field, reason, hint));
                    }
                });
            }
        }
        Ok(Self {
            wales,
            courses: rows.len(),
            cells,
        })
    }

    /// Columns.
    pub fn wales(&self) -> usize {
        self.wales
    }

    /// Rows.
    pub fn courses(&self) -> usize {
        self.courses
    }

    /// The yarn of a cell, columns from the left, rows from the top; `None` for the ground and beyond the chart.
    pub fn at(&self, column: usize, row: usize) -> Option<u8> {
        if column >= self.wales {
            return None;
        }
        self.cells.get(row * self.wales + column).copied()?
    }

    /// The greatest yarn that it names; `None` if it is all ground.
    pub fn highest_yarn(&self) -> Option<u8> {
        self.cells.iter().flatten().max().copied()
    }

    /// The same picture in another number of stitches: each cell takes what its middle falls on.
    ///
    /// # Errors
    /// A chart without a cell, or a huge one.
    pub fn scaled(&self, wales: usize, courses: usize) -> Result<Self, Error> {
        Self::new(wales, courses, |x, y| {
            self.at(
                (2 * x + 1) * self.wales / (2 * wales),
                (2 * y + 1) * self.courses / (2 * courses),
            )
        })
    }
}

pub(super) fn check_size(field: &str, wales: usize, courses: usize) -> Result<(), Error> {
    if wales == 0 || courses == 0 {
        return Err(Error::new(field, "it has no cell", "give at least one"));
    }
    let fits = wales <= LONGEST_SIDE && courses <= LONGEST_SIDE && wales * courses <= MOST_CELLS;
    if !fits {
        let reason = format!("it would be {wales} wales by {courses} courses");
        return Err(Error::new(field, reason, "make it smaller"));
    }
    Ok(())
}

impl From<Chart> for Vec<String> {
    fn from(chart: Chart) -> Self {
        let letter = |c: &Option<u8>| c.map_or('.', |yarn| char::from(b'0' + yarn));
        let rows = chart.cells.chunks(chart.wales.max(1));
        rows.map(|row| row.iter().map(letter).collect()).collect()
    }
}

impl TryFrom<Vec<String>> for Chart {
    type Error = Error;

    fn try_from(rows: Vec<String>) -> Result<Self, Error> {
        Self::from_rows("chart", &rows)
    }
}
