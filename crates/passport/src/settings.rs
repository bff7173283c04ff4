//! The room of settings: reading them with their dates, and setting one. Both
//! doors set through it, so that both refuse the same values.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::SettingFact;
use passport_core::setting::Setting;
use passport_store::{Known, Organisation};

use crate::delivery::check_setting;

/// Settings that name places on the server, or where it connects to with its
/// secrets. Whoever may set them reaches beyond the organisation's data, so they
/// are set where the server is, with `passport setting set`.
pub const ON_THE_SERVER: [&str; 2] = ["import-folder", "mail-to"];

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
