//! Classes: dated sittings of a course.

use jiff::civil::{Date, Time};

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
