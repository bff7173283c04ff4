//! Accounts, roles and sessions for tests, made without the pages that make them.

use jiff::civil::Date;
use passport::access::Token;
use passport_core::facts::{GrantFact, GrantedRole};
use passport_store::{NewAccount, Organisation};

use super::support::{Answer, Browser, Trust, clock};

/// The organisation of a code.
pub async fn organisation(trust: &Trust, code: &str) -> Organisation {
    trust.store.organisation(Some(code)).await.expect("an organisation")
}

/// Opens an account with roles, each of something; its number. An empty employee
/// number is someone who is not staff.
pub async fn staff(
    organisation: &Organisation,
    number: &str,
    name: &str,
    roles: &[(GrantedRole, &str)],
) -> i64 {
    let now = clock().now();
    let mut change = organisation.begin("test", "account opened", now).await.expect("begun");
    let local = if number.is_empty() { name } else { number }.replace([' ', '/'], ".");
    let new = NewAccount {
        employee_number: number.into(),
        name: name.into(),
        email: format!("{local}@accounts.example.nhs.uk"),
    };
    let account = change.open_account(&new, now).await.expect("opened").expect("a free address");
    // They have chosen a password, which no test types.
    change.set_password(account, "chosen", now).await.expect("set");
    let grants: Vec<GrantFact> =
        roles.iter().map(|(role, of)| grant_of(account, *role, of, None)).collect();
    change.record(&grants).await.expect("recorded");
    change.commit().await.expect("committed");
    account
}

/// Gives an account a role; the grant's number.
pub async fn grant(
    organisation: &Organisation,
    account: i64,
    role: GrantedRole,
    of: &str,
    to: Option<Date>,
) -> i64 {
    let mut change = organisation.begin("test", "role given", clock().now()).await.expect("begun");
    let ids = change.record(&[grant_of(account, role, of, to)]).await.expect("recorded");
    change.commit().await.expect("committed");
    ids[0]
}

/// Voids a grant.
pub async fn revoke(organisation: &Organisation, grant: i64) {
    let mut change =
        organisation.begin("test", "role taken away", clock().now()).await.expect("begun");
    change.void::<GrantFact>(&[grant]).await.expect("voided");
    change.commit().await.expect("committed");
}

fn grant_of(account: i64, role: GrantedRole, of: &str, to: Option<Date>) -> GrantFact {
    let (scope, reason) = (of.to_owned(), "test".to_owned());
    GrantFact { account, role, scope, date_from: None, date_to: to, reason }
}

/// A browser in which an account is logged in.
pub async fn enter(trust: &Trust, organisation: &Organisation, account: i64) -> Browser {
    let token = Token::new().expect("randomness");
    organisation
        .begin_session(account, &token.hash(), "second factor", "Firefox on Windows", clock().now())
        .await
        .expect("a session");
    trust.with_cookie(&token.text())
}

/// Sends a form with the token of a page; each field is encoded.
pub async fn send(browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> Answer {
    let csrf = browser.get("/account").await.hidden("csrf");
    let mut text = format!("csrf={csrf}");
    for (name, value) in form {
        text.push_str(&format!("&{name}={}", encoded(value)));
    }
    browser.post(path, &text).await
}

/// Percent-encoded, all but letters and digits.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(plain).collect()
}

/// What the audit holds: action, whom it is about, and its details as JSON.
pub async fn audit(trust: Trust, code: &str) -> Vec<(String, String, String)> {
    let organisation = organisation(&trust, code).await;
    trust.writer.close().await.expect("written");
    let entries = organisation
        .audit_entries(&passport_store::AuditFilter::default(), None, 1_000)
        .await
        .expect("entries");
    entries
        .into_iter()
        .map(|entry| {
            let details = entry.details.map(|details| format!("{details:?}")).unwrap_or_default();
            (entry.action, entry.about, details)
        })
        .collect()
}
