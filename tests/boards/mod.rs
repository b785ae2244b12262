//! Photos of a board by cameras of known place, rendered from the definition of the board and of OpenCV's lens.
#![allow(dead_code)]

use image::{Rgb, RgbImage};
use purlform::calibrate::Board;
use purlform::camera::{Camera, Intrinsics, Pose};
use purlform::geom::{Mat3, Vec2, Vec3};

/// Samples along a pixel's side.
const SAMPLES: i32 = 4;

/// Brightness of the board's plane at a place, 0 to 1; `None` beside the paper.
fn ink(board: &Board, p: Vec2) -> Option<f64> {
    let (size, s) = (board.size_mm(), board.square_mm);
    let margin = 0.4 * s;
    if p.x < -margin || p.y < -margin || p.x > size.x + margin || p.y > size.y + margin {
        return None;
    }
    if p.x < 0.0 || p.y < 0.0 || p.x >= size.x || p.y >= size.y {
        return Some(1.0);
    }
    let (column, row) = ((p.x / s) as usize, (p.y / s) as usize);
    if board.black(column, row) {
        return Some(0.0);
    }
    let (Some(m), Some(id)) = (board.markers, board.marker_at(column, row)) else {
        return Some(1.0);
    };
    let side = m.dictionary.side();
    let module = m.marker_mm / (side + 2) as f64;
    let local =
        p - Vec2::new(column as f64, row as f64) * s - Vec2::repeat(0.5 * (s - m.marker_mm));
    let (u, v) = (
        (local.x / module).floor() as i64,
        (local.y / module).floor() as i64,
    );
    let whole = side as i64 + 2;
    if u < 0 || v < 0 || u >= whole || v >= whole {
        return Some(1.0);
    }
    if u == 0 || v == 0 || u == whole - 1 || v == whole - 1 {
        return Some(0.0);
    }
    let white = m.dictionary.white(id, v as usize - 1, u as usize - 1);
    Some(f64::from(u8::from(white)))
}

/// A photo: anti-aliased, slightly blurred, with noise of about 2 grey levels.
pub fn photo(camera: &Camera, board: &Board, place: &Pose, seed: u32) -> RgbImage {
    let pose = camera.pose.expect("a camera with a place");
    let rotation = pose.rotation * place.rotation;
    let shift = pose.rotation * place.translation_mm + pose.translation_mm;
    let plane = Mat3::from_columns(&[rotation.column(0).into(), rotation.column(1).into(), shift]);
    let inverse = plane
        .try_inverse()
        .expect("the board is not seen from its edge");
    let (w, h) = (camera.width as usize, camera.height as usize);
    let room =
        |x: usize, y: usize| 95.0 + 35.0 * (x as f64 * 0.021).sin() * (y as f64 * 0.017).cos();
    // Rays bend slowly: those of the pixels' corners, and between them in proportion.
    let corner = |i: usize| {
        let at = Vec2::new((i % (w + 1)) as f64 - 0.5, (i / (w + 1)) as f64 - 0.5);
        camera
            .intrinsics
            .undistort(at)
            .expect("a lens that reaches its picture")
    };
    let rays: Vec<Vec2> = (0..(w + 1) * (h + 1)).map(corner).collect();
    let mut grey = vec![0.0f64; w * h];
    for y in 0..h {
        for x in 0..w {
            let mut sum = 0.0;
            for k in 0..SAMPLES * SAMPLES {
                let share = |i: i32| (f64::from(i) + 0.5) / f64::from(SAMPLES);
                let (tx, ty) = (share(k % SAMPLES), share(k / SAMPLES));
                let first = y * (w + 1) + x;
                let row = |i: usize| rays[i] * (1.0 - tx) + rays[i + 1] * tx;
                let ray = row(first) * (1.0 - ty) + row(first + w + 1) * ty;
                let q = inverse * ray.push(1.0);
                let seen = (q.z > 0.0)
                    .then(|| ink(board, Vec2::new(q.x / q.z, q.y / q.z)))
                    .flatten();
                sum += seen.map_or_else(|| room(x, y), |i| 25.0 + 185.0 * i);
            }
            grey[y * w + x] = sum / f64::from(SAMPLES * SAMPLES);
        }
    }
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut noise = || {
        let mut sum = 0.0;
        for _ in 0..4 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            sum += f64::from(state >> 8) / f64::from(1 << 24) - 0.5;
        }
        sum * 3.5
    };
    let blurred = |x: usize, y: usize| {
        let mut sum = 0.0;
        for (dy, a) in [(0usize, 0.2), (1, 0.6), (2, 0.2)] {
            for (dx, b) in [(0usize, 0.2), (1, 0.6), (2, 0.2)] {
                let (i, j) = ((x + dx).clamp(1, w) - 1, (y + dy).clamp(1, h) - 1);
                sum += a * b * grey[j * w + i];
            }
        }
        sum
    };
    RgbImage::from_fn(camera.width, camera.height, |x, y| {
        let v = (blurred(x as usize, y as usize) + noise())
            .round()
            .clamp(0.0, 255.0) as u8;
        Rgb([v, v, v])
    })
}

/// A camera that looks at a point of the world.
pub fn camera(id: &str, size: (u32, u32), lens: Intrinsics, centre: Vec3, target: Vec3) -> Camera {
    let z = (target - centre).normalize();
    let x = z.cross(&Vec3::y()).normalize();
    let rotation = Mat3::from_columns(&[x, z.cross(&x), z]).transpose();
    Camera {
        id: id.into(),
        width: size.0,
        height: size.1,
        intrinsics: lens,
        pose: Some(Pose {
            rotation,
            translation_mm: -(rotation * centre),
        }),
    }
}

/// A board whose pattern's middle stands at `middle` and whose print looks along `facing` (level), tilted by a rotation vector.
pub fn held(board: &Board, middle: Vec3, facing: Vec3, tilt: Vec3) -> Pose {
    let z = -facing.normalize();
    let x = (-Vec3::y()).cross(&z).normalize();
    let upright = Mat3::from_columns(&[x, z.cross(&x), z]);
    let rotation = upright * nalgebra::Rotation3::new(tilt).into_inner();
    let half = 0.5 * board.size_mm();
    Pose {
        rotation,
        translation_mm: middle - rotation * Vec3::new(half.x, half.y, 0.0),
    }
}

/// The board flat on the floor, print up, its upper edge towards +Z.
pub fn on_floor(board: &Board) -> Pose {
    let rotation = Mat3::new(-1.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.0, -1.0, 0.0);
    let half = 0.5 * board.size_mm();
    Pose {
        rotation,
        translation_mm: -(rotation * Vec3::new(half.x, half.y, 0.0)),
    }
}
