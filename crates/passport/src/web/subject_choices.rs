//! Subjects to choose from: those of the competences, and after them names that no
//! competence bears, which are subjects of their own until somebody says what they
//! mean.

use std::collections::BTreeSet;

use passport_core::present::plain_name;
use passport_pages::pages::Choice;

use crate::compliance::{Rules, subjects};

/// Every subject after a first choice of none.
pub(super) fn subject_choices(rules: &Rules, none: &str) -> Vec<Choice> {
    let framework = &rules.book.framework;
    let described: BTreeSet<&str> = framework
        .iter()
        .filter(|(_, one)| one.described)
        .map(|(id, _)| framework.subject_name(framework.subject_of(id)))
        .collect();
    let (known, unknown): (Vec<String>, Vec<String>) =
        subjects(rules).into_iter().partition(|name| described.contains(name.as_str()));
    let known = known.into_iter().map(|name| Choice::new(name.clone(), name, ""));
    // Where there is no competences file, nobody misses it.
    let mark = if described.is_empty() { "" } else { " (unknown name)" };
    let unknown = unknown
        .into_iter()
        .map(|name| Choice::new(&name, format!("{}{mark}", plain_name(&name)), ""));
    [Choice::new("", none, "")].into_iter().chain(known).chain(unknown).collect()
}
