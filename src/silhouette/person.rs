//! The outline of a person whom a pose network has found: its coarse mask, cut anew along the edges of the picture by what
//! colours stand on either side nearby, then moved to where one side's colour goes over into the other's.

use super::contour::{self, Contour, ContourPoint};
use super::coverage::Coverage;
use super::cut::{Graph, NONE, STEPS};
use super::edge::{Behind, Scene};
use super::error::Kind;
use super::light::{Curve, Light};
use super::patches::{self, Patches};
use super::raster::Raster;
use super::{Warning, component, fill};
use crate::geom::Vec2;
use crate::network::{Keypoint, Network, Person};
use image::RgbImage;

/// Half the band that is cut anew, in cells, round by round.
const BANDS: [u16; 2] = [3, 2];
/// Pull of the network's odds, and of the colours.
const MASK: f32 = 0.35;
const MOST_MASK: f32 = 2.5;
const COLOUR: f32 = 1.0;
/// Tie of neighbouring pixels of one colour, and of any two.
const TIE: f32 = 2.6;
const LEAST_TIE: f32 = 0.25;
/// Holes smaller than this, cells, are filled; parts smaller than that are dropped.
const LEAST_HOLE: usize = 3;
const LEAST_PART: usize = 8;
/// Whole numbers that a cut counts in, a unit of log odds.
const UNIT: f32 = 100.0;

/// Below this score nobody is there.
const LEAST_SCORE: f64 = 0.5;
/// Standard deviation of an edge between clearly different colours, px, as 16 captures with exact masks show (half of all are off by
/// less than 0.23, one in thirty by more than 2); and the most that is said of any.
const SIGMA_PX: f64 = 0.3;
const MOST_SIGMA_PX: f64 = 15.0;
/// Lengths of an edge are those of a picture with this longer side, px.
const USUAL_PX: f32 = 1280.0;
/// Colours that are no farther apart than this are hardly told apart, on captures with exact masks.
const CLEAR: f64 = 0.15;
/// How much lightness and the two colour differences count in that.
const WEIGHTS: [f64; 3] = [1.0, 2.0, 2.0];

/// The outline of the person whom the network saw, as the colours make likely; and a body that covers these places, where one has
/// been fitted.
pub(super) fn outline(
    frame: &RgbImage,
    person: &Person,
    body: Option<&dyn Fn(Vec2) -> bool>,
) -> Result<(Coverage, Vec<Contour>, Vec<Warning>), Kind> {
    if person.score < LEAST_SCORE {
        return Err(Kind::NoPerson);
    }
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let map = cut(frame, person, body)?;
    component::whole(&map, w)?;
    let values = map.iter().map(|&m| if m { 1.0 } else { 0.0 }).collect();
    let pixels = Raster {
        width: w,
        height: h,
        values,
    };
    let curve = Curve::new();
    let scene = Scene {
        frame: &Light::new(frame, &curve),
        behind: Behind::Plain,
        zoom: (w.max(h) as f32 / USUAL_PX).max(1.0),
    };
    let traced = contour::trace(&pixels.blur(1.0), &|p| p, 1.0, SIGMA_PX);
    let contours: Vec<Contour> = traced.iter().map(|c| scene.settle(c)).collect();
    let coverage = fill::fill(&contours, w, h);
    let mut contours = contour::inside(contours, w, h);
    let reach = person.crop.side_px / person.cells as f64;
    for p in contours.iter_mut().flat_map(|c| &mut c.points) {
        p.sigma_px = p.sigma_px.max(sigma_px(contrast(frame, p, reach)));
    }
    Ok((coverage, contours, Vec::new()))
}

/// Standard deviation of an edge that was cut between colours so far apart, px: where they are alike, the cut lies anywhere.
fn sigma_px(contrast: f64) -> f64 {
    let blind = (CLEAR / contrast.max(1e-3)).powi(2);
    (SIGMA_PX * 1f64.hypot(blind)).min(MOST_SIGMA_PX)
}

/// How far apart the mean colours within `reach_px` of a place of the outline are on its two sides, 0 to about 1.
fn contrast(frame: &RgbImage, p: &ContourPoint, reach_px: f64) -> f64 {
    let (w, h) = (
        f64::from(frame.width()) - 1.0,
        f64::from(frame.height()) - 1.0,
    );
    let steps = 5;
    let mean = |side: f64| {
        let mut sum = [0.0; 3];
        for k in 0..steps {
            let share = 0.5 + f64::from(k) / f64::from(steps - 1);
            let at = p.at + p.normal * (side * share * reach_px);
            let (x, y) = (at.x.round().clamp(0.0, w), at.y.round().clamp(0.0, h));
            let colour = patches::colour(frame, x as usize, y as usize);
            sum.iter_mut()
                .zip(colour)
                .for_each(|(s, c)| *s += f64::from(c) / f64::from(steps));
        }
        sum
    };
    let (out, inn) = (mean(1.0), mean(-1.0));
    let off = |k: usize| (out[k] - inn[k]) * WEIGHTS[k];
    (off(0).powi(2) + off(1).powi(2) + off(2).powi(2)).sqrt()
}

/// A second person has so much of the first's size at least, ...
const ALIKE: f64 = 0.5;
/// ... and is a person with legs when looked at closer and in a mirror, too: a plant below a picture makes a score of 0.9 now and
/// then, and even hips and knees, but not each time.
const SURE_LEGS: f64 = 0.9;
const LEGS: [Keypoint; 4] = [
    Keypoint::HipL,
    Keypoint::HipR,
    Keypoint::KneeL,
    Keypoint::KneeR,
];
const CLOSER: f64 = 0.85;

/// Whether another person of about the same size stands in the picture: looks at what is left of the wider side.
pub(super) fn beside(
    frame: &RgbImage,
    person: &Person,
    coverage: &Coverage,
    network: &Network,
) -> bool {
    let w = frame.width() as usize;
    let Some((columns, _)) = coverage.bounds() else {
        return false;
    };
    let area = |p: &Person| {
        let on = p.mask.iter().filter(|odds| **odds > 0.0).count();
        on as f64 * (p.crop.side_px / p.cells as f64).powi(2)
    };
    let radius = |p: &Person| (p.spot(Keypoint::Circle).at - p.spot(Keypoint::Centre).at).norm();
    [(0, columns.start), (columns.end, w)]
        .into_iter()
        .any(|(from, to)| {
            let width = to.saturating_sub(from) as u32;
            // Nobody of that size fits into less.
            if f64::from(width) < ALIKE * 0.5 * radius(person) {
                return false;
            }
            let part = image::imageops::crop_imm(frame, from as u32, 0, width, frame.height());
            let part = part.to_image();
            let stands = |p: &Person| {
                p.score > LEAST_SCORE && LEGS.iter().all(|k| p.spot(*k).present > SURE_LEGS)
            };
            let other = network.glance(&part);
            stands(&other)
                && radius(&other) > ALIKE * radius(person)
                && area(&other) > ALIKE * ALIKE * area(person)
                && stands(&network.look(&part, other.crop.scaled(CLOSER)))
                && stands(&network.glance(&image::imageops::flip_horizontal(&part)))
        })
}

/// The person in whole pixels.
fn cut(
    frame: &RgbImage,
    person: &Person,
    body: Option<&dyn Fn(Vec2) -> bool>,
) -> Result<Vec<bool>, Kind> {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let mut patches = Patches::new(frame, person);
    if let Some(body) = body {
        patches.believe(body);
    }
    let mut map: Vec<bool> = patches.cells.iter().map(|c| c.odds > 0.0).collect();
    component::person(&mut map, patches.width, LEAST_HOLE)?;
    let mut pixels = Vec::new();
    for band in BANDS {
        patches.label(&map);
        pixels = refine(frame, &patches, &map, band);
        component::tidy(
            &mut pixels,
            w,
            LEAST_HOLE * patches.size * patches.size,
            LEAST_PART * patches.size * patches.size,
        );
        map = patches.pooled(&pixels, w, h);
    }
    component::person(&mut pixels, w, LEAST_HOLE * patches.size * patches.size)?;
    Ok(pixels)
}

/// The cheapest cut through the pixels of the cells that lie nearer than `band` to the other label.
fn refine(frame: &RgbImage, patches: &Patches, map: &[bool], band: u16) -> Vec<bool> {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let mut names = vec![NONE; w * h];
    let mut out = vec![false; w * h];
    let mut pixels = Vec::new();
    let mut pulls = Vec::new();
    let mut colours = Vec::new();
    for (cell, inside) in map.iter().enumerate() {
        let (xs, ys) = patches.pixels(cell, w, h);
        if patches.cells[cell].distance >= band {
            for y in ys {
                out[y * w..][xs.clone()].fill(*inside);
            }
            continue;
        }
        let around = patches.around(cell);
        for y in ys {
            for x in xs.clone() {
                let colour = patches::colour(frame, x, y);
                let by_mask = (MASK * patches.odds(x, y)).clamp(-MOST_MASK, MOST_MASK);
                let pull = by_mask + COLOUR * around.odds(colour);
                names[y * w + x] = pixels.len() as u32;
                pixels.push(y * w + x);
                pulls.push((pull * UNIT) as i32);
                colours.push(colour);
            }
        }
    }
    let mut neighbours = vec![[NONE; 8]; pixels.len()];
    let mut ties = vec![[0; 8]; pixels.len()];
    for (n, &i) in pixels.iter().enumerate() {
        let (x, y) = ((i % w) as i64, (i / w) as i64);
        for (slot, (dx, dy)) in STEPS.into_iter().enumerate() {
            let (nx, ny) = (x + dx, y + dy);
            if nx < 0 || ny < 0 || nx >= w as i64 || ny >= h as i64 {
                continue;
            }
            let j = ny as usize * w + nx as usize;
            let near = if dx == 0 || dy == 0 { 1.0 } else { 0.7 };
            match colours.get(names[j] as usize) {
                Some(other) => {
                    let step = patches.step(colours[n], *other);
                    let tie = (LEAST_TIE + TIE / (1.0 + step)) * near;
                    neighbours[n][slot] = names[j];
                    ties[n][slot] = (tie * UNIT) as i32;
                }
                // Beyond the band the label is known.
                None => pulls[n] += if out[j] { 300 } else { -300 },
            }
        }
    }
    let found = Graph::new(pulls, neighbours, ties).foreground();
    pixels.iter().zip(found).for_each(|(&i, f)| out[i] = f);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Vec3;
    use crate::network::{Crop, Spot};
    use image::Rgb;

    const SIDE: u32 = 320;

    /// Skin before a grey wall; beside it hangs a picture of another colour.
    fn scene() -> RgbImage {
        RgbImage::from_fn(SIDE, SIDE, |x, y| {
            let noise = ((x * 7 + y * 13) % 5) as u8;
            match (x, y) {
                _ if standing(x, y) => Rgb([190 + noise, 140 + noise, 120]),
                (190..250, 80..150) => Rgb([60, 90 + noise, 170 + noise]),
                _ => Rgb([120 + noise, 125 + noise, 128]),
            }
        })
    }

    fn standing(x: u32, y: u32) -> bool {
        (130..190).contains(&x) && (40..280).contains(&y)
    }

    /// A network that takes the picture's lower half for a part of the person.
    fn seen() -> Person {
        let cells = 64;
        let size = SIDE / cells;
        let person =
            |x: u32, y: u32| standing(x, y) || (190..250).contains(&x) && (110..150).contains(&y);
        let odds = |i: u32| {
            let (x, y) = (i % cells * size + size / 2, i / cells * size + size / 2);
            if person(x, y) { 6.0 } else { -6.0 }
        };
        let middle = f64::from(SIDE - 1) / 2.0;
        let nowhere = Spot {
            at: Vec2::zeros(),
            visible: 0.0,
            present: 0.0,
        };
        Person {
            score: 1.0,
            spots: [nowhere; Keypoint::COUNT],
            world_mm: [Vec3::zeros(); Keypoint::COUNT],
            crop: Crop {
                middle: Vec2::new(middle, middle),
                side_px: f64::from(SIDE),
                right: Vec2::x(),
            },
            cells: cells as usize,
            mask: (0..cells * cells).map(odds).collect(),
        }
    }

    /// Pixels that an outline has wrong.
    fn wrong(body: Option<&dyn Fn(Vec2) -> bool>) -> usize {
        let (coverage, ..) = outline(&scene(), &seen(), body).expect("an outline");
        let all = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
        let found = |x, y| coverage.covers(Vec2::new(f64::from(x), f64::from(y)));
        all.filter(|&(x, y)| standing(x, y) != found(x, y)).count()
    }

    #[test]
    fn the_edge_between_clear_colours_is_as_sure_as_it_is_said_to_be() {
        let body = |at: Vec2| (130.0..190.0).contains(&at.x) && (40.0..280.0).contains(&at.y);
        let (_, contours, _) = outline(&scene(), &seen(), Some(&body)).expect("an outline");
        let side = |p: &&ContourPoint| (60.0..260.0).contains(&p.at.y);
        let points: Vec<_> = contours.iter().flat_map(|c| &c.points).collect();
        let points: Vec<_> = points.into_iter().filter(side).collect();
        let square = |p: &&ContourPoint| {
            let off = (p.at.x - 129.5).abs().min((p.at.x - 189.5).abs());
            (off / p.sigma_px).powi(2)
        };
        let mean = points.iter().map(square).sum::<f64>() / points.len() as f64;
        assert!(
            points.len() > 300 && mean < 1.5,
            "{mean} of {}",
            points.len()
        );
        let surest = points
            .iter()
            .map(|p| p.sigma_px)
            .fold(f64::INFINITY, f64::min);
        assert!(surest < 0.6, "{surest} px");
    }

    #[test]
    fn an_edge_within_pixels_is_found_there() {
        // Both sides three tenths of a pixel to the right of where pixels end.
        let whole = scene();
        let mut frame = whole.clone();
        for (x, y) in (60..260).flat_map(|y| [(130, y), (190, y)]) {
            let (here, left) = (whole.get_pixel(x, y).0, whole.get_pixel(x - 1, y).0);
            let mix = |c| 0.7 * f32::from(here[c]) + 0.3 * f32::from(left[c]);
            frame.put_pixel(x, y, Rgb([0, 1, 2].map(|c| mix(c).round() as u8)));
        }
        let body = |at: Vec2| (130.0..190.0).contains(&at.x) && (40.0..280.0).contains(&at.y);
        let (_, contours, _) = outline(&frame, &seen(), Some(&body)).expect("an outline");
        for edge in [129.8, 189.8] {
            let near =
                |p: &&ContourPoint| (160.0..250.0).contains(&p.at.y) && (p.at.x - edge).abs() < 3.0;
            let points: Vec<_> = contours.iter().flat_map(|c| &c.points).collect();
            let off: Vec<f64> = points
                .into_iter()
                .filter(near)
                .map(|p| p.at.x - edge)
                .collect();
            let mean = off.iter().sum::<f64>() / off.len() as f64;
            assert!(
                off.len() > 80 && mean.abs() < 0.2,
                "{edge}: {mean} of {}",
                off.len()
            );
        }
    }

    #[test]
    fn a_picture_beside_a_person_is_none_of_them_where_a_body_was_fitted() {
        // Twelve pixels too narrow, and leaning: the picture's edges tell better than the body.
        let body = |at: Vec2| {
            let lean = (at.y - 160.0) * 0.04;
            (136.0..184.0).contains(&(at.x - lean)) && (40.0..280.0).contains(&at.y)
        };
        assert!(wrong(None) > 2000, "{}", wrong(None));
        assert!(wrong(Some(&body)) < 300, "{}", wrong(Some(&body)));
    }
}
