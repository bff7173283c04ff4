//! One file, from bytes to rows: what it is, where its headings are, and who
//! reads it.

use super::delimited::{Delimited, excel_hint};
use super::formats::{self, outbound, outbound_v1, outbound_v2};
use super::guard::guarded;
use super::heading::{Format, is_sensitive};
use super::problem::{Problem, Problems, Severity, column_letter};
use super::recognise::{Fit, Recogniser};
use super::sheet::{Cell, RowInfo, Rows};
use super::summary::{FileSummary, HeadingIgnored, Kind, WhyIgnored};
use super::table::Table;
use super::text::{self, NotText, clean};
use super::words::shortened;
use super::workbook::Workbook;
use super::{InputFile, Limits, Reading, zip};

/// How far down the headings may stand.
const HEADINGS_WITHIN: u32 = 20;

/// The most bytes a heading may have.
const LONGEST_HEADING: usize = 300;

const DELIMITERS: [char; 4] = [',', ';', '\t', '~'];

/// Reads one file into `reading`; gives its summary and its problems.
pub(super) fn read(
    index: usize,
    input: &InputFile<'_>,
    recogniser: &Recogniser,
    limits: &Limits,
    reading: &mut Reading,
) -> (FileSummary, Vec<Problem>) {
    let mut file = File {
        index,
        recogniser,
        limits,
        summary: FileSummary {
            name: input.name.to_owned(),
            kind: None,
            sheet: None,
            encoding: None,
            delimiter: None,
            heading_row: None,
            rows_read: 0,
            rows_given: 0,
            rows_refused: 0,
            rows_unread: 0,
            headings_used: Vec::new(),
            headings_ignored: Vec::new(),
        },
        problems: Problems::new(limits.max_problems),
    };
    if let Err(answer) = file.read(input.bytes, reading) {
        file.say(Severity::Error, answer.what, &answer.remedy);
    }
    let problems = file.problems.finish(&file.summary);
    (file.summary, problems)
}

struct File<'f> {
    index: usize,
    recogniser: &'f Recogniser,
    limits: &'f Limits,
    summary: FileSummary,
    problems: Problems,
}

/// A row and where it stands.
type Seen<'a> = (RowInfo, Vec<Cell<'a>>);

/// The first rows of a sheet, looked over for headings.
struct Look {
    /// The best row, the kind it fits and how well.
    best: Option<(usize, &'static Format, Fit)>,
    /// The most cells any row has.
    width: usize,
}

impl Look {
    fn complete(&self) -> Option<(usize, &'static Format)> {
        let (at, format, fit) = self.best?;
        (fit.complete && fit.headings >= 2).then_some((at, format))
    }
}

impl File<'_> {
    fn read(&mut self, bytes: &[u8], reading: &mut Reading) -> Result<(), NotText> {
        if bytes.len() > self.limits.max_bytes {
            return Err(NotText {
                what: format!(
                    "The file has {} MB, more than the {} MB we read at once.",
                    bytes.len().div_ceil(1024 * 1024),
                    self.limits.max_bytes / (1024 * 1024)
                ),
                remedy:
                    "Split it into several files, each with the headings, and import them together."
                        .into(),
            });
        }
        if zip::is_zip(bytes) {
            return self.read_workbook(bytes, reading);
        }
        let decoded = text::decode(bytes)?;
        self.summary.encoding = Some(decoded.encoding);
        if decoded.mixed {
            self.say(
                Severity::Warning,
                "The file mixes two encodings, UTF-8 and Windows-1252; both were read.".into(),
                "Look at names with accents, and save the file again as CSV UTF-8.",
            );
        }
        let text = decoded.text.as_ref();
        self.warn_of_lost_letters(text);
        match outbound::version(text) {
            Some(version) => self.read_outbound(version, text, reading),
            None => self.read_delimited(text, reading),
        }
        Ok(())
    }

    fn read_outbound(&mut self, version: Kind, text: &str, reading: &mut Reading) {
        self.summary.kind = Some(version);
        let File { index, limits, summary, problems, .. } = self;
        let outbound = if version == Kind::OutboundV1 {
            summary.delimiter = Some(',');
            let mut rows = Delimited::new(text, ',', limits.max_columns);
            outbound_v1::read(&mut rows, *index, summary, problems, limits)
        } else {
            summary.delimiter = Some('~');
            let mut rows = Delimited::without_quotes(text, '~', limits.max_columns);
            outbound_v2::read(&mut rows, *index, summary, problems, limits)
        };
        reading.outbound.push(outbound);
    }

    fn read_delimited(&mut self, text: &str, reading: &mut Reading) {
        let hinted = excel_hint(text);
        let candidates: Vec<char> = hinted.map_or(DELIMITERS.to_vec(), |hint| vec![hint]);
        let looked = candidates.into_iter().map(|delimiter| {
            let mut rows = Delimited::new(text, delimiter, self.limits.max_columns);
            let seen = first_rows(&mut rows);
            let look = self.look(&seen);
            (delimiter, rows, seen, look)
        });
        let rank =
            |look: &Look| (look.best.map(|(_, _, fit)| (fit.complete, fit.headings)), look.width);
        let chosen =
            looked.reduce(|best, other| if rank(&other.3) > rank(&best.3) { other } else { best });
        let Some((delimiter, mut rows, seen, look)) = chosen else { return };
        self.summary.delimiter = Some(delimiter);
        match look.complete() {
            Some(found) => self.read_table(&mut rows, seen, found, reading),
            None => self.unrecognised(&[seen]),
        }
    }

    fn read_workbook(&mut self, bytes: &[u8], reading: &mut Reading) -> Result<(), NotText> {
        let parts = zip::inspect(bytes, self.limits)?;
        let result = guarded(|| {
            let mut workbook = Workbook::open(bytes, &parts)?;
            self.read_sheets(&mut workbook, reading)
        });
        result.unwrap_or_else(|| {
            // Rows are handed on only once a sheet is done: none of these were.
            self.summary.rows_read = self.summary.rows_given + self.summary.rows_refused;
            Err(NotText {
                what: "The workbook is damaged.".into(),
                remedy:
                    "Open it in Excel and save it again as an Excel workbook (.xlsx), or as CSV."
                        .into(),
            })
        })
    }

    fn read_sheets(
        &mut self,
        workbook: &mut Workbook<'_>,
        reading: &mut Reading,
    ) -> Result<(), NotText> {
        let mut unknown = Vec::new();
        for sheet in workbook.sheets() {
            let mut rows = workbook.rows(&sheet, self.limits.max_columns)?;
            let seen = first_rows(&mut rows);
            let Some(found) = self.look(&seen).complete() else {
                if !seen.is_empty() {
                    unknown.push(
                        seen.iter().map(|(info, cells)| (*info, owned(cells))).collect::<Vec<_>>(),
                    );
                }
                continue;
            };
            if self.summary.kind.is_some() {
                self.say(
                    Severity::Warning,
                    format!(
                        "The sheet {} holds {} too; only the first such sheet, {}, was read.",
                        sheet,
                        found.1.kind.name(),
                        self.summary.sheet.as_deref().unwrap_or_default()
                    ),
                    "If it matters, save it as a file of its own.",
                );
                continue;
            }
            self.summary.sheet = Some(sheet.clone());
            self.read_table(&mut rows, seen, found, reading);
        }
        if self.summary.kind.is_none() {
            self.unrecognised(&unknown);
        }
        Ok(())
    }

    /// The row that fits a kind of file best, and how well.
    fn look(&self, seen: &[Seen<'_>]) -> Look {
        let mut look = Look { best: None, width: 0 };
        for (at, (_, cells)) in seen.iter().enumerate() {
            look.width = look.width.max(cells.len());
            let Some((format, fit)) = self.recogniser.best(&texts(cells)) else { continue };
            let rank = |fit: Fit| (fit.complete && fit.headings >= 2, fit);
            if look.best.is_none_or(|(_, _, other)| rank(fit) > rank(other)) {
                look.best = Some((at, format, fit));
            }
        }
        look
    }

    fn read_table<'a>(
        &mut self,
        rows: &mut dyn Rows<'a>,
        mut seen: Vec<Seen<'a>>,
        (at, format): (usize, &'static Format),
        reading: &mut Reading,
    ) {
        let below = seen.split_off(at + 1);
        let (info, heading_cells) = &seen[at];
        let layout = self.recogniser.layout(format, &texts(heading_cells));
        let row = info.row;
        self.summary.kind = Some(format.kind);
        self.summary.heading_row = Some(row);
        self.summary.headings_used.clone_from(&layout.used);
        self.summary.headings_ignored.clone_from(&layout.ignored);
        for &(read, left) in &layout.repeated {
            let heading = &layout.theirs[left];
            let what = format!(
                "Columns {} and {} are both headed {heading}; column {} is read.",
                column_letter(read),
                column_letter(left),
                column_letter(read)
            );
            self.say_at(row, Severity::Warning, what, "Remove or rename the other.");
        }
        for heading in &layout.refused {
            let what = format!("The heading profile maps {heading}, which is never read.");
            self.say_at(row, Severity::Error, what, "Take it out of the profile.");
        }
        let mut table = Table {
            rows,
            seen: below.into_iter().rev().collect(),
            layout,
            file: self.index,
            summary: &mut self.summary,
            problems: &mut self.problems,
            limits: self.limits,
            key: None,
            refused: Vec::new(),
        };
        formats::read(format.kind, &mut table, reading);
        if self.summary.rows_read == 0 {
            self.say_at(
                row,
                Severity::Warning,
                "The file has headings and no rows.".into(),
                "Check that the extract ran for the right people and dates.",
            );
        }
    }

    /// Answers a file whose headings fit nothing: what they are, what comes
    /// nearest and what that lacks.
    fn unrecognised(&mut self, sheets: &[Vec<Seen<'_>>]) {
        let rows = || sheets.iter().flatten().map(|(info, cells)| (info.row, texts(cells)));
        if rows().all(|(_, cells)| cells.iter().all(String::is_empty)) {
            self.say(
                Severity::Error,
                "The file has no rows.".into(),
                "Run the extract again and send what it gives.",
            );
            return;
        }
        let nearest = rows()
            .filter_map(|(row, cells)| Some((row, self.recogniser.nearest(&cells)?, cells)))
            .reduce(|best, other| if other.1.0 > best.1.0 { other } else { best });
        let (row, cells, nearest) = match nearest {
            Some((row, (_, kind, lacks), cells)) => (Some(row), cells, Some((kind, lacks))),
            None => {
                let first = rows().find(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
                first.map_or((None, Vec::new(), None), |(row, cells)| (Some(row), cells, None))
            }
        };
        let mut what = "The file is none of those we read.".to_owned();
        if looks_like_headings(&cells) {
            // A profile can map them.
            self.summary.headings_ignored = ignored(&cells);
            let found: Vec<String> = cells
                .iter()
                .filter(|cell| !cell.is_empty())
                .take(40)
                .map(|cell| shortened(cell))
                .collect();
            what.push_str(&format!(" Its headings are: {}.", found.join(", ")));
        } else {
            what.push_str(" Its first row does not look like headings.");
        }
        let remedy = match nearest {
            Some((kind, lacks)) => {
                what.push_str(&format!(
                    " It comes nearest to {}, which needs {} too.",
                    kind.name(),
                    lacks.join(" and ")
                ));
                "Add what is missing, or save a profile that maps the file's headings to ours."
            }
            None => {
                "Give the columns the headings we know, or save a profile that maps them to ours."
            }
        };
        match row {
            Some(row) => self.say_at(row, Severity::Error, what, remedy),
            None => self.say(Severity::Error, what, remedy),
        }
    }

    /// Letters that were already lost or garbled when the file reached us.
    fn warn_of_lost_letters(&mut self, text: &str) {
        let remedy =
            "Look at names with accents; save the extract again as CSV UTF-8 from where it came.";
        let line = |at: usize| text[..at].matches('\n').count() as u32 + 1;
        if let Some(at) = text.find('\u{FFFD}') {
            let count = text.matches('\u{FFFD}').count();
            let what = format!(
                "{count} letters were lost before the file reached us (shown as \u{FFFD})."
            );
            self.say_at(line(at), Severity::Warning, what, remedy);
        }
        // é saved as UTF-8 and read as Windows-1252 is Ã and ©.
        let twice = text.match_indices('Ã').find(|(at, found)| {
            let next = text[at + found.len()..].chars().next();
            next.is_some_and(|next| matches!(next, '\u{80}'..='\u{BF}'))
        });
        if let Some((at, _)) = twice {
            let what =
                "Letters with accents were garbled before the file reached us (é shows as Ã©).";
            self.say_at(line(at), Severity::Warning, what.into(), remedy);
        }
    }

    fn say(&mut self, severity: Severity, what: String, remedy: &str) {
        let mut problem = Problem::with_file(severity, &self.summary.name, what, remedy);
        problem.sheet.clone_from(&self.summary.sheet);
        self.problems.push(problem);
    }

    fn say_at(&mut self, row: u32, severity: Severity, what: String, remedy: &str) {
        let mut problem =
            Problem::with_file(severity, &self.summary.name, what, remedy).at_row(row);
        problem.sheet.clone_from(&self.summary.sheet);
        self.problems.push(problem);
    }
}

fn first_rows<'a>(rows: &mut impl Rows<'a>) -> Vec<Seen<'a>> {
    let mut seen = Vec::new();
    let mut cells = Vec::new();
    while let Some(info) = rows.next(&mut cells) {
        seen.push((info, std::mem::take(&mut cells)));
        if info.row >= HEADINGS_WITHIN {
            break;
        }
    }
    seen
}

fn texts(cells: &[Cell<'_>]) -> Vec<String> {
    cells
        .iter()
        .map(|cell| match cell {
            Cell::Text(text) if text.len() <= LONGEST_HEADING => clean(text).into_owned(),
            Cell::Empty => String::new(),
            // What is no text, or a great deal of it, is no heading, but still something.
            _ => "0000".to_owned(),
        })
        .collect()
}

fn owned(cells: &[Cell<'_>]) -> Vec<Cell<'static>> {
    let texts = texts(cells);
    texts.into_iter().map(|text| Cell::Text(text.into())).collect()
}

/// The headings of a file that nobody recognised: none of them is read.
fn ignored(cells: &[String]) -> Vec<HeadingIgnored> {
    let cells = cells.iter().enumerate().filter(|(_, theirs)| !theirs.is_empty());
    cells
        .map(|(index, theirs)| HeadingIgnored {
            column: column_letter(index),
            theirs: theirs.clone(),
            why: match is_sensitive(theirs) {
                true => WhyIgnored::Sensitive,
                false => WhyIgnored::UnknownFile,
            },
        })
        .collect()
}

/// Whether a row may be quoted as headings: data may hold what must not be
/// shown, and data nearly always has a number or an address in it.
fn looks_like_headings(cells: &[String]) -> bool {
    cells
        .iter()
        .all(|cell| cell.bytes().filter(u8::is_ascii_digit).count() < 3 && !cell.contains('@'))
}
