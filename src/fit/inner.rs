//! The chest's edge before an arm: an outline inside the outline, where diagonal cameras see the breast from the side.

use super::matching::Match;
use super::projected::{Fold, Projected};
use super::target::Target;
use super::tiles::Tiles;
use crate::body::{Model, Part};
use crate::geom::Vec2;
use crate::silhouette::Crease;

/// Side of a cell of the depth map, units (px at 1,280 px a frame's height).
const CELL: f64 = 3.0;
/// What lies behind an edge is farther away by at least this, mm.
const BEHIND_MM: f64 = 25.0;
/// Standard deviation of an edge of colour about the body's edge, units.
const SIGMA: f64 = 1.5;
/// Least cosine between the directions of both edges.
const ALIKE: f64 = 0.92;
/// An edge of colour counts for a place of the rim up to so far along it, units.
const ALONG: f64 = 4.0;
/// Side of the squares in which creases are looked up, px.
const SQUARE_PX: f64 = 32.0;

/// Creases by square of the picture.
#[derive(Clone, Debug, Default)]
pub struct Creases {
    columns: usize,
    squares: Vec<Vec<Crease>>,
}

impl Creases {
    /// Sorts the creases of a picture of this size into squares.
    pub fn new(creases: &[Crease], width_px: u32, height_px: u32) -> Self {
        let count = |px: u32| (f64::from(px) / SQUARE_PX) as usize + 1;
        let (columns, rows) = (count(width_px), count(height_px));
        let mut squares = vec![Vec::new(); columns * rows];
        for c in creases {
            let (x, y) = ((c.at.x / SQUARE_PX) as usize, (c.at.y / SQUARE_PX) as usize);
            if let (true, Some(square)) = (x < columns, squares.get_mut(y * columns + x)) {
                square.push(*c);
            }
        }
        Self { columns, squares }
    }

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.squares.iter().all(Vec::is_empty)
    }

    /// The creases in the squares within `reach_px` of a place.
    fn near(&self, at: Vec2, reach_px: f64) -> impl Iterator<Item = &Crease> {
        let range = move |v: f64| {
            let square = |v: f64| (v.max(0.0) / SQUARE_PX) as usize;
            square(v - reach_px)..=square(v + reach_px)
        };
        let columns = self.columns;
        range(at.y)
            .flat_map(move |y| {
                range(at.x)
                    .filter(move |x| *x < columns)
                    .map(move |x| y * columns + x)
            })
            .filter_map(|i| self.squares.get(i))
            .flatten()
    }
}

/// What of the body is nearest to the camera, cell by cell.
struct Depths {
    cell_px: f64,
    width: usize,
    height: usize,
    nearest: Vec<(f32, Option<Part>)>,
}

impl Depths {
    fn new(seen: &Projected, cell_px: f64) -> Self {
        let cells = |px: u32| (f64::from(px) / cell_px).ceil() as usize;
        let (width, height) = (cells(seen.width), cells(seen.height));
        Self {
            cell_px,
            width,
            height,
            nearest: vec![(f32::INFINITY, None); width * height],
        }
    }

    /// Column and row of the cell at a place of the picture.
    fn cell(&self, p: Vec2) -> Option<(usize, usize)> {
        let p = p / self.cell_px;
        let inside =
            p.x >= 0.0 && p.y >= 0.0 && p.x < self.width as f64 && p.y < self.height as f64;
        inside.then_some((p.x as usize, p.y as usize))
    }

    fn at(&self, p: Vec2) -> (f32, Option<Part>) {
        let cell = self.cell(p);
        cell.map_or((f32::INFINITY, None), |(x, y)| {
            self.nearest[y * self.width + x]
        })
    }

    fn fill(&mut self, corners: [Vec2; 3], depths_mm: [f64; 3], part: Part) {
        let scale = 1.0 / self.cell_px;
        let [a, b, c] = corners.map(|p| p * scale);
        let [za, zb, zc] = depths_mm;
        let area = (b - a).perp(&(c - a));
        if area.is_nan() || area.abs() < 1e-9 {
            return;
        }
        // Cells whose middle may lie in the triangle.
        let range = |u: f64, v: f64, w: f64, size: usize| {
            let (low, high) = (u.min(v).min(w) - 0.5, u.max(v).max(w) + 0.5);
            low.max(0.0) as usize..(high.max(0.0) as usize).min(size)
        };
        for y in range(a.y, b.y, c.y, self.height) {
            for x in range(a.x, b.x, c.x, self.width) {
                let p = Vec2::new(x as f64 + 0.5, y as f64 + 0.5);
                let (u, v) = ((p - a).perp(&(c - a)) / area, (b - a).perp(&(p - a)) / area);
                if u >= 0.0 && v >= 0.0 && u + v <= 1.0 {
                    let z = (za + u * (zb - za) + v * (zc - za)) as f32;
                    let cell = &mut self.nearest[y * self.width + x];
                    if z < cell.0 {
                        *cell = (z, Some(part));
                    }
                }
            }
        }
    }
}

/// Matches of the trunk's folds that are seen before an arm with creases within `reach_px`; `folds` are those inside the outline.
pub fn before_arms(
    seen: &Projected,
    model: &Model,
    folds: &[Fold],
    target: &Target,
    reach_px: f64,
    unit_px: f64,
) -> Vec<Match> {
    if target.creases.is_empty() {
        return Vec::new();
    }
    let (faces, parts) = (model.faces(), model.face_parts());
    let cell_px = CELL * unit_px;
    // Just inside of the fold, and at two places beyond it.
    let places = |f: &Fold| [-1.5, 1.5, 3.0].map(|c| f.middle() + f.normal * (c * cell_px));
    let folds = || {
        folds
            .iter()
            .filter(|f| parts[f.face as usize] == Part::Trunk)
    };
    let mut depths = Depths::new(seen, cell_px);
    let mut tiles = Tiles::new(seen.width, seen.height);
    folds().flat_map(places).for_each(|p| tiles.ask(p, cell_px));
    for ((face, part), front) in faces.iter().zip(parts.iter()).zip(&seen.front) {
        if *front {
            depths.fill(
                seen.corners(*face),
                face.map(|v| seen.depth_mm[v as usize]),
                *part,
            );
        }
    }
    let arm = |part: Option<Part>| matches!(part, Some(Part::ArmL | Part::ArmR));
    let mut found = Vec::new();
    for fold in folds() {
        let (middle, normal) = (fold.middle(), fold.normal);
        let length = (fold.ends[1] - fold.ends[0]).norm();
        let [zp, zq] = fold.vertices.map(|v| seen.depth_mm[v as usize]);
        let z = (zp + zq) / 2.0;
        let behind = |(far, part): (f32, Option<Part>)| arm(part) && f64::from(far) > z + BEHIND_MM;
        let [(own, part), near, far] = places(fold).map(|p| depths.at(p));
        let shows = part == Some(Part::Trunk) && (f64::from(own) - z).abs() < 3.0 * BEHIND_MM;
        if !(shows && behind(near) && behind(far)) {
            continue;
        }
        let worth = |c: &Crease| {
            let d = c.at - middle;
            let (across, aside) = (d.dot(&normal), d.perp(&normal).abs());
            let fits = across.abs() <= reach_px
                && aside <= length / 2.0 + ALONG * unit_px
                && c.normal.dot(&normal).abs() >= ALIKE;
            fits.then(|| {
                (
                    c.strength * (1.0 - 0.7 * (across / reach_px).powi(2)),
                    across,
                )
            })
        };
        let best = target
            .creases
            .near(middle, reach_px + length)
            .filter_map(worth)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, across)) = best {
            found.push(Match {
                vertices: fold.vertices,
                share: 0.5,
                direction: normal,
                distance_px: -across,
                sigma_px: SIGMA * unit_px,
                spacing_px: length,
            });
        }
    }
    found
}
