//! A team meeting sheet: one page where that can be, by subject.

use passport_core::present::{MeetingSheet, Reminder};
use passport_core::wording::{count, long_date};
use pdf_writer::types::StructRole;

use crate::colour;
use crate::doc::Doc;
use crate::error::DocumentError;
use crate::flow::{BREADTH, Flow, LEFT, MIDDLE, PAGE, RIGHT, draw, whole};
use crate::font::Weight;
use crate::line::Paragraph;
use crate::metadata::Described;
use crate::press::{Press, Stamp};
use crate::tags::{DOCUMENT, Node, Says};
use crate::text::clean;

const NOW: f32 = LEFT + 150.0;
const SOON: f32 = LEFT + 342.0;
const HEAD: f32 = 16.0;
/// A row is cut in two before it takes more of a page.
const MOST: f32 = PAGE / 3.0;
const LEADING: f32 = 1.14;

/// How names are set, from roomy to close: each on a line of its own or run on,
/// the type size, and the space above and below a row.
const LADDER: [Setting; 9] = [
    Setting { apart: true, size: 9.5, pad: 1.6 },
    Setting { apart: true, size: 8.5, pad: 1.6 },
    Setting { apart: false, size: 9.5, pad: 1.6 },
    Setting { apart: false, size: 9.0, pad: 1.6 },
    Setting { apart: false, size: 8.5, pad: 1.6 },
    Setting { apart: false, size: 8.0, pad: 1.2 },
    Setting { apart: false, size: 7.5, pad: 1.2 },
    Setting { apart: false, size: 7.5, pad: 0.8 },
    Setting { apart: false, size: 7.0, pad: 0.8 },
];

#[derive(Clone, Copy)]
struct Setting {
    apart: bool,
    size: f32,
    pad: f32,
}

/// The file.
pub(crate) fn document(
    press: &Press,
    sheet: &MeetingSheet,
    stamp: &Stamp,
) -> Result<Vec<u8>, DocumentError> {
    let mut doc = Doc::new(press);
    let running = format!("Team meeting sheet, {}, {}", sheet.team, long_date(sheet.as_at));
    let running = doc.run(&running, Weight::Regular, "team")?;
    let mut flow = Flow::new(&mut doc, running);
    let part = flow.doc.tree.add(DOCUMENT, StructRole::Sect, Says::Nothing);
    head(&mut flow, part, sheet)?;
    let rows = set(&flow, sheet)?;
    if rows.is_empty() {
        let words = nothing(sheet);
        say(&mut flow, part, &words, Weight::Bold, 12.0, colour::TEXT)?;
    } else {
        table(&mut flow, part, sheet, &rows)?;
    }
    flow.y += 4.0;
    let words = match sheet.of_those_away {
        true => "It names people: do not leave it behind.",
        false => {
            "People who are away from work are not on this sheet. It names people: do not leave it behind."
        }
    };
    say(&mut flow, part, words, Weight::Regular, 8.5, colour::SECONDARY)?;
    flow.finish()?;
    let title = format!("Team meeting sheet, {}", clean(&sheet.team));
    Ok(doc.finish(&Described { title, stamp }))
}

/// Why there is nothing to remind of.
fn nothing(sheet: &MeetingSheet) -> String {
    match (sheet.matched, sheet.people) {
        (0, _) if sheet.narrowed.is_some() => "Nobody matches this filter.".to_owned(),
        (1.., 0) => "Everybody who is asked for is away from work.".to_owned(),
        _ => format!("Nobody has anything to do by {}.", long_date(sheet.until)),
    }
}

fn head(flow: &mut Flow<'_, '_>, part: Node, sheet: &MeetingSheet) -> Result<(), DocumentError> {
    say(flow, part, &sheet.organisation, Weight::Bold, 10.0, colour::NHS_BLUE)?;
    let title = flow.doc.run("Team meeting sheet", Weight::Bold, "title")?;
    let node = flow.doc.tree.add(part, StructRole::H1, Says::Nothing);
    flow.paragraph(node, &Paragraph::new(title, 17.0, colour::TEXT, BREADTH), LEFT);
    say(flow, part, &sheet.team, Weight::Bold, 11.0, colour::TEXT)?;
    let people = count(u64::try_from(sheet.people).unwrap_or(u64::MAX), "person", "people");
    if let Some(narrowed) = &sheet.narrowed {
        say(flow, part, narrowed, Weight::Bold, 8.5, colour::TEXT)?;
    }
    let mut words = format!("{people}, as at {}.", long_date(sheet.as_at));
    if let Some(freshness) = &sheet.freshness {
        words += &format!(" {freshness}.");
    }
    say(flow, part, &words, Weight::Regular, 8.5, colour::SECONDARY)?;
    flow.y += 5.0;
    Ok(())
}

fn say(
    flow: &mut Flow<'_, '_>,
    part: Node,
    words: &str,
    weight: Weight,
    size: f32,
    ink: colour::Colour,
) -> Result<(), DocumentError> {
    if words.is_empty() {
        return Ok(());
    }
    let run = flow.doc.run(words, weight, "sheet")?;
    let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
    flow.paragraph(node, &Paragraph::new(run, size, ink, BREADTH), LEFT);
    Ok(())
}

/// A row of the table, broken to its columns.
struct Row {
    subject: Paragraph,
    now: Vec<Paragraph>,
    soon: Vec<Paragraph>,
    pad: f32,
}

impl Row {
    fn height(&self) -> f32 {
        let column =
            |paragraphs: &[Paragraph]| -> f32 { paragraphs.iter().map(Paragraph::height).sum() };
        let tallest = self.subject.height().max(column(&self.now)).max(column(&self.soon));
        tallest + self.pad * 2.0
    }
}

/// Sets the rows so that they fit what is left of the page, or as close as they go.
fn set(flow: &Flow<'_, '_>, sheet: &MeetingSheet) -> Result<Vec<Row>, DocumentError> {
    let room = flow.left() - HEAD - 28.0;
    let mut rows = Vec::new();
    for setting in LADDER {
        rows.clear();
        for reminder in &sheet.reminders {
            add(flow, reminder, setting, &mut rows)?;
        }
        if rows.iter().map(Row::height).sum::<f32>() <= room {
            break;
        }
    }
    Ok(rows)
}

/// Adds a reminder as one row, or as several where its names are very many.
fn add(
    flow: &Flow<'_, '_>,
    reminder: &Reminder,
    setting: Setting,
    rows: &mut Vec<Row>,
) -> Result<(), DocumentError> {
    let Setting { apart, size, pad } = setting;
    let names = |names: &[String], width: f32| -> Result<Vec<Paragraph>, DocumentError> {
        let run_on =
            |names: &[String]| if names.is_empty() { vec![] } else { vec![names.join("; ")] };
        let texts = if apart { names.to_vec() } else { run_on(names) };
        let set = |text: &String| {
            let run = flow.doc.run(text, Weight::Regular, "name")?;
            Ok(Paragraph::led(run, size, LEADING, colour::TEXT, width))
        };
        texts.iter().map(set).collect()
    };
    let subject = flow.doc.run(&reminder.title, Weight::Bold, "subject")?;
    let row = Row {
        subject: Paragraph::led(subject, size, LEADING, colour::TEXT, NOW - LEFT - 12.0),
        now: names(&reminder.now, SOON - NOW - 8.0)?,
        soon: names(&reminder.soon, RIGHT - SOON - 4.0)?,
        pad,
    };
    if row.height() <= MOST || (reminder.now.len() <= 1 && reminder.soon.len() <= 1) {
        rows.push(row);
        return Ok(());
    }
    let (now, later) = reminder.now.split_at(reminder.now.len().div_ceil(2));
    let (soon, latest) = reminder.soon.split_at(reminder.soon.len().div_ceil(2));
    for (now, soon) in [(now, soon), (later, latest)] {
        let half = Reminder { now: now.to_vec(), soon: soon.to_vec(), ..reminder.clone() };
        add(flow, &half, setting, rows)?;
    }
    Ok(())
}

fn table(
    flow: &mut Flow<'_, '_>,
    part: Node,
    sheet: &MeetingSheet,
    rows: &[Row],
) -> Result<(), DocumentError> {
    let table = flow.doc.tree.add(part, StructRole::Table, Says::Nothing);
    let header = flow.doc.tree.add(table, StructRole::TR, Says::Nothing);
    let top = flow.y;
    flow.doc.artifact(|pen| pen.rect(LEFT, top, BREADTH, HEAD, colour::BAND));
    let until = format!("By {}", long_date(sheet.until));
    for (label, x) in [("Training", LEFT + 6.0), ("To do now", NOW), (until.as_str(), SOON)] {
        let run = flow.doc.run(label, Weight::Bold, "heading")?;
        let cell = flow.doc.tree.add(header, StructRole::TH, Says::ColumnHeader);
        flow.doc.tagged(cell, |pen| {
            let y = top + HEAD / 2.0 + 8.5 * MIDDLE;
            pen.line(&run, &whole(&run), x, y, 8.5, colour::TEXT);
        });
    }
    flow.y += HEAD;
    for row in rows {
        let height = row.height();
        flow.ensure(height);
        let top = flow.y;
        flow.doc.artifact(|pen| pen.rect(LEFT, top + height - 0.25, BREADTH, 0.5, colour::RULE));
        let line = flow.doc.tree.add(table, StructRole::TR, Says::Nothing);
        let cell = flow.doc.tree.add(line, StructRole::TH, Says::RowHeader);
        flow.doc.tagged(cell, |pen| {
            draw(pen, &row.subject, &row.subject.lines, LEFT + 6.0, top + row.pad);
        });
        for (paragraphs, x) in [(&row.now, NOW), (&row.soon, SOON)] {
            let cell = flow.doc.tree.add(line, StructRole::TD, Says::Nothing);
            let mut y = top + row.pad;
            for paragraph in paragraphs {
                let node = flow.doc.tree.add(cell, StructRole::P, Says::Nothing);
                flow.doc.tagged(node, |pen| draw(pen, paragraph, &paragraph.lines, x, y));
                y += paragraph.height();
            }
        }
        flow.y = top + height;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use passport_core::present::MeetingSheet;

    use super::nothing;

    #[test]
    fn an_empty_sheet_says_whether_nobody_matches_is_there_or_has_anything_to_do() {
        let words = |narrowed: &str, matched, people| {
            nothing(&MeetingSheet {
                organisation: String::new(),
                team: String::new(),
                as_at: date(2026, 11, 22),
                freshness: None,
                narrowed: Some(narrowed.to_owned()).filter(|words| !words.is_empty()),
                until: date(2027, 2, 22),
                of_those_away: false,
                matched,
                people,
                reminders: Vec::new(),
            })
        };
        assert_eq!(words("0 of 15 people are away", 0, 0), "Nobody matches this filter.");
        let away = "Everybody who is asked for is away from work.";
        assert_eq!(words("2 of 15 people have something to do", 2, 0), away);
        assert_eq!(words("", 3, 2), "Nobody has anything to do by 22 February 2027.");
    }
}
