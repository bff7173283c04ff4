//! Places needed: what runs out in a month, by subject and site, against the places
//! that are planned.
//!
//! Somebody needs a place on what is missing now, on what runs out within the months
//! asked for, and on what a starter must complete by then. Whoever is missing needs one
//! in the first month; the others, in the month of the last day that still counts. A
//! person sits once, however many posts ask for the same, at the site of the post that
//! asks first. Whoever is away needs none. A place that nobody needs yet is not kept for
//! later: nobody sits in March's chair in April. What is short is carried into the next
//! month, since the people are still there.
//!
//! Not everyone who has a place comes: a share of places is lost, and so many more are
//! needed. The share is the organisation's own, from its registers; none is assumed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::compliance::{Line, Rulebook, Status, add_months, figure_lines};
use crate::delivery::Month;
use crate::framework::CompetenceId;
use crate::record::Person;
use crate::setting::Policy;

/// A subject at a level, since each level is taught by itself, at a site: by name, as
/// postings have their location; empty where they have none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Venue {
    /// The subject.
    pub subject: String,
    /// The level; empty where the subject has one.
    pub level: String,
    /// The site.
    pub site: String,
}

/// What is needed, fed one person at a time.
#[derive(Debug)]
pub struct Need<'a> {
    rules: &'a Rulebook,
    policy: &'a Policy,
    as_at: Date,
    months: Vec<Month>,
    /// For each venue what is missing now, and what runs out in each month.
    venues: BTreeMap<Venue, (u64, Vec<u64>)>,
}

/// One month of a subject at a site. All are people who need a place, or places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeatsRow {
    /// Which subject and where.
    #[serde(flatten)]
    pub venue: Venue,
    /// The month.
    pub month: Month,
    /// People left without a place by the months before; in the first, those missing now.
    pub waiting: u64,
    /// People whose training, or time to complete it, runs out in the month.
    pub running_out: u64,
    /// Places that all of them need, with those that will be lost to non-attendance.
    pub needed: u64,
    /// Places planned.
    pub planned: u64,
    /// People left without a place at the month's end.
    pub left: u64,
}

/// How many in a thousand places are lost because somebody did not come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LostPerThousand(u64);

impl LostPerThousand {
    /// A share of places; at most 900 in a thousand, beyond which nothing can be planned.
    #[must_use]
    pub fn new(lost: u64) -> Self {
        Self(lost.min(900))
    }

    /// The places so many people need, rounded up.
    fn places_for(self, people: u64) -> u64 {
        (people * 1000).div_ceil(1000 - self.0)
    }

    /// The people so many places serve, rounded down.
    fn served_by(self, places: u64) -> u64 {
        places * (1000 - self.0) / 1000
    }
}

impl<'a> Need<'a> {
    /// No people yet. The first month is the day's own.
    #[must_use]
    pub fn new(rules: &'a Rulebook, policy: &'a Policy, as_at: Date, months: u16) -> Self {
        let first = Month::of(as_at);
        let later = (0..months).map(|place| Month::of(add_months(first.first(), i32::from(place))));
        Self { rules, policy, as_at, months: later.collect(), venues: BTreeMap::new() }
    }

    /// Counts one person, whole: a person is added once.
    pub fn add(&mut self, person: &Person) {
        // What the person needs, by when (at once comes first), and where.
        let mut needs: BTreeMap<CompetenceId, (Option<usize>, &str)> = BTreeMap::new();
        for of_assignment in figure_lines(self.rules, self.policy, person, self.as_at) {
            let posting = person.assignments[of_assignment.assignment].on(self.as_at);
            let site = posting.map(|posting| posting.location.as_str()).unwrap_or_default();
            for line in &of_assignment.lines {
                let Some(by) = self.needed_by(line) else { continue };
                let need = needs.entry(line.competence).or_insert((by, site));
                if by < need.0 {
                    *need = (by, site);
                }
            }
        }
        for (competence, (by, site)) in needs {
            let subject = self.rules.framework.subject_of(competence);
            let venue = Venue {
                subject: self.rules.framework.subject_name(subject).into(),
                level: self.rules.framework.competence(competence).level.clone(),
                site: site.into(),
            };
            let months = self.months.len();
            let (missing, by_month) =
                self.venues.entry(venue).or_insert_with(|| (0, vec![0; months]));
            match by {
                Some(place) => by_month[place] += 1,
                None => *missing += 1,
            }
        }
    }

    /// The month by whose end a line needs a place, or at once; `None` if it needs none in
    /// the months asked for.
    fn needed_by(&self, line: &Line) -> Option<Option<usize>> {
        let last_day = match line.status {
            Status::Completed | Status::RenewSoon => line.expiry()?,
            Status::InGrace => line.due?,
            Status::Expired | Status::NeverCompleted => return Some(None),
            Status::Excluded | Status::Exempt | Status::NotYetIntroduced => return None,
        };
        let month = Month::of(last_day);
        self.months.iter().position(|of| *of == month).map(Some)
    }

    /// The rows, by subject, site and month. `planned` are places on classes that the
    /// subject can be completed at; of days in a month before the first they are past.
    #[must_use]
    pub fn rows(
        &self,
        planned: &BTreeMap<(Venue, Month), u64>,
        lost: LostPerThousand,
    ) -> Vec<SeatsRow> {
        let mut venues = self.venues.clone();
        for (venue, _) in planned.keys().filter(|(_, month)| self.months.contains(month)) {
            venues.entry(venue.clone()).or_insert_with(|| (0, vec![0; self.months.len()]));
        }
        let mut rows = Vec::with_capacity(venues.len() * self.months.len());
        for (venue, (missing, by_month)) in venues {
            let mut waiting = missing;
            for (month, running_out) in self.months.iter().zip(by_month) {
                let planned = planned.get(&(venue.clone(), *month)).copied().unwrap_or(0);
                let people = waiting + running_out;
                let left = people.saturating_sub(lost.served_by(planned));
                rows.push(SeatsRow {
                    venue: venue.clone(),
                    month: *month,
                    waiting,
                    running_out,
                    needed: lost.places_for(people),
                    planned,
                    left,
                });
                waiting = left;
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::LostPerThousand;

    #[test]
    fn places_lost_are_places_more() {
        for (lost, people, places) in [(0, 10, 10), (120, 88, 100), (120, 89, 102), (500, 1, 2)] {
            let lost = LostPerThousand::new(lost);
            assert_eq!(lost.places_for(people), places);
            assert!(lost.served_by(places) >= people, "so many places are enough");
            assert!(lost.served_by(places - 1) < people, "and one fewer is not");
        }
        assert_eq!(LostPerThousand::new(1000).places_for(1), 10);
    }
}
