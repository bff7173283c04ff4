//! Room for notes and signatures: the passport is brought to supervision.

use pdf_writer::types::StructRole;

use crate::colour;
use crate::error::DocumentError;
use crate::flow::{BREADTH, Flow, LEFT, MIDDLE, RIGHT, whole};
use crate::font::Weight;
use crate::tags::{Node, Says};

/// The least it takes.
pub(crate) const LEAST: f32 = 60.0;
const MOST: f32 = 150.0;
/// Between the lines to write on.
const RULES: f32 = 18.0;
const SIZE: f32 = 8.5;

/// Draws it at the foot of the page, as high as there is room.
pub(crate) fn draw(flow: &mut Flow<'_, '_>, part: Node) -> Result<(), DocumentError> {
    flow.ensure(LEAST);
    let height = flow.left().clamp(LEAST, MOST);
    flow.y += flow.left() - height;
    let (top, height) = (flow.y + 5.0, height - 5.0);
    let split = LEFT + BREADTH * 0.44;
    let title = flow.doc.run("Notes from supervision", Weight::Bold, "heading")?;
    flow.doc.artifact(|pen| {
        pen.outline([LEFT, top, BREADTH, height], 0.75, colour::LINE);
        pen.path(&[(split, top), (split, top + height)], 0.75, colour::LINE);
        // The last line to write on is the frame's.
        let mut y = top + height - RULES;
        while y > top + RULES + 6.0 {
            pen.rect(LEFT + 7.0, y, split - LEFT - 14.0, 0.5, colour::RULE);
            y -= RULES;
        }
    });
    let node = flow.doc.tree.add(part, StructRole::H2, Says::Nothing);
    flow.doc.tagged(node, |pen| {
        let y = top + 9.0 + SIZE * MIDDLE;
        pen.line(&title, &whole(&title), LEFT + 7.0, y, SIZE, colour::TEXT);
    });
    let half = height / 2.0;
    for (place, who) in (0..).zip(["Member of staff", "Supervisor"]) {
        let who = flow.doc.run(who, Weight::Bold, "signature")?;
        let sign = flow.doc.run("Signature", Weight::Regular, "signature")?;
        let date = flow.doc.run("Date", Weight::Regular, "signature")?;
        let from = top + half * place as f32;
        let line = from + half - 7.0;
        let dated = RIGHT - 92.0;
        flow.doc.artifact(|pen| {
            if place == 1 {
                pen.path(&[(split, from), (RIGHT, from)], 0.75, colour::LINE);
            }
            let start = split + 7.0 + sign.width(SIZE) + 5.0;
            pen.path(&[(start, line), (dated - 8.0, line)], 0.6, colour::TEXT);
            let start = dated + date.width(SIZE) + 5.0;
            pen.path(&[(start, line), (RIGHT - 8.0, line)], 0.6, colour::TEXT);
        });
        let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
        flow.doc.tagged(node, |pen| {
            let y = from + 9.0 + SIZE * MIDDLE;
            pen.line(&who, &whole(&who), split + 7.0, y, SIZE, colour::TEXT);
            pen.line(&sign, &whole(&sign), split + 7.0, line, SIZE, colour::SECONDARY);
            pen.line(&date, &whole(&date), dated, line, SIZE, colour::SECONDARY);
        });
    }
    flow.y = top + height;
    Ok(())
}
