//! `order.json`: who is to be knitted what, on which machine, with checksums by which each part can be told from another.

use super::error::Error;
use super::seal::Seal;
use crate::export::checksum::sha256;
use crate::garment::Design;
use crate::knit::Machine;
use crate::measure::Measurements;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use std::collections::BTreeMap;
use std::fmt::Write;

/// This build of purlform: its version and a sum of its sources, as `0.1.0+1a2b3c4d`. Builds of one version may knit one order
/// otherwise, and then neither altered it.
pub const BUILD: &str = env!("PURLFORM_BUILD");

/// The order's form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Version of the format, 1.
    pub version: u32,
    /// The order's name.
    pub order: String,
    /// The build of purlform that made the programs.
    pub purlform: String,
    /// As in a measurement file.
    pub measurements: Value,
    /// As in a design file.
    pub design: Value,
    /// As in a machine file.
    pub machine: Value,
    /// What it is knitted of, as the shop calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material: Option<Value>,
    /// What it is sold for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Value>,
    /// Of the parts above and of the files.
    pub checksums: Checksums,
    /// The order's files, but for this one and the manifest.
    pub files: Vec<Sum>,
    /// By whom it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Seal>,
}

/// What a shop sells an order as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sale {
    material: Option<Value>,
    price: Option<Value>,
}

/// The checksum of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// Name within the order's folder.
    pub name: String,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// SHA-256 in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checksums {
    /// Of the measurements' [canonical text](canonical).
    pub measurements: String,
    /// Of the design's.
    pub design: String,
    /// Of the machine's.
    pub machine: String,
    /// Of the programs' list, as `sha256sum` writes it.
    pub program: String,
    /// Of the material, if the order says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    /// Of the price, if the order says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// Of the list of all files.
    pub files: String,
}

impl Form {
    /// An order's name as a file's name can be.
    ///
    /// # Errors
    /// Of bad input: the name cannot be one of a file or folder.
    pub fn named(order: &str) -> Result<&str, Error> {
        let bad = |c: char| c.is_control() || c == '/' || c == '\\';
        if (1..=64).contains(&order.chars().count())
            && !order.starts_with('.')
            && !order.contains(bad)
        {
            return Ok(order);
        }
        let message = format!("order: {order:?} can name no folder");
        let hint = "1 to 64 characters without / and \\, not beginning with a point";
        Err(Error::input("order", "bad_id", message, hint))
    }

    /// The form of an order of those parts and files.
    pub fn new(
        order: &str,
        (measurements, design, machine): (&Measurements, &Design, &Machine),
        files: Vec<Sum>,
    ) -> Self {
        // Numbers, words and lists of them always serialise.
        let plain = |value: serde_json::Result<Value>| value.unwrap_or_default();
        let measurements = plain(serde_json::to_value(measurements));
        let design = plain(serde_json::to_value(design));
        let machine = plain(serde_json::to_value(machine));
        Self {
            version: 1,
            order: order.into(),
            purlform: BUILD.into(),
            checksums: Checksums::of([&measurements, &design, &machine], [None, None], &files),
            measurements,
            design,
            machine,
            material: None,
            price: None,
            files,
            signature: None,
        }
    }

    /// The same as a shop sells it: the text of `{material, price}`.
    ///
    /// # Errors
    /// Of bad input: no such text.
    pub fn sold(mut self, sale: &[u8]) -> Result<Self, Error> {
        let sale: Sale = serde_json::from_slice(sale).map_err(|e| {
            let hint = "material and price, nothing else";
            Error::input("order", "bad_sale", format!("the sale: {e}"), hint)
        })?;
        (self.material, self.price) = (sale.material, sale.price);
        self.checksums = self.sums();
        Ok(self)
    }

    /// The checksums of its parts as they are.
    pub fn sums(&self) -> Checksums {
        Checksums::of(
            [&self.measurements, &self.design, &self.machine],
            [self.material.as_ref(), self.price.as_ref()],
            &self.files,
        )
    }

    /// Reads what [`Form::to_json`] writes.
    ///
    /// # Errors
    /// Of bad input: no form, a version that is not known, a name that is none.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |why: String| {
            let message = format!("order.json: {why}");
            Error::input("order", "no_order", message, "ask for the order anew")
        };
        let form: Self = serde_json::from_slice(bytes).map_err(|e| wrong(e.to_string()))?;
        if form.version != 1 {
            return Err(wrong(format!("version {} is not 1", form.version)));
        }
        Self::named(&form.order)?;
        Ok(form)
    }

    /// What a signature signs.
    pub fn statement(&self) -> String {
        let mut text = format!(
            "purlform order 1\norder {}\npurlform {}\n",
            self.order, self.purlform
        );
        for (part, sum) in self.checksums.parts() {
            if let Some(sum) = sum {
                // Writing into a string cannot fail.
                let _ = writeln!(text, "{part} {sum}");
            }
        }
        text
    }

    /// The file, for people to read too.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl Checksums {
    /// Each by its name; none where the order does not have the part.
    pub fn parts(&self) -> [(&'static str, Option<&str>); 7] {
        [
            ("measurements", Some(&self.measurements)),
            ("design", Some(&self.design)),
            ("machine", Some(&self.machine)),
            ("program", Some(&self.program)),
            ("files", Some(&self.files)),
            ("material", self.material.as_deref()),
            ("price", self.price.as_deref()),
        ]
    }

    /// Those of measurements, design and machine, of material and price where they are said, and of the files.
    fn of(
        [measurements, design, machine]: [&Value; 3],
        [material, price]: [Option<&Value>; 2],
        files: &[Sum],
    ) -> Self {
        let of = |value| sha256(canonical(value).as_bytes());
        let list = |is: fn(&Sum) -> bool| {
            let lines = files.iter().filter(|f| is(f)).map(Sum::line);
            sha256(lines.collect::<String>().as_bytes())
        };
        Self {
            measurements: of(measurements),
            design: of(design),
            machine: of(machine),
            material: material.map(of),
            price: price.map(of),
            program: list(Sum::is_program),
            files: list(|_| true),
        }
    }
}

impl Sum {
    /// That of a file.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.into(),
            sha256: sha256(bytes),
        }
    }

    /// Whether it is that of a machine's program, knitout or k-code.
    pub fn is_program(&self) -> bool {
        self.name.ends_with(".k") || self.name.ends_with(".kc")
    }

    /// A line as `sha256sum` writes it.
    pub fn line(&self) -> String {
        format!("{}  {}\n", self.sha256, self.name)
    }
}

/// The one text of a JSON value (RFC 8785): no white space, keys in order, numbers as JavaScript writes them.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    let mut list = |open, parts: &mut dyn Iterator<Item = (Option<&String>, &Value)>, close| {
        text.push(open);
        for (i, (key, part)) in parts.enumerate() {
            if i > 0 {
                text.push(',');
            }
            if let Some(key) = key {
                // Writing into a string cannot fail.
                let _ = write!(text, "{}:", Value::from(key.as_str()));
            }
            write(part, text);
        }
        text.push(close);
    };
    match value {
        Value::Object(map) => {
            // The order of bytes is that of UTF-16 for the names that occur here.
            let mut sorted: BTreeMap<&String, &Value> = BTreeMap::new();
            sorted.extend(map);
            list('{', &mut sorted.into_iter().map(|(k, v)| (Some(k), v)), '}');
        }
        Value::Array(parts) => list('[', &mut parts.iter().map(|v| (None, v)), ']'),
        Value::Number(number) => text.push_str(&shortest(number)),
        other => text.push_str(&other.to_string()),
    }
}

/// A whole number has no point.
fn shortest(number: &Number) -> String {
    match number.as_f64() {
        Some(x) if x.fract() == 0.0 && x.abs() < 1e15 => format!("{}", x as i64),
        _ => number.to_string(),
    }
}
