//! One camera's lens from its photos of the board.

use super::board::Board;
use super::bundle::{Bundle, Observation, State};
use super::error::Error;
use super::homography::Homography;
use super::plane_pose;
use super::sighting::Sighting;
use crate::camera::{Intrinsics, Pose};
use crate::geom::{Mat3, Vec2, Vec3};

/// Photos of a camera that must show the board.
pub(super) const LEAST_PHOTOS: usize = 3;
/// Focal lengths that are tried where the photos' perspective says none, as shares of the longer side.
const FOCALS: [f64; 5] = [0.5, 0.75, 1.0, 1.5, 2.5];
/// A corner this far off in a first adjustment no longer pulls harder, px.
const ROBUST_PX: f64 = 1.5;

/// A pinhole lens before any photo.
fn pinhole(size: (u32, u32), focal: f64) -> Intrinsics {
    Intrinsics {
        fx: focal,
        fy: focal,
        cx: 0.5 * (f64::from(size.0) - 1.0),
        cy: 0.5 * (f64::from(size.1) - 1.0),
        distortion: [0.0; 5],
    }
}

/// The lens that explains the sightings of one camera best.
pub(super) fn calibrate(
    board: &Board,
    camera: &str,
    size: (u32, u32),
    sightings: &[&Sighting],
) -> Result<Intrinsics, Error> {
    if sightings.len() < LEAST_PHOTOS {
        return Err(Error::TooFewPhotos {
            camera: camera.into(),
            found: sightings.len(),
            needed: LEAST_PHOTOS,
        });
    }
    let long = f64::from(size.0.max(size.1));
    let mut starts: Vec<f64> = FOCALS.iter().map(|f| f * long).collect();
    if let Some(f) = focal(board, size, sightings).filter(|f| (0.2..8.0).contains(&(f / long))) {
        starts.insert(0, f);
    }
    let mut best: Option<(f64, Intrinsics)> = None;
    for focal in starts {
        if let Some((rms, lens)) = adjusted(board, size, sightings, pinhole(size, focal))
            && best.is_none_or(|(least, _)| rms < least)
        {
            best = Some((rms, lens));
        }
        // Good enough that no other start can be better by much.
        if best.is_some_and(|(rms, _)| rms < 0.002 * long) {
            break;
        }
    }
    let undetermined = |problem: &str| Error::Lens {
        camera: camera.into(),
        problem: problem.into(),
    };
    let (_, lens) = best.ok_or_else(|| undetermined("no lens explains its photos"))?;
    if !(0.15..10.0).contains(&(lens.fx / long)) {
        return Err(undetermined(
            "its photos do not tell the focal length: the board stands square to the camera in all of them",
        ));
    }
    Ok(lens)
}

/// Adjusts lens and board poses from a lens; with the root mean square of the corners, px.
fn adjusted(
    board: &Board,
    size: (u32, u32),
    sightings: &[&Sighting],
    lens: Intrinsics,
) -> Option<(f64, Intrinsics)> {
    let identity = Pose {
        rotation: Mat3::identity(),
        translation_mm: Vec3::zeros(),
    };
    let mut boards = Vec::with_capacity(sightings.len());
    let mut observations = Vec::new();
    for (shot, s) in sightings.iter().enumerate() {
        boards.push(plane_pose::poses(board, s, &lens).first()?.pose);
        let one = |&(corner, at): &(usize, Vec2)| Observation {
            camera: 0,
            shot,
            corner,
            at,
        };
        observations.extend(s.corners.iter().map(one));
    }
    let count = boards.len();
    let bundle = Bundle {
        board,
        observations: &observations,
        sizes: &[size],
        held_cameras: vec![true],
        held_boards: vec![false; count],
        robust_px: ROBUST_PX,
    };
    let start = State {
        lenses: vec![lens],
        cameras: vec![identity],
        boards,
    };
    let state = bundle.adjust(start).ok()?;
    let misses = bundle.misses(&state);
    let squares: f64 = misses.iter().map(|m| m.min(50.0).powi(2)).sum();
    let rms = (squares / misses.len().max(1) as f64).sqrt();
    Some((rms, *state.lenses.first()?))
}

/// Focal length from the perspective of all photos, principal point in the centre (Zhang 2000 with two of his unknowns held): each
/// homography's first two columns must be images of two directions of equal length at right angles.
fn focal(board: &Board, size: (u32, u32), sightings: &[&Sighting]) -> Option<f64> {
    let lens = pinhole(size, 1.0);
    let long = f64::from(size.0.max(size.1));
    let (mut up, mut down) = (0.0, 0.0);
    for s in sightings {
        let from: Vec<Vec2> = s
            .corners
            .iter()
            .map(|c| board.corner_mm(c.0).xy())
            .collect();
        let centred = |at: Vec2| (at - Vec2::new(lens.cx, lens.cy)) / long;
        let to: Vec<Vec2> = s.corners.iter().map(|c| centred(c.1)).collect();
        let Some(Homography(h)) = Homography::fit(&from, &to) else {
            continue;
        };
        let (a, b): (Vec3, Vec3) = (h.column(0).into(), h.column(1).into());
        let scale = a.norm() * b.norm();
        // With w = 1/f^2: (a.x b.x + a.y b.y) w + a.z b.z = 0, and the same for a.a - b.b.
        let pairs = [
            (a.xy().dot(&b.xy()) / scale, a.z * b.z / scale),
            (
                (a.xy().norm_squared() - b.xy().norm_squared()) / scale,
                (a.z * a.z - b.z * b.z) / scale,
            ),
        ];
        for (p, q) in pairs {
            up += p * -q;
            down += p * p;
        }
    }
    let w = up / down;
    (w > 0.0 && w.is_finite()).then(|| long / w.sqrt())
}
