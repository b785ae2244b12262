//! The stages of a fit, from a cold start to the last tenth of a pixel.

use super::belief::Belief;
use super::error::Error;
use super::fitted::Fit;
use super::joints::{Joints, Sight};
use super::priors::{Evidence, Nuisance};
use super::run::Run;
use super::stage::{Stage, stages};
use super::start::{self, Shadow, Start};
use super::state::{State, exp};
use crate::body::{self, Model, Rest};
use crate::camera::Rig;
use crate::capture::Sex;
use crate::geom::Vec3;
use crate::silhouette::Silhouette;
use crate::solve;
use nalgebra::DVector;

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
    rig_px: 0.0,
    hair_mm: 15.0,
    hair_sigma_mm: 6.0,
    twist_rad: 0.12,
    floor_sigma_mm: 25.0,
    flat_sigma_mm: 4.0,
    level_mm: 0.0,
    roll_rad: 0.0,
    correlation_mm: 30.0,
};

/// Where there is no plate there is no booth: the rig may be off by a few pixels, people walk or stand on what is no floor, and an
/// outline that was cut out of clutter is wrong along whole stretches.
pub(super) const ROOM: Nuisance = Nuisance {
    camera_rad: 0.005,
    camera_mm: 8.0,
    correlation_mm: 60.0,
    ..NUISANCE
};

/// Linearisations of the exact stage at most: many bodies go round between neighbouring matchings after two.
pub(super) const EXACT: usize = 8;

/// The same where the stage that looks at more places takes over from it anyway.
const NEARLY: usize = 3;

/// Linearisations of the stage that looks at more places.
const DENSE: usize = 4;

/// Of what is left to do, about this share is done in an iteration.
const SHARE_DONE: f64 = 0.1;

/// A body that has gone through all stages but the last one.
pub(super) struct Arrived<'a> {
    /// With its pictures cut again.
    pub run: Run<'a>,
    /// The prior of its sex.
    pub belief: Belief<'a>,
    /// Where it stands, and all linearisations so far.
    pub last: solve::Solution<State>,
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
    let unplaced = |s: &Silhouette| {
        let camera = rig.cameras.get(s.camera);
        s.spots.is_some() && camera.is_some_and(|c| c.pose.is_none())
    };
    if silhouettes.iter().any(unplaced) {
        return super::home::fit(model, rig, silhouettes, sex, evidence, observe);
    }
    let mut tell = telling(1, observe);
    let Arrived { run, belief, last } = arrive(model, rig, silhouettes, sex, evidence, &mut tell)?;
    let [.., dense] = stages();
    let end = run.solve(dense, &belief, last.state, DENSE, &mut tell)?;
    let iterations = last.iterations + end.iterations;
    let known = run.known(dense, &belief, &end.state)?;
    Ok(run.verdict(dense, &belief, end, iterations, known))
}

/// An observer of linearisations that tells what share of the work is done, if so many bodies are fitted.
pub(super) fn telling(
    bodies: usize,
    observe: &mut dyn FnMut(Progress),
) -> impl FnMut(usize, f64) + '_ {
    let mut done = 0.0;
    move |_, cost| {
        done += (1.0 - done) * SHARE_DONE / bodies as f64;
        observe(Progress { done, cost });
    }
}

/// Fits the model to silhouettes of calibrated cameras, but for the last stage.
pub(super) fn arrive<'a>(
    model: &'a Model,
    rig: &'a Rig,
    silhouettes: &[Silhouette],
    sex: Option<Sex>,
    evidence: Evidence,
    tell: &mut dyn FnMut(usize, f64),
) -> Result<Arrived<'a>, Error> {
    let (mut shadows, mut sights) = (Vec::new(), Vec::new());
    for s in silhouettes {
        let camera = rig.cameras.get(s.camera);
        let camera = camera.ok_or(Error::UnknownCamera { camera: s.camera })?;
        if let (Some(pose), true) = (camera.pose, s.contours.iter().any(|c| !c.points.is_empty())) {
            shadows.push(Shadow {
                camera,
                pose,
                coverage: &s.coverage,
            });
            let sight = |spots| Sight {
                camera,
                pose,
                spots,
            };
            sights.extend(s.spots.as_ref().map(sight));
        }
    }
    let evidence = Evidence {
        mass_kg: None,
        ..evidence
    };
    let nuisance = if sights.is_empty() { NUISANCE } else { ROOM };
    let outlines = silhouettes.to_vec();
    let run = Run::new(model, &rig.cameras, outlines, sex, evidence, nuisance)?;
    run.arrive(&start::find(&shadows)?, &Joints::new(&sights), tell)
}

impl<'a> Run<'a> {
    /// The model's mean person, brought to a height that is told from their own.
    fn sized(&self, wanted_mm: impl FnOnce(f64) -> f64) -> DVector<f64> {
        let mut shape = self.model.prior(self.sex).mean.clone();
        let height = |shape: &DVector<f64>| {
            let y = self.coarse_model.rest(shape.as_slice()).vertices;
            y.iter().map(|v| v.y).fold(f64::NEG_INFINITY, f64::max)
                - y.iter().map(|v| v.y).fold(f64::INFINITY, f64::min)
        };
        let mean = height(&shape);
        shape[0] += 1.0;
        let per_unit = height(&shape) - mean;
        shape[0] += ((wanted_mm(mean) - mean) / per_unit).clamp(-4.0, 4.0) - 1.0;
        shape
    }

    /// The mean person posed by joints, and as large; none where too few were seen.
    fn posed(&self, joints: &Joints) -> Option<State> {
        let mean = self.model.prior(self.sex).mean.as_slice();
        let size = joints.size(self.model, &self.coarse_model.rest(mean))?;
        let shape = self.sized(|height| size * height);
        let pose = joints.pose(self.model, &self.coarse_model.rest(shape.as_slice()))?;
        let cameras = self.cameras.len();
        Some(State::new(shape, pose, cameras, NUISANCE.hair_mm))
    }

    /// The mean person at the start's place, scaled to its height, turned by each of these.
    fn placed<const N: usize>(&self, start: &Start, yaws_rad: [f64; N]) -> [State; N] {
        let shape = self.sized(|_| start.height_mm - NUISANCE.hair_mm);
        let rest = self.model.rest(shape.as_slice());
        yaws_rad.map(|yaw_rad| {
            let pose = self.turned(start, &rest, yaw_rad);
            State::new(shape.clone(), pose, self.cameras.len(), NUISANCE.hair_mm)
        })
    }

    /// The model's own pose at the start's place.
    fn turned(&self, start: &Start, rest: &Rest, yaw_rad: f64) -> body::Pose {
        let mut pose = body::Pose::rest(self.model);
        pose.rotations[0] = exp(Vec3::new(0.0, yaw_rad, 0.0));
        let posed = self.model.pose(rest, &pose);
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
        pose
    }

    /// Whoever comes best through the stages before the exact one, and all linearisations; none where nobody starts.
    fn contest(
        &self,
        mut rivals: Vec<State>,
        belief: &Belief<'_>,
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<Option<solve::Solution<State>>, Error> {
        let [rough, middle, fine, ..] = stages();
        // Steps at most, and how much more than the least cost a rival may have after them.
        let trials: [(Stage, &[(usize, f64)]); 3] = [
            (rough, &[(2, 2.0), (6, 1.5)]),
            (middle, &[(4, 1.5)]),
            (fine, &[(2, 1.5), (6, 1.0)]),
        ];
        let mut iterations = 0;
        let mut best = None;
        for (stage, trials) in trials {
            for (i, &(most, far)) in trials.iter().enumerate() {
                // Whoever is alone need not stop to be compared.
                if rivals.len() == 1 && i + 1 < trials.len() {
                    continue;
                }
                let mut reached = Vec::new();
                for from in rivals {
                    let s = self.solve(stage, belief, from, most, tell)?;
                    iterations += s.iterations;
                    reached.push(s);
                }
                let least = reached.iter().map(|s| s.cost).fold(f64::INFINITY, f64::min);
                reached.retain(|s| s.cost <= far * least);
                best = reached.first().cloned();
                rivals = reached.into_iter().map(|s| s.state).collect();
            }
        }
        Ok(best.map(|s| solve::Solution { iterations, ..s }))
    }

    fn arrive(
        mut self,
        start: &Start,
        joints: &Joints,
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<Arrived<'a>, Error> {
        let [.., exact, _] = stages();
        let belief = Belief::new(self.model.prior(self.sex))?;
        let mut iterations = 0;
        let quarters = [0.0, 1.0, 2.0, 3.0].map(|q| q * std::f64::consts::FRAC_PI_2);
        let upright = self.placed(start, quarters.map(|turn| start.spread_rad + turn));
        let mut best: Option<solve::Solution<State>> = None;
        // Who was seen to lean or to stretch out starts so; what the network saw may be wrong.
        for rivals in [self.posed(joints).into_iter().collect(), upright.to_vec()] {
            let found = self.contest(rivals, &belief, tell)?;
            iterations += found.as_ref().map_or(0, |s| s.iterations);
            best = match (best, found) {
                (Some(a), Some(b)) => Some(if b.cost < a.cost { b } else { a }),
                (a, b) => a.or(b),
            };
        }
        let best = best.ok_or(Error::NoViews)?.state;
        let belief = self.settled(belief, &best.shape)?;
        let mut last = self.solve(exact, &belief, best, NEARLY, tell)?;
        iterations += last.iterations;
        if !self.is_booth() {
            // How well the rig is known shows only now.
            self = self.with_rig_error(exact, &belief, &last.state);
            last = self.solve(exact, &belief, last.state, EXACT, tell)?;
            iterations += last.iterations;
        }
        let mut seen = self.explained(exact, &belief, &last.state);
        last = self.pulled(&belief, last, &seen, tell)?;
        iterations += last.iterations;
        if last.iterations > 0 {
            seen = self.explained(exact, &belief, &last.state);
        }
        let (run, mut cut) = self.sharpened(exact, &belief, last, &seen, EXACT, tell)?;
        iterations += cut.iterations;
        seen = run.explained(exact, &belief, &cut.state);
        if cut.iterations > 0 {
            cut = run.pulled(&belief, cut, &seen, tell)?;
            iterations += cut.iterations;
            seen = run.explained(exact, &belief, &cut.state);
        }
        let cut = run.restarted(&belief, cut, &seen, tell)?;
        iterations += cut.iterations;
        Ok(Arrived {
            run,
            belief,
            last: solve::Solution { iterations, ..cut },
        })
    }
}
