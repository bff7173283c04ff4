//! PNG: the picture is written anew chunk by chunk. Chunks that say something else,
//! bytes behind the packed picture and bytes in its end are left out.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::EvidenceFault;

/// What every PNG begins with.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The most bytes of an unpacked picture: some sixty million points in colour.
const MOST_UNPACKED: u64 = 256 * 1024 * 1024;

/// The picture, its colours and what is transparent.
///
/// # Errors
/// Where it is not whole, or unpacks to more than a picture may.
pub(super) fn picture(bytes: &[u8]) -> Result<Vec<u8>, EvidenceFault> {
    let broken = EvidenceFault::Broken;
    let mut rest = &bytes[SIGNATURE.len()..];
    let mut next = || chunk(&mut rest).ok_or(broken);
    let (kind, header) = next()?;
    let size = (kind == b"IHDR").then(|| unpacked(header)).flatten().ok_or(broken)?;
    if size > MOST_UNPACKED {
        return Err(EvidenceFault::TooManyPoints);
    }
    let mut kept = SIGNATURE.to_vec();
    write(&mut kept, kind, header);
    let mut packed = Vec::new();
    let mut told: Vec<&[u8]> = Vec::new();
    loop {
        let (kind, body) = next()?;
        match kind {
            b"IEND" => break,
            b"IDAT" => packed.extend(body),
            kind if packed.is_empty() && is_kept(kind, body.len()) && !told.contains(&kind) => {
                told.push(kind);
                write(&mut kept, kind, body);
            }
            _ => {}
        }
    }
    let end = packed_end(&packed, size).ok_or(broken)?;
    write(&mut kept, b"IDAT", &packed[..end]);
    write(&mut kept, b"IEND", b"");
    Ok(kept)
}

/// The next chunk, if it is whole and its sum is right.
fn chunk<'b>(rest: &mut &'b [u8]) -> Option<(&'b [u8], &'b [u8])> {
    let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
    let end = usize::try_from(length).ok()?.checked_add(8)?;
    let (kind, body) = (rest.get(4..8)?, rest.get(8..end)?);
    let sum = u32::from_be_bytes(rest.get(end..end.checked_add(4)?)?.try_into().ok()?);
    *rest = &rest[end + 4..];
    (sum == sum_of(kind, body)).then_some((kind, body))
}

fn sum_of(kind: &[u8], body: &[u8]) -> u32 {
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(body);
    sum.sum()
}

fn write(kept: &mut Vec<u8>, kind: &[u8], body: &[u8]) {
    // No chunk is longer than the file it was read from.
    kept.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
    kept.extend(kind);
    kept.extend(body);
    kept.extend(sum_of(kind, body).to_be_bytes());
}

/// Whether a chunk beside the picture says how it looks, and nothing more.
fn is_kept(kind: &[u8], length: usize) -> bool {
    match kind {
        b"PLTE" => length <= 3 * 256 && length.is_multiple_of(3),
        b"tRNS" => length <= 256,
        b"gAMA" => length == 4,
        b"cHRM" => length == 32,
        b"sRGB" => length == 1,
        b"sBIT" => length <= 4,
        b"pHYs" => length == 9,
        _ => false,
    }
}

/// How many bytes a picture with this header unpacks to.
fn unpacked(header: &[u8]) -> Option<u64> {
    let header: &[u8; 13] = header.try_into().ok()?;
    let side = |at: usize| {
        let side = u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        Some(u64::from(side)).filter(|side| (1..=1 << 31).contains(side))
    };
    let (width, height) = (side(0)?, side(4)?);
    let [depth, colour, packing, filter, interlaced] = header[8..] else { return None };
    let values = match (colour, depth) {
        (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
        (4, 8 | 16) => 2,
        (2, 8 | 16) => 3,
        (6, 8 | 16) => 4,
        _ => return None,
    };
    if packing != 0 || filter != 0 {
        return None;
    }
    let bits = values * u64::from(depth);
    // A row begins with the byte that says how it is filtered.
    let of = |width: u64, height: u64| match width {
        0 => Some(0),
        width => (width.checked_mul(bits)?.div_ceil(8) + 1).checked_mul(height),
    };
    match interlaced {
        0 => of(width, height),
        1 => {
            // Where each of seven passes begins, and how far apart its points are.
            const PASSES: [(u64, u64, u64, u64); 7] = [
                (0, 0, 8, 8),
                (4, 0, 8, 8),
                (0, 4, 4, 8),
                (2, 0, 4, 4),
                (0, 2, 2, 4),
                (1, 0, 2, 2),
                (0, 1, 1, 2),
            ];
            let many = |side: u64, from: u64, step: u64| side.saturating_sub(from).div_ceil(step);
            PASSES.iter().try_fold(0_u64, |sum, (x, y, right, down)| {
                sum.checked_add(of(many(width, *x, *right), many(height, *y, *down))?)
            })
        }
        _ => None,
    }
}

/// Where the packed picture ends, if it is as large as its header says.
fn packed_end(packed: &[u8], size: u64) -> Option<usize> {
    let mut unpack = Decompress::new(true);
    let mut out = vec![0; 64 * 1024];
    loop {
        let from = usize::try_from(unpack.total_in()).ok()?;
        let (read, written) = (unpack.total_in(), unpack.total_out());
        let status =
            unpack.decompress(packed.get(from..)?, &mut out, FlushDecompress::None).ok()?;
        if unpack.total_out() > size {
            return None;
        }
        if status == Status::StreamEnd {
            let whole = unpack.total_out() == size;
            return usize::try_from(unpack.total_in()).ok().filter(|_| whole);
        }
        if (unpack.total_in(), unpack.total_out()) == (read, written) {
            return None;
        }
    }
}
