//! One person's passport: head, summary, the groups, what is held, the key,
//! and room for notes and signatures.

use passport_core::present::{Group, Passport};
use passport_core::wording::long_date;
use pdf_writer::types::StructRole;

use crate::doc::Doc;
use crate::error::DocumentError;
use crate::flow::{Flow, PAGE};
use crate::font::Weight;
use crate::metadata::Described;
use crate::press::{Press, Stamp};
use crate::row::{Columns, Density, Laid, Row, Why};
use crate::table::{BAND, BEFORE, Heading, group};
use crate::tags::{DOCUMENT, Node, Says};
use crate::text::clean;
use crate::{head, key, supervision};

/// From roomy to close: the first that fits one page is used. Body type is
/// never below 8.5 points.
const DENSITIES: [Density; 7] = [
    Density { size: 9.6, leading: 1.2, pad: 3.4, why: Why::All, packed: false },
    Density { size: 9.0, leading: 1.2, pad: 2.6, why: Why::All, packed: false },
    Density { size: 8.5, leading: 1.18, pad: 1.9, why: Why::All, packed: false },
    Density { size: 9.0, leading: 1.18, pad: 2.4, why: Why::ToDo, packed: false },
    Density { size: 8.5, leading: 1.18, pad: 1.7, why: Why::ToDo, packed: false },
    Density { size: 8.5, leading: 1.16, pad: 1.5, why: Why::None, packed: false },
    Density { size: 8.5, leading: 1.12, pad: 0.9, why: Why::None, packed: true },
];

/// How a passport is set that needs several pages in any case.
const FLOWING: Density = DENSITIES[1];

/// One passport as a file.
pub(crate) fn document(
    press: &Press,
    passport: &Passport,
    stamp: &Stamp,
) -> Result<Vec<u8>, DocumentError> {
    let mut doc = Doc::new(press);
    lay_out(&mut doc, DOCUMENT, passport)?;
    let title = format!("Training passport of {}", clean(&passport.name));
    Ok(doc.finish(&Described { title, stamp }))
}

/// Lays a passport out on pages of its own.
pub(crate) fn lay_out(
    doc: &mut Doc<'_>,
    parent: Node,
    passport: &Passport,
) -> Result<(), DocumentError> {
    let rows: Vec<Row> =
        passport.lines.iter().map(|line| Row::required(doc, line)).collect::<Result<_, _>>()?;
    let held: Vec<Row> =
        passport.held.iter().map(|line| Row::held(doc, line)).collect::<Result<_, _>>()?;
    let running =
        format!("Training passport of {}, as at {}", passport.name, long_date(passport.as_at));
    let running = doc.run(&running, Weight::Regular, "name")?;

    let mut flow = Flow::new(doc, running);
    let top = flow.y;
    let part = flow.doc.tree.add(parent, StructRole::Sect, Says::Nothing);
    head::draw(&mut flow, part, passport)?;
    let used = if flow.y > top { flow.y - top } else { PAGE };

    let groups: Vec<(Group, &[Row])> = passport
        .lines
        .chunk_by(|one, other| one.group == other.group)
        .scan(0, |from, lines| {
            let rows = &rows[*from..*from + lines.len()];
            *from += lines.len();
            Some((lines[0].group, rows))
        })
        .collect();
    let bands = groups.len() + usize::from(!held.is_empty());
    let around = used + bands as f32 * (BAND + BEFORE) + key::HEIGHT + supervision::LEAST;
    let fits = |density: &&Density| {
        let columns = Columns::new(&rows, &held, density.size);
        let height = |row| Laid::new(row, columns, **density).height;
        around + rows.iter().chain(&held).map(height).sum::<f32>() <= PAGE
    };
    let chosen = DENSITIES.iter().find(fits);
    let density = *chosen.unwrap_or(&FLOWING);

    let columns = Columns::new(&rows, &held, density.size);
    for (kind, rows) in groups {
        let heading = Heading::new(flow.doc, Some(kind), columns)?;
        let laid: Vec<Laid<'_>> = rows.iter().map(|row| Laid::new(row, columns, density)).collect();
        group(&mut flow, part, &heading, &laid, columns);
    }
    if !held.is_empty() {
        let heading = Heading::new(flow.doc, None, columns)?;
        let laid: Vec<Laid<'_>> = held.iter().map(|row| Laid::new(row, columns, density)).collect();
        group(&mut flow, part, &heading, &laid, columns);
    }
    key::draw(&mut flow, part, density.why != Why::All && passport.page.is_some())?;
    supervision::draw(&mut flow, part)?;
    flow.finish()
}
