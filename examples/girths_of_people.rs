//! How well the body model's breadths, depths and girths go together compared with those of 4,855 real people (ANSUR II):
//!
//! ```text
//! cargo run --release --example girths_of_people -- ../shared/ansur
//! ```
//!
//! For chest, waist and hip of each sex: the girth over the perimeter of the ellipse of the same breadth and depth (1 would be an ellipse), mean and
//! standard deviation; and what a straight line through breadth and depth leaves of the girth, mm. Of people, and of shapes drawn
//! from the model's prior. Last, what the people's girths would be off if they were read off the model's line.

mod normal;

use nalgebra::{Cholesky, DMatrix, DVector};
use normal::Normal;
use purlform::body::Model;
use purlform::capture::Sex;
use purlform::measure::measure;
use std::error::Error;
use std::path::Path;

const BODY: &[u8] = include_bytes!("../assets/body.purl");
const SHAPES: usize = 400;
/// Ours, and ANSUR's columns: girth, breadth, depth. ANSUR's hip breadth is the greatest, ours the one at the tape's level; its waist lies at the navel.
const LEVELS: [(&str, [&str; 3]); 3] = [
    (
        "bust_girth",
        ["chestcircumference", "chestbreadth", "chestdepth"],
    ),
    (
        "waist_girth",
        ["waistcircumference", "waistbreadth", "waistdepth"],
    ),
    (
        "hip_girth",
        ["buttockcircumference", "hipbreadth", "buttockdepth"],
    ),
];

/// Girth, breadth and depth of one person, mm.
type Cut = [f64; 3];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or("../shared/ansur".into());
    if !Path::new(&folder).is_dir() {
        println!("skipped: {folder} is absent (ANSUR II as ansur2_female.csv and ansur2_male.csv)");
        return Ok(());
    }
    let model = Model::from_bytes(BODY)?;
    println!(
        "| girth | sex | n | girth / ellipse, people | model | line leaves, people | model | people off the model's line: mean, SD |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (sex, name) in [(Sex::Female, "female"), (Sex::Male, "male")] {
        let table = std::fs::read(Path::new(&folder).join(format!("ansur2_{name}.csv")))?;
        let table = String::from_utf8_lossy(&table);
        let drawn = shapes(&model, sex)?;
        for (level, (id, columns)) in LEVELS.into_iter().enumerate() {
            let people = people(&table, columns)?;
            let modelled: Vec<Cut> = drawn.iter().map(|d| d[level]).collect();
            let ((pm, ps), (mm, ms)) = (
                moments(people.iter().map(roundness)),
                moments(modelled.iter().map(roundness)),
            );
            let (theirs, ours) = (line(&people)?, line(&modelled)?);
            let left = |cuts: &[Cut], line: &DVector<f64>| {
                moments(cuts.iter().map(|c| c[0] - at(line, c)))
            };
            let (off, spread) = left(&people, &ours);
            println!(
                "| {id} | {name} | {} | {pm:.3} ± {ps:.3} | {mm:.3} ± {ms:.3} | {:.1} | {:.1} | {off:+.1}, {spread:.1} |",
                people.len(),
                left(&people, &theirs).1,
                left(&modelled, &ours).1,
            );
        }
    }
    Ok(())
}

/// Girth over the perimeter of the ellipse of this breadth and depth (Ramanujan's second formula).
fn roundness(cut: &Cut) -> f64 {
    let [girth, breadth, depth] = *cut;
    let (a, b) = (breadth / 2.0, depth / 2.0);
    let h = ((a - b) / (a + b)).powi(2);
    girth / (std::f64::consts::PI * (a + b) * (1.0 + 3.0 * h / (10.0 + (4.0 - 3.0 * h).sqrt())))
}

fn moments(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let values: Vec<f64> = values.collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>();
    (mean, (square / (n - 1.0)).sqrt())
}

/// Least squares: girth from 1, breadth, depth.
fn line(cuts: &[Cut]) -> Result<DVector<f64>, Box<dyn Error>> {
    let rows = DMatrix::from_fn(cuts.len(), 3, |r, c| if c == 0 { 1.0 } else { cuts[r][c] });
    let girths = DVector::from_iterator(cuts.len(), cuts.iter().map(|c| c[0]));
    let normal = Cholesky::new(rows.transpose() * &rows).ok_or("too few people")?;
    Ok(normal.solve(&(rows.transpose() * girths)))
}

fn at(line: &DVector<f64>, cut: &Cut) -> f64 {
    line[0] + line[1] * cut[1] + line[2] * cut[2]
}

fn people(table: &str, columns: [&str; 3]) -> Result<Vec<Cut>, Box<dyn Error>> {
    let mut lines = table.lines();
    let header: Vec<String> = lines
        .next()
        .unwrap_or_default()
        .split(',')
        .map(|c| c.trim().trim_matches('"').to_lowercase())
        .collect();
    let place = |name: &str| {
        header
            .iter()
            .position(|c| c == name)
            .ok_or(format!("no column {name}"))
    };
    let places = [place(columns[0])?, place(columns[1])?, place(columns[2])?];
    let cut = |line: &str| -> Option<Cut> {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |i: usize| fields.get(places[i])?.trim().parse::<f64>().ok();
        Some([number(0)?, number(1)?, number(2)?])
    };
    Ok(lines.filter_map(cut).collect())
}

/// Shapes drawn from the model's prior, cut where the tape lies.
fn shapes(model: &Model, sex: Sex) -> Result<Vec<[Cut; 3]>, Box<dyn Error>> {
    let prior = model.prior(Some(sex));
    let factor = Cholesky::new(prior.covariance.clone())
        .ok_or("the prior is singular")?
        .l();
    let mut normal = Normal(sex as u64 + 1);
    let mut out = Vec::new();
    for _ in 0..SHAPES {
        let draw = DVector::from_fn(model.shape_len(), |_, _| normal.next());
        let rest = model.rest((&prior.mean + &factor * draw).as_slice());
        let body = model.pose(&rest, &model.standard_pose(&rest)).body();
        // A draw far out may have no tape; people have.
        let Ok(readings) = measure(&body) else {
            continue;
        };
        let cut = |id: &str| -> Option<Cut> {
            let r = readings.iter().find(|r| r.id == id)?;
            let extent = |of: &dyn Fn(&purlform::geom::Vec3) -> f64| {
                let values = r.lines.iter().flatten().map(of);
                let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| {
                    (l.min(v), h.max(v))
                });
                high - low
            };
            Some([r.value_mm, extent(&|p| p.x), extent(&|p| p.z)])
        };
        if let (Some(a), Some(b), Some(c)) = (cut(LEVELS[0].0), cut(LEVELS[1].0), cut(LEVELS[2].0))
        {
            out.push([a, b, c]);
        }
    }
    Ok(out)
}
