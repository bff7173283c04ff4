//! The next step of a line, the first that exists (rules.md section 4): booked
//! class, waiting list, e-learning, next classes with places, who to ask.

use jiff::civil::Date;

use super::passport::{Attendance, BookableClass, NextStep};
use super::scene::{Composite, Scene};
use super::what_if::needed;
use crate::compliance::Line;
use crate::framework::CompetenceId;
use crate::learning::{Catalogue, Class, Course, DeliveryMode, Enrolment, EnrolmentStatus};
use crate::wording::{diary_date, time_of_day};

/// What is on offer, and what the person is enrolled on.
#[derive(Clone, Copy)]
pub(super) struct Offer<'a> {
    pub catalogue: &'a Catalogue,
    pub enrolments: &'a [Enrolment],
    pub contact: Option<&'a str>,
}

/// At most this many classes are offered.
const CLASSES: usize = 3;

/// The next step of a line that needs one.
pub(super) fn next_step(
    scene: Scene<'_>,
    offer: Offer<'_>,
    line: &Line,
    composite: Option<&Composite>,
) -> NextStep {
    let fit = Fit { scene, line, needed: needed(line, composite) };
    // How well each course fits; the smaller the better.
    let fits: Vec<Option<u8>> =
        offer.catalogue.courses.iter().map(|course| fit.course(course)).collect();
    enrolled(offer, &fits, scene.as_at)
        .or_else(|| online(offer, &fits))
        .or_else(|| classes(offer, &fits, scene.as_at))
        .unwrap_or_else(|| NextStep::Ask { words: ask(offer.contact) })
}

/// Which competences help a line, and how directly.
struct Fit<'a> {
    scene: Scene<'a>,
    line: &'a Line,
    needed: Vec<CompetenceId>,
}

impl Fit<'_> {
    fn course(&self, course: &Course) -> Option<u8> {
        course.awards.iter().filter_map(|award| self.competence(*award)).min()
    }

    fn competence(&self, id: CompetenceId) -> Option<u8> {
        let framework = self.scene.framework();
        let line = self.line.competence;
        if self.needed.contains(&id) {
            Some(0)
        } else if id == line {
            Some(1)
        } else if framework.satisfies(id, line) {
            Some(if framework.subject_of(id) == framework.subject_of(line) { 3 } else { 4 })
        } else {
            // A part of a composite of which no part is held yet.
            let none_held = self.needed == [line] && !framework.composites(line).is_empty();
            (none_held && self.scene.counts_toward(id, line)).then_some(2)
        }
    }
}

fn enrolled(offer: Offer<'_>, fits: &[Option<u8>], as_at: Date) -> Option<NextStep> {
    let standing = |wanted: &[Attendance]| {
        offer
            .enrolments
            .iter()
            .filter(|enrolment| fits.get(enrolment.course).is_some_and(Option::is_some))
            .filter_map(|enrolment| Some((enrolment, attendance(enrolment.status)?)))
            .filter(|(_, attendance)| wanted.contains(attendance))
            .filter_map(|(enrolment, attendance)| {
                let class = offer.catalogue.classes.get(enrolment.class?)?;
                let coming = class.end.unwrap_or(class.start).max(class.start) >= as_at;
                coming.then_some((class, attendance))
            })
            .min_by_key(|(class, _)| (class.start, class.start_time))
            .map(|(class, attendance)| bookable(offer.catalogue, class, Some(attendance)))
    };
    if let Some(class) = standing(&[Attendance::Confirmed]) {
        return Some(NextStep::Booked(class));
    }
    standing(&[Attendance::Waitlisted, Attendance::Requested])
        .map(NextStep::WaitingList)
        .or_else(|| undated(offer, fits))
}

/// Enrolled on a taught course whose class has no date yet.
fn undated(offer: Offer<'_>, fits: &[Option<u8>]) -> Option<NextStep> {
    offer
        .enrolments
        .iter()
        .filter(|e| e.class.is_none() && fits.get(e.course).is_some_and(Option::is_some))
        .filter_map(|e| Some((&offer.catalogue.courses[e.course], attendance(e.status)?)))
        .find(|(course, _)| course.mode != DeliveryMode::Online)
        .map(|(course, attendance)| {
            let standing = match attendance {
                Attendance::Confirmed => "You have a place on",
                Attendance::Requested => "You have asked for a place on",
                Attendance::Waitlisted => "You are on the waiting list for",
            };
            let words =
                format!("{standing} {}, with no date yet. {}", course.name, ask(offer.contact));
            NextStep::Ask { words }
        })
}

const fn attendance(status: EnrolmentStatus) -> Option<Attendance> {
    match status {
        EnrolmentStatus::Confirmed => Some(Attendance::Confirmed),
        EnrolmentStatus::Requested => Some(Attendance::Requested),
        EnrolmentStatus::Waitlisted => Some(Attendance::Waitlisted),
        EnrolmentStatus::Attended | EnrolmentStatus::DidNotAttend | EnrolmentStatus::Cancelled => {
            None
        }
    }
}

fn online(offer: Offer<'_>, fits: &[Option<u8>]) -> Option<NextStep> {
    let courses = &offer.catalogue.courses;
    let (_, course) = fits
        .iter()
        .zip(courses)
        .filter_map(|(fit, course)| Some(((*fit)?, course)))
        .filter(|(_, course)| course.mode == DeliveryMode::Online)
        // The first of equals, in the catalogue's order; one that can be opened first.
        .min_by_key(|(fit, course)| (*fit, web_address(course.link.as_deref()).is_none()))?;
    Some(NextStep::Online {
        course: course.name.clone(),
        link: web_address(course.link.as_deref()),
        minutes: course.minutes,
    })
}

/// The next classes with places, of the courses that fit best.
fn classes(offer: Offer<'_>, fits: &[Option<u8>], as_at: Date) -> Option<NextStep> {
    let all = &offer.catalogue.classes;
    let coming = all[all.partition_point(|class| class.start < as_at)..].iter();
    let open: Vec<(u8, &Class)> = coming
        .filter(|class| class.places_remaining != Some(0))
        .filter_map(|class| Some(((*fits.get(class.course)?)?, class)))
        .collect();
    let best = open.iter().map(|(fit, _)| *fit).min()?;
    let classes = open
        .into_iter()
        .filter(|(fit, _)| *fit == best)
        .take(CLASSES)
        .map(|(_, class)| bookable(offer.catalogue, class, None))
        .collect();
    Some(NextStep::Classes { classes })
}

fn bookable(catalogue: &Catalogue, class: &Class, attendance: Option<Attendance>) -> BookableClass {
    let course = catalogue.courses.get(class.course);
    let end_date = last_day(class);
    let link = web_address(class.link.as_deref())
        .or_else(|| web_address(course.and_then(|course| course.link.as_deref())));
    BookableClass {
        course: course.map(|course| course.name.clone()).unwrap_or_default(),
        class: class.title.clone(),
        date: class.start,
        end_date,
        time: class.start_time.map(|start| (start, class.end_time)),
        location: class.location.clone(),
        places_remaining: class.places_remaining,
        link,
        words: class_words(class),
        attendance,
    }
}

/// The last day of a class, where it is another than the first.
fn last_day(class: &Class) -> Option<Date> {
    class.end.filter(|end| *end > class.start)
}

/// `Tuesday 1 December 2026, 9:30am to 12:30pm, Ashdown House`.
#[must_use]
pub fn class_words(class: &Class) -> String {
    let mut words = diary_date(class.start);
    if let Some(end) = last_day(class) {
        words += &format!(" to {}", diary_date(end));
    }
    if let Some(start) = class.start_time {
        words += &format!(", {}", time_of_day(start));
        if let Some(end) = class.end_time {
            words += &format!(" to {}", time_of_day(end));
        }
    }
    if !class.location.trim().is_empty() {
        words += &format!(", {}", class.location.trim());
    }
    words
}

/// The address if it opens in a browser and does nothing else there.
fn web_address(link: Option<&str>) -> Option<String> {
    let link = link?.trim();
    let scheme = |scheme: &str| {
        link.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && link.len() > scheme.len()
    };
    let safe = !link.chars().any(|c| c.is_control() || c.is_whitespace());
    (safe && (scheme("https://") || scheme("http://"))).then(|| link.to_owned())
}

fn ask(contact: Option<&str>) -> String {
    match contact.map(str::trim).filter(|contact| !contact.is_empty()) {
        Some(contact) => format!("Ask your manager or {contact}"),
        None => "Ask your manager".into(),
    }
}
