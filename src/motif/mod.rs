//! The customer's own picture or monogram -> a chart of yarns, one cell a stitch. Knows neither garments nor machines.

mod art;
mod base64;
mod chart;
mod error;
mod font;
mod palette;
mod picture;
mod yarn;

pub use art::{Art, MOST_CHARACTERS};
pub use base64::{decode as decode_base64, encode as encode_base64};
pub use chart::Chart;
pub use error::Error;
pub use font::CHARACTERS;
pub use picture::{LONGEST_SIDE_PX, MOST_BYTES, Picture};
pub use yarn::{MOST_YARNS, Yarn};
