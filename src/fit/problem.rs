//! The fit as a least-squares problem: contours of the views, priors on shape, pose, cameras, hair and floor.

use super::matching::{self, Match};
use super::rim::Rim;
use super::robust::GemanMcClure;
use super::solver::{Normal, Problem};
use super::state::{self, Layout, State};
use super::surface::Surface;
use super::target::Target;
use crate::body::{Jacobian, Model, Posed, Rest, ShapePrior};
use crate::camera::{Camera, Pose};
use crate::geom::Vec3;
use nalgebra::{DMatrix, DVector, RowDVector, Vector3};

/// How rim and contour are matched.
#[derive(Clone, Copy, Debug)]
pub enum Search {
    /// Nearest places both ways, every `stride`-th rim edge.
    Nearest {
        /// Rim edges skipped.
        stride: usize,
    },
    /// Along the contour's normals.
    Normals {
        /// How far to look, units.
        reach: f64,
    },
}

/// Which unknowns are free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Free {
    /// Pose, and so many shape coordinates.
    Pose {
        /// Leading shape coordinates.
        shape: usize,
    },
    /// All.
    All,
}

/// One stage of the schedule from rough to exact.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// The unit of all lengths in the picture here: as many px as make one at a frame's height of 1,280 px.
    pub unit_px: f64,
    /// Matching.
    pub search: Search,
    /// Cells of the coverage raster, units.
    pub cell: f64,
    /// Outlines that face another part of the person nearer than this do not count, units: between fingers rough matching slips.
    pub clear: f64,
    /// Samples a view.
    pub samples: usize,
    /// Added to every residual's standard deviation, units.
    pub blur: f64,
    /// Robust kernel, in standard deviations.
    pub kernel: GemanMcClure,
    /// Unknowns.
    pub free: Free,
    /// Whether the hands stay in line with the forearms: fingers are combs, on which rough matching slips.
    pub hands_held: bool,
}

/// Priors that no data of the model holds.
#[derive(Clone, Copy, Debug)]
pub struct Nuisance {
    /// Standard deviation of a camera's rotation about each axis, radians: what a booth's calibration reaches.
    pub camera_rad: f64,
    /// The same of its place, mm.
    pub camera_mm: f64,
    /// Mean thickness of hair, mm.
    pub hair_mm: f64,
    /// Its standard deviation, mm.
    pub hair_sigma_mm: f64,
    /// Standard deviation of a limb's turn about its own axis, radians.
    pub twist_rad: f64,
    /// How far the soles may be from the floor, mm.
    pub floor_sigma_mm: f64,
    /// Length along the body over which the model's error stays alike, mm: nearer contour points tell nothing new.
    pub correlation_mm: f64,
}

/// Evidence besides the pictures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence {
    /// Typed stature, mm.
    pub stature_mm: Option<f64>,
}

/// Curvature that holds an unknown which is not free.
const HOLD: f64 = 1e12;
/// A typed stature is told in centimetres, by people who round and forget their shoes, mm.
const TYPED_STATURE_SIGMA_MM: f64 = 12.0;

/// The problem of one stage.
pub struct Scene<'a> {
    /// The model.
    pub model: &'a Model,
    /// Its surface.
    pub surface: &'a Surface,
    /// Cameras of the rig.
    pub cameras: &'a [Camera],
    /// What the views ask for.
    pub targets: &'a [Target],
    /// Shape prior and its precision (inverse covariance).
    pub prior: &'a ShapePrior,
    /// K x K.
    pub precision: &'a DMatrix<f64>,
    /// Other priors.
    pub nuisance: Nuisance,
    /// Other evidence.
    pub evidence: Evidence,
    /// The stage.
    pub stage: Stage,
}

/// A state's mesh and what each view makes of it.
struct Seen<'a> {
    posed: Posed<'a>,
    /// Posed vertices with hair.
    skin: Vec<Vec3>,
    normals: Vec<Vec3>,
    /// A target: its camera's place and its matches.
    views: Vec<(Pose, Vec<Option<Match>>)>,
}

/// The pose of a camera whose rig entry is shifted.
pub fn shifted(pose: &Pose, shift: &state::Shift) -> Pose {
    Pose {
        rotation: shift.rotation * pose.rotation,
        translation_mm: shift.rotation * pose.translation_mm + shift.translation_mm,
    }
}

fn vertex_normals(vertices: &[Vec3], faces: &[[u32; 3]]) -> Vec<Vec3> {
    let mut n = vec![Vec3::zeros(); vertices.len()];
    for f in faces {
        let [a, b, c] = f.map(|i| vertices[i as usize]);
        let area = (b - a).cross(&(c - a));
        for i in f {
            n[*i as usize] += area;
        }
    }
    n.iter()
        .map(|v| v.try_normalize(1e-12).unwrap_or_default())
        .collect()
}

impl Scene<'_> {
    /// Layout of the tangent space.
    pub fn layout(&self) -> Layout {
        Layout {
            bones: self.model.bones().len(),
            shape: self.model.shape_len(),
            cameras: self.cameras.len(),
        }
    }

    /// How many unknowns, from the first on, are free.
    fn free(&self) -> usize {
        let l = self.layout();
        match self.stage.free {
            Free::All => l.len(),
            Free::Pose { shape } => l.shape() + shape.min(l.shape),
        }
    }

    fn see<'s>(&'s self, s: &State, rest: &'s Rest) -> Seen<'s> {
        let posed = self.model.pose(rest, &s.pose);
        let normals = vertex_normals(&posed.vertices, self.model.faces());
        let skin: Vec<Vec3> = (0..normals.len())
            .map(|v| posed.vertices[v] + normals[v] * (self.surface.scalp[v] * s.hair_mm))
            .collect();
        let views = self
            .targets
            .iter()
            .filter_map(|t| {
                let camera = &self.cameras[t.camera];
                let pose = shifted(&camera.pose?, &s.shifts[t.camera]);
                let rim = Rim::new(
                    camera,
                    &pose,
                    &skin,
                    self.model.faces(),
                    &self.surface.edges,
                    self.stage.cell * self.stage.unit_px,
                    self.stage.clear * self.stage.unit_px,
                );
                let matches = match self.stage.search {
                    Search::Nearest { stride } => {
                        matching::nearest(&rim, t, stride, self.stage.unit_px)
                    }
                    Search::Normals { reach } => matching::along_normals(
                        &rim,
                        t,
                        camera.height,
                        reach * self.stage.unit_px,
                        self.stage.unit_px,
                    ),
                };
                Some((pose, matches))
            })
            .collect();
        Seen {
            posed,
            skin,
            normals,
            views,
        }
    }

    /// Standard deviation of a match, px, and how much of a whole observation it is.
    fn trust(
        &self,
        target: &Target,
        camera: &Camera,
        pose: &Pose,
        seen: &Seen<'_>,
        m: &Match,
    ) -> (f64, f64) {
        let [a, b] = m.vertices.map(|v| v as usize);
        let depth = (pose.rotation * seen.skin[a] + pose.translation_mm)
            .z
            .max(1.0);
        let px_per_mm = camera.intrinsics.fx / depth;
        let tolerance =
            (1.0 - m.share) * self.surface.tolerance_mm[a] + m.share * self.surface.tolerance_mm[b];
        let variance = m.sigma_px * m.sigma_px
            + (tolerance * px_per_mm).powi(2)
            + (self.stage.blur * self.stage.unit_px).powi(2);
        let share = (target.spacing_px / (self.nuisance.correlation_mm * px_per_mm)).min(1.0);
        (variance.sqrt(), share)
    }

    fn contour_cost(&self, seen: &Seen<'_>) -> f64 {
        let mut cost = 0.0;
        for (t, (pose, matches)) in self.targets.iter().zip(&seen.views) {
            let camera = &self.cameras[t.camera];
            let (mut sum, mut shares) = (0.0, 0.0);
            for m in matches {
                match m {
                    Some(m) => {
                        let (sigma, share) = self.trust(t, camera, pose, seen, m);
                        sum += share * self.stage.kernel.cost(m.distance_px / sigma);
                        shares += share;
                    }
                    None => {
                        let share = (t.spacing_px / (0.45 * self.nuisance.correlation_mm)).min(1.0);
                        sum += share * self.stage.kernel.bound();
                        shares += share;
                    }
                }
            }
            // Rough matching has as many entries as the rim has edges: count each view once for every sample it asks for.
            if matches.len() > t.samples.len() && shares > 0.0 {
                sum *= t.samples.len() as f64 / matches.len() as f64;
            }
            cost += sum;
        }
        cost
    }

    /// Adds the priors' terms to the equations (if any) and returns their cost.
    fn priors(
        &self,
        s: &State,
        rest: &Rest,
        seen: &Seen<'_>,
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
        let lowest = (0..seen.posed.vertices.len()).min_by(|a, b| {
            seen.posed.vertices[*a]
                .y
                .total_cmp(&seen.posed.vertices[*b].y)
        });
        if let Some(v) = lowest {
            let row = normal
                .is_some()
                .then(|| self.row(&seen.posed, v, Vector3::y()));
            cost += add_row(
                normal.as_deref_mut(),
                row,
                seen.posed.vertices[v].y,
                n.floor_sigma_mm,
            );
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

    /// Medians of |distance| between contour and rim, px, a target; and the share of samples that the body explains within
    /// `within_px`.
    pub fn explained(&self, s: &State, within_px: f64) -> Vec<(usize, f64, f64)> {
        let rest = self.model.rest(s.shape.as_slice());
        let seen = self.see(s, &rest);
        let mut out = Vec::new();
        for (t, (_, matches)) in self.targets.iter().zip(&seen.views) {
            let mut d: Vec<f64> = matches
                .iter()
                .map(|m| m.map_or(f64::INFINITY, |m| m.distance_px.abs()))
                .collect();
            d.sort_unstable_by(f64::total_cmp);
            let median = d.get(d.len() / 2).copied().unwrap_or(f64::INFINITY);
            let share =
                d.iter().filter(|d| **d <= within_px).count() as f64 / d.len().max(1) as f64;
            out.push((t.camera, median, share));
        }
        out
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

impl Problem for Scene<'_> {
    type State = State;

    fn cost(&self, s: &State) -> f64 {
        let rest = self.model.rest(s.shape.as_slice());
        let seen = self.see(s, &rest);
        self.contour_cost(&seen) + self.priors(s, &rest, &seen, None)
    }

    fn linearise(&self, s: &State) -> Normal {
        let l = self.layout();
        let rest = self.model.rest(s.shape.as_slice());
        let seen = self.see(s, &rest);
        let free = self.free();
        let body = free.min(l.shape() + l.shape);
        let count = seen
            .views
            .iter()
            .map(|(_, m)| m.iter().flatten().count())
            .sum();
        let mut rows = DMatrix::<f64>::zeros(free, count);
        let mut residuals = DVector::<f64>::zeros(count);
        let mut known: Vec<u32> = vec![u32::MAX; seen.skin.len()];
        let mut store: Vec<Jacobian> = Vec::new();
        let mut i = 0;
        for (t, (pose, matches)) in self.targets.iter().zip(&seen.views) {
            let camera = &self.cameras[t.camera];
            let even = if matches.len() > t.samples.len() {
                t.samples.len() as f64 / matches.len() as f64
            } else {
                1.0
            };
            for m in matches.iter().flatten() {
                let (sigma, share) = self.trust(t, camera, pose, &seen, m);
                let w =
                    (self.stage.kernel.weight(m.distance_px / sigma) * share * even).sqrt() / sigma;
                let [a, b] = m.vertices.map(|v| v as usize);
                for v in [a, b] {
                    if known[v] == u32::MAX {
                        let mut j = Jacobian::zeros(seen.posed.jacobian_len());
                        seen.posed.jacobian(v, &mut j);
                        known[v] = store.len() as u32;
                        store.push(j);
                    }
                }
                let point = seen.skin[a] * (1.0 - m.share) + seen.skin[b] * m.share;
                let p = pose.rotation * point + pose.translation_mm;
                let Some((_, jp)) = camera.intrinsics.project_with_jacobian(p) else {
                    continue;
                };
                let in_camera: Vec3 = (m.direction.transpose() * jp).transpose();
                let in_world = pose.rotation.transpose() * in_camera;
                let (ga, gb) = (in_world * ((1.0 - m.share) * w), in_world * (m.share * w));
                let (ja, jb) = (&store[known[a] as usize], &store[known[b] as usize]);
                let mut column = rows.column_mut(i);
                for (c, (x, y)) in column
                    .iter_mut()
                    .take(body)
                    .zip(ja.column_iter().zip(jb.column_iter()))
                {
                    *c = ga.dot(&x) + gb.dot(&y);
                }
                if self.stage.free == Free::All {
                    let at = l.camera(t.camera);
                    let turn = (p - s.shifts[t.camera].translation_mm).cross(&in_camera);
                    for k in 0..3 {
                        column[at + k] = turn[k] * w;
                        column[at + 3 + k] = in_camera[k] * w;
                    }
                    let hair = seen.normals[a] * (self.surface.scalp[a] * (1.0 - m.share))
                        + seen.normals[b] * (self.surface.scalp[b] * m.share);
                    column[l.hair()] = in_world.dot(&hair) * w;
                }
                residuals[i] = m.distance_px * w;
                i += 1;
            }
        }
        let mut hessian = DMatrix::zeros(l.len(), l.len());
        hessian
            .view_mut((0, 0), (free, free))
            .gemm(1.0, &rows, &rows.transpose(), 0.0);
        let mut gradient = DVector::zeros(l.len());
        gradient.rows_mut(0, free).gemv(1.0, &rows, &residuals, 0.0);
        let mut normal = Normal {
            hessian,
            gradient,
            cost: self.contour_cost(&seen),
        };
        normal.cost += self.priors(s, &rest, &seen, Some(&mut normal));
        let hands = self
            .model
            .bones()
            .iter()
            .enumerate()
            .filter(|(_, b)| self.stage.hands_held && b.name.starts_with("wrist"));
        for i in hands
            .flat_map(|(b, _)| l.bone(b)..l.bone(b) + 3)
            .chain(free..l.len())
        {
            normal.hessian[(i, i)] += HOLD;
            normal.gradient[i] = 0.0;
        }
        normal
    }

    fn step(&self, s: &State, delta: &DVector<f64>) -> State {
        s.moved(self.layout(), delta)
    }
}
