//! Pictures and `subject.json`: what is taken, what is refused and in which words.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, GrayImage, ImageEncoder, Luma, Rgb, RgbImage};
use proptest::prelude::*;
use purlform::camera::{Camera, Intrinsics, Rig};
use purlform::capture::{Clothing, Picture, Sex, Subject, View, decode, from_rgba};

fn rig() -> Rig {
    let intrinsics = Intrinsics {
        fx: 30.0,
        fy: 30.0,
        cx: 11.5,
        cy: 15.5,
        distortion: [0.0; 5],
    };
    Rig {
        cameras: vec![Camera {
            id: "front".into(),
            width: 24,
            height: 32,
            intrinsics,
            pose: None,
        }],
    }
}

fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 9) as u8, (y * 7) as u8, 90])
    })
}

fn png(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image
        .write_to(
            &mut std::io::Cursor::new(&mut bytes),
            image::ImageFormat::Png,
        )
        .expect("png");
    bytes
}

/// A JPEG whose EXIF asks for this orientation (1 to 8).
fn jpeg(image: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    let tiff = [
        b'I',
        b'I',
        42,
        0,
        8,
        0,
        0,
        0,
        1,
        0,
        0x12,
        1,
        3,
        0,
        1,
        0,
        0,
        0,
        orientation,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
    ];
    encoder.set_exif_metadata(tiff.to_vec()).expect("exif");
    encoder
        .encode(
            image.as_raw(),
            image.width(),
            image.height(),
            ExtendedColorType::Rgb8,
        )
        .expect("jpeg");
    bytes
}

/// A PNG header alone that promises this size.
fn promise(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(&picture(1, 1));
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = !0u32;
    for &byte in &bytes[12..29] {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
    bytes
}

#[test]
fn encoded_bytes_and_raw_pixels_give_the_same_view() {
    let (rig, image) = (rig(), picture(24, 32));
    let rgba: Vec<u8> = image
        .pixels()
        .flat_map(|p| [p.0[0], p.0[1], p.0[2], 255])
        .collect();
    let raw = from_rgba(&rgba, (24, 32), &rig.cameras[0], Picture::Frame).expect("raw");
    let view = View::decode(&rig, 0, &png(&image), Some(&png(&image)), None).expect("view");
    assert_eq!(view.frame, raw);
    assert_eq!(view.plate, Some(raw.clone()));
    assert_eq!(
        View::new(&rig, 0, raw, None, None).expect("view").frame,
        image
    );
}

#[test]
fn exif_turns_the_picture_before_its_size_is_checked() {
    let camera = &rig().cameras[0];
    let lying = image::imageops::rotate270(&picture(24, 32));
    let upright = decode(&jpeg(&lying, 6), camera, Picture::Frame).expect("turned");
    let off = upright
        .iter()
        .zip(picture(24, 32).iter())
        .map(|(a, b)| a.abs_diff(*b))
        .max();
    assert!(off < Some(40), "{off:?}");
    let error = decode(&jpeg(&lying, 1), camera, Picture::Frame).expect_err("not turned");
    assert_eq!(error.code(), "frame_size");
}

#[test]
fn masks_become_black_and_white() {
    let mask = GrayImage::from_fn(24, 32, |x, _| Luma([(x * 10) as u8]));
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(mask.as_raw(), 24, 32, ExtendedColorType::L8)
        .expect("png");
    let view = View::decode(
        &rig(),
        0,
        &png(&picture(24, 32)),
        Some(b"not looked at"),
        Some(&bytes),
    )
    .expect("view");
    assert!(view.plate.is_none());
    let found = view.mask.expect("mask");
    assert!(
        mask.iter()
            .zip(found.iter())
            .all(|(m, f)| *f == if *m >= 128 { 255 } else { 0 })
    );
}

#[test]
fn refusals_name_picture_camera_and_remedy() {
    let rig = rig();
    let good = png(&picture(24, 32));
    let plate =
        |bytes: &[u8]| View::decode(&rig, 0, &good, Some(bytes), None).expect_err("refused");
    let mut truncated = good.clone();
    truncated.truncate(good.len() / 2);
    for (bytes, code, word) in [
        (png(&picture(32, 24)), "plate_size", "32 x 24"),
        (promise(50_000, 50_000), "plate_size", "50000 x 50000"),
        (truncated, "plate_unreadable", "decoded"),
        (b"GIF89a".to_vec(), "plate_format", "GIF"),
        (b"\0\0\0\x18ftypheic".to_vec(), "plate_format", "HEIC"),
        (Vec::new(), "plate_format", "empty"),
    ] {
        let error = plate(&bytes);
        let message = error.to_string();
        assert_eq!(error.code(), code, "{message}");
        assert!(
            message.contains("front") && message.contains("plate") && message.contains(word),
            "{message}"
        );
        assert!(!error.hint().is_empty());
    }
    let error =
        from_rgba(&[0; 100], (24, 32), &rig.cameras[0], Picture::Frame).expect_err("too few");
    assert_eq!(error.code(), "frame_bytes");
    assert_eq!(
        View::decode(&rig, 3, &good, None, None)
            .expect_err("no such camera")
            .code(),
        "camera_missing"
    );
}

#[test]
fn subjects_are_read_and_units_guessed() {
    let read = |text: &str| Subject::from_json(text.as_bytes());
    let full = read(
        r#"{"sex": "female", "stature_mm": 1650, "mass_kg": 62.5, "clothing": "close_fitting"}"#,
    )
    .expect("subject");
    assert_eq!(
        full,
        Subject {
            sex: Some(Sex::Female),
            stature_mm: Some(1650.0),
            mass_kg: Some(62.5),
            clothing: Some(Clothing::CloseFitting),
        }
    );
    assert_eq!(
        read(r#"{"sex": null}"#).expect("subject"),
        Subject::default()
    );
    for (text, words) in [
        (r#"{"stature_mm": 1.75}"#, ["stature_mm", "metres"]),
        (r#"{"stature_mm": 175}"#, ["stature_mm", "centimetres"]),
        (r#"{"stature_mm": 69}"#, ["stature_mm", "inches"]),
        (r#"{"clothing": "parka"}"#, ["clothing", "thin_layer"]),
        (r#"{"stature_mm": "tall"}"#, ["stature_mm", "no number"]),
        (r#"{"mass_kg": 62500}"#, ["mass_kg", "grams"]),
        (r#"{"sex": "Female"}"#, ["sex", "null"]),
        ("[]", ["subject.json", "object"]),
        ("{", ["subject.json", "JSON"]),
    ] {
        let message = read(text).expect_err(text).to_string();
        assert!(words.iter().all(|w| message.contains(w)), "{message}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>(), flip in any::<u8>(), keep in any::<prop::sample::Index>()) {
        let camera = &rig().cameras[0];
        let _ = Subject::from_json(&bytes);
        for mut good in [png(&picture(24, 32)), jpeg(&picture(24, 32), 3)] {
            let place = at.index(good.len());
            good[place] ^= flip;
            let _ = decode(&good, camera, Picture::Frame);
            good.truncate(keep.index(good.len()));
            good.extend_from_slice(&bytes);
            if let Ok(image) = decode(&good, camera, Picture::Frame) {
                prop_assert_eq!(image.dimensions(), (24, 32));
            }
        }
    }
}
