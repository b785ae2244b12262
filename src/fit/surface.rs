//! Facts about the model's surface that a fit needs, computed once a model: edges, tolerances, where hair grows.

use super::topology::{self, MeshEdge};
use crate::body::{Landmark, Model, Part};
use crate::geom::Vec3;

/// See the module.
#[derive(Clone, Debug)]
pub struct Surface {
    /// Edges of the mesh.
    pub edges: Vec<MeshEdge>,
    /// Standard deviation of the model's surface about a person's, a vertex, mm.
    pub tolerance_mm: Vec<f64>,
    /// 0 where no hair grows, 1 on the scalp, a vertex.
    pub scalp: Vec<f64>,
    /// Whether a vertex lies where the legs part; a vertex.
    pub fork: Vec<bool>,
    /// Vertices under the ball and the heel of each foot.
    pub soles: Vec<[usize; 2]>,
    /// Bones of the limbs that may turn about their own axis, and that axis at rest.
    pub long_bones: Vec<(usize, Vec3)>,
}

/// Hands and feet are rigid in the model and feet stand in their own shadow, faces are a little coarse; the rest follows a person
/// closely, the neck too, which moves with the head in part.
fn tolerance_mm(bone: &str) -> f64 {
    const TABLE: [(&str, f64); 4] = [
        ("wrist", 12.0),
        ("foot", 12.0),
        ("toe", 12.0),
        ("head", 1.5),
    ];
    TABLE
        .iter()
        .find(|(n, _)| bone.starts_with(n))
        .map_or(1.0, |(_, s)| *s)
}

/// Vertices this close to the lowest belong to the feet, mm.
const FOOT_MM: f64 = 30.0;
/// Half the width of the strip in which the crotch is looked for, mm.
const MIDLINE_MM: f64 = 12.0;
/// The legs part within this distance of the crotch, mm.
const FORK_MM: f64 = 110.0;
/// Above this line of the head, from brow to nape, hair grows; it thickens over `FRINGE_MM`.
const HAIRLINE_ABOVE_GLABELLA_MM: f64 = 38.0;
const HAIRLINE_BELOW_OPISTHOCRANION_MM: f64 = 45.0;
const FRINGE_MM: f64 = 25.0;

impl Surface {
    /// Reads the model's mean body.
    pub fn new(model: &Model) -> Self {
        let rest = model.rest(model.prior(None).mean.as_slice());
        let bones = model.bones();
        let of_bones = |f: fn(&str) -> f64| bones.iter().map(|b| f(&b.name)).collect();
        let tolerances: Vec<f64> = of_bones(tolerance_mm);
        let heads: Vec<f64> = of_bones(|name| f64::from(u8::from(name.starts_with("head"))));
        let weigh = |v: usize, of_bones: &[f64]| -> f64 {
            model.weights(v).map(|(b, w)| w * of_bones[b]).sum()
        };
        let place = |l: Landmark| model.landmark_at(l, &rest.vertices);
        let brow = place(Landmark::Glabella) + Vec3::new(0.0, HAIRLINE_ABOVE_GLABELLA_MM, 0.0);
        let nape =
            place(Landmark::Opisthocranion) - Vec3::new(0.0, HAIRLINE_BELOW_OPISTHOCRANION_MM, 0.0);
        let slope = (brow.y - nape.y) / (brow.z - nape.z).max(1.0);
        let scalp = (0..model.vertex_count())
            .map(|v| {
                let p = rest.vertices[v];
                let t = ((p.y - nape.y - slope * (p.z - nape.z)) / FRINGE_MM).clamp(0.0, 1.0);
                t * t * (3.0 - 2.0 * t) * weigh(v, &heads)
            })
            .collect();
        let axis = |b: usize| {
            let child = bones.iter().position(|c| c.parent == Some(b))?;
            (rest.heads[child] - rest.heads[b]).try_normalize(1e-6)
        };
        let limbs = |name: &str| {
            ["upperarm", "lowerarm", "upperleg"]
                .iter()
                .any(|n| name.starts_with(n))
        };
        let trunk = |v: &usize| {
            model.vertex_parts()[*v] == Part::Trunk && rest.vertices[*v].x.abs() < MIDLINE_MM
        };
        let crotch = (0..model.vertex_count())
            .filter(trunk)
            .map(|v| rest.vertices[v].y)
            .fold(f64::INFINITY, f64::min);
        let fork = |p: &Vec3| p.x.abs() < FORK_MM && (p.y - crotch).abs() < FORK_MM;
        let low = rest
            .vertices
            .iter()
            .map(|v| v.y)
            .fold(f64::INFINITY, f64::min);
        // The lowest vertex of a foot's front or rear: what stands on the floor, not the rounded tip of toe or heel.
        let sole = |side: f64, end: f64| {
            let foot = (0..model.vertex_count()).filter(|v| {
                rest.vertices[*v].y < low + FOOT_MM && rest.vertices[*v].x * side > 0.0
            });
            let along = |v: &usize| rest.vertices[*v].z;
            let (rear, front) = foot
                .clone()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(r, f), v| {
                    (r.min(along(&v)), f.max(along(&v)))
                });
            foot.filter(|v| (along(v) - (rear + front) / 2.0) * end > 0.0)
                .min_by(|a, b| rest.vertices[*a].y.total_cmp(&rest.vertices[*b].y))
        };
        Self {
            fork: rest.vertices.iter().map(fork).collect(),
            soles: [1.0, -1.0]
                .into_iter()
                .filter_map(|side| Some([sole(side, 1.0)?, sole(side, -1.0)?]))
                .collect(),
            long_bones: (0..bones.len())
                .filter(|b| limbs(&bones[*b].name))
                .filter_map(|b| Some((b, axis(b)?)))
                .collect(),
            edges: topology::edges(model.faces()),
            tolerance_mm: (0..model.vertex_count())
                .map(|v| weigh(v, &tolerances))
                .collect(),
            scalp,
        }
    }
}
