//! A calibration board as SVG pages, true to scale.

use crate::calibrate::Board;
use crate::geom::Vec2;
use std::fmt::Write;

/// White around the pattern, as a share of a square.
const MARGIN: f64 = 0.5;
/// Room for the ruler and the text below the pattern, mm.
const FOOT_MM: f64 = 22.0;
/// What a printer leaves white at a page's edge, mm.
const UNPRINTED_MM: f64 = 8.0;
/// The ruler by which the print is checked, mm, at most.
const RULER_MM: f64 = 100.0;

/// The whole board as one SVG of its own size, or pages of `page_mm` to be joined at their marks; one SVG each.
pub fn pages(board: &Board, page_mm: Option<(f64, f64)>) -> Vec<String> {
    let size = size_mm(board);
    let drawing = drawing(board);
    let Some((width, height)) = page_mm else {
        return vec![page(size, (0.0, 0.0), size, "", &drawing)];
    };
    let (w, h) = (width - 2.0 * UNPRINTED_MM, height - 2.0 * UNPRINTED_MM);
    if w <= 0.0 || h <= 0.0 {
        return Vec::new();
    }
    let (columns, rows) = ((size.x / w).ceil() as usize, (size.y / h).ceil() as usize);
    let mut all = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            let at = (column as f64 * w, row as f64 * h);
            let name = format!(
                "row {} of {rows}, column {} of {columns}",
                row + 1,
                column + 1
            );
            let name = if columns * rows > 1 {
                name
            } else {
                String::new()
            };
            all.push(page(
                Vec2::new(width, height),
                at,
                Vec2::new(w, h),
                &name,
                &drawing,
            ));
        }
    }
    all
}

/// Size of the drawing with its margins, mm.
pub fn size_mm(board: &Board) -> Vec2 {
    let margin = 2.0 * MARGIN * board.square_mm;
    board.size_mm() + Vec2::new(margin, margin + FOOT_MM)
}

/// One page: the part of the drawing from `at` on, of the size `part`, in the middle of the page.
fn page(size: Vec2, at: (f64, f64), part: Vec2, name: &str, drawing: &str) -> String {
    let (x, y) = (0.5 * (size.x - part.x), 0.5 * (size.y - part.y));
    let (w, h) = (size.x, size.y);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}mm\" height=\"{h}mm\" viewBox=\"0 0 {w} {h}\">\n\
         <rect width=\"{w}\" height=\"{h}\" fill=\"#fff\"/>\n\
         <svg x=\"{x}\" y=\"{y}\" width=\"{pw}\" height=\"{ph}\" viewBox=\"{ax} {ay} {pw} {ph}\" overflow=\"hidden\">\n{drawing}</svg>\n",
        pw = part.x,
        ph = part.y,
        ax = at.0,
        ay = at.1,
    );
    if !name.is_empty() {
        // Hair lines along which the pages are cut and joined.
        let (r, b) = (x + part.x, y + part.y);
        for (x1, y1, x2, y2) in [
            (x, 0.0, x, y),
            (r, 0.0, r, y),
            (x, b, x, h),
            (r, b, r, h),
            (0.0, y, x, y),
            (0.0, b, x, b),
            (r, y, w, y),
            (r, b, w, b),
        ] {
            let _ = writeln!(
                out,
                "<path d=\"M{x1} {y1}L{x2} {y2}\" stroke=\"#000\" stroke-width=\".1\"/>"
            );
        }
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"3\" font-family=\"sans-serif\">{name}: cut along the marks, join edge to edge</text>",
            x + 4.0,
            y - 2.0
        );
    }
    out.push_str("</svg>\n");
    out
}

/// Squares, markers, ruler and text, in mm from the drawing's upper left corner.
fn drawing(board: &Board) -> String {
    let (s, edge) = (board.square_mm, MARGIN * board.square_mm);
    let mut path = String::new();
    let mut rect = |x: f64, y: f64, w: f64| {
        let _ = write!(
            path,
            "M{:.4} {:.4}h{w:.4}v{w:.4}h{:.4}z",
            x + edge,
            y + edge,
            -w
        );
    };
    let mut white = Vec::new();
    for row in 0..board.squares_y {
        for column in 0..board.squares_x {
            let (x, y) = (column as f64 * s, row as f64 * s);
            if board.black(column, row) {
                rect(x, y, s);
            } else if let (Some(m), Some(id)) = (board.markers, board.marker_at(column, row)) {
                let inset = 0.5 * (s - m.marker_mm);
                rect(x + inset, y + inset, m.marker_mm);
                let side = m.dictionary.side();
                let module = m.marker_mm / (side + 2) as f64;
                for i in 0..side * side {
                    let (r, c) = (i / side, i % side);
                    if m.dictionary.white(id, r, c) {
                        let at = |k: usize| inset + module * (k + 1) as f64;
                        white.push((x + at(c), y + at(r), module));
                    }
                }
            }
        }
    }
    let mut modules = String::new();
    for (x, y, w) in white {
        let _ = write!(
            modules,
            "M{:.4} {:.4}h{w:.4}v{w:.4}h{:.4}z",
            x + edge,
            y + edge,
            -w
        );
    }
    let size = board.size_mm();
    let below = size.y + 2.0 * edge;
    let length = RULER_MM.min((size.x / 10.0).floor() * 10.0);
    let mut ruler = format!("M{edge} {below}h{length}");
    for k in 0..=(length / 10.0) as usize {
        let _ = write!(
            ruler,
            "M{} {below}v{}",
            edge + 10.0 * k as f64,
            if k % 5 == 0 { 4.0 } else { 2.5 }
        );
    }
    let kind = match board.markers {
        Some(m) => format!(
            "ChArUco {}, markers {} mm",
            m.dictionary.name(),
            m.marker_mm
        ),
        None => "chessboard".into(),
    };
    format!(
        "<path d=\"{path}\" fill=\"#000\" shape-rendering=\"crispEdges\"/>\n\
         <path d=\"{modules}\" fill=\"#fff\" shape-rendering=\"crispEdges\"/>\n\
         <path d=\"{ruler}\" stroke=\"#000\" stroke-width=\".25\" fill=\"none\"/>\n\
         <text x=\"{edge}\" y=\"{ty}\" font-size=\"3.5\" font-family=\"sans-serif\">The ruler is {length} mm long: measure it. \
         Print at 100 %, glue flat. {kind}, {} x {} squares of {s} mm. Upper edge: where the person looks.</text>\n",
        board.squares_x,
        board.squares_y,
        ty = below + 10.0,
    )
}
