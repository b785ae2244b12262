//! One body fitted to one set of outlines: what all stages share, how one is solved, and what is said of the last state.

use super::belief::Belief;
use super::error::Error;
use super::fitted::{Fit, ViewFit};
use super::priors::{Evidence, Nuisance};
use super::problem::Scene;
use super::projected::Projected;
use super::seen::{haired, scalp_normals, shifted, zoomed};
use super::stage::{SAMPLES, Search, Stage};
use super::state::State;
use super::surface::Surface;
use super::target::Target;
use crate::body::Model;
use crate::camera::{Camera, Rig};
use crate::capture::Sex;
use crate::geom::raster::Raster;
use crate::geom::{Vec2, Vec3};
use crate::silhouette::Silhouette;
use crate::solve::{self, Limits, Problem, Sums};
use nalgebra::{Cholesky, DVector};

/// Lead in twice the logarithm of the density from which on a sex is taken for certain: odds of about 20 to 1.
const CLEAR_LEAD: f64 = 6.0;

/// Pixels below are those of a frame of this height.
const REFERENCE_PX: f64 = 1280.0;

/// How far from the fitted outline a contour is looked for in the end, units.
const LOOK: f64 = 40.0;

/// How often pictures are cut again: what hangs on the wall behind a person has edges as clear as theirs, but no body has its shape.
const CUTS: usize = 2;

/// With a plate an outline is mostly right, and another cut takes time: only one is cut again, and once, of which less than this share
/// lies within so many units of the body, or beyond which more than that share of the body is seen, farther than so many units.
const LIKE_A_BODY: f64 = 0.93;
const NEAR: f64 = 4.0;
const BARE: f64 = 0.004;
const BEYOND: f64 = 8.0;

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
pub(super) struct Run<'a> {
    pub(super) model: &'a Model,
    pub(super) cameras: &'a [Camera],
    outlines: Vec<Silhouette>,
    /// Of the outlines that placed cameras saw.
    targets: Vec<Target>,
    surface: Surface,
    coarse_model: Model,
    coarse_surface: Surface,
    pub(super) sex: Option<Sex>,
    evidence: Evidence,
    nuisance: Nuisance,
    scale: f64,
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

    /// Cuts pictures again with the body that has been fitted to their outlines, and fits it to the new ones; the solution counts the
    /// linearisations since.
    pub(super) fn sharpened(
        mut self,
        stage: Stage,
        belief: &Belief<'_>,
        fitted: solve::Solution<State>,
        iterations: usize,
        observe: &mut dyn FnMut(usize, f64),
    ) -> Result<(Self, solve::Solution<State>), Error> {
        let mut last = solve::Solution {
            iterations: 0,
            ..fitted
        };
        for cut in 0..CUTS {
            if !self.outlines.iter().any(Silhouette::has_photo) {
                break;
            }
            let scene = self.scene(stage, belief, &self.targets);
            let seen = scene.explained(&last.state, NEAR * self.scale);
            let skin = self.skin(&last.state);
            let strange = |o: &Silhouette, body: &Raster| {
                let share = seen.iter().find(|(camera, ..)| *camera == o.camera);
                share.is_none_or(|(_, _, share)| *share < LIKE_A_BODY) || self.bare(o, body) > BARE
            };
            // The places of each picture that the body covers, where it is to be cut again.
            let again = |o: &Silhouette| {
                let plate = o.spots.is_none();
                if !o.has_photo() || plate && cut > 0 {
                    return None;
                }
                let body = self.covered(&last.state, &skin, o.camera)?;
                (!plate || strange(o, &body)).then_some(body)
            };
            let again: Vec<Option<Raster>> = self.outlines.iter().map(again).collect();
            if again.iter().all(Option::is_none) {
                break;
            }
            self = self.cut_again(again);
            let next = self.solve(stage, belief, last.state, iterations, observe)?;
            last = solve::Solution {
                iterations: last.iterations + next.iterations,
                ..next
            };
        }
        Ok((self, last))
    }

    /// The skin of a state, hair on it, mm.
    fn skin(&self, s: &State) -> Vec<Vec3> {
        let rest = self.model.rest(s.shape.as_slice());
        let posed = self.model.pose(rest, &s.pose);
        let scalp = &self.surface.scalp;
        let normals = scalp_normals(&posed.vertices, self.model.faces(), scalp);
        haired(&posed, &normals, scalp, s.hair_mm)
    }

    /// What a skin covers of a camera's picture, the camera where the state has it; none of one without a place.
    fn covered(&self, s: &State, skin: &[Vec3], camera: usize) -> Option<Raster> {
        let at = zoomed(self.cameras.get(camera)?, s.zoom);
        let pose = shifted(&at.pose?, &s.shifts[camera]);
        let faces = self.model.faces();
        let seen = Projected::new(&at, &pose, skin, faces);
        let mut body = Raster::new(at.width, at.height, self.scale.max(1.0));
        for face in faces.iter() {
            body.fill(seen.corners(*face));
        }
        Some(body)
    }

    /// The share of what a body covers that lies well beyond an outline.
    fn bare(&self, outline: &Silhouette, body: &Raster) -> f64 {
        let (width, height) = outline.coverage.dimensions();
        let apart = (NEAR * self.scale).max(1.0);
        let beyond = BEYOND * self.scale;
        let about = [
            (0.0, 0.0),
            (beyond, 0.0),
            (-beyond, 0.0),
            (0.0, beyond),
            (0.0, -beyond),
        ];
        let (mut all, mut bare) = (0, 0);
        for y in 0..(f64::from(height) / apart) as usize {
            for x in 0..(f64::from(width) / apart) as usize {
                let at = Vec2::new(x as f64, y as f64) * apart;
                if body.covers(at) {
                    all += 1;
                    let outside = |(x, y)| !outline.coverage.covers(at + Vec2::new(x, y));
                    bare += usize::from(about.into_iter().all(outside));
                }
            }
        }
        bare as f64 / all.max(1) as f64
    }

    /// The same with some pictures cut again, a body being likely that covers these places; outlines stay of which nothing new comes.
    fn cut_again(self, bodies: Vec<Option<Raster>>) -> Self {
        let cut = |(old, body): (Silhouette, Option<Raster>)| {
            let new = body.and_then(|body| old.again(&|at| body.covers(at)));
            new.unwrap_or(old)
        };
        let outlines: Vec<Silhouette> = self.outlines.into_iter().zip(bodies).map(cut).collect();
        let targets = targets(self.cameras, &outlines);
        Self {
            outlines,
            targets,
            ..self
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

    /// The longest stretch of an outline that a state leaves aside, units: off by more than `off` all along.
    pub(super) fn astray(&self, stage: Stage, belief: &Belief<'_>, s: &State, off: f64) -> f64 {
        let scene = self.scene(stage, belief, &self.targets);
        scene.astray_px(s, off * self.scale) / self.scale
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
            .explained(&s.state, NEAR * self.scale)
            .into_iter()
            .map(|(camera, median_px, explained)| ViewFit {
                camera,
                outline_median_px: median_px.min(LOOK * self.scale),
                explained,
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
        Ok(Fit {
            shape: s.state.shape,
            covariance,
            pose: s.state.pose,
            rig: Rig { cameras },
            hair_mm: s.state.hair_mm,
            outlines,
            views,
            converged: s.converged,
            iterations,
        })
    }
}
