//! The stepping sheet: how a technician enters a panel by hand, edge by edge.
//!
//! ```text
//! left edge
//!   course  173  bind off 9
//!   course  175  -2 per 2 courses x 6
//!   course  187  -1 per 4 courses x 4
//! ```

use super::chart;
use super::steps::{Run, runs, steps};
use super::summary::{YarnTotal, palette};
use crate::garment::{Gauge, Structure};
use crate::geom::sort_by_number;
use crate::knit::KnittedPanel;
use crate::knit::shape::{Piece, Shape, Step};
use std::fmt::Write;

/// Writes the sheet of a garment's panels.
pub fn text(garment: &str, gauge: &Gauge, panels: &[KnittedPanel]) -> String {
    let mut out = format!(
        "Stepping sheet: {garment}\n\
         Gauge {} wales x {} courses per 100 mm, relaxed. Wales and courses count from 1; a step comes before its course \
         is knitted.\n",
        gauge.wales_per_100mm, gauge.courses_per_100mm
    );
    for panel in panels {
        out.push('\n');
        write_panel(&mut out, panel);
    }
    let yarns = palette(panels);
    write_yarns(&mut out, panels, gauge);
    let _ = write!(out, "\nCharts: {}", chart::legend_text(yarns));
    out
}

fn write_yarns(out: &mut String, panels: &[KnittedPanel], gauge: &Gauge) {
    let table = palette(panels);
    if table.is_empty() {
        return;
    }
    out.push_str("\nYarns\n");
    for (yarn, total) in table.iter().zip(YarnTotal::of(panels)) {
        let tex = yarn.tex.unwrap_or_else(|| crate::knit::yarn::tex(gauge));
        let _ = write!(
            out,
            "  {} {}: Nm {:.2} ({tex:.0} tex), {:.0} m, {:.0} g",
            yarn.name,
            yarn.hex(),
            1000.0 / tex,
            total.yarn_m,
            total.yarn_g
        );
        let _ = match total.cones {
            Some(cones) => writeln!(out, ", {cones:.2} cones"),
            None => writeln!(out),
        };
    }
    for panel in panels {
        let own = panel.report.carriers.iter().filter(|c| c.yarn.is_some());
        let own = own.map(|c| {
            format!(
                "carrier {} {} {:.0} m {:.0} g",
                c.carrier, c.label, c.metres, c.grams
            )
        });
        let _ = writeln!(
            out,
            "  {}: {}",
            panel.fabric.name,
            own.collect::<Vec<_>>().join("; ")
        );
    }
}

fn write_panel(out: &mut String, panel: &KnittedPanel) {
    let (shape, report) = (&panel.shape, &panel.report);
    let _ = writeln!(
        out,
        "{}: {} wales x {} courses ({:.0} x {:.0} mm)",
        panel.fabric.name, report.wales, report.courses, report.width_mm, report.height_mm
    );
    if let Some(first) = shape.body.rows.first() {
        let _ = writeln!(out, "  cast on {}", first.span.width());
    }
    let _ = writeln!(out, "  {}", stretches(shape));
    if let Some(turns) = &shape.tube {
        let _ = writeln!(
            out,
            "  knitted round: the front bed going right, the back bed going left, the same wales on both; the chart shows the \
             front, then the back from right to left"
        );
        write_edges(out, &shape.body, ["left fold", "right fold"]);
        if let (Some(first), Some(least)) = (turns.heel.first(), turns.shortest()) {
            let _ = writeln!(
                out,
                "  heel on the back bed, courses {} to {}: {} short rows, each pair a wale less at both ends from {} to {} wales, \
                 then a wale more; tuck on the held loop beside each end",
                turns.round + 1,
                turns.round + turns.heel.len(),
                turns.heel.len(),
                first.span.width(),
                least.span.width()
            );
        }
        return write_tops(out, shape);
    }
    write_edges(out, &shape.body, ["left edge", "right edge"]);
    write_short_rows(out, shape);
    let Some(split) = &shape.split else {
        return write_tops(out, shape);
    };
    if let Some(last) = shape.body.rows.last() {
        let middle = split.bound_off;
        let _ = writeln!(
            out,
            "  neck\n    course {:4}  {} {} in the middle{}: {} wales stay on the left, {} on the right",
            last.course + 2,
            if split.put_off { "put" } else { "bind off" },
            middle.width(),
            if split.put_off {
                " on a draw thread and waste"
            } else {
                ""
            },
            middle.left - last.span.left,
            last.span.right - middle.right
        );
    }
    let [left, right] = &split.halves;
    write_edges(
        out,
        left,
        ["left half, armhole edge", "left half, neck edge"],
    );
    write_edges(
        out,
        right,
        ["right half, neck edge", "right half, armhole edge"],
    );
    write_tops(out, shape);
}

fn write_short_rows(out: &mut String, shape: &Shape) {
    let mut drawn = None;
    for (row, part) in shape.short_rows() {
        if drawn.replace(row.drawn) != Some(row.drawn) {
            let _ = writeln!(
                out,
                "  bust: short rows in place of one course; the other loops wait"
            );
        }
        let (from, to) = part.ends(row.direction);
        let _ = write!(out, "    course {:4}  wale {from} to {to}", row.course + 1);
        let _ = match part.wrap {
            Some(wrap) => writeln!(out, ", tuck on {wrap}"),
            None => writeln!(out),
        };
    }
}

fn write_tops(out: &mut String, shape: &Shape) {
    for hole in &shape.holes {
        let _ = writeln!(
            out,
            "  buttonhole in course {}, wales {} to {}: their loops go outwards, they begin anew",
            hole.course + 1,
            hole.span.left,
            hole.span.right - 1
        );
    }
    for (span, _) in shape.open_tops() {
        let _ = writeln!(
            out,
            "  {} loops stay open for linking, wales {} to {}{}",
            span.width(),
            span.left,
            span.right - 1,
            if shape.tube.is_some() {
                ", on each bed"
            } else {
                ""
            }
        );
    }
}

/// Stretches of courses that are knitted in one structure.
pub(super) fn structures(shape: &Shape) -> Vec<(Structure, usize)> {
    let mut courses: Vec<(usize, Structure)> =
        shape.rows().map(|r| (r.course, r.structure)).collect();
    sort_by_number(&mut courses, |c| c.0 as f64);
    courses.dedup_by_key(|c| c.0);
    let runs = courses.chunk_by(|a, b| a.1 == b.1);
    runs.filter_map(|run| Some((run.first()?.1, run.len())))
        .collect()
}

/// Such as `rib 1x1 28 courses, jersey 275 courses`.
fn stretches(shape: &Shape) -> String {
    let words = structures(shape).into_iter().map(|(structure, courses)| {
        format!("{} {courses} courses", structure.name().replace('_', " "))
    });
    words.collect::<Vec<_>>().join(", ")
}

fn write_edges(out: &mut String, piece: &Piece, names: [&str; 2]) {
    let [left, right] = [0, 1].map(|side| runs(&steps(&piece.rows, side)));
    if left.is_empty() && right.is_empty() {
        return;
    }
    if left == right {
        let _ = writeln!(out, "  {} and {} alike", names[0], names[1]);
        return write_runs(out, &left);
    }
    for (runs, name) in [(&left, names[0]), (&right, names[1])] {
        if runs.is_empty() {
            let _ = writeln!(out, "  {name}: straight");
        } else {
            let _ = writeln!(out, "  {name}");
            write_runs(out, runs);
        }
    }
}

fn write_runs(out: &mut String, runs: &[Run]) {
    for run in runs {
        let what = match run.step {
            Step::Straight => continue,
            Step::Widen => "+1".to_string(),
            Step::Narrow(wales) => format!("-{wales}"),
            Step::BindOff(wales) => format!("bind off {wales}"),
            Step::Hold(wales) => format!("leave {wales} on their needles"),
            Step::PutOff(wales) => format!("put {wales} on a draw thread and waste"),
        };
        let _ = write!(out, "    course {:4}  {what}", run.course + 1);
        let every: Vec<String> = run.every.iter().map(ToString::to_string).collect();
        let _ = match &every[..] {
            [] => writeln!(out),
            [every] => writeln!(out, " per {every} courses x {}", run.times),
            turns => writeln!(
                out,
                " per {} courses by turns x {}",
                turns.join(", "),
                run.times
            ),
        };
    }
}
