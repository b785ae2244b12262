//! How much yarn a fabric takes.
//!
//! Loop length from the gauge: in relaxed plain fabric the stitch density times the squared loop length is a constant,
//! `wales/cm * courses/cm * l^2 = 21.6` (wet relaxed; 19.0 dry, 23.1 fully relaxed: D. L. Munden, The geometry and
//! dimensional properties of plain-knit fabrics, J. Text. Inst. 50, 1959). 1x1 rib loops are taken as long as plain
//! ones. Without a yarn count the yarn is taken as thick as a tightness factor `sqrt(tex) / l[cm] = 14` makes it, the
//! middle of what is commonly knitted (J. J. F. Knapton, D. L. Munden, Text. Res. J. 36, 1966).

use crate::garment::Gauge;

const DENSITY_CONSTANT: f64 = 21.6;
const TIGHTNESS: f64 = 14.0;
/// Yarn from an edge loop to the next course, loops' worth.
const EDGE_LOOPS: f64 = 0.5;

/// Yarn of one loop, mm.
pub fn loop_length_mm(gauge: &Gauge) -> f64 {
    let density = gauge.wales_per_100mm * gauge.courses_per_100mm / 100.0;
    10.0 * (DENSITY_CONSTANT / density).sqrt()
}

/// Linear density of the yarn that suits a gauge, g per km.
pub fn tex(gauge: &Gauge) -> f64 {
    let root = TIGHTNESS * loop_length_mm(gauge) / 10.0;
    root * root
}

/// Metres and grams of yarn for so many loops in so many courses.
pub fn yarn(loops: u64, courses: u64, gauge: &Gauge) -> (f64, f64) {
    let count = loops as f64 + EDGE_LOOPS * courses as f64;
    let metres = count * loop_length_mm(gauge) / 1000.0;
    (metres, metres * tex(gauge) / 1000.0)
}
