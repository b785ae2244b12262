//! A slip: a signed order as short as a QR code needs it. It has neither checksums nor files; both follow from its parts, and the
//! signature says whether they are the ones that were signed.

use super::error::Error;
use super::form::Form;
use super::order::Order;
use super::seal::Seal;
use crate::garment::Design;
use crate::knit::Machine;
use crate::measure::Measurements;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

/// What the code holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slip {
    order: String,
    /// Version that made the order.
    purlform: String,
    measurements: Value,
    design: Value,
    /// A name, or as in a machine file.
    machine: Value,
    material: Option<Value>,
    price: Option<Value>,
    signature: Seal,
}

/// What every order.json has, and no slip.
#[derive(Deserialize)]
struct Sums {
    checksums: Option<IgnoredAny>,
}

/// Whether that text is one of a slip rather than of an order.json.
pub fn is_slip(text: &[u8]) -> bool {
    serde_json::from_slice::<Sums>(text).is_ok_and(|s| s.checksums.is_none())
}

/// Makes a slip's order again: its form, with the signature that the slip has.
///
/// # Errors
/// Of bad input: no slip, one of another version, parts of which no order can be made.
pub fn form(text: &[u8]) -> Result<Form, Error> {
    let wrong = |why: String| {
        let message = format!("the order: {why}");
        Error::input("order", "no_order", message, "ask for the order anew")
    };
    let slip: Slip = serde_json::from_slice(text).map_err(|e| wrong(e.to_string()))?;
    let ours = env!("CARGO_PKG_VERSION");
    if slip.purlform != ours {
        let them = slip.purlform;
        let why = format!(
            "made by purlform {them}; without checksums only {them} can verify it, this is {ours}"
        );
        return Err(wrong(why));
    }
    let bytes = |value: &Value| value.to_string().into_bytes();
    let measurements = Measurements::from_json(&bytes(&slip.measurements))?;
    let design = Design::from_json(&bytes(&slip.design))?;
    let machine = match slip.machine.as_str().map(Machine::built_in) {
        Some(Some(machine)) => machine,
        Some(None) => return Err(wrong(format!("no machine is called {}", slip.machine))),
        None => Machine::from_json(&bytes(&slip.machine))?,
    };
    let id = Form::named(&slip.order)?;
    let order = Order::new(&measurements, &design, &machine)?;
    let sale = json!({ "material": slip.material, "price": slip.price });
    let form = order.form(id, &order.papers(id)).sold(&bytes(&sale))?;
    Ok(Form {
        signature: Some(slip.signature),
        ..form
    })
}
