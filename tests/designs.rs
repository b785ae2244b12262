//! `purlform designs` as people and programs call it.

use serde_json::Value;
use std::process::{Command, Output};

fn purlform(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_purlform"))
        .args(args)
        .output()
        .expect("the command runs")
}

#[test]
fn lists_all_garments_for_programs_and_for_people() {
    let out = purlform(&["designs", "--json"]);
    assert!(out.status.success());
    let file: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let table = purlform(&["designs"]).stdout;
    let table = String::from_utf8(table).expect("UTF-8");
    let garments = file["garments"].as_array().expect("a list");
    assert!(garments.len() > 5);
    for garment in garments {
        for p in garment["parameters"].as_array().expect("a list") {
            for field in ["name", "kind", "about", "about_zh"] {
                assert!(p[field].is_string(), "{p}");
                let shown = table.contains(p[field].as_str().unwrap_or_default());
                assert!(shown || field == "kind", "{p}");
            }
            assert!(p["default"].is_object(), "{p}");
            let range = p["min"].as_f64() < p["max"].as_f64() && p["unit"].is_string();
            let listed = ["choices", "fields", "symbols"];
            let listed = listed
                .iter()
                .any(|l| p[l].as_array().is_some_and(|l| !l.is_empty()));
            assert!(range || listed, "{p}");
        }
    }
}

#[test]
fn an_unknown_garment_is_answered_with_the_nearest() {
    let out = purlform(&["designs", "pulover"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("pullover"));
}
