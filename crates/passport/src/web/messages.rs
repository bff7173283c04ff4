//! Every message sent to somebody: to oneself, or, for training leads, to anyone.

use axum::extract::Path;
use axum::http::Uri;
use passport_pages::Link;
use passport_pages::pages::{Arrival, MessageRow, MessagesPage, Paging};
use passport_store::Organisation;

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{address, query};
use crate::access::{Access, Role};
use crate::clock::london;
use crate::reminders::{Arrived, Written, written_to};

/// Messages to a page.
const PAGE: usize = 50;

pub(super) async fn own(visit: Visit, access: Access, uri: Uri) -> Answer {
    let asker = access.asker();
    let organisation = access.account().organisation();
    let all = written_to(organisation, Some(asker.account), &asker.employee_number).await?;
    page(&visit, &uri, all, "/messages", None, None)
}

pub(super) async fn of(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(employee_number): Path<String>,
) -> Answer {
    let lead = access.asker().roles.include(Role::TrainingLead);
    let record = access.record(&employee_number).filter(|_| lead);
    let organisation = access.account().organisation();
    let name = match &record {
        Some(record) => name_of(record.organisation(), &employee_number).await?,
        None => None,
    };
    let (Some(record), Some(name)) = (record, name) else {
        visit.note(organisation, "denied", &employee_number);
        return visit.not_found();
    };
    visit.note(organisation, "saw messages", &employee_number);
    let account = record.organisation().account_of(&employee_number).await?;
    let account = account.map(|account| account.id);
    let all = written_to(record.organisation(), account, &employee_number).await?;
    let passport = address::passport(&employee_number);
    let back = Link::new("Passport", passport.clone());
    page(&visit, &uri, all, &format!("{passport}/messages"), Some(name), Some(back))
}

/// The name on record, of somebody who is.
pub(super) async fn name_of(
    organisation: &Organisation,
    employee_number: &str,
) -> Result<Option<String>, Fault> {
    let known = passport_store::Known::Now;
    let people =
        organisation.facts_of::<passport_core::facts::PersonFact>(known, employee_number).await?;
    Ok(people.first().map(|person| crate::compliance::details(&person.fact).name()))
}

fn page(
    visit: &Visit,
    uri: &Uri,
    all: Vec<Written>,
    base: &str,
    name: Option<String>,
    back: Option<Link>,
) -> Answer {
    let last = all.len().div_ceil(PAGE).max(1);
    let current = query::page(uri);
    if current > last {
        return see(base);
    }
    let messages = all.into_iter().skip((current - 1) * PAGE).take(PAGE).map(row).collect();
    let paging = Some(Paging { current, last, href: format!("{base}?page=") });
    visit.page(&MessagesPage { name, back, messages, paging })
}

fn row(written: Written) -> MessageRow {
    MessageRow {
        at: written.at.to_zoned(london()).datetime(),
        subject: written.subject,
        about: written.about,
        note: written.note,
        rule: written.rule,
        address: written.address,
        outcome: match written.arrived {
            Arrived::Sent => Arrival::Sent,
            Arrived::Waiting => Arrival::Waiting,
            Arrived::NotReached => Arrival::NotReached,
            Arrived::InDoubt => Arrival::InDoubt,
        },
        detail: written.detail,
    }
}
