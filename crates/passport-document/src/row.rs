//! One row of the table: its texts shaped, then broken to the columns.

use std::sync::Arc;

use passport_core::present::{Colour, Group, HeldLine, Line as Required};
use passport_core::requirement::Class;
use passport_core::wording::long_date;

use crate::below::{self, Below};
use crate::colour;
use crate::doc::Doc;
use crate::error::DocumentError;
use crate::flow::{BREADTH, LEFT, RIGHT};
use crate::font::Weight;
use crate::line::Paragraph;
use crate::shape::Run;
use crate::steps::steps;

/// How closely the page is set.
#[derive(Clone, Copy)]
pub(crate) struct Density {
    pub(crate) size: f32,
    /// Line height over type size.
    pub(crate) leading: f32,
    /// Space above and below a row's text.
    pub(crate) pad: f32,
    /// Which rows say why they are required.
    pub(crate) why: Why,
    /// Notes and next steps share a line where they fit.
    pub(crate) packed: bool,
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
    pub(crate) class: Option<(Class, Arc<Run>)>,
    pub(crate) colour: Colour,
    pub(crate) group: Option<Group>,
    pub(crate) subject: Arc<Run>,
    pub(crate) status: Option<Arc<Run>>,
    pub(crate) expires: Option<Arc<Run>>,
    pub(crate) awarded: Option<Arc<Run>>,
    pub(crate) notes: Vec<Arc<Run>>,
    pub(crate) why: Option<Arc<Run>>,
    pub(crate) steps: Vec<(Arc<Run>, Option<String>)>,
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
            status: Some(regular(&line.words, "status")?),
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

    /// Whether there is something to do now or soon.
    pub(crate) fn is_notable(&self) -> bool {
        self.group.is_some_and(|group| group != Group::Fine)
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
    pub(crate) class: f32,
    pub(crate) subject: f32,
    pub(crate) status: f32,
    pub(crate) expires: f32,
    pub(crate) awarded: f32,
}

/// Space between columns.
const GAP: f32 = 8.0;

impl Columns {
    /// Columns as wide as most of their texts need, the rest for the subjects.
    pub(crate) fn new(rows: &[Row], held: &[Row], size: f32) -> Self {
        let widest = |of: &dyn Fn(&Row) -> Option<f32>| {
            rows.iter().chain(held).filter_map(of).fold(0.0_f32, f32::max)
        };
        let of = |run: &Option<Arc<Run>>| run.as_ref().map(|run| run.width(size));
        let sign = size * 1.4;
        // A status that says its own date runs on into the column of dates.
        let status = widest(&|row| of(&row.status).filter(|_| row.expires.is_some())) + sign;
        let expires = widest(&|row| of(&row.expires));
        let both = widest(&|row| of(&row.status).filter(|_| row.awarded.is_some())) + sign;
        let awarded = widest(&|row| of(&row.awarded));
        let awarded = RIGHT - 4.0 - awarded.clamp(128.0, BREADTH * 0.29);
        let expires = awarded - GAP - expires.clamp(44.0, size * 9.9);
        let status = expires - GAP - status.clamp(52.0, BREADTH * 0.17);
        let status = status.min(awarded - GAP - both.min(BREADTH * 0.31));
        let class = LEFT + 7.0;
        Self { class, subject: class + 17.0, status, expires, awarded }
    }
}

/// A row broken to its columns.
pub(crate) struct Laid<'r> {
    pub(crate) row: &'r Row,
    pub(crate) subject: Paragraph,
    pub(crate) status: Option<Paragraph>,
    pub(crate) expires: Option<Paragraph>,
    pub(crate) awarded: Option<Paragraph>,
    pub(crate) below: Vec<Below<'r>>,
    pub(crate) pad: f32,
    pub(crate) main: f32,
    pub(crate) height: f32,
}

impl<'r> Laid<'r> {
    pub(crate) fn new(row: &'r Row, columns: Columns, density: Density) -> Self {
        let Density { size, pad, leading, .. } = density;
        let set = |run: &Arc<Run>, ink, from: f32, to: f32| {
            Paragraph::led(Arc::clone(run), size, leading, ink, to - from)
        };
        let ink = match row.colour {
            Colour::Red | Colour::RedOutline => colour::RED,
            _ => colour::TEXT,
        };
        let end = if row.status.is_some() { columns.status } else { columns.expires };
        let subject = set(&row.subject, colour::TEXT, columns.subject, end - GAP);
        // A status runs on over columns that its row leaves empty.
        let until = match (&row.expires, &row.awarded) {
            (Some(_), _) => columns.expires - GAP,
            (None, Some(_)) => columns.awarded - GAP,
            (None, None) => RIGHT - 4.0,
        };
        let status =
            row.status.as_ref().map(|run| set(run, ink, columns.status + size * 1.4, until));
        let dates = |run: &Arc<Run>, from, to| set(run, colour::TEXT, from, to);
        let expires =
            row.expires.as_ref().map(|run| dates(run, columns.expires, columns.awarded - GAP));
        let awarded = row.awarded.as_ref().map(|run| dates(run, columns.awarded, RIGHT - 4.0));

        let (below, rest) = below::lay(row, columns.subject, density);
        let cells = [Some(&subject), status.as_ref(), expires.as_ref(), awarded.as_ref()];
        let main = cells.into_iter().flatten().map(Paragraph::height).fold(0.0, f32::max);
        let height = main + rest + pad * 2.0;
        Self { row, subject, status, expires, awarded, below, pad, main, height }
    }
}
