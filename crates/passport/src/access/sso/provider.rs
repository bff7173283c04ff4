//! An organisation's identity provider, as its settings of the day and the
//! environment describe it.

use std::collections::HashMap;
use std::fmt;

use jiff::civil::Date;
use openidconnect::ClientSecret;
use passport_core::setting::{Setting, Settings};

/// Where the secret of the only organisation stands, and with `_CODE` behind it
/// that of one of several.
const VARIABLE: &str = "PASSPORT_SSO_SECRET";

/// An identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its name for itself, letter for letter.
    pub issuer: String,
    /// What the button says.
    pub name: String,
    /// The claim with the employee number; empty where nobody is linked by it.
    pub claim: String,
    /// Where it sends browsers back to.
    pub return_to: String,
    pub(super) client_id: String,
    pub(super) secret: Option<Secret>,
}

/// A client secret, never shown.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(String);

impl Secret {
    pub fn for_client(&self) -> ClientSecret {
        ClientSecret::new(self.0.clone())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// The client secrets of all organisations.
#[derive(Clone, Debug, Default)]
pub struct Secrets(HashMap<String, Secret>);

impl Secrets {
    /// From the environment, which the caller hands over.
    #[must_use]
    pub fn find(environment: impl Iterator<Item = (String, String)>) -> Self {
        let ours = environment.filter(|(name, value)| {
            !value.is_empty() && (name == VARIABLE || name.starts_with(&format!("{VARIABLE}_")))
        });
        Self(ours.map(|(name, value)| (name, Secret(value))).collect())
    }

    /// From the environment of this process.
    #[must_use]
    pub fn from_environment() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self::find(std::env::vars_os().filter_map(text))
    }

    /// The secret of the organisation of a code. The one without a code is the
    /// only organisation's: of several, each would send it to another's provider.
    fn of(&self, code: &str, is_only: bool) -> Option<&Secret> {
        let own = self.0.get(&variable(code));
        own.or_else(|| self.0.get(VARIABLE).filter(|_| is_only))
    }
}

/// The variable that holds the secret of one organisation.
fn variable(code: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    format!("{VARIABLE}_{}", code.chars().map(letter).collect::<String>())
}

impl Provider {
    /// As the settings have it on a day; nothing where there is none.
    #[must_use]
    pub fn of(
        settings: &Settings,
        day: Date,
        (code, is_only): (&str, bool),
        secrets: &Secrets,
    ) -> Option<Self> {
        let get = |key: &str| settings.get(key, day).trim().to_owned();
        let (issuer, client_id) = (get("sso-issuer"), get("sso-client-id"));
        if issuer.is_empty() || client_id.is_empty() {
            return None;
        }
        // A button says something, also where somebody set it to nothing.
        let unnamed = || Setting::find("sso-name").map_or("", |setting| setting.default).to_owned();
        let name = Some(get("sso-name")).filter(|name| !name.is_empty());
        Some(Self {
            issuer,
            client_id,
            name: name.unwrap_or_else(unnamed),
            claim: get("sso-employee-number-claim"),
            return_to: format!("{}{}", get("site-address").trim_end_matches('/'), super::RETURN),
            secret: secrets.of(code, is_only).cloned(),
        })
    }

    /// Whether there is a client secret; without one the provider must take this
    /// service for a public client.
    #[must_use]
    pub const fn has_secret(&self) -> bool {
        self.secret.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(all: &[(&str, &str)]) -> Secrets {
        Secrets::find(all.iter().map(|(name, value)| ((*name).into(), (*value).into())))
    }

    #[test]
    fn the_secret_of_one_organisation_is_never_given_to_another() {
        let all = secrets(&[
            ("PASSPORT_SSO_SECRET", "general"),
            ("PASSPORT_SSO_SECRET_RX1_A", "own"),
            ("PASSPORT_SSO_SECRETS", "another variable"),
            ("PASSPORT_SSO_SECRET_999", ""),
        ]);
        let of = |code, only| all.of(code, only).map(|secret| secret.0.as_str());
        assert_eq!(of("rx1-a", false), Some("own"));
        assert_eq!(of("rx1-a", true), Some("own"));
        assert_eq!(of("999", true), Some("general"));
        assert_eq!(of("999", false), None);
        assert_eq!(of("S", false), None);
    }

    #[test]
    fn a_secret_is_never_shown() {
        let shown = format!("{:?}", secrets(&[("PASSPORT_SSO_SECRET", "hunter2")]));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
