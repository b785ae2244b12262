//! Zip archives (PKWARE APPNOTE 6.3, deflate). Written, the same files give the same bytes, for no time is written. Read are the
//! archives of any writer that stores or deflates, without encryption, comment or Zip64.

/// 1 January 1980, the first day that the format knows.
const DATE: u16 = 0x0021;
/// Needs version 2.0: deflate.
const VERSION: u16 = 20;
const DEFLATED: u16 = 8;
/// Names are UTF-8.
const UTF8_NAMES: u16 = 1 << 11;
/// Programs are so repetitive that more effort gains little.
const EFFORT: u8 = 1;

/// An archive of named files, in their order; names use `/`.
pub fn write<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    let mut count = 0u16;
    for (name, bytes) in files {
        let offset = archive.len() as u32;
        let packed = miniz_oxide::deflate::compress_to_vec(bytes, EFFORT);
        let mut entry = Vec::with_capacity(30);
        for field in [VERSION, UTF8_NAMES, DEFLATED, 0, DATE] {
            entry.extend(field.to_le_bytes());
        }
        for field in [
            crc32fast::hash(bytes),
            packed.len() as u32,
            bytes.len() as u32,
        ] {
            entry.extend(field.to_le_bytes());
        }
        entry.extend((name.len() as u16).to_le_bytes());
        entry.extend(0u16.to_le_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&entry);
        archive.extend(name.as_bytes());
        archive.extend(&packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry);
        // No comment, disk 0, no attributes.
        directory.extend([0u8; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
        count = count.saturating_add(1);
    }
    let start = archive.len() as u32;
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend((directory.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend(0u16.to_le_bytes());
    archive
}

/// All files together may unpack to so much.
const MOST_BYTES: usize = 256 << 20;
/// No order has more files.
const MOST_FILES: usize = 4096;
const STORED: u16 = 0;

/// The files of an archive, in their order; folders are left out.
///
/// # Errors
/// What is wrong, as the end of a sentence.
pub fn read(archive: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let end = archive.len().checked_sub(22).filter(|at| {
        archive
            .get(*at..)
            .is_some_and(|e| e.starts_with(b"PK\x05\x06"))
    });
    let end = end.ok_or("is no zip archive, or cut off")?;
    let u16_at = |at: usize| {
        Some(u16::from_le_bytes(
            archive.get(at..at + 2)?.try_into().ok()?,
        ))
    };
    let u32_at =
        |at: usize| Some(u32::from_le_bytes(archive.get(at..at + 4)?.try_into().ok()?) as usize);
    let damaged = || String::from("is damaged: its directory does not fit");
    let count = usize::from(u16_at(end + 10).ok_or_else(damaged)?);
    let mut at = u32_at(end + 16).ok_or_else(damaged)?;
    if count > MOST_FILES {
        return Err(format!("has {count} files, at most {MOST_FILES} are read"));
    }
    let (mut files, mut left) = (Vec::new(), MOST_BYTES);
    for _ in 0..count {
        let entry = archive
            .get(at..at + 46)
            .filter(|e| e.starts_with(b"PK\x01\x02"));
        entry.ok_or_else(damaged)?;
        let field = |offset| u16_at(at + offset).ok_or_else(damaged);
        let long = |offset| u32_at(at + offset).ok_or_else(damaged);
        let (method, sum, packed, size) = (field(10)?, long(16)?, long(20)?, long(24)?);
        let lengths = [field(28)?, field(30)?, field(32)?].map(usize::from);
        let name = archive
            .get(at + 46..at + 46 + lengths[0])
            .ok_or_else(damaged)?;
        let name = String::from_utf8(name.to_vec()).map_err(|_| "has a name that is no text")?;
        let local = long(42)?;
        at += 46 + lengths.iter().sum::<usize>();
        if name.ends_with('/') {
            continue;
        }
        let spoiled = || format!("is damaged in {name}");
        archive
            .get(local..local + 30)
            .filter(|e| e.starts_with(b"PK\x03\x04"))
            .ok_or_else(spoiled)?;
        let skip = [26, 28].map(|offset| u16_at(local + offset).map_or(0, usize::from));
        let start = local + 30 + skip[0] + skip[1];
        let data = archive
            .get(start..start.saturating_add(packed))
            .ok_or_else(spoiled)?;
        left = left
            .checked_sub(size)
            .ok_or_else(|| format!("unpacks to more than {MOST_BYTES} bytes"))?;
        let bytes = match method {
            STORED => data.to_vec(),
            DEFLATED => miniz_oxide::inflate::decompress_to_vec_with_limit(data, size)
                .map_err(|_| spoiled())?,
            _ => return Err(format!("packs {name} in a way that is not read")),
        };
        if bytes.len() != size || crc32fast::hash(&bytes) as usize != sum {
            return Err(spoiled());
        }
        files.push((name, bytes));
    }
    Ok(files)
}
