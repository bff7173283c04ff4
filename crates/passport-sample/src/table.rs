//! Writing rows and dates the way extracts hold them.

use crate::File;
use jiff::{ToSpan, civil::Date};

/// A comma-separated file being written: UTF-8, quoted only where needed, lines end in LF.
pub struct Table {
    name: String,
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    /// Begins a file with its headings.
    pub fn new(name: &str, headings: &[&str]) -> Self {
        let mut table =
            Self { name: name.to_owned(), writer: csv::Writer::from_writer(Vec::new()) };
        table.row(headings);
        table
    }

    /// Adds a row.
    pub fn row<T: AsRef<[u8]>>(&mut self, cells: &[T]) {
        self.writer.write_record(cells).expect("writing to memory, rows of equal length");
    }

    /// The finished file.
    pub fn finish(self) -> File {
        let bytes = self.writer.into_inner().expect("writing to memory does not fail");
        File { name: self.name, bytes }
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `30-Nov-2028`, the usual form of an ESR export.
pub fn esr_date(date: Date) -> String {
    let month = MONTHS[date.month() as usize - 1];
    format!("{:02}-{month}-{:04}", date.day(), date.year())
}

/// `30/11/2028`.
pub fn slash_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `20281130`, as interface files have it.
pub fn packed_date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// A date in an ESR export, or nothing.
pub fn esr_date_or_empty(date: Option<Date>) -> String {
    date.map(esr_date).unwrap_or_default()
}

/// The date some days later, or earlier.
pub fn plus_days(date: Date, days: i32) -> Date {
    date.saturating_add(days.days())
}

/// The date some calendar months later, or earlier: the same day, or the last of a shorter month.
pub fn plus_months(date: Date, months: i32) -> Date {
    date.saturating_add(months.months())
}

/// Whole days from one date to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.duration_until(to).as_hours() as i32 / 24
}
