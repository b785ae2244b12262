//! A state's skin and what each view makes of it.

use super::inner;
use super::matching::{self, Match};
use super::problem::Scene;
use super::projected::Projected;
use super::rim::rim;
use super::stage::Search;
use super::state::{self, State};
use crate::body::Posed;
use crate::camera::{Camera, Pose};
use crate::geom::Vec3;

/// What one view makes of a state.
pub struct Sighted {
    /// The camera's place.
    pub pose: Pose,
    /// Matches of the outline.
    pub matches: Vec<Option<Match>>,
    /// Matches inside the outline.
    pub inner: Vec<Match>,
}

/// A state's mesh and what each view makes of it.
pub struct Seen<'m> {
    /// The body.
    pub posed: Posed<'m>,
    /// Posed vertices with hair, mm.
    pub skin: Vec<Vec3>,
    /// Unit normals of the vertices on the scalp.
    pub normals: Vec<Vec3>,
    /// One a target.
    pub views: Vec<Sighted>,
}

/// The pose of a camera whose rig entry is shifted.
pub fn shifted(pose: &Pose, shift: &state::Shift) -> Pose {
    Pose {
        rotation: shift.rotation * pose.rotation,
        translation_mm: shift.rotation * pose.translation_mm + shift.translation_mm,
    }
}

/// A camera whose focal length is not quite the rig's.
pub fn zoomed(camera: &Camera, zoom: f64) -> Camera {
    Camera {
        intrinsics: camera.intrinsics.zoomed(zoom.exp()),
        ..camera.clone()
    }
}

/// Unit normals of the vertices that hair grows on; of the others, none.
pub fn scalp_normals(vertices: &[Vec3], faces: &[[u32; 3]], scalp: &[f64]) -> Vec<Vec3> {
    let mut n = vec![Vec3::zeros(); vertices.len()];
    let hairy = |f: &&[u32; 3]| f.iter().any(|i| scalp[*i as usize] > 0.0);
    for f in faces.iter().filter(hairy) {
        let [a, b, c] = f.map(|i| vertices[i as usize]);
        let area = (b - a).cross(&(c - a));
        for i in f {
            n[*i as usize] += area;
        }
    }
    for v in &mut n {
        *v = v.try_normalize(1e-12).unwrap_or_default();
    }
    n
}

/// A body's vertices, mm, with so much hair.
pub fn haired(posed: &Posed<'_>, normals: &[Vec3], scalp: &[f64], hair_mm: f64) -> Vec<Vec3> {
    let grown = normals.iter().zip(scalp).map(|(n, s)| n * (s * hair_mm));
    posed
        .vertices
        .iter()
        .zip(grown)
        .map(|(v, h)| v + h)
        .collect()
}

impl<'m> Scene<'m> {
    /// Poses, adds hair, projects and matches.
    pub(super) fn see(&self, s: &State) -> Seen<'m> {
        let posed = self
            .model
            .pose(self.model.rest(s.shape.as_slice()), &s.pose);
        let scalp = &self.surface.scalp;
        let normals = scalp_normals(&posed.vertices, self.model.faces(), scalp);
        let skin = haired(&posed, &normals, scalp, s.hair_mm);
        let views = self
            .targets
            .iter()
            .filter_map(|t| {
                let camera = &self.cameras[t.camera];
                let pose = shifted(&camera.pose?, &s.shifts[t.camera]);
                let unit = self.stage.unit_px;
                let seen =
                    Projected::new(&zoomed(camera, s.zoom), &pose, &skin, self.model.faces());
                let folds = seen.folds(self.model.faces(), &self.surface.edges);
                let (rim, within) = rim(
                    &seen,
                    self.model.faces(),
                    folds,
                    self.stage.step * unit,
                    self.stage.clear * unit,
                );
                let matches = match self.stage.search {
                    Search::Nearest { stride } => matching::nearest(&rim, t, stride, unit),
                    Search::Normals { reach } => {
                        matching::along_normals(&rim, t, camera.height, reach * unit, unit)
                    }
                };
                let inner = if self.stage.inner > 0.0 {
                    let reach = self.stage.inner * unit;
                    inner::before_arms(&seen, self.model, &within, t, reach, unit)
                } else {
                    Vec::new()
                };
                Some(Sighted {
                    pose,
                    matches,
                    inner,
                })
            })
            .collect();
        Seen {
            posed,
            skin,
            normals,
            views,
        }
    }
}
