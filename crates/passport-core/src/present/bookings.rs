//! What is wrong with the classes a person has a place on: two at one time, and one
//! that comes after the training has run out. Neither changes a status; somebody has
//! to rebook.

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

    /// Whether there is another booking at the time of the class.
    pub fn clash(&self, class: &Class) -> bool {
        self.other(class).is_some()
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
        let course = |class: &Class| {
            self.catalogue.courses.get(class.course).map_or("", |course| course.name.as_str())
        };
        let twice =
            self.other(class).map(|(on, other)| Trouble::Twice { on, other: course(other) });
        let (deadline, expires) = match line.status {
            Status::Completed | Status::RenewSoon => (line.expiry(), true),
            Status::InGrace => (line.due, false),
            _ => (None, false),
        };
        let late = deadline
            .filter(|after| final_day(class) > *after)
            .map(|after| Trouble::Late { after, expires });
        twice.into_iter().chain(late).collect()
    }
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
                let ends = if expires { "it expires on" } else { "it is due on" };
                format!(
                    "The class booked is after {ends} {}: look for an earlier one",
                    long_date(after)
                )
            }
        }
    }

    /// The same in a cell or in brackets: `booked twice that day`, `after it expires`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Twice { .. } => "booked twice that day",
            Self::Late { expires: true, .. } => "after it expires",
            Self::Late { expires: false, .. } => "after it is due",
        }
    }
}

/// The first day on which both classes are on at one time. A class without times may
/// be at any.
fn both_on(a: &Class, b: &Class) -> Option<Date> {
    let day = a.start.max(b.start);
    let together = day <= final_day(a).min(final_day(b));
    (together && starts(a) < ends(b) && starts(b) < ends(a)).then_some(day)
}

fn starts(class: &Class) -> Time {
    class.start_time.unwrap_or(Time::MIN)
}

fn ends(class: &Class) -> Time {
    class.end_time.filter(|end| *end > starts(class)).unwrap_or(Time::MAX)
}
