//! Brings yarns, motif and lace onto drafted panels.

use super::design::Design;
use super::error::Error;
use super::motif::Motif;
use super::parameters::Key;
use super::pattern::{ColourChart, Note, Panel, Structure};
use super::sheet::cannot;
use crate::geom::Vec2;
use crate::motif::{Art, Chart, MOST_YARNS, Yarn};

/// Width of a picture that says none, as a share of the panel's.
const PICTURE_SHARE: f64 = 0.4;
/// Where a motif lies that says nothing: this far from the rib to the panel's top.
const HEIGHT_SHARE: f64 = 0.6;
/// What a jacquard of two yarns shows where no motif is given: diamonds and specks.
const DIAMONDS: [&str; 12] = [
    "000001000000",
    "000011100000",
    "000110110000",
    "001100011000",
    "011000001100",
    "001100011000",
    "000110110000",
    "000011100000",
    "000001000000",
    "000000000000",
    "010001000100",
    "000000000000",
];
/// The same for three and four yarns.
const BLOCKS: [&str; 12] = [
    "000100000200",
    "001110002220",
    "011111022222",
    "001110002220",
    "000100000200",
    "000000000000",
    "010003000001",
    "000033300000",
    "000333330000",
    "000033300000",
    "010003000001",
    "000000000000",
];

/// Gives the panels of a design their yarns, charts and lace. Ribs and bands stay in the first yarn.
pub(super) fn dress(
    panels: &mut [Panel],
    design: &Design,
    main: Structure,
) -> Result<Vec<Note>, Error> {
    let mut notes = Vec::new();
    if let Some(chart) = &design.lace
        && main == Structure::Lace
    {
        panels.iter_mut().for_each(|p| p.lace = Some(chart.clone()));
    }
    let jacquard = matches!(main, Structure::FloatJacquard | Structure::BirdseyeJacquard);
    let art = design.motif.as_ref().and_then(|m| m.art.as_ref());
    if design.motif.is_some() && art.is_none() {
        return Err(Error::Missing {
            name: "motif.text, motif.image or motif.rows".into(),
        });
    }
    let yarns = yarns(design, art, jacquard, main)?;
    let Some(ground) = yarns.first() else {
        return Ok(notes);
    };
    let all_over = |p: &Panel| p.zones.iter().any(|z| z.structure == main);
    for panel in panels.iter_mut() {
        panel.yarns = match main == Structure::BirdseyeJacquard && all_over(panel) {
            true => yarns.clone(),
            false => vec![ground.clone()],
        };
        panel.float_limit = design.number(Key::FloatLimit).map(|n| n as u32);
    }
    let motif = match (&design.motif, jacquard) {
        (Some(motif), _) => motif.clone(),
        (None, true) => Motif {
            art: Some(Art::Rows(pattern(yarns.len())?)),
            repeat: true,
            ..Motif::default()
        },
        (None, false) => return Ok(notes),
    };
    if !jacquard && main != Structure::Jersey {
        return cannot(
            "motif",
            format!("{} takes no colours", main.name()),
            "structure jersey, float_jacquard or birdseye_jacquard".into(),
        );
    }
    for i in chosen(panels, &motif, main)? {
        let Some(panel) = panels.get_mut(i) else {
            continue;
        };
        place(panel, &motif, design, &yarns, main, &mut notes)?;
    }
    Ok(notes)
}

/// The yarns that are knitted with; none where the design says nothing of them.
fn yarns(
    design: &Design,
    art: Option<&Art>,
    jacquard: bool,
    main: Structure,
) -> Result<Vec<Yarn>, Error> {
    let named = design.yarns.clone();
    let needed = match art {
        Some(Art::Rows(chart)) => 1 + usize::from(chart.highest_yarn().unwrap_or(0)),
        Some(_) => 2,
        None => 1,
    };
    let needed = if jacquard { needed.max(2) } else { needed };
    if named.is_empty() {
        let enough = if needed > 1 { needed } else { 0 };
        return Ok(Yarn::defaults().into_iter().take(enough).collect());
    }
    if named.len() < needed {
        let what = if jacquard { main.name() } else { "the motif" };
        return Err(Error::Impossible {
            name: "yarns".into(),
            value: format!("{} yarns", named.len()),
            possible: format!("{needed} to {MOST_YARNS} yarns: {what} needs them"),
        });
    }
    Ok(named)
}

/// Gives a panel that is a jacquard all over two yarns and a small pattern, as a swatch has it.
///
/// # Errors
/// None that a caller could cause.
pub fn default_jacquard(panel: &mut Panel) -> Result<(), Error> {
    panel.yarns = Yarn::defaults().into_iter().take(2).collect();
    panel.charts = vec![ColourChart {
        centre: Vec2::zeros(),
        chart: pattern(2)?,
        repeat: true,
    }];
    Ok(())
}

fn pattern(yarns: usize) -> Result<Chart, Error> {
    let rows = if yarns > 2 { BLOCKS } else { DIAMONDS };
    let third = if yarns == 3 { "1" } else { "3" };
    let rows = rows.map(|r| r.replace('3', third));
    Chart::from_rows("motif", &rows).map_err(Error::Motif)
}

/// Which panels take the motif.
fn chosen(panels: &[Panel], motif: &Motif, main: Structure) -> Result<Vec<usize>, Error> {
    let takes = |p: &Panel| p.zones.iter().any(|z| z.structure == main);
    let all = || panels.iter().enumerate().filter(|(_, p)| takes(p));
    if let Some(name) = &motif.panel {
        let named = all().find(|(_, p)| p.name == *name);
        return named.map(|(i, _)| vec![i]).ok_or_else(|| {
            let known: Vec<&str> = all().map(|(_, p)| p.name.as_str()).collect();
            Error::Impossible {
                name: "motif.panel".into(),
                value: format!("{name:?}"),
                possible: format!("one of {}", known.join(", ")),
            }
        });
    }
    if motif.repeat {
        return Ok(all().map(|(i, _)| i).collect());
    }
    let front = all().find(|(_, p)| p.name.starts_with("front"));
    Ok(front
        .or_else(|| all().next())
        .map(|(i, _)| i)
        .into_iter()
        .collect())
}

fn place(
    panel: &mut Panel,
    motif: &Motif,
    design: &Design,
    yarns: &[Yarn],
    main: Structure,
    notes: &mut Vec<Note>,
) -> Result<(), Error> {
    let Some(art) = &motif.art else { return Ok(()) };
    let points = || panel.edges.iter().flat_map(|e| &e.points);
    let left = points().map(|p| p.x).fold(f64::MAX, f64::min);
    let right = points().map(|p| p.x).fold(f64::MIN, f64::max);
    let top = points().map(|p| p.y).fold(0.0, f64::max);
    let begins = panel
        .zones
        .iter()
        .find(|z| z.structure == main)
        .map_or(0.0, |z| z.from_mm);
    let ends = panel
        .zones
        .iter()
        .find(|z| z.from_mm > begins)
        .map_or(top, |z| z.from_mm);
    let stitch = [design.gauge.wales_per_100mm, design.gauge.courses_per_100mm].map(|n| 100.0 / n);
    let chart = art
        .chart(
            motif.width_mm,
            PICTURE_SHARE * (right - left),
            stitch,
            yarns,
            motif.dither,
        )
        .map_err(Error::Motif)?;
    let centre = Vec2::new(
        motif.x_mm,
        motif
            .y_mm
            .unwrap_or(begins + HEIGHT_SHARE * (ends - begins)),
    );
    let half = 0.5
        * Vec2::new(
            chart.wales() as f64 * stitch[0],
            chart.courses() as f64 * stitch[1],
        )
        .abs();
    if !motif.repeat {
        let over = |low: f64, high: f64, from: f64, to: f64| low < from - 1.0 || high > to + 1.0;
        if over(centre.x - half.x, centre.x + half.x, left, right)
            || over(centre.y - half.y, centre.y + half.y, begins, ends)
        {
            notes.push(Note {
                code: "motif_clipped".into(),
                text: format!(
                    "the motif, {:.0} x {:.0} mm about ({:.0}, {:.0}), reaches beyond panel {}: what lies outside or in a rib is \
                     left away",
                    2.0 * half.x,
                    2.0 * half.y,
                    centre.x,
                    centre.y,
                    panel.name
                ),
            });
        }
    }
    let used = 1 + usize::from(chart.highest_yarn().unwrap_or(0));
    if main != Structure::BirdseyeJacquard {
        panel.yarns = yarns.iter().take(used).cloned().collect();
    }
    panel.charts.push(ColourChart {
        centre,
        chart,
        repeat: motif.repeat,
    });
    Ok(())
}
