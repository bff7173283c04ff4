//! The same proposals if they began with one of the months to come: how many would
//! be red, and whether the places planned until then are enough.

use std::collections::BTreeMap;

use jiff::civil::Date;
use passport_core::assemble;
use passport_core::compliance::{Rulebook, add_days, figure_lines};
use passport_core::facts::{ProposalFact, Recorded};
use passport_core::framework::CompetenceId;
use passport_core::proposal;
use passport_core::record::Person;
use passport_core::setting::Policy;

use super::load::Loaded;
use crate::compliance::each;
use crate::requirements::courses::Way;

/// How many months are looked at.
const MONTHS: usize = 12;

/// The proposals, if they began on the first of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// The first of the month.
    pub begins: Date,
    /// The first day on which whoever has not trained is red: after the grace.
    pub red_from: Date,
    /// How many would be red that day for it, if nobody trains.
    pub if_nobody_trains: u64,
    /// How many, if all bookings hold.
    pub if_bookings_hold: u64,
    /// Places in classes that those would need.
    pub places_needed: u64,
    /// Places left in the classes planned until then.
    pub places_planned: u64,
    /// Whether the places cover the need, subject by subject.
    pub covered: bool,
}

/// The months to come, one after another.
pub(super) fn months(
    loaded: &Loaded,
    proposals: &[Recorded<ProposalFact>],
    today: Date,
) -> Vec<Month> {
    let usable =
        |recorded: &&Recorded<ProposalFact>| !loaded.stale.iter().any(|(id, _)| *id == recorded.id);
    let usable: Vec<&Recorded<ProposalFact>> = proposals.iter().filter(usable).collect();
    if usable.is_empty() {
        return Vec::new();
    }
    let mut days = Vec::with_capacity(MONTHS);
    let mut day = today;
    while days.len() < MONTHS {
        let Ok(next) = day.last_of_month().tomorrow() else { break };
        day = next;
        days.push(day);
    }
    days.into_iter().map(|begins| month(loaded, &usable, begins)).collect()
}

fn month(loaded: &Loaded, proposals: &[&Recorded<ProposalFact>], begins: Date) -> Month {
    let moved: Vec<Recorded<ProposalFact>> =
        proposals.iter().map(|recorded| moved(recorded, begins)).collect();
    let amounts = proposal::amounts(&loaded.facts.requirements, &moved, loaded.today);
    // The framework of the day that the people were loaded for.
    let facts = proposal::with(&loaded.facts, &amounts.diff);
    let after = assemble::rulebook(&facts, loaded.as_at).0;
    let grace = proposals.iter().map(|recorded| recorded.fact.grace_days).max().unwrap_or(0);
    let red_from = if grace > 0 { add_days(begins, grace.saturating_add(1)) } else { begins };
    let policy = after.settings.policy(red_from);
    let asked = Asked { before: &loaded.before, after: &after, policy: &policy, on: red_from };
    let found = each(&loaded.people, |people| {
        let of = people.iter().filter_map(|reached| {
            let nobody = asked.red(&reached.person);
            let bookings = match &reached.booked {
                Some(booked) => asked.red(booked),
                None => nobody.clone(),
            };
            (!nobody.is_empty() || !bookings.is_empty()).then_some((nobody, bookings))
        });
        of.collect()
    });
    let mut needed: BTreeMap<CompetenceId, u64> = BTreeMap::new();
    for competence in found.iter().flat_map(|(_, bookings)| bookings) {
        *needed.entry(*competence).or_default() += 1;
    }
    let (mut places_needed, mut places_planned, mut covered) = (0, 0, true);
    for (competence, people) in needed {
        let way = Way::of(&loaded.rules, competence);
        if way.needs_places(&loaded.rules) {
            let places = way.places(&loaded.rules, loaded.today, red_from);
            places_needed += people;
            places_planned += places;
            covered &= places >= people;
        }
    }
    Month {
        begins,
        red_from,
        if_nobody_trains: found.iter().filter(|(nobody, _)| !nobody.is_empty()).count() as u64,
        if_bookings_hold: found.iter().filter(|(_, booked)| !booked.is_empty()).count() as u64,
        places_needed,
        places_planned,
        covered,
    }
}

/// A proposal as though it began on a day.
fn moved(recorded: &Recorded<ProposalFact>, begins: Date) -> Recorded<ProposalFact> {
    let mut fact = recorded.fact.clone();
    if fact.ends {
        fact.date_to = begins.yesterday().ok();
    } else {
        fact.date_from = begins;
        fact.introduced = None;
        // One that would be over before it began has no end in this supposition.
        fact.date_to = fact.date_to.filter(|last| *last >= begins);
    }
    Recorded { fact, ..recorded.clone() }
}

struct Asked<'a> {
    before: &'a Rulebook,
    after: &'a Rulebook,
    policy: &'a Policy,
    on: Date,
}

impl Asked<'_> {
    /// What a person would be red in for the proposals alone, each once.
    fn red(&self, person: &Person) -> Vec<CompetenceId> {
        let after = self.lines(self.after, person);
        if after.is_empty() {
            return after.into_iter().map(|(_, competence)| competence).collect();
        }
        let before = self.lines(self.before, person);
        let subject = |id| self.after.framework.subject_of(id);
        let mut red: Vec<CompetenceId> = after
            .into_iter()
            .filter(|(assignment, competence)| {
                !before
                    .iter()
                    .any(|(of, was)| of == assignment && subject(*was) == subject(*competence))
            })
            .map(|(_, competence)| competence)
            .collect();
        red.sort_unstable();
        red.dedup();
        red
    }

    /// The red lines of a person, by assignment.
    fn lines(&self, book: &Rulebook, person: &Person) -> Vec<(usize, CompetenceId)> {
        let mut red = Vec::new();
        for of in figure_lines(book, self.policy, person, self.on) {
            let lines = of.lines.iter().filter(|line| line.status.is_red());
            red.extend(lines.map(|line| (of.assignment, line.competence)));
        }
        red
    }
}
