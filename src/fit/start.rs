//! The cold start: where the person stands, how tall and turned which way, from the volume that all silhouettes share
//! (Laurentini, The visual hull concept, 1994).

use super::error::Error;
use crate::camera::{Camera, Pose};
use crate::geom::{Mat3, Vec3};
use crate::silhouette::Coverage;

/// A rough place of the person.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// Below the middle of the trunk, on the floor, mm.
    pub foot_mm: Vec3,
    /// Height of the volume above the floor, mm.
    pub height_mm: f64,
    /// Direction of the largest horizontal spread (shoulders and arms), radians about +Y from +X; modulo half a turn.
    pub spread_rad: f64,
}

/// One view of the volume.
pub struct Shadow<'a> {
    /// The camera.
    pub camera: &'a Camera,
    /// Its place.
    pub pose: Pose,
    /// Coverage of its picture by the person.
    pub coverage: &'a Coverage,
}

impl Shadow<'_> {
    fn sees(&self, p: Vec3) -> bool {
        let Some(uv) = self
            .camera
            .intrinsics
            .project(self.pose.rotation * p + self.pose.translation_mm)
        else {
            return false;
        };
        self.coverage.covers(uv)
    }

    /// Ray of the coverage's centre: (camera centre, unit direction) in the world.
    fn axis(&self) -> Option<(Vec3, Vec3)> {
        let k = &self.camera.intrinsics;
        let at = self.coverage.centre()?;
        let inverse: Mat3 = self.pose.rotation.transpose();
        let ray = inverse * Vec3::new((at.x - k.cx) / k.fx, (at.y - k.cy) / k.fy, 1.0);
        Some((-(inverse * self.pose.translation_mm), ray.normalize()))
    }
}

const STEP_MM: f64 = 45.0;
const REACH_MM: f64 = 1050.0;
const HEIGHT_MM: f64 = 2400.0;

/// Finds the person in the views.
///
/// # Errors
/// [`Error::NoCommonVolume`] when the views share none.
pub fn find(shadows: &[Shadow<'_>]) -> Result<Start, Error> {
    let rays: Vec<_> = shadows.iter().filter_map(Shadow::axis).collect();
    let mut normal = Mat3::identity() * 1e-9;
    let mut right = Vec3::zeros();
    for (origin, d) in &rays {
        let across = Mat3::identity() - d * d.transpose();
        normal += across;
        right += across * origin;
    }
    let centre = normal
        .try_inverse()
        .map(|m| m * right)
        .filter(|c| c.iter().all(|v| v.is_finite()));
    let centre = centre.ok_or(Error::NoCommonVolume)?;
    let (across, up) = ((REACH_MM / STEP_MM) as i32, (HEIGHT_MM / STEP_MM) as i32);
    let mut points: Vec<Vec3> = Vec::new();
    for j in -4..up {
        for i in -across..=across {
            for k in -across..=across {
                let p = Vec3::new(
                    centre.x + f64::from(i) * STEP_MM,
                    f64::from(j) * STEP_MM,
                    centre.z + f64::from(k) * STEP_MM,
                );
                if shadows.iter().all(|s| s.sees(p)) {
                    points.push(p);
                }
            }
        }
    }
    let low = points.iter().map(|p| p.y).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|p| p.y).fold(f64::NEG_INFINITY, f64::max);
    let height_mm = high - low + STEP_MM;
    if points.len() < 60 || height_mm < 500.0 {
        return Err(Error::NoCommonVolume);
    }
    let inside = |from: f64, to: f64| {
        points
            .iter()
            .filter(move |p| (low + from * height_mm..low + to * height_mm).contains(&p.y))
    };
    let mean = |v: &mut dyn Iterator<Item = &Vec3>| {
        let (n, sum) = v.fold((0.0, Vec3::zeros()), |(n, s), p| (n + 1.0, s + p));
        if n > 0.0 { sum / n } else { centre }
    };
    let trunk = mean(&mut inside(0.55, 0.78));
    let (mut xx, mut xz, mut zz) = (0.0, 0.0, 0.0);
    for p in inside(0.4, 0.85) {
        let d = p - trunk;
        xx += d.x * d.x;
        xz += d.x * d.z;
        zz += d.z * d.z;
    }
    // A turn by +a about +Y takes +X to (cos a, 0, -sin a).
    let spread_rad = -0.5 * (2.0 * xz).atan2(xx - zz);
    Ok(Start {
        foot_mm: Vec3::new(trunk.x, 0.0, trunk.z),
        height_mm: high + 0.5 * STEP_MM,
        spread_rad,
    })
}
