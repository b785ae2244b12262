//! The fit as a least-squares problem: contours of the views, priors on shape, pose, cameras, hair and floor.

use super::matching::Match;
use super::priors::{Evidence, Nuisance};
use super::seen::{Seen, Sighted};
use super::stage::{Free, Stage};
use super::state::{Layout, State};
use super::surface::Surface;
use super::target::Target;
use crate::body::{Model, ShapePrior};
use crate::camera::{Camera, Pose};
use crate::geom::{Vec2, Vec3};
use crate::solve::{Normal, Problem, Rows};
use nalgebra::{DMatrix, DVector};

/// Up to this height above the floor, mm, ...
const CONTACT_MM: f64 = 80.0;
/// ... an outline's lower side may be that of a shadow, mm; where the soles are, the floor tells.
const CONTACT_SHADOW_MM: f64 = 40.0;
/// The same between the thighs, mm.
const FORK_SHADOW_MM: f64 = 10.0;
/// Curvature that holds an unknown which is not free.
const HOLD: f64 = 1e12;
/// What a badly known rig does to an outline stays alike over this length along the body, mm: about that of a limb's half.
const RIG_ALIKE_MM: f64 = 120.0;
/// Standard deviation of a clear outline about a body that fits, units.
const USUAL_SIGMA: f64 = 0.5;
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

    /// Standard deviation of a match, px, and how much of a whole observation it is.
    pub(super) fn trust(
        &self,
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
        let mix = |x: f64, y: f64| (1.0 - m.share) * x + m.share * y;
        let mut tolerance = mix(self.surface.tolerance_mm[a], self.surface.tolerance_mm[b]);
        let height = mix(seen.skin[a].y, seen.skin[b].y);
        let shadow = if height < CONTACT_MM {
            CONTACT_SHADOW_MM
        } else if self.surface.fork[a] || self.surface.fork[b] {
            FORK_SHADOW_MM
        } else {
            0.0
        };
        tolerance += shadow * m.direction.y.max(0.0);
        let variance = m.sigma_px * m.sigma_px
            + (tolerance * px_per_mm).powi(2)
            + (self.stage.blur * self.stage.unit_px).powi(2);
        let share = (m.spacing_px / (self.alike_mm(variance) * px_per_mm)).min(1.0);
        (variance.sqrt().hypot(self.rig_px()), share)
    }

    /// Standard deviation that the rig adds to every place of an outline, px.
    fn rig_px(&self) -> f64 {
        self.nuisance.rig_px * self.stage.unit_px
    }

    /// Length along the body over which an outline's error stays alike, mm, where the model's and the picture's part has this variance,
    /// px²: variances times lengths add up.
    fn alike_mm(&self, variance: f64) -> f64 {
        let rig = self.rig_px().powi(2);
        (variance * self.nuisance.correlation_mm + rig * RIG_ALIKE_MM) / (variance + rig)
    }

    fn contour_cost(&self, seen: &Seen<'_>) -> f64 {
        let mut cost = 0.0;
        for (t, view) in self.targets.iter().zip(&seen.views) {
            let (pose, matches) = (&view.pose, &view.matches);
            let camera = &self.cameras[t.camera];
            let (mut sum, mut shares) = (0.0, 0.0);
            for m in matches {
                match m {
                    Some(m) => {
                        let (sigma, share) = self.trust(camera, pose, seen, m);
                        sum += share * self.stage.kernel.cost(m.distance_px / sigma);
                        shares += share;
                    }
                    None => {
                        let variance = (USUAL_SIGMA * self.stage.unit_px).powi(2);
                        let share = (t.spacing_px / (0.45 * self.alike_mm(variance))).min(1.0);
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
            for m in &view.inner {
                let (sigma, share) = self.trust(camera, pose, seen, m);
                cost += share * self.stage.kernel.cost(m.distance_px / sigma);
            }
        }
        cost
    }
}

impl<'m> Problem for Scene<'m> {
    type State = State;

    type Look = Seen<'m>;

    fn look(&self, s: &State) -> (f64, Seen<'m>) {
        let seen = self.see(s);
        let cost = self.contour_cost(&seen) + self.priors(s, &seen.posed, None);
        (cost, seen)
    }

    fn linearise(&self, s: &State, seen: &Seen<'m>) -> Normal {
        let l = self.layout();
        let free = self.free();
        let body = free.min(l.shape() + l.shape);
        let slopes = seen.posed.slopes();
        let count = |v: &Sighted| v.matches.iter().flatten().count() + v.inner.len();
        let mut rows = Rows::new(free, seen.views.iter().map(count).sum());
        for (t, view) in self.targets.iter().zip(&seen.views) {
            let (pose, matches) = (&view.pose, &view.matches);
            let camera = &self.cameras[t.camera];
            let lens = camera.intrinsics.zoomed(s.zoom.exp());
            let even = if matches.len() > t.samples.len() {
                t.samples.len() as f64 / matches.len() as f64
            } else {
                1.0
            };
            let outer = matches.iter().flatten().map(|m| (m, even));
            for (m, even) in outer.chain(view.inner.iter().map(|m| (m, 1.0))) {
                let (sigma, share) = self.trust(camera, pose, seen, m);
                let w =
                    (self.stage.kernel.weight(m.distance_px / sigma) * share * even).sqrt() / sigma;
                let [a, b] = m.vertices.map(|v| v as usize);
                let point = seen.skin[a] * (1.0 - m.share) + seen.skin[b] * m.share;
                let p = pose.rotation * point + pose.translation_mm;
                let Some((uv, jp)) = lens.project_with_jacobian(p) else {
                    continue;
                };
                let in_camera: Vec3 = (m.direction.transpose() * jp).transpose() * w;
                let in_world = pose.rotation.transpose() * in_camera;
                let row = rows.push(m.distance_px * w);
                slopes.along(a, in_world * (1.0 - m.share), &mut row[..body]);
                slopes.along(b, in_world * m.share, &mut row[..body]);
                if self.stage.free == Free::All {
                    let at = l.camera(t.camera);
                    let turn = (p - s.shifts[t.camera].translation_mm).cross(&in_camera);
                    for k in 0..3 {
                        row[at + k] = turn[k] as f32;
                        row[at + 3 + k] = in_camera[k] as f32;
                    }
                    let hair = seen.normals[a] * (self.surface.scalp[a] * (1.0 - m.share))
                        + seen.normals[b] * (self.surface.scalp[b] * m.share);
                    row[l.hair()] = in_world.dot(&hair) as f32;
                    if self.nuisance.zoom > 0.0 {
                        let radial = m.direction.dot(&(uv - Vec2::new(lens.cx, lens.cy)));
                        row[l.zoom()] = (radial * w) as f32;
                    }
                }
            }
        }
        let mut normal = rows.normal(self.stage.sums);
        self.priors(s, &seen.posed, Some((&mut normal, &slopes)));
        let hands = self
            .model
            .bones()
            .iter()
            .enumerate()
            .filter(|(_, b)| self.stage.hands_held && b.name.starts_with("wrist"));
        for i in hands
            .flat_map(|(b, _)| l.bone(b)..l.bone(b) + 3)
            .chain((self.nuisance.zoom <= 0.0).then_some(l.zoom()))
            .filter(|i| *i < free)
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
