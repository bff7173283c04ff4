//! Awards as a person reads them, and the history of a line.

use super::name::plain_name;
use super::passport::Award as Shown;
use super::scene::Scene;
use crate::compliance::Line;
use crate::record::{Award, Source};

/// An award as shown.
pub(super) fn shown(scene: Scene<'_>, award: &Award) -> Shown {
    Shown {
        competence: plain_name(&scene.framework().competence(award.competence).name).into(),
        date: award.date,
        source: source(award),
        printed_expiry: award.printed_expiry,
    }
}

/// Every award that ever counted toward the line, newest first.
pub(super) fn history(scene: Scene<'_>, line: &Line) -> Vec<Shown> {
    let counted = |award: &&Award| {
        award.date <= scene.as_at
            && line.terms.not_before.is_none_or(|first| first <= award.date)
            && scene.counts_toward(award.competence, line.competence)
    };
    scene.person.awards.iter().rev().filter(counted).map(|award| shown(scene, award)).collect()
}

/// `Fire safety online, imported record`; without a title the record alone.
fn source(award: &Award) -> String {
    let place = match &award.source {
        Source::Import => "imported record".into(),
        Source::Transfer(vpd) => format!("transfer from {}", employer(vpd)),
        Source::Entered => "entered here".into(),
        Source::Supposed => "booked, taken as attended".to_owned(),
    };
    match award.title.trim() {
        "" => place,
        title => format!("{title}, {place}"),
    }
}

/// `employer 431`, the name of a provider that has no number, or `another
/// employer` where the record gives neither.
pub(super) fn employer(vpd: &str) -> String {
    match vpd.trim() {
        "" => "another employer".into(),
        name if name.contains(char::is_alphabetic) && name.len() > LONGEST_NUMBER => name.into(),
        vpd => format!("employer {vpd}"),
    }
}

/// Numbers of employers have three digits, and letters in some records.
const LONGEST_NUMBER: usize = 4;
