//! One body fitted to one set of outlines: what all stages share, how one is solved, and what is said of the last state.

use super::belief::Belief;
use super::error::Error;
use super::explained::Explained;
use super::fitted::{Fit, ViewFit};
use super::priors::{Evidence, Nuisance};
use super::problem::Scene;
use super::seen::{shifted, zoomed};
use super::stage::{SAMPLES, Search, Stage};
use super::state::State;
use super::surface::Surface;
use super::target::Target;
use crate::body::Model;
use crate::camera::{Camera, Rig};
use crate::capture::Sex;
use crate::silhouette::Silhouette;
use crate::solve::{self, Problem};
use nalgebra::{Cholesky, DMatrix, DVector};

/// Lead in twice the logarithm of the density from which on a sex is taken for certain: odds of about 20 to 1.
const CLEAR_LEAD: f64 = 6.0;

/// Pixels below are those of a frame of this height.
const REFERENCE_PX: f64 = 1280.0;

/// How far from the fitted outline a contour is looked for in the end, units.
const LOOK: f64 = 40.0;

/// Distance of the coarse mesh's vertices: chords lie 2 mm inside of an arm.
const APART_MM: f64 = 30.0;

fn targets(cameras: &[Camera], outlines: &[Silhouette]) -> Vec<Target> {
    let placed = |s: &&Silhouette| cameras.get(s.camera).is_some_and(|c| c.pose.is_some());
    let all = outlines.iter().filter(placed);
    all.map(|s| Target::new(s, SAMPLES))
        .filter(|t| !t.samples.is_empty())
        .collect()
}

/// See the module.
#[derive(Clone)]
pub(super) struct Run<'a> {
    pub(super) model: &'a Model,
    pub(super) cameras: &'a [Camera],
    pub(super) outlines: Vec<Silhouette>,
    /// Of the outlines that placed cameras saw.
    pub(super) targets: Vec<Target>,
    pub(super) surface: Surface,
    pub(super) coarse_model: Model,
    coarse_surface: Surface,
    pub(super) sex: Option<Sex>,
    evidence: Evidence,
    pub(super) nuisance: Nuisance,
    /// Pixels a unit.
    pub(super) scale: f64,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        model: &'a Model,
        cameras: &'a [Camera],
        outlines: Vec<Silhouette>,
        sex: Option<Sex>,
        evidence: Evidence,
        nuisance: Nuisance,
    ) -> Result<Self, Error> {
        let targets = targets(cameras, &outlines);
        if targets.is_empty() {
            return Err(Error::NoViews);
        }
        let heights = targets.iter().map(|t| f64::from(cameras[t.camera].height));
        let coarse_model = model.coarse(APART_MM);
        let scale = heights.sum::<f64>() / targets.len() as f64 / REFERENCE_PX;
        Ok(Self {
            model,
            cameras,
            outlines,
            targets,
            surface: Surface::new(model),
            coarse_surface: Surface::new(&coarse_model),
            coarse_model,
            sex,
            evidence,
            nuisance,
            scale,
        })
    }

    /// Whether every view has a plate or a mask.
    pub(super) fn is_booth(&self) -> bool {
        self.outlines.iter().all(|o| o.spots.is_none())
    }

    /// The same of other outlines.
    pub(super) fn with(self, outlines: Vec<Silhouette>) -> Self {
        let targets = targets(self.cameras, &outlines);
        Self {
            outlines,
            targets,
            ..self
        }
    }

    /// The same with the rig believed as far as a state's outlines bear it out.
    pub(super) fn with_rig_error(self, stage: Stage, belief: &Belief<'_>, s: &State) -> Self {
        let rig_px = self.scene(stage, belief, &self.targets).rig_error(s);
        let nuisance = Nuisance {
            rig_px,
            ..self.nuisance
        };
        Self { nuisance, ..self }
    }

    pub(super) fn scene<'s>(
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
        let targets = self.thinned(stage);
        let scene = self.scene(stage, belief, &targets);
        let limits = stage.limits(iterations);
        Ok(solve::minimise(&scene, from, limits, observe)?)
    }

    /// What a stage looks at of the outlines.
    pub(super) fn thinned(&self, stage: Stage) -> Vec<Target> {
        let gap_px = stage.clear * self.scale;
        let thin = |t: &Target| t.thinned(stage.samples, gap_px);
        self.targets.iter().map(thin).collect()
    }

    /// The same as one of so many shots that part what is known of hair and person; the first holds the stature.
    pub(super) fn parted(self, shot: usize, shots: usize) -> Self {
        let nuisance = Nuisance {
            hair_sigma_mm: self.nuisance.hair_sigma_mm * (shots as f64).sqrt(),
            ..self.nuisance
        };
        let evidence = match shot {
            0 => self.evidence,
            _ => Evidence::default(),
        };
        Self {
            nuisance,
            evidence,
            ..self
        }
    }

    /// What stages, each with its linearisations at most, make of a state one after the other; the solution counts all linearisations.
    pub(super) fn through(
        &self,
        belief: &Belief<'_>,
        from: State,
        stages: &[(Stage, usize)],
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<State>, Error> {
        let mut last = solve::Solution {
            state: from,
            cost: f64::INFINITY,
            iterations: 0,
            converged: false,
        };
        for &(stage, most) in stages {
            let s = self.solve(stage, belief, last.state, most, tell)?;
            let iterations = last.iterations + s.iterations;
            last = solve::Solution { iterations, ..s };
        }
        Ok(last)
    }

    /// What a stage takes a state to cost.
    pub(super) fn cost(&self, stage: Stage, belief: &Belief<'_>, s: &State) -> Result<f64, Error> {
        let looked = self.solve(stage, belief, s.clone(), 0, &mut |_, _| ())?;
        Ok(looked.cost)
    }

    /// What a state makes of each view's outline.
    pub(super) fn explained(&self, stage: Stage, belief: &Belief<'_>, s: &State) -> Vec<Explained> {
        self.scene(stage, belief, &self.targets).explained(s)
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

    /// How well a state is known: the covariance of all unknowns.
    pub(super) fn known(
        &self,
        stage: Stage,
        belief: &Belief<'_>,
        s: &State,
    ) -> Result<DMatrix<f64>, Error> {
        let scene = self.scene(stage.judging(), belief, &self.targets);
        known(&scene, s)
    }

    /// What is told of the last state; of the covariance, that of the body, which comes first.
    pub(super) fn verdict(
        &self,
        stage: Stage,
        belief: &Belief<'_>,
        s: solve::Solution<State>,
        iterations: usize,
        known: DMatrix<f64>,
    ) -> Fit {
        let l = self.scene(stage, belief, &self.targets).layout();
        let body = l.shape() + l.shape;
        let covariance = known.view((0, 0), (body, body)).into_owned();
        let looking = Stage {
            search: Search::Normals { reach: LOOK },
            ..stage.judging()
        };
        let views = self
            .scene(looking, belief, &self.targets)
            .explained(&s.state)
            .into_iter()
            .map(|e| ViewFit {
                camera: e.camera,
                outline_median_px: e.median.min(LOOK) * self.scale,
                explained: e.share,
            })
            .collect();
        let mut outlines = self.outlines.clone();
        outlines.iter_mut().for_each(Silhouette::settle);
        let cameras = self
            .cameras
            .iter()
            .zip(&s.state.shifts)
            .map(|(c, shift)| Camera {
                pose: c.pose.as_ref().map(|p| shifted(p, shift)),
                ..zoomed(c, s.state.zoom)
            })
            .collect();
        Fit {
            shape: s.state.shape,
            covariance,
            pose: s.state.pose,
            rig: Rig { cameras },
            hair_mm: s.state.hair_mm,
            outlines,
            views,
            converged: s.converged,
            iterations,
        }
    }
}

/// The covariance of a problem's unknowns where it has arrived.
pub(super) fn known<P: Problem>(problem: &P, s: &P::State) -> Result<DMatrix<f64>, Error> {
    let normal = problem.linearise(s, &problem.look(s).1);
    let factor = Cholesky::new(normal.hessian).ok_or(Error::Singular)?;
    Ok(factor.inverse())
}
