//! What is known before any picture: shape, pose, cameras, hair, floor, a typed stature.

use super::problem::Scene;
use super::robust::GemanMcClure;
use super::state::{self, State};
use crate::body::{Jacobian, Posed, Rest};
use crate::geom::Vec3;
use crate::solve::Normal;
use nalgebra::{RowDVector, Vector3};

/// Priors that no data of the model holds.
#[derive(Clone, Copy, Debug)]
pub struct Nuisance {
    /// Standard deviation of a camera's rotation about each axis, radians: what a booth's calibration reaches.
    pub camera_rad: f64,
    /// The same of its place, mm.
    pub camera_mm: f64,
    /// The same of the logarithm of the focal length; zero where it is calibrated.
    pub zoom: f64,
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

/// Heels and balls are on the floor, or, in a stride, well off it.
const STANDING: GemanMcClure = GemanMcClure { scale: 4.0 };
/// A typed stature is told in centimetres, by people who round and forget their shoes, mm.
const TYPED_STATURE_SIGMA_MM: f64 = 12.0;

/// People with breath in their lungs, kg/l; how much they differ in it; and what scales and clothes add, kg.
const DENSITY_KG_L: f64 = 0.99;
const MASS_SIGMA: f64 = 0.02;
const MASS_SIGMA_KG: f64 = 0.7;

impl Scene<'_> {
    /// Adds the priors' terms to the equations (if any) and returns their cost.
    pub(super) fn priors(
        &self,
        s: &State,
        posed: &Posed<'_>,
        rest: &Rest,
        mut normal: Option<&mut Normal>,
    ) -> f64 {
        let l = self.layout();
        let n = &self.nuisance;
        let mut cost = 0.0;
        for (b, bone) in self
            .model
            .bones()
            .iter()
            .enumerate()
            .filter(|(_, b)| b.parent.is_some())
        {
            let r = state::log(&s.pose.rotations[b]);
            for k in 0..3 {
                cost += add_entry(
                    normal.as_deref_mut(),
                    l.bone(b) + k,
                    r[k],
                    bone.prior_sigma_rad[k],
                );
            }
        }
        for (b, axis) in &self.surface.long_bones {
            let r = axis.dot(&state::log(&s.pose.rotations[*b]));
            let row = normal.is_some().then(|| {
                let mut row = RowDVector::zeros(l.len());
                for k in 0..3 {
                    row[l.bone(*b) + k] = axis[k];
                }
                row
            });
            cost += add_row(normal.as_deref_mut(), row, r, n.twist_rad);
        }
        for (c, shift) in s.shifts.iter().enumerate() {
            let r = state::log(&shift.rotation);
            for k in 0..3 {
                cost += add_entry(normal.as_deref_mut(), l.camera(c) + k, r[k], n.camera_rad);
                cost += add_entry(
                    normal.as_deref_mut(),
                    l.camera(c) + 3 + k,
                    shift.translation_mm[k],
                    n.camera_mm,
                );
            }
        }
        cost += add_entry(
            normal.as_deref_mut(),
            l.hair(),
            s.hair_mm - n.hair_mm,
            n.hair_sigma_mm,
        );
        if n.zoom > 0.0 {
            cost += add_entry(normal.as_deref_mut(), l.zoom(), s.zoom, n.zoom);
        }
        let off = &s.shape - &self.prior.mean;
        let pull = self.precision * &off;
        cost += off.dot(&pull);
        if let Some(normal) = normal.as_deref_mut() {
            let at = l.shape();
            let mut block = normal.hessian.view_mut((at, at), (l.shape, l.shape));
            block += self.precision;
            let mut rows = normal.gradient.rows_mut(at, l.shape);
            rows += &pull;
        }
        let linear = normal.is_some();
        let height = |v: usize| posed.vertices[v].y;
        let lowest = (0..posed.vertices.len()).min_by(|a, b| height(*a).total_cmp(&height(*b)));
        if let Some(v) = lowest {
            let row = normal.is_some().then(|| self.row(posed, v, Vector3::y()));
            cost += add_row(normal.as_deref_mut(), row, height(v), n.floor_sigma_mm);
        }
        let mut stands = |off_mm: f64, sigma_mm: f64, row: Option<RowDVector<f64>>| {
            let r = off_mm / sigma_mm;
            let weight = STANDING.weight(r).sqrt();
            add_row(normal.as_deref_mut(), row, off_mm, sigma_mm / weight);
            STANDING.cost(r)
        };
        for [ball, heel] in &self.surface.soles {
            let up = |v: usize| linear.then(|| self.row(posed, v, Vector3::y()));
            cost += stands(height(*ball), n.floor_sigma_mm, up(*ball));
            cost += stands(height(*heel), n.floor_sigma_mm, up(*heel));
            let tilt = up(*ball).zip(up(*heel)).map(|(b, h)| b - h);
            cost += stands(height(*ball) - height(*heel), n.flat_sigma_mm, tilt);
        }
        if let Some(mass_kg) = self.evidence.mass_kg {
            let row = normal.is_some().then(|| {
                let mut row = RowDVector::zeros(l.len());
                let by_shape = self.model.volume_by_shape(rest) * DENSITY_KG_L;
                row.columns_mut(l.shape(), l.shape)
                    .copy_from(&by_shape.transpose());
                row
            });
            let sigma = (MASS_SIGMA * mass_kg).hypot(MASS_SIGMA_KG);
            let r = self.model.volume_l(rest) * DENSITY_KG_L - mass_kg;
            cost += add_row(normal.as_deref_mut(), row, r, sigma);
        }
        if let Some(stature) = self.evidence.stature_mm {
            let upright = self.model.pose(rest, &self.model.standard_pose(rest));
            let by =
                |a: &usize, b: &usize| upright.vertices[*a].y.total_cmp(&upright.vertices[*b].y);
            if let (Some(top), Some(sole)) = (
                (0..upright.vertices.len()).max_by(by),
                (0..upright.vertices.len()).min_by(by),
            ) {
                let row = normal.is_some().then(|| {
                    let mut row = self.row(&upright, top, Vector3::y())
                        - self.row(&upright, sole, Vector3::y());
                    row.columns_mut(0, l.shape()).fill(0.0);
                    row
                });
                let r = upright.vertices[top].y - upright.vertices[sole].y - stature;
                cost += add_row(normal, row, r, TYPED_STATURE_SIGMA_MM);
            }
        }
        cost
    }

    /// Derivative of a posed vertex along `direction`, over the whole tangent space.
    fn row(&self, posed: &Posed<'_>, vertex: usize, direction: Vec3) -> RowDVector<f64> {
        let mut j = Jacobian::zeros(posed.jacobian_len());
        posed.jacobian(vertex, &mut j);
        let mut row = RowDVector::zeros(self.layout().len());
        row.columns_mut(0, j.ncols())
            .copy_from(&(direction.transpose() * &j));
        row
    }
}

/// Adds the term `(r / sigma)^2` of one unknown and returns it.
fn add_entry(normal: Option<&mut Normal>, i: usize, r: f64, sigma: f64) -> f64 {
    let w = 1.0 / (sigma * sigma);
    if let Some(normal) = normal {
        normal.hessian[(i, i)] += w;
        normal.gradient[i] += w * r;
    }
    w * r * r
}

/// Adds the term `(r / sigma)^2` whose derivative is `row` and returns it.
fn add_row(normal: Option<&mut Normal>, row: Option<RowDVector<f64>>, r: f64, sigma: f64) -> f64 {
    let w = 1.0 / (sigma * sigma);
    if let (Some(normal), Some(row)) = (normal, row) {
        normal
            .hessian
            .ger(w, &row.transpose(), &row.transpose(), 1.0);
        normal.gradient.axpy(w * r, &row.transpose(), 1.0);
    }
    w * r * r
}
