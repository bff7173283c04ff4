//! A team: who is in it, for whoever may see it.

use passport_store::Organisation;

use super::ReportingLines;
use super::asker::Place;

/// May be read: the records of a team.
#[derive(Clone, Debug)]
pub struct Team<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) lines: &'a ReportingLines,
    pub(super) places: Vec<Place>,
    /// Whose team it is.
    pub manager: String,
    /// Whether that is the asker.
    pub own: bool,
}

impl Team<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }

    /// Who is in it: everyone below where that is asked and at most so many, else
    /// those who report directly, and of units with more people those who work in
    /// the unit itself. True where it is everyone.
    #[must_use]
    pub fn people(&self, most: usize, everyone: bool) -> (Vec<&str>, bool) {
        let mut people = Vec::new();
        let mut whole = everyone;
        for Place { manager, units, .. } in &self.places {
            let below = self.lines.everyone_below(manager, most).filter(|_| everyone);
            whole &= below.is_some();
            let direct = || self.lines.reports_to(manager).iter().map(String::as_str).collect();
            let below: Vec<&str> = below.unwrap_or_else(direct);
            // A unit's named manager may have nobody who reports to them by name.
            if everyone || below.is_empty() {
                let mut of_units = self.lines.in_units(units);
                of_units.retain(|person| person != manager);
                if of_units.len() > most {
                    of_units.retain(|person| self.lines.works_at(person, units));
                    of_units.sort_unstable();
                    of_units.truncate(most);
                    whole = false;
                }
                people.extend(of_units);
            }
            people.extend(below);
        }
        people.retain(|person| *person != self.manager);
        // A training lead finds them on the page that finds everyone.
        people.retain(|person| self.lines.restricted(person).is_none());
        people.sort_unstable();
        people.dedup();
        (people, whole)
    }

    /// Whether someone in it has a team of their own.
    #[must_use]
    pub fn has_team(&self, employee_number: &str) -> bool {
        !self.lines.reports_to(employee_number).is_empty()
    }
}
