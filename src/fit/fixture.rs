//! A person and cameras about them, for this room's tests.

use crate::body::{Model, Pose};
use crate::camera::{self, Camera, Intrinsics, Rig};
use crate::capture::View;
use crate::fit::state::exp;
use crate::geom::raster::Raster;
use crate::geom::{Mat3, Vec2, Vec3};
use crate::silhouette::{self, Silhouette};
use image::{GrayImage, Luma, RgbImage};

const SIZE: (u32, u32) = (360, 640);

/// A camera before (0), left of (1), behind (2) or right of (3) the mark.
pub(super) fn camera(quarter: usize) -> Camera {
    let (s, c) = (quarter as f64 * std::f64::consts::FRAC_PI_2).sin_cos();
    let eye = Vec3::new(2400.0 * s, 1000.0, 2400.0 * c);
    let rows = [[c, 0.0, -s], [0.0, -1.0, 0.0], [-s, 0.0, -c]];
    let rotation = Mat3::from_fn(|i, j| rows[i][j]);
    Camera {
        id: quarter.to_string(),
        width: SIZE.0,
        height: SIZE.1,
        intrinsics: Intrinsics {
            fx: 560.0,
            fy: 560.0,
            cx: 179.5,
            cy: 319.5,
            distortion: [0.0; 5],
        },
        pose: Some(camera::Pose {
            rotation,
            translation_mm: -(rotation * eye),
        }),
    }
}

/// All four.
pub(super) fn rig() -> Rig {
    Rig {
        cameras: (0..4).map(camera).collect(),
    }
}

/// Where they see these vertices.
pub(super) fn outlines(rig: &Rig, model: &Model, vertices: &[Vec3]) -> Vec<Silhouette> {
    let seen = |i| outline(rig, i, model, vertices);
    (0..rig.cameras.len()).map(seen).collect()
}

/// The mean person, both of whose arms are turned by this, and their pose.
pub(super) fn person(model: &Model, turned: Vec3) -> (Vec<Vec3>, Pose) {
    let rest = model.rest(model.prior(None).mean.as_slice());
    let mut pose = model.standard_pose(&rest);
    for (rotation, bone) in pose.rotations.iter_mut().zip(model.bones()) {
        if bone.name.starts_with("upperarm") {
            *rotation = exp(turned) * *rotation;
        }
    }
    (model.pose(&rest, &pose).vertices, pose)
}

/// Where a camera sees these vertices.
pub(super) fn outline(rig: &Rig, i: usize, model: &Model, vertices: &[Vec3]) -> Silhouette {
    let camera = &rig.cameras[i];
    let at: Vec<Vec2> = vertices.iter().filter_map(|v| camera.project(*v)).collect();
    let mut raster = Raster::new(SIZE.0, SIZE.1, 1.0);
    for face in model.faces().iter() {
        raster.fill(face.map(|v| at[v as usize]));
    }
    let mask = GrayImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let at = Vec2::new(f64::from(x), f64::from(y));
        Luma([if raster.covers(at) { 255 } else { 0 }])
    });
    let frame = RgbImage::new(SIZE.0, SIZE.1);
    let view = View::new(rig, i, frame, None, Some(mask)).expect("sizes agree");
    silhouette::extract(&view, camera).expect("an outline")
}
