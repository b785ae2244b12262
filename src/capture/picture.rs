//! Bytes or pixels -> a picture of the size that the rig promises.

use super::{Error, Fault};
use crate::camera::Camera;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use std::fmt;
use std::io::Cursor;

/// Memory that a decoder may take, as a multiple of the picture's own eight bytes a pixel (16 bit RGBA), and a floor.
const DECODER_FACTOR: u64 = 16;
const DECODER_FLOOR: u64 = 16 << 20;
/// The largest picture of a camera that is not described yet.
const LONGEST_SIDE: u32 = 16_384;
const MOST_PIXELS: u64 = 64_000_000;

/// Which picture of a camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// With the person.
    Frame,
    /// Of the empty booth.
    Plate,
    /// Foreground, handed in.
    Mask,
    /// Of a calibration board.
    Board,
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Picture::Frame => "frame",
            Picture::Plate => "plate",
            Picture::Mask => "mask",
            Picture::Board => "board photo",
        })
    }
}

/// Decodes a JPEG or PNG, turns it as its EXIF says and checks that it has the camera's size.
///
/// The size is read from the header and checked before any pixel is allocated.
pub fn decode(bytes: &[u8], camera: &Camera, picture: Picture) -> Result<RgbImage, Error> {
    pixels(bytes, camera, picture).map(DynamicImage::into_rgb8)
}

/// Decodes a mask as [`decode`] does; what is lighter than half becomes 255, the rest 0.
pub fn decode_mask(bytes: &[u8], camera: &Camera) -> Result<GrayImage, Error> {
    let mut mask = pixels(bytes, camera, Picture::Mask)?.into_luma8();
    mask.iter_mut()
        .for_each(|v| *v = if *v >= 128 { 255 } else { 0 });
    Ok(mask)
}

/// Decodes a JPEG or PNG of any size up to 64 megapixels, turned as its EXIF says; `camera` names it in errors.
pub fn decode_any(bytes: &[u8], camera: &str, picture: Picture) -> Result<RgbImage, Error> {
    let fault = |fault| Error::Picture {
        camera: camera.into(),
        picture,
        fault,
    };
    let unreadable = |e: image::ImageError| fault(Fault::Unreadable(e.to_string()));
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png)) => format,
        _ => return Err(fault(Fault::Format(kind(bytes)))),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits_of(LONGEST_SIDE, MOST_PIXELS));
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (w, h) = decoder.dimensions();
    if u64::from(w) * u64::from(h) > MOST_PIXELS {
        let problem = format!("{w} x {h} pixels are more than {MOST_PIXELS}");
        return Err(fault(Fault::Unreadable(problem)));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    image.apply_orientation(orientation);
    Ok(image.into_rgb8())
}

/// A picture from RGBA pixels row by row, four bytes each, as a browser's `ImageData` holds them; alpha is not looked at.
pub fn from_rgba(
    rgba: &[u8],
    size: (u32, u32),
    camera: &Camera,
    picture: Picture,
) -> Result<RgbImage, Error> {
    check_size(size, camera, picture)?;
    let expected = 4 * camera.width as usize * camera.height as usize;
    let fault = |fault| fault_of(camera, picture, fault);
    if rgba.len() != expected {
        return Err(fault(Fault::Bytes {
            found: rgba.len(),
            expected,
        }));
    }
    let rgb = opaque(rgba);
    RgbImage::from_raw(camera.width, camera.height, rgb).ok_or_else(|| {
        fault(Fault::Bytes {
            found: rgba.len(),
            expected,
        })
    })
}

/// Red, green and blue of pixels that have an opacity besides: four pixels a step, as words, which is ten times as quick as bytes.
fn opaque(rgba: &[u8]) -> Vec<u8> {
    let pixels = rgba.len() / 4;
    let mut rgb = vec![0; 3 * pixels];
    let (fours, rest) = rgba.as_chunks::<16>();
    let (to_fours, to_rest) = rgb.as_chunks_mut::<12>();
    for (to, from) in to_fours.iter_mut().zip(fours) {
        let from = u128::from_le_bytes(*from);
        let pixel = |k: u32| (from >> (32 * k)) as u32 & 0x00ff_ffff;
        let [a, b, c, d] = [pixel(0), pixel(1), pixel(2), pixel(3)];
        let words = [a | b << 24, b >> 8 | c << 16, c >> 16 | d << 8];
        for (to, word) in to.as_chunks_mut::<4>().0.iter_mut().zip(words) {
            *to = word.to_le_bytes();
        }
    }
    let (rest, _) = rest.as_chunks::<4>();
    for (to, from) in to_rest.chunks_exact_mut(3).zip(rest) {
        to.copy_from_slice(&from[..3]);
    }
    rgb
}

/// Refuses a picture that has not the camera's size.
pub(super) fn check_size(
    found: (u32, u32),
    camera: &Camera,
    picture: Picture,
) -> Result<(), Error> {
    let expected = (camera.width, camera.height);
    if found != expected {
        return Err(fault_of(camera, picture, Fault::Size { found, expected }));
    }
    Ok(())
}

fn fault_of(camera: &Camera, picture: Picture, fault: Fault) -> Error {
    Error::Picture {
        camera: camera.id.clone(),
        picture,
        fault,
    }
}

fn pixels(bytes: &[u8], camera: &Camera, picture: Picture) -> Result<DynamicImage, Error> {
    let fault = |fault| fault_of(camera, picture, fault);
    let unreadable = |e: image::ImageError| fault(Fault::Unreadable(e.to_string()));
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png)) => format,
        _ => return Err(fault(Fault::Format(kind(bytes)))),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits(camera));
    let mut decoder = match reader.into_decoder() {
        Ok(decoder) => decoder,
        // The limits speak before we can: ask for the size alone, to say which it is.
        Err(image::ImageError::Limits(e)) => {
            let size = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions();
            return Err(match size {
                Ok(found) => fault(Fault::Size {
                    found,
                    expected: (camera.width, camera.height),
                }),
                Err(_) => fault(Fault::Unreadable(e.to_string())),
            });
        }
        Err(e) => return Err(unreadable(e)),
    };
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (w, h) = decoder.dimensions();
    check_size(
        if turns(orientation) { (h, w) } else { (w, h) },
        camera,
        picture,
    )?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    image.apply_orientation(orientation);
    check_size((image.width(), image.height()), camera, picture)?;
    Ok(image)
}

fn limits(camera: &Camera) -> Limits {
    let pixels = u64::from(camera.width) * u64::from(camera.height);
    limits_of(camera.width.max(camera.height), pixels)
}

fn limits_of(side: u32, pixels: u64) -> Limits {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(side), Some(side));
    limits.max_alloc = Some(DECODER_FLOOR.max(DECODER_FACTOR * pixels));
    limits
}

fn turns(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(
        orientation,
        Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH
    )
}

/// A name for what is no JPEG or PNG, so that the answer can help.
fn kind(bytes: &[u8]) -> &'static str {
    match bytes {
        [] => "an empty file",
        [_, _, _, _, b'f', b't', b'y', b'p', b'h' | b'm', ..] => "HEIC",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "AVIF or a film",
        [b'R', b'I', b'F', b'F', ..] => "WebP",
        [b'G', b'I', b'F', ..] => "GIF",
        [b'B', b'M', ..] => "BMP",
        [b'I', b'I', ..] | [b'M', b'M', ..] => "TIFF or raw",
        _ => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::opaque;

    #[test]
    fn pixels_lose_their_opacity_and_nothing_else_however_many_they_are() {
        for pixels in 0..11u8 {
            let rgba: Vec<u8> = (0..4 * pixels).map(|i| i.wrapping_mul(37) ^ 0x95).collect();
            let plain = rgba.chunks_exact(4).flat_map(|p| p[..3].to_vec());
            assert_eq!(opaque(&rgba), plain.collect::<Vec<u8>>(), "{pixels} pixels");
        }
    }
}
