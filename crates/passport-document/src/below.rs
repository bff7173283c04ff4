//! What stands below a row's subject: the next step, notes, why it is required.
//! A text joins the one before it on its line where it fits.

use std::sync::Arc;

use pdf_writer::types::StructRole;

use crate::colour;
use crate::density::Density;
use crate::doc::Pen;
use crate::flow::{Flow, RIGHT, draw as draw_text, draw_link, places};
use crate::line::Paragraph;
use crate::row::Row;
use crate::shape::Run;
use crate::tags::{Node, Says};

/// Room for the arrow before a next step.
const ARROW: f32 = 11.0;
/// Room between two texts on one line.
const BETWEEN: f32 = 14.0;

/// One text below a row's subject.
pub(crate) struct Below<'r> {
    pub(crate) paragraph: Paragraph,
    pub(crate) link: Option<&'r str>,
    x: f32,
    /// Below the row's main line.
    y: f32,
    arrow: bool,
}

/// The texts below a row, and the height they take.
pub(crate) fn lay(row: &Row, left: f32, density: Density) -> (Vec<Below<'_>>, f32) {
    let mut place = Place { all: Vec::new(), left, x: left, y: 0.0, height: 0.0, density };
    for (run, link) in &row.steps {
        let ink = if link.is_some() { colour::NHS_BLUE } else { colour::DARK_BLUE };
        place.put(run, ink, link.as_deref(), true);
    }
    for note in &row.notes {
        place.put(note, colour::SECONDARY, None, false);
    }
    (place.all, place.height)
}

struct Place<'r> {
    all: Vec<Below<'r>>,
    left: f32,
    x: f32,
    y: f32,
    height: f32,
    density: Density,
}

impl<'r> Place<'r> {
    fn put(&mut self, run: &Arc<Run>, ink: colour::Colour, link: Option<&'r str>, arrow: bool) {
        let Density { size, leading, .. } = self.density;
        let indent = if arrow { ARROW } else { 0.0 };
        let width = indent + run.width(size);
        let right = RIGHT - 4.0;
        if self.x > self.left && self.x + width > right {
            (self.x, self.y) = (self.left, self.height);
        }
        let x = self.x + indent;
        let paragraph = Paragraph::led(Arc::clone(run), size, leading, ink, right - x);
        self.height = self.height.max(self.y + paragraph.height());
        // Nothing stands beside a text of several lines.
        self.x = if paragraph.lines.len() > 1 { right } else { self.x + width + BETWEEN };
        self.all.push(Below { paragraph, link, x, y: self.y, arrow });
    }
}

/// The arrows before next steps.
pub(crate) fn arrows(pen: &mut Pen<'_>, all: &[Below<'_>], from: f32) {
    for below in all.iter().filter(|below| below.arrow) {
        let (x, middle) = (below.x - ARROW, from + below.y + below.paragraph.leading() / 2.0);
        pen.path(&[(x, middle), (x + 7.0, middle)], 0.9, colour::DARK_BLUE);
        let tip = [(x + 4.4, middle - 2.4), (x + 7.2, middle), (x + 4.4, middle + 2.4)];
        pen.path(&tip, 0.9, colour::DARK_BLUE);
    }
}

/// Draws the texts into their cell.
pub(crate) fn draw(flow: &mut Flow<'_, '_>, cell: Node, all: &[Below<'_>], from: f32) {
    for Below { paragraph, link, x, y, .. } in all {
        let (x, y) = (*x, from + y);
        let piece = flow.doc.tree.add(cell, StructRole::P, Says::Nothing);
        match link {
            Some(address) => {
                let node = flow.doc.link(piece);
                flow.doc.tagged(node, |pen| draw_link(pen, paragraph, x, y));
                let says = format!("Opens {address}");
                flow.doc.link_area(node, address, &says, places(paragraph, x, y));
            }
            None => {
                flow.doc.tagged(piece, |pen| draw_text(pen, paragraph, &paragraph.lines, x, y));
            }
        }
    }
}
