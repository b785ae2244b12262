//! Which yarn comes nearest to a colour, as people see it.
//!
//! Colours are compared in Oklab (B. Ottosson, A perceptual color space for image processing, 2020), whose distances
//! are about equal to those that people see. `libm` keeps the bytes equal on all platforms.

use super::yarn::Yarn;

/// Lightness and two opponent colours.
pub type Oklab = [f64; 3];

/// Slots of the memory for colours that were asked for before.
const SLOTS: usize = 1 << 12;

/// Yarns to choose from.
pub struct Palette {
    linear: Vec<f64>,
    colours: Vec<Oklab>,
    /// Colour and its yarn, by a hash of the colour.
    seen: Vec<Option<([u8; 3], u8)>>,
}

impl Palette {
    /// A palette of these yarns.
    pub fn new(yarns: &[Yarn]) -> Self {
        let linear: Vec<f64> = (0..=255).map(|c| linear(f64::from(c) / 255.0)).collect();
        let mut palette = Self {
            linear,
            colours: Vec::new(),
            seen: vec![None; SLOTS],
        };
        palette.colours = yarns.iter().map(|y| palette.oklab(y.colour)).collect();
        palette
    }

    /// A colour of eight-bit sRGB.
    pub fn oklab(&self, [r, g, b]: [u8; 3]) -> Oklab {
        let at = |c: u8| self.linear[usize::from(c)];
        oklab([at(r), at(g), at(b)])
    }

    /// The colour of a yarn.
    pub fn of(&self, yarn: u8) -> Oklab {
        let colour = self.colours.get(usize::from(yarn));
        colour.copied().unwrap_or_default()
    }

    /// The yarn that is nearest to a colour; the first of equals.
    pub fn nearest(&self, colour: Oklab) -> u8 {
        let mut best = (f64::MAX, 0);
        for (yarn, own) in self.colours.iter().enumerate() {
            let distance: f64 = own.iter().zip(colour).map(|(a, b)| (a - b) * (a - b)).sum();
            if distance < best.0 {
                best = (distance, yarn as u8);
            }
        }
        best.1
    }

    /// The yarn that is nearest to an eight-bit colour.
    pub fn nearest_to(&mut self, colour: [u8; 3]) -> u8 {
        let [r, g, b] = colour.map(usize::from);
        let slot = (r * 31 + g * 7 + b * 521) % SLOTS;
        if let Some((seen, yarn)) = self.seen[slot]
            && seen == colour
        {
            return yarn;
        }
        let yarn = self.nearest(self.oklab(colour));
        self.seen[slot] = Some((colour, yarn));
        yarn
    }
}

/// The transfer function of sRGB, undone (IEC 61966-2-1).
fn linear(c: f64) -> f64 {
    if c <= 0.04045 {
        c / 12.92
    } else {
        libm::pow((c + 0.055) / 1.055, 2.4)
    }
}

fn oklab([r, g, b]: [f64; 3]) -> Oklab {
    let l = libm::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    let m = libm::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    let s = libm::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    [
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_light_and_without_colour() {
        let palette = Palette::new(&[]);
        let [l, a, b] = palette.oklab([255; 3]);
        assert!((l - 1.0).abs() < 1e-6 && a.abs() < 1e-6 && b.abs() < 1e-6);
        // Ottosson's own table: pure red is 0.628, 0.225, 0.126.
        let [l, a, b] = palette.oklab([255, 0, 0]);
        assert!((l - 0.628).abs() < 1e-3 && (a - 0.225).abs() < 1e-3 && (b - 0.126).abs() < 1e-3);
    }

    #[test]
    fn the_nearest_yarn_is_the_one_people_would_take() {
        let yarns = [[250, 250, 240], [20, 20, 60], [200, 30, 40]].map(|c| Yarn::new("", c));
        let mut palette = Palette::new(&yarns);
        for (colour, yarn) in [
            ([255; 3], 0),
            ([0; 3], 1),
            ([230, 80, 70], 2),
            ([60, 60, 120], 1),
        ] {
            assert_eq!(palette.nearest_to(colour), yarn);
            assert_eq!(palette.nearest_to(colour), yarn);
        }
    }
}
