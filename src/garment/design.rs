//! What is to be made: a garment, the gauge of a swatch, and the parameters that someone chose.

use super::{
    ease::Fit,
    error::Error,
    parameters::{Key, Kind, Parameter, parameters},
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The gauge of a relaxed swatch of that yarn, machine and structure.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Gauge {
    /// Wales (columns of loops) over a width of 100 mm.
    pub wales_per_100mm: f64,
    /// Courses (rows of loops) over a height of 100 mm.
    pub courses_per_100mm: f64,
}

/// A design file, read and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Gauge of the swatch.
    pub gauge: Gauge,
    fit: Option<Fit>,
    numbers: BTreeMap<Key, f64>,
}

const GARMENT: &str = "pullover";
/// A design file is a page of text; anything much longer is no design.
const MAX_BYTES: usize = 1 << 16;
/// Wales or courses per 100 mm that any fabric has.
const DENSITY: (f64, f64) = (5.0, 300.0);

impl Design {
    /// A pullover in which every parameter has its default.
    ///
    /// # Errors
    /// A gauge that no fabric has.
    pub fn pullover(gauge: Gauge) -> Result<Design, Error> {
        in_range("gauge.wales_per_100mm", gauge.wales_per_100mm, DENSITY)?;
        in_range("gauge.courses_per_100mm", gauge.courses_per_100mm, DENSITY)?;
        Ok(Design {
            gauge,
            fit: None,
            numbers: BTreeMap::new(),
        })
    }

    /// Reads `{"version":1,"garment":"pullover","gauge":{...},"parameters":{...}}`; only garment and gauge are required.
    ///
    /// # Errors
    /// No JSON, unknown keys (with the nearest known one), missing keys, values out of range.
    pub fn from_json(bytes: &[u8]) -> Result<Design, Error> {
        if bytes.len() > MAX_BYTES {
            let message = format!("it has {} bytes, a design at most {MAX_BYTES}", bytes.len());
            return Err(Error::Malformed { message });
        }
        let root: Value = serde_json::from_slice(bytes).map_err(|e| Error::Malformed {
            message: e.to_string(),
        })?;
        let root = object("design", &root)?;
        known_keys(
            "the design",
            root,
            &["version", "garment", "gauge", "parameters"],
        )?;
        if let Some(version) = root.get("version")
            && version.as_f64() != Some(1.0)
        {
            return Err(impossible("version", version, "1"));
        }
        let garment = root.get("garment").ok_or_else(|| missing("garment"))?;
        match garment.as_str() {
            Some(GARMENT) => {}
            _ => return Err(impossible("garment", garment, &format!("\"{GARMENT}\""))),
        }
        let gauge = object("gauge", root.get("gauge").ok_or_else(|| missing("gauge"))?)?;
        known_keys("gauge", gauge, &["wales_per_100mm", "courses_per_100mm"])?;
        let mut design = Design::pullover(Gauge {
            wales_per_100mm: number(gauge, "wales_per_100mm", DENSITY)?,
            courses_per_100mm: number(gauge, "courses_per_100mm", DENSITY)?,
        })?;
        if let Some(given) = root.get("parameters") {
            let given = object("parameters", given)?;
            let names: Vec<&str> = parameters().iter().map(|p| p.name).collect();
            known_keys("parameters", given, &names)?;
            for p in parameters() {
                if let Some(value) = given.get(p.name) {
                    design.set(p, value)?;
                }
            }
        }
        Ok(design)
    }

    fn set(&mut self, p: &Parameter, value: &Value) -> Result<(), Error> {
        let wrong = || impossible(p.name, value, &p.kind.possible());
        match p.kind {
            Kind::Choice { choices } => {
                let word = value.as_str().ok_or_else(wrong)?;
                let near = |n| format!("{}; did you mean \"{n}\"?", p.kind.possible());
                let unknown = || match nearest(word, choices) {
                    Some(n) => impossible(p.name, value, &near(n)),
                    None => wrong(),
                };
                self.fit = Some(Fit::from_name(word).ok_or_else(unknown)?);
            }
            Kind::Number { min, max, .. } | Kind::Count { min, max, .. } => {
                let x = value.as_f64().ok_or_else(wrong)?;
                let whole = !matches!(p.kind, Kind::Count { .. }) || x.trunc() == x;
                if !(min..=max).contains(&x) || !whole {
                    return Err(wrong());
                }
                self.numbers.insert(p.key, x);
            }
        }
        Ok(())
    }

    /// The fit class.
    pub fn fit(&self) -> Fit {
        self.fit.unwrap_or_default()
    }

    /// A number that the design gives; `None` if it leaves it to the default.
    pub fn number(&self, key: Key) -> Option<f64> {
        self.numbers.get(&key).copied()
    }
}

fn object<'a>(name: &str, value: &'a Value) -> Result<&'a Map<String, Value>, Error> {
    let wrong = || impossible(name, value, "an object {...}");
    value.as_object().ok_or_else(wrong)
}

fn known_keys(place: &str, map: &Map<String, Value>, known: &[&str]) -> Result<(), Error> {
    match map.keys().find(|k| !known.contains(&k.as_str())) {
        Some(name) => Err(unknown(place, name, known)),
        None => Ok(()),
    }
}

fn number(map: &Map<String, Value>, key: &str, range: (f64, f64)) -> Result<f64, Error> {
    let name = format!("gauge.{key}");
    let value = map.get(key).ok_or_else(|| missing(&name))?;
    let wrong = || impossible(&name, value, &format!("{} to {}", range.0, range.1));
    let x = value.as_f64().ok_or_else(wrong)?;
    in_range(&name, x, range)?;
    Ok(x)
}

fn in_range(name: &str, x: f64, (min, max): (f64, f64)) -> Result<(), Error> {
    if (min..=max).contains(&x) {
        return Ok(());
    }
    Err(Error::Impossible {
        name: name.into(),
        value: x.to_string(),
        possible: format!("{min} to {max}"),
    })
}

fn missing(name: &str) -> Error {
    Error::Missing { name: name.into() }
}

fn impossible(name: &str, value: &Value, possible: &str) -> Error {
    let mut value = value.to_string();
    if value.chars().count() > 60 {
        value = value.chars().take(57).chain("...".chars()).collect();
    }
    Error::Impossible {
        name: name.into(),
        value,
        possible: possible.into(),
    }
}

fn unknown(place: &str, name: &str, known: &[&str]) -> Error {
    let name: String = name.chars().take(60).collect();
    Error::Unknown {
        place: place.into(),
        nearest: nearest(&name, known).map(String::from),
        name,
        known: known.iter().map(|k| k.to_string()).collect(),
    }
}

/// The known name that a slip of the pen probably meant.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name: String = name.chars().take(60).collect();
    let by_distance = known.iter().map(|k| (edit_distance(&name, k), *k));
    let (distance, nearest) = by_distance.min()?;
    (distance <= 2 + name.chars().count() / 3).then_some(nearest)
}

/// Levenshtein's distance, one row at a time.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (slot, cb) in row.iter_mut().skip(1).zip(&b) {
            let cost = (diagonal + usize::from(ca != *cb))
                .min(left + 1)
                .min(*slot + 1);
            diagonal = *slot;
            *slot = cost;
            left = cost;
        }
        row[0] = i + 1;
    }
    row.last().copied().unwrap_or(0)
}
