//! Closed contours of a coverage, by marching squares.

use super::raster::Raster;
use crate::geom::Vec2;

/// Contours closer than this to the frame's edge say nothing about the person, px.
const MARGIN: f64 = 2.0;
/// Half the chord that gives the normal, in points.
const CHORD: usize = 3;
/// Holes and islands below this area are noise, px².
const LEAST_AREA: f64 = 40.0;

/// One point of a contour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContourPoint {
    /// Sub-pixel place in the (distorted) picture, px.
    pub at: Vec2,
    /// Unit normal, pointing out of the person.
    pub normal: Vec2,
    /// Standard deviation of the place along the normal, px.
    pub sigma_px: f64,
}

/// A closed contour, about one point a pixel; holes are contours of their own.
#[derive(Clone, Debug, Default)]
pub struct Contour {
    /// In order along the contour; where it met the frame's edge, points are missing.
    pub points: Vec<ContourPoint>,
}

/// The contours of `coverage` at one half, with this uncertainty all along. What lies outside it counts as empty; `place` says
/// where in the frame a place of the coverage lies.
pub(super) fn trace(
    coverage: &Raster,
    place: &dyn Fn(Vec2) -> Vec2,
    apart_px: f64,
    sigma_px: f64,
) -> Vec<Contour> {
    let loops = loops(coverage)
        .into_iter()
        .map(|l| l.into_iter().map(place).collect::<Vec<Vec2>>())
        .filter(|l| area(l).abs() >= LEAST_AREA);
    loops
        .map(|l| Contour {
            points: with_normals(&resample(&l, apart_px), sigma_px),
        })
        .collect()
}

/// Leaves out the points that lie at the frame's edge, and contours of which nothing remains.
pub(super) fn inside(contours: Vec<Contour>, width: usize, height: usize) -> Vec<Contour> {
    let (w, h) = (width as f64 - 1.0 - MARGIN, height as f64 - 1.0 - MARGIN);
    let within =
        |p: &ContourPoint| p.at.x >= MARGIN && p.at.y >= MARGIN && p.at.x <= w && p.at.y <= h;
    let kept = contours.into_iter().map(|mut c| {
        c.points.retain(within);
        c
    });
    kept.filter(|c| !c.points.is_empty()).collect()
}

/// Normals from the chord over a few neighbours. Contours run with the person on the right of `(dx, dy)` in picture axes.
pub(super) fn with_normals(points: &[Vec2], sigma_px: f64) -> Vec<ContourPoint> {
    let n = points.len();
    let point = |(i, &at): (usize, &Vec2)| {
        let chord = points[(i + CHORD) % n] - points[(i + n - CHORD % n) % n];
        let normal = Vec2::new(chord.y, -chord.x)
            .try_normalize(1e-9)
            .unwrap_or(Vec2::new(1.0, 0.0));
        ContourPoint {
            at,
            normal,
            sigma_px,
        }
    };
    points.iter().enumerate().map(point).collect()
}

/// Points about so far apart along a closed polyline.
pub(super) fn resample(polyline: &[Vec2], apart_px: f64) -> Vec<Vec2> {
    let following = polyline.iter().cycle().skip(1);
    let pairs: Vec<(Vec2, Vec2)> = polyline.iter().copied().zip(following.copied()).collect();
    let total: f64 = pairs.iter().map(|(a, b)| (b - a).norm()).sum();
    let count = (total / apart_px).round().max(3.0);
    let step = total / count;
    let (mut out, mut walked, mut next) = (Vec::with_capacity(count as usize), 0.0, 0.0);
    for (a, b) in pairs {
        let length = (b - a).norm();
        while next < walked + length && out.len() < count as usize {
            out.push(a + (b - a) * ((next - walked) / length));
            next += step;
        }
        walked += length;
    }
    out
}

fn area(polyline: &[Vec2]) -> f64 {
    let following = polyline.iter().cycle().skip(1);
    polyline
        .iter()
        .zip(following)
        .map(|(a, b)| a.x * b.y - a.y * b.x)
        .sum::<f64>()
        / 2.0
}

/// Every closed polyline where the coverage crosses one half, the covered side on the right in picture axes (x right, y down).
fn loops(coverage: &Raster) -> Vec<Vec<Vec2>> {
    let (w, h) = (coverage.width as i64, coverage.height as i64);
    let value = |x: i64, y: i64| {
        if x < 0 || y < 0 || x >= w || y >= h {
            0.0
        } else {
            coverage.at(x, y)
        }
    };
    // A grid edge is named by its first pixel and its direction; the grid reaches one pixel beyond the frame.
    let name =
        |x: i64, y: i64, down: bool| (((y + 1) * (w + 2) + x + 1) * 2 + i64::from(down)) as usize;
    let mut segments: Vec<(u64, usize)> = Vec::new();
    let empty = vec![0.0; coverage.width];
    let row = |y: i64| match usize::try_from(y) {
        Ok(y) if y < coverage.height => coverage.row(y),
        _ => &empty,
    };
    for y in -1..h {
        let columns = row(y).iter().zip(row(y + 1)).map(|(a, b)| (*a, *b));
        let mut left = (0.0, 0.0);
        for (x, right) in (-1..w).zip(columns.chain([(0.0, 0.0)])) {
            let corner = [left.0, right.0, right.1, left.1];
            left = right;
            let on = corner.map(|v| usize::from(v >= 0.5));
            let case = on[0] | on[1] << 1 | on[2] << 2 | on[3] << 3;
            if case == 0 || case == 15 {
                continue;
            }
            let edge = [
                name(x, y, false),
                name(x + 1, y, true),
                name(x, y + 1, false),
                name(x, y, true),
            ];
            let joined = corner.iter().sum::<f32>() >= 2.0;
            segments.extend(
                crossings(case, joined)
                    .iter()
                    .map(|&(from, to)| (edge[from] as u64, edge[to])),
            );
        }
    }
    segments.sort_unstable();
    let place = |edge: usize| {
        let (cell, down) = ((edge / 2) as i64, (edge % 2) as i64);
        let (x, y) = (cell % (w + 2) - 1, cell / (w + 2) - 1);
        let (a, b) = (value(x, y), value(x + 1 - down, y + down));
        let t = f64::from((0.5 - a) / (b - a));
        Vec2::new(x as f64 + t * (1 - down) as f64, y as f64 + t * down as f64)
    };
    let mut used = vec![false; segments.len()];
    let mut loops = Vec::new();
    for start in 0..segments.len() {
        let (mut polyline, mut at) = (Vec::new(), start);
        while !used[at] {
            used[at] = true;
            let (from, to) = segments[at];
            polyline.push(place(from as usize));
            at = segments
                .partition_point(|&(f, _)| f < to as u64)
                .min(segments.len() - 1);
        }
        if !polyline.is_empty() {
            loops.push(polyline);
        }
    }
    loops
}

/// Crossings of a cell as (from edge, to edge), covered side on the right; corners and edges clockwise from the upper left.
fn crossings(case: usize, joined: bool) -> &'static [(usize, usize)] {
    match case {
        1 => &[(0, 3)],
        2 => &[(1, 0)],
        3 => &[(1, 3)],
        4 => &[(2, 1)],
        5 if joined => &[(0, 1), (2, 3)],
        5 => &[(0, 3), (2, 1)],
        6 => &[(2, 0)],
        7 => &[(2, 3)],
        8 => &[(3, 2)],
        9 => &[(0, 2)],
        10 if joined => &[(3, 0), (1, 2)],
        10 => &[(1, 0), (3, 2)],
        11 => &[(1, 2)],
        12 => &[(3, 1)],
        13 => &[(0, 1)],
        14 => &[(3, 0)],
        _ => &[],
    }
}
