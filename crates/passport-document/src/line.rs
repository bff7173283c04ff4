//! Breaks runs into lines.

use std::sync::Arc;

use crate::colour::Colour;
use crate::doc::UNITS;
use crate::shape::Run;

/// The glyphs of one line, and its width in font units without the spaces at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) width: i32,
}

/// Breaks a run at spaces and between words joined by hyphens; a word wider
/// than a line is broken where it must be, but never between a letter and its mark:
/// those are one glyph here.
pub(crate) fn break_lines(run: &Run, width: i32) -> Vec<Line> {
    let mut lines = Vec::with_capacity(1);
    let (mut from, mut used, mut trimmed) = (0, 0, 0);
    // The last good place to end the line: next glyph, width so far without end spaces.
    let mut good: Option<(usize, i32)> = None;
    // The last place between letters.
    let mut any: Option<(usize, i32)> = None;
    let mut at = 0;
    while at < run.glyphs.len() {
        let glyph = &run.glyphs[at];
        let advance = i32::from(glyph.advance);
        if at > from {
            any = Some((at, trimmed));
        }
        let full = !glyph.space && used + advance > width;
        if let Some((next, width)) = good.or(any).filter(|_| full) {
            lines.push(Line { from, to: next, width });
            (from, at, used, trimmed, good, any) = (next, next, 0, 0, None, None);
            continue;
        }
        used += advance;
        if !glyph.space {
            trimmed = used;
        }
        at += 1;
        if glyph.break_after && at < run.glyphs.len() {
            good = Some((at, trimmed));
        }
    }
    if from < run.glyphs.len() {
        lines.push(Line { from, to: run.glyphs.len(), width: trimmed });
    }
    lines
}

/// A text with its look, broken to a width.
pub(crate) struct Paragraph {
    pub(crate) run: Arc<Run>,
    pub(crate) lines: Vec<Line>,
    pub(crate) size: f32,
    leading: f32,
    pub(crate) ink: Colour,
}

/// Line height over type size, unless said otherwise.
const LEADING: f32 = 1.18;

impl Paragraph {
    pub(crate) fn new(run: Arc<Run>, size: f32, ink: Colour, width: f32) -> Self {
        Self::led(run, size, LEADING, ink, width)
    }

    /// A paragraph with a line height of its own, over the type size.
    pub(crate) fn led(run: Arc<Run>, size: f32, leading: f32, ink: Colour, width: f32) -> Self {
        let lines = break_lines(&run, (width / size * UNITS) as i32);
        Self { run, lines, size, leading: size * leading, ink }
    }

    pub(crate) fn leading(&self) -> f32 {
        self.leading
    }

    pub(crate) fn height(&self) -> f32 {
        self.lines.len() as f32 * self.leading()
    }

    /// Width of one line.
    pub(crate) fn line_width(&self, line: &Line) -> f32 {
        line.width as f32 * self.size / UNITS
    }
}

impl Run {
    /// The width of the whole run at a size.
    pub(crate) fn width(&self, size: f32) -> f32 {
        let units: i32 = self.glyphs.iter().map(|glyph| i32::from(glyph.advance)).sum();
        units as f32 * size / UNITS
    }
}
