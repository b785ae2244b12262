//! The panels as DXF (AutoCAD R12 text) with the layers of ASTM D6673: 1 boundary, 2 turn points, 3 curve points,
//! 7 grain line, 15 annotation. One block a piece, millimetres.

use super::panels_svg::bounds;
use crate::garment::{Panel, Pattern};
use crate::geom::Vec2;
use std::fmt::{Display, Write};

/// Between panels, mm.
const GAP_MM: f64 = 30.0;
/// A bend of more than this is a turn point, radians.
const TURN_RAD: f64 = 0.35;
const TEXT_MM: f64 = 8.0;

/// Writes all panels side by side.
pub fn write(pattern: &Pattern, order: &str) -> String {
    let mut text = String::new();
    let dxf = &mut text;
    pairs(
        dxf,
        &[
            (0, "SECTION"),
            (2, "HEADER"),
            (9, "$ACADVER"),
            (1, "AC1009"),
        ],
    );
    pairs(
        dxf,
        &[
            (9, "$INSUNITS"),
            (70, "4"),
            (9, "$MEASUREMENT"),
            (70, "1"),
            (0, "ENDSEC"),
        ],
    );
    pairs(dxf, &[(0, "SECTION"), (2, "BLOCKS")]);
    for panel in &pattern.panels {
        block(dxf, panel, order);
    }
    pairs(dxf, &[(0, "ENDSEC"), (0, "SECTION"), (2, "ENTITIES")]);
    let mut left = 0.0;
    for panel in &pattern.panels {
        let (low, high) = bounds(panel);
        pairs(dxf, &[(0, "INSERT"), (8, "1"), (2, &name(&panel.name))]);
        point(dxf, 10, [left - low[0], -low[1]]);
        left += high[0] - low[0] + GAP_MM;
    }
    for (i, line) in [
        format!("ASTM/D6673 STYLE NAME: {}", name(&pattern.garment)),
        format!("ORDER: {}", name(order)),
        "UNITS: METRIC".into(),
    ]
    .iter()
    .enumerate()
    {
        annotate(dxf, [0.0, -20.0 - 12.0 * i as f64], line);
    }
    pairs(dxf, &[(0, "ENDSEC"), (0, "EOF")]);
    text
}

fn block(dxf: &mut String, panel: &Panel, order: &str) {
    let piece = name(&panel.name);
    pairs(dxf, &[(0, "BLOCK"), (8, "1"), (2, &piece), (70, "0")]);
    point(dxf, 10, [0.0; 2]);
    let ring = panel.outline();
    pairs(dxf, &[(0, "POLYLINE"), (8, "1"), (66, "1"), (70, "1")]);
    point(dxf, 10, [0.0; 2]);
    for p in &ring {
        pairs(dxf, &[(0, "VERTEX"), (8, "1")]);
        point(dxf, 10, [p.x, p.y]);
    }
    pairs(dxf, &[(0, "SEQEND"), (8, "1")]);
    for (i, p) in ring.iter().enumerate() {
        let before = ring[(i + ring.len() - 1) % ring.len()];
        let after = ring[(i + 1) % ring.len()];
        let layer = if bend(before, *p, after) > TURN_RAD {
            "2"
        } else {
            "3"
        };
        pairs(dxf, &[(0, "POINT"), (8, layer)]);
        point(dxf, 10, [p.x, p.y]);
    }
    let (low, high) = bounds(panel);
    let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
    let quarter = (high[1] - low[1]) / 4.0;
    pairs(dxf, &[(0, "LINE"), (8, "7")]);
    point(dxf, 10, [middle[0], middle[1] - quarter]);
    point(dxf, 11, [middle[0], middle[1] + quarter]);
    let lines = [
        format!("Piece Name: {piece}"),
        format!("Order: {}", name(order)),
        "Quantity: 1".to_string(),
    ];
    for (i, line) in lines.iter().enumerate() {
        annotate(dxf, [middle[0] + 5.0, middle[1] - 12.0 * i as f64], line);
    }
    pairs(dxf, &[(0, "ENDBLK"), (8, "1")]);
}

/// By how much the outline turns at a point, radians.
fn bend(before: Vec2, at: Vec2, after: Vec2) -> f64 {
    let (a, b) = (at - before, after - at);
    libm::atan2(a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y).abs()
}

fn annotate(dxf: &mut String, at: [f64; 2], text: &str) {
    pairs(dxf, &[(0, "TEXT"), (8, "15")]);
    point(dxf, 10, at);
    pairs(dxf, &[(40, TEXT_MM.to_string().as_str()), (1, text)]);
}

fn pairs(dxf: &mut String, pairs: &[(u32, &str)]) {
    for (code, value) in pairs {
        pair(dxf, *code, value);
    }
}

/// A group: code and value, a line each.
fn pair(dxf: &mut String, code: u32, value: impl Display) {
    // Writing into a string cannot fail.
    let _ = write!(dxf, "{code:3}\r\n{value}\r\n");
}

fn point(dxf: &mut String, code: u32, at: [f64; 2]) {
    pair(dxf, code, format!("{:.3}", at[0]));
    pair(dxf, code + 10, format!("{:.3}", at[1]));
}

/// A name as R12 allows it.
fn name(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "-_".contains(c) {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    text.chars().map(plain).collect()
}
