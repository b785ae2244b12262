//! An order that was altered is refused, whatever was altered and however carefully.

use purlform::export::{checksum::sha256, zip};
use purlform::garment::Design;
use purlform::knit::Machine;
use purlform::measure::Measurements;
use purlform::pipeline::{BUILD, File, Form, Order, Package, PrivateKey, Sum, Verified};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

const SCARF: &str = r#"{"garment":"scarf","gauge":{"wales_per_100mm":24,"courses_per_100mm":32},"parameters":{"length":600}}"#;

fn order(tape: &str, design: &str, machine: &str) -> Package {
    let measurements = Measurements::from_json(tape.as_bytes()).expect("measurements");
    let design = Design::from_json(design.as_bytes()).expect("design");
    let machine = Machine::built_in(machine).expect("machine");
    let order = Order::new(&measurements, &design, &machine).expect("order");
    order.package("A17", order.papers("A17"))
}

fn whole() -> Package {
    order(
        r#"{"stature":1680,"bust_girth":920,"sex":"female"}"#,
        SCARF,
        "vbed-e7",
    )
}

fn signed() -> Package {
    let package = whole();
    let seal = PrivateKey::new([7; 32]).sign(&package.form.statement());
    package.signed(seal)
}

/// The package after someone changed its files by hand.
fn altered(package: &Package, change: impl FnOnce(&mut Vec<File>)) -> Vec<u8> {
    let mut files = package.to_files();
    change(&mut files);
    let names: Vec<String> = files.iter().map(|f| format!("A17/{}", f.name)).collect();
    let named = names.iter().zip(&files);
    zip::write(named.map(|(name, f)| (name.as_str(), f.bytes.as_slice())))
}

fn found(bytes: &[u8]) -> Vec<String> {
    match Package::from_bytes(bytes) {
        Ok(package) => package.verify(None).alterations,
        Err(e) => vec![e.to_string()],
    }
}

fn file<'a>(files: &'a mut [File], name: &str) -> &'a mut File {
    files.iter_mut().find(|f| f.name == name).expect(name)
}

/// The form after someone changed it by hand.
fn reform(package: &Package, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    altered(package, |files| {
        let form = file(files, "order.json");
        let mut value: Value = serde_json::from_slice(&form.bytes).expect("JSON");
        change(&mut value);
        form.bytes = serde_json::to_vec_pretty(&value).expect("JSON");
        form.bytes.push(b'\n');
        let sum = sha256(&form.bytes);
        let manifest = file(files, "MANIFEST.sha256");
        let text = String::from_utf8(manifest.bytes.clone()).expect("text");
        let lines = text.lines().filter(|l| !l.ends_with("order.json"));
        let lines: String = lines.map(|l| format!("{l}\n")).collect();
        manifest.bytes = format!("{lines}{sum}  order.json\n").into_bytes();
    })
}

#[test]
fn what_was_not_altered_is_whole() {
    for package in [whole(), signed()] {
        let bytes = package.to_bytes();
        assert_eq!(found(&bytes), Vec::<String>::new());
        let form = package.form.to_json();
        assert_eq!(
            found(form.as_bytes()),
            Vec::<String>::new(),
            "the form alone"
        );
        assert_eq!(
            Package::from_bytes(&bytes).expect("a package").to_bytes(),
            bytes
        );
    }
    let key = PrivateKey::new([7; 32]).public();
    assert_eq!(
        signed().verify(Some(&key)).alterations,
        Vec::<String>::new()
    );
}

#[test]
fn each_alteration_is_named() {
    let package = signed();
    let names = |bytes: &[u8], what: &str| {
        let found = found(bytes);
        assert!(
            found.iter().any(|line| line.contains(what)),
            "{what}: {found:?}"
        );
    };
    names(
        &altered(&package, |f| file(f, "scarf.k").bytes.push(b'\n')),
        "scarf.k: altered",
    );
    names(
        &altered(&package, |f| file(f, "order.html").bytes.push(b'\n')),
        "order.html: altered",
    );
    names(
        &altered(&package, |f| f.retain(|f| f.name != "scarf.kc")),
        "scarf.kc: missing",
    );
    let extra = File {
        name: "scarf2.k".into(),
        bytes: b";!knitout-2\n".to_vec(),
    };
    names(&altered(&package, |f| f.push(extra)), "scarf2.k: added");
    names(
        &altered(&package, |f| file(f, "MANIFEST.sha256").bytes.push(b'\n')),
        "MANIFEST.sha256",
    );
    names(
        &altered(&package, |f| file(f, "order.json").bytes.push(b' ')),
        "MANIFEST.sha256",
    );
    names(
        &altered(&package, |f| f.retain(|f| f.name != "order.json")),
        "order.json",
    );
    names(
        &altered(&package, |f| f.retain(|f| f.name != "MANIFEST.sha256")),
        "MANIFEST.sha256",
    );
    let value =
        |form: &mut Value| form["measurements"]["measurements"][0]["value_mm"] = json!(1700);
    names(&reform(&package, value), "measurements: altered");
    names(
        &reform(&package, |form| {
            form["design"]["parameters"]["length"] = json!(900)
        }),
        "design: altered",
    );
    names(
        &reform(&package, |form| form["machine"]["name"] = json!("swg")),
        "machine: altered",
    );
    names(
        &reform(&package, |form| form["order"] = json!("A18")),
        "A18",
    );
    names(
        &reform(&package, |form| form["purlform"] = json!("9.9.9")),
        "signature: does not fit",
    );
    names(
        &reform(&package, |form| form["checksums"]["program"] = json!("0")),
        "program: altered",
    );
    names(
        &reform(&package, |form| form["files"][0]["sha256"] = json!("0")),
        "files: altered",
    );
    names(
        &reform(&package, |form| {
            form["signature"]["value"] = json!("00".repeat(64))
        }),
        "signature: does not fit",
    );
    names(
        &reform(&package, |form| form["note"] = json!("rush")),
        "note",
    );
    names(b"PK", "archive");
    let bytes = package.to_bytes();
    names(&bytes[..bytes.len() - 1], "archive");
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 3] ^= 1;
    names(&flipped, "damaged");
}

#[test]
fn a_part_altered_with_all_its_sums_gives_other_programs() {
    let honest = whole();
    let mut form = honest.form.clone();
    form.design["parameters"]["length"] = json!(900);
    form.checksums = form.sums();
    let found = Package::new(form, honest.files.clone())
        .verify(None)
        .alterations;
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("scarf.k: not what these")),
        "{found:?}"
    );

    let mut files = honest.files.clone();
    file(&mut files, "scarf.k").bytes.extend(b"; rush\n");
    let sums = files.iter().map(|f| Sum::of(&f.name, &f.bytes)).collect();
    let mut form: Form = honest.form.clone();
    form.files = sums;
    form.checksums = form.sums();
    let found = Package::new(form, files).verify(None).alterations;
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn only_the_named_key_will_do() {
    let [ours, theirs] = [7, 8].map(|b| PrivateKey::new([b; 32]).public());
    assert_eq!(
        signed().verify(Some(&ours)).alterations,
        Vec::<String>::new()
    );
    assert!(signed().verify(Some(&theirs)).alterations[0].contains("another key"));
    assert!(whole().verify(Some(&ours)).alterations[0].contains("missing"));
    // A whole other order, signed by someone else.
    let other = order(r#"{"stature":1750,"bust_girth":990}"#, SCARF, "kniterate");
    let seal = PrivateKey::new([8; 32]).sign(&other.form.statement());
    assert!(other.signed(seal).verify(Some(&ours)).alterations[0].contains("another key"));
    // The seal of one order does not fit another.
    let other = order(r#"{"stature":1750,"bust_girth":990}"#, SCARF, "kniterate");
    let stolen = signed().form.signature.expect("signed");
    assert!(other.signed(stolen).verify(Some(&ours)).alterations[0].contains("does not fit"));
}

#[test]
fn the_command_makes_keys_signs_and_verifies() {
    let folder: PathBuf =
        std::env::temp_dir().join(format!("purlform-verify-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let run = |words: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_purlform"))
            .current_dir(&folder)
            .args(words)
            .output();
        let out = out.expect("the command");
        (
            out.status.code(),
            String::from_utf8_lossy(&out.stdout).into_owned(),
        )
    };
    std::fs::write(folder.join("A17.zip"), whole().to_bytes()).expect("written");
    assert_eq!(run(&["verify", "A17.zip"]).0, Some(0));
    let (code, key) = run(&["key", "kiosk.pem"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        run(&["key", "kiosk.pem"]).0,
        Some(2),
        "a key is not overwritten"
    );
    assert_eq!(
        run(&["verify", "A17.zip", "--key", "kiosk.pem.pub"]).0,
        Some(1),
        "not signed"
    );
    assert_eq!(run(&["sign", "A17.zip", "--key", "kiosk.pem"]).0, Some(0));
    assert_eq!(
        run(&["verify", "A17.zip", "--key", "kiosk.pem.pub"]).0,
        Some(0)
    );
    assert_eq!(run(&["verify", "A17.zip", "--key", key.trim()]).0, Some(0));
    assert_eq!(run(&["key", "other.pem"]).0, Some(0));
    let (code, said) = run(&["verify", "A17.zip", "--key", "other.pem.pub"]);
    assert!(code == Some(1) && said.contains("another key"), "{said}");
    assert_eq!(
        run(&["sign", "A17.zip", "--key", "other.pem", "--out", "B.zip"]).0,
        Some(0),
        "signed anew"
    );
    assert_eq!(
        run(&["verify", "B.zip", "--key", "other.pem.pub"]).0,
        Some(0)
    );

    for File { name, bytes } in signed().to_files() {
        std::fs::create_dir_all(folder.join("A17")).expect("a folder");
        std::fs::write(folder.join("A17").join(name), bytes).expect("written");
    }
    assert_eq!(run(&["verify", "A17"]).0, Some(0), "an unpacked folder");
    std::fs::write(folder.join("A17/scarf.k"), ";!knitout-2\n").expect("written");
    let (code, said) = run(&["verify", "A17"]);
    assert!(
        code == Some(1) && said.contains("scarf.k: altered"),
        "{said}"
    );
    assert_eq!(
        run(&["sign", "A17", "--key", "kiosk.pem"]).0,
        Some(1),
        "what was altered is not signed"
    );
    assert_eq!(run(&["verify", "nothing.zip"]).0, Some(2));
    let _ = std::fs::remove_dir_all(&folder);
}

/// A signed order with what a shop sells it as.
fn sold() -> Form {
    let sale = json!({"material": {"yarn": "merino-7", "colour": "Moss"}, "price": {"currency": "EUR", "total": 87}});
    let form = whole().form;
    let form = form.sold(sale.to_string().as_bytes()).expect("sale");
    let seal = PrivateKey::new([7; 32]).sign(&form.statement());
    Form {
        signature: Some(seal),
        ..form
    }
}

#[test]
fn a_colour_or_a_price_that_was_altered_is_refused() {
    let form = serde_json::to_value(sold()).expect("JSON");
    let refused = |change: fn(&mut Value)| {
        let mut altered = form.clone();
        change(&mut altered);
        found(altered.to_string().as_bytes())
    };
    assert_eq!(refused(|_| ()), Vec::<String>::new());
    for why in [
        refused(|f| f["material"]["colour"] = json!("Oat")),
        refused(|f| f["price"]["total"] = json!(1)),
        refused(|f| {
            f.as_object_mut().expect("object").remove("price");
        }),
        refused(|f| {
            let form = f.as_object_mut().expect("object");
            form.remove("price");
            let sums = form["checksums"].as_object_mut().expect("object");
            sums.remove("price");
        }),
    ] {
        assert!(!why.is_empty());
    }
}

/// The order as a QR code holds it.
fn slip() -> Value {
    let mut slip = serde_json::to_value(sold()).expect("JSON");
    let fields = slip.as_object_mut().expect("object");
    for name in ["version", "checksums", "files"] {
        fields.remove(name);
    }
    slip["machine"] = json!("vbed-e7");
    // What is null may be left out.
    slip["measurements"] = serde_json::from_str(
        &slip["measurements"]
            .to_string()
            .replace("\"iso\":null,", ""),
    )
    .expect("JSON");
    slip
}

#[test]
fn a_slip_is_whole_as_it_was_signed_and_refused_once_it_is_altered() {
    assert_eq!(found(slip().to_string().as_bytes()), Vec::<String>::new());
    let changes: [fn(&mut Value); 8] = [
        |s| s["order"] = json!("A18"),
        |s| s["measurements"]["measurements"][0]["value_mm"] = json!(1681),
        |s| s["design"]["parameters"]["length"] = json!(700),
        |s| s["machine"] = json!("kniterate"),
        |s| s["material"]["colour"] = json!("Oat"),
        |s| s["price"]["total"] = json!(1),
        |s| s["purlform"] = json!("9.9.9"),
        |s| {
            s.as_object_mut().expect("object").remove("signature");
        },
    ];
    for (i, change) in changes.iter().enumerate() {
        let mut altered = slip();
        change(&mut altered);
        assert!(
            !found(altered.to_string().as_bytes()).is_empty(),
            "change {i}"
        );
    }
}

/// The order as another build of the same version made it: it ends each program, or each paper, with a line of its own.
fn elsewhere(of: fn(&Sum) -> bool) -> Package {
    let here = whole();
    let mut files = here.files.clone();
    for file in &mut files {
        if of(&Sum::of(&file.name, b"")) {
            file.bytes.extend(b"; knit well\n");
        }
    }
    let form = Form {
        purlform: "0.1.0+00000000".into(),
        files: files.iter().map(|f| Sum::of(&f.name, &f.bytes)).collect(),
        ..here.form
    };
    let checksums = form.sums();
    Package::new(Form { checksums, ..form }, files)
}

fn signed_by(package: &Package, key: [u8; 32]) -> Package {
    let seal = PrivateKey::new(key).sign(&package.form.statement());
    package.clone().signed(seal)
}

#[test]
fn another_builds_order_is_whole_if_its_programs_are_ours_or_its_signer_is_named() {
    let ours = PrivateKey::new([7; 32]).public();
    let whole = |package: &Package, key| {
        let Verified { alterations, note } = package.verify(key);
        assert_eq!(alterations, Vec::<String>::new());
        note
    };
    assert_eq!(whole(&elsewhere(|_| false), None), None, "all is the same");
    let note = whole(&elsewhere(|sum| !sum.is_program()), None);
    assert!(note.expect("other papers").contains("papers"));

    let programs = elsewhere(Sum::is_program);
    let theirs = signed_by(&programs, [8; 32]);
    for doubtful in [&programs, &theirs] {
        let found = doubtful.verify(None).alterations;
        assert!(
            found.len() == 1 && found[0].contains("made by 0.1.0+00000000"),
            "{found:?}"
        );
    }
    assert!(!theirs.verify(Some(&ours)).alterations.is_empty());
    let signed = signed_by(&programs, [7; 32]);
    let note = whole(&signed, Some(&ours));
    assert!(note.expect("other programs").contains("signer's word"));
    // Named or not, whoever signed it: a build that is ours knits what we knit.
    let mut lie = programs;
    lie.form.purlform = BUILD.into();
    let found = signed_by(&lie, [7; 32]).verify(Some(&ours)).alterations;
    assert!(found[0].contains("not what these"), "{found:?}");
}

#[test]
fn a_slip_of_another_build_is_taken_if_it_is_knitted_the_same_else_that_build_is_named() {
    let read = |package: &Package| {
        let mut slip = serde_json::to_value(&package.form).expect("JSON");
        for name in ["version", "checksums", "files"] {
            slip.as_object_mut().expect("object").remove(name);
        }
        found(slip.to_string().as_bytes())
    };
    let same = signed_by(&elsewhere(|_| false), [7; 32]);
    assert_eq!(read(&same), Vec::<String>::new());
    let other = read(&signed_by(&elsewhere(Sum::is_program), [7; 32]));
    assert!(
        other[0].contains("made by purlform 0.1.0+00000000"),
        "{other:?}"
    );
}
