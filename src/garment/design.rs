//! What is to be made: a garment, the gauge of a swatch, and the parameters that someone chose.

/// The gauge of a relaxed swatch of that yarn, machine and structure.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Gauge {
    /// Wales (columns of loops) over a width of 100 mm.
    pub wales_per_100mm: f64,
    /// Courses (rows of loops) over a height of 100 mm.
    pub courses_per_100mm: f64,
}
