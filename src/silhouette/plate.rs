//! The outline of a person before a booth whose empty picture is known.

use super::contour::{self, Contour};
use super::error::Kind;
use super::raster::Raster;
use super::{Warning, component};
use image::RgbImage;

const LEAST_HOLE: usize = 40;

pub(super) fn outline(
    frame: &RgbImage,
    plate: &RgbImage,
) -> Result<(Raster, Vec<Contour>, Vec<Warning>), Kind> {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let plane = |image: &RgbImage, c: usize| {
        let values = image.pixels().map(|p| f32::from(p.0[c])).collect();
        Raster {
            width: w,
            height: h,
            values,
        }
        .blur(0.8)
    };
    let mut distance = Raster::new(w, h);
    for c in 0..3 {
        let (f, p) = (plane(frame, c), plane(plate, c));
        let mut ratios: Vec<f32> = f
            .values
            .iter()
            .zip(&p.values)
            .step_by(7)
            .map(|(f, p)| (f + 4.0) / (p + 4.0))
            .collect();
        let middle = ratios.len() / 2;
        let gain = *ratios.select_nth_unstable_by(middle, f32::total_cmp).1;
        for ((d, f), p) in distance.values.iter_mut().zip(&f.values).zip(&p.values) {
            let e = f - gain * p;
            *d += e * e;
        }
    }
    let score = |d: f32| 1.0 / (1.0 + (15.0 * 15.0 / d.max(1e-3)));
    distance.values.iter_mut().for_each(|d| *d = score(*d));
    let mut map: Vec<bool> = distance.values.iter().map(|d| *d >= 0.5).collect();
    component::person(&mut map, w, LEAST_HOLE)?;
    component::whole(&map, w)?;
    distance
        .values
        .iter_mut()
        .zip(&map)
        .for_each(|(v, &m)| *v = if m { 1.0 } else { 0.0 });
    let coverage = distance.blur(0.8);
    let contours = contour::inside(contour::trace(&coverage, 1.0), w, h);
    Ok((coverage, contours, Vec::new()))
}
