//! How each person of a team stands: what the manager's page, the team meeting
//! sheet and the list of what runs out soon are made of. The answers are those of
//! the passport; its reasons, next steps and history are left out, because a page
//! of 30 people would pay for them and show none.

use jiff::civil::Date;

use super::away::away;
use super::bookings::{Bookings, Trouble};
use super::name::subject_words;
use super::next_step::final_day;
use super::passport::Group;
use super::scene::{Scene, Voice};
use super::status::group;
use crate::compliance::{
    Exclusion, Line, Rulebook, Status, add_days, add_months, evaluate_passport, exclusion,
    primary_assignment,
};
use crate::framework::{Competence, SubjectId};
use crate::learning::{Catalogue, Class, Enrolment, EnrolmentStatus};
use crate::organisation::team_name;
use crate::query::Disputed;
use crate::record::Person;
use crate::setting::Policy;
use crate::text::normal;
use crate::workforce::{PersonDetails, Posting};

/// How far ahead a team looks at least.
const DAYS_AHEAD: i64 = 90;
/// For how many months somebody who did not attend a class is named.
const MONTHS_BACK: i32 = 12;

/// What is the same for everyone of a team.
#[derive(Clone, Copy, Debug)]
pub struct TeamDay<'r> {
    /// The rules.
    pub rules: &'r Rulebook,
    /// What is on offer.
    pub catalogue: &'r Catalogue,
    /// The day.
    pub as_at: Date,
}

/// One person of a team.
#[derive(Clone, Debug)]
pub struct Member<'r> {
    /// First and last name.
    pub name: String,
    /// Last name.
    pub last_name: String,
    /// Employee number.
    pub employee_number: String,
    /// Position title of the primary post, or the posts' titles joined.
    pub post: String,
    /// The primary post's unit, by its own name.
    pub unit: &'r str,
    /// That they are away, as their manager may know it: `On maternity leave`.
    pub away: Option<&'static str>,
    /// Everything required of them.
    pub lines: Vec<MemberLine<'r>>,
    /// Classes they had a place on in the last 12 months and did not attend,
    /// the latest first.
    pub missed: Vec<Missed<'r>>,
}

/// A line of a person's passport, as far as a team shows it.
#[derive(Clone, Copy, Debug)]
pub struct MemberLine<'r> {
    /// What is required.
    pub competence: &'r Competence,
    /// Its subject.
    pub subject: SubjectId,
    /// How it stands.
    pub status: Status,
    /// The day its status names: of expiry, of the end of grace, of introduction.
    pub day: Option<Date>,
    /// The class that is booked for it.
    pub booked: Option<&'r Class>,
    /// What is wrong with that.
    pub trouble: Option<Trouble<'r>>,
    /// Since when its person says that it is wrong.
    pub under_query: Option<Date>,
}

/// A class that somebody did not attend.
#[derive(Clone, Copy, Debug)]
pub struct Missed<'r> {
    /// The course's name.
    pub course: &'r str,
    /// The day of the class, or of the booking where that is all that is known.
    pub day: Date,
}

/// A subject somebody is required to hold, with how many have it to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamSubject<'r> {
    /// Which.
    pub id: SubjectId,
    /// Its name.
    pub name: &'r str,
    /// People for whom a line is red.
    pub to_do: usize,
    /// People for whom a line is in grace or runs out soon, and none is red.
    pub soon: usize,
}

impl<'r> TeamDay<'r> {
    /// How one person stands.
    #[must_use]
    pub fn member(
        &self,
        person: &Person,
        details: &PersonDetails,
        enrolments: &[Enrolment],
    ) -> Member<'r> {
        let Self { rules, catalogue, as_at } = *self;
        let policy = rules.settings.policy(as_at);
        let scene = Scene { rules, person, as_at, voice: Voice::Other };
        let booked: Vec<&Enrolment> = enrolments.iter().filter(|e| self.is_coming(e)).collect();
        let bookings = Bookings::of(catalogue, enrolments, as_at);
        let lines = evaluate_passport(rules, person, as_at);
        let primary = primary_assignment(person, as_at)
            .and_then(|index| person.assignments[index].on(as_at))
            .and_then(|posting| posting.unit);
        Member {
            name: details.name(),
            last_name: details.last_name.clone(),
            employee_number: person.employee_number.clone(),
            post: posts(person, as_at),
            unit: primary.map_or("", |unit| team_name(&rules.units.unit(unit).path)),
            away: absent(person, &policy, as_at).and_then(|exclusion| away(&exclusion)),
            lines: lines.iter().map(|line| self.line(scene, line, (&booked, &bookings))).collect(),
            missed: missed(catalogue, enrolments, as_at),
        }
    }

    fn line(
        &self,
        scene: Scene<'_>,
        line: &Line,
        (booked, bookings): (&[&Enrolment], &Bookings<'r>),
    ) -> MemberLine<'r> {
        let framework = &self.rules.framework;
        let introduced = || {
            let needs = line.needs.iter();
            needs.filter_map(|need| self.rules.requirements.get(need.requirement).introduced).min()
        };
        let counts = |enrolment: &&&Enrolment| {
            let awards = &self.catalogue.courses[enrolment.course].awards;
            awards.iter().any(|award| scene.counts_toward(*award, line.competence))
        };
        let classes = booked.iter().filter(counts).filter_map(|enrolment| enrolment.class);
        // Classes stand in the order of their days.
        let booked = classes.min().map(|class| &self.catalogue.classes[class]);
        let trouble = booked.and_then(|class| bookings.troubles(line, class).into_iter().next());
        MemberLine {
            competence: framework.competence(line.competence),
            subject: framework.subject_of(line.competence),
            status: line.status,
            day: match line.status {
                Status::InGrace => line.due,
                Status::NotYetIntroduced => introduced(),
                Status::Exempt => None,
                _ => line.expiry(),
            },
            booked,
            trouble,
            under_query: None,
        }
    }

    /// A place on a class that is still to come.
    fn is_coming(&self, enrolment: &Enrolment) -> bool {
        let class = enrolment.class.and_then(|class| self.catalogue.classes.get(class));
        enrolment.status == EnrolmentStatus::Confirmed
            && class.is_some_and(|class| final_day(class) >= self.as_at)
    }
}

impl Member<'_> {
    /// Marks the lines that are under query.
    #[must_use]
    pub fn with_queries(mut self, disputed: &[Disputed]) -> Self {
        for line in &mut self.lines {
            let competence = line.competence;
            let is_its = |one: &&Disputed| {
                normal(&one.subject) == normal(subject_words(competence))
                    && one.level == competence.level
            };
            line.under_query = disputed.iter().filter(is_its).map(|one| one.since).min();
        }
        self
    }

    /// Red lines, lines in grace, and lines that run out soon.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |wanted: fn(&MemberLine<'_>) -> bool| {
            self.lines.iter().filter(|line| wanted(line)).count()
        };
        (
            count(|line| line.is_red()),
            count(|line| line.status == Status::InGrace),
            count(|line| line.status == Status::RenewSoon),
        )
    }

    /// Whether a class is booked for something that is to be done or renewed.
    #[must_use]
    pub fn has_booked(&self) -> bool {
        self.lines.iter().any(|line| line.booked.is_some() && line.group() != Group::Fine)
    }
}

impl MemberLine<'_> {
    /// Whether it is required now.
    #[must_use]
    pub fn is_red(&self) -> bool {
        matches!(self.status, Status::Expired | Status::NeverCompleted)
    }

    /// Where it stands.
    #[must_use]
    pub fn group(&self) -> Group {
        group(self.status)
    }

    /// The day it runs out, or its grace does.
    #[must_use]
    pub fn runs_until(&self) -> Option<Date> {
        let ahead = self.status.is_compliant() || self.status == Status::InGrace;
        self.day.filter(|_| ahead)
    }

    /// The same, where it is by the last day a team looks ahead to.
    #[must_use]
    pub fn runs_out(&self, until: Date) -> Option<Date> {
        self.runs_until().filter(|day| *day <= until)
    }
}

/// The last day a team looks ahead to: 90 days on, or that of the organisation's
/// warning, as on everybody's passport, where it is later.
#[must_use]
pub fn ahead_until(rules: &Rulebook, as_at: Date) -> Date {
    let warned = add_months(as_at, i32::from(rules.settings.policy(as_at).warning_months));
    warned.max(add_days(as_at, DAYS_AHEAD))
}

/// The subjects of these people, those that most have to do first.
#[must_use]
pub fn team_subjects<'r>(members: &[Member<'r>]) -> Vec<TeamSubject<'r>> {
    let mut subjects: Vec<TeamSubject<'r>> = Vec::new();
    for member in members {
        let mut met: Vec<SubjectId> = Vec::with_capacity(member.lines.len());
        for line in &member.lines {
            if met.contains(&line.subject) {
                continue;
            }
            met.push(line.subject);
            let place = subjects.iter().position(|subject| subject.id == line.subject);
            let place = place.unwrap_or_else(|| {
                let name = subject_words(line.competence);
                subjects.push(TeamSubject { id: line.subject, name, to_do: 0, soon: 0 });
                subjects.len() - 1
            });
            let of_subject = || member.lines.iter().filter(|other| other.subject == line.subject);
            if of_subject().any(MemberLine::is_red) {
                subjects[place].to_do += 1;
            } else if of_subject().any(|line| line.group() != Group::Fine) {
                subjects[place].soon += 1;
            }
        }
    }
    let order = |subject: &TeamSubject<'r>| {
        let least = usize::MAX;
        (least - subject.to_do, least - subject.soon, subject.name.to_lowercase())
    };
    subjects.sort_by_cached_key(order);
    subjects
}

/// Why the figures leave the person out: for the primary post's reason, where
/// every post is left out.
fn absent(person: &Person, policy: &Policy, as_at: Date) -> Option<Exclusion> {
    let excluded = |posting: &Posting| exclusion(policy, posting, as_at);
    let all = person.assignments.iter().filter_map(|a| a.on(as_at)).all(|p| excluded(p).is_some());
    let primary = primary_assignment(person, as_at).filter(|_| all)?;
    excluded(person.assignments[primary].on(as_at)?)
}

fn posts(person: &Person, as_at: Date) -> String {
    let mut titles: Vec<(&str, usize)> = Vec::new();
    for posting in person.assignments.iter().filter_map(|assignment| assignment.on(as_at)) {
        let names = [&posting.position_title, &posting.job_role, &posting.position_number];
        let Some(title) = names.into_iter().find(|text| !text.trim().is_empty()) else { continue };
        match titles.iter_mut().find(|(known, _)| known == title) {
            Some((_, posts)) => *posts += 1,
            None => titles.push((title, 1)),
        }
    }
    let words = |(title, posts): &(&str, usize)| match posts {
        1 => (*title).to_owned(),
        posts => format!("{title}, {posts} posts"),
    };
    titles.iter().map(words).collect::<Vec<_>>().join("; ")
}

fn missed<'r>(catalogue: &'r Catalogue, enrolments: &[Enrolment], as_at: Date) -> Vec<Missed<'r>> {
    let since = add_months(as_at, -MONTHS_BACK);
    let mut missed: Vec<Missed<'r>> = enrolments
        .iter()
        .filter(|enrolment| enrolment.status == EnrolmentStatus::DidNotAttend)
        .filter_map(|enrolment| {
            let class = enrolment.class.and_then(|class| catalogue.classes.get(class));
            let day = class.map(|class| class.start).or(enrolment.date)?;
            let course = catalogue.courses.get(enrolment.course)?.name.as_str();
            (since..=as_at).contains(&day).then_some(Missed { course, day })
        })
        .collect();
    missed.sort_by_key(|missed| std::cmp::Reverse(missed.day));
    missed
}
