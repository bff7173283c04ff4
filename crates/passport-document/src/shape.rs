//! Turns texts into runs of placed glyphs, and keeps them.
//!
//! Subjects, dates and headings come back in every passport of a month, so a
//! run is shaped once. The store of runs is bounded: names are as many as
//! people, and a month must not grow the memory.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use rustybuzz::{BufferClusterLevel, UnicodeBuffer, shape_with_plan};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::DocumentError;
use crate::font::{Font, Weight, plan};
use crate::text::clean;

/// Runs kept for each weight; at some 700 bytes each, a few megabytes.
const KEPT: usize = 6000;

/// Texts longer than this are too rare to keep.
const LONGEST_KEPT: usize = 200;

/// One glyph of a run, in font units.
#[derive(Clone, Copy)]
pub(crate) struct Glyph {
    /// Its number in the font.
    pub(crate) glyph: u16,
    /// Its number in the small cut, where the run is set from that.
    pub(crate) small: u16,
    /// How far the next glyph stands, kerning included.
    pub(crate) advance: i16,
    /// How much of that is kerning.
    pub(crate) kern: i16,
    /// Where a mark is moved to.
    pub(crate) shift: (i16, i16),
    /// A space: hangs over the end of a line.
    pub(crate) space: bool,
    /// A line may end after it.
    pub(crate) break_after: bool,
    /// A line may begin with it if nothing else helps: it is no mark of the glyph before.
    pub(crate) begins: bool,
}

/// A shaped text.
pub(crate) struct Run {
    pub(crate) weight: Weight,
    pub(crate) glyphs: Vec<Glyph>,
    /// The text of each glyph where the run needs the wide cut; else empty.
    pub(crate) wide: Vec<Box<str>>,
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

    /// The run of a text; `place` names the text should it hold a character that no font has.
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
        let run = Arc::new(shape(self.font(weight), &clean(text), place)?);
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
        // The glyphs of one cluster show the characters from its start to the next one's.
        let from = infos[at].cluster as usize;
        let next = (at + 1..infos.len()).find(|&other| infos[other].cluster as usize != from);
        let to = next.map_or(text.len(), |next| infos[next].cluster as usize);
        let cluster = &text[from..to];
        let next = next.unwrap_or(infos.len());
        for place_in in at..next {
            let (info, position) = (infos[place_in], positions[place_in]);
            let first = cluster.chars().next().unwrap_or(' ');
            let glyph = info.glyph_id as u16;
            if glyph == 0 {
                let character = missing(font, cluster).unwrap_or(first);
                return Err(DocumentError::MissingGlyph { character, place });
            }
            let own = font.small.get(&first).filter(|(_, same)| *same == glyph);
            let shift = (position.x_offset as i16, position.y_offset as i16);
            let alone = next - at == 1 && cluster.chars().nth(1).is_none();
            small &= own.is_some() && alone && shift == (0, 0);
            let advance = position.x_advance as i16;
            run.glyphs.push(Glyph {
                glyph,
                small: own.map_or(0, |(small, _)| *small),
                advance,
                kern: advance - font.outlines.advance(glyph) as i16,
                shift,
                space: first == ' ',
                break_after: breaks(&text[..from], first, &text[to..]),
                begins: place_in == at && !is_combining_mark(first),
            });
        }
        at = next;
    }
    if !small {
        run.wide = texts(text, infos);
    }
    Ok(run)
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

/// The text that each glyph stands for. Where several glyphs draw one
/// character, they share its letter and marks among them.
fn texts(text: &str, infos: &[rustybuzz::GlyphInfo]) -> Vec<Box<str>> {
    let mut texts: Vec<Box<str>> = Vec::with_capacity(infos.len());
    let mut at = 0;
    while at < infos.len() {
        let from = infos[at].cluster as usize;
        let next = (at + 1..infos.len()).find(|&other| infos[other].cluster as usize != from);
        let to = next.map_or(text.len(), |next| infos[next].cluster as usize);
        let count = next.unwrap_or(infos.len()) - at;
        if count == 1 {
            texts.push(text[from..to].into());
        } else {
            let parts: Vec<char> = text[from..to].nfd().collect();
            for part in 0..count {
                let rest = if part + 1 == count { parts.len() } else { part + 1 };
                let shown: String = parts.get(part..rest).unwrap_or_default().iter().collect();
                texts.push(shown.into());
            }
        }
        at += count;
    }
    texts
}
