//! The next step of a line, the first that exists (rules.md section 4): booked
//! class, waiting list, e-learning, next classes with places, who to ask.

use jiff::civil::Date;

use super::bookings::{Bookings, Trouble, offered_late};
use super::passport::{Attendance, BookableClass, NextStep};
use super::scene::{Composite, Scene, Voice};
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
    pub bookings: &'a Bookings<'a>,
    /// Everything that is required of the person.
    pub required: &'a [Line],
    pub contact: Option<&'a str>,
}

/// At most this many classes are offered.
const CLASSES: usize = 3;
/// How an alternative from another subject fits: least.
const ALTERNATIVE: u8 = 4;

/// The next step of a line that needs one, and what is wrong with a booking or in the way
/// of one.
pub(super) fn next_step<'a>(
    scene: Scene<'_>,
    offer: Offer<'a>,
    line: &Line,
    composite: Option<&Composite>,
) -> (NextStep, Vec<Trouble<'a>>) {
    let fit = Fit { scene, line, needed: needed(line, composite) };
    let courses = &offer.catalogue.courses;
    // How well each course fits; the smaller the better.
    let fits: Vec<Option<u8>> = courses.iter().map(|course| fit.course(course)).collect();
    if let Some(class) = enrolled(offer, &fits, scene.as_at, &[Attendance::Confirmed]) {
        let booked = bookable(offer.catalogue, class.0, Some(class.1));
        return (NextStep::Booked(booked), offer.bookings.troubles(line, class.0));
    }
    if let Some(step) = waiting(scene, offer, &fits) {
        return (step, Vec::new());
    }
    // A place that somebody has is theirs; what is offered must be for them too.
    let open: Vec<Option<u8>> =
        courses.iter().map(|course| fit.open_course(course, offer.required)).collect();
    if let Some(step) = online(offer, &open) {
        return (step, Vec::new());
    }
    let coming = Coming::of(offer, &open, scene.as_at);
    let troubles = coming.troubles(offer.bookings, line);
    let step = coming
        .step(offer.catalogue)
        .unwrap_or_else(|| NextStep::Ask { words: ask(scene.voice, offer.contact) });
    (step, troubles)
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

    /// The same of a course that is for this person.
    fn open_course(&self, course: &Course, required: &[Line]) -> Option<u8> {
        let open = course.awards.iter().filter(|award| self.is_open(**award, required));
        open.filter_map(|award| self.competence(*award)).min()
    }

    /// An alternative from another subject is for those who must hold that subject, or
    /// have held it: the prescribers' update counts for medicines, and is for
    /// prescribers.
    fn is_open(&self, id: CompetenceId, required: &[Line]) -> bool {
        let subject = |id| self.scene.framework().subject_of(id);
        self.counts_within_subject(id)
            || required.iter().any(|line| subject(line.competence) == subject(id))
            || self.scene.person.awards.iter().any(|award| subject(award.competence) == subject(id))
    }

    /// Whether it is what the line asks, a part of that, or another level of it.
    fn counts_within_subject(&self, id: CompetenceId) -> bool {
        self.competence(id).is_some_and(|fit| fit < ALTERNATIVE)
    }

    fn competence(&self, id: CompetenceId) -> Option<u8> {
        let framework = self.scene.framework();
        let line = self.line.competence;
        if self.needed.contains(&id) {
            Some(0)
        } else if id == line {
            Some(1)
        } else if framework.satisfies(id, line) {
            Some(if framework.subject_of(id) == framework.subject_of(line) {
                3
            } else {
                ALTERNATIVE
            })
        } else {
            // A part of a composite of which no part is held yet.
            let none_held = self.needed == [line] && !framework.composites(line).is_empty();
            (none_held && self.scene.counts_toward(id, line)).then_some(2)
        }
    }
}

/// The first class to come of a course that fits, to which the person stands in one of
/// these ways.
fn enrolled<'a>(
    offer: Offer<'a>,
    fits: &[Option<u8>],
    as_at: Date,
    wanted: &[Attendance],
) -> Option<(&'a Class, Attendance)> {
    offer
        .enrolments
        .iter()
        .filter(|enrolment| fits.get(enrolment.course).is_some_and(Option::is_some))
        .filter_map(|enrolment| Some((enrolment, attendance(enrolment.status)?)))
        .filter(|(_, attendance)| wanted.contains(attendance))
        .filter_map(|(enrolment, attendance)| {
            let class = offer.catalogue.classes.get(enrolment.class?)?;
            (final_day(class) >= as_at).then_some((class, attendance))
        })
        .min_by_key(|(class, _)| (class.start, class.start_time))
}

/// On a waiting list, or a place asked for.
fn waiting(scene: Scene<'_>, offer: Offer<'_>, fits: &[Option<u8>]) -> Option<NextStep> {
    let wanted = [Attendance::Waitlisted, Attendance::Requested];
    enrolled(offer, fits, scene.as_at, &wanted)
        .map(|(class, attendance)| bookable(offer.catalogue, class, Some(attendance)))
        .map(NextStep::WaitingList)
        .or_else(|| undated(scene, offer, fits))
}

/// Enrolled on a taught course whose class has no date yet.
fn undated(scene: Scene<'_>, offer: Offer<'_>, fits: &[Option<u8>]) -> Option<NextStep> {
    let voice = scene.voice;
    offer
        .enrolments
        .iter()
        .filter(|e| e.class.is_none() && fits.get(e.course).is_some_and(Option::is_some))
        .filter_map(|e| Some((&offer.catalogue.courses[e.course], attendance(e.status)?)))
        .find(|(course, _)| course.mode != DeliveryMode::Online)
        .map(|(course, attendance)| {
            let standing = match attendance {
                Attendance::Confirmed => format!("{} a place on", voice.have()),
                Attendance::Requested => format!("{} asked for a place on", voice.have()),
                Attendance::Waitlisted => format!("{} on the waiting list for", voice.are()),
            };
            let ask = ask(voice, offer.contact);
            let words = format!("{standing} {}, with no date yet. {ask}", course.name);
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

/// The classes to come with places, of courses that fit: those at times when the person
/// has no other class, and those that another keeps them from.
struct Coming<'a> {
    free: Vec<(u8, &'a Class)>,
    taken: Vec<(u8, &'a Class)>,
}

impl<'a> Coming<'a> {
    fn of(offer: Offer<'a>, fits: &[Option<u8>], as_at: Date) -> Self {
        let all = &offer.catalogue.classes;
        let (free, taken) = all[all.partition_point(|class| class.start < as_at)..]
            .iter()
            .filter(|class| class.places_remaining != Some(0))
            .filter_map(|class| Some(((*fits.get(class.course)?)?, class)))
            .partition(|(_, class)| offer.bookings.clash(class).is_none());
        Self { free, taken }
    }

    /// The next of the courses that fit best.
    fn offered(&self) -> impl Iterator<Item = &'a Class> {
        let best = self.best();
        let fitting = self.free.iter().filter(move |(fit, _)| Some(*fit) == best);
        fitting.map(|(_, class)| *class).take(CLASSES)
    }

    fn best(&self) -> Option<u8> {
        self.free.iter().map(|(fit, _)| *fit).min()
    }

    fn step(&self, catalogue: &Catalogue) -> Option<NextStep> {
        let classes: Vec<BookableClass> =
            self.offered().map(|class| bookable(catalogue, class, None)).collect();
        (!classes.is_empty()).then_some(NextStep::Classes { classes })
    }

    /// That the next one is too late, and that a booking is in the way of an earlier one
    /// that fits as well.
    fn troubles(&self, bookings: &Bookings<'a>, line: &Line) -> Vec<Trouble<'a>> {
        let next = self.offered().next();
        let late = next.and_then(|class| offered_late(line, final_day(class)));
        let earlier = |(fit, class): &&(u8, &'a Class)| {
            self.best().is_none_or(|best| *fit <= best)
                && next.is_none_or(|next| class.start < next.start)
        };
        let taken = self.taken.iter().find(earlier);
        late.into_iter().chain(taken.and_then(|(_, class)| bookings.clash(class))).collect()
    }
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

/// The last day of a class, whether or not it is another.
pub(super) fn final_day(class: &Class) -> Date {
    last_day(class).unwrap_or(class.start)
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

fn ask(voice: Voice, contact: Option<&str>) -> String {
    let contact = contact.map(str::trim).filter(|contact| !contact.is_empty());
    match (voice, contact) {
        (Voice::Own, Some(contact)) => format!("Ask your manager or {contact}"),
        (Voice::Own, None) => "Ask your manager".into(),
        (Voice::Other, Some(contact)) => format!("Ask {contact}"),
        (Voice::Other, None) => "Ask the training team".into(),
    }
}
