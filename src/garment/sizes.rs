//! The sizes of a body that garments are drafted from.

use super::error::Error;
use crate::measure::{Measurements, definition};

/// The subject's left or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The subject's left.
    Left,
    /// The subject's right.
    Right,
}

impl Side {
    /// `left` or `right`.
    pub fn name(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
        }
    }
}

/// A measurement that both sides of the body have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// The subject's left.
    pub left: f64,
    /// The subject's right.
    pub right: f64,
}

impl Paired {
    /// One side.
    pub fn of(&self, side: Side) -> f64 {
        match side {
            Side::Left => self.left,
            Side::Right => self.right,
        }
    }

    /// Mean of both sides.
    pub fn mean(&self) -> f64 {
        0.5 * (self.left + self.right)
    }
}

/// Body sizes, mm; each is the measurement of that id.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // the names are the measurements' ids
pub struct Sizes {
    pub stature: f64,
    pub waist_height: f64,
    pub hip_height: f64,
    pub head_girth: f64,
    pub neck_girth: f64,
    pub bust_girth: f64,
    pub underbust_girth: f64,
    pub waist_girth: f64,
    pub hip_girth: f64,
    pub shoulder_width: f64,
    pub back_neck_to_waist: f64,
    pub armscye_girth: Paired,
    pub upper_arm_girth: Paired,
    pub wrist_girth: Paired,
    pub arm_length: Paired,
    pub shoulder_length: Paired,
    pub knee_girth: Paired,
    pub calf_girth: Paired,
    pub ankle_girth: Paired,
    pub foot_length: Paired,
    pub foot_girth: Paired,
}

impl Sizes {
    /// The sizes of a person; a side that was not measured by itself has the mean.
    ///
    /// # Errors
    /// As [`Sizes::resolve`].
    pub fn of(measurements: &Measurements) -> Result<Sizes, Error> {
        Sizes::resolve(|id, side| {
            let m = measurements.get(id)?;
            let own = match side {
                None => None,
                Some(Side::Left) => m.left_mm,
                Some(Side::Right) => m.right_mm,
            };
            Some(own.unwrap_or(m.value_mm))
        })
    }

    /// Looks every size up by its id; the side is `None` for measurements that are not paired.
    ///
    /// # Errors
    /// A measurement that is missing, not finite or like no person's.
    pub fn resolve(value: impl Fn(&str, Option<Side>) -> Option<f64>) -> Result<Sizes, Error> {
        let get = |id: &str, side: Option<Side>| {
            let x = value(id, side).ok_or_else(|| Error::Missing { name: id.into() })?;
            let (lo, hi) = definition(id).map_or((0.0, 0.0), |d| d.plausible_mm);
            if (lo..=hi).contains(&x) {
                return Ok(x);
            }
            Err(Error::Impossible {
                name: id.into(),
                value: format!("{x:.0} mm"),
                possible: format!("{lo} to {hi} mm"),
            })
        };
        let one = |id| get(id, None);
        let both = |id| {
            Ok(Paired {
                left: get(id, Some(Side::Left))?,
                right: get(id, Some(Side::Right))?,
            })
        };
        Ok(Sizes {
            stature: one("stature")?,
            waist_height: one("waist_height")?,
            hip_height: one("hip_height")?,
            head_girth: one("head_girth")?,
            neck_girth: one("neck_girth")?,
            bust_girth: one("bust_girth")?,
            underbust_girth: one("underbust_girth")?,
            waist_girth: one("waist_girth")?,
            hip_girth: one("hip_girth")?,
            shoulder_width: one("shoulder_width")?,
            back_neck_to_waist: one("back_neck_to_waist")?,
            armscye_girth: both("armscye_girth")?,
            upper_arm_girth: both("upper_arm_girth")?,
            wrist_girth: both("wrist_girth")?,
            arm_length: both("arm_length")?,
            shoulder_length: both("shoulder_length")?,
            knee_girth: both("knee_girth")?,
            calf_girth: both("calf_girth")?,
            ankle_girth: both("ankle_girth")?,
            foot_length: both("foot_length")?,
            foot_girth: both("foot_girth")?,
        })
    }

    /// Girth of the knuckles with the thumb folded in, mm, from a wrist's: what a cuff must pass.
    ///
    /// Hand girth without the thumb is 24 + 1.064 x wrist girth over ANSUR II's women and men (residual 6.7 mm); the thumb
    /// adds a tenth. 99.7 % of their hands are smaller.
    pub fn hand_girth(wrist_girth: f64) -> f64 {
        1.1 * (24.0 + 1.064 * wrist_girth)
    }

    /// Girth of the foot over heel and instep, mm: what an ankle's rib must pass.
    ///
    /// Over ANSUR II's women and men it is 0.615 x ankle girth + 0.146 x stature - 55 (residual 10.2 mm); two residuals are
    /// added.
    pub fn heel_girth(&self, side: Side) -> f64 {
        0.615 * self.ankle_girth.of(side) + 0.146 * self.stature - 35.0
    }
}
