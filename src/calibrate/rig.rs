//! From sightings of the board to a rig in one floor-based world.

use super::board::Board;
use super::bundle::{Bundle, Observation, State};
use super::error::Error;
use super::lens;
use super::network::{self, Look, compose, inverse};
use super::report::{self, Report};
use super::sighting::{self, Sighting};
use crate::camera::{Camera, Intrinsics, Pose, Rig};
use crate::geom::{Mat3, Vec2, Vec3};
use image::RgbImage;

/// What the shot with the board on the floor is called where nothing else is said.
pub const FLOOR: &str = "floor";
/// A corner this far off no longer pulls harder in the first adjustment, px.
const ROBUST_PX: f64 = 1.0;
/// A look is dropped whose median distance is beyond this many times that of all looks, and beyond so many px.
const WRONG_LOOK: (f64, f64) = (8.0, 2.5);
/// The same of a single corner.
const WRONG_CORNER: (f64, f64) = (5.0, 0.35);
/// Neighbouring corners are placed by pixels that they share, and so err alike: all together they tell this many times less than as
/// many strangers. (Cameras of fifteen rendered rigs lay 1.3 times as far off as strangers would have put them.)
const SHARED: f64 = 1.5;

/// Photos of a board, as they arrive.
#[derive(Clone, Debug)]
pub struct Photos {
    board: Board,
    photos: Vec<Photo>,
}

/// What is kept of a photo.
#[derive(Clone, Debug)]
struct Photo {
    camera: String,
    shot: String,
    size: (u32, u32),
    sighting: Option<Sighting>,
}

/// A calibrated rig, and how well it is known.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// The cameras, in the order in which their first photos came.
    pub rig: Rig,
    /// Residuals and verdicts.
    pub report: Report,
}

impl Photos {
    /// No photos yet.
    pub fn new(board: Board) -> Self {
        Self {
            board,
            photos: Vec::new(),
        }
    }

    /// The board.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Looks for the board in a photo; photos of one shot were taken at the same moment. A second photo of a camera and shot replaces
    /// the first.
    pub fn add(&mut self, camera: &str, shot: &str, picture: &RgbImage) -> Option<&Sighting> {
        self.photos.retain(|p| p.camera != camera || p.shot != shot);
        self.photos.push(Photo {
            camera: camera.into(),
            shot: shot.into(),
            size: picture.dimensions(),
            sighting: sighting::find(picture, &self.board),
        });
        self.photos.last()?.sighting.as_ref()
    }

    /// Lenses, and for several cameras (or where a floor shot is there) their places in a world whose floor is that shot's board:
    /// origin in the pattern's middle, +Y up, +Z towards the print's upper edge, +X towards its left edge.
    ///
    /// `floor` names the floor shot; without it the one called [`FLOOR`], or whose name has that word in it, is taken.
    ///
    /// # Errors
    /// What the photos lack.
    pub fn calibrate(&self, floor: Option<&str>) -> Result<Calibrated, Error> {
        let cameras = self.cameras();
        if cameras.is_empty() {
            return Err(Error::NoPhotos);
        }
        let mut sizes = Vec::with_capacity(cameras.len());
        let mut lenses = Vec::with_capacity(cameras.len());
        for id in &cameras {
            let (size, seen) = self.of_camera(id)?;
            lenses.push(lens::calibrate(&self.board, id, size, &seen)?);
            sizes.push(size);
        }
        let shots = self.shots();
        let looks = self.looks(&cameras, &shots, &lenses);
        let floor_shot = find_floor(&shots, floor);
        let seen = |shot: usize| looks.iter().any(|l| l.shot == shot);
        let alone = cameras.len() == 1 && floor.is_none() && !floor_shot.is_some_and(seen);
        let network = network::join(&self.board, &cameras, &lenses, shots.len(), &looks)?;
        let floor_shot = match floor_shot {
            Some(shot) if seen(shot) => Some(shot),
            _ if alone => None,
            Some(shot) => {
                let shot = shots.get(shot).cloned().unwrap_or_default();
                return Err(Error::FloorUnseen { shot });
            }
            None => {
                return Err(Error::NoFloor {
                    shots,
                    wanted: floor.unwrap_or(FLOOR).into(),
                });
            }
        };
        let start = placed(&self.board, network.cameras, &network.boards, floor_shot);
        let job = Job {
            board: &self.board,
            sizes: &sizes,
            looks: &looks,
            turns: &network.turns,
            floor: floor_shot,
        };
        let solved = job.adjust(State {
            lenses,
            cameras: start.0,
            boards: start.1,
        })?;
        let report = report::of(self, &cameras, &shots, &sizes, &solved, floor_shot)?;
        let place = |pose: &Pose| floor_shot.map(|_| *pose);
        let state = &solved.state;
        let named = cameras.into_iter().zip(sizes);
        let both = state.lenses.iter().zip(&state.cameras);
        let cameras = named.zip(both).map(|((id, size), (lens, pose))| Camera {
            id,
            width: size.0,
            height: size.1,
            intrinsics: *lens,
            pose: place(pose),
        });
        let cameras = cameras.collect();
        Ok(Calibrated {
            rig: Rig { cameras },
            report,
        })
    }

    /// Cameras in the order of their first photos.
    fn cameras(&self) -> Vec<String> {
        unique(self.photos.iter().map(|p| &p.camera))
    }

    /// Shots in the order of their first photos.
    fn shots(&self) -> Vec<String> {
        unique(self.photos.iter().map(|p| &p.shot))
    }

    /// Photos of a camera, all of one size, and those that show the board.
    fn of_camera(&self, id: &str) -> Result<((u32, u32), Vec<&Sighting>), Error> {
        let photos: Vec<&Photo> = self.photos.iter().filter(|p| p.camera == id).collect();
        let camera = || id.to_string();
        let size = photos.first().map_or((0, 0), |p| p.size);
        if let Some(other) = photos.iter().find(|p| p.size != size) {
            return Err(Error::MixedSizes {
                camera: camera(),
                one: size,
                other: other.size,
            });
        }
        let seen: Vec<&Sighting> = photos.iter().filter_map(|p| p.sighting.as_ref()).collect();
        if seen.is_empty() {
            return Err(Error::NoBoard {
                camera: camera(),
                photos: photos.len(),
            });
        }
        Ok((size, seen))
    }

    /// Photos given, by camera.
    pub(super) fn count(&self, camera: &str) -> usize {
        self.photos.iter().filter(|p| p.camera == camera).count()
    }

    fn looks(&self, cameras: &[String], shots: &[String], lenses: &[Intrinsics]) -> Vec<Look> {
        let mut looks = Vec::new();
        for p in &self.photos {
            let camera = cameras.iter().position(|c| *c == p.camera);
            let shot = shots.iter().position(|s| *s == p.shot);
            if let (Some(camera), Some(shot), Some(s)) = (camera, shot, &p.sighting)
                && let Some(lens) = lenses.get(camera)
            {
                looks.push(Look::new(&self.board, lens, camera, shot, s.clone()));
            }
        }
        looks
    }
}

fn unique<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all
}

/// The floor shot: by the name given, else by [`FLOOR`] alone or within a name.
fn find_floor(shots: &[String], wanted: Option<&str>) -> Option<usize> {
    let name = wanted.unwrap_or(FLOOR);
    let exact = shots.iter().position(|s| s.eq_ignore_ascii_case(name));
    exact.or_else(|| {
        let within = |s: &String| s.to_ascii_lowercase().contains(FLOOR);
        shots.iter().position(within).filter(|_| wanted.is_none())
    })
}

/// Board -> world of the board on the floor.
pub(super) fn on_floor(board: &Board) -> Pose {
    let rotation = Mat3::new(-1.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.0, -1.0, 0.0);
    let middle = 0.5 * board.size_mm();
    Pose {
        rotation,
        translation_mm: -(rotation * Vec3::new(middle.x, middle.y, 0.0)),
    }
}

/// First places in the world of the floor shot, or in the first camera's frame.
fn placed(
    board: &Board,
    cameras: Vec<Pose>,
    boards: &[Option<Pose>],
    floor: Option<usize>,
) -> (Vec<Pose>, Vec<Pose>) {
    let rig_floor = floor.and_then(|f| boards.get(f).copied().flatten());
    // World -> rig.
    let world = rig_floor.map(|f| compose(&f, &inverse(&on_floor(board))));
    let ahead = Pose {
        rotation: Mat3::identity(),
        translation_mm: Vec3::new(0.0, 0.0, 1000.0),
    };
    let boards = boards.iter().map(|b| b.unwrap_or(ahead));
    match world {
        Some(world) => (
            cameras.iter().map(|c| compose(c, &world)).collect(),
            boards.map(|b| compose(&inverse(&world), &b)).collect(),
        ),
        None => (cameras, boards.collect()),
    }
}

/// What a bundle adjustment starts from.
struct Job<'a> {
    board: &'a Board,
    sizes: &'a [(u32, u32)],
    looks: &'a [Look],
    turns: &'a [usize],
    floor: Option<usize>,
}

/// An adjusted rig with all that a verdict needs.
pub(super) struct Solved {
    pub state: State,
    /// The corners that were used.
    pub observations: Vec<Observation>,
    /// Their distances, px.
    pub misses: Vec<f64>,
    /// Corners that were left out.
    pub dropped: usize,
    /// Standard deviation of fx as a share, and of the camera's centre, mm (none where it is held), and of its rotation, radians.
    pub sigmas: Vec<Sigma>,
}

/// How well a camera is known, from the covariance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sigma {
    pub focal: f64,
    pub centre_mm: Option<f64>,
    pub rotation_rad: Option<f64>,
}

impl Job<'_> {
    fn bundle<'b>(&'b self, observations: &'b [Observation], robust_px: f64) -> Bundle<'b> {
        let shots = self.looks.iter().map(|l| l.shot + 1).max().unwrap_or(0);
        let mut held_boards: Vec<bool> = vec![true; shots];
        for o in observations {
            held_boards[o.shot] = Some(o.shot) == self.floor;
        }
        let mut held_cameras = vec![false; self.sizes.len()];
        if self.floor.is_none()
            && let Some(first) = held_cameras.first_mut()
        {
            *first = true;
        }
        Bundle {
            board: self.board,
            observations,
            sizes: self.sizes,
            held_cameras,
            held_boards,
            robust_px,
        }
    }

    fn adjust(&self, start: State) -> Result<Solved, Error> {
        let mut observations = Vec::new();
        for (look, &turn) in self.looks.iter().zip(self.turns) {
            let one = |(corner, at): (usize, Vec2)| Observation {
                camera: look.camera,
                shot: look.shot,
                corner,
                at,
            };
            observations.extend(look.corners(self.board, turn).into_iter().map(one));
        }
        let given = observations.len();
        let unsolved = |_| Error::Unsolved;
        let first = self.bundle(&observations, ROBUST_PX);
        let state = first.adjust(start).map_err(unsolved)?;
        let kept = without_wrong(&observations, &first.misses(&state));
        let bundle = self.bundle(&kept, f64::INFINITY);
        let state = bundle.adjust(state).map_err(unsolved)?;
        let misses = bundle.misses(&state);
        let squares: f64 = misses.iter().map(|m| m * m).sum();
        let sigma_px = (0.5 * squares / misses.len().max(1) as f64).sqrt();
        if !sigma_px.is_finite() || kept.is_empty() {
            return Err(Error::Unsolved);
        }
        let covariance = bundle
            .covariance(&state, SHARED * sigma_px)
            .ok_or(Error::Unsolved)?;
        let sigmas = (0..self.sizes.len())
            .map(|c| {
                let focal = covariance[(bundle.lens_at(c), bundle.lens_at(c))].sqrt();
                let pose = bundle.camera_at(c).map(|at| {
                    let block = covariance.view((at, at), (6, 6));
                    // centre = -R^T t: moves by -R^T (dt - w x t).
                    let t = state.cameras[c].translation_mm;
                    let mut j = nalgebra::Matrix3x6::zeros();
                    j.fixed_columns_mut::<3>(0).copy_from(&t.cross_matrix());
                    j.fixed_columns_mut::<3>(3).copy_from(&Mat3::identity());
                    let centre = (j * block * j.transpose()).trace().max(0.0).sqrt();
                    let turn = block.view((0, 0), (3, 3)).trace().max(0.0).sqrt();
                    (centre, turn)
                });
                Sigma {
                    focal: focal / state.lenses[c].fx,
                    centre_mm: pose.map(|p| p.0),
                    rotation_rad: pose.map(|p| p.1),
                }
            })
            .collect();
        Ok(Solved {
            state,
            dropped: given - kept.len(),
            observations: kept,
            misses,
            sigmas,
        })
    }
}

/// Without looks and corners that cannot be right.
fn without_wrong(observations: &[Observation], misses: &[f64]) -> Vec<Observation> {
    let typical = median(misses.to_vec());
    let beyond = |(times, px): (f64, f64)| (times * typical).max(px);
    let look = |o: &Observation| (o.camera, o.shot);
    let mut by_look: std::collections::BTreeMap<(usize, usize), Vec<f64>> = Default::default();
    for (o, m) in observations.iter().zip(misses) {
        by_look.entry(look(o)).or_default().push(*m);
    }
    let wrong: Vec<(usize, usize)> = by_look
        .into_iter()
        .filter(|(_, m)| median(m.clone()) > beyond(WRONG_LOOK))
        .map(|(k, _)| k)
        .collect();
    observations
        .iter()
        .zip(misses)
        .filter(|(o, m)| **m <= beyond(WRONG_CORNER) && !wrong.contains(&look(o)))
        .map(|(o, _)| *o)
        .collect()
}

/// The middle value; 0 of none.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    let found =
        (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1);
    found.unwrap_or(0.0)
}
