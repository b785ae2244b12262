//! Photos of one phone that stood nobody knows where: the same fit as in a booth, the cameras' places and the focal length
//! among its unknowns, started from the joints that a pose network saw.

use super::belief::Belief;
use super::error::Error;
use super::place;
use super::priors::{Evidence, Nuisance};
use super::robust::GemanMcClure;
use super::schedule::{Fit, NUISANCE, Progress, Run, SAMPLES, stages};
use super::stage::{Free, Stage};
use super::state::{Shift, State};
use super::target::Target;
use crate::body::Model;
use crate::camera::{Camera, Rig};
use crate::capture::Sex;
use crate::silhouette::Silhouette;
use crate::solve::Sums;

/// Nobody has calibrated these cameras: their places are free, a phone's EXIF is good to some 2 % of the focal length.
const HOME: Nuisance = Nuisance {
    camera_rad: 0.3,
    camera_mm: 1000.0,
    zoom: 0.02,
    ..NUISANCE
};

/// Robust kernel of the last stage. An outline that was cut out of clutter is wrong by many pixels along a twentieth of its
/// length, where a cushion was taken for a part of the person; in a booth it is not.
const CLUTTER: GemanMcClure = GemanMcClure { scale: 2.0 };

/// Places that are unknown are found by short steps.
const PATIENCE: usize = 4;

/// Fits the model to silhouettes with landmarks, of cameras without a place.
pub(super) fn fit(
    model: &Model,
    rig: &Rig,
    silhouettes: &[Silhouette],
    sex: Option<Sex>,
    evidence: Evidence,
    observe: &mut dyn FnMut(Progress),
) -> Result<Fit, Error> {
    let mut shape = model.prior(sex).mean.clone();
    let upright = |shape: &nalgebra::DVector<f64>| {
        let rest = model.rest(shape.as_slice());
        let pose = model.standard_pose(&rest);
        let body = model.pose(&rest, &pose).body();
        (pose, body)
    };
    if let Some(stature) = evidence.stature_mm {
        let height = |shape: &nalgebra::DVector<f64>| {
            let top = upright(shape).1.mesh.vertices;
            top.iter().map(|v| v.y).fold(f64::NEG_INFINITY, f64::max)
        };
        let now = height(&shape);
        shape[0] += 1.0;
        let per_unit = height(&shape) - now;
        shape[0] += ((stature - now) / per_unit).clamp(-6.0, 6.0) - 1.0;
    }
    let (pose, body) = upright(&shape);
    let mut cameras: Vec<Camera> = rig.cameras.clone();
    let mut targets = Vec::new();
    for s in silhouettes {
        let camera = &mut cameras[s.camera];
        let target = Target::new(s, SAMPLES);
        if let (Some(spots), false) = (&s.spots, target.samples.is_empty()) {
            camera.pose = Some(place::place(camera, &body, spots)?);
            targets.push(target);
        }
    }
    if targets.is_empty() {
        return Err(Error::NoViews);
    }
    let run = Run::new(model, &cameras, targets, sex, evidence, HOME);
    let belief = Belief::new(model.prior(sex))?;
    let mut state = State {
        shape,
        pose,
        shifts: vec![Shift::default(); cameras.len()],
        hair_mm: HOME.hair_mm,
        zoom: 0.0,
    };
    let [rough, middle, fine, exact] = stages();
    // Two outlines leave more open than four: more of the shape moves from the start, and more of the outlines counts.
    let steps: [(Stage, usize); 3] = [
        (
            Stage {
                free: Free::Pose { shape: 80 },
                ..rough
            },
            10,
        ),
        (
            Stage {
                free: Free::All,
                samples: 160,
                ..middle
            },
            12,
        ),
        (
            Stage {
                samples: SAMPLES,
                ..fine
            },
            10,
        ),
    ];
    let mut iterations = 0;
    let mut done = 0.0;
    let mut tell = |_: usize, cost: f64| {
        done += (1.0 - done) * 0.04;
        observe(Progress { done, cost });
    };
    for (stage, most) in steps {
        let stage = Stage {
            relative_decrease: exact.relative_decrease,
            refusals: PATIENCE,
            sums: Sums::Double,
            ..stage
        };
        let s = run.solve(stage, &belief, state, most, &mut tell)?;
        iterations += s.iterations;
        state = s.state;
    }
    let belief = run.settled(belief, &state.shape)?;
    let exact = Stage {
        kernel: CLUTTER,
        refusals: PATIENCE,
        sums: Sums::Double,
        ..exact
    };
    let last = run.solve(exact, &belief, state, 24, &mut tell)?;
    iterations += last.iterations;
    run.verdict(exact, &belief, last, iterations)
}
