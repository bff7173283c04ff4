//! The faults that real extracts have, added on purpose.
//!
//! Every fault is one of those the importer's rules settle: most are read with a warning or a note,
//! a few rows cannot be used and are left out by `--skip-bad-rows`. The people of the demonstration
//! keep clean rows. Each function names the faults of one file.

use crate::{
    File,
    dice::Dice,
    people::Trust,
    table::{packed_date, plus_days, slash_date},
};
use csv::StringRecord;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Rewrites the files of the main import with their faults.
pub fn spoil(files: &mut [File], trust: &Trust) {
    for file in files {
        match file.name.as_str() {
            "assignments.csv" => assignments(file, trust),
            "awards.csv" => awards(file, trust),
            "classes.csv" => classes(file),
            "enrolments.csv" => enrolments(file, trust),
            "exemptions.csv" => exemptions(file),
            _ => {}
        }
    }
}

/// A file taken apart: headings by name, and rows to change.
struct Sheet {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    fn read(file: &File) -> Self {
        let mut records = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(file.bytes.as_slice())
            .into_records()
            .map(|record| cells(&record.expect("the clean file is well formed")));
        let headings = records.next().unwrap_or_default();
        Self { headings, rows: records.collect() }
    }

    fn column(&self, heading: &str) -> usize {
        self.headings.iter().position(|h| h == heading).expect("the clean file has the heading")
    }

    fn write(&self, delimiter: u8, terminator: csv::Terminator) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(terminator)
            .flexible(true)
            .from_writer(Vec::new());
        for row in std::iter::once(&self.headings).chain(&self.rows) {
            writer.write_record(row).expect("writing to memory");
        }
        writer.into_inner().expect("writing to memory does not fail")
    }
}

fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().map(str::to_owned).collect()
}

/// A byte order mark; CRLF; dates in three styles; leavers still active; posts nobody set
/// requirements for; one person under two numbers; circles of supervisors; stray spaces; a row
/// without a number and the report's own total at the end.
fn assignments(file: &mut File, trust: &Trust) {
    let mut sheet = Sheet::read(file);
    let column = |name: &str| sheet.column(name);
    let (number, assignment, status) =
        (column("Employee Number"), column("Assignment Number"), column("Assignment Status"));
    let (start, end) = (column("Start Date"), column("End Date"));
    let (title, supervisor) = (column("Position Title"), column("Supervisor Employee Number"));
    let (position, job, group) =
        (column("Position Number"), column("Job Role"), column("Staff Group"));
    let today = trust.plan.today;
    let mut dice = trust.dice("mess", 0);
    let cast: BTreeSet<&str> = (0..trust.people.len())
        .filter(|&who| trust.cast.has(who))
        .map(|who| trust.people[who].number.as_str())
        .collect();
    let leads: BTreeSet<usize> = trust.people.iter().filter_map(|p| p.supervisor).collect();
    let leads: BTreeSet<&str> =
        leads.iter().map(|&who| trust.people[who].number.as_str()).collect();
    // People without a part and without a team, in random order; each gets one fault.
    let mut free: Vec<usize> = (0..sheet.rows.len())
        .filter(|&row| {
            let cells = &sheet.rows[row];
            let plain = cells[number] == cells[assignment] && cells[status] == "Active Assignment";
            plain
                && !cast.contains(cells[number].as_str())
                && !leads.contains(cells[number].as_str())
        })
        .collect();
    dice.shuffle(&mut free);
    let mut some = free.into_iter();
    let times = 3 + trust.people.len() / 2000;
    for row in some.by_ref().take(times) {
        sheet.rows[row][end] = slash_date(plus_days(today, -dice.between(20, 200)));
    }
    for row in some.by_ref().take(times) {
        let cells = &mut sheet.rows[row];
        cells[group] = "Healthcare Scientists".to_owned();
        cells[job] = "Specialist Healthcare Scientist".to_owned();
        cells[title] = "Sleep Physiologist (Pilot)".to_owned();
        cells[position] = "9000001".to_owned();
    }
    for (at, row) in some.by_ref().take(times).enumerate() {
        let mut again = sheet.rows[row].clone();
        let other = format!("{:08}", 30_000_000 + at);
        again[assignment].clone_from(&other);
        again[number] = other;
        sheet.rows.push(again);
    }
    let circle: Vec<usize> = some.by_ref().take(2 * times).collect();
    for pair in circle.chunks(2) {
        // Each reports to the other; someone left over, to themselves.
        let (one, other) = (pair[0], pair[pair.len() - 1]);
        sheet.rows[one][supervisor] = sheet.rows[other][number].clone();
        sheet.rows[other][supervisor] = sheet.rows[one][number].clone();
    }
    for row in some.by_ref().take(2 * times) {
        let cells = &mut sheet.rows[row];
        cells[title] = format!("{} ", cells[title].replacen(' ', "  ", 1));
    }
    for cells in &mut sheet.rows {
        for date in [start, end] {
            cells[date] = restyle(&cells[date], &mut dice);
        }
    }
    if let Some(row) = some.next() {
        let mut nobody = sheet.rows[row].clone();
        nobody[number] = String::new();
        nobody[assignment] = String::new();
        sheet.rows.push(nobody);
    }
    let mut total = vec![String::new(); sheet.headings.len()];
    total[0] = format!("Total records: {}", sheet.rows.len());
    sheet.rows.push(total);
    file.bytes = b"\xef\xbb\xbf".to_vec();
    file.bytes.extend(sheet.write(b',', csv::Terminator::CRLF));
}

/// Names with another period, without the last pipe, with double spaces; dates in three styles;
/// numbers that lost their leading zero; and a few rows each with a fault of substance.
fn awards(file: &mut File, trust: &Trust) {
    let mut sheet = Sheet::read(file);
    let column = |name: &str| sheet.column(name);
    let (number, name) = (column("Employee Number"), column("Competency Name"));
    let (expiry, start) = (column("Expiry Date"), column("Date Start"));
    let (awarded, updater) = (column("Date Last Awarded"), column("Last Updated By"));
    let today = trust.plan.today;
    let aliases: BTreeMap<&str, Vec<String>> = trust
        .data
        .competences
        .iter()
        .map(|c| (c.name.as_str(), crate::requirements::aliases(c)))
        .collect();
    let cast: BTreeSet<&str> = (0..trust.people.len())
        .filter(|&who| trust.cast.has(who))
        .map(|who| trust.people[who].number.as_str())
        .collect();
    let faults = faults(trust, sheet.rows.len());
    let mut rows = Vec::with_capacity(sheet.rows.len());
    for (at, mut cells) in std::mem::take(&mut sheet.rows).into_iter().enumerate() {
        if cast.contains(cells[number].as_str()) {
            rows.push(cells);
            continue;
        }
        let mut dice = trust.dice("mess awards", at as u64);
        if dice.permille(15)
            && let Some(other) = aliases[cells[name].as_str()].first()
        {
            cells[name].clone_from(other);
        }
        match dice.below(1000) {
            0..20 => cells[name] = cells[name].trim_end_matches('|').to_owned(),
            20..30 => cells[name] = cells[name].replacen(" - ", "  -  ", 1),
            30..34 => cells[name] = cells[name].to_uppercase(),
            _ => {}
        }
        if dice.permille(3) && cells[number].starts_with('0') {
            cells[number].remove(0);
        }
        let same = restyle(&cells[awarded], &mut dice);
        cells[start].clone_from(&same);
        cells[awarded] = same;
        cells[expiry] = restyle(&cells[expiry], &mut dice);
        match faults.get(&at) {
            Some(Fault::ExpiryFirst) => cells[expiry] = "01-Jan-2001".to_owned(),
            Some(Fault::Future) => {
                let date = slash_date(plus_days(today, dice.between(15, 200)));
                cells[start].clone_from(&date);
                cells[awarded] = date;
                cells[expiry].clear();
            }
            Some(Fault::Twice) => {
                let mut again = cells.clone();
                again[updater] = "999 MIGRATION".to_owned();
                rows.push(again);
            }
            Some(Fault::NotMapped) => {
                cells[name] = "999|LOCAL|Legacy Workbook Module 7 - 2 Years|".to_owned();
            }
            Some(Fault::NobodyKnown) => cells[number] = "77777777".to_owned(),
            Some(Fault::NoSuchDay) => {
                cells[start] = "31/02/2026".to_owned();
                cells[awarded] = "31/02/2026".to_owned();
            }
            Some(Fault::NoDate) => {
                cells[start].clear();
                cells[awarded].clear();
            }
            None => {}
        }
        rows.push(cells);
    }
    sheet.rows = rows;
    file.bytes = sheet.write(b',', csv::Terminator::Any(b'\n'));
}

/// A fault of substance in one award.
#[derive(Debug, Clone, Copy)]
enum Fault {
    ExpiryFirst,
    Future,
    Twice,
    NotMapped,
    NobodyKnown,
    NoSuchDay,
    NoDate,
}

/// Which rows have which fault: a few of each in any file, more in a longer one.
fn faults(trust: &Trust, rows: usize) -> BTreeMap<usize, Fault> {
    let mut dice = trust.dice("faults", 0);
    let kinds = [
        (Fault::ExpiryFirst, 6),
        (Fault::Future, 6),
        (Fault::Twice, 20),
        (Fault::NotMapped, 15),
        (Fault::NobodyKnown, 4),
        (Fault::NoSuchDay, 3),
        (Fault::NoDate, 3),
    ];
    let mut chosen = BTreeMap::new();
    for (fault, times) in kinds {
        for _ in 0..(times + rows * times / 100_000).min(rows) {
            chosen.insert(dice.below(rows), fault);
        }
    }
    chosen
}

/// Dates as a spreadsheet keeps them, with a time.
fn classes(file: &mut File) {
    let mut sheet = Sheet::read(file);
    for heading in ["Start Date", "End Date"] {
        let column = sheet.column(heading);
        for cells in &mut sheet.rows {
            cells[column] = timestamp(&cells[column]);
        }
    }
    file.bytes = sheet.write(b',', csv::Terminator::CRLF);
}

/// Semicolons, day/month/year, and numbers that lost their leading zero.
fn enrolments(file: &mut File, trust: &Trust) {
    let mut sheet = Sheet::read(file);
    let (number, date) = (sheet.column("Employee Number"), sheet.column("Date"));
    let mut dice = trust.dice("mess enrolments", 0);
    for cells in &mut sheet.rows {
        if let Some(day) = parsed(&cells[date]) {
            cells[date] = slash_date(day);
        }
        if dice.permille(20) && cells[number].starts_with('0') {
            cells[number].remove(0);
        }
    }
    file.bytes = sheet.write(b';', csv::Terminator::CRLF);
}

/// Windows-1252, as an older spreadsheet program saves it.
fn exemptions(file: &mut File) {
    let mut sheet = Sheet::read(file);
    let (reason, by) = (sheet.column("Reason"), sheet.column("Approved By"));
    for cells in &mut sheet.rows {
        cells[reason] = match cells[reason].as_str() {
            "Occupational health advice" => "Occupational health – doctor’s advice".to_owned(),
            other => other.replace(": ", " – "),
        };
        cells[by] = "Zoë Lomas, training lead".to_owned();
    }
    let utf8 = sheet.write(b',', csv::Terminator::CRLF);
    file.bytes = String::from_utf8_lossy(&utf8)
        .chars()
        .map(|c| match c {
            '–' => 0x96,
            '’' => 0x92,
            // The rest of what is written here is Latin-1, where both tables agree.
            c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect();
}

/// The same date in one of the styles found side by side in one file.
fn restyle(cell: &str, dice: &mut Dice) -> String {
    let Some(date) = parsed(cell) else { return cell.to_owned() };
    match dice.below(100) {
        0..12 => timestamp(cell),
        12..24 => slash_date(date),
        24..26 => packed_date(date),
        _ => cell.to_owned(),
    }
}

/// `2025/12/02 00:00:00`.
fn timestamp(cell: &str) -> String {
    parsed(cell).map_or_else(
        || cell.to_owned(),
        |d| format!("{:04}/{:02}/{:02} 00:00:00", d.year(), d.month(), d.day()),
    )
}

fn parsed(cell: &str) -> Option<Date> {
    Date::strptime("%d-%b-%Y", cell).ok()
}
