//! Which place of the body's rim answers for which place of the contour.

use super::projected::Fold;
use super::target::{Sample, Target};
use crate::geom::Vec2;

/// A point of the rim, its distance from the contour, and how to linearise that distance.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// The rim point lies on the mesh edge between these vertices ...
    pub vertices: [u32; 2],
    /// ... at this share of the way to the second.
    pub share: f64,
    /// Unit direction in the picture along which the distance counts.
    pub direction: Vec2,
    /// Signed distance from the contour to the rim along `direction`, px; positive when the body is too large.
    pub distance_px: f64,
    /// The contour's own standard deviation, px.
    pub sigma_px: f64,
    /// Length of outline that it stands for, px.
    pub spacing_px: f64,
}

/// Rim edges on rows of the picture, so that a ray meets few of them.
struct Rows<'a> {
    rim: &'a [Fold],
    /// The edges of each row, and between which columns they lie, px.
    rows: Vec<Vec<(u32, [f64; 2])>>,
}

const ROW_PX: f64 = 24.0;
/// Rim edges this close behind each other belong to one outline, whose outermost edge is seen.
const FOLD_PX: f64 = 5.0;

impl<'a> Rows<'a> {
    fn new(rim: &'a [Fold], height_px: u32) -> Self {
        let mut rows = vec![Vec::new(); (f64::from(height_px) / ROW_PX) as usize + 1];
        for (i, e) in (0u32..).zip(rim) {
            let [a, b] = e.ends.map(|p| p.x);
            for r in Self::span(
                e.ends[0].y.min(e.ends[1].y),
                e.ends[0].y.max(e.ends[1].y),
                rows.len(),
            ) {
                rows[r].push((i, [a.min(b), a.max(b)]));
            }
        }
        Self { rim, rows }
    }

    fn span(low: f64, high: f64, rows: usize) -> std::ops::Range<usize> {
        let clamp = |y: f64| (y / ROW_PX).floor().clamp(0.0, rows as f64) as usize;
        clamp(low)..(clamp(high) + 1).min(rows)
    }

    /// The rim along the sample's normal within `reach_px`: (distance, share of the edge, edge).
    fn cast(
        &self,
        s: &Sample,
        reach_px: f64,
        fold_px: f64,
        hits: &mut Vec<(f64, f64, u32)>,
    ) -> Option<(f64, f64, &'a Fold)> {
        hits.clear();
        let dy = reach_px * s.normal.y.abs() + 1.0;
        let dx = reach_px * s.normal.x.abs() + 1.0;
        for r in Self::span(s.at.y - dy, s.at.y + dy, self.rows.len()) {
            for &(i, [left, right]) in &self.rows[r] {
                if left > s.at.x + dx || right < s.at.x - dx {
                    continue;
                }
                let e = &self.rim[i as usize];
                if e.normal.dot(&s.normal) < 0.25 {
                    continue;
                }
                let (d, w) = (e.ends[1] - e.ends[0], e.ends[0] - s.at);
                let det = d.perp(&s.normal);
                if det.abs() < 1e-9 {
                    continue;
                }
                let share = s.normal.perp(&w) / det;
                if !(0.0..=1.0).contains(&share) {
                    continue;
                }
                let t = s.normal.dot(&(w + d * share));
                if t.abs() <= reach_px {
                    hits.push((t, share, i));
                }
            }
        }
        let mut best = *hits.iter().min_by(|a, b| a.0.abs().total_cmp(&b.0.abs()))?;
        while let Some(next) = hits
            .iter()
            .filter(|h| h.0 > best.0 && h.0 <= best.0 + fold_px)
            .max_by(|a, b| a.0.total_cmp(&b.0))
        {
            best = *next;
        }
        Some((best.0, best.1, &self.rim[best.2 as usize]))
    }
}

/// Matches along the contour's normals: exact, for bodies that are nearly right. One entry a sample, `None` where no rim is in reach.
pub fn along_normals(
    rim: &[Fold],
    target: &Target,
    height_px: u32,
    reach_px: f64,
    unit_px: f64,
) -> Vec<Option<Match>> {
    let rows = Rows::new(rim, height_px);
    let mut hits = Vec::new();
    target
        .samples
        .iter()
        .map(|s| {
            let (t, share, e) = rows.cast(s, reach_px, FOLD_PX * unit_px, &mut hits)?;
            Some(Match {
                vertices: e.vertices,
                share,
                direction: s.normal,
                distance_px: t,
                sigma_px: s.sigma_px,
                spacing_px: target.spacing_px,
            })
        })
        .collect()
}

/// Closer than this, a pair of nearest places slides along the contour freely, px.
const NEAR_PX: f64 = 6.0;
/// How much a turned normal counts in the search for the nearest, px.
const TURN_PX: f64 = 60.0;

/// Matches between nearest places with alike normals, both ways: rough, for bodies that are far off. Every sample and every
/// `stride`-th rim edge has one entry.
pub fn nearest(rim: &[Fold], target: &Target, stride: usize, unit_px: f64) -> Vec<Option<Match>> {
    let pair = |s: &Sample, e: &Fold| {
        // Far apart, the distance itself pulls (also along a finger); close by, only the part across the contour counts.
        let gap = e.middle() - s.at;
        let far = gap.norm();
        let direction = if far > NEAR_PX * unit_px {
            gap / far
        } else {
            s.normal
        };
        Match {
            vertices: e.vertices,
            share: 0.5,
            direction,
            distance_px: direction.dot(&gap),
            sigma_px: s.sigma_px,
            spacing_px: target.spacing_px,
        }
    };
    let edges: Vec<&Fold> = rim.iter().step_by(stride).collect();
    // A place and, as long as a turn weighs, its normal.
    let turn = TURN_PX * unit_px / std::f64::consts::SQRT_2;
    let point = |at: Vec2, normal: Vec2| [at.x, at.y, normal.x * turn, normal.y * turn];
    let places: Vec<[f64; 4]> = edges.iter().map(|e| point(e.middle(), e.normal)).collect();
    let mut back = vec![(f64::INFINITY, 0); edges.len()];
    let mut matches = Vec::with_capacity(target.samples.len() + edges.len());
    for (i, s) in target.samples.iter().enumerate() {
        let own = point(s.at, s.normal);
        let mut forth = (f64::INFINITY, None);
        for ((place, edge), back) in places.iter().zip(&edges).zip(&mut back) {
            let apart: f64 = own.iter().zip(place).map(|(a, b)| (a - b) * (a - b)).sum();
            if apart < forth.0 {
                forth = (apart, Some(edge));
            }
            if apart < back.0 {
                *back = (apart, i);
            }
        }
        matches.push(forth.1.map(|e| pair(s, e)));
    }
    let samples = back.iter().map(|(_, i)| target.samples.get(*i));
    matches.extend(samples.zip(edges).map(|(s, e)| Some(pair(s?, e))));
    matches
}
