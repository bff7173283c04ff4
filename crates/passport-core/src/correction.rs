//! Corrections of a person's details: what the source has wrong, until the source
//! says something else (docs/decisions/0017-corrections.md).

use serde::{Deserialize, Serialize};

use crate::facts::PersonFact;

/// A detail that can be corrected here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DetailField {
    /// Ms, Dr and so on.
    Title,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// The name they go by.
    PreferredName,
    /// The work address.
    Email,
}

impl DetailField {
    /// Every one of them with its name, as stored.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Title, "title"),
        (Self::FirstName, "first-name"),
        (Self::LastName, "last-name"),
        (Self::PreferredName, "preferred-name"),
        (Self::Email, "email"),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }

    /// Its name in a sentence: `last name`.
    #[must_use]
    pub fn words(self) -> String {
        self.name().replace('-', " ")
    }

    /// The heading of a file under which a source says it.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::FirstName => "First Name",
            Self::LastName => "Last Name",
            Self::PreferredName => "Preferred Name",
            Self::Email => "Email",
        }
    }

    /// The detail of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(field, _)| *field)
    }

    /// What a person's record says.
    #[must_use]
    pub fn of(self, person: &PersonFact) -> &str {
        match self {
            Self::Title => &person.title,
            Self::FirstName => &person.first_name,
            Self::LastName => &person.last_name,
            Self::PreferredName => &person.preferred_name,
            Self::Email => &person.email,
        }
    }

    /// Writes it.
    pub fn set(self, person: &mut PersonFact, value: &str) {
        let place = match self {
            Self::Title => &mut person.title,
            Self::FirstName => &mut person.first_name,
            Self::LastName => &mut person.last_name,
            Self::PreferredName => &mut person.preferred_name,
            Self::Email => &mut person.email,
        };
        value.clone_into(place);
    }
}

/// A detail that the source has wrong, and what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionFact {
    /// Whose it is.
    pub employee_number: String,
    /// Which detail.
    pub field: DetailField,
    /// What the source says.
    pub was: String,
    /// What is right.
    pub value: String,
    /// Why.
    pub reason: String,
}

/// What becomes of a correction when an extract speaks of the person again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The extract says what it said: the correction stands.
    Stands,
    /// The extract says what is right, or does not say.
    Agrees,
    /// The extract says something else: it knows better now.
    Overtaken,
}

impl CorrectionFact {
    /// What an extract's word does to it.
    #[must_use]
    pub fn met_by(&self, person: &PersonFact) -> Standing {
        match self.field.of(person) {
            said if said == self.value => Standing::Agrees,
            said if said == self.was => Standing::Stands,
            _ => Standing::Overtaken,
        }
    }
}
