//! What was agreed in supervision: in the supervision pack, and in the passport of
//! somebody with whom something was.

use passport_core::supervision::{Action, Doer};
use passport_core::wording::long_date;
use pdf_writer::types::StructRole;

use crate::colour;
use crate::doc::Doc;
use crate::error::DocumentError;
use crate::flow::{BREADTH, Flow, LEFT, MIDDLE, RIGHT, draw, whole};
use crate::font::Weight;
use crate::line::Paragraph;
use crate::tags::{Node, Says};

const BAND: f32 = 15.0;
const PAD: f32 = 1.8;
const SIZE: f32 = 8.5;
const WHO: f32 = LEFT + 262.0;
const BY: f32 = LEFT + 340.0;
const DONE: f32 = LEFT + 424.0;
const COLUMNS: [(&str, f32, f32); 4] = [
    ("Agreed", LEFT + 6.0, WHO - LEFT - 14.0),
    ("Who", WHO, BY - WHO - 6.0),
    ("By", BY, DONE - BY - 6.0),
    ("Done", DONE, RIGHT - DONE - 4.0),
];
const NONE: &str = "No actions are agreed.";

/// The actions, broken to their columns.
pub(crate) struct Agreed {
    rows: Vec<[Paragraph; 4]>,
    none: Option<Paragraph>,
}

impl Agreed {
    pub(crate) fn new(doc: &Doc<'_>, actions: &[Action]) -> Result<Self, DocumentError> {
        let set = |text: &str, width, place| {
            let run = doc.run(text, Weight::Regular, place)?;
            Ok::<_, DocumentError>(Paragraph::new(run, SIZE, colour::TEXT, width))
        };
        let row = |action: &Action| {
            let done = match &action.done {
                Some((day, by)) => format!("{}, {by}", long_date(*day)),
                None => "Not yet".to_owned(),
            };
            let who = match action.doer {
                Doer::Staff => "Member of staff",
                Doer::Manager => "Manager",
            };
            Ok([
                set(&action.what, COLUMNS[0].2, "action")?,
                set(who, COLUMNS[1].2, "action")?,
                set(&long_date(action.due), COLUMNS[2].2, "date")?,
                set(&done, COLUMNS[3].2, "name")?,
            ])
        };
        let rows: Vec<[Paragraph; 4]> =
            actions.iter().map(row).collect::<Result<_, DocumentError>>()?;
        let none = rows.is_empty().then(|| set(NONE, BREADTH, "action")).transpose()?;
        Ok(Self { rows, none })
    }

    /// What it takes of a page.
    pub(crate) fn height(&self) -> f32 {
        let rows: f32 = self.rows.iter().map(height).sum();
        BAND + 8.0 + rows + self.none.as_ref().map_or(0.0, Paragraph::height)
    }

    pub(crate) fn draw(&self, flow: &mut Flow<'_, '_>, part: Node) -> Result<(), DocumentError> {
        flow.ensure(BAND + 8.0 + self.rows.first().map_or(SIZE * 2.0, height));
        flow.y += 4.0;
        let heading = flow.doc.run("Actions from supervision", Weight::Bold, "heading")?;
        let node = flow.doc.tree.add(part, StructRole::H2, Says::Nothing);
        flow.paragraph(node, &Paragraph::new(heading, 9.5, colour::TEXT, BREADTH), LEFT);
        if let Some(none) = &self.none {
            let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
            flow.paragraph(node, none, LEFT);
            return Ok(());
        }
        let table = flow.doc.tree.add(part, StructRole::Table, Says::Nothing);
        let header = flow.doc.tree.add(table, StructRole::TR, Says::Nothing);
        let top = flow.y;
        flow.doc.artifact(|pen| pen.rect(LEFT, top, BREADTH, BAND - 3.0, colour::BAND));
        for (label, x, _) in COLUMNS {
            let run = flow.doc.run(label, Weight::Bold, "heading")?;
            let cell = flow.doc.tree.add(header, StructRole::TH, Says::ColumnHeader);
            flow.doc.tagged(cell, |pen| {
                let y = top + (BAND - 3.0) / 2.0 + 7.5 * MIDDLE;
                pen.line(&run, &whole(&run), x, y, 7.5, colour::TEXT);
            });
        }
        flow.y += BAND - 3.0;
        for row in &self.rows {
            let height = height(row);
            flow.ensure(height);
            let top = flow.y;
            flow.doc
                .artifact(|pen| pen.rect(LEFT, top + height - 0.25, BREADTH, 0.5, colour::RULE));
            let line = flow.doc.tree.add(table, StructRole::TR, Says::Nothing);
            for (place, (paragraph, (_, x, _))) in row.iter().zip(COLUMNS).enumerate() {
                let (role, says) = match place {
                    0 => (StructRole::TH, Says::RowHeader),
                    _ => (StructRole::TD, Says::Nothing),
                };
                let cell = flow.doc.tree.add(line, role, says);
                flow.doc.tagged(cell, |pen| draw(pen, paragraph, &paragraph.lines, x, top + PAD));
            }
            flow.y = top + height;
        }
        Ok(())
    }
}

fn height(row: &[Paragraph; 4]) -> f32 {
    row.iter().map(Paragraph::height).fold(0.0, f32::max) + PAD * 2.0
}
