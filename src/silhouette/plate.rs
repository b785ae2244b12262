//! The outline of a person before a booth whose empty picture is known.

use super::band::{self, Blocks};
use super::cells::{Cell, Cells};
use super::contour::{self, Contour};
use super::coverage::Coverage;
use super::cut::Grid;
use super::drift::{Drift, Noise};
use super::edge::{self, Behind, Scene};
use super::ends;
use super::error::Kind;
use super::evidence::{Evidence, Palette};
use super::fill;
use super::light::{Curve, Light};
use super::locale::{Locale, neighbours};
use super::numbers::exp;
use super::raster::Raster;
use super::zone::Zone;
use super::{Warning, component, warning};
use crate::camera::Camera;
use crate::geom::Vec2;
use image::RgbImage;
use std::ops::Range;

/// Nobody fills more of the picture than this: then frame and plate show different scenes.
const MOST_SHARE: f64 = 0.6;
/// An edge known no better than this, px, is faint.
const FAINT_PX: f64 = 1.0;
/// Mean log odds (of the person) below which a hole clearly shows the booth.
const CLEAR: f32 = -3.0;
/// What surely is the person's and lies within so many cells of them belongs to them.
const REACH: usize = 3;
const LIKELY: f32 = 1.0;
const LEAST_HOLE: usize = 40;
/// Smaller parts, cells, are noise.
const LEAST_PART: usize = 12;
/// The person may reach so many cells beyond where the first look saw them.
const ABOUT: usize = 12;
/// How common deep shadows are (density): anywhere, about the soles, which keep the light from the floor, and, try by try, in
/// the lower part of the picture, where the floor is.
const DEEP: f32 = 0.02;
const DEEP_ABOUT_SOLES: f32 = 0.3;
const DEEPEST_ON_FLOOR: f32 = 0.5;
const DEEP_ON_FLOOR: [f32; 3] = [DEEP, 0.15, DEEPEST_ON_FLOOR];
/// The floor begins at this share of the picture's height.
const FLOOR: f32 = 0.72;
/// A part of the person is sure from this mean of log odds on, and from this share of the cells (one in so many).
const SURE_PART: f32 = 1.0;
const LEAST_SURE_PART: usize = 1000;
/// What has less than this clearly shows the booth; and what is added where doubtful cells join sure parts (hundredths).
const DOUBTFUL: f32 = -3.0;
const BRIDGE: i32 = 300;
/// Log odds from which on a cell is taken for the person's without knowing their colours.
const SURE: f32 = 3.0;

/// The outline; again with that of before and the places that a body is likely to cover.
pub(super) fn outline(
    frame: &RgbImage,
    plate: &RgbImage,
    camera: &Camera,
    again: Option<(&Coverage, &dyn Fn(Vec2) -> bool)>,
) -> Result<(Coverage, Vec<Contour>, Vec<Warning>), Kind> {
    if frame.dimensions() != plate.dimensions() {
        return Err(Kind::PlateDiffers);
    }
    let curve = Curve::new();
    let (frame, plate) = (Light::new(frame, &curve), Light::new(plate, &curve));
    let mut cells = Cells::new(&frame, &plate, &curve);
    let mut coarse = cells.halved();
    let drift = Drift::measure(&coarse);
    drift.remove(&mut coarse);
    drift.remove(&mut cells);
    let noise = Noise::measure(&cells);
    // A shadow that is taken for the person may reach the frame's edge: then try again with darker shadows in mind.
    let rough = |deep, zone: &Zone| {
        let (cells, soles) = match zone.span() {
            Some((xs, ys)) => about(&cells, xs, ys),
            None => about_person(&cells, &coarse, deep, zone)?,
        };
        let deep_at = |row: usize| {
            if row < soles {
                DEEP
            } else {
                deep.max(DEEP_ABOUT_SOLES)
            }
        };
        let map = whole_cells(&cells, &noise, zone, soles, deep_at)?;
        let locale = Locale::learn(&cells, &map);
        let mut blocks = band::refine(&frame, &plate, &cells, &noise, &locale, &map);
        let (w, area) = (blocks.width, (cells.size / blocks.unit).pow(2));
        let least_hole = LEAST_HOLE / (blocks.unit * blocks.unit);
        component::tidy(&mut blocks.map, w, least_hole, LEAST_PART * area);
        let cut = blocks.cut(frame.width, frame.height)?;
        Ok((cells, locale, blocks, cut))
    };
    let whole = |found: &Result<(Cells, Locale, Blocks, f64), Kind>| {
        found.as_ref().is_ok_and(|(_, _, _, cut_px)| *cut_px == 0.0)
    };
    let open = match again {
        Some((last, covers)) => Zone::of(&cells, last, covers),
        None => Zone::open(),
    };
    let first = DEEP_ON_FLOOR.into_iter().map(|deep| rough(deep, &open));
    let found = first
        .into_iter()
        .find(whole)
        .unwrap_or_else(|| rough(DEEP, &open));
    // The last chance of one who seems to leave the frame: whoever stands on the mark is not there.
    let found = found.or_else(|kind| {
        let about_mark = rough(DEEPEST_ON_FLOOR, &Zone::new(camera));
        if whole(&about_mark) {
            about_mark
        } else {
            Err(kind)
        }
    });
    let (cells, locale, blocks, cut_px) = found?;
    let scene = Scene {
        frame: &frame,
        behind: Behind::Plate {
            plate: &plate,
            cells: &cells,
            noise: &noise,
            locale: &locale,
        },
        zoom: edge::zoom(blocks.unit),
    };
    let contours: Vec<Contour> = blocks
        .contours(f64::from(scene.zoom))
        .iter()
        .map(|c| scene.settle(c))
        .collect();
    let coverage = fill::fill(&contours, frame.width, frame.height);
    let mut contours = contour::inside(contours, frame.width, frame.height);
    let figures = [
        f64::from(drift.largest()),
        faint(&contours),
        cut_px,
        brightness(&cells),
        scene.edge_width_px(&contours),
    ];
    let warnings = warning::doubts(figures);
    ends::distrust(&mut contours, f64::from(scene.zoom));
    Ok((coverage, contours, warnings))
}

/// The cells about the person, found in cells of twice the size by what no booth shows, and the first row of their soles.
fn about_person(
    cells: &Cells,
    coarse: &Cells,
    deep: f32,
    zone: &Zone,
) -> Result<(Cells, usize), Kind> {
    let noise = Noise::measure(coarse);
    let floor = (coarse.height as f32 * FLOOR) as usize;
    let deep_at = |row| if row < floor { DEEP } else { deep };
    let mut bare = Evidence::new(coarse, &noise, deep_at).odds(coarse, None);
    zone.weigh(&mut bare, coarse);
    let map = cut(coarse, &ties(coarse, &noise), &bare, &bare, floor)?;
    let on = |i: usize| map[i];
    let (w, h) = (coarse.width, coarse.height);
    let column = |x: &usize| (0..h).any(|y| on(y * w + x));
    let row = |y: &usize| (0..w).any(|x| on(y * w + x));
    let span = |first: Option<usize>, last: Option<usize>| {
        2 * first.unwrap_or(0)..2 * last.unwrap_or(0) + 2
    };
    let xs = span((0..w).find(column), (0..w).rev().find(column));
    let ys = span((0..h).find(row), (0..h).rev().find(row));
    Ok(about(cells, xs, ys))
}

/// The cells about a person who was seen in these columns and rows, and the first row of their soles.
fn about(cells: &Cells, xs: Range<usize>, ys: Range<usize>) -> (Cells, usize) {
    let wider = |span: &Range<usize>, most: usize| {
        let first = span.start.saturating_sub(ABOUT);
        first..(span.end + ABOUT).min(most).max(first)
    };
    let (columns, rows) = (wider(&xs, cells.width), wider(&ys, cells.height));
    let soles = ys.start + (ys.len() as f32 * band::SOLES) as usize - rows.start;
    (cells.part(columns, rows), soles)
}

/// The person in whole cells: first by what no booth shows, then by the person's own colours as well.
fn whole_cells(
    cells: &Cells,
    noise: &Noise,
    zone: &Zone,
    soles: usize,
    deep: impl Fn(usize) -> f32,
) -> Result<Vec<bool>, Kind> {
    let evidence = Evidence::new(cells, noise, deep);
    let mut bare = evidence.odds(cells, None);
    zone.weigh(&mut bare, cells);
    let ties = ties(cells, noise);
    let mut map = match zone.span() {
        Some(_) => bare.iter().map(|odds| *odds > 0.0).collect(),
        None => cut(cells, &ties, &bare, &bare, soles)?,
    };
    for _ in 0..2 {
        // What only the palette holds for the person must not teach the palette.
        let sure = map.iter().zip(&bare).zip(&cells.cells);
        let sure =
            sure.map(|((&m, &odds), cell)| m && odds > SURE && !cell.plate_clipped.contains(&true));
        let palette = Palette::learn(cells, &sure.collect::<Vec<bool>>());
        let mut odds = evidence.odds(cells, Some(&palette));
        zone.weigh(&mut odds, cells);
        map = cut(cells, &ties, &odds, &bare, soles)?;
    }
    Ok(map)
}

/// How cells hold to their neighbours: the less, the more their shades differ.
fn ties(cells: &Cells, noise: &Noise) -> Grid {
    // Shades in units of noise, once a cell.
    let shade = |cell: &Cell| {
        let (shade, sigma) = (cell.shade(), noise.shade(cell.level()));
        [0, 1, 2].map(|k| shade[k] / (sigma[k] + 0.02))
    };
    let shades: Vec<[f32; 3]> = cells.cells.iter().map(shade).collect();
    let tie = |i: usize, j: usize, slot: usize| {
        let ([a, b, c], [d, e, f]) = (shades[i], shades[j]);
        let step = (a - d) * (a - d) + (b - e) * (b - e) + (c - f) * (c - f);
        let reach = if slot == 4 || slot == 6 { 1.0 } else { 0.7 };
        ((0.5 + 2.0 / (1.0 + step / 12.0)) * reach * 100.0) as i32
    };
    Grid::new(cells.width, cells.cells.len(), tie)
}

/// The cheapest cut through the cells, and the person in it.
fn cut(
    cells: &Cells,
    ties: &Grid,
    odds: &[f32],
    bare: &[f32],
    ground: usize,
) -> Result<Vec<bool>, Kind> {
    let mut pulls: Vec<i32> = odds.iter().map(|o| (o * 100.0) as i32).collect();
    let mut map = ties.cut(pulls.clone());
    if let Some(bridges) = bridges(&map, cells, bare, ground) {
        for (pull, bridge) in pulls.iter_mut().zip(bridges) {
            *pull += if bridge { BRIDGE } else { 0 };
        }
        map = ties.cut(pulls);
    }
    if map.iter().filter(|m| **m).count() as f64 > MOST_SHARE * map.len() as f64 {
        return Err(Kind::PlateDiffers);
    }
    component::parts(&mut map, cells.width, REACH, |i| bare[i] - LIKELY)?;
    close(&mut map, cells, bare);
    Ok(map)
}

/// What joins parts that surely are the person's and does not clearly show the booth itself: skin of the wall's colour between
/// clothes. A person is one piece. Shadows join them with the
/// floor, so nothing is joined from the row `ground` on.
fn bridges(map: &[bool], cells: &Cells, bare: &[f32], ground: usize) -> Option<Vec<bool>> {
    let (parts, mut areas) = component::label(map, cells.width, true);
    areas[0] = 0;
    let mut sums = vec![0.0f32; areas.len()];
    (parts.iter().zip(bare)).for_each(|(&part, odds)| sums[part as usize] += odds);
    let least = map.len() / LEAST_SURE_PART;
    let sure: Vec<bool> = (0..areas.len())
        .map(|part| part > 0 && areas[part] > least && sums[part] > SURE_PART * areas[part] as f32)
        .collect();
    if sure.iter().filter(|s| **s).count() < 2 {
        return None;
    }
    let raster = Raster {
        width: cells.width,
        height: cells.height,
        values: bare.to_vec(),
    };
    let smooth = raster.blur(1.0).values;
    let doubtful: Vec<bool> = (smooth.iter().zip(map))
        .map(|(odds, m)| !m && *odds > DOUBTFUL)
        .take(ground * cells.width)
        .collect();
    let (pieces, sizes) = component::label(&doubtful, cells.width, true);
    // The first sure part that each piece touches, and whether it touches a second.
    let mut touched = vec![(0u32, false); sizes.len()];
    for (i, &piece) in pieces.iter().enumerate().filter(|(_, p)| **p != 0) {
        for part in neighbours(cells, i).map(|j| parts[j]) {
            let (first, second) = &mut touched[piece as usize];
            if !sure[part as usize] || part == *first {
                continue;
            }
            *second |= *first != 0;
            *first = if *first == 0 { part } else { *first };
        }
    }
    let most: usize = (0..areas.len())
        .filter(|&p| sure[p])
        .map(|p| areas[p])
        .sum();
    let joins = |piece: u32| touched[piece as usize].1 && sizes[piece as usize] < 2 * most;
    let found: Vec<bool> = pieces.iter().map(|&p| p != 0 && joins(p)).collect();
    found.contains(&true).then_some(found)
}

/// Closes holes in the person that do not clearly show the booth: skin of the wall's colour.
fn close(map: &mut [bool], cells: &Cells, bare: &[f32]) {
    let (labels, areas) = component::label(map, cells.width, false);
    let mut sums = vec![0.0f32; areas.len()];
    let mut open = vec![false; areas.len()];
    for (i, (&label, odds)) in labels.iter().zip(bare).enumerate() {
        sums[label as usize] += odds;
        let (x, y) = (i % cells.width, i / cells.width);
        open[label as usize] |= x == 0 || y == 0 || x + 1 == cells.width || y + 1 == cells.height;
    }
    for (m, &label) in map.iter_mut().zip(&labels) {
        let label = label as usize;
        *m |= label != 0 && !open[label] && sums[label] > CLEAR * areas[label] as f32;
    }
}

/// Share of the outline whose edge is known badly.
fn faint(contours: &[Contour]) -> f64 {
    let points = contours.iter().flat_map(|c| &c.points);
    let (faint, all) = points.fold((0.0, 0.0), |(f, n), p| {
        (f + f64::from(u8::from(p.sigma_px > FAINT_PX)), n + 1.0)
    });
    faint / f64::max(all, 1.0)
}

/// Light that a twentieth of the frame about the person exceeds, as a share of what the sensor can take.
fn brightness(cells: &Cells) -> f64 {
    let level = |c: &Cell| c.level() + c.shade()[0];
    let mut levels: Vec<f32> = cells.cells.iter().map(level).collect();
    let at = levels.len() * 19 / 20;
    let found = levels.get_mut(..).filter(|l| at < l.len());
    found.map_or(0.0, |l| {
        f64::from(exp(*l.select_nth_unstable_by(at, f32::total_cmp).1))
    })
}
