//! Who stands in for a manager: given, seen and taken away by the manager alone.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use passport_core::wording::long_date;
use passport_pages::pages::{DeputiesPage, DeputyRow};

use super::accounts::mistake;
use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{fields, query};
use crate::access::{Access, Deputies};
use crate::accounts::{Appointment, Deputy, Ended, appoint, deputies, dismiss};
use crate::clock::london;

pub(super) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(place) = access.deputies() else { return visit.not_found() };
    let done = match query::parameter(&uri, "done").as_deref() {
        Some("given") => Some("Your place is given"),
        Some("taken") => Some("Your place is taken back"),
        _ => None,
    };
    let page = page(&visit, place).await?;
    visit.form(|csrf| DeputiesPage { csrf, done: done.map(str::to_owned), ..page })
}

pub(super) async fn give(visit: Visit, access: Access, form: Bytes) -> Answer {
    let Some(place) = access.deputies() else { return visit.not_found() };
    let mut errors = Vec::new();
    let (from, first) = fields::day(&form, "from", "First day", &mut errors);
    let (to, last) = fields::day(&form, "to", "Last day", &mut errors);
    let (colleague, reason) = (fields::line(&form, "colleague"), fields::line(&form, "reason"));
    if errors.is_empty() {
        let asked = Appointment {
            colleague: colleague.clone(),
            from: first,
            to: last,
            reason: reason.clone(),
        };
        let (actor, clock) = (access.asker().actor(), visit.app.settings.clock);
        let (today, now) = (clock.today(), clock.now());
        match appoint(place.organisation(), place.manager, &asked, &actor, today, now).await? {
            Ok(_) => return see("/team/deputies?done=given"),
            Err(refusal) => errors.push(mistake(&refusal)),
        }
    }
    let page = page(&visit, place).await?;
    visit.refused(|csrf| DeputiesPage { csrf, colleague, from, to, reason, errors, ..page })
}

pub(super) async fn take(visit: Visit, access: Access, Path(grant): Path<String>) -> Answer {
    let Some(place) = access.deputies() else { return visit.not_found() };
    let Ok(grant) = grant.parse() else { return visit.not_found() };
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    match dismiss(place.organisation(), place.manager, grant, &actor, now).await? {
        Ok(()) => see("/team/deputies?done=taken"),
        Err(_) => visit.not_found(),
    }
}

async fn page(visit: &Visit, place: Deputies<'_>) -> Result<DeputiesPage, Fault> {
    let clock = visit.app.settings.clock;
    let (today, now) = (clock.today(), clock.now());
    let all = deputies(place.organisation(), place.manager, today, now).await?;
    let (past, standing): (Vec<Deputy>, Vec<Deputy>) =
        all.into_iter().partition(|deputy| deputy.ended.is_some());
    let row = |deputy: Deputy| DeputyRow {
        grant: deputy.grant,
        state: match (deputy.ended, deputy.from) {
            (Some(Ended::OnItsLastDay(_)), _) => "Over".to_owned(),
            (Some(Ended::TakenAway(at)), _) => {
                format!("Taken away on {}", long_date(at.to_zoned(london()).date()))
            }
            (None, Some(from)) if from > today => "Not begun".to_owned(),
            (None, _) => "Stands in now".to_owned(),
        },
        name: deputy.name,
        from: deputy.from,
        to: deputy.to,
        reason: deputy.reason,
    };
    Ok(DeputiesPage {
        deputies: standing.into_iter().map(row).collect(),
        past: past.into_iter().map(row).collect(),
        ..DeputiesPage::default()
    })
}
