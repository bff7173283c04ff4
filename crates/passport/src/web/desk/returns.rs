//! Back from leave: who is, and giving them time for what ran out meanwhile.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use jiff::ToSpan;
use passport_core::compliance::back_from;
use passport_core::entered::ReturnGraceFact;
use passport_core::facts::{PersonFact, Recorded};
use passport_core::wording::long_date;
use passport_pages::Link;
use passport_pages::pages::{DecidePage, GivenRow, Mistake, ReturnPage, ReturnRow, ReturnsPage};
use passport_store::{Known, Organisation};

use super::{OWN, TakingBack, carried, confirmed, decide, desk, table, take_back};
use crate::access::Access;
use crate::accounts::name_of;
use crate::compliance::{Supposed, details, effect};
use crate::record;
use crate::web::answer::{Answer, see};
use crate::web::visit::Visit;
use crate::web::{address, fields, query};

/// Whoever came back longer ago is not proposed.
const WITHIN_DAYS: u16 = 60;

pub(in crate::web) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let today = visit.app.settings.clock.today();
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let given: Vec<Recorded<ReturnGraceFact>> = organisation.facts(Known::Now).await?;
    let people: Vec<Recorded<PersonFact>> = organisation
        .facts_of_each(
            Known::Now,
            &given.iter().map(|one| one.fact.employee_number.as_str()).collect::<Vec<_>>(),
        )
        .await?;
    let policy = stand.rules.book.settings.policy(today);
    let mut back = Vec::new();
    for loaded in stand.everyone() {
        let number = &loaded.person.employee_number;
        let Some(leave) = back_from(&policy, &loaded.person, today, WITHIN_DAYS) else {
            continue;
        };
        let has = |one: &Recorded<ReturnGraceFact>| {
            one.fact.employee_number == *number && leave.from <= one.fact.back_on
        };
        if given.iter().any(has) {
            continue;
        }
        back.push(ReturnRow {
            name: loaded.details.name(),
            href: format!(
                "/exemptions/returns/new?person={}&away={}&back={}",
                address::part(number),
                leave.from,
                leave.back_on
            ),
            leave: leave.reason,
            away_from: leave.from,
            back_on: leave.back_on,
        });
    }
    visit.note_list(organisation, "saw list of people", "back from leave");
    back.sort_by_key(|one| std::cmp::Reverse(one.back_on));
    let name = |number: &str| {
        let found = people.iter().find(|known| known.fact.employee_number == number);
        found.map_or_else(|| number.to_owned(), |known| details(&known.fact).name())
    };
    let done = match query::parameter(&uri, "done").as_deref() {
        Some("given") => Some("The time is given"),
        Some("taken") => Some("The time is taken back"),
        _ => None,
    };
    visit.page(&ReturnsPage {
        done: done.map(str::to_owned),
        days: stand.rules.book.settings.whole("return-grace-days", today),
        back,
        given: given
            .iter()
            .rev()
            .map(|one| GivenRow {
                name: name(&one.fact.employee_number),
                passport: address::passport(&one.fact.employee_number),
                back_on: one.fact.back_on,
                until: one.fact.until,
                state: match (today < one.fact.back_on, one.fact.until < today) {
                    (true, _) => "Not begun",
                    (_, true) => "Over",
                    _ => "Acts now",
                }
                .to_owned(),
                void: format!("/exemptions/returns/{}", one.id),
            })
            .collect(),
    })
}

pub(in crate::web) async fn ask(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let today = visit.app.settings.clock.today();
    let days = organisation.settings().await?.whole("return-grace-days", today);
    let day = |name: &str| {
        let day = query::parameter(&uri, name).and_then(|text| text.parse().ok());
        day.map(fields::parts).unwrap_or_default()
    };
    let page = ReturnPage {
        days,
        person: query::parameter(&uri, "person").unwrap_or_default(),
        away: day("away"),
        back: day("back"),
        until: fields::parts(today.saturating_add(i64::from(days).days())),
        ..ReturnPage::default()
    };
    visit.form(|csrf| ReturnPage { csrf, ..page })
}

/// Shows what the time would change, and gives it.
pub(in crate::web) async fn give(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = desk(&access)?.organisation();
    let clock = visit.app.settings.clock;
    let today = clock.today();
    let mut errors = Vec::new();
    let (away, away_from) = fields::day(&form, "away", "First day away", &mut errors);
    let (back, back_on) = fields::day(&form, "back", "First day back", &mut errors);
    let (until, last) = fields::day(&form, "until", "Last day", &mut errors);
    let person = fields::line(&form, "person");
    let (reason, approved_by) = (fields::line(&form, "reason"), fields::line(&form, "approved_by"));
    if errors.is_empty() {
        for (field, day, words) in [
            ("away-day", away_from, "Enter the first day away."),
            ("back-day", back_on, "Enter the first day back."),
            ("until-day", last, "Enter the last day."),
        ] {
            if day.is_none() {
                errors.push(Mistake::new(field, words));
            }
        }
    }
    if person == access.asker().employee_number {
        errors.push(Mistake::new("person", OWN));
    }
    if let (Some(away_from), Some(back_on), Some(last), true) =
        (away_from, back_on, last, errors.is_empty())
    {
        let new = ReturnGraceFact {
            employee_number: person.clone(),
            away_from,
            back_on,
            until: last,
            reason: reason.clone(),
            approved_by: approved_by.clone(),
        };
        let refusal = if confirmed(&form) {
            let (actor, now) = (access.asker().actor(), clock.now());
            match record::give_return_grace(organisation, &new, &actor, now, today).await? {
                Ok(_) => return see("/exemptions/returns?done=given"),
                Err(refusal) => refusal,
            }
        } else {
            match record::return_grace(organisation, &new, today).await? {
                Ok(fact) => {
                    let form = [
                        ("person", person.as_str()),
                        ("away-day", &away.day),
                        ("away-month", &away.month),
                        ("away-year", &away.year),
                        ("back-day", &back.day),
                        ("back-month", &back.month),
                        ("back-year", &back.year),
                        ("until-day", &until.day),
                        ("until-month", &until.month),
                        ("until-year", &until.year),
                        ("reason", &reason),
                        ("approved_by", &approved_by),
                    ];
                    return preview(&visit, organisation, fact, &form).await;
                }
                Err(refusal) => refusal,
            }
        };
        errors.push(refusal.into());
    }
    let days = organisation.settings().await?.whole("return-grace-days", today);
    visit.refused(|csrf| ReturnPage {
        csrf,
        days,
        person,
        away,
        back,
        until,
        reason,
        approved_by,
        errors,
    })
}

async fn preview(
    visit: &Visit,
    organisation: &Organisation,
    fact: ReturnGraceFact,
    form: &[(&str, &str)],
) -> Answer {
    let name = name_of(organisation, &fact.employee_number).await?;
    let on = visit.app.settings.clock.today().max(fact.back_on);
    let effect =
        effect(organisation, &visit.app.shelf, on, &[Supposed::ReturnGrace(fact.clone())]).await?;
    visit.note(organisation, "saw what time after leave changes", &fact.employee_number);
    decide(
        visit,
        DecidePage {
            lines: vec![format!(
                "For training that ran out between {} and {}.",
                long_date(fact.away_from),
                long_date(fact.back_on)
            )],
            effect: Some(table(&effect)),
            hidden: carried(form),
            button: Some("Give the time".to_owned()),
            ..DecidePage::new(
                format!("Give {name} until {}", long_date(fact.until)),
                "/exemptions/returns",
                Link::new("Back from leave", "/exemptions/returns"),
            )
        },
    )
}

pub(in crate::web) async fn ask_to_take(
    visit: Visit,
    access: Access,
    Path(grace): Path<String>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    taking(&visit, organisation, &grace, String::new(), Vec::new()).await
}

async fn taking(
    visit: &Visit,
    organisation: &Organisation,
    grace: &str,
    reason: String,
    errors: Vec<Mistake>,
) -> Answer {
    let Ok(id) = grace.parse::<i64>() else { return visit.not_found() };
    let found = organisation.fact::<ReturnGraceFact>(id).await?;
    let Some(found) = found.filter(|kept| kept.voided.is_none()) else { return visit.not_found() };
    let fact = found.fact;
    let name = name_of(organisation, &fact.employee_number).await?;
    let today = visit.app.settings.clock.today();
    let effect = effect(
        organisation,
        &visit.app.shelf,
        today,
        &[Supposed::WithoutReturnGrace(fact.clone())],
    )
    .await?;
    visit.note(organisation, "saw time after leave", &fact.employee_number);
    let asked = TakingBack {
        heading: format!("Take the time of {name} back"),
        line: format!(
            "{name} has until {}, agreed by {}. {}",
            long_date(fact.until),
            fact.approved_by,
            fact.reason
        ),
        effect,
        action: format!("/exemptions/returns/{id}"),
        button: "Take it back",
        back: Link::new("Back from leave", "/exemptions/returns"),
    };
    take_back(visit, asked, reason, errors)
}

pub(in crate::web) async fn take(
    visit: Visit,
    access: Access,
    Path(grace): Path<String>,
    form: Bytes,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Ok(id) = grace.parse::<i64>() else { return visit.not_found() };
    let reason = fields::line(&form, "reason");
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    match record::void_return_grace(organisation, id, &reason, &actor, now).await? {
        Ok(_) => see("/exemptions/returns?done=taken"),
        Err(refusal) => {
            let errors = vec![Mistake::new("reason", refusal.words)];
            taking(&visit, organisation, &grace, reason, errors).await
        }
    }
}
