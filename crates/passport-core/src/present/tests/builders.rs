//! A small trust in a few words: competences, units, one nurse.

use jiff::civil::{Date, date};

use crate::compliance::Rulebook;
use crate::framework::{Competence, CompetenceId, Framework, Period};
use crate::learning::{Catalogue, Class, Course, DeliveryMode, Enrolment, EnrolmentStatus};
use crate::organisation::Units;
use crate::present::{Context, Imported, Line, Passport, Voice, passport};
use crate::record::{Award, Exemption, Extension, Person, Source};
use crate::requirement::{Class as Letter, Effect, Requirement, Requirements, Target};
use crate::setting::Settings;
use crate::span::{BEGINNING, Span};
use crate::text::normal;
use crate::workforce::{Assignment, PersonDetails, Posting};

pub(super) const TODAY: Date = date(2026, 11, 22);
pub(super) const WARD: &str = "Hartwell NHS Trust|Adult Care|Ashdown Ward";

/// A competence with its period, known to these tests as `Subject/Level`.
pub(super) fn competence(name: &str, period: Period) -> Competence {
    let (subject, level) = name.split_once('/').unwrap_or((name, ""));
    let ending = match period {
        Period::Months(months) => format!("{months} Months"),
        Period::Once | Period::Unknown => "No Expiry".into(),
    };
    let recorded = format!("999|LOCAL|{} - {ending}|", name.replace('/', " - Level "));
    Competence {
        subject: subject.into(),
        level: level.into(),
        aliases: vec![name.into()],
        described: true,
        ..Competence::undescribed(&recorded, period)
    }
}

/// One that others, each a name or several joined by ` + `, satisfy.
pub(super) fn below(name: &str, period: Period, satisfied_by: &[&str]) -> Competence {
    let parts = |one: &&str| one.split(" + ").map(String::from).collect();
    Competence {
        satisfied_by: satisfied_by.iter().map(parts).collect(),
        ..competence(name, period)
    }
}

/// Everything a passport is made from.
pub(super) struct Trust {
    pub rules: Rulebook,
    pub requirements: Vec<Requirement>,
    pub person: Person,
    pub details: PersonDetails,
    pub catalogue: Catalogue,
    pub enrolments: Vec<Enrolment>,
    pub context: Context,
}

impl Trust {
    /// A trust with these competences, and a Staff Nurse on its ward since 1 March 2021.
    pub fn new(competences: Vec<Competence>) -> Self {
        let mut units = Units::default();
        let unit = units.ensure(WARD);
        let rules =
            Rulebook { framework: Framework::new(competences), units, ..Rulebook::default() };
        let posting = Posting {
            span: Span::since(date(2021, 3, 1)),
            start: Some(date(2021, 3, 1)),
            end: None,
            position_number: "4362624".into(),
            position_title: "Staff Nurse - Adult Acute Ward".into(),
            staff_group: "Nursing and Midwifery Registered".into(),
            job_role: "Staff Nurse".into(),
            pay_band: "5".into(),
            unit,
            location: String::new(),
            status: "Active Assignment".into(),
            category: "Permanent".into(),
            primary: true,
            supervisor: String::new(),
            absence: None,
        };
        let assignment = Assignment { number: "20001234".into(), postings: vec![posting] };
        Self {
            rules,
            requirements: Vec::new(),
            person: Person {
                employee_number: "20001234".into(),
                assignments: vec![assignment],
                ..Person::default()
            },
            details: PersonDetails {
                title: "Ms".into(),
                first_name: "Aoife".into(),
                last_name: "Brennan".into(),
                ..PersonDetails::default()
            },
            catalogue: Catalogue::default(),
            enrolments: Vec::new(),
            context: Context {
                as_at: TODAY,
                organisation: "Hartwell NHS Trust".into(),
                imported: Some(Imported {
                    extract_date: date(2026, 11, 20),
                    first_extract: date(2024, 1, 1),
                    time: Some(jiff::civil::time(18, 0, 0, 0)),
                    number: 12,
                }),
                page: Some("https://passport.example/p/20001234".into()),
                contact: Some("learning@hartwell.example".into()),
                voice: Voice::Own,
            },
        }
    }

    pub fn id(&self, name: &str) -> CompetenceId {
        self.rules.framework.by_name(name).expect("a competence of that name")
    }

    /// Adds a requirement since 1 April 2020; `change` says how it differs.
    pub fn require(
        &mut self,
        name: &str,
        class: Letter,
        target: Target,
        change: impl FnOnce(&mut Requirement),
    ) -> &mut Self {
        let effect = Effect::Require { competence: self.id(name), class };
        let mut requirement = Requirement {
            id: self.requirements.len() as i64 + 1,
            target,
            within: None,
            effect,
            asked_before: Vec::new(),
            dates: Span::since(date(2020, 4, 1)),
            applies: Span::since(BEGINNING),
            period: None,
            grace_days: 0,
            introduced: None,
            reason: String::new(),
            target_name: String::new(),
        };
        change(&mut requirement);
        self.requirements.push(requirement);
        self
    }

    pub fn require_of_all(&mut self, name: &str) -> &mut Self {
        self.require(name, Letter::Compulsory, Target::Organisation, |_| {})
    }

    pub fn award(&mut self, name: &str, day: Date) -> &mut Self {
        self.award_from(name, day, Source::Import, None)
    }

    pub fn award_from(
        &mut self,
        name: &str,
        date: Date,
        source: Source,
        printed_expiry: Option<Date>,
    ) -> &mut Self {
        let id = self.person.awards.len() as i64 + 1;
        let competence = self.id(name);
        let title = String::new();
        self.person.awards.push(Award { id, competence, date, printed_expiry, source, title });
        self.person.awards.sort_by_key(|award| award.date);
        self
    }

    pub fn exempt(&mut self, subject: &str, from: Date, to: Option<Date>) -> &mut Self {
        self.person.exemptions.push(Exemption {
            subject: self.rules.framework.subject(subject).expect("a subject of that name"),
            span: Span { from, to },
            applies: Span::ALWAYS,
            approved_by: "the training lead".into(),
        });
        self
    }

    pub fn extend(&mut self, subject: &str, expiring: Span, days: u16) -> &mut Self {
        self.rules.extensions.push(Extension {
            subject: self.rules.framework.subject(subject).expect("a subject of that name"),
            target: Target::Organisation,
            expiring,
            days,
            authority: "courses suspended, agreed by the chief nurse".into(),
        });
        self
    }

    /// Adds a course; returns its place.
    pub fn course(&mut self, name: &str, mode: DeliveryMode, awards: &[&str]) -> usize {
        let awards = awards.iter().map(|name| self.id(name)).collect();
        let course = Course { name: name.into(), mode, minutes: None, awards, link: None };
        self.catalogue.courses.push(course);
        self.catalogue.courses.len() - 1
    }

    /// Adds a morning's class; returns its place. Classes are given soonest first.
    pub fn class(&mut self, course: usize, start: Date, places_remaining: Option<u32>) -> usize {
        self.catalogue.classes.push(Class {
            course,
            title: format!("Class {}", self.catalogue.classes.len() + 1),
            start,
            end: None,
            start_time: Some(jiff::civil::time(9, 30, 0, 0)),
            end_time: Some(jiff::civil::time(12, 30, 0, 0)),
            location: "Ashdown House".into(),
            places: Some(12),
            places_remaining,
            link: None,
        });
        self.catalogue.classes.len() - 1
    }

    pub fn enrol(&mut self, course: usize, class: Option<usize>, status: EnrolmentStatus) {
        self.enrolments.push(Enrolment { course, class, status, date: None });
    }

    pub fn settings(&mut self, rows: &[(&str, &str)]) -> &mut Self {
        let rows = rows.iter().map(|(key, value)| ((*key).into(), None, (*value).into()));
        self.rules.settings = Settings::new(rows);
        self
    }

    pub fn posting(&mut self) -> &mut Posting {
        &mut self.person.assignments[0].postings[0]
    }

    pub fn passport(&mut self) -> Passport {
        self.rules.requirements = Requirements::new(self.requirements.clone());
        let Self { rules, catalogue, person, details, enrolments, context, .. } = self;
        passport(rules, catalogue, person, details, enrolments, context)
    }

    /// The passport's only line.
    pub fn line(&mut self) -> Line {
        let mut lines = self.passport().lines;
        assert_eq!(lines.len(), 1, "one line");
        lines.remove(0)
    }
}

pub(super) fn staff_nurse() -> Target {
    Target::JobRole(normal("Staff Nurse"))
}

pub(super) fn ward(trust: &Trust) -> Target {
    Target::Unit(trust.rules.units.find(WARD).expect("the ward"))
}
