//! The room of settings: reading them with their dates, and setting one. Both
//! doors set through it, so that both refuse the same values.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::SettingFact;
use passport_core::setting::Setting;
use passport_store::{Known, Organisation};

use crate::delivery::{Secrets, check_setting};

/// Whether a setting is set where the server is alone, with `passport setting set`:
/// it names a place on the server, or where it connects to with its secrets, and
/// whoever may set it reaches beyond the organisation's data. Without a secret to
/// send there, a mail server may be named by an administrator; a folder may not.
#[must_use]
pub fn is_for_the_server(key: &str, value: &str, secrets: &Secrets) -> bool {
    match key {
        "import-folder" | "sso-issuer" | "sso-client-id" => true,
        "mail-to" => {
            let is_server = value.is_empty()
                || ["smtp://", "smtps://"].iter().any(|scheme| value.starts_with(scheme));
            secrets.secret.is_some() || !is_server
        }
        _ => false,
    }
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
