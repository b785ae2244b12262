//! The pictures of one camera, checked.

use super::picture::check_size;
use super::{Error, Picture, Subject, decode, decode_mask};
use crate::camera::{Camera, Rig};
use image::{GrayImage, RgbImage};

/// The pictures of one camera, decoded and checked against the rig.
#[derive(Clone, Debug)]
pub struct View {
    /// Index into [`Rig::cameras`].
    pub camera: usize,
    /// The picture with the person.
    pub frame: RgbImage,
    /// The same camera's picture of the empty booth.
    pub plate: Option<RgbImage>,
    /// A foreground mask that was handed in (0 or 255).
    pub mask: Option<GrayImage>,
}

/// A whole capture.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The cameras.
    pub rig: Rig,
    /// One view a camera, in the rig's order.
    pub views: Vec<View>,
    /// What is known of the subject.
    pub subject: Subject,
}

impl View {
    /// A view from encoded bytes (JPEG or PNG). A plate is not decoded where a mask stands in its stead.
    pub fn decode(
        rig: &Rig,
        camera: usize,
        frame: &[u8],
        plate: Option<&[u8]>,
        mask: Option<&[u8]>,
    ) -> Result<View, Error> {
        let of = camera_of(rig, camera)?;
        let mask = mask.map(|bytes| decode_mask(bytes, of)).transpose()?;
        let plate = plate.filter(|_| mask.is_none());
        let plate = plate
            .map(|bytes| decode(bytes, of, Picture::Plate))
            .transpose()?;
        Ok(View {
            camera,
            frame: decode(frame, of, Picture::Frame)?,
            plate,
            mask,
        })
    }

    /// A view from pictures that were decoded before; see [`super::from_rgba`] for pixels of a browser.
    pub fn new(
        rig: &Rig,
        camera: usize,
        frame: RgbImage,
        plate: Option<RgbImage>,
        mask: Option<GrayImage>,
    ) -> Result<View, Error> {
        let of = camera_of(rig, camera)?;
        check_size(frame.dimensions(), of, Picture::Frame)?;
        plate
            .as_ref()
            .map_or(Ok(()), |p| check_size(p.dimensions(), of, Picture::Plate))?;
        mask.as_ref()
            .map_or(Ok(()), |m| check_size(m.dimensions(), of, Picture::Mask))?;
        Ok(View {
            camera,
            frame,
            plate,
            mask,
        })
    }
}

fn camera_of(rig: &Rig, index: usize) -> Result<&Camera, Error> {
    rig.cameras.get(index).ok_or(Error::Camera {
        index,
        cameras: rig.cameras.len(),
    })
}
