//! A yarn: what it is called, what colour and how thick it is.

use serde::{Deserialize, Serialize};

/// Yarns that one design may have: what a jacquard knits.
pub const MOST_YARNS: usize = 4;

/// A row of the yarn table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Yarn {
    /// What people call it.
    pub name: String,
    /// Red, green, blue; in files `#rrggbb`.
    #[serde(with = "hex")]
    pub colour: [u8; 3],
    /// Linear density, g per km (1000 / Nm); `None` where the gauge must tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tex: Option<f64>,
    /// What a full cone holds, g.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cone_g: Option<f64>,
}

impl Yarn {
    /// A yarn of that name and colour.
    pub fn new(name: &str, colour: [u8; 3]) -> Self {
        Self {
            name: name.into(),
            colour,
            tex: None,
            cone_g: None,
        }
    }

    /// The yarns of a design that names none.
    pub fn defaults() -> [Yarn; MOST_YARNS] {
        [
            Yarn::new("ecru", [0xef, 0xe6, 0xd2]),
            Yarn::new("navy", [0x1f, 0x2f, 0x4f]),
            Yarn::new("madder", [0xa9, 0x33, 0x2c]),
            Yarn::new("moss", [0x4f, 0x6b, 0x3a]),
        ]
    }

    /// Reads `#rrggbb` or `#rgb`.
    pub fn parse_colour(text: &str) -> Option<[u8; 3]> {
        let digits = text.strip_prefix('#')?;
        let digits: Vec<u8> = digits
            .chars()
            .map(|c| c.to_digit(16).map(|d| d as u8))
            .collect::<Option<_>>()?;
        match digits[..] {
            [r, g, b] => Some([r, g, b].map(|d| 17 * d)),
            [r, s, g, h, b, c] => Some([16 * r + s, 16 * g + h, 16 * b + c]),
            _ => None,
        }
    }

    /// `#rrggbb`.
    pub fn hex(&self) -> String {
        let [r, g, b] = self.colour;
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

mod hex {
    use super::Yarn;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(colour: &[u8; 3], s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&Yarn::new("", *colour).hex())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<[u8; 3], D::Error> {
        let text = String::deserialize(d)?;
        Yarn::parse_colour(&text).ok_or_else(|| D::Error::custom("a colour is `#rrggbb`"))
    }
}
