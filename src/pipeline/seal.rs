//! Signatures of orders: Ed25519 (RFC 8032) over the form's statement. Keys are those of OpenSSL and WebCrypto: PKCS #8 and SPKI
//! (RFC 8410), as PEM.

use super::error::Error;
use ed25519_compact as ed25519;
use serde::{Deserialize, Serialize};

/// DER of a private key up to its 32 bytes (RFC 8410, section 7).
const PRIVATE: [u8; 16] = *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
/// DER of a public key up to its 32 bytes (RFC 8410, section 4).
const PUBLIC: [u8; 12] = *b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";
const ALGORITHM: &str = "Ed25519";

/// A signature with the key that it was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// `Ed25519`.
    pub algorithm: String,
    /// The public key's 32 bytes in hexadecimal digits.
    pub key: String,
    /// The signature's 64 bytes in hexadecimal digits.
    pub value: String,
}

/// Verifies orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

/// Signs orders.
#[derive(Clone)]
pub struct PrivateKey([u8; 32]);

impl Seal {
    /// A signature that was made elsewhere.
    pub fn new(key: &[u8; 32], value: &[u8; 64]) -> Self {
        Self {
            algorithm: ALGORITHM.into(),
            key: hex(key),
            value: hex(value),
        }
    }

    /// Whether this is a signature of that statement, by that key if one is given; else why not.
    ///
    /// # Errors
    /// A sentence for people.
    pub fn fits(&self, statement: &str, key: Option<&PublicKey>) -> Result<(), String> {
        if self.algorithm != ALGORITHM {
            return Err(format!("{:?} is not {ALGORITHM}", self.algorithm));
        }
        let (Some(own), Some(value)) = (unhex::<32>(&self.key), unhex::<64>(&self.value)) else {
            return Err("not 32 and 64 bytes in hexadecimal digits".into());
        };
        if key.is_some_and(|key| key.0 != own) {
            return Err(format!("made with another key, {}", self.key));
        }
        ed25519::PublicKey::new(own)
            .verify(statement, &ed25519::Signature::new(value))
            .map_err(|_| "does not fit: the order was altered after it was signed".into())
    }
}

impl PublicKey {
    /// Reads PEM (`BEGIN PUBLIC KEY`) or 64 hexadecimal digits.
    ///
    /// # Errors
    /// Of bad input: anything else.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let pem = || from_pem(text, "PUBLIC KEY", &PUBLIC);
        let key = unhex::<32>(text.trim()).or_else(pem);
        let fault =
            "no Ed25519 public key: neither PEM (BEGIN PUBLIC KEY) nor 64 hexadecimal digits";
        key.map(Self).ok_or_else(|| no_key(fault))
    }

    /// As PEM.
    pub fn to_pem(&self) -> String {
        to_pem("PUBLIC KEY", &PUBLIC, &self.0)
    }

    /// In hexadecimal digits.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }
}

impl PrivateKey {
    /// The key of 32 secret, random bytes.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Reads PEM (`BEGIN PRIVATE KEY`), as OpenSSL writes it.
    ///
    /// # Errors
    /// Of bad input: anything else.
    pub fn from_pem(text: &str) -> Result<Self, Error> {
        let key = from_pem(text, "PRIVATE KEY", &PRIVATE);
        let fault = "no Ed25519 private key: not PEM (BEGIN PRIVATE KEY) without a password";
        key.map(Self).ok_or_else(|| no_key(fault))
    }

    /// As PEM.
    pub fn to_pem(&self) -> String {
        to_pem("PRIVATE KEY", &PRIVATE, &self.0)
    }

    /// The key that verifies what this one signs.
    pub fn public(&self) -> PublicKey {
        PublicKey(*self.pair().pk)
    }

    /// Signs a statement.
    pub fn sign(&self, statement: &str) -> Seal {
        let pair = self.pair();
        Seal::new(&pair.pk, &pair.sk.sign(statement, None))
    }

    fn pair(&self) -> ed25519::KeyPair {
        ed25519::KeyPair::from_seed(ed25519::Seed::new(self.0))
    }
}

fn no_key(fault: &str) -> Error {
    let hint = "`purlform key FILE` makes a pair of keys";
    Error::input("order", "no_key", fault.into(), hint)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn to_pem(kind: &str, head: &[u8], key: &[u8; 32]) -> String {
    let der: Vec<u8> = head.iter().chain(key).copied().collect();
    let mut text = String::new();
    for group in der.chunks(3) {
        let mut bits = [0u8; 4];
        bits[1..=group.len()].copy_from_slice(group);
        let bits = u32::from_be_bytes(bits);
        for i in 0..4 {
            let six = (bits >> (18 - 6 * i)) & 63;
            let letter = BASE64.get(six as usize).copied().unwrap_or(b'=');
            text.push(if i <= group.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    format!("-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n")
}

/// The 32 bytes of a key behind that head.
fn from_pem(text: &str, kind: &str, head: &[u8]) -> Option<[u8; 32]> {
    let (_, rest) = text.split_once(&format!("-----BEGIN {kind}-----"))?;
    let (body, _) = rest.split_once(&format!("-----END {kind}-----"))?;
    let (mut der, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for letter in body
        .bytes()
        .filter(|b| !b.is_ascii_whitespace() && *b != b'=')
    {
        let six = BASE64.iter().position(|b| *b == letter)?;
        bits = (bits << 6 | six as u32) & 0xfff;
        count += 6;
        if count >= 8 {
            count -= 8;
            der.push((bits >> count) as u8);
        }
    }
    der.strip_prefix(head)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8410, section 10.3 and 10.1.
    const RFC_PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    const RFC_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

    #[test]
    fn keys_are_those_of_the_standard() {
        let private = PrivateKey::from_pem(RFC_PRIVATE).expect("a key");
        let public = PublicKey::from_text(RFC_PUBLIC).expect("a key");
        assert_eq!(private.public(), public);
        assert_eq!(private.to_pem(), RFC_PRIVATE);
        assert_eq!(public.to_pem(), RFC_PUBLIC);
        assert_eq!(PublicKey::from_text(&public.to_hex()), Ok(public));
        for wrong in ["", RFC_PRIVATE, "00", &RFC_PUBLIC.replace("MCow", "MCox")] {
            assert!(PublicKey::from_text(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_signature_fits_one_statement_and_one_key() {
        let [ours, theirs] = [1, 2].map(|b| PrivateKey::new([b; 32]));
        let seal = ours.sign("one");
        assert_eq!(seal.fits("one", None), Ok(()));
        assert_eq!(seal.fits("one", Some(&ours.public())), Ok(()));
        assert!(seal.fits("two", None).is_err());
        assert!(seal.fits("one", Some(&theirs.public())).is_err());
    }
}
