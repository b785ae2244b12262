//! JSON Schemas (draft 2020-12) of what crosses the borders, made from the tables that the readers check against. A field that is
//! not required may be `null`, which says nothing, as the readers have it.

use crate::garment::{Design, Garment, Kind, Parameter, Preset, garments};
use crate::knit::Machine;
use crate::measure::{BY_HAND, DEFINITIONS, Definition};
use serde_json::{Map, Value, json};

/// What there is a schema of.
pub const KINDS: [&str; 4] = ["measurements", "design", "machine", "order"];

/// The schema of a kind; `None` for any other word.
pub fn schema(kind: &str) -> Option<Value> {
    let body = match kind {
        "measurements" => measurements(),
        "design" => design(),
        "machine" => machine(),
        "order" => order(),
        _ => return None,
    };
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:purlform:schema:{kind}:1"),
    });
    if let (Value::Object(schema), Value::Object(body)) = (&mut schema, body) {
        schema.extend(body);
    }
    allow_null(&mut schema);
    Some(schema)
}

/// Lets all fields that are not required be `null`.
fn allow_null(schema: &mut Value) {
    if let Value::Array(parts) = schema {
        parts.iter_mut().for_each(allow_null);
    }
    let Value::Object(schema) = schema else {
        return;
    };
    let required = schema.get("required").cloned().unwrap_or_default();
    let is_required = |name: &String| {
        let required = required.as_array();
        required.is_some_and(|r| r.contains(&Value::from(name.as_str())))
    };
    for (key, part) in schema.iter_mut() {
        match part {
            // What a condition asks for is no field's description.
            _ if key == "if" => {}
            Value::Object(fields) if key == "properties" || key == "$defs" => {
                for (name, field) in fields.iter_mut() {
                    allow_null(field);
                    if key == "properties" && !is_required(name) {
                        or_null(field);
                    }
                }
            }
            part => allow_null(part),
        }
    }
}

/// The same field, which may be `null`, too.
fn or_null(field: &mut Value) {
    let Value::Object(field) = field else {
        return;
    };
    if let Some(only) = field.remove("const") {
        field.insert("enum".into(), json!([only]));
    }
    for (key, nothing) in [
        ("type", json!("null")),
        ("enum", Value::Null),
        ("anyOf", json!({ "type": "null" })),
    ] {
        match field.get_mut(key) {
            Some(Value::Array(ways)) if !ways.contains(&nothing) => ways.push(nothing),
            Some(way @ Value::String(_)) => *way = json!([way, nothing]),
            _ => {}
        }
    }
}

/// A measurement file, or a tape's flat list.
fn measurements() -> Value {
    let sex =
        json!({ "enum": ["female", "male"], "description": "helps to predict what is missing" });
    let size = json!({
        "type": ["string", "number"],
        "description": "of GB/T 1335 or ASTM D5585, such as 170/88A; stands in for what is not given",
    });
    let all: Vec<&Definition> = DEFINITIONS.iter().chain(BY_HAND).collect();
    let ids: Vec<&str> = all.iter().map(|d| d.id).collect();
    let mut flat = named(all.iter().map(|d| (d.id.to_string(), plausible(d))));
    flat.insert("version".into(), json!({ "const": 1 }));
    flat.insert("sex".into(), sex.clone());
    flat.insert("size".into(), size.clone());
    flat.insert("measurements".into(), json!({ "const": null }));
    let range = |d: &&Definition| {
        json!({
            "if": { "properties": { "id": { "const": d.id } } },
            "then": { "properties": { "value_mm": plausible(d), "left_mm": plausible(d), "right_mm": plausible(d) } },
        })
    };
    let length = json!({ "type": "number" });
    json!({
        "title": "Measurements",
        "description": "Of one person, in mm: as `purlform measure` writes them, or a tape's flat list. Stature and bust girth suffice.",
        "type": "object",
        "if": { "properties": { "measurements": { "not": { "type": "null" } } }, "required": ["measurements"] },
        "then": {
            "required": ["version", "measurements"],
            "properties": {
                "version": { "const": 1 },
                "sex": sex,
                "size": size,
                "measurements": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "value_mm"],
                        "properties": {
                            "id": { "enum": ids },
                            "iso": { "description": "clause of ISO 8559-1" },
                            "value_mm": { "type": "number" },
                            "sigma_mm": { "type": "number", "minimum": 0, "description": "standard deviation; by hand unless it is given" },
                            "left_mm": length,
                            "right_mm": length,
                        },
                        "allOf": all.iter().map(range).collect::<Vec<_>>(),
                    },
                },
                "fit": { "description": "how well the body explains the frames" },
                "warnings": { "description": "what makes the capture a poor one" },
            },
        },
        "else": { "properties": flat, "additionalProperties": false },
    })
}

/// Fields by their names; put in one by one, since to collect them is to compile a sort for each kind of iterator.
fn named(fields: impl IntoIterator<Item = (String, Value)>) -> Map<String, Value> {
    let mut map = Map::new();
    map.extend(fields);
    map
}

fn plausible(d: &Definition) -> Value {
    let (least, largest) = d.plausible_mm;
    json!({ "type": "number", "minimum": least, "maximum": largest, "description": format!("{}, mm", d.name) })
}

/// A design file; each garment has its own parameters.
fn design() -> Value {
    let (least, most) = Design::DENSITY;
    let density = |about: &str| json!({ "type": "number", "minimum": least, "maximum": most, "description": about });
    let names: Vec<&str> = garments().iter().map(|g| g.name).collect();
    let of = |garment: &&Garment| {
        let rows = garment
            .parameters
            .iter()
            .map(|p| (p.name.to_string(), parameter(p)));
        json!({
            "if": { "properties": { "garment": { "const": garment.name } }, "required": ["garment"] },
            "then": {
                "description": garment.about,
                "properties": { "parameters": { "properties": named(rows), "additionalProperties": false } },
            },
        })
    };
    json!({
        "title": "Design",
        "description": "A garment, the gauge of a relaxed swatch, and what was chosen; what is left out has its default.",
        "type": "object",
        "required": ["garment", "gauge"],
        "additionalProperties": false,
        "properties": {
            "version": { "const": 1 },
            "garment": { "enum": names },
            "gauge": {
                "type": "object",
                "required": ["wales_per_100mm", "courses_per_100mm"],
                "additionalProperties": false,
                "properties": {
                    "wales_per_100mm": density("columns of loops over a width of 100 mm"),
                    "courses_per_100mm": density("rows of loops over a height of 100 mm"),
                },
            },
            "parameters": { "type": "object" },
        },
        "allOf": garments().iter().map(of).collect::<Vec<_>>(),
    })
}

fn record(fields: &[Parameter]) -> Value {
    let rows = fields.iter().map(|f| (f.name.to_string(), parameter(f)));
    json!({ "type": "object", "properties": named(rows), "additionalProperties": false })
}

fn parameter(p: &Parameter) -> Value {
    let mut schema = match p.kind {
        Kind::Choice { choices, .. } => json!({ "enum": choices, "description": p.about }),
        Kind::Number { unit, min, max } => {
            json!({ "type": "number", "minimum": min, "maximum": max, "description": format!("{} ({unit})", p.about) })
        }
        Kind::Count { unit, min, max } => {
            json!({ "type": "integer", "minimum": min, "maximum": max, "description": format!("{} ({unit})", p.about) })
        }
        Kind::Text { most, .. } => {
            json!({ "type": "string", "minLength": 1, "maxLength": most, "description": p.about })
        }
        Kind::Colour => {
            json!({ "type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", "description": p.about })
        }
        Kind::Flag => json!({ "type": "boolean", "description": p.about }),
        Kind::Image { .. } => {
            json!({ "type": "string", "contentEncoding": "base64", "description": p.about })
        }
        Kind::Rows { .. } => {
            let rows = json!({ "type": "array", "minItems": 1, "items": { "type": "string" } });
            json!({ "anyOf": [rows, { "type": "string" }], "description": p.about })
        }
        // A text alone stands for the object whose first field of that kind it is.
        Kind::Record { fields } => {
            json!({ "anyOf": [{ "type": "string" }, record(fields)], "description": p.about })
        }
        Kind::List { most, fields } => {
            let items = json!({ "anyOf": [{ "type": "string" }, record(fields)] });
            json!({ "type": "array", "minItems": 1, "maxItems": most, "items": items, "description": p.about })
        }
    };
    let default = match p.default {
        Preset::Value(value) => Some(json!(value)),
        Preset::Word(word) => Some(json!(word)),
        Preset::Derived(_) => None,
    };
    if let (Value::Object(schema), Some(default)) = (&mut schema, default) {
        schema.insert("default".into(), default);
    }
    schema
}

/// What the fields of a machine file are, other than numbers within [`Machine::LIMITS`].
fn machine() -> Value {
    let whole = |most: u32, about: &str| json!({ "type": "integer", "minimum": 0, "maximum": most, "description": about });
    let flag = |about: &str| json!({ "type": "boolean", "description": about });
    let mut fields = json!({
        "name": { "type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]+$" },
        "carriers": {
            "type": "array", "minItems": 4, "maxItems": 32, "uniqueItems": true,
            "items": { "type": "string", "pattern": "^[!-+\\--:<-~]+$" },
            "description": "names of the carriers, in their order",
        },
        "park": { "enum": ["left", "right", "any"], "description": "where carriers wait" },
        "insertion": { "enum": ["in", "inhook"], "default": "in", "description": "how a carrier's yarn is brought in" },
        "racking_fractions": {
            "type": "array", "items": { "enum": [0, 0.25, 0.5, 0.75] }, "contains": { "const": 0 },
            "description": "parts of a needle that the back bed can stand off",
        },
        "hooks": flag("a yarn inserting hook"),
        "sliders": flag("slider needles"),
        "one_carrier_a_pass": flag("a pass moves one carrier only"),
        "knit_and_tuck_share_a_pass": flag("knits and tucks may share one bed in one pass"),
        "exact_carriers": flag("programs must name exactly these carriers, in this order"),
    });
    let stitch = json!({ "type": "string", "pattern": "^[0-9A-F]$" });
    let numbers = |about: &str, fields: Value| {
        let names: Vec<&String> = fields
            .as_object()
            .map(|f| f.keys().collect())
            .unwrap_or_default();
        json!({
            "type": "object", "required": names, "additionalProperties": false, "properties": fields,
            "description": about,
        })
    };
    let kniterate = json!({
        "knit_speed": whole(600, "x-speed-number of knitting"),
        "transfer_speed": whole(600, "x-speed-number of transfers"),
        "roller": whole(65535, "x-roller-advance of a full course"),
        "bind_off_roller": whole(65535, "x-roller-advance while binding off"),
        "jersey_stitch": stitch, "rib_stitch": stitch, "waste_stitch": stitch,
    });
    let swg = json!({
        "knit_speed": whole(15, "x-speed-number of knitting"),
        "transfer_speed": whole(15, "x-speed-number of transfers"),
        "jersey_stitch": whole(255, "x-stitch-number of jersey"),
        "rib_stitch": whole(255, "x-stitch-number of rib"),
        "waste_stitch": whole(255, "x-stitch-number of waste and cast-on"),
    });
    let built_in = Machine::built_in("kniterate").and_then(|m| serde_json::to_value(m).ok());
    let built_in = built_in.as_ref().and_then(Value::as_object);
    if let Some(fields) = fields.as_object_mut() {
        for (name, least, most) in Machine::LIMITS {
            let is_whole = built_in
                .and_then(|m| m.get(name))
                .is_some_and(Value::is_u64);
            let number = if is_whole { "integer" } else { "number" };
            fields.insert(
                name.into(),
                json!({ "type": number, "minimum": least, "maximum": most }),
            );
        }
        fields.insert(
            "kniterate".into(),
            numbers("numbers of the Kniterate's extension operations", kniterate),
        );
        fields.insert(
            "swg".into(),
            numbers("numbers of a Shima SWG's extension operations", swg),
        );
    }
    // A field is required if a machine without it is refused.
    let refused_without = |name: &&String| {
        let mut rest = built_in.cloned().unwrap_or_default();
        rest.remove(*name);
        Machine::from_json(Value::from(rest).to_string().as_bytes()).is_err()
    };
    let names = built_in.into_iter().flatten().map(|(name, _)| name);
    let required: Vec<&String> = names.filter(refused_without).collect();
    json!({
        "title": "Machine",
        "description": "A V-bed knitting machine.",
        "type": "object",
        "required": required,
        "additionalProperties": false,
        "properties": fields,
    })
}

/// An order: what a shop sends, and what a package holds as order.json.
fn order() -> Value {
    let sum = json!({ "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256" });
    let sums = ["measurements", "design", "machine", "program", "files"];
    let each = sums.into_iter().chain(["material", "price"]);
    let each = each.map(|part| (part.to_string(), sum.clone()));
    json!({
        "title": "Order",
        "description": "What is to be knitted for whom on which machine: what a shop sends, and with checksums what a package holds.",
        "type": "object",
        "additionalProperties": false,
        "required": ["order", "measurements", "design", "machine"],
        "properties": {
            "version": { "const": 1 },
            "order": {
                "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[^./\\\\\\u0000-\\u001f\\u007f-\\u009f][^/\\\\\\u0000-\\u001f\\u007f-\\u009f]*$",
                "description": "its name, as a file's name can be",
            },
            "measurements": { "$ref": "#/$defs/measurements" },
            "design": { "$ref": "#/$defs/design" },
            "machine": { "anyOf": [{ "enum": Machine::NAMES }, { "$ref": "#/$defs/machine" }] },
            "material": { "description": "yarn and colour, as the shop calls them" },
            "price": { "description": "what it is sold for" },
            "purlform": { "type": "string", "description": "build that made the programs: version+sum of sources" },
            "checksums": {
                "type": "object", "required": sums, "additionalProperties": false, "properties": named(each),
            },
            "files": {
                "type": "array",
                "items": {
                    "type": "object", "required": ["name", "sha256"], "additionalProperties": false,
                    "properties": { "name": { "type": "string" }, "sha256": sum },
                },
            },
            "signature": {
                "type": "object", "required": ["algorithm", "key", "value"], "additionalProperties": false,
                "properties": {
                    "algorithm": { "const": "Ed25519" },
                    "key": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
                    "value": { "type": "string", "pattern": "^[0-9a-f]{128}$" },
                },
            },
        },
        "$defs": { "measurements": measurements(), "design": design(), "machine": machine() },
    })
}
