//! Cuts a TrueType font down to the glyphs that a document shows.
//!
//! An embedded font needs six tables: outlines (`glyf`, `loca`), widths
//! (`hmtx`), and three headers. The fonts come without hinting, so nothing
//! else hangs on a glyph. Glyphs are renumbered in the order given.

use rustybuzz::ttf_parser::{RawFace, Tag};

/// What one number of a cut draws: a glyph of the font, or several set together
/// (a letter and its marks), each moved by so many font units.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Drawing(pub(crate) Vec<(u16, i16, i16)>);

impl Drawing {
    /// A glyph as it is.
    pub(crate) fn plain(glyph: u16) -> Self {
        Self(vec![(glyph, 0, 0)])
    }

    /// The glyph whose width counts.
    pub(crate) fn base(&self) -> u16 {
        self.0.first().map_or(0, |part| part.0)
    }

    fn is_plain(&self) -> bool {
        matches!(self.0.as_slice(), [] | [(_, 0, 0)])
    }
}

/// A font's tables, found once.
pub(crate) struct Outlines {
    head: &'static [u8],
    hhea: &'static [u8],
    maxp: &'static [u8],
    hmtx: &'static [u8],
    loca: &'static [u8],
    glyf: &'static [u8],
    wide_loca: bool,
    metrics: u16,
}

impl Outlines {
    /// The tables of a font; `None` if one is missing or too short.
    pub(crate) fn parse(data: &'static [u8]) -> Option<Self> {
        let raw = RawFace::parse(data, 0).ok()?;
        let table = |tag: &[u8; 4]| raw.table(Tag::from_bytes(tag));
        let (head, hhea, maxp) = (table(b"head")?, table(b"hhea")?, table(b"maxp")?);
        if head.len() < 54 || hhea.len() < 36 || maxp.len() < 32 {
            return None;
        }
        Some(Self {
            head,
            hhea,
            maxp,
            hmtx: table(b"hmtx")?,
            loca: table(b"loca")?,
            glyf: table(b"glyf")?,
            wide_loca: head[51] != 0,
            metrics: u16::from_be_bytes([hhea[34], hhea[35]]),
        })
    }

    fn outline(&self, glyph: u16) -> &'static [u8] {
        let glyph = usize::from(glyph);
        let at = |place: usize| -> Option<usize> {
            if self.wide_loca {
                let bytes = self.loca.get(place * 4..place * 4 + 4)?;
                usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
            } else {
                let bytes = self.loca.get(place * 2..place * 2 + 2)?;
                Some(usize::from(u16::from_be_bytes(bytes.try_into().ok()?)) * 2)
            }
        };
        at(glyph)
            .zip(at(glyph + 1))
            .and_then(|(from, to)| self.glyf.get(from..to))
            .unwrap_or_default()
    }

    /// Advance width and left side bearing, as `hmtx` stores them.
    fn metric(&self, glyph: u16) -> [u8; 4] {
        let (last, glyph) = (usize::from(self.metrics.max(1)) - 1, usize::from(glyph));
        let byte = |place: usize| self.hmtx.get(place).copied().unwrap_or(0);
        let advance = glyph.min(last) * 4;
        let bearing =
            if glyph <= last { advance + 2 } else { (last + 1) * 4 + (glyph - last - 1) * 2 };
        [byte(advance), byte(advance + 1), byte(bearing), byte(bearing + 1)]
    }

    /// Advance width in font units.
    pub(crate) fn advance(&self, glyph: u16) -> u16 {
        let metric = self.metric(glyph);
        u16::from_be_bytes([metric[0], metric[1]])
    }

    /// A font of these drawings in this order; the first must be glyph 0. The
    /// parts of composed glyphs are added behind them.
    pub(crate) fn subset(&self, drawings: &[Drawing]) -> Vec<u8> {
        let mut drawings = drawings.to_vec();
        let (mut glyf, mut offsets) = (Vec::with_capacity(drawings.len() * 96), Vec::new());
        let mut place = 0;
        while place < drawings.len() {
            offsets.push(glyf.len());
            let start = glyf.len();
            if drawings[place].is_plain() {
                glyf.extend_from_slice(self.outline(drawings[place].base()));
            } else {
                self.compose(&mut glyf, &drawings[place]);
            }
            renumber_parts(&mut glyf[start..], &mut drawings);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
            place += 1;
        }
        offsets.push(glyf.len());

        let wide = glyf.len() > usize::from(u16::MAX) * 2;
        let mut loca = Vec::with_capacity(offsets.len() * 4);
        for offset in offsets {
            let offset = u32::try_from(offset).unwrap_or(u32::MAX);
            if wide {
                loca.extend_from_slice(&offset.to_be_bytes());
            } else {
                loca.extend_from_slice(&((offset / 2) as u16).to_be_bytes());
            }
        }
        let count = u16::try_from(drawings.len()).unwrap_or(u16::MAX).to_be_bytes();
        let mut head = self.head[..54].to_vec();
        head[8..12].fill(0);
        head[50..52].copy_from_slice(&u16::from(wide).to_be_bytes());
        let mut hhea = self.hhea[..36].to_vec();
        hhea[34..36].copy_from_slice(&count);
        let mut maxp = self.maxp[..32].to_vec();
        maxp[4..6].copy_from_slice(&count);
        // Compositions may have more parts, one level deeper, than the font's own.
        maxp[28..32].copy_from_slice(&[0, 16, 0, 8]);
        let hmtx: Vec<u8> =
            drawings.iter().flat_map(|drawing| self.metric(drawing.base())).collect();

        assemble(&[
            (b"glyf", &glyf),
            (b"head", &head),
            (b"hhea", &hhea),
            (b"hmtx", &hmtx),
            (b"loca", &loca),
            (b"maxp", &maxp),
        ])
    }
}

impl Outlines {
    /// A glyph composed of a drawing's parts, under the font's own numbers.
    fn compose(&self, glyf: &mut Vec<u8>, drawing: &Drawing) {
        const WORDS_FROM_ORIGIN: u16 = 0x3;
        const MORE: u16 = 0x20;
        let mut bounds = [i16::MAX, i16::MAX, i16::MIN, i16::MIN];
        let mut parts = Vec::new();
        for &(glyph, across, up) in &drawing.0 {
            let outline = self.outline(glyph);
            let Some(head) = outline.get(..10) else { continue };
            for (place, bound) in bounds.iter_mut().enumerate() {
                let value = i16::from_be_bytes([head[2 + place * 2], head[3 + place * 2]]);
                let value = value.saturating_add(if place % 2 == 0 { across } else { up });
                *bound = if place < 2 { value.min(*bound) } else { value.max(*bound) };
            }
            parts.push((glyph, across, up));
        }
        if parts.is_empty() {
            return;
        }
        glyf.extend_from_slice(&(-1_i16).to_be_bytes());
        glyf.extend(bounds.iter().flat_map(|bound| bound.to_be_bytes()));
        for (place, &(glyph, across, up)) in parts.iter().enumerate() {
            let more = if place + 1 < parts.len() { MORE } else { 0 };
            glyf.extend_from_slice(&(WORDS_FROM_ORIGIN | more).to_be_bytes());
            glyf.extend_from_slice(&glyph.to_be_bytes());
            glyf.extend_from_slice(&across.to_be_bytes());
            glyf.extend_from_slice(&up.to_be_bytes());
        }
    }
}

/// Points a composed glyph at the new numbers of its parts, and adds the parts
/// that the subset does not hold yet.
fn renumber_parts(outline: &mut [u8], drawings: &mut Vec<Drawing>) {
    const WORDS: u16 = 0x1;
    const SCALE: u16 = 0x8;
    const MORE: u16 = 0x20;
    const TWO_SCALES: u16 = 0x40;
    const MATRIX: u16 = 0x80;
    if outline.len() < 10 || outline[0] & 0x80 == 0 {
        return;
    }
    let mut at = 10;
    while at + 4 <= outline.len() {
        let flags = u16::from_be_bytes([outline[at], outline[at + 1]]);
        let part = u16::from_be_bytes([outline[at + 2], outline[at + 3]]);
        let same = |drawing: &Drawing| drawing.is_plain() && drawing.base() == part;
        let place = drawings.iter().position(same).unwrap_or_else(|| {
            drawings.push(Drawing::plain(part));
            drawings.len() - 1
        });
        let place = u16::try_from(place).unwrap_or(0);
        outline[at + 2..at + 4].copy_from_slice(&place.to_be_bytes());
        at += 4 + if flags & WORDS == 0 { 2 } else { 4 };
        at += match flags {
            f if f & SCALE != 0 => 2,
            f if f & TWO_SCALES != 0 => 4,
            f if f & MATRIX != 0 => 8,
            _ => 0,
        };
        if flags & MORE == 0 {
            break;
        }
    }
}

/// A font file of these tables, which must be in the order of their tags.
fn assemble(tables: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.ilog2() as u16;
    let mut out = vec![0, 1, 0, 0];
    for number in [count, 16 << power, power, (count - (1 << power)) * 16] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    for (tag, data) in tables {
        out.extend_from_slice(*tag);
        for number in [checksum(data), offset as u32, data.len() as u32] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        offset += data.len().next_multiple_of(4);
    }
    let mut head = 0;
    for (tag, data) in tables {
        if *tag == b"head" {
            head = out.len();
        }
        out.extend_from_slice(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xb1b0_afba_u32.wrapping_sub(checksum(&out));
    out[head + 8..head + 12].copy_from_slice(&adjustment.to_be_bytes());
    out
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}
