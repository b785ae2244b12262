//! What a rig can reach, before anybody stands in it.

use super::error::Error;
use super::sections;
use crate::body::{self, Model, Part};
use crate::camera::{Camera, Pose, Rig};
use crate::capture::View;
use crate::fit;
use crate::geom::raster::spans;
use crate::geom::{Vec2, Vec3, sort_by_number};
use crate::measure::{self, Measurement};
use crate::silhouette::{self, Silhouette};
use image::{GrayImage, Luma, Rgb, RgbImage};
use nalgebra::Rotation3;

/// How sure most of an outline is that a picture shows before a plate, px.
const SIGMA_PX: f64 = 0.3;

/// Grey levels of arms and of the rest, so that pictures show the chest's edge before an arm as they do in a booth.
const DARK: u8 = 90;
const LIGHT: u8 = 200;
/// The outlines' share of the work.
const OUTLINES: f64 = 0.7;

/// How far people turn between two shots, degrees.
const TURN_DEG: f64 = 45.0;

/// The measurements of an average person who stands where the rig looks, each with the sigma that the rig's cameras leave: outlines
/// as a plate lets pictures show them, the chest's edge before an arm, and the fit's own equations where it has arrived; `turns` where a
/// second shot is taken once they have turned by an eighth. Cameras without a place see nothing. `observe` hears what share is done.
///
/// # Errors
/// Those of the silhouette, such as `person_cut` for a camera that does not see the whole person; those of fit and measure.
pub fn reach(
    model: &Model,
    rig: &Rig,
    turns: bool,
    observe: &mut dyn FnMut(f64),
) -> Result<Vec<Measurement>, Error> {
    let shape = model.prior(None).mean.clone();
    let rest = model.rest(shape.as_slice());
    let mut poses = vec![model.standard_pose(&rest)];
    if turns {
        poses.push(turned(&poses[0]));
    }
    let share = OUTLINES / poses.len() as f64;
    let mut shots = Vec::with_capacity(poses.len());
    for pose in poses {
        let before = share * shots.len() as f64;
        let vertices = model.pose(&rest, &pose).vertices;
        let observe = &mut |done: f64| observe(before + share * done);
        shots.push((outlines(model, rig, &vertices, observe)?, pose));
    }
    let views = shots.iter().map(|(seen, _)| seen.len()).sum();
    let known = fit::known(model, rig, &shots, &shape)?;
    let covariance = &known.covariance;
    let measured = measure::with_uncertainty(model, shape.as_slice(), &known.pose, covariance)?;
    let mut values = measured.measurements();
    sections::widen(views, &mut values);
    observe(1.0);
    Ok(values)
}

/// The same, turned to the left by an eighth.
fn turned(pose: &body::Pose) -> body::Pose {
    let turn = Rotation3::from_axis_angle(&Vec3::y_axis(), TURN_DEG.to_radians()).into_inner();
    let mut turned = pose.clone();
    if let Some(root) = turned.rotations.first_mut() {
        *root = turn * *root;
    }
    turned
}

/// What each camera that has a place sees of a body.
fn outlines(
    model: &Model,
    rig: &Rig,
    vertices: &[Vec3],
    observe: &mut dyn FnMut(f64),
) -> Result<Vec<Silhouette>, Error> {
    let mut silhouettes = Vec::new();
    for (index, camera) in rig.cameras.iter().enumerate() {
        observe(index as f64 / rig.cameras.len() as f64);
        let Some(pose) = &camera.pose else { continue };
        let (frame, mask) = taken(model, camera, pose, vertices);
        let view = View::new(rig, index, frame, None, Some(mask))?;
        let mut seen = silhouette::extract(&view, camera)?;
        let points = seen.contours.iter_mut().flat_map(|c| &mut c.points);
        points.for_each(|p| p.sigma_px = SIGMA_PX);
        silhouettes.push(seen);
    }
    Ok(silhouettes)
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
