//! The schemas name the fields that the readers know and the writers write, no more and no fewer.

use purlform::export::schema::schema;
use purlform::garment::{self, Design, Gauge, Kind, Parameter, garments};
use purlform::knit::Machine;
use purlform::measure::{BY_HAND, DEFINITIONS, MeasurementFile, Measurements};
use purlform::pipeline::{Checksums, Form, Seal, Sum};
use serde::de::value::Error as Stop;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Value, json};
use std::collections::BTreeSet;

type Names = BTreeSet<String>;

/// Asks a type for the names of its fields, and stops there.
struct Asked<'a>(&'a mut Names);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Stop> {
        Err(Stop::custom("no record"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Stop> {
        self.0.extend(fields.iter().map(|f| f.to_string()));
        Err(Stop::custom("asked"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The fields that the reader of a Rust type knows.
fn read_by<T: for<'de> Deserialize<'de>>() -> Names {
    let mut names = Names::new();
    assert!(T::deserialize(Asked(&mut names)).is_err());
    assert!(!names.is_empty(), "no record");
    names
}

/// The fields of a written object.
fn written(value: &Value) -> Names {
    let fields = value.as_object().expect("an object");
    fields.keys().cloned().collect()
}

/// The fields that a schema names at a place.
fn named(schema: &Value, place: &str) -> Names {
    let found = schema.pointer(place).and_then(|s| s.get("properties"));
    written(found.unwrap_or_else(|| panic!("no properties at {place}")))
}

fn names<'a>(of: impl IntoIterator<Item = &'a str>) -> Names {
    of.into_iter().map(String::from).collect()
}

fn of(kind: &str) -> Value {
    schema(kind).expect("a schema")
}

#[test]
fn machines_have_the_fields_of_their_types() {
    let schema = of("machine");
    assert_eq!(named(&schema, ""), read_by::<Machine>());
    for (field, machine) in [("kniterate", "kniterate"), ("swg", "swg")] {
        let machine = Machine::built_in(machine).expect("in the table");
        let machine = json!(machine);
        assert_eq!(written(&machine), named(&schema, ""));
        let place = format!("/properties/{field}");
        assert_eq!(written(&machine[field]), named(&schema, &place), "{field}");
    }
}

#[test]
fn orders_have_the_fields_of_their_types() {
    let schema = of("order");
    assert_eq!(named(&schema, ""), read_by::<Form>());
    for (place, fields) in [
        ("/properties/checksums", read_by::<Checksums>()),
        ("/properties/files/items", read_by::<Sum>()),
        ("/properties/signature", read_by::<Seal>()),
    ] {
        assert_eq!(named(&schema, place), fields, "{place}");
    }
    for kind in ["measurements", "design", "machine"] {
        let mut alone = of(kind);
        let fields = alone.as_object_mut().expect("an object");
        fields.retain(|name, _| !name.starts_with('$'));
        assert_eq!(schema["$defs"][kind], alone, "{kind}");
    }
}

/// What the reader of designs knows where a field stands that nobody has.
fn known_beside(design: &Value) -> Names {
    let text = design.to_string();
    match Design::from_json(text.as_bytes()) {
        Err(garment::Error::Unknown { known, name, .. }) if name == "nobodys" => {
            known.into_iter().collect()
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn records(garment: &'static garment::Garment) -> impl Iterator<Item = &'static Parameter> {
    let nested = |p: &&Parameter| matches!(p.kind, Kind::Record { .. } | Kind::List { .. });
    garment.parameters.iter().filter(nested)
}

#[test]
fn designs_have_the_fields_that_their_reader_knows() {
    let schema = of("design");
    let gauge = json!({ "wales_per_100mm": 40, "courses_per_100mm": 60 });
    let known = known_beside(&json!({ "garment": "scarf", "gauge": gauge, "nobodys": 1 }));
    assert_eq!(named(&schema, ""), known);
    let known = known_beside(&json!({ "garment": "scarf", "gauge": { "nobodys": 1 } }));
    assert_eq!(named(&schema, "/properties/gauge"), known);
    assert_eq!(known, read_by::<Gauge>());
    for (i, garment) in garments().iter().enumerate() {
        let design = |parameters: Value| json!({ "garment": garment.name, "gauge": gauge, "parameters": parameters });
        let place = format!("/allOf/{i}/then/properties/parameters");
        assert_eq!(
            schema["allOf"][i]["if"]["properties"]["garment"]["const"],
            garment.name
        );
        let known = known_beside(&design(json!({ "nobodys": 1 })));
        assert_eq!(named(&schema, &place), known, "{}", garment.name);
        for p in records(garment) {
            let (value, at) = match p.kind {
                Kind::List { .. } => (json!([{ "nobodys": 1 }]), "items/anyOf/1"),
                _ => (json!({ "nobodys": 1 }), "anyOf/1"),
            };
            let known = known_beside(&design(json!({ p.name: value })));
            let place = format!("{place}/properties/{}/{at}", p.name);
            assert_eq!(named(&schema, &place), known, "{}.{}", garment.name, p.name);
        }
    }
    let whole = Design::from_json(
        json!({ "garment": "scarf", "gauge": gauge })
            .to_string()
            .as_bytes(),
    );
    assert_eq!(
        written(&json!(whole.expect("a design"))),
        named(&schema, "")
    );
}

#[test]
fn measurements_have_the_fields_that_are_read_and_written() {
    let schema = of("measurements");
    let ids = names(DEFINITIONS.iter().chain(BY_HAND).map(|d| d.id));
    let flat: Names = ids
        .iter()
        .cloned()
        .chain(names(Measurements::BESIDE))
        .collect();
    assert_eq!(named(&schema, "/else"), flat);
    let items = "/then/properties/measurements/items";
    let listed = schema.pointer(&format!("{items}/properties/id/enum"));
    let listed: Names = serde_json::from_value(listed.expect("ids").clone()).expect("names");
    assert_eq!(listed, ids);
    // Each is read, alone or in a list, and comes back as it was.
    for d in DEFINITIONS.iter().chain(BY_HAND) {
        let value = (d.plausible_mm.0 + d.plausible_mm.1) / 2.0;
        let list = json!({ "version": 1, "measurements": [{ "id": d.id, "value_mm": value }] });
        for file in [json!({ d.id: value }), list] {
            let read = Measurements::from_json(file.to_string().as_bytes()).expect(d.id);
            assert_eq!(read.values.first().map(|m| m.id), Some(d.id));
            let back = json!(read);
            assert_eq!(written(&back["measurements"][0]), named(&schema, items));
        }
    }
    let sized = Measurements::from_json(br#"{"version": 1, "size": "170/88A", "sex": "male"}"#);
    let sized = sized.expect("a size is read");
    let file = MeasurementFile {
        version: 1,
        sex: sized.sex,
        measurements: sized.values,
        fit: 0,
        warnings: vec![0],
    };
    let mut whole = written(&json!(file));
    whole.extend(names(Measurements::BESIDE));
    assert_eq!(named(&schema, "/then"), whole);
    assert!(Measurements::from_json(br#"{"stature": 1700, "nobodys": 1}"#).is_err());
}
