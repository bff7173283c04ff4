//! The room of settings: reading them with their dates, and setting one. Both
//! doors set through it, so that both refuse the same values.

use std::net::IpAddr;

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::SettingFact;
use passport_core::setting::Setting;
use passport_store::{Known, Organisation};

use url::Url;

use crate::clock::london;
use crate::delivery::{Secret, Secrets, check_setting};

/// Whether a setting is set where the server is alone, with `passport setting set`:
/// it names a place on the server, or where it connects to with its secrets, and
/// whoever may set it reaches beyond the organisation's data. Without a secret to
/// send there, a mail server may be named by an administrator; a folder may not.
#[must_use]
pub fn is_for_the_server(key: &str, value: &str, secrets: &Secrets) -> bool {
    match key {
        "import-folder" | "sso-issuer" | "sso-client-id" | "sso-employee-number-claim" => true,
        // Every link in an email begins with it.
        "site-address" => !(value.is_empty() || value.starts_with("https://")),
        "mail-to" => {
            secrets.secret.as_ref().is_some_and(Secret::is_there)
                || !(value.is_empty() || is_mail_server(value))
        }
        _ => false,
    }
}

/// Whether this is a mail server as others run it: by name, on a port of mail. What
/// is on this machine or beside it is not looked into from a page.
fn is_mail_server(value: &str) -> bool {
    let Ok(url) = Url::parse(value) else { return false };
    let by_name = url.host_str().is_some_and(|host| {
        host != "localhost" && host.contains('.') && host.parse::<IpAddr>().is_err()
    });
    matches!(url.scheme(), "smtp" | "smtps")
        && by_name
        && matches!(url.port(), None | Some(25 | 465 | 587))
}

/// Why a setting cannot have a value, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

/// Sets a setting from a day on; always if none is given.
///
/// # Errors
/// When the database fails.
pub async fn set(
    organisation: &Organisation,
    key: &str,
    value: &str,
    from: Option<Date>,
    actor: &str,
    now: Timestamp,
) -> Result<Result<(), Refused>> {
    if let Err(error) = Setting::find(key).and_then(|known| known.check(value)) {
        return Ok(Err(Refused(error.to_string())));
    }
    if let Err(error) = check_setting(key, value) {
        return Ok(Err(Refused(error.to_string())));
    }
    let mut change = organisation.begin(actor, &format!("set {key}"), now).await?;
    // A value without a day is for always; where one with a day is in force it would
    // change nothing today, which nobody means.
    let today = now.to_zoned(london()).date();
    let dated =
        organisation.facts::<SettingFact>(Known::Now).await?.into_iter().any(|known| {
            known.fact.key == key && known.fact.date_from.is_some_and(|day| day <= today)
        });
    let from = from.or(dated.then_some(today));
    let fact = SettingFact { key: key.to_owned(), value: value.to_owned(), date_from: from };
    change.record(&[fact]).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// The values that settings will have from later days on: key, day and value. Of
/// two for one day the later recorded stands.
///
/// # Errors
/// When the database fails.
pub async fn coming(
    organisation: &Organisation,
    today: Date,
) -> Result<Vec<(String, Date, String)>> {
    let mut coming: Vec<(String, Date, String)> = Vec::new();
    for recorded in organisation.facts::<SettingFact>(Known::Now).await? {
        let SettingFact { key, value, date_from: Some(from) } = recorded.fact else { continue };
        if from > today {
            coming.retain(|(known, day, _)| (known, *day) != (&key, from));
            coming.push((key, from, value));
        }
    }
    coming.sort();
    Ok(coming)
}
