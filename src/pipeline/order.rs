//! From measurements to a folder of programs and papers.

use super::error::Error;
use crate::export;
use crate::garment::{self, Assumed, Design, Note, Pattern, Side, Sizes};
use crate::knit::{self, KnittedPanel, Machine};
use crate::measure::{self, Measurement, Measurements};

/// A file of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Name within the order's folder.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A drafted garment whose every panel a simulated machine has knitted.
#[derive(Clone, Debug)]
pub struct Order {
    /// The panels in mm.
    pub pattern: Pattern,
    /// The panels in stitches, with their programs.
    pub panels: Vec<KnittedPanel>,
    /// Programs, charts, sheet, summary.
    pub files: Vec<File>,
    /// What someone should know before knitting.
    pub warnings: Vec<Note>,
}

/// Drafts a design for a person; measurements that are missing are predicted and listed as assumed.
///
/// # Errors
/// Those of the garment room.
pub fn draft(measurements: &Measurements, design: &Design) -> Result<Pattern, Error> {
    let completed = measure::complete(measurements, measurements.sex);
    let sizes = Sizes::resolve(|id, side| {
        let m = completed.measurements.get(id)?;
        let own = match side {
            Some(Side::Left) => m.left_mm,
            Some(Side::Right) => m.right_mm,
            None => None,
        };
        Some(own.unwrap_or(m.value_mm))
    })?;
    let mut pattern = garment::draft(&sizes, design, measurements.sex)?;
    let used = |m: &&Measurement| garment::needed().any(|id| id == m.id);
    pattern.assumed = completed
        .assumed
        .iter()
        .filter(used)
        .map(|m| Assumed {
            id: m.id.into(),
            value_mm: m.value_mm,
            sigma_mm: m.sigma_mm,
        })
        .collect();
    Ok(pattern)
}

impl Order {
    /// Drafts, knits on the simulated machine, and writes the files.
    ///
    /// # Errors
    /// Those of garment and knit.
    pub fn new(
        measurements: &Measurements,
        design: &Design,
        machine: &Machine,
    ) -> Result<Self, Error> {
        Self::knit(draft(measurements, design)?, design, machine)
    }

    /// Knits a pattern that was drafted with `design`.
    ///
    /// # Errors
    /// Those of knit.
    pub fn knit(pattern: Pattern, design: &Design, machine: &Machine) -> Result<Self, Error> {
        let gauge = &design.gauge;
        let mut panels = Vec::new();
        let mut files = Vec::new();
        let mut warnings: Vec<Note> = Vec::new();
        for panel in &pattern.panels {
            let knitted = knit::knit_panel(panel, gauge, machine, pattern.linking_allowance_wales)?;
            let mut file = |ending: &str, bytes: Vec<u8>| {
                files.push(File {
                    name: format!("{}.{ending}", panel.name),
                    bytes,
                })
            };
            file("k", export::knitout::write(&knitted.program).into_bytes());
            file("kc", export::kcode::write(&knitted.program).into_bytes());
            for w in &knitted.warnings {
                if !warnings.contains(w) {
                    warnings.push(w.clone());
                }
            }
            panels.push(knitted);
        }
        Ok(Self {
            pattern,
            panels,
            files,
            warnings,
        })
    }
}
