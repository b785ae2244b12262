//! A swatch of one structure: its program, and the gauge that its measured size and weight give.

use super::error::Error;
use super::order::File;
use crate::export;
use crate::garment::{self, Edge, Gauge, Panel, Structure, Zone};
use crate::geom::Vec2;
use crate::knit::{self, KnittedPanel, Machine};
use serde::{Deserialize, Serialize};

/// A swatch's side where nothing else limits it, mm.
const SIDE_MM: f64 = 150.0;
/// Wales and courses of an everyday fabric for each needle of the bed.
const USUAL: [f64; 2] = [1.3, 1.8];

/// What was knitted: `swatch.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Swatch {
    /// Version of the format, 1.
    pub version: u32,
    /// The machine's name.
    pub machine: String,
    /// The structure's name.
    pub structure: String,
    /// Wales between the outer edges.
    pub wales: u32,
    /// Courses between the draw threads.
    pub courses: u32,
    /// Loops.
    pub stitches: u64,
    /// The gauge that its size was planned with.
    pub planned: Gauge,
}

/// What a measured swatch tells.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// The gauge that designs take.
    pub gauge: Gauge,
    /// Weight of the fabric, g per square metre.
    pub g_per_m2: f64,
    /// Length of yarn in a loop, from the gauge (Munden), mm.
    pub loop_mm: f64,
    /// Linear density of the yarn that the weight comes to, g per km.
    pub tex: f64,
}

impl Swatch {
    /// Knits a swatch in memory; without a gauge the machine's usual one plans its size.
    ///
    /// # Errors
    /// Those of knit.
    pub fn knit(
        machine: &Machine,
        structure: Structure,
        gauge: Option<Gauge>,
    ) -> Result<(Swatch, Vec<File>), Error> {
        let needles = machine.needles_per_100mm();
        let planned = gauge.unwrap_or(Gauge {
            wales_per_100mm: USUAL[0] * needles,
            courses_per_100mm: USUAL[1] * needles,
        });
        let bed_mm = f64::from(machine.usable_needles()) * 100.0 / planned.wales_per_100mm;
        let mut panel = square(structure, SIDE_MM.min(0.9 * bed_mm));
        if matches!(
            structure,
            Structure::FloatJacquard | Structure::BirdseyeJacquard
        ) {
            garment::default_jacquard(&mut panel)?;
        }
        let knitted = knit::knit_panel(&panel, &planned, machine, 0)?;
        let swatch = Swatch {
            version: 1,
            machine: machine.name.clone(),
            structure: structure.name().into(),
            wales: knitted.report.wales,
            courses: knitted.report.courses,
            stitches: knitted.report.stitches,
            planned,
        };
        let files = swatch.files(&knitted);
        Ok((swatch, files))
    }

    fn files(&self, knitted: &KnittedPanel) -> Vec<File> {
        let file = |name: &str, bytes: Vec<u8>| File {
            name: name.into(),
            bytes,
        };
        let json = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        let mut files = vec![
            file("swatch.json", json.into_bytes()),
            file(
                "swatch.k",
                export::knitout::write(&knitted.program).into_bytes(),
            ),
            file(
                "swatch.png",
                export::chart::png(knitted).unwrap_or_default(),
            ),
        ];
        if knitted.program.kniterate {
            let text = export::kcode::write(&knitted.program);
            files.push(file("swatch.kc", text.into_bytes()));
        }
        files
    }

    /// Reads `swatch.json`.
    ///
    /// # Errors
    /// No such file.
    pub fn from_json(bytes: &[u8]) -> Result<Swatch, Error> {
        let wrong = |message: String| {
            Error::input(
                "knit",
                "swatch",
                format!("swatch: {message}"),
                "give the swatch.json that `purlform swatch` wrote",
            )
        };
        let swatch: Swatch = serde_json::from_slice(bytes).map_err(|e| wrong(e.to_string()))?;
        if swatch.wales == 0 || swatch.courses == 0 || swatch.stitches == 0 {
            return Err(wrong("it has no stitch".into()));
        }
        Ok(swatch)
    }

    /// The gauge of the relaxed swatch, from its width, its height between the draw threads, and its weight.
    ///
    /// # Errors
    /// Sizes that no swatch of so many stitches has.
    pub fn measured(
        &self,
        width_mm: f64,
        height_mm: f64,
        weight_g: f64,
    ) -> Result<Measured, Error> {
        for (what, value, most) in [
            ("width", width_mm, 5000.0),
            ("height", height_mm, 5000.0),
            ("weight", weight_g, 5000.0),
        ] {
            if !(value > 0.0 && value <= most) {
                return Err(Error::input(
                    "knit",
                    "swatch",
                    format!("swatch: {what} {value} is outside 0 to {most}"),
                    "measure the relaxed swatch in mm and g",
                ));
            }
        }
        let rounded = |x: f64| (x * 100.0).round() / 100.0;
        let gauge = Gauge {
            wales_per_100mm: rounded(100.0 * f64::from(self.wales) / width_mm),
            courses_per_100mm: rounded(100.0 * f64::from(self.courses) / height_mm),
        };
        knit::gauge::validate(&gauge)?;
        let (yarn_m, _) = knit::yarn::yarn(self.stitches, u64::from(self.courses), &gauge);
        Ok(Measured {
            gauge,
            g_per_m2: rounded(weight_g * 1e6 / (width_mm * height_mm)),
            loop_mm: rounded(knit::yarn::loop_length_mm(&gauge)),
            tex: rounded(1000.0 * weight_g / yarn_m),
        })
    }
}

fn square(structure: Structure, side_mm: f64) -> Panel {
    let x = 0.5 * side_mm;
    let edge = |name: &str, from: (f64, f64), to: (f64, f64)| {
        let points = [from, to].map(|(x, y)| Vec2::new(x, y));
        Edge::new(name, points.to_vec(), Vec::new())
    };
    Panel {
        name: "swatch".into(),
        edges: vec![
            edge("hem", (-x, 0.0), (x, 0.0)),
            edge("right", (x, 0.0), (x, side_mm)),
            edge("top", (x, side_mm), (-x, side_mm)),
            edge("left", (-x, side_mm), (-x, 0.0)),
        ],
        zones: vec![Zone {
            from_mm: 0.0,
            structure,
        }],
        ..Panel::default()
    }
}
