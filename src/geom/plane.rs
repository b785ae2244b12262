//! A plane in space with two axes of its own.

use super::{Vec2, Vec3};

/// A plane through a point, with an orthonormal frame (right-handed: `u`, `v`, normal).
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    origin: Vec3,
    normal: Vec3,
    u: Vec3,
    v: Vec3,
}

impl Plane {
    /// The plane through `origin` across `normal` (of any length); `None` if the normal has no direction.
    pub fn new(origin: Vec3, normal: Vec3) -> Option<Self> {
        let normal = direction(normal)?;
        let aside = if normal.z.abs() < 0.9 {
            Vec3::z()
        } else {
            Vec3::x()
        };
        let u = direction(normal.cross(&aside))?;
        let finite = origin.iter().all(|c| c.is_finite());
        finite.then(|| Self {
            origin,
            normal,
            u,
            v: normal.cross(&u),
        })
    }

    /// The plane through three points; `None` if they lie on a line.
    pub fn through(a: Vec3, b: Vec3, c: Vec3) -> Option<Self> {
        Self::new(a, (b - a).cross(&(c - a)))
    }

    /// The point that it was made with.
    pub fn origin(&self) -> Vec3 {
        self.origin
    }

    /// Unit normal.
    pub fn normal(&self) -> Vec3 {
        self.normal
    }

    /// Signed distance of a point from the plane.
    pub fn height(&self, p: Vec3) -> f64 {
        (p - self.origin).dot(&self.normal)
    }

    /// Foot of a point's perpendicular.
    pub fn project(&self, p: Vec3) -> Vec3 {
        p - self.normal * self.height(p)
    }

    /// Coordinates in the plane of a point's foot.
    pub fn flat(&self, p: Vec3) -> Vec2 {
        let d = p - self.origin;
        Vec2::new(d.dot(&self.u), d.dot(&self.v))
    }

    /// The point in space of plane coordinates.
    pub fn lift(&self, q: Vec2) -> Vec3 {
        self.origin + self.u * q.x + self.v * q.y
    }
}

/// Unit vector along `v`; `None` for a zero or non-finite one.
pub fn direction(v: Vec3) -> Option<Vec3> {
    let n = v.norm();
    (n.is_finite() && n > 1e-12).then(|| v / n)
}
