//! Photos of one phone that stood nobody knows where: the same fit as in a booth, the cameras' places and the focal length
//! among its unknowns, started from the joints that a pose network saw.

use super::arms;
use super::belief::Belief;
use super::error::Error;
use super::fitted::Fit;
use super::place;
use super::priors::{Evidence, Nuisance};
use super::robust::GemanMcClure;
use super::run::Run;
use super::schedule::{Progress, ROOM};
use super::stage::{Free, Search, Stage, stages};
use super::state::State;
use crate::body::Model;
use crate::camera::{Camera, Rig};
use crate::capture::Sex;
use crate::geom::Vec3;
use crate::silhouette::Silhouette;
use crate::solve::Sums;

/// Nobody has calibrated these cameras: their places are free, a phone's EXIF is good to some 2 % of the focal length. Who turns
/// before a phone leaves it where it is, or has it held by someone, upright to some 2 degrees. Two outlines are few: as in a booth each
/// tells all it can.
const HOME: Nuisance = Nuisance {
    camera_rad: 0.3,
    camera_mm: 1000.0,
    zoom: 0.02,
    level_mm: 60.0,
    roll_rad: 0.03,
    correlation_mm: 30.0,
    ..ROOM
};

/// Robust kernel of the last stage. An outline that was cut out of clutter is wrong by many pixels along a twentieth of its
/// length, where a cushion was taken for a part of the person; in a booth it is not.
const CLUTTER: GemanMcClure = GemanMcClure { scale: 2.0 };

/// What is tried again after it, the cheaper staying: the same from a kernel that lets go of less, and all stages but the roughest:
/// fingers are combs, on which an arm slips by a finger's length.
const HOLDING: GemanMcClure = GemanMcClure { scale: 4.0 };
/// Linearisations at most under that kernel.
const HELD: usize = 12;

/// An arm that a picture hides is then tried as the other one is held. Whether the body it leaves is the better one is told by a kernel
/// that minds whole stretches of outline, and looks far: to the last stage a hand in front of the body costs less than a belly that
/// few people have.
const JUDGE: GemanMcClure = GemanMcClure { scale: 6.0 };
const JUDGE_REACH: f64 = 40.0;

/// Places that are unknown are found by short steps.
const PATIENCE: usize = 4;

/// Logarithms of the focal length over EXIF's to start from. A longer lens farther away shows nearly the same person, and from
/// one start alone the fit stays where it began: with a wrong lens the belly takes up what the size does not.
const ZOOMS: [f64; 5] = [-0.04, -0.02, 0.0, 0.02, 0.04];

/// Linearisations of the last stage at most.
const EXACT: usize = 24;

/// A start with another lens, as far away as leaves the person's size in the pictures.
fn through_lens(state: &State, cameras: &[Camera], zoom: f64) -> State {
    let mut state = State {
        zoom,
        ..state.clone()
    };
    for (shift, camera) in state.shifts.iter_mut().zip(cameras) {
        if let Some(pose) = camera.pose {
            let depth_mm = (pose.rotation * Vec3::new(0.0, WAIST_MM, 0.0) + pose.translation_mm).z;
            shift.translation_mm.z = depth_mm * (zoom.exp() - 1.0);
        }
    }
    state
}

/// Height of a place in the middle of a person, mm.
const WAIST_MM: f64 = 1000.0;

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
    for s in silhouettes {
        let unknown = Error::UnknownCamera { camera: s.camera };
        let camera = cameras.get_mut(s.camera).ok_or(unknown)?;
        let placed = |spots| place::place(camera, &body, spots);
        camera.pose = s.spots.as_ref().map(placed).transpose()?;
    }
    let outlines = silhouettes.to_vec();
    let run = Run::new(model, &cameras, outlines, sex, evidence, HOME)?;
    let belief = Belief::new(model.prior(sex))?;
    let state = State::new(shape, pose, cameras.len(), HOME.hair_mm);
    let [rough, middle, fine, close, exact, dense] = stages();
    // Two outlines leave more open than four: more of the shape moves from the start, and more of the outlines counts.
    let patient = |stage| Stage {
        relative_decrease: exact.relative_decrease,
        refusals: PATIENCE,
        sums: Sums::Double,
        ..stage
    };
    let [exact, dense] = [exact, dense].map(|stage| Stage {
        kernel: CLUTTER,
        ..patient(stage)
    });
    let holding = Stage {
        kernel: HOLDING,
        samples: dense.samples,
        hands_held: true,
        ..patient(close)
    };
    let steps: [(Stage, usize); 4] = [
        (
            Stage {
                free: Free::Pose { shape: 80 },
                ..patient(rough)
            },
            10,
        ),
        (
            Stage {
                free: Free::All,
                samples: 160,
                ..patient(middle)
            },
            12,
        ),
        (
            Stage {
                samples: exact.samples,
                ..patient(fine)
            },
            10,
        ),
        (exact, EXACT),
    ];
    let mut iterations = 0;
    let mut done = 0.0;
    let mut tell = |_: usize, cost: f64| {
        done += (1.0 - done) * 0.04;
        observe(Progress { done, cost });
    };
    let mut best: Option<(f64, State)> = None;
    for zoom in ZOOMS {
        let mut cost = f64::INFINITY;
        let mut state = through_lens(&state, &cameras, zoom);
        for (stage, most) in steps {
            let s = run.solve(stage, &belief, state, most, &mut tell)?;
            iterations += s.iterations;
            (cost, state) = (s.cost, s.state);
        }
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, state));
        }
    }
    let (_, state) = best.ok_or(Error::NoViews)?;
    let belief = run.settled(belief, &state.shape)?;
    let mut last = run.solve(dense, &belief, state, EXACT, &mut tell)?;
    iterations += last.iterations;
    let [_, middle, fine, _] = steps;
    for through in [&[(holding, HELD)][..], &[middle, fine]] {
        last = run.cheaper(&belief, last, through, (dense, EXACT), &mut tell)?;
        iterations += last.iterations;
    }
    let (run, last) = match arms::hidden(&run.outlines) {
        None => run.sharpened(dense, &belief, last, &[], EXACT, &mut tell)?,
        Some(side) => {
            let mut from = last.state.clone();
            from.pose = arms::alike(model, &from.pose, side);
            let through = [middle, fine, (holding, HELD), (dense, EXACT)];
            let rival = run.through(&belief, from, &through, &mut tell)?;
            iterations += rival.iterations;
            let judge = Stage {
                kernel: JUDGE,
                search: Search::Normals { reach: JUDGE_REACH },
                ..dense
            };
            run.sharpened_either(dense, judge, &belief, [last, rival], EXACT, &mut tell)?
        }
    };
    iterations += last.iterations;
    let known = run.known(dense, &belief, &last.state)?;
    Ok(run.verdict(dense, &belief, last, iterations, known))
}
