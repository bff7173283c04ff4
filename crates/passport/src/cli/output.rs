//! Tables on their way out: aligned text for people, CSV and JSON for machines,
//! XLSX with real types for spreadsheets.

use std::io::{self, Write};

use clap::ValueEnum;
use jiff::civil::Date;
use passport_core::present::printable;

/// How a table is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned text.
    Table,
    /// CSV: UTF-8, lines end in LF, quoted only where needed.
    Csv,
    /// A JSON array of objects.
    Json,
    /// A workbook.
    Xlsx,
}

/// A cell with its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A whole number.
    Count(u64),
    /// A date, if there is one.
    Day(Option<Date>),
    /// A number with one decimal or two, exact as printed; empty if there is none.
    Decimal(String),
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The number of something, if there is one.
    pub fn number(number: Option<i64>) -> Self {
        number.map_or_else(|| Self::Text(String::new()), |n| Self::Count(n.unsigned_abs()))
    }

    fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::Decimal(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Day(day) => day.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Count(count) => (*count).into(),
            Self::Day(day) => day.map(|day| day.to_string()).into(),
            Self::Decimal(text) => text
                .parse::<f64>()
                .ok()
                .and_then(serde_json::Number::from_f64)
                .map_or(serde_json::Value::Null, serde_json::Value::Number),
        }
    }
}

/// The error beneath: a closed pipe is to be known as one.
fn plain_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Machine-readable names of the columns: `award_date`.
    pub headings: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Prints the table on standard output.
    pub fn print(&self, format: Format) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        match format {
            Format::Table => self.aligned(&mut out)?,
            Format::Csv => self.csv(&mut out)?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &self.json())?;
                out.write_all(b"\n")?;
            }
            Format::Xlsx => out.write_all(&self.xlsx().map_err(io::Error::other)?)?,
        }
        out.flush()
    }

    fn csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
        writer.write_record(&self.headings).map_err(plain_error)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Cell::plain)).map_err(plain_error)?;
        }
        writer.flush()
    }

    fn json(&self) -> serde_json::Value {
        self.rows
            .iter()
            .map(|row| {
                let cells = row.iter().map(Cell::json);
                self.headings
                    .iter()
                    .map(|heading| (*heading).to_owned())
                    .zip(cells)
                    .collect::<serde_json::Map<_, _>>()
            })
            .collect()
    }

    fn aligned(&self, out: &mut impl Write) -> io::Result<()> {
        let cells: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| printable(&cell.plain())).collect())
            .collect();
        let widths: Vec<usize> = (0..self.headings.len())
            .map(|column| {
                let widest = cells.iter().map(|row| row[column].chars().count()).max();
                widest.unwrap_or(0).max(self.headings[column].chars().count())
            })
            .collect();
        let mut line = |texts: Vec<(&str, bool)>| -> io::Result<()> {
            let mut text = String::new();
            for ((cell, right), width) in texts.into_iter().zip(&widths) {
                let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
                if right {
                    text.push_str(&pad);
                    text.push_str(cell);
                } else {
                    text.push_str(cell);
                    text.push_str(&pad);
                }
                text.push_str("  ");
            }
            writeln!(out, "{}", text.trim_end())
        };
        let headings: Vec<String> = self.headings.iter().map(|h| h.replace('_', " ")).collect();
        line(headings.iter().map(|heading| (heading.as_str(), false)).collect())?;
        for (row, typed) in cells.iter().zip(&self.rows) {
            let right = |cell: &Cell| matches!(cell, Cell::Count(_) | Cell::Decimal(_));
            line(row.iter().zip(typed).map(|(text, cell)| (text.as_str(), right(cell))).collect())?;
        }
        Ok(())
    }

    fn xlsx(&self) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook};
        let mut workbook = Workbook::new();
        let bold = Style::new().set_bold();
        let day_style = Style::new().set_num_format("d mmmm yyyy");
        let sheet = workbook.add_worksheet();
        for (column, heading) in (0_u16..).zip(&self.headings) {
            sheet.write_string_with_format(0, column, heading.replace('_', " "), &bold)?;
        }
        for (line, row) in (1_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match cell {
                    // Written as a string, never as a formula, whatever it begins with.
                    Cell::Text(text) => sheet.write_string(line, column, text)?,
                    Cell::Count(count) => sheet.write_number(line, column, *count as f64)?,
                    Cell::Day(Some(day)) => {
                        let (year, month, date) = (day.year(), day.month(), day.day());
                        let value = ExcelDateTime::from_ymd(
                            u16::try_from(year).unwrap_or(1900),
                            u8::try_from(month).unwrap_or(1),
                            u8::try_from(date).unwrap_or(1),
                        )?;
                        sheet.write_datetime_with_format(line, column, &value, &day_style)?
                    }
                    Cell::Day(None) => sheet,
                    Cell::Decimal(text) => match text.parse::<f64>() {
                        Ok(number) => sheet.write_number(line, column, number)?,
                        Err(_) => sheet,
                    },
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, self.rows.len() as u32, self.headings.len().max(1) as u16 - 1)?;
        sheet.autofit();
        workbook.save_to_buffer()
    }
}
