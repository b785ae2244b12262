//! From sizes and a design to the panels of a garment.

use super::{
    catalogue::Garment,
    colour,
    design::Design,
    error::Error,
    parameters::Key,
    pattern::{Assumed, Note, Pattern},
    sheet::Sheet,
    sizes::Sizes,
};
use crate::capture::Sex;
use crate::measure::{Measurements, complete};

/// Share of its value above which the uncertainty of a prediction is worth a word.
const DOUBTFUL: f64 = 0.1;

/// Drafts the design for the person of these measurements; what is missing is predicted and listed under `assumed`.
/// `sex` stands back behind the one that the measurements name.
///
/// # Errors
/// [`Error::Missing`] with neither stature nor bust girth nor what the garment is fitted by, [`Error::Impossible`] for a body
/// like nobody's, and those of [`draft_sizes`].
pub fn draft(
    measurements: &Measurements,
    design: &Design,
    sex: Option<Sex>,
) -> Result<Pattern, Error> {
    let garment = design.garment;
    known_enough(measurements, garment)?;
    let completed = complete(measurements, sex);
    let sizes = Sizes::of(&completed.measurements)?;
    let mut pattern = draft_sizes(&sizes, design, completed.measurements.sex)?;
    pattern.assumed = (completed.assumed.iter())
        .filter(|m| garment.needs.contains(&m.id))
        .map(|m| Assumed {
            id: m.id.into(),
            value_mm: m.value_mm,
            sigma_mm: m.sigma_mm,
        })
        .collect();
    let doubtful = (pattern.assumed.iter()).filter(|a| a.sigma_mm > DOUBTFUL * a.value_mm);
    let doubtful: Vec<&str> = doubtful.map(|a| a.id.as_str()).collect();
    if !doubtful.is_empty() {
        pattern.notes.push(Note {
            code: "assumed_doubtful".into(),
            text: format!("better measured than assumed: {}", doubtful.join(", ")),
        });
    }
    Ok(pattern)
}

/// Stature or bust girth say how large a person is; a garment's own first measurement does as well.
fn known_enough(measurements: &Measurements, garment: &Garment) -> Result<(), Error> {
    let Some(first) = garment.needs.first() else {
        return Ok(());
    };
    let mut enough = vec!["stature", "bust_girth"];
    if !enough.contains(first) {
        enough.push(first);
    }
    if enough.iter().any(|id| measurements.get(id).is_some()) {
        return Ok(());
    }
    let last = enough.pop().unwrap_or_default();
    Err(Error::Missing {
        name: format!("{} and {last}", enough.join(", ")),
    })
}

/// Drafts the design's garment for a body. Joined edges are equally long, sleeve caps longer than their armholes by
/// `cap_ease`. Panels of a top: `front`, `back`, `sleeve_left`, `sleeve_right` (the wearer's), `neck_band`.
///
/// # Errors
/// [`Error::CannotDraft`] where parameters contradict each other or an opening cannot pass what it must.
pub fn draft_sizes(sizes: &Sizes, design: &Design, sex: Option<Sex>) -> Result<Pattern, Error> {
    let mut sheet = Sheet::new(design, sex, sizes.stature);
    let mut panels = (design.garment.draft)(sizes, &mut sheet)?;
    let of_colour = colour::dress(&mut panels, design, sheet.cloth.main)?;
    sheet.notes.extend(of_colour);
    Ok(Pattern {
        garment: design.garment.name.into(),
        panels,
        linking_allowance_wales: sheet.number(Key::LinkingAllowanceWales, 1.0) as u32,
        parameters: sheet.resolved(),
        notes: std::mem::take(&mut sheet.notes),
        assumed: Vec::new(),
    })
}
