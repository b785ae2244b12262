//! The stages of a fit, from a cold start to the last tenth of a pixel.

use super::belief::Belief;
use super::error::Error;
use super::priors::{Evidence, Nuisance};
use super::problem::Scene;
use super::robust::GemanMcClure;
use super::seen::{shifted, zoomed};
use super::stage::{Free, Search, Stage};
use super::start::{self, Shadow, Start};
use super::state::{Shift, State, exp};
use super::surface::Surface;
use super::target::Target;
use crate::body::{self, Model};
use crate::camera::{Camera, Rig};
use crate::capture::Sex;
use crate::geom::Vec3;
use crate::silhouette::Silhouette;
use crate::solve::{self, Limits, Problem, Sums};
use nalgebra::{Cholesky, DMatrix, DVector};

/// How the outline of one view is explained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ViewFit {
    /// Index into the rig's cameras.
    pub camera: usize,
    /// Median distance between contour and fitted outline, px; at most as far as is looked (40 px at 1,280 px a frame's height).
    pub outline_median_px: f64,
    /// Share of the contour within 4 px (at 1,280 px a frame's height) of the fitted outline.
    pub explained: f64,
}

/// A fitted body.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Shape coordinates of the model.
    pub shape: DVector<f64>,
    /// Covariance of translation (mm), turns of the bones (radians) and shape, in the order of [`body::Slopes`].
    pub covariance: DMatrix<f64>,
    /// Pose in the frames.
    pub pose: body::Pose,
    /// The rig as the fit refined it within its tolerance.
    pub rig: Rig,
    /// Thickness of the hair, mm.
    pub hair_mm: f64,
    /// One a view that was used.
    pub views: Vec<ViewFit>,
    /// Whether the last stage converged.
    pub converged: bool,
    /// Linearisations in all.
    pub iterations: usize,
}

/// Told to the observer after each iteration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Share of the work done, 0 to 1.
    pub done: f64,
    /// Cost of the current stage.
    pub cost: f64,
}

/// A booth is calibrated to about 0.1 degree and 2 mm.
pub(super) const NUISANCE: Nuisance = Nuisance {
    camera_rad: 0.002,
    camera_mm: 2.0,
    zoom: 0.0,
    hair_mm: 15.0,
    hair_sigma_mm: 6.0,
    twist_rad: 0.12,
    floor_sigma_mm: 25.0,
    flat_sigma_mm: 4.0,
    correlation_mm: 60.0,
};

/// Where there is no plate there is no booth: the rig may be off by a few pixels, and people walk or stand on what is no floor.
const ROOM: Nuisance = Nuisance {
    camera_rad: 0.005,
    camera_mm: 8.0,
    floor_sigma_mm: 25.0,
    ..NUISANCE
};

/// Lead in twice the logarithm of the density from which on a sex is taken for certain: odds of about 20 to 1.
const CLEAR_LEAD: f64 = 6.0;
/// Samples a view that are kept at all.
pub(super) const SAMPLES: usize = 250;
/// Pixels below are those of a frame of this height.
const REFERENCE_PX: f64 = 1280.0;

/// Matching anew makes the exact cost jump by less than this share from state to state.
const SLACK: f64 = 0.15;
/// Linearisations of the exact stage at most: many bodies go round between neighbouring matchings after two.
const EXACT: usize = 10;

/// How far from the fitted outline a contour is looked for in the end, units.
const LOOK: f64 = 40.0;
/// Distance of the coarse mesh's vertices: chords lie 2 mm inside of an arm.
const APART_MM: f64 = 30.0;

/// Of what is left to do, about this share is done in an iteration.
const SHARE_DONE: f64 = 0.1;

pub(super) fn stages() -> [Stage; 4] {
    let kernel = |scale| GemanMcClure { scale };
    [
        Stage {
            unit_px: 1.0,
            sums: Sums::Single,
            coarse: true,
            search: Search::Nearest { stride: 3 },
            inner: 0.0,
            step: 12.0,
            clear: 12.0,
            samples: 100,
            blur: 15.0,
            kernel: kernel(6.0),
            free: Free::Pose { shape: 20 },
            hands_held: true,
            relative_decrease: 0.02,
            refusals: 2,
            slack: 0.0,
        },
        Stage {
            unit_px: 1.0,
            sums: Sums::Single,
            coarse: true,
            search: Search::Nearest { stride: 2 },
            inner: 0.0,
            step: 10.0,
            clear: 16.0,
            samples: 120,
            blur: 6.0,
            kernel: kernel(12.0),
            free: Free::Pose { shape: 40 },
            hands_held: true,
            relative_decrease: 0.02,
            refusals: 2,
            slack: 0.0,
        },
        Stage {
            unit_px: 1.0,
            sums: Sums::Single,
            coarse: false,
            search: Search::Normals { reach: 40.0 },
            inner: 20.0,
            step: 6.0,
            clear: 24.0,
            samples: 150,
            blur: 2.0,
            kernel: kernel(4.0),
            free: Free::All,
            hands_held: true,
            relative_decrease: 0.02,
            refusals: 2,
            slack: 0.0,
        },
        Stage {
            unit_px: 1.0,
            sums: Sums::Single,
            coarse: false,
            search: Search::Normals { reach: 12.0 },
            inner: 10.0,
            step: 4.0,
            clear: 4.0,
            samples: SAMPLES,
            blur: 0.2,
            kernel: kernel(3.0),
            free: Free::All,
            hands_held: false,
            relative_decrease: 1e-4,
            refusals: 2,
            slack: SLACK,
        },
    ]
}

/// Fits the model to silhouettes of calibrated cameras.
///
/// `observe` is called after each iteration.
///
/// # Errors
/// See [`Error`].
pub fn fit(
    model: &Model,
    rig: &Rig,
    silhouettes: &[Silhouette],
    sex: Option<Sex>,
    evidence: Evidence,
    observe: &mut dyn FnMut(Progress),
) -> Result<Fit, Error> {
    let mut shadows = Vec::new();
    let mut targets = Vec::new();
    let camera = |s: &Silhouette| {
        let found = rig.cameras.get(s.camera);
        found.ok_or(Error::UnknownCamera { camera: s.camera })
    };
    for s in silhouettes {
        let camera = camera(s)?;
        if camera.pose.is_none() && s.spots.is_some() {
            return super::home::fit(model, rig, silhouettes, sex, evidence, observe);
        }
        let target = Target::new(s, SAMPLES);
        if let (Some(pose), false) = (camera.pose, target.samples.is_empty()) {
            shadows.push(Shadow {
                camera,
                pose,
                coverage: &s.coverage,
            });
            targets.push(target);
        }
    }
    if targets.is_empty() {
        return Err(Error::NoViews);
    }
    let evidence = Evidence {
        mass_kg: None,
        ..evidence
    };
    let found = silhouettes.iter().any(|s| s.spots.is_some());
    let nuisance = if found { ROOM } else { NUISANCE };
    let run = Run::new(model, &rig.cameras, targets, sex, evidence, nuisance);
    run.all(&start::find(&shadows)?, observe)
}

/// How well a body would be known whose shape and pose the silhouettes show exactly: the equations of a fit that has arrived.
///
/// # Errors
/// See [`Error`].
pub fn known(
    model: &Model,
    rig: &Rig,
    silhouettes: &[Silhouette],
    shape: DVector<f64>,
    pose: body::Pose,
) -> Result<Fit, Error> {
    let placed = |s: &&Silhouette| {
        let camera = rig.cameras.get(s.camera);
        camera.is_some_and(|c| c.pose.is_some())
    };
    let targets: Vec<Target> = silhouettes
        .iter()
        .filter(placed)
        .map(|s| Target::new(s, SAMPLES))
        .filter(|t| !t.samples.is_empty())
        .collect();
    if targets.is_empty() {
        return Err(Error::NoViews);
    }
    let run = Run::new(
        model,
        &rig.cameras,
        targets,
        None,
        Evidence::default(),
        NUISANCE,
    );
    let state = State {
        shape,
        pose,
        shifts: vec![Shift::default(); rig.cameras.len()],
        hair_mm: 0.0,
        zoom: 0.0,
    };
    let arrived = solve::Solution {
        state,
        cost: 0.0,
        iterations: 0,
        converged: true,
    };
    let [.., exact] = stages();
    run.verdict(exact, &Belief::new(model.prior(None))?, arrived, 0)
}

pub(super) struct Run<'a> {
    model: &'a Model,
    cameras: &'a [Camera],
    targets: Vec<Target>,
    surface: Surface,
    coarse_model: Model,
    coarse_surface: Surface,
    sex: Option<Sex>,
    evidence: Evidence,
    nuisance: Nuisance,
    scale: f64,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        model: &'a Model,
        cameras: &'a [Camera],
        targets: Vec<Target>,
        sex: Option<Sex>,
        evidence: Evidence,
        nuisance: Nuisance,
    ) -> Self {
        let heights = targets.iter().map(|t| f64::from(cameras[t.camera].height));
        let coarse_model = model.coarse(APART_MM);
        let scale = heights.sum::<f64>() / targets.len() as f64 / REFERENCE_PX;
        Self {
            model,
            cameras,
            targets,
            surface: Surface::new(model),
            coarse_surface: Surface::new(&coarse_model),
            coarse_model,
            sex,
            evidence,
            nuisance,
            scale,
        }
    }

    fn scene<'s>(
        &'s self,
        stage: Stage,
        belief: &'s Belief<'_>,
        targets: &'s [Target],
    ) -> Scene<'s> {
        let (model, surface) = match stage.coarse {
            true => (&self.coarse_model, &self.coarse_surface),
            false => (self.model, &self.surface),
        };
        Scene {
            model,
            surface,
            cameras: self.cameras,
            targets,
            prior: belief.prior,
            precision: &belief.precision,
            nuisance: self.nuisance,
            evidence: self.evidence,
            stage: Stage {
                unit_px: self.scale,
                ..stage
            },
        }
    }

    pub(super) fn solve(
        &self,
        stage: Stage,
        belief: &Belief<'_>,
        from: State,
        iterations: usize,
        observe: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<State>, Error> {
        let targets: Vec<Target> = self
            .targets
            .iter()
            .map(|t| t.thinned(stage.samples, stage.clear * self.scale))
            .collect();
        let limits = Limits {
            iterations,
            relative_decrease: stage.relative_decrease,
            slack: stage.slack,
            refusals: stage.refusals,
        };
        let scene = self.scene(stage, belief, &targets);
        Ok(solve::minimise(&scene, from, limits, observe)?)
    }

    /// The model's mean person at the start's place, scaled to its height, turned by `yaw_rad`.
    fn placed(&self, start: &Start, yaw_rad: f64) -> State {
        let mut shape = self.model.prior(self.sex).mean.clone();
        let height = |shape: &DVector<f64>| {
            let y = self.model.rest(shape.as_slice()).vertices;
            y.iter().map(|v| v.y).fold(f64::NEG_INFINITY, f64::max)
                - y.iter().map(|v| v.y).fold(f64::INFINITY, f64::min)
        };
        let mean = height(&shape);
        shape[0] += 1.0;
        let per_unit = height(&shape) - mean;
        let wanted = start.height_mm - NUISANCE.hair_mm - mean;
        shape[0] += (wanted / per_unit).clamp(-4.0, 4.0) - 1.0;
        let rest = self.model.rest(shape.as_slice());
        let mut pose = body::Pose::rest(self.model);
        pose.rotations[0] = exp(Vec3::new(0.0, yaw_rad, 0.0));
        let posed = self.model.pose(&rest, &pose);
        let n = posed.vertices.len() as f64;
        let centre = posed.vertices.iter().sum::<Vec3>() / n;
        let sole = posed
            .vertices
            .iter()
            .map(|v| v.y)
            .fold(f64::INFINITY, f64::min);
        pose.translation_mm += Vec3::new(
            start.foot_mm.x - centre.x,
            start.foot_mm.y - sole,
            start.foot_mm.z - centre.z,
        );
        State {
            shape,
            pose,
            shifts: vec![Shift::default(); self.cameras.len()],
            hair_mm: NUISANCE.hair_mm,
            zoom: 0.0,
        }
    }

    fn all(&self, start: &Start, observe: &mut dyn FnMut(Progress)) -> Result<Fit, Error> {
        let [rough, middle, fine, exact] = stages();
        let belief = Belief::new(self.model.prior(self.sex))?;
        let mut iterations = 0;
        let mut done = 0.0;
        let mut tell = |_: usize, cost: f64| {
            done += (1.0 - done) * SHARE_DONE;
            observe(Progress { done, cost });
        };
        let quarters = (0..4).map(|q| f64::from(q) * std::f64::consts::FRAC_PI_2);
        let mut rivals: Vec<State> = quarters
            .map(|turn| self.placed(start, start.spread_rad + turn))
            .collect();
        // Steps at most, and how much more than the least cost a rival may have after them.
        let trials: [(Stage, &[(usize, f64)]); 3] = [
            (rough, &[(2, 2.0), (6, 1.5)]),
            (middle, &[(4, 1.5)]),
            (fine, &[(2, 1.5), (6, 1.0)]),
        ];
        for (stage, trials) in trials {
            for (i, &(most, far)) in trials.iter().enumerate() {
                // Whoever is alone need not stop to be compared.
                if rivals.len() == 1 && i + 1 < trials.len() {
                    continue;
                }
                let mut reached = Vec::new();
                for from in rivals {
                    let s = self.solve(stage, &belief, from, most, &mut tell)?;
                    iterations += s.iterations;
                    reached.push(s);
                }
                let least = reached.iter().map(|s| s.cost).fold(f64::INFINITY, f64::min);
                reached.retain(|s| s.cost <= far * least);
                rivals = reached.into_iter().map(|s| s.state).collect();
            }
        }
        let best = rivals.into_iter().next().ok_or(Error::NoViews)?;
        let belief = self.settled(belief, &best.shape)?;
        let last = self.solve(exact, &belief, best, EXACT, &mut tell)?;
        iterations += last.iterations;
        self.verdict(exact, &belief, last, iterations)
    }

    /// Where nobody told the sex, the prior of the sex that explains the shape far better, else the one of both.
    pub(super) fn settled(
        &self,
        told: Belief<'a>,
        shape: &DVector<f64>,
    ) -> Result<Belief<'a>, Error> {
        if self.sex.is_some() {
            return Ok(told);
        }
        let female = Belief::new(self.model.prior(Some(Sex::Female)))?;
        let male = Belief::new(self.model.prior(Some(Sex::Male)))?;
        let lead = female.surprise(shape) - male.surprise(shape);
        Ok(match lead {
            l if l < -CLEAR_LEAD => female,
            l if l > CLEAR_LEAD => male,
            _ => told,
        })
    }

    pub(super) fn verdict(
        &self,
        stage: Stage,
        belief: &Belief<'_>,
        s: solve::Solution<State>,
        iterations: usize,
    ) -> Result<Fit, Error> {
        let stage = Stage {
            sums: Sums::Double,
            ..stage
        };
        let scene = self.scene(stage, belief, &self.targets);
        let normal = scene.linearise(&s.state, &scene.look(&s.state).1);
        let all = Cholesky::new(normal.hessian)
            .ok_or(Error::Singular)?
            .inverse();
        let l = scene.layout();
        let body = l.shape() + l.shape;
        let covariance = all.view((0, 0), (body, body)).into_owned();
        let looking = Stage {
            search: Search::Normals { reach: LOOK },
            ..stage
        };
        let views = self
            .scene(looking, belief, &self.targets)
            .explained(&s.state, 4.0 * self.scale)
            .into_iter()
            .map(|(camera, median_px, explained)| ViewFit {
                camera,
                outline_median_px: median_px.min(LOOK * self.scale),
                explained,
            })
            .collect();
        let cameras = self
            .cameras
            .iter()
            .zip(&s.state.shifts)
            .map(|(c, shift)| Camera {
                pose: c.pose.as_ref().map(|p| shifted(p, shift)),
                ..zoomed(c, s.state.zoom)
            })
            .collect();
        Ok(Fit {
            shape: s.state.shape,
            covariance,
            pose: s.state.pose,
            rig: Rig { cameras },
            hair_mm: s.state.hair_mm,
            views,
            converged: s.converged,
            iterations,
        })
    }
}
