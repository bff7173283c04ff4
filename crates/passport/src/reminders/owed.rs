//! What the ladder owes to whom today.

use std::collections::BTreeMap;

use jiff::civil::Date;
use passport_core::delivery::MailPolicy;
use passport_core::reminder::{
    Audience, Ladder, digest_day, due_to_manager, due_to_person, standing,
};
use passport_core::setting::Settings;
use passport_store::{Known, Organisation, ReminderKind, ReminderLine, StoreError};

use super::directory::Directory;
use crate::compliance::{self, Loaded, Rules};

/// The organisation's settings about reminders on a day.
#[derive(Debug)]
pub(super) struct Terms {
    pub ladder: Ladder,
    pub policy: MailPolicy,
    pub today: Date,
    /// The latest day of digests.
    pub digest: Date,
}

impl Terms {
    pub fn new(settings: &Settings, today: Date) -> Self {
        Self {
            // A ladder that cannot be read cannot have been set.
            ladder: Ladder::parse(settings.get("reminder-ladder", today)).unwrap_or_default(),
            policy: MailPolicy::new(settings, today),
            today,
            digest: digest_day(settings.get("manager-digest-day", today), today),
        }
    }

    /// Every line of which a rule speaks today, whether or not it has spoken already.
    pub fn due(&self, rules: &Rules, loaded: &Loaded) -> Vec<ReminderLine> {
        let person = &loaded.person;
        let mut due = Vec::new();
        for one in standing(&rules.book, &self.policy, person, self.today) {
            let to_person = due_to_person(&self.ladder, one.deadline, self.today);
            let to_manager = due_to_manager(&self.ladder, one.deadline, self.digest, self.today);
            for (step, audience) in [(to_person, Audience::Person), (to_manager, Audience::Manager)]
            {
                due.extend(step.map(|step| ReminderLine {
                    employee_number: person.employee_number.clone(),
                    line: one.key.clone(),
                    deadline: one.deadline,
                    rule: step.rule(),
                    audience,
                    title: one.title.clone(),
                }));
            }
        }
        due
    }
}

/// A message that is owed.
#[derive(Clone, Debug)]
pub struct Owed {
    /// By what.
    pub kind: ReminderKind,
    /// To whom.
    pub employee_number: String,
    /// First and last name.
    pub name: String,
    /// The address.
    pub address: String,
    /// Of what it speaks.
    pub lines: Vec<ReminderLine>,
}

/// Somebody to whom, or of whom, something should be said, and cannot.
#[derive(Clone, Debug)]
pub struct Unreached {
    /// Whose line.
    pub employee_number: String,
    /// First and last name.
    pub name: String,
    /// Who should hear of it.
    pub audience: Audience,
    /// Why they do not.
    pub why: &'static str,
    /// What should be said.
    pub lines: Vec<ReminderLine>,
}

/// Everything owed today.
#[derive(Clone, Debug)]
pub struct Owing {
    /// The messages, to people and then to managers, by employee number.
    pub messages: Vec<Owed>,
    /// What cannot be said: it is owed until it can.
    pub unreached: Vec<Unreached>,
    /// People whose monthly passport of today says it; reminders wait a day.
    pub waiting: usize,
}

/// What the ladder owes today and has not said yet.
///
/// # Errors
/// When the database fails.
pub async fn owing(organisation: &Organisation, today: Date) -> Result<Owing, StoreError> {
    // As known after the last change: what is imported meanwhile is not seen by halves.
    let known = Known::After(organisation.last_change().await?);
    let rules = compliance::rules(organisation, known, today).await?;
    let terms = Terms::new(&rules.book.settings, today);
    let mut owing = Owing { messages: Vec::new(), unreached: Vec::new(), waiting: 0 };
    if terms.ladder.is_empty() {
        return Ok(owing);
    }
    let reminded = organisation.reminded_since(ReminderKind::Ladder, today).await?;
    let told = organisation.reminded_since(ReminderKind::Digest, terms.digest).await?;
    let monthly = organisation.monthly_passport_of(today).await?;
    let mut directory = Directory::open(organisation, &rules).await?;
    let mut due: BTreeMap<String, Vec<ReminderLine>> = BTreeMap::new();
    compliance::everyone(organisation, &rules, |people| {
        for loaded in people {
            directory.add(&loaded, &terms.policy, today);
            let lines = terms.due(&rules, &loaded);
            if !lines.is_empty() {
                due.insert(loaded.person.employee_number.clone(), lines);
            }
        }
    })
    .await?;
    let people: Vec<&str> = due.keys().map(String::as_str).collect();
    if let Some(first) = due.values().flatten().map(|line| line.deadline).min() {
        let said = organisation.reminders_said(&people, first).await?;
        due.values_mut().for_each(|lines| lines.retain(|line| !said.includes(line)));
        due.retain(|_, lines| !lines.is_empty());
    }
    let mut digests: BTreeMap<String, Vec<ReminderLine>> = BTreeMap::new();
    for (number, lines) in due {
        let is = |audience| move |line: &ReminderLine| line.audience == audience;
        let (own, managers): (Vec<_>, Vec<_>) = lines.into_iter().partition(is(Audience::Person));
        if monthly.contains(&number) && !own.is_empty() {
            owing.waiting += 1;
        } else if !own.is_empty() && !reminded.contains(&number) {
            owing.personal(&directory, &number, own);
        }
        if managers.is_empty() || directory.is_restricted(&number) {
            continue;
        }
        match directory.manager_of(&number) {
            Some(manager) if told.contains(manager) => {}
            Some(manager) => digests.entry(manager.to_owned()).or_default().extend(managers),
            None => {
                let why = "Mail reaches nobody above them";
                owing.cannot(&directory, &number, Audience::Manager, why, managers);
            }
        }
    }
    for (manager, lines) in digests {
        owing.message(&directory, ReminderKind::Digest, &manager, lines);
    }
    Ok(owing)
}

impl Owing {
    fn personal(&mut self, directory: &Directory, number: &str, lines: Vec<ReminderLine>) {
        match directory.obstacle(number) {
            None => self.message(directory, ReminderKind::Ladder, number, lines),
            Some(why) => self.cannot(directory, number, Audience::Person, why, lines),
        }
    }

    fn message(
        &mut self,
        directory: &Directory,
        kind: ReminderKind,
        number: &str,
        lines: Vec<ReminderLine>,
    ) {
        let entry = directory.entry(number);
        self.messages.push(Owed {
            kind,
            employee_number: number.to_owned(),
            name: entry.map(|entry| entry.name.clone()).unwrap_or_default(),
            address: entry.map(|entry| entry.address.clone()).unwrap_or_default(),
            lines,
        });
    }

    fn cannot(
        &mut self,
        directory: &Directory,
        number: &str,
        audience: Audience,
        why: &'static str,
        lines: Vec<ReminderLine>,
    ) {
        let name = directory.entry(number).map(|entry| entry.name.clone()).unwrap_or_default();
        let employee_number = number.to_owned();
        self.unreached.push(Unreached { employee_number, name, audience, why, lines });
    }
}
