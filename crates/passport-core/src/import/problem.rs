//! What is wrong with a file, said to whoever can put it right.
//!
//! A problem names the place, what was found there, what is wrong with it and
//! what to do. Reading never stops at the first: all problems of all files are
//! handed back together. The value of a sensitive column is never quoted.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::summary::FileSummary;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// Used, but look.
    Warning,
    /// This row (or file) cannot be used.
    Error,
}

impl Severity {
    /// The word a person reads.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One thing found in a file: place, problem, remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// The file's name, as it was given.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row, counted from 1 as the spreadsheet shows it; none when it is
    /// about the whole file.
    pub row: Option<u32>,
    /// The column's letter, as the spreadsheet shows it.
    pub column: Option<String>,
    /// The column's heading, as the file has it.
    pub heading: Option<String>,
    /// What the cell holds, shortened if long. Never of a sensitive column.
    pub value: Option<String>,
    /// What is wrong, as a sentence.
    pub what: String,
    /// What to do, as a sentence; may be empty for a note.
    pub remedy: String,
}

impl Problem {
    /// A problem with a file as a whole.
    pub fn with_file(
        severity: Severity,
        file: &str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Problem {
            severity,
            file: file.to_owned(),
            sheet: None,
            row: None,
            column: None,
            heading: None,
            value: None,
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// The same problem at a row.
    pub fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// Where it is, as a person would say it: `staff.csv, row 14, column F (Start Date)`.
    pub fn place(&self) -> String {
        use fmt::Write;
        let mut place = self.file.clone();
        if let Some(sheet) = &self.sheet {
            let _ = write!(place, ", sheet {sheet}");
        }
        if let Some(row) = self.row {
            let _ = write!(place, ", row {row}");
        }
        if let Some(column) = &self.column {
            let _ = write!(place, ", column {column}");
        }
        if let Some(heading) = &self.heading {
            let _ = write!(place, " ({heading})");
        }
        place
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.what)?;
        if !self.remedy.is_empty() {
            write!(f, " {}", self.remedy)?;
        }
        Ok(())
    }
}

/// The problems of one file, as many as are worth telling.
pub(super) struct Problems {
    pub list: Vec<Problem>,
    limit: usize,
    untold: BTreeMap<Severity, usize>,
    /// Things said once a file, however often they occur.
    tallies: BTreeMap<&'static str, Tally>,
}

struct Tally {
    severity: Severity,
    remedy: &'static str,
    count: u32,
    rows: Vec<u32>,
}

impl Problems {
    pub fn new(limit: usize) -> Self {
        Problems { list: Vec::new(), limit, untold: BTreeMap::new(), tallies: BTreeMap::new() }
    }

    pub fn push(&mut self, problem: Problem) {
        if self.list.len() < self.limit {
            self.list.push(problem);
        } else {
            *self.untold.entry(problem.severity).or_default() += 1;
        }
    }

    /// Says something once, with the rows it is true of.
    pub fn tally(
        &mut self,
        severity: Severity,
        row: u32,
        what: &'static str,
        remedy: &'static str,
    ) {
        let tally = self.tallies.entry(what).or_insert(Tally {
            severity,
            remedy,
            count: 0,
            rows: Vec::new(),
        });
        tally.count += 1;
        if tally.rows.len() < 5 {
            tally.rows.push(row);
        }
    }

    /// Everything, with what was tallied and what was too much to tell.
    pub fn finish(mut self, summary: &FileSummary) -> Vec<Problem> {
        for (what, tally) in std::mem::take(&mut self.tallies) {
            let others: Vec<String> = tally.rows[1..].iter().map(u32::to_string).collect();
            let more = tally.count as usize - tally.rows.len();
            let mut what = what.to_owned();
            match (others.as_slice(), more) {
                ([], _) => {}
                ([other], 0) => what.push_str(&format!(" The same in row {other}.")),
                ([others @ .., last], 0) => {
                    what.push_str(&format!(" The same in rows {} and {last}.", others.join(", ")));
                }
                (others, more) => {
                    let others = others.join(", ");
                    what.push_str(&format!(" The same in rows {others} and {more} more."));
                }
            }
            let mut problem = Problem::with_file(tally.severity, &summary.name, what, tally.remedy)
                .at_row(tally.rows[0]);
            problem.sheet.clone_from(&summary.sheet);
            self.list.push(problem);
        }
        for (severity, count) in std::mem::take(&mut self.untold) {
            self.list.push(Problem::with_file(
                severity,
                &summary.name,
                format!("There are {count} more {}s like these.", severity.word()),
                "Put right those listed and read the file again.",
            ));
        }
        self.list
    }
}

/// The letter a spreadsheet shows for a column counted from 0: A, B … Z, AA.
pub fn column_letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut left = index + 1;
    while left > 0 {
        letters.push(b'A' + ((left - 1) % 26) as u8);
        left = (left - 1) / 26;
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_a_spreadsheet_does() {
        for (index, letter) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
        {
            assert_eq!(column_letter(index), letter);
        }
    }

    #[test]
    fn a_problem_reads_as_place_problem_remedy() {
        let mut problem = Problem::with_file(
            Severity::Error,
            "awards.csv",
            "31/02/2026 is not a real date.",
            "Enter a date such as 28/02/2026.",
        )
        .at_row(14);
        problem.column = Some("F".into());
        problem.heading = Some("Completion date".into());
        assert_eq!(
            problem.to_string(),
            "awards.csv, row 14, column F (Completion date): 31/02/2026 is not a real date. \
             Enter a date such as 28/02/2026."
        );
    }
}
