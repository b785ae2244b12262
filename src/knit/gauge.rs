//! Is it a gauge, and can the bed give it?

use super::error::Error;
use super::machine::Machine;
use crate::garment::{Gauge, Note};

/// Finest gauge in needles per 100 mm of the bed: finer fabric would need shorter loops than the needles' distance.
const FINEST: f64 = 1.8;

/// Checks that both densities are possible at all.
///
/// # Errors
/// [`Error::Gauge`] names the field.
pub fn validate(gauge: &Gauge) -> Result<(), Error> {
    for (field, value) in [
        ("wales_per_100mm", gauge.wales_per_100mm),
        ("courses_per_100mm", gauge.courses_per_100mm),
    ] {
        if !(5.0..=300.0).contains(&value) {
            return Err(Error::Gauge {
                field: field.into(),
                reason: format!("{value} is outside 5 to 300 per 100 mm"),
            });
        }
    }
    Ok(())
}

/// Says so if the machine can hardly give the gauge.
pub fn warnings(gauge: &Gauge, machine: &Machine) -> Vec<Note> {
    let needles = machine.needles_per_100mm();
    let wales = gauge.wales_per_100mm;
    if machine.gives(gauge) {
        return Vec::new();
    }
    vec![Note {
        code: "gauge_implausible".into(),
        text: format!(
            "{wales} wales per 100 mm on a bed of {needles:.1} needles per 100 mm: {} gives {needles:.1} to {:.1}",
            machine.name,
            FINEST * needles
        ),
    }]
}

impl Machine {
    /// Whether the bed can well give the gauge.
    pub fn gives(&self, gauge: &Gauge) -> bool {
        let needles = self.needles_per_100mm();
        (needles..=FINEST * needles).contains(&gauge.wales_per_100mm)
    }
}
