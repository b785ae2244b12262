//! What a design says of colour: its yarns and its motif, read from the design file.

use super::design::{impossible, known_keys, object, told};
use super::error::Error;
use super::parameters::{Kind, Parameter};
use crate::motif::{Art, Chart, Picture, Yarn, decode_base64};
use serde_json::{Map, Value};

/// A motif as the design gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Motif {
    /// What it shows; `None` until a picture is handed in.
    pub art: Option<Art>,
    /// The panel that it is knitted into.
    pub panel: Option<String>,
    /// Its centre, mm from the panel's middle.
    pub x_mm: f64,
    /// Its centre, mm above the cast-on edge.
    pub y_mm: Option<f64>,
    /// Its width, mm.
    pub width_mm: Option<f64>,
    /// Whether it covers the panels like tiles.
    pub repeat: bool,
    /// Whether a picture's shades are dithered.
    pub dither: bool,
}

impl Motif {
    /// Reads a text (a monogram) or an object of the row's fields.
    pub(super) fn read(row: &Parameter, value: &Value) -> Result<Self, Error> {
        if let Value::String(text) = value {
            return Ok(Self {
                art: Some(Art::text("motif", text).map_err(Error::Motif)?),
                ..Self::default()
            });
        }
        let given = Given::of("motif", row, value)?;
        let art = given.art()?;
        Ok(Self {
            art,
            panel: given.text("panel")?,
            x_mm: given.number("x_mm")?.unwrap_or(0.0),
            y_mm: given.number("y_mm")?,
            width_mm: given.number("width_mm")?,
            repeat: given.flag("repeat")?,
            dither: given.flag("dither")?,
        })
    }
}

/// Reads the yarn table.
pub(super) fn yarns(row: &Parameter, value: &Value) -> Result<Vec<Yarn>, Error> {
    let wrong = || impossible("yarns", value, &row.kind.possible());
    let Kind::List { most, .. } = row.kind else {
        return Err(wrong());
    };
    let list = value.as_array().ok_or_else(wrong)?;
    if list.is_empty() || list.len() > most as usize {
        return Err(impossible(
            "yarns",
            &Value::from(format!("{} yarns", list.len())),
            &row.kind.possible(),
        ));
    }
    let defaults = Yarn::defaults();
    list.iter()
        .zip(&defaults)
        .enumerate()
        .map(|(i, (value, default))| yarn(i, row, value, default))
        .collect()
}

fn yarn(at: usize, row: &Parameter, value: &Value, default: &Yarn) -> Result<Yarn, Error> {
    let letter = char::from(b'A' + at as u8);
    let mut yarn = Yarn {
        name: format!("yarn {letter}"),
        ..default.clone()
    };
    let place = format!("yarns[{at}]");
    let colour = |name: &str, text: &str| {
        let wrong = || impossible(name, &Value::from(text), &Kind::Colour.possible());
        Yarn::parse_colour(text).ok_or_else(wrong)
    };
    if let Value::String(text) = value {
        yarn.colour = colour(&place, text)?;
        return Ok(yarn);
    }
    let given = Given::of(&place, row, value)?;
    if let Some(name) = given.text("name")? {
        yarn.name = name;
    }
    if let Some(text) = given.text("colour")? {
        yarn.colour = colour(&format!("{place}.colour"), &text)?;
    }
    yarn.cone_g = given.number("grams")?;
    yarn.tex = match (given.number("nm")?, given.number("tex")?) {
        (Some(nm), None) => Some(1000.0 / nm),
        (None, tex) => tex,
        (Some(_), Some(_)) => {
            return Err(impossible(
                &place,
                &Value::from("nm and tex"),
                "one of nm and tex",
            ));
        }
    };
    Ok(yarn)
}

/// An object whose keys are the fields of a row.
struct Given<'a> {
    place: String,
    fields: &'static [Parameter],
    map: &'a Map<String, Value>,
}

impl<'a> Given<'a> {
    fn of(place: &str, row: &Parameter, value: &'a Value) -> Result<Self, Error> {
        let fields = match row.kind {
            Kind::Record { fields } | Kind::List { fields, .. } => fields,
            _ => &[],
        };
        let map = object(place, value)?;
        let known: Vec<&str> = fields.iter().map(|f| f.name).collect();
        known_keys(&format!("`{place}`"), map, &known)?;
        Ok(Self {
            place: place.into(),
            fields,
            map,
        })
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        told(self.map, name)
    }

    fn wrong(&self, name: &str, value: &Value) -> Error {
        let kind = self.fields.iter().find(|f| f.name == name).map(|f| f.kind);
        let possible = kind.map(|k| k.possible()).unwrap_or_default();
        impossible(&format!("{}.{name}", self.place), value, &possible)
    }

    fn text(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let most = self.fields.iter().find(|f| f.name == name);
        let most = match most.map(|f| f.kind) {
            Some(Kind::Text { most, .. }) => most as usize,
            _ => usize::MAX,
        };
        let fits = |t: &&str| !t.is_empty() && t.chars().count() <= most;
        let plain = |t: &&str| !t.chars().any(char::is_control);
        match value.as_str().filter(fits).filter(plain) {
            Some(text) => Ok(Some(text.into())),
            None => Err(self.wrong(name, value)),
        }
    }

    fn number(&self, name: &str) -> Result<Option<f64>, Error> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let row = self.fields.iter().find(|f| f.name == name);
        let (min, max) = row.and_then(Parameter::limits).unwrap_or((0.0, 0.0));
        match value.as_f64().filter(|x| (min..=max).contains(x)) {
            Some(x) => Ok(Some(x)),
            None => Err(self.wrong(name, value)),
        }
    }

    fn flag(&self, name: &str) -> Result<bool, Error> {
        match self.value(name) {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or_else(|| self.wrong(name, value)),
        }
    }

    fn art(&self) -> Result<Option<Art>, Error> {
        let shown = ["text", "image", "rows"];
        let shown: Vec<&str> = shown
            .into_iter()
            .filter(|n| self.value(n).is_some())
            .collect();
        match shown[..] {
            [] => Ok(None),
            ["text"] => match self.text("text")? {
                Some(text) => Art::text("motif.text", &text)
                    .map(Some)
                    .map_err(Error::Motif),
                None => Ok(None),
            },
            ["image"] => {
                let value = self.value("image").and_then(Value::as_str);
                let text = value.ok_or_else(|| self.wrong("image", &Value::Null))?;
                let bytes = decode_base64("motif.image", text).map_err(Error::Motif)?;
                let picture = Picture::decode("motif.image", &bytes).map_err(Error::Motif)?;
                Ok(Some(Art::Picture(picture)))
            }
            ["rows"] => {
                let rows = self.value("rows").and_then(rows_of);
                let rows = rows.ok_or_else(|| self.wrong("rows", &Value::from("no rows")))?;
                let chart = Chart::from_rows("motif.rows", &rows).map_err(Error::Motif)?;
                Ok(Some(Art::Rows(chart)))
            }
            _ => Err(impossible(
                "motif",
                &Value::from(shown.join(" and ")),
                "one of text, image and rows",
            )),
        }
    }
}

/// A list of texts, or one text of several lines.
pub(super) fn rows_of(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(text.lines().map(String::from).collect()),
        Value::Array(rows) => rows.iter().map(|r| r.as_str().map(String::from)).collect(),
        _ => None,
    }
}
