//! `summary.json`: what a garment takes, and all that was assumed, decided or doubted on the way.

use crate::garment::{Assumed, Edge, Gauge, Note, Panel, Pattern, Resolved};
use crate::knit::time::Minutes;
use crate::knit::yarn::CarrierYarn;
use crate::knit::{Fabric, KnittedPanel, Machine, Stitch};
use crate::motif::Yarn;
use serde::Serialize;

/// The file's content.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Version of the format, 1.
    pub version: u32,
    /// Such as `pullover`.
    pub garment: String,
    /// The machine's name.
    pub machine: String,
    /// The swatch's gauge.
    pub gauge: Gauge,
    /// One entry a panel.
    pub panels: Vec<PanelSummary>,
    /// Sums over the panels.
    pub totals: Totals,
    /// Girths and lengths of the finished garment.
    pub finished: Finished,
    /// The parameters drafted with.
    pub parameters: Vec<Resolved>,
    /// Measurements that nobody took.
    pub assumed: Vec<Assumed>,
    /// What was decided or changed on the way.
    pub notes: Vec<Note>,
    /// What may go wrong on the machine.
    pub warnings: Vec<Note>,
    /// How minutes, metres and grams were estimated.
    pub model: &'static str,
}

/// What one panel takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelSummary {
    /// Panel name.
    pub name: String,
    /// Widest course, wales.
    pub wales: u32,
    /// Width of the widest course, relaxed, mm.
    pub width_mm: f64,
    /// Height, relaxed, mm.
    pub height_mm: f64,
    /// Its cost.
    #[serde(flatten)]
    pub cost: Cost,
    /// Cells of the chart by kind.
    pub kinds: Kinds,
    /// What each carrier brings; waste and draw thread, which are not in `yarn_m` and `yarn_g`, too.
    pub carriers: Vec<CarrierYarn>,
}

/// Sums over the panels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Totals {
    /// Number of panels.
    pub panels: usize,
    /// Their cost.
    #[serde(flatten)]
    pub cost: Cost,
    /// Each yarn of the garment, in the order of the yarn table.
    pub yarns: Vec<YarnTotal>,
}

/// What a garment takes of a yarn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YarnTotal {
    /// What it is called.
    pub name: String,
    /// `#rrggbb`; `None` where the design names no yarns.
    pub colour: Option<String>,
    /// Length, m.
    pub yarn_m: f64,
    /// Weight, g.
    pub yarn_g: f64,
    /// How many full cones that is, where the design says what a cone holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cones: Option<f64>,
}

/// What can be added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Cost {
    /// Courses, without waste.
    pub courses: u64,
    /// Loops, without waste.
    pub stitches: u64,
    /// Carriage passes by kind, waste included.
    pub passes: Passes,
    /// Time on the machine, waste included, min.
    pub minutes: f64,
    /// What the time is made of, min.
    pub minutes_made_of: Minutes,
    /// Yarn, without waste, m.
    pub yarn_m: f64,
    /// Yarn, without waste, g.
    pub yarn_g: f64,
}

/// Carriage passes by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passes {
    /// Passes that make stitches.
    pub knit: u32,
    /// Passes that transfer loops.
    pub transfer: u32,
    /// Empty strokes that bring the carriage to the other side.
    pub empty: u32,
}

/// Cells of the chart by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)] // as in the legend
pub struct Kinds {
    pub cast_on: usize,
    pub knit: usize,
    pub purl: usize,
    pub narrowing: usize,
    pub widening: usize,
    pub bind_off: usize,
    pub tuck: usize,
    pub eyelet: usize,
    pub together: usize,
    pub cable: usize,
}

/// Girths and lengths of the finished garment, mm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Finished {
    /// Round the chest below the armholes.
    pub bust_girth_mm: f64,
    /// Round the hem.
    pub hem_girth_mm: f64,
    /// Round the neck opening, which is the band's length.
    pub neck_opening_mm: f64,
}

impl Summary {
    /// Adds up a knitted pattern.
    pub fn new(
        pattern: &Pattern,
        gauge: Gauge,
        machine: &Machine,
        knitted: &[KnittedPanel],
    ) -> Summary {
        let panels: Vec<PanelSummary> = knitted.iter().map(PanelSummary::new).collect();
        let mut warnings: Vec<Note> = Vec::new();
        for warning in knitted.iter().flat_map(|k| &k.warnings) {
            if !warnings.contains(warning) {
                warnings.push(warning.clone());
            }
        }
        Summary {
            version: 1,
            garment: pattern.garment.clone(),
            machine: machine.name.clone(),
            gauge,
            totals: Totals {
                panels: panels.len(),
                cost: panels
                    .iter()
                    .fold(Cost::default(), |sum, p| sum.plus(&p.cost)),
                yarns: YarnTotal::of(knitted),
            },
            panels,
            finished: Finished::of(pattern),
            parameters: (pattern.parameters.iter())
                .map(|p| Resolved {
                    value: round(p.value),
                    ..p.clone()
                })
                .collect(),
            assumed: (pattern.assumed.iter())
                .map(|a| Assumed {
                    value_mm: round(a.value_mm),
                    sigma_mm: round(a.sigma_mm),
                    ..a.clone()
                })
                .collect(),
            notes: pattern.notes.clone(),
            warnings,
            model: "minutes: each stroke of the carriage over its needles and the overrun at the machine's speed, and its turn; \
                    yarn: loop length from the gauge (Munden), floats of jacquards added; grams from the yarn's count, or from a yarn as thick as the gauge asks for",
        }
    }

    /// The file, for people to read too.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl PanelSummary {
    fn new(knitted: &KnittedPanel) -> PanelSummary {
        let report = &knitted.report;
        PanelSummary {
            name: knitted.fabric.name.clone(),
            wales: report.wales,
            width_mm: round(report.width_mm),
            height_mm: round(report.height_mm),
            cost: Cost {
                courses: u64::from(report.courses),
                stitches: report.stitches,
                passes: Passes {
                    knit: report.passes.knit,
                    transfer: report.passes.transfer,
                    empty: report.passes.empty,
                },
                minutes: round(report.passes.minutes),
                minutes_made_of: report.passes.made_of.map(round),
                yarn_m: round(report.yarn_m),
                yarn_g: round(report.yarn_g),
            },
            kinds: Kinds::of(&knitted.fabric),
            carriers: (report.carriers.iter())
                .map(|c| CarrierYarn {
                    metres: round(c.metres),
                    grams: round(c.grams),
                    ..c.clone()
                })
                .collect(),
        }
    }
}

impl YarnTotal {
    /// Sums over the panels.
    pub fn of(knitted: &[KnittedPanel]) -> Vec<YarnTotal> {
        let table = palette(knitted);
        let carriers = || knitted.iter().flat_map(|k| &k.report.carriers);
        let sum = |at: usize, amount: fn(&CarrierYarn) -> f64| -> f64 {
            let own = carriers().filter(|c| c.yarn.map(usize::from) == Some(at));
            own.map(amount).sum()
        };
        let total = |at: usize| {
            let grams = sum(at, |c| c.grams);
            let yarn = table.get(at);
            YarnTotal {
                name: yarn.map_or("yarn".into(), |y| y.name.clone()),
                colour: yarn.map(|y| y.hex()),
                yarn_m: round(sum(at, |c| c.metres)),
                yarn_g: round(grams),
                cones: yarn.and_then(|y| y.cone_g).map(|g| round(grams / g)),
            }
        };
        (0..table.len().max(1)).map(total).collect()
    }
}

/// The yarn table of a garment: that of the panel with the most yarns.
pub fn palette(knitted: &[KnittedPanel]) -> &[Yarn] {
    let tables = knitted.iter().map(|k| k.yarns.as_slice());
    tables.max_by_key(|t| t.len()).unwrap_or_default()
}

impl Cost {
    fn plus(&self, other: &Cost) -> Cost {
        Cost {
            courses: self.courses + other.courses,
            stitches: self.stitches + other.stitches,
            passes: Passes {
                knit: self.passes.knit + other.passes.knit,
                transfer: self.passes.transfer + other.passes.transfer,
                empty: self.passes.empty + other.passes.empty,
            },
            minutes: round(self.minutes + other.minutes),
            minutes_made_of: self.minutes_made_of.plus(&other.minutes_made_of).map(round),
            yarn_m: round(self.yarn_m + other.yarn_m),
            yarn_g: round(self.yarn_g + other.yarn_g),
        }
    }
}

impl Kinds {
    fn of(fabric: &Fabric) -> Kinds {
        let mut kinds = Kinds::default();
        for cell in &fabric.cells {
            match cell {
                Stitch::Empty | Stitch::Miss => {}
                Stitch::CastOn => kinds.cast_on += 1,
                Stitch::Knit => kinds.knit += 1,
                Stitch::Purl => kinds.purl += 1,
                Stitch::Narrowing => kinds.narrowing += 1,
                Stitch::Widening => kinds.widening += 1,
                Stitch::BindOff => kinds.bind_off += 1,
                Stitch::Tuck | Stitch::TuckBack => kinds.tuck += 1,
                Stitch::Eyelet => kinds.eyelet += 1,
                Stitch::Together => kinds.together += 1,
                Stitch::Cable => kinds.cable += 1,
            }
        }
        kinds
    }
}

impl Finished {
    /// Reads them off a pattern.
    pub fn of(pattern: &Pattern) -> Finished {
        let length = |panel: &Panel, name: &str| panel.edge(name).map_or(0.0, Edge::length_mm);
        let all = |name: &str, of: &dyn Fn(&Panel) -> f64| -> f64 {
            let named = pattern.panels.iter().filter(|p| p.name.starts_with(name));
            named.map(of).sum()
        };
        let around = |of: &dyn Fn(&Panel) -> f64| -> f64 {
            ["front", "back", "gore"].iter().map(|n| all(n, of)).sum()
        };
        // Closed, one band lies on the other.
        let bands = all("band", &|p| length(p, "bottom")) / 2.0;
        Finished {
            bust_girth_mm: round(around(&chest) + bands),
            hem_girth_mm: round(around(&|p| length(p, "hem")) + bands),
            neck_opening_mm: round(all("neck_band", &|p| length(p, "neck"))),
        }
    }
}

/// Breadth of a front or back, or of a half of one, below its armholes.
fn chest(panel: &Panel) -> f64 {
    let [left, right] = ["armhole_left", "armhole_right"].map(|name| panel.edge(name));
    let seam = panel.edge("front").or(panel.edge("middle"));
    let seam = || seam.and_then(|e| e.points.first());
    let right = right.and_then(|e| e.points.first()).or_else(seam);
    let left = left.and_then(|e| e.points.last()).or_else(seam);
    match (left, right) {
        (Some(left), Some(right)) => right.x - left.x,
        _ => 0.0,
    }
}

/// Two digits after the point: nothing here is known better.
fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}
