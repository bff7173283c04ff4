//! Passports as they are shown, for one person or many: what every door and
//! every delivery asks for.

use jiff::civil::Date;
use passport_core::compliance::evaluate_passport;
use passport_core::present::{self, Context, Explanation, Imported, Line, Passport, Voice};
use passport_core::setting::Settings;
use passport_store::{Known, Organisation, StoreError};

use crate::compliance::{Loaded, Rules, imported, person, rules};

/// What all passports of an organisation on one day have in common.
#[derive(Debug)]
pub struct Passports<'r> {
    rules: &'r Rules,
    context: Context,
    site: String,
    /// The path of a person's page, by employee number.
    path: fn(&str) -> String,
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
            voice: Voice::Own,
        };
        let site = text("site-address").unwrap_or_default();
        Self { rules, context, site: site.trim_end_matches('/').into(), path: own_page }
    }

    /// The same for somebody else to read: it speaks of the person, and leads to the
    /// person's page, whose path the door knows.
    #[must_use]
    pub fn for_others(mut self, path: fn(&str) -> String) -> Self {
        self.context.voice = Voice::Other;
        self.path = path;
        self
    }

    /// One person's passport.
    #[must_use]
    pub fn present(&self, loaded: &Loaded) -> Passport {
        let page = format!("{}{}", self.site, (self.path)(&loaded.person.employee_number));
        let context = Context { page: Some(page), ..self.context.clone() };
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

    /// One line of a person's passport by its key, with what explains it and what
    /// doing it on a day would come to; none where the passport has no such line.
    #[must_use]
    pub fn explain(&self, loaded: &Loaded, key: &str, day: Option<Date>) -> Option<Explained> {
        let (book, person, as_at) = (&self.rules.book, &loaded.person, self.context.as_at);
        let line = self.present(loaded).lines.into_iter().find(|line| line.key == key)?;
        let evaluated = evaluate_passport(book, person, as_at);
        let keys = present::keys(book, &evaluated);
        let place = keys.iter().position(|other| *other == key)?;
        let evaluated = &evaluated[place];
        let answer =
            day.map(|day| present::on_day(book, person, evaluated, as_at, day, self.context.voice));
        Some(Explained {
            explanation: present::explain(book, person, evaluated, as_at, self.context.voice),
            answer: answer.unwrap_or_default(),
            name: loaded.details.name(),
            line,
        })
    }
}

/// The address that opens the reader's own passport. It names nobody: who opens it must
/// log in, and sees their own.
fn own_page(_: &str) -> String {
    "/passport".to_owned()
}

/// One line of a passport, explained.
#[derive(Clone, Debug)]
pub struct Explained {
    /// What the passport says of it.
    pub line: Line,
    /// Why it is required, and why it has its date.
    pub explanation: Explanation,
    /// What doing it on the day asked about would come to, as sentences.
    pub answer: Vec<String>,
    /// Whose it is.
    pub name: String,
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
