//! The fabric drawn stitch by stitch, 1:1 (SVG): a loop seen from its right side is a V, one from its wrong side a bow.

use super::chart::colour;
use super::text::escape;
use crate::garment::Gauge;
use crate::knit::{Fabric, Stitch};
use std::fmt::Write;

/// Draws a fabric, the last course on top.
pub fn write(fabric: &Fabric, gauge: &Gauge) -> String {
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
    for (i, stitch) in Stitch::ALL.into_iter().enumerate() {
        let [r, g, b] = colour(stitch);
        let shade = |c: u8| u32::from(c) * 3 / 5;
        let loops = match stitch {
            Stitch::Purl => "M.05 .75Q.5 -.1 .95 .75",
            _ => "M.1 .02L.5 .92L.9 .02",
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
    for (y, cells) in fabric.cells.chunks(fabric.wales.max(1)).rev().enumerate() {
        let mut x = 0;
        for run in cells.chunk_by(|a, b| a == b) {
            let kind = run.first().copied().unwrap_or(Stitch::Empty);
            if kind != Stitch::Empty {
                let index = Stitch::ALL.iter().position(|s| *s == kind).unwrap_or(0);
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
