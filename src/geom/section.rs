//! Plane sections of a triangle mesh: points on cut edges, how they connect, and the loops that they form.

use super::{Mesh, Plane, Vec3, convex_hull, plane::direction};
use std::ops::RangeInclusive;

/// A corner this near a plane (mm) counts as above it: no cut passes through a corner.
const ON_PLANE_MM: f64 = 1e-9;

/// Loops with fewer points are folds of the skin, beside a loop that goes round a limb.
const FOLD_POINTS: usize = 20;

/// Cuts one set of faces by parallel planes. Heights along the normal are worked out once for all cuts.
pub struct Slicer<'m> {
    mesh: &'m Mesh,
    normal: Vec3,
    /// Height of each vertex along the normal.
    heights: Vec<f64>,
    /// The faces within reach, and the heights of their lowest and highest corners.
    faces: Vec<[u32; 3]>,
    spans: Vec<(f64, f64)>,
}

impl<'m> Slicer<'m> {
    /// For cuts of `faces` across `normal`, at heights `point . normal` within `levels`. Unknown faces are left out.
    ///
    /// `None` if the normal has no direction.
    pub fn new(
        mesh: &'m Mesh,
        faces: impl IntoIterator<Item = u32>,
        normal: Vec3,
        levels: RangeInclusive<f64>,
    ) -> Option<Self> {
        let normal = direction(normal)?;
        let heights = mesh.vertices.iter().map(|v| v.dot(&normal)).collect();
        let mut slicer = Self {
            mesh,
            normal,
            heights,
            faces: Vec::new(),
            spans: Vec::new(),
        };
        let (from, to) = (levels.start() - ON_PLANE_MM, levels.end() + ON_PLANE_MM);
        for face in faces {
            let Some((corners, low, high)) = slicer.span(face) else {
                continue;
            };
            if low <= to && high >= from {
                slicer.faces.push(corners);
                slicer.spans.push((low, high));
            }
        }
        Some(slicer)
    }

    /// Corners of a face, and the heights of the lowest and highest.
    fn span(&self, face: u32) -> Option<([u32; 3], f64, f64)> {
        let corners = *self.mesh.faces.get(face as usize)?;
        let height = |v: u32| self.heights.get(v as usize).copied();
        let (a, b, c) = (
            height(corners[0])?,
            height(corners[1])?,
            height(corners[2])?,
        );
        Some((corners, a.min(b).min(c), a.max(b).max(c)))
    }

    /// The cut at one level; without points where nothing is cut, `None` where the level is not finite.
    pub fn at(&self, level: f64) -> Option<Section> {
        let plane = Plane::new(self.normal * level, self.normal)?;
        let above = |h: f64| h - level > -ON_PLANE_MM;
        let cut = |span: &(f64, f64)| above(span.1) && !above(span.0);
        // Two ends a face, in order; an edge shared by two faces gives one point: the connection is exact.
        let mut ends: Vec<(u64, u32)> = Vec::with_capacity(256);
        for (face, _) in self
            .faces
            .iter()
            .zip(&self.spans)
            .filter(|(_, span)| cut(span))
        {
            let sides = face.map(|v| above(self.heights[v as usize]));
            for (a, b) in [(0, 1), (1, 2), (2, 0)] {
                if sides[a] != sides[b] {
                    let (i, j) = (face[a].min(face[b]), face[a].max(face[b]));
                    ends.push((u64::from(i) << 32 | u64::from(j), ends.len() as u32));
                }
            }
        }
        let mut edges = vec![[0u32; 2]; ends.len() / 2];
        ends.sort_unstable();
        let mut points: Vec<Vec3> = Vec::with_capacity(ends.len() / 2 + 1);
        let mut crossed: Vec<[u32; 2]> = Vec::with_capacity(ends.len() / 2 + 1);
        let mut last = None;
        for (edge, end) in ends {
            if last != Some(edge) {
                points.push(self.cross(
                    (edge >> 32) as usize,
                    (edge & 0xffff_ffff) as usize,
                    level,
                ));
                crossed.push([(edge >> 32) as u32, (edge & 0xffff_ffff) as u32]);
                last = Some(edge);
            }
            edges[end as usize / 2][end as usize % 2] = points.len() as u32 - 1;
        }
        let (loop_of, loops) = label(points.len(), &edges);
        Some(Section {
            plane,
            points,
            crossed,
            edges,
            loop_of,
            loops,
        })
    }

    fn cross(&self, i: usize, j: usize, level: f64) -> Vec3 {
        let (a, b) = (self.mesh.vertices[i], self.mesh.vertices[j]);
        let snap = |d: f64| {
            if d.abs() < ON_PLANE_MM {
                ON_PLANE_MM
            } else {
                d
            }
        };
        let (da, db) = (snap(self.heights[i] - level), snap(self.heights[j] - level));
        a + (b - a) * (da / (da - db))
    }
}

/// Number of the connected component of each point (numbered by first point), and how many there are.
fn label(count: usize, edges: &[[u32; 2]]) -> (Vec<u32>, usize) {
    let mut parent: Vec<u32> = (0..count as u32).collect();
    fn root(parent: &mut [u32], mut i: u32) -> u32 {
        while parent[i as usize] != i {
            parent[i as usize] = parent[parent[i as usize] as usize];
            i = parent[i as usize];
        }
        i
    }
    for &[a, b] in edges {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        parent[a.max(b) as usize] = a.min(b);
    }
    let mut labels = vec![u32::MAX; count];
    let mut loops = 0;
    for i in 0..count as u32 {
        let r = root(&mut parent, i);
        if r == i {
            labels[i as usize] = loops;
            loops += 1;
        } else {
            labels[i as usize] = labels[r as usize];
        }
    }
    (labels, loops as usize)
}

/// A plane cut of a mesh.
#[derive(Clone, Debug)]
pub struct Section {
    /// The cutting plane.
    pub plane: Plane,
    /// Where the plane crosses edges of the mesh, mm, in the order of the edges.
    pub points: Vec<Vec3>,
    crossed: Vec<[u32; 2]>,
    edges: Vec<[u32; 2]>,
    loop_of: Vec<u32>,
    loops: usize,
}

impl Section {
    /// The corners of the mesh between which a point of the cut lies.
    pub fn edge(&self, point: usize) -> [u32; 2] {
        self.crossed[point]
    }

    /// The convex hull of points of the cut, lifted back into space: a tape drawn tight. Open: the first is not repeated.
    pub fn hull<'a>(&self, points: impl IntoIterator<Item = &'a Vec3>) -> Vec<Vec3> {
        let flat = points.into_iter().map(|p| self.plane.flat(*p));
        convex_hull(flat)
            .into_iter()
            .map(|q| self.plane.lift(q))
            .collect()
    }

    /// The points of the loop whose bounding box has its centre nearest to `place`; empty if nothing is cut.
    ///
    /// Tiny loops (folds of the skin) stand back where there are larger ones.
    pub fn loop_near(&self, place: Vec3) -> impl Iterator<Item = &Vec3> + Clone {
        let mut boxes = vec![
            (
                0,
                Vec3::repeat(f64::INFINITY),
                Vec3::repeat(f64::NEG_INFINITY)
            );
            self.loops
        ];
        for (p, &k) in self.points.iter().zip(&self.loop_of) {
            let (n, low, high) = &mut boxes[k as usize];
            *n += 1;
            *low = low.inf(p);
            *high = high.sup(p);
        }
        let key = |&(n, low, high): &(usize, Vec3, Vec3)| {
            (n < FOLD_POINTS, ((low + high) / 2.0 - place).norm())
        };
        let nearest = boxes
            .iter()
            .map(key)
            .enumerate()
            .min_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let chosen = nearest.map(|(k, _)| k as u32);
        self.points
            .iter()
            .zip(&self.loop_of)
            .filter(move |(_, k)| Some(**k) == chosen)
            .map(|(p, _)| p)
    }

    /// The points of the loop that passes nearest to `place`; empty if nothing is cut.
    pub fn loop_through(&self, place: Vec3) -> impl Iterator<Item = &Vec3> + Clone {
        let chosen = self.nearest(place, |_| true).map(|i| self.loop_of[i]);
        let all = self.points.iter().zip(&self.loop_of);
        all.filter(move |(_, k)| Some(**k) == chosen)
            .map(|(p, _)| p)
    }

    /// The way along the cut from `start` to `end`: of the two ways round, the one that passes nearer to `prefer`.
    ///
    /// Its ends are `start` and `end` themselves, projected on the plane. `None` if the cut does not connect them.
    pub fn path(&self, start: Vec3, end: Vec3, prefer: Vec3) -> Option<Vec<Vec3>> {
        let s = self.nearest(start, |_| true)?;
        let e = self.nearest(end, |i| self.loop_of[i] == self.loop_of[s])?;
        if s == e {
            return Some(vec![self.plane.project(start), self.plane.project(end)]);
        }
        let mut next = vec![[u32::MAX; 2]; self.points.len()];
        for &[a, b] in &self.edges {
            for (from, to) in [(a, b), (b, a)] {
                if let Some(free) = next[from as usize].iter_mut().find(|n| **n == u32::MAX) {
                    *free = to;
                }
            }
        }
        let ways = next[s]
            .iter()
            .filter_map(|&first| walk(&next, s as u32, first, e as u32));
        let nearness = |way: &Vec<u32>| {
            let squared = way
                .iter()
                .map(|&i| (self.points[i as usize] - prefer).norm_squared());
            squared.fold(f64::INFINITY, f64::min)
        };
        let way = ways.min_by(|a, b| nearness(a).total_cmp(&nearness(b)))?;
        let mut line: Vec<Vec3> = way.iter().map(|&i| self.points[i as usize]).collect();
        *line.first_mut()? = self.plane.project(start);
        *line.last_mut()? = self.plane.project(end);
        Some(line)
    }

    fn nearest(&self, place: Vec3, allowed: impl Fn(usize) -> bool) -> Option<usize> {
        let distance = |i: &usize| (self.points[*i] - place).norm_squared();
        (0..self.points.len())
            .filter(|i| allowed(*i))
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}

/// Follows the chain from `start` by way of `first` to `end`.
fn walk(next: &[[u32; 2]], start: u32, first: u32, end: u32) -> Option<Vec<u32>> {
    let (mut way, mut previous, mut current) = (vec![start], start, first);
    while current != end && current != u32::MAX && way.len() <= next.len() {
        way.push(current);
        let [a, b] = next[current as usize];
        (previous, current) = (current, if a == previous { b } else { a });
    }
    way.push(end);
    (current == end).then_some(way)
}
