//! Workbooks (.xlsx), cell by cell from their bytes.
//!
//! Cells are streamed: a sheet with one cell in its last row and column would
//! otherwise claim a table of the whole sheet. Formulas give the value last
//! computed; a failed formula is a failed cell, told of where the cell is needed.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{
    CellErrorType, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError,
};

use super::sheet::{Cell, RowInfo, Rows};
use super::text::NotText;

/// An opened workbook.
pub(super) struct Workbook<'a> {
    book: Xlsx<Cursor<&'a [u8]>>,
    from_1904: bool,
}

impl<'a> Workbook<'a> {
    pub fn open(bytes: &'a [u8], parts: &[String]) -> Result<Self, NotText> {
        let answer = |what: &str| NotText {
            what: what.to_owned(),
            remedy: "Save it as an Excel workbook (.xlsx) or as CSV UTF-8.".to_owned(),
        };
        if parts.iter().any(|part| part == "xl/workbook.bin") {
            return Err(answer("The file is a binary Excel workbook (.xlsb)."));
        }
        if parts.iter().any(|part| part == "content.xml") {
            return Err(answer("The file is an OpenDocument spreadsheet or document."));
        }
        if parts.iter().any(|part| part == "word/document.xml") {
            return Err(answer("The file is a Word document."));
        }
        if !parts.iter().any(|part| part.eq_ignore_ascii_case("xl/workbook.xml")) {
            return Err(answer("The file is an archive, not a workbook."));
        }
        let book = Xlsx::new(Cursor::new(bytes)).map_err(|cause| damaged(&cause))?;
        let from_1904 = book.has_1904_epoch();
        Ok(Workbook { book, from_1904 })
    }

    /// The worksheets a person sees, in order.
    pub fn sheets(&self) -> Vec<String> {
        self.book
            .sheets_metadata()
            .iter()
            .filter(|sheet| {
                sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
            })
            .map(|sheet| sheet.name.clone())
            .collect()
    }

    /// The rows of one sheet.
    pub fn rows(&mut self, sheet: &str, max_columns: usize) -> Result<SheetRows<'_, 'a>, NotText> {
        let from_1904 = self.from_1904;
        let cells = self.book.worksheet_cells_reader(sheet).map_err(|cause| damaged(&cause))?;
        Ok(SheetRows { cells, waiting: None, max_columns, from_1904, broken: None, done: false })
    }
}

fn damaged(cause: &XlsxError) -> NotText {
    NotText {
        what: format!("The workbook is damaged ({cause})."),
        remedy: "Open it in Excel and save it again as an Excel workbook (.xlsx), or as CSV."
            .into(),
    }
}

/// The rows of one sheet, read as they are asked for.
pub(super) struct SheetRows<'w, 'a> {
    cells: XlsxCellReader<'w, Cursor<&'a [u8]>>,
    /// The first cell of the next row, read while looking for this one's end.
    waiting: Option<(u32, u32, Cell<'w>)>,
    max_columns: usize,
    from_1904: bool,
    broken: Option<String>,
    done: bool,
}

impl<'w> SheetRows<'w, '_> {
    fn next_cell(&mut self) -> Option<(u32, u32, Cell<'w>)> {
        if let Some(waiting) = self.waiting.take() {
            return Some(waiting);
        }
        while !self.done {
            match self.cells.next_cell() {
                Ok(Some(cell)) => {
                    let (row, column) = cell.get_position();
                    let value = cell_of(cell.get_value().clone());
                    if value != Cell::Empty && (column as usize) < self.max_columns {
                        return Some((row, column, value));
                    }
                }
                Ok(None) => self.done = true,
                Err(cause) => {
                    self.broken = Some(cause.to_string());
                    self.done = true;
                }
            }
        }
        None
    }
}

impl<'w> Rows<'w> for SheetRows<'w, '_> {
    fn next(&mut self, cells: &mut Vec<Cell<'w>>) -> Option<RowInfo> {
        cells.clear();
        let (row, column, value) = self.next_cell()?;
        place(cells, column, value);
        while let Some((other, column, value)) = self.next_cell() {
            if other != row {
                self.waiting = Some((other, column, value));
                break;
            }
            place(cells, column, value);
        }
        Some(RowInfo { row: row.saturating_add(1), ended: true, fault: None })
    }

    fn counts_from_1904(&self) -> bool {
        self.from_1904
    }

    fn can_be_ragged(&self) -> bool {
        false
    }

    fn broken(&mut self) -> Option<String> {
        self.broken.take()
    }
}

fn place<'w>(cells: &mut Vec<Cell<'w>>, column: u32, value: Cell<'w>) {
    let column = column as usize;
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = value;
}

fn cell_of(value: DataRef<'_>) -> Cell<'_> {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number as f64),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::String(text) if text.is_empty() => Cell::Empty,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(Cow::Owned(text))
        }
        DataRef::SharedString("") => Cell::Empty,
        DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(text)),
        DataRef::Bool(truth) => Cell::Bool(truth),
        DataRef::DateTime(moment) => Cell::Serial(moment.as_f64()),
        DataRef::Error(error) => Cell::Failed(match error {
            CellErrorType::Div0 => "#DIV/0!",
            CellErrorType::NA => "#N/A",
            CellErrorType::Name => "#NAME?",
            CellErrorType::Null => "#NULL!",
            CellErrorType::Num => "#NUM!",
            CellErrorType::Ref => "#REF!",
            CellErrorType::Value => "#VALUE!",
            _ => "#ERROR",
        }),
    }
}
