//! Classes: dated sittings of a course.

use jiff::civil::{Date, Time};

use super::{heading, in_order};
use crate::import::Row;
use crate::import::heading::{Format, Heading};
use crate::import::summary::Kind;
use crate::import::table::Table;

/// One class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRow {
    /// The course it belongs to.
    pub course: String,
    /// The offering's name.
    pub offering_name: Option<String>,
    /// The class's own title.
    pub class: Option<String>,
    /// First day.
    pub start_date: Date,
    /// Last day.
    pub end_date: Option<Date>,
    /// Start time.
    pub start_time: Option<Time>,
    /// End time.
    pub end_time: Option<Time>,
    /// Venue or link text.
    pub location: Option<String>,
    /// Places in all.
    pub places: Option<u32>,
    /// Places left.
    pub places_remaining: Option<u32>,
    /// Where to book; always http or https.
    pub offering_link: Option<String>,
}

const HEADINGS: &[Heading] = &[
    heading("Course", &["Course Name"]),
    heading("Offering Name", &["Offering"]),
    heading("Class", &["Title", "Class Name"]),
    heading("Start Date", &[]),
    heading("End Date", &[]),
    heading("Start Time", &[]),
    heading("End Time", &[]),
    heading("Location", &["Venue"]),
    heading("Places", &[]),
    heading("Places Remaining", &[]),
    heading("Offering Link", &[]),
];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::Classes,
    headings: &[HEADINGS],
    marks: &[&["Course"], &["Start Date"]],
    needs: &[&["Course"], &["Start Date"]],
    never_with: &["Employee Number"],
};

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<ClassRow>> {
    let course = table.column("Course");
    let offering_name = table.column("Offering Name");
    let class = table.column("Class");
    let start_date = table.column("Start Date");
    let end_date = table.column("End Date");
    let start_time = table.column("Start Time");
    let end_time = table.column("End Time");
    let location = table.column("Location");
    let places = table.column("Places");
    let places_remaining = table.column("Places Remaining");
    let offering_link = table.column("Offering Link");
    table.read(|row| {
        let course = row.required(course);
        let start = row.required_date(start_date);
        let end = row.date(end_date);
        in_order(row, (start, start_date), (end, end_date));
        let class = ClassRow {
            offering_name: row.text(offering_name),
            class: row.text(class),
            end_date: end,
            start_time: row.time(start_time),
            end_time: row.time(end_time),
            location: row.text(location),
            places: row.whole(places, 1_000_000),
            places_remaining: row.whole(places_remaining, 1_000_000),
            offering_link: row.link(offering_link),
            course: course?,
            start_date: start?,
        };
        Some(class)
    })
}
