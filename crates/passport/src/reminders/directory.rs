//! Who is here on a day, at which address, and whose manager hears of whom.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use passport_core::delivery::{MailPolicy, is_away};
use passport_store::{Organisation, Restriction, StoreError};

use crate::compliance::{self, Loaded, Rules};
use crate::delivery::address::usable;

/// Everyone, as far as messages to and about them are concerned.
#[derive(Debug)]
pub(super) struct Directory {
    people: HashMap<String, Entry>,
    restricted: HashSet<String>,
    bounced: HashSet<String>,
}

/// One person.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// First and last name.
    pub name: String,
    /// The address as recorded.
    pub address: String,
    /// Whether they have a post that day from which they are not away.
    pub is_here: bool,
    /// Their supervisors that day, the primary post's first.
    supervisors: Vec<String>,
}

impl Directory {
    /// Without anybody yet.
    pub async fn open(organisation: &Organisation, rules: &Rules) -> Result<Self, StoreError> {
        let restrictions = organisation.facts::<Restriction>(rules.known).await?;
        let restricted = restrictions.into_iter().map(|one| one.fact.employee_number).collect();
        let mut directory = Self { people: HashMap::new(), restricted, bounced: HashSet::new() };
        directory.ask_of_bounces(organisation).await?;
        Ok(directory)
    }

    /// Asks again which addresses send mail back.
    pub async fn ask_of_bounces(&mut self, organisation: &Organisation) -> Result<(), StoreError> {
        self.bounced = organisation.bounced_addresses().await?.into_keys().collect();
        Ok(())
    }

    /// With everyone.
    pub async fn load(
        organisation: &Organisation,
        rules: &Rules,
        policy: &MailPolicy,
        day: Date,
    ) -> Result<Self, StoreError> {
        let mut directory = Self::open(organisation, rules).await?;
        compliance::everyone_at_work(organisation, rules, |people| {
            people.iter().for_each(|loaded| directory.add(loaded, policy, day));
        })
        .await?;
        Ok(directory)
    }

    /// Adds somebody.
    pub fn add(&mut self, loaded: &Loaded, policy: &MailPolicy, day: Date) {
        let number = &loaded.person.employee_number;
        let mut supervisors: Vec<(bool, String)> = Vec::new();
        let mut is_here = false;
        for posting in loaded.person.assignments.iter().filter_map(|one| one.on(day)) {
            is_here |= !is_away(policy, posting, day);
            let named = &posting.supervisor;
            if !named.is_empty() && named != number {
                supervisors.push((!posting.primary, named.clone()));
            }
        }
        supervisors.sort_by_key(|(beside, _)| *beside);
        let entry = Entry {
            name: loaded.details.name(),
            address: loaded.details.email.trim().to_owned(),
            is_here,
            supervisors: supervisors.into_iter().map(|(_, number)| number).collect(),
        };
        self.people.insert(number.clone(), entry);
    }

    /// Somebody's entry.
    pub fn entry(&self, number: &str) -> Option<&Entry> {
        self.people.get(number)
    }

    /// Whether a record is restricted: it is not mailed, nor anybody told of it.
    pub fn is_restricted(&self, number: &str) -> bool {
        self.restricted.contains(number)
    }

    /// Why mail does not reach somebody who is in the directory; none: it does.
    pub fn obstacle(&self, number: &str) -> Option<&'static str> {
        let Some(entry) = self.entry(number) else { return Some("No longer on record") };
        if self.is_restricted(number) {
            Some("The record is restricted")
        } else if !entry.is_here {
            Some("Away, or no longer here")
        } else if entry.address.is_empty() {
            Some("No email address is known")
        } else if usable(&entry.address).is_none() {
            Some("What is recorded as the email address is not one")
        } else if self.bounced.contains(&entry.address.to_lowercase()) {
            Some("An earlier email to this address came back")
        } else {
            None
        }
    }

    /// Who hears of somebody: the nearest above them whom mail reaches.
    pub fn manager_of(&self, number: &str) -> Option<&str> {
        let mut met = HashSet::from([number]);
        let mut level: Vec<&str> = vec![number];
        while !level.is_empty() {
            let mut above = Vec::new();
            for at in level {
                for next in self.entry(at).into_iter().flat_map(|entry| &entry.supervisors) {
                    // Extracts hold circles: two people who supervise one another.
                    if met.insert(next) {
                        above.push(next.as_str());
                    }
                }
            }
            if let Some(reached) = above.iter().find(|one| self.obstacle(one).is_none()) {
                return Some(reached);
            }
            level = above;
        }
        None
    }
}
