//! Pictures as JavaScript hands them over: encoded bytes, or pixels.

use super::Failure;
use crate::camera::Camera;
use crate::capture::{self, Picture};
use image::{DynamicImage, GrayImage, RgbImage};
use js_sys::{Reflect, Uint8Array, Uint8ClampedArray};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ImageData;

/// Pixels: an `ImageData`, or a plain `{data, width, height}` as Node has it; red, green, blue, opacity by turns.
pub struct Pixels {
    /// Columns and rows.
    pub size: (u32, u32),
    /// Four bytes a pixel, row by row.
    pub rgba: Vec<u8>,
}

impl Pixels {
    /// Those of a value; none if it has no pixels.
    pub fn of(source: &JsValue) -> Option<Self> {
        if let Some(pixels) = source.dyn_ref::<ImageData>() {
            return Some(Self {
                size: (pixels.width(), pixels.height()),
                rgba: pixels.data().0,
            });
        }
        let field = |name: &str| Reflect::get(source, &name.into()).ok();
        // Encoded bytes are objects, too, but without a width.
        let side = |name| Some(field(name)?.as_f64()? as u32);
        let size = (side("width")?, side("height")?);
        let data = field("data")?;
        let rgba = match data.dyn_ref::<Uint8ClampedArray>() {
            Some(bytes) => bytes.to_vec(),
            None => data.dyn_ref::<Uint8Array>()?.to_vec(),
        };
        Some(Self { size, rgba })
    }

    /// Without opacity; none if there are not four bytes a pixel.
    pub fn rgb(&self) -> Option<RgbImage> {
        let (width, height) = self.size;
        if self.rgba.len() as u64 != 4 * u64::from(width) * u64::from(height) {
            return None;
        }
        let bytes = self.rgba.chunks_exact(4);
        let rgb = bytes.flat_map(|p| p.iter().take(3).copied()).collect();
        RgbImage::from_raw(width, height, rgb)
    }
}

/// The frame or plate of that camera.
pub fn colour(source: &JsValue, camera: &Camera, picture: Picture) -> Result<RgbImage, Failure> {
    match Pixels::of(source) {
        Some(pixels) => Ok(rgba(&pixels, camera, picture)?),
        None => Ok(capture::decode(
            &encoded(source, &camera.id)?,
            camera,
            picture,
        )?),
    }
}

/// A photo of a calibration board by a camera that no rig describes yet.
pub fn board(source: &JsValue, camera: &str) -> Result<RgbImage, Failure> {
    match Pixels::of(source) {
        Some(pixels) => pixels.rgb().ok_or_else(|| none(camera)),
        None => Ok(capture::decode_any(
            &encoded(source, camera)?,
            camera,
            Picture::Board,
        )?),
    }
}

/// A handed-in mask: what is lighter than half is the person.
pub fn mask(source: &JsValue, camera: &Camera) -> Result<GrayImage, Failure> {
    let Some(pixels) = Pixels::of(source) else {
        return Ok(capture::decode_mask(&encoded(source, &camera.id)?, camera)?);
    };
    let mut grey = DynamicImage::from(rgba(&pixels, camera, Picture::Mask)?).into_luma8();
    grey.iter_mut()
        .for_each(|v| *v = if *v >= 128 { 255 } else { 0 });
    Ok(grey)
}

fn rgba(pixels: &Pixels, camera: &Camera, picture: Picture) -> Result<RgbImage, capture::Error> {
    capture::from_rgba(&pixels.rgba, pixels.size, camera, picture)
}

fn encoded(source: &JsValue, camera: &str) -> Result<Vec<u8>, Failure> {
    match source.dyn_ref::<Uint8Array>() {
        Some(bytes) => Ok(bytes.to_vec()),
        None => Err(none(camera)),
    }
}

fn none(camera: &str) -> Failure {
    let message = format!("camera {camera}: neither encoded bytes nor pixels");
    let hint = "hand over a JPEG, a PNG, or pixels: data, width, height";
    Failure::input("capture", "no_picture", message, hint)
}
