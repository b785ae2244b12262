//! Rigs from rendered photos of a board, against the truth.

mod boards;

use boards::{camera, held, on_floor, photo};
use image::RgbImage;
use purlform::calibrate::{Board, Error, Photos, Verdict};
use purlform::camera::{Camera, Intrinsics, Pose, Rig};
use purlform::geom::Vec3;
use std::sync::OnceLock;

/// Small pictures, for speed: a pixel is 4.5 mm at the cameras' distance.
const SIZE: (u32, u32) = (480, 640);
/// A third of a pixel.
const CENTRE_MM: f64 = 1.5;
/// Focal lengths, a share.
const FOCAL: f64 = 0.001;

fn charuco() -> Board {
    let text = r#"{"kind": "charuco", "squares_x": 5, "squares_y": 7, "square_mm": 120, "marker_mm": 88, "dictionary": "4x4_50"}"#;
    Board::from_json(text.as_bytes()).expect("a sound board")
}

fn chessboard() -> Board {
    let text =
        r#"{"kind": "chessboard", "inner_corners_x": 6, "inner_corners_y": 4, "square_mm": 120}"#;
    Board::from_json(text.as_bytes()).expect("a sound board")
}

fn cameras() -> Vec<Camera> {
    let lens = |f: f64, k1: f64, dx: f64| Intrinsics {
        fx: f,
        fy: 1.001 * f,
        cx: 239.5 + dx,
        cy: 319.5 - dx,
        distortion: [k1, 0.03, 4e-4, -3e-4, 0.0],
    };
    let at = Vec3::new(0.0, 750.0, 0.0);
    vec![
        camera(
            "front",
            SIZE,
            lens(520.0, -0.12, 4.0),
            Vec3::new(60.0, 1500.0, 2300.0),
            at,
        ),
        camera(
            "left",
            SIZE,
            lens(545.0, -0.08, -3.0),
            Vec3::new(1700.0, 1100.0, 1500.0),
            at,
        ),
        camera(
            "side",
            SIZE,
            lens(530.0, 0.04, 2.0),
            Vec3::new(2350.0, 1600.0, -150.0),
            at,
        ),
    ]
}

/// Boards on the floor and held up, by shot.
fn places(board: &Board) -> Vec<(String, Pose)> {
    let mut all = vec![("floor".to_string(), on_floor(board))];
    let facings = [
        (0.4, 0.9),
        (0.75, 0.65),
        (0.95, 0.3),
        (0.2, 1.0),
        (0.6, 0.8),
        (0.9, 0.5),
        (0.7, 0.7),
        (0.5, 0.85),
    ];
    for (k, (x, z)) in facings.into_iter().enumerate() {
        let a = k as f64;
        let tilt = Vec3::new(
            0.55 * (2.1 * a).sin(),
            0.5 * (1.3 * a + 0.5).cos(),
            0.3 * (1.7 * a).sin(),
        );
        let middle = Vec3::new(
            330.0 * (1.9 * a).sin() + 250.0,
            700.0 + 420.0 * (2.7 * a).cos(),
            330.0 * (1.1 * a).cos() + 200.0,
        );
        all.push((
            format!("{k:02}"),
            held(board, middle, Vec3::new(x, 0.0, z), tilt),
        ));
    }
    all
}

/// (camera, shot, picture) of a whole calibration.
type Taken = Vec<(String, String, RgbImage)>;

fn taken(board: &Board) -> Taken {
    let mut all = Vec::new();
    for (c, camera) in cameras().iter().enumerate() {
        for (s, (shot, place)) in places(board).iter().enumerate() {
            let picture = photo(camera, board, place, (100 * c + s) as u32);
            all.push((camera.id.clone(), shot.clone(), picture));
        }
    }
    all
}

fn charuco_photos() -> &'static (Taken, Photos) {
    static ONCE: OnceLock<(Taken, Photos)> = OnceLock::new();
    ONCE.get_or_init(|| {
        let taken = taken(&charuco());
        let mut photos = Photos::new(charuco());
        for (camera, shot, picture) in &taken {
            photos.add(camera, shot, picture);
        }
        (taken, photos)
    })
}

fn assert_close_to_truth(rig: &Rig) {
    for (found, truth) in rig.cameras.iter().zip(cameras()) {
        let (f, t) = (found.intrinsics, truth.intrinsics);
        for (name, share) in [("fx", f.fx / t.fx), ("fy", f.fy / t.fy)] {
            assert!((share - 1.0).abs() < FOCAL, "{}: {name} {share}", truth.id);
        }
        let (a, b) = (found.pose.expect("placed"), truth.pose.expect("placed"));
        let off = (a.centre() - b.centre()).norm();
        println!("{}: {off:.2} mm, {:.5}", truth.id, f.fx / t.fx - 1.0);
        assert!(off < CENTRE_MM, "{}: centre off by {off:.2} mm", truth.id);
    }
}

#[test]
fn a_charuco_rig_is_found_in_the_floors_world() {
    let (_, photos) = charuco_photos();
    let done = photos.calibrate(None).expect("a rig");
    assert_close_to_truth(&done.rig);
    let report = &done.report;
    assert!(report.rms_px < 0.1, "{}", report.rms_px);
    assert_eq!(report.floor.as_deref(), Some("floor"));
    assert!(report.verdict < Verdict::Poor, "{report:?}");
    for c in &report.cameras {
        assert!(c.photos_used >= 5 && c.photos == 9, "{c}");
        assert!(
            c.centre_sigma_mm.is_some_and(|s| s > 0.05 && s < CENTRE_MM),
            "{c}"
        );
    }
    let read = Rig::from_json(done.rig.to_json().to_string().as_bytes()).expect("a rig file");
    assert_close_to_truth(&read);
}

#[test]
fn a_plain_chessboard_that_a_half_turn_hides_gives_a_rig() {
    let board = chessboard();
    assert!(board.squares_x == 7 && board.squares_y == 5);
    let mut photos = Photos::new(board.clone());
    for (camera, shot, picture) in taken(&board) {
        photos.add(&camera, &shot, &picture);
    }
    let rig = photos.calibrate(None).expect("a rig").rig;
    // The floor board may be read half a turn round: then the world is turned by as much.
    let found = rig.cameras[0].pose.expect("placed").centre();
    let turned = found.z < 0.0;
    let mut upright = rig.clone();
    for pose in upright
        .cameras
        .iter_mut()
        .filter_map(|c| c.pose.as_mut())
        .filter(|_| turned)
    {
        let half = nalgebra::Rotation3::new(Vec3::y() * std::f64::consts::PI).into_inner();
        pose.rotation *= half;
    }
    assert_close_to_truth(&upright);
}

#[test]
fn one_camera_alone_gets_a_lens_and_no_place() {
    let (taken, _) = charuco_photos();
    let mut photos = Photos::new(charuco());
    for (_, shot, picture) in taken.iter().filter(|t| t.0 == "front" && t.1 != "floor") {
        photos.add("front", shot, picture);
    }
    let done = photos.calibrate(None).expect("a lens");
    let camera = &done.rig.cameras[0];
    assert!(camera.pose.is_none() && done.report.cameras[0].centre_mm.is_none());
    assert!(
        (camera.intrinsics.fx / 520.0 - 1.0).abs() < 0.003,
        "{camera:?}"
    );
}

#[test]
fn what_the_photos_lack_is_named() {
    let (taken, _) = charuco_photos();
    let of = |keep: &dyn Fn(&str, &str) -> bool, rename: &dyn Fn(&str, &str) -> String| {
        let mut photos = Photos::new(charuco());
        for (camera, shot, picture) in taken.iter().filter(|t| keep(&t.0, &t.1)) {
            photos.add(camera, &rename(camera, shot), picture);
        }
        photos.calibrate(None).expect_err("not enough").code()
    };
    let same = |_: &str, s: &str| s.to_string();
    let all = |_: &str, _: &str| true;
    assert_eq!(of(&|_, _| false, &same), "no_photos");
    assert_eq!(of(&|_, s| s == "00" || s == "01", &same), "too_few_photos");
    assert_eq!(of(&|_, s| s != "floor", &same), "no_floor");
    assert_eq!(of(&all, &|c, s| format!("{c}{s}")), "not_shared");
    let mut photos = Photos::new(charuco());
    let blank = RgbImage::from_pixel(480, 640, image::Rgb([90, 90, 90]));
    assert!(photos.add("a", "1", &blank).is_none());
    assert_eq!(
        photos.calibrate(None).expect_err("nothing there").code(),
        "no_board"
    );
    photos.add("a", "2", &RgbImage::new(640, 480));
    assert_eq!(
        photos.calibrate(None).expect_err("sizes").code(),
        "mixed_sizes"
    );
    let (_, whole) = charuco_photos();
    let unnamed = whole.calibrate(Some("ground")).expect_err("no such shot");
    assert!(matches!(unnamed, Error::NoFloor { .. }), "{unnamed}");
}

#[test]
fn a_board_file_says_which_field_is_wrong() {
    let field = |text: &str| match Board::from_json(text.as_bytes()) {
        Err(Error::Board { field, .. }) => field,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(field("no json"), "file");
    assert_eq!(field("[]"), "file");
    assert_eq!(field(r#"{"squares_x": 5}"#), "kind");
    assert_eq!(field(r#"{"kind": "dots"}"#), "kind");
    assert_eq!(
        field(r#"{"kind": "chessboard", "squares_x": 5.5, "squares_y": 4, "square_mm": 30}"#),
        "squares_x"
    );
    assert_eq!(
        field(r#"{"kind": "chessboard", "squares_x": 1e9, "squares_y": 4, "square_mm": 30}"#),
        "squares_x"
    );
    assert_eq!(
        field(r#"{"kind": "chessboard", "squares_x": 5, "squares_y": 4, "square_mm": -1}"#),
        "square_mm"
    );
    let charuco = |dictionary: &str, marker: f64, x: u32| {
        field(&format!(
            r#"{{"kind": "charuco", "squares_x": {x}, "squares_y": 20, "square_mm": 30, "marker_mm": {marker}, "dictionary": "{dictionary}"}}"#
        ))
    };
    assert_eq!(charuco("DICT_3X3", 20.0, 5), "dictionary");
    assert_eq!(charuco("DICT_4X4_50", 30.0, 5), "marker_mm");
    assert_eq!(charuco("DICT_4X4_50", 20.0, 10), "dictionary");
    for board in [charuco_legacy(), chessboard()] {
        let again = Board::from_json(board.to_json().to_string().as_bytes()).expect("its own file");
        assert_eq!(again, board);
    }
}

fn charuco_legacy() -> Board {
    let text = r#"{"type": "ChArUco", "columns": 6, "rows": 8, "square_length": 0.04, "marker_length": 0.03, "dict": "cv2.aruco.DICT_6X6_250", "legacy": true}"#;
    Board::from_json(text.as_bytes()).expect("other spellings")
}
