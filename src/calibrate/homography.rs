//! Maps of a plane onto a picture.

use crate::geom::{Mat3, Vec2, Vec3};
use nalgebra::{DMatrix, SymmetricEigen};

/// A projective map of the plane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Homography(pub Mat3);

impl Homography {
    /// The map that takes `from` to `to` best (direct linear transform in normalised coordinates, Hartley 1997); at least four.
    pub fn fit(from: &[Vec2], to: &[Vec2]) -> Option<Self> {
        if from.len() < 4 || from.len() != to.len() {
            return None;
        }
        let (a, b) = (normaliser(from)?, normaliser(to)?);
        let mut normal = DMatrix::<f64>::zeros(9, 9);
        for (p, q) in from.iter().zip(to) {
            let (p, q) = (a * p.push(1.0), b * q.push(1.0));
            let rows = [
                [p.x, p.y, 1.0, 0.0, 0.0, 0.0, -q.x * p.x, -q.x * p.y, -q.x],
                [0.0, 0.0, 0.0, p.x, p.y, 1.0, -q.y * p.x, -q.y * p.y, -q.y],
            ];
            for row in rows {
                for i in 0..9 {
                    for j in 0..9 {
                        normal[(i, j)] += row[i] * row[j];
                    }
                }
            }
        }
        let eigen = SymmetricEigen::new(normal);
        let least = eigen.eigenvalues.imin();
        let h = eigen.eigenvectors.column(least);
        let h = Mat3::from_row_iterator(h.iter().copied());
        let h = b.try_inverse()? * h * a;
        let sound = h.iter().all(|v| v.is_finite()) && h.determinant().abs() > 0.0;
        sound.then_some(Self(h))
    }

    /// Where a point goes.
    pub fn map(&self, p: Vec2) -> Vec2 {
        let q: Vec3 = self.0 * p.push(1.0);
        Vec2::new(q.x / q.z, q.y / q.z)
    }
}

/// Shifts points to their centre and scales them to a mean distance of the square root of two.
fn normaliser(points: &[Vec2]) -> Option<Mat3> {
    let n = points.len() as f64;
    let centre = points.iter().sum::<Vec2>() / n;
    let mean = points.iter().map(|p| (p - centre).norm()).sum::<f64>() / n;
    if !(mean > 0.0 && mean.is_finite()) {
        return None;
    }
    let s = std::f64::consts::SQRT_2 / mean;
    Some(Mat3::new(
        s,
        0.0,
        -s * centre.x,
        0.0,
        s,
        -s * centre.y,
        0.0,
        0.0,
        1.0,
    ))
}
