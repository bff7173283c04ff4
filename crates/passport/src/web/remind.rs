//! A manager, or a training lead, reminds somebody whose record they may see.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use passport_pages::Link;
use passport_pages::pages::{Mistake, RemindChoice, RemindPage};

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{address, fields, query};
use crate::access::{Access, Record};
use crate::reminders::{NotReminded, Offer, offer, remind};

pub(super) async fn show(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(employee_number): Path<String>,
) -> Answer {
    let Some(record) = others(&access, &employee_number) else {
        return refused(&visit, &access, &employee_number);
    };
    let Some(offer) = offered(&visit, &record).await? else {
        return refused(&visit, &access, &employee_number);
    };
    visit.note(access.account().organisation(), "saw passport", &employee_number);
    let done = query::parameter(&uri, "done").is_some();
    visit.form(|csrf| RemindPage { csrf, done, ..page(&employee_number, offer, &[]) })
}

pub(super) async fn act(
    visit: Visit,
    access: Access,
    Path(employee_number): Path<String>,
    form: Bytes,
) -> Answer {
    let Some(record) = others(&access, &employee_number) else {
        return refused(&visit, &access, &employee_number);
    };
    let Some(offer) = offered(&visit, &record).await? else {
        return refused(&visit, &access, &employee_number);
    };
    let is_chosen = |key: &str| query::field(&form, &field(key)).is_some();
    let keys = offer.lines.iter().map(|line| line.key.clone());
    let chosen: Vec<String> = keys.filter(|key| is_chosen(key)).collect();
    let note = fields::line(&form, "note");
    let (actor, clock) = (access.asker().actor(), visit.app.settings.clock);
    let organisation = record.organisation();
    let refusal =
        match remind(organisation, &employee_number, &chosen, &note, &actor, clock).await? {
            Ok(()) => {
                visit.app.bell.notify_one();
                let path = format!("{}/remind?done=sent", address::passport(&employee_number));
                return see(&path);
            }
            Err(NotReminded::Nobody) => return refused(&visit, &access, &employee_number),
            Err(refusal) => refusal,
        };
    let place = match refusal {
        NotReminded::NoteTooLong => "note".to_owned(),
        _ => offer.lines.first().map(|line| field(&line.key)).unwrap_or_default(),
    };
    let obstacle = match &refusal {
        NotReminded::Obstacle(words) => Some(words.clone()),
        _ => None,
    };
    let errors = match obstacle {
        Some(_) => Vec::new(),
        None => vec![Mistake::new(place, refusal.to_string())],
    };
    visit.refused(|csrf| {
        let again = page(&employee_number, offer, &chosen);
        let obstacle = obstacle.or(again.obstacle);
        RemindPage { csrf, note, errors, obstacle, ..again }
    })
}

/// The record of somebody else that the asker may see.
fn others<'a>(access: &'a Access, employee_number: &str) -> Option<Record<'a>> {
    access.record(employee_number).filter(|record| !record.own)
}

async fn offered(visit: &Visit, record: &Record<'_>) -> Result<Option<Offer>, Fault> {
    let today = visit.app.settings.clock.today();
    Ok(offer(record.organisation(), &record.employee_number, today).await?)
}

/// Nobody's number and a number one may not see are answered alike.
fn refused(visit: &Visit, access: &Access, number: &str) -> Answer {
    visit.note(access.account().organisation(), "denied", number);
    visit.not_found()
}

fn field(key: &str) -> String {
    format!("line-{key}")
}

fn page(employee_number: &str, offer: Offer, chosen: &[String]) -> RemindPage {
    let passport = address::passport(employee_number);
    RemindPage {
        csrf: String::new(),
        name: offer.name,
        action: format!("{passport}/remind"),
        back: Link::new("Passport", passport),
        lines: offer
            .lines
            .into_iter()
            .map(|line| RemindChoice {
                field: field(&line.key),
                chosen: chosen.contains(&line.key),
                title: line.title,
                words: line.words,
            })
            .collect(),
        note: String::new(),
        obstacle: offer.obstacle,
        done: false,
        errors: Vec::new(),
    }
}
