//! A printed board: squares, and markers in its white squares (ChArUco) or none (chessboard).

use super::{Dictionary, Error};
use crate::geom::{Vec2, Vec3};
use serde::Serialize;
use serde_json::{Map, Value, json};

const MOST_BYTES: usize = 1 << 16;
/// Squares along a side: fewer have no grid of inner corners, more are a slip of the pen.
const SQUARES: (u64, u64) = (3, 100);
const SQUARE_MM: (f64, f64) = (2.0, 1000.0);

/// What the white squares hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Markers {
    /// Family of the markers; they are numbered from 0 in reading order.
    pub dictionary: Dictionary,
    /// Side of a marker with its black border, mm.
    pub marker_mm: f64,
    /// Whether a board with an even number of rows begins with a white square, as OpenCV drew it before 4.6. `None`: as seen.
    pub legacy: Option<bool>,
}

/// A board. Its own coordinates are the print's: origin at the outer corner top left, x right, y down, z into the print, mm.
///
/// The square top left is black.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// Squares in a row.
    pub squares_x: usize,
    /// Squares in a column.
    pub squares_y: usize,
    /// Side of a square, mm.
    pub square_mm: f64,
    /// Markers of a ChArUco board; `None` for a plain chessboard.
    pub markers: Option<Markers>,
}

/// A way to lay the lattice of inner corners over itself that a plain chessboard cannot tell: corner index -> corner index.
pub(super) type Symmetry = Vec<usize>;

impl Board {
    /// Reads a board file:
    /// `{"kind": "charuco", "squares_x": 7, "squares_y": 10, "square_mm": 40, "marker_mm": 30, "dictionary": "DICT_5X5_100"}` or
    /// `{"kind": "chessboard", "squares_x": 10, "squares_y": 7, "square_mm": 40}`, where `inner_corners_x` and
    /// `inner_corners_y` (one less) may stand for the squares. README.md lists the other spellings that are understood.
    ///
    /// # Errors
    /// [`Error::Board`] names the field.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let fault = |field: &str, problem: String| Error::Board {
            field: field.into(),
            problem,
        };
        if bytes.len() > MOST_BYTES {
            let problem = format!(
                "is {} bytes long, at most {MOST_BYTES} are read",
                bytes.len()
            );
            return Err(fault("file", problem));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let value: Value =
            serde_json::from_slice(bytes).map_err(|e| fault("file", format!("is no JSON: {e}")))?;
        let object = value.as_object();
        let object = object.ok_or_else(|| fault("file", "is no object".into()))?;
        // A board may stand inside a file that says more.
        let object = object
            .get("board")
            .and_then(Value::as_object)
            .unwrap_or(object);
        Fields(object).board()
    }

    /// The board file's content.
    pub fn to_json(&self) -> Value {
        let mut value = json!({
            "kind": if self.markers.is_some() { "charuco" } else { "chessboard" },
            "squares_x": self.squares_x,
            "squares_y": self.squares_y,
            "square_mm": self.square_mm,
        });
        if let (Some(m), Some(o)) = (&self.markers, value.as_object_mut()) {
            o.insert("marker_mm".into(), m.marker_mm.into());
            o.insert("dictionary".into(), m.dictionary.name().into());
            if let Some(legacy) = m.legacy {
                o.insert("legacy".into(), legacy.into());
            }
        }
        value
    }

    /// Size of the pattern, mm.
    pub fn size_mm(&self) -> Vec2 {
        Vec2::new(self.squares_x as f64, self.squares_y as f64) * self.square_mm
    }

    /// Inner corners in a row.
    pub fn columns(&self) -> usize {
        self.squares_x.saturating_sub(1)
    }

    /// Inner corners in a column.
    pub fn rows(&self) -> usize {
        self.squares_y.saturating_sub(1)
    }

    /// An inner corner's place on the board, mm; corners are numbered from 0 in reading order.
    pub fn corner_mm(&self, index: usize) -> Vec3 {
        let (row, column) = (index / self.columns().max(1), index % self.columns().max(1));
        Vec3::new(column as f64 + 1.0, row as f64 + 1.0, 0.0) * self.square_mm
    }

    /// Whether the square top left is white.
    pub(super) fn begins_white(&self, legacy: bool) -> bool {
        legacy && self.markers.is_some() && self.squares_y.is_multiple_of(2)
    }

    /// Whether a square is black; rows and columns from 0 at the top left.
    pub fn black(&self, column: usize, row: usize) -> bool {
        let legacy = self.markers.and_then(|m| m.legacy).unwrap_or(false);
        (column + row).is_multiple_of(2) != self.begins_white(legacy)
    }

    /// The marker in a white square, by its number in reading order.
    pub(super) fn marker(&self, column: usize, row: usize, legacy: bool) -> Option<usize> {
        let black = |c: usize, r: usize| (c + r).is_multiple_of(2) != self.begins_white(legacy);
        if self.markers.is_none() || black(column, row) {
            return None;
        }
        let white = |r: usize, to: usize| (0..to).filter(|&c| !black(c, r)).count();
        Some((0..row).map(|r| white(r, self.squares_x)).sum::<usize>() + white(row, column))
    }

    /// The marker in a white square, if the board has markers.
    pub fn marker_at(&self, column: usize, row: usize) -> Option<usize> {
        let legacy = self.markers.and_then(|m| m.legacy).unwrap_or(false);
        self.marker(column, row, legacy)
    }

    /// The turns of the board (identity first) that leave its squares as they are.
    pub(super) fn symmetries(&self) -> Vec<Symmetry> {
        let (nx, ny) = (self.columns(), self.rows());
        let turn = |to: &dyn Fn(usize, usize) -> (usize, usize)| -> Symmetry {
            let one = |i: usize| {
                let (column, row) = to(i % nx, i / nx);
                row * nx + column
            };
            (0..nx * ny).map(one).collect()
        };
        let mut all = vec![turn(&|c, r| (c, r))];
        if (nx + ny).is_multiple_of(2) {
            all.push(turn(&|c, r| (nx - 1 - c, ny - 1 - r)));
        }
        // A quarter turn changes the colours unless the number of corners in a row is odd.
        if nx == ny && !nx.is_multiple_of(2) {
            all.push(turn(&|c, r| (nx - 1 - r, c)));
            all.push(turn(&|c, r| (r, ny - 1 - c)));
        }
        all
    }
}

impl Serialize for Board {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

/// The fields of a board file, under any of the names that are in use.
struct Fields<'a>(&'a Map<String, Value>);

impl Fields<'_> {
    fn told(&self, names: &[&'static str]) -> Option<(&'static str, &Value)> {
        let told = |n: &&'static str| self.0.get(*n).filter(|v| !v.is_null()).map(|v| (*n, v));
        names.iter().find_map(told)
    }

    fn fault<T>(field: &str, problem: impl Into<String>) -> Result<T, Error> {
        Err(Error::Board {
            field: field.into(),
            problem: problem.into(),
        })
    }

    fn board(&self) -> Result<Board, Error> {
        let dictionary = self.told(&["dictionary", "aruco_dict", "dict"]);
        let kind = match self.told(&["kind", "type", "pattern"]) {
            None if dictionary.is_some() => "charuco".into(),
            None => return Self::fault("kind", "is missing"),
            Some((_, v)) => v.as_str().unwrap_or_default().to_ascii_lowercase(),
        };
        let charuco = match kind.as_str() {
            "charuco" | "charuco_board" | "charucoboard" => true,
            "chessboard" | "checkerboard" | "chess" => false,
            _ => {
                return Self::fault(
                    "kind",
                    format!("is {kind:?}, not \"charuco\" or \"chessboard\""),
                );
            }
        };
        let squares_x = self.squares(
            &["squares_x", "columns", "cols"],
            &["inner_corners_x", "corners_x"],
        )?;
        let squares_y = self.squares(&["squares_y", "rows"], &["inner_corners_y", "corners_y"])?;
        let square_mm = self.length(
            &["square_mm", "square_length_mm", "square_size_mm"],
            &["square_m", "square_length_m", "square_length"],
        )?;
        if !(SQUARE_MM.0..=SQUARE_MM.1).contains(&square_mm) {
            let (least, most) = SQUARE_MM;
            let problem = format!("is {square_mm} mm, not {least} to {most}; mm are meant");
            return Self::fault("square_mm", problem);
        }
        let mut board = Board {
            squares_x,
            squares_y,
            square_mm,
            markers: None,
        };
        if charuco {
            board.markers = Some(self.markers(&board, dictionary)?);
        }
        Ok(board)
    }

    fn markers(&self, board: &Board, named: Option<(&str, &Value)>) -> Result<Markers, Error> {
        let Some((field, name)) = named else {
            return Self::fault("dictionary", "is missing");
        };
        let name = name.as_str().unwrap_or_default();
        let Some(dictionary) = Dictionary::named(name) else {
            let known = Dictionary::names().join(", ");
            return Self::fault(field, format!("{name:?} is none of {known}"));
        };
        let marker_mm = self.length(
            &["marker_mm", "marker_length_mm", "marker_size_mm"],
            &["marker_m", "marker_length_m", "marker_length"],
        )?;
        if !(marker_mm > 0.2 * board.square_mm && marker_mm < board.square_mm) {
            let problem = format!(
                "is {marker_mm} mm, not between a fifth of square_mm and square_mm ({})",
                board.square_mm
            );
            return Self::fault("marker_mm", problem);
        }
        let legacy = match self.told(&["legacy", "legacy_pattern"]) {
            None => None,
            Some((_, Value::Bool(b))) => Some(*b),
            Some((field, v)) => return Self::fault(field, format!("is {v}, not true or false")),
        };
        let needed = (board.squares_x * board.squares_y).div_ceil(2);
        if needed > dictionary.count() {
            let problem = format!(
                "has {} markers, the board needs {needed}",
                dictionary.count()
            );
            return Self::fault(field, problem);
        }
        Ok(Markers {
            dictionary,
            marker_mm,
            legacy,
        })
    }

    /// A number of squares, given as such or as inner corners.
    fn squares(&self, squares: &[&'static str], corners: &[&'static str]) -> Result<usize, Error> {
        let (field, value, more) = match (self.told(squares), self.told(corners)) {
            (Some((f, v)), _) => (f, v, 0),
            (None, Some((f, v))) => (f, v, 1),
            (None, None) => return Self::fault(squares.first().unwrap_or(&""), "is missing"),
        };
        let (least, most) = SQUARES;
        match value.as_u64().map(|n| n.saturating_add(more)) {
            Some(n) if (least..=most).contains(&n) => Ok(n as usize),
            _ => Self::fault(
                field,
                format!(
                    "is {value}, not a whole number of {} to {}",
                    least - more,
                    most - more
                ),
            ),
        }
    }

    fn length(&self, mm: &[&'static str], m: &[&'static str]) -> Result<f64, Error> {
        let (field, value, unit) = match (self.told(mm), self.told(m)) {
            (Some((f, v)), _) => (f, v, 1.0),
            (None, Some((f, v))) => (f, v, 1000.0),
            (None, None) => return Self::fault(mm.first().unwrap_or(&""), "is missing"),
        };
        match value.as_f64() {
            // OpenCV's own `square_length` has no unit: a board's square is no metre wide, and no millimetre.
            Some(n) if n > 0.0 && unit > 1.0 && n >= 1.0 => Ok(n),
            Some(n) if n > 0.0 => Ok(n * unit),
            _ => Self::fault(field, format!("is {value}, no length above 0")),
        }
    }
}
