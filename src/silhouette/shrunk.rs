//! A large photo at the size at which outlines are looked for: more pixels cost time and tell nothing new of an edge that lens and
//! JPEG have blurred.

use super::contour::{Contour, ContourPoint};
use super::coverage::Coverage;
use crate::geom::Vec2;
use crate::network::Spot;
use image::RgbImage;
use std::borrow::Cow;

/// The longer side of a picture is brought down to this, px, or somewhat above: by whole numbers only.
const LONGER_PX: u32 = 1280;

/// A picture whose pixels are squares of a photo's.
pub(super) struct Shrunk<'a> {
    /// The picture.
    pub picture: Cow<'a, RgbImage>,
    /// Side of the squares, px of the photo.
    side: usize,
    photo: (u32, u32),
}

impl<'a> Shrunk<'a> {
    /// The photo itself where it is small.
    pub fn new(photo: &'a RgbImage) -> Self {
        let (w, h) = photo.dimensions();
        let side = (w.max(h) / LONGER_PX).max(1) as usize;
        let picture = match side {
            1 => Cow::Borrowed(photo),
            _ => Cow::Owned(means(photo, side)),
        };
        Self {
            picture,
            side,
            photo: (w, h),
        }
    }

    /// A copy that stands for itself.
    pub fn owned(&self) -> Shrunk<'static> {
        Shrunk {
            picture: Cow::Owned(self.picture.as_ref().clone()),
            ..*self
        }
    }

    /// Blackens a copy.
    pub fn wipe(&mut self) {
        if let Cow::Owned(picture) = &mut self.picture {
            picture.fill(0);
        }
    }

    /// A landmark where it lies in the photo.
    pub fn spot(&self, spot: Spot) -> Spot {
        let at = self.place(spot.at);
        Spot { at, ..spot }
    }

    /// A contour where it lies in the photo, still about a point a pixel.
    pub fn contour(&self, contour: &Contour) -> Contour {
        let following = contour.points.iter().cycle().skip(1);
        let mut points = Vec::with_capacity(contour.points.len() * self.side);
        for (a, b) in contour.points.iter().zip(following) {
            // Where the contour met the frame's edge, points are missing.
            let near = (b.at - a.at).norm() < 2.0;
            for k in 0..if near { self.side } else { 1 } {
                let t = k as f64 / self.side as f64;
                let normal = (a.normal + (b.normal - a.normal) * t).try_normalize(1e-9);
                points.push(ContourPoint {
                    at: self.place(a.at + (b.at - a.at) * t),
                    normal: normal.unwrap_or(a.normal),
                    sigma_px: a.sigma_px * self.side as f64,
                });
            }
        }
        Contour { points }
    }

    /// The pixels of the photo that covered pixels of the picture hold.
    pub fn coverage(&self, coverage: &Coverage) -> Coverage {
        let (width, height) = self.photo;
        let side = self.side as u32;
        Coverage::of_rows(width as usize, height as usize, |y, runs| {
            let row = coverage.row(y / self.side).iter();
            runs.extend(row.map(|r| side * r.start..side * r.end));
        })
    }

    /// A place of the picture in the photo.
    pub fn place(&self, at: Vec2) -> Vec2 {
        let side = self.side as f64;
        at.map(|v| side * v + (side - 1.0) / 2.0)
    }
}

/// Mean colours of the whole squares of this side.
fn means(photo: &RgbImage, side: usize) -> RgbImage {
    let (w, h) = (
        photo.width() as usize / side,
        photo.height() as usize / side,
    );
    let line = 3 * photo.width() as usize;
    let count = (side * side) as u32;
    let mut sums = vec![[0u32; 3]; w];
    let mut out = Vec::with_capacity(3 * w * h);
    let bands = photo.as_raw().chunks_exact((side * line).max(1));
    for band in bands.take(h) {
        sums.fill([0; 3]);
        for row in band.chunks_exact(line) {
            for (sum, square) in sums.iter_mut().zip(row.chunks_exact(3 * side)) {
                for p in square.chunks_exact(3) {
                    sum.iter_mut().zip(p).for_each(|(s, v)| *s += u32::from(*v));
                }
            }
        }
        let mean = |s: &u32| ((s + count / 2) / count) as u8;
        out.extend(sums.iter().flatten().map(mean));
    }
    RgbImage::from_raw(w as u32, h as u32, out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn what_is_found_in_the_small_picture_lies_there_in_the_photo() {
        let colour = |x: u32, y: u32| Rgb([(x % 3) as u8 * 90, (y / 3) as u8, 7]);
        let photo = RgbImage::from_fn(3001, 4000, colour);
        let shrunk = Shrunk::new(&photo);
        assert_eq!(shrunk.picture.dimensions(), (1000, 1333));
        assert_eq!(shrunk.picture.get_pixel(5, 8).0, [90, 8, 7]);
        let at = Vec2::new(10.0, 20.0);
        let point = |at| ContourPoint {
            at,
            normal: Vec2::x(),
            sigma_px: 0.5,
        };
        let found = shrunk.contour(&Contour {
            points: vec![point(at), point(at + Vec2::y())],
        });
        let wanted = [0.0, 1.0, 2.0, 3.0, 2.0, 1.0];
        for (p, down) in found.points.iter().zip(wanted) {
            assert!((p.at - Vec2::new(31.0, 61.0 + down)).norm() < 1e-9);
            assert_eq!(p.sigma_px, 1.5);
        }
        assert_eq!(found.points.len(), wanted.len());
        let small = Coverage::of_rows(1000, 1333, |y, runs| {
            if y == 20 {
                runs.push(10..12);
            }
        });
        let large = shrunk.coverage(&small);
        assert_eq!(large.dimensions(), (3001, 4000));
        assert!(large.row(59).is_empty() && large.row(63).is_empty());
        for y in 60..63 {
            assert_eq!(large.row(y).first(), Some(&(30..36)));
        }
    }

    #[test]
    fn small_photos_stay_as_they_are() {
        let photo = RgbImage::new(1080, 1920);
        let shrunk = Shrunk::new(&photo);
        assert!(matches!(shrunk.picture, Cow::Borrowed(_)));
    }
}
