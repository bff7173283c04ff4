//! One row asked for its values: typed values out of cells, and a problem with
//! its place for every cell that will not give one.
//!
//! A cell that decides something (a date, a class, a number of months) is an
//! error when it cannot be understood, and costs its row. One that merely
//! describes (an FTE, an email) is a warning and counts as empty.

use std::borrow::Cow;

use jiff::civil::{Date, Time};

use super::date::{self, DateFault};
use super::problem::{Problem, Problems, Severity, column_letter};
use super::recognise::{Column, Layout};
use super::sheet::{Cell, RowInfo, cell_text, number_text};
use super::summary::FileSummary;
use super::text::clean;
use super::words::{choose, shortened, truth_of, whole_of};

/// One row, asked for its values.
pub(super) struct RowReader<'r, 'a> {
    pub cells: &'r [Cell<'a>],
    pub info: RowInfo,
    pub layout: &'r Layout,
    file_name: &'r str,
    sheet: Option<&'r str>,
    problems: &'r mut Problems,
    /// Whether day numbers count from 1904.
    pub from_1904: bool,
    refused: bool,
}

impl<'r, 'a> RowReader<'r, 'a> {
    pub fn new(
        cells: &'r [Cell<'a>],
        info: RowInfo,
        layout: &'r Layout,
        summary: &'r FileSummary,
        problems: &'r mut Problems,
    ) -> Self {
        RowReader {
            cells,
            info,
            layout,
            file_name: &summary.name,
            sheet: summary.sheet.as_deref(),
            problems,
            from_1904: false,
            refused: false,
        }
    }

    /// Whether an error has cost us the row.
    pub fn is_refused(&self) -> bool {
        self.refused
    }

    /// Text, cleaned; none if empty.
    pub fn text(&mut self, column: Column) -> Option<String> {
        self.cow(column).map(Cow::into_owned)
    }

    /// Text that must be there.
    pub fn required(&mut self, column: Column) -> Option<String> {
        let text = self.text(column);
        if text.is_none() {
            self.missing(column);
        }
        text
    }

    /// A number that is a name: employee number, assignment number. A
    /// spreadsheet's `123.0`, `'0123` and `="0123"` are 123 and 0123.
    pub fn reference(&mut self, column: Column) -> Option<String> {
        let text = self.cow(column)?;
        let bare = text
            .strip_prefix("=\"")
            .and_then(|rest| rest.strip_suffix('"'))
            .or_else(|| text.strip_prefix('\''))
            .unwrap_or(&text)
            .trim();
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if let Some((whole, fraction)) = bare.split_once('.')
            && digits(whole)
            && !fraction.is_empty()
            && fraction.bytes().all(|byte| byte == b'0')
        {
            return Some(whole.to_owned());
        }
        if let Some((mantissa, exponent)) = bare.split_once(['E', 'e'])
            && digits(&mantissa.replacen('.', "", 1))
            && exponent.strip_prefix(['+', '-']).is_some_and(digits)
        {
            self.error(
                column,
                format!("{bare} is a number shortened by a spreadsheet; its last digits are lost."),
                "Format the column as text and extract it again.",
            );
            return None;
        }
        (!bare.is_empty()).then(|| bare.to_owned())
    }

    /// A reference that must be there.
    pub fn required_reference(&mut self, column: Column) -> Option<String> {
        let before = std::mem::take(&mut self.refused);
        let reference = self.reference(column);
        match &reference {
            None if !self.refused => self.missing(column),
            Some(long) if long.len() > 40 => {
                let what = format!("{} is too long for a number.", shortened(long));
                self.error(column, what, "Check that the columns have not shifted.");
            }
            _ => {}
        }
        self.refused |= before;
        reference
    }

    /// A date; one that cannot be understood is an error.
    pub fn date(&mut self, column: Column) -> Option<Date> {
        let parsed = match self.cell(column) {
            Cell::Empty => return None,
            Cell::Text(text) => date::parse(&clean(text)),
            Cell::Number(number) | Cell::Serial(number) if *number == 0.0 => return None,
            Cell::Number(number) if (19_000_101.0..22_001_231.0).contains(number) => {
                date::parse(&number_text(*number))
            }
            Cell::Number(number) if *number < 10_000.0 => {
                let year = (1900.0..=2200.0).contains(number);
                Err(if year { DateFault::YearAlone } else { DateFault::SmallNumber })
            }
            // A workbook that counts from 1904 counts all its days from there.
            Cell::Number(serial) | Cell::Serial(serial) => {
                date::from_serial(*serial, self.from_1904).map(Some)
            }
            Cell::Bool(_) => Err(DateFault::NotADate),
            Cell::Failed(_) => {
                self.failed(column);
                return None;
            }
        };
        match parsed {
            Ok(date) => date,
            Err(fault) => {
                let value = self.shown(column);
                self.error(column, fault.what(&value), &fault.remedy());
                None
            }
        }
    }

    /// A date that must be there.
    pub fn required_date(&mut self, column: Column) -> Option<Date> {
        let before = std::mem::take(&mut self.refused);
        let date = self.date(column);
        if date.is_none() && !self.refused {
            self.missing(column);
        }
        self.refused |= before;
        date
    }

    /// A time of day; one that cannot be understood is a warning.
    pub fn time(&mut self, column: Column) -> Option<Time> {
        let time = match self.cell(column) {
            Cell::Empty => return None,
            Cell::Number(serial) | Cell::Serial(serial) => date::time_from_serial(*serial),
            _ => {
                let text = self.cow(column)?;
                // The time of a date and time.
                let text = text
                    .split_once(' ')
                    .filter(|(day, _)| date::parse(day).is_ok_and(|day| day.is_some()))
                    .map_or(text.as_ref(), |(_, time)| time);
                date::parse_time(text)
            }
        };
        if time.is_none() {
            let what = format!("{} is not a time of day; it is left out.", self.shown(column));
            self.warning(column, what, "Enter a time such as 09:30.");
        }
        time
    }

    /// Yes or no; anything else is a warning.
    pub fn boolean(&mut self, column: Column) -> Option<bool> {
        if let Cell::Bool(truth) = self.cell(column) {
            return Some(*truth);
        }
        let text = self.cow(column)?;
        let truth = truth_of(&text);
        if truth.is_none() {
            let what = format!("{} is neither yes nor no; it is left out.", shortened(&text));
            self.warning(column, what, "Enter Yes or No.");
        }
        truth
    }

    /// A whole number from 0; anything else is an error.
    pub fn whole(&mut self, column: Column, most: u32) -> Option<u32> {
        let text = self.cow(column)?;
        let number = whole_of(&text);
        if number.is_none_or(|number| number > most) {
            let what = match number {
                Some(number) => format!("{number} is more than can be meant here ({most})."),
                None => format!("{} is not a whole number.", shortened(&text)),
            };
            self.error(column, what, "Enter a whole number, or leave the cell empty.");
        }
        number.filter(|number| *number <= most)
    }

    /// One of a few words, compared by letters and digits; anything else is an
    /// error that lists them.
    pub fn choice<T: Copy>(
        &mut self,
        column: Column,
        words: &[(&str, T)],
        expected: &str,
    ) -> Option<T> {
        let text = self.cow(column)?;
        let found = choose(&text, words);
        if found.is_none() {
            let what = format!("{} is not one of: {expected}.", shortened(&text));
            self.error(column, what, "Enter one of those.");
        }
        found
    }

    /// One of a few words, which must be there.
    pub fn required_choice<T: Copy>(
        &mut self,
        column: Column,
        words: &[(&str, T)],
        expected: &str,
    ) -> Option<T> {
        if self.is_empty(column) {
            let what = format!("There is no {}.", column.ours);
            self.error(column, what, &format!("Enter one of: {expected}."));
        }
        self.choice(column, words, expected)
    }

    /// Names separated by semicolons.
    pub fn list(&mut self, column: Column) -> Vec<String> {
        let Some(text) = self.cow(column) else { return Vec::new() };
        text.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    /// A path of names separated by pipes.
    pub fn path(&mut self, column: Column) -> Vec<String> {
        let Some(text) = self.cow(column) else { return Vec::new() };
        text.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    /// A web address; anything but http or https is a warning.
    pub fn link(&mut self, column: Column) -> Option<String> {
        let text = self.text(column)?;
        let starts = |scheme: &str| {
            text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        let sound =
            (starts("https://") || starts("http://")) && !text.contains([' ', '"', '<', '>']);
        if !sound {
            let what = format!("{} is not a web address; it is left out.", shortened(&text));
            self.warning(column, what, "Enter an address that begins with https://.");
        }
        sound.then_some(text)
    }

    /// Whether the file says anything here.
    pub fn is_empty(&self, column: Column) -> bool {
        self.cell(column).is_blank()
    }

    /// What a problem may quote of a cell.
    pub fn shown(&self, column: Column) -> String {
        match self.cell(column) {
            Cell::Failed(error) => (*error).to_owned(),
            cell => shortened(&cell_text(cell, self.from_1904)),
        }
    }

    /// The row cannot be used, because of this cell.
    pub fn error(&mut self, column: Column, what: impl Into<String>, remedy: &str) {
        self.refused = true;
        self.say(Severity::Error, Some(column), what.into(), remedy);
    }

    /// The row is used, but look at this cell.
    pub fn warning(&mut self, column: Column, what: impl Into<String>, remedy: &str) {
        self.say(Severity::Warning, Some(column), what.into(), remedy);
    }

    /// Worth knowing of this cell.
    pub fn note(&mut self, column: Column, what: impl Into<String>, remedy: &str) {
        self.say(Severity::Note, Some(column), what.into(), remedy);
    }

    /// The row is left aside, which is not the sender's fault.
    pub fn set_aside(&mut self, severity: Severity, what: impl Into<String>, remedy: &str) {
        self.refused = true;
        self.say(severity, None, what.into(), remedy);
    }

    /// Says something once a file, with the rows it is true of.
    pub fn tally(&mut self, severity: Severity, what: &'static str, remedy: &'static str) {
        self.problems.tally(severity, self.info.row, what, remedy);
    }

    fn say(&mut self, severity: Severity, column: Option<Column>, what: String, remedy: &str) {
        let mut problem =
            Problem::with_file(severity, self.file_name, what, remedy).at_row(self.info.row);
        problem.sheet = self.sheet.map(str::to_owned);
        if let Some(column) = column {
            problem.heading = Some(column.ours.to_owned());
            if let Some(index) = column.index {
                problem.column = Some(column_letter(index));
                let theirs = self.layout.theirs.get(index).filter(|theirs| !theirs.is_empty());
                problem.heading = theirs.cloned().or(problem.heading);
                if !self.cell(column).is_blank() {
                    problem.value = Some(self.shown(column));
                }
            }
        }
        self.problems.push(problem);
    }

    /// Says that there is nothing here, unless a failed formula said so already.
    fn missing(&mut self, column: Column) {
        if !matches!(self.cell(column), Cell::Failed(_)) {
            self.error(column, format!("There is no {}.", column.ours), "Enter one.");
        }
    }

    /// Says that the cell is a failed formula, if it is.
    fn failed(&mut self, column: Column) {
        if let Cell::Failed(error) = *self.cell(column) {
            let what = format!("The formula in this cell failed ({error}).");
            self.error(column, what, "Put the formula right, or type the value.");
        }
    }

    fn cell(&self, column: Column) -> &'r Cell<'a> {
        const EMPTY: Cell<'static> = Cell::Empty;
        let cells: &'r [Cell<'a>] = self.cells;
        column.index.and_then(|index| cells.get(index)).unwrap_or(&EMPTY)
    }

    fn cow(&mut self, column: Column) -> Option<Cow<'r, str>> {
        let cell = self.cell(column);
        let text = match cell {
            Cell::Text(text) => clean(text),
            Cell::Failed(_) => {
                self.failed(column);
                return None;
            }
            Cell::Serial(_) => {
                let shown = self.shown(column);
                let what = format!("The spreadsheet shows this as the date {shown}.");
                self.warning(
                    column,
                    what,
                    "If it was typed as something else, format the cell as text.",
                );
                Cow::Owned(shown)
            }
            cell => Cow::Owned(cell_text(cell, self.from_1904)),
        };
        (!text.is_empty()).then_some(text)
    }
}
