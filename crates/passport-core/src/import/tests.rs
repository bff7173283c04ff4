//! The reader as a whole: workbooks, limits, several files at once, and what no
//! file whatever may do.

use std::fmt::Write as _;

use jiff::civil::date;
use proptest::prelude::*;

use super::zip::tests::archive;
use super::*;

fn read_one(name: &str, bytes: &[u8]) -> Reading {
    read(&[InputFile { name, bytes }], None, &Limits::default())
}

/// A workbook of one sheet, from the inside of its `sheetData`.
fn workbook(rows: &str, from_1904: bool) -> Vec<u8> {
    let properties = if from_1904 { "<workbookPr date1904=\"1\"/>" } else { "" };
    let book = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{properties}\
         <sheets><sheet name=\"Awards\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>{rows}</sheetData></worksheet>"
    );
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{types}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{types}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let styles = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
                  <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{types}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn text_cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn award_headings() -> String {
    format!(
        "<row r=\"1\">{}{}{}</row>",
        text_cell("A1", "Employee Number"),
        text_cell("B1", "Competence Name"),
        text_cell("C1", "Date Last Awarded")
    )
}

#[test]
fn a_cell_in_the_farthest_corner_costs_nothing() {
    let rows = format!(
        "{}<row r=\"2\"><c r=\"A2\"><v>20014471</v></c>{}<c r=\"C2\" s=\"1\"><v>46095</v></c></row>\
         <row r=\"1048576\">{}</row>",
        award_headings(),
        text_cell("B2", "Fire Safety"),
        text_cell("XFD1048576", "end")
    );
    let reading = read_one("far.xlsx", &workbook(&rows, false));
    assert_eq!(reading.awards.len(), 1, "{reading:?}");
    assert_eq!(reading.awards[0].value.awarded_on, date(2026, 3, 14));
    assert_eq!(reading.awards[0].place, Place { file: 0, row: 2 });
    assert!(!reading.has_errors(), "{:?}", reading.problems);
}

#[test]
fn a_workbook_may_count_its_days_from_1904() {
    let rows = format!(
        "{}<row r=\"2\"><c r=\"A2\"><v>20014471</v></c>{}<c r=\"C2\" s=\"1\"><v>44633</v></c></row>",
        award_headings(),
        text_cell("B2", "Fire Safety")
    );
    let reading = read_one("mac.xlsx", &workbook(&rows, true));
    assert_eq!(reading.awards[0].value.awarded_on, date(2026, 3, 14));
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_answered() {
    let blanks = " ".repeat(3 * 1024 * 1024);
    let limits = Limits { max_unpacked_bytes: 1024 * 1024, ..Limits::default() };
    let bytes = workbook(&blanks, false);
    let reading = read(&[InputFile { name: "bomb.xlsx", bytes: &bytes }], None, &limits);
    assert_eq!(reading.problems.len(), 1);
    assert!(reading.problems[0].what.contains("unpacks to more than 1 MB"));
}

#[test]
fn files_and_rows_beyond_the_limits_are_answered() {
    let text =
        "Employee Number,Competence Name,Date Last Awarded\n1,A,2026-01-01\n2,A,2026-01-01\n";
    let file = [InputFile { name: "awards.csv", bytes: text.as_bytes() }];
    let reading = read(&file, None, &Limits { max_rows: 1, ..Limits::default() });
    assert_eq!(reading.awards.len(), 1);
    assert!(reading.problems[0].what.contains("more than 1 rows"));
    let reading = read(&file, None, &Limits { max_bytes: 10, ..Limits::default() });
    assert_eq!(reading.awards.len(), 0);
    assert!(reading.problems[0].what.contains("more than the 0 MB"));
}

#[test]
fn the_problems_of_all_files_come_together_and_a_flood_is_counted() {
    let bad =
        "Employee Number,Competence Name,Date Last Awarded\n".to_owned() + &"1,A,soon\n".repeat(20);
    let files = [
        InputFile { name: "one.csv", bytes: b"Foo,Bar\n" },
        InputFile { name: "two.csv", bytes: bad.as_bytes() },
    ];
    let reading = read(&files, None, &Limits { max_problems: 5, ..Limits::default() });
    assert_eq!(reading.problems.iter().filter(|problem| problem.file == "one.csv").count(), 1);
    let of_two: Vec<&Problem> =
        reading.problems.iter().filter(|problem| problem.file == "two.csv").collect();
    assert_eq!(of_two.len(), 6);
    assert!(of_two.iter().any(|problem| problem.what == "There are 15 more errors like these."));
    assert_eq!(reading.files[1].rows_refused, 20);
}

#[test]
fn the_same_level_in_two_files_is_one_error_naming_both() {
    let text = "Competence Name,Subject,Level\nA,Fire Safety,1\n";
    let files = ["a.csv", "b.csv"].map(|name| InputFile { name, bytes: text.as_bytes() });
    let reading = read(&files, None, &Limits::default());
    assert_eq!(reading.competences.len(), 1);
    assert_eq!(reading.files[1].rows_refused, 1);
    assert!(reading.problems[0].what.contains("Row 2 and a.csv, row 2, clash"));
}

#[test]
fn a_saved_profile_is_all_another_trusts_extract_needs() {
    let text = "Payroll Ref;Kurs;Erledigt\n20014471;Fire Safety;14/03/2026\n";
    let profile = HeadingProfile {
        headings: [
            ("payroll ref", "Employee Number"),
            ("Kurs", "Competence Name"),
            ("Erledigt", "Date Last Awarded"),
        ]
        .map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned()))
        .into(),
    };
    let file = [InputFile { name: "kurse.csv", bytes: text.as_bytes() }];
    let reading = read(&file, Some(&profile), &Limits::default());
    assert_eq!(reading.awards.len(), 1);
    assert!(reading.files[0].gives("Employee Number"));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
}

/// What must hold of whatever was read.
fn check(reading: &Reading) {
    for file in &reading.files {
        assert_eq!(file.rows_read, file.rows_given + file.rows_refused);
    }
    for problem in &reading.problems {
        assert!(!problem.what.is_empty());
        let _ = problem.to_string();
    }
}

/// What might stand in a cell.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        any::<String>(),
        Just("31/02/2026".to_owned()),
        Just("14/03/2026".to_owned()),
        Just("C".to_owned()),
        Just("\"".to_owned()),
        Just("Total".to_owned()),
        Just("1.5E+07".to_owned()),
    ]
}

const HEADINGS: [&str; 11] = [
    "Employee Number,Assignment Number,Org L1,FTE,Start Date,Absence Reason,Absence Start,Email",
    "Employee Number,Competency Name,Essential,Expiry Date,Date Last Awarded,Title",
    "Employee Number,Org L1,Competence Name,Meets Requirement,Date Last Awarded,Expiry Date",
    "Competence Name,Subject,Level,Refresher Months,Class,Target,Renewal,Satisfied By,Aliases",
    "Applies To,Target,Subject,Class,Date From,Date To,Refresher Months,Grace Days",
    "Course,Delivery Mode,Duration Minutes,Awards,Link",
    "Course,Class,Start Date,End Date,Start Time,Places,Offering Link",
    "Employee Number,Course,Class,Status,Date",
    "Employee Number,Subject,From,To,Reason",
    "Old Unit,New Unit,From",
    "HDR,GO_999_ASG_20261113_Full_17.DAT",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_whatever_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        check(&read_one("any", &bytes));
    }

    #[test]
    fn no_text_whatever_brings_the_reader_down(text in any::<String>()) {
        check(&read_one("any", text.as_bytes()));
        let _ = date::parse(&text);
        let _ = date::parse_time(&text);
        let _ = name::parts(&text);
        let _ = crate::text::normal(&text);
    }

    #[test]
    fn no_cell_brings_a_recognised_file_down(
        kind in 0..HEADINGS.len(),
        rows in prop::collection::vec(prop::collection::vec(cell(), 1..10), 0..8),
    ) {
        let mut text = format!("{}\n", HEADINGS[kind]);
        for row in rows {
            let _ = writeln!(text, "{}", row.join(","));
        }
        check(&read_one("rows.csv", text.as_bytes()));
    }

    #[test]
    fn no_damage_to_a_workbook_brings_the_reader_down(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
        rows in "(<row r=\"[0-9]{1,7}\">|</row>|<c r=\"[A-Z]{1,3}[0-9]{1,7}\" t=\"(s|e|b|d|str)\">|<v>[0-9#/A-Z.-]{0,6}</v>|</c>|<c>){0,12}",
    ) {
        let sound = workbook(&(award_headings() + &rows), false);
        check(&read_one("rows.xlsx", &sound));
        let mut damaged = sound.clone();
        let at = at.index(damaged.len());
        damaged[at] = byte;
        check(&read_one("damaged.xlsx", &damaged));
        check(&read_one("cut.xlsx", &sound[..cut.index(sound.len())]));
    }

    #[test]
    fn rows_come_back_as_they_were_written(
        rows in prop::collection::vec(prop::collection::vec("[a-z,\"\n ;é]{0,6}", 2..5), 1..6),
    ) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut text = String::new();
        for row in &rows {
            let _ = writeln!(text, "{}", row.iter().map(quoted).collect::<Vec<_>>().join(","));
        }
        let mut reader = delimited::Delimited::new(&text, ',', 100);
        let mut cells = Vec::new();
        let mut number = 0;
        while let Some(info) = sheet::Rows::next(&mut reader, &mut cells) {
            number += 1;
            prop_assert_eq!((info.row, info.fault), (number, None));
            let got: Vec<String> = cells.iter().map(|cell| match cell {
                sheet::Cell::Text(text) => text.to_string(),
                _ => String::new(),
            }).collect();
            prop_assert_eq!(&got, &rows[number as usize - 1]);
        }
        prop_assert_eq!(number as usize, rows.len());
    }

    #[test]
    fn a_lost_or_extra_separator_never_lets_a_sensitive_value_through(
        rows in prop::collection::vec((0usize..7, any::<bool>()), 1..5),
    ) {
        let mut text = "Employee Number,Last Name,Date of Birth,Start Date,NI Number,Location,Email\n".to_owned();
        for (at, extra) in rows {
            let cells = ["20014471", "Okafor", "SECRET1", "01/03/2021", "SECRET2", "Ashdown", "a@b.example"];
            for (index, cell) in cells.iter().enumerate() {
                let separator = match (index == at, extra) {
                    (true, true) => ",,",
                    (true, false) => "",
                    _ => ",",
                };
                let separator = if index == 6 && separator == "," { "" } else { separator };
                text.push_str(cell);
                text.push_str(separator);
            }
            text.push('\n');
        }
        let reading = read_one("rows.csv", text.as_bytes());
        prop_assert!(!format!("{reading:?}").contains("SECRET"), "{:?}", reading);
    }
}

/// Run with `cargo test --release -p passport-core -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, meaningful in release only"]
fn a_quarter_of_a_million_awards_are_read_in_well_under_a_second() {
    let mut text = "Employee Number,Assignment Number,Competency Name,Competence Level,Min Requirement,\
                    Essential,Expiry Date,Compliance Status,Description,Date Start,Date Last Awarded,\
                    Title,Last Updated By,VPD\n"
        .to_owned();
    for row in 0..250_000 {
        let _ = writeln!(
            text,
            "{:08},{:08},NHS|CSTF|Subject {} - 2 Years|,1 - Attended,,Y,30-Nov-2028,GREEN,,\
             2026/11/30 00:00:00,30/11/2026,\"Subject, part {}\",LDADMIN Learning Admin,999",
            20_000_000 + row / 24,
            20_000_000 + row / 24,
            row % 24,
            row % 24
        );
    }
    let start = std::time::Instant::now();
    let reading = read_one("awards.csv", text.as_bytes());
    println!("{} rows, {} MB: {:?}", reading.awards.len(), text.len() / 1_000_000, start.elapsed());
    assert_eq!(reading.awards.len(), 250_000);
    assert!(start.elapsed().as_millis() < 1000);
}
