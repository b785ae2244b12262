//! The places that the network knows on a person.

use crate::geom::Vec2;

/// Landmarks of BlazePose that are used here, by their number; left and right are the person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
#[allow(missing_docs)]
pub enum Keypoint {
    Nose = 0,
    EarL = 7,
    EarR = 8,
    ShoulderL = 11,
    ShoulderR = 12,
    ElbowL = 13,
    ElbowR = 14,
    WristL = 15,
    WristR = 16,
    HipL = 23,
    HipR = 24,
    KneeL = 25,
    KneeR = 26,
    AnkleL = 27,
    AnkleR = 28,
    HeelL = 29,
    HeelR = 30,
    ToeL = 31,
    ToeR = 32,
    /// Midway between the hips: the middle of the circle about the person.
    Centre = 33,
    /// A place on that circle, above the head.
    Circle = 34,
}

impl Keypoint {
    /// Number of places that the network gives.
    pub const COUNT: usize = 39;
}

/// Where a landmark is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// In the picture, px.
    pub at: Vec2,
    /// Probability that it is seen (not hidden behind something).
    pub visible: f64,
    /// Probability that it lies within the crop that was looked at.
    pub present: f64,
}
