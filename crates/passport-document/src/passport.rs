//! One person's passport: head, summary, the groups, what is held, the key,
//! and room for notes and signatures.

use passport_core::present::{Group, Line, Passport};
use passport_core::wording::long_date;
use pdf_writer::types::StructRole;

use crate::actions::Agreed;
use crate::density::{Density, FLOWING, LADDER};
use crate::doc::Doc;
use crate::error::DocumentError;
use crate::flow::{Flow, PAGE};
use crate::font::Weight;
use crate::metadata::Described;
use crate::press::{Press, Stamp};
use crate::row::{Columns, Laid, Row};
use crate::table::{BAND, BEFORE, Heading, group};
use crate::tags::{DOCUMENT, Node, Says};
use crate::text::clean;
use crate::{head, key, supervision};

/// One passport as a file.
pub(crate) fn document(
    press: &Press,
    passport: &Passport,
    stamp: &Stamp,
) -> Result<Vec<u8>, DocumentError> {
    let mut doc = Doc::new(press);
    // Put into it only for the two who agreed on it.
    lay_out(&mut doc, DOCUMENT, passport, !passport.actions.is_empty())?;
    let title = format!("Training passport of {}", clean(&passport.name));
    Ok(doc.finish(&Described { title, stamp }))
}

/// Lays a passport out on pages of its own, with what was agreed in supervision or
/// without.
pub(crate) fn lay_out(
    doc: &mut Doc<'_>,
    parent: Node,
    passport: &Passport,
    with_actions: bool,
) -> Result<(), DocumentError> {
    let running =
        format!("Training passport of {}, as at {}", passport.name, long_date(passport.as_at));
    let running = doc.run(&running, Weight::Regular, "name")?;

    let mut flow = Flow::new(doc, running);
    let top = flow.y;
    let part = flow.doc.tree.add(parent, StructRole::Sect, Says::Nothing);
    head::draw(&mut flow, part, passport)?;
    let used = if flow.y > top { flow.y - top } else { PAGE };

    let groups: Vec<&[Line]> =
        passport.lines.chunk_by(|one, other| one.group == other.group).collect();
    let bands = groups.len() + usize::from(!passport.held.is_empty());
    let agreed = match with_actions {
        true => Some(Agreed::new(flow.doc, &passport.actions)?),
        false => None,
    };
    let around = used
        + bands as f32 * (BAND + BEFORE)
        + key::HEIGHT
        + supervision::LEAST
        + agreed.as_ref().map_or(0.0, Agreed::height);
    let Setting { density, rows, held } = set(flow.doc, passport, PAGE - around)?;

    let columns = Columns::new(&rows, &held, density.size);
    let mut rest = rows.as_slice();
    for lines in &groups {
        let (rows, others) = rest.split_at(lines.len());
        rest = others;
        let heading = Heading::new(flow.doc, title(lines[0].group, groups.len()), rows, columns)?;
        let laid: Vec<Laid<'_>> = rows.iter().map(|row| Laid::new(row, columns, density)).collect();
        group(&mut flow, part, &heading, &laid, columns);
    }
    if !held.is_empty() {
        let heading = Heading::new(flow.doc, "Held, not required", &held, columns)?;
        let laid: Vec<Laid<'_>> = held.iter().map(|row| Laid::new(row, columns, density)).collect();
        group(&mut flow, part, &heading, &laid, columns);
    }
    key::draw(&mut flow, part)?;
    if let Some(agreed) = &agreed {
        agreed.draw(&mut flow, part)?;
    }
    supervision::draw(&mut flow, part)?;
    flow.finish()
}

/// The words over a group, as the page online has them.
fn title(group: Group, groups: usize) -> &'static str {
    match group {
        Group::ToDo => "To do now",
        Group::Soon => "Runs out soon",
        Group::Fine if groups > 1 => "All other training",
        Group::Fine => "All training",
    }
}

/// How a passport is set, and its rows as they are told there.
struct Setting {
    density: Density,
    rows: Vec<Row>,
    held: Vec<Row>,
}

/// Sets a passport to fit the room for its rows, or to flow over several pages.
fn set(doc: &Doc<'_>, passport: &Passport, room: f32) -> Result<Setting, DocumentError> {
    let told = |detail| {
        let rows = passport.lines.iter().map(|line| Row::required(doc, line, detail));
        let held = passport.held.iter().map(|line| Row::held(doc, line, detail));
        Ok::<_, DocumentError>((rows.collect::<Result<_, _>>()?, held.collect::<Result<_, _>>()?))
    };
    for (detail, densities) in LADDER {
        // Reasons are long and seldom alike: not shaped where they cannot fit.
        let may_fit = |density: &&Density| {
            let least = passport.lines.iter().map(|line| density.least(line, detail));
            least.sum::<f32>() <= room
        };
        let mut densities = densities.iter().filter(may_fit).peekable();
        if densities.peek().is_none() {
            continue;
        }
        let (rows, held): (Vec<Row>, Vec<Row>) = told(detail)?;
        let fits = |density: &&Density| {
            let columns = Columns::new(&rows, &held, density.size);
            let height = |row| Laid::new(row, columns, **density).height;
            rows.iter().chain(&held).map(height).sum::<f32>() <= room
        };
        if let Some(&density) = densities.find(fits) {
            return Ok(Setting { density, rows, held });
        }
    }
    let (detail, density) = FLOWING;
    let (rows, held) = told(detail)?;
    Ok(Setting { density, rows, held })
}
