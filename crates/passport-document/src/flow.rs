//! The cursor that goes down the page and on to the next one.

use std::sync::Arc;

use crate::colour;
use crate::doc::{Doc, HEIGHT, WIDTH, area};
use crate::error::DocumentError;
use crate::font::Weight;
use crate::line::{Line, Paragraph, break_lines};
use crate::shape::Run;
use crate::tags::Node;

/// Left edge of the text.
pub(crate) const LEFT: f32 = 28.0;
/// Right edge of the text.
pub(crate) const RIGHT: f32 = WIDTH - 28.0;
/// Width between the edges.
pub(crate) const BREADTH: f32 = RIGHT - LEFT;
const TOP: f32 = 20.0;
const BOTTOM: f32 = HEIGHT - 28.0;
/// The line that opens a continued page.
const RUNNING: f32 = 16.0;
const FOOT: f32 = 7.5;

/// The middle of capital letters above the baseline, over the type size: what
/// looks centred in a line or a box.
pub(crate) const MIDDLE: f32 = 0.357;

/// The height that one page offers.
pub(crate) const PAGE: f32 = BOTTOM - TOP;

/// Lays out one part of a document that numbers its own pages.
pub(crate) struct Flow<'d, 'p> {
    pub(crate) doc: &'d mut Doc<'p>,
    /// Where the next thing goes.
    pub(crate) y: f32,
    first: usize,
    /// Opens every page but the first, and every footer.
    running: Arc<Run>,
}

impl<'d, 'p> Flow<'d, 'p> {
    /// Begins a part on a new page; `running` says what and whose it is.
    pub(crate) fn new(doc: &'d mut Doc<'p>, running: Arc<Run>) -> Self {
        doc.add_page();
        let first = doc.page_count() - 1;
        Self { doc, y: TOP, first, running }
    }

    /// What is left of the page.
    pub(crate) fn left(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Goes to a new page unless this much fits here; true if it did.
    pub(crate) fn ensure(&mut self, height: f32) -> bool {
        let fresh = self.y <= TOP + RUNNING;
        if self.left() >= height || fresh {
            return false;
        }
        self.next_page();
        true
    }

    fn next_page(&mut self) {
        self.doc.add_page();
        let (running, size) = (Arc::clone(&self.running), 8.0);
        let line = fit(&running, BREADTH, size);
        self.doc.artifact(|pen| {
            pen.line(&running, &line, LEFT, TOP + 7.0, size, colour::SECONDARY);
            pen.rect(LEFT, TOP + 11.0, BREADTH, 0.75, colour::NHS_BLUE);
        });
        self.y = TOP + RUNNING;
    }

    /// A paragraph below the cursor, over as many pages as it needs.
    pub(crate) fn paragraph(&mut self, node: Node, paragraph: &Paragraph, x: f32) {
        let leading = paragraph.leading();
        let mut from = 0;
        while from < paragraph.lines.len() {
            self.ensure(leading);
            let fits = ((self.left() / leading) as usize).max(1);
            let to = paragraph.lines.len().min(from + fits);
            let y = self.y;
            self.doc.tagged(node, |pen| {
                draw(pen, paragraph, &paragraph.lines[from..to], x, y);
            });
            self.y += leading * (to - from) as f32;
            from = to;
        }
    }

    /// A paragraph that leads to an address.
    pub(crate) fn linked(&mut self, parent: Node, paragraph: &Paragraph, x: f32, address: &str) {
        // Kept on one page: the places of a link belong to one page.
        self.ensure(paragraph.height().min(PAGE / 2.0));
        let node = self.doc.link(parent);
        let y = self.y;
        if paragraph.height() <= self.left() {
            self.doc.tagged(node, |pen| draw_link(pen, paragraph, x, y));
            self.y += paragraph.height();
            let says = format!("Opens {address}");
            self.doc.link_area(node, address, &says, places(paragraph, x, y));
        } else {
            // Longer than a page: text only.
            self.paragraph(node, paragraph, x);
        }
    }

    /// Closes the part: puts a footer on each of its pages.
    pub(crate) fn finish(self) -> Result<(), DocumentError> {
        let (first, end) = (self.first, self.doc.page_count());
        for page in first..end {
            let words = format!("Page {} of {}", page - first + 1, end - first);
            let number = self.doc.run(&words, Weight::Regular, "page number")?;
            let width = number.width(FOOT);
            let line = fit(&self.running, BREADTH - width - 20.0, FOOT);
            let running = &self.running;
            self.doc.artifact_on(page, |pen| {
                let y = HEIGHT - 17.0;
                pen.rect(LEFT, y - 9.5, BREADTH, 0.5, colour::RULE);
                pen.line(running, &line, LEFT, y, FOOT, colour::SECONDARY);
                pen.line(&number, &whole(&number), RIGHT - width, y, FOOT, colour::SECONDARY);
            });
        }
        Ok(())
    }
}

/// Draws some lines of a paragraph from `y` down.
pub(crate) fn draw(
    pen: &mut crate::doc::Pen<'_>,
    paragraph: &Paragraph,
    lines: &[Line],
    x: f32,
    y: f32,
) {
    let (leading, size) = (paragraph.leading(), paragraph.size);
    for (place, line) in lines.iter().enumerate() {
        let baseline = y + leading * (place as f32 + 0.5) + size * MIDDLE;
        pen.line(&paragraph.run, line, x, baseline, size, paragraph.ink);
    }
}

/// Draws a paragraph that leads somewhere, with the line under it that says so.
pub(crate) fn draw_link(pen: &mut crate::doc::Pen<'_>, paragraph: &Paragraph, x: f32, y: f32) {
    draw(pen, paragraph, &paragraph.lines, x, y);
    let leading = paragraph.leading();
    let under = paragraph.lines.iter().enumerate().map(|(place, line)| {
        let baseline = y + leading * (place as f32 + 0.5) + paragraph.size * MIDDLE;
        [x, baseline + paragraph.size * 0.13, paragraph.line_width(line), 0.4]
    });
    pen.rects(under, paragraph.ink);
}

/// Where the lines of a paragraph at this place are.
pub(crate) fn places(paragraph: &Paragraph, x: f32, y: f32) -> Vec<pdf_writer::Rect> {
    let leading = paragraph.leading();
    (0..)
        .zip(&paragraph.lines)
        .map(|(place, line)| {
            area(x, y + leading * place as f32, paragraph.line_width(line), leading)
        })
        .collect()
}

/// A run as one line.
pub(crate) fn whole(run: &Run) -> Line {
    Line { from: 0, to: run.glyphs.len(), width: 0 }
}

/// As much of a run as fits one line: for what repeats text that stands in full elsewhere.
fn fit(run: &Run, width: f32, size: f32) -> Line {
    let units = (width / size * crate::doc::UNITS) as i32;
    break_lines(run, units).first().copied().unwrap_or(Line { from: 0, to: 0, width: 0 })
}
