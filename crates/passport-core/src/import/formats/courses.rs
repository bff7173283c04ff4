//! Courses: the learning catalogue.

use super::heading;
use crate::import::Row;
use crate::import::heading::{Format, Heading};
use crate::import::summary::Kind;
use crate::import::table::Table;
use crate::import::words::choose;

/// One course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseRow {
    /// Its name.
    pub course: String,
    /// Its category.
    pub category: Option<String>,
    /// How it is taught.
    pub delivery_mode: Option<DeliveryMode>,
    /// How long it takes.
    pub duration_minutes: Option<u32>,
    /// Competence names it awards.
    pub awards: Vec<String>,
    /// Where to start it; always http or https.
    pub link: Option<String>,
    /// What to hold first: competence names.
    pub prerequisites: Vec<String>,
}

/// How a course is taught.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryMode {
    /// E-learning.
    Online,
    /// In a room.
    Classroom,
    /// Live, on screen.
    VirtualClassroom,
}

const HEADINGS: &[Heading] = &[
    heading("Course", &["Course Name"]),
    heading("Category", &[]),
    heading("Delivery Mode", &[]),
    heading("Duration Minutes", &[]),
    heading("Awards", &[]),
    heading("Link", &[]),
    heading("Prerequisites", &[]),
];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::Courses,
    headings: &[HEADINGS],
    marks: &[
        &["Course"],
        &["Category", "Delivery Mode", "Duration Minutes", "Awards", "Link", "Prerequisites"],
    ],
    needs: &[&["Course"]],
    never_with: &["Employee Number", "Start Date"],
};

const MODES: &[(&str, DeliveryMode)] = &[
    ("online", DeliveryMode::Online),
    ("elearning", DeliveryMode::Online),
    ("classroom", DeliveryMode::Classroom),
    ("facetoface", DeliveryMode::Classroom),
    ("virtualclassroom", DeliveryMode::VirtualClassroom),
    ("virtual", DeliveryMode::VirtualClassroom),
];

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<CourseRow>> {
    let course = table.column("Course");
    let category = table.column("Category");
    let delivery_mode = table.column("Delivery Mode");
    let duration_minutes = table.column("Duration Minutes");
    let awards = table.column("Awards");
    let link = table.column("Link");
    let prerequisites = table.column("Prerequisites");
    table.read(|row| {
        let course = row.required(course);
        let mode = row.text(delivery_mode).and_then(|text| {
            let mode = choose(&text, MODES);
            if mode.is_none() {
                let what = format!(
                    "{} is not a delivery mode we know; it is left out.",
                    row.shown(delivery_mode)
                );
                row.warning(delivery_mode, what, "Enter Online, Classroom or Virtual Classroom.");
            }
            mode
        });
        Some(CourseRow {
            category: row.text(category),
            delivery_mode: mode,
            duration_minutes: row.whole(duration_minutes, 60 * 24 * 366),
            awards: row.list(awards),
            link: row.link(link),
            prerequisites: row.list(prerequisites),
            course: course?,
        })
    })
}
