//! The pass diagram: each stroke of the carriage as a line over the needles that it works on, the first one lowest, in
//! its carrier's colour (SVG).

use super::text::escape;
use crate::knit::pass::{Pass, PassKind};
use std::fmt::Write;

/// Height of a pass and width of a needle, user units.
const PASS: usize = 2;
const NEEDLE: i32 = 3;
const MARGIN: i32 = 40;

/// A colour a carrier, told apart by those who see few colours, too (after P. Tol, Colour schemes, 2021).
const COLOURS: [&str; 7] = [
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb",
];
const TRANSFER: &str = "#000";

/// Draws the passes of a program; `carriers` are its carriers' names.
pub fn write(name: &str, passes: &[Pass], carriers: &[String]) -> String {
    let ranges = || passes.iter().map(Pass::range);
    let low = ranges().map(|r| r.0).min().unwrap_or(0);
    let high = ranges().map(|r| r.1).max().unwrap_or(0);
    let width = (high - low + 1) * NEEDLE + 2 * MARGIN + 120;
    let height = passes.len() * PASS + 2 * MARGIN as usize;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<title>{0}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"{MARGIN}\" y=\"24\">{0}: {1} passes, needles {low} to {high}, the first pass is lowest</text>\n",
        escape(name),
        passes.len()
    );
    for (i, pass) in passes.iter().enumerate() {
        let (first, last) = pass.range();
        let colour = match (pass.kind, pass.carrier) {
            (PassKind::Transfers, _) => TRANSFER,
            (_, Some(carrier)) => COLOURS[carrier % COLOURS.len()],
            (_, None) => "#999",
        };
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{PASS}\" fill=\"{colour}\"/>",
            MARGIN + (first - low) * NEEDLE,
            height - MARGIN as usize - (i + 1) * PASS,
            (last - first + 1) * NEEDLE
        );
    }
    write_key(&mut svg, passes, carriers, width - 120);
    svg.push_str("</svg>\n");
    svg
}

fn write_key(svg: &mut String, passes: &[Pass], carriers: &[String], left: i32) {
    let used = |i: usize| passes.iter().any(|p| p.carrier == Some(i));
    let named = carriers.iter().enumerate().filter(|(i, _)| used(*i));
    let key = named.map(|(i, name)| (COLOURS[i % COLOURS.len()], format!("carrier {name}")));
    let all = key.chain([(TRANSFER, "transfers".into())]);
    for (row, (colour, what)) in all.enumerate() {
        let y = MARGIN as usize + 20 * row;
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{y}\" width=\"14\" height=\"14\" fill=\"{colour}\"/>\
             <text x=\"{}\" y=\"{}\">{}</text>",
            left + 20,
            y + 12,
            escape(&what)
        );
    }
}
