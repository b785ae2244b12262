//! Damped Gauss-Newton (Levenberg 1944, Marquardt 1963) on normal equations. It knows neither bodies nor cameras.

mod rows;

use nalgebra::{Cholesky, DMatrix, DVector};
pub use rows::{Rows, Sums};

/// The normal equations are not finite or not positive definite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Singular;

/// The normal equations at one state: `hessian` is `J^T W J`, `gradient` is `J^T W r`.
#[derive(Clone, Debug)]
pub struct Normal {
    /// n x n, symmetric; both triangles are filled.
    pub hessian: DMatrix<f64>,
    /// n; half of the cost's derivative.
    pub gradient: DVector<f64>,
}

/// What is minimised: a cost over states that form a manifold of `n` dimensions.
pub trait Problem {
    /// A point of the manifold.
    type State: Clone;
    /// What the cost was found from and the linearisation starts from.
    type Look;
    /// Looks at a state: its cost, and what was seen.
    fn look(&self, state: &Self::State) -> (f64, Self::Look);
    /// Linearises at a state that was looked at.
    fn linearise(&self, state: &Self::State, look: &Self::Look) -> Normal;
    /// Moves a state by a tangent step, which may be shorter than the state: what is missing stays.
    fn step(&self, state: &Self::State, delta: &DVector<f64>) -> Self::State;
}

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// At most so many linearisations.
    pub iterations: usize,
    /// Converged when a step lowers the cost by less than this share.
    pub relative_decrease: f64,
    /// Gives up after so many steps in a row that are refused, each shorter than the one before.
    pub refusals: usize,
    /// A step may raise the cost by this share. Zero descends strictly; a problem that finds its correspondences anew at
    /// each state has a cost with small jumps, at which strict descent would stop early: there it goes on until it only goes round.
    pub slack: f64,
}

/// Where steps may raise the cost, so many in a row without a new least one are enough.
const ASTRAY: usize = 3;
/// A cost that is less by this share is a new least one.
const LESS: f64 = 0.015;

/// Where the solver stopped.
#[derive(Clone, Debug)]
pub struct Solution<S> {
    /// The best state.
    pub state: S,
    /// Its cost.
    pub cost: f64,
    /// Linearisations used.
    pub iterations: usize,
    /// Whether the last step changed the cost by less than the limit, or, where steps may raise it, found no new least one.
    pub converged: bool,
}

/// Minimises `problem` from `start`; `observe` is told (iteration, cost) after each accepted or refused step.
///
/// # Errors
/// [`Singular`] when the equations are not finite.
pub fn minimise<P: Problem>(
    problem: &P,
    start: P::State,
    limits: Limits,
    observe: &mut dyn FnMut(usize, f64),
) -> Result<Solution<P::State>, Singular> {
    let (mut cost, mut look) = problem.look(&start);
    let mut at = start;
    let mut best = Solution {
        cost,
        state: at.clone(),
        iterations: 0,
        converged: false,
    };
    let mut damping = 1e-4;
    let mut astray = 0;
    while best.iterations < limits.iterations {
        let normal = problem.linearise(&at, &look);
        best.iterations += 1;
        let mut tries = 0;
        let decrease = loop {
            let mut damped = normal.hessian.clone();
            for i in 0..damped.nrows() {
                damped[(i, i)] += damping * normal.hessian[(i, i)] + 1e-9;
            }
            // Equations that leave something open within rounding want more damping, as a step does that leads nowhere.
            if let Some(factor) = Cholesky::new(damped) {
                let delta = factor.solve(&-&normal.gradient);
                if delta.iter().any(|d| !d.is_finite()) {
                    return Err(Singular);
                }
                let next = problem.step(&at, &delta);
                let (found, seen) = problem.look(&next);
                if found < cost * (1.0 + limits.slack) {
                    let decrease = (cost - found) / cost;
                    (at, cost, look) = (next, found, seen);
                    damping = (damping * 0.2).max(1e-7);
                    break decrease;
                }
            } else if damping > 1.0 {
                return Err(Singular);
            } else {
                damping *= 8.0;
                continue;
            }
            damping *= 8.0;
            tries += 1;
            if tries >= limits.refusals {
                break 0.0;
            }
        };
        astray += 1;
        if cost < best.cost {
            if cost < best.cost * (1.0 - LESS) {
                astray = 0;
            }
            best.cost = cost;
            best.state = at.clone();
        }
        observe(best.iterations, cost);
        let still = decrease.abs() < limits.relative_decrease;
        best.converged = still || (limits.slack > 0.0 && astray > 0);
        if decrease.abs() < limits.relative_decrease || (limits.slack > 0.0 && astray == ASTRAY) {
            break;
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rosenbrock's valley as two residuals.
    struct Valley;

    impl Problem for Valley {
        type State = [f64; 2];
        type Look = DVector<f64>;
        fn look(&self, s: &[f64; 2]) -> (f64, DVector<f64>) {
            let r = DVector::from_vec(vec![10.0 * (s[1] - s[0] * s[0]), 1.0 - s[0]]);
            (r.norm_squared(), r)
        }
        fn linearise(&self, s: &[f64; 2], r: &DVector<f64>) -> Normal {
            let j = DMatrix::from_row_slice(2, 2, &[-20.0 * s[0], 10.0, -1.0, 0.0]);
            Normal {
                hessian: j.transpose() * &j,
                gradient: j.transpose() * r,
            }
        }
        fn step(&self, s: &[f64; 2], d: &DVector<f64>) -> [f64; 2] {
            [s[0] + d[0], s[1] + d[1]]
        }
    }

    #[test]
    fn finds_the_end_of_rosenbrocks_valley() {
        let limits = Limits {
            iterations: 100,
            relative_decrease: 1e-12,
            refusals: 4,
            slack: 0.0,
        };
        let s = minimise(&Valley, [-1.2, 1.0], limits, &mut |_, _| ()).expect("solvable");
        assert!(
            (s.state[0] - 1.0).abs() < 1e-6 && (s.state[1] - 1.0).abs() < 1e-6,
            "{:?}",
            s.state
        );
    }

    #[test]
    fn says_when_it_was_cut_short() {
        for slack in [0.0, 0.15] {
            let solve = |iterations| {
                let limits = Limits {
                    iterations,
                    relative_decrease: 1e-4,
                    refusals: 4,
                    slack,
                };
                minimise(&Valley, [-1.2, 1.0], limits, &mut |_, _| ()).expect("solvable")
            };
            assert!(!solve(1).converged, "slack {slack}");
            assert!(solve(100).converged, "slack {slack}");
        }
    }
}
