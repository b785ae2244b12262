//! t
use nalgebra::{Cholesky, DMatrix, SymmetricEigen};
use purlform::{
    body::Model,
    camera::Rig,
    capture::{Subject, View},
    fit,
    geom::Vec3,
    measure,
    pipeline::Scan,
};
use std::{fs, path::PathBuf, time::Instant};
fn main() {
    let c = PathBuf::from(std::env::args().nth(1).unwrap());
    let model = Model::from_bytes(include_bytes!("../assets/body.purl")).unwrap();
    let rig = Rig::from_json(&fs::read(c.join("rig.json")).unwrap()).unwrap();
    let subject = Subject::from_json(&fs::read(c.join("subject.json")).unwrap()).unwrap();
    let mut scan = Scan::new(rig.clone(), subject.clone());
    for (i, cam) in rig.cameras.iter().enumerate() {
        let p = |k: &str| {
            ["jpg", "png"]
                .iter()
                .find_map(|e| fs::read(c.join(k).join(format!("{}.{e}", cam.id))).ok())
        };
        let (f, pl, m) = (p("frames").unwrap(), p("plates"), p("masks"));
        let t = Instant::now();
        let v = View::decode(&rig, i, &f, pl.as_deref(), m.as_deref()).unwrap();
        let a = t.elapsed();
        let t = Instant::now();
        scan.add(&v).unwrap();
        println!("decode {a:?} add {:?}", t.elapsed());
    }
    let t = Instant::now();
    let f = fit::fit(
        &model,
        &rig,
        scan.silhouettes(),
        subject.sex,
        fit::Evidence::default(),
        &mut |_| (),
    )
    .unwrap();
    println!("fit {:?} {} its", t.elapsed(), f.iterations);
    let t = Instant::now();
    let m = measure::with_uncertainty(&model, f.shape.as_slice(), &f.pose, &f.covariance).unwrap();
    println!("measure {:?}", t.elapsed());
    if std::env::args().len() < 3 {
        return;
    }
    let b = 3 * model.bones().len() + 3;
    let k = model.shape_len();
    let cov = f.covariance.view((b, b), (k, k)).into_owned();
    let rest = model.rest(f.shape.as_slice());
    let posed = model.stand(&rest);
    let s = posed.slopes();
    let n = s.len();
    let picked: Vec<usize> = (0..model.vertex_count()).step_by(12).collect();
    let mut a = DMatrix::<f64>::zeros(picked.len() * 3, k);
    for (i, v) in picked.iter().enumerate() {
        for x in 0..3 {
            let mut row = vec![0f32; n];
            s.along(*v, Vec3::ith(x, 1.0), &mut row);
            for q in 0..k {
                a[(3 * i + x, q)] = f64::from(row[b + q]);
            }
        }
    }
    let l = Cholesky::new(cov.clone()).unwrap().l();
    let al = &a * &l;
    let e = SymmetricEigen::new(al.transpose() * &al);
    let mut order: Vec<usize> = (0..k).collect();
    order.sort_by(|x, y| e.eigenvalues[*y].total_cmp(&e.eigenvalues[*x]));
    let value = |shape: &[f64]| -> Vec<f64> {
        measure::measure(&measure::standing(&model, shape))
            .unwrap()
            .iter()
            .map(|r| r.value_mm)
            .collect()
    };
    let mut sum = vec![0.0; 23];
    let mut outs = vec![];
    for (i, o) in order.iter().enumerate() {
        let d = &l * e.eigenvectors.column(*o);
        let p = value((&f.shape + &d).as_slice());
        let q = value((&f.shape - &d).as_slice());
        for j in 0..23 {
            sum[j] += ((p[j] - q[j]) / 2.0).powi(2);
        }
        if [7, 15, 23, 31, 39, 55, 79, 120].contains(&i) {
            outs.push((i + 1, e.eigenvalues[*o].sqrt(), sum.clone()));
        }
    }
    for (i, ev, s) in &outs {
        println!(
            "{i:4} {ev:7.3} {}",
            (0..23)
                .map(|j| format!("{:5.2}", (s[j] / sum[j]).sqrt()))
                .collect::<Vec<_>>()
                .join(" ")
        );
    }
    println!(
        "             {}",
        (0..23)
            .map(|j| format!("{:5.1}", sum[j].sqrt()))
            .collect::<Vec<_>>()
            .join(" ")
    );
    println!(
        "             {}",
        m.measurements()
            .iter()
            .map(|m| format!("{:5.1}", m.sigma_mm))
            .collect::<Vec<_>>()
            .join(" ")
    );
}
