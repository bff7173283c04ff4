//! One's own account: where one is logged in, and the password.

use axum::body::Bytes;
use axum::http::{StatusCode, Uri};
use passport_core::wording::long_date;
use passport_pages::pages::{AccountPage, HeldRole, SessionLine};

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{log_in, password, query, team};
use crate::access::credentials::Password;
use crate::access::{Access, OwnAccount, Role};
use crate::accounts::{deputies, held};
use crate::clock::london;

pub(super) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let page = page(&visit, &access).await?;
    let done = (query::parameter(&uri, "done").as_deref() == Some("password"))
        .then(|| "Your password is changed, and you are logged out everywhere else".to_owned());
    visit.form(|csrf| AccountPage { csrf, done, ..page })
}

pub(super) async fn change_password(visit: Visit, access: Access, form: Bytes) -> Answer {
    let own = access.account();
    let organisation = own.organisation();
    let Some(account) = organisation.account(own.id).await? else {
        return Err(Fault::broken("a session without an account"));
    };
    let refuse = async |field: &str, words: String| -> Answer {
        let page = page(&visit, &access).await?;
        let error = Some((field.to_owned(), words));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        visit.form_again(status, |csrf| AccountPage { csrf, error, ..page })
    };
    if let Some(words) = password::refused(&visit, organisation, &account, &form, "current").await?
    {
        return refuse("current", words).await;
    }
    let new = Password::typed(query::field(&form, "new").unwrap_or_default());
    match password::chosen(&visit, organisation, &account, &new).await? {
        Err(words) => refuse("new", words).await,
        Ok(hash) => {
            let now = visit.app.settings.clock.now();
            let actor = access.asker().actor();
            let mut change = organisation.begin(&actor, "password changed", now).await?;
            change.concerns(&account.employee_number);
            change.set_password(own.id, &hash, now).await?;
            change.commit().await?;
            // Under a new token; elsewhere one is logged out.
            let proof = access.proof();
            log_in::enter(&visit, organisation, &account, proof, "/account?done=password").await
        }
    }
}

pub(super) async fn end_session(visit: Visit, access: Access, form: Bytes) -> Answer {
    let own = access.account();
    let wanted = query::field(&form, "session").unwrap_or_default();
    let sessions = own.organisation().sessions_of(own.id).await?;
    // Only one's own: another's is not among them.
    if sessions.iter().any(|session| session.token_hash == wanted) {
        let now = visit.app.settings.clock.now();
        own.organisation().end_session(&wanted, now).await?;
        visit.note(own.organisation(), "logged out elsewhere", &access.asker().employee_number);
    }
    see("/account")
}

async fn page(visit: &Visit, access: &Access) -> Result<AccountPage, Fault> {
    let own: OwnAccount<'_> = access.account();
    let account = own.organisation().account(own.id).await?;
    let asker = access.asker();
    let local = |at: jiff::Timestamp| at.to_zoned(london()).datetime();
    let mut sessions: Vec<SessionLine> = own
        .organisation()
        .sessions_of(own.id)
        .await?
        .into_iter()
        .map(|row| SessionLine {
            current: row.token_hash == own.session,
            id: row.token_hash,
            browser: row.browser,
            began: local(row.began_at),
            seen: local(row.seen_at),
        })
        .collect();
    sessions.sort_by_key(|session| !session.current);
    Ok(AccountPage {
        name: asker.name.clone(),
        email: account.map(|account| account.email).unwrap_or_default(),
        staff: asker.roles.include(Role::Staff),
        roles: asker.roles.names().map(str::to_owned).collect(),
        given: given(visit, access).await?,
        places: places(visit, access).await?,
        sessions,
        ..AccountPage::default()
    })
}

/// The roles given beside what follows from the record, with their dates.
async fn given(visit: &Visit, access: &Access) -> Result<Vec<HeldRole>, Fault> {
    let own = access.account();
    let today = visit.app.settings.clock.today();
    let held = held(own.organisation(), own.id, today).await?.into_iter();
    let role = held.map(|held| HeldRole {
        what: held.what,
        from: held.grant.date_from,
        to: held.grant.date_to,
        reason: held.grant.reason,
        take: None,
    });
    Ok(role.collect())
}

/// Whose place one is in today, and who is in one's own or will be.
async fn places(visit: &Visit, access: &Access) -> Result<Vec<String>, Fault> {
    let mut places = Vec::new();
    for place in access.asker().stands_in() {
        places.push(team::stands_in(access.organisation(), place).await?);
    }
    let Some(own) = access.deputies() else { return Ok(places) };
    let clock = visit.app.settings.clock;
    let all = deputies(own.organisation(), own.manager, clock.today(), clock.now()).await?;
    for deputy in all.into_iter().filter(|deputy| deputy.ended.is_none()) {
        let from = deputy.from.filter(|from| *from > clock.today());
        let from = from.map(|day| format!(" from {}", long_date(day))).unwrap_or_default();
        let to = deputy.to.map(|day| format!(" until {}", long_date(day))).unwrap_or_default();
        places.push(format!("{} stands in for you{from}{to}", deputy.name));
    }
    Ok(places)
}
