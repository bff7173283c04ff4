//! Turns texts into runs of placed glyphs, and keeps them.
//!
//! Subjects, dates and headings come back in every passport of a month, so a
//! run is shaped once. The store of runs is bounded: names are as many as
//! people, and a month must not grow the memory.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use rustybuzz::{BufferClusterLevel, GlyphInfo, GlyphPosition, UnicodeBuffer, shape_with_plan};
use unicode_normalization::char::is_combining_mark;

use crate::error::DocumentError;
use crate::font::{Cut, FIRST_CODE, Font, Weight, plan};
use crate::text::clean;
use crate::truetype::Drawing;

/// Runs kept for each weight; at some 400 bytes each, five megabytes.
const KEPT: usize = 12_000;

/// Where a name stands, which nobody can be asked to write in other letters.
const NAME: &str = "name";
/// Set for a character that the fonts do not have.
const SQUARE: char = '\u{25a1}';

/// Texts longer than this are too rare to keep.
const LONGEST_KEPT: usize = 200;

/// One letter of a run with its marks, in font units.
#[derive(Clone, Copy)]
pub(crate) struct Glyph {
    /// Its code in the small cut, where the run is set from that.
    pub(crate) code: u8,
    /// How far the next one stands, kerning included.
    pub(crate) advance: i16,
    /// How much of that is kerning.
    pub(crate) kern: i16,
    /// A space: hangs over the end of a line.
    pub(crate) space: bool,
    /// A line may end after it.
    pub(crate) break_after: bool,
}

/// A shaped text.
pub(crate) struct Run {
    pub(crate) weight: Weight,
    pub(crate) glyphs: Vec<Glyph>,
    /// What each glyph draws and stands for, where the run needs the wide cut; else empty.
    pub(crate) wide: Vec<Cut>,
}

/// Shapes texts in both weights.
pub(crate) struct Shaper {
    pub(crate) fonts: Vec<Font>,
    kept: [RwLock<HashMap<Box<str>, Arc<Run>>>; 2],
}

impl Shaper {
    pub(crate) fn new() -> Result<Self, DocumentError> {
        let fonts = Weight::ALL.into_iter().map(Font::new).collect::<Result<_, _>>()?;
        Ok(Self { fonts, kept: [RwLock::default(), RwLock::default()] })
    }

    pub(crate) fn font(&self, weight: Weight) -> &Font {
        &self.fonts[weight as usize]
    }

    /// The run of a text; `place` names the text should it hold a character that no font
    /// has. In a name such a character is set as a square: everybody gets a passport.
    pub(crate) fn run(
        &self,
        text: &str,
        weight: Weight,
        place: &'static str,
    ) -> Result<Arc<Run>, DocumentError> {
        let kept = &self.kept[weight as usize];
        // A poisoned lock means that another thread panicked; the runs are whole all the same.
        if let Some(run) = kept.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return Ok(Arc::clone(run));
        }
        let (font, cleaned) = (self.font(weight), clean(text));
        let run = match shape(font, &cleaned, place) {
            Err(DocumentError::MissingGlyph { .. }) if place == NAME => {
                squared(font, &cleaned, place)?
            }
            shaped => shaped?,
        };
        let run = Arc::new(run);
        if text.len() <= LONGEST_KEPT {
            let mut kept = kept.write().unwrap_or_else(PoisonError::into_inner);
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(text.into(), Arc::clone(&run));
        }
        Ok(run)
    }
}

/// The text with a square for each character that the font does not have. Each square
/// stands for its character: read aloud, found or copied the text is as it was.
fn squared(font: &Font, text: &str, place: &'static str) -> Result<Run, DocumentError> {
    let shown = |character| match font.face.glyph_index(character) {
        Some(_) => character,
        None => SQUARE,
    };
    let mut run = shape(font, &text.chars().map(shown).collect::<String>(), place)?;
    let mut meant = text.chars().filter(|character| shown(*character) == SQUARE);
    for (_, letters) in run.wide.iter_mut().filter(|(_, letters)| letters.starts_with(SQUARE)) {
        if let Some(character) = meant.next() {
            letters.replace_range(..SQUARE.len_utf8(), character.encode_utf8(&mut [0; 4]));
        }
    }
    Ok(run)
}

fn shape(font: &Font, text: &str, place: &'static str) -> Result<Run, DocumentError> {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
    buffer.guess_segment_properties();
    buffer.set_direction(rustybuzz::Direction::LeftToRight);
    let output = if text.is_ascii() || buffer.script() == rustybuzz::script::LATIN {
        buffer.set_script(rustybuzz::script::LATIN);
        shape_with_plan(&font.face, &font.latin, buffer)
    } else {
        let plan = plan(&font.face, buffer.script());
        shape_with_plan(&font.face, &plan, buffer)
    };

    let (infos, positions) = (output.glyph_infos(), output.glyph_positions());
    let mut run =
        Run { weight: font.weight, glyphs: Vec::with_capacity(infos.len()), wide: Vec::new() };
    let mut small = true;
    let mut at = 0;
    while at < infos.len() {
        let (next, from, to) = unit(text, infos, at);
        let letters = &text[from..to];
        let first = letters.chars().next().unwrap_or(' ');
        if let Some(bad) = infos[at..next].iter().find(|info| info.glyph_id == 0) {
            let character = missing(font, &text[bad.cluster as usize..]).unwrap_or(first);
            return Err(DocumentError::MissingGlyph { character, place });
        }
        let glyph = infos[at].glyph_id as u16;
        let own = font.small.get(&first).filter(|(_, same)| *same == glyph);
        let placed = positions[at].x_offset == 0 && positions[at].y_offset == 0;
        small &= own.is_some() && placed && next == at + 1 && letters.len() == first.len_utf8();
        let advance: i32 = positions[at..next].iter().map(|position| position.x_advance).sum();
        let advance = advance as i16;
        run.glyphs.push(Glyph {
            code: own.and_then(|(small, _)| code(*small)).unwrap_or(0),
            advance,
            kern: advance - font.outlines.advance(glyph) as i16,
            space: first == ' ',
            break_after: breaks(&text[..from], first, &text[to..]),
        });
        at = next;
    }
    if !small {
        run.wide = cuts(text, infos, positions);
    }
    Ok(run)
}

/// The glyphs from `at` that draw one letter with its marks, and the text they
/// stand for: the next glyph's place, and where the text begins and ends.
fn unit(text: &str, infos: &[GlyphInfo], at: usize) -> (usize, usize, usize) {
    let from = infos[at].cluster as usize;
    let mark = |cluster: usize| text[cluster..].chars().next().is_some_and(is_combining_mark);
    let same = |info: &&GlyphInfo| info.cluster as usize == from || mark(info.cluster as usize);
    let next = at + 1 + infos[at + 1..].iter().take_while(same).count();
    (next, from, infos.get(next).map_or(text.len(), |info| info.cluster as usize))
}

/// What each letter draws and stands for. A letter with marks becomes one
/// drawing, so that it is found and copied from the PDF as one letter.
fn cuts(text: &str, infos: &[GlyphInfo], positions: &[GlyphPosition]) -> Vec<Cut> {
    let mut cuts = Vec::with_capacity(infos.len());
    let mut at = 0;
    while at < infos.len() {
        let (next, from, to) = unit(text, infos, at);
        let mut across = 0;
        let mut parts = Vec::with_capacity(next - at);
        for (info, position) in infos[at..next].iter().zip(&positions[at..next]) {
            let (x, y) = (across + position.x_offset, position.y_offset);
            parts.push((info.glyph_id as u16, x as i16, y as i16));
            across += position.x_advance;
        }
        cuts.push((Drawing(parts), text[from..to].to_owned()));
        at = next;
    }
    cuts
}

/// The code of a glyph of the small cut.
fn code(small: u16) -> Option<u8> {
    u8::try_from(small - 1).ok()?.checked_add(FIRST_CODE)
}

/// The first character of these that the font does not have.
fn missing(font: &Font, cluster: &str) -> Option<char> {
    cluster.chars().find(|&character| font.face.glyph_index(character).is_none())
}

/// Whether a line may end after this character: at spaces, and after a hyphen
/// or a slash between two words.
fn breaks(before: &str, character: char, after: &str) -> bool {
    let word = |character: Option<char>| character.is_some_and(char::is_alphabetic);
    match character {
        ' ' => true,
        '-' | '/' | '|' | '–' | '—' | '&' => {
            word(before.chars().next_back()) && word(after.chars().next())
        }
        _ => false,
    }
}
