//! The key: what the letters and the signs mean.

use passport_core::present::Colour;
use passport_core::requirement::Class;
use pdf_writer::types::StructRole;

use crate::colour;
use crate::error::DocumentError;
use crate::flow::{Flow, LEFT, MIDDLE, whole};
use crate::font::Weight;
use crate::marks;
use crate::tags::{Node, Says};

const SIZE: f32 = 7.5;
const LINE: f32 = 11.0;
/// What the key takes.
pub(crate) const HEIGHT: f32 = 4.0 + LINE;

const SIGNS: [(Colour, &str); 6] = [
    (Colour::Green, "Completed"),
    (Colour::GreenMarked, "Renew soon"),
    (Colour::Red, "Required"),
    (Colour::RedOutline, "Complete by a date"),
    (Colour::Grey, "Exempt"),
    (Colour::Neutral, "Not required yet"),
];

/// Draws the key below the cursor.
pub(crate) fn draw(flow: &mut Flow<'_, '_>, part: Node) -> Result<(), DocumentError> {
    flow.ensure(HEIGHT);
    flow.y += 4.0;
    let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
    let mut x = LEFT;
    let lead = flow.doc.run("Key", Weight::Bold, "key")?;
    let baseline = |y: f32| y + LINE / 2.0 + SIZE * MIDDLE;
    let y = flow.y;
    flow.doc.tagged(node, |pen| {
        pen.line(&lead, &whole(&lead), x, baseline(y), SIZE, colour::TEXT);
    });
    x += lead.width(SIZE) + 9.0;
    for class in [Class::Compulsory, Class::RoleSpecific] {
        let letter = flow.doc.run(class.letter(), Weight::Bold, "key")?;
        let word = flow.doc.run(class.word(), Weight::Regular, "key")?;
        let y = flow.y;
        flow.doc.artifact(|pen| {
            marks::class_cell(pen, class, [x, y + LINE / 2.0 - 4.4, 10.5, 8.8]);
        });
        flow.doc.tagged(node, |pen| {
            let middle = x + 5.5 - letter.width(SIZE) / 2.0;
            let ink = marks::class_ink(class);
            pen.line(&letter, &whole(&letter), middle, baseline(y), SIZE, ink);
            pen.line(&word, &whole(&word), x + 14.5, baseline(y), SIZE, colour::TEXT);
        });
        x += 14.5 + word.width(SIZE) + 9.0;
    }
    for (key, word) in SIGNS {
        let word = flow.doc.run(word, Weight::Regular, "key")?;
        let width = 11.5 + word.width(SIZE);
        let y = flow.y;
        flow.doc.artifact(|pen| marks::sign(pen, key, x, y + LINE / 2.0 - 3.75, 7.5));
        flow.doc.tagged(node, |pen| {
            pen.line(&word, &whole(&word), x + 11.5, baseline(y), SIZE, colour::TEXT);
        });
        x += width + 9.0;
    }
    flow.y += LINE;
    Ok(())
}
