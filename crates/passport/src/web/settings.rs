//! The organisation's settings: what each decides, its value, and changing it.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use jiff::civil::Date;
use passport_core::setting::{SETTINGS, Setting};
use passport_pages::pages::{ComingValue, Mistake, SettingPage, SettingRow, SettingsPage};
use passport_store::Organisation;

use super::accounts::administration;
use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{fields, query};
use crate::access::Access;
use crate::delivery::Secrets;
use crate::settings::{coming, is_for_the_server, set};

pub(super) async fn list(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = administration(&access)?.organisation();
    let today = visit.app.settings.clock.today();
    let (settings, later) = (organisation.settings().await?, coming(organisation, today).await?);
    let rows = SETTINGS.iter().map(|setting| SettingRow {
        key: setting.key.to_owned(),
        meaning: setting.meaning.to_owned(),
        value: settings.get(setting.key, today).to_owned(),
        coming: of(&later, setting.key),
        change: changed_here(setting).then(|| format!("/settings/{}", setting.key)),
    });
    let done = query::parameter(&uri, "done").and_then(|key| Setting::find(&key).ok());
    visit.page(&SettingsPage {
        as_at: today,
        done: done.map(|setting| format!("{} is saved", setting.key)),
        settings: rows.collect(),
    })
}

pub(super) async fn one(visit: Visit, access: Access, Path(key): Path<String>) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some(setting) = known(&key) else { return visit.not_found() };
    let today = visit.app.settings.clock.today();
    let value = organisation.settings().await?.get(setting.key, today).to_owned();
    let page = page(organisation, setting, today).await?;
    visit.form(|csrf| SettingPage { csrf, value, from: fields::parts(today), ..page })
}

pub(super) async fn change(
    visit: Visit,
    access: Access,
    Path(key): Path<String>,
    form: Bytes,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some(setting) = known(&key) else { return visit.not_found() };
    let (today, now) = (visit.app.settings.clock.today(), visit.app.settings.clock.now());
    let value = fields::line(&form, "value");
    let mut errors = Vec::new();
    let (from, day) = fields::day(&form, "from", "First day", &mut errors);
    if !may_be(setting, &value) {
        let words = match setting.key {
            "site-address" => "Enter an address that begins with https://",
            _ => {
                "Enter a mail server by name, such as smtp://smtp.example.nhs.uk: anything else is set where the server is."
            }
        };
        errors.push(Mistake::new("value", words));
    }
    if errors.is_empty() {
        let (from, actor) = (Some(day.unwrap_or(today)), access.asker().actor());
        match set(organisation, setting.key, &value, from, &actor, now).await? {
            Ok(()) => {
                visit.app.renew_face().await?;
                return see(&format!("/settings?done={}", setting.key));
            }
            Err(refused) => errors.push(Mistake::new("value", refused.to_string())),
        }
    }
    let page = page(organisation, setting, today).await?;
    visit.refused(|csrf| SettingPage { csrf, value, from, errors, ..page })
}

/// The setting of a key, if it is changed from a page.
fn known(key: &str) -> Option<&'static Setting> {
    Setting::find(key).ok().filter(|setting| changed_here(setting))
}

fn changed_here(setting: &Setting) -> bool {
    may_be(setting, "")
}

/// Whether a setting may be set to a value from a page.
fn may_be(setting: &Setting, value: &str) -> bool {
    let secrets = Secrets::find(|name| std::env::var(name).ok());
    !is_for_the_server(setting.key, value, &secrets)
}

async fn page(
    organisation: &Organisation,
    setting: &Setting,
    today: Date,
) -> Result<SettingPage, Fault> {
    Ok(SettingPage {
        action: format!("/settings/{}", setting.key),
        key: setting.key.to_owned(),
        meaning: setting.meaning.to_owned(),
        default: setting.default.to_owned(),
        coming: of(&coming(organisation, today).await?, setting.key),
        ..SettingPage::default()
    })
}

fn of(later: &[(String, Date, String)], key: &str) -> Vec<ComingValue> {
    let of_key = later.iter().filter(|(known, _, _)| known == key);
    of_key.map(|(_, from, value)| ComingValue { from: *from, value: value.clone() }).collect()
}
