//! A sheet of cells, whatever it came from: the words the readers of delimited
//! text and of workbooks share.

use std::borrow::Cow;

use super::date;
use super::text::clean;

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
            Cell::Text(text) => clean(text).is_empty(),
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

/// A cell as a person sees it.
pub(super) fn cell_text(cell: &Cell<'_>, from_1904: bool) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => clean(text).into_owned(),
        Cell::Number(number) => number_text(*number),
        Cell::Serial(serial) => match date::from_serial(*serial, from_1904) {
            Ok(date) => date.strftime("%d/%m/%Y").to_string(),
            Err(_) => number_text(*serial),
        },
        Cell::Bool(true) => "TRUE".to_owned(),
        Cell::Bool(false) => "FALSE".to_owned(),
        Cell::Failed(error) => (*error).to_owned(),
    }
}

/// A number as a person would have typed it: 123, not 123.0.
pub(super) fn number_text(number: f64) -> String {
    if number.is_finite() && number.fract() == 0.0 && number.abs() < 1e18 {
        format!("{}", number as i64)
    } else {
        format!("{number}")
    }
}
