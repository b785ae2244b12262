//! A view's pictures -> foreground coverage -> sub-pixel contours with a local uncertainty.

use crate::geom::Vec2;
use image::GrayImage;

/// One point of a contour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContourPoint {
    /// Sub-pixel place in the (distorted) picture, px.
    pub at: Vec2,
    /// Unit normal, pointing out of the person.
    pub normal: Vec2,
    /// Standard deviation of the place along the normal, px.
    pub sigma_px: f64,
}

/// A closed contour, about one point a pixel; holes are contours of their own.
#[derive(Clone, Debug, Default)]
pub struct Contour {
    /// In order along the contour, the person on the left hand... of a viewer that walks it in picture axes is not relied on.
    pub points: Vec<ContourPoint>,
}

/// What one camera saw of the person.
#[derive(Clone, Debug)]
pub struct Silhouette {
    /// Index into the rig's cameras.
    pub camera: usize,
    /// Coverage by the person, 0 to 255, of the frame's size.
    pub coverage: GrayImage,
    /// Outer contour and holes. Points on the frame's edge are left out.
    pub contours: Vec<Contour>,
}
