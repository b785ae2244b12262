//! Points (vertices, then bone heads) and how they move with the shape: a mean and components of one half, mirrored.

use crate::geom::Vec3;

/// Sums run in so many lanes: what one vector instruction holds, in browsers too.
const LANES: usize = 4;

/// Where a point is stored, and whether as its mirror image.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Index of the stored point.
    pub stored: u32,
    /// Whether it is the mirror image: -x of the mean and of symmetric components, -y and -z of the others.
    pub mirrored: bool,
}

/// Mean and components of all points. The components are kept as they are in the asset, to seven digits: the body moves
/// with every look at it, and what is read then is what takes time.
#[derive(Clone, Debug)]
pub struct Basis {
    places: Vec<Place>,
    /// Stored points of the mean, mm.
    mean: Vec<Vec3>,
    /// All x, all y and all z of a stored point's components, mm; then the next point's.
    components: Vec<f32>,
    /// 1 of a symmetric component, -1 of another.
    signs: Vec<f32>,
    ones: Vec<f32>,
}

impl Basis {
    /// From stored points of the mean and of each component, and which components are antisymmetric.
    pub fn new(
        places: Vec<Place>,
        mean: &[[f64; 3]],
        components: &[Vec<[f64; 3]>],
        antisymmetric: &[bool],
    ) -> Self {
        let padded = components.len().next_multiple_of(LANES);
        let mut flat = vec![0.0; mean.len() * 3 * padded];
        for (k, component) in components.iter().enumerate() {
            for (p, place) in component.iter().enumerate().take(mean.len()) {
                for (axis, value) in place.iter().enumerate() {
                    flat[(3 * p + axis) * padded + k] = *value as f32;
                }
            }
        }
        let mut signs = vec![1.0; padded];
        for (sign, odd) in signs.iter_mut().zip(antisymmetric) {
            *sign = if *odd { -1.0 } else { 1.0 };
        }
        Self {
            places,
            mean: mean.iter().map(|m| Vec3::from(*m)).collect(),
            components: flat,
            signs,
            ones: vec![1.0; padded],
        }
    }

    /// The points at these weights of the components, mm; weights that are missing are zero.
    pub fn at(&self, weights: &[f64]) -> Vec<Vec3> {
        let mut own = vec![0.0; self.signs.len()];
        for (w, weight) in own.iter_mut().zip(weights) {
            *w = *weight as f32;
        }
        let mirrored: Vec<f32> = own.iter().zip(&self.signs).map(|(w, s)| w * s).collect();
        let length = 3 * self.signs.len();
        let halves: Vec<[Vec3; 2]> = self
            .mean
            .iter()
            .zip(self.components.chunks_exact(length))
            .map(|(mean, rows)| {
                let [plain, image] = sums(rows, &own, &mirrored);
                let image = mean + image;
                [mean + plain, Vec3::new(-image.x, image.y, image.z)]
            })
            .collect();
        self.places
            .iter()
            .map(|p| halves[p.stored as usize][usize::from(p.mirrored)])
            .collect()
    }

    /// Where a point is stored.
    pub fn place(&self, point: usize) -> Place {
        self.places[point]
    }

    /// Some of the points, in this order.
    pub fn picked(&self, points: impl Iterator<Item = usize>) -> Self {
        let length = 3 * self.signs.len();
        let mut names = vec![u32::MAX; self.mean.len()];
        let (mut places, mut mean, mut components) = (Vec::new(), Vec::new(), Vec::new());
        for point in points {
            let Place { stored, mirrored } = self.places[point];
            let at = stored as usize;
            if names[at] == u32::MAX {
                names[at] = mean.len() as u32;
                mean.push(self.mean[at]);
                components.extend(&self.components[at * length..(at + 1) * length]);
            }
            places.push(Place {
                stored: names[at],
                mirrored,
            });
        }
        Self {
            places,
            mean,
            components,
            signs: self.signs.clone(),
            ones: self.ones.clone(),
        }
    }

    /// Adds to each of `out` how far a point moves along `direction` with that component.
    pub fn along(&self, point: usize, direction: Vec3, out: &mut [f32]) {
        let Place { stored, mirrored } = self.places[point];
        let n = self.signs.len();
        let rows = &self.components[stored as usize * 3 * n..(stored as usize + 1) * 3 * n];
        let (xs, rest) = rows.split_at(n);
        let (ys, zs) = rest.split_at(n);
        let d = direction.cast::<f32>();
        let (x, signs) = if mirrored {
            (-d.x, &self.signs)
        } else {
            (d.x, &self.ones)
        };
        for ((((out, sign), cx), cy), cz) in out.iter_mut().zip(signs).zip(xs).zip(ys).zip(zs) {
            *out += sign * (x * cx + d.y * cy + d.z * cz);
        }
    }
}

/// The sums of a point's components (all x, all y, all z) times either list of weights.
fn sums(rows: &[f32], a: &[f32], b: &[f32]) -> [Vec3; 2] {
    let n = a.len();
    let (xs, rest) = rows.split_at(n);
    let (ys, zs) = rest.split_at(n);
    let lanes = |s| <[f32]>::as_chunks::<LANES>(s).0;
    let mut sums = [[[0.0f32; LANES]; 3]; 2];
    let rows = lanes(xs).iter().zip(lanes(ys)).zip(lanes(zs));
    for (((x, y), z), (a, b)) in rows.zip(lanes(a).iter().zip(lanes(b))) {
        for (axis, row) in [x, y, z].into_iter().enumerate() {
            for l in 0..LANES {
                sums[0][axis][l] += row[l] * a[l];
                sums[1][axis][l] += row[l] * b[l];
            }
        }
    }
    sums.map(|s| Vec3::from(s.map(|lanes| f64::from(lanes.iter().sum::<f32>()))))
}
