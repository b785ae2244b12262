//! The stitch chart: an indexed PNG in which one pixel is one stitch, the last course on top, and its legend.
//!
//! Knitting design systems load such pictures cell by cell; the palette index is the kind of stitch. Where a fabric has
//! several colours, plain loops have the index of their yarn instead, after the kinds.

use super::text::escape;
use crate::knit::{Fabric, KnittedPanel, Stitch};
use crate::motif::Yarn;
use std::fmt::Write;

/// Colour of each kind of stitch, red, green, blue.
pub fn colour(stitch: Stitch) -> [u8; 3] {
    match stitch {
        Stitch::Empty => [255, 255, 255],
        Stitch::CastOn => [70, 70, 70],
        Stitch::Knit => [238, 206, 150],
        Stitch::Purl => [150, 104, 62],
        Stitch::Narrowing => [204, 37, 41],
        Stitch::Widening => [30, 132, 73],
        Stitch::BindOff => [31, 97, 180],
        Stitch::Tuck => [240, 150, 30],
        Stitch::TuckBack => [170, 95, 10],
        Stitch::Eyelet => [150, 220, 235],
        Stitch::Together => [230, 90, 150],
        Stitch::Cable => [120, 70, 170],
        Stitch::Miss => [225, 225, 225],
    }
}

/// The palette index of a kind of stitch: its place in [`Stitch::ALL`].
fn index(stitch: Stitch) -> u8 {
    Stitch::ALL.iter().position(|s| *s == stitch).unwrap_or(0) as u8
}

/// All colours of a chart: of the kinds, then of the yarns.
fn palette(yarns: &[Yarn]) -> Vec<[u8; 3]> {
    let kinds = Stitch::ALL.map(colour);
    kinds
        .into_iter()
        .chain(yarns.iter().map(|y| y.colour))
        .collect()
}

/// The palette indices of a fabric's cells, the bottom course first.
fn pixels(fabric: &Fabric, yarns: &[Yarn]) -> Vec<u8> {
    let coloured = fabric.is_coloured();
    let cells = fabric.cells.iter().zip(&fabric.colours);
    let of = |(stitch, yarn): (&Stitch, &u8)| match stitch {
        Stitch::Knit if coloured && usize::from(*yarn) < yarns.len() => {
            Stitch::ALL.len() as u8 + yarn
        }
        _ => index(*stitch),
    };
    cells.map(of).collect()
}

/// Writes the chart of a panel's fabric; title, size and legend are in its text chunks too.
///
/// # Errors
/// A fabric without a stitch has no picture.
pub fn png(panel: &KnittedPanel) -> Result<Vec<u8>, png::EncodingError> {
    let (fabric, yarns) = (&panel.fabric, &panel.yarns[..]);
    let rows: Vec<u8> = pixels(fabric, yarns)
        .chunks(fabric.wales.max(1))
        .rev()
        .flatten()
        .copied()
        .collect();
    indexed(fabric, &palette(yarns), &legend_text(yarns), &rows)
}

/// Writes the chart of a panel's colours alone: the palette index is the yarn's place in the table, after them one for no
/// stitch. `None` for a fabric of one colour.
pub fn colours_png(panel: &KnittedPanel) -> Option<Vec<u8>> {
    let (fabric, yarns) = (&panel.fabric, &panel.yarns[..]);
    if !fabric.is_coloured() {
        return None;
    }
    let none = yarns.len() as u8;
    let mut palette: Vec<[u8; 3]> = yarns.iter().map(|y| y.colour).collect();
    palette.push(colour(Stitch::Empty));
    let cells: Vec<u8> = (fabric.cells.iter().zip(&fabric.colours))
        .map(|(stitch, yarn)| {
            if *stitch == Stitch::Empty {
                none
            } else {
                *yarn
            }
        })
        .collect();
    let rows: Vec<u8> = cells
        .chunks(fabric.wales.max(1))
        .rev()
        .flatten()
        .copied()
        .collect();
    let names = yarns
        .iter()
        .enumerate()
        .map(|(i, y)| format!("{i}  {}  {}\n", y.hex(), y.name));
    let legend = names.collect::<String>() + &format!("{none}  no stitch\n");
    indexed(fabric, &palette, &legend, &rows).ok()
}

fn indexed(
    fabric: &Fabric,
    palette: &[[u8; 3]],
    legend: &str,
    rows: &[u8],
) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, fabric.wales as u32, fabric.courses as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.add_text_chunk("Title".into(), fabric.name.clone())?;
    // Names may have characters that a plain text chunk has not.
    encoder.add_itxt_chunk("Description".into(), legend.into())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rows)?;
    writer.finish()?;
    Ok(file)
}

/// Writes the chart as an indexed Windows bitmap with the same palette, for systems that load no PNG.
pub fn bmp(panel: &KnittedPanel) -> Vec<u8> {
    let (fabric, yarns) = (&panel.fabric, &panel.yarns[..]);
    let colours = palette(yarns);
    let palette: Vec<u8> = (colours.iter())
        .flat_map(|[r, g, b]| [*b, *g, *r, 0])
        .collect();
    let (width, height) = (fabric.wales, fabric.courses);
    let stride = width.next_multiple_of(4);
    let start = 54 + palette.len();
    let mut file = b"BM".to_vec();
    let size = start + stride * height;
    for field in [
        size as u32,
        0,
        start as u32,
        40,
        width as u32,
        height as u32,
    ] {
        file.extend(field.to_le_bytes());
    }
    // One plane, 8 bits a pixel; not packed; no resolution said.
    file.extend([1, 0, 8, 0]);
    let colours = colours.len() as u32;
    for field in [0, (stride * height) as u32, 0, 0, colours, colours] {
        file.extend(field.to_le_bytes());
    }
    file.extend(palette);
    // A bitmap's rows begin at the bottom, as the courses do.
    for course in pixels(fabric, yarns).chunks(width.max(1)) {
        file.extend(course);
        file.resize(file.len() + stride - width, 0);
    }
    file
}

/// A line of the legend: index, colour, meaning.
fn legend(yarns: &[Yarn]) -> impl Iterator<Item = (u8, [u8; 3], String)> {
    let kinds = Stitch::ALL
        .into_iter()
        .map(|s| (index(s), colour(s), s.name().to_string()));
    let first = Stitch::ALL.len() as u8;
    let yarns = yarns.iter().zip(first..);
    kinds.chain(yarns.map(|(y, i)| (i, y.colour, format!("knit in {}", y.name))))
}

/// The legend in words, one kind of stitch a line: palette index, colour, meaning.
pub fn legend_text(yarns: &[Yarn]) -> String {
    let mut text = String::from("one pixel is one stitch, the first course is the lowest line\n");
    for (index, [r, g, b], name) in legend(yarns) {
        let _ = writeln!(text, "{index}  #{r:02x}{g:02x}{b:02x}  {name}");
    }
    text
}

/// The legend as a picture (SVG) to lay beside the charts.
pub fn legend_svg(yarns: &[Yarn]) -> String {
    let height = 30 * (Stitch::ALL.len() + yarns.len()) + 50;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 360 {height}\" width=\"360\" height=\"{height}\" \
         font-family=\"sans-serif\" font-size=\"15\">\n\
         <rect width=\"360\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"20\" y=\"28\">One pixel is one stitch; the first course is lowest.</text>\n"
    );
    for (i, (index, [r, g, b], name)) in legend(yarns).enumerate() {
        let y = 30 * i + 45;
        let _ = writeln!(
            svg,
            "<rect x=\"20\" y=\"{y}\" width=\"20\" height=\"20\" fill=\"#{r:02x}{g:02x}{b:02x}\" stroke=\"#333\"/>\
             <text x=\"52\" y=\"{}\">{index}  {}</text>",
            y + 15,
            escape(&name)
        );
    }
    svg.push_str("</svg>\n");
    svg
}
