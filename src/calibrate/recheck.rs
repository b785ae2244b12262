//! Has a camera of a calibrated rig moved? From pictures of the empty booth, then and now, or from one shot of the board.

use super::board::Board;
use super::plane_pose;
use super::shift::{Shift, shift};
use super::sighting::Sighting;
use crate::camera::{Camera, Pose, Rig};
use crate::geom::{Vec2, Vec3, sort_by_number};
use image::RgbImage;
use nalgebra::{Matrix2x6, Matrix6, Rotation3, Vector6};
use serde::Serialize;

/// A camera has moved where its picture did by more than this, px of a picture 1,280 px long: some 0.05 degrees.
const MOVED_PX: f64 = 1.0;
/// No picture is so small that less can be told.
const LEAST_LIMIT_PX: f64 = 0.5;
/// Fewer parts of the old picture than this share in the new one: another scene.
pub const AGREEMENT: f64 = 0.3;
/// A shift that is known no better than this share of the limit says nothing.
const KNOWN: f64 = 0.5;
/// Of more cameras than this that see one board, not all subsets are tried.
const MOST_CAMERAS: usize = 10;
/// Steps of the board's placing.
const STEPS: usize = 20;

/// What a re-check says of a camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It stands where it stood.
    Still,
    /// It moved: calibrate again, or put it back.
    Moved,
    /// Its picture shows another scene: it was turned away, covered, or the booth was rebuilt.
    SceneChanged,
    /// The picture has too little structure to tell, or the board is not seen.
    Unknown,
}

/// One camera's part of a re-check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recheck {
    /// Its id.
    pub camera: String,
    /// The judgement.
    pub state: State,
    /// How far its picture moved, root mean square over the picture or the board's corners, px; `None` where unknown.
    pub moved_px: Option<f64>,
    /// Farther than this is moved, px.
    pub limit_px: f64,
    /// From plates: to the right in the picture's middle, px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right_px: Option<f64>,
    /// From plates: down in the picture's middle, px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub down_px: Option<f64>,
    /// From plates: clockwise, degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn_deg: Option<f64>,
    /// From plates: share of the old picture's parts that the new one shows as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<f64>,
}

impl Recheck {
    fn new(camera: &str, size: (u32, u32), state: State, moved_px: Option<f64>) -> Self {
        Recheck {
            camera: camera.into(),
            state,
            moved_px: moved_px.map(rounded),
            limit_px: limit_px(size),
            right_px: None,
            down_px: None,
            turn_deg: None,
            agreement: None,
        }
    }

    /// A sentence for people: what was found and what to do.
    pub fn words(&self) -> String {
        let (id, limit) = (&self.camera, self.limit_px);
        let moved = self.moved_px.unwrap_or(0.0);
        match self.state {
            State::Still => format!("camera {id} stands still ({moved:.2} px, limit {limit:.2})"),
            State::Moved => format!(
                "camera {id} moved ({moved:.2} px, limit {limit:.2}): put it back or calibrate again"
            ),
            State::SceneChanged => format!(
                "camera {id} shows another scene: see whether it is covered, turned away or swapped, and whether the lights are on"
            ),
            State::Unknown => {
                format!("camera {id}: it cannot be told whether it moved; use a photo of the board")
            }
        }
    }
}

/// Farther than this is moved, px.
fn limit_px((width, height): (u32, u32)) -> f64 {
    rounded((MOVED_PX * f64::from(width.max(height)) / 1280.0).max(LEAST_LIMIT_PX))
}

fn rounded(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

/// From two pictures of the empty booth by one camera, the stored one and one of now. The second may as well show a person.
pub fn recheck_plates(camera: &str, old: &RgbImage, new: &RgbImage) -> Recheck {
    let size = old.dimensions();
    let limit = limit_px(size);
    let Some(found) = shift(old, new) else {
        let state = if old.dimensions() == new.dimensions() {
            State::Unknown
        } else {
            State::SceneChanged
        };
        return Recheck::new(camera, size, state, None);
    };
    let Shift {
        rms_px, sigma_px, ..
    } = found;
    let (state, moved_px) = if found.agreement < AGREEMENT {
        (State::SceneChanged, None)
    } else if sigma_px > KNOWN * limit.max(0.5 * rms_px) {
        (State::Unknown, None)
    } else if rms_px > limit {
        (State::Moved, Some(rms_px))
    } else {
        (State::Still, Some(rms_px))
    };
    let told = |value: f64| moved_px.map(|_| rounded(value));
    Recheck {
        right_px: told(found.middle_px.x),
        down_px: told(found.middle_px.y),
        turn_deg: told(found.turn_rad.to_degrees()),
        agreement: Some(rounded(found.agreement)),
        ..Recheck::new(camera, size, state, moved_px)
    }
}

/// From one shot of the board: `seen` holds the cameras (index into the rig) that see it. The largest group of cameras that agree
/// where the board is stands still; with two cameras that disagree either may have moved, and both are named.
pub fn recheck_board(rig: &Rig, board: &Board, seen: &[(usize, Sighting)]) -> Vec<Recheck> {
    let looks: Vec<Look> = seen
        .iter()
        .filter_map(|(index, sighting)| {
            let camera = rig.cameras.get(*index)?;
            let corner = |&(i, at): &(usize, Vec2)| (board.corner_mm(i), at);
            Some(Look {
                camera,
                pose: camera.pose?,
                points: sighting.corners.iter().map(corner).collect(),
                limit_px: limit_px((camera.width, camera.height)),
            })
        })
        .take(MOST_CAMERAS)
        .collect();
    let misses = consensus(&looks);
    let one = |camera: &Camera| {
        let size = (camera.width, camera.height);
        let look = looks.iter().position(|l| l.camera.id == camera.id);
        match look.and_then(|i| misses.get(i).copied()) {
            Some(miss) => {
                let moved = miss > limit_px(size);
                let state = if moved { State::Moved } else { State::Still };
                Recheck::new(&camera.id, size, state, Some(miss))
            }
            None => Recheck::new(&camera.id, size, State::Unknown, None),
        }
    };
    rig.cameras.iter().map(one).collect()
}

/// A camera and the corners that it sees, on the board (mm) and in its picture (px).
struct Look<'a> {
    camera: &'a Camera,
    pose: Pose,
    points: Vec<(Vec3, Vec2)>,
    limit_px: f64,
}

impl Look<'_> {
    /// Root mean square distance of the corners from where a board at that place shows them, px.
    fn miss_px(&self, board: &Pose) -> f64 {
        let lens = &self.camera.intrinsics;
        let miss = |(p, at): &(Vec3, Vec2)| {
            let seen = lens.project(self.pose.to_camera(board.to_camera(*p)));
            seen.map_or(f64::INFINITY, |uv| (uv - at).norm_squared())
        };
        let sum: f64 = self.points.iter().map(miss).sum();
        (sum / self.points.len().max(1) as f64).sqrt()
    }

    /// Places in the world of the board as this camera alone sees it.
    fn boards(&self) -> Vec<Pose> {
        let back = self.pose.rotation.transpose();
        let to_world = |p: plane_pose::BoardPose| Pose {
            rotation: back * p.pose.rotation,
            translation_mm: back * (p.pose.translation_mm - self.pose.translation_mm),
        };
        let poses = plane_pose::poses_of(&self.points, &self.camera.intrinsics);
        poses.into_iter().map(to_world).collect()
    }
}

/// How far each camera's corners are from where the largest group of cameras that agree sees them, px. Empty for fewer than two.
fn consensus(looks: &[Look]) -> Vec<f64> {
    let n = looks.len();
    if n < 2 {
        return Vec::new();
    }
    let mut groups: Vec<u32> = (1u32..1 << n).filter(|g| g.count_ones() >= 2).collect();
    // The largest first.
    sort_by_number(&mut groups, |g| -f64::from(g.count_ones()));
    let mut best: Option<(u32, f64, Pose)> = None;
    for group in groups {
        if best
            .as_ref()
            .is_some_and(|b| b.0.count_ones() > group.count_ones() && b.1 <= 1.0)
        {
            break;
        }
        let members: Vec<&Look> = (0..n)
            .filter(|i| group & (1 << i) != 0)
            .filter_map(|i| looks.get(i))
            .collect();
        let Some((worst, board)) = place(&members) else {
            continue;
        };
        // A group that agrees beats a smaller one; else the one that is least at odds.
        let agrees = |b: &(u32, f64, Pose)| b.1 <= 1.0 && b.0.count_ones() > group.count_ones();
        if best.as_ref().is_none_or(|b| !agrees(b) && worst < b.1) {
            best = Some((group, worst, board));
        }
    }
    let board = best.map(|b| b.2);
    let miss = |l: &Look| board.map_or(f64::INFINITY, |b| l.miss_px(&b));
    looks.iter().map(miss).collect()
}

/// The place of the board that suits all of these cameras best, and the worst one's distance in units of its limit.
fn place(looks: &[&Look]) -> Option<(f64, Pose)> {
    let worst = |b: &Pose| {
        let share = |l: &&Look| l.miss_px(b) / l.limit_px;
        looks.iter().map(share).fold(0.0, f64::max)
    };
    let starts = looks.iter().flat_map(|l| l.boards());
    let settled = starts.map(|start| settle(looks, start));
    settled
        .map(|b| (worst(&b), b))
        .filter(|(w, _)| w.is_finite())
        .min_by(|a, b| a.0.total_cmp(&b.0))
}

/// Least squares on the corners of all cameras.
fn settle(looks: &[&Look], from: Pose) -> Pose {
    let mut board = from;
    for _ in 0..STEPS {
        let (mut hessian, mut gradient) = (Matrix6::<f64>::zeros(), Vector6::<f64>::zeros());
        for look in looks {
            for (p, at) in &look.points {
                let turned = board.rotation * p;
                let world = turned + board.translation_mm;
                let Some((uv, d)) = look.camera.project_with_jacobian(world) else {
                    continue;
                };
                let mut j = Matrix2x6::zeros();
                j.fixed_columns_mut::<3>(0)
                    .copy_from(&(d * -turned.cross_matrix()));
                j.fixed_columns_mut::<3>(3).copy_from(&d);
                hessian += j.transpose() * j;
                gradient += j.transpose() * (uv - at);
            }
        }
        for i in 0..6 {
            hessian[(i, i)] *= 1.0 + 1e-6;
        }
        let Some(step) = hessian.cholesky().map(|c| c.solve(&-gradient)) else {
            break;
        };
        let turn = Rotation3::new(step.fixed_rows::<3>(0).into_owned()).into_inner();
        board = Pose {
            rotation: turn * board.rotation,
            translation_mm: board.translation_mm + step.fixed_rows::<3>(3),
        };
        if step.norm() < 1e-7 {
            break;
        }
    }
    board
}
