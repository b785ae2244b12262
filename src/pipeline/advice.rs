//! What to do about a garment that is too wide for its machine: only what was tried and knitted.

use super::bed::{divided, fits};
use crate::garment::{self, Design, Pattern};
use crate::knit::{self, Machine};
use crate::measure::Measurements;

/// Tenths of a wale per 100 mm: the steps of gauges that are advised.
const STEPS_PER_WALE: f64 = 10.0;
/// Shares of the finest gauge that fits by its breadth, at which knitting is tried.
const TRIES: [f64; 4] = [1.0, 0.99, 0.96, 0.9];

/// The error, with a gauge and a machine on which the whole garment is really knitted, if it is one of breadth.
pub(super) fn tried(
    error: knit::Error,
    measurements: &Measurements,
    design: &Design,
    machine: &Machine,
) -> knit::Error {
    let knit::Error::TooWide(mut wide) = error else {
        return error;
    };
    let order = Trial { measurements };
    // A machine that hardly gives the gauge comes last.
    let (willing, hardly): (Vec<Machine>, Vec<Machine>) = Machine::NAMES
        .iter()
        .filter_map(|name| Machine::built_in(name))
        .filter(|other| other.name != machine.name)
        .partition(|other| other.gives(&design.gauge));
    let mut others = willing.into_iter().chain(hardly);
    let found = others.find(|other| order.knits(design, other));
    wide.fitting_machine = found.map(|other| other.name);
    wide.fitting_wales_per_100mm = order.gauge(design, machine);
    knit::Error::TooWide(wide)
}

/// An order that is tried in other ways.
struct Trial<'a> {
    measurements: &'a Measurements,
}

impl Trial<'_> {
    fn pattern(&self, design: &Design, machine: &Machine) -> Option<Pattern> {
        let draft =
            |design: &Design| garment::draft(self.measurements, design, self.measurements.sex);
        let pattern = divided(design, machine, draft).ok()?;
        fits(&pattern, design, machine).then_some(pattern)
    }

    fn knits(&self, design: &Design, machine: &Machine) -> bool {
        self.pattern(design, machine).is_some_and(|pattern| {
            pattern.panels.iter().all(|panel| {
                let allowance = pattern.linking_allowance_wales;
                knit::knit_panel(panel, &design.gauge, machine, allowance).is_ok()
            })
        })
    }

    /// The finest gauge, in the courses that were asked for, at which the machine knits the garment.
    fn gauge(&self, design: &Design, machine: &Machine) -> Option<f64> {
        let at = |steps: f64| {
            let mut coarser = design.clone();
            coarser.gauge.wales_per_100mm = steps / STEPS_PER_WALE;
            coarser
        };
        let asked = (design.gauge.wales_per_100mm * STEPS_PER_WALE).floor();
        let (mut fitting, mut wide) = (0.0, asked);
        while wide - fitting > 1.0 {
            let middle = ((fitting + wide) / 2.0).floor();
            if self.pattern(&at(middle), machine).is_some() {
                fitting = middle;
            } else {
                wide = middle;
            }
        }
        let steps = TRIES.map(|share| (share * fitting).floor());
        let knitted = steps.into_iter().find(|s| self.knits(&at(*s), machine));
        knitted.map(|steps| steps / STEPS_PER_WALE)
    }
}
