//! What is held of a lower level where a higher one is required and missing:
//! "Level 1 held until 3 May 2027; Level 2 required" (rules.md section 3).

use jiff::civil::Date;

use super::attain::{Expiry, Terms};
use super::evaluate::{Day, Line, Rulebook};
use crate::framework::CompetenceId;
use crate::record::Person;
use crate::requirement::Effect;

/// The highest levels below the line's that the person holds on the day, each
/// with the day until which any award, one of the line's level too, satisfies
/// it by its own period. Empty where the line itself is satisfied.
#[must_use]
pub fn lower_levels_held(
    rules: &Rulebook,
    person: &Person,
    line: &Line,
    as_at: Date,
) -> Vec<(CompetenceId, Expiry)> {
    if line.attained.is_some_and(|attained| attained.until().covers(as_at)) {
        return Vec::new();
    }
    let framework = &rules.framework;
    let policy = rules.settings.policy(as_at);
    let day = Day { rules, policy: &policy, person, as_at };
    let held: Vec<(CompetenceId, Expiry)> = framework
        .iter()
        .filter(|(lower, _)| framework.is_above(line.competence, *lower))
        .filter_map(|(lower, competence)| {
            let own = line.needs.iter().filter_map(|need| {
                let requirement = rules.requirements.get(need.requirement);
                match requirement.effect {
                    Effect::Require { competence: asked, .. } if asked == lower => {
                        Some(requirement.period.unwrap_or(competence.period))
                    }
                    _ => None,
                }
            });
            let terms = Terms {
                competence: lower,
                period: own.min().unwrap_or(competence.period),
                not_before: day.not_before(lower, &line.needs),
            };
            let until = day.attain(terms, &line.needs)?.until();
            until.covers(as_at).then_some((lower, until))
        })
        .collect();
    let is_highest =
        |lower: CompetenceId| !held.iter().any(|(id, _)| framework.is_above(*id, lower));
    held.iter().copied().filter(|(lower, _)| is_highest(*lower)).collect()
}
