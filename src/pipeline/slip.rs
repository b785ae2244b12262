//! A slip: a signed order as short as a QR code needs it. It has neither checksums nor files; both follow from its parts, and the
//! signature says whether they are the ones that were signed.

use super::error::Error;
use super::form::{BUILD, Form};
use super::order::Order;
use super::seal::Seal;
use crate::knit::Machine;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// What the code holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slip {
    order: String,
    /// The build that made the order.
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
/// Of bad input: no slip, one that another build knits otherwise, parts of which no order can be made.
pub fn form(text: &[u8]) -> Result<Form, Error> {
    let wrong = |why: String| {
        let message = format!("the order: {why}");
        Error::input("order", "no_order", message, "ask for the order anew")
    };
    let slip: Slip = serde_json::from_slice(text).map_err(|e| wrong(e.to_string()))?;
    let machine = match slip.machine.as_str().map(Machine::built_in) {
        Some(Some(machine)) => serde_json::to_value(machine).unwrap_or_default(),
        Some(None) => return Err(wrong(format!("no machine is called {}", slip.machine))),
        None => slip.machine,
    };
    let form = Order::again(&slip.order, [&slip.measurements, &slip.design, &machine])?;
    let form = Form {
        purlform: slip.purlform,
        material: slip.material,
        price: slip.price,
        ..form
    };
    let form = Form {
        checksums: form.sums(),
        ..form
    };
    if form.purlform != BUILD && slip.signature.fits(&form.statement(), None).is_err() {
        let them = &form.purlform;
        let why = format!(
            "altered, or made by purlform {them}, which knits it otherwise than {BUILD}, which this is; a code holds no programs \
             to compare: verify it with that build, or ask for the order's file"
        );
        return Err(wrong(why));
    }
    Ok(Form {
        signature: Some(slip.signature),
        ..form
    })
}
