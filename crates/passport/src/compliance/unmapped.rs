//! Names that awards and extracts use and that no competence bears, each with what
//! it touches. Spellings that are one name stand together.

use std::collections::{BTreeMap, BTreeSet};

use passport_core::framework::CompetenceId;
use passport_core::requirement::Effect;
use passport_store::{Known, Organisation, StoreError};

use super::Rules;

/// A name that no competence bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// Its place in the framework, where it is a subject of its own.
    pub competence: CompetenceId,
    /// The name as it was met first.
    pub name: String,
    /// How many awards use it.
    pub awards: u64,
    /// Of how many people.
    pub people: u64,
    /// How many requirements use it.
    pub requirements: u64,
}

/// Every such name; those that touch most people come first.
///
/// # Errors
/// When the database fails.
pub async fn unmapped(
    organisation: &Organisation,
    rules: &Rules,
) -> Result<Vec<Unmapped>, StoreError> {
    let framework = &rules.book.framework;
    let place =
        |name: &str| framework.by_name(name).filter(|id| !framework.competence(*id).described);
    let mut names = organisation.competence_names(Known::Now).await?;
    names.retain(|name| place(name).is_some());
    let mut held: BTreeMap<CompetenceId, (u64, BTreeSet<String>)> = BTreeMap::new();
    for (name, person, awards) in organisation.holders_of(&names).await? {
        let Some(id) = place(&name) else { continue };
        let (count, people) = held.entry(id).or_default();
        *count += awards;
        people.insert(person);
    }
    let mut required: BTreeMap<CompetenceId, u64> = BTreeMap::new();
    for requirement in rules.book.requirements.all() {
        if let Effect::Require { competence, .. } = requirement.effect {
            *required.entry(competence).or_default() += 1;
        }
    }
    let mut found: Vec<Unmapped> = framework
        .iter()
        .filter(|(_, competence)| !competence.described)
        .map(|(id, competence)| {
            let (awards, people) = held.remove(&id).unwrap_or_default();
            Unmapped {
                competence: id,
                name: competence.name.clone(),
                awards,
                people: people.len() as u64,
                requirements: required.get(&id).copied().unwrap_or_default(),
            }
        })
        .collect();
    // Of equals in the order met, so that the list is the same each time.
    found.sort_by_key(|one| std::cmp::Reverse((one.people, one.awards)));
    Ok(found)
}
