//! An order's package: its form, its files, and the sums of both, to be written, read and looked at for alterations.

use super::error::Error;
use super::form::{BUILD, Form, Sum};
use super::order::{File, Order};
use super::seal::{PublicKey, Seal};
use super::slip;
use crate::export::zip;
use std::collections::BTreeMap;

/// Name of the form within a package.
const FORM: &str = "order.json";
/// Name of the list of all sums within a package, as `sha256sum --check` reads it.
const MANIFEST: &str = "MANIFEST.sha256";

/// What looking at an order came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What was altered, a sentence each; none of a whole order.
    pub alterations: Vec<String>,
    /// What of a whole order is another build's, and could not be compared.
    pub note: Option<String>,
}

/// A package.
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// What was ordered.
    pub form: Form,
    /// Programs and papers.
    pub files: Vec<File>,
    /// The manifest as it was found, and the sum of the form's bytes; `None` for a form alone or a package made here.
    found: Option<(String, Sum)>,
    /// Whether this is a form without its files.
    bare: bool,
}

impl Package {
    /// Packs those files under that form.
    pub fn new(form: Form, files: Vec<File>) -> Self {
        Self {
            form,
            files,
            found: None,
            bare: false,
        }
    }

    /// Reads what [`Package::to_bytes`] writes, a form alone, or a slip: the signed order as short as a QR code holds it.
    ///
    /// # Errors
    /// Of bad input: no archive or form, damaged, too large, entries of one name.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.first() == Some(&b'{') {
            let form = match slip::is_slip(bytes) {
                true => slip::form(bytes)?,
                false => Form::from_json(bytes)?,
            };
            return Ok(Self {
                bare: true,
                ..Self::new(form, Vec::new())
            });
        }
        let entries = zip::read(bytes).map_err(|e| broken(format!("the archive {e}")))?;
        let stem = entries.iter().find_map(|(name, _)| {
            let (folder, file) = name.rsplit_once('/')?;
            (file == FORM).then(|| format!("{folder}/"))
        });
        let stem = stem.ok_or_else(|| broken(format!("the archive has no {FORM}")))?;
        let named = entries.into_iter().map(|(name, bytes)| {
            let inside = name.strip_prefix(&stem).map(String::from);
            let name = inside.ok_or_else(|| broken(format!("{name}: lies outside {stem}")))?;
            Ok(File { name, bytes })
        });
        let package = Self::from_files(named.collect::<Result<_, Error>>()?)?;
        if stem != format!("{}/", package.form.order) {
            let message = format!(
                "{FORM} is that of {:?}, its folder is {stem:?}",
                package.form.order
            );
            return Err(broken(message));
        }
        Ok(package)
    }

    /// A package from its files, form and manifest among them.
    ///
    /// # Errors
    /// Of bad input: no form, files of one name.
    pub fn from_files(files: Vec<File>) -> Result<Self, Error> {
        let (mut form, mut found, mut rest) = (None, String::new(), BTreeMap::new());
        let mut names = Vec::new();
        for file in files {
            match file.name.as_str() {
                FORM => form = Some((Form::from_json(&file.bytes)?, Sum::of(FORM, &file.bytes))),
                MANIFEST => found = String::from_utf8_lossy(&file.bytes).into_owned(),
                _ => {
                    names.push(file.name.clone());
                    if let Some(twice) = rest.insert(file.name.clone(), file) {
                        return Err(broken(format!("{}: is there twice", twice.name)));
                    }
                }
            }
        }
        let (form, sum) = form.ok_or_else(|| broken(format!("there is no {FORM}")))?;
        Ok(Self {
            form,
            files: names.iter().filter_map(|n| rest.remove(n)).collect(),
            found: Some((found, sum)),
            bare: false,
        })
    }

    /// All files, form and manifest among them.
    pub fn to_files(&self) -> Vec<File> {
        let own = self.own_files();
        self.files.iter().cloned().chain(own).collect()
    }

    /// Form and manifest; of a form alone, that.
    fn own_files(&self) -> Vec<File> {
        let form = File {
            name: FORM.into(),
            bytes: self.form.to_json().into_bytes(),
        };
        if self.bare {
            return vec![form];
        }
        let manifest = File {
            name: MANIFEST.into(),
            bytes: self.manifest(&Sum::of(FORM, &form.bytes)).into_bytes(),
        };
        vec![form, manifest]
    }

    /// One archive under the order's name, always the same bytes; of a form alone, its text.
    pub fn to_bytes(&self) -> Vec<u8> {
        if self.bare {
            return self.form.to_json().into_bytes();
        }
        let own = self.own_files();
        let files = || self.files.iter().chain(&own);
        let name = |f: &File| format!("{}/{}", self.form.order, f.name);
        let names: Vec<String> = files().map(name).collect();
        let named = names.iter().zip(files());
        zip::write(named.map(|(name, f)| (name.as_str(), f.bytes.as_slice())))
    }

    fn manifest(&self, form: &Sum) -> String {
        let all = self.form.files.iter().chain([form]);
        all.map(Sum::line).collect()
    }

    /// Looks for what was altered since the order was made. With a `key`, an order that its owner did not sign is altered, too.
    ///
    /// Whoever alters a part and all its sums alters the programs that follow from it: the order is made once more. What differs
    /// then was altered, unless another build of purlform made it: its papers are taken as they are, its programs on the word of
    /// the `key`'s owner, who signed them.
    pub fn verify(&self, key: Option<&PublicKey>) -> Verified {
        let mut alterations = Vec::new();
        let now = self.form.sums();
        for ((part, told), (_, now)) in self.form.checksums.parts().into_iter().zip(now.parts()) {
            if told != now {
                alterations.push(format!(
                    "{part}: altered since the checksum in {FORM} was taken"
                ));
            }
        }
        if !self.bare {
            self.compare_files(&mut alterations);
        }
        self.compare_seal(key, &mut alterations);
        if !alterations.is_empty() {
            return Verified {
                alterations,
                note: None,
            };
        }
        let Form {
            order,
            measurements,
            design,
            machine,
            ..
        } = &self.form;
        let (differing, programs) = match Order::again(order, [measurements, design, machine]) {
            Ok(again) => self.compare_sums(&again.files),
            Err(e) => (vec![format!("{FORM}: the order cannot be made: {e}")], true),
        };
        let theirs = &self.form.purlform;
        if theirs == BUILD || differing.is_empty() {
            return Verified {
                alterations: differing,
                note: None,
            };
        }
        let (mut alterations, mut note) = (Vec::new(), None);
        if !programs {
            note = Some(format!(
                "its papers are those of purlform {theirs}; this is {BUILD}, which writes them otherwise"
            ));
        } else if key.is_some() {
            note = Some(format!(
                "its programs are those of purlform {theirs}, on its signer's word; this is {BUILD}, which knits it otherwise"
            ));
        } else {
            alterations.push(format!(
                "programs: not those that these measurements, this design and this machine give to purlform {BUILD}: \
                 altered, or made by {theirs}, as {FORM} says. Verify with that build, or name the key that signed the order"
            ));
        }
        Verified { alterations, note }
    }

    fn compare_files(&self, found: &mut Vec<String>) {
        let mut here: BTreeMap<&str, &File> = BTreeMap::new();
        here.extend(self.files.iter().map(|f| (f.name.as_str(), f)));
        let mut listed: BTreeMap<&str, &Sum> = BTreeMap::new();
        listed.extend(self.form.files.iter().map(|s| (s.name.as_str(), s)));
        if listed.len() != self.form.files.len() {
            found.push(format!("{FORM}: lists a file twice"));
        }
        for (name, sum) in &listed {
            match here.get(name) {
                None => found.push(format!("{name}: missing")),
                Some(file) if Sum::of(name, &file.bytes) != **sum => {
                    found.push(format!("{name}: altered"))
                }
                Some(_) => {}
            }
        }
        let strange = here.keys().filter(|name| !listed.contains_key(*name));
        found.extend(strange.map(|name| format!("{name}: added, it is no file of the order")));
        if let Some((manifest, form)) = &self.found
            && *manifest != self.manifest(form)
        {
            found.push(format!(
                "{MANIFEST}: not the sums of these files, or {FORM} was altered"
            ));
        }
    }

    fn compare_seal(&self, key: Option<&PublicKey>, found: &mut Vec<String>) {
        match (&self.form.signature, key) {
            (None, None) => {}
            (None, Some(_)) => found.push("signature: missing".into()),
            (Some(seal), key) => {
                if let Err(why) = seal.fits(&self.form.statement(), key) {
                    found.push(format!("signature: {why}"));
                }
            }
        }
    }

    /// What the order made once more differs in, a sentence each, and whether programs do.
    fn compare_sums(&self, again: &[Sum]) -> (Vec<String>, bool) {
        let differs = |sum: &&Sum| !again.contains(sum);
        let differing: Vec<&Sum> = self.form.files.iter().filter(differs).collect();
        let listed =
            |is: &dyn Fn(&Sum) -> bool, sums: &[Sum]| sums.iter().filter(|s| is(s)).count();
        let lacks = |is: &dyn Fn(&Sum) -> bool| listed(is, again) != listed(is, &self.form.files);
        let programs = differing.iter().any(|s| s.is_program()) || lacks(&Sum::is_program);
        let given = "not what these measurements, this design and this machine give";
        let mut found: Vec<String> = differing
            .iter()
            .map(|s| format!("{}: {given}", s.name))
            .collect();
        if found.is_empty() && lacks(&|_| true) {
            found.push(format!("{FORM}: not all files of the order are listed"));
        }
        (found, programs)
    }

    /// Whether this is a form without its files.
    pub fn is_bare(&self) -> bool {
        self.bare
    }

    /// The same, signed.
    pub fn signed(mut self, seal: Seal) -> Self {
        self.form.signature = Some(seal);
        self.found = None;
        self
    }
}

fn broken(message: String) -> Error {
    Error::input("order", "broken", message, "ask for the order anew")
}
