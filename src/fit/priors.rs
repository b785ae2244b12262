//! What is known before any picture: shape, pose, cameras, hair, floor, a typed stature.

use super::problem::Scene;
use super::robust::GemanMcClure;
use super::state::{self, Shift, State};
use crate::body::{Posed, Slopes};
use crate::geom::Vec3;
use crate::solve::Normal;
use nalgebra::DVector;

/// Priors that no data of the model holds.
#[derive(Clone, Copy, Debug)]
pub struct Nuisance {
    /// Standard deviation of a camera's rotation about each axis, radians: what a booth's calibration reaches.
    pub camera_rad: f64,
    /// The same of its place, mm.
    pub camera_mm: f64,
    /// The same of the logarithm of the focal length; zero where it is calibrated.
    pub zoom: f64,
    /// What a rig that is known badly leaves between outlines and body, wherever its cameras are shifted to: standard deviation, units.
    pub rig_px: f64,
    /// Mean thickness of hair, mm.
    pub hair_mm: f64,
    /// Its standard deviation, mm.
    pub hair_sigma_mm: f64,
    /// Standard deviation of a limb's turn about its own axis, radians.
    pub twist_rad: f64,
    /// How far the soles may be from the floor, mm.
    pub floor_sigma_mm: f64,
    /// How much higher than the other end the ball or the heel of a foot may be that stands flat, mm.
    pub flat_sigma_mm: f64,
    /// How far the cameras' heights are from their mean, mm; zero where each stands by itself.
    pub level_mm: f64,
    /// Standard deviation of a camera's roll, radians; zero where its place is known.
    pub roll_rad: f64,
    /// Length along the body over which the model's error stays alike, mm: nearer contour points tell nothing new.
    pub correlation_mm: f64,
}

/// Evidence besides the pictures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence {
    /// Typed stature, mm.
    pub stature_mm: Option<f64>,
    /// Typed mass, kg; used at home, where two outlines leave much open.
    pub mass_kg: Option<f64>,
}

/// Heels and balls are on the floor, or, in a stride, well off it; a phone stays at its height, or was put elsewhere.
const STANDING: GemanMcClure = GemanMcClure { scale: 4.0 };
/// A phone stands upright, or was held askew: what rolls by far more than usual rolls as it likes.
const UPRIGHT: GemanMcClure = GemanMcClure { scale: 2.0 };
/// A typed stature is told in centimetres, by people who round and forget their shoes, mm.
const TYPED_STATURE_SIGMA_MM: f64 = 12.0;

/// People with breath in their lungs, kg/l; how much they differ in it; and what scales and clothes add, kg.
const DENSITY_KG_L: f64 = 0.99;
const MASS_SIGMA: f64 = 0.02;
const MASS_SIGMA_KG: f64 = 0.7;

/// The sum of the terms, and the equations that they are added to, if any.
struct Terms<'a> {
    cost: f64,
    equations: Option<(&'a mut Normal, &'a Slopes<'a>)>,
}

impl Terms<'_> {
    /// Adds the term `(r / sigma)^2` of one unknown.
    fn entry(&mut self, i: usize, r: f64, sigma: f64) {
        let w = 1.0 / (sigma * sigma);
        self.cost += w * r * r;
        if let Some((normal, _)) = &mut self.equations
            && i < normal.gradient.len()
        {
            normal.hessian[(i, i)] += w;
            normal.gradient[i] += w * r;
        }
    }

    /// Adds the equations of the term `(r / sigma)^2`, of which `write` writes the derivatives, but not its cost.
    fn row(&mut self, r: f64, sigma: f64, write: impl FnOnce(&Slopes<'_>, &mut [f32])) {
        let Some((normal, slopes)) = &mut self.equations else {
            return;
        };
        let mut row = vec![0.0f32; normal.gradient.len()];
        write(slopes, &mut row);
        let row = DVector::from_iterator(row.len(), row.into_iter().map(f64::from));
        let w = 1.0 / (sigma * sigma);
        normal.hessian.ger(w, &row, &row, 1.0);
        normal.gradient.axpy(w * r, &row, 1.0);
    }

    /// The same, with its cost.
    fn term(&mut self, r: f64, sigma: f64, write: impl FnOnce(&Slopes<'_>, &mut [f32])) {
        self.cost += (r / sigma).powi(2);
        self.row(r, sigma, write);
    }
}

impl Scene<'_> {
    /// Adds the priors' terms to the equations (if any) and returns their cost.
    pub(super) fn priors(
        &self,
        s: &State,
        posed: &Posed<'_>,
        equations: Option<(&mut Normal, &Slopes<'_>)>,
    ) -> f64 {
        let l = self.layout();
        let n = &self.nuisance;
        let rest = posed.rest();
        let mut terms = Terms {
            cost: 0.0,
            equations,
        };
        let bones = self.model.bones().iter().enumerate();
        for (b, bone) in bones.filter(|(_, b)| b.parent.is_some()) {
            let r = state::log(&s.pose.rotations[b]);
            for k in 0..3 {
                terms.entry(l.bone(b) + k, r[k], bone.prior_sigma_rad[k]);
            }
        }
        for (b, axis) in &self.surface.long_bones {
            let r = axis.dot(&state::log(&s.pose.rotations[*b]));
            terms.term(r, n.twist_rad, |_, row| {
                for (to, a) in row[l.bone(*b)..].iter_mut().zip(axis) {
                    *to = *a as f32;
                }
            });
        }
        for (c, shift) in s.shifts.iter().enumerate() {
            let r = state::log(&shift.rotation);
            for k in 0..3 {
                terms.entry(l.camera(c) + k, r[k], n.camera_rad);
                terms.entry(l.camera(c) + 3 + k, shift.translation_mm[k], n.camera_mm);
            }
        }
        terms.entry(l.hair(), s.hair_mm - n.hair_mm, n.hair_sigma_mm);
        if n.zoom > 0.0 {
            terms.entry(l.zoom(), s.zoom, n.zoom);
        }
        if n.level_mm > 0.0 {
            self.level(s, &mut terms);
        }
        if n.roll_rad > 0.0 {
            self.roll(s, &mut terms);
        }
        self.shape_prior(s, &mut terms);
        self.floor(posed, &mut terms);
        if let Some(mass_kg) = self.evidence.mass_kg {
            let sigma = (MASS_SIGMA * mass_kg).hypot(MASS_SIGMA_KG);
            let r = self.model.volume_l(rest) * DENSITY_KG_L - mass_kg;
            terms.term(r, sigma, |_, row| {
                let by_shape = self.model.volume_by_shape(rest) * DENSITY_KG_L;
                for (to, d) in row[l.shape()..].iter_mut().zip(&by_shape) {
                    *to = *d as f32;
                }
            });
        }
        if let Some(stature) = self.evidence.stature_mm {
            let upright = self.model.stand(rest);
            let height = |v: &usize| upright.vertices[*v].y;
            let by = |a: &usize, b: &usize| height(a).total_cmp(&height(b));
            let all = 0..upright.vertices.len();
            if let (Some(top), Some(sole)) = (all.clone().max_by(by), all.min_by(by)) {
                let r = height(&top) - height(&sole) - stature;
                terms.term(r, TYPED_STATURE_SIGMA_MM, |_, row| {
                    let slopes = upright.slopes();
                    slopes.along(top, Vec3::y(), row);
                    slopes.along(sole, -Vec3::y(), row);
                    row[..l.shape()].fill(0.0);
                });
            }
        }
        terms.cost
    }

    /// Cameras at one height. How steeply one looks down at a person and how high it stands is hardly told by one outline, and with
    /// the slope go the heights of knee and hip and the depth of what lies across.
    fn level(&self, s: &State, terms: &mut Terms<'_>) {
        let height = |(c, shift): (usize, &Shift)| {
            let pose = self.cameras.get(c)?.pose?;
            let up = shift.rotation * pose.rotation * Vec3::y();
            let centre = shift.rotation * pose.translation_mm + shift.translation_mm;
            Some((c, -up.dot(&centre), shift.translation_mm.cross(&up), -up))
        };
        let all: Vec<_> = s.shifts.iter().enumerate().filter_map(height).collect();
        let share = 1.0 / all.len().max(1) as f64;
        let mean = all.iter().map(|a| a.1 * share).sum::<f64>();
        for (own, height_mm, ..) in &all {
            let off_mm = height_mm - mean;
            let r = off_mm / self.nuisance.level_mm;
            let weight = STANDING.weight(r).sqrt();
            terms.cost += STANDING.cost(r);
            terms.row(off_mm, self.nuisance.level_mm / weight, |_, row| {
                for (c, _, by_turn, by_shift) in &all {
                    let part = f64::from(u8::from(c == own)) - share;
                    let at = self.layout().camera(*c);
                    let slopes = by_turn.iter().chain(by_shift);
                    for (to, d) in row.iter_mut().skip(at).zip(slopes) {
                        *to = (d * part) as f32;
                    }
                }
            });
        }
    }

    /// Cameras held upright: where a side view may roll freely, the body leans as it likes, and with it goes how steeply the front view
    /// looks down.
    fn roll(&self, s: &State, terms: &mut Terms<'_>) {
        for (c, shift) in s.shifts.iter().enumerate() {
            let Some(pose) = self.cameras.get(c).and_then(|c| c.pose) else {
                continue;
            };
            let up = shift.rotation * pose.rotation * Vec3::y();
            let by_turn = up.cross(&Vec3::x());
            let r = up.x / self.nuisance.roll_rad;
            let weight = UPRIGHT.weight(r).sqrt();
            terms.cost += UPRIGHT.cost(r);
            terms.row(up.x, self.nuisance.roll_rad / weight, |_, row| {
                let at = self.layout().camera(c);
                for (to, d) in row.iter_mut().skip(at).zip(&by_turn) {
                    *to = *d as f32;
                }
            });
        }
    }

    fn shape_prior(&self, s: &State, terms: &mut Terms<'_>) {
        let off = &s.shape - &self.prior.mean;
        let pull = self.precision * &off;
        terms.cost += off.dot(&pull);
        if let Some((normal, _)) = &mut terms.equations {
            let at = self.layout().shape();
            let free = normal.gradient.len().saturating_sub(at).min(off.len());
            let mut block = normal.hessian.view_mut((at, at), (free, free));
            block += self.precision.view((0, 0), (free, free));
            let mut rows = normal.gradient.rows_mut(at, free);
            rows += pull.rows(0, free);
        }
    }

    fn floor(&self, posed: &Posed<'_>, terms: &mut Terms<'_>) {
        let n = &self.nuisance;
        let height = |v: usize| posed.vertices[v].y;
        let lowest = (0..posed.vertices.len()).min_by(|a, b| height(*a).total_cmp(&height(*b)));
        if let Some(v) = lowest {
            terms.term(height(v), n.floor_sigma_mm, |slopes, row| {
                slopes.along(v, Vec3::y(), row);
            });
        }
        let mut stands = |plus: usize, minus: Option<usize>, sigma_mm: f64| {
            let off_mm = height(plus) - minus.map_or(0.0, height);
            let r = off_mm / sigma_mm;
            let weight = STANDING.weight(r).sqrt();
            terms.row(off_mm, sigma_mm / weight, |slopes, row| {
                slopes.along(plus, Vec3::y(), row);
                if let Some(minus) = minus {
                    slopes.along(minus, -Vec3::y(), row);
                }
            });
            terms.cost += STANDING.cost(r);
        };
        for [ball, heel] in &self.surface.soles {
            stands(*ball, None, n.floor_sigma_mm);
            stands(*heel, None, n.floor_sigma_mm);
            stands(*ball, Some(*heel), n.flat_sigma_mm);
        }
    }
}
