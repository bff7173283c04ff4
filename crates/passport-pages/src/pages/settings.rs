//! The organisation's settings, with the days from which their values hold.

use jiff::civil::Date;
use serde::Serialize;

use super::{Mistake, TypedDate};
use crate::Page;

/// Every setting.
#[derive(Clone, Debug, Serialize)]
pub struct SettingsPage {
    /// The day of the values.
    pub as_at: Date,
    /// What was done by the form before.
    pub done: Option<String>,
    /// The settings.
    pub settings: Vec<SettingRow>,
}

/// A setting.
#[derive(Clone, Debug, Serialize)]
pub struct SettingRow {
    /// `warning-months`.
    pub key: String,
    /// What it decides.
    pub meaning: String,
    /// Its value on the day.
    pub value: String,
    /// Values from later days on.
    pub coming: Vec<ComingValue>,
    /// Where it is changed; `None`: on the server only.
    pub change: Option<String>,
}

/// A value that will hold.
#[derive(Clone, Debug, Serialize)]
pub struct ComingValue {
    /// The first day.
    pub from: Date,
    /// The value.
    pub value: String,
}

/// Changing one setting.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SettingPage {
    /// The token against forged requests.
    pub csrf: String,
    /// Where the form posts.
    pub action: String,
    /// `warning-months`.
    pub key: String,
    /// What it decides.
    pub meaning: String,
    /// The value where none is set.
    pub default: String,
    /// The value that was typed, or that holds.
    pub value: String,
    /// Values from later days on.
    pub coming: Vec<ComingValue>,
    /// The first day.
    pub from: TypedDate,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl Page for SettingsPage {
    const TEMPLATE: &'static str = "pages/settings.html";

    fn heading(&self) -> String {
        "Settings".to_owned()
    }
}

impl Page for SettingPage {
    const TEMPLATE: &'static str = "pages/setting.html";

    fn heading(&self) -> String {
        format!("Change {}", self.key)
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
