//! A panel's outline, seen course by course: where the drawn edges lie, in wales.

use super::Error;
use super::colours::Colours;
use crate::garment::{Gauge, Panel, Structure};
use crate::geom::sort_by_number;

/// The panel's extent at one height: between a left and a right edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Left and right edge, wales from the panel's x = 0, linking allowance included.
    pub edges: [f64; 2],
    /// Whether they are shoulder edges or the like, whose loops stay open for linking.
    pub shoulders: [bool; 2],
}

/// A panel in units of the gauge.
pub struct Outline<'a> {
    panel: &'a Panel,
    /// Segments: x0, y0, x1, y1 in wales and courses, allowance to the outside, shoulder.
    segments: Vec<([f64; 4], f64, bool)>,
    /// Courses from cast-on to the highest point.
    pub courses: usize,
    height: f64,
    /// Middles and widths of buttonholes: wale from x = 0, course, wales.
    pub buttonholes: Vec<[f64; 3]>,
    structures: Vec<(f64, Structure)>,
    coloured: Vec<bool>,
}

impl<'a> Outline<'a> {
    /// Converts a panel; `allowance` wales are added beyond each joined edge.
    ///
    /// # Errors
    /// [`Error::Panel`] if the outline is empty, not finite or out of any proportion.
    pub fn new(panel: &'a Panel, gauge: &Gauge, allowance: u32) -> Result<Self, Error> {
        let fail = |reason: &str| {
            Err(Error::Panel {
                panel: panel.name.clone(),
                reason: reason.into(),
            })
        };
        let across = gauge.wales_per_100mm / 100.0;
        let along = gauge.courses_per_100mm / 100.0;
        let mut points = panel.edges.iter().flat_map(|e| &e.points);
        if points.any(|p| !(p.x.abs() < 10_000.0 && (-1.0..10_000.0).contains(&p.y))) {
            return fail("a point is no number, lies below y = 0 or 10 m away");
        }
        let mut segments = Vec::new();
        let mut height = 0.0f64;
        for edge in &panel.edges {
            let beyond = if edge.joins.is_empty() {
                0.0
            } else {
                f64::from(allowance)
            };
            let shoulder = edge.stays_open();
            for pair in edge.points.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let ends = [a.x * across, a.y * along, b.x * across, b.y * along];
                segments.push((ends, beyond, shoulder));
                height = height.max(ends[1]).max(ends[3]);
            }
        }
        let courses = height.round() as usize;
        if courses < 4 {
            return fail("the panel is less than four courses high");
        }
        let colours = Colours::of(panel, gauge, false);
        Ok(Self {
            panel,
            segments,
            courses,
            height,
            buttonholes: (panel.buttonholes.iter())
                .map(|b| [b.x_mm * across, b.y_mm * along, b.width_mm * across])
                .collect(),
            coloured: (0..courses).map(|c| colours.reaches(c)).collect(),
            structures: panel
                .zones
                .iter()
                .map(|z| (z.from_mm * along, z.structure))
                .collect(),
        })
    }

    /// The outline of the mirror image.
    #[must_use]
    pub fn mirrored(mut self) -> Self {
        for ([x0, _, x1, _], _, _) in &mut self.segments {
            (*x0, *x1) = (-*x0, -*x1);
        }
        for [x, _, _] in &mut self.buttonholes {
            *x = -*x;
        }
        self
    }

    /// The panel's name.
    pub fn name(&self) -> &str {
        &self.panel.name
    }

    /// What is knitted in a course.
    pub fn structure(&self, course: usize) -> Structure {
        let middle = course as f64 + 0.5;
        let zone = self.structures.iter().rfind(|(from, _)| *from <= middle);
        zone.map_or(Structure::Jersey, |(_, structure)| *structure)
    }

    /// Whether a course may have several colours.
    pub fn is_coloured(&self, course: usize) -> bool {
        self.coloured.get(course).copied().unwrap_or(false)
    }

    /// Where the panel lies at a height in courses, left to right; at the very top, just below it.
    pub fn at(&self, height: f64) -> Vec<Interval> {
        let y = height.min(self.height - 0.02).max(1e-6);
        let mut crossings: Vec<(f64, f64, bool)> = Vec::new();
        for ([x0, y0, x1, y1], beyond, shoulder) in &self.segments {
            if (*y0 <= y) != (*y1 <= y) {
                let x = x0 + (x1 - x0) * (y - y0) / (y1 - y0);
                crossings.push((x, *beyond, *shoulder));
            }
        }
        sort_by_number(&mut crossings, |c| c.0);
        let mut intervals: Vec<Interval> = Vec::new();
        for pair in crossings.chunks_exact(2) {
            let next = Interval {
                edges: [pair[0].0 - pair[0].1, pair[1].0 + pair[1].1],
                shoulders: [pair[0].2, pair[1].2],
            };
            match intervals.last_mut() {
                // The allowances of a narrow gap meet: there is no gap.
                Some(last) if next.edges[0] < last.edges[1] + 0.5 => {
                    last.edges[1] = next.edges[1];
                    last.shoulders[1] = next.shoulders[1];
                }
                _ => intervals.push(next),
            }
        }
        intervals
    }

    /// The height in courses above which the panel is in two pieces.
    pub fn split(&self) -> Option<f64> {
        let first = (0..self.courses).find(|c| self.at(*c as f64 + 0.5).len() > 1)?;
        let (mut below, mut above) = (first as f64 - 0.5, first as f64 + 0.5);
        for _ in 0..20 {
            let middle = 0.5 * (below + above);
            if self.at(middle).len() > 1 {
                above = middle;
            } else {
                below = middle;
            }
        }
        Some(above)
    }
}
