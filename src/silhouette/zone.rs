//! Where in a picture a person can be: who stands on the mark, about the world's vertical axis, on the floor; who has been fitted,
//! about where their body is seen.

use super::cells::Cells;
use super::coverage::Coverage;
use super::raster::Raster;
use crate::camera::Camera;
use crate::geom::Vec2;
use std::ops::Range;

/// Feet are no farther from the mark than this, and arms, mm; from the latter's height on.
const FEET_MM: f64 = 300.0;
const ARMS_MM: f64 = 850.0;
const ARMS_HEIGHT_MM: f64 = 700.0;
/// The tallest, mm.
const TALLEST_MM: f64 = 2300.0;
/// Beyond, each so many millimetres speak against the person by one (log odds), and all together by no more than this: enough
/// against shadows, not against what clearly is no booth.
const SLOPE_MM: f64 = 50.0;
const MOST: f64 = 3.0;
/// A body speaks for the person by this much within, and against them outside of it (log odds); about its outline by less: so many
/// cells (a standard deviation) it may be off.
const BODY: f32 = 4.0;
const LOOSE: f32 = 2.0;
/// Pixels between the places that are worked out, and how many of them a side there may be.
const APART: usize = 32;

/// Log odds against a person at each place, between places bilinear.
pub(super) struct Zone {
    /// With the pixels between its places.
    against: Option<(Raster, usize)>,
    /// Columns and rows of cells that a body covers, or that were covered before.
    span: Option<(Range<usize>, Range<usize>)>,
}

impl Zone {
    /// All of the picture.
    pub fn open() -> Zone {
        Zone {
            against: None,
            span: None,
        }
    }

    /// What a body makes likely that covers these places.
    pub fn of(cells: &Cells, last: &Coverage, covers: &dyn Fn(Vec2) -> bool) -> Zone {
        let mut raster = Raster::new(cells.width, cells.height);
        let place = |v: usize| (v * cells.size) as f64;
        let in_cells = |px: Range<usize>| px.start / cells.size..px.end.div_ceil(cells.size);
        let mut span = last.bounds().map(|(xs, ys)| (in_cells(xs), in_cells(ys)));
        for (i, value) in raster.values.iter_mut().enumerate() {
            let (x, y) = (i % cells.width, i / cells.width);
            let inside = covers(Vec2::new(place(x), place(y)));
            *value = if inside { -1.0 } else { 1.0 };
            if inside {
                let (xs, ys) = span.get_or_insert((x..x + 1, y..y + 1));
                *xs = xs.start.min(x)..xs.end.max(x + 1);
                *ys = ys.start.min(y)..ys.end.max(y + 1);
            }
        }
        let mut raster = raster.blur(LOOSE);
        raster.values.iter_mut().for_each(|v| *v *= BODY);
        Zone {
            against: Some((raster, cells.size)),
            span,
        }
    }

    /// What the camera sees of the space about the mark. A camera without a place says nothing.
    pub fn new(camera: &Camera) -> Zone {
        let (width, height) = (camera.width as usize, camera.height as usize);
        let against = camera.pose.map(|_| {
            let mut raster = Raster::new(width.div_ceil(APART) + 1, height.div_ceil(APART) + 1);
            let columns = raster.width;
            for (i, value) in raster.values.iter_mut().enumerate() {
                let at = Vec2::new((i % columns * APART) as f64, (i / columns * APART) as f64);
                let beyond = beyond_mm(camera, at).unwrap_or(0.0);
                *value = (beyond / SLOPE_MM).clamp(0.0, MOST) as f32;
            }
            (raster, APART)
        });
        Zone {
            against,
            span: None,
        }
    }

    /// Columns and rows of cells in which the person is known to be seen; none where there is no body.
    pub fn span(&self) -> Option<(Range<usize>, Range<usize>)> {
        self.span.clone()
    }

    /// Takes it from the log odds of the cells.
    pub fn weigh(&self, odds: &mut [f32], cells: &Cells) {
        for (i, value) in odds.iter_mut().enumerate() {
            *value -= self.at(i, cells);
        }
    }

    fn at(&self, i: usize, cells: &Cells) -> f32 {
        let (x, y) = (i % cells.width, i / cells.width);
        self.against.as_ref().map_or(0.0, |(against, apart)| {
            let place = |v: usize, origin: usize| {
                ((v + origin) as f32 + 0.5) * cells.size as f32 / *apart as f32
            };
            against.sample(place(x, cells.origin.0), place(y, cells.origin.1))
        })
    }
}

/// How far beyond the bounds the ray of a pixel stays of the axis; negative within.
fn beyond_mm(camera: &Camera, pixel: Vec2) -> Option<f64> {
    let pose = camera.pose?;
    let ray = pose.ray(camera.intrinsics.undistort(pixel)?);
    let from = pose.centre();
    let across = ray.x * ray.x + ray.z * ray.z;
    let nearest = -(from.x * ray.x + from.z * ray.z) / across.max(1e-9);
    // What lies behind the floor is not seen.
    let reached = if ray.y < -1e-9 {
        nearest.min(-from.y / ray.y)
    } else {
        nearest
    };
    let at = from + ray * reached.max(0.0);
    let height = at.y.max(0.0);
    let bound = FEET_MM + (ARMS_MM - FEET_MM) * (height / ARMS_HEIGHT_MM).min(1.0);
    Some((at.x.hypot(at.z) - bound).max(height - TALLEST_MM))
}
