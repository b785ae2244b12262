//! What a motif shows: a picture, rows of stitches, or a text.

use super::chart::Chart;
use super::picture::Picture;
use super::yarn::Yarn;
use super::{Error, font};

/// Letters of a monogram, at most.
pub const MOST_CHARACTERS: usize = 40;
/// How many wales a pixel of the letters has where no width is given.
const LETTER_WALES: f64 = 2.0;

/// What a motif shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Art {
    /// A picture.
    Picture(Picture),
    /// One cell a stitch, or, with a width, one square pixel.
    Rows(Chart),
    /// Letters, in yarn 1.
    Text(String),
}

impl Art {
    /// A text, if the letters have all of its characters.
    ///
    /// # Errors
    /// Names the character that is missing, or the length.
    pub fn text(field: &str, text: &str) -> Result<Self, Error> {
        font::chart(field, text)?;
        Ok(Art::Text(text.into()))
    }

    /// Its chart: `width_mm` wide if that is given, in stitches of `stitch_mm` (width, height), with the picture's
    /// proportions.
    ///
    /// # Errors
    /// Too small to be seen, or huge.
    pub fn chart(
        &self,
        width_mm: Option<f64>,
        default_mm: f64,
        stitch_mm: [f64; 2],
        yarns: &[Yarn],
        dither: bool,
    ) -> Result<Chart, Error> {
        let [wale, course] = stitch_mm;
        let count = |mm: f64, stitch: f64| (mm / stitch).round().clamp(1.0, 1e6) as usize;
        match self {
            Art::Picture(picture) => {
                let width = width_mm.unwrap_or(default_mm);
                let size = (count(width, wale), count(width / picture.aspect(), course));
                picture.chart("motif.image", size.0, size.1, yarns, dither)
            }
            Art::Rows(chart) => match width_mm {
                None => Ok(chart.clone()),
                Some(width) => {
                    let pixel = width / chart.wales() as f64;
                    sharp("motif.rows", chart, pixel, stitch_mm)
                }
            },
            Art::Text(text) => {
                let letters = font::chart("motif.text", text)?;
                let pixel = match width_mm {
                    Some(width) => width / letters.wales() as f64,
                    None => LETTER_WALES * wale,
                };
                sharp("motif.text", &letters, pixel, stitch_mm)
            }
        }
    }
}

/// Square pixels of that size in stitches; none may get lost.
fn sharp(
    field: &str,
    chart: &Chart,
    pixel_mm: f64,
    [wale, course]: [f64; 2],
) -> Result<Chart, Error> {
    let size = |pixels: usize, stitch: f64| (pixels as f64 * pixel_mm / stitch).round() as usize;
    let (wales, courses) = (size(chart.wales(), wale), size(chart.courses(), course));
    if wales < chart.wales() || courses < chart.courses() {
        let least = chart.wales() as f64 * wale.max(course);
        let reason = format!(
            "{} x {} pixels do not fit into {wales} wales x {courses} courses",
            chart.wales(),
            chart.courses()
        );
        let hint = format!("make it at least {} mm wide at this gauge", least.ceil());
        return Err(Error::new(field, reason, hint));
    }
    chart.scaled(wales, courses)
}
