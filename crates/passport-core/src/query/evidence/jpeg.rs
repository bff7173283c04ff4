//! JPEG: the picture is written anew segment by segment. What does not belong to it is
//! left out, and a segment with more in it than its kind has is no picture.

const START_OF_SCAN: u8 = 0xda;
const END: u8 = 0xd9;

/// The picture alone; no Exif, XMP, colour profile, thumbnail, comment or second
/// picture. How the telephone was held is kept, or certificates would lie on their
/// side. Nothing where it is not whole.
pub(super) fn picture(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut told = Told::default();
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
                kept.extend(told.segment(marker, body)?);
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

/// What was told once already, and is not told again.
#[derive(Default)]
struct Told {
    jfif: bool,
    adobe: bool,
    turned: bool,
    frame: bool,
}

impl Told {
    /// What is kept of a segment; nothing where it is none of a picture's.
    fn segment(&mut self, marker: u8, body: &[u8]) -> Option<Vec<u8>> {
        let first = |told: &mut bool| !std::mem::replace(told, true);
        let whole = || [&[0xff, marker], length(body).as_slice(), body].concat();
        Some(match marker {
            // Its version and density; a thumbnail would follow.
            0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => {
                let jfif = [b"\xff\xe0\x00\x10", &body[..12], &[0, 0]].concat();
                if first(&mut self.jfif) { jfif } else { Vec::new() }
            }
            // How its colours are coded.
            0xee if body.starts_with(b"Adobe") && body.len() >= 12 => {
                let adobe = [b"\xff\xee\x00\x0e", &body[..12]].concat();
                if first(&mut self.adobe) { adobe } else { Vec::new() }
            }
            0xe1 => match body.strip_prefix(b"Exif\0\0").and_then(orientation) {
                Some(how) if first(&mut self.turned) => upright(how).to_vec(),
                _ => Vec::new(),
            },
            0xe0..=0xef | 0xfe => Vec::new(),
            0xc4 => huffman_tables(body)?.then(whole)?,
            0xdb => quantization_tables(body)?.then(whole)?,
            0xcc => (body.len().is_multiple_of(2) && body.len() <= 64).then(whole)?,
            0xdc | 0xdd => (body.len() == 2).then(whole)?,
            START_OF_SCAN => {
                let parts = usize::from(*body.first()?);
                (self.frame && body.len() == 4 + 2 * parts).then(whole)?
            }
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let parts = usize::from(*body.get(5)?);
                (first(&mut self.frame) && body.len() == 6 + 3 * parts).then(whole)?
            }
            _ => return None,
        })
    }
}

fn length(body: &[u8]) -> [u8; 2] {
    // It was read from as many bytes.
    u16::try_from(body.len() + 2).unwrap_or(u16::MAX).to_be_bytes()
}

/// Whether nothing but tables is there: a class and place, sixteen counts, and as
/// many values.
fn huffman_tables(mut body: &[u8]) -> Option<bool> {
    while !body.is_empty() {
        let counts = body.get(1..17)?;
        let values: usize = counts.iter().map(|count| usize::from(*count)).sum();
        body = body.get(17 + values..)?;
    }
    Some(true)
}

/// Whether nothing but tables is there: a precision and place, and sixty-four values.
fn quantization_tables(mut body: &[u8]) -> Option<bool> {
    while let Some(first) = body.first() {
        body = body.get(1 + 64 * if first >> 4 == 0 { 1 } else { 2 }..)?;
    }
    Some(true)
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
