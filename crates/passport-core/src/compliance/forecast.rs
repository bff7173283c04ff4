//! Forecast: the same evaluation at later month-ends, if nobody trains and if
//! all bookings hold (rules.md section 5).

use jiff::civil::Date;
use serde::Serialize;

use super::evaluate::Rulebook;
use super::figures::{FigureRow, Question, Tally};
use crate::framework::CompetenceId;
use crate::record::{Award, Person, Source};

/// The figures on one later day, under both suppositions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForecastPoint {
    /// The day: the last of a month.
    pub as_at: Date,
    /// With no further awards.
    pub if_nobody_trains: Vec<FigureRow>,
    /// With booked classes taken as attended.
    pub if_all_bookings_hold: Vec<FigureRow>,
}

/// The figures at the next month-ends. Each person comes with the awards that
/// their booked classes would give ([`supposed`]), in any order.
#[must_use]
pub fn forecast<'p>(
    rules: &Rulebook,
    people: impl IntoIterator<Item = (&'p Person, &'p [Award])>,
    question: Question<'_>,
    months: u16,
) -> Vec<ForecastPoint> {
    let days = month_ends(question.as_at, months);
    let policies: Vec<_> = days.iter().map(|day| rules.settings.policy(*day)).collect();
    let mut tallies: Vec<(Tally<'_>, Tally<'_>)> = days
        .iter()
        .zip(&policies)
        .map(|(day, policy)| {
            let tally = || Tally::new(rules, policy, Question { as_at: *day, ..question });
            (tally(), tally())
        })
        .collect();
    for (person, bookings) in people {
        let with_bookings = (!bookings.is_empty()).then(|| with_awards(person, bookings));
        for (nobody, all) in &mut tallies {
            nobody.add(person);
            all.add(with_bookings.as_ref().unwrap_or(person));
        }
    }
    days.iter()
        .zip(&tallies)
        .map(|(day, (nobody, all))| ForecastPoint {
            as_at: *day,
            if_nobody_trains: nobody.rows(),
            if_all_bookings_hold: all.rows(),
        })
        .collect()
}

/// The award that a booked class would give on its last day.
#[must_use]
pub const fn supposed(competence: CompetenceId, date: Date) -> Award {
    Award {
        id: 0,
        competence,
        date,
        printed_expiry: None,
        source: Source::Supposed,
        title: String::new(),
    }
}

/// The person as they would stand with these awards too.
#[must_use]
pub fn with_awards(person: &Person, more: &[Award]) -> Person {
    let mut person = person.clone();
    person.awards.extend_from_slice(more);
    person.awards.sort_by_key(|award| award.date);
    person
}

/// The last days of months that come after the day, as many as asked.
#[must_use]
pub fn month_ends(after: Date, months: u16) -> Vec<Date> {
    let mut day = after;
    let mut ends = Vec::with_capacity(months.into());
    while ends.len() < usize::from(months) {
        let Ok(next) = day.tomorrow() else { break };
        day = next.last_of_month();
        ends.push(day);
    }
    ends
}
