//! A guard in front of the workbook reader.
//!
//! A workbook is a zip archive, and a small archive can unpack to more than the
//! machine has. Before anything is handed on, its directory is read by hand and
//! every part is unpacked once into nothing, stopping at the limit: what the
//! directory declares is not believed.

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::Limits;
use super::text::NotText;

const END: [u8; 4] = *b"PK\x05\x06";
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const LOCAL: [u8; 4] = *b"PK\x03\x04";

/// Whether the bytes begin as a zip archive does.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(&LOCAL) || bytes.starts_with(&END)
}

/// The names of the archive's parts, if it is whole and of a reasonable size.
pub(super) fn inspect(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, NotText> {
    let end = end_of_directory(bytes).ok_or_else(cut_short)?;
    let count = usize::from(u16_at(bytes, end + 10).ok_or_else(cut_short)?);
    let mut at = u32_at(bytes, end + 16).ok_or_else(cut_short)? as usize;
    if count > limits.max_parts {
        return Err(NotText {
            what: format!(
                "The workbook has {count} parts, more than the {} we open.",
                limits.max_parts
            ),
            remedy: "Copy the one sheet that matters into a new workbook, or save it as CSV."
                .into(),
        });
    }
    let mut names = Vec::with_capacity(count);
    let mut left = limits.max_unpacked_bytes;
    for _ in 0..count {
        let entry = entry_at(bytes, at).ok_or_else(damaged)?;
        if entry.flags & 1 != 0 {
            return Err(NotText {
                what: "The workbook is locked with a password.".into(),
                remedy: "Take the password off and save it again.".into(),
            });
        }
        let data = data_of(bytes, &entry).ok_or_else(damaged)?;
        let size = match entry.method {
            0 => data.len() as u64,
            8 => unpacked_size(data, left)?,
            _ => return Err(damaged()),
        };
        left = left.checked_sub(size).ok_or_else(|| too_large(limits))?;
        if size != u64::from(entry.unpacked) {
            return Err(damaged());
        }
        names.push(entry.name);
        at = entry.next;
    }
    Ok(names)
}

struct Entry {
    flags: u16,
    method: u16,
    packed: u32,
    unpacked: u32,
    local: usize,
    name: String,
    next: usize,
}

fn end_of_directory(bytes: &[u8]) -> Option<usize> {
    let earliest = bytes.len().saturating_sub(22 + 65_535);
    let last = bytes.len().checked_sub(22)?;
    (earliest..=last).rev().find(|&at| bytes[at..].starts_with(&END))
}

fn entry_at(bytes: &[u8], at: usize) -> Option<Entry> {
    if bytes.get(at..at + 4)? != ENTRY {
        return None;
    }
    let length = |offset| u16_at(bytes, at + offset).map(usize::from);
    let name_end = at + 46 + length(28)?;
    Some(Entry {
        flags: u16_at(bytes, at + 8)?,
        method: u16_at(bytes, at + 10)?,
        packed: u32_at(bytes, at + 20)?,
        unpacked: u32_at(bytes, at + 24)?,
        local: u32_at(bytes, at + 42)? as usize,
        name: String::from_utf8_lossy(bytes.get(at + 46..name_end)?).into_owned(),
        next: name_end + length(30)? + length(32)?,
    })
}

fn data_of<'a>(bytes: &'a [u8], entry: &Entry) -> Option<&'a [u8]> {
    if bytes.get(entry.local..entry.local.checked_add(4)?)? != LOCAL {
        return None;
    }
    let name = usize::from(u16_at(bytes, entry.local + 26)?);
    let extra = usize::from(u16_at(bytes, entry.local + 28)?);
    let start = entry.local + 30 + name + extra;
    bytes.get(start..start.checked_add(entry.packed as usize)?)
}

/// How much a part unpacks to, counting no further than one byte past `most`.
fn unpacked_size(data: &[u8], most: u64) -> Result<u64, NotText> {
    let mut unpacked = DeflateDecoder::new(data).take(most.saturating_add(1));
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        match unpacked.read(&mut buffer) {
            Ok(0) => return Ok(size),
            Ok(read) => size += read as u64,
            Err(_) => return Err(damaged()),
        }
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn cut_short() -> NotText {
    NotText {
        what: "The workbook is incomplete: it was cut short on its way.".into(),
        remedy: "Fetch or send it again.".into(),
    }
}

fn damaged() -> NotText {
    NotText {
        what: "The workbook is damaged.".into(),
        remedy: "Open it in Excel and save it again as an Excel workbook (.xlsx), or as CSV."
            .into(),
    }
}

fn too_large(limits: &Limits) -> NotText {
    NotText {
        what: format!(
            "The workbook unpacks to more than {} MB, the most we open.",
            limits.max_unpacked_bytes / (1024 * 1024)
        ),
        remedy: "Save the sheet as CSV, or extract fewer people at a time.".into(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use flate2::{Compression, Crc, write::DeflateEncoder};

    use super::*;

    /// An archive of parts, each packed; enough of a zip writer for tests.
    pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut directory = Vec::new();
        for (name, content) in parts {
            let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
            packer.write_all(content).unwrap();
            let packed = packer.finish().unwrap();
            let mut crc = Crc::new();
            crc.update(content);
            let local = bytes.len() as u32;
            let mut common = Vec::new();
            common.extend(20u16.to_le_bytes());
            common.extend(0u16.to_le_bytes());
            common.extend(8u16.to_le_bytes());
            common.extend([0; 4]);
            common.extend(crc.sum().to_le_bytes());
            common.extend((packed.len() as u32).to_le_bytes());
            common.extend((content.len() as u32).to_le_bytes());
            common.extend((name.len() as u16).to_le_bytes());
            common.extend(0u16.to_le_bytes());
            bytes.extend(LOCAL);
            bytes.extend(&common);
            bytes.extend(name.as_bytes());
            bytes.extend(packed);
            directory.extend(ENTRY);
            directory.extend(20u16.to_le_bytes());
            directory.extend(common);
            directory.extend([0; 10]);
            directory.extend(local.to_le_bytes());
            directory.extend(name.as_bytes());
        }
        let start = bytes.len() as u32;
        let count = (parts.len() as u16).to_le_bytes();
        bytes.extend(&directory);
        bytes.extend(END);
        bytes.extend([0; 4]);
        bytes.extend(count);
        bytes.extend(count);
        bytes.extend((directory.len() as u32).to_le_bytes());
        bytes.extend(start.to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }

    #[test]
    fn an_honest_archive_passes() {
        let bytes = archive(&[("a.xml", b"hello"), ("b.xml", b"")]);
        assert_eq!(inspect(&bytes, &Limits::default()).unwrap(), ["a.xml", "b.xml"]);
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_refused_whatever_it_declares() {
        let limits = Limits { max_unpacked_bytes: 1024 * 1024, ..Limits::default() };
        let mut bytes = archive(&[("bomb.xml", &vec![b' '; 4 * 1024 * 1024])]);
        let refused = inspect(&bytes, &limits).unwrap_err();
        assert!(refused.what.contains("more than 1 MB"), "{}", refused.what);
        // The same bomb, declared as ten bytes.
        let entry = (0..bytes.len()).rev().find(|&at| bytes[at..].starts_with(&ENTRY)).unwrap();
        bytes[entry + 24..entry + 28].copy_from_slice(&10u32.to_le_bytes());
        assert!(inspect(&bytes, &limits).is_err());
        assert!(inspect(&bytes, &Limits::default()).unwrap_err().what.contains("damaged"));
    }

    #[test]
    fn many_parts_and_missing_ends_are_refused() {
        let limits = Limits { max_parts: 1, ..Limits::default() };
        let bytes = archive(&[("a.xml", b"hello"), ("b.xml", b"")]);
        assert!(inspect(&bytes, &limits).unwrap_err().what.contains("2 parts"));
        for length in 0..bytes.len() {
            assert!(inspect(&bytes[..length], &Limits::default()).is_err());
        }
    }
}
