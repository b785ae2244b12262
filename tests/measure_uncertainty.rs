//! How sure measurements of a fitted shape are.

mod figures;

use figures::{model, normal};
use nalgebra::{Cholesky, DMatrix, DVector, Rotation3, Vector3};
use purlform::body::{self, Model};
use purlform::capture::Sex;
use purlform::measure::{
    DEFINITIONS, Definition, Error, Measured, Measurement, measure, standing, with_uncertainty,
};

/// Measures a shape that was found in the standard pose, with a covariance (K x K) of the shape alone.
fn in_standard_pose(
    model: &Model,
    shape: &[f64],
    of_shape: &DMatrix<f64>,
) -> Result<Measured, Error> {
    let before = 3 + 3 * model.bones().len();
    let mut covariance = DMatrix::zeros(before + of_shape.nrows(), before + of_shape.ncols());
    covariance
        .view_mut((before, before), of_shape.shape())
        .copy_from(of_shape);
    let pose = model.standard_pose(&model.rest(shape));
    with_uncertainty(model, shape, &pose, &covariance)
}

/// Sigmas of the shape alone, without what the definitions add, in the order of the definitions.
fn of_shape(measured: &Measured) -> Vec<f64> {
    let own = |(v, d): (Measurement, &Definition)| {
        (v.sigma_mm.powi(2) - d.extra_mm.powi(2)).max(0.0).sqrt()
    };
    measured
        .measurements()
        .into_iter()
        .zip(DEFINITIONS)
        .map(own)
        .collect()
}

#[test]
fn doubt_of_the_size_alone_is_the_same_share_of_every_measurement() {
    let model = model();
    let shape: Vec<f64> = model.prior(None).mean.iter().copied().collect();
    let k = shape.len();
    let mut covariance = DMatrix::zeros(k, k);
    covariance[(0, 0)] = 0.25f64.powi(2);
    let measured = in_standard_pose(&model, &shape, &covariance).expect("a whole body");
    let values = measured.measurements();
    let sigmas = of_shape(&measured);
    let share = sigmas[0] / values[0].value_mm;
    assert!((0.001..0.05).contains(&share), "{share}");
    for (v, sigma) in values.iter().zip(sigmas) {
        // The feet stay 180 mm apart whatever the size, so heights and thighs follow almost.
        let expected = share * v.value_mm;
        println!("{}: {sigma:.2} for {expected:.2}", v.id);
        assert!(
            (sigma - expected).abs() < 0.06 * expected + 0.1,
            "{}: {sigma} for {expected}",
            v.id
        );
    }
}

#[test]
fn nothing_to_doubt_leaves_what_the_definition_adds() {
    let model = model();
    let shape = vec![0.0; model.shape_len()];
    let k = shape.len();
    let measured = in_standard_pose(&model, &shape, &DMatrix::zeros(k, k)).expect("a whole body");
    for (value, definition) in measured.measurements().iter().zip(DEFINITIONS) {
        assert!(
            (value.sigma_mm - definition.extra_mm).abs() < 1e-9,
            "{}",
            value.id
        );
    }
    let readings = measure(&standing(&model, &shape)).expect("a whole body");
    for (a, b) in readings.iter().zip(&measured.readings) {
        assert_eq!(a.id, b.id);
        assert!((a.value_mm - b.value_mm).abs() < 1e-9, "{}", a.id);
    }
}

#[test]
fn covariance_is_that_of_bodies_drawn_from_it() {
    let model = model();
    let k = model.shape_len();
    let shape = vec![0.0; k];
    let covariance =
        DMatrix::from_diagonal(&DVector::from_fn(
            k,
            |i, _| if i % 7 == 1 { 0.04 } else { 0.0 },
        ));
    let measured = in_standard_pose(&model, &shape, &covariance).expect("a whole body");
    // Signs instead of normal numbers: of the same covariance, and without outliers.
    let mut squares = vec![0.0; DEFINITIONS.len()];
    let draws = 64;
    for n in 0..draws {
        let sign = |i: usize| {
            if ((n * 0x9e37_79b1_usize) >> (i / 7)) & 0x40 == 0 {
                1.0
            } else {
                -1.0
            }
        };
        let moved: Vec<f64> = (0..k)
            .map(|i| sign(i) * covariance[(i, i)].sqrt())
            .collect();
        let readings = measure(&standing(&model, &moved)).expect("a whole body");
        for ((s, r), base) in squares.iter_mut().zip(&readings).zip(&measured.readings) {
            *s += (r.value_mm - base.value_mm).powi(2) / draws as f64;
        }
    }
    for ((d, said), square) in DEFINITIONS.iter().zip(of_shape(&measured)).zip(squares) {
        let seen = f64::sqrt(square);
        println!("{}: said {said:.2}, seen {seen:.2}", d.id);
        assert!(
            (said - seen).abs() < 0.35 * seen + 0.5,
            "{}: said {said:.2}, seen {seen:.2}",
            d.id
        );
    }
}

#[test]
fn chest_and_shoulders_are_read_as_the_person_stood_and_the_rest_standing_straight() {
    let model = model();
    let shape: Vec<f64> = model.prior(None).mean.iter().copied().collect();
    let rest = model.rest(&shape);
    let mut pose = model.standard_pose(&rest);
    for (bone, turn) in model.bones().iter().zip(&mut pose.rotations) {
        if bone.name.starts_with("clavicle") || bone.name.starts_with("spine") {
            *turn = Rotation3::new(Vector3::new(0.08, 0.0, 0.03)).into_inner() * *turn;
        }
    }
    let n = 3 + 3 * model.bones().len() + shape.len();
    let mut covariance = DMatrix::zeros(n, n);
    for (b, bone) in model.bones().iter().enumerate() {
        if bone.name.starts_with("clavicle") {
            covariance[(4 + 3 * b, 4 + 3 * b)] = 0.01;
        }
    }
    let measured = with_uncertainty(&model, &shape, &pose, &covariance).expect("a whole body");
    let straight = measure(&standing(&model, &shape)).expect("a whole body");
    let stood = measure(&model.pose(&rest, &pose).body()).expect("a whole body");
    for (i, d) in DEFINITIONS.iter().enumerate() {
        let from = if d.tape.as_stood() { &stood } else { &straight };
        assert_eq!(measured.readings[i].value_mm, from[i].value_mm, "{}", d.id);
        assert_eq!(measured.readings[i].lines, straight[i].lines);
    }
    let sigma = of_shape(&measured);
    let at = |id: &str| DEFINITIONS.iter().position(|d| d.id == id).expect("an id");
    let (bust, stature) = (at("bust_girth"), at("stature"));
    assert!((straight[bust].value_mm - stood[bust].value_mm).abs() > 1.0);
    let wide = sigma[at("shoulder_width")];
    assert!(wide > 0.5, "turned collar bones widen shoulders: {wide}");
    assert!(sigma[stature] < 1e-9, "and change no height");
}

#[test]
fn where_a_person_stood_and_faced_is_no_doubt_of_the_tape() {
    let model = model();
    let shape = vec![0.0; model.shape_len()];
    let pose = model.standard_pose(&model.rest(&shape));
    let n = 3 + 3 * model.bones().len() + shape.len();
    let mut covariance = DMatrix::zeros(n, n);
    for i in 0..6 {
        covariance[(i, i)] = if i < 3 { 1e6 } else { 0.1 };
    }
    let measured = with_uncertainty(&model, &shape, &pose, &covariance).expect("a whole body");
    for (d, sigma) in DEFINITIONS.iter().zip(of_shape(&measured)) {
        assert!(sigma < 1e-9, "{}: {sigma}", d.id);
    }
}

#[test]
fn shapes_that_do_not_fit_the_model_are_refused() {
    let model = model();
    let k = model.shape_len();
    let refused = |shape: &[f64], covariance: DMatrix<f64>| {
        matches!(
            in_standard_pose(&model, shape, &covariance),
            Err(Error::Body(_))
        )
    };
    let pose = body::Pose::rest(&model);
    let n = 3 + 3 * model.bones().len() + k;
    let whole = |rotations: &[_]| body::Pose {
        rotations: rotations.to_vec(),
        ..pose.clone()
    };
    let turns = &pose.rotations;
    for (rotations, good) in [(&turns[..], true), (&turns[1..], false)] {
        let got = with_uncertainty(
            &model,
            &vec![0.0; k],
            &whole(rotations),
            &DMatrix::zeros(n, n),
        );
        assert_eq!(got.is_ok(), good);
    }
    assert!(refused(&[0.0], DMatrix::zeros(k, k)));
    assert!(refused(&vec![0.0; k], DMatrix::zeros(1, 1)));
    assert!(refused(
        &vec![0.0; k],
        DMatrix::from_element(k, k, f64::NAN)
    ));
    assert!(refused(&vec![f64::NAN; k], DMatrix::zeros(k, k)));
}

#[test]
fn people_drawn_from_the_prior_have_plausible_measurements() {
    let model = model();
    for sex in [Some(Sex::Female), Some(Sex::Male), None] {
        let prior = model.prior(sex);
        let root = Cholesky::new(prior.covariance.clone())
            .expect("positive definite")
            .l();
        for n in 0..12usize {
            // Numbers of unit variance, the same ones every time.
            let drawn = DVector::from_fn(model.shape_len(), |i, _| {
                let mixed = (i + 1).wrapping_mul(n + 7).wrapping_mul(0x9e37_79b9) % 1000;
                (mixed as f64 / 500.0 - 1.0) * 3f64.sqrt()
            });
            let shape = &prior.mean + &root * drawn;
            for (r, d) in measure(&standing(&model, shape.as_slice()))
                .expect("a whole body")
                .iter()
                .zip(DEFINITIONS)
            {
                let (least, largest) = d.plausible_mm;
                assert!(
                    (least..largest).contains(&r.value_mm),
                    "{sex:?} {n} {}: {}",
                    r.id,
                    r.value_mm
                );
            }
        }
    }
}

#[test]
fn who_leans_far_over_is_measured_standing_straight() {
    let model = model();
    let shape: Vec<f64> = model.prior(None).mean.iter().copied().collect();
    let k = 3 + 3 * model.bones().len() + shape.len();
    let covariance = DMatrix::identity(k, k) * 1e-6;
    let mut pose = model.standard_pose(&model.rest(&shape));
    pose.rotations[0] = Rotation3::new(Vector3::new(0.3, 0.0, 1.3)).into_inner();
    let leaning = with_uncertainty(&model, &shape, &pose, &covariance).expect("a whole body");
    let of_shape = DMatrix::identity(shape.len(), shape.len()) * 1e-6;
    let straight = in_standard_pose(&model, &shape, &of_shape).expect("a whole body");
    for (a, b) in leaning.measurements().iter().zip(straight.measurements()) {
        let off = (a.value_mm - b.value_mm).abs();
        assert!(off < 1.0, "{} is {off:.1} mm off", a.id);
    }
}

#[test]
fn a_flat_seat_is_told_at_the_mean_of_where_it_may_be_rear_most_and_doubted_as_much() {
    let model = model();
    let prior = model.prior(Some(Sex::Male));
    let root = Cholesky::new(prior.covariance.clone()).expect("a covariance");
    let mut normal = normal(7);
    let mut draw = |spread: f64| -> DVector<f64> {
        let drawn = DVector::from_fn(prior.mean.len(), |_, _| normal());
        root.l() * drawn * spread
    };
    let hip = DEFINITIONS.iter().position(|d| d.id == "hip_height");
    let hip = hip.expect("in the table");
    // How far a fit leaves a shape open, about.
    let doubt = 0.07;
    let level = |shape: &DVector<f64>| {
        let read = measure(&standing(&model, shape.as_slice())).expect("a whole body");
        read[hip].value_mm
    };
    let mut flattest: Option<(f64, f64, DVector<f64>)> = None;
    for _ in 0..24 {
        let shape = &prior.mean + draw(1.0);
        let levels: Vec<f64> = (0..48).map(|_| level(&(&shape + draw(doubt)))).collect();
        let mean = levels.iter().sum::<f64>() / levels.len() as f64;
        let square = levels.iter().map(|l| (l - mean).powi(2)).sum::<f64>();
        let sigma = (square / levels.len() as f64).sqrt();
        if flattest.as_ref().is_none_or(|(most, ..)| sigma > *most) {
            flattest = Some((sigma, mean, shape));
        }
    }
    let (sigma, mean, shape) = flattest.expect("a person");
    let covariance = &prior.covariance * doubt.powi(2);
    let told = in_standard_pose(&model, shape.as_slice(), &covariance).expect("a whole body");
    let (value, own) = (told.readings[hip].value_mm, of_shape(&told)[hip]);
    println!("levels {mean:.1} +- {sigma:.1}, told {value:.1} +- {own:.1}");
    assert!(sigma > 12.0, "a flat seat: {sigma:.1}");
    assert!((value - mean).abs() < 0.35 * sigma, "{value:.1}, {mean:.1}");
    assert!((0.75..1.6).contains(&(own / sigma)), "{own:.1}, {sigma:.1}");
}
