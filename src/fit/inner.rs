//! The chest's edge before an arm: an outline inside the outline, where diagonal cameras see the breast from the side.

use super::matching::Match;
use super::target::Target;
use super::topology::MeshEdge;
use crate::body::Part;
use crate::camera::{Camera, Pose};
use crate::geom::{Vec2, Vec3};
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
    fn at(&self, p: Vec2) -> (f32, Option<Part>) {
        let p = p.map(|v| (v / self.cell_px).floor());
        if p.x < 0.0 || p.y < 0.0 || p.x >= self.width as f64 || p.y >= self.height as f64 {
            return (f32::INFINITY, None);
        }
        self.nearest[p.y as usize * self.width + p.x as usize]
    }

    fn fill(&mut self, corners: [(Vec2, f64); 3], part: Part) {
        let [(a, za), (b, zb), (c, zc)] = corners.map(|(p, z)| (p / self.cell_px, z));
        let area = (b - a).perp(&(c - a));
        if area.abs() < 1e-9 {
            return;
        }
        let range = |v: [f64; 3], size: usize| {
            let low = v
                .iter()
                .fold(f64::INFINITY, |m, v| m.min(*v))
                .floor()
                .max(0.0);
            let high = v.iter().fold(f64::NEG_INFINITY, |m, v| m.max(*v)).ceil();
            low as usize..(high.max(0.0) as usize + 1).min(size)
        };
        for y in range([a.y, b.y, c.y], self.height) {
            for x in range([a.x, b.x, c.x], self.width) {
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

/// A body in one view.
pub struct Sight<'a> {
    /// The camera.
    pub camera: &'a Camera,
    /// Its place.
    pub pose: &'a Pose,
    /// Posed vertices, mm.
    pub vertices: &'a [Vec3],
    /// Corners of the faces.
    pub faces: &'a [[u32; 3]],
    /// The part of each face.
    pub parts: &'a [Part],
    /// Edges of the mesh.
    pub edges: &'a [MeshEdge],
}

/// Matches of the trunk's edges that are seen before an arm with creases within `reach_px`.
pub fn before_arms(sight: &Sight<'_>, target: &Target, reach_px: f64, unit_px: f64) -> Vec<Match> {
    let seen: Vec<Option<(Vec2, f64)>> = sight
        .vertices
        .iter()
        .map(|v| {
            let p = sight.pose.rotation * v + sight.pose.translation_mm;
            Some((sight.camera.intrinsics.project(p)?, p.z))
        })
        .collect();
    let cell_px = CELL * unit_px;
    let cells = |px: u32| (f64::from(px) / cell_px).ceil() as usize;
    let (width, height) = (cells(sight.camera.width), cells(sight.camera.height));
    let mut depths = Depths {
        cell_px,
        width,
        height,
        nearest: vec![(f32::INFINITY, None); width * height],
    };
    let front: Vec<bool> = sight
        .faces
        .iter()
        .zip(sight.parts)
        .map(|(f, part)| match f.map(|i| seen[i as usize]) {
            [Some(a), Some(b), Some(c)] if (b.0 - a.0).perp(&(c.0 - a.0)) < 0.0 => {
                depths.fill([a, b, c], *part);
                true
            }
            _ => false,
        })
        .collect();
    let arm = |part: Option<Part>| matches!(part, Some(Part::ArmL | Part::ArmR));
    let mut found = Vec::new();
    for e in sight.edges {
        let facing = e.faces.map(|f| f.map(|f| front[f as usize]));
        let inner = match facing {
            [Some(true), Some(false)] => e.faces[0],
            [Some(false), Some(true)] => e.faces[1],
            _ => None,
        };
        let Some(face) = inner
            .map(|f| f as usize)
            .filter(|f| sight.parts[*f] == Part::Trunk)
        else {
            continue;
        };
        let [Some((p, zp)), Some((q, zq))] = e.vertices.map(|v| seen[v as usize]) else {
            continue;
        };
        let third = sight.faces[face].iter().find(|v| !e.vertices.contains(v));
        let Some((third, _)) = third.and_then(|v| seen[*v as usize]) else {
            continue;
        };
        let (middle, along) = ((p + q) / 2.0, q - p);
        let length = along.norm();
        if length < 1e-6 {
            continue;
        }
        let mut normal = Vec2::new(along.y, -along.x) / length;
        if normal.dot(&(third - p)) > 0.0 {
            normal = -normal;
        }
        let z = (zp + zq) / 2.0;
        let beyond = [1.5, 3.0].map(|cells| depths.at(middle + normal * (cells * cell_px)));
        let behind = |(far, part): (f32, Option<Part>)| arm(part) && f64::from(far) > z + BEHIND_MM;
        let (own, part) = depths.at(middle - normal * (1.5 * cell_px));
        let shows = part == Some(Part::Trunk) && (f64::from(own) - z).abs() < 3.0 * BEHIND_MM;
        if !beyond.into_iter().all(behind) || !shows {
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
                vertices: e.vertices,
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
