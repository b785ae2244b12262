//! The stitch chart: an indexed PNG in which one pixel is one stitch, the last course on top, and its legend.
//!
//! Knitting design systems load such pictures cell by cell; the palette index is the kind of stitch.

use crate::knit::{Fabric, Stitch};
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

/// Writes the chart of a fabric; title, size and legend are in its text chunks too.
///
/// # Errors
/// A fabric without a stitch has no picture.
pub fn png(fabric: &Fabric) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, fabric.wales as u32, fabric.courses as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(Stitch::ALL.map(colour).concat());
    encoder.add_text_chunk("Title".into(), fabric.name.clone())?;
    encoder.add_text_chunk("Description".into(), legend_text())?;
    let mut writer = encoder.write_header()?;
    let rows = fabric.cells.chunks(fabric.wales.max(1)).rev();
    let pixels: Vec<u8> = rows.flatten().map(|s| index(*s)).collect();
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(file)
}

/// Writes the chart as an indexed Windows bitmap with the same palette, for systems that load no PNG.
pub fn bmp(fabric: &Fabric) -> Vec<u8> {
    let palette: Vec<u8> = (Stitch::ALL.iter())
        .flat_map(|s| {
            let [r, g, b] = colour(*s);
            [b, g, r, 0]
        })
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
    let colours = Stitch::ALL.len() as u32;
    for field in [0, (stride * height) as u32, 0, 0, colours, colours] {
        file.extend(field.to_le_bytes());
    }
    file.extend(palette);
    // A bitmap's rows begin at the bottom, as the courses do.
    for course in fabric.cells.chunks(width.max(1)) {
        file.extend(course.iter().map(|s| index(*s)));
        file.resize(file.len() + stride - width, 0);
    }
    file
}

/// The legend in words, one kind of stitch a line: palette index, colour, meaning.
pub fn legend_text() -> String {
    let mut text = String::from("one pixel is one stitch, the first course is the lowest line\n");
    for stitch in Stitch::ALL {
        let [r, g, b] = colour(stitch);
        let _ = writeln!(
            text,
            "{}  #{r:02x}{g:02x}{b:02x}  {}",
            index(stitch),
            stitch.name()
        );
    }
    text
}

/// The legend as a picture (SVG) to lay beside the charts.
pub fn legend_svg() -> String {
    let height = 30 * Stitch::ALL.len() + 50;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 360 {height}\" width=\"360\" height=\"{height}\" \
         font-family=\"sans-serif\" font-size=\"15\">\n\
         <rect width=\"360\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"20\" y=\"28\">One pixel is one stitch; the first course is lowest.</text>\n"
    );
    for (i, stitch) in Stitch::ALL.into_iter().enumerate() {
        let ([r, g, b], y) = (colour(stitch), 30 * i + 45);
        let _ = writeln!(
            svg,
            "<rect x=\"20\" y=\"{y}\" width=\"20\" height=\"20\" fill=\"#{r:02x}{g:02x}{b:02x}\" stroke=\"#333\"/>\
             <text x=\"52\" y=\"{}\">{}  {}</text>",
            y + 15,
            index(stitch),
            stitch.name()
        );
    }
    svg.push_str("</svg>\n");
    svg
}
