//! Where a seat may be rear-most. The profile of a flat one hardly tells, and its rear-most corner stands at one end of where its top may
//! be as soon as in the middle.

use super::Error;
use super::definition::{Definition, Level, Tape};
use super::person::Person;
use super::pull::Mark;
use crate::body::Slopes;
use crate::geom::Vec3;
use nalgebra::{Cholesky, DMatrix, DVector};

/// A corner this far before the rear-most one is never it, mm.
const BEFORE_MM: f64 = 12.0;
/// Nor is one that no more than so many standard deviations bring there.
const SIGMAS: f64 = 4.0;
/// Shapes that are drawn.
const DRAWS: usize = 256;

/// A corner of the skin that may be rear-most.
struct Corner {
    /// Above the one that is on the body itself, mm.
    up_mm: f64,
    /// Behind it, mm: zero or less.
    rear_mm: f64,
    /// How that changes with independent numbers of unit variance, of which the shapes are made, mm.
    moves: DVector<f64>,
}

/// The levels at which a person's seat may be rear-most.
pub(super) struct Seat<'p, 'b> {
    person: &'p Person<'b>,
    /// Heights above the corner that is rear-most on the body itself, mm, and how likely each is.
    levels: Vec<(f64, f64)>,
}

impl<'p, 'b> Seat<'p, 'b> {
    /// Of a person whose shape has this covariance (K x K), on whose last K `slopes` depend; none where it is not positive definite.
    pub(super) fn new(
        person: &'p Person<'b>,
        slopes: &Slopes<'_>,
        covariance: &DMatrix<f64>,
    ) -> Option<Self> {
        let root = Cholesky::new(covariance.clone())?.unpack();
        let (top, rear) = (person.place(Level::Buttock), -person.body.facing);
        let pose = slopes.len() - covariance.nrows();
        let corner = |v: usize| {
            let off = person.body.mesh.vertices[v] - top;
            let rear_mm = off.dot(&rear);
            (rear_mm > -BEFORE_MM).then(|| {
                let mut row = vec![0.0f32; slopes.len()];
                slopes.along(v, rear, &mut row);
                let shape = row[pose..].iter().map(|d| f64::from(*d));
                Corner {
                    up_mm: off.y,
                    rear_mm,
                    moves: root.tr_mul(&DVector::from_iterator(covariance.nrows(), shape)),
                }
            })
        };
        let mut corners: Vec<Corner> = person.seat_corners().filter_map(corner).collect();
        let first = corners
            .iter()
            .max_by(|a, b| a.rear_mm.total_cmp(&b.rear_mm));
        let first = first?.moves.clone();
        corners.retain(|c| -c.rear_mm <= SIGMAS * (&c.moves - &first).norm());
        let mut levels: Vec<(f64, f64)> = corners.iter().map(|c| (c.up_mm, 0.0)).collect();
        let mut normal = normal();
        for _ in 0..DRAWS {
            let drawn = DVector::from_fn(covariance.nrows(), |_, _| normal());
            let rear = corners.iter().map(|c| c.rear_mm + c.moves.dot(&drawn));
            let (_, (_, share)) = rear.zip(&mut levels).max_by(|a, b| a.0.total_cmp(&b.0))?;
            *share += 1.0 / DRAWS as f64;
        }
        levels.retain(|(_, share)| *share > 0.0);
        Some(Self { person, levels })
    }

    /// Whether a measurement's tape lies at the seat's level.
    pub(super) fn holds(definition: &Definition) -> bool {
        matches!(
            definition.tape,
            Tape::Height(Level::Buttock) | Tape::Level(Level::Buttock, _)
        )
    }

    /// The person whose seat is rear-most at the mean level.
    pub(super) fn likely(&self) -> Person<'b> {
        let mean = self.levels.iter().map(|(mm, share)| mm * share).sum();
        self.raised(mean)
    }

    /// What the doubt of the level adds to a measurement's variance, mm².
    pub(super) fn variance(&self, definition: &Definition) -> Result<f64, Error> {
        let likely_mm = self.likely().read(definition)?.value_mm;
        let mut sum = 0.0;
        for (mm, share) in &self.levels {
            let off = self.raised(*mm).read(definition)?.value_mm - likely_mm;
            sum += share * off * off;
        }
        Ok(sum)
    }

    fn raised(&self, mm: f64) -> Person<'b> {
        let seat = Mark::Level(Level::Buttock);
        self.person.with(seat, Vec3::y() * mm)
    }
}

/// Numbers of a normal distribution, always the same ones: of twelve uniform ones the sum.
fn normal() -> impl FnMut() -> f64 {
    let mut state = 1u64;
    let mut uniform = move || {
        // Knuth's MMIX.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    };
    move || (0..12).map(|_| uniform()).sum::<f64>() - 6.0
}
