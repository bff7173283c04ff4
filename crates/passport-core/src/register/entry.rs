//! One person in the register: what few have is kept as it is recorded, what
//! everyone has many of as rows of numbers.

use std::sync::Arc;

use jiff::civil::Date;

use super::Names;
use crate::assemble;
use crate::compliance::Rulebook;
use crate::entered::ReturnGraceFact;
use crate::facts::{
    AwardFact, AwardOrigin, EnrolmentFact, ExemptionFact, PersonFact, PersonFacts, PostFact,
    PostingFact, Recorded,
};
use crate::framework::CompetenceId;
use crate::learning::EnrolmentStatus;
use crate::query::{Disputed, QueryFact, StepFact, disputed};
use crate::record::{Award, Person};
use crate::span::Span;

/// All that is recorded of a person, on the way into the register.
#[derive(Clone, Debug)]
pub struct RecordedPerson {
    /// Who they are.
    pub person: Recorded<PersonFact>,
    /// Their postings.
    pub postings: Vec<Recorded<PostingFact>>,
    /// Their awards.
    pub awards: Vec<Recorded<AwardFact>>,
    /// Their exemptions.
    pub exemptions: Vec<Recorded<ExemptionFact>>,
    /// Time they were given after leave.
    pub return_graces: Vec<Recorded<ReturnGraceFact>>,
    /// Their bookings.
    pub enrolments: Vec<Recorded<EnrolmentFact>>,
    /// What they asked about their passport.
    pub queries: Vec<Recorded<QueryFact>>,
    /// What became of it.
    pub steps: Vec<Recorded<StepFact>>,
}

impl RecordedPerson {
    /// The greatest number of its facts.
    pub(super) fn newest_fact(&self) -> i64 {
        fn newest<F>(facts: &[Recorded<F>]) -> i64 {
            facts.iter().map(|fact| fact.id).max().unwrap_or(0)
        }
        [
            self.person.id,
            newest(&self.postings),
            newest(&self.awards),
            newest(&self.exemptions),
            newest(&self.return_graces),
            newest(&self.enrolments),
            newest(&self.queries),
            newest(&self.steps),
        ]
        .into_iter()
        .max()
        .unwrap_or(0)
    }
}

impl From<RecordedPerson> for PersonFacts {
    fn from(all: RecordedPerson) -> Self {
        Self {
            person: all.person.fact,
            postings: facts(all.postings),
            awards: all.awards,
            exemptions: facts(all.exemptions),
            return_graces: facts(all.return_graces),
        }
    }
}

/// One person.
#[derive(Debug)]
pub struct Entry {
    /// Who they are.
    pub fact: PersonFact,
    postings: Box<[PostingRow]>,
    /// In date order.
    awards: Box<[AwardRow]>,
    enrolments: Box<[EnrolmentRow]>,
    seldom: Option<Box<Seldom>>,
}

/// What few people have.
#[derive(Debug)]
struct Seldom {
    exemptions: Vec<ExemptionFact>,
    return_graces: Vec<ReturnGraceFact>,
    queries: Vec<Recorded<QueryFact>>,
    steps: Vec<StepFact>,
}

/// A posting; texts by number.
#[derive(Debug)]
struct PostingRow {
    /// Hardly ever shared, so it stands here.
    assignment: Box<str>,
    applies: Span,
    start: Option<Date>,
    end: Option<Date>,
    position_number: u32,
    position_title: u32,
    staff_group: u32,
    job_role: u32,
    pay_band: u32,
    unit: u32,
    location: u32,
    status: u32,
    category: u32,
    primary: bool,
    fte_hundredths: Option<i64>,
    supervisor: u32,
    sick_from: Option<Date>,
    sick_to: Option<Date>,
}

/// An award; texts by number.
#[derive(Debug)]
struct AwardRow {
    id: i64,
    competence: u32,
    vpd: u32,
    title: u32,
    date: Date,
    printed_expiry: Option<Date>,
    origin: AwardOrigin,
}

/// A booking; texts by number.
#[derive(Debug)]
struct EnrolmentRow {
    course: u32,
    class: u32,
    status: EnrolmentStatus,
    date: Option<Date>,
}

impl Entry {
    pub(super) fn new(names: &mut Arc<Names>, person: RecordedPerson) -> Self {
        let mut awards: Vec<AwardRow> = person
            .awards
            .iter()
            .map(|Recorded { id, fact, .. }| AwardRow {
                id: *id,
                competence: Names::number(names, &fact.competence_name),
                vpd: Names::number(names, &fact.vpd),
                title: Names::number(names, &fact.title),
                date: fact.date,
                printed_expiry: fact.printed_expiry,
                origin: fact.origin,
            })
            .collect();
        awards.sort_unstable_by_key(|award| (award.date, award.id));
        let enrolment = |names: &mut Arc<Names>, fact: &EnrolmentFact| EnrolmentRow {
            course: Names::number(names, &fact.course),
            class: Names::number(names, &fact.class),
            status: fact.status,
            date: fact.date,
        };
        let is_plain = person.exemptions.is_empty()
            && person.return_graces.is_empty()
            && person.queries.is_empty();
        Self {
            postings: person.postings.iter().map(|found| posting(names, &found.fact)).collect(),
            awards: awards.into(),
            enrolments: person.enrolments.iter().map(|e| enrolment(names, &e.fact)).collect(),
            seldom: (!is_plain).then(|| {
                Box::new(Seldom {
                    exemptions: facts(person.exemptions),
                    return_graces: facts(person.return_graces),
                    queries: person.queries,
                    steps: facts(person.steps),
                })
            }),
            fact: person.person.fact,
        }
    }

    /// Their employee number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.fact.employee_number
    }

    /// Their postings as recorded.
    pub fn postings<'e>(&'e self, names: &'e Names) -> impl Iterator<Item = PostingFact> + 'e {
        let text = |number: u32| names.text(number).to_owned();
        self.postings.iter().map(move |row| PostingFact {
            assignment_number: row.assignment.to_string(),
            employee_number: self.fact.employee_number.clone(),
            applies: row.applies,
            post: PostFact {
                start: row.start,
                end: row.end,
                position_number: text(row.position_number),
                position_title: text(row.position_title),
                staff_group: text(row.staff_group),
                job_role: text(row.job_role),
                pay_band: text(row.pay_band),
                unit: text(row.unit),
                location: text(row.location),
                status: text(row.status),
                category: text(row.category),
                primary: row.primary,
                fte_hundredths: row.fte_hundredths,
                supervisor: text(row.supervisor),
                sick_from: row.sick_from,
                sick_to: row.sick_to,
            },
        })
    }

    /// Their facts as recorded, but for the changes that recorded them.
    #[must_use]
    pub fn facts(&self, names: &Names) -> PersonFacts {
        let text = |number: u32| names.text(number).to_owned();
        let award = |row: &AwardRow| AwardFact {
            employee_number: self.fact.employee_number.clone(),
            competence_name: text(row.competence),
            date: row.date,
            printed_expiry: row.printed_expiry,
            vpd: text(row.vpd),
            title: text(row.title),
            origin: row.origin,
        };
        let awards = self.awards.iter();
        let seldom = self.seldom.as_deref();
        PersonFacts {
            person: self.fact.clone(),
            postings: self.postings(names).collect(),
            awards: awards
                .map(|row| Recorded { id: row.id, recorded: 0, fact: award(row) })
                .collect(),
            exemptions: seldom.map(|seldom| seldom.exemptions.clone()).unwrap_or_default(),
            return_graces: seldom.map(|seldom| seldom.return_graces.clone()).unwrap_or_default(),
        }
    }

    /// Their bookings as recorded.
    pub fn enrolments<'e>(&'e self, names: &'e Names) -> impl Iterator<Item = EnrolmentFact> + 'e {
        self.enrolments.iter().map(move |row| EnrolmentFact {
            employee_number: self.fact.employee_number.clone(),
            course: names.text(row.course).to_owned(),
            class: names.text(row.class).to_owned(),
            status: row.status,
            date: row.date,
        })
    }

    /// The lines they say are wrong, and nobody has answered by a day.
    #[must_use]
    pub fn disputed(&self, on: Date) -> Vec<Disputed> {
        let Some(seldom) = &self.seldom else { return Vec::new() };
        disputed(seldom.queries.iter().map(|query| (query.id, &query.fact)), &seldom.steps, on)
    }

    /// Whether they ever asked anything about their passport.
    #[must_use]
    pub fn asked(&self) -> bool {
        self.seldom.as_ref().is_some_and(|seldom| !seldom.queries.is_empty())
    }

    /// The numbers of the names their awards use, each with its fact's number.
    pub(super) fn award_names(&self) -> impl Iterator<Item = (u32, i64)> {
        self.awards.iter().map(|award| (award.competence, award.id))
    }

    /// As an evaluation takes them, with those awards whose names mean something.
    pub fn unfold(
        &self,
        names: &Names,
        rules: &Rulebook,
        own_vpd: &str,
        meaning: impl Fn(u32) -> Option<CompetenceId>,
    ) -> Person {
        let awards = self.awards.iter().filter_map(|row| {
            Some(Award {
                id: row.id,
                competence: meaning(row.competence)?,
                date: row.date,
                printed_expiry: row.printed_expiry,
                source: assemble::source(own_vpd, names.text(row.vpd), row.origin),
                title: names.text(row.title).to_owned(),
            })
        });
        let postings: Vec<PostingFact> = self.postings(names).collect();
        let (exemptions, graces) = match &self.seldom {
            Some(seldom) => (seldom.exemptions.as_slice(), seldom.return_graces.as_slice()),
            None => Default::default(),
        };
        assemble::person_with(rules, self.number(), &postings, awards.collect(), exemptions, graces)
    }
}

fn facts<F>(recorded: Vec<Recorded<F>>) -> Vec<F> {
    recorded.into_iter().map(|found| found.fact).collect()
}

fn posting(names: &mut Arc<Names>, fact: &PostingFact) -> PostingRow {
    let post = &fact.post;
    PostingRow {
        assignment: fact.assignment_number.as_str().into(),
        applies: fact.applies,
        start: post.start,
        end: post.end,
        position_number: Names::number(names, &post.position_number),
        position_title: Names::number(names, &post.position_title),
        staff_group: Names::number(names, &post.staff_group),
        job_role: Names::number(names, &post.job_role),
        pay_band: Names::number(names, &post.pay_band),
        unit: Names::number(names, &post.unit),
        location: Names::number(names, &post.location),
        status: Names::number(names, &post.status),
        category: Names::number(names, &post.category),
        primary: post.primary,
        fte_hundredths: post.fte_hundredths,
        supervisor: Names::number(names, &post.supervisor),
        sick_from: post.sick_from,
        sick_to: post.sick_to,
    }
}
