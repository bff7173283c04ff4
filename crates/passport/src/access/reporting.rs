//! Who reports to whom, by the supervisor that each assignment names.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use passport_core::assemble::unit_path_on;
use passport_core::facts::{PostingFact, Recorded, UnitChangeFact};
use passport_core::text::normal;
use passport_core::workforce::is_on_report;
use passport_store::{Known, Organisation, Restriction, StoreError};

/// Whether a posting is work on a day: whoever has one that is, may enter.
#[must_use]
pub fn works_on(posting: &PostingFact, day: Date) -> bool {
    let post = &posting.post;
    posting.applies.covers(day) && is_on_report(post.start, post.end, &post.status, day)
}

/// The reporting lines of an organisation on a day.
#[derive(Debug, Default)]
pub struct ReportingLines {
    supervisors: HashMap<String, Vec<String>>,
    reports: HashMap<String, Vec<String>>,
    /// Where each person works: paths of units in their normal form.
    units: HashMap<String, Vec<String>>,
    /// Whose records are restricted, since when.
    restricted: HashMap<String, Date>,
    unit_changes: Vec<UnitChangeFact>,
    day: Date,
}

impl ReportingLines {
    /// As the assignments of the day have them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(organisation: &Organisation, day: Date) -> Result<Self, StoreError> {
        let postings: Vec<Recorded<PostingFact>> = organisation.facts(Known::Now).await?;
        let restrictions = organisation.facts::<Restriction>(Known::Now).await?;
        let restricted = restrictions.into_iter().map(|r| (r.fact.employee_number, r.fact.from));
        let changes: Vec<Recorded<UnitChangeFact>> = organisation.facts(Known::Now).await?;
        let changes: Vec<UnitChangeFact> = changes.into_iter().map(|known| known.fact).collect();
        let facts = postings.iter().map(|recorded| &recorded.fact);
        let mut lines = Self::new(facts.filter(|posting| works_on(posting, day)));
        lines.follow(changes, day);
        Ok(Self { restricted: restricted.collect(), ..lines })
    }

    /// Puts everyone where their unit is after renames and merges.
    fn follow(&mut self, changes: Vec<UnitChangeFact>, day: Date) {
        if !changes.is_empty() {
            for path in self.units.values_mut().flatten() {
                *path = normal(&unit_path_on(path, &changes, day));
            }
        }
        self.unit_changes = changes;
        self.day = day;
    }

    /// Where a unit is now that may have been renamed or merged, in the normal form.
    #[must_use]
    pub fn unit_now(&self, path: &str) -> String {
        normal(&unit_path_on(path, &self.unit_changes, self.day))
    }

    fn new<'p>(postings: impl Iterator<Item = &'p PostingFact>) -> Self {
        let mut lines = Self::default();
        for posting in postings {
            let (person, supervisor) = (&posting.employee_number, &posting.post.supervisor);
            lines.units.entry(person.clone()).or_default().push(normal(&posting.post.unit));
            if supervisor.is_empty() || supervisor == person {
                continue;
            }
            let above = lines.supervisors.entry(person.clone()).or_default();
            if !above.contains(supervisor) {
                above.push(supervisor.clone());
                lines.reports.entry(supervisor.clone()).or_default().push(person.clone());
            }
        }
        lines
    }

    /// Whether a person has an assignment on the day.
    #[must_use]
    pub fn works(&self, person: &str) -> bool {
        self.units.contains_key(person)
    }

    /// Since when a person's record is restricted, if it is.
    #[must_use]
    pub fn restricted(&self, person: &str) -> Option<Date> {
        self.restricted.get(person).copied()
    }

    /// Whether a person works in one of these units or below.
    #[must_use]
    pub fn works_in(&self, person: &str, units: &[String]) -> bool {
        let works = self.units.get(person).into_iter().flatten();
        works.into_iter().any(|path| units.iter().any(|unit| is_within(path, unit)))
    }

    /// Whether a person works in one of these units itself.
    #[must_use]
    pub fn works_at(&self, person: &str, units: &[String]) -> bool {
        let works = self.units.get(person).into_iter().flatten();
        works.into_iter().any(|path| units.contains(path))
    }

    /// Everyone who works in one of these units or below.
    #[must_use]
    pub fn in_units(&self, units: &[String]) -> Vec<&str> {
        if units.is_empty() {
            return Vec::new();
        }
        self.units.keys().map(String::as_str).filter(|who| self.works_in(who, units)).collect()
    }

    /// To whom a person reports directly.
    #[must_use]
    pub fn above(&self, person: &str) -> &[String] {
        self.supervisors.get(person).map_or(&[], Vec::as_slice)
    }

    /// Who reports to a person directly.
    #[must_use]
    pub fn reports_to(&self, manager: &str) -> &[String] {
        self.reports.get(manager).map_or(&[], Vec::as_slice)
    }

    /// Whether someone reports to the manager, directly or through others. Climbs
    /// from the person, because everyone has few above and some have many below.
    #[must_use]
    pub fn is_below(&self, person: &str, manager: &str) -> bool {
        let mut met = HashSet::from([person]);
        let mut climbing = vec![person];
        while let Some(at) = climbing.pop() {
            for above in self.supervisors.get(at).into_iter().flatten() {
                if above == manager && person != manager {
                    return true;
                }
                // Extracts hold circles: two people who supervise one another.
                if met.insert(above) {
                    climbing.push(above);
                }
            }
        }
        false
    }

    /// Everyone who reports to the manager, directly or through others, if they
    /// are not more than so many.
    #[must_use]
    pub fn everyone_below(&self, manager: &str, most: usize) -> Option<Vec<&str>> {
        let mut met = HashSet::from([manager]);
        let mut below = Vec::new();
        let mut next = 0;
        let mut at = manager;
        loop {
            for person in self.reports_to(at) {
                if met.insert(person) {
                    below.push(person.as_str());
                }
            }
            if below.len() > most {
                return None;
            }
            match below.get(next) {
                Some(person) => at = person,
                None => return Some(below),
            }
            next += 1;
        }
    }
}

/// Whether a path is a unit's or below it; both in the same form.
pub(crate) fn is_within(path: &str, unit: &str) -> bool {
    path.strip_prefix(unit).is_some_and(|rest| rest.is_empty() || rest.starts_with('|'))
}

#[cfg(test)]
mod tests {
    use super::{ReportingLines, is_within};

    fn lines(pairs: &[(&str, &str)]) -> ReportingLines {
        let mut lines = ReportingLines::default();
        for (person, supervisor) in pairs {
            let (person, supervisor) = ((*person).to_owned(), (*supervisor).to_owned());
            lines.supervisors.entry(person.clone()).or_default().push(supervisor.clone());
            lines.reports.entry(supervisor).or_default().push(person);
        }
        lines
    }

    #[test]
    fn a_manager_reaches_everyone_below_and_nobody_beside_or_above() {
        let lines = lines(&[("nurse", "ward"), ("ward", "matron"), ("porter", "estates")]);
        assert!(lines.is_below("nurse", "ward"));
        assert!(lines.is_below("nurse", "matron"));
        assert!(!lines.is_below("matron", "nurse"));
        assert!(!lines.is_below("porter", "matron"));
        assert!(!lines.is_below("ward", "ward"));
        assert!(!lines.is_below("nobody", "ward"));
        assert_eq!(lines.everyone_below("matron", 9).as_deref(), Some(&["ward", "nurse"][..]));
        assert_eq!(lines.everyone_below("matron", 1), None);
    }

    #[test]
    fn people_who_supervise_one_another_do_not_turn_it_round_for_ever() {
        let lines = lines(&[("a", "b"), ("b", "a"), ("c", "a")]);
        assert!(lines.is_below("c", "b"));
        assert!(!lines.is_below("a", "a"), "nobody is below themselves");
        assert!(!lines.is_below("a", "c"));
        assert_eq!(lines.everyone_below("a", 9).map(|people| people.len()), Some(2));
    }

    #[test]
    fn a_unit_reaches_what_is_below_it_and_not_what_begins_alike() {
        assert!(is_within("trust|acute|ward 1", "trust|acute"));
        assert!(is_within("trust|acute", "trust|acute"));
        assert!(!is_within("trust|acute care", "trust|acute"));
        assert!(!is_within("trust", "trust|acute"));
    }
}
