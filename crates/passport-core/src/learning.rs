//! The learning catalogue as far as the passport's next step needs it: courses,
//! their classes, and who is enrolled.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::framework::CompetenceId;

/// How a course is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryMode {
    /// E-learning.
    Online,
    /// In a room.
    Classroom,
    /// Live, on a screen.
    VirtualClassroom,
}

/// A course and what it awards.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Its name, which classes and enrolments refer to.
    pub name: String,
    /// How it is delivered.
    pub mode: DeliveryMode,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// What completing it awards.
    pub awards: Vec<CompetenceId>,
    /// Where it starts or is booked; http or https only.
    pub link: Option<String>,
}

/// A dated class of a course.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Its course, by place in [`Catalogue::courses`].
    pub course: usize,
    /// Its own title.
    pub title: String,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Option<Date>,
    /// Local time it begins.
    pub start_time: Option<Time>,
    /// Local time it ends.
    pub end_time: Option<Time>,
    /// Where.
    pub location: String,
    /// Places in all.
    pub places: Option<u32>,
    /// Places left.
    pub places_remaining: Option<u32>,
    /// Where it is booked; http or https only.
    pub link: Option<String>,
}

/// What is on offer.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Courses.
    pub courses: Vec<Course>,
    /// Classes, soonest first.
    pub classes: Vec<Class>,
}

/// How an enrolment stands; Oracle's base statuses and did not attend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnrolmentStatus {
    /// Asked for, awaiting approval.
    Requested,
    /// Waiting for a place.
    Waitlisted,
    /// Confirmed or placed.
    Confirmed,
    /// Was there.
    Attended,
    /// Had a place and was not there.
    DidNotAttend,
    /// Cancelled.
    Cancelled,
}

/// A person's enrolment on a class, or on a course without one.
#[derive(Clone, Debug, PartialEq)]
pub struct Enrolment {
    /// The course, by place in [`Catalogue::courses`].
    pub course: usize,
    /// The class, by place in [`Catalogue::classes`].
    pub class: Option<usize>,
    /// How it stands.
    pub status: EnrolmentStatus,
    /// The day it was made.
    pub date: Option<Date>,
}
