//! From sizes and a design to the panels of a crew-neck pullover with set-in sleeves.

use super::{
    armhole::Armhole,
    bodice::Bodice,
    design::Design,
    error::Error,
    neck::Neck,
    parameters::Key,
    pattern::{Assumed, Note, Pattern},
    sheet::Sheet,
    sizes::{Side, Sizes, needed},
    sleeve::{Sleeve, match_armhole},
};
use crate::capture::Sex;
use crate::measure::{Measurements, complete};

/// Share of its value above which the uncertainty of a prediction is worth a word.
const DOUBTFUL: f64 = 0.1;

/// Drafts a pullover for the person of these measurements; what is missing is predicted and listed under `assumed`.
/// `sex` stands back behind the one that the measurements name.
///
/// # Errors
/// [`Error::Missing`] with neither stature nor bust girth, [`Error::Impossible`] for a body like nobody's, and those of
/// [`draft_sizes`].
pub fn draft(
    measurements: &Measurements,
    design: &Design,
    sex: Option<Sex>,
) -> Result<Pattern, Error> {
    if ["stature", "bust_girth"]
        .iter()
        .all(|id| measurements.get(id).is_none())
    {
        return Err(Error::Missing {
            name: "stature and bust_girth".into(),
        });
    }
    let completed = complete(measurements, sex);
    let sizes = Sizes::of(&completed.measurements)?;
    let mut pattern = draft_sizes(&sizes, design, completed.measurements.sex)?;
    pattern.assumed = (completed.assumed.iter())
        .filter(|m| needed().any(|id| id == m.id))
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

/// Drafts a pullover. Panels: `front`, `back`, `sleeve_left`, `sleeve_right` (the wearer's), `neck_band`. Joined edges are
/// equally long, the sleeve caps longer than their armholes by `cap_ease`.
///
/// # Errors
/// [`Error::CannotDraft`] where given parameters contradict each other or an opening cannot pass what it must.
pub fn draft_sizes(sizes: &Sizes, design: &Design, sex: Option<Sex>) -> Result<Pattern, Error> {
    let mut sheet = Sheet::new(design, sex, sizes.stature);
    let sheet = &mut sheet;
    let mut armhole = Armhole::draft(sizes, sheet)?;
    let neck = Neck::draft(sizes, armhole.shoulder_half, sheet)?;
    let mut sleeves = [
        Sleeve::draft(sizes, Side::Left, &armhole, sheet)?,
        Sleeve::draft(sizes, Side::Right, &armhole, sheet)?,
    ];
    let cap_ease = sheet.number(Key::CapEase, 0.0);
    match_armhole(sizes, &mut armhole, &mut sleeves, cap_ease, sheet);
    let body = Bodice::draft(sizes, armhole, neck, sheet)?;
    let [left, right] = sleeves;
    Ok(Pattern {
        garment: "pullover".into(),
        panels: vec![
            body.front(),
            body.back(),
            left.panel(&armhole, cap_ease)?,
            right.panel(&armhole, cap_ease)?,
            neck.band(),
        ],
        linking_allowance_wales: sheet.number(Key::LinkingAllowanceWales, 1.0) as u32,
        parameters: sheet.resolved(),
        notes: std::mem::take(&mut sheet.notes),
        assumed: Vec::new(),
    })
}
