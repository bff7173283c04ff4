//! From recorded facts to what an evaluation takes: names are resolved to
//! competences, subjects and units here and nowhere else, so that an alias
//! recorded today puts right every fact that used it.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::compliance::Rulebook;
use crate::entered::{AliasFact, ReturnGraceFact};
use crate::facts::{
    self, AwardOrigin, ExemptionFact, ExtensionFact, PersonFacts, PostingFact, Recorded,
    RequirementFact, RuleFacts, TargetKind, UnitChangeFact,
};
use crate::framework::{Competence, Framework, Period};
use crate::import::name::{StatedPeriod, parts, stated_period};
use crate::organisation::{UnitId, Units};
use crate::record::{Award, Exemption, Extension, Person, ReturnGrace, Source};
use crate::requirement::{AskedBefore, Class, Effect, Requirement, Requirements, Target};
use crate::setting::Settings;
use crate::span::{BEGINNING, Span};
use crate::text::normal;
use crate::workforce::{Absence, Assignment, Posting};

/// A fact that names something the organisation does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// The fact's number.
    pub id: i64,
    /// What it names, in a sentence.
    pub what: String,
}

/// The rules of an organisation as they are on a day, from its facts, and the
/// facts that could not be used because they name what is not there.
#[must_use]
pub fn rulebook(facts: &RuleFacts, as_at: Date) -> (Rulebook, Vec<Unresolved>) {
    let mut unresolved = Vec::new();
    let framework = framework(facts, as_at);
    let units = units(facts, as_at);
    let requirements = facts
        .requirements
        .iter()
        .filter_map(|recorded| match requirement(&framework, &units, recorded) {
            Ok(requirement) => Some(requirement),
            Err(what) => {
                unresolved.push(Unresolved { id: recorded.id, what });
                None
            }
        })
        .collect();
    let extensions = facts
        .extensions
        .iter()
        .filter_map(|recorded| match extension(&framework, &units, &recorded.fact) {
            Ok(extension) => Some(extension),
            Err(what) => {
                unresolved.push(Unresolved { id: recorded.id, what });
                None
            }
        })
        .collect();
    let settings = Settings::new(
        facts.settings.iter().map(|s| (s.fact.key.clone(), s.fact.date_from, s.fact.value.clone())),
    );
    let rulebook = Rulebook {
        framework,
        units,
        requirements: Requirements::new(requirements),
        extensions,
        settings,
    };
    (rulebook, unresolved)
}

/// The framework: what files describe, and a subject of its own for each name
/// met that none describes, with the period the name states.
fn framework(facts: &RuleFacts, as_at: Date) -> Framework {
    let mut competences: Vec<Competence> = facts
        .competences
        .iter()
        .filter(|recorded| recorded.fact.applies.covers(as_at))
        .map(|recorded| recorded.fact.competence.clone())
        .collect();
    for alias in &facts.aliases {
        lend(&mut competences, &alias.fact);
    }
    let described = Framework::new(competences.clone());
    let mut met: HashMap<String, ()> = HashMap::new();
    for name in &facts.names_met {
        if described.by_name(name).is_none() && met.insert(normal(name), ()).is_none() {
            competences.push(Competence::undescribed(name, period_of(name)));
        }
    }
    Framework::new(competences)
}

/// Gives a competence a name that was entered here. It wins over a file's alias for
/// another competence, and not over a competence that a file calls so.
fn lend(competences: &mut [Competence], alias: &AliasFact) {
    let name = normal(&alias.name);
    let level = (normal(&alias.subject), normal(&alias.level));
    let is_it = |one: &Competence| (normal(&one.subject), normal(&one.level)) == level;
    if !competences.iter().any(is_it) {
        return;
    }
    for competence in competences {
        competence.aliases.retain(|other| normal(other) != name);
        if is_it(competence) {
            competence.aliases.push(alias.name.clone());
        }
    }
}

/// The period a competence's name states, or that nobody knows it.
#[must_use]
pub fn period_of(name: &str) -> Period {
    match stated_period(name) {
        StatedPeriod::Months(months) => {
            u16::try_from(months).map_or(Period::Unknown, Period::Months)
        }
        StatedPeriod::NoExpiry => Period::Once,
        StatedPeriod::Unstated => Period::Unknown,
    }
}

/// The tree of units, with the renames and merges that have come by the day:
/// a unit's old path leads to where it is now.
fn units(facts: &RuleFacts, as_at: Date) -> Units {
    let mut changes: Vec<&UnitChangeFact> = facts
        .unit_changes
        .iter()
        .map(|recorded| &recorded.fact)
        .filter(|change| change.date_from <= as_at)
        .collect();
    changes.sort_by_key(|change| change.date_from);
    let mut units = Units::default();
    for path in &facts.unit_paths {
        let now = changes.iter().fold(path.clone(), |path, change| renamed(&path, change));
        units.ensure(&now);
        if now != *path {
            units.also_known_as(path, &now);
        }
    }
    // A target may still be written with the old name.
    for change in &changes {
        units.also_known_as(&change.old_unit, &change.new_unit);
    }
    units
}

/// Where a unit of this path is on a day, after the renames and merges that have
/// come.
#[must_use]
pub fn unit_path_on(path: &str, changes: &[UnitChangeFact], day: Date) -> String {
    let mut come: Vec<&UnitChangeFact> =
        changes.iter().filter(|change| change.date_from <= day).collect();
    come.sort_by_key(|change| change.date_from);
    come.iter().fold(path.to_owned(), |path, change| renamed(&path, change))
}

/// A path after one rename or merge: the unit itself and all below it. The old
/// unit may be given as a path or, where it is not said to be whole, by its name.
pub(crate) fn renamed(path: &str, change: &UnitChangeFact) -> String {
    let (new, whole) = (change.new_unit.as_str(), change.whole_paths);
    let names: Vec<&str> = path.split('|').collect();
    let old_names: Vec<String> = change.old_unit.split('|').map(normal).collect();
    let length = old_names.len();
    let ends_at = if length == 1 && !whole {
        names.iter().position(|name| normal(name) == old_names[0]).map(|place| place + 1)
    } else {
        let fits = names.len() >= length
            && names.iter().zip(&old_names).all(|(name, old)| normal(name) == *old);
        fits.then_some(length)
    };
    let Some(ends_at) = ends_at else { return path.into() };
    // A new name alone stays where the old one stood.
    let above = if whole || new.contains('|') { 0 } else { ends_at - 1 };
    names[..above]
        .iter()
        .copied()
        .chain([new])
        .chain(names[ends_at..].iter().copied())
        .collect::<Vec<_>>()
        .join("|")
}

fn target(units: &Units, kind: TargetKind, name: &str) -> Result<Target, String> {
    Ok(match kind {
        TargetKind::Organisation => Target::Organisation,
        TargetKind::StaffGroup => Target::StaffGroup(normal(name)),
        TargetKind::JobRole => Target::JobRole(normal(name)),
        TargetKind::Unit => Target::Unit(unit(units, name)?),
        TargetKind::Position => Target::Position(normal(name)),
        TargetKind::Assignment => Target::Assignment(name.into()),
        TargetKind::Employee => Target::Employee(name.into()),
    })
}

fn unit(units: &Units, name: &str) -> Result<UnitId, String> {
    units.find(name).ok_or_else(|| format!("There is no one unit {name}."))
}

fn requirement(
    framework: &Framework,
    units: &Units,
    recorded: &Recorded<RequirementFact>,
) -> Result<Requirement, String> {
    let fact = &recorded.fact;
    let competence = if fact.competence_name.is_empty() {
        framework.by_level(&fact.subject, &fact.level)
    } else {
        framework.by_name(&fact.competence_name)
    };
    let effect = match (competence, fact.class, fact.class_of_competence) {
        (_, None, false) => Effect::Lift(
            framework
                .subject(&fact.subject)
                .or(competence.map(|id| framework.subject_of(id)))
                .ok_or_else(|| format!("There is no subject {}.", fact.subject))?,
        ),
        (Some(competence), class, _) => Effect::Require {
            competence,
            class: class.unwrap_or_else(|| class_of(framework.competence(competence))),
        },
        (None, ..) => {
            return Err(format!(
                "There is no competence for {}{}.",
                fact.subject,
                if fact.level.is_empty() {
                    String::new()
                } else {
                    format!(", level {}", fact.level)
                }
            ));
        }
    };
    Ok(Requirement {
        id: recorded.id,
        target: target(units, fact.target_kind, &fact.target)?,
        within: match fact.within.as_str() {
            "" => None,
            name => Some(unit(units, name)?),
        },
        effect,
        dates: Span { from: fact.date_from.unwrap_or(BEGINNING), to: fact.date_to },
        applies: fact.applies,
        asked_before: fact.asked_before.iter().filter_map(|one| asked_before(units, one)).collect(),
        period: fact.period,
        grace_days: u16::try_from(fact.grace_days).unwrap_or(u16::MAX),
        introduced: fact.introduced,
        reason: fact.reason.clone(),
        target_name: fact.target.clone(),
    })
}

/// Where it was asked before; nowhere, if the unit is none any more.
fn asked_before(units: &Units, fact: &facts::AskedBefore) -> Option<AskedBefore> {
    let within = match fact.within.as_str() {
        "" => None,
        name => Some(unit(units, name).ok()?),
    };
    Some(AskedBefore { within, since: fact.since.unwrap_or(BEGINNING), until: fact.until })
}

/// The class of a requirement that states none: the competence's own, else C
/// for CSTF and MAND names and R for the rest.
#[must_use]
pub fn class_of(competence: &Competence) -> Class {
    competence.class.unwrap_or_else(|| {
        let framework = parts(&competence.name).framework.unwrap_or_default();
        if ["CSTF", "MAND", "MANDATORY"].iter().any(|known| framework.eq_ignore_ascii_case(known)) {
            Class::Compulsory
        } else {
            Class::RoleSpecific
        }
    })
}

fn extension(
    framework: &Framework,
    units: &Units,
    fact: &ExtensionFact,
) -> Result<Extension, String> {
    Ok(Extension {
        subject: framework
            .subject(&fact.subject)
            .ok_or_else(|| format!("There is no subject {}.", fact.subject))?,
        target: target(units, fact.target_kind, &fact.target)?,
        expiring: Span { from: fact.expiring_from, to: fact.expiring_to },
        days: u16::try_from(fact.days).unwrap_or(0),
        authority: fact.authority.clone(),
    })
}

/// One person from their facts. `own_vpd` is the organisation's number: an
/// award of another number is a transfer.
#[must_use]
pub fn person(rules: &Rulebook, own_vpd: &str, facts: &PersonFacts) -> Person {
    let mut awards: Vec<Award> = facts
        .awards
        .iter()
        .filter_map(|recorded| {
            let fact = &recorded.fact;
            Some(Award {
                id: recorded.id,
                // Every name met is in the framework, so none is left out here.
                competence: rules.framework.by_name(&fact.competence_name)?,
                date: fact.date,
                printed_expiry: fact.printed_expiry,
                source: source(own_vpd, &fact.vpd, fact.origin),
                title: fact.title.clone(),
            })
        })
        .collect();
    awards.sort_by_key(|award| (award.date, award.id));
    let PersonFacts { person, postings, exemptions, return_graces, .. } = facts;
    person_with(rules, &person.employee_number, postings, awards, exemptions, return_graces)
}

/// One person from their facts, their awards resolved already and in date order.
pub(crate) fn person_with(
    rules: &Rulebook,
    employee_number: &str,
    postings: &[PostingFact],
    awards: Vec<Award>,
    exemptions: &[ExemptionFact],
    return_graces: &[ReturnGraceFact],
) -> Person {
    let grace = |fact: &ReturnGraceFact| ReturnGrace {
        away_from: fact.away_from,
        back_on: fact.back_on,
        until: fact.until,
    };
    Person {
        employee_number: employee_number.to_owned(),
        assignments: assignments(rules, postings),
        awards,
        exemptions: exemptions.iter().filter_map(|e| exemption(&rules.framework, e)).collect(),
        return_graces: return_graces.iter().map(grace).collect(),
    }
}

/// Where an award comes from, by the number of the employer whose record it is in.
#[must_use]
pub fn source(own_vpd: &str, vpd: &str, origin: AwardOrigin) -> Source {
    let number = |text: &str| text.trim().trim_start_matches('0').to_owned();
    let own = vpd.is_empty() || number(vpd) == number(own_vpd);
    match origin {
        // Whoever copied it in, an award of another employer is a transfer.
        _ if !own => Source::Transfer(vpd.into()),
        AwardOrigin::Entered => Source::Entered,
        AwardOrigin::Import | AwardOrigin::Extract => Source::Import,
    }
}

fn exemption(framework: &Framework, fact: &ExemptionFact) -> Option<Exemption> {
    Some(Exemption {
        subject: framework.subject(&fact.subject)?,
        span: Span { from: fact.date_from, to: fact.date_to },
        applies: fact.applies,
        approved_by: fact.approved_by.clone(),
    })
}

fn assignments(rules: &Rulebook, facts: &[PostingFact]) -> Vec<Assignment> {
    let mut ordered: Vec<&PostingFact> = facts.iter().collect();
    ordered.sort_by(|a, b| {
        (&a.assignment_number, a.applies.from).cmp(&(&b.assignment_number, b.applies.from))
    });
    ordered
        .chunk_by(|a, b| a.assignment_number == b.assignment_number)
        .map(|postings| Assignment {
            number: postings[0].assignment_number.clone(),
            postings: postings.iter().map(|fact| posting(rules, fact)).collect(),
        })
        .collect()
}

fn posting(rules: &Rulebook, fact: &PostingFact) -> Posting {
    let post = &fact.post;
    Posting {
        span: fact.applies,
        start: post.start,
        end: post.end,
        position_number: post.position_number.clone(),
        position_title: post.position_title.clone(),
        staff_group: post.staff_group.clone(),
        job_role: post.job_role.clone(),
        pay_band: post.pay_band.clone(),
        unit: rules.units.find(&post.unit),
        location: post.location.clone(),
        status: post.status.clone(),
        category: post.category.clone(),
        primary: post.primary,
        supervisor: post.supervisor.clone(),
        absence: post.sick_from.map(|start| Absence {
            sickness: true,
            start: Some(start),
            end: post.sick_to,
        }),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{UnitChangeFact, unit_path_on};

    #[test]
    fn a_whole_path_of_one_name_is_the_unit_at_the_top_and_no_other_of_its_name() {
        let path = |path: &str, old: &str, new: &str, whole_paths: bool| {
            let day = date(2026, 11, 22);
            let (old_unit, new_unit) = (old.to_owned(), new.to_owned());
            let change = UnitChangeFact { old_unit, new_unit, whole_paths, date_from: day };
            unit_path_on(path, &[change], day)
        };
        for (given, whole, anywhere) in [
            ("Acute", "Hospital", "Hospital"),
            ("acute |Ward 1", "Hospital|Ward 1", "Hospital|Ward 1"),
            ("Community|Acute|Ward 2", "Community|Acute|Ward 2", "Community|Hospital|Ward 2"),
            ("Acute|Acute", "Hospital|Acute", "Hospital|Acute"),
            ("Acute Care", "Acute Care", "Acute Care"),
        ] {
            assert_eq!(path(given, "Acute", "Hospital", true), whole, "{given}");
            assert_eq!(path(given, "Acute", "Hospital", false), anywhere, "{given}");
        }
        // A part of the trust that becomes one of its own stands at the top.
        assert_eq!(path("Acute|Ward 1|Bay", "Acute|Ward 1", "Ward 1", true), "Ward 1|Bay");
    }
}
