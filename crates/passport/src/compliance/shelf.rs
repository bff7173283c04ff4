//! How things stand in an organisation on a day: its rules and its register, loaded
//! once and shared by everyone who asks, until something changes.

use std::sync::Arc;

use jiff::civil::Date;
use passport_core::present::Imported;
use passport_core::register::{Entry, Meanings, Register};
use passport_store::{Known, Latest, Organisation, StoreError};

use super::registers::{self, Registers};
use super::{Loaded, Rules, change_of, details, enrolment, imported, rules_with};
use crate::cache::{ByChange, Moment};

/// How things stand in an organisation on a day: what all its passports share, and
/// everyone's record.
#[derive(Debug)]
pub struct Stand {
    /// The rules.
    pub rules: Arc<Rules>,
    /// How fresh the facts are.
    pub imported: Option<Imported>,
    /// The day.
    pub as_at: Date,
    /// Everyone.
    pub register: Arc<Register>,
    meanings: Arc<Meanings>,
    own_vpd: Arc<str>,
}

/// What changes seldom: rules, and what they make of the names in the register.
#[derive(Debug)]
struct Shelved {
    rules: Arc<Rules>,
    imported: Option<Imported>,
    meanings: Arc<Meanings>,
    own_vpd: Arc<str>,
}

/// Keeps how things stand, for a few days of a few organisations.
#[derive(Debug)]
pub struct Shelf {
    registers: Registers,
    shelved: ByChange<Shelved>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self { registers: Registers::default(), shelved: ByChange::new(8) }
    }
}

impl Shelf {
    /// How things stand on a day. One short question to the database tells
    /// whether what is kept still holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stand(
        &self,
        organisation: &Organisation,
        as_at: Date,
    ) -> Result<Arc<Stand>, StoreError> {
        let latest = organisation.latest().await?;
        self.stand_after(organisation, as_at, latest).await
    }

    /// As [`Shelf::stand`], where the organisation's last changes have just been asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stand_after(
        &self,
        organisation: &Organisation,
        as_at: Date,
        latest: Latest,
    ) -> Result<Arc<Stand>, StoreError> {
        let register = self.registers.get(organisation, latest).await?;
        let moment = Moment { organisation: organisation.id, change: latest.rules, day: as_at };
        let names = format!("{:x}", register.names_key());
        let load = Shelved::load(organisation, Known::Now, &register, as_at);
        let shelved = self.shelved.get_of(moment, &names, load).await?;
        Ok(Arc::new(Stand::new(&shelved, register, as_at)))
    }
}

impl Shelf {
    /// As [`Shelf::stand_after`], for a day that nobody will ask about again: its rules
    /// take nobody's place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stand_once(
        &self,
        organisation: &Organisation,
        as_at: Date,
        latest: Latest,
    ) -> Result<Stand, StoreError> {
        let register = self.registers.get(organisation, latest).await?;
        let known = Known::After(latest.change);
        let shelved = Shelved::load(organisation, known, &register, as_at).await?;
        Ok(Stand::new(&shelved, register, as_at))
    }

    /// Everyone's record with the organisation's last changes in it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn register(
        &self,
        organisation: &Organisation,
        latest: Latest,
    ) -> Result<Arc<Register>, StoreError> {
        self.registers.get(organisation, latest).await
    }
}

impl Shelved {
    async fn load(
        organisation: &Organisation,
        known: Known,
        register: &Register,
        as_at: Date,
    ) -> Result<Self, StoreError> {
        let rules = rules_with(organisation, known, register, as_at).await?;
        Ok(Self {
            imported: imported(organisation, known).await?,
            meanings: Arc::new(register.meanings(&rules.book)),
            own_vpd: organisation.vpd.as_str().into(),
            rules: Arc::new(rules),
        })
    }
}

impl Stand {
    fn new(shelved: &Shelved, register: Arc<Register>, as_at: Date) -> Self {
        Self {
            rules: Arc::clone(&shelved.rules),
            imported: shelved.imported,
            as_at,
            register,
            meanings: Arc::clone(&shelved.meanings),
            own_vpd: Arc::clone(&shelved.own_vpd),
        }
    }

    /// How things stand on a day, as known now or after a change, read for one who asks
    /// once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(
        organisation: &Organisation,
        known: Known,
        as_at: Date,
    ) -> Result<Self, StoreError> {
        let change = change_of(organisation, known).await?;
        let register = Arc::new(registers::whole(organisation, change).await?);
        let known = Known::After(change);
        let shelved = Shelved::load(organisation, known, &register, as_at).await?;
        Ok(Self::new(&shelved, register, as_at))
    }

    /// One person, if the organisation knows the number.
    #[must_use]
    pub fn person(&self, employee_number: &str) -> Option<Loaded> {
        self.register.person(employee_number).map(|entry| self.load(entry))
    }

    /// These people, those of them whom the organisation knows, by employee number as
    /// text by code point.
    #[must_use]
    pub fn these(&self, employee_numbers: &[&str]) -> Vec<Loaded> {
        let mut numbers = employee_numbers.to_vec();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().filter_map(|number| self.person(number)).collect()
    }

    /// Whether somebody ever asked anything about their passport.
    #[must_use]
    pub fn asked(&self, employee_number: &str) -> bool {
        self.register.person(employee_number).is_some_and(Entry::asked)
    }

    /// Everyone, by employee number as text by code point.
    pub fn everyone(&self) -> impl Iterator<Item = Loaded> {
        self.register.people().iter().map(|entry| self.load(entry))
    }

    fn load(&self, entry: &Entry) -> Loaded {
        let (register, rules) = (&self.register, &self.rules);
        Loaded {
            person: register.unfold(entry, &rules.book, &self.meanings, &self.own_vpd),
            details: details(&entry.fact),
            fact: entry.fact.clone(),
            enrolments: entry
                .enrolments(register.names())
                .filter_map(|fact| enrolment(rules, &fact))
                .collect(),
            disputed: entry.disputed(self.as_at),
        }
    }
}
