//! The head of a passport: whose it is, of when, and the sentence that sums it up.

use std::sync::Arc;

use passport_core::present::{Passport, Post};
use passport_core::wording::long_date;
use pdf_writer::types::StructRole;

use crate::colour;
use crate::doc::area;
use crate::error::DocumentError;
use crate::flow::{BREADTH, Flow, LEFT, MIDDLE, RIGHT, whole};
use crate::font::Weight;
use crate::line::Paragraph;
use crate::qr;
use crate::steps::web;
use crate::tags::{Node, Says};

const TITLE: f32 = 18.0;
const BODY: f32 = 9.0;
/// Where values begin after their labels.
const VALUE: f32 = LEFT + 38.0;
/// Side of the QR code; the white around it is the quiet zone of four modules
/// that its standard asks for.
const CODE: f32 = 58.0;

/// What the page online tells beyond the paper.
const MORE: &str = "Why each is required, all classes, history";

/// Draws the head below the cursor.
pub(crate) fn draw(
    flow: &mut Flow<'_, '_>,
    part: Node,
    passport: &Passport,
) -> Result<(), DocumentError> {
    banner(flow, part, passport)?;
    flow.y += 5.0;
    let top = flow.y;
    let address = web(passport.page.as_deref());
    let code = address.and_then(qr::code);
    let right = if code.is_some() { RIGHT - CODE - 16.0 } else { RIGHT };
    if let (Some(code), Some(address)) = (&code, address) {
        let (x, y) = (RIGHT - CODE, top + 3.0);
        let alt = format!("QR code that opens this passport: {address}");
        let says = Says::Picture { alt, bounds: area(x, y, CODE, CODE) };
        let figure = flow.doc.tree.add(part, StructRole::Figure, says);
        let module = CODE / code.size as f32;
        flow.doc.tagged(figure, |pen| {
            let rects = code.runs.iter().map(|&(row, column, length)| {
                [
                    x + module * column as f32,
                    y + module * row as f32,
                    module * length as f32,
                    module,
                ]
            });
            pen.rects(rects, colour::TEXT);
        });
    }

    name(flow, part, passport, right)?;
    let label = if passport.posts.len() > 1 { "Posts" } else { "Post" };
    for (place, post) in passport.posts.iter().enumerate() {
        let label = if place == 0 { label } else { "" };
        labelled(flow, part, label, &described(post, &passport.employee_number), "post", right)?;
        if let Some(sentence) = &post.not_counted {
            let run = flow.doc.run(sentence, Weight::Bold, "post")?;
            let paragraph = Paragraph::new(run, BODY, colour::TEXT, right - VALUE);
            let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
            flow.paragraph(node, &paragraph, VALUE);
        }
    }
    let mut as_at = long_date(passport.as_at);
    if let Some(freshness) = &passport.freshness {
        as_at = format!("{as_at}. {}", freshness.words);
    }
    labelled(flow, part, "As at", &as_at, "date", right)?;
    if let Some(address) = address {
        let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
        label_text(flow, node, "Online")?;
        let run = flow.doc.run(address, Weight::Regular, "address")?;
        let paragraph = Paragraph::new(Arc::clone(&run), BODY, colour::NHS_BLUE, right - VALUE);
        let (top, wide) = (flow.y, run.width(BODY));
        flow.linked(node, &paragraph, VALUE, address);
        let more = flow.doc.run(MORE, Weight::Regular, "label")?;
        let x = VALUE + wide + 9.0;
        if paragraph.lines.len() == 1 && x + more.width(BODY) <= right {
            let y = top + paragraph.leading() / 2.0 + BODY * MIDDLE;
            flow.doc.tagged(node, |pen| {
                pen.line(&more, &whole(&more), x, y, BODY, colour::SECONDARY);
            });
        }
    }
    if code.is_some() && flow.y > top {
        flow.y = flow.y.max(top + CODE + 3.0);
    }
    flow.y += 4.0;
    summary(flow, part, passport)
}

/// Organisation and title on a band of blue.
fn banner(flow: &mut Flow<'_, '_>, part: Node, passport: &Passport) -> Result<(), DocumentError> {
    let title = flow.doc.run("Training passport", Weight::Bold, "title")?;
    let organisation = flow.doc.run(&passport.organisation, Weight::Bold, "organisation")?;
    let room = BREADTH - title.width(TITLE) - 44.0;
    let mut paragraph = Paragraph::new(Arc::clone(&organisation), 11.0, colour::WHITE, room);
    if paragraph.lines.len() > 2 {
        paragraph = Paragraph::new(organisation, 8.5, colour::WHITE, room);
    }
    let height = (paragraph.height() + 8.0).max(28.0);
    flow.ensure(height);
    let y = flow.y;
    flow.doc.artifact(|pen| pen.rect(LEFT, y, BREADTH, height, colour::NHS_BLUE));
    let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
    flow.doc.tagged(node, |pen| {
        let from = y + (height - paragraph.height()) / 2.0;
        for (place, line) in (0..).zip(&paragraph.lines) {
            let x = RIGHT - 11.0 - paragraph.line_width(line);
            let middle = from + paragraph.leading() * (place as f32 + 0.5);
            let baseline = middle + paragraph.size * MIDDLE;
            pen.line(&paragraph.run, line, x, baseline, paragraph.size, paragraph.ink);
        }
    });
    let node = flow.doc.tree.add(part, StructRole::H1, Says::Nothing);
    flow.doc.tagged(node, |pen| {
        let baseline = y + height / 2.0 + TITLE * MIDDLE;
        pen.line(&title, &whole(&title), LEFT + 11.0, baseline, TITLE, colour::WHITE);
    });
    flow.y += height;
    Ok(())
}

/// The name, as large as fits one line; a very long one on several. The
/// employee number stands beside it where there is room.
fn name(
    flow: &mut Flow<'_, '_>,
    part: Node,
    passport: &Passport,
    right: f32,
) -> Result<(), DocumentError> {
    let run = flow.doc.run(&passport.name, Weight::Bold, "name")?;
    let width = right - LEFT;
    let size = [17.0, 15.0, 13.0].into_iter().find(|size| run.width(*size) <= width);
    let size = size.unwrap_or(if run.width(11.0) > width * 4.0 { BODY } else { 11.0 });
    let (top, wide) = (flow.y, run.width(size));
    let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
    let paragraph = Paragraph::new(run, size, colour::TEXT, width);
    flow.paragraph(node, &paragraph, LEFT);
    let number = format!("Employee number {}", passport.employee_number);
    let number = flow.doc.run(&number, Weight::Regular, "employee number")?;
    let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
    if LEFT + wide + 14.0 + number.width(10.0) <= right {
        let y = top + paragraph.leading() / 2.0 + size * MIDDLE;
        let x = LEFT + wide + 12.0;
        flow.doc.tagged(node, |pen| {
            pen.line(&number, &whole(&number), x, y, 10.0, colour::SECONDARY);
        });
    } else {
        flow.paragraph(node, &Paragraph::new(number, BODY, colour::TEXT, width), LEFT);
    }
    flow.y += 3.0;
    Ok(())
}

/// `Staff Nurse - Adult Acute Ward, Ward 4A, since 1 March 2021 (assignment 30012345-2)`,
/// without the number where it is the employee's own, which stands above.
fn described(post: &Post, employee_number: &str) -> String {
    let mut words = post.title.clone();
    if !post.team.is_empty() && !post.title.ends_with(&post.team) {
        words.push_str(&format!(", {}", post.team));
    }
    if let Some(since) = post.since {
        words.push_str(&format!(", since {}", long_date(since)));
    }
    if !post.assignment_number.is_empty() && post.assignment_number != employee_number {
        words.push_str(&format!(" (assignment {})", post.assignment_number));
    }
    words
}

fn labelled(
    flow: &mut Flow<'_, '_>,
    part: Node,
    label: &str,
    value: &str,
    place: &'static str,
    right: f32,
) -> Result<(), DocumentError> {
    if value.is_empty() {
        return Ok(());
    }
    let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
    label_text(flow, node, label)?;
    let run = flow.doc.run(value, Weight::Regular, place)?;
    flow.paragraph(node, &Paragraph::new(run, BODY, colour::TEXT, right - VALUE), VALUE);
    Ok(())
}

/// A label at the left, leaving the cursor where it is.
fn label_text(flow: &mut Flow<'_, '_>, node: Node, label: &str) -> Result<(), DocumentError> {
    if label.is_empty() {
        return Ok(());
    }
    let run = flow.doc.run(label, Weight::Regular, "label")?;
    let paragraph = Paragraph::new(run, BODY, colour::SECONDARY, VALUE - LEFT);
    flow.paragraph(node, &paragraph, LEFT);
    flow.y -= paragraph.height();
    Ok(())
}

/// The sentence that sums the passport up, on a pale band.
fn summary(flow: &mut Flow<'_, '_>, part: Node, passport: &Passport) -> Result<(), DocumentError> {
    let counts = format!("{} of {} in date", passport.summary.complete, passport.summary.lines);
    let counts = flow.doc.run(&counts, Weight::Regular, "summary")?;
    let sentence = flow.doc.run(&passport.summary.sentence, Weight::Bold, "summary")?;
    let (size, aside) = (11.5, counts.width(9.5));
    let paragraph = Paragraph::new(sentence, size, colour::TEXT, BREADTH - aside - 36.0);
    let height = paragraph.height() + 7.0;
    flow.ensure(height);
    let top = flow.y;
    let edge = if passport.summary.to_do > 0 { colour::RED } else { colour::GREEN };
    flow.doc.artifact(|pen| {
        pen.rect(LEFT, top, BREADTH, height, colour::PALE);
        pen.rect(LEFT, top, 4.0, height, edge);
    });
    flow.y += 3.5;
    let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
    flow.paragraph(node, &paragraph, LEFT + 12.0);
    if passport.summary.lines > 0 {
        let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
        let y = top + height / 2.0 + 9.5 * MIDDLE;
        flow.doc.tagged(node, |pen| {
            pen.line(&counts, &whole(&counts), RIGHT - 10.0 - aside, y, 9.5, colour::TEXT);
        });
    }
    flow.y += 5.0;
    Ok(())
}
