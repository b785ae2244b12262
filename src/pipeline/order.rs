//! From measurements to a folder of programs and papers.

use super::error::Error;
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

    fn parts(&self) -> (&str, &[u8]) {
        (&self.name, &self.bytes)
    }
}

/// A drafted garment whose every panel a simulated machine has knitted.
#[derive(Clone, Debug)]
pub struct Order {
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
    /// Drafts, knits on the simulated machine, and writes the files.
    ///
    /// # Errors
    /// Those of garment and knit.
    pub fn new(
        measurements: &Measurements,
        design: &Design,
        machine: &Machine,
    ) -> Result<Self, Error> {
        Self::knit(
            garment::draft(measurements, design, measurements.sex)?,
            design,
            machine,
        )
    }

    /// Knits a pattern that was drafted with `design`.
    ///
    /// # Errors
    /// Those of knit.
    pub fn knit(pattern: Pattern, design: &Design, machine: &Machine) -> Result<Self, Error> {
        let gauge = design.gauge;
        let panels = pattern
            .panels
            .iter()
            .map(|panel| knit::knit_panel(panel, &gauge, machine, pattern.linking_allowance_wales))
            .collect::<Result<Vec<_>, _>>()?;
        let summary = Summary::new(&pattern, gauge, machine, &panels);
        let mut files = Vec::new();
        let mut file = |name: String, bytes: Vec<u8>| files.push(File { name, bytes });
        for knitted in &panels {
            let name = &knitted.fabric.name;
            file(
                format!("{name}.k"),
                export::knitout::write(&knitted.program).into_bytes(),
            );
            file(
                format!("{name}.kc"),
                export::kcode::write(&knitted.program).into_bytes(),
            );
            // A fabric always has stitches, so its picture can always be written.
            file(
                format!("{name}.png"),
                export::chart::png(&knitted.fabric).unwrap_or_default(),
            );
        }
        file(
            "legend.svg".into(),
            export::chart::legend_svg().into_bytes(),
        );
        file(
            "sheet.txt".into(),
            export::sheet::text(&pattern.garment, &gauge, &panels).into_bytes(),
        );
        file("summary.json".into(), summary.to_json().into_bytes());
        Ok(Self {
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
        for KnittedPanel {
            fabric, program, ..
        } in &self.panels
        {
            let passes = knit::pass::passes(program, &self.machine);
            let diagram = export::passes_svg::write(&fabric.name, &passes, &program.carriers);
            files.push(File::new(&format!("{}.passes.svg", fabric.name), diagram));
            let drawn = export::fabric_svg::write(fabric, &summary.gauge);
            files.push(File::new(&format!("{}.fabric.svg", fabric.name), drawn));
            files.push(File {
                name: format!("{}.bmp", fabric.name),
                bytes: export::chart::bmp(fabric),
            });
        }
        files
    }

    /// All files and papers, with a manifest of checksums, in one zip archive under the order's name; always the same
    /// bytes.
    pub fn package(&self, id: &str) -> Vec<u8> {
        let papers = self.papers(id);
        let all = || self.files.iter().chain(&papers);
        let manifest = export::manifest::write(all().map(File::parts)).into_bytes();
        let names: Vec<String> = all().map(|f| format!("{id}/{}", f.name)).collect();
        let listed = format!("{id}/MANIFEST.sha256");
        let named = names.iter().zip(all());
        let parts = named.map(|(name, f)| (name.as_str(), f.bytes.as_slice()));
        export::zip::write(parts.chain([(listed.as_str(), manifest.as_slice())]))
    }
}
