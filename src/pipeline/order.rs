//! From measurements to a folder of programs and papers.

use super::advice;
use super::bed::divided;
use super::error::Error;
use super::form::{Form, Sum};
use super::package::Package;
use crate::export;
use crate::export::summary::Summary;
use crate::garment::{self, Design, Pattern};
use crate::knit::{self, KnittedPanel, Machine};
use crate::measure::Measurements;

/// A file of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Name within the order's folder.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl File {
    fn new(name: &str, text: String) -> Self {
        Self {
            name: name.into(),
            bytes: text.into_bytes(),
        }
    }
}

/// A drafted garment whose every panel a simulated machine has knitted.
#[derive(Clone, Debug)]
pub struct Order {
    /// What it was drafted from.
    pub measurements: Measurements,
    /// What was chosen.
    pub design: Design,
    /// The panels in mm.
    pub pattern: Pattern,
    /// The panels in stitches, with their programs.
    pub panels: Vec<KnittedPanel>,
    /// The machine that it is made for.
    pub machine: Machine,
    /// What it takes, and what someone should know before knitting.
    pub summary: Summary,
    /// Programs, charts, sheet, summary.
    pub files: Vec<File>,
}

impl Order {
    /// The form of an order made once more from measurements, design and machine as its form holds them.
    ///
    /// # Errors
    /// Those of reading them, of a name that is none, and of [`Order::new`].
    pub fn again(id: &str, parts: [&serde_json::Value; 3]) -> Result<Form, Error> {
        let id = Form::named(id)?;
        let [measurements, design, machine] = parts.map(|part| part.to_string().into_bytes());
        let measurements = Measurements::from_json(&measurements)?;
        let design = Design::from_json(&design)?;
        let machine = Machine::from_json(&machine)?;
        let order = Self::new(&measurements, &design, &machine)?;
        Ok(order.form(id, &order.papers(id)))
    }

    /// Drafts, knits on the simulated machine, and writes the files.
    ///
    /// # Errors
    /// Those of garment and knit.
    pub fn new(
        measurements: &Measurements,
        design: &Design,
        machine: &Machine,
    ) -> Result<Self, Error> {
        let pattern = Self::pattern(measurements, design, machine)?;
        Self::knit(measurements, design, pattern, machine, &mut |_, _| {})
    }

    /// Drafts, in panels that fit the machine's bed where the design allows.
    ///
    /// # Errors
    /// Those of garment.
    pub fn pattern(
        measurements: &Measurements,
        design: &Design,
        machine: &Machine,
    ) -> Result<Pattern, Error> {
        let draft = |design: &Design| garment::draft(measurements, design, measurements.sex);
        Ok(divided(design, machine, draft)?)
    }

    /// Knits a pattern that was drafted from `measurements` and `design`; `observe` hears of each panel before it is knitted,
    /// with the share done.
    ///
    /// # Errors
    /// Those of knit.
    pub fn knit(
        measurements: &Measurements,
        design: &Design,
        pattern: Pattern,
        machine: &Machine,
        observe: &mut dyn FnMut(&str, f64),
    ) -> Result<Self, Error> {
        let gauge = design.gauge;
        let count = pattern.panels.len().max(1) as f64;
        let mut panels = Vec::new();
        for (i, panel) in pattern.panels.iter().enumerate() {
            observe(&panel.name, i as f64 / count);
            let allowance = pattern.linking_allowance_wales;
            let knitted = knit::knit_panel(panel, &gauge, machine, allowance);
            panels.push(knitted.map_err(|e| advice::tried(e, measurements, design, machine))?);
        }
        let summary = Summary::new(&pattern, gauge, machine, &panels);
        let mut files = Vec::new();
        let mut file = |name: String, bytes: Vec<u8>| files.push(File { name, bytes });
        for knitted in &panels {
            let name = &knitted.fabric.name;
            file(
                format!("{name}.k"),
                export::knitout::write(&knitted.program).into_bytes(),
            );
            if export::kcode::suits(&knitted.program) {
                file(
                    format!("{name}.kc"),
                    export::kcode::write(&knitted.program).into_bytes(),
                );
            }
            // A fabric always has stitches, so its picture can always be written.
            file(
                format!("{name}.png"),
                export::chart::png(knitted).unwrap_or_default(),
            );
            if let Some(chart) = export::chart::colours_png(knitted) {
                file(format!("{name}.colours.png"), chart);
            }
        }
        file(
            "legend.svg".into(),
            export::chart::legend_svg(export::summary::palette(&panels)).into_bytes(),
        );
        file(
            "sheet.txt".into(),
            export::sheet::text(&pattern.garment, &gauge, &panels).into_bytes(),
        );
        file("summary.json".into(), summary.to_json().into_bytes());
        Ok(Self {
            measurements: measurements.clone(),
            design: design.clone(),
            machine: machine.clone(),
            summary,
            pattern,
            panels,
            files,
        })
    }

    /// What goes to the shop floor under the order's name: the page to print, the panels 1:1, the fabrics
    /// stitch by stitch, pass diagrams, bitmaps of the charts.
    pub fn papers(&self, id: &str) -> Vec<File> {
        let (summary, pattern) = (&self.summary, &self.pattern);
        let page =
            export::papers::html(id, pattern, &summary.gauge, &summary.machine, &self.panels);
        let mut files = vec![
            File::new("order.html", page),
            File::new("panels.svg", export::panels_svg::write(pattern, id)),
            File::new("panels.dxf", export::dxf::write(pattern, id)),
        ];
        for panel in &self.panels {
            let KnittedPanel {
                fabric,
                program,
                passes,
                ..
            } = panel;
            let diagram = export::passes_svg::write(&fabric.name, passes, &program.carriers);
            files.push(File::new(&format!("{}.passes.svg", fabric.name), diagram));
            let drawn = export::fabric_svg::write(panel, &summary.gauge);
            files.push(File::new(&format!("{}.fabric.svg", fabric.name), drawn));
            files.push(File {
                name: format!("{}.bmp", fabric.name),
                bytes: export::chart::bmp(panel),
            });
        }
        files
    }

    /// The order's form, with the checksums of its files and of those `papers`.
    pub fn form(&self, id: &str, papers: &[File]) -> Form {
        let all = self.files.iter().chain(papers);
        let sums = all.map(|f| Sum::of(&f.name, &f.bytes)).collect();
        Form::new(id, (&self.measurements, &self.design, &self.machine), sums)
    }

    /// All files and those papers, with the order's form and a manifest of checksums, under the order's name.
    pub fn package(&self, id: &str, papers: Vec<File>) -> Package {
        let form = self.form(id, &papers);
        Package::new(form, self.files.iter().cloned().chain(papers).collect())
    }
}
