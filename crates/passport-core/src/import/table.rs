//! A recognised table, read row by row.
//!
//! Blank rows are stepped over. Every other row is given or refused, and a
//! refused one has a problem that says why.

use super::problem::{Problem, Problems, Severity};
use super::recognise::{Column, Layout};
use super::row::RowReader;
use super::sheet::{Cell, RowInfo, Rows};
use super::soundness::Soundness;
use super::summary::FileSummary;
use super::{Limits, Place, Row};

/// A recognised table, ready to be read.
pub(super) struct Table<'t, 'a> {
    pub rows: &'t mut dyn Rows<'a>,
    /// Rows read while looking for the headings, in reverse.
    pub seen: Vec<(RowInfo, Vec<Cell<'a>>)>,
    pub layout: Layout,
    pub file: usize,
    pub summary: &'t mut FileSummary,
    pub problems: &'t mut Problems,
    pub limits: &'t Limits,
    /// The column that says whom a row is about, where refused rows matter too.
    pub key: Option<Column>,
    /// What that column holds in rows that were refused; none where the row's
    /// cells cannot be told apart.
    pub refused: Vec<Option<String>>,
}

impl<'a> Table<'_, 'a> {
    /// Where one of our headings stands.
    pub fn column(&self, ours: &'static str) -> Column {
        self.layout.column(ours)
    }

    /// Reads every row through `make`, which gives none (or raises an error) for
    /// a row that cannot be used.
    pub fn read<T>(
        &mut self,
        mut make: impl FnMut(&mut RowReader<'_, 'a>) -> Option<T>,
    ) -> Vec<Row<T>> {
        let mut given = Vec::new();
        let mut cells = Vec::new();
        let from_1904 = self.rows.counts_from_1904();
        let ragged = self.rows.can_be_ragged();
        let mut read = 0u32;
        loop {
            let info = match self.seen.pop() {
                Some((info, seen)) => {
                    cells = seen;
                    info
                }
                None => match self.rows.next(&mut cells) {
                    Some(info) => info,
                    None => break,
                },
            };
            if cells.iter().all(Cell::is_blank) {
                continue;
            }
            if read == self.limits.max_rows {
                self.problems.push(Problem::with_file(
                    Severity::Error,
                    &self.summary.name,
                    format!(
                        "The file has more than {} rows, the most we read at once.",
                        self.limits.max_rows
                    ),
                    "Split it into several files, each with the headings, and import them together.",
                ));
                break;
            }
            read += 1;
            let mut row = RowReader::new(&cells, info, &self.layout, self.summary, self.problems);
            row.from_1904 = from_1904;
            let soundness = row.soundness(ragged);
            let whole = soundness == Soundness::Whole;
            let value = if whole { make(&mut row) } else { None };
            match value {
                Some(value) if !row.is_refused() => {
                    let place = Place { file: self.file, row: info.row };
                    given.push(Row { place, value });
                }
                _ => {
                    if let Some(key) = self.key.filter(|_| soundness != Soundness::NotARow) {
                        self.refused.push(if whole { row.reference(key) } else { None });
                    }
                    self.summary.rows_refused += 1;
                    self.summary.rows_unread += u32::from(soundness != Soundness::NotARow);
                }
            }
        }
        if let Some(cause) = self.rows.broken() {
            self.problems.push(Problem::with_file(
                Severity::Error,
                &self.summary.name,
                format!(
                    "The workbook is damaged ({cause}); rows below the last one read are missing."
                ),
                "Open it in Excel and save it again as an Excel workbook (.xlsx), or as CSV.",
            ));
        }
        self.summary.rows_read = read;
        self.summary.rows_given = given.len() as u32;
        given
    }
}
