//! The rehearsal: what the draft, or one change of it, would do on a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::Uri;
use jiff::civil::Date;
use passport_core::facts::{ProposalFact, Recorded};
use passport_core::organisation::team_name;
use passport_core::wording::{count, long_date, thousands};
use passport_pages::pages::{
    Choice, Count, MonthLine, Paging, RehearsalLine, RehearsalPage, TrainingLine, TurnsLine,
};
use passport_store::Organisation;

use super::{words, workplace};
use crate::access::Access;
use crate::cache::Moment;
use crate::requirements::{self, Differing, Rehearsal, State, Training, Turns};
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, csv_file, fields, query};

/// Lines to a page.
const PAGE: usize = 50;
/// Units that are named; the others are one line.
const GROUPS: usize = 15;

/// What is rehearsed, and for which day.
struct Asked {
    proposals: Vec<Recorded<ProposalFact>>,
    /// What was proposed for each, for what is left out.
    titles: Vec<(i64, String)>,
    alone: String,
    as_at: Date,
}

/// What a query asks to be rehearsed; nothing where it names what is not there.
async fn asked(
    organisation: &Organisation,
    uri: &Uri,
    today: Date,
) -> Result<Option<Asked>, Fault> {
    let mut proposals = requirements::draft(organisation, today).await?.recorded();
    let alone = query::parameter(uri, "proposal").unwrap_or_default();
    if !alone.is_empty() {
        proposals.retain(|one| one.id.to_string() == alone);
        if proposals.is_empty() {
            return Ok(None);
        }
    }
    let day = |name: &str| query::parameter(uri, name).filter(|text| !text.is_empty());
    let typed = match (day("day-day"), day("day-month"), day("day-year")) {
        (Some(d), Some(m), Some(y)) => Date::new(
            y.trim().parse().unwrap_or(0),
            m.trim().parse().unwrap_or(0),
            d.trim().parse().unwrap_or(0),
        )
        .ok()
        .filter(|day| (2000..2200).contains(&day.year())),
        _ => None,
    };
    // The first day on which all of it acts.
    let all = proposals.iter().map(|one| one.fact.acts_on()).max().unwrap_or(today).max(today);
    let title = |one: &Recorded<ProposalFact>| {
        let fact = &one.fact;
        let target = words::target(fact.target_kind, &fact.target);
        (one.id, format!("{}, {target}", words::subject(&fact.subject, &fact.level)))
    };
    Ok(Some(Asked {
        titles: proposals.iter().map(title).collect(),
        as_at: typed.unwrap_or(all).max(today),
        proposals,
        alone,
    }))
}

pub(crate) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = workplace(&access)?;
    let today = visit.app.settings.clock.today();
    let Some(asked) = asked(organisation, &uri, today).await? else { return visit.not_found() };
    if asked.proposals.is_empty() {
        return see("/requirements/draft");
    }
    let found = rehearsed(&visit, organisation, &asked, today).await?;
    visit.note_list(organisation, "saw list of people", "a rehearsal of requirements");
    let turns = query::parameter(&uri, "turns").unwrap_or_default();
    let lines: Vec<&Differing> =
        found.lines.iter().filter(|line| turns.is_empty() || line.turns.words() == turns).collect();
    let base = query_of(&asked);
    let at = format!("/requirements/rehearsal?{base}&turns={}", address::part(&turns));
    let (current, last) = (query::page(&uri), lines.len().div_ceil(PAGE).max(1));
    if current > last {
        return see(&at);
    }
    let shown = lines.iter().skip((current - 1) * PAGE).take(PAGE);
    let mut choices = vec![Choice::new("", "All that differs", "")];
    choices.extend(
        Turns::ALL.map(|(_, words)| Choice::new(words, passport_core::wording::capital(words), "")),
    );
    visit.page(&RehearsalPage {
        day: fields::parts(asked.as_at),
        proposal: asked.alone.clone(),
        as_at: Some(asked.as_at),
        sentence: sentence(&found),
        counts: counts(&found),
        left_out: left_out(&found, &asked),
        units: grouped(&found, |line| team_name(&line.unit).to_owned()),
        staff_groups: grouped(&found, |line| line.staff_group.clone()),
        training: found.training.iter().map(training).collect(),
        hours: hours(&found),
        months: found.months.iter().map(month).collect(),
        advice: advice(&found),
        choices,
        found: count(lines.len() as u64, "line that differs", "lines that differ"),
        lines: shown.map(|line| shown_line(line)).collect(),
        csv: format!("/requirements/rehearsal.csv?{base}"),
        paging: Some(Paging { current, last, href: format!("{at}&page=") }),
        errors: Vec::new(),
        turns,
    })
}

pub(crate) async fn file(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = workplace(&access)?;
    let today = visit.app.settings.clock.today();
    let Some(asked) = asked(organisation, &uri, today).await? else { return visit.not_found() };
    let found = rehearsed(&visit, organisation, &asked, today).await?;
    visit.note_list(organisation, "saw list of people", "a rehearsal of requirements, as a file");
    let mut headings =
        vec!["employee_number", "name", "assignment_number", "unit", "subject", "turns"];
    headings.extend([
        "before_level",
        "before_class",
        "before_status",
        "before_award_date",
        "before_expiry_date",
    ]);
    headings.extend([
        "after_level",
        "after_class",
        "after_status",
        "after_award_date",
        "after_expiry_date",
    ]);
    let rows = found.lines.iter().map(|line| {
        let mut row = vec![
            line.employee_number.clone(),
            line.name.clone(),
            line.assignment_number.clone(),
            line.unit.clone(),
            line.subject.clone(),
            line.turns.words().to_owned(),
        ];
        for state in [&line.before, &line.after] {
            row.extend(state.as_ref().map_or_else(|| vec![String::new(); 5], cells));
        }
        row
    });
    csv_file::file("attachment; filename=\"rehearsal.csv\"", &headings, rows)
}

/// The rehearsal, made once for all its pages until something changes.
async fn rehearsed(
    visit: &Visit,
    organisation: &Organisation,
    asked: &Asked,
    today: Date,
) -> Result<Arc<Rehearsal>, Fault> {
    let latest = organisation.latest().await?;
    let moment = Moment { organisation: organisation.id, change: latest.change, day: asked.as_at };
    let made = async {
        let register = visit.app.shelf.register(organisation, latest).await?;
        let known = (register, latest.change);
        requirements::rehearse(organisation, known, &asked.proposals, asked.as_at, today).await
    };
    // By what is rehearsed, too: a colleague may have saved to the draft meanwhile.
    let proposals: Vec<String> = asked.proposals.iter().map(|one| one.id.to_string()).collect();
    let name = format!("{today} {} {}", asked.alone, proposals.join(" "));
    visit.app.rehearsals.get_of(moment, &name, made).await.map_err(|error| Fault::of(&error))
}

fn cells(state: &State) -> Vec<String> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        state.level.clone(),
        state.class.letter().to_owned(),
        state.status.code().to_owned(),
        day(state.award_date),
        day(state.expiry_date),
    ]
}

fn query_of(asked: &Asked) -> String {
    let day = asked.as_at;
    let (year, month, date) = (day.year(), day.month(), day.day());
    let proposal = &asked.alone;
    format!("proposal={proposal}&day-day={date}&day-month={month}&day-year={year}")
}

fn sentence(found: &Rehearsal) -> String {
    match (found.count(Turns::Red) as u64, found.count(Turns::Green) as u64) {
        (0, 0) => "Nobody turns red and nobody turns green".to_owned(),
        (0, green) => format!("Nobody turns red; {} green", turn(green)),
        (red, 0) => format!("{} red", turn(red)),
        (red, green) => format!("{} red and {} green", turn(red), thousands(green)),
    }
}

fn turn(number: u64) -> String {
    count(number, "line turns", "lines turn")
}

fn counts(found: &Rehearsal) -> Vec<Count> {
    let reached = Count::new("People it can reach", found.reached as u64);
    let each = Turns::ALL.map(|(turns, words)| {
        Count::new(passport_core::wording::capital(words), found.count(turns) as u64)
    });
    std::iter::once(reached).chain(each).collect()
}

fn left_out(found: &Rehearsal, asked: &Asked) -> Vec<String> {
    let words = found.stale.iter().map(|(id, stale)| {
        let title = asked.titles.iter().find(|(of, _)| of == id);
        let title = title.map(|(_, title)| title.as_str()).unwrap_or_default();
        format!("{title}: {}", stale.words().to_lowercase())
    });
    words.collect()
}

/// The largest groups first.
fn grouped(found: &Rehearsal, of: impl Fn(&Differing) -> String) -> Vec<TurnsLine> {
    let mut groups: BTreeMap<String, TurnsLine> = BTreeMap::new();
    for line in &found.lines {
        let name = Some(of(line)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| "None recorded".to_owned());
        let group = groups.entry(name.clone()).or_insert(TurnsLine {
            name,
            red: 0,
            green: 0,
            not_required: 0,
        });
        match line.turns {
            Turns::Red => group.red += 1,
            Turns::Green => group.green += 1,
            Turns::NotRequired => group.not_required += 1,
            Turns::InGrace | Turns::Otherwise => {}
        }
    }
    let mut groups: Vec<TurnsLine> = groups.into_values().collect();
    groups.retain(|group| group.red + group.green + group.not_required > 0);
    groups.sort_by_key(|group| std::cmp::Reverse((group.red, group.green, group.not_required)));
    let rest = groups.split_off(groups.len().min(GROUPS));
    if !rest.is_empty() {
        let sum = |of: fn(&TurnsLine) -> u64| rest.iter().map(of).sum();
        groups.push(TurnsLine {
            name: format!("{} others", rest.len()),
            red: sum(|group| group.red),
            green: sum(|group| group.green),
            not_required: sum(|group| group.not_required),
        });
    }
    groups
}

fn training(one: &Training) -> TrainingLine {
    TrainingLine {
        what: words::subject(&one.subject, &one.level),
        people: one.people,
        course: match one.courses.as_slice() {
            [] => "No course gives it".to_owned(),
            courses => courses.join(" and "),
        },
        hours: one
            .minutes
            .map_or_else(|| "Not known".to_owned(), |minutes| of_minutes(minutes * one.people)),
        places: match one.places_needed {
            0 if one.courses.is_empty() => String::new(),
            0 => "None: e-learning".to_owned(),
            needed => {
                format!("{} needed, {} planned", thousands(needed), thousands(one.places_planned))
            }
        },
    }
}

/// Whole hours, never fewer than it takes.
fn of_minutes(minutes: u64) -> String {
    thousands(minutes.div_ceil(60))
}

fn hours(found: &Rehearsal) -> Option<String> {
    let minutes: u64 =
        found.training.iter().filter_map(|one| Some(one.minutes? * one.people)).sum();
    let places: u64 = found.training.iter().map(|one| one.places_needed).sum();
    (minutes > 0).then(|| {
        let hours = count(minutes.div_ceil(60), "hour", "hours");
        format!("{hours} and {}", count(places, "place in a class", "places in classes"))
    })
}

fn month(month: &requirements::Month) -> MonthLine {
    MonthLine {
        begins: month.begins,
        red_from: Some(month.red_from).filter(|day| *day != month.begins),
        nobody: month.if_nobody_trains,
        bookings: month.if_bookings_hold,
        places: match month.places_needed {
            0 => "None needed".to_owned(),
            needed => {
                format!("{} planned, {} needed", thousands(month.places_planned), thousands(needed))
            }
        },
        covered: month.covered,
    }
}

fn advice(found: &Rehearsal) -> String {
    match found.covered_from() {
        Some(month) if month.places_needed == 0 => {
            "It needs no places in classes: e-learning can begin at once".to_owned()
        }
        Some(month) => format!(
            "From {} the places planned cover everyone who needs one",
            long_date(month.begins)
        ),
        None => "In none of the next 12 months do the places planned cover everyone who needs one: plan more classes, give days to complete, or begin with fewer people".to_owned(),
    }
}

fn shown_line(line: &Differing) -> RehearsalLine {
    let colour = match line.turns {
        Turns::Red => "red",
        Turns::Green => "green",
        Turns::InGrace => "white",
        Turns::NotRequired | Turns::Otherwise => "grey",
    };
    RehearsalLine {
        name: line.name.clone(),
        passport: address::passport(&line.employee_number),
        unit: team_name(&line.unit).to_owned(),
        subject: line.subject.clone(),
        before: state(line.before.as_ref()),
        after: state(line.after.as_ref()),
        turns: passport_core::wording::capital(line.turns.words()),
        colour: colour.to_owned(),
    }
}

fn state(state: Option<&State>) -> String {
    let Some(state) = state else { return "Not required".to_owned() };
    let status = passport_core::wording::capital(&state.status.code().replace('-', " "));
    let level =
        if state.level.is_empty() { String::new() } else { format!("Level {}: ", state.level) };
    let until = state.expiry_date.map(|day| format!(", until {}", long_date(day)));
    format!("{level}{} {status}{}", state.class.letter(), until.unwrap_or_default())
}
