//! A team's passports in one file, with a cover that lists the people: to be
//! printed for those without an address, or as a pack for supervision.

use passport_core::present::Passport;
use passport_core::wording::{count, long_date};
use pdf_writer::types::StructRole;

use crate::colour;
use crate::doc::Doc;
use crate::error::DocumentError;
use crate::flow::{BREADTH, Flow, LEFT, MIDDLE, RIGHT, draw, whole};
use crate::font::Weight;
use crate::line::Paragraph;
use crate::metadata::Described;
use crate::passport;
use crate::press::{Press, Stamp};
use crate::tags::{DOCUMENT, Node, Says};
use crate::text::clean;

const SIZE: f32 = 9.5;
const PAD: f32 = 3.5;
const NUMBER: f32 = LEFT + 270.0;
const TO_DO: f32 = LEFT + 370.0;
const SOON: f32 = LEFT + 440.0;

/// What is on the cover beside the people.
struct Cover<'c> {
    title: &'static str,
    team: &'c str,
    /// Which of the team it is about.
    note: &'c str,
    /// How many people are left out.
    left_out: usize,
}

/// What a supervision pack is about, for its cover.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// Whose team it is.
    pub team: String,
    /// Which of them it is about, where that is not everyone.
    pub note: String,
    /// How many people are left out, because a text of theirs cannot be printed.
    pub left_out: usize,
}

/// The supervision pack: each passport with what was agreed last, and room to sign.
pub(crate) fn pack(
    press: &Press,
    about: &Pack,
    passports: &[Passport],
    stamp: &Stamp,
) -> Result<Vec<u8>, DocumentError> {
    let mut doc = Doc::new(press);
    let Pack { team, note, left_out } = about;
    let head = Cover { title: "Supervision pack", team, note, left_out: *left_out };
    cover(&mut doc, &head, passports)?;
    for each in passports {
        passport::lay_out(&mut doc, DOCUMENT, each, true)?;
    }
    let title = format!("Supervision pack, {}", clean(team));
    Ok(doc.finish(&Described { title, stamp }))
}

/// The file.
pub(crate) fn document(
    press: &Press,
    team: &str,
    passports: &[Passport],
    stamp: &Stamp,
) -> Result<Vec<u8>, DocumentError> {
    let mut doc = Doc::new(press);
    cover(
        &mut doc,
        &Cover { title: "Training passports", team, note: "", left_out: 0 },
        passports,
    )?;
    for each in passports {
        passport::lay_out(&mut doc, DOCUMENT, each, false)?;
    }
    let title = format!("Training passports of {}", clean(team));
    Ok(doc.finish(&Described { title, stamp }))
}

fn cover(
    doc: &mut Doc<'_>,
    cover: &Cover<'_>,
    passports: &[Passport],
) -> Result<(), DocumentError> {
    let Cover { title, team, note, left_out } = *cover;
    let running = doc.run(&format!("{title} of {team}"), Weight::Regular, "team")?;
    let mut flow = Flow::new(doc, running);
    let part = flow.doc.tree.add(DOCUMENT, StructRole::Sect, Says::Nothing);
    let organisation = passports.first().map_or("", |passport| passport.organisation.as_str());
    text(&mut flow, part, StructRole::P, organisation, 11.0, colour::NHS_BLUE, "organisation")?;
    flow.y += 2.0;
    text(&mut flow, part, StructRole::H1, title, 22.0, colour::TEXT, "title")?;
    text(&mut flow, part, StructRole::P, team, 14.0, colour::TEXT, "team")?;
    text(&mut flow, part, StructRole::P, note, SIZE, colour::TEXT, "note")?;
    flow.y += 4.0;
    let people = u64::try_from(passports.len()).unwrap_or(u64::MAX);
    let mut words = count(people, "passport", "passports");
    if let Some(first) = passports.first() {
        words.push_str(&format!(", as at {}", long_date(first.as_at)));
    }
    let run = flow.doc.run(&words, Weight::Regular, "date")?;
    let node = flow.doc.tree.add(part, StructRole::P, Says::Nothing);
    flow.paragraph(node, &Paragraph::new(run, SIZE, colour::SECONDARY, BREADTH), LEFT);
    if left_out > 0 {
        let people = u64::try_from(left_out).unwrap_or(u64::MAX);
        let people = count(people, "person is", "people are");
        let words = format!(
            "{people} left out, because a text of theirs has a letter that cannot be printed here."
        );
        text(&mut flow, part, StructRole::P, &words, SIZE, colour::TEXT, "note")?;
    }
    flow.y += 8.0;
    if !passports.is_empty() {
        people_table(&mut flow, part, passports)?;
    }
    flow.finish()
}

fn text(
    flow: &mut Flow<'_, '_>,
    part: Node,
    role: StructRole,
    words: &str,
    size: f32,
    ink: colour::Colour,
    place: &'static str,
) -> Result<(), DocumentError> {
    if words.is_empty() {
        return Ok(());
    }
    let run = flow.doc.run(words, Weight::Bold, place)?;
    let node = flow.doc.tree.add(part, role, Says::Nothing);
    flow.paragraph(node, &Paragraph::new(run, size, ink, BREADTH), LEFT);
    Ok(())
}

fn people_table(
    flow: &mut Flow<'_, '_>,
    part: Node,
    passports: &[Passport],
) -> Result<(), DocumentError> {
    let table = flow.doc.tree.add(part, StructRole::Table, Says::Nothing);
    let header = flow.doc.tree.add(table, StructRole::TR, Says::Nothing);
    let top = flow.y;
    flow.doc.artifact(|pen| pen.rect(LEFT, top, BREADTH, 17.0, colour::BAND));
    let labels = [
        ("Name", LEFT + 6.0),
        ("Employee number", NUMBER),
        ("To do", TO_DO),
        ("Run out soon", SOON),
    ];
    for (label, x) in labels {
        let run = flow.doc.run(label, Weight::Bold, "heading")?;
        let cell = flow.doc.tree.add(header, StructRole::TH, Says::ColumnHeader);
        flow.doc.tagged(cell, |pen| {
            let y = top + 8.5 + 8.5 * MIDDLE;
            pen.line(&run, &whole(&run), x, y, 8.5, colour::TEXT);
        });
    }
    flow.y += 17.0;
    for passport in passports {
        let set = |flow: &Flow<'_, '_>, words: &str, weight, place, width| {
            let run = flow.doc.run(words, weight, place)?;
            Ok::<_, DocumentError>(Paragraph::new(run, SIZE, colour::TEXT, width))
        };
        let name = set(flow, &passport.name, Weight::Bold, "name", NUMBER - LEFT - 14.0)?;
        let number = &passport.employee_number;
        let width = TO_DO - NUMBER - 8.0;
        let number = set(flow, number, Weight::Regular, "employee number", width)?;
        let counted = |flow: &Flow<'_, '_>, value: usize, width| {
            set(flow, &value.to_string(), Weight::Regular, "count", width)
        };
        let to_do = counted(flow, passport.summary.to_do, SOON - TO_DO)?;
        let soon = counted(flow, passport.summary.soon, RIGHT - SOON)?;
        let height = name.height().max(number.height()) + PAD * 2.0;
        flow.ensure(height);
        let top = flow.y;
        flow.doc.artifact(|pen| pen.rect(LEFT, top + height - 0.25, BREADTH, 0.5, colour::RULE));
        let line = flow.doc.tree.add(table, StructRole::TR, Says::Nothing);
        for (place, (paragraph, x)) in
            [(&name, LEFT + 6.0), (&number, NUMBER), (&to_do, TO_DO), (&soon, SOON)]
                .into_iter()
                .enumerate()
        {
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
