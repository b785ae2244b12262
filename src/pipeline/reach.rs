//! What a rig can reach, before anybody stands in it.

use super::error::Error;
use super::sections;
use crate::body::Model;
use crate::camera::{Camera, Rig};
use crate::capture::View;
use crate::fit;
use crate::geom::raster::Raster;
use crate::geom::{Vec2, Vec3};
use crate::measure::{self, Measurement};
use crate::silhouette;
use image::{GrayImage, Luma, RgbImage};

/// How sure most of an outline is that a picture shows before a plate, px.
const SIGMA_PX: f64 = 0.3;

/// The measurements of an average person who stands where the rig looks, each with the sigma that the rig's cameras leave: outlines
/// as a plate lets pictures show them, and the fit's own equations where it has arrived. Cameras without a place see nothing.
///
/// # Errors
/// Those of the silhouette, such as `person_cut` for a camera that does not see the whole person; those of fit and measure.
pub fn reach(model: &Model, rig: &Rig) -> Result<Vec<Measurement>, Error> {
    let shape = model.prior(None).mean.clone();
    let rest = model.rest(shape.as_slice());
    let stood = model.stand(&rest);
    let mut silhouettes = Vec::new();
    for (index, camera) in rig.cameras.iter().enumerate() {
        if camera.pose.is_none() {
            continue;
        }
        let mask = mask(model, camera, &stood.vertices);
        let frame = RgbImage::new(camera.width, camera.height);
        let view = View::new(rig, index, frame, None, Some(mask))?;
        let mut seen = silhouette::extract(&view, camera)?;
        let points = seen.contours.iter_mut().flat_map(|c| &mut c.points);
        points.for_each(|p| p.sigma_px = SIGMA_PX);
        silhouettes.push(seen);
    }
    let pose = model.standard_pose(&rest);
    let known = fit::known(model, rig, &silhouettes, shape, pose)?;
    let shape = known.shape.as_slice();
    let measured = measure::with_uncertainty(model, shape, &known.pose, &known.covariance)?;
    let mut values = measured.measurements();
    sections::widen(known.views.len(), &mut values);
    Ok(values)
}

/// The mask of a body in a camera; what lies behind the camera is not seen.
fn mask(model: &Model, camera: &Camera, vertices: &[Vec3]) -> GrayImage {
    let seen: Vec<Option<Vec2>> = vertices.iter().map(|v| camera.project(*v)).collect();
    let mut raster = Raster::new(camera.width, camera.height, 1.0);
    for face in model.faces().iter() {
        let at = |i: u32| seen.get(i as usize).copied().flatten();
        if let [Some(a), Some(b), Some(c)] = face.map(at) {
            raster.fill([a, b, c]);
        }
    }
    GrayImage::from_fn(camera.width, camera.height, |x, y| {
        let inside = raster.covers(Vec2::new(f64::from(x), f64::from(y)));
        Luma([if inside { 255 } else { 0 }])
    })
}
