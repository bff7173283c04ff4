//! The table of subjects: one band and one table for each group.
//!
//! A row's notes and next step stand below its subject and run to the right
//! edge, so that a row without them takes a single line and some thirty
//! subjects fit a page. For a screen reader they are the row's last cell.

use std::sync::Arc;

use pdf_writer::types::StructRole;

use crate::below;
use crate::colour;
use crate::doc::Doc;
use crate::error::DocumentError;
use crate::flow::{BREADTH, Flow, LEFT, MIDDLE, PAGE, RIGHT, draw, whole};
use crate::font::Weight;
use crate::line::Paragraph;
use crate::marks;
use crate::row::{Columns, Laid, Row};
use crate::shape::Run;
use crate::tags::{Node, Says};

/// Height of a group's band.
pub(crate) const BAND: f32 = 14.5;
/// Space above a band.
pub(crate) const BEFORE: f32 = 3.5;
const LABEL: f32 = 7.5;

/// The words of a group's band.
pub(crate) struct Heading {
    title: Arc<Run>,
    continued: Arc<Run>,
    labels: Vec<(Arc<Run>, f32)>,
    /// Whether the last column holds what stands below the rows.
    below: bool,
}

impl Heading {
    /// A band with its title. Lines that are required have a class and a
    /// status; those with texts below have a column for them.
    pub(crate) fn new(
        doc: &Doc<'_>,
        title: &str,
        rows: &[Row],
        columns: Columns,
    ) -> Result<Self, DocumentError> {
        let required = rows.iter().any(|row| row.class.is_some());
        let below = rows.iter().any(Row::has_below);
        let continued = format!("{title} (continued)");
        let title = doc.run(title, Weight::Bold, "heading")?;
        let continued = doc.run(&continued, Weight::Bold, "heading")?;
        let label = |text| doc.run(text, Weight::Regular, "heading");
        let mut labels = Vec::new();
        // The first labels follow the title on its line.
        let mut x = columns.class + title.width(TITLE) + 9.0;
        let leading: &[&str] = if required { &["Class,", "training"] } else { &["Training"] };
        for text in leading {
            let run = label(text)?;
            let width = run.width(LABEL);
            labels.push((run, x));
            x += width + 2.5;
        }
        if required {
            labels.push((label("Status")?, columns.status));
        }
        labels.push((label("Expires")?, columns.expires));
        labels.push((label("Completed")?, columns.awarded));
        if below {
            let run = label("Next step below")?;
            let x = RIGHT - 4.0 - run.width(LABEL);
            labels.push((run, x));
        }
        Ok(Self { title, continued, labels, below })
    }
}

const TITLE: f32 = 10.0;

/// Draws one group below the cursor.
pub(crate) fn group(
    flow: &mut Flow<'_, '_>,
    parent: Node,
    heading: &Heading,
    rows: &[Laid<'_>],
    columns: Columns,
) {
    let Some(first) = rows.first() else { return };
    flow.ensure(BEFORE + BAND + first.height.min(PAGE / 2.0));
    flow.y += BEFORE;
    let title = flow.doc.tree.add(parent, StructRole::H2, Says::Nothing);
    let table = flow.doc.tree.add(parent, StructRole::Table, Says::Nothing);
    band(flow);
    let baseline = flow.y + BAND / 2.0;
    flow.doc.tagged(title, |pen| {
        let y = baseline + TITLE * MIDDLE;
        pen.line(&heading.title, &whole(&heading.title), columns.class, y, TITLE, colour::TEXT);
    });
    let header = flow.doc.tree.add(table, StructRole::TR, Says::Nothing);
    for (run, x) in &heading.labels {
        let cell = flow.doc.tree.add(header, StructRole::TH, Says::ColumnHeader);
        flow.doc.tagged(cell, |pen| {
            let y = baseline + LABEL * MIDDLE;
            pen.line(run, &whole(run), *x, y, LABEL, colour::SECONDARY);
        });
    }
    flow.y += BAND;
    for row in rows {
        if flow.ensure(row.height.min(PAGE * 0.6)) {
            band(flow);
            let y = flow.y + BAND / 2.0 + TITLE * MIDDLE;
            flow.doc.artifact(|pen| {
                let run = &heading.continued;
                pen.line(run, &whole(run), columns.class, y, TITLE, colour::TEXT);
            });
            flow.y += BAND;
        }
        let line = flow.doc.tree.add(table, StructRole::TR, Says::Nothing);
        if row.height > flow.left() {
            draw_tall(flow, line, row, columns, heading.below);
        } else {
            draw_row(flow, line, row, columns, heading.below);
        }
    }
}

fn band(flow: &mut Flow<'_, '_>) {
    let y = flow.y;
    flow.doc.artifact(|pen| pen.rect(LEFT, y, BREADTH, BAND, colour::BAND));
}

fn draw_row(flow: &mut Flow<'_, '_>, line: Node, laid: &Laid<'_>, columns: Columns, below: bool) {
    let (top, size) = (flow.y, laid.subject.size);
    let leading = laid.subject.leading();
    let text = top + laid.pad;
    let chip = [columns.class, text + leading / 2.0 - size * 0.55, 12.0, size * 1.1];
    flow.doc.artifact(|pen| {
        pen.rect(LEFT, top + laid.height - 0.25, BREADTH, 0.5, colour::RULE);
        marks::draw_edge(pen, laid.row.colour, LEFT, top + 0.5, laid.height - 1.0);
        if laid.row.status.is_some() {
            let side = size * 0.95;
            let y = text + leading / 2.0 - side / 2.0;
            marks::sign(pen, laid.row.colour, columns.status, y, side);
        }
        if let Some((class, _)) = &laid.row.class {
            marks::class_cell(pen, *class, chip);
        }
        below::arrows(pen, &laid.below, text + laid.main);
    });

    if let Some((class, letter)) = &laid.row.class {
        let cell = flow.doc.tree.add(line, StructRole::TD, Says::Expansion(class.word()));
        let x = columns.class + 6.0 - letter.width(size) / 2.0;
        let y = text + leading / 2.0 + size * MIDDLE;
        let ink = marks::class_ink(*class);
        flow.doc.tagged(cell, |pen| pen.line(letter, &whole(letter), x, y, size, ink));
    }
    let cell = flow.doc.tree.add(line, StructRole::TH, Says::RowHeader);
    put(flow, cell, &laid.subject, columns.subject, text);
    for (paragraph, x) in [
        (&laid.status, columns.status + size * 1.4),
        (&laid.expires, columns.expires),
        (&laid.awarded, columns.awarded),
    ] {
        if laid.row.status.is_none() && std::ptr::eq(paragraph, &laid.status) {
            continue;
        }
        let cell = flow.doc.tree.add(line, StructRole::TD, Says::Nothing);
        if let Some(paragraph) = paragraph {
            put(flow, cell, paragraph, x, text);
        }
    }
    if below {
        let cell = flow.doc.tree.add(line, StructRole::TD, Says::Nothing);
        below::draw(flow, cell, &laid.below, text + laid.main);
    }
    flow.y = top + laid.height;
}

fn put(flow: &mut Flow<'_, '_>, node: Node, paragraph: &Paragraph, x: f32, y: f32) {
    flow.doc.tagged(node, |pen| draw(pen, paragraph, &paragraph.lines, x, y));
}

/// A row too tall for a page: its texts one below the other, over as many
/// pages as they need.
fn draw_tall(flow: &mut Flow<'_, '_>, line: Node, laid: &Laid<'_>, columns: Columns, below: bool) {
    let ink = colour::TEXT;
    let again = |paragraph: &Paragraph| {
        let width = RIGHT - 4.0 - columns.subject;
        Paragraph::new(Arc::clone(&paragraph.run), paragraph.size, paragraph.ink, width)
    };
    flow.y += laid.pad;
    if let Some((class, letter)) = &laid.row.class {
        let cell = flow.doc.tree.add(line, StructRole::TD, Says::Expansion(class.word()));
        let letter = Paragraph::new(Arc::clone(letter), laid.subject.size, ink, 20.0);
        let y = flow.y;
        flow.paragraph(cell, &letter, columns.class);
        flow.y = if flow.y > y { y } else { flow.y - letter.height() };
    }
    let cell = flow.doc.tree.add(line, StructRole::TH, Says::RowHeader);
    flow.paragraph(cell, &again(&laid.subject), columns.subject);
    let rest = [&laid.status, &laid.expires, &laid.awarded];
    let skip = usize::from(laid.row.status.is_none());
    for paragraph in &rest[skip..] {
        let cell = flow.doc.tree.add(line, StructRole::TD, Says::Nothing);
        if let Some(paragraph) = paragraph {
            flow.paragraph(cell, &again(paragraph), columns.subject);
        }
    }
    if below {
        let cell = flow.doc.tree.add(line, StructRole::TD, Says::Nothing);
        for below in &laid.below {
            let piece = flow.doc.tree.add(cell, StructRole::P, Says::Nothing);
            let paragraph = again(&below.paragraph);
            match below.link {
                Some(address) => flow.linked(piece, &paragraph, columns.subject, address),
                None => flow.paragraph(piece, &paragraph, columns.subject),
            }
        }
    }
    flow.y += laid.pad;
    let y = flow.y;
    flow.doc.artifact(|pen| pen.rect(LEFT, y, BREADTH, 0.5, colour::RULE));
}
