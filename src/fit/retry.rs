//! What is tried again where a fit has arrived and a long stretch of outline is left aside.

use super::belief::Belief;
use super::error::Error;
use super::explained::Explained;
use super::run::Run;
use super::schedule::EXACT;
use super::stage::{Stage, stages};
use super::state::State;
use crate::solve;

/// A stretch of outline longer than this (units) of which no place is near the body has been taken for somebody else's; often
/// rightly so, where it is hair or a hand. Then the body is brought there otherwise, and stays where the cost is less.
const STRETCH: f64 = 60.0;

/// Linearisations at most of the stage that pulls.
const CLOSE: usize = 6;

/// Linearisations at most of the stages that a restart goes through, from rough to fine.
const RESTART: [usize; 3] = [8, 6, 8];

impl Run<'_> {
    /// What the exact stage makes of a state that leaves a long stretch of outline aside, as seen, once it has been pulled there, if that
    /// costs less; the solution counts the linearisations since.
    pub(super) fn pulled(
        &self,
        belief: &Belief<'_>,
        last: solve::Solution<State>,
        seen: &[Explained],
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<State>, Error> {
        let [.., close, _, _] = stages();
        self.retried(belief, last, seen, &[(close, CLOSE)], tell)
    }

    /// The same by all stages from the roughest on, as for one who starts as large and in that pose: arms that were fitted to a trunk's
    /// outline let go of it only there.
    pub(super) fn restarted(
        &self,
        belief: &Belief<'_>,
        last: solve::Solution<State>,
        seen: &[Explained],
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<State>, Error> {
        let [rough, middle, fine, ..] = stages();
        let [a, b, c] = RESTART;
        let through = [(rough, a), (middle, b), (fine, c)];
        self.retried(belief, last, seen, &through, tell)
    }

    /// Where a state leaves a long stretch of outline aside, the cheaper of it and of what the exact stage makes of it after others.
    fn retried(
        &self,
        belief: &Belief<'_>,
        last: solve::Solution<State>,
        seen: &[Explained],
        through: &[(Stage, usize)],
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<State>, Error> {
        let [.., exact, _] = stages();
        if seen.iter().all(|e| e.astray <= STRETCH) {
            return Ok(solve::Solution {
                iterations: 0,
                ..last
            });
        }
        self.cheaper(belief, last, through, (exact, EXACT), tell)
    }

    /// The cheaper, to a last stage, of a state and of what it makes of that after other stages, each with its linearisations at most.
    pub(super) fn cheaper(
        &self,
        belief: &Belief<'_>,
        last: solve::Solution<State>,
        through: &[(Stage, usize)],
        stage: (Stage, usize),
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<State>, Error> {
        let all = [through, &[stage]].concat();
        let again = self.through(belief, last.state.clone(), &all, tell)?;
        let iterations = again.iterations;
        // Outlines may have changed since it was found.
        let cost = self.cost(stage.0, belief, &last.state)?;
        let best = if again.cost < cost {
            again
        } else {
            solve::Solution { cost, ..last }
        };
        Ok(solve::Solution { iterations, ..best })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Model;
    use crate::fit::fixture::{outlines, person, rig};
    use crate::fit::priors::Evidence;
    use crate::fit::schedule::NUISANCE;
    use crate::geom::Vec3;

    #[test]
    fn arms_that_were_fitted_elsewhere_are_found_from_the_roughest_stage_on() {
        let bytes = include_bytes!("../../assets/body.purl");
        let model = Model::from_bytes(bytes).expect("the shipped asset");
        let rig = rig();
        let (seen, _) = person(&model, Vec3::zeros());
        let outlines = outlines(&rig, &model, &seen);
        let evidence = Evidence::default();
        let run = Run::new(&model, &rig.cameras, outlines, None, evidence, NUISANCE);
        let run = run.expect("views");
        let belief = Belief::new(model.prior(None)).expect("a prior");
        // Arms far from where they are seen.
        let (_, pose) = person(&model, Vec3::new(-0.7, 0.0, 0.8));
        let shape = model.prior(None).mean.clone();
        let start = State::new(shape, pose, rig.cameras.len(), 0.0);
        let mut tell = |_: usize, _: f64| ();
        let [.., exact, _] = stages();
        let aside = |s: &State| {
            let seen = run.explained(exact, &belief, s);
            seen.iter().map(|e| e.astray).fold(0.0, f64::max)
        };
        let stuck = run
            .solve(exact, &belief, start, EXACT, &mut tell)
            .expect("a fit");
        let seen = run.explained(exact, &belief, &stuck.state);
        let pulled = run.pulled(&belief, stuck, &seen, &mut tell);
        let pulled = pulled.expect("a fit");
        let seen = run.explained(exact, &belief, &pulled.state);
        let (before, cost) = (aside(&pulled.state), pulled.cost);
        let again = run.restarted(&belief, pulled, &seen, &mut tell);
        let again = again.expect("a fit");
        let after = aside(&again.state);
        println!(
            "{before} -> {after} px aside, cost {cost} -> {}",
            again.cost
        );
        assert!(before > STRETCH && after < 0.5 * STRETCH && again.cost < 0.7 * cost);
    }
}
