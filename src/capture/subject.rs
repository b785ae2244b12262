//! What the person says of themself.

use super::Error;
use serde_json::Value;

const MOST_BYTES: usize = 1 << 16;
/// Statures of people from toddlers to the tallest, mm.
const STATURE_MM: (f64, f64) = (700.0, 2500.0);
/// Masses of people, kg.
const MASS_KG: (f64, f64) = (8.0, 400.0);

/// Sex as it conditions the priors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// What a person wears before the cameras.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clothing {
    /// Underwear, or nothing: the outline is the skin's.
    Underwear,
    /// Leggings, a sports top: a knit that lies on the skin.
    CloseFitting,
    /// A thin shirt, light trousers.
    ThinLayer,
}

/// What the person says of themself (`subject.json`); everything is optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    /// Conditions the prior.
    pub sex: Option<Sex>,
    /// Typed stature, evidence for the fit, mm.
    pub stature_mm: Option<f64>,
    /// Typed mass, kg.
    pub mass_kg: Option<f64>,
    /// What they wear; unknown counts as underwear.
    pub clothing: Option<Clothing>,
}

impl Subject {
    /// Reads `subject.json`; a field that is absent or `null` is unknown.
    pub fn from_json(bytes: &[u8]) -> Result<Subject, Error> {
        let error = |field, problem: String| Error::Subject { field, problem };
        if bytes.len() > MOST_BYTES {
            return Err(error(
                "file",
                format!(
                    "is {} bytes long, at most {MOST_BYTES} are read",
                    bytes.len()
                ),
            ));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let value: Value =
            serde_json::from_slice(bytes).map_err(|e| error("file", format!("is no JSON: {e}")))?;
        let object = value
            .as_object()
            .ok_or_else(|| error("file", "is no object".into()))?;
        let told = |key: &str| object.get(key).filter(|v| !v.is_null());
        let sex = match told("sex") {
            None => None,
            Some(v) => match v.as_str() {
                Some("female") => Some(Sex::Female),
                Some("male") => Some(Sex::Male),
                _ => {
                    return Err(error(
                        "sex",
                        format!("is {v}, not \"female\", \"male\" or null"),
                    ));
                }
            },
        };
        let clothing = match told("clothing") {
            None => None,
            Some(v) => Some(serde_json::from_value(v.clone()).map_err(|_| {
                let names = "\"underwear\", \"close_fitting\", \"thin_layer\" or null";
                error("clothing", format!("is {v}, not {names}"))
            })?),
        };
        let number = |field: &'static str,
                      (least, most): (f64, f64),
                      unit: fn(f64) -> &'static str| match told(field) {
            None => Ok(None),
            Some(v) => match v.as_f64() {
                Some(n) if (least..=most).contains(&n) => Ok(Some(n)),
                Some(n) => Err(error(
                    field,
                    format!("is {n}, not {least} to {most}{}", unit(n)),
                )),
                None => Err(error(field, format!("is {v}, no number"))),
            },
        };
        let stature_mm = number("stature_mm", STATURE_MM, stature_unit)?;
        let mass_kg = number("mass_kg", MASS_KG, mass_unit)?;
        Ok(Subject {
            sex,
            stature_mm,
            mass_kg,
            clothing,
        })
    }
}

/// The unit that an impossible stature was probably given in.
fn stature_unit(n: f64) -> &'static str {
    match n {
        _ if (0.7..=2.5).contains(&n) => "; metres? then multiply by 1000",
        _ if (3.0..=8.0).contains(&n) => "; feet? then multiply by 304.8",
        _ if (40.0..=84.0).contains(&n) => "; inches? then multiply by 25.4",
        _ if (84.0..=250.0).contains(&n) => "; centimetres? then multiply by 10",
        _ => "",
    }
}

/// The unit that an impossible mass was probably given in.
fn mass_unit(n: f64) -> &'static str {
    if n > MASS_KG.1 {
        "; grams? then divide by 1000"
    } else {
        ""
    }
}
