//! Plane and space geometry that knows no bodies: vectors, meshes, sections, hulls, polylines.

pub mod hull;
pub mod mesh;
pub mod order;
pub mod plane;
pub mod polyline;
pub mod raster;
pub mod section;

pub use hull::{convex_hull, perimeter};
pub use mesh::Mesh;
pub use order::{by_key, distinct, sort_by_number};
pub use plane::{Plane, direction};
pub use section::{Section, Slicer};

/// A point or direction in a picture (pixels) or a plane (mm).
pub type Vec2 = nalgebra::Vector2<f64>;
/// A point or direction in space, mm unless said otherwise.
pub type Vec3 = nalgebra::Vector3<f64>;
/// A 3 x 3 matrix, mostly a rotation.
pub type Mat3 = nalgebra::Matrix3<f64>;
