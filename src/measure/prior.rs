//! What is known of measurements before they are taken: how they go together in adults, and so what the missing ones
//! probably are, given the others.
//!
//! The model is a Gaussian of the natural logarithms for each sex: bodies vary by ratios, and no length becomes negative.
//! Its numbers ([`super::population`], written by `examples/measure_prior.rs`) come from two sources. Thousands of shapes
//! drawn from the body model's prior and measured in its standard pose say how all measurements go together, as they are
//! defined here. Where ANSUR II took the same measurement of real people (heights of body, nape, waist and crotch; girths
//! of head, neck, chest, waist, buttock, upper arm, wrist, thigh, calf and ankle), mean and covariance are ANSUR's own
//! (waist and upper arm times a factor: the tape lies a little elsewhere). Hip height, knee girth, shoulder length and
//! width, back neck to waist, arm and crotch length have ANSUR's covariance with a near relative and the model's mean;
//! underbust and armscye girth are the model's alone, given the others. Soldiers are fitter than shoppers, and there are
//! no children among them: who is unlike all soldiers is predicted with more doubt.

use super::population::{COUNT, FEMALE, MALE};
use super::{BY_HAND, DEFINITIONS, Measurement, Measurements, foot};
use crate::capture::Sex;

/// Mean and covariance of the logarithms of all measurements (mm), in the order of [`DEFINITIONS`].
#[derive(Clone, Debug)]
pub(super) struct Population {
    pub(super) mean: [f64; COUNT],
    pub(super) covariance: [[f64; COUNT]; COUNT],
}

/// All measurements of a person: those that were taken, and predictions of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Completed {
    /// Every measurement, in the order of [`DEFINITIONS`] and [`BY_HAND`]; what was given is unchanged.
    pub measurements: Measurements,
    /// Those that were predicted, with the uncertainty of the prediction.
    pub assumed: Vec<Measurement>,
}

/// Predicts what was not measured from what was and its uncertainty; `sex` stands back behind the one in the file.
///
/// Where the sex is unknown, both populations are weighed by how well they explain what was given.
pub fn complete(given: &Measurements, sex: Option<Sex>) -> Completed {
    let populations = match given.sex.or(sex) {
        Some(Sex::Female) => vec![Posterior::new(&FEMALE, given)],
        Some(Sex::Male) => vec![Posterior::new(&MALE, given)],
        None => vec![Posterior::new(&FEMALE, given), Posterior::new(&MALE, given)],
    };
    let likeliest = populations
        .iter()
        .map(|p| p.log_likelihood)
        .fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = populations
        .iter()
        .map(|p| libm::exp(p.log_likelihood - likeliest))
        .collect();
    let total: f64 = weights.iter().sum();
    let mixed = |f: &dyn Fn(&Posterior) -> f64| {
        populations
            .iter()
            .zip(&weights)
            .map(|(p, w)| f(p) * w)
            .sum::<f64>()
            / total
    };
    let mut all = Vec::with_capacity(COUNT);
    let mut assumed = Vec::new();
    for (i, definition) in DEFINITIONS.iter().enumerate() {
        if let Some(known) = given.get(definition.id) {
            all.push(*known);
            continue;
        }
        let mean = mixed(&|p| p.mean[i]);
        let variance = mixed(&|p| p.doubt * p.covariance[i][i] + (p.mean[i] - mean).powi(2));
        // Far from all soldiers (small children) the regression can leave what people can have.
        let (least, largest) = definition.plausible_mm;
        let value_mm = libm::exp(mean).clamp(least, largest);
        let sigma_mm = value_mm * variance.max(0.0).sqrt();
        let predicted = Measurement {
            id: definition.id,
            value_mm,
            sigma_mm,
            left_mm: None,
            right_mm: None,
        };
        all.push(predicted);
        assumed.push(predicted);
    }
    let mut measurements = Measurements {
        values: all,
        sex: given.sex.or(sex),
    };
    for (i, definition) in BY_HAND.iter().enumerate() {
        if let Some(known) = given.get(definition.id) {
            measurements.values.push(*known);
        } else if let Some(predicted) = foot::predicted(i, &measurements, measurements.sex) {
            measurements.values.push(predicted);
            assumed.push(predicted);
        }
    }
    Completed {
        measurements,
        assumed,
    }
}

/// A population narrowed down to the people that have the given measurements.
struct Posterior {
    mean: [f64; COUNT],
    covariance: [[f64; COUNT]; COUNT],
    log_likelihood: f64,
    /// Factor of the variances: the mean square of what was given in standard deviations of its prediction, at least 1.
    doubt: f64,
}

impl Posterior {
    /// Takes the given values in one by one (Kalman's update), in an order of operations that is the same everywhere.
    fn new(population: &Population, given: &Measurements) -> Self {
        let Population {
            mut mean,
            mut covariance,
        } = population.clone();
        let (mut log_likelihood, mut square, mut count) = (0.0, 0.0, 0);
        for (i, definition) in DEFINITIONS.iter().enumerate() {
            let Some(known) = given.get(definition.id) else {
                continue;
            };
            let relative = known.sigma_mm / known.value_mm;
            let variance = covariance[i][i].max(0.0) + relative * relative + 1e-9;
            let surprise = libm::log(known.value_mm) - mean[i];
            log_likelihood -= 0.5 * (surprise * surprise / variance + libm::log(variance));
            square += surprise * surprise / variance;
            count += 1;
            let row = covariance[i];
            for j in 0..COUNT {
                mean[j] += row[j] / variance * surprise;
                for k in 0..COUNT {
                    covariance[j][k] -= row[j] * row[k] / variance;
                }
            }
        }
        let doubt = (square / f64::from(count.max(1))).max(1.0);
        Self {
            mean,
            covariance,
            log_likelihood,
            doubt,
        }
    }
}
