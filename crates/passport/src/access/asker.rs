//! Who asks.

use jiff::civil::Date;

use super::{ReportingLines, Roles};

/// Someone who is logged in, and what follows from their roles today.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The account's number.
    pub account: i64,
    /// Their employee number; empty for someone who is not staff.
    pub employee_number: String,
    /// First and last name, as the page's header shows it.
    pub name: String,
    /// Their roles.
    pub roles: Roles,
    /// The managers' places they are in: their own first, then those of others.
    pub(super) places: Vec<Place>,
    /// The subjects they lead, as they were given.
    pub(super) subjects: Vec<String>,
}

/// A manager's place: who reports to them, and the units they are the named
/// manager of, all as of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whose it is, by employee number; empty for someone who is not staff.
    pub manager: String,
    /// Paths of units, in their normal form.
    pub(super) units: Vec<String>,
    /// Whether somebody stands in here, and not the manager.
    pub deputy: bool,
    /// The last day of standing in, where there is one.
    pub until: Option<Date>,
}

impl Place {
    /// Whether a person is one of the place's people. The manager is not.
    pub(super) fn reaches(&self, person: &str, lines: &ReportingLines) -> bool {
        person != self.manager
            && (lines.is_below(person, &self.manager) || lines.works_in(person, &self.units))
    }

    /// Everyone whom [`Place::reaches`] reaches.
    pub(super) fn everyone<'l>(
        &'l self,
        lines: &'l ReportingLines,
    ) -> impl Iterator<Item = &'l str> {
        let below = lines.everyone_below(&self.manager, usize::MAX).unwrap_or_default();
        let people = below.into_iter().chain(lines.in_units(&self.units));
        people.filter(|person| *person != self.manager)
    }
}

impl Asker {
    /// As the change sequence and the audit name them: `account 12`, with the
    /// employee number where they are staff.
    #[must_use]
    pub fn actor(&self) -> String {
        match self.employee_number.as_str() {
            "" => format!("account {}", self.account),
            number => format!("account {} ({number})", self.account),
        }
    }

    /// Their own place, where they are a manager.
    #[must_use]
    pub fn own_place(&self) -> Option<&Place> {
        self.places.iter().find(|place| !place.deputy)
    }

    /// The places of others in which they stand in today.
    pub fn stands_in(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.deputy)
    }

    /// The subjects they lead.
    #[must_use]
    pub fn subjects(&self) -> &[String] {
        &self.subjects
    }
}
