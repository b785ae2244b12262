//! Measurements as values: read from a file or a tape's flat list, written for people and for the garment.

use super::{BY_HAND, DEFINITIONS, Definition, Error, definition, sized};
use crate::capture::Sex;
use crate::geom::sort_by_number;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use serde_json::Value;
use std::fmt;

/// Longer files are refused: all measurements take a few kB.
const MOST_BYTES: usize = 1 << 20;

/// Uncertainty of a measurement that comes without one (mm): about what two careful takers of one girth differ by.
pub const BY_HAND_SIGMA_MM: f64 = 5.0;

/// The value of one measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
    /// Which of [`DEFINITIONS`] or [`BY_HAND`].
    pub id: &'static str,
    /// The value, mm; of a paired measurement the mean of both sides.
    pub value_mm: f64,
    /// Its standard deviation, mm.
    pub sigma_mm: f64,
    /// The left side's value, mm, where it is known.
    pub left_mm: Option<f64>,
    /// The right side's value, mm, where it is known.
    pub right_mm: Option<f64>,
}

impl Serialize for Measurement {
    /// Lengths to a hundredth of a millimetre.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rounded = self.rounded();
        let mut s = serializer.serialize_struct("Measurement", 6)?;
        s.serialize_field("id", self.id)?;
        s.serialize_field("iso", &definition(self.id).and_then(|d| d.iso))?;
        s.serialize_field("value_mm", &rounded.value_mm)?;
        s.serialize_field("sigma_mm", &rounded.sigma_mm)?;
        s.serialize_field("left_mm", &rounded.left_mm)?;
        s.serialize_field("right_mm", &rounded.right_mm)?;
        s.end()
    }
}

/// Measurements of one person, each at most once, in the order of [`DEFINITIONS`] and [`BY_HAND`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measurements {
    /// The values.
    pub values: Vec<Measurement>,
    /// The person's sex, if the file says so (`"sex": "female"`); it helps to predict what is missing.
    pub sex: Option<Sex>,
}

/// What `measure` writes: the measurements, and what the fit and its warnings say of them.
#[derive(Clone, Debug, Serialize)]
pub struct MeasurementFile<F, W> {
    /// Version of the format, 1.
    pub version: u32,
    /// The person's sex, where it was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// The values.
    pub measurements: Vec<Measurement>,
    /// How well the body explains the frames.
    pub fit: F,
    /// What makes the capture a poor one.
    pub warnings: Vec<W>,
}

impl Serialize for Measurements {
    /// As a file that [`Measurements::from_json`] reads.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut s = serializer.serialize_struct("Measurements", 3)?;
        s.serialize_field("version", &1)?;
        s.serialize_field("sex", &self.sex)?;
        s.serialize_field("measurements", &self.values)?;
        s.end()
    }
}

impl Measurements {
    /// What stands in a flat file beside the measurements themselves; a list of them that is `null` is none.
    pub const BESIDE: [&str; 4] = ["version", "sex", "size", "measurements"];

    /// The value of an id.
    pub fn get(&self, id: &str) -> Option<&Measurement> {
        self.values.iter().find(|m| m.id == id)
    }

    /// Reads what [`MeasurementFile`] writes, or a flat `{"waist_girth": 812, ...}` in mm; what is `null` is as if it were left out.
    ///
    /// A value without a sigma gets [`BY_HAND_SIGMA_MM`]. Lengths are read to a hundredth of a millimetre. With `"size": "170/88A"` the values of a standard's size
    /// ([`sized`]) stand in for those that are not given.
    ///
    /// # Errors
    /// Every variant but those of a body: no file of measurements, an unknown id, one that is given twice, a field of
    /// the wrong kind, a value that no person has (with the unit in which it would be plausible).
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MOST_BYTES {
            return Err(Error::File(format!(
                "it has {} bytes, at most {MOST_BYTES} are read",
                bytes.len()
            )));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let Entries(entries) =
            serde_json::from_slice(bytes).map_err(|e| Error::File(e.to_string()))?;
        let told = |name: &str| {
            let entry = entries.iter().find(|(key, v)| key == name && !v.is_null());
            entry.map(|(_, value)| value)
        };
        let version = told("version").map(Value::as_f64);
        if version.is_some_and(|v| v != Some(1.0)) {
            return Err(Error::File("\"version\" must be 1".into()));
        }
        let mut sex = None;
        if let Some(value) = told("sex") {
            let read = serde_json::from_value(value.clone());
            sex =
                Some(read.map_err(|_| {
                    Error::File("\"sex\" must be \"female\", \"male\" or null".into())
                })?);
        }
        let mut found: Vec<Measurement> = Vec::new();
        if let Some(list) = told("measurements") {
            if version.is_none() {
                return Err(Error::File("\"version\" must be 1".into()));
            }
            let list = list
                .as_array()
                .ok_or_else(|| Error::File("\"measurements\" must be a list".into()))?;
            for entry in list {
                found.push(Measurement::from_entry(entry)?);
            }
        } else {
            for (id, value) in entries
                .iter()
                .filter(|(key, _)| !Self::BESIDE.contains(&key.as_str()))
            {
                let definition = known(id)?;
                if !value.is_null() {
                    found.push(Measurement::new(definition, value, &Value::Null)?);
                }
            }
        }
        if let Some(value) = told("size") {
            let body = match value {
                Value::String(size) => sized(size, sex)?,
                other => sized(&other.to_string(), sex)?,
            };
            sex = Some(body.sex);
            let given = |m: &Measurement| found.iter().any(|f| f.id == m.id);
            let rest: Vec<Measurement> = body.values.into_iter().filter(|m| !given(m)).collect();
            found.extend(rest);
        }
        let order = |m: &Measurement| all().position(|d| d.id == m.id);
        sort_by_number(&mut found, |m| order(m).map_or(-1.0, |at| at as f64));
        match found.windows(2).find(|w| w[0].id == w[1].id) {
            Some(twice) => Err(Error::Twice(twice[0].id)),
            None => Ok(Self {
                values: found.into_iter().map(Measurement::rounded).collect(),
                sex,
            }),
        }
    }
}

impl Measurement {
    /// The same to a hundredth of a millimetre: what is drafted from and what its file says are one.
    pub fn rounded(self) -> Self {
        let round = |x: f64| (x * 100.0).round() / 100.0;
        Self {
            value_mm: round(self.value_mm),
            sigma_mm: round(self.sigma_mm),
            left_mm: self.left_mm.map(round),
            right_mm: self.right_mm.map(round),
            ..self
        }
    }

    /// Reads an entry of the list.
    fn from_entry(entry: &Value) -> Result<Self, Error> {
        let id = entry.get("id").and_then(Value::as_str);
        let definition =
            known(id.ok_or_else(|| Error::File("a measurement has no \"id\"".into()))?)?;
        let field = |name: &str| entry.get(name).unwrap_or(&Value::Null);
        let side = |name: &'static str| match field(name) {
            Value::Null => Ok(None),
            value => plausible(definition, name, value).map(Some),
        };
        let (left_mm, right_mm) = (side("left_mm")?, side("right_mm")?);
        Ok(Self {
            left_mm,
            right_mm,
            ..Self::new(definition, field("value_mm"), field("sigma_mm"))?
        })
    }

    fn new(definition: &'static Definition, value: &Value, sigma: &Value) -> Result<Self, Error> {
        let value_mm = plausible(definition, "value_mm", value)?;
        let expected = "a length of at least 0 mm, or null";
        let sigma_mm = match sigma {
            Value::Null => BY_HAND_SIGMA_MM,
            sigma => sigma
                .as_f64()
                .filter(|s| s.is_finite() && *s >= 0.0)
                .ok_or(Error::Field {
                    id: definition.id,
                    field: "sigma_mm",
                    expected,
                })?,
        };
        Ok(Self {
            id: definition.id,
            value_mm,
            sigma_mm,
            left_mm: None,
            right_mm: None,
        })
    }
}

/// What people say, and what it is called here.
const ALSO_CALLED: [(&str, &str); 8] = [
    ("height", "stature"),
    ("body_height", "stature"),
    ("chest", "bust_girth"),
    ("chest_girth", "bust_girth"),
    ("seat", "hip_girth"),
    ("inseam", "inside_leg_height"),
    ("sleeve_length", "arm_length"),
    ("biceps", "upper_arm_girth"),
];

/// Whatever can stand in a file.
fn all() -> impl Iterator<Item = &'static Definition> {
    DEFINITIONS.iter().chain(BY_HAND)
}

fn known(id: &str) -> Result<&'static Definition, Error> {
    let begins = |d: &Definition| id.len() > 2 && d.id.starts_with(id);
    let nearest = || {
        let likeness = |d: &&Definition| (!begins(d), edits(id, d.id));
        let nearest = all().min_by_key(likeness);
        nearest
            .filter(|d| begins(d) || 2 * edits(id, d.id) <= d.id.len())
            .map(|d| d.id)
    };
    let meant = || {
        ALSO_CALLED
            .iter()
            .find(|(said, _)| *said == id)
            .map(|(_, id)| *id)
    };
    definition(id).ok_or_else(|| Error::Unknown {
        id: id.chars().take(60).collect(),
        nearest: meant().or_else(nearest),
    })
}

/// A length that a person can have.
fn plausible(
    definition: &'static Definition,
    field: &'static str,
    value: &Value,
) -> Result<f64, Error> {
    let (id, (least, largest)) = (definition.id, definition.plausible_mm);
    let value_mm = value.as_f64().filter(|v| v.is_finite());
    let value_mm = value_mm.ok_or(Error::Field {
        id,
        field,
        expected: "a number of millimetres",
    })?;
    if (least..=largest).contains(&value_mm) {
        return Ok(value_mm);
    }
    let units = [
        ("centimetres", 10.0),
        ("inches", 25.4),
        ("metres", 1000.0),
        ("feet", 304.8),
    ];
    // The unit that brings it nearest to the middle of people, by ratio.
    let off = |mm: f64| (mm * mm / (least * largest)).max(least * largest / (mm * mm));
    let candidates = units.map(|(unit, mm)| (unit, value_mm * mm)).into_iter();
    let unit = candidates
        .filter(|(_, mm)| (least..=largest).contains(mm))
        .min_by(|a, b| off(a.1).total_cmp(&off(b.1)));
    Err(Error::Implausible {
        id,
        value_mm,
        plausible_mm: definition.plausible_mm,
        unit,
    })
}

/// Levenshtein's distance of the first 60 characters.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(60).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(60).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// A JSON object with its keys as they stand, repeated ones too.
struct Entries(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Entries;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object of measurements")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Entries(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}
