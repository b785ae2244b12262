//! Photos without a plate, by a phone that stood nobody knows where. Skipped, aloud, where the captures or the network are absent.

use purlform::body::Model;
use purlform::camera::Rig;
use purlform::capture::{Subject, View};
use purlform::network::Network;
use purlform::pipeline::{Scan, Scanned};
use purlform::silhouette::{self, Silhouette};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const BODY: &[u8] = include_bytes!("../assets/body.purl");

fn captures() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared =
        std::env::var_os("PURLFORM_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let path = shared.join("captures");
    if !path.is_dir() {
        println!("skipped: no shared captures");
        return None;
    }
    Some(path)
}

fn network() -> Option<Arc<Network>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("node_modules/@mediapipe/pose/pose_landmark_full.tflite");
    let Ok(bytes) = std::fs::read(&path) else {
        println!(
            "skipped: {} is absent; `cargo xtask setup` fetches it",
            path.display()
        );
        return None;
    };
    Some(Arc::new(Network::from_bytes(&bytes).expect("a network")))
}

/// A capture's two photos; with the masks of a folder, if one is named.
fn scan(folder: &Path, masks: Option<&str>, network: Arc<Network>) -> Scan {
    let read = |name: &str| std::fs::read(folder.join(name));
    let rig = Rig::from_json(&read("rig.json").expect("rig.json")).expect("rig");
    let subject = Subject::from_json(&read("subject.json").expect("subject.json"));
    let mut scan = Scan::new(rig.clone(), subject.expect("subject")).with_network(network);
    for (i, camera) in rig.cameras.iter().enumerate() {
        let frame = read(&format!("frames/{}.jpg", camera.id)).expect("frame");
        let mask = masks.map(|m| read(&format!("{m}/{}.png", camera.id)).expect("mask"));
        let view = View::decode(&rig, i, &frame, None, mask.as_deref()).expect("view");
        scan.add(&view).expect("outline");
    }
    scan
}

fn truth(folder: &Path) -> serde_json::Value {
    let bytes = std::fs::read(folder.join("truth.json")).expect("truth.json");
    serde_json::from_slice(&bytes).expect("JSON")
}

/// Overlap (intersection over union) of outlines with masks.
fn overlaps(folder: &Path, masks: &str, rig: &Rig, outlines: &[Silhouette]) -> Vec<f64> {
    let overlap = |(camera, outline): (&purlform::camera::Camera, &Silhouette)| {
        let path = folder.join(masks).join(format!("{}.png", camera.id));
        let truth = image::open(path).expect("mask").into_luma8();
        let found = outline.coverage.to_mask();
        let (mut both, mut either) = (0.0, 0.0);
        for (a, b) in truth.iter().zip(found.iter()) {
            let (a, b) = (*a >= 128, *b >= 128);
            both += f64::from(u8::from(a && b));
            either += f64::from(u8::from(a || b));
        }
        both / either
    };
    rig.cameras.iter().zip(outlines).map(overlap).collect()
}

fn off(scanned: &Scanned, truth: &serde_json::Value, id: &str) -> f64 {
    let value = scanned.measurements().get(id).expect("measured").value_mm;
    value - truth["measurements_mm"][id].as_f64().expect("truth")
}

#[test]
fn two_photos_are_outlined_and_measured() {
    let (Some(captures), Some(network)) = (captures(), network()) else {
        return;
    };
    let folder = captures.join("home_1");
    let scan = scan(&folder, None, network);
    for overlap in overlaps(&folder, "truth_masks", scan.rig(), scan.silhouettes()) {
        assert!(overlap > 0.95, "overlap {overlap}");
    }
    let model = Model::from_bytes(BODY).expect("body");
    let scanned = scan.fit(&model, &mut |_| ()).expect("fit");
    // With the body as prior the outlines follow the person better than the network alone.
    let of = |outlines: &[Silhouette]| overlaps(&folder, "truth_masks", scan.rig(), outlines);
    let (first, second) = (of(scan.silhouettes()), of(&scanned.fit.outlines));
    for (first, second) in first.iter().zip(&second) {
        assert!(second > &(first + 0.005), "overlap {first}, then {second}");
    }
    // Whoever turns before a phone leaves it at its height.
    let heights = scanned.fit.rig.cameras.iter().map(|c| {
        let pose = c.pose.expect("placed");
        -(pose.rotation.transpose() * pose.translation_mm).y
    });
    let (low, high) = heights.fold((f64::INFINITY, 0.0f64), |(l, h), y| (l.min(y), h.max(y)));
    assert!(high - low < 80.0, "cameras {low:.0} and {high:.0} mm high");
    // Nor held askew: one that may roll lets the body lean.
    for camera in &scanned.fit.rig.cameras {
        let right = camera.pose.expect("placed").rotation.row(0).transpose();
        let roll_deg = right.y.asin().to_degrees();
        assert!(
            roll_deg.abs() < 2.5,
            "{} rolls by {roll_deg:.1} degrees",
            camera.id
        );
    }
    // Places of a clear outline that lie as far apart as in a booth tell as much as there.
    let calf = scanned.measurements();
    let sigma_mm = calf.get("calf_girth").expect("measured").sigma_mm;
    assert!(sigma_mm < 5.0, "calf girth is known to {sigma_mm:.1} mm");
    let truth = truth(&folder);
    // What this capture is measured to, with room; the accuracy over many captures is in the README.
    for (id, most) in [
        ("stature", 12.0),
        ("waist_girth", 20.0),
        ("hip_girth", 25.0),
        ("bust_girth", 35.0),
        ("calf_girth", 15.0),
    ] {
        let off = off(&scanned, &truth, id);
        assert!(off.abs() < most, "{id} is off by {off:.1} mm");
    }
}

#[test]
fn masks_stand_instead_of_the_outlines_of_photos() {
    let (Some(captures), Some(network)) = (captures(), network()) else {
        return;
    };
    let folder = captures.join("home_1");
    let scan = scan(&folder, Some("truth_masks"), network);
    for overlap in overlaps(&folder, "truth_masks", scan.rig(), scan.silhouettes()) {
        assert!(overlap > 0.99, "overlap {overlap}");
    }
    let model = Model::from_bytes(BODY).expect("body");
    let scanned = scan.fit(&model, &mut |_| ()).expect("fit");
    let off = off(&scanned, &truth(&folder), "hip_girth");
    assert!(off.abs() < 20.0, "hip_girth is off by {off:.1} mm");
}

fn decoded(path: PathBuf) -> image::RgbImage {
    image::open(path).expect("picture").into_rgb8()
}

/// What is said of a photo of a phone that stood nobody knows where.
fn refused(frame: image::RgbImage, network: &Network) -> &'static str {
    let camera = purlform::camera::Camera {
        id: "photo".into(),
        width: frame.width(),
        height: frame.height(),
        intrinsics: purlform::camera::Intrinsics {
            fx: 1000.0,
            fy: 1000.0,
            cx: f64::from(frame.width()) / 2.0,
            cy: f64::from(frame.height()) / 2.0,
            distortion: [0.0; 5],
        },
        pose: None,
    };
    let rig = Rig {
        cameras: vec![camera],
    };
    let view = View::new(&rig, 0, frame, None, None).expect("view");
    let found = silhouette::of_person(&view, &rig.cameras[0], network);
    found.map_or_else(|e| e.code(), |_| "a person")
}

#[test]
fn photos_of_nobody_of_two_and_of_half_a_person_are_refused() {
    let (Some(captures), Some(network)) = (captures(), network()) else {
        return;
    };
    let first = decoded(captures.join("home_1/frames/front.jpg"));
    let second = decoded(captures.join("home_2/frames/front.jpg"));
    let (w, h) = first.dimensions();

    let nobody = decoded(captures.join("kiosk_clean_1/plates/front.jpg"));
    assert_eq!(refused(nobody, &network), "no_person");

    let mut two = image::RgbImage::new(2 * w, h);
    image::imageops::replace(&mut two, &first, 0, 0);
    image::imageops::replace(&mut two, &second, i64::from(w), 0);
    assert_eq!(refused(two, &network), "several_people");

    // The heads end some 350 px below the top; cut through the chests, and through the shins.
    let headless = image::imageops::crop_imm(&first, 0, 480, w, h - 480).to_image();
    assert_eq!(refused(headless, &network), "person_cut");
    let footless = image::imageops::crop_imm(&first, 0, 0, w, 800).to_image();
    assert_eq!(refused(footless, &network), "person_cut");

    assert_eq!(refused(first, &network), "a person");
    assert_eq!(refused(second, &network), "a person");
}

#[test]
fn a_person_who_is_small_in_the_picture_is_found() {
    let (Some(captures), Some(network)) = (captures(), network()) else {
        return;
    };
    for path in ["home_1/frames/side.jpg", "home_2/frames/side.jpg"] {
        let near = decoded(captures.join(path));
        let (w, h) = near.dimensions();
        let (small_w, small_h) = (w * 3 / 5, h * 3 / 5);
        let filter = image::imageops::FilterType::Triangle;
        let small = image::imageops::resize(&near, small_w, small_h, filter);
        let mut far = image::RgbImage::from_pixel(w, h, image::Rgb([120; 3]));
        let (x, y) = ((w - small_w) / 2, (h - small_h) / 2);
        image::imageops::replace(&mut far, &small, i64::from(x), i64::from(y));
        // A look at the whole picture alone loses them.
        assert!(network.glance(&far).score < 0.5, "{path}");
        assert_eq!(refused(far, &network), "a person", "{path}");
    }
}

#[test]
fn an_empty_corner_is_nobody_from_the_middle_on_either() {
    let Some(network) = network() else {
        return;
    };
    // A look at its middle sees somebody, with a score of 1.00, who is gone when looked at from farther away.
    let corner = include_bytes!("data/empty_corner.jpg");
    let corner = image::load_from_memory(corner)
        .expect("picture")
        .into_rgb8();
    assert_eq!(refused(corner, &network), "no_person");
}

#[test]
fn a_plant_beside_a_person_is_no_second_one() {
    let (Some(captures), Some(network)) = (captures(), network()) else {
        return;
    };
    let person = decoded(captures.join("home_1/frames/front.jpg"));
    // The network sees somebody in this strip, with a score of 0.98.
    let plant = include_bytes!("data/plant_and_pictures.jpg");
    let plant = image::load_from_memory(plant).expect("picture").into_rgb8();
    let (w, h) = person.dimensions();
    let own = 192; // columns before the fingertips
    let mut picture = image::RgbImage::new(plant.width() + w - own, h);
    image::imageops::replace(&mut picture, &plant, 0, 0);
    let right = image::imageops::crop_imm(&person, own, 0, w - own, h).to_image();
    image::imageops::replace(&mut picture, &right, i64::from(plant.width()), 0);
    assert_eq!(refused(picture, &network), "a person");
}

#[test]
fn a_walking_man_is_outlined_without_the_masks() {
    let (Some(captures), Some(network)) = (captures(), network()) else {
        return;
    };
    let folder = captures.join("real_walk_f000");
    let scan = scan(&folder, None, network);
    let first = overlaps(&folder, "masks", scan.rig(), scan.silhouettes());
    let mean = |overlaps: &[f64]| overlaps.iter().sum::<f64>() / overlaps.len() as f64;
    assert!(mean(&first) > 0.93, "overlaps {first:?}");
    let model = Model::from_bytes(BODY).expect("body");
    let scanned = scan.fit(&model, &mut |_| ()).expect("fit");
    let second = overlaps(&folder, "masks", scan.rig(), &scanned.fit.outlines);
    assert!(mean(&second) > mean(&first), "{first:?}, then {second:?}");
    let known = scanned.measurements();
    let stature = known.get("stature").expect("measured").value_mm;
    assert!((stature - 1745.0).abs() < 45.0, "stature {stature:.0} mm");
}

#[test]
fn a_phone_that_was_held_askew_is_noticed() {
    let (Some(captures), Some(network)) = (captures(), network()) else {
        return;
    };
    let folder = captures.join("home_1");
    let rig = Rig::from_json(&std::fs::read(folder.join("rig.json")).expect("file")).expect("rig");
    let subject = std::fs::read(folder.join("subject.json")).expect("file");
    let model = Model::from_bytes(BODY).expect("body");
    let doubts = |roll_deg: f64| -> Vec<String> {
        let subject = Subject::from_json(&subject).expect("subject");
        let mut scan = Scan::new(rig.clone(), subject).with_network(Arc::clone(&network));
        for (i, camera) in rig.cameras.iter().enumerate() {
            let frame = decoded(folder.join(format!("frames/{}.jpg", camera.id)));
            let view = View::new(&rig, i, rolled(&frame, roll_deg), None, None).expect("view");
            scan.add(&view).expect("outline");
        }
        let scanned = scan.fit(&model, &mut |_| ()).expect("fit");
        scanned.warnings.into_iter().map(|w| w.code).collect()
    };
    assert_eq!(doubts(0.0), [""; 0]);
    assert!(doubts(8.0).contains(&"phone_askew".to_string()));
}

/// A picture about its middle; what was not in it is grey.
fn rolled(picture: &image::RgbImage, deg: f64) -> image::RgbImage {
    let (w, h) = picture.dimensions();
    let (s, c) = deg.to_radians().sin_cos();
    let (mx, my) = (f64::from(w) / 2.0, f64::from(h) / 2.0);
    image::RgbImage::from_fn(w, h, |x, y| {
        let (dx, dy) = (f64::from(x) - mx, f64::from(y) - my);
        let (u, v) = (mx + c * dx - s * dy, my + s * dx + c * dy);
        image::imageops::sample_bilinear(
            picture,
            (u / f64::from(w)) as f32,
            (v / f64::from(h)) as f32,
        )
        .unwrap_or(image::Rgb([110; 3]))
    })
}

#[test]
fn photos_are_kept_of_few_views_only_and_let_go_when_the_body_is_fitted() {
    let (Some(captures), Some(network)) = (captures(), network()) else {
        return;
    };
    let folder = captures.join("home_1");
    let kept = |scan: &Scan| scan.silhouettes().iter().filter(|s| s.has_photo()).count();
    let mut two = scan(&folder, None, Arc::clone(&network));
    assert_eq!(kept(&two), 2);
    let model = Model::from_bytes(BODY).expect("body");
    let scanned = two.fit(&model, &mut |_| ()).expect("fit");
    two.settle(&scanned);
    assert_eq!(kept(&two), 0);

    let rig = Rig::from_json(&std::fs::read(folder.join("rig.json")).expect("file")).expect("rig");
    let camera = &rig.cameras[0];
    let named = |i: usize| purlform::camera::Camera {
        id: format!("photo {i}"),
        ..camera.clone()
    };
    let rig = Rig {
        cameras: (0..11).map(named).collect(),
    };
    let frame = decoded(folder.join("frames/front.jpg"));
    let mut many = Scan::new(rig.clone(), Subject::default()).with_network(network);
    for i in 0..11 {
        let view = View::new(&rig, i, frame.clone(), None, None).expect("view");
        many.add(&view).expect("outline");
        assert_eq!(kept(&many), if i < 8 { i + 1 } else { 0 });
    }
}
