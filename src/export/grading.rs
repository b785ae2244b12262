//! The grading table: what a design's panels measure in each size, one column a size (CSV, mm).

use crate::garment::Pattern;
use std::fmt::Write;

/// Writes the table of patterns of one design, each with the name of its size; sizes that could not be drafted are left out.
pub fn csv(sizes: &[(String, Pattern)]) -> String {
    let mut out = String::from("panel,measure");
    for (size, _) in sizes {
        let _ = write!(out, ",{size}");
    }
    out.push('\n');
    let Some((_, first)) = sizes.first() else {
        return out;
    };
    let mut line = |panel: &str, what: &str, of: &dyn Fn(&Pattern) -> Option<f64>| {
        let _ = write!(out, "{panel},{what}");
        for (_, pattern) in sizes {
            let _ = match of(pattern) {
                Some(mm) => write!(out, ",{mm:.1}"),
                None => write!(out, ","),
            };
        }
        out.push('\n');
    };
    for parameter in &first.parameters {
        line("", &parameter.name, &|pattern| {
            let found = pattern.parameters.iter().find(|p| p.name == parameter.name);
            found.map(|p| p.value)
        });
    }
    for panel in &first.panels {
        let of =
            |pattern: &Pattern| -> Option<Vec<_>> { Some(pattern.panel(&panel.name)?.outline()) };
        line(&panel.name, "width", &|pattern| {
            let ring = of(pattern)?;
            let most = ring.iter().map(|p| p.x).reduce(f64::max)?;
            Some(most - ring.iter().map(|p| p.x).reduce(f64::min)?)
        });
        line(&panel.name, "height", &|pattern| {
            of(pattern)?.iter().map(|p| p.y).reduce(f64::max)
        });
        for edge in &panel.edges {
            line(&panel.name, &edge.name, &|pattern| {
                let panel = pattern.panel(&panel.name)?;
                Some(panel.seam_mm(panel.edge(&edge.name)?))
            });
        }
    }
    out
}
