//! Writes a zip archive (PKWARE APPNOTE 6.3, deflate): the same files give the same bytes, for no time is written.

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
