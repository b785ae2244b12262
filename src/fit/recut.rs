//! Pictures that are cut again with the body that has been fitted to their first outlines.

use super::belief::Belief;
use super::error::Error;
use super::projected::Projected;
use super::run::{NEAR, Run};
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
    /// Cuts pictures again with the body that has been fitted to their outlines, and fits it to the new ones; the solution counts the
    /// linearisations since.
    pub(super) fn sharpened(
        mut self,
        stage: Stage,
        belief: &Belief<'_>,
        fitted: solve::Solution<State>,
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
            let scene = self.scene(stage, belief, &self.targets);
            let seen = scene.explained(&last.state, NEAR * self.scale);
            let skin = self.skin(&last.state);
            let strange = |o: &Silhouette, body: &Raster| {
                let share = seen.iter().find(|(camera, ..)| *camera == o.camera);
                share.is_none_or(|(_, _, share)| *share < LIKE_A_BODY) || self.bare(o, body) > BARE
            };
            // The places of each picture that the body covers, where it is to be cut again.
            let again = |o: &Silhouette| {
                let plate = o.spots.is_none();
                if !o.has_photo() || plate && cut > 0 {
                    return None;
                }
                let body = self.covered(&last.state, &skin, o.camera)?;
                (!plate || strange(o, &body)).then_some(body)
            };
            let again: Vec<Option<Raster>> = self.outlines.iter().map(again).collect();
            if again.iter().all(Option::is_none) {
                break;
            }
            self = self.cut_again(again);
            let next = self.solve(stage, belief, last.state, iterations, observe)?;
            last = solve::Solution {
                iterations: last.iterations + next.iterations,
                ..next
            };
        }
        Ok((self, last))
    }

    /// The skin of a state, hair on it, mm.
    fn skin(&self, s: &State) -> Vec<Vec3> {
        let rest = self.model.rest(s.shape.as_slice());
        let posed = self.model.pose(rest, &s.pose);
        let scalp = &self.surface.scalp;
        let normals = scalp_normals(&posed.vertices, self.model.faces(), scalp);
        haired(&posed, &normals, scalp, s.hair_mm)
    }

    /// What a skin covers of a camera's picture, the camera where the state has it; none of one without a place.
    fn covered(&self, s: &State, skin: &[Vec3], camera: usize) -> Option<Raster> {
        let at = zoomed(self.cameras.get(camera)?, s.zoom);
        let pose = shifted(&at.pose?, &s.shifts[camera]);
        let faces = self.model.faces();
        let seen = Projected::new(&at, &pose, skin, faces);
        let mut body = Raster::new(at.width, at.height, self.scale.max(1.0));
        for face in faces.iter() {
            body.fill(seen.corners(*face));
        }
        Some(body)
    }

    /// The share of what a body covers that lies well beyond an outline.
    fn bare(&self, outline: &Silhouette, body: &Raster) -> f64 {
        let (width, height) = outline.coverage.dimensions();
        let beyond = BEYOND * self.scale;
        let apart = (0.5 * beyond).max(1.0);
        let about = [
            (0.0, 0.0),
            (beyond, 0.0),
            (-beyond, 0.0),
            (0.0, beyond),
            (0.0, -beyond),
        ];
        let (mut all, mut bare) = (0, 0);
        for y in 0..(f64::from(height) / apart) as usize {
            for x in 0..(f64::from(width) / apart) as usize {
                let at = Vec2::new(x as f64, y as f64) * apart;
                if body.covers(at) {
                    all += 1;
                    let outside = |(x, y)| !outline.coverage.covers(at + Vec2::new(x, y));
                    bare += usize::from(about.into_iter().all(outside));
                }
            }
        }
        bare as f64 / all.max(1) as f64
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
