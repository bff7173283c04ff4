//! The one place that decides a status (rules.md sections 3 to 5). Page, email,
//! PDF, report and board figure all call it, so their answers cannot differ.

use jiff::civil::Date;

use super::attain::{Attained, Expiry, Terms, attain};
use super::calendar::add_months;
use super::exclusion::{Exclusion, exclusion};
use super::status::Status;
use crate::framework::{CompetenceId, Framework, Period, SubjectId};
use crate::organisation::{UnitId, Units};
use crate::record::{Extension, Person};
use crate::requirement::{Class, Effect, Requirements, Target, reaches};
use crate::setting::{Policy, Settings};
use crate::workforce::{Assignment, Posting};

/// The rules of one organisation: everything an evaluation needs that is not
/// about one person.
#[derive(Debug, Default)]
pub struct Rulebook {
    /// Competences and what satisfies what.
    pub framework: Framework,
    /// The tree of units.
    pub units: Units,
    /// Who needs what.
    pub requirements: Requirements,
    /// Dated decisions that add days to expiries.
    pub extensions: Vec<Extension>,
    /// The organisation's dated settings.
    pub settings: Settings,
}

/// One requirement as it reaches one assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its place in [`Rulebook::requirements`].
    pub requirement: u32,
    /// The assignment's place in [`Person::assignments`].
    pub assignment: u32,
}

/// One subject at one level required of an assignment, or of a person, and how
/// it stands on the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The competence at the highest level required.
    pub competence: CompetenceId,
    /// C if any of its requirements is C.
    pub class: Class,
    /// The requirements behind it, displaced ones included; its own come first.
    pub needs: Vec<Need>,
    /// The terms on which awards count.
    pub terms: Terms,
    /// How it stands.
    pub status: Status,
    /// What carries it, in date or not.
    pub attained: Option<Attained>,
    /// Until when its grace runs, if it has any.
    pub due: Option<Date>,
    /// Whether the figures count it.
    pub counted: bool,
}

impl Line {
    /// Last day in date, extensions included; `None` without an award or
    /// without an expiry.
    #[must_use]
    pub fn expiry(&self) -> Option<Date> {
        self.attained.and_then(|attained| attained.until().date())
    }

    /// Days that extensions add to its expiry.
    #[must_use]
    pub fn extended_by(&self) -> u16 {
        self.attained.map_or(0, |attained| attained.extended_by)
    }
}

/// One assignment's lines on the day.
#[derive(Clone, Debug)]
pub struct AssignmentLines {
    /// Its place in [`Person::assignments`].
    pub assignment: usize,
    /// Why the figures leave it out, if they do.
    pub exclusion: Option<Exclusion>,
    /// Its lines, worked out from its own requirements alone.
    pub lines: Vec<Line>,
}

/// What every assignment of the person amounts to on the day: the lines of the
/// figures. Assignments not on a report for the day are left out.
#[must_use]
pub fn evaluate(rules: &Rulebook, person: &Person, as_at: Date) -> Vec<AssignmentLines> {
    evaluate_with(rules, &rules.settings.policy(as_at), person, as_at)
}

/// [`evaluate`] with the day's policy at hand, for many people in a row.
#[must_use]
pub fn evaluate_with(
    rules: &Rulebook,
    policy: &Policy,
    person: &Person,
    as_at: Date,
) -> Vec<AssignmentLines> {
    let day = Day { rules, policy, person, as_at };
    day.assignments()
        .map(|(index, assignment, posting)| {
            let mut needs = Needs::default();
            day.gather(&mut needs, index, assignment, posting);
            let exclusion = exclusion(policy, posting, as_at);
            AssignmentLines {
                assignment: index,
                lines: day.lines(needs, exclusion.is_some()),
                exclusion,
            }
        })
        .collect()
}

/// The passport's lines: the union over all the person's assignments, each
/// subject once, every line as it is whether or not the figures count it.
#[must_use]
pub fn evaluate_passport(rules: &Rulebook, person: &Person, as_at: Date) -> Vec<Line> {
    passport_lines(rules, &rules.settings.policy(as_at), person, as_at, false)
}

/// The lines of figures counted by person: the passport's, excluded only if
/// every assignment is, and then for the primary one's reason.
#[must_use]
pub fn evaluate_person(
    rules: &Rulebook,
    policy: &Policy,
    person: &Person,
    as_at: Date,
) -> (Option<Exclusion>, Vec<Line>) {
    let excluded = |posting: &Posting| exclusion(policy, posting, as_at);
    let all = person.assignments.iter().filter_map(|a| a.on(as_at)).all(|p| excluded(p).is_some());
    let exclusion = primary_assignment(person, as_at)
        .filter(|_| all)
        .and_then(|primary| excluded(person.assignments[primary].on(as_at)?));
    let lines = passport_lines(rules, policy, person, as_at, exclusion.is_some());
    (exclusion, lines)
}

/// The place of the person's primary assignment on the day. Where the record
/// marks none on a report for the day, or several, the first of them by number.
#[must_use]
pub fn primary_assignment(person: &Person, as_at: Date) -> Option<usize> {
    person
        .assignments
        .iter()
        .enumerate()
        .filter_map(|(index, a)| Some((!a.on(as_at)?.primary, a.number.as_str(), index)))
        .min()
        .map(|(_, _, index)| index)
}

fn passport_lines(
    rules: &Rulebook,
    policy: &Policy,
    person: &Person,
    as_at: Date,
    excluded: bool,
) -> Vec<Line> {
    let day = Day { rules, policy, person, as_at };
    let mut needs = Needs::default();
    for (index, assignment, posting) in day.assignments() {
        day.gather(&mut needs, index, assignment, posting);
    }
    day.lines(needs, excluded)
}

/// What is asked on the day, before displacement.
#[derive(Default)]
struct Needs {
    /// Requirements that act, by competence.
    acting: Vec<(CompetenceId, Need)>,
    /// Requirements announced and not yet introduced, by competence.
    announced: Vec<(CompetenceId, Need)>,
}

/// One person on one day.
pub(super) struct Day<'a> {
    pub(super) rules: &'a Rulebook,
    pub(super) policy: &'a Policy,
    pub(super) person: &'a Person,
    pub(super) as_at: Date,
}

impl<'a> Day<'a> {
    fn assignments(&self) -> impl Iterator<Item = (usize, &'a Assignment, &'a Posting)> + use<'a> {
        let as_at = self.as_at;
        self.person
            .assignments
            .iter()
            .enumerate()
            .filter_map(move |(index, a)| a.on(as_at).map(|posting| (index, a, posting)))
    }

    /// Adds what reaches one assignment, less the subjects lifted for it.
    fn gather(
        &self,
        needs: &mut Needs,
        index: usize,
        assignment: &'a Assignment,
        posting: &'a Posting,
    ) {
        let rules = self.rules;
        let (acting_before, announced_before) = (needs.acting.len(), needs.announced.len());
        let mut lifted: Vec<SubjectId> = Vec::new();
        let reaching = rules.requirements.reaching(
            &rules.units,
            &self.person.employee_number,
            &assignment.number,
            posting,
        );
        for place in reaching {
            let requirement = rules.requirements.get(place);
            if !requirement.applies.covers(self.as_at) || !requirement.dates.covers(self.as_at) {
                continue;
            }
            let introduced = requirement.introduced.is_none_or(|day| day <= self.as_at);
            let need = Need { requirement: place, assignment: index as u32 };
            match requirement.effect {
                Effect::Lift(subject) if introduced => lifted.push(subject),
                Effect::Lift(_) => {}
                Effect::Require { competence, .. } if introduced => {
                    needs.acting.push((competence, need));
                }
                Effect::Require { competence, .. } => needs.announced.push((competence, need)),
            }
        }
        if !lifted.is_empty() {
            let stays = |entry: &(CompetenceId, Need)| {
                !lifted.contains(&rules.framework.subject_of(entry.0))
            };
            retain_from(&mut needs.acting, acting_before, stays);
            retain_from(&mut needs.announced, announced_before, stays);
        }
    }

    /// One line for each undisplaced level, and one for each level announced
    /// that no acting line covers.
    fn lines(&self, mut needs: Needs, excluded: bool) -> Vec<Line> {
        let framework = &self.rules.framework;
        // By subject and competence, then in the order of the requirements, so
        // that the order in which facts arrive shows nowhere.
        let order = |(competence, need): &(CompetenceId, Need)| {
            (framework.subject_of(*competence), *competence, need.requirement, need.assignment)
        };
        needs.acting.sort_unstable_by_key(order);
        needs.announced.sort_unstable_by_key(order);
        let mut lines = Vec::with_capacity(needs.acting.len() + needs.announced.len());
        // Levels displace each other only within a subject.
        let of_one_subject = |a: &(CompetenceId, Need), b: &(CompetenceId, Need)| {
            framework.subject_of(a.0) == framework.subject_of(b.0)
        };
        for subject in needs.acting.chunk_by(of_one_subject) {
            for level in subject.chunk_by(|a, b| a.0 == b.0) {
                let competence = level[0].0;
                if subject.iter().any(|(other, _)| framework.is_above(*other, competence)) {
                    continue;
                }
                let displaced =
                    subject.iter().filter(|(other, _)| framework.is_above(competence, *other));
                let behind = level.iter().chain(displaced).map(|(_, need)| *need).collect();
                lines.push(self.line(competence, behind, excluded, false));
            }
        }
        for level in needs.announced.chunk_by(|a, b| a.0 == b.0) {
            let competence = level[0].0;
            let covered = needs.acting.iter().any(|(acting, _)| {
                *acting == competence || framework.is_above(*acting, competence)
            });
            if !covered {
                let behind = level.iter().map(|(_, need)| *need).collect();
                lines.push(self.line(competence, behind, excluded, true));
            }
        }
        lines
    }

    fn line(
        &self,
        competence: CompetenceId,
        needs: Vec<Need>,
        excluded: bool,
        announced: bool,
    ) -> Line {
        let rules = self.rules;
        let mut class = Class::RoleSpecific;
        let mut period = None;
        for need in &needs {
            let requirement = rules.requirements.get(need.requirement);
            let Effect::Require { competence, class: asked } = requirement.effect else { continue };
            class = class.min(asked);
            let own = requirement.period.unwrap_or(rules.framework.competence(competence).period);
            period = Some(period.map_or(own, |shortest: Period| shortest.min(own)));
        }
        let terms = Terms {
            competence,
            period: period.unwrap_or(rules.framework.competence(competence).period),
            not_before: self.not_before(competence, &needs),
        };
        let attained = self.attain(terms, &needs);
        let mut line = Line {
            competence,
            class,
            needs,
            terms,
            status: Status::NeverCompleted,
            attained,
            due: None,
            counted: false,
        };
        line.due = self.due(&line).max(self.back_from_leave(&line));
        line.status = self.status(&line, excluded, announced);
        line.counted = match line.status {
            Status::Excluded | Status::NotYetIntroduced | Status::Exempt => false,
            Status::InGrace => self.policy.grace_counts,
            _ => true,
        };
        line
    }

    /// The first status that holds, in the order of rules.md section 4.
    fn status(&self, line: &Line, excluded: bool, announced: bool) -> Status {
        if excluded {
            return Status::Excluded;
        }
        if announced {
            return Status::NotYetIntroduced;
        }
        if self.exempt(line.competence) {
            return Status::Exempt;
        }
        match line.attained.map(|attained| attained.until()) {
            Some(expiry) if expiry.covers(self.as_at) => {
                let warning = self
                    .rules
                    .framework
                    .competence(line.competence)
                    .warning_months
                    .unwrap_or(self.policy.warning_months);
                let soon = Expiry::On(add_months(self.as_at, i32::from(warning)));
                if expiry <= soon { Status::RenewSoon } else { Status::Completed }
            }
            _ if line.due.is_some_and(|due| self.as_at <= due) => Status::InGrace,
            Some(_) => Status::Expired,
            None => Status::NeverCompleted,
        }
    }

    fn exempt(&self, competence: CompetenceId) -> bool {
        let subject = self.rules.framework.subject_of(competence);
        self.person.exemptions.iter().any(|exemption| {
            exemption.subject == subject
                && exemption.span.covers(self.as_at)
                && exemption.applies.covers(self.as_at)
        })
    }

    /// Once per assignment: awards count from the start of the assignment; of
    /// several that ask it, from the latest start, so that each has its own.
    pub(super) fn not_before(&self, competence: CompetenceId, needs: &[Need]) -> Option<Date> {
        if !self.rules.framework.competence(competence).once_per_assignment {
            return None;
        }
        needs.iter().filter_map(|need| self.posting(need)?.start).max()
    }

    fn posting(&self, need: &Need) -> Option<&'a Posting> {
        self.person.assignments[need.assignment as usize].on(self.as_at)
    }

    /// What the person's awards reach on these terms, with the extensions that
    /// touch a line of these needs.
    pub(super) fn attain(&self, terms: Terms, needs: &[Need]) -> Option<Attained> {
        let subject = self.rules.framework.subject_of(terms.competence);
        let touching: Vec<&Extension> = self
            .rules
            .extensions
            .iter()
            .filter(|extension| {
                extension.subject == subject
                    && needs.iter().any(|need| {
                        let assignment = &self.person.assignments[need.assignment as usize];
                        self.posting(need).is_some_and(|posting| {
                            self.falls_under(assignment, posting, &extension.target, None)
                        })
                    })
            })
            .collect();
        let days = |expiry: Date| {
            touching
                .iter()
                .filter(|extension| extension.expiring.covers(expiry))
                .fold(0, |days: u16, extension| days.saturating_add(extension.days))
        };
        attain(&self.rules.framework, &self.person.awards, terms, self.as_at, &days)
    }

    pub(super) fn falls_under(
        &self,
        assignment: &Assignment,
        posting: &Posting,
        target: &Target,
        within: Option<UnitId>,
    ) -> bool {
        let person = &self.person.employee_number;
        reaches(&self.rules.units, target, within, person, &assignment.number, posting)
    }
}

fn retain_from<T>(list: &mut Vec<T>, from: usize, keep: impl Fn(&T) -> bool) {
    let mut place = 0;
    list.retain(|entry| {
        place += 1;
        place <= from || keep(entry)
    });
}
