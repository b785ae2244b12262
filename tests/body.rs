//! The parametric body: its asset, its derivatives, its symmetry, its standard pose.

use nalgebra::Rotation3;
use purlform::body::{Joint, Model, Pose, Posed, error::Error};
use purlform::geom::Vec3;
use std::sync::LazyLock;

const ASSET: &[u8] = include_bytes!("../assets/body.purl");
static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::from_bytes(ASSET).expect("the shipped asset loads"));

/// A deterministic stream of numbers in -1..1.
fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

fn random_shape(seed: u64) -> Vec<f64> {
    let mut r = noise(seed);
    (0..MODEL.shape_len()).map(|_| 1.5 * r()).collect()
}

fn random_pose(seed: u64) -> Pose {
    let mut r = noise(seed);
    let mut pose = Pose::rest(&MODEL);
    pose.translation_mm = Vec3::new(100.0 * r(), 900.0, 100.0 * r());
    for rotation in &mut pose.rotations {
        *rotation = Rotation3::new(Vec3::new(r(), r(), r()) * 0.4).into_inner();
    }
    pose
}

/// Makes the checksum fit again after a change.
fn reseal(mut bytes: Vec<u8>) -> Vec<u8> {
    let fnv = bytes[24..].iter().fold(0xcbf2_9ce4_8422_2325u64, |h, &b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    bytes[16..24].copy_from_slice(&fnv.to_le_bytes());
    bytes
}

#[test]
fn the_asset_is_small_and_whole() {
    assert!(ASSET.len() <= 2_000_000);
    assert_eq!(
        MODEL.version(),
        "1-d9ee303dcf388d53",
        "another asset: was it meant?"
    );
    assert_eq!(MODEL.bones().len(), 19);
    assert!(MODEL.provenance().contains("CC0"));
    let mut edges = std::collections::BTreeMap::new();
    for f in MODEL.faces().iter() {
        for (a, b) in [(f[0], f[1]), (f[1], f[2]), (f[2], f[0])] {
            assert!(edges.insert((a, b), ()).is_none(), "faces wind alike");
        }
    }
    assert!(
        edges.keys().all(|&(a, b)| edges.contains_key(&(b, a))),
        "watertight"
    );
}

#[test]
fn broken_assets_are_refused() {
    assert_eq!(
        Model::from_bytes(b"not a body at all").err(),
        Some(Error::Magic)
    );
    for cut in [
        0,
        7,
        8,
        11,
        15,
        23,
        24,
        100,
        5_000,
        ASSET.len() / 2,
        ASSET.len() - 1,
    ] {
        assert!(Model::from_bytes(&ASSET[..cut]).is_err(), "cut at {cut}");
    }
    let mut flipped = ASSET.to_vec();
    flipped[1_000_000] ^= 1;
    assert_eq!(Model::from_bytes(&flipped).err(), Some(Error::Checksum));
    let mut longer = ASSET.to_vec();
    longer.push(0);
    assert!(matches!(Model::from_bytes(&longer), Err(Error::Length(_))));
    let mut version = ASSET.to_vec();
    version[8] = 99;
    assert_eq!(Model::from_bytes(&version).err(), Some(Error::Version(99)));

    let header = u32::from_le_bytes(ASSET[24..28].try_into().unwrap()) as usize;
    let with = |at: usize, bytes: &[u8]| {
        let mut changed = ASSET.to_vec();
        changed[at..at + bytes.len()].copy_from_slice(bytes);
        Model::from_bytes(&reseal(changed)).err()
    };
    assert!(
        with(24, &u32::MAX.to_le_bytes()).is_some(),
        "a header of 4 GB"
    );
    assert!(matches!(
        with(28 + header, &f32::NAN.to_le_bytes()),
        Some(Error::Value("mean", _))
    ));
    assert!(matches!(
        with(ASSET.len() - 4, &f32::INFINITY.to_le_bytes()),
        Some(Error::Value("priors", _))
    ));
    let text = String::from_utf8(ASSET[28..28 + header].to_vec()).unwrap();
    for (name, digits) in [
        ("\"middle\":", "9"),
        ("\"left\":", "9"),
        ("\"components\":", "9"),
        ("\"parent\":", "7"),
    ] {
        let at = 28 + text.find(name).unwrap() + name.len();
        assert!(with(at, digits.as_bytes()).is_some(), "{name}");
    }
    let mut r = noise(5);
    for _ in 0..10 {
        let at = 24 + ((r() + 1.0) * 0.5 * 6_000.0) as usize;
        let _ = with(at, &[((r() + 1.0) * 127.0) as u8]);
    }
}

#[test]
fn the_slopes_agree_with_differences() {
    let (shape, pose) = (random_shape(1), random_pose(2));
    let rest = MODEL.rest(&shape);
    let posed = MODEL.pose(&rest, &pose);
    let picked: Vec<usize> = (0..MODEL.vertex_count()).step_by(97).collect();
    let slopes = posed.slopes();
    let columns = slopes.len();
    let bones = MODEL.bones().len();
    let step = 3e-3; // points are exact to some 1e-5 mm
    let moved = |column: usize, by: f64| -> Vec<Vec3> {
        let (mut shape, mut pose) = (shape.clone(), pose.clone());
        if column < 3 {
            pose.translation_mm[column] += by;
        } else if column < 3 + 3 * bones {
            let mut delta = Vec3::zeros();
            delta[(column - 3) % 3] = by;
            let r = &mut pose.rotations[(column - 3) / 3];
            *r = Rotation3::new(delta).into_inner() * *r;
        } else {
            shape[column - 3 - 3 * bones] += by;
        }
        let rest = MODEL.rest(&shape);
        let vertices = MODEL.pose(&rest, &pose).vertices;
        picked.iter().map(|&v| vertices[v]).collect()
    };
    let sampled: Vec<usize> = (0..3 + 3 * bones + 4)
        .chain((3 + 3 * bones..columns).step_by(9))
        .collect();
    let numeric: Vec<Vec<Vec3>> = sampled
        .iter()
        .map(|&c| {
            moved(c, step)
                .iter()
                .zip(moved(c, -step))
                .map(|(a, b)| (a - b) / (2.0 * step))
                .collect()
        })
        .collect();
    for (i, &v) in picked.iter().enumerate() {
        let analytic: [Vec<f32>; 3] = std::array::from_fn(|k| {
            let mut along = vec![0.0; columns];
            slopes.along(v, Vec3::ith(k, 1.0), &mut along);
            along
        });
        for (n, &c) in numeric.iter().zip(&sampled) {
            let column = Vec3::from_fn(|k, _| f64::from(analytic[k][c]));
            assert!((column - n[i]).norm() < 1e-2, "vertex {v} column {c}");
        }
    }
}

#[test]
fn components_are_symmetric_or_antisymmetric() {
    let zero = MODEL.rest(&[]);
    let y = |p: &Vec3| (p.y * 1e3) as i64;
    let find = |v: &[Vec3], q: Vec3| {
        (0..v.len())
            .min_by(|&a, &b| (v[a] - q).norm().total_cmp(&(v[b] - q).norm()))
            .unwrap()
    };
    let picked: Vec<usize> = (0..MODEL.vertex_count()).step_by(61).collect();
    let twins: Vec<usize> = picked
        .iter()
        .map(|&v| find(&zero.vertices, mirrored(zero.vertices[v])))
        .collect();
    assert!(
        picked
            .iter()
            .zip(&twins)
            .all(|(&a, &b)| y(&zero.vertices[a]) == y(&zero.vertices[b]))
    );
    let mut antisymmetric = 0;
    for k in 1..MODEL.shape_len() {
        let mut shape = vec![0.0; MODEL.shape_len()];
        shape[k] = 1.0;
        let plus = MODEL.rest(&shape).vertices;
        shape[k] = -1.0;
        let minus = MODEL.rest(&shape).vertices;
        let apart = |other: &[Vec3]| {
            picked
                .iter()
                .zip(&twins)
                .map(|(&a, &b)| (mirrored(plus[a]) - other[b]).norm())
                .fold(0.0, f64::max)
        };
        let even = apart(&plus) < 1e-6;
        let odd = apart(&minus) < 1e-6;
        assert!(
            even != odd,
            "component {k}: {} {}",
            apart(&plus),
            apart(&minus)
        );
        antisymmetric += usize::from(odd);
    }
    assert!(antisymmetric > 3);
}

fn mirrored(p: Vec3) -> Vec3 {
    Vec3::new(-p.x, p.y, p.z)
}

fn lowest(posed: &Posed) -> f64 {
    posed
        .vertices
        .iter()
        .map(|v| v.y)
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn the_standard_pose_stands_straight() {
    for seed in 0..4 {
        let rest = MODEL.rest(&random_shape(seed)[..40.min(MODEL.shape_len())]);
        let posed = MODEL.pose(&rest, &MODEL.standard_pose(&rest));
        let body = posed.body();
        let (l, r) = (body.joint(Joint::AnkleL), body.joint(Joint::AnkleR));
        assert!(lowest(&posed).abs() < 1e-9);
        assert!((l.x - r.x - 180.0).abs() < 2.0, "{}", l.x - r.x);
        assert!((l + r).xz().norm() < 1e-9);
        assert!((body.facing - Vec3::z()).norm() < 1e-12);
        for (shoulder, elbow, wrist) in [
            (Joint::ShoulderL, Joint::ElbowL, Joint::WristL),
            (Joint::ShoulderR, Joint::ElbowR, Joint::WristR),
        ] {
            let upper = body.joint(elbow) - body.joint(shoulder);
            let fore = body.joint(wrist) - body.joint(elbow);
            assert!((upper.angle(&-Vec3::y()).to_degrees() - 35.0).abs() < 1e-6);
            assert!((upper.angle(&fore).to_degrees() - 10.0).abs() < 1e-6);
        }
    }
}

#[test]
fn priors_are_those_of_people() {
    use purlform::capture::Sex;
    for (sex, stature) in [
        (Some(Sex::Female), 1630.0),
        (Some(Sex::Male), 1757.0),
        (None, 1694.0),
    ] {
        let prior = MODEL.prior(sex);
        let rest = MODEL.rest(prior.mean.as_slice());
        let height =
            |f: fn(f64, f64) -> f64, from: f64| rest.vertices.iter().map(|v| v.y).fold(from, f);
        let tall = height(f64::max, f64::NEG_INFINITY) - height(f64::min, f64::INFINITY);
        assert!((tall - stature).abs() < 120.0, "{sex:?}: {tall}");
    }
}

#[derive(serde::Deserialize)]
struct Golden {
    vertices: Vec<usize>,
    bodies: Vec<GoldenBody>,
}

#[derive(serde::Deserialize)]
struct GoldenBody {
    shape: Vec<f64>,
    anny_rest_mm: Vec<[f64; 3]>,
    turns: std::collections::BTreeMap<String, [f64; 3]>,
    posed_mm: Vec<[f64; 3]>,
}

/// Written by `tools/body/build.py --golden` from Anny's own bodies, weights and bones.
#[test]
fn bodies_agree_with_anny() {
    let golden: Golden = serde_json::from_str(include_str!("data/body_golden.json")).unwrap();
    for g in &golden.bodies {
        let rest = MODEL.rest(&g.shape);
        let mut pose = Pose::rest(&MODEL);
        for (b, bone) in MODEL.bones().iter().enumerate() {
            if let Some(turn) = g.turns.get(&bone.name) {
                pose.rotations[b] = Rotation3::new(Vec3::from(*turn)).into_inner();
            }
        }
        let posed = MODEL.pose(&rest, &pose);
        let mut squares = 0.0;
        for (i, &v) in golden.vertices.iter().enumerate() {
            assert!(
                (posed.vertices[v] - Vec3::from(g.posed_mm[i])).norm() < 0.1,
                "vertex {v} is posed otherwise"
            );
            squares += (rest.vertices[v] - Vec3::from(g.anny_rest_mm[i])).norm_squared();
        }
        let rms = (squares / golden.vertices.len() as f64).sqrt();
        assert!(rms < 5.0, "a body of Anny is missed by {rms} mm");
    }
}
