//! A picture of the customer's, decoded within limits, and brought into stitches.

use super::Error;
use super::chart::{Chart, check_size};
use super::palette::Palette;
use super::yarn::Yarn;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage};
use std::io::Cursor;

/// No picture's file is larger.
pub const MOST_BYTES: usize = 4 << 20;
/// No side of a picture is longer, px.
pub const LONGEST_SIDE_PX: u32 = 4096;
/// Memory for decoding.
const MOST_MEMORY: u64 = 256 << 20;
/// Pixels that are looked at across a stitch, at most.
const SAMPLES: u32 = 6;
/// What is less opaque leaves the ground.
const OPAQUE: u8 = 128;

/// Pixels with their opacity, upright.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pixels: RgbaImage,
}

impl Picture {
    /// Decodes a PNG or JPEG and turns it as its EXIF says. The size is checked before pixels are allocated.
    ///
    /// # Errors
    /// Other formats, broken files, pictures beyond the limits.
    pub fn decode(field: &str, bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |reason: String| {
            Error::new(
                field,
                reason,
                "give a PNG or JPEG of at most 4096 x 4096 px and 4 MB",
            )
        };
        if bytes.len() > MOST_BYTES {
            return Err(wrong(format!("the picture has {} bytes", bytes.len())));
        }
        let format = match image::guess_format(bytes) {
            Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png)) => format,
            _ => return Err(wrong("the picture is neither PNG nor JPEG".into())),
        };
        let unreadable = |e: image::ImageError| wrong(format!("the picture cannot be read: {e}"));
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST_SIDE_PX);
        limits.max_image_height = Some(LONGEST_SIDE_PX);
        limits.max_alloc = Some(MOST_MEMORY);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(unreadable)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
        image.apply_orientation(orientation);
        Ok(Self {
            pixels: image.into_rgba8(),
        })
    }

    /// Width / height.
    pub fn aspect(&self) -> f64 {
        f64::from(self.pixels.width()) / f64::from(self.pixels.height().max(1))
    }

    /// The picture in stitches, each of the yarn that most of it is nearest to; with `dither` the error of each stitch is
    /// handed on to its neighbours (R. W. Floyd, L. Steinberg, 1976). Where it is transparent the ground stays.
    ///
    /// # Errors
    /// A huge chart.
    pub fn chart(
        &self,
        field: &str,
        wales: usize,
        courses: usize,
        yarns: &[Yarn],
        dither: bool,
    ) -> Result<Chart, Error> {
        check_size(field, wales, courses)?;
        let mut palette = Palette::new(yarns);
        let cells = if dither {
            self.dithered(wales, courses, &palette)
        } else {
            let mut cells = Vec::with_capacity(wales * courses);
            for y in 0..courses {
                for x in 0..wales {
                    cells.push(self.majority([x, y], [wales, courses], &mut palette));
                }
            }
            cells
        };
        Chart::new(wales, courses, |x, y| cells.get(y * wales + x).copied()?)
    }

    /// The pixels of a stitch, evenly picked.
    fn samples(
        &self,
        [x, y]: [usize; 2],
        [wales, courses]: [usize; 2],
    ) -> impl Iterator<Item = [u8; 4]> {
        let along = |at: usize, of: usize, pixels: u32| {
            let (from, step) = (at as f64 / of as f64, 1.0 / of as f64);
            let count = (f64::from(pixels) * step)
                .ceil()
                .clamp(1.0, f64::from(SAMPLES)) as u32;
            (0..count).map(move |i| {
                let middle =
                    (from + step * (f64::from(i) + 0.5) / f64::from(count)) * f64::from(pixels);
                (middle as u32).min(pixels.saturating_sub(1))
            })
        };
        let columns = along(x, wales, self.pixels.width());
        along(y, courses, self.pixels.height()).flat_map(move |row| {
            columns
                .clone()
                .map(move |column| self.pixels.get_pixel(column, row).0)
        })
    }

    fn majority(&self, at: [usize; 2], of: [usize; 2], palette: &mut Palette) -> Option<u8> {
        let mut votes = [0u32; 256];
        let (mut clear, mut all) = (0u32, 0u32);
        for [r, g, b, opacity] in self.samples(at, of) {
            all += 1;
            if opacity < OPAQUE {
                clear += 1;
            } else {
                votes[usize::from(palette.nearest_to([r, g, b]))] += 1;
            }
        }
        if 2 * clear > all {
            return None;
        }
        let most = votes.iter().max().copied().unwrap_or(0);
        votes.iter().position(|v| *v == most).map(|yarn| yarn as u8)
    }

    fn dithered(&self, wales: usize, courses: usize, palette: &Palette) -> Vec<Option<u8>> {
        let mut cells = vec![None; wales * courses];
        let mut carried = vec![[0.0f64; 3]; wales * courses];
        for y in 0..courses {
            for x in 0..wales {
                let (mut sum, mut seen, mut all) = ([0.0; 3], 0.0, 0.0);
                for [r, g, b, opacity] in self.samples([x, y], [wales, courses]) {
                    all += 1.0;
                    if opacity >= OPAQUE {
                        seen += 1.0;
                        let colour = palette.oklab([r, g, b]);
                        sum.iter_mut().zip(colour).for_each(|(s, c)| *s += c);
                    }
                }
                if 2.0 * seen < all {
                    continue;
                }
                let at = y * wales + x;
                let wanted = [0, 1, 2].map(|i| sum[i] / seen + carried[at][i]);
                let yarn = palette.nearest(wanted);
                cells[at] = Some(yarn);
                let own = palette.of(yarn);
                let (right, left, below) = (x + 1 < wales, x > 0, y + 1 < courses);
                for (ahead, to, share) in [
                    (right, at + 1, 7.0),
                    (below && left, (at + wales).saturating_sub(1), 3.0),
                    (below, at + wales, 5.0),
                    (below && right, at + wales + 1, 1.0),
                ] {
                    if let Some(to) = carried.get_mut(to).filter(|_| ahead) {
                        for i in 0..3 {
                            to[i] += (wanted[i] - own[i]) * share / 16.0;
                        }
                    }
                }
            }
        }
        cells
    }
}
