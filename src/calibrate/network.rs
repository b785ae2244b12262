//! First places of all cameras and boards in one frame, from photos that cameras share.

use super::board::Board;
use super::error::Error;
use super::plane_pose::{self, BoardPose};
use super::sighting::Sighting;
use crate::camera::{Intrinsics, Pose};
use crate::geom::{Vec2, sort_by_number};

/// Distance, px at a picture 1,000 px long, from which on a corner speaks no more against a hypothesis.
const CAP_PX: f64 = 12.0;
/// A shared shot supports two cameras' relation when it fits within this.
const FIT_PX: f64 = 6.0;

/// One camera's look at one shot.
pub(super) struct Look {
    pub camera: usize,
    pub shot: usize,
    pub sighting: Sighting,
    /// Where the board may stand before the camera, with the turn (of [`Board::symmetries`]) that it assumes.
    pub hypotheses: Vec<(usize, BoardPose)>,
}

impl Look {
    /// All hypotheses of a sighting.
    pub fn new(
        board: &Board,
        lens: &Intrinsics,
        camera: usize,
        shot: usize,
        sighting: Sighting,
    ) -> Self {
        let symmetries = board.symmetries();
        let turns = if sighting.turnable {
            symmetries.len()
        } else {
            1
        };
        let mut hypotheses = Vec::new();
        for (turn, symmetry) in symmetries.iter().enumerate().take(turns) {
            let turned = Sighting {
                corners: turned(&sighting.corners, symmetry),
                ..sighting.clone()
            };
            let poses = plane_pose::poses(board, &turned, lens);
            hypotheses.extend(poses.into_iter().map(|p| (turn, p)));
        }
        Self {
            camera,
            shot,
            sighting,
            hypotheses,
        }
    }

    /// The corners under a turn.
    pub fn corners(&self, board: &Board, turn: usize) -> Vec<(usize, Vec2)> {
        let symmetries = board.symmetries();
        match symmetries.get(turn) {
            Some(symmetry) => turned(&self.sighting.corners, symmetry),
            None => self.sighting.corners.clone(),
        }
    }

    /// How far the corners are, px, from where a board at `pose` (before this camera) has them: least over the turns, with the turn.
    fn misfit(&self, board: &Board, lens: &Intrinsics, pose: &Pose) -> (f64, usize) {
        let long = f64::from(self.sighting.size.0.max(self.sighting.size.1));
        let cap = CAP_PX * long / 1000.0;
        let turns = if self.sighting.turnable {
            board.symmetries().len()
        } else {
            1
        };
        let of = |turn: usize| {
            let corners = self.corners(board, turn);
            let miss =
                |&(i, at): &(usize, Vec2)| match lens.project(pose.to_camera(board.corner_mm(i))) {
                    Some(uv) => (uv - at).norm().min(cap),
                    None => cap,
                };
            let sum: f64 = corners.iter().map(miss).sum();
            (1000.0 / long * sum / corners.len().max(1) as f64, turn)
        };
        let least = (0..turns).map(of).min_by(|a, b| a.0.total_cmp(&b.0));
        least.unwrap_or((CAP_PX, 0))
    }
}

fn turned(corners: &[(usize, Vec2)], symmetry: &[usize]) -> Vec<(usize, Vec2)> {
    let turn = |&(i, at): &(usize, Vec2)| (symmetry.get(i).copied().unwrap_or(i), at);
    corners.iter().map(turn).collect()
}

/// `outer` after `inner`.
pub(super) fn compose(outer: &Pose, inner: &Pose) -> Pose {
    Pose {
        rotation: outer.rotation * inner.rotation,
        translation_mm: outer.rotation * inner.translation_mm + outer.translation_mm,
    }
}

/// The way back.
pub(super) fn inverse(pose: &Pose) -> Pose {
    let rotation = pose.rotation.transpose();
    Pose {
        rotation,
        translation_mm: -(rotation * pose.translation_mm),
    }
}

/// Places in the frame of the first camera.
pub(super) struct Network {
    /// Rig -> camera.
    pub cameras: Vec<Pose>,
    /// Board -> rig, and the turn of each look; `None` where no look at the shot has a hypothesis.
    pub boards: Vec<Option<Pose>>,
    /// The turn under which each look is to be read.
    pub turns: Vec<usize>,
}

/// How two cameras stand to each other, and how many shots say so.
struct Relation {
    from: usize,
    to: usize,
    /// Camera `from` -> camera `to`.
    pose: Pose,
    support: f64,
}

/// Joins all cameras by the shots that they share.
pub(super) fn join(
    board: &Board,
    ids: &[String],
    lenses: &[Intrinsics],
    shots: usize,
    looks: &[Look],
) -> Result<Network, Error> {
    let mut relations = relations(board, lenses, looks);
    sort_by_number(&mut relations, |r| -r.support);
    let identity = Pose {
        rotation: nalgebra::Matrix3::identity(),
        translation_mm: nalgebra::Vector3::zeros(),
    };
    let mut cameras: Vec<Option<Pose>> = vec![None; lenses.len()];
    if let Some(first) = cameras.first_mut() {
        *first = Some(identity);
    }
    // The best supported relation that reaches a new camera, again and again (Prim 1957).
    loop {
        let next = relations
            .iter()
            .find_map(|r| match (cameras[r.from], cameras[r.to]) {
                (Some(from), None) => Some((r.to, compose(&r.pose, &from))),
                (None, Some(to)) => Some((r.from, compose(&inverse(&r.pose), &to))),
                _ => None,
            });
        match next {
            Some((camera, pose)) => cameras[camera] = Some(pose),
            None => break,
        }
    }
    let lost = cameras.iter().zip(ids).filter(|(c, _)| c.is_none());
    let lost: Vec<String> = lost.map(|(_, id)| id.clone()).collect();
    if !lost.is_empty() {
        return Err(Error::NotShared { cameras: lost });
    }
    let cameras: Vec<Pose> = cameras.into_iter().flatten().collect();
    let mut boards = vec![None; shots];
    let mut turns = vec![0; looks.len()];
    for (shot, place) in boards.iter_mut().enumerate() {
        let of_shot: Vec<usize> = (0..looks.len())
            .filter(|&i| looks[i].shot == shot)
            .collect();
        let candidates = of_shot.iter().flat_map(|&i| {
            let back = inverse(&cameras[looks[i].camera]);
            looks[i]
                .hypotheses
                .iter()
                .map(move |(_, h)| compose(&back, &h.pose))
        });
        let misfit = |pose: &Pose| -> f64 {
            let one = |&i: &usize| {
                let c = looks[i].camera;
                looks[i]
                    .misfit(board, &lenses[c], &compose(&cameras[c], pose))
                    .0
            };
            of_shot.iter().map(one).sum()
        };
        let best = candidates
            .map(|pose| (misfit(&pose), pose))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, pose)) = best {
            *place = Some(pose);
            for i in of_shot {
                let c = looks[i].camera;
                let seen = looks[i].misfit(board, &lenses[c], &compose(&cameras[c], &pose));
                turns[i] = seen.1;
            }
        }
    }
    Ok(Network {
        cameras,
        boards,
        turns,
    })
}

/// For each pair of cameras with shots in common the relation that most of those shots agree on.
fn relations(board: &Board, lenses: &[Intrinsics], looks: &[Look]) -> Vec<Relation> {
    let mut all = Vec::new();
    let by_camera = |c: usize| looks.iter().filter(move |l| l.camera == c);
    for from in 0..lenses.len() {
        for to in from + 1..lenses.len() {
            let shared: Vec<(&Look, &Look)> = by_camera(from)
                .filter_map(|a| Some((a, by_camera(to).find(|b| b.shot == a.shot)?)))
                .collect();
            let candidates = shared.iter().flat_map(|(a, b)| {
                a.hypotheses.iter().flat_map(move |(_, p)| {
                    b.hypotheses
                        .iter()
                        .map(move |(_, q)| compose(&q.pose, &inverse(&p.pose)))
                })
            });
            let support = |pose: &Pose| -> f64 {
                shared
                    .iter()
                    .map(|(a, b)| agreement(board, lenses, a, b, pose))
                    .sum()
            };
            let best = candidates
                .map(|pose| (support(&pose), pose))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((support, pose)) = best.filter(|b| b.0 > 0.0) {
                all.push(Relation {
                    from,
                    to,
                    pose,
                    support,
                });
            }
        }
    }
    all
}

/// How well one shared shot fits a relation, 0 to 1, more for more corners.
fn agreement(board: &Board, lenses: &[Intrinsics], a: &Look, b: &Look, pose: &Pose) -> f64 {
    let there = a.hypotheses.iter().map(|(_, h)| {
        b.misfit(board, &lenses[b.camera], &compose(pose, &h.pose))
            .0
    });
    let back = inverse(pose);
    let here = b.hypotheses.iter().map(|(_, h)| {
        a.misfit(board, &lenses[a.camera], &compose(&back, &h.pose))
            .0
    });
    let miss = 0.5 * (there.fold(CAP_PX, f64::min) + here.fold(CAP_PX, f64::min));
    let corners = a.sighting.corners.len().min(b.sighting.corners.len()) as f64;
    if miss < FIT_PX {
        (1.0 - miss / FIT_PX) * (corners / (corners + 10.0))
    } else {
        0.0
    }
}
