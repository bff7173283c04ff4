//! One row of the table: its texts shaped, then broken to the columns.

use std::borrow::Cow;
use std::sync::Arc;

use passport_core::present::{Award, Colour, Group, HeldLine, Line as Required};
use passport_core::requirement::Class;
use passport_core::wording::long_date;

use crate::below::{self, Below};
use crate::colour;
use crate::density::{Density, Detail};
use crate::doc::Doc;
use crate::error::DocumentError;
use crate::flow::{BREADTH, LEFT, RIGHT};
use crate::font::Weight;
use crate::line::Paragraph;
use crate::shape::Run;
use crate::steps::steps;

/// The texts of one row, shaped.
pub(crate) struct Row {
    pub(crate) class: Option<(Class, Arc<Run>)>,
    pub(crate) colour: Colour,
    pub(crate) subject: Arc<Run>,
    pub(crate) status: Option<Arc<Run>>,
    pub(crate) expires: Option<Arc<Run>>,
    pub(crate) awarded: Option<Arc<Run>>,
    pub(crate) steps: Vec<(Arc<Run>, Option<String>)>,
    /// Notes and the reason, below the next step.
    pub(crate) notes: Vec<Arc<Run>>,
}

impl Row {
    /// A required subject.
    pub(crate) fn required(
        doc: &Doc<'_>,
        line: &Required,
        detail: Detail,
    ) -> Result<Self, DocumentError> {
        let regular = |text: &str, place| doc.run(text, Weight::Regular, place);
        let weight = if line.group == Group::Fine { Weight::Regular } else { Weight::Bold };
        let (status, expires) = status(line);
        let mut next = Vec::new();
        for step in line.next_step.iter().flat_map(|step| steps(step, detail)) {
            next.push((regular(&step.words, "next step")?, step.link.map(str::to_owned)));
        }
        let mark = line.under_query.iter().map(|query| &query.words);
        let mut notes: Vec<_> =
            mark.chain(&line.notes).map(|note| regular(note, "note")).collect::<Result<_, _>>()?;
        if detail.tells_why(line) {
            notes.push(regular(&line.why, "reason")?);
        }
        let awarded = line.award.as_ref().map(|award| awarded(award, detail));
        Ok(Self {
            class: Some((line.class, doc.run(line.class.letter(), Weight::Bold, "class")?)),
            colour: line.colour,
            subject: doc.run(&line.title, weight, "subject")?,
            status: Some(regular(&status, "status")?),
            expires: expires.map(|date| regular(&date, "date")).transpose()?,
            awarded: awarded.map(|words| regular(&words, "award's source")).transpose()?,
            steps: next,
            notes,
        })
    }

    /// Whether anything stands below its subject.
    pub(crate) fn has_below(&self) -> bool {
        !(self.steps.is_empty() && self.notes.is_empty())
    }

    /// A subject held but not required.
    pub(crate) fn held(
        doc: &Doc<'_>,
        line: &HeldLine,
        detail: Detail,
    ) -> Result<Self, DocumentError> {
        let regular = |text: &str, place| doc.run(text, Weight::Regular, place);
        let expiry = line.expiry.map_or_else(|| NEVER.to_owned(), long_date);
        Ok(Self {
            class: None,
            colour: Colour::Neutral,
            subject: regular(&line.title, "subject")?,
            status: None,
            expires: Some(regular(&expiry, "date")?),
            awarded: Some(regular(&awarded(&line.award, detail), "award's source")?),
            steps: Vec::new(),
            notes: Vec::new(),
        })
    }
}

/// In the column of dates where an award does not expire.
const NEVER: &str = "Does not expire";

/// A status and what stands in the column of dates. What has nothing to do has
/// its date there, so that the column can be read down; other statuses keep
/// their words whole and run on over the column.
fn status(line: &Required) -> (Cow<'_, str>, Option<String>) {
    let words = Cow::from(line.words.as_str());
    let date = line.expiry.map(long_date);
    if line.group == Group::Fine {
        let lead = |end: &str| Some(Cow::from(line.words.strip_suffix(end)?));
        if let Some(completed) = lead(", does not expire") {
            return (completed, Some(NEVER.to_owned()));
        }
        if let Some(date) = date.as_ref()
            && let Some(completed) = lead(&format!(", expires {date}"))
        {
            return (completed, Some(date.clone()));
        }
    }
    let date = date.filter(|date| !words.contains(date.as_str()));
    (words, date)
}

/// When it was achieved and how that was recorded: `3 May 2026, imported`, or
/// with all detail `3 May 2026, Fire safety online, imported record`.
fn awarded(award: &Award, detail: Detail) -> String {
    let date = long_date(award.date);
    let source = match detail {
        Detail::All => award.source.as_str(),
        Detail::ToDo | Detail::Least => {
            let place = award.source.rsplit(", ").next().unwrap_or_default();
            place.strip_suffix(" record").or(place.strip_prefix("transfer from ")).unwrap_or(place)
        }
    };
    if source.is_empty() { date } else { format!("{date}, {source}") }
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
/// Keeps the widest text of a column on its line where lengths are rounded.
const SLACK: f32 = 0.5;

impl Columns {
    /// Columns as wide as most of their texts need, the rest for the subjects.
    pub(crate) fn new(rows: &[Row], held: &[Row], size: f32) -> Self {
        let widest = |of: &dyn Fn(&Row) -> Option<f32>| {
            rows.iter().chain(held).filter_map(of).fold(0.0_f32, f32::max)
        };
        let of = |run: &Option<Arc<Run>>| run.as_ref().map(|run| run.width(size) + SLACK);
        let sign = size * 1.4;
        // A status that says its own date runs on into the column of dates.
        let status = widest(&|row| of(&row.status).filter(|_| row.expires.is_some())) + sign;
        let expires = widest(&|row| of(&row.expires));
        let both = widest(&|row| of(&row.status).filter(|_| row.awarded.is_some())) + sign;
        let awarded = widest(&|row| of(&row.awarded));
        let awarded = RIGHT - 4.0 - awarded.clamp(60.0, BREADTH * 0.29);
        let expires = awarded - GAP - expires.clamp(44.0, size * 10.4);
        let status = expires - GAP - status.clamp(52.0, BREADTH * 0.17);
        let status = status.min(awarded - GAP - both.min(BREADTH * 0.34));
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
        let Density { size, pad, leading } = density;
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
