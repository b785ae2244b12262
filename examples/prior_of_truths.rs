//! How the body model's prior foretells each measure of people from all their others, against captures' `truth.json`:
//!
//! ```text
//! cargo run --release --example prior_of_truths -- FOLDER [FOLDER ...]
//! ```
//!
//! Shapes are drawn from the prior of each sex and measured; the Gaussian of their measures, given all of a person's but one, says what that
//! one is. Prints, a measure: mean error, root mean square, and what the prior says that this is, mm. Where the first two are large against the
//! third, outlines that show little of a part are read with a wrong belief.

mod normal;

use nalgebra::{Cholesky, DMatrix, DVector};
use normal::Normal;
use purlform::body::Model;
use purlform::capture::Sex;
use purlform::measure::{DEFINITIONS, measure, standing};
use serde_json::Value;
use std::error::Error;
use std::fs;

const BODY: &[u8] = include_bytes!("../assets/body.purl");
const SHAPES: usize = 1000;
/// How far a truth and our tape of the same body may differ, mm.
const TAPE_MM: f64 = 3.0;

fn main() -> Result<(), Box<dyn Error>> {
    let model = Model::from_bytes(BODY)?;
    let mut people = Vec::new();
    for folder in std::env::args_os().skip(1) {
        for capture in fs::read_dir(folder)? {
            people.extend(truth(&capture?.path().join("truth.json")));
        }
    }
    if people.is_empty() {
        return Err("name folders of captures that have a truth.json".into());
    }
    for (name, sex) in [("female", Sex::Female), ("male", Sex::Male)] {
        let all: Vec<&DVector<f64>> = people
            .iter()
            .filter(|(s, _)| s == name)
            .map(|(_, values)| values)
            .collect();
        println!("\n{name}, {} people\n", all.len());
        println!("| measure | mean | root mean square | said |\n|---|---|---|---|");
        let (mean, covariance) = population(&model, sex)?;
        for (i, definition) in DEFINITIONS.iter().enumerate() {
            let others: Vec<usize> = (0..DEFINITIONS.len()).filter(|j| *j != i).collect();
            let among = covariance.select_rows(&others).select_columns(&others)
                + DMatrix::from_diagonal_element(others.len(), others.len(), TAPE_MM * TAPE_MM);
            let with = covariance.column(i).select_rows(&others);
            let factor = Cholesky::new(among).ok_or("measures hang on each other")?;
            let gain = factor.solve(&with);
            let foretold = |p: &DVector<f64>| mean[i] + gain.dot(&(p - &mean).select_rows(&others));
            let errors: Vec<f64> = all.iter().map(|p| foretold(p) - p[i]).collect();
            let n = errors.len().max(1) as f64;
            println!(
                "| {} | {:+.1} | {:.1} | {:.1} |",
                definition.id,
                errors.iter().sum::<f64>() / n,
                (errors.iter().map(|e| e * e).sum::<f64>() / n).sqrt(),
                (covariance[(i, i)] - with.dot(&gain)).max(0.0).sqrt()
            );
        }
    }
    Ok(())
}

/// A person's sex and all measures, mm; heights of the person standing straight.
fn truth(path: &std::path::Path) -> Option<(String, DVector<f64>)> {
    let file: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    let value = |id: &str| {
        let upright = file["upright_mm"][id].as_f64();
        upright.or_else(|| file["measurements_mm"][id].as_f64())
    };
    let values: Option<Vec<f64>> = DEFINITIONS.iter().map(|d| value(d.id)).collect();
    Some((file["sex"].as_str()?.into(), DVector::from_vec(values?)))
}

/// Mean and covariance of the measures of shapes drawn from a prior, mm.
fn population(model: &Model, sex: Sex) -> Result<(DVector<f64>, DMatrix<f64>), Box<dyn Error>> {
    let prior = model.prior(Some(sex));
    let factor = Cholesky::new(prior.covariance.clone()).ok_or("the prior is singular")?;
    let factor = factor.l();
    let mut normal = Normal(sex as u64 + 1);
    let mut rows = Vec::new();
    for _ in 0..SHAPES {
        let draw = DVector::from_fn(model.shape_len(), |_, _| normal.next());
        let body = standing(model, (&prior.mean + &factor * draw).as_slice());
        // A draw far out may have no tape; people have.
        if let Ok(readings) = measure(&body) {
            rows.push(
                DVector::from_iterator(readings.len(), readings.iter().map(|r| r.value_mm))
                    .transpose(),
            );
        }
    }
    let all = DMatrix::from_rows(&rows);
    let mean = all.row_mean().transpose();
    let mut off = all;
    off.row_iter_mut()
        .for_each(|mut row| row -= mean.transpose());
    let covariance = off.transpose() * &off / (rows.len().max(2) - 1) as f64;
    Ok((mean, covariance))
}
