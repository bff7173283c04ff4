//! Sentences that hold for any facts at all, tried on facts made up at random.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use passport_core::compliance::{
    ClassFilter, Dimension, Expiry, FigureRow, Line, Question, Rulebook, Status, add_days,
    add_months, evaluate, evaluate_passport, figure_lines, people_rows, tally, with_awards,
};
use passport_core::record::{Award, Person};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::support::{
    award, book, exempt, extend, numbered, person_over_time, reaches, set, shown,
};

const NAMES: &[&str] = &["A/1", "A/2", "A/3", "B/1", "B/2", "C", "D"];
const ROLES: &[&str] = &["Nurse", "Porter"];

/// Facts in the short hand of `support`, so that a failure can be read.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    competences: Vec<String>,
    requirements: Vec<String>,
    /// Subject, expiries, days, whom.
    extensions: Vec<(&'static str, String, u16, String)>,
    settings: Vec<String>,
    people: Vec<PersonFacts>,
    pub(super) as_at: Date,
}

#[derive(Clone, Debug)]
struct PersonFacts {
    histories: Vec<Vec<String>>,
    awards: Vec<String>,
    exemptions: Vec<(&'static str, String)>,
}

fn a_day() -> impl Strategy<Value = Date> {
    (0..1500_i64).prop_map(|days| add_days(date(2023, 6, 1), days))
}

fn a_span() -> impl Strategy<Value = String> {
    (a_day(), proptest::option::of(0..700_i64)).prop_map(|(from, days)| match days {
        Some(days) => format!("{from}..{}", add_days(from, days)),
        None => format!("{from}.."),
    })
}

/// A segment that is there more often than not left out.
fn perhaps(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    proptest::option::weighted(0.3, text).prop_map(Option::unwrap_or_default)
}

fn a_period() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (1..30_u16).prop_map(|months| months.to_string()),
        1 => Just("once".to_owned()),
        1 => Just("unknown".to_owned()),
    ]
}

fn a_competence(name: &'static str) -> impl Strategy<Value = String> {
    let parts = subsequence(NAMES, 1..=2).prop_map(|parts| parts.join(" + "));
    let by = proptest::collection::vec(parts, 1..=2).prop_map(|by| format!("by {}", by.join("; ")));
    (
        a_period(),
        perhaps(by),
        perhaps((1..8_u16).prop_map(|months| format!("keep {months}"))),
        perhaps(Just("printed".into())),
        perhaps(Just("per-assignment".into())),
        perhaps((0..6_u16).prop_map(|months| format!("warning {months}"))),
    )
        .prop_map(move |(period, by, keep, printed, once, warning)| {
            format!("{name} {period} | {by} | {keep} | {printed} | {once} | {warning}")
        })
}

fn whom() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("organisation".to_owned()),
        select(ROLES).prop_map(|role| format!("role {role}")),
        Just("unit Trust>Ward".to_owned()),
        Just("employee 1".to_owned()),
    ]
}

fn a_requirement() -> impl Strategy<Value = String> {
    let asks = (select(&["C", "R"][..]), select(NAMES)).prop_map(|(c, what)| format!("{c} {what}"));
    let lifts = select(&["A", "B"][..]).prop_map(|subject| format!("none {subject}"));
    (
        prop_oneof![9 => asks, 1 => lifts],
        whom(),
        perhaps(a_span().prop_map(|span| format!("dates {span}"))),
        perhaps(a_period().prop_map(|period| format!("every {period}"))),
        perhaps((1..90_u16).prop_map(|days| format!("grace {days}"))),
        perhaps(a_day().prop_map(|day| format!("introduced {day}"))),
    )
        .prop_map(|(what, whom, dates, every, grace, introduced)| {
            format!("{what} | {whom} | {dates} | {every} | {grace} | {introduced}")
        })
}

fn an_award() -> impl Strategy<Value = String> {
    (
        select(NAMES),
        a_day(),
        perhaps(a_day().prop_map(|day| format!(" to {day}"))),
        perhaps(Just(" transfer".into())),
    )
        .prop_map(|(name, day, printed, transfer)| format!("{name} @ {day}{printed}{transfer}"))
}

fn a_history() -> impl Strategy<Value = Vec<String>> {
    let columns = || {
        (
            select(ROLES),
            select(&["Trust", "Trust>Ward", ""][..]),
            prop_oneof![5 => Just("Active"), 1 => Just("Maternity"), 1 => Just("Terminated")],
            perhaps(Just("secondary".into())),
        )
            .prop_map(|(role, unit, status, secondary)| {
                format!("role {role} | unit {unit} | status {status} | {secondary}")
            })
    };
    (a_day(), proptest::option::of(1..900_i64), columns(), columns()).prop_map(
        |(start, change, first, second)| match change {
            None => vec![format!("start {start} | {first}")],
            Some(days) => {
                let day = add_days(start, days);
                let before = day.yesterday().expect("a day");
                vec![
                    format!("start {start} | during ..{before} | {first}"),
                    format!("start {start} | during {day}.. | {second}"),
                ]
            }
        },
    )
}

fn a_person() -> impl Strategy<Value = PersonFacts> {
    (
        proptest::collection::vec(a_history(), 1..=3),
        proptest::collection::vec(an_award(), 0..10),
        proptest::collection::vec((select(&["A", "B", "C"][..]), a_span()), 0..2),
    )
        .prop_map(|(histories, awards, exemptions)| PersonFacts {
            histories,
            awards,
            exemptions,
        })
}

prop_compose! {
    pub(super) fn facts()(
        competences in NAMES.iter().map(|name| a_competence(name)).collect::<Vec<_>>(),
        requirements in proptest::collection::vec(a_requirement(), 1..9),
        extensions in proptest::collection::vec(
            (select(&["A", "B"][..]), a_span(), 1..200_u16, whom()), 0..3),
        count_by in select(&["assignment", "person"][..]),
        grace_counts in select(&["yes", "no"][..]),
        people in proptest::collection::vec(a_person(), 1..4),
        as_at in a_day(),
    ) -> Facts {
        let settings = vec![format!("count-by {count_by}"), format!("grace-counts {grace_counts}")];
        Facts { competences, requirements, extensions, settings, people, as_at }
    }
}

impl Facts {
    pub(super) fn build(&self) -> (Rulebook, Vec<Person>) {
        let mut rules = book(&strs(&self.competences), &strs(&self.requirements));
        for (subject, expiring, days, whom) in &self.extensions {
            extend(&mut rules, subject, expiring, *days, whom);
        }
        set(&mut rules, &strs(&self.settings));
        let people = self.people.iter().enumerate();
        let people = people.map(|(index, facts)| facts.build(&mut rules, index + 1)).collect();
        (rules, people)
    }
}

impl PersonFacts {
    fn build(&self, rules: &mut Rulebook, number: usize) -> Person {
        let histories: Vec<Vec<&str>> = self.histories.iter().map(|h| strs(h)).collect();
        let histories: Vec<&[&str]> = histories.iter().map(Vec::as_slice).collect();
        let mut person = person_over_time(rules, &histories, &[]);
        person.awards = self.awards.iter().map(|text| award(rules, text)).collect();
        for (index, award) in person.awards.iter_mut().enumerate() {
            award.id = index as i64 + 1;
        }
        person.awards.sort_by_key(|award| award.date);
        for (subject, when) in &self.exemptions {
            exempt(rules, &mut person, subject, when);
        }
        numbered(person, &number.to_string())
    }
}

fn strs(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

/// Every line there is: the passport's and each assignment's, in a settled order.
fn all_lines(rules: &Rulebook, person: &Person, as_at: Date) -> Vec<Line> {
    let mut lines = evaluate_passport(rules, person, as_at);
    lines.extend(evaluate(rules, person, as_at).into_iter().flat_map(|a| a.lines));
    lines
}

/// How far a line reaches; never satisfied comes before any expiry.
fn reach(line: &Line) -> Option<Expiry> {
    line.attained.map(|attained| attained.until())
}

pub(super) fn everything_said(rules: &Rulebook, people: &[Person], as_at: Date) -> Vec<String> {
    let policy = rules.settings.policy(as_at);
    let mut said: Vec<String> = people_rows(rules, &policy, people, as_at)
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {} {} {} {:?} {:?} {} {}",
                row.employee_number,
                row.assignment_number,
                row.unit,
                row.subject,
                row.level,
                row.status.code(),
                row.award_date,
                row.expiry_date,
                row.counted,
                row.compliant
            )
        })
        .collect();
    for person in people {
        let mut passport: Vec<String> = evaluate_passport(rules, person, as_at)
            .iter()
            .map(|line| {
                let award = line.attained.map(|attained| person.awards[attained.award].id);
                format!("{} {award:?} {:?}", shown(rules, person, line), line.due)
            })
            .collect();
        passport.sort();
        said.extend(passport);
    }
    said.extend(
        figures(rules, people, as_at, &[Dimension::Unit, Dimension::Subject])
            .iter()
            .map(|row| format!("{:?}", row)),
    );
    said
}

fn figures(rules: &Rulebook, people: &[Person], as_at: Date, by: &[Dimension]) -> Vec<FigureRow> {
    let question = Question { as_at, by, class: None, unit: None, organisation: "" };
    tally(rules, &rules.settings.policy(as_at), people, question)
}

fn totals<'a>(rows: impl Iterator<Item = &'a FigureRow>) -> (u64, u64, u64) {
    rows.fold((0, 0, 0), |(counted, compliant, excluded), row| {
        (counted + row.lines.counted, compliant + row.lines.compliant, excluded + row.excluded())
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_extra_award_never_makes_anyone_less_compliant_or_brings_an_expiry_forward(
        facts in facts(), extra in an_award()
    ) {
        let (rules, people) = facts.build();
        let more = with_awards(&people[0], &[award(&rules, &extra)]);
        let before = all_lines(&rules, &people[0], facts.as_at);
        let after = all_lines(&rules, &more, facts.as_at);
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!(before.competence, after.competence);
            prop_assert_eq!(before.class, after.class);
            prop_assert!(reach(before) <= reach(after), "{:?} then {:?}", before, after);
            prop_assert!(before.status.is_compliant() <= after.status.is_compliant());
        }
    }

    #[test]
    fn voiding_an_award_restores_the_earlier_answer(facts in facts(), extra in an_award()) {
        let (rules, people) = facts.build();
        let extra = Award { id: 99, ..award(&rules, &extra) };
        let mut voided = with_awards(&people[0], &[extra]);
        voided.awards.retain(|award| award.id != 99);
        prop_assert_eq!(
            everything_said(&rules, &people[..1], facts.as_at),
            everything_said(&rules, &[voided], facts.as_at)
        );
    }

    #[test]
    fn the_answer_does_not_depend_on_the_order_of_facts(facts in facts(), turn in 0..9_usize) {
        let (rules, people) = facts.build();
        let said = everything_said(&rules, &people, facts.as_at);
        let mut other = facts.clone();
        other.competences.reverse();
        other.competences.rotate_left(turn % facts.competences.len());
        other.requirements.reverse();
        other.requirements.rotate_left(turn % facts.requirements.len());
        other.extensions.reverse();
        let (rules, mut people) = other.build();
        for person in &mut people {
            person.assignments.reverse();
            person.exemptions.reverse();
            person.awards.reverse();
            person.awards.sort_by_key(|award| award.date);
        }
        prop_assert_eq!(said, everything_said(&rules, &people, facts.as_at));
    }

    #[test]
    fn the_figures_of_the_parts_add_up_to_the_whole(facts in facts()) {
        let (rules, people) = facts.build();
        let whole = figures(&rules, &people, facts.as_at, &[]);
        prop_assert_eq!(whole.len(), 3);
        prop_assert_eq!(totals(whole[..2].iter()), totals(whole[2..].iter()));

        let policy = rules.settings.policy(facts.as_at);
        let rows = people_rows(&rules, &policy, &people, facts.as_at);
        let count = |keep: &dyn Fn(&bool, &bool) -> bool| {
            rows.iter().filter(|row| keep(&row.counted, &row.compliant)).count() as u64
        };
        prop_assert_eq!(
            totals(whole[2..].iter()),
            (count(&|counted, _| *counted), count(&|c, ok| *c && *ok), count(&|c, _| !*c))
        );
        for by in [
            &[Dimension::Organisation][..],
            &[Dimension::Subject],
            &[Dimension::Role],
            &[Dimension::StaffGroup],
            &[Dimension::Subject, Dimension::Role],
            &[Dimension::Unit],
            &[Dimension::Unit, Dimension::Subject],
        ] {
            let parts = figures(&rules, &people, facts.as_at, by);
            for class in ClassFilter::EACH {
                // A unit includes those below it: only the highest are parts of the whole.
                let of_class = parts.iter().filter(|row| {
                    let below = by[0] == Dimension::Unit && row.keys[0].contains('|');
                    row.class == class && !below
                });
                let of_whole = whole.iter().filter(|row| row.class == class);
                prop_assert_eq!(totals(of_class), totals(of_whole), "{:?}", by);
            }
        }
    }

    #[test]
    fn every_line_has_exactly_one_status_and_its_dates_agree_with_it(facts in facts()) {
        let (rules, people) = facts.build();
        let policy = rules.settings.policy(facts.as_at);
        let as_at = facts.as_at;
        for person in &people {
            for of_assignment in figure_lines(&rules, &policy, person, as_at) {
                for line in &of_assignment.lines {
                    let excluded = of_assignment.exclusion.is_some();
                    prop_assert_eq!(line.status == Status::Excluded, excluded);
                }
            }
            for line in all_lines(&rules, person, as_at) {
                let competence = rules.framework.competence(line.competence);
                let until = reach(&line);
                let held = until.is_some_and(|until| until.covers(as_at));
                let warning = competence.warning_months.unwrap_or(3);
                let soon = Expiry::On(add_months(as_at, warning.into()));
                let in_grace = line.due.is_some_and(|due| as_at <= due);
                match line.status {
                    Status::Completed => prop_assert!(held && until > Some(soon)),
                    Status::RenewSoon => prop_assert!(held && until <= Some(soon)),
                    Status::InGrace => prop_assert!(!held && in_grace),
                    Status::Expired => prop_assert!(!held && !in_grace && until.is_some()),
                    Status::NeverCompleted => prop_assert!(!in_grace && until.is_none()),
                    Status::Excluded | Status::NotYetIntroduced | Status::Exempt => {
                        prop_assert!(!line.counted);
                    }
                }
                prop_assert!(line.counted || !line.status.is_compliant());
                if let Some(attained) = line.attained {
                    let award = &person.awards[attained.award];
                    prop_assert!(award.date <= as_at);
                    prop_assert!(line.terms.not_before.is_none_or(|first| first <= award.date));
                } else {
                    prop_assert_eq!(line.expiry(), None);
                }
            }
        }
    }

    #[test]
    fn the_passport_shows_every_subject_of_the_assignments_once_at_its_highest_levels(
        facts in facts()
    ) {
        let (rules, people) = facts.build();
        let framework = &rules.framework;
        for person in &people {
            let passport = evaluate_passport(&rules, person, facts.as_at);
            let subjects = |lines: &[Line]| -> BTreeSet<_> {
                lines.iter().map(|line| framework.subject_of(line.competence)).collect()
            };
            let apart: Vec<Line> = evaluate(&rules, person, facts.as_at)
                .into_iter()
                .flat_map(|of_assignment| of_assignment.lines)
                .collect();
            prop_assert_eq!(subjects(&passport), subjects(&apart));
            for line in &apart {
                let covers = |shown: &Line| {
                    shown.competence == line.competence
                        || framework.is_above(shown.competence, line.competence)
                };
                prop_assert!(passport.iter().any(covers));
            }
            for (index, line) in passport.iter().enumerate() {
                let twice = passport[index + 1..].iter().any(|other| {
                    other.competence == line.competence
                });
                prop_assert!(!twice);
            }
        }
    }

    #[test]
    fn a_kept_anniversary_is_the_best_of_all_selections_tried_one_by_one(
        days in proptest::collection::vec(0..1200_i64, 1..8),
        transfers in proptest::collection::vec(proptest::option::weighted(0.2, 0..500_i64), 8),
        period in 1..30_u16,
        window in 1..12_u16,
    ) {
        let mut awards: Vec<(Date, Option<Date>)> = days
            .iter()
            .zip(&transfers)
            .map(|(days, sender)| {
                let day = add_days(date(2023, 1, 30), *days);
                (day, sender.map(|more| add_days(day, more)))
            })
            .collect();
        awards.sort();
        let written: Vec<String> = awards
            .iter()
            .map(|(day, sender)| match sender {
                Some(expiry) => format!("X @ {day} to {expiry} transfer"),
                None => format!("X @ {day}"),
            })
            .collect();
        let best = (1..1_u32 << awards.len())
            .map(|selection| {
                let chosen = awards.iter().enumerate().filter(|(i, _)| selection >> i & 1 == 1);
                let mut before: Option<Date> = None;
                let mut reached: Option<(Date, Date)> = None;
                for (_, (day, sender)) in chosen {
                    if reached.is_none_or(|(last, _)| last != *day) {
                        before = reached.map(|(_, expiry)| expiry);
                    }
                    let ours = add_months(*day, period.into());
                    let expiry = match (before, sender) {
                        (_, Some(sender)) => ours.min(*sender),
                        (Some(before), None)
                            if add_months(before, -i32::from(window)) <= *day
                                && *day <= before =>
                        {
                            add_months(before, period.into())
                        }
                        _ => ours,
                    };
                    reached = Some((*day, expiry));
                }
                reached.expect("at least one award").1
            })
            .max()
            .expect("at least one selection");
        let competence = format!("X {period} | keep {window}");
        prop_assert_eq!(reaches(&[&competence], "X", &strs(&written)), best.to_string());
    }
}
