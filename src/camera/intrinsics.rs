//! The lens: pinhole and OpenCV's five-parameter distortion, forth and back.

use crate::geom::{Vec2, Vec3};
use nalgebra::{Matrix2, Matrix2x3};

/// Nearer than this to the camera's plane, mm, nothing is projected.
const NEAREST_MM: f64 = 1.0;
/// Newton steps of [`Intrinsics::undistort`]; real lenses need four or five.
const STEPS: usize = 20;

/// Focal lengths and principal point in pixels (integer coordinates at pixel centres) and distortion `[k1, k2, p1, p2, k3]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intrinsics {
    /// Focal length along x, px.
    pub fx: f64,
    /// Focal length along y, px.
    pub fy: f64,
    /// Principal point x, px.
    pub cx: f64,
    /// Principal point y, px.
    pub cy: f64,
    /// OpenCV's `[k1, k2, p1, p2, k3]`.
    pub distortion: [f64; 5],
}

impl Intrinsics {
    /// The same lens with its focal lengths times a factor.
    pub fn zoomed(&self, factor: f64) -> Self {
        Self {
            fx: self.fx * factor,
            fy: self.fy * factor,
            ..*self
        }
    }

    /// Pixel of a point in camera coordinates (mm); `None` behind the camera.
    pub fn project(&self, p: Vec3) -> Option<Vec2> {
        if p.z.is_nan() || p.z <= NEAREST_MM {
            return None;
        }
        let bent = self.bend(Vec2::new(p.x / p.z, p.y / p.z));
        Some(Vec2::new(
            self.fx * bent.x + self.cx,
            self.fy * bent.y + self.cy,
        ))
    }

    /// Distorted normalised coordinates of ideal ones.
    fn bend(&self, ideal: Vec2) -> Vec2 {
        let [k1, k2, p1, p2, k3] = self.distortion;
        let (x, y) = (ideal.x, ideal.y);
        let r2 = x * x + y * y;
        let g = 1.0 + r2 * (k1 + r2 * (k2 + r2 * k3));
        Vec2::new(
            x * g + 2.0 * p1 * x * y + p2 * (r2 + 2.0 * x * x),
            y * g + p1 * (r2 + 2.0 * y * y) + 2.0 * p2 * x * y,
        )
    }

    /// Pixel of a point in camera coordinates, and its derivative `d(u, v) / d(x, y, z)` in px/mm.
    pub fn project_with_jacobian(&self, p: Vec3) -> Option<(Vec2, Matrix2x3<f64>)> {
        if p.z.is_nan() || p.z <= NEAREST_MM {
            return None;
        }
        let (iz, x, y) = (1.0 / p.z, p.x / p.z, p.y / p.z);
        let (distorted, d) = self.distort(Vec2::new(x, y));
        let n = Matrix2x3::new(iz, 0.0, -x * iz, 0.0, iz, -y * iz);
        let f = Matrix2::new(self.fx, 0.0, 0.0, self.fy);
        let uv = Vec2::new(
            self.fx * distorted.x + self.cx,
            self.fy * distorted.y + self.cy,
        );
        Some((uv, f * d * n))
    }

    /// Distorted normalised coordinates of ideal ones, and the derivative: OpenCV's `distortPoints`.
    pub fn distort(&self, ideal: Vec2) -> (Vec2, Matrix2<f64>) {
        let [k1, k2, p1, p2, k3] = self.distortion;
        let (x, y) = (ideal.x, ideal.y);
        let r2 = x * x + y * y;
        let g = 1.0 + r2 * (k1 + r2 * (k2 + r2 * k3));
        let dg = k1 + r2 * (2.0 * k2 + 3.0 * r2 * k3);
        let cross = 2.0 * x * y * dg + 2.0 * p1 * x + 2.0 * p2 * y;
        let derivative = Matrix2::new(
            g + 2.0 * x * x * dg + 2.0 * p1 * y + 6.0 * p2 * x,
            cross,
            cross,
            g + 2.0 * y * y * dg + 6.0 * p1 * y + 2.0 * p2 * x,
        );
        (self.bend(ideal), derivative)
    }

    /// The ray of a pixel as normalised coordinates `(x/z, y/z)`; `None` where the lens model does not reach that pixel.
    pub fn undistort(&self, pixel: Vec2) -> Option<Vec2> {
        let seen = Vec2::new((pixel.x - self.cx) / self.fx, (pixel.y - self.cy) / self.fy);
        let mut ideal = seen;
        for _ in 0..STEPS {
            let (at, d) = self.distort(ideal);
            let miss = seen - at;
            if miss.norm() < 1e-12 {
                break;
            }
            // Beyond the radius where the polynomial folds back there is no ray.
            if d.determinant() <= 0.0 {
                return None;
            }
            ideal += d.try_inverse()? * miss;
        }
        let (at, d) = self.distort(ideal);
        let found = (at - seen).norm() < 1e-9 && d.determinant() > 0.0;
        found.then_some(ideal)
    }
}
