//! Which yarn each stitch is of: the charts that lie on a panel, seen course by course.

use crate::garment::{Gauge, Panel, Structure};
use crate::motif::Chart;

/// Courses of the cast-on, which is all of the ground.
const CAST_ON_COURSES: usize = 3;

/// A chart at its place.
#[derive(Clone, Copy, Debug)]
struct Laid<'a> {
    chart: &'a Chart,
    /// First wale, counted from the panel's middle, and lowest course.
    left: i64,
    bottom: i64,
    repeat: bool,
}

/// The colours of a panel.
#[derive(Clone, Debug, Default)]
pub struct Colours<'a> {
    laid: Vec<Laid<'a>>,
    /// Yarns that are knitted in, one at least.
    yarns: u8,
    mirrored: bool,
}

impl<'a> Colours<'a> {
    /// Those of a panel, or of its mirror image.
    pub fn of(panel: &'a Panel, gauge: &Gauge, mirrored: bool) -> Self {
        let laid = panel.charts.iter().map(|placed| {
            let chart = &placed.chart;
            let first = |middle_mm: f64, per_100mm: f64, cells: usize| {
                let middle = middle_mm.clamp(-1e5, 1e5) * per_100mm / 100.0;
                (middle - 0.5 * cells as f64).round() as i64
            };
            Laid {
                chart,
                left: first(placed.centre.x, gauge.wales_per_100mm, chart.wales()),
                bottom: first(placed.centre.y, gauge.courses_per_100mm, chart.courses()),
                repeat: placed.repeat,
            }
        });
        Self {
            laid: laid.collect(),
            yarns: panel.yarns.len().clamp(1, usize::from(u8::MAX)) as u8,
            mirrored,
        }
    }

    /// How many yarns there are.
    pub fn yarns(&self) -> u8 {
        self.yarns
    }

    /// Whether a structure shows colours.
    pub fn shows(structure: Structure) -> bool {
        matches!(
            structure,
            Structure::Jersey | Structure::FloatJacquard | Structure::BirdseyeJacquard
        )
    }

    /// Whether a course may have another colour than the ground.
    pub fn reaches(&self, course: usize) -> bool {
        self.laid.iter().any(|l| {
            let row = course as i64 - l.bottom;
            l.repeat || (0..l.chart.courses() as i64).contains(&row)
        })
    }

    /// The yarn of a wale, counted from the panel's middle, in a course.
    pub fn at(&self, course: usize, wale: i32) -> u8 {
        if course < CAST_ON_COURSES {
            return 0;
        }
        let wale = i64::from(if self.mirrored { -1 - wale } else { wale });
        let cell = |l: &Laid| {
            let (wales, courses) = (l.chart.wales() as i64, l.chart.courses() as i64);
            let (mut column, mut row) = (wale - l.left, course as i64 - l.bottom);
            if l.repeat {
                (column, row) = (column.rem_euclid(wales), row.rem_euclid(courses));
            }
            let row = usize::try_from(courses - 1 - row).ok()?;
            l.chart.at(usize::try_from(column).ok()?, row)
        };
        let yarn = self.laid.iter().rev().find_map(cell).unwrap_or(0);
        yarn.min(self.yarns - 1)
    }
}

/// The yarn that a birdseye jacquard of so many yarns knits on the back bed: all by turns, so that each comes every few
/// needles and the back has as many courses as the front.
pub fn birdseye(course: usize, needle: i32, yarns: u8) -> u8 {
    let turn = i64::from(needle) + course as i64;
    turn.rem_euclid(i64::from(yarns.max(1))) as u8
}
