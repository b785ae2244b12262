//! The stages of the chain on a capture: first each stage's share of one run, then criterion's figures.
//!
//! The capture is the sample, or one of `../shared/captures` (or `PURLFORM_SHARED`) of 720 x 1280 where that is there.

use criterion::{Criterion, criterion_group, criterion_main};
use purlform::body::Model;
use purlform::camera::Rig;
use purlform::capture::{Subject, View};
use purlform::fit::{self, Evidence, Fit};
use purlform::garment::{self, Design};
use purlform::knit::Machine;
use purlform::measure::{self, Measured, Measurements};
use purlform::pipeline::Order;
use purlform::silhouette::{self, Silhouette};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const DESIGN: &[u8] =
    br#"{"garment":"pullover","gauge":{"wales_per_100mm":34,"courses_per_100mm":46}}"#;

/// A capture as bytes, and all that every stage needs beside the stage before.
struct Bench {
    name: String,
    rig: Rig,
    pictures: Vec<[Vec<u8>; 2]>,
    model: Model,
    design: Design,
    machine: Machine,
}

impl Bench {
    fn load() -> Bench {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let shared = std::env::var_os("PURLFORM_SHARED")
            .map_or_else(|| root.join("../shared"), PathBuf::from);
        let big = shared.join("captures/kiosk_clean_1");
        let folder = if big.is_dir() {
            big
        } else {
            root.join("samples/fan")
        };
        let read = |path: PathBuf| fs::read(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"));
        let rig = Rig::from_json(&read(folder.join("rig.json"))).unwrap();
        let picture = |kind: &str, id: &str| read(folder.join(kind).join(format!("{id}.jpg")));
        Bench {
            name: folder.file_name().unwrap().to_string_lossy().into(),
            pictures: (rig.cameras.iter())
                .map(|c| [picture("frames", &c.id), picture("plates", &c.id)])
                .collect(),
            rig,
            model: Model::from_bytes(&read(root.join("assets/body.purl"))).unwrap(),
            design: Design::from_json(DESIGN).unwrap(),
            machine: Machine::built_in("vbed-e7").unwrap(),
        }
    }

    fn decode(&self) -> Vec<View> {
        let view = |(i, [frame, plate]): (usize, &[Vec<u8>; 2])| {
            View::decode(&self.rig, i, frame, Some(plate), None).unwrap()
        };
        self.pictures.iter().enumerate().map(view).collect()
    }

    fn outline(&self, views: &[View]) -> Vec<Silhouette> {
        let outline = |v: &View| silhouette::extract(v, &self.rig.cameras[v.camera]).unwrap();
        views.iter().map(outline).collect()
    }

    fn fit(&self, seen: &[Silhouette]) -> Fit {
        let evidence = Evidence::default();
        let sex = Subject::default().sex;
        fit::fit(&self.model, &self.rig, seen, sex, evidence, &mut |_| {}).unwrap()
    }

    fn measure(&self, fit: &Fit) -> Measured {
        measure::with_uncertainty(
            &self.model,
            fit.shape.as_slice(),
            &fit.pose,
            &fit.covariance,
        )
        .unwrap()
    }

    fn measurements(measured: &Measured) -> Measurements {
        let values = measured.measurements();
        Measurements { values, sex: None }
    }

    fn draft(&self, measured: &Measured) -> garment::Pattern {
        garment::draft(&Self::measurements(measured), &self.design, None).unwrap()
    }

    fn knit(&self, measured: &Measured, pattern: &garment::Pattern) -> Order {
        let (from, pattern) = (Self::measurements(measured), pattern.clone());
        Order::knit(&from, &self.design, pattern, &self.machine, &mut |_, _| {}).unwrap()
    }
}

fn timed<T>(
    stages: &mut Vec<(&'static str, Duration)>,
    name: &'static str,
    work: impl FnOnce() -> T,
) -> T {
    let start = Instant::now();
    let result = black_box(work());
    stages.push((name, start.elapsed()));
    result
}

fn chain(c: &mut Criterion) {
    let bench = Bench::load();
    let mut stages = Vec::new();
    let views = timed(&mut stages, "decode", || bench.decode());
    let seen = timed(&mut stages, "silhouette", || bench.outline(&views));
    let fit = timed(&mut stages, "fit", || bench.fit(&seen));
    let measured = timed(&mut stages, "measure", || bench.measure(&fit));
    let pattern = timed(&mut stages, "garment", || bench.draft(&measured));
    timed(&mut stages, "knit, export", || {
        bench.knit(&measured, &pattern)
    });
    let total: Duration = stages.iter().map(|(_, t)| *t).sum();
    println!(
        "{}, {} views, one run: {:.0} ms",
        bench.name,
        views.len(),
        1e3 * total.as_secs_f64()
    );
    for (name, time) in &stages {
        let share = 100.0 * time.as_secs_f64() / total.as_secs_f64();
        println!(
            "  {name:<13}{:8.1} ms {share:5.1} %",
            1e3 * time.as_secs_f64()
        );
    }

    let mut group = c.benchmark_group(&bench.name);
    group.sample_size(10);
    group.bench_function("decode", |b| b.iter(|| bench.decode()));
    group.bench_function("silhouette", |b| b.iter(|| bench.outline(&views)));
    group.bench_function("fit", |b| b.iter(|| bench.fit(&seen)));
    group.bench_function("measure", |b| b.iter(|| bench.measure(&fit)));
    group.bench_function("garment", |b| b.iter(|| bench.draft(&measured)));
    group.bench_function("knit and export", |b| {
        b.iter(|| bench.knit(&measured, &pattern))
    });
    group.finish();
}

criterion_group!(benches, chain);
criterion_main!(benches);
