//! What is to be made: a garment, the gauge of a swatch, and the parameters that someone chose.

use super::{
    catalogue::{Garment, garment, garments},
    error::Error,
    lace::LaceChart,
    motif::{Motif, rows_of, yarns},
    parameters::{Key, Kind, Parameter, Preset},
};
use crate::motif::{self, Art, Picture, Yarn};
use serde::{Serialize, Serializer, ser::SerializeStruct};
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
    /// What is made.
    pub garment: &'static Garment,
    /// Gauge of the swatch.
    pub gauge: Gauge,
    /// The yarn table; none where the design names none.
    pub yarns: Vec<Yarn>,
    /// A picture, chart or text that is knitted in.
    pub motif: Option<Motif>,
    /// The customer's own lace.
    pub lace: Option<LaceChart>,
    /// Yarns, motif and lace as the file gives them.
    given: BTreeMap<Key, Value>,
    words: BTreeMap<Key, &'static str>,
    numbers: BTreeMap<Key, f64>,
}

impl Serialize for Design {
    /// As a file that [`Design::from_json`] reads, with the parameters that were given.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parameters = Map::new();
        for p in self.garment.parameters {
            if let Some(value) = self.given.get(&p.key) {
                parameters.insert(p.name.into(), value.clone());
            }
            if let Some(word) = self.words.get(&p.key) {
                parameters.insert(p.name.into(), Value::from(*word));
            }
            if let Some(number) = self.numbers.get(&p.key) {
                parameters.insert(p.name.into(), Value::from(*number));
            }
        }
        let mut s = serializer.serialize_struct("Design", 4)?;
        s.serialize_field("version", &1)?;
        s.serialize_field("garment", self.garment.name)?;
        s.serialize_field("gauge", &self.gauge)?;
        s.serialize_field("parameters", &parameters)?;
        s.end()
    }
}

/// A design file is a page of text, perhaps with a picture in base64; anything longer is no design.
const MAX_BYTES: usize = (motif::MOST_BYTES / 3 * 4) + (1 << 18);

impl Design {
    /// Wales or courses per 100 mm that any fabric has.
    pub const DENSITY: (f64, f64) = (5.0, 300.0);

    /// A garment in which every parameter has its default.
    ///
    /// # Errors
    /// A gauge that no fabric has.
    pub fn new(garment: &'static Garment, gauge: Gauge) -> Result<Design, Error> {
        in_range(
            "gauge.wales_per_100mm",
            gauge.wales_per_100mm,
            Self::DENSITY,
        )?;
        in_range(
            "gauge.courses_per_100mm",
            gauge.courses_per_100mm,
            Self::DENSITY,
        )?;
        Ok(Design {
            garment,
            gauge,
            yarns: Vec::new(),
            motif: None,
            lace: None,
            given: BTreeMap::new(),
            words: BTreeMap::new(),
            numbers: BTreeMap::new(),
        })
    }

    /// Reads `{"version":1,"garment":"pullover","gauge":{...},"parameters":{...}}`; only garment and gauge are required, and what is
    /// `null` is as if it were left out.
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
        if let Some(version) = told(root, "version")
            && version.as_f64() != Some(1.0)
        {
            return Err(impossible("version", version, "1"));
        }
        let name = told(root, "garment").ok_or_else(|| missing("garment"))?;
        let garment = known_garment(name)?;
        let gauge = object(
            "gauge",
            told(root, "gauge").ok_or_else(|| missing("gauge"))?,
        )?;
        known_keys("gauge", gauge, &["wales_per_100mm", "courses_per_100mm"])?;
        let gauge = Gauge {
            wales_per_100mm: number(gauge, "wales_per_100mm", Self::DENSITY)?,
            courses_per_100mm: number(gauge, "courses_per_100mm", Self::DENSITY)?,
        };
        let mut design = Design::new(garment, gauge)?;
        if let Some(given) = told(root, "parameters") {
            let given = object("parameters", given)?;
            let names: Vec<&str> = garment.parameters.iter().map(|p| p.name).collect();
            let place = format!("the parameters of a {}", garment.name.replace('_', " "));
            known_keys(&place, given, &names)?;
            for p in garment.parameters {
                if let Some(value) = told(given, p.name) {
                    design.set(p, value)?;
                }
            }
        }
        Ok(design)
    }

    /// The garment of that name.
    ///
    /// # Errors
    /// [`Error::Impossible`] for a name that no garment has, with the nearest that one has.
    pub fn garment(name: &str) -> Result<&'static Garment, Error> {
        known_garment(&Value::from(name))
    }

    fn set(&mut self, p: &Parameter, value: &Value) -> Result<(), Error> {
        let wrong = || impossible(p.name, value, &p.kind.possible());
        match p.kind {
            Kind::Choice { choices, .. } => {
                let word = choices.iter().find(|c| spells(value, c, p.name));
                let word = word.ok_or_else(|| not_among(p.name, value, choices))?;
                self.words.insert(p.key, word);
            }
            Kind::Number { min, max, .. } | Kind::Count { min, max, .. } => {
                let x = value.as_f64().ok_or_else(wrong)?;
                let whole = !matches!(p.kind, Kind::Count { .. }) || x.trunc() == x;
                if !(min..=max).contains(&x) || !whole {
                    return Err(wrong());
                }
                self.numbers.insert(p.key, x);
            }
            Kind::List { .. } => self.yarns = yarns(p, value)?,
            Kind::Record { .. } => self.motif = Some(Motif::read(p, value)?),
            Kind::Rows { .. } => {
                let rows = rows_of(value).ok_or_else(wrong)?;
                self.lace = Some(LaceChart::from_rows(&rows)?);
            }
            Kind::Text { .. } | Kind::Colour | Kind::Flag | Kind::Image { .. } => {
                return Err(wrong());
            }
        }
        if matches!(
            p.kind,
            Kind::List { .. } | Kind::Record { .. } | Kind::Rows { .. }
        ) {
            self.given.insert(p.key, value.clone());
        }
        Ok(())
    }

    /// Takes a picture's bytes (PNG or JPEG) for the motif; where it lies is as the design says, or the default.
    ///
    /// # Errors
    /// A picture that cannot be read, or a garment that takes no motif.
    pub fn set_motif_picture(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.garment.parameter(Key::Motif).is_none() {
            let known: Vec<&str> = self.garment.parameters.iter().map(|p| p.name).collect();
            return Err(unknown(self.garment.name, "motif", &known));
        }
        let picture = Picture::decode("motif", bytes).map_err(Error::Motif)?;
        self.motif.get_or_insert_default().art = Some(Art::Picture(picture));
        let mut shown = match self.given.remove(&Key::Motif) {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        shown.retain(|name, _| !["text", "rows"].contains(&name.as_str()));
        shown.insert("image".into(), Value::from(motif::encode_base64(bytes)));
        self.given.insert(Key::Motif, Value::Object(shown));
        Ok(())
    }

    /// The same design with this number given, as far as the parameter's range reaches.
    #[must_use]
    pub fn with(&self, key: Key, number: f64) -> Design {
        let mut design = self.clone();
        if let Some((least, most)) = self.garment.parameter(key).and_then(|p| p.limits()) {
            design.numbers.insert(key, number.clamp(least, most));
        }
        design
    }

    /// The word that holds for a choice; `None` if the garment leaves it open or does not have it.
    pub fn word(&self, key: Key) -> Option<&'static str> {
        let preset = || match self.garment.parameter(key)?.default {
            Preset::Word(word) => Some(word),
            _ => None,
        };
        self.words.get(&key).copied().or_else(preset)
    }

    /// A number that the design gives; `None` if it leaves it to the default.
    pub fn number(&self, key: Key) -> Option<f64> {
        self.numbers.get(&key).copied()
    }
}

/// Whether that is the word, with hyphens too (`set-in`), or with the parameter's name before it (`rib_2x2`).
fn spells(value: &Value, word: &str, parameter: &str) -> bool {
    let given = value.as_str().unwrap_or_default().replace('-', "_");
    given == word
        || given
            .strip_prefix(parameter)
            .and_then(|w| w.strip_prefix('_'))
            == Some(word)
}

fn known_garment(name: &Value) -> Result<&'static Garment, Error> {
    let names: Vec<&str> = garments().iter().map(|g| g.name).collect();
    let known = name.as_str().and_then(garment);
    known.ok_or_else(|| not_among("garment", name, &names))
}

pub(super) fn object<'a>(name: &str, value: &'a Value) -> Result<&'a Map<String, Value>, Error> {
    let wrong = || impossible(name, value, "an object {...}");
    value.as_object().ok_or_else(wrong)
}

pub(super) fn known_keys(
    place: &str,
    map: &Map<String, Value>,
    known: &[&str],
) -> Result<(), Error> {
    match map.keys().find(|k| !known.contains(&k.as_str())) {
        Some(name) => Err(unknown(place, name, known)),
        None => Ok(()),
    }
}

/// What a field says; `null` says nothing.
pub(super) fn told<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    map.get(name).filter(|v| !v.is_null())
}

fn number(map: &Map<String, Value>, key: &str, range: (f64, f64)) -> Result<f64, Error> {
    let name = format!("gauge.{key}");
    let value = told(map, key).ok_or_else(|| missing(&name))?;
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

pub(super) fn impossible(name: &str, value: &Value, possible: &str) -> Error {
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

fn not_among(name: &str, value: &Value, known: &[&str]) -> Error {
    let possible = format!("one of {}", known.join(", "));
    match value.as_str().and_then(|word| nearest(word, known)) {
        Some(near) => impossible(
            name,
            value,
            &format!("{possible}; did you mean \"{near}\"?"),
        ),
        None => impossible(name, value, &possible),
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
