//! The passport as it is shown. Every medium (page, PDF, email, JSON, text)
//! is a rendering of this one value, so their words and dates cannot differ.

use jiff::civil::{Date, Time};
use serde::Serialize;

use crate::compliance::Status;
use crate::query::{Disputed, under_query};
use crate::requirement::Class;
use crate::supervision::Action;
use crate::text::normal;
use crate::wording::long_date;

/// One person's passport on one day, ready to be laid out.
#[derive(Clone, Debug, Serialize)]
pub struct Passport {
    /// The employer's name, e.g. `Hartwell NHS Trust`.
    pub organisation: String,
    /// First name (or preferred name) and last name.
    pub name: String,
    /// The employee number, as text: leading zeros matter.
    pub employee_number: String,
    /// The posts whose requirements the passport shows, primary first.
    pub posts: Vec<Post>,
    /// The day the passport speaks of.
    pub as_at: Date,
    /// How fresh the training data is.
    pub freshness: Option<Freshness>,
    /// The counts at the top.
    pub summary: Summary,
    /// One line for each subject (and level) required, in reading order:
    /// red first, then what runs out soon, then the rest by subject.
    pub lines: Vec<Line>,
    /// Held but not required.
    pub held: Vec<HeldLine>,
    /// What was agreed in supervision; whoever shows a passport to the two who
    /// agreed on it puts them in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// Where a person asks when no course is known, e.g. `learning@…`.
    pub contact: Option<String>,
    /// The address of this passport's page, for the QR code and the email.
    pub page: Option<String>,
}

impl Passport {
    /// Marks the lines that are under query.
    #[must_use]
    pub fn with_queries(mut self, disputed: &[Disputed]) -> Self {
        for line in &mut self.lines {
            let is_its = |one: &&Disputed| {
                normal(&one.subject) == normal(&line.subject) && one.level == line.level
            };
            let since = disputed.iter().filter(is_its).map(|one| one.since).min();
            line.under_query = since.map(|since| UnderQuery { since, words: under_query(since) });
        }
        self
    }
}

/// One assignment, as its holder would name it.
#[derive(Clone, Debug, Serialize)]
pub struct Post {
    /// The assignment number.
    pub assignment_number: String,
    /// Position title, e.g. `Staff Nurse - Adult Acute Ward`.
    pub title: String,
    /// The team: last unit of the path.
    pub team: String,
    /// Path of units from level 1, joined by `|`.
    pub unit: String,
    /// First day in the assignment.
    pub since: Option<Date>,
    /// Why the figures leave the post out, as a sentence; `None` if they count it.
    /// `You are on maternity leave, so your training is not counted in the trust's figures.`
    pub not_counted: Option<String>,
}

/// How fresh the data is: `Training data as at 20 November 2026, 18:00, from import 12`.
#[derive(Clone, Debug, Serialize)]
pub struct Freshness {
    /// The extract date of the newest import.
    pub extract_date: Date,
    /// Local time of day at which it was imported.
    pub time: Option<Time>,
    /// Its number.
    pub import: i64,
    /// The whole sentence.
    pub words: String,
}

/// The counts at the top of the passport.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Red lines; lines in grace are not among them, but the sentence tells them too.
    pub to_do: usize,
    /// Green lines that expire within the warning window.
    pub soon: usize,
    /// The last day of the default warning window: `3 run out by 28 February`.
    pub soon_until: Date,
    /// Lines in date, those to renew soon included.
    pub complete: usize,
    /// All lines.
    pub lines: usize,
    /// `2 to do, 3 run out by 28 February 2027` or `Everything is up to date`.
    pub sentence: String,
}

/// Where a line stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Red, or red outline: something to do now.
    ToDo,
    /// Green and marked: runs out soon.
    Soon,
    /// Nothing to do.
    Fine,
}

/// The colour key of rules.md section 4; never shown without its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Colour {
    /// Completed.
    Green,
    /// Completed, renew soon.
    GreenMarked,
    /// Required: never completed or expired.
    Red,
    /// Required by a date that has not passed.
    RedOutline,
    /// Exempt.
    Grey,
    /// Not yet introduced; held, not required.
    Neutral,
}

/// One subject required of the person.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Stable within a passport and safe in an address: `fire-safety-inpatient`.
    pub key: String,
    /// The subject, e.g. `Infection Prevention and Control`.
    pub subject: String,
    /// The level as recorded, e.g. `2` or `3 Adult`; empty where there is one level.
    pub level: String,
    /// Both as read aloud: `Infection Prevention and Control, Level 2`.
    pub title: String,
    /// C or R.
    pub class: Class,
    /// The status that holds.
    pub status: Status,
    /// Its colour key.
    pub colour: Colour,
    /// Its words, dates included: `Required, expired 10 June 2026`.
    pub words: String,
    /// Where it stands on the page.
    pub group: Group,
    /// Last day in date; `None` for never completed and for once only.
    pub expiry: Option<Date>,
    /// The award behind the line.
    pub award: Option<Award>,
    /// `Level 1 held until 3 May 2027; Level 2 required`; extensions; and the like.
    pub notes: Vec<String>,
    /// Why it is required and why this date, in a sentence: `Required of every Staff
    /// Nurse since 1 April 2024; completed 3 May 2026, lasts 12 months.`
    pub why: String,
    /// `If you complete it on 22 November 2026 it next falls due on 22 November 2027.`
    pub what_if: Option<String>,
    /// That its person says it is wrong, and nobody has answered yet. It keeps its
    /// status and its colour, and changes no figure.
    pub under_query: Option<UnderQuery>,
    /// What to do next; `None` where nothing is needed.
    pub next_step: Option<NextStep>,
    /// Every award that ever counted here, newest first.
    pub history: Vec<Award>,
}

impl Line {
    /// How it stands, for whoever acts on it: `Required, expired 10 June 2026, under
    /// query since 2 November 2026`.
    #[must_use]
    pub fn standing(&self) -> String {
        match &self.under_query {
            Some(query) => format!("{}, under query since {}", self.words, long_date(query.since)),
            None => self.words.clone(),
        }
    }
}

/// The mark on a line whose person says that it is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnderQuery {
    /// The day they said so.
    pub since: Date,
    /// `Under query since 2 November 2026`.
    pub words: String,
}

/// An award as shown.
#[derive(Clone, Debug, Serialize)]
pub struct Award {
    /// The competence's name without its prefix and period, e.g. `Fire Safety`.
    pub competence: String,
    /// The day it was achieved.
    pub date: Date,
    /// Where it was recorded, after the course or certificate where one is named:
    /// `imported record`, `Fire safety online, transfer from employer 431`.
    pub source: String,
    /// The expiry printed in the imported record, kept as evidence.
    pub printed_expiry: Option<Date>,
}

/// A competence held that no requirement asks for.
#[derive(Clone, Debug, Serialize)]
pub struct HeldLine {
    /// Subject and level as read aloud.
    pub title: String,
    /// The award.
    pub award: Award,
    /// Last day in date; `None` if it does not expire.
    pub expiry: Option<Date>,
}

/// The next step of a line, the first that exists: booked, waiting list,
/// e-learning, next classes, who to ask (rules.md section 4).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum NextStep {
    /// A place is booked.
    Booked(BookableClass),
    /// On the waiting list, or a place asked for: the class's attendance says which.
    WaitingList(BookableClass),
    /// E-learning that starts now.
    Online {
        /// The course's name.
        course: String,
        /// Its address, if the catalogue gives one (http or https only).
        link: Option<String>,
        /// How long it takes.
        minutes: Option<u32>,
    },
    /// The next classes with places, soonest first, at most three.
    Classes {
        /// The classes.
        classes: Vec<BookableClass>,
    },
    /// Nobody offers it, or the class waited for has no date yet: who to ask.
    Ask {
        /// `Ask your manager or learning@…`.
        words: String,
    },
}

impl NextStep {
    /// The step in one phrase, for a report's cell.
    #[must_use]
    pub fn words(&self) -> String {
        let class = |class: &BookableClass| format!("{}, {}", class.course, class.words);
        match self {
            Self::Booked(booked) => format!("Booked: {}", class(booked)),
            Self::WaitingList(waiting) => match waiting.attendance {
                Some(Attendance::Requested) => format!("Place requested: {}", class(waiting)),
                _ => format!("On the waiting list: {}", class(waiting)),
            },
            Self::Online { course, .. } => format!("E-learning: {course}"),
            Self::Classes { classes } => classes
                .first()
                .map(|first| format!("Next class: {}", class(first)))
                .unwrap_or_default(),
            Self::Ask { words } => words.clone(),
        }
    }
}

/// A class with a date, as a person would put it in a diary.
#[derive(Clone, Debug, Serialize)]
pub struct BookableClass {
    /// The course's name.
    pub course: String,
    /// The class's own title.
    pub class: String,
    /// First day.
    pub date: Date,
    /// Last day, where it differs.
    pub end_date: Option<Date>,
    /// Local time it begins and ends.
    pub time: Option<(Time, Option<Time>)>,
    /// Where.
    pub location: String,
    /// Places left, if known.
    pub places_remaining: Option<u32>,
    /// Where to book or see it (http or https only).
    pub link: Option<String>,
    /// `Tuesday 1 December 2026, 9:30am to 12:30pm, Ashdown House`.
    pub words: String,
    /// How the person stands to the class, if at all.
    pub attendance: Option<Attendance>,
}

/// How a person stands to a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attendance {
    /// Confirmed or placed.
    Confirmed,
    /// Asked for, awaiting approval.
    Requested,
    /// On the waiting list.
    Waitlisted,
}
