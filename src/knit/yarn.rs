//! How much yarn a fabric takes.
//!
//! Loop length from the gauge: in relaxed plain fabric the stitch density times the squared loop length is a constant,
//! `wales/cm * courses/cm * l^2 = 21.6` (wet relaxed; 19.0 dry, 23.1 fully relaxed: D. L. Munden, The geometry and
//! dimensional properties of plain-knit fabrics, J. Text. Inst. 50, 1959). 1x1 rib loops are taken as long as plain
//! ones. Without a yarn count the yarn is taken as thick as a tightness factor `sqrt(tex) / l[cm] = 14` makes it, the
//! middle of what is commonly knitted (J. J. F. Knapton, D. L. Munden, Text. Res. J. 36, 1966).

use super::fabric::Fabric;
use super::program::{CarrierSet, Op, Program};
use crate::garment::Gauge;
use crate::motif::Yarn;
use serde::Serialize;

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

/// What a carrier brings to a panel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CarrierYarn {
    /// The carrier's name.
    pub carrier: String,
    /// The yarn's place in the yarn table; `None` for waste and draw thread.
    pub yarn: Option<u8>,
    /// What it is threaded with, in words.
    pub label: String,
    /// Loops, tucks included.
    pub loops: u64,
    /// Length, m.
    pub metres: f64,
    /// Weight, g.
    pub grams: f64,
}

/// What each carrier of a program brings: its loops, its floats of more than a needle, and its share of the edges.
/// `needle_step` is how many needles of the program are one wale.
pub fn by_carrier(
    program: &Program,
    fabric: &Fabric,
    gauge: &Gauge,
    yarns: &[Yarn],
    needle_step: u32,
) -> Vec<CarrierYarn> {
    let mut loops = [0u64; CarrierSet::MAX];
    let mut floats = [0u64; CarrierSet::MAX];
    let mut last: [Option<i32>; CarrierSet::MAX] = [None; CarrierSet::MAX];
    let step = needle_step.max(1);
    let coloured = fabric.is_coloured();
    for op in &program.ops {
        match op {
            Op::Knit(_, n, set) | Op::Tuck(_, n, set) | Op::Split(_, n, _, set) => {
                for c in set.indices() {
                    loops[c] += 1;
                    if let Some(before) = last[c].replace(n.index).filter(|_| coloured) {
                        floats[c] += u64::from((before.abs_diff(n.index) / step).saturating_sub(1));
                    }
                }
            }
            Op::Out(set) | Op::OutHook(set) => set.indices().for_each(|c| last[c] = None),
            _ => {}
        }
    }
    let pieces = program.cones.iter().filter(|c| c.yarn.is_some());
    let all: u64 = pieces.map(|c| loops[c.carrier % CarrierSet::MAX]).sum();
    let edges = EDGE_LOOPS * fabric.courses as f64 / (all.max(1)) as f64;
    let wale_mm = 100.0 / gauge.wales_per_100mm;
    let of = |cone: &super::program::Cone| {
        let c = cone.carrier % CarrierSet::MAX;
        let count = loops[c] as f64 * (1.0 + if cone.yarn.is_some() { edges } else { 0.0 });
        let metres = (count * loop_length_mm(gauge) + floats[c] as f64 * wale_mm) / 1000.0;
        let own = cone.yarn.and_then(|y| yarns.get(usize::from(y))?.tex);
        CarrierYarn {
            carrier: program.carriers.get(c).cloned().unwrap_or_default(),
            yarn: cone.yarn,
            label: cone.label.clone(),
            loops: loops[c],
            metres,
            grams: metres * own.unwrap_or_else(|| tex(gauge)) / 1000.0,
        }
    };
    program.cones.iter().map(of).collect()
}
