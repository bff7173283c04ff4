//! What was destroyed under retention and is still in the source: a file that has
//! it does not bring it back.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::people::Stated;
use super::{Plan, Recordings, Terms};
use crate::import::{Place, Reading, Severity};
use crate::retention::prints_reach;
use crate::text::normal;

/// Date and printed expiry of an award.
type Said = (Date, Option<Date>);

/// The awards that may stand in for older ones, of the names of which some were
/// destroyed.
#[derive(Default)]
pub(super) struct Remains {
    /// Up to which day, by name in its normal form.
    destroyed: HashMap<String, Date>,
    /// Date and printed expiry, by employee number and name.
    standing: HashMap<(String, String), Vec<Said>>,
}

impl Remains {
    pub(super) fn of(recorded: &Recordings, reading: &Reading, terms: &Terms) -> Self {
        let destroyed =
            recorded.awards_destroyed.iter().map(|(name, day)| (normal(name), *day)).collect();
        let mut remains = Self { destroyed, ..Self::default() };
        if remains.destroyed.is_empty() {
            return remains;
        }
        for award in &recorded.awards {
            let fact = &award.fact;
            let said = (fact.date, fact.printed_expiry);
            remains.stands(&fact.employee_number, &fact.competence_name, said, terms);
        }
        for row in &reading.awards {
            let value = &row.value;
            let said = (value.awarded_on, value.expires_on);
            remains.stands(&value.employee_number, &value.competence_name, said, terms);
        }
        remains
    }

    fn stands(&mut self, person: &str, name: &str, said: Said, terms: &Terms) {
        let name = normal(name);
        if self.destroyed.contains_key(&name) && said.0 <= terms.extract_date {
            self.standing.entry((person.into(), name)).or_default().push(said);
        }
    }

    /// Whether an award is one that was destroyed, or would have been.
    pub(super) fn include(
        &self,
        person: &str,
        name: &str,
        date: Date,
        printed: Option<Date>,
    ) -> bool {
        if self.destroyed.is_empty() {
            return false;
        }
        let name = normal(name);
        self.destroyed.get(&name).is_some_and(|until| date <= *until)
            && self
                .standing
                .get(&(person.into(), name))
                .into_iter()
                .flatten()
                .any(|(later, theirs)| date < *later && prints_reach(*later, *theirs, printed))
    }
}

impl Plan<'_> {
    /// What files state of people, without those who left so long ago that they were
    /// destroyed: to record them again would undo it.
    pub(super) fn without_destroyed(
        &mut self,
        reading: &Reading,
        stated: Vec<Stated>,
    ) -> Vec<Stated> {
        let Some(until) = self.recorded.leavers_destroyed else { return stated };
        let mut kept: HashSet<&str> =
            self.recorded.people.iter().map(|known| known.fact.employee_number.as_str()).collect();
        let over = |entry: &Stated| entry.post.end.is_some_and(|last| last <= until);
        let here = stated.iter().filter(|entry| !over(entry));
        let here: Vec<String> = here.map(|entry| entry.person.employee_number.clone()).collect();
        kept.extend(here.iter().map(String::as_str));
        let (stay, gone): (Vec<Stated>, Vec<Stated>) =
            stated.into_iter().partition(|entry| kept.contains(&*entry.person.employee_number));
        for entry in gone {
            for place in entry.places {
                self.problem(
                    reading,
                    place,
                    Severity::Note,
                    ("", ""),
                    "Whoever left by then was destroyed under retention and is not recorded again."
                        .into(),
                    "",
                );
            }
        }
        stay
    }

    /// Says of a row that its award stays destroyed.
    pub(super) fn stays_destroyed(&mut self, reading: &Reading, place: Place) {
        self.problem(
            reading,
            place,
            Severity::Note,
            ("", ""),
            "This award is past its period and a later one stands; it was destroyed under retention and is not kept again.".into(),
            "",
        );
    }
}
