//! The table of subjects: one band and one table for each group.
//!
//! A row's notes and next step stand below its subject and run to the right
//! edge, so that a row without them takes a single line and some thirty
//! subjects fit a page. For a screen reader they are the row's last cell.

use std::sync::Arc;

use passport_core::present::{Colour, Group, HeldLine, Line as Required};
use passport_core::requirement::Class;
use passport_core::wording::long_date;
use pdf_writer::types::StructRole;

use crate::colour;
use crate::doc::Doc;
use crate::error::DocumentError;
use crate::flow::{BREADTH, Flow, LEFT, MIDDLE, PAGE, RIGHT, draw, draw_link, places, whole};
use crate::font::Weight;
use crate::line::{LEADING, Paragraph};
use crate::marks;
use crate::shape::Run;
use crate::steps::steps;
use crate::tags::{Node, Says};

/// How closely the page is set.
#[derive(Clone, Copy)]
pub(crate) struct Density {
    pub(crate) size: f32,
    /// Space above and below a row's text.
    pub(crate) pad: f32,
    /// Which rows say why they are required.
    pub(crate) why: Why,
}

/// Which rows say why they are required.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    All,
    /// Only where there is something to do now or soon.
    ToDo,
    None,
}

/// The texts of one row, shaped.
pub(crate) struct Row {
    class: Option<(Class, Arc<Run>)>,
    colour: Colour,
    group: Option<Group>,
    subject: Arc<Run>,
    status: Option<Arc<Run>>,
    expires: Option<Arc<Run>>,
    awarded: Option<Arc<Run>>,
    notes: Vec<Arc<Run>>,
    why: Option<Arc<Run>>,
    steps: Vec<(Arc<Run>, Option<String>)>,
}

impl Row {
    /// A required subject.
    pub(crate) fn required(doc: &Doc<'_>, line: &Required) -> Result<Self, DocumentError> {
        let regular = |text: &str, place| doc.run(text, Weight::Regular, place);
        let weight = if line.group == Group::Fine { Weight::Regular } else { Weight::Bold };
        let expires = line.expiry.map(long_date).filter(|date| !line.words.contains(date.as_str()));
        let mut next = Vec::new();
        for step in line.next_step.iter().flat_map(steps) {
            next.push((regular(&step.words, "next step")?, step.link.map(str::to_owned)));
        }
        Ok(Self {
            class: Some((line.class, doc.run(line.class.letter(), Weight::Bold, "class")?)),
            colour: line.colour,
            group: Some(line.group),
            subject: doc.run(&line.title, weight, "subject")?,
            status: Some(doc.run(&line.words, weight, "status")?),
            expires: expires.map(|date| regular(&date, "date")).transpose()?,
            awarded: match &line.award {
                Some(award) => Some(regular(&awarded(award), "award's source")?),
                None => None,
            },
            notes: line.notes.iter().map(|note| regular(note, "note")).collect::<Result<_, _>>()?,
            why: (!line.why.is_empty()).then(|| regular(&line.why, "reason")).transpose()?,
            steps: next,
        })
    }

    /// A subject held but not required.
    pub(crate) fn held(doc: &Doc<'_>, line: &HeldLine) -> Result<Self, DocumentError> {
        let regular = |text: &str, place| doc.run(text, Weight::Regular, place);
        let expiry = line.expiry.map_or_else(|| "Does not expire".to_owned(), long_date);
        Ok(Self {
            class: None,
            colour: Colour::Neutral,
            group: None,
            subject: regular(&line.title, "subject")?,
            status: None,
            expires: Some(regular(&expiry, "date")?),
            awarded: Some(regular(&awarded(&line.award), "award's source")?),
            notes: Vec::new(),
            why: None,
            steps: Vec::new(),
        })
    }
}

fn awarded(award: &passport_core::present::Award) -> String {
    if award.source.is_empty() {
        long_date(award.date)
    } else {
        format!("{}, {}", long_date(award.date), award.source)
    }
}

/// Where the columns begin.
#[derive(Clone, Copy)]
pub(crate) struct Columns {
    class: f32,
    subject: f32,
    status: f32,
    expires: f32,
    awarded: f32,
}

const GAP: f32 = 8.0;

impl Columns {
    /// Columns as wide as most of their texts need, the rest for the subjects.
    pub(crate) fn new(rows: &[Row], size: f32) -> Self {
        let widest =
            |of: &dyn Fn(&Row) -> Option<f32>| rows.iter().filter_map(of).fold(0.0_f32, f32::max);
        let of = |run: &Option<Arc<Run>>| run.as_ref().map(|run| run.width(size));
        let sign = size * 1.4;
        // A status that says its own date runs on into the column of dates.
        let status = widest(&|row| of(&row.status).filter(|_| row.expires.is_some())) + sign;
        let expires = widest(&|row| of(&row.expires));
        let both = widest(&|row| of(&row.status)) + sign;
        let awarded = widest(&|row| of(&row.awarded));
        let awarded = RIGHT - 4.0 - awarded.clamp(128.0, BREADTH * 0.265);
        let expires = awarded - GAP - expires.clamp(44.0, BREADTH * 0.155);
        let status = expires - GAP - status.clamp(52.0, BREADTH * 0.17);
        let status = status.min(awarded - GAP - both.min(BREADTH * 0.31));
        let class = LEFT + 7.0;
        Self { class, subject: class + 17.0, status, expires, awarded }
    }
}

/// A row broken to its columns.
pub(crate) struct Laid<'r> {
    row: &'r Row,
    subject: Paragraph,
    status: Option<Paragraph>,
    expires: Option<Paragraph>,
    awarded: Option<Paragraph>,
    below: Vec<(Paragraph, Below<'r>)>,
    pad: f32,
    main: f32,
    pub(crate) height: f32,
}

/// What stands below a row's subject.
#[derive(Clone, Copy)]
enum Below<'r> {
    Note,
    Step { first: bool, link: Option<&'r str> },
}

impl<'r> Laid<'r> {
    pub(crate) fn new(row: &'r Row, columns: Columns, density: Density) -> Self {
        let Density { size, pad, .. } = density;
        let set = |run: &Arc<Run>, ink, from: f32, to: f32| {
            Paragraph::new(Arc::clone(run), size, ink, to - from)
        };
        let ink = match row.colour {
            Colour::Red | Colour::RedOutline => colour::RED,
            _ => colour::TEXT,
        };
        let end = if row.status.is_some() { columns.status } else { columns.expires };
        let subject = set(&row.subject, colour::TEXT, columns.subject, end - GAP);
        let status = row
            .status
            .as_ref()
            .map(|run| set(run, ink, columns.status + size * 1.4, columns.expires - GAP));
        let dates = |run: &Arc<Run>, from, to| set(run, colour::TEXT, from, to);
        let expires =
            row.expires.as_ref().map(|run| dates(run, columns.expires, columns.awarded - GAP));
        let awarded = row.awarded.as_ref().map(|run| dates(run, columns.awarded, RIGHT - 4.0));

        let mut below = Vec::new();
        let small = |run: &Arc<Run>, ink| set(run, ink, columns.subject, RIGHT - 4.0);
        for note in &row.notes {
            below.push((small(note, colour::SECONDARY), Below::Note));
        }
        let why = match density.why {
            Why::All => true,
            Why::ToDo => row.group.is_some_and(|group| group != Group::Fine),
            Why::None => false,
        };
        if let Some(run) = row.why.as_ref().filter(|_| why) {
            below.push((small(run, colour::SECONDARY), Below::Note));
        }
        for (place, (run, link)) in row.steps.iter().enumerate() {
            let link = link.as_deref();
            let ink = if link.is_some() { colour::NHS_BLUE } else { colour::DARK_BLUE };
            below.push((
                set(run, ink, columns.subject + 11.0, RIGHT - 4.0),
                Below::Step { first: place == 0, link },
            ));
        }

        let cells = [Some(&subject), status.as_ref(), expires.as_ref(), awarded.as_ref()];
        let main = cells.into_iter().flatten().map(Paragraph::height).fold(0.0, f32::max);
        let rest: f32 = below.iter().map(|(paragraph, _)| paragraph.height()).sum();
        let height = main + rest + pad * 2.0;
        Self { row, subject, status, expires, awarded, below, pad, main, height }
    }
}

/// Height of a group's band.
pub(crate) const BAND: f32 = 15.0;
/// Space above a band.
pub(crate) const BEFORE: f32 = 4.0;
const LABEL: f32 = 7.5;

/// The words of a group's band.
pub(crate) struct Heading {
    title: Arc<Run>,
    continued: Arc<Run>,
    labels: Vec<(Arc<Run>, f32)>,
}

impl Heading {
    /// The band of a group, or with `None` of what is held and not required.
    pub(crate) fn new(
        doc: &Doc<'_>,
        group: Option<Group>,
        columns: Columns,
    ) -> Result<Self, DocumentError> {
        let title = match group {
            Some(Group::ToDo) => "To do",
            Some(Group::Soon) => "Renew soon",
            Some(Group::Fine) => "Nothing to do now",
            None => "Held, not required",
        };
        let continued = format!("{title} (continued)");
        let (title, continued) = (
            doc.run(title, Weight::Bold, "heading")?,
            doc.run(&continued, Weight::Bold, "heading")?,
        );
        let label = |text| doc.run(text, Weight::Regular, "heading");
        let mut labels = Vec::new();
        // The first labels follow the title on its line.
        let mut x = columns.class + title.width(TITLE) + 7.0;
        let leading: &[&str] =
            if group.is_some() { &["Class,", "subject and level"] } else { &["Subject and level"] };
        for text in leading {
            let run = label(text)?;
            let width = run.width(LABEL);
            labels.push((run, x));
            x += width + 2.5;
        }
        if group.is_some() {
            labels.push((label("Status")?, columns.status));
        }
        labels.push((label("Expires")?, columns.expires));
        labels.push((label("Achieved, source")?, columns.awarded));
        if group.is_some() {
            let run = label("Next step below")?;
            let x = RIGHT - 4.0 - run.width(LABEL);
            labels.push((run, x));
        }
        Ok(Self { title, continued, labels })
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
            draw_tall(flow, line, row, columns);
        } else {
            draw_row(flow, line, row, columns);
        }
    }
}

fn band(flow: &mut Flow<'_, '_>) {
    let y = flow.y;
    flow.doc.artifact(|pen| pen.rect(LEFT, y, BREADTH, BAND, colour::BAND));
}

fn draw_row(flow: &mut Flow<'_, '_>, line: Node, laid: &Laid<'_>, columns: Columns) {
    let (top, size) = (flow.y, laid.subject.size);
    let leading = size * LEADING;
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
        // An arrow before the next step.
        let mut y = text + laid.main;
        for (paragraph, below) in &laid.below {
            if matches!(below, Below::Step { first: true, .. }) {
                let (x, middle) = (columns.subject, y + leading / 2.0);
                pen.path(&[(x, middle), (x + 7.0, middle)], 0.9, colour::DARK_BLUE);
                let tip = [(x + 4.4, middle - 2.4), (x + 7.2, middle), (x + 4.4, middle + 2.4)];
                pen.path(&tip, 0.9, colour::DARK_BLUE);
            }
            y += paragraph.height();
        }
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
    if laid.row.class.is_some() {
        let cell = flow.doc.tree.add(line, StructRole::TD, Says::Nothing);
        below(flow, cell, laid, columns, text + laid.main);
    }
    flow.y = top + laid.height;
}

fn put(flow: &mut Flow<'_, '_>, node: Node, paragraph: &Paragraph, x: f32, y: f32) {
    flow.doc.tagged(node, |pen| draw(pen, paragraph, &paragraph.lines, x, y));
}

/// Notes and next steps.
fn below(flow: &mut Flow<'_, '_>, cell: Node, laid: &Laid<'_>, columns: Columns, from: f32) {
    let mut y = from;
    for (paragraph, kind) in &laid.below {
        let piece = flow.doc.tree.add(cell, StructRole::P, Says::Nothing);
        match *kind {
            Below::Note => put(flow, piece, paragraph, columns.subject, y),
            Below::Step { link, .. } => {
                let x = columns.subject + 11.0;
                match link {
                    Some(address) => {
                        let node = flow.doc.link(piece);
                        flow.doc.tagged(node, |pen| draw_link(pen, paragraph, x, y));
                        let says = format!("Opens {address}");
                        flow.doc.link_area(node, address, &says, places(paragraph, x, y));
                    }
                    None => put(flow, piece, paragraph, x, y),
                }
            }
        }
        y += paragraph.height();
    }
}

/// A row too tall for a page: its texts one below the other, over as many
/// pages as they need.
fn draw_tall(flow: &mut Flow<'_, '_>, line: Node, laid: &Laid<'_>, columns: Columns) {
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
    if laid.row.class.is_some() {
        let cell = flow.doc.tree.add(line, StructRole::TD, Says::Nothing);
        for (paragraph, kind) in &laid.below {
            let piece = flow.doc.tree.add(cell, StructRole::P, Says::Nothing);
            match *kind {
                Below::Step { link: Some(address), .. } => {
                    flow.linked(piece, &again(paragraph), columns.subject, address);
                }
                _ => flow.paragraph(piece, &again(paragraph), columns.subject),
            }
        }
    }
    flow.y += laid.pad;
    let y = flow.y;
    flow.doc.artifact(|pen| pen.rect(LEFT, y, BREADTH, 0.5, colour::RULE));
}
