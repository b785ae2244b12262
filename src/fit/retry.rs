//! What is tried again where a fit has arrived and a long stretch of outline is left aside.

use super::belief::Belief;
use super::error::Error;
use super::run::Run;
use super::schedule::EXACT;
use super::stage::{Stage, stages};
use super::state::State;
use crate::solve;

/// A stretch of outline longer than this (units) whose every place is off by more than that has been taken for somebody else's; often
/// rightly so, where it is hair or a hand. Then the body is brought there otherwise, and stays where the cost is less.
const STRETCH: f64 = 60.0;
const ASTRAY: f64 = 4.0;

/// Linearisations at most of the stage that pulls.
const CLOSE: usize = 6;

/// Linearisations at most of the stages that a restart goes through, from rough to fine.
const RESTART: [usize; 3] = [8, 6, 8];

impl Run<'_> {
    /// What the exact stage makes of a state that leaves a long stretch of outline aside, once it has been pulled there, if that costs
    /// less; the solution counts the linearisations since.
    pub(super) fn pulled(
        &self,
        belief: &Belief<'_>,
        last: solve::Solution<State>,
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<State>, Error> {
        let [.., close, _, _] = stages();
        self.retried(belief, last, &[(close, CLOSE)], tell)
    }

    /// The same by all stages from the roughest on, as for one who starts as large and in that pose: arms that were fitted to a trunk's
    /// outline let go of it only there.
    pub(super) fn restarted(
        &self,
        belief: &Belief<'_>,
        last: solve::Solution<State>,
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<State>, Error> {
        let [rough, middle, fine, ..] = stages();
        let [a, b, c] = RESTART;
        self.retried(belief, last, &[(rough, a), (middle, b), (fine, c)], tell)
    }

    /// The cheaper of a state and, where it leaves a long stretch of outline aside, what the exact stage makes of it after others, each
    /// with its linearisations at most.
    fn retried(
        &self,
        belief: &Belief<'_>,
        last: solve::Solution<State>,
        through: &[(Stage, usize)],
        tell: &mut dyn FnMut(usize, f64),
    ) -> Result<solve::Solution<State>, Error> {
        let [.., exact, _] = stages();
        let mut best = solve::Solution {
            iterations: 0,
            ..last
        };
        if self.astray(exact, belief, &best.state, ASTRAY) <= STRETCH {
            return Ok(best);
        }
        let (mut state, mut iterations) = (best.state.clone(), 0);
        for &(stage, most) in through {
            let s = self.solve(stage, belief, state, most, tell)?;
            iterations += s.iterations;
            state = s.state;
        }
        let again = self.solve(exact, belief, state, EXACT, tell)?;
        iterations += again.iterations;
        if again.cost < best.cost {
            best = again;
        }
        Ok(solve::Solution { iterations, ..best })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{Model, Pose};
    use crate::camera::{self, Camera, Intrinsics, Rig};
    use crate::capture::View;
    use crate::fit::priors::Evidence;
    use crate::fit::schedule::NUISANCE;
    use crate::fit::state::exp;
    use crate::geom::raster::Raster;
    use crate::geom::{Mat3, Vec2, Vec3};
    use crate::silhouette::{self, Silhouette};
    use image::{GrayImage, Luma, RgbImage};

    const SIZE: (u32, u32) = (360, 640);

    /// A camera before (0), left of (1), behind (2) or right of (3) the mark.
    fn camera(quarter: usize) -> Camera {
        let (s, c) = (quarter as f64 * std::f64::consts::FRAC_PI_2).sin_cos();
        let eye = Vec3::new(2400.0 * s, 1000.0, 2400.0 * c);
        let rows = [[c, 0.0, -s], [0.0, -1.0, 0.0], [-s, 0.0, -c]];
        let rotation = Mat3::from_fn(|i, j| rows[i][j]);
        Camera {
            id: quarter.to_string(),
            width: SIZE.0,
            height: SIZE.1,
            intrinsics: Intrinsics {
                fx: 560.0,
                fy: 560.0,
                cx: 179.5,
                cy: 319.5,
                distortion: [0.0; 5],
            },
            pose: Some(camera::Pose {
                rotation,
                translation_mm: -(rotation * eye),
            }),
        }
    }

    /// The mean person, both of whose arms are turned by this, and their pose.
    fn person(model: &Model, turned: Vec3) -> (Vec<Vec3>, Pose) {
        let rest = model.rest(model.prior(None).mean.as_slice());
        let mut pose = model.standard_pose(&rest);
        for (rotation, bone) in pose.rotations.iter_mut().zip(model.bones()) {
            if bone.name.starts_with("upperarm") {
                *rotation = exp(turned) * *rotation;
            }
        }
        (model.pose(&rest, &pose).vertices, pose)
    }

    fn outline(rig: &Rig, i: usize, model: &Model, vertices: &[Vec3]) -> Silhouette {
        let camera = &rig.cameras[i];
        let at: Vec<Vec2> = vertices.iter().filter_map(|v| camera.project(*v)).collect();
        let mut raster = Raster::new(SIZE.0, SIZE.1, 1.0);
        for face in model.faces().iter() {
            raster.fill(face.map(|v| at[v as usize]));
        }
        let mask = GrayImage::from_fn(SIZE.0, SIZE.1, |x, y| {
            let at = Vec2::new(f64::from(x), f64::from(y));
            Luma([if raster.covers(at) { 255 } else { 0 }])
        });
        let frame = RgbImage::new(SIZE.0, SIZE.1);
        let view = View::new(rig, i, frame, None, Some(mask)).expect("sizes agree");
        silhouette::extract(&view, camera).expect("an outline")
    }

    #[test]
    fn arms_that_were_fitted_elsewhere_are_found_from_the_roughest_stage_on() {
        let bytes = include_bytes!("../../assets/body.purl");
        let model = Model::from_bytes(bytes).expect("the shipped asset");
        let rig = Rig {
            cameras: (0..4).map(camera).collect(),
        };
        let (seen, _) = person(&model, Vec3::zeros());
        let outlines = (0..4).map(|i| outline(&rig, i, &model, &seen)).collect();
        let evidence = Evidence::default();
        let run = Run::new(&model, &rig.cameras, outlines, None, evidence, NUISANCE);
        let run = run.expect("views");
        let belief = Belief::new(model.prior(None)).expect("a prior");
        // One arm half hidden by the trunk, the other stretched out.
        let (_, pose) = person(&model, Vec3::new(0.0, 0.0, 0.6));
        let shape = model.prior(None).mean.clone();
        let start = State::new(shape, pose, rig.cameras.len(), 0.0);
        let mut tell = |_: usize, _: f64| ();
        let [.., exact, _] = stages();
        let aside = |s: &State| run.astray(exact, &belief, s, ASTRAY);
        let stuck = run
            .solve(exact, &belief, start, EXACT, &mut tell)
            .expect("a fit");
        let pulled = run.pulled(&belief, stuck, &mut tell).expect("a fit");
        let (before, cost) = (aside(&pulled.state), pulled.cost);
        let again = run.restarted(&belief, pulled, &mut tell).expect("a fit");
        let after = aside(&again.state);
        println!(
            "{before} -> {after} px aside, cost {cost} -> {}",
            again.cost
        );
        assert!(before > STRETCH && after < 0.5 * STRETCH && again.cost < 0.7 * cost);
    }
}
