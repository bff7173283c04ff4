//! A sheet of cells, whatever it came from: the words the readers of delimited
//! text and of workbooks share.

use std::borrow::Cow;

/// One cell as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    /// A number the workbook shows as a date or time.
    Serial(f64),
    Bool(bool),
    /// A formula that failed: `#N/A`.
    Failed(&'static str),
}

impl Cell<'_> {
    /// Whether there is nothing to see in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => super::text::clean(text).is_empty(),
            _ => false,
        }
    }
}

/// What is wrong with a row as a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A quotation mark opens and does not close.
    OpenQuote,
    /// More cells than any file of ours could have.
    TooWide,
}

/// A row's number and state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowInfo {
    /// Counted from 1, as the spreadsheet shows it.
    pub row: u32,
    /// Whether its line ended, or the file did.
    pub ended: bool,
    pub fault: Option<Fault>,
}

/// Something that yields rows of cells.
pub(super) trait Rows<'a> {
    /// Replaces `cells` by the next row's; none at the end.
    fn next(&mut self, cells: &mut Vec<Cell<'a>>) -> Option<RowInfo>;

    /// Whether day numbers count from 1904.
    fn counts_from_1904(&self) -> bool {
        false
    }

    /// Whether a row with too many or too few cells is a sign of damage. In a
    /// workbook it is not.
    fn can_be_ragged(&self) -> bool {
        true
    }

    /// What stopped the reading, if anything did.
    fn broken(&mut self) -> Option<String> {
        None
    }
}
