//! What is wrong with the classes a person has a place on: two at one time, and one
//! that comes after the training has run out; and what both mean for the classes that
//! are offered. None changes a status; somebody has to rebook.

use jiff::civil::{Date, Time};

use super::next_step::final_day;
use super::scene::Voice;
use crate::compliance::{Line, Status};
use crate::learning::{Catalogue, Class, Enrolment, EnrolmentStatus};
use crate::wording::long_date;

/// The classes to come that a person has a place on.
#[derive(Clone, Debug)]
pub(super) struct Bookings<'a> {
    catalogue: &'a Catalogue,
    classes: Vec<&'a Class>,
}

/// Why a booking will not do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trouble<'r> {
    /// Two classes are on at one time.
    Twice {
        /// The first day of both.
        on: Date,
        /// The other class's course.
        other: &'r str,
    },
    /// The class is over only after the training ran out, or was due.
    Late {
        /// The last day in time.
        after: Date,
        /// Whether it runs out on that day; else it is due.
        expires: bool,
    },
    /// A class would fit, and a booking stands in its way.
    NotOffered {
        /// The first day of the class.
        class: Date,
        /// The first day of both.
        on: Date,
        /// The booked class's course.
        booked: &'r str,
    },
    /// Even the next class that is offered is over only after that.
    OfferedLate {
        /// The last day in time.
        after: Date,
        /// Whether it runs out on that day; else it is due.
        expires: bool,
    },
}

impl<'a> Bookings<'a> {
    pub fn of(catalogue: &'a Catalogue, enrolments: &[Enrolment], as_at: Date) -> Self {
        let confirmed = enrolments.iter().filter(|e| e.status == EnrolmentStatus::Confirmed);
        let mut places: Vec<usize> = confirmed.filter_map(|enrolment| enrolment.class).collect();
        places.sort_unstable();
        // The same place, recorded twice, is one.
        places.dedup();
        let classes = places.into_iter().filter_map(|place| catalogue.classes.get(place));
        let coming = classes.filter(|class| final_day(class) >= as_at);
        Self { catalogue, classes: coming.collect() }
    }

    /// The booking that keeps a class from being offered, where there is one.
    pub fn clash(&self, class: &Class) -> Option<Trouble<'a>> {
        let (on, booked) = self.other(class)?;
        Some(Trouble::NotOffered { class: class.start, on, booked: self.course(booked) })
    }

    fn course(&self, class: &Class) -> &'a str {
        self.catalogue.courses.get(class.course).map_or("", |course| course.name.as_str())
    }

    /// The other booking at the time of the class, and the first day of both.
    fn other(&self, class: &Class) -> Option<(Date, &'a Class)> {
        self.classes
            .iter()
            .filter(|booked| !std::ptr::eq(**booked, class))
            .find_map(|booked| Some((both_on(class, booked)?, *booked)))
    }

    /// What is wrong with the class that is booked for a line.
    pub fn troubles(&self, line: &Line, class: &Class) -> Vec<Trouble<'a>> {
        let twice =
            self.other(class).map(|(on, other)| Trouble::Twice { on, other: self.course(other) });
        let late =
            late(line, final_day(class)).map(|(after, expires)| Trouble::Late { after, expires });
        twice.into_iter().chain(late).collect()
    }
}

/// That even the next class offered, over on that day, comes too late for the line.
pub(super) fn offered_late<'r>(line: &Line, over: Date) -> Option<Trouble<'r>> {
    late(line, over).map(|(after, expires)| Trouble::OfferedLate { after, expires })
}

/// The last day in time, and whether the training expires on it, where that is before a
/// class is over.
fn late(line: &Line, over: Date) -> Option<(Date, bool)> {
    let (deadline, expires) = match line.status {
        Status::Completed | Status::RenewSoon => (line.expiry(), true),
        Status::InGrace => (line.due, false),
        _ => (None, false),
    };
    deadline.filter(|after| over > *after).map(|after| (after, expires))
}

/// `it expires on`, of the last day in time.
const fn ends(expires: bool) -> &'static str {
    if expires { "it expires on" } else { "it is due on" }
}

impl Trouble<'_> {
    /// A clause without its full stop: `You are booked twice on 4 March 2027: also on
    /// Moving and handling`.
    pub(super) fn note(self, voice: Voice) -> String {
        match self {
            Self::Twice { on, other } => {
                format!("{} booked twice on {}: also on {other}", voice.are(), long_date(on))
            }
            Self::Late { after, expires } => {
                let (ends, after) = (ends(expires), long_date(after));
                format!("The class booked is after {ends} {after}: look for an earlier one")
            }
            Self::NotOffered { class, on, booked } => {
                let day = match on == class {
                    true => "that day".to_owned(),
                    false => format!("on {}", long_date(on)),
                };
                let (class, are) = (long_date(class), voice.are_within());
                format!("A class on {class} is not offered: {are} booked on {booked} {day}")
            }
            Self::OfferedLate { after, expires } => {
                format!("The next class is after {} {}", ends(expires), long_date(after))
            }
        }
    }

    /// The same in a cell or in brackets: `booked twice that day`, `after it expires`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Twice { .. } => "booked twice that day",
            Self::NotOffered { .. } => "booked elsewhere that day",
            Self::Late { expires: true, .. } | Self::OfferedLate { expires: true, .. } => {
                "after it expires"
            }
            Self::Late { .. } | Self::OfferedLate { .. } => "after it is due",
        }
    }
}

/// The first day on which both classes are on at one time. A class without times may
/// be at any.
fn both_on(a: &Class, b: &Class) -> Option<Date> {
    let day = a.start.max(b.start);
    let together = day <= final_day(a).min(final_day(b));
    (together && starts(a) < finishes(b) && starts(b) < finishes(a)).then_some(day)
}

fn starts(class: &Class) -> Time {
    class.start_time.unwrap_or(Time::MIN)
}

fn finishes(class: &Class) -> Time {
    class.end_time.filter(|end| *end > starts(class)).unwrap_or(Time::MAX)
}
