//! Notes on a line: a lower level still held, parts of a composite, extensions,
//! and what is held already of something not yet introduced.

use super::name::beside;
use super::scene::{Composite, Scene, assignments_of, until};
use crate::compliance::{Expiry, Line, Status, Terms};
use crate::framework::{CompetenceId, Period};
use crate::requirement::Effect;
use crate::wording::{count, list, long_date};

/// The notes of a line, each a clause without a full stop.
pub(super) fn notes(scene: Scene<'_>, line: &Line, composite: Option<&Composite>) -> Vec<String> {
    let mut notes = Vec::new();
    let satisfied = until(line).is_some_and(|expiry| expiry.covers(scene.as_at));
    if !satisfied {
        notes.extend(lower_levels(scene, line));
        notes.extend(composite.and_then(|composite| parts(scene, line, composite)));
    } else if line.status == Status::NotYetIntroduced {
        notes.extend(until(line).map(|expiry| format!("Already {}", held(expiry))));
    }
    notes.extend(extensions(scene, line));
    notes
}

/// `Level 1 held until 3 May 2027; Level 2 required`: the highest levels below
/// the line's that awards, the line's own included, still carry.
pub(super) fn lower_levels(scene: Scene<'_>, line: &Line) -> Option<String> {
    let framework = scene.framework();
    let below: Vec<(CompetenceId, Expiry)> = framework
        .iter()
        .filter(|(id, _)| framework.is_above(line.competence, *id))
        .filter_map(|(id, _)| Some((id, carried(scene, line, id)?)))
        .collect();
    let highest = |id: CompetenceId| !below.iter().any(|(other, _)| framework.is_above(*other, id));
    let required = framework.competence(line.competence);
    let names: Vec<String> = below
        .iter()
        .filter(|(id, _)| highest(*id))
        .map(|(id, until)| {
            format!("{} {}", beside(framework.competence(*id), required), held(*until))
        })
        .collect();
    let required = beside(required, required);
    (!names.is_empty()).then(|| format!("{}; {required} required", list(&names)))
}

/// Until when any award carries a lower level by that level's own period, if it
/// does on the day.
fn carried(scene: Scene<'_>, line: &Line, lower: CompetenceId) -> Option<Expiry> {
    let framework = scene.framework();
    let competence = framework.competence(lower);
    let period = line
        .needs
        .iter()
        .map(|need| scene.requirement(need))
        .filter(|requirement| {
            matches!(requirement.effect, Effect::Require { competence, .. } if competence == lower)
        })
        .map(|requirement| requirement.period.unwrap_or(competence.period))
        .min()
        .unwrap_or(competence.period);
    // Local induction at a lower level is each assignment's own too.
    let not_before = line.terms.not_before.filter(|_| competence.once_per_assignment);
    let terms = Terms { competence: lower, period, not_before };
    let expiry = scene.attain(&scene.person.awards, terms, assignments_of(line))?.until();
    expiry.covers(scene.as_at).then_some(expiry)
}

/// `Part 2 still needed; Part 1 held until 3 May 2027`.
fn parts(scene: Scene<'_>, line: &Line, composite: &Composite) -> Option<String> {
    let framework = scene.framework();
    let required = framework.competence(line.competence);
    let name = |id: CompetenceId| beside(framework.competence(id), required);
    let missing: Vec<String> = composite.missing.iter().map(|id| name(*id)).collect();
    let in_date: Vec<String> = composite
        .held
        .iter()
        .map(|(id, until)| format!("{} {}", name(*id), held(*until)))
        .collect();
    (!missing.is_empty()).then(|| format!("{} still needed; {}", list(&missing), list(&in_date)))
}

/// `Extended by 90 days: suspended courses, agreed by the chief nurse`.
fn extensions(scene: Scene<'_>, line: &Line) -> Vec<String> {
    let Some(expiry) = line.attained.and_then(|attained| attained.expiry.date()) else {
        return Vec::new();
    };
    let subject = scene.framework().subject_of(line.competence);
    scene
        .extensions(subject, expiry, assignments_of(line))
        .map(|extension| {
            let days = count(u64::from(extension.days), "day", "days");
            match extension.authority.trim() {
                "" => format!("Extended by {days}"),
                authority => format!("Extended by {days}: {authority}"),
            }
        })
        .collect()
}

/// `held until 3 May 2027`, `held, does not expire`.
fn held(until: Expiry) -> String {
    match until {
        Expiry::On(date) => format!("held until {}", long_date(date)),
        Expiry::Never => "held, does not expire".into(),
    }
}

/// `12 months`, `once only`.
pub(super) fn period_words(period: Period) -> String {
    match period {
        Period::Months(months) => count(u64::from(months), "month", "months"),
        Period::Once => "once only".into(),
        Period::Unknown => "a period not recorded".into(),
    }
}
