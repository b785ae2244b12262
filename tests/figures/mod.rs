//! Bodies of the model itself, and the masks that cameras of every side see of them.
#![allow(dead_code)]

use image::{GrayImage, Luma};
use purlform::body::{Model, Pose};
use purlform::camera::{self, Camera, Intrinsics, Rig};
use purlform::geom::raster::Raster;
use purlform::geom::{Mat3, Vec2, Vec3};

pub const SIZE: (u32, u32) = (520, 640);

pub fn model() -> Model {
    Model::from_bytes(include_bytes!("../../assets/body.purl")).expect("the shipped asset")
}

/// A place 2.4 m from the origin at an azimuth (from +Z towards +X), looking at the middle of a person.
pub fn place(azimuth_deg: f64, height_mm: f64) -> camera::Pose {
    let (s, c) = azimuth_deg.to_radians().sin_cos();
    let eye = Vec3::new(2400.0 * s, height_mm, 2400.0 * c);
    let forward = (Vec3::new(0.0, 930.0, 0.0) - eye).normalize();
    let right = forward.cross(&Vec3::y()).normalize();
    let down = forward.cross(&right);
    let rotation = Mat3::from_rows(&[right.transpose(), down.transpose(), forward.transpose()]);
    camera::Pose {
        rotation,
        translation_mm: -(rotation * eye),
    }
}

fn camera(azimuth_deg: f64, height_mm: f64) -> Camera {
    Camera {
        id: format!("at_{azimuth_deg:.0}"),
        width: SIZE.0,
        height: SIZE.1,
        intrinsics: Intrinsics {
            fx: 560.0,
            fy: 560.0,
            cx: 259.5,
            cy: 319.5,
            distortion: [-0.05, 0.01, 0.0002, -0.0003, 0.0],
        },
        pose: Some(place(azimuth_deg, height_mm)),
    }
}

pub fn rig(azimuths_deg: &[f64]) -> Rig {
    let height = |i: usize| if i.is_multiple_of(2) { 900.0 } else { 1600.0 };
    let cameras = azimuths_deg.iter().enumerate();
    Rig {
        cameras: cameras.map(|(i, a)| camera(*a, height(i))).collect(),
    }
}

fn turn(axis: Vec3, deg: f64) -> Mat3 {
    nalgebra::Rotation3::new(axis * deg.to_radians()).into_inner()
}

/// A body's shape and how it stands.
pub struct Figure {
    pub shape: Vec<f64>,
    /// Turned to the left.
    pub yaw_deg: f64,
    /// Added to the standard pose's arms.
    pub raise_deg: f64,
}

pub fn posed(model: &Model, figure: &Figure) -> Vec<Vec3> {
    let rest = model.rest(&figure.shape);
    let mut pose: Pose = model.standard_pose(&rest);
    for (b, bone) in model.bones().iter().enumerate() {
        let side = match bone.name.as_str() {
            "upperarm_l" => 1.0,
            "upperarm_r" => -1.0,
            _ => continue,
        };
        pose.rotations[b] = turn(Vec3::z() * side, figure.raise_deg) * pose.rotations[b];
    }
    let yaw = turn(Vec3::y(), figure.yaw_deg);
    let vertices = model.pose(&rest, &pose).vertices;
    vertices.iter().map(|v| yaw * v).collect()
}

/// The pixels in which a camera sees the vertices.
pub fn covered(model: &Model, camera: &Camera, vertices: &[Vec3]) -> Raster {
    let uv: Vec<Vec2> = vertices
        .iter()
        .map(|v| camera.project(*v).expect("in front of the camera"))
        .collect();
    let mut raster = Raster::new(camera.width, camera.height, 1.0);
    for f in model.faces().iter() {
        raster.fill(f.map(|i| uv[i as usize]));
    }
    raster
}

/// The mask that a camera sees of the vertices.
pub fn mask(model: &Model, camera: &Camera, vertices: &[Vec3]) -> GrayImage {
    let raster = covered(model, camera, vertices);
    GrayImage::from_fn(camera.width, camera.height, |x, y| {
        let at = Vec2::new(f64::from(x), f64::from(y));
        Luma([if raster.covers(at) { 255 } else { 0 }])
    })
}

/// Numbers of a normal distribution, nearly: of twelve uniform ones the sum.
pub fn normal(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    let mut uniform = move || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    };
    move || (0..12).map(|_| uniform()).sum::<f64>() - 6.0
}
