//! `purlform board`.

use super::{Error, Outcome, files};
use clap::{Args, ValueEnum};
use purlform::calibrate::Board as Pattern;
use purlform::export;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// What the board is.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Markers in the white squares: may be seen in part.
    Charuco,
    /// No markers: must be seen whole.
    Chessboard,
}

/// Arguments of `board`.
#[derive(Args)]
pub struct Board {
    /// Where the drawing goes; the board file for `calibrate` goes beside it as .json.
    #[arg(long, value_name = "FILE.svg")]
    out: PathBuf,
    /// With markers or without.
    #[arg(long, value_enum, default_value = "charuco")]
    kind: Kind,
    /// Squares in a row.
    #[arg(long, default_value_t = 6)]
    squares_x: usize,
    /// Squares in a column.
    #[arg(long, default_value_t = 8)]
    squares_y: usize,
    /// Side of a square.
    #[arg(long, default_value_t = 90.0, value_name = "MM")]
    square_mm: f64,
    /// Side of a marker; default: three quarters of a square.
    #[arg(long, value_name = "MM")]
    marker_mm: Option<f64>,
    /// Marker family, by OpenCV's name.
    #[arg(long, default_value = "DICT_4X4_50")]
    dictionary: String,
    /// Paper: a4, a3, their landscape forms a4-landscape and a3-landscape, a size such as 600x900 in mm, or one sheet as large as the
    /// board (default). More than one page is written as FILE-1.svg, FILE-2.svg ...
    #[arg(long, value_name = "PAPER")]
    page: Option<String>,
}

impl Board {
    /// Runs the verb.
    pub fn run(self) -> Outcome {
        let mut file = json!({
            "kind": match self.kind { Kind::Charuco => "charuco", Kind::Chessboard => "chessboard" },
            "squares_x": self.squares_x, "squares_y": self.squares_y, "square_mm": self.square_mm,
        });
        if let (Kind::Charuco, Some(o)) = (self.kind, file.as_object_mut()) {
            let marker_mm = self.marker_mm.unwrap_or(0.75 * self.square_mm);
            o.insert("marker_mm".into(), marker_mm.into());
            o.insert("dictionary".into(), self.dictionary.clone().into());
            o.insert("legacy".into(), false.into());
        }
        let pattern = Pattern::from_json(file.to_string().as_bytes())?;
        let page = self.page.as_deref().map(paper).transpose()?;
        let pages = export::board::pages(&pattern, page);
        let single = pages.len() == 1;
        for (i, svg) in pages.iter().enumerate() {
            let path = if single {
                self.out.clone()
            } else {
                let stem = self.out.file_stem().unwrap_or_default().to_string_lossy();
                self.out.with_file_name(format!("{stem}-{}.svg", i + 1))
            };
            files::write(&path, svg.as_bytes())?;
            println!("{}", path.display());
        }
        let description = self.out.with_extension("json");
        files::write_json(&description, &pattern)?;
        println!("{}", description.display());
        Ok(ExitCode::SUCCESS)
    }
}

/// Width and height of a paper, mm.
fn paper(name: &str) -> Result<(f64, f64), Error> {
    let size = match name.to_ascii_lowercase().as_str() {
        "a4" => Some((210.0, 297.0)),
        "a4-landscape" => Some((297.0, 210.0)),
        "a3" => Some((297.0, 420.0)),
        "a3-landscape" => Some((420.0, 297.0)),
        other => other.split_once('x').and_then(|(w, h)| {
            let side = |s: &str| {
                s.trim()
                    .parse()
                    .ok()
                    .filter(|v| (60.0..=5000.0).contains(v))
            };
            Some((side(w)?, side(h)?))
        }),
    };
    size.ok_or_else(|| {
        let message = format!("paper {name:?}: neither a4, a3 nor a size of 60 to 5000 mm");
        Error::input(
            "calibrate",
            "paper",
            message,
            "write for example --page a3 or --page 600x900",
        )
    })
}
