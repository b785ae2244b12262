//! The network at work: look at the whole picture, then closer, until the crop is the one that it was trained on.

use super::crop::Crop;
use super::error::Error;
use super::landmark::{Keypoint, Spot};
use super::pixelwise::sigmoid;
use super::plan::Plan;
use super::tensor::Tensor;
use crate::geom::{Vec2, Vec3};
use image::RgbImage;

/// A pose-landmark network, ready to run.
#[derive(Clone, Debug)]
pub struct Network {
    plan: Plan,
    /// Which output is which.
    spots: usize,
    score: usize,
    mask: usize,
    world: usize,
}

/// What the network sees in a picture.
#[derive(Clone, Debug)]
pub struct Person {
    /// Probability that there is a person in the crop.
    pub score: f64,
    /// Where the landmarks are; index by [`Keypoint`].
    pub spots: [Spot; Keypoint::COUNT],
    /// The same in space, about the hips' middle, mm; camera axes (x right, y down, z away), turned with the crop.
    pub world_mm: [Vec3; Keypoint::COUNT],
    /// The crop that was looked at last.
    pub crop: Crop,
    /// Cells to a side of `mask`.
    pub cells: usize,
    /// Logarithm of the odds that a cell of the crop belongs to the person, row by row.
    pub mask: Vec<f32>,
}

/// The crop's side over the person's radius: BlazePose's, with a quarter of room.
const SIDE: f64 = 2.0 * 1.25;
/// Looks after the first.
const LOOKS: usize = 2;
/// Below this score the first look is no use for a second.
const LOST: f64 = 0.05;
/// Above this score there is somebody; on the way there, a small person seen from the side is lost now and then, ...
const SURE: f64 = 0.9;
/// ... and found in so much of the picture.
const MIDDLES: [f64; 2] = [0.7, 0.5];
/// Somebody stays who is looked at from so near, as a share of the crop.
const NEARER: f64 = 0.8;
/// Numbers a landmark: x, y, z, visibility, presence.
const FIELDS: usize = 5;

impl Network {
    /// Reads a `pose_landmark_*.tflite` file.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        const SPOTS: [usize; 3] = [1, 1, FIELDS * Keypoint::COUNT];
        const SCORE: [usize; 3] = [1, 1, 1];
        const WORLD: [usize; 3] = [1, 1, 3 * Keypoint::COUNT];
        let square = |s: [usize; 3]| s[0] == s[1] && s[0] >= 64 && s[2] == 1;
        let wanted = |s| s == SPOTS || s == SCORE || s == WORLD || square(s);
        let plan = Plan::new(bytes, wanted)?;
        let find = |name, is: &dyn Fn([usize; 3]) -> bool| {
            let at = plan.output_shapes.iter().position(|s| is(*s));
            at.ok_or(Error::Other(name))
        };
        let [h, w, c] = plan.input_shape;
        if h != w || c != 3 || !(64..=1024).contains(&h) {
            return Err(Error::Other("it takes no square colour picture"));
        }
        Ok(Self {
            spots: find("39 landmarks", &|s| s == SPOTS)?,
            score: find("a score", &|s| s == SCORE)?,
            mask: find("a mask", &square)?,
            world: find("landmarks in space", &|s| s == WORLD)?,
            plan,
        })
    }

    /// Looks at a whole picture and then closer at the person that it finds, once.
    pub fn glance(&self, picture: &RgbImage) -> Person {
        self.approach(picture, Crop::whole(picture.width(), picture.height()))
    }

    /// The same; where nobody is surely seen, also from the picture's middle on.
    pub fn find(&self, picture: &RgbImage) -> Person {
        let whole = Crop::whole(picture.width(), picture.height());
        let mut person = self.glance(picture);
        for share in MIDDLES {
            if person.score > SURE {
                break;
            }
            let other = self.approach(picture, whole.scaled(share));
            if other.score > SURE && self.stays(picture, &other) {
                person = other;
            }
        }
        person
    }

    /// Whether somebody is seen from a little nearer and farther, too, and in a mirror: a plant makes a score of 0.9 now and then, but not
    /// each time.
    fn stays(&self, picture: &RgbImage, person: &Person) -> bool {
        let crop = person.crop;
        let again = |picture: &RgbImage, crop: Crop| self.look(picture, crop).score > SURE;
        let mirrored = || {
            let width = f64::from(picture.width()) - 1.0;
            let crop = Crop {
                middle: Vec2::new(width - crop.middle.x, crop.middle.y),
                right: Vec2::new(crop.right.x, -crop.right.y),
                ..crop
            };
            again(&image::imageops::flip_horizontal(picture), crop)
        };
        let near_and_far = [NEARER, 1.0 / NEARER].map(|times| crop.scaled(times));
        near_and_far.into_iter().all(|crop| again(picture, crop)) && mirrored()
    }

    /// Looks at a crop and then closer at the person that it finds there.
    fn approach(&self, picture: &RgbImage, crop: Crop) -> Person {
        let mut person = self.look(picture, crop);
        for _ in 0..LOOKS {
            if person.score < LOST {
                break;
            }
            let Some(crop) = person.closer() else { break };
            person = self.look(picture, crop);
        }
        person
    }

    /// Looks at one crop.
    pub fn look(&self, picture: &RgbImage, crop: Crop) -> Person {
        let size = self.plan.input_shape[0];
        let out = self.run(crop.sample(picture, size));
        let fields = &out[self.spots].data;
        let spots = std::array::from_fn(|i| {
            let field = |k: usize| f64::from(fields[FIELDS * i + k]);
            // The network's places have pixel edges at integers.
            let cell = Vec2::new(field(0) - 0.5, field(1) - 0.5);
            Spot {
                at: crop.to_picture(cell, size),
                visible: f64::from(sigmoid(fields[FIELDS * i + 3])),
                present: f64::from(sigmoid(fields[FIELDS * i + 4])),
            }
        });
        let world = &out[self.world].data;
        let metres = |i: usize| f64::from(world[i]) * 1000.0;
        Person {
            score: f64::from(out[self.score].data[0]),
            spots,
            world_mm: std::array::from_fn(|i| {
                Vec3::new(metres(3 * i), metres(3 * i + 1), metres(3 * i + 2))
            }),
            crop,
            cells: out[self.mask].shape[0],
            mask: out[self.mask].data.clone(),
        }
    }

    /// Side of the square picture that the network takes, px.
    pub fn input_px(&self) -> usize {
        self.plan.input_shape[0]
    }

    /// The raw outputs for an input of `input_px` x `input_px` x 3 colours 0 to 1, in the file's order.
    pub fn run(&self, input: Tensor) -> Vec<Tensor> {
        self.plan.run(input)
    }
}

impl Person {
    /// A landmark.
    pub fn spot(&self, k: Keypoint) -> Spot {
        self.spots[k as usize]
    }

    /// The crop about the person, their head up.
    fn closer(&self) -> Option<Crop> {
        let middle = self.spot(Keypoint::Centre).at;
        let up = self.spot(Keypoint::Circle).at - middle;
        let radius = up.norm();
        let sound = middle.iter().all(|v| v.is_finite()) && radius.is_finite() && radius > 8.0;
        sound.then(|| Crop {
            middle,
            side_px: SIDE * radius,
            right: Vec2::new(-up.y, up.x) / radius,
        })
    }

    /// Logarithm of the odds that a place of the picture belongs to the person, between cells bilinear; outside of the crop that of no
    /// person.
    pub fn odds(&self, at: Vec2) -> f32 {
        let cell = self.crop.to_cells(at, self.cells);
        let last = self.cells as f64 - 1.0;
        if cell.x < -0.5 || cell.y < -0.5 || cell.x > last + 0.5 || cell.y > last + 0.5 {
            return -10.0;
        }
        let cell = cell.map(|v| v.clamp(0.0, last));
        let (x, y) = (cell.x as usize, cell.y as usize);
        let (x1, y1) = ((x + 1).min(self.cells - 1), (y + 1).min(self.cells - 1));
        let (tx, ty) = ((cell.x - x as f64) as f32, (cell.y - y as f64) as f32);
        let value = |x: usize, y: usize| self.mask[y * self.cells + x];
        let top = value(x, y) + (value(x1, y) - value(x, y)) * tx;
        let low = value(x, y1) + (value(x1, y1) - value(x, y1)) * tx;
        top + (low - top) * ty
    }
}
