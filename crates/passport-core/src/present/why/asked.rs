//! Who asks for a line: its requirements, their targets, and since when.

use jiff::civil::Date;

use crate::compliance::{Line, Need, Status, asked_from};
use crate::framework::CompetenceId;
use crate::present::name::beside;
use crate::present::scene::Scene;
use crate::requirement::{Class, Effect, Requirement, Target};
use crate::span::BEGINNING;
use crate::text::normal;
use crate::wording::{list, long_date};

/// `Required of every Staff Nurse since 1 April 2024, and at Level 1 of everyone`.
pub(super) fn asked(scene: Scene<'_>, line: &Line) -> String {
    let announced = line.status == Status::NotYetIntroduced;
    let mixed = line.needs.iter().any(|need| class(scene.requirement(need)) != Some(line.class));
    let mut groups: Vec<(Terms<'_>, Vec<String>)> = Vec::new();
    for need in &line.needs {
        let requirement = scene.requirement(need);
        let Effect::Require { competence, class } = requirement.effect else { continue };
        let terms = Terms {
            level: (competence != line.competence).then_some(competence),
            day: if announced { requirement.introduced } else { since(scene, line, need) },
            compulsory: mixed && class == Class::Compulsory,
            reason: requirement.reason.trim(),
        };
        let whom = format!("of {}", whom(scene, need, requirement));
        match groups.iter_mut().find(|(known, _)| *known == terms) {
            Some((_, all)) if all.contains(&whom) => {}
            Some((_, all)) => all.push(whom),
            None => groups.push((terms, vec![whom])),
        }
    }
    let line_competence = scene.framework().competence(line.competence);
    let clauses: Vec<String> = groups
        .iter()
        .map(|(terms, whom)| {
            let mut words = list(whom);
            if let Some(level) = terms.level {
                let level = beside(scene.framework().competence(level), line_competence);
                words = format!("at {level} {words}");
            }
            if let Some(day) = terms.day {
                let word = if announced { "from" } else { "since" };
                words += &format!(" {word} {}", long_date(day));
            }
            let remarks: Vec<&str> =
                [if terms.compulsory { "compulsory" } else { "" }, terms.reason]
                    .into_iter()
                    .filter(|remark| !remark.is_empty())
                    .collect();
            if !remarks.is_empty() {
                words += &format!(" ({})", remarks.join(", "));
            }
            words
        })
        .collect();
    if announced {
        format!("Will be required {}; shown and not counted until then", clauses.join(", and "))
    } else {
        format!("Required {}", clauses.join(", and "))
    }
}

/// What requirements must share to be named in one breath.
#[derive(PartialEq)]
struct Terms<'a> {
    /// The lower level it asks, where it is a displaced one.
    level: Option<CompetenceId>,
    day: Option<Date>,
    compulsory: bool,
    reason: &'a str,
}

fn class(requirement: &Requirement) -> Option<Class> {
    match requirement.effect {
        Effect::Require { class, .. } => Some(class),
        Effect::Lift(_) => None,
    }
}

/// The first day on which a need's requirement was asked of the person, in any of
/// the posts that it reaches, if there is one.
fn since(scene: Scene<'_>, line: &Line, need: &Need) -> Option<Date> {
    let same = line.needs.iter().filter(|other| other.requirement == need.requirement);
    let asked = same.map(|need| asked_from(scene.rules, scene.person, scene.as_at, need)).min()?;
    let from = scene.requirement(need).introduced.map_or(asked, |day| day.max(asked));
    (from > BEGINNING).then_some(from)
}

/// Whom a requirement is for, as one of those people would say it.
pub(super) fn whom(scene: Scene<'_>, need: &Need, requirement: &Requirement) -> String {
    let units = &scene.rules.units;
    let within = requirement.within.map(|unit| units.unit(unit).name.as_str());
    let named = |normal: &str| match requirement.target_name.trim() {
        "" => normal.to_owned(),
        name => name.to_owned(),
    };
    let whom = match &requirement.target {
        Target::Organisation => "everyone".into(),
        Target::StaffGroup(name) => format!("everyone in the staff group {}", named(name)),
        Target::JobRole(name) => format!("every {}", named(name)),
        Target::Position(name) => {
            format!("everyone in the position {}{}", named(name), position_title(scene, need, name))
        }
        Target::Unit(unit) => format!("everyone in {}", units.unit(*unit).name),
        Target::Assignment(_) if posts(scene) < 2 => format!("{} post", scene.voice.your()),
        Target::Assignment(number) => format!("{} post {number}", scene.voice.your()),
        Target::Employee(_) => scene.voice.you().into(),
    };
    match within {
        Some(unit) => format!("{whom} in {unit}"),
        None => whom,
    }
}

fn posts(scene: Scene<'_>) -> usize {
    scene.person.assignments.iter().filter(|a| a.on(scene.as_at).is_some()).count()
}

/// The title of a position that is required by number: nobody knows their number.
fn position_title(scene: Scene<'_>, need: &Need, position: &str) -> String {
    scene
        .posting(need.assignment)
        .filter(|posting| normal(&posting.position_number) == position)
        .map(|posting| posting.position_title.trim())
        .filter(|title| !title.is_empty())
        .map_or_else(String::new, |title| format!(" ({title})"))
}
