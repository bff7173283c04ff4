//! Exemptions: the list, one with its reason, giving one.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use jiff::ToSpan;
use jiff::civil::Date;
use passport_core::entered::Origin;
use passport_core::facts::{ExemptionFact, PersonFact, Recorded};
use passport_core::wording::{count, list, long_date};
use passport_pages::Link;
use passport_pages::pages::{
    Choice, DecidePage, ExemptionPage, ExemptionRow, ExemptionsPage, NewExemptionPage, PersonRow,
};
use passport_store::{Known, Organisation};

use super::{OWN, carried, confirmed, decide, desk, mistake, paging, shown, table};
use crate::access::Access;
use crate::compliance::{Supposed, details, effect, rules};
use crate::record::{self, NewExemption};
use crate::web::answer::{Answer, Fault, see};
use crate::web::subject_choices::subject_choices;
use crate::web::visit::Visit;
use crate::web::{address, fields, people, query};

/// So many days before its end an exemption ends soon.
pub(in crate::web) const SOON_DAYS: i64 = 30;
/// People that a search on the form shows.
const FOUND: usize = 10;
/// People of whom one press may decide.
const MOST: usize = 200;

/// Which exemptions a list shows.
const SHOWS: [(&str, &str); 4] = [
    ("standing", "Standing, or to begin"),
    ("ending", "Ending in 30 days"),
    ("ended", "Ended"),
    ("all", "All"),
];

/// How an exemption stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum State {
    NotBegun,
    Standing,
    EndsSoon,
    Ended,
}

impl State {
    pub(in crate::web) fn of(fact: &ExemptionFact, today: Date) -> Self {
        let soon = today.saturating_add(SOON_DAYS.days());
        match last_day(fact) {
            Some(to) if to < today => Self::Ended,
            _ if today < fact.date_from => Self::NotBegun,
            Some(to) if to <= soon => Self::EndsSoon,
            _ => Self::Standing,
        }
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NotBegun => ("Not begun", "blue"),
            Self::Standing => ("Standing", "green"),
            Self::EndsSoon => ("Ends soon", "orange"),
            Self::Ended => ("Ended", "grey"),
        }
    }
}

/// Its own last day, or the day on which a later file ended it.
fn last_day(fact: &ExemptionFact) -> Option<Date> {
    [fact.date_to, fact.applies.to].into_iter().flatten().min()
}

pub(in crate::web) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let today = visit.app.settings.clock.today();
    let asked = query::parameter(&uri, "show").unwrap_or_else(|| "standing".to_owned());
    if !SHOWS.iter().any(|(value, _)| *value == asked) {
        return see("/exemptions");
    }
    let mut all: Vec<Recorded<ExemptionFact>> = organisation.facts(Known::Now).await?;
    all.retain(|known| match (asked.as_str(), State::of(&known.fact, today)) {
        ("all", _) => true,
        ("ended", state) => state == State::Ended,
        ("ending", state) => state == State::EndsSoon,
        (_, state) => state != State::Ended,
    });
    all.sort_by_key(|known| (last_day(&known.fact).unwrap_or(Date::MAX), known.id));
    let base = format!("/exemptions?show={asked}");
    let Some(paging) = paging(&uri, all.len(), &base) else { return see(&base) };
    let found = count(all.len() as u64, "exemption", "exemptions");
    let page: Vec<Recorded<ExemptionFact>> = shown(all, &paging).collect();
    let numbers: Vec<&str> = page.iter().map(|known| known.fact.employee_number.as_str()).collect();
    let people: Vec<Recorded<PersonFact>> =
        organisation.facts_of_each(Known::Now, &numbers).await?;
    visit.note_list(organisation, "saw list of people", &format!("exemptions, {asked}"));
    visit.page(&ExemptionsPage {
        done: done(&uri),
        shows: SHOWS.iter().map(|(value, text)| Choice::new(*value, *text, "")).collect(),
        found,
        exemptions: page.iter().map(|known| row(known, &people, today)).collect(),
        paging: Some(paging),
        show: asked,
    })
}

fn row(known: &Recorded<ExemptionFact>, people: &[Recorded<PersonFact>], on: Date) -> ExemptionRow {
    let fact = &known.fact;
    let (state, colour) = State::of(fact, on).words();
    ExemptionRow {
        name: name(people, &fact.employee_number),
        href: format!("/exemptions/{}", known.id),
        subject: fact.subject.clone(),
        from: fact.date_from,
        to: last_day(fact),
        state: state.to_owned(),
        colour: colour.to_owned(),
        origin: match fact.origin {
            Origin::Entered => "Entered here".to_owned(),
            Origin::File => "From a file".to_owned(),
        },
    }
}

/// Somebody's name; the number of one whose details are not on record.
pub(super) fn name(people: &[Recorded<PersonFact>], number: &str) -> String {
    let found = people.iter().find(|known| known.fact.employee_number == number);
    found.map_or_else(|| number.to_owned(), |known| details(&known.fact).name())
}

pub(in crate::web) async fn one(visit: Visit, access: Access, Path(id): Path<String>) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Some((known, people)) = find(organisation, &id).await? else { return visit.not_found() };
    let today = visit.app.settings.clock.today();
    let row = row(&known, &people, today);
    visit.note(organisation, "saw exemption", &known.fact.employee_number);
    let entered = known.fact.origin == Origin::Entered;
    let over = State::of(&known.fact, today) == State::Ended;
    visit.page(&ExemptionPage {
        name: row.name.clone(),
        passport: address::passport(&known.fact.employee_number),
        reason: known.fact.reason.clone(),
        approved_by: known.fact.approved_by.clone(),
        end: (entered && !over).then(|| format!("{}/end", row.href)),
        void: entered.then(|| format!("{}/void", row.href)),
        row,
    })
}

pub(in crate::web) async fn ask(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let asked = query::asked(&uri);
    let mut page = blank(&visit, organisation).await?;
    page.from = fields::parts(visit.app.settings.clock.today());
    page.people = query::parameter(&uri, "person").unwrap_or_default();
    if !asked.is_empty() {
        visit.note_list(organisation, "saw list of people", &format!("people found by {asked:?}"));
        let directory = people::directory(&visit, &access, organisation).await?;
        page.found = directory
            .find(&asked, |_| true)
            .people
            .into_iter()
            .take(FOUND)
            .map(|person| {
                let row = people::row(person);
                let choose = address::part(&row.employee_number);
                PersonRow { passport: format!("/exemptions/new?person={choose}"), ..row }
            })
            .collect();
        page.query = asked;
    }
    visit.form(|csrf| NewExemptionPage { csrf, ..page })
}

/// Shows what an exemption would change, and gives it.
pub(in crate::web) async fn give(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = desk(&access)?.organisation();
    let clock = visit.app.settings.clock;
    let mut errors = Vec::new();
    let (from, first) = fields::day(&form, "from", "First day", &mut errors);
    let (to, last) = fields::day(&form, "to", "Last day", &mut errors);
    let typed = query::field(&form, "people").unwrap_or_default();
    let ends = fields::line(&form, "ends");
    let new = NewExemption {
        employee_numbers: numbers(&typed),
        subject: fields::line(&form, "subject"),
        from: first.unwrap_or(clock.today()),
        to: last.filter(|_| ends != "never"),
        reason: fields::line(&form, "reason"),
        approved_by: fields::line(&form, "approved_by"),
    };
    if first.is_none() && errors.is_empty() {
        errors.push(mistake("from-day", "Enter the first day."));
    }
    match (ends.as_str(), last) {
        ("until", None) if errors.is_empty() => {
            errors.push(mistake("to-day", "Enter the last day, or choose that there is no end."));
        }
        ("until" | "never", _) => {}
        _ => errors.push(mistake("ends", "Choose whether it ends.")),
    }
    if new.employee_numbers.contains(&access.asker().employee_number) {
        errors.push(mistake("people", OWN));
    }
    if new.employee_numbers.len() > MOST {
        errors.push(mistake("people", format!("Enter at most {MOST} employee numbers at once.")));
    }
    if errors.is_empty() {
        let today = clock.today();
        let refusal = if confirmed(&form) {
            let (actor, now) = (access.asker().actor(), clock.now());
            match record::give_exemptions(organisation, &new, &actor, now, today).await? {
                Ok(_) => return see("/exemptions?done=given"),
                Err(refusal) => refusal,
            }
        } else {
            let rules = rules(organisation, Known::Now, today).await?;
            match record::exemptions(organisation, &rules, &new).await? {
                Ok(facts) => {
                    let on = new.from.max(today);
                    let form = [
                        ("people", typed.as_str()),
                        ("subject", &new.subject),
                        ("from-day", &from.day),
                        ("from-month", &from.month),
                        ("from-year", &from.year),
                        ("ends", &ends),
                        ("to-day", &to.day),
                        ("to-month", &to.month),
                        ("to-year", &to.year),
                        ("reason", &new.reason),
                        ("approved_by", &new.approved_by),
                    ];
                    return preview(&visit, organisation, facts, on, &form).await;
                }
                Err(refusal) => refusal,
            }
        };
        errors.push(refusal.into());
    }
    let page = blank(&visit, organisation).await?;
    let NewExemption { subject, reason, approved_by, .. } = new;
    visit.refused(|csrf| NewExemptionPage {
        csrf,
        people: typed,
        subject,
        from,
        ends,
        to,
        reason,
        approved_by,
        errors,
        ..page
    })
}

async fn preview(
    visit: &Visit,
    organisation: &Organisation,
    facts: Vec<ExemptionFact>,
    on: Date,
    form: &[(&str, &str)],
) -> Answer {
    let Some(first) = facts.first().cloned() else { return visit.not_found() };
    let numbers: Vec<&str> = facts.iter().map(|fact| fact.employee_number.as_str()).collect();
    let people: Vec<Recorded<PersonFact>> =
        organisation.facts_of_each(Known::Now, &numbers).await?;
    let names: Vec<String> = numbers.iter().map(|number| name(&people, number)).collect();
    let supposed: Vec<Supposed> = facts.into_iter().map(Supposed::Exemption).collect();
    let effect = effect(organisation, &visit.app.shelf, on, &supposed).await?;
    visit.note_list(organisation, "saw list of people", "whom an exemption concerns");
    let until = first
        .date_to
        .map_or_else(|| "with no end".to_owned(), |to| format!("until {}", long_date(to)));
    decide(
        visit,
        DecidePage {
            lines: vec![
                format!(
                    "From {} {until}, agreed by {}.",
                    long_date(first.date_from),
                    first.approved_by
                ),
                format!("{}.", list(&names)),
            ],
            effect: Some(table(&effect)),
            hidden: carried(form),
            button: Some("Give the exemption".to_owned()),
            ..DecidePage::new(
                format!("Exempt {} from {}", several(&names), first.subject),
                "/exemptions",
                Link::new("Give another exemption", "/exemptions/new"),
            )
        },
    )
}

fn several(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        many => count(many.len() as u64, "person", "people"),
    }
}

pub(super) async fn find(
    organisation: &Organisation,
    id: &str,
) -> Result<Option<(Recorded<ExemptionFact>, Vec<Recorded<PersonFact>>)>, Fault> {
    let Ok(id) = id.parse::<i64>() else { return Ok(None) };
    let Some(kept) = organisation.fact::<ExemptionFact>(id).await? else { return Ok(None) };
    if kept.voided.is_some() {
        return Ok(None);
    }
    let people = organisation.facts_of(Known::Now, &kept.fact.employee_number).await?;
    Ok(Some((Recorded { id, recorded: kept.recorded, fact: kept.fact }, people)))
}

async fn blank(visit: &Visit, organisation: &Organisation) -> Result<NewExemptionPage, Fault> {
    let today = visit.app.settings.clock.today();
    let stand = visit.app.shelf.stand(organisation, today).await?;
    Ok(NewExemptionPage {
        subjects: subject_choices(&stand.rules, "Choose"),
        ..NewExemptionPage::default()
    })
}

/// Subjects to choose from.
/// Employee numbers as they were pasted: each on a line, or parted by commas,
/// semicolons or tabs. A space may be part of one.
fn numbers(typed: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in typed.split(['\n', '\r', ',', ';', '\t']) {
        let number = part.trim();
        if !number.is_empty() && !found.iter().any(|known| known == number) {
            found.push(number.to_owned());
        }
    }
    found
}

fn done(uri: &Uri) -> Option<String> {
    let words = match query::parameter(uri, "done")?.as_str() {
        "given" => "The exemption is given",
        "ended" => "The exemption ends on that day",
        "voided" => "The exemption is void",
        _ => return None,
    };
    Some(words.to_owned())
}
