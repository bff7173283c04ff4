//! Delimited text, row by row, with the row numbers a spreadsheet would show.
//!
//! A spreadsheet counts blank lines and does not count line breaks inside
//! quotes; general readers do neither, and none says where a quotation mark was
//! left open. Cells borrow from the text unless a doubled quote must be undone.

use std::borrow::Cow;

use super::sheet::{Cell, Fault, RowInfo, Rows};

pub(super) struct Delimited<'a> {
    text: &'a str,
    delimiter: u8,
    quotes: bool,
    max_columns: usize,
    at: usize,
    row: u32,
    /// Bytes we may still read twice, so that a file of stray quotes stays linear.
    patience: usize,
}

impl<'a> Delimited<'a> {
    pub fn new(text: &'a str, delimiter: char, max_columns: usize) -> Self {
        let mut rows = Delimited {
            text,
            delimiter: delimiter as u8,
            quotes: true,
            max_columns,
            at: 0,
            row: 0,
            patience: text.len().saturating_mul(4).saturating_add(1024),
        };
        // Excel's own hint, a line of its own, is a row of its own.
        if excel_hint(text).is_some() {
            rows.at = text.find('\n').map_or(text.len(), |end| end + 1);
            rows.row = 1;
        }
        rows
    }

    /// The same, with quotation marks as ordinary letters.
    pub fn without_quotes(text: &'a str, delimiter: char, max_columns: usize) -> Self {
        Delimited { quotes: false, ..Self::new(text, delimiter, max_columns) }
    }

    fn quoted_cell(&mut self) -> Result<Cow<'a, str>, Fault> {
        let bytes = self.text.as_bytes();
        let open = self.at;
        let mut at = open + 1;
        let mut doubled = false;
        let close = loop {
            match bytes[at..].iter().position(|&byte| byte == b'"') {
                None => {
                    self.patience = self.patience.saturating_sub(bytes.len() - open);
                    return Err(Fault::OpenQuote);
                }
                Some(step) if bytes.get(at + step + 1) == Some(&b'"') => {
                    doubled = true;
                    at += step + 2;
                }
                Some(step) => break at + step,
            }
        };
        let inside = &self.text[open + 1..close];
        let end = self.cell_end(close + 1);
        let after = self.text[close + 1..end].trim();
        if !after.is_empty() && inside.contains('\n') {
            // A quote closed far below, in the middle of something else.
            self.patience = self.patience.saturating_sub(close - open);
            return Err(Fault::OpenQuote);
        }
        self.at = end;
        let mut value = Cow::Borrowed(inside);
        if doubled {
            value = Cow::Owned(inside.replace("\"\"", "\""));
        }
        if !after.is_empty() {
            value.to_mut().push_str(&self.text[close + 1..end]);
        }
        Ok(value)
    }

    /// Where an unquoted cell that starts here ends.
    fn cell_end(&self, from: usize) -> usize {
        let delimiter = self.delimiter;
        let rest = &self.text.as_bytes()[from..];
        rest.iter()
            .position(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r')
            .map_or(self.text.len(), |step| from + step)
    }

    /// Reads cells until the row ends, and steps over its end.
    fn cells(&mut self, quotes: bool, cells: &mut Vec<Cell<'a>>) -> Result<bool, Fault> {
        let bytes = self.text.as_bytes();
        loop {
            let value = if quotes && bytes.get(self.at) == Some(&b'"') {
                self.quoted_cell()?
            } else {
                let end = self.cell_end(self.at);
                let value = &self.text[self.at..end];
                self.at = end;
                Cow::Borrowed(value)
            };
            if cells.len() <= self.max_columns {
                cells.push(if value.is_empty() { Cell::Empty } else { Cell::Text(value) });
            }
            match bytes.get(self.at) {
                Some(&byte) if byte == self.delimiter => self.at += 1,
                Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    return Ok(true);
                }
                Some(_) => {
                    self.at += 1;
                    return Ok(true);
                }
                None => return Ok(false),
            }
        }
    }
}

impl<'a> Rows<'a> for Delimited<'a> {
    fn next(&mut self, cells: &mut Vec<Cell<'a>>) -> Option<RowInfo> {
        cells.clear();
        if self.at >= self.text.len() {
            return None;
        }
        self.row += 1;
        let start = self.at;
        let quotes = self.quotes && self.patience > 0;
        let (ended, fault) = match self.cells(quotes, cells) {
            Ok(ended) => (ended, None),
            Err(fault) => {
                // Read the line again as it stands, so that those below it are not lost.
                cells.clear();
                self.at = start;
                let ended = self.cells(false, cells).unwrap_or(false);
                (ended, Some(fault))
            }
        };
        let too_wide = cells.len() > self.max_columns;
        let fault = fault.or(too_wide.then_some(Fault::TooWide));
        Some(RowInfo { row: self.row, ended, fault })
    }
}

/// The delimiter Excel was told to use by a first line `sep=;`.
pub(super) fn excel_hint(text: &str) -> Option<char> {
    let line = text.lines().next()?.trim_end();
    let line = line.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(line);
    let mut hint = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?.chars();
    let delimiter = hint.next()?;
    (hint.next().is_none() && delimiter.is_ascii()).then_some(delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>, bool)> {
        let mut reader = Delimited::new(text, ',', 100);
        let mut cells = Vec::new();
        let mut rows = Vec::new();
        while let Some(info) = reader.next(&mut cells) {
            let texts = cells.iter().map(|cell| match cell {
                Cell::Text(text) => text.to_string(),
                _ => String::new(),
            });
            rows.push((info.row, texts.collect(), info.fault.is_some()));
        }
        rows
    }

    #[track_caller]
    fn check(text: &str, expected: &[(u32, &[&str], bool)]) {
        let got = rows(text);
        let got: Vec<(u32, Vec<&str>, bool)> = got
            .iter()
            .map(|(row, cells, fault)| (*row, cells.iter().map(String::as_str).collect(), *fault))
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(row, cells, fault)| (*row, cells.to_vec(), *fault)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        check(
            "a,b\r\n\r\n\"x\ny\",2\nlast,\"\"",
            &[
                (1, &["a", "b"], false),
                (2, &[""], false),
                (3, &["x\ny", "2"], false),
                (4, &["last", ""], false),
            ],
        );
    }

    #[test]
    fn doubled_quotes_are_one_and_stray_ones_are_kept() {
        check(
            "\"say \"\"aye\"\"\",6\" ruler,\"a\" b\n",
            &[(1, &["say \"aye\"", "6\" ruler", "a b"], false)],
        );
    }

    #[test]
    fn a_quote_left_open_costs_its_own_row_only() {
        check(
            "1,\"open\n2,fine\n3,\"shut\"\n4,\"open too\n",
            &[
                (1, &["1", "\"open"], true),
                (2, &["2", "fine"], false),
                (3, &["3", "shut"], false),
                (4, &["4", "\"open too"], true),
            ],
        );
    }

    #[test]
    fn old_line_ends_and_the_excel_hint_are_understood() {
        check("a,b\rc,d", &[(1, &["a", "b"], false), (2, &["c", "d"], false)]);
        check("sep=,\na,b\n", &[(2, &["a", "b"], false)]);
        assert_eq!(excel_hint("sep=;\r\na;b"), Some(';'));
        assert_eq!(excel_hint("separator"), None);
    }

    #[test]
    fn ten_thousand_stray_quotes_are_read_in_good_time() {
        let text = "1,\"open\n".repeat(100_001);
        assert_eq!(rows(&text).len(), 100_001);
    }
}
