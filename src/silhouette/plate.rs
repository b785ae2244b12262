//! The outline of a person before a booth whose empty picture is known.

use super::band;
use super::cells::Cells;
use super::contour::{self, Contour};
use super::cut::Graph;
use super::drift::{self, Noise};
use super::edge::Scene;
use super::error::Kind;
use super::evidence::{self, Palette};
use super::light::Curve;
use super::locale::Locale;
use super::raster::Raster;
use super::{Warning, component};
use image::RgbImage;

const LEAST_HOLE: usize = 40;
/// Log odds from which on a cell is taken for the person's without knowing their colours.
const SURE: f32 = 3.0;

pub(super) fn outline(
    frame: &RgbImage,
    plate: &RgbImage,
) -> Result<(Raster, Vec<Contour>, Vec<Warning>), Kind> {
    let curve = Curve::new();
    let (frame, plate) = (curve.linear(frame), curve.linear(plate));
    let (w, h) = (frame.width, frame.height);
    let mut cells = Cells::new(&frame, &plate);
    let noise = Noise::measure(&cells);
    let _gain = drift::remove(&mut cells);
    let bare = evidence::cells(&cells, &noise, None);
    let mut map = coarse(&cells, &noise, &bare)?;
    for _ in 0..2 {
        // What only the palette holds for the person must not teach the palette.
        let sure = map.iter().zip(&bare).zip(&cells.cells);
        let sure: Vec<bool> = sure
            .map(|((&m, &odds), cell)| m && odds > SURE && !cell.plate_clipped.contains(&true))
            .collect();
        let palette = Palette::learn(&cells, &sure);
        map = coarse(
            &cells,
            &noise,
            &evidence::cells(&cells, &noise, Some(&palette)),
        )?;
    }
    let locale = Locale::learn(&cells, &map);
    let mut map = band::refine(&frame, &plate, &cells, &noise, &locale, &map);
    component::person(&mut map, w, LEAST_HOLE)?;
    component::whole(&map, w)?;
    let values = map.iter().map(|&m| if m { 1.0 } else { 0.0 }).collect();
    let coverage = Raster {
        width: w,
        height: h,
        values,
    }
    .blur(1.0);
    let scene = Scene {
        frame: &frame,
        plate: &plate,
        cells: &cells,
        noise: &noise,
        locale: &locale,
    };
    let contours = contour::trace(&coverage, 1.0)
        .iter()
        .map(|c| scene.settle(c))
        .collect();
    let contours = contour::inside(contours, w, h);
    Ok((coverage, contours, Vec::new()))
}

/// The person in whole cells.
fn coarse(cells: &Cells, noise: &Noise, odds: &[f32]) -> Result<Vec<bool>, Kind> {
    let pulls = odds.iter().map(|o| (o * 100.0) as i32).collect();
    let tie = |i: usize, j: usize, slot: usize| {
        let (a, b) = (&cells.cells[i], &cells.cells[j]);
        let sigma = noise.shade(a.level());
        let step: f32 = (0..3)
            .map(|k| (a.shade()[k] - b.shade()[k]) / (sigma[k] + 0.02))
            .map(|d| d * d)
            .sum();
        let reach = if slot == 4 || slot == 6 { 1.0 } else { 0.7 };
        ((0.5 + 2.0 * libm::expf(-step / 12.0)) * reach * 100.0) as i32
    };
    let mut map = Graph::grid(cells.width, pulls, tie).foreground();
    component::person(&mut map, cells.width, 2)?;
    Ok(map)
}
