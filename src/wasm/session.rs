//! One body and one garment in work.

use super::{Failure, answer, picture};
use crate::body::{Body, Model};
use crate::camera::Rig;
use crate::capture::{Picture, Sex, Subject, View};
use crate::export;
use crate::fit::{Fit, Progress};
use crate::garment::{self, Design, Pattern};
use crate::knit::{self, Finding, Machine, Severity};
use crate::measure::{self, Likely, Measurement, Measurements, Reading};
use crate::network::Network;
use crate::pipeline::{
    File, Form, Order, Package, PublicKey, Scan, Scanned, Seal, Verified, Warning, turned_name,
};
use js_sys::{Array, Function};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// What an order without a name is called on its papers, as the command does.
const ORDER: &str = "order";

/// The stages of the chain, each keeping its result for the next.
#[wasm_bindgen]
pub struct Session {
    model: Model,
    network: Option<Arc<Network>>,
    scan: Option<Scan>,
    scanned: Option<Scanned>,
    draft: Option<(Measurements, Design, Pattern)>,
    ordered: Option<Package>,
    /// Female, male, either; made when first asked for.
    likely: [Option<Likely>; 3],
}

#[wasm_bindgen]
impl Session {
    /// A session with the body asset's bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(body: &[u8]) -> Result<Session, Failure> {
        Ok(Session {
            model: Model::from_bytes(body)?,
            network: None,
            scan: None,
            scanned: None,
            draft: None,
            ordered: None,
            likely: Default::default(),
        })
    }

    /// Takes the bytes of a pose-landmark network, which finds the person in views without plate and mask.
    pub fn network(&mut self, network: &[u8]) -> Result<(), Failure> {
        let network = Arc::new(Network::from_bytes(network)?);
        self.scan = self
            .scan
            .take()
            .map(|s| s.with_network(Arc::clone(&network)));
        self.network = Some(network);
        Ok(())
    }

    /// Whether a network was given.
    pub fn has_network(&self) -> bool {
        self.network.is_some()
    }

    /// Begins a capture: the texts of rig.json and subject.json. Answers with the cameras.
    pub fn rig(&mut self, rig: &str, subject: Option<String>) -> Result<JsValue, Failure> {
        let rig = Rig::from_json(rig.as_bytes())?;
        let subject = subject.map(|s| Subject::from_json(s.as_bytes()));
        let subject = subject.transpose()?.unwrap_or_default();
        let cameras: Array = rig.cameras.iter().map(answer::camera).collect();
        let scan = Scan::new(rig, subject);
        self.scan = Some(match &self.network {
            Some(network) => scan.with_network(Arc::clone(network)),
            None => scan,
        });
        self.scanned = None;
        Ok(cameras.into())
    }

    /// Begins the second shot of the capture: the person has turned by about an eighth, the views that follow show them so.
    pub fn turn(&mut self) -> Result<(), Failure> {
        let scan = self.scan.as_mut();
        scan.ok_or_else(|| Failure::order("capture", "turn", "rig"))?
            .turn();
        self.scanned = None;
        Ok(())
    }

    /// Adds one camera's pictures; answers with the person's outline.
    pub fn view(
        &mut self,
        camera: &str,
        frame: &JsValue,
        plate: &JsValue,
        mask: &JsValue,
    ) -> Result<JsValue, Failure> {
        let scan = self.scan.as_mut();
        let scan = scan.ok_or_else(|| Failure::order("capture", "view", "rig"))?;
        let Some((index, of)) = scan.rig().find(camera) else {
            let message = format!("rig.json names no camera {camera:?}");
            let hint = "name a camera of the rig";
            return Err(Failure::input("capture", "unknown_camera", message, hint));
        };
        let given = |source: &JsValue| !source.is_null() && !source.is_undefined();
        let mask = given(mask).then(|| picture::mask(mask, of)).transpose()?;
        let plate = (mask.is_none() && given(plate))
            .then(|| picture::colour(plate, of, Picture::Plate))
            .transpose()?;
        let frame = picture::colour(frame, of, Picture::Frame)?;
        let view = View::new(scan.rig(), index, frame, plate, mask)?;
        self.scanned = None;
        let contours = scan.add(&view)?.contours.clone();
        let camera = &scan.rig().cameras[index];
        Ok(answer::outline(&camera.id, camera, &contours))
    }

    /// Fits the body; `progress` is called with `{stage, fraction}`.
    pub fn fit(&mut self, progress: &Function) -> Result<JsValue, Failure> {
        let scan = self.scan.as_mut();
        let scan = scan.ok_or_else(|| Failure::order("fit", "fit", "rig"))?;
        let mut observe = |p: Progress| {
            let told = answer::object(&[("stage", "fit".into()), ("fraction", p.done.into())]);
            // An observer that throws does not stop the fit.
            let _ = progress.call1(&JsValue::NULL, &told);
        };
        let scanned = scan.fit(&self.model, &mut observe)?;
        scan.settle(&scanned);
        fitted(self.scanned.insert(scanned))
    }

    /// The measurements of the fitted body, with their tapes.
    pub fn measure(&self) -> Result<JsValue, Failure> {
        let scanned = self.scanned.as_ref();
        let scanned = scanned.ok_or_else(|| Failure::order("measure", "measure", "fit"))?;
        let values = scanned.measurements().values;
        rows(&values, &scanned.measured.readings)
    }

    /// The measurement file, as the command writes it.
    pub fn file(&self) -> Result<JsValue, Failure> {
        let scanned = self.scanned.as_ref();
        let scanned = scanned.ok_or_else(|| Failure::order("measure", "file", "fit"))?;
        answer::plain(&scanned.file())
    }

    /// The likeliest body that has the measurements in that text, all its measurements, what was missing predicted,
    /// with the tapes on that body.
    pub fn body(&mut self, measurements: &str) -> Result<JsValue, Failure> {
        let given = Measurements::from_json(measurements.as_bytes())?;
        let all = measure::complete(&given, None).measurements;
        let kept = match given.sex {
            Some(Sex::Female) => &mut self.likely[0],
            Some(Sex::Male) => &mut self.likely[1],
            None => &mut self.likely[2],
        };
        let likely = match kept.take() {
            Some(likely) => likely,
            None => Likely::new(&self.model, given.sex)?,
        };
        let body = kept.insert(likely).body(&self.model, &given)?;
        let readings = measure::measure(&body)?;
        Ok(answer::object(&[
            ("mesh", answer::mesh(&body)),
            ("measurements", rows(&all.values, &readings)?),
        ]))
    }

    /// Drafts a design for the fitted body, or for the measurements in that text; in panels that fit the bed of a machine, a name or
    /// a machine file's text, where one is named.
    pub fn draft(
        &mut self,
        design: &str,
        measurements: Option<String>,
        machine: Option<String>,
    ) -> Result<JsValue, Failure> {
        let design = Design::from_json(design.as_bytes())?;
        let measurements = match (measurements, &self.scanned) {
            (Some(text), _) => Measurements::from_json(text.as_bytes())?,
            (None, Some(scanned)) => scanned.measurements(),
            (None, None) => return Err(Failure::order("garment", "draft", "fit")),
        };
        let pattern = match machine {
            Some(machine) => Order::pattern(&measurements, &design, &machine_of(&machine)?)?,
            None => garment::draft(&measurements, &design, measurements.sex)?,
        };
        let (_, _, pattern) = self.draft.insert((measurements, design, pattern));
        answer::plain(pattern)
    }

    /// Knits the draft on a simulated machine, a name or a machine file's text; answers with all files. `progress` is called
    /// with `{stage, panel, fraction, total}`.
    pub fn knit(&self, machine: &str, progress: Option<Function>) -> Result<JsValue, Failure> {
        let draft = self.draft.as_ref();
        let (measurements, design, _) =
            draft.ok_or_else(|| Failure::order("knit", "knit", "draft"))?;
        let machine = machine_of(machine)?;
        let pattern = Order::pattern(measurements, design, &machine)?;
        let observe = &mut |panel: &str, done| tell(&progress, ("knit", Some(panel), done), done);
        let order = Order::knit(measurements, design, pattern, &machine, observe)?;
        let papers = order.papers(ORDER);
        Ok(answer::object(&[
            ("summary", answer::plain(&order.summary)?),
            ("files", files(order.files.iter().chain(&papers))),
        ]))
    }

    /// A whole order under that name: drafts and knits for the measurements in that text, whatever was drafted before. `sale` is
    /// the text of what a shop sells it as, `{material, price}`.
    pub fn order(
        &mut self,
        id: &str,
        measurements: &str,
        design: &str,
        machine: &str,
        sale: Option<String>,
        progress: Option<Function>,
    ) -> Result<JsValue, Failure> {
        let id = Form::named(id)?;
        let measurements = Measurements::from_json(measurements.as_bytes())?;
        let design = Design::from_json(design.as_bytes())?;
        let machine = machine_of(machine)?;
        tell(&progress, ("garment", None, 0.0), 0.0);
        let pattern = Order::pattern(&measurements, &design, &machine)?;
        let observe = &mut |panel: &str, done: f64| {
            tell(&progress, ("knit", Some(panel), done), 0.6 * done);
        };
        let order = Order::knit(&measurements, &design, pattern, &machine, observe)?;
        tell(&progress, ("export", None, 0.0), 0.6);
        let papers = order.papers(id);
        let mut package = order.package(id, papers.clone());
        if let Some(sale) = sale {
            package.form = package.form.sold(sale.as_bytes())?;
        }
        let whole = packed(&package)?;
        tell(&progress, ("export", None, 1.0), 1.0);
        self.ordered = Some(package);
        let fields = [
            ("order", JsValue::from_str(id)),
            ("pattern", answer::plain(&order.pattern)?),
            ("summary", answer::plain(&order.summary)?),
            ("programs", files(order.files.iter())),
            ("papers", files(papers.iter())),
        ];
        Ok(answer::extended(whole, &fields))
    }

    /// What a signature of the last order signs.
    pub fn statement(&self) -> Result<String, Failure> {
        let package = self.ordered.as_ref();
        let package = package.ok_or_else(|| Failure::order("order", "statement", "order"))?;
        Ok(package.form.statement())
    }

    /// The last order, signed: `{manifest, package}`. `key` and `signature` are those of Ed25519, 32 and 64 bytes.
    pub fn seal(&mut self, key: &[u8], signature: &[u8]) -> Result<JsValue, Failure> {
        let package = self.ordered.take();
        let package = package.ok_or_else(|| Failure::order("order", "seal", "order"))?;
        let (Ok(key), Ok(signature)) = (key.try_into(), signature.try_into()) else {
            let message = "a key and a signature of Ed25519 have 32 and 64 bytes".into();
            return Err(Failure::input(
                "order",
                "no_key",
                message,
                "pass an Ed25519 key pair",
            ));
        };
        let seal = Seal::new(key, signature);
        seal.fits(&package.form.statement(), None).map_err(|why| {
            let message = format!("the signature {why}");
            Failure::input("order", "no_key", message, "pass the two keys of one pair")
        })?;
        packed(&package.signed(seal))
    }
}

/// A package as `{manifest, package}`.
fn packed(package: &Package) -> Result<JsValue, Failure> {
    let name = format!("{}.zip", package.form.order);
    Ok(answer::object(&[
        ("manifest", answer::plain(&package.form)?),
        ("package", answer::file(&name, &package.to_bytes())),
    ]))
}

/// Whether an order's package is whole: `{order, whole, alterations, signed_by}`, and a `note` where another build made it.
#[wasm_bindgen]
pub fn verify(order: &[u8], key: Option<String>) -> Result<JsValue, Failure> {
    let key = key.map(|k| PublicKey::from_text(&k)).transpose()?;
    let (form, alterations, note) = match Package::from_bytes(order) {
        Ok(package) => {
            let Verified { alterations, note } = package.verify(key.as_ref());
            (Some(package.form), alterations, note)
        }
        Err(e) => (None, vec![e.to_string()], None),
    };
    let order = form.as_ref().map(|f| f.order.as_str().into());
    let signed_by = form.as_ref().and_then(|f| f.signature.as_ref());
    let signed_by = signed_by.map(|s| s.key.as_str().into());
    let mut fields = vec![
        ("order", order.unwrap_or(JsValue::NULL)),
        ("whole", alterations.is_empty().into()),
        ("alterations", answer::plain(&alterations)?),
        ("signed_by", signed_by.unwrap_or(JsValue::NULL)),
    ];
    fields.extend(note.map(|note| ("note", note.into())));
    Ok(answer::object(&fields))
}

/// All garments that can be designed, with their parameters.
#[wasm_bindgen]
pub fn designs() -> Result<JsValue, Failure> {
    answer::plain(garment::garments())
}

/// All measurements that there are: `{id, name, iso, least_mm, largest_mm}`.
#[wasm_bindgen]
pub fn definitions() -> Array {
    let row = |d: &measure::Definition| {
        answer::object(&[
            ("id", d.id.into()),
            ("name", d.name.into()),
            ("iso", d.iso.map_or(JsValue::NULL, JsValue::from_str)),
            ("least_mm", d.plausible_mm.0.into()),
            ("largest_mm", d.plausible_mm.1.into()),
        ])
    };
    measure::DEFINITIONS.iter().map(row).collect()
}

/// The text of the JSON Schema of `measurements`, `design`, `machine` or `order`; nothing of any other kind.
#[wasm_bindgen]
pub fn schema(kind: &str) -> Option<String> {
    export::schema::schema(kind).map(|schema| format!("{schema:#}"))
}

/// Names of the machines that are built in.
#[wasm_bindgen]
pub fn machines() -> Result<JsValue, Failure> {
    answer::plain(&Machine::NAMES)
}

/// Runs a knitout text through the simulated machine.
#[wasm_bindgen]
pub fn check(knitout: &str, machine: &str) -> Result<JsValue, Failure> {
    let report = knit::simulate(knitout.as_bytes(), &machine_of(machine)?);
    let finding = |f: &Finding| {
        let severity = match f.rule.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        answer::object(&[
            ("severity", severity.into()),
            ("line", f.line.into()),
            ("rule", f.rule.name().into()),
            ("message", JsValue::from_str(&f.message)),
        ])
    };
    Ok(report
        .findings
        .iter()
        .map(finding)
        .collect::<Array>()
        .into())
}

/// A machine by name, or from the text of a machine file.
fn machine_of(text: &str) -> Result<Machine, Failure> {
    match Machine::built_in(text) {
        Some(machine) => Ok(machine),
        None if text.trim_start().starts_with('{') => Ok(Machine::from_json(text.as_bytes())?),
        None => {
            let message = format!("no machine is called {text:?}");
            let hint = format!("one of {}, or a machine file", Machine::NAMES.join(", "));
            Err(Failure::input("knit", "unknown_machine", message, &hint))
        }
    }
}

/// Files by their names.
fn files<'a>(files: impl Iterator<Item = &'a File>) -> JsValue {
    let files = files.map(|File { name, bytes }| answer::file(name, bytes));
    files.collect::<Array>().into()
}

/// Tells an observer of a stage, its panel and its share, and of the share of the whole call.
fn tell(
    observer: &Option<Function>,
    (stage, panel, fraction): (&str, Option<&str>, f64),
    total: f64,
) {
    let Some(observer) = observer else { return };
    let mut fields = vec![
        ("stage", JsValue::from_str(stage)),
        ("fraction", fraction.into()),
        ("total", total.into()),
    ];
    fields.extend(panel.map(|name| ("panel", JsValue::from_str(name))));
    // An observer that throws does not stop the work.
    let _ = observer.call1(&JsValue::NULL, &answer::object(&fields));
}

impl Session {
    /// The network that was given.
    pub(super) fn lent(&self) -> Option<&Network> {
        self.network.as_deref()
    }

    /// The body's model.
    pub(super) fn body_model(&self) -> &Model {
        &self.model
    }
}

/// Measurements with their names and tapes.
fn rows(values: &[Measurement], readings: &[Reading]) -> Result<JsValue, Failure> {
    let row = |(m, r): (&Measurement, &Reading)| {
        let name = measure::definition(m.id).map_or(m.id, |d| d.name);
        let fields = [("name", name.into()), ("tape_mm", answer::lines(&r.lines))];
        Ok(answer::extended(answer::plain(m)?, &fields))
    };
    let rows: Result<Array, Failure> = values.iter().zip(readings).map(row).collect();
    Ok(rows?.into())
}

fn fitted(scanned: &Scanned) -> Result<JsValue, Failure> {
    let (seen, outlines) = (Array::new(), Array::new());
    let add = |fit: &Fit, posed: &Body, name: &dyn Fn(&str) -> String| {
        for s in &fit.outlines {
            if let Some(camera) = fit.rig.cameras.get(s.camera) {
                seen.push(&answer::outline(&name(&camera.id), camera, &s.contours));
            }
        }
        for camera in &fit.rig.cameras {
            let contours = export::overlay::outline(camera, &posed.mesh);
            outlines.push(&answer::outline(&name(&camera.id), camera, &contours));
        }
    };
    add(&scanned.fit, &scanned.posed, &str::to_owned);
    if let Some(turned) = &scanned.turned {
        add(&turned.fit, &turned.posed, &turned_name);
    }
    let warnings: Result<Array, Failure> = scanned.warnings.iter().map(warning).collect();
    let fields = [
        ("seen", seen.into()),
        ("outlines", outlines.into()),
        ("mesh", answer::mesh(&scanned.measured.body)),
        ("warnings", warnings?.into()),
    ];
    Ok(answer::extended(answer::plain(&scanned.verdict)?, &fields))
}

/// A warning with its sentence.
pub(super) fn warning(w: &Warning) -> Result<JsValue, Failure> {
    let message = [("message", JsValue::from_str(&w.to_string()))];
    Ok(answer::extended(answer::plain(w)?, &message))
}
