//! The panels as drawn, 1:1 (SVG, one user unit is a millimetre): to print, to plot, to lay fabric on.

use super::text::escape;
use crate::garment::{Panel, Pattern};
use std::fmt::Write;

/// Between panels and around them, mm.
const GAP_MM: f64 = 30.0;
/// Side of the square that shows whether a print is of true size, mm.
const SQUARE_MM: f64 = 50.0;

/// Writes all panels side by side; the order's name stands on each.
pub fn write(pattern: &Pattern, order: &str) -> String {
    let mut body = String::new();
    let (mut left, mut height) = (2.0 * GAP_MM + SQUARE_MM, SQUARE_MM);
    for panel in &pattern.panels {
        let (low, high) = bounds(panel);
        // y runs up in a panel and down in a picture.
        let _ = writeln!(
            body,
            "<g transform=\"translate({:.2} {:.2})\">",
            left - low[0],
            GAP_MM + high[1]
        );
        write_panel(&mut body, panel, order);
        body.push_str("</g>\n");
        left += high[0] - low[0] + GAP_MM;
        height = height.max(high[1] - low[1]);
    }
    let height = height + 2.0 * GAP_MM;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{left:.2}mm\" height=\"{height:.2}mm\" \
         viewBox=\"0 0 {left:.2} {height:.2}\" font-family=\"sans-serif\" font-size=\"8\">\n\
         <rect x=\"{GAP_MM}\" y=\"{GAP_MM}\" width=\"{SQUARE_MM}\" height=\"{SQUARE_MM}\" fill=\"none\" stroke=\"#000\" stroke-width=\"0.3\"/>\n\
         <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{SQUARE_MM} mm</text>\n{body}</svg>\n",
        GAP_MM + SQUARE_MM / 2.0,
        GAP_MM + SQUARE_MM / 2.0 + 3.0,
    )
}

fn write_panel(body: &mut String, panel: &Panel, order: &str) {
    let ring = panel.outline();
    let points: Vec<String> = ring
        .iter()
        .map(|p| format!("{:.2},{:.2}", p.x, -p.y))
        .collect();
    let _ = writeln!(
        body,
        "<polygon points=\"{}\" fill=\"none\" stroke=\"#000\" stroke-width=\"0.5\"/>",
        points.join(" ")
    );
    let (low, high) = bounds(panel);
    let middle = (low[0] + high[0]) / 2.0;
    let _ = writeln!(
        body,
        "<text x=\"{middle:.2}\" y=\"{:.2}\" text-anchor=\"middle\" font-weight=\"bold\">{} / {}</text>",
        -(low[1] + high[1]) / 2.0,
        escape(order),
        escape(&panel.name)
    );
    if let Some(bust) = &panel.bust {
        let [left, right] = bust.longest_mm;
        let _ = writeln!(
            body,
            "<path d=\"M{left:.2} {y:.2}H{:.2}M{:.2} {y:.2}H{right:.2}\" stroke=\"#000\" stroke-width=\"0.4\" \
             stroke-dasharray=\"4 2\"/>\n<text x=\"{:.2}\" y=\"{:.2}\" text-anchor=\"middle\" font-size=\"5\">short rows 引返 \
             +{:.0}</text>",
            bust.shortest_mm[0],
            bust.shortest_mm[1],
            (left + right) / 2.0,
            -bust.y_mm - 3.0,
            bust.extra_mm,
            y = -bust.y_mm,
        );
    }
    for edge in &panel.edges {
        let middle = edge.points.len() / 2;
        let (Some(a), Some(b)) = (
            edge.points.get(middle.saturating_sub(1)),
            edge.points.get(middle),
        ) else {
            continue;
        };
        // Along the edge and inside it, so that neither the line nor the next panel's text runs through it; a panel runs
        // counter-clockwise, hence its inside is above a text that is written from `a` to `b`.
        let p = (a + b) / 2.0;
        let along = libm::atan2(a.y - b.y, b.x - a.x).to_degrees();
        let turned = if along > 90.0 { -180.0 } else { 180.0 };
        let (angle, baseline) = match along.abs() > 90.5 {
            true => (along + turned, 6.0),
            false => (along, -2.5),
        };
        let _ = writeln!(
            body,
            "<text transform=\"translate({:.2} {:.2}) rotate({angle:.1})\" y=\"{baseline}\" text-anchor=\"middle\" font-size=\"5\" \
             fill=\"#555\">{} {:.0}</text>",
            p.x,
            -p.y,
            escape(&edge.name),
            edge.length_mm()
        );
    }
}

/// Lower left and upper right corner, mm.
pub(super) fn bounds(panel: &Panel) -> ([f64; 2], [f64; 2]) {
    let mut low = [f64::MAX; 2];
    let mut high = [f64::MIN; 2];
    for p in panel.outline() {
        low = [low[0].min(p.x), low[1].min(p.y)];
        high = [high[0].max(p.x), high[1].max(p.y)];
    }
    if low[0] > high[0] {
        return ([0.0; 2], [0.0; 2]);
    }
    (low, high)
}
