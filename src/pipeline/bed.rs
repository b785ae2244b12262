//! Garments for a bed: as many gores as fit it, other panels in halves.

use crate::garment::{Design, Error, Key, Note, Panel, Pattern};
use crate::knit::Machine;

/// What `draft` makes of a design, in panels that fit the machine's bed: a garment of gores has as many as that takes, unless the
/// design says how many; another panel that is too wide is knitted in halves with a seam down the middle where it can be. What would not
/// fit so, either, stays whole.
///
/// # Errors
/// Those of `draft`.
pub fn divided(
    design: &Design,
    machine: &Machine,
    draft: impl Fn(&Design) -> Result<Pattern, Error>,
) -> Result<Pattern, Error> {
    let whole = draft(design)?;
    let wide: Vec<&str> = too_wide(&whole, design, machine).collect();
    if wide.is_empty() {
        return Ok(whole);
    }
    let note = |code: &str, text: String| Note {
        code: code.into(),
        text: format!("{text} fit the bed of {}", machine.name),
    };
    let gores = design.garment.parameter(Key::Gores);
    let halved = wide
        .iter()
        .try_fold(whole.clone(), |pattern, name| pattern.halved(name));
    if let Some(mut halved) = halved.filter(|p| gores.is_none() && fits(p, design, machine)) {
        let text = format!(
            "halves of {}, with a seam down the middle,",
            wide.join(" and ")
        );
        halved.notes.push(note("panels_halved", text));
        return Ok(halved);
    }
    let most = gores
        .filter(|_| design.number(Key::Gores).is_none())
        .and_then(|gores| gores.limits());
    let (least, most) = most.unwrap_or_default();
    for gores in least as u32 + 1..=most as u32 {
        let mut pattern = draft(&design.with(Key::Gores, f64::from(gores)))?;
        if fits(&pattern, design, machine) {
            for parameter in pattern.parameters.iter_mut().filter(|p| p.name == "gores") {
                parameter.given = false;
            }
            let text = format!("{gores} panels side by side");
            pattern.notes.push(note("gores_added", text));
            return Ok(pattern);
        }
    }
    Ok(whole)
}

/// Whether no panel is wider than the bed.
pub(super) fn fits(pattern: &Pattern, design: &Design, machine: &Machine) -> bool {
    too_wide(pattern, design, machine).next().is_none()
}

/// The names of the panels that are wider than the bed.
fn too_wide<'a>(
    pattern: &'a Pattern,
    design: &Design,
    machine: &Machine,
) -> impl Iterator<Item = &'a str> {
    let allowance = 2.0 * f64::from(pattern.linking_allowance_wales);
    let room = f64::from(machine.usable_needles()) - allowance - 1.0;
    let across = design.gauge.wales_per_100mm / 100.0;
    let wide = move |panel: &&Panel| {
        let xs = || panel.edges.iter().flat_map(|e| &e.points).map(|p| p.x);
        let width = xs().fold(f64::MIN, f64::max) - xs().fold(f64::MAX, f64::min);
        width * across > room
    };
    pattern.panels.iter().filter(wide).map(|p| p.name.as_str())
}
