//! An asset made a model: the right half mirrors the left, names find their places.

use super::asset::Asset;
use super::basis::{Basis, Place};
use super::error::Error;
use super::{Bone, Joint, Landmark, Model, Part, ShapePrior};
use std::cmp::{max_by_key, min_by_key};
use std::sync::Arc;

impl Model {
    /// Mirrors the left half onto the right and puts names to places.
    pub(super) fn unfold(a: Asset) -> Result<Self, Error> {
        let (middle, left) = (a.header.middle, a.header.left);
        let half = middle + left;
        let shape_len = 1 + a.header.components;
        let mirror = |b: usize| a.header.bones[b].mirror;

        // Stored place of each point, and whether it is a mirror image.
        let mut places: Vec<(usize, bool)> = (0..half)
            .map(|v| (v, false))
            .chain((middle..half).map(|v| (v, true)))
            .collect();
        let stored: Vec<usize> = (0..a.header.bones.len())
            .filter(|&b| mirror(b) >= b)
            .collect();
        for b in 0..a.header.bones.len() {
            let at = |b: usize| stored.iter().position(|&s| s == b).map(|i| half + i);
            let place = at(b)
                .map(|i| (i, false))
                .or_else(|| at(mirror(b)).map(|i| (i, true)));
            places.push(
                place.ok_or_else(|| Error::Value("bones", "a bone has no place".to_owned()))?,
            );
        }
        let twin = |v: u32| {
            if (v as usize) < middle {
                v
            } else {
                v + left as u32
            }
        };
        let right = a.faces.iter().map(|f| [twin(f[2]), twin(f[1]), twin(f[0])]);
        let faces: Arc<[[u32; 3]]> = a.faces.iter().copied().chain(right).collect();

        let mut weights = Vec::new();
        let mut weight_starts = vec![0];
        for &(v, mirrored) in &places[..half + left] {
            weights.extend(
                a.weights[v]
                    .iter()
                    .map(|&(b, w)| (if mirrored { mirror(b) } else { b }, w)),
            );
            weight_starts.push(weights.len());
        }

        let mut joint_bones = [0; Joint::COUNT];
        for j in Joint::ALL {
            let found = a.header.bones.iter().position(|b| b.name == bone_name(j));
            joint_bones[j as usize] = found
                .ok_or_else(|| Error::Value("bones", format!("{} is missing", bone_name(j))))?;
        }

        let mut landmarks = [[0; 2]; Landmark::COUNT];
        for l in Landmark::ALL {
            let missing = || Error::Value("landmarks", format!("{} is missing", l.name()));
            landmarks[l as usize] = *a.header.landmarks.get(l.name()).ok_or_else(missing)?;
        }

        let stored = |&(i, mirrored): &(usize, bool)| Place {
            stored: i as u32,
            mirrored,
        };
        let basis = Basis::new(
            places.iter().map(stored).collect(),
            &a.mean,
            &a.components,
            &a.antisymmetric,
        );

        let bones: Vec<Bone> = a
            .header
            .bones
            .into_iter()
            .map(|b| Bone {
                name: b.name,
                parent: b.parent,
                prior_sigma_rad: b.prior_sigma_rad,
            })
            .collect();
        let vertex_parts = vertex_parts(&bones, &joint_bones, &weights, &weight_starts);
        let face_parts = faces
            .iter()
            .map(|f| face_part(f.map(|v| vertex_parts[v as usize])))
            .collect();

        let indefinite =
            || Error::Value("priors", "a covariance is not positive definite".to_owned());
        let [female, male] = a
            .priors
            .map(|(mean, triangle)| ShapePrior::from_lower_triangle(mean, &triangle));
        let (female, male) = (female.ok_or_else(indefinite)?, male.ok_or_else(indefinite)?);
        let either = ShapePrior::mixture(&female, &male);
        Ok(Self {
            bones,
            joint_bones,
            faces,
            face_parts,
            vertex_parts,
            weights,
            weight_starts,
            landmarks,
            basis,
            shape_len,
            priors: [female, male, either],
            checksum: a.checksum,
            provenance: a.header.provenance.to_string(),
        })
    }
}

/// Name in the asset of the bone whose head is this joint's centre.
fn bone_name(joint: Joint) -> &'static str {
    match joint {
        Joint::Head => "head",
        Joint::Neck => "neck",
        Joint::ShoulderL => "upperarm_l",
        Joint::ShoulderR => "upperarm_r",
        Joint::ElbowL => "lowerarm_l",
        Joint::ElbowR => "lowerarm_r",
        Joint::WristL => "wrist_l",
        Joint::WristR => "wrist_r",
        Joint::HipL => "upperleg_l",
        Joint::HipR => "upperleg_r",
        Joint::KneeL => "lowerleg_l",
        Joint::KneeR => "lowerleg_r",
        Joint::AnkleL => "foot_l",
        Joint::AnkleR => "foot_r",
    }
}

fn vertex_parts(
    bones: &[Bone],
    joints: &[usize; Joint::COUNT],
    weights: &[(usize, f64)],
    starts: &[usize],
) -> Vec<Part> {
    let mut of_bone = vec![Part::Trunk; bones.len()];
    for b in 0..bones.len() {
        let inherited = bones[b].parent.map_or(Part::Trunk, |p| of_bone[p]);
        of_bone[b] = match b {
            b if b == joints[Joint::ShoulderL as usize] => Part::ArmL,
            b if b == joints[Joint::ShoulderR as usize] => Part::ArmR,
            b if b == joints[Joint::HipL as usize] => Part::LegL,
            b if b == joints[Joint::HipR as usize] => Part::LegR,
            _ => inherited,
        };
    }
    let limb_of = |range: &[(usize, f64)]| {
        let share = |part: Part| {
            range
                .iter()
                .filter(|(b, _)| of_bone[*b] == part)
                .map(|(_, w)| w)
                .sum::<f64>()
        };
        [Part::ArmL, Part::ArmR, Part::LegL, Part::LegR]
            .into_iter()
            .find(|&p| share(p) > 0.5)
            .unwrap_or(Part::Trunk)
    };
    starts
        .windows(2)
        .map(|w| limb_of(&weights[w[0]..w[1]]))
        .collect()
}

/// The part of two or more corners; of three different ones the middle one.
pub(super) fn face_part([a, b, c]: [Part; 3]) -> Part {
    let by = |p: &Part| *p as u8;
    max_by_key(
        min_by_key(a, b, by),
        min_by_key(max_by_key(a, b, by), c, by),
        by,
    )
}
