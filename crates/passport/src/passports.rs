//! Passports as they are shown, for one person or many: what every door and
//! every delivery asks for.

use jiff::civil::Date;
use passport_core::present::{self, Context, Imported, Passport};
use passport_core::setting::Settings;
use passport_store::{Known, Organisation, StoreError};

use crate::compliance::{Loaded, Rules, imported, person, rules};

/// What all passports of an organisation on one day have in common.
#[derive(Debug)]
pub struct Passports<'r> {
    rules: &'r Rules,
    context: Context,
    site: String,
}

impl<'r> Passports<'r> {
    /// Prepares to show passports on a day.
    pub async fn new(
        organisation: &Organisation,
        rules: &'r Rules,
        as_at: Date,
    ) -> Result<Self, StoreError> {
        let imported = imported(organisation, rules.known).await?;
        Ok(Self::with(&organisation.name, rules, as_at, imported))
    }

    /// As [`Passports::new`], with the newest import at hand.
    #[must_use]
    pub fn with(
        organisation: &str,
        rules: &'r Rules,
        as_at: Date,
        imported: Option<Imported>,
    ) -> Self {
        let settings: &Settings = &rules.book.settings;
        let text = |key: &str| Some(settings.get(key, as_at).to_owned()).filter(|v| !v.is_empty());
        let context = Context {
            as_at,
            organisation: organisation.into(),
            imported,
            page: None,
            contact: text("contact"),
        };
        let site = text("site-address").unwrap_or_default();
        Self { rules, context, site: site.trim_end_matches('/').into() }
    }

    /// One person's passport.
    #[must_use]
    pub fn present(&self, loaded: &Loaded) -> Passport {
        let context = Context { page: Some(self.page()), ..self.context.clone() };
        present::passport(
            &self.rules.book,
            &self.rules.catalogue,
            &loaded.person,
            &loaded.details,
            &loaded.enrolments,
            &context,
        )
        .with_queries(&loaded.disputed)
    }

    /// The address that opens the reader's own passport. It names nobody: who
    /// opens it must log in, and sees their own.
    fn page(&self) -> String {
        format!("{}/passport", self.site)
    }
}

/// One person's passport on a day, if the organisation knows the number.
pub async fn one(
    organisation: &Organisation,
    known: Known,
    employee_number: &str,
    as_at: Date,
) -> Result<Option<Passport>, StoreError> {
    let rules = rules(organisation, known, as_at).await?;
    let Some(loaded) = person(organisation, &rules, employee_number).await? else {
        return Ok(None);
    };
    Ok(Some(Passports::new(organisation, &rules, as_at).await?.present(&loaded)))
}
