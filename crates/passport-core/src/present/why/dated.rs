//! How a line's date came about: the award, how long it lasts and who says so,
//! and what moved it.

use crate::compliance::{Attained, Expiry, Line, Status, add_months};
use crate::framework::{Competence, CompetenceId, Period};
use crate::present::awards::employer;
use crate::present::name::beside;
use crate::present::notes::period_words;
use crate::present::scene::{Scene, until};
use crate::present::why::asked::whom;
use crate::record::{Award, Source};
use crate::requirement::Effect;
use crate::wording::{count, day_and_month, list, long_date};

/// The clauses that explain the date, in the order in which they act.
pub(super) fn dated(scene: Scene<'_>, line: &Line) -> Vec<String> {
    let mut clauses = Vec::new();
    match line.attained {
        Some(attained) => {
            clauses.push(completed(scene, line, attained));
            if let Some(kept) = attained.kept {
                clauses.push(format!(
                    "renewed inside the window, so it kept the {} anniversary",
                    day_and_month(kept)
                ));
            }
            if line.extended_by() > 0 {
                let days = count(u64::from(line.extended_by()), "day", "days");
                let moved = line.expiry().map(long_date).unwrap_or_default();
                clauses.push(format!("extended by {days} to {moved}"));
            }
        }
        None if matches!(line.status, Status::Exempt | Status::NotYetIntroduced) => {}
        None => clauses.push("no completion that counts is recorded".into()),
    }
    if let Some(first) = line.terms.not_before {
        clauses.push(format!(
            "needed once in each post, so only what is completed since {} counts",
            long_date(first)
        ));
    }
    clauses
}

/// `completed 3 May 2026 at Level 3, which counts here, lasts 12 months`.
fn completed(scene: Scene<'_>, line: &Line, attained: Attained) -> String {
    let framework = scene.framework();
    let award = &scene.person.awards[attained.award];
    let required = framework.competence(line.competence);
    let mut words = format!("completed {}", long_date(award.date));
    if let Source::Transfer(vpd) = &award.source {
        words += &format!(" with {}", employer(vpd));
    }
    if let Some(part) = part_carried(scene, line, award) {
        let part = framework.competence(part);
        let lasts = lasts(scene, line, part, award, attained);
        let name = beside(part, required);
        return format!("{name} {words}{lasts}, the first of its parts to run out");
    }
    if award.competence != line.competence {
        let levels =
            framework.subject_of(award.competence) == framework.subject_of(line.competence);
        let joins = if levels { "at" } else { "as" };
        let name = beside(framework.competence(award.competence), required);
        words += &format!(" {joins} {name}, which counts here");
    }
    words + &lasts(scene, line, required, award, attained)
}

/// The part of a composite that the award carries, where none of the line's own
/// satisfiers is behind it.
fn part_carried(scene: Scene<'_>, line: &Line, award: &Award) -> Option<CompetenceId> {
    let framework = scene.framework();
    if framework.satisfies(award.competence, line.competence) {
        return None;
    }
    let mut parts = framework.composites(line.competence).iter().flatten().copied();
    parts.find(|part| scene.counts_toward(award.competence, *part))
}

fn lasts(
    scene: Scene<'_>,
    line: &Line,
    carrier: &Competence,
    award: &Award,
    attained: Attained,
) -> String {
    let period = line.terms.period;
    let verb =
        if until(line).is_some_and(|until| until.covers(scene.as_at)) { "lasts" } else { "lasted" };
    let printed = award.printed_expiry;
    if award.is_transfer() {
        let limit = printed.filter(|sender| attained.expiry == Expiry::On(*sender));
        return match (limit, period) {
            (Some(sender), Period::Months(months))
                if sender < add_months(award.date, i32::from(months)) =>
            {
                let (sender, ours) = (long_date(sender), period_words(period));
                format!(", {verb} until {sender} as they recorded, before our {ours} are over")
            }
            (Some(sender), Period::Once | Period::Unknown) => {
                format!(", {verb} until {} as they recorded", long_date(sender))
            }
            _ => by_period(scene, line, verb),
        };
    }
    match printed {
        Some(printed) if carrier.as_printed => {
            format!(", {verb} until {}, the date on its certificate", long_date(printed))
        }
        Some(printed) if period == Period::Unknown => format!(
            ", {verb} until {}, the expiry recorded, as no period is known",
            long_date(printed)
        ),
        _ => by_period(scene, line, verb),
    }
}

/// `, lasts 12 months`, with whose period it is where that is not plain.
fn by_period(scene: Scene<'_>, line: &Line, verb: &str) -> String {
    match line.terms.period {
        period @ Period::Months(_) => {
            format!(", {verb} {}{}", period_words(period), origin(scene, line))
        }
        Period::Once => format!(", needed once only{}", origin(scene, line)),
        Period::Unknown => ", does not expire as no period is known".into(),
    }
}

/// Whose period counts: silent where it is the competence's own and no other
/// was asked at its level.
fn origin(scene: Scene<'_>, line: &Line) -> String {
    let framework = scene.framework();
    let mut own_level: Vec<Period> = Vec::new();
    let mut setter = None;
    let mut lower = None;
    let mut plain = false;
    for need in &line.needs {
        let requirement = scene.requirement(need);
        let Effect::Require { competence, .. } = requirement.effect else { continue };
        let period = requirement.period.unwrap_or(framework.competence(competence).period);
        let counts = period == line.terms.period;
        if competence != line.competence {
            lower = lower.or(counts.then_some(competence));
            continue;
        }
        if !own_level.contains(&period) {
            own_level.push(period);
        }
        match requirement.period {
            Some(_) if counts => setter = setter.or(Some((need, requirement))),
            None if counts => plain = true,
            _ => {}
        }
    }
    own_level.sort_unstable();
    if own_level.len() > 1 && own_level.contains(&line.terms.period) {
        let all: Vec<String> = own_level.iter().map(|period| period_words(*period)).collect();
        return format!(", the shortest of {}", list(&all));
    }
    match (plain, setter, lower) {
        (true, ..) => String::new(),
        (false, Some((need, requirement)), _) => {
            format!(", as set for {}", whom(scene, need, requirement))
        }
        (false, None, Some(lower)) => {
            let level = beside(framework.competence(lower), framework.competence(line.competence));
            format!(", the shorter period of {level}")
        }
        (false, None, None) => String::new(),
    }
}
