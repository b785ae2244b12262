//! Pictures that are cut again with the body that has been fitted to their first outlines.

use super::belief::Belief;
use super::error::Error;
use super::explained::Explained;
use super::projected::Projected;
use super::run::Run;
use super::seen::{haired, scalp_normals, shifted, zoomed};
use super::stage::Stage;
use super::state::State;
use crate::geom::raster::Raster;
use crate::geom::{Vec2, Vec3};
use crate::silhouette::Silhouette;
use crate::solve;

/// How often pictures are cut again: what hangs on the wall behind a person has edges as clear as theirs, but no body has its shape.
const CUTS: usize = 2;

/// With a plate an outline is mostly right, and another cut takes time: only one is cut again, and once, of which the body explains less
/// than this share, ...
const LIKE_A_BODY: f64 = 0.93;
/// ... or outside of which more than this share of the body lies, ...
const BARE: f64 = 0.004;
/// ... farther than so many units.
const BEYOND: f64 = 8.0;

impl Run<'_> {
    /// Cuts pictures again with the body that has been fitted to their outlines, and fits it to the new ones, but in a booth, where most
    /// stay as they are; the solution counts the linearisations since. `seen` is what the state makes of outlines that have a plate.
    pub(super) fn sharpened(
        mut self,
        stage: Stage,
        belief: &Belief<'_>,
        fitted: solve::Solution<State>,
        seen: &[Explained],
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
            let skin = self.skin(&last.state);
            let strange = |o: &Silhouette, body: &Projected| {
                let seen = seen.iter().find(|e| e.camera == o.camera);
                seen.is_none_or(|e| e.share < LIKE_A_BODY) || self.bare(o, body) > BARE
            };
            // The places of each picture that the body covers, where it is to be cut again.
            let again = |o: &Silhouette| {
                let plate = o.spots.is_none();
                if !o.has_photo() || plate && cut > 0 {
                    return None;
                }
                let body = self.projected(&last.state, &skin, o.camera)?;
                let cell_px = self.scale.max(1.0);
                (!plate || strange(o, &body)).then(|| self.covered(&body, cell_px))
            };
            let again: Vec<Option<Raster>> = self.outlines.iter().map(again).collect();
            if again.iter().all(Option::is_none) {
                break;
            }
            self = self.cut_again(again);
            if self.is_booth() {
                // The stages that follow go by the new outlines soon enough.
                break;
            }
            let next = self.solve(stage, belief, last.state, iterations, observe)?;
            last = solve::Solution {
                iterations: last.iterations + next.iterations,
                ..next
            };
        }
        Ok((self, last))
    }

    /// The same, where there are no plates, with the better of two states. Where a judge and the stage do not agree, the pictures are
    /// asked: cut with the right body in mind they show an outline that it has. So a piece of the sofa is told from a belly, and a belly
    /// from a hand before the body.
    pub(super) fn sharpened_either(
        self,
        stage: Stage,
        judge: Stage,
        belief: &Belief<'_>,
        [held, rival]: [solve::Solution<State>; 2],
        iterations: usize,
        observe: &mut dyn FnMut(usize, f64),
    ) -> Result<(Self, solve::Solution<State>), Error> {
        let cheaper = |by: Stage| {
            let costs = [&rival, &held].map(|s| self.cost(by, belief, &s.state));
            let [rival, held] = costs;
            Ok::<bool, Error>(rival? < held?)
        };
        if cheaper(stage)? {
            return self.sharpened(stage, belief, rival, &[], iterations, observe);
        }
        if !cheaper(judge)? {
            return self.sharpened(stage, belief, held, &[], iterations, observe);
        }
        let again = self.clone();
        let first = again.sharpened(stage, belief, held, &[], iterations, observe)?;
        let second = self.sharpened(stage, belief, rival, &[], iterations, observe)?;
        let iterations = first.1.iterations + second.1.iterations;
        let cost = |(run, s): &(Self, solve::Solution<State>)| run.cost(judge, belief, &s.state);
        let (run, best) = if cost(&second)? < cost(&first)? {
            second
        } else {
            first
        };
        Ok((run, solve::Solution { iterations, ..best }))
    }

    /// The skin of a state, hair on it, mm.
    fn skin(&self, s: &State) -> Vec<Vec3> {
        let rest = self.model.rest(s.shape.as_slice());
        let posed = self.model.pose(rest, &s.pose);
        let scalp = &self.surface.scalp;
        let normals = scalp_normals(&posed.vertices, self.model.faces(), scalp);
        haired(&posed, &normals, scalp, s.hair_mm)
    }

    /// A skin in a camera's picture, the camera where the state has it; none of one without a place.
    fn projected(&self, s: &State, skin: &[Vec3], camera: usize) -> Option<Projected> {
        let at = zoomed(self.cameras.get(camera)?, s.zoom);
        let pose = shifted(&at.pose?, &s.shifts[camera]);
        Some(Projected::new(&at, &pose, skin, self.model.faces()))
    }

    /// What of a picture a body covers, in cells of this size.
    fn covered(&self, body: &Projected, cell_px: f64) -> Raster {
        let mut covered = Raster::new(body.width, body.height, cell_px);
        // What is seen of a closed body is seen from the front.
        for face in &body.facing {
            covered.fill(body.corners(self.model.faces()[*face as usize]));
        }
        covered
    }

    /// The share of what a body covers that lies well beyond an outline.
    fn bare(&self, outline: &Silhouette, body: &Projected) -> f64 {
        let beyond = BEYOND * self.scale;
        let apart = (0.5 * beyond).max(1.0);
        let covered = self.covered(body, apart);
        let about = [
            (0.0, 0.0),
            (beyond, 0.0),
            (-beyond, 0.0),
            (0.0, beyond),
            (0.0, -beyond),
        ];
        let (mut all, mut bare) = (0u32, 0u32);
        for at in covered.places() {
            all += 1;
            let outside = |(x, y)| !outline.coverage.covers(at + Vec2::new(x, y));
            bare += u32::from(about.into_iter().all(outside));
        }
        f64::from(bare) / f64::from(all.max(1))
    }

    /// The same with some pictures cut again, a body being likely that covers these places; outlines stay of which nothing new comes.
    fn cut_again(mut self, bodies: Vec<Option<Raster>>) -> Self {
        let cut = |(old, body): (Silhouette, Option<Raster>)| {
            let new = body.and_then(|body| old.again(&|at| body.covers(at)));
            new.unwrap_or(old)
        };
        let old = std::mem::take(&mut self.outlines);
        self.with(old.into_iter().zip(bodies).map(cut).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Model;
    use crate::fit::fixture::{outlines, person, rig};
    use crate::fit::priors::Evidence;
    use crate::fit::robust::GemanMcClure;
    use crate::fit::schedule::NUISANCE;
    use crate::fit::stage::stages;

    #[test]
    fn a_judge_that_minds_stretches_of_outline_overrules_a_stage_that_does_not() {
        let bytes = include_bytes!("../../assets/body.purl");
        let model = Model::from_bytes(bytes).expect("the shipped asset");
        let rig = rig();
        // Who holds the arms as few people do, and the same person with arms as most.
        let (seen, rare) = person(&model, Vec3::new(0.5, 0.0, 0.0));
        let (_, common) = person(&model, Vec3::zeros());
        let outlines = outlines(&rig, &model, &seen);
        let belief = Belief::new(model.prior(None)).expect("a prior");
        let [.., exact, _] = stages();
        let minds = |scale| Stage {
            kernel: GemanMcClure { scale },
            ..exact
        };
        let chosen = |stage: Stage, judge: Stage| {
            let (cameras, evidence) = (&rig.cameras, Evidence::default());
            let run = Run::new(&model, cameras, outlines.clone(), None, evidence, NUISANCE);
            let both = [&common, &rare].map(|pose| solve::Solution {
                state: State::new(model.prior(None).mean.clone(), pose.clone(), 4, 0.0),
                cost: 0.0,
                iterations: 0,
                converged: true,
            });
            let (_, best) = (run.expect("views"))
                .sharpened_either(stage, judge, &belief, both, 4, &mut |_, _| ())
                .expect("a fit");
            best.state.pose == rare
        };
        let (careless, careful) = (minds(0.05), minds(6.0));
        assert!(!chosen(careless, careless));
        assert!(chosen(careless, careful));
        assert!(chosen(careful, careless));
    }
}
