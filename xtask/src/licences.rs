//! A look at the licence of every crate in the lock file: each must offer one that we can pass on.
//! The list is that of `deny.toml`, so that `cargo deny` answers the same.

use crate::run;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;

/// An error that names the crates with another licence.
pub fn check() -> Result<()> {
    let deny = std::fs::read_to_string(crate::root().join("deny.toml")).context("deny.toml")?;
    let allowed = allowed(&deny)?;
    let metadata: serde_json::Value = serde_json::from_str(&run::output(&mut run::cargo(&[
        "metadata",
        "--locked",
        "--format-version=1",
    ]))?)?;
    let crates = metadata["packages"].as_array().context("cargo metadata")?;
    let mut refused = Vec::new();
    for package in crates {
        let licence = package["license"].as_str().unwrap_or("");
        if !permits(licence, &allowed) {
            refused.push(format!("{} ({licence:?})", package["name"]));
        }
    }
    println!("{} crates, {} refused", crates.len(), refused.len());
    if !refused.is_empty() {
        bail!("licences outside deny.toml: {}", refused.join(", "));
    }
    Ok(())
}

fn allowed(deny: &str) -> Result<BTreeSet<&str>> {
    let (_, rest) = deny
        .split_once("allow = [")
        .context("deny.toml has no `allow = [`")?;
    let (list, _) = rest
        .split_once(']')
        .context("deny.toml: `allow` never ends")?;
    Ok(list.split('"').skip(1).step_by(2).collect())
}

/// SPDX: every term of an `AND` needs one alternative of its `OR` that is allowed.
fn permits(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let flat = expression.replace('/', " OR ").replace(['(', ')'], " ");
    flat.split(" AND ")
        .all(|term| term.split(" OR ").any(|name| allowed.contains(name.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_needs_an_allowed_way_through() {
        let allowed = BTreeSet::from(["MIT", "Unicode-3.0"]);
        assert!(permits("MIT OR GPL-3.0", &allowed));
        assert!(permits("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
        assert!(permits("MIT/Apache-2.0", &allowed));
        assert!(!permits("MIT AND GPL-3.0", &allowed));
        assert!(!permits("", &allowed));
    }
}
