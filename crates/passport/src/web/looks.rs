//! Who looked at one's own record: what the audit says of it, to its owner.

use axum::http::Uri;
use jiff::Timestamp;
use passport_core::wording::capital;
use passport_pages::pages::{Look, LooksPage, Paging};

use passport_store::AuditEntry;

use super::actors::{Names, account};
use super::answer::{Answer, see};
use super::query;
use super::visit::Visit;
use crate::access::Access;
use crate::clock::london;

/// Entries to a page.
const PAGE: usize = 50;
/// The newest that are shown; `passport audit list` has them all.
const MOST: usize = 2_000;

pub(super) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(record) = access.own() else { return visit.not_found() };
    let organisation = record.organisation();
    let number = &record.employee_number;
    let entries = organisation.audit_of(number, Timestamp::UNIX_EPOCH, MOST).await?;
    let (current, last) = (query::page(&uri), entries.len().div_ceil(PAGE).max(1));
    if current > last {
        return see("/looks");
    }
    let names = Names::load(organisation).await?;
    let own = format!("account {}", access.asker().account);
    let shown = entries.into_iter().skip((current - 1) * PAGE).take(PAGE).map(|entry| Look {
        at: entry.at.to_zoned(london()).datetime(),
        who: who(&entry.actor, &own, &names),
        what: what(&entry),
    });
    visit.page(&LooksPage {
        entries: shown.collect(),
        paging: Some(Paging { current, last, href: "/looks?page=".to_owned() }),
    })
}

/// Who did it, by name where it was someone with an account.
fn who(actor: &str, own: &str, names: &Names) -> String {
    match account(actor) {
        "" => "No longer kept".to_owned(),
        account if account == own => "You".to_owned(),
        // Asking for a link, and logging in, is done before one is logged in.
        "forgotten-password page" => "You, or someone who typed your address".to_owned(),
        "nobody" => "Someone who was not logged in".to_owned(),
        "command line" => "Someone who runs the server".to_owned(),
        account => names.find(actor).map_or_else(|| capital(account), str::to_owned),
    }
}

fn what(entry: &AuditEntry) -> String {
    let said = entry.details.as_ref().and_then(|details| details.get("what"));
    match (entry.action.as_str(), said.and_then(|what| what.as_str())) {
        ("denied", _) => "Was refused your passport".to_owned(),
        ("changed", Some(what)) => capital(what),
        ("changed", None) => "Changed something of it".to_owned(),
        (other, _) => capital(other),
    }
}
