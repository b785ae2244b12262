//! What a state leaves of the outlines unexplained.

use super::matching::Match;
use super::problem::Scene;
use super::state::State;

/// So many units off, a place of an outline is explained by the body.
const NEAR: f64 = 4.0;

/// A normal error's standard deviation over the median of its sizes.
const SIGMAS_OF_MEDIAN: f64 = 1.4826;

/// What a state makes of the outline of one view.
#[derive(Clone, Copy, Debug)]
pub struct Explained {
    /// Index into the rig's cameras.
    pub camera: usize,
    /// Median of |distance| between contour and rim, units.
    pub median: f64,
    /// Share of the outline within [`NEAR`] of the body.
    pub share: f64,
    /// The longest stretch of outline that lies farther from it all along, units.
    pub astray: f64,
}

impl Scene<'_> {
    /// What a state makes of each view's outline.
    pub fn explained(&self, s: &State) -> Vec<Explained> {
        let seen = self.see(s);
        let unit_px = self.stage.unit_px;
        let views = self.targets.iter().zip(&seen.views);
        let explained = views.map(|(t, view)| {
            let off = |m: &Option<Match>| m.map_or(f64::INFINITY, |m| m.distance_px.abs());
            let mut off: Vec<f64> = view.matches.iter().map(|m| off(m) / unit_px).collect();
            let aside = off.split(|d| *d <= NEAR).map(<[_]>::len).max();
            off.sort_unstable_by(f64::total_cmp);
            let near = off.partition_point(|d| *d <= NEAR);
            Explained {
                camera: t.camera,
                median: off.get(off.len() / 2).copied().unwrap_or(f64::INFINITY),
                share: near as f64 / off.len().max(1) as f64,
                astray: aside.unwrap_or(0) as f64 * t.spacing_px / unit_px,
            }
        });
        explained.collect()
    }

    /// What the rig adds to the errors of outlines, units, in the mean view: half of all places lie farther from the body than all else
    /// that is known of them lets them.
    pub fn rig_error(&self, s: &State) -> f64 {
        let seen = self.see(s);
        let views = self.targets.iter().zip(&seen.views);
        let squares = views.map(|(t, view)| {
            let camera = &self.cameras[t.camera];
            let matches = view.matches.iter().flatten();
            let (mut off, mut known): (Vec<f64>, Vec<f64>) = matches
                .map(|m| {
                    let (sigma, _) = self.trust(camera, &view.pose, &seen, m);
                    (m.distance_px.abs(), sigma)
                })
                .unzip();
            let off = SIGMAS_OF_MEDIAN * middle(&mut off);
            (off.powi(2) - middle(&mut known).powi(2)).max(0.0)
        });
        let mean = squares.sum::<f64>() / self.targets.len().max(1) as f64;
        mean.sqrt() / self.stage.unit_px
    }
}

fn middle(of: &mut [f64]) -> f64 {
    of.sort_unstable_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Model;
    use crate::fit::belief::Belief;
    use crate::fit::fixture::{outline, person, rig};
    use crate::fit::priors::Evidence;
    use crate::fit::run::Run;
    use crate::fit::schedule::NUISANCE;
    use crate::fit::stage::stages;
    use crate::geom::Vec3;

    /// What the rig is said to add to outlines of a person that lie so many pixels outside.
    fn told(model: &Model, outside_px: f64) -> f64 {
        let rig = rig();
        let (seen, pose) = person(model, Vec3::zeros());
        let outlines = (0..4).map(|i| {
            let mut outline = outline(&rig, i, model, &seen);
            let points = outline.contours.iter_mut().flat_map(|c| &mut c.points);
            points.for_each(|p| p.at += p.normal * outside_px);
            outline
        });
        let (outlines, evidence) = (outlines.collect(), Evidence::default());
        let run = Run::new(model, &rig.cameras, outlines, None, evidence, NUISANCE);
        let belief = Belief::new(model.prior(None)).expect("a prior");
        let shape = model.prior(None).mean.clone();
        let state = State::new(shape, pose, rig.cameras.len(), 0.0);
        let [.., exact, _] = stages();
        let run = run.expect("views");
        let run = run.with_rig_error(exact, &belief, &state);
        run.nuisance.rig_px
    }

    #[test]
    fn a_rig_is_doubted_by_as_much_as_its_outlines_miss_the_body() {
        let model = Model::from_bytes(include_bytes!("../../assets/body.purl")).expect("asset");
        // Pictures 640 px high, where a unit is half a pixel.
        let (none, one, two) = (told(&model, 0.0), told(&model, 1.0), told(&model, 2.0));
        println!("{none} {one} {two}");
        assert!(none < 0.6, "{none}");
        // What is known besides, a pixel in sum here, is taken off.
        let by_px = 2.0 * SIGMAS_OF_MEDIAN;
        assert!((0.6 * by_px..by_px).contains(&one), "{one}");
        assert!((two / (2.0 * by_px) - 1.0).abs() < 0.1, "{two}");
    }
}
