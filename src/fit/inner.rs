//! The chest's edge before an arm: an outline inside the outline, where diagonal cameras see the breast from the side.

use super::matching::Match;
use super::probes::Probes;
use super::projected::{Fold, Projected};
use super::target::Target;
use crate::body::{Model, Part};
use crate::geom::Vec2;
use crate::silhouette::Crease;

/// How far outside of an edge it is looked what is seen there, units (px at 1,280 px a frame's height).
const ASIDE: [f64; 3] = [-4.5, 4.5, 9.0];
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

    /// How far outside of a fold the crease lies that is most likely its own, px; of those within `reach_px`.
    fn across(&self, fold: &Fold, reach_px: f64, unit_px: f64) -> Option<f64> {
        let (middle, normal) = (fold.middle(), fold.normal);
        let length = (fold.ends[1] - fold.ends[0]).norm();
        let worth = |c: &Crease| {
            let d = c.at - middle;
            let (across, aside) = (d.dot(&normal), d.perp(&normal).abs());
            let fits = across.abs() <= reach_px
                && aside <= length / 2.0 + ALONG * unit_px
                && c.normal.dot(&normal).abs() >= ALIKE;
            let worth = c.strength * (1.0 - 0.7 * (across / reach_px).powi(2));
            fits.then_some((worth, across))
        };
        let best = self
            .near(middle, reach_px + length)
            .filter_map(worth)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        best.map(|(_, across)| across)
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
    // Just inside of the fold, and at two places beyond it.
    let places = |f: &Fold| ASIDE.map(|c| f.middle() + f.normal * (c * unit_px));
    let paired: Vec<(&Fold, f64)> = folds
        .iter()
        .filter(|f| parts[f.face as usize] == Part::Trunk)
        .filter_map(|f| Some((f, target.creases.across(f, reach_px, unit_px)?)))
        .collect();
    let asked = paired.iter().flat_map(|(f, _)| places(f));
    let probes = Probes::new(seen.width, seen.height, asked);
    // What of the body is nearest to the camera at each place.
    let mut nearest = vec![[(f64::INFINITY, None); ASIDE.len()]; paired.len()];
    let nearest_at = nearest.as_flattened_mut();
    probes.under(seen, faces, |face, place, u, v| {
        let [za, zb, zc] = faces[face].map(|v| seen.depth_mm[v as usize]);
        let z = za + u * (zb - za) + v * (zc - za);
        if z < nearest_at[place].0 {
            nearest_at[place] = (z, Some(parts[face]));
        }
    });
    let arm = |part: Option<Part>| matches!(part, Some(Part::ArmL | Part::ArmR));
    let mut found = Vec::new();
    for ((fold, across), [(own, part), near, far]) in paired.into_iter().zip(nearest) {
        let [zp, zq] = fold.vertices.map(|v| seen.depth_mm[v as usize]);
        let z = (zp + zq) / 2.0;
        let behind = |(far, part): (f64, Option<Part>)| arm(part) && far > z + BEHIND_MM;
        let shows = part == Some(Part::Trunk) && (own - z).abs() < 3.0 * BEHIND_MM;
        if shows && behind(near) && behind(far) {
            found.push(Match {
                vertices: fold.vertices,
                share: 0.5,
                direction: fold.normal,
                distance_px: -across,
                sigma_px: SIGMA * unit_px,
                spacing_px: (fold.ends[1] - fold.ends[0]).norm(),
            });
        }
    }
    found
}
