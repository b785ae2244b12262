//! One body that was seen in several shots: its shape and its hair are common to all; its pose and what the cameras' places are off by, as
//! where it swayed between two of them, are each shot's own.

use super::problem::Scene;
use super::seen::Seen;
use super::state::{Layout, State};
use crate::solve::{Normal, Problem};
use nalgebra::{DMatrix, DVector};

/// The problem of one stage: a scene a shot. What is known of shape and hair is parted among them.
pub struct Together<'a>(pub Vec<Scene<'a>>);

/// Where the unknowns of a shot stand among those of all: shot by shot the pose and the cameras, then what is common.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// The unknowns of one shot.
    pub one: Layout,
    /// How many shots there are.
    pub shots: usize,
}

impl Shared {
    /// The place of a shot's unknown among all.
    pub fn place(self, shot: usize, i: usize) -> usize {
        let Layout { shape, .. } = self.one;
        let (pose, cameras, hair) = (self.one.shape(), self.one.camera(0), self.one.hair());
        let own = hair - shape;
        let common = self.shots * own;
        match i {
            i if i < pose => shot * own + i,
            i if i < cameras => common + i - pose,
            i if i < hair => shot * own + i - shape,
            i => common + shape + i - hair,
        }
    }

    /// Dimension of the tangent space.
    pub fn len(self) -> usize {
        self.one.len() + (self.shots - 1) * (self.one.hair() - self.one.shape)
    }
}

impl Together<'_> {
    /// The layout of all unknowns; none where there is no shot.
    pub fn layout(&self) -> Option<Shared> {
        let one = self.0.first()?.layout();
        let shots = self.0.len();
        Some(Shared { one, shots })
    }
}

impl<'m> Problem for Together<'m> {
    /// Alike in shape and hair.
    type State = Vec<State>;

    type Look = Vec<Seen<'m>>;

    fn look(&self, all: &Vec<State>) -> (f64, Vec<Seen<'m>>) {
        let looks = self.0.iter().zip(all).map(|(scene, s)| scene.look(s));
        let (costs, seen): (Vec<f64>, Vec<Seen<'m>>) = looks.unzip();
        (costs.into_iter().sum(), seen)
    }

    fn linearise(&self, all: &Vec<State>, seen: &Vec<Seen<'m>>) -> Normal {
        let n = self.layout().map_or(0, Shared::len);
        let mut sum = Normal {
            hessian: DMatrix::zeros(n, n),
            gradient: DVector::zeros(n),
        };
        let Some(layout) = self.layout() else {
            return sum;
        };
        for (shot, ((scene, s), seen)) in self.0.iter().zip(all).zip(seen).enumerate() {
            let one = scene.linearise(s, seen);
            let places: Vec<usize> = (0..layout.one.len())
                .map(|i| layout.place(shot, i))
                .collect();
            for (j, to) in places.iter().enumerate() {
                sum.gradient[*to] += one.gradient[j];
                for (i, from) in places.iter().enumerate() {
                    sum.hessian[(*from, *to)] += one.hessian[(i, j)];
                }
            }
        }
        sum
    }

    fn step(&self, all: &Vec<State>, delta: &DVector<f64>) -> Vec<State> {
        let Some(layout) = self.layout() else {
            return all.clone();
        };
        let moved = |(shot, s): (usize, &State)| {
            let own = DVector::from_fn(layout.one.len(), |i, _| delta[layout.place(shot, i)]);
            s.moved(layout.one, &own)
        };
        all.iter().enumerate().map(moved).collect()
    }
}
