//! Pictures as the browser hands them over: encoded bytes, or the pixels of an `ImageData`.

use super::Failure;
use crate::camera::Camera;
use crate::capture::{self, Picture};
use image::{DynamicImage, GrayImage, RgbImage};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ImageData;

/// The frame or plate of that camera.
pub fn colour(source: &JsValue, camera: &Camera, picture: Picture) -> Result<RgbImage, Failure> {
    match source.dyn_ref::<ImageData>() {
        Some(pixels) => Ok(rgba(pixels, camera, picture)?),
        None => Ok(capture::decode(
            &encoded(source, &camera.id)?,
            camera,
            picture,
        )?),
    }
}

/// A photo of a calibration board by a camera that no rig describes yet.
pub fn board(source: &JsValue, camera: &str) -> Result<RgbImage, Failure> {
    match source.dyn_ref::<ImageData>() {
        Some(pixels) => {
            let (w, h) = (pixels.width(), pixels.height());
            let rgb = pixels
                .data()
                .chunks_exact(4)
                .flat_map(|p| p.iter().take(3).copied())
                .collect();
            RgbImage::from_raw(w, h, rgb).ok_or_else(|| none(camera))
        }
        None => Ok(capture::decode_any(
            &encoded(source, camera)?,
            camera,
            Picture::Board,
        )?),
    }
}

/// A handed-in mask: what is lighter than half is the person.
pub fn mask(source: &JsValue, camera: &Camera) -> Result<GrayImage, Failure> {
    let Some(pixels) = source.dyn_ref::<ImageData>() else {
        return Ok(capture::decode_mask(&encoded(source, &camera.id)?, camera)?);
    };
    let mut grey = DynamicImage::from(rgba(pixels, camera, Picture::Mask)?).into_luma8();
    grey.iter_mut()
        .for_each(|v| *v = if *v >= 128 { 255 } else { 0 });
    Ok(grey)
}

fn rgba(pixels: &ImageData, camera: &Camera, picture: Picture) -> Result<RgbImage, capture::Error> {
    let size = (pixels.width(), pixels.height());
    capture::from_rgba(&pixels.data(), size, camera, picture)
}

fn encoded(source: &JsValue, camera: &str) -> Result<Vec<u8>, Failure> {
    match source.dyn_ref::<Uint8Array>() {
        Some(bytes) => Ok(bytes.to_vec()),
        None => Err(none(camera)),
    }
}

fn none(camera: &str) -> Failure {
    let message = format!("camera {camera}: neither encoded bytes nor pixels");
    let hint = "hand over a JPEG, a PNG or ImageData";
    Failure::input("capture", "no_picture", message, hint)
}
