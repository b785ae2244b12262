//! Learns how measurements go together, and writes `src/measure/population.rs`:
//!
//! ```text
//! cargo run --release --example measure_prior -- assets/body.purl ../shared/ansur > src/measure/population.rs
//! ```
//!
//! Two sources, both as logarithms of mm, for each sex: shapes drawn from the body model's prior and measured in its
//! standard pose; people of ANSUR II, of whom some measurements were taken as ours are and some nearly so.

mod normal;

use nalgebra::{Cholesky, DMatrix, DVector};
use normal::Normal;
use purlform::body::Model;
use purlform::capture::Sex;
use purlform::measure::{DEFINITIONS, measure, standing};
use std::error::Error;
use std::path::Path;

const SHAPES: usize = 2000;

/// Ours, the factor to it from ANSUR's mean, and ANSUR's columns (several: their mean).
///
/// ANSUR's waist lies at the navel, on most people below ours and 2 % larger; its upper arm is flexed, 6 % larger. Where
/// the tape lies otherwise (no factor), only the covariance is ANSUR's; the mean is the model's.
const ANSUR: &[(&str, Option<f64>, &[&str])] = &[
    ("stature", Some(1.0), &["stature"]),
    ("cervicale_height", Some(1.0), &["cervicaleheight"]),
    (
        "waist_height",
        Some(1.0),
        &["tenthribheight", "iliocristaleheight"],
    ),
    ("hip_height", None, &["buttockheight"]),
    ("inside_leg_height", Some(1.0), &["crotchheight"]),
    ("head_girth", Some(1.0), &["headcircumference"]),
    ("neck_girth", Some(1.0), &["neckcircumference"]),
    ("bust_girth", Some(1.0), &["chestcircumference"]),
    ("hip_girth", Some(1.0), &["buttockcircumference"]),
    ("waist_girth", Some(0.98), &["waistcircumference"]),
    (
        "upper_arm_girth",
        Some(0.94),
        &["bicepscircumferenceflexed"],
    ),
    ("wrist_girth", Some(1.0), &["wristcircumference"]),
    ("thigh_girth", Some(1.0), &["thighcircumference"]),
    ("calf_girth", Some(1.0), &["calfcircumference"]),
    ("ankle_girth", Some(1.0), &["anklecircumference"]),
    ("shoulder_length", None, &["shoulderlength"]),
    ("knee_girth", None, &["lowerthighcircumference"]),
    ("shoulder_width", None, &["biacromialbreadth"]),
    ("back_neck_to_waist", None, &["waistbacklength"]),
    (
        "arm_length",
        None,
        &["acromionradialelength", "radialestylionlength"],
    ),
    ("crotch_length", None, &["crotchlengthomphalion"]),
];

/// Mean and covariance.
struct Moments {
    mean: DVector<f64>,
    covariance: DMatrix<f64>,
}

impl Moments {
    fn of(rows: &[DVector<f64>]) -> Self {
        let mean = rows.iter().sum::<DVector<f64>>() / rows.len() as f64;
        let deviations = DMatrix::from_columns(&rows.iter().map(|r| r - &mean).collect::<Vec<_>>());
        let covariance = &deviations * deviations.transpose() / (rows.len() - 1) as f64;
        Self { mean, covariance }
    }

    fn block(&self, rows: &[usize], columns: &[usize]) -> DMatrix<f64> {
        self.covariance.select_rows(rows).select_columns(columns)
    }

    /// Coefficients by which some are predicted from others.
    fn regression(&self, of: &[usize], on: &[usize]) -> Result<DMatrix<f64>, Box<dyn Error>> {
        let on_on = Cholesky::new(self.block(on, on)).ok_or("too few shapes")?;
        Ok(on_on.solve(&self.block(on, of)).transpose())
    }
}

fn place(id: &str) -> usize {
    DEFINITIONS
        .iter()
        .position(|d| d.id == id)
        .unwrap_or_else(|| panic!("{id} is not measured"))
}

/// Measures shapes drawn from the model's prior.
fn shapes(model: &Model, sex: Sex) -> Result<Moments, Box<dyn Error>> {
    let prior = model.prior(Some(sex));
    let root = Cholesky::new(prior.covariance.clone())
        .ok_or("the prior is not positive definite")?
        .l();
    let mut normal = Normal(1);
    let mut rows = Vec::with_capacity(SHAPES);
    let mut failed = 0;
    while rows.len() < SHAPES {
        let drawn = DVector::from_fn(model.shape_len(), |_, _| normal.next());
        let shape = &prior.mean + &root * drawn;
        match measure(&standing(model, shape.as_slice())) {
            Ok(readings) => rows.push(DVector::from_iterator(
                readings.len(),
                readings.iter().map(|r| r.value_mm.ln()),
            )),
            Err(_) => failed += 1,
        }
        if failed > SHAPES {
            return Err("most shapes of the prior cannot be measured".into());
        }
    }
    eprintln!("{sex:?}: {SHAPES} shapes measured, {failed} more could not be");
    Ok(Moments::of(&rows))
}

/// What ANSUR II says of ours, in the order of [`ANSUR`].
fn people(file: &Path) -> Result<Moments, Box<dyn Error>> {
    let bytes = std::fs::read(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().ok_or("an empty file")?.split(',').collect();
    let column = |name: &&str| {
        header
            .iter()
            .position(|h| h == name)
            .ok_or(format!("no column {name}"))
    };
    let mut columns = Vec::new();
    for (_, factor, names) in ANSUR {
        columns.push((
            factor.unwrap_or(1.0),
            names.iter().map(column).collect::<Result<Vec<_>, _>>()?,
        ));
    }
    let mut rows = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let mean = |(factor, c): &(f64, Vec<usize>)| {
            let values = c
                .iter()
                .map(|&i| cells.get(i)?.parse::<f64>().ok().filter(|v| *v > 0.0));
            Some((factor * values.sum::<Option<f64>>()? / c.len() as f64).ln())
        };
        if let Some(row) = columns.iter().map(mean).collect::<Option<Vec<f64>>>() {
            rows.push(DVector::from_vec(row));
        }
    }
    eprintln!("{}: {} people", file.display(), rows.len());
    Ok(Moments::of(&rows))
}

/// ANSUR's moments where it has them; the rest as the model has it, given those.
fn join(shapes: &Moments, people: &Moments) -> Result<Moments, Box<dyn Error>> {
    let told: Vec<usize> = ANSUR.iter().map(|(id, ..)| place(id)).collect();
    let known: Vec<usize> = (0..ANSUR.len()).filter(|&i| ANSUR[i].1.is_some()).collect();
    let same: Vec<usize> = known.iter().map(|&i| told[i]).collect();
    let count = DEFINITIONS.len();
    let rest: Vec<usize> = (0..count).filter(|i| !told.contains(i)).collect();
    let others: Vec<usize> = (0..count).filter(|i| !same.contains(i)).collect();

    let mut mean = shapes.mean.clone();
    let shift = people.mean.select_rows(&known) - shapes.mean.select_rows(&same);
    let moved = shapes.regression(&others, &same)? * &shift;
    for (i, place) in others.iter().enumerate() {
        mean[*place] += moved[i];
    }
    for (i, place) in same.iter().enumerate() {
        mean[*place] += shift[i];
    }

    let slope = shapes.regression(&rest, &told)?;
    let across = &slope * &people.covariance;
    let own = shapes.block(&rest, &rest) - &slope * shapes.block(&told, &rest)
        + &across * slope.transpose();
    let mut covariance = DMatrix::zeros(count, count);
    for (i, &a) in told.iter().enumerate() {
        for (j, &b) in told.iter().enumerate() {
            covariance[(a, b)] = people.covariance[(i, j)];
        }
    }
    for (i, &a) in rest.iter().enumerate() {
        for (j, &b) in told.iter().enumerate() {
            covariance[(a, b)] = across[(i, j)];
            covariance[(b, a)] = across[(i, j)];
        }
        for (j, &b) in rest.iter().enumerate() {
            covariance[(a, b)] = (own[(i, j)] + own[(j, i)]) / 2.0;
        }
    }
    Cholesky::new(covariance.clone()).ok_or("the joint covariance is not positive definite")?;
    Ok(Moments { mean, covariance })
}

fn write(name: &str, moments: &Moments) {
    println!("\n#[rustfmt::skip]\npub(super) const {name}: Population = Population {{");
    let list = |v: Vec<f64>| {
        v.iter()
            .map(|x| format!("{x:.8}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    println!(
        "    mean: [{}],",
        list(moments.mean.iter().copied().collect())
    );
    println!("    covariance: [");
    for row in moments.covariance.row_iter() {
        println!("        [{}],", list(row.iter().copied().collect()));
    }
    println!("    ],\n}};");
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [asset, ansur] = arguments.as_slice() else {
        return Err("give the body asset and the folder of ANSUR II".into());
    };
    let model = Model::from_bytes(&std::fs::read(asset)?)?;
    println!(
        "//! How measurements go together: mean and covariance of their logarithms (mm), in the order of the definitions."
    );
    println!(
        "//!\n//! Written by `examples/measure_prior.rs` from body asset {}; do not edit.",
        model.version()
    );
    println!(
        "\nuse super::prior::Population;\n\n/// Number of measurements.\npub(super) const COUNT: usize = {};",
        DEFINITIONS.len()
    );
    for (name, sex, file) in [
        ("FEMALE", Sex::Female, "ansur2_female.csv"),
        ("MALE", Sex::Male, "ansur2_male.csv"),
    ] {
        let shapes = shapes(&model, sex)?;
        let people = people(&Path::new(ansur).join(file))?;
        for (i, (id, ..)) in ANSUR.iter().enumerate() {
            let k = place(id);
            let mm = |mean: f64, variance: f64| {
                format!("{:.0} +- {:.0}", mean.exp(), mean.exp() * variance.sqrt())
            };
            let model = mm(shapes.mean[k], shapes.covariance[(k, k)]);
            eprintln!(
                "  {id:20} model {model:14} people {}",
                mm(people.mean[i], people.covariance[(i, i)])
            );
        }
        write(name, &join(&shapes, &people)?);
    }
    Ok(())
}
