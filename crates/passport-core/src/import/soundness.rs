//! Whether a row can be trusted as a row: it is no total, repeats no heading, and
//! has neither too many nor too few cells.
//!
//! A row with cells too many, or too few beside a sensitive column, may have its
//! values under the wrong headings: nothing of it is used and nothing quoted.

use super::heading::normal_form;
use super::problem::Severity;
use super::row::RowReader;
use super::sheet::{Cell, Fault};

/// The most bytes of one cell: a spreadsheet's own limit is 32,767 letters.
const LONGEST: usize = 4 * 32_767;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// A row whose cells stand under their headings.
    Whole,
    /// A row, but which cell belongs where cannot be told.
    Broken,
    /// No row at all: a total, or the headings again.
    NotARow,
}

impl RowReader<'_, '_> {
    /// What the row is; unless it is whole it is refused and that is said.
    pub fn soundness(&mut self, ragged: bool) -> Soundness {
        if self.is_whole(ragged) {
            Soundness::Whole
        } else if self.is_total() || self.is_heading_again() {
            Soundness::NotARow
        } else {
            Soundness::Broken
        }
    }

    fn is_whole(&mut self, ragged: bool) -> bool {
        if self.info.fault == Some(Fault::OpenQuote) {
            self.set_aside(
                Severity::Error,
                "A quotation mark opens in this row and does not close.",
                "Close it, or write two for one that belongs to the text.",
            );
            return false;
        }
        let long =
            self.cells.iter().any(|cell| matches!(cell, Cell::Text(text) if text.len() > LONGEST));
        if self.info.fault == Some(Fault::TooWide) || long {
            self.set_aside(
                Severity::Error,
                "This row is far longer than any row of this kind.",
                "Look for quotation marks and line ends that have gone missing.",
            );
            return false;
        }
        if self.is_total() {
            self.set_aside(
                Severity::Warning,
                "This row is a total or a count, not data; it is left out.",
                "",
            );
            return false;
        }
        if self.is_heading_again() {
            self.set_aside(
                Severity::Warning,
                "The headings stand here again; the row is left out.",
                "",
            );
            return false;
        }
        if !ragged {
            return true;
        }
        let extra = self.cells.iter().skip(self.layout.cells).any(|cell| !cell.is_blank());
        if extra {
            let what = format!(
                "The row has {} cells, but there are {} headings.",
                self.cells.len(),
                self.layout.cells
            );
            self.set_aside(
                Severity::Error,
                what,
                "Put quotation marks round a value that holds the separator.",
            );
            return false;
        }
        if self.cells.len() < self.layout.width {
            let counts = format!(
                "The row has {} cells, but there are {} headings",
                self.cells.len(),
                self.layout.width
            );
            if !self.info.ended {
                let what =
                    format!("{counts}, and the file ends here: it was cut short on its way.");
                self.set_aside(Severity::Error, what, "Fetch or send the file again.");
                return false;
            }
            // Where a cell was lost, those after it stand one to the left; that must
            // never carry a date of birth into another column.
            if self.layout.has_sensitive() {
                let what = format!("{counts}.");
                self.set_aside(
                    Severity::Error,
                    what,
                    "Look for a line break or a missing separator.",
                );
                return false;
            }
            self.tally(
                Severity::Warning,
                "The row has fewer cells than there are headings; the missing ones are taken as empty.",
                "Look for a line break inside a value, or a missing separator.",
            );
        }
        true
    }

    fn is_total(&self) -> bool {
        const TOTALS: [&str; 14] = [
            "total",
            "totals",
            "grandtotal",
            "subtotal",
            "overalltotal",
            "count",
            "rowcount",
            "recordcount",
            "rows",
            "rowsreturned",
            "rowsselected",
            "numberofrecords",
            "numberofrows",
            "endofreport",
        ];
        let Some(Cell::Text(first)) = self.cells.iter().find(|cell| !cell.is_blank()) else {
            return false;
        };
        // Nearly every row begins with a number; those are told apart at once.
        if first.len() > 60 || !first.trim_start().starts_with(|char: char| char.is_alphabetic()) {
            return false;
        }
        let mut word = normal_form(first);
        word.retain(|char| !char.is_numeric());
        let filled = self.cells.iter().filter(|cell| !cell.is_blank()).count();
        TOTALS.contains(&word.as_str()) && filled * 2 <= self.layout.width.max(2)
    }

    fn is_heading_again(&self) -> bool {
        let mut same = 0;
        for (cell, theirs) in self.cells.iter().zip(&self.layout.theirs) {
            match cell {
                Cell::Text(text) if text.trim() == theirs => {
                    same += usize::from(!theirs.is_empty())
                }
                _ if cell.is_blank() => {}
                _ => return false,
            }
        }
        same >= 2
    }
}
