//! Who may read and answer queries: the one place that says so. Their owner reads
//! them; managers, training leads and leads of the subject read and answer them;
//! nobody answers their own.

use passport_core::query::Desk;
use passport_core::text::normal;
use passport_store::Organisation;

use super::{Access, Asker, Authority, Role};

/// May be read and answered: queries, as far as the asker's roles reach.
#[derive(Clone, Copy, Debug)]
pub struct Queries<'a> {
    organisation: &'a Organisation,
    authority: &'a Authority,
    asker: &'a Asker,
}

impl Access {
    /// Queries: the asker's own, and those they may answer.
    #[must_use]
    pub fn queries(&self) -> Queries<'_> {
        Queries::new(self.organisation(), self.authority(), self.asker())
    }
}

impl<'a> Queries<'a> {
    /// What somebody may read and answer.
    #[must_use]
    pub const fn new(
        organisation: &'a Organisation,
        authority: &'a Authority,
        asker: &'a Asker,
    ) -> Self {
        Self { organisation, authority, asker }
    }

    /// Where the rooms read and write.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &'a Organisation {
        self.organisation
    }

    /// As the change sequence names the asker.
    #[must_use]
    pub fn actor(&self) -> String {
        self.asker.actor()
    }

    /// The employee number of the asker, if they are staff.
    #[must_use]
    pub fn own(&self) -> Option<&'a str> {
        let staff = self.asker.roles.include(Role::Staff);
        staff.then_some(self.asker.employee_number.as_str())
    }

    /// Whether somebody's query is the asker's own.
    #[must_use]
    pub fn is_own(&self, person: &str) -> bool {
        self.own() == Some(person)
    }

    /// Whether there may be queries for the asker to answer.
    #[must_use]
    pub fn answers(&self) -> bool {
        let roles = &self.asker.roles;
        roles.include(Role::Manager) || self.reviews()
    }

    /// Whether there may be prior learning for the asker to look at.
    #[must_use]
    pub fn reviews(&self) -> bool {
        let roles = &self.asker.roles;
        roles.include(Role::TrainingLead) || roles.include(Role::SubjectLead)
    }

    /// Where the asker answers for a person in a subject. Of a restricted record
    /// training leads alone are told.
    #[must_use]
    pub fn desks(&self, person: &str, subject: &str) -> Vec<Desk> {
        let mut desks = Vec::new();
        if self.is_own(person) {
            return desks;
        }
        if self.asker.roles.include(Role::TrainingLead) {
            desks.push(Desk::TrainingLead);
        }
        let lines = &self.authority.lines;
        if lines.restricted(person).is_some() {
            return desks;
        }
        let wanted = normal(subject);
        if !wanted.is_empty() && self.asker.subjects().iter().any(|led| normal(led) == wanted) {
            desks.push(Desk::SubjectLead);
        }
        if self.asker.places.iter().any(|place| place.reaches(person, lines)) {
            desks.push(Desk::Manager);
        }
        desks
    }

    /// Whether a person has a manager to answer first.
    #[must_use]
    pub fn has_manager(&self, person: &str) -> bool {
        self.authority.has_manager(person)
    }
}
