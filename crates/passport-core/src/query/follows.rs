//! What would follow if a query were answered with an award, said before anybody
//! decides: the award is put through the same evaluation as a real one.

use jiff::civil::Date;

use crate::compliance::{Rulebook, add_months, evaluate_passport, with_awards};
use crate::framework::Period;
use crate::record::{Award, Person};
use crate::wording::{count, long_date};

/// What an award would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follows {
    /// The last day it would be in date by our own terms; `None`: it would not expire.
    pub until: Option<Date>,
    /// `It would run until 3 May 2027, the earlier of …`.
    pub words: String,
}

/// What an award would do for a person on a day.
#[must_use]
pub fn follows(rules: &Rulebook, person: &Person, award: &Award, today: Date) -> Follows {
    let framework = &rules.framework;
    let supposed = with_awards(person, std::slice::from_ref(award));
    let lines = evaluate_passport(rules, &supposed, today);
    let counts = |line: &&_| {
        let line: &crate::compliance::Line = line;
        framework.satisfies(award.competence, line.competence)
    };
    let line = lines.iter().find(counts);
    let competence = framework.competence(award.competence);
    let period = line.map_or(competence.period, |line| line.terms.period);
    let ours = match period {
        Period::Months(months) => Some((add_months(award.date, i32::from(months)), months)),
        Period::Once | Period::Unknown => None,
    };
    let printed_decides = award.is_transfer() || competence.as_printed || period == Period::Unknown;
    let printed = award.printed_expiry.filter(|_| printed_decides);
    let until = if competence.as_printed && printed.is_some() {
        printed
    } else {
        printed.into_iter().chain(ours.map(|(day, _)| day)).min()
    };
    // Of what is required the passport's own answer holds: it knows of anniversaries,
    // extensions and parts.
    let carried = line.and_then(|line| {
        let attained = line.attained?;
        (supposed.awards[attained.award].id == award.id).then(|| line.expiry())
    });
    let by_period = until;
    let until = carried.unwrap_or(until);
    let mut words = match until {
        None => "It would not expire".to_owned(),
        Some(day) if day < today => format!("It would have run out on {}", long_date(day)),
        Some(day) => format!("It would run until {}", long_date(day)),
    };
    if let (Some(printed), Some((ours, months)), false) = (printed, ours, competence.as_printed)
        && until == by_period
    {
        words += &format!(
            ", the earlier of {} (on the certificate) and {} (our {})",
            long_date(printed),
            long_date(ours),
            count(u64::from(months), "month", "months")
        );
    }
    words += ".";
    let behind = line.and_then(|line| line.attained.map(|attained| (line, attained)));
    match behind {
        None if line.is_none() => {
            words += " Nothing requires it of them: it would be shown as held."
        }
        Some((line, attained)) if supposed.awards[attained.award].id != award.id => {
            let other = long_date(supposed.awards[attained.award].date);
            words += &match line.expiry() {
                Some(day) => format!(
                    " It would change nothing: what they did on {other} reaches until {}.",
                    long_date(day)
                ),
                None => {
                    format!(" It would change nothing: what they did on {other} does not expire.")
                }
            };
        }
        _ => {}
    }
    Follows { until, words }
}
