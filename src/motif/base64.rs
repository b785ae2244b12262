//! Base64 (RFC 4648) as pictures come in JSON, with or without a `data:` address before them.

use super::Error;

/// The bytes of a base64 text; blanks and line ends are passed over.
///
/// # Errors
/// A character that base64 does not have, or a text that is cut.
pub fn decode(field: &str, text: &str) -> Result<Vec<u8>, Error> {
    let wrong = |reason: String| {
        let hint = "give the picture's bytes as base64, `data:image/png;base64,` before it or not";
        Error::new(field, reason, hint)
    };
    let digits = match text.strip_prefix("data:") {
        Some(address) => {
            let (kind, digits) = address
                .split_once(',')
                .ok_or_else(|| wrong("the data address has no comma".into()))?;
            if !kind.ends_with(";base64") {
                return Err(wrong("the data address is not in base64".into()));
            }
            digits
        }
        None => text,
    };
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    let (mut bits, mut count, mut ended) = (0u32, 0, false);
    for c in digits.bytes().filter(|c| !c.is_ascii_whitespace()) {
        let digit = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                ended = true;
                continue;
            }
            _ => return Err(wrong(format!("`{}` is no base64", char::from(c)))),
        };
        if ended {
            return Err(wrong("it goes on after its end".into()));
        }
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    if count >= 6 {
        return Err(wrong("it is cut".into()));
    }
    Ok(bytes)
}

/// The base64 text of bytes.
pub fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0u32, |b, i| {
            b << 8 | u32::from(three.get(i).copied().unwrap_or(0))
        });
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= three.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_standard_gives() {
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9vYmFy", "foobar"),
            ("data:image/png;base64,Zm9v\nYg", "foob"),
        ] {
            assert_eq!(decode("image", text), Ok(bytes.as_bytes().to_vec()));
            assert_eq!(decode("image", &encode(bytes.as_bytes())), Ok(bytes.into()));
        }
        for wrong in ["Z", "Zg==Z", "Z$==", "data:image/png,abc", "data:x"] {
            assert!(decode("image", wrong).is_err(), "{wrong}");
        }
    }
}
