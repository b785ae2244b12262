//! Several shots of one person, who stood anew for each, fitted to one body.

use super::belief::Belief;
use super::error::Error;
use super::fitted::Fit;
use super::priors::Evidence;
use super::run::{self, Run};
use super::schedule::{Arrived, EXACT, NUISANCE, Progress, arrive, telling};
use super::stage::{Stage, stages};
use super::state::State;
use super::target::Target;
use super::together::Together;
use crate::body::{self, Model};
use crate::camera::Rig;
use crate::capture::Sex;
use crate::silhouette::Silhouette;
use crate::solve;
use nalgebra::{DMatrix, DVector};

/// One body that was fitted to several shots.
#[derive(Clone, Debug)]
pub struct Joined {
    /// A fit a shot, alike in shape and hair.
    pub fits: Vec<Fit>,
    /// What that costs over what a body of its own for each shot does: less than 1 where all show one person, several where they do not.
    pub strain: f64,
}

/// Fits one body to several shots by placed cameras of a person who stood anew for each: all but shape and hair is each shot's own. Who
/// turns by an eighth between two shows cameras that stand opposite each other other widths.
///
/// # Errors
/// See [`Error`].
pub fn together(
    model: &Model,
    rig: &Rig,
    shots: &[&[Silhouette]],
    sex: Option<Sex>,
    evidence: Evidence,
    observe: &mut dyn FnMut(Progress),
) -> Result<Joined, Error> {
    let count = shots.len();
    let mut tell = telling(count, observe);
    let mut alone = Vec::with_capacity(count);
    for seen in shots {
        alone.push(arrive(model, rig, seen, sex, evidence, &mut tell)?);
    }
    let mut iterations = alone.iter().map(|a| a.last.iterations).sum();
    let first = alone.first().ok_or(Error::NoViews)?;
    let states = alone.iter().map(|a| &a.last.state);
    let shape = states.clone().map(|s| &s.shape).sum::<DVector<f64>>() / count as f64;
    let hair_mm = states.map(|s| s.hair_mm).sum::<f64>() / count as f64;
    let belief = first.run.settled(Belief::new(model.prior(sex))?, &shape)?;
    let [.., exact, dense] = stages();
    let mut apart = 0.0;
    for a in &alone {
        apart += a.run.cost(exact, &a.belief, &a.last.state)?;
    }
    let (mut runs, mut start) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (shot, Arrived { run, last, .. }) in alone.into_iter().enumerate() {
        runs.push(run.parted(shot, count));
        start.push(State {
            shape: shape.clone(),
            hair_mm,
            ..last.state
        });
    }
    let shots = Shots {
        runs,
        part: belief.part(count),
    };

    let near = shots.solve(exact, start, EXACT, &mut tell)?;
    let end = shots.solve(dense, near.state, EXACT, &mut tell)?;
    iterations += near.iterations + end.iterations;
    Ok(Joined {
        fits: shots.verdicts(dense, end, iterations)?,
        strain: near.cost / apart.max(f64::MIN_POSITIVE),
    })
}

/// How well a body would be known whose shape and poses the silhouettes show exactly: the equations of a fit that has arrived,
/// in the first shot's pose.
///
/// # Errors
/// See [`Error`].
pub fn known(
    model: &Model,
    rig: &Rig,
    shots: &[(Vec<Silhouette>, body::Pose)],
    shape: &DVector<f64>,
) -> Result<Fit, Error> {
    let count = shots.len();
    let (mut runs, mut state) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (shot, (seen, pose)) in shots.iter().enumerate() {
        let (outlines, evidence) = (seen.clone(), Evidence::default());
        let run = Run::new(model, &rig.cameras, outlines, None, evidence, NUISANCE)?;
        runs.push(run.parted(shot, count));
        let cameras = rig.cameras.len();
        state.push(State::new(shape.clone(), pose.clone(), cameras, 0.0));
    }
    let arrived = solve::Solution {
        state,
        cost: 0.0,
        iterations: 0,
        converged: true,
    };
    let part = Belief::new(model.prior(None))?.part(count);
    let [.., dense] = stages();
    let fits = Shots { runs, part }.verdicts(dense, arrived, 0)?;
    fits.into_iter().next().ok_or(Error::NoViews)
}

/// The shots, each with its part of what is known of all.
struct Shots<'a> {
    runs: Vec<Run<'a>>,
    part: Belief<'a>,
}

impl Shots<'_> {
    fn problem<'s>(&'s self, stage: Stage, targets: &'s [Vec<Target>]) -> Together<'s> {
        let scene =
            |(run, targets): (&'s Run<'_>, &'s Vec<Target>)| run.scene(stage, &self.part, targets);
        Together(self.runs.iter().zip(targets).map(scene).collect())
    }

    fn solve(
        &self,
        stage: Stage,
        from: Vec<State>,
        most: usize,
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<Vec<State>>, Error> {
        let targets: Vec<_> = self.runs.iter().map(|run| run.thinned(stage)).collect();
        let problem = self.problem(stage, &targets);
        Ok(solve::minimise(&problem, from, stage.limits(most), tell)?)
    }

    /// The covariance of each shot's unknowns.
    fn known(&self, stage: Stage, at: &Vec<State>) -> Result<Vec<DMatrix<f64>>, Error> {
        let targets: Vec<_> = self.runs.iter().map(|run| run.targets.clone()).collect();
        let problem = self.problem(stage.judging(), &targets);
        let layout = problem.layout().ok_or(Error::NoViews)?;
        let all = run::known(&problem, at)?;
        let n = layout.one.len();
        let of = |shot| {
            let at = |i, j| all[(layout.place(shot, i), layout.place(shot, j))];
            DMatrix::from_fn(n, n, at)
        };
        Ok((0..layout.shots).map(of).collect())
    }

    /// What is told of each shot of the last state.
    fn verdicts(
        &self,
        stage: Stage,
        end: solve::Solution<Vec<State>>,
        iterations: usize,
    ) -> Result<Vec<Fit>, Error> {
        let known = self.known(stage, &end.state)?;
        let each = self.runs.iter().zip(end.state).zip(known);
        let fits = each.map(|((run, state), known)| {
            let end = solve::Solution {
                state,
                cost: end.cost,
                iterations: end.iterations,
                converged: end.converged,
            };
            run.verdict(stage, &self.part, end, iterations, known)
        });
        Ok(fits.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_no_shot_there_is_no_view() {
        let bytes = include_bytes!("../../assets/body.purl");
        let model = Model::from_bytes(bytes).expect("the shipped asset");
        let rig = Rig { cameras: vec![] };
        let evidence = Evidence::default();
        let joined = together(&model, &rig, &[], None, evidence, &mut |_| ());
        assert_eq!(joined.err(), Some(Error::NoViews));
        let shape = &model.prior(None).mean;
        assert_eq!(known(&model, &rig, &[], shape).err(), Some(Error::NoViews));
    }
}
