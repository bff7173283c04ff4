//! Evidence: photographs and PDFs. What a file is follows from its first bytes and
//! never from its name; of a photograph only the picture is kept, without the
//! place and time at which a telephone took it, and without anything behind it.

use std::fmt;

/// The most bytes of one file.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The most files of one query.
pub const MOST_FILES: usize = 3;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A document.
    Pdf,
}

impl Media {
    /// Every one with its media type and the ending of a file's name.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Jpeg, "image/jpeg", "jpg"),
        (Self::Png, "image/png", "png"),
        (Self::Pdf, "application/pdf", "pdf"),
    ];

    /// Its media type.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(media, ..)| *media == self).map_or("", |(_, name, _)| name)
    }

    /// The ending of a file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        Self::ALL.iter().find(|(media, ..)| *media == self).map_or("", |(.., ending)| ending)
    }

    /// The one of this media type.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(media, ..)| *media)
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceFault {
    /// Nothing is in it.
    Empty,
    /// More than [`MOST_BYTES`].
    TooLarge,
    /// Neither JPEG, PNG nor PDF.
    Unknown,
    /// It begins as one and is not whole.
    Broken,
}

impl fmt::Display for EvidenceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty. Choose another file",
            Self::TooLarge => "is larger than 10 MB. Take the photo again at a smaller size",
            Self::Unknown => {
                "is not a JPEG, PNG or PDF file. Take a photo or a screenshot of it, and send that"
            }
            Self::Broken => "is damaged or only a part. Take the photo again",
        })
    }
}

/// What a file is, and what of it is kept.
///
/// # Errors
/// Why it is not taken.
pub fn accept(bytes: &[u8]) -> Result<(Media, Vec<u8>), EvidenceFault> {
    if bytes.is_empty() {
        return Err(EvidenceFault::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(EvidenceFault::TooLarge);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Ok((Media::Jpeg, jpeg(bytes).ok_or(EvidenceFault::Broken)?));
    }
    if bytes.starts_with(PNG) {
        return Ok((Media::Png, png(bytes).ok_or(EvidenceFault::Broken)?));
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok((Media::Pdf, bytes.to_vec()));
    }
    Err(EvidenceFault::Unknown)
}

/// The picture and how its colours are meant; no Exif, XMP, comment or second
/// picture. How the telephone was held is kept, or certificates would lie on
/// their side.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    const START_OF_SCAN: u8 = 0xda;
    const END: u8 = 0xd9;
    let mut kept = bytes.get(..2)?.to_vec();
    let mut turned = None;
    let mut at = 2;
    let mut in_picture = false;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        at += 2;
        match marker {
            // Padding before a marker.
            0xff => at -= 1,
            END => {
                kept.extend([0xff, END]);
                return in_picture.then_some(kept);
            }
            0x01 | 0xd0..=0xd8 => return None,
            _ => {
                let length =
                    usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
                let body = bytes.get(at + 2..at.checked_add(length)?)?;
                if marker == 0xe1 && turned.is_none() {
                    turned = body.strip_prefix(b"Exif\0\0").and_then(orientation);
                    kept.extend(turned.iter().flat_map(|how| upright(*how)));
                }
                if is_kept(marker, body) {
                    kept.extend([0xff, marker]);
                    kept.extend(bytes.get(at..at + length)?);
                }
                at += length;
                if marker == START_OF_SCAN {
                    in_picture = true;
                    let end = at + scan(bytes.get(at..)?)?;
                    kept.extend(bytes.get(at..end)?);
                    at = end;
                }
            }
        }
    }
}

/// Whether a segment of a JPEG belongs to the picture. Of those that programs add,
/// two say how its colours are meant.
fn is_kept(marker: u8, body: &[u8]) -> bool {
    match marker {
        0xe0 => body.starts_with(b"JFIF\0"),
        0xe2 => body.starts_with(b"ICC_PROFILE\0"),
        0xee => body.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// How many bytes of a scan there are until the next marker.
fn scan(bytes: &[u8]) -> Option<usize> {
    let marks = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7);
    bytes.windows(2).position(marks)
}

/// Which way up, from 1 to 8, as Exif's first directory says.
fn orientation(exif: &[u8]) -> Option<u8> {
    let little = exif.starts_with(b"II*\0");
    if !little && !exif.starts_with(b"MM\0*") {
        return None;
    }
    let two = |at: usize| {
        let pair = [*exif.get(at)?, *exif.get(at + 1)?];
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let (low, high) = (usize::from(two(4)?), usize::from(two(6)?));
    let first = if little { low | high << 16 } else { low << 16 | high };
    let entries = usize::from(two(first)?);
    let place = (0..entries).map(|entry| first + 2 + entry * 12);
    let found = place.into_iter().find(|place| two(*place) == Some(0x0112))?;
    u8::try_from(two(found + 8)?).ok().filter(|how| (1..=8).contains(how))
}

/// A segment that says which way up the picture is, and nothing else.
fn upright(how: u8) -> [u8; 36] {
    let mut segment =
        *b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    segment[29] = how;
    segment
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The picture, its colours and what is transparent; no text, no Exif.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8]; 10] =
        [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"];
    let mut kept = PNG.to_vec();
    let mut at = PNG.len();
    let mut has_picture = false;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(usize::try_from(length).ok()?)?;
        let chunk = bytes.get(at..end)?;
        if KEPT.contains(&kind) {
            kept.extend(chunk);
        }
        has_picture |= kind == b"IDAT";
        if kind == b"IEND" {
            return has_picture.then_some(kept);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests;
