//! `purlform key`, `purlform sign` and `purlform verify`: that an order is whole, and whose it is.

use super::{Error, Outcome, files};
use clap::Args;
use purlform::pipeline::{File, Package, PrivateKey, PublicKey, Verified};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `key`.
#[derive(Args)]
pub struct KeyArgs {
    /// Where the private key goes; the public one goes beside it, with `.pub` added.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl KeyArgs {
    /// Runs the verb: a new pair of keys. A file that is there is left alone.
    pub fn run(self) -> Outcome {
        let public = beside(&self.file);
        for path in [&self.file, &public] {
            if path.exists() {
                let message = format!("{}: is there already", path.display());
                return Err(Error::input(
                    "files",
                    "exists",
                    message,
                    "name another file",
                ));
            }
        }
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|e| {
            let message = format!("this machine gives no random bytes: {e}");
            Error::input("order", "no_random", message, "")
        })?;
        let key = PrivateKey::new(secret);
        files::write_secret(&self.file, key.to_pem().as_bytes())?;
        files::write(&public, key.public().to_pem().as_bytes())?;
        println!("{}", key.public().to_hex());
        Ok(ExitCode::SUCCESS)
    }
}

/// Arguments of `sign`.
#[derive(Args)]
pub struct Sign {
    /// A package (.zip), its unpacked folder, or its order.json alone.
    order: PathBuf,
    /// The private key, as `purlform key` or OpenSSL writes it (Ed25519, PEM).
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Where the signed package goes; left out, the order's own place.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Sign {
    /// Runs the verb. An order that is not whole is not signed.
    pub fn run(self) -> Outcome {
        let text = files::read(&self.key)?;
        let key = PrivateKey::from_pem(&String::from_utf8_lossy(&text))?;
        let mut package = match read(&self.order)? {
            Ok(package) => package,
            Err(e) => return Ok(refused(&self.order, &[e.to_string()])),
        };
        package.form.signature = None;
        let folder = self.order.is_dir();
        // A signature that is replaced has changed the form, and the manifest with it.
        let altered = Package::new(package.form.clone(), package.files.clone());
        let altered = if package.is_bare() {
            package.verify(None)
        } else {
            altered.verify(None)
        };
        let altered = altered.alterations;
        if !altered.is_empty() {
            return Ok(refused(&self.order, &altered));
        }
        let seal = key.sign(&package.form.statement());
        let signed = package.signed(seal);
        match self.out {
            None if folder => {
                for File { name, bytes } in signed.to_files() {
                    files::write(&self.order.join(name), &bytes)?;
                }
            }
            out => files::write(&out.unwrap_or(self.order), &signed.to_bytes())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Arguments of `verify`.
#[derive(Args)]
pub struct Verify {
    /// A package (.zip), its unpacked folder, its order.json alone, or the text of a booth's QR code.
    order: PathBuf,
    /// The public key (a PEM file, or 64 hexadecimal digits) of whom the order must be.
    #[arg(long, value_name = "FILE|HEX")]
    key: Option<String>,
}

impl Verify {
    /// Runs the verb: 0 if the order is whole, and signed by the key's owner if one is named; else 1, and what was altered.
    pub fn run(self) -> Outcome {
        let key = self.key.as_deref().map(public).transpose()?;
        let package = match read(&self.order)? {
            Ok(package) => package,
            Err(e) => return Ok(refused(&self.order, &[e.to_string()])),
        };
        let Verified { alterations, note } = package.verify(key.as_ref());
        if !alterations.is_empty() {
            return Ok(refused(&self.order, &alterations));
        }
        let form = &package.form;
        let by = match &form.signature {
            None => "not signed".to_string(),
            Some(seal) if key.is_some() => format!("signed by the key {}", seal.key),
            Some(seal) => format!("signed by {}, which --key did not name", seal.key),
        };
        println!(
            "{}: order {} is whole, {by}",
            self.order.display(),
            form.order
        );
        if let Some(note) = note {
            println!("{}: {note}", self.order.display());
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn refused(order: &Path, why: &[String]) -> ExitCode {
    for line in why {
        println!("{}: {line}", order.display());
    }
    ExitCode::from(1)
}

/// The package at that path. What cannot be read is an error; what is there but no whole package is one within.
fn read(path: &Path) -> Result<Result<Package, Error>, Error> {
    if !path.is_dir() {
        return Ok(Package::from_bytes(&files::read(path)?));
    }
    let unreadable = |e: std::io::Error| {
        let message = format!("{}: {e}", path.display());
        Error::input("files", "unreadable", message, "check the path")
    };
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?.path());
    }
    entries.sort();
    let mut all = Vec::new();
    for entry in entries.iter().filter(|e| e.is_file()) {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        all.push(File {
            name: name.into_owned(),
            bytes: files::read(entry)?,
        });
    }
    Ok(Package::from_files(all))
}

fn public(named: &str) -> Result<PublicKey, Error> {
    match Path::new(named).is_file() {
        true => PublicKey::from_text(&String::from_utf8_lossy(&files::read(Path::new(named))?)),
        false => PublicKey::from_text(named),
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}
