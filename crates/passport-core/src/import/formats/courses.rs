//! Courses: the learning catalogue.

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
