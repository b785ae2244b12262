//! What a rig can reach, before anybody stands in it.

use super::error::Error;
use super::sections;
use crate::body::{Model, Part};
use crate::camera::{Camera, Pose, Rig};
use crate::capture::View;
use crate::fit;
use crate::geom::raster::spans;
use crate::geom::{Vec2, Vec3, sort_by_number};
use crate::measure::{self, Measurement};
use crate::silhouette;
use image::{GrayImage, Luma, Rgb, RgbImage};

/// How sure most of an outline is that a picture shows before a plate, px.
const SIGMA_PX: f64 = 0.3;

/// Grey levels of arms and of the rest, so that pictures show the chest's edge before an arm as they do in a booth.
const DARK: u8 = 90;
const LIGHT: u8 = 200;
/// The outlines' share of the work.
const OUTLINES: f64 = 0.7;

/// The measurements of an average person who stands where the rig looks, each with the sigma that the rig's cameras leave: outlines
/// as a plate lets pictures show them, the chest's edge before an arm, and the fit's own equations where it has arrived. Cameras without
/// a place see nothing. `observe` hears what share is done.
///
/// # Errors
/// Those of the silhouette, such as `person_cut` for a camera that does not see the whole person; those of fit and measure.
pub fn reach(
    model: &Model,
    rig: &Rig,
    observe: &mut dyn FnMut(f64),
) -> Result<Vec<Measurement>, Error> {
    let shape = model.prior(None).mean.clone();
    let rest = model.rest(shape.as_slice());
    let stood = model.stand(&rest);
    let mut silhouettes = Vec::new();
    for (index, camera) in rig.cameras.iter().enumerate() {
        observe(OUTLINES * index as f64 / rig.cameras.len() as f64);
        let Some(pose) = &camera.pose else { continue };
        let (frame, mask) = taken(model, camera, pose, &stood.vertices);
        let view = View::new(rig, index, frame, None, Some(mask))?;
        let mut seen = silhouette::extract(&view, camera)?;
        let points = seen.contours.iter_mut().flat_map(|c| &mut c.points);
        points.for_each(|p| p.sigma_px = SIGMA_PX);
        silhouettes.push(seen);
    }
    observe(OUTLINES);
    let pose = model.standard_pose(&rest);
    let known = fit::known(model, rig, &silhouettes, shape, pose)?;
    let shape = known.shape.as_slice();
    let measured = measure::with_uncertainty(model, shape, &known.pose, &known.covariance)?;
    let mut values = measured.measurements();
    sections::widen(known.views.len(), &mut values);
    observe(1.0);
    Ok(values)
}

/// A body as a camera takes it, arms darker than what they hang before, and its mask; what lies behind the camera is not seen.
fn taken(model: &Model, camera: &Camera, pose: &Pose, vertices: &[Vec3]) -> (RgbImage, GrayImage) {
    let seen: Vec<Option<Vec2>> = vertices.iter().map(|v| camera.project(*v)).collect();
    let depth: Vec<f64> = vertices.iter().map(|v| pose.to_camera(*v).z).collect();
    let corners = |face: usize| model.faces()[face].map(|v| v as usize);
    let mut far_first: Vec<usize> = (0..model.faces().len()).collect();
    sort_by_number(&mut far_first, |&face| {
        -corners(face).map(|v| depth[v]).iter().sum::<f64>()
    });
    let (width, height) = (camera.width as usize, camera.height as usize);
    let mut grey = vec![0; width * height];
    for face in far_first {
        let level = match model.face_parts()[face] {
            Part::ArmL | Part::ArmR => DARK,
            _ => LIGHT,
        };
        if let [Some(a), Some(b), Some(c)] = corners(face).map(|v| seen[v]) {
            spans([a, b, c], (width, height), |y, xs| {
                grey[y * width + xs.start..y * width + xs.end].fill(level);
            });
        }
    }
    let at = |x: u32, y: u32| grey[y as usize * width + x as usize];
    let mask = |x, y| Luma([if at(x, y) > 0 { 255 } else { 0 }]);
    (
        RgbImage::from_fn(camera.width, camera.height, |x, y| Rgb([at(x, y); 3])),
        GrayImage::from_fn(camera.width, camera.height, mask),
    )
}
