//! The rehearsal: what the draft, or one change of it, would do on a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::{StatusCode, Uri};
use jiff::civil::Date;
use passport_core::facts::{ProposalFact, Recorded};
use passport_core::organisation::team_name;
use passport_core::present::level_words;
use passport_core::wording::{capital, count, count_hours, hours, long_date, thousands};
use passport_pages::pages::{
    Choice, Count, Mistake, MonthLine, Paging, RehearsalLine, RehearsalPage, TrainingLine,
    TurnsLine, TypedDate,
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
    /// The day as it was typed, and what was wrong with it.
    typed: TypedDate,
    errors: Vec<Mistake>,
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
    let mut errors = Vec::new();
    let part = |name: &str| query::parameter(uri, name).unwrap_or_default().trim().to_owned();
    let (typed, day) = fields::day_of(&part, "day", "The day", &mut errors);
    if day.is_some_and(|day| day < today) {
        errors.push(Mistake::new("day-day", "Enter today or a later day."));
    }
    let day = day.filter(|_| errors.is_empty());
    let all = all_act(&proposals, today);
    let title = |one: &Recorded<ProposalFact>| {
        let fact = &one.fact;
        let target = words::target(fact.target_kind, &fact.target);
        (one.id, format!("{}, {target}", words::subject(&fact.subject, &fact.level)))
    };
    Ok(Some(Asked {
        titles: proposals.iter().map(title).collect(),
        as_at: day.unwrap_or(all),
        typed,
        errors,
        proposals,
        alone,
    }))
}

/// The first day on which all of them act.
pub(super) fn all_act(proposals: &[Recorded<ProposalFact>], today: Date) -> Date {
    proposals.iter().map(|one| one.fact.acts_on()).max().unwrap_or(today).max(today)
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
    choices.extend(Turns::ALL.map(|(_, words)| Choice::new(words, capital(words), "")));
    let wrong = !asked.errors.is_empty();
    let page = RehearsalPage {
        day: if wrong { asked.typed.clone() } else { fields::parts(asked.as_at) },
        proposal: asked.alone.clone(),
        as_at: Some(asked.as_at),
        sentence: sentence(&found),
        counts: counts(&found),
        left_out: left_out(&found, &asked),
        units: grouped(&found, |line| team_name(&line.unit).to_owned()),
        staff_groups: grouped(&found, |line| line.staff_group.clone()),
        training: found.training.iter().map(training).collect(),
        hours: takes(&found),
        months: found.months.iter().map(month).collect(),
        advice: advice(&found),
        choices,
        found: count(lines.len() as u64, "line that differs", "lines that differ"),
        lines: shown.map(|line| shown_line(line)).collect(),
        csv: format!("/requirements/rehearsal.csv?{base}"),
        paging: Some(Paging { current, last, href: format!("{at}&page=") }),
        errors: asked.errors,
        turns,
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visit.page_with(status, &page)
}

pub(crate) async fn file(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = workplace(&access)?;
    let today = visit.app.settings.clock.today();
    let Some(asked) = asked(organisation, &uri, today).await? else { return visit.not_found() };
    if !asked.errors.is_empty() {
        return see(&format!("/requirements/rehearsal?{}", uri.query().unwrap_or_default()));
    }
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

async fn rehearsed(
    visit: &Visit,
    organisation: &Organisation,
    asked: &Asked,
    today: Date,
) -> Result<Arc<Rehearsal>, Fault> {
    of_proposals(visit, organisation, &asked.proposals, (asked.as_at, today)).await
}

/// The rehearsal of proposals as at a day, made once for all its pages until
/// something changes.
pub(super) async fn of_proposals(
    visit: &Visit,
    organisation: &Organisation,
    proposals: &[Recorded<ProposalFact>],
    (as_at, today): (Date, Date),
) -> Result<Arc<Rehearsal>, Fault> {
    let latest = organisation.latest().await?;
    let moment = Moment { organisation: organisation.id, change: latest.change, day: as_at };
    let made = async {
        let register = visit.app.shelf.register(organisation, latest).await?;
        let known = (register, latest.change);
        requirements::rehearse(organisation, known, proposals, as_at, today).await
    };
    // By what is rehearsed, too: a colleague may have saved to the draft meanwhile.
    let ids: Vec<String> = proposals.iter().map(|one| one.id.to_string()).collect();
    let name = format!("{today} {}", ids.join(" "));
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

pub(super) fn sentence(found: &Rehearsal) -> String {
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
    let each =
        Turns::ALL.map(|(turns, words)| Count::new(capital(words), found.count(turns) as u64));
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
            .map_or_else(|| "Not known".to_owned(), |minutes| hours(minutes * one.people)),
        places: match one.places_needed {
            0 if one.courses.is_empty() => String::new(),
            0 => "None: e-learning".to_owned(),
            needed => {
                format!("{} needed, {} planned", thousands(needed), thousands(one.places_planned))
            }
        },
    }
}

/// The training that it takes in all.
pub(super) fn takes(found: &Rehearsal) -> Option<String> {
    let minutes: u64 =
        found.training.iter().filter_map(|one| Some(one.minutes? * one.people)).sum();
    let places: u64 = found.training.iter().map(|one| one.places_needed).sum();
    (minutes > 0 || places > 0).then(|| {
        let places = count(places, "place in a class", "places in classes");
        format!("{} and {places}", count_hours(minutes))
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
        turns: capital(line.turns.words()),
        colour: colour.to_owned(),
    }
}

fn state(state: Option<&State>) -> String {
    let Some(state) = state else { return "Not required".to_owned() };
    let status = capital(&state.status.code().replace('-', " "));
    let level = match state.level.as_str() {
        "" => String::new(),
        level => format!("{}: ", level_words(level)),
    };
    let until = state.expiry_date.map(|day| format!(", until {}", long_date(day)));
    format!("{level}{} {status}{}", state.class.letter(), until.unwrap_or_default())
}
