//! One line of a passport: why it is required, why it has its date, and "if I do it
//! on this day, when does it next fall due?".

use axum::extract::Path;
use axum::http::Uri;
use jiff::ToSpan;
use jiff::civil::Date;
use passport_core::record::Person;
use passport_core::wording::long_date;
use passport_pages::Link;
use passport_pages::pages::{LinePage, Mistake};

use super::answer::Answer;
use super::visit::Visit;
use super::{address, fields, passport};
use crate::access::{Access, Record};
use crate::passports::Passports;

/// Years ahead that can be asked about: longer than any period there is.
const YEARS: i64 = 10;

pub(super) async fn own(visit: Visit, access: Access, uri: Uri, Path(key): Path<String>) -> Answer {
    let Some(record) = access.own() else { return passport::refused(&visit, &access, "") };
    page(&visit, &access, &record, &uri, &key).await
}

pub(super) async fn of(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path((employee_number, key)): Path<(String, String)>,
) -> Answer {
    let Some(record) = access.record(&employee_number) else {
        return passport::refused(&visit, &access, &employee_number);
    };
    page(&visit, &access, &record, &uri, &key).await
}

async fn page(visit: &Visit, access: &Access, record: &Record<'_>, uri: &Uri, key: &str) -> Answer {
    let today = visit.app.settings.clock.today();
    let asked = uri.query().unwrap_or_default().as_bytes();
    let mut errors = Vec::new();
    let (typed, mut day) = fields::day(asked, "on", "The day", &mut errors);
    let organisation = record.organisation();
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let number = &record.employee_number;
    let loaded = stand.person(number);
    let earliest = loaded.as_ref().and_then(|loaded| began(&loaded.person)).unwrap_or(today);
    let latest = today.saturating_add(YEARS.years());
    if day.is_some_and(|day| day < earliest.min(today) || day > latest) {
        day = None;
        let between = format!("{} and {}", long_date(earliest.min(today)), long_date(latest));
        errors.push(Mistake::new("on-day", format!("The day must be between {between}.")));
    }
    let passports = passport::read_by(
        record,
        Passports::with(&organisation.name, &stand.rules, today, stand.imported),
    );
    let explained = loaded.and_then(|loaded| passports.explain(&loaded, key, day));
    let Some(explained) = explained else { return visit.not_found() };
    visit.note_with(organisation, "saw passport", number, &[("line", &explained.line.title)]);
    let back = match record.own {
        true => Link::new("Your training passport", "/passport"),
        false => Link::new("Training passport", address::passport(number)),
    };
    let name = (!record.own).then_some(explained.name);
    let page = LinePage::new(&explained.line, explained.explanation, back, name);
    let wrong = record.own.then(|| format!("/queries/new?line={}", explained.line.key));
    visit.page(&LinePage { wrong, day: typed, answer: explained.answer, errors, ..page })
}

/// The first day of somebody's first post: nothing was asked of them before.
fn began(person: &Person) -> Option<Date> {
    let postings = person.assignments.iter().flat_map(|assignment| &assignment.postings);
    postings.filter_map(|posting| posting.start).min()
}
