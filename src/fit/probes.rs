//! Places of a picture, and which of them the faces of a mesh cover: what lies over a few places need not be drawn everywhere.

use super::projected::{Projected, SQUARE_PX, squares};
use crate::geom::Vec2;
use std::ops::Range;

/// Places by square.
#[derive(Clone, Debug)]
pub struct Probes {
    columns: usize,
    /// The rows of squares that hold some.
    rows: Range<usize>,
    /// Where the places of each square begin, and the end of the last.
    starts: Vec<u32>,
    /// Places and their numbers, square by square.
    places: Vec<(Vec2, u32)>,
}

impl Probes {
    /// Sorts places of a picture of this size; those outside of it are covered by nothing.
    pub fn new(width_px: u32, height_px: u32, at: impl Iterator<Item = Vec2> + Clone) -> Self {
        let (columns, rows) = (squares(width_px), squares(height_px));
        let square = |p: Vec2| {
            let p = p / SQUARE_PX;
            let inside = p.x >= 0.0 && p.y >= 0.0 && p.x < columns as f64 && p.y < rows as f64;
            inside.then(|| p.y as usize * columns + p.x as usize)
        };
        let mut starts = vec![0u32; columns * rows + 1];
        for s in at.clone().filter_map(square) {
            starts[s + 1] += 1;
        }
        for s in 1..starts.len() {
            starts[s] += starts[s - 1];
        }
        let mut next = starts.clone();
        let last = starts.last().map_or(0, |s| *s as usize);
        let mut places = vec![(Vec2::zeros(), 0); last];
        for (number, p) in (0u32..).zip(at) {
            if let Some(s) = square(p) {
                places[next[s] as usize] = (p, number);
                next[s] += 1;
            }
        }
        let empty = |row: &usize| starts[row * columns] == starts[(row + 1) * columns];
        let first = (0..rows).find(|row| !empty(row)).unwrap_or(rows);
        let end = (first..rows).rev().find(|row| !empty(row));
        Self {
            columns,
            rows: first..end.map_or(first, |row| row + 1),
            starts,
            places,
        }
    }

    /// Calls `covered` for each face that is seen from outside and each place that it covers: with the face's and the
    /// place's number, and the shares of the face's second and third corner there.
    pub fn under(
        &self,
        seen: &Projected,
        faces: &[[u32; 3]],
        mut covered: impl FnMut(usize, usize, f64, f64),
    ) {
        if self.places.is_empty() {
            return;
        }
        for i in seen.facing.iter().map(|i| *i as usize) {
            let face = faces[i];
            let [a, b, c] = face.map(|v| seen.squares[v as usize]);
            let span = |k: usize| {
                let (low, high) = (a[k].min(b[k]).min(c[k]), a[k].max(b[k]).max(c[k]));
                usize::from(low)..usize::from(high) + 1
            };
            let (rows, columns) = (span(1), span(0));
            for row in rows.start.max(self.rows.start)..rows.end.min(self.rows.end) {
                let first = row * self.columns;
                let from = self.starts[first + columns.start] as usize;
                let to = self.starts[first + columns.end] as usize;
                if from == to {
                    continue;
                }
                let [a, b, c] = seen.corners(face);
                let (ab, ac) = (b - a, c - a);
                let per_area = 1.0 / ab.perp(&ac);
                for (p, place) in &self.places[from..to] {
                    let d = p - a;
                    let (u, v) = (d.perp(&ac) * per_area, ab.perp(&d) * per_area);
                    if u >= 0.0 && v >= 0.0 && u + v <= 1.0 {
                        covered(i, *place as usize, u, v);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_covers_the_places_in_it() {
        let places = [
            Vec2::new(20.0, 20.0),
            Vec2::new(80.0, 80.0),
            Vec2::new(-1.0, 5.0),
            Vec2::new(5.0, 70.0),
            Vec2::new(f64::NAN, 5.0),
        ];
        let probes = Probes::new(100, 100, places.into_iter());
        let corners = [
            [-9.0, -9.0],
            [110.0, -9.0],
            [-9.0, 110.0],
            [110.0, 110.0],
            [f64::NAN, 0.0],
        ];
        let faces = [[0, 1, 2], [1, 3, 2], [0, 1, 4], [0, 1, 2]];
        let seen = Projected {
            width: 100,
            height: 100,
            at: corners.map(Vec2::from).to_vec(),
            depth_mm: vec![1.0; corners.len()],
            squares: vec![[0, 0], [6, 0], [0, 6], [6, 6], [0, 0]],
            front: vec![true, true, true, false],
            facing: vec![0, 1, 2],
        };
        let mut found = Vec::new();
        probes.under(&seen, &faces, |face, place, u, v| {
            let [a, b, c] = seen.corners(faces[face]);
            assert!((a + (b - a) * u + (c - a) * v - places[place]).norm() < 1e-9);
            found.push((face, place));
        });
        assert_eq!(found, [(0, 0), (0, 3), (1, 1)]);
    }
}
