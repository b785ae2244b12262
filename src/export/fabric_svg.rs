//! The fabric drawn stitch by stitch, 1:1 (SVG): a loop seen from its right side is a V, one from its wrong side a bow.

use super::chart::colour;
use super::text::escape;
use crate::garment::Gauge;
use crate::knit::{KnittedPanel, Stitch};
use crate::motif::Yarn;
use std::fmt::Write;

/// Draws a panel's fabric in its yarns' colours, the last course on top; without yarns each kind of stitch has its own.
pub fn write(panel: &KnittedPanel, gauge: &Gauge) -> String {
    let (fabric, yarns) = (&panel.fabric, &panel.yarns[..]);
    let wale = 100.0 / gauge.wales_per_100mm;
    let course = 100.0 / gauge.courses_per_100mm;
    let (width, height) = (fabric.wales as f64 * wale, fabric.courses as f64 * course);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.2}mm\" height=\"{height:.2}mm\" \
         viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\">\n<title>{}</title>\n<defs>\n",
        fabric.wales,
        fabric.courses,
        escape(&fabric.name)
    );
    let looks = looks(yarns);
    for (i, look) in looks.iter().enumerate() {
        let [r, g, b] = look.colour;
        let shade = |c: u8| u32::from(c) * 3 / 5;
        let loops = match look.wrong_side {
            true => "M.05 .75Q.5 -.1 .95 .75",
            false => "M.1 .02L.5 .92L.9 .02",
        };
        // One user unit is one stitch, so a pattern's tile lies on each of them.
        let _ = writeln!(
            svg,
            "<pattern id=\"s{i}\" width=\"1\" height=\"1\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"1\" height=\"1\" fill=\"#{:02x}{:02x}{:02x}\"/>\
             <path d=\"{loops}\" fill=\"none\" stroke=\"#{r:02x}{g:02x}{b:02x}\" stroke-width=\".3\" stroke-linecap=\"round\"/></pattern>",
            shade(r),
            shade(g),
            shade(b)
        );
    }
    svg.push_str("</defs>\n");
    let index = |stitch: Stitch, yarn: u8| {
        let of_yarn = yarns.len() > usize::from(yarn);
        match of_yarn {
            true => 2 * usize::from(yarn) + usize::from(stitch == Stitch::Purl),
            false => Stitch::ALL.iter().position(|s| *s == stitch).unwrap_or(0),
        }
    };
    let cells: Vec<(Stitch, usize)> = (fabric.cells.iter().zip(&fabric.colours))
        .map(|(s, y)| (*s, index(*s, *y)))
        .collect();
    for (y, cells) in cells.chunks(fabric.wales.max(1)).rev().enumerate() {
        let mut x = 0;
        for run in
            cells.chunk_by(|a, b| a.1 == b.1 && (a.0 == Stitch::Empty) == (b.0 == Stitch::Empty))
        {
            if let Some((kind, index)) = run.first()
                && *kind != Stitch::Empty
            {
                let wide = run.len();
                let _ = writeln!(
                    svg,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"1\" fill=\"url(#s{index})\"/>"
                );
            }
            x += run.len();
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// How a loop is drawn.
struct Look {
    colour: [u8; 3],
    wrong_side: bool,
}

/// Of each yarn a loop seen from either side; without yarns one of each kind of stitch.
fn looks(yarns: &[Yarn]) -> Vec<Look> {
    if yarns.is_empty() {
        let kind = |s: Stitch| Look {
            colour: colour(s),
            wrong_side: s == Stitch::Purl,
        };
        return Stitch::ALL.into_iter().map(kind).collect();
    }
    let sides = |yarn: &Yarn| {
        [false, true].map(|wrong_side| Look {
            colour: yarn.colour,
            wrong_side,
        })
    };
    yarns.iter().flat_map(sides).collect()
}
