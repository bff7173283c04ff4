//! The signs beside words: a shape for each colour of the key, and the C and R
//! cells. The shapes differ, so a grey print tells them apart.

use passport_core::present::Colour;
use passport_core::requirement::Class;

use crate::colour;
use crate::doc::Pen;

/// The colour at a row's edge.
pub(crate) fn edge(key: Colour) -> colour::Colour {
    match key {
        Colour::Green | Colour::GreenMarked => colour::GREEN,
        Colour::Red | Colour::RedOutline => colour::RED,
        Colour::Grey => colour::GREY,
        Colour::Neutral => colour::RULE,
    }
}

/// A row's edge: solid, or for a red outline hollow.
pub(crate) fn draw_edge(pen: &mut Pen<'_>, key: Colour, x: f32, y: f32, height: f32) {
    match key {
        Colour::RedOutline => pen.outline([x, y, 3.0, height], 0.8, colour::RED),
        other => pen.rect(x, y, 3.0, height, edge(other)),
    }
}

/// The sign of a status, in a square.
pub(crate) fn sign(pen: &mut Pen<'_>, key: Colour, x: f32, y: f32, side: f32) {
    let at = |across: f32, down: f32| (x + side * across, y + side * down);
    let thick = side * 0.15;
    match key {
        Colour::Green => {
            pen.rect(x, y, side, side, colour::GREEN);
            let tick = [at(0.2, 0.52), at(0.42, 0.74), at(0.8, 0.28)];
            pen.path(&tick, thick, colour::WHITE);
        }
        Colour::GreenMarked => {
            // An hourglass.
            pen.rect(x, y, side, side, colour::GREEN);
            let glass = [
                at(0.22, 0.2),
                at(0.78, 0.2),
                at(0.24, 0.8),
                at(0.76, 0.8),
                at(0.22, 0.2),
                at(0.78, 0.2),
            ];
            pen.path(&glass, thick * 0.8, colour::WHITE);
        }
        Colour::Red => {
            pen.rect(x, y, side, side, colour::RED);
            pen.path(&[at(0.24, 0.24), at(0.76, 0.76)], thick, colour::WHITE);
            pen.path(&[at(0.76, 0.24), at(0.24, 0.76)], thick, colour::WHITE);
        }
        Colour::RedOutline => {
            pen.outline([x, y, side, side], side * 0.13, colour::RED);
            pen.rect(x + side * 0.43, y + side * 0.24, side * 0.14, side * 0.3, colour::RED);
            pen.rect(x + side * 0.43, y + side * 0.64, side * 0.14, side * 0.14, colour::RED);
        }
        Colour::Grey => {
            pen.rect(x, y, side, side, colour::GREY);
            pen.path(&[at(0.22, 0.5), at(0.78, 0.5)], thick, colour::WHITE);
        }
        Colour::Neutral => pen.outline([x, y, side, side], side * 0.09, colour::LINE),
    }
}

/// The cell behind a class letter, and the letter's ink.
pub(crate) fn class_cell(pen: &mut Pen<'_>, class: Class, bounds: [f32; 4]) {
    let [x, y, width, height] = bounds;
    match class {
        Class::Compulsory => {
            pen.rect(x, y, width, height, colour::YELLOW);
            pen.outline(bounds, 0.5, colour::SECONDARY);
        }
        Class::RoleSpecific => pen.rect(x, y, width, height, colour::NHS_BLUE),
    }
}

/// The ink of a class letter on its cell.
pub(crate) fn class_ink(class: Class) -> colour::Colour {
    match class {
        Class::Compulsory => colour::TEXT,
        Class::RoleSpecific => colour::WHITE,
    }
}
