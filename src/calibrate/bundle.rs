//! Bundle adjustment: lenses, cameras and boards that explain all corners best.

use super::board::Board;
use crate::camera::{Intrinsics, Pose};
use crate::geom::{Vec2, Vec3};
use crate::solve::{self, Limits, Normal, Problem};
use nalgebra::{Cholesky, DMatrix, DVector, Matrix2x3, Matrix2x6, Rotation3, SMatrix};

/// Unknowns of a lens: fx, fy, cx, cy, k1, k2, p1, p2, k3.
pub(super) const LENS: usize = 9;
/// What lenses are like before any photo: spread of fy - fx as a share of f; of the principal point about the picture's centre as a
/// share of its longer side; of k1, k2, p1, p2, k3. Photos that say anything outweigh it.
const SPREAD_ASPECT: f64 = 0.005;
const SPREAD_CENTRE: f64 = 0.03;
const SPREAD_DISTORTION: [f64; 5] = [0.3, 0.4, 0.005, 0.005, 0.15];
/// Error of a corner for which the priors are weighed, px.
const SIGMA_PX: f64 = 0.1;

/// A corner of a board in a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observation {
    pub camera: usize,
    pub shot: usize,
    pub corner: usize,
    pub at: Vec2,
}

/// Lenses, cameras in the rig, boards in the rig.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub lenses: Vec<Intrinsics>,
    /// Rig -> camera.
    pub cameras: Vec<Pose>,
    /// Board -> rig.
    pub boards: Vec<Pose>,
}

/// What is adjusted to what.
pub(super) struct Bundle<'a> {
    pub board: &'a Board,
    pub observations: &'a [Observation],
    /// Picture sizes by camera, px.
    pub sizes: &'a [(u32, u32)],
    /// Cameras whose pose is held.
    pub held_cameras: Vec<bool>,
    /// Boards whose pose is held.
    pub held_boards: Vec<bool>,
    /// Distance, px, beyond which a corner's pull no longer grows (Huber); infinite for plain least squares.
    pub robust_px: f64,
}

/// The residual of one observation: what, its weight, and derivatives by block.
struct Term {
    miss: Vec2,
    weight: f64,
    by_lens: SMatrix<f64, 2, LENS>,
    by_camera: Matrix2x6<f64>,
    by_board: Matrix2x6<f64>,
}

/// Derivative of a rotated point by a left turn, beside that by a shift.
fn motion(d: &Matrix2x3<f64>, rotated: Vec3) -> Matrix2x6<f64> {
    let mut j = Matrix2x6::zeros();
    j.fixed_columns_mut::<3>(0)
        .copy_from(&(d * -rotated.cross_matrix()));
    j.fixed_columns_mut::<3>(3).copy_from(d);
    j
}

fn moved(pose: &Pose, delta: &[f64]) -> Pose {
    let at = |i: usize| delta.get(i).copied().unwrap_or(0.0);
    Pose {
        rotation: Rotation3::new(Vec3::new(at(0), at(1), at(2))).into_inner() * pose.rotation,
        translation_mm: pose.translation_mm + Vec3::new(at(3), at(4), at(5)),
    }
}

fn values(lens: &Intrinsics) -> [f64; LENS] {
    let [k1, k2, p1, p2, k3] = lens.distortion;
    [lens.fx, lens.fy, lens.cx, lens.cy, k1, k2, p1, p2, k3]
}

impl Bundle<'_> {
    /// Minimises from a start.
    pub fn adjust(&self, start: State) -> Result<State, solve::Singular> {
        let limits = Limits {
            iterations: 60,
            relative_decrease: 1e-9,
            refusals: 4,
            slack: 0.0,
        };
        let done = solve::minimise(self, start, limits, &mut |_, _| ())?;
        Ok(done.state)
    }

    /// Distance of each observation, px; infinite behind a camera.
    pub fn misses(&self, state: &State) -> Vec<f64> {
        let miss = |o: &Observation| self.miss(state, o).map_or(f64::INFINITY, |m| m.norm());
        self.observations.iter().map(miss).collect()
    }

    /// Covariance of the unknowns for corners of that error, px; see [`Bundle::lens_at`] and the like for places.
    pub fn covariance(&self, state: &State, sigma_px: f64) -> Option<DMatrix<f64>> {
        let normal = self.linearise(state, &());
        Some(Cholesky::new(normal.hessian)?.inverse() * (sigma_px * sigma_px))
    }

    /// Place of a camera's lens among the unknowns.
    pub fn lens_at(&self, camera: usize) -> usize {
        LENS * camera
    }

    /// Place of a camera's pose among the unknowns.
    pub fn camera_at(&self, camera: usize) -> Option<usize> {
        place(&self.held_cameras, camera).map(|i| LENS * self.sizes.len() + 6 * i)
    }

    fn board_at(&self, shot: usize) -> Option<usize> {
        let cameras = self.held_cameras.iter().filter(|h| !**h).count();
        place(&self.held_boards, shot).map(|i| LENS * self.sizes.len() + 6 * (cameras + i))
    }

    fn len(&self) -> usize {
        let free = |held: &[bool]| held.iter().filter(|h| !**h).count();
        LENS * self.sizes.len() + 6 * (free(&self.held_cameras) + free(&self.held_boards))
    }

    fn miss(&self, state: &State, o: &Observation) -> Option<Vec2> {
        let world = state
            .boards
            .get(o.shot)?
            .to_camera(self.board.corner_mm(o.corner));
        let q = state.cameras.get(o.camera)?.to_camera(world);
        Some(state.lenses.get(o.camera)?.project(q)? - o.at)
    }

    fn term(&self, state: &State, o: &Observation) -> Option<Term> {
        let (lens, camera, board) = (
            state.lenses.get(o.camera)?,
            state.cameras.get(o.camera)?,
            state.boards.get(o.shot)?,
        );
        let on_board = self.board.corner_mm(o.corner);
        let world = board.to_camera(on_board);
        let q = camera.to_camera(world);
        let (uv, d) = lens.project_with_jacobian(q)?;
        let miss = uv - o.at;
        let distance = miss.norm();
        let weight = if distance > self.robust_px {
            self.robust_px / distance
        } else {
            1.0
        };
        let (x, y) = (q.x / q.z, q.y / q.z);
        let (ideal, _) = lens.distort(Vec2::new(x, y));
        let r2 = x * x + y * y;
        let mut by_lens = SMatrix::<f64, 2, LENS>::zeros();
        let rows = [
            [
                ideal.x,
                0.0,
                1.0,
                0.0,
                x * r2,
                x * r2 * r2,
                2.0 * x * y,
                r2 + 2.0 * x * x,
                x * r2 * r2 * r2,
            ],
            [
                0.0,
                ideal.y,
                0.0,
                1.0,
                y * r2,
                y * r2 * r2,
                r2 + 2.0 * y * y,
                2.0 * x * y,
                y * r2 * r2 * r2,
            ],
        ];
        for (i, (row, f)) in rows.iter().zip([lens.fx, lens.fy]).enumerate() {
            for (k, v) in row.iter().enumerate() {
                by_lens[(i, k)] = if k < 4 { *v } else { f * v };
            }
        }
        let in_rig = d * camera.rotation;
        Some(Term {
            miss,
            weight,
            by_lens,
            by_camera: motion(&d, q - camera.translation_mm),
            by_board: motion(&in_rig, world - board.translation_mm),
        })
    }

    /// Priors on lenses as (index, weight, what they are off by, whether fy - fx is meant).
    fn priors(&self, state: &State) -> Vec<Prior> {
        let mut all = Vec::new();
        for (camera, (lens, size)) in state.lenses.iter().zip(self.sizes).enumerate() {
            let at = self.lens_at(camera);
            let long = f64::from(size.0.max(size.1));
            let mut push = |plus: usize, minus: Option<usize>, off: f64, spread: f64| {
                let weight = (SIGMA_PX / spread) * (SIGMA_PX / spread);
                all.push(Prior {
                    plus: at + plus,
                    minus: minus.map(|m| at + m),
                    off,
                    weight,
                });
            };
            push(1, Some(0), lens.fy - lens.fx, SPREAD_ASPECT * long);
            let centre = |n: u32| 0.5 * (f64::from(n) - 1.0);
            push(2, None, lens.cx - centre(size.0), SPREAD_CENTRE * long);
            push(3, None, lens.cy - centre(size.1), SPREAD_CENTRE * long);
            for (k, (v, spread)) in lens.distortion.iter().zip(SPREAD_DISTORTION).enumerate() {
                push(4 + k, None, *v, spread);
            }
        }
        all
    }
}

/// A linear prior.
struct Prior {
    plus: usize,
    minus: Option<usize>,
    off: f64,
    weight: f64,
}

/// Index among those that are free.
fn place(held: &[bool], index: usize) -> Option<usize> {
    if *held.get(index)? {
        return None;
    }
    Some(held.iter().take(index).filter(|h| !**h).count())
}

impl Problem for Bundle<'_> {
    type State = State;
    type Look = ();

    fn look(&self, state: &State) -> (f64, ()) {
        let mut cost = 0.0;
        for o in self.observations {
            let d = self.miss(state, o).map_or(f64::INFINITY, |m| m.norm());
            cost += if d > self.robust_px {
                self.robust_px * (2.0 * d - self.robust_px)
            } else {
                d * d
            };
        }
        for p in self.priors(state) {
            cost += p.weight * p.off * p.off;
        }
        // A lens that is no lens.
        if state.lenses.iter().any(|l| l.fx <= 0.0 || l.fy <= 0.0) {
            cost = f64::INFINITY;
        }
        (cost, ())
    }

    fn linearise(&self, state: &State, (): &()) -> Normal {
        let n = self.len();
        let mut hessian = DMatrix::<f64>::zeros(n, n);
        let mut gradient = DVector::<f64>::zeros(n);
        for o in self.observations {
            let Some(term) = self.term(state, o) else {
                continue;
            };
            let mut columns: Vec<(usize, Vec2)> = Vec::with_capacity(LENS + 12);
            spread(&mut columns, Some(self.lens_at(o.camera)), &term.by_lens);
            spread(&mut columns, self.camera_at(o.camera), &term.by_camera);
            spread(&mut columns, self.board_at(o.shot), &term.by_board);
            for (i, a) in &columns {
                gradient[*i] += term.weight * a.dot(&term.miss);
                for (j, b) in &columns {
                    hessian[(*i, *j)] += term.weight * a.dot(b);
                }
            }
        }
        for p in self.priors(state) {
            hessian[(p.plus, p.plus)] += p.weight;
            gradient[p.plus] += p.weight * p.off;
            if let Some(minus) = p.minus {
                hessian[(minus, minus)] += p.weight;
                hessian[(p.plus, minus)] -= p.weight;
                hessian[(minus, p.plus)] -= p.weight;
                gradient[minus] -= p.weight * p.off;
            }
        }
        Normal { hessian, gradient }
    }

    fn step(&self, state: &State, delta: &DVector<f64>) -> State {
        let delta = delta.as_slice();
        let mut next = state.clone();
        for (c, lens) in next.lenses.iter_mut().enumerate() {
            let v: Vec<f64> = values(lens)
                .iter()
                .zip(delta.get(LENS * c..).unwrap_or_default())
                .map(|(v, d)| v + d)
                .collect();
            if let [fx, fy, cx, cy, k1, k2, p1, p2, k3] = v[..] {
                let distortion = [k1, k2, p1, p2, k3];
                *lens = Intrinsics {
                    fx,
                    fy,
                    cx,
                    cy,
                    distortion,
                };
            }
        }
        for (c, pose) in next.cameras.iter_mut().enumerate() {
            if let Some(at) = self.camera_at(c) {
                *pose = moved(pose, delta.get(at..).unwrap_or_default());
            }
        }
        for (b, pose) in next.boards.iter_mut().enumerate() {
            if let Some(at) = self.board_at(b) {
                *pose = moved(pose, delta.get(at..).unwrap_or_default());
            }
        }
        next
    }
}

/// Adds a block's columns with their places among the unknowns; a block that is held has none.
fn spread<const N: usize>(
    columns: &mut Vec<(usize, Vec2)>,
    at: Option<usize>,
    block: &SMatrix<f64, 2, N>,
) {
    if let Some(at) = at {
        let each = block.column_iter().enumerate();
        columns.extend(each.map(|(k, c)| (at + k, c.into_owned())));
    }
}
