//! What a reminder says, from how things stand at the moment it is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use passport_core::present::{Group, Imported, Passport};
use passport_core::reminder::{BY_MANAGER, line_key};
use passport_pages::{
    DigestEmail, DigestLine, DigestPerson, Pages, RemindedLine, ReminderEmail, Written,
};
use passport_store::{Known, Latest, Organisation, Reminder, ReminderKind, ReminderLine};

use super::directory::Directory;
use super::owed::Terms;
use crate::clock::Clock;
use crate::compliance::{self, Loaded, Rules};
use crate::passports::Passports;

/// A message in words.
#[derive(Debug)]
pub(super) struct Composed {
    pub name: String,
    pub address: String,
    pub written: Written,
    /// Lines of which there is nothing to say any more.
    pub left_out: Vec<ReminderLine>,
}

/// What came of composing.
pub(super) enum Composing {
    Message(Box<Composed>),
    /// There is nothing to say to them, and why.
    Nothing(&'static str),
}

/// Makes reminders of an organisation.
pub(super) struct Composer {
    organisation: Organisation,
    pages: Arc<Pages>,
    clock: Clock,
    sender: String,
    stand: Option<Stand>,
}

/// How things stand after a change.
struct Stand {
    latest: Latest,
    rules: Rules,
    terms: Terms,
    directory: Directory,
    imported: Option<Imported>,
}

impl Composer {
    pub fn new(
        organisation: &Organisation,
        pages: Arc<Pages>,
        clock: Clock,
        sender: String,
    ) -> Self {
        Self { organisation: organisation.clone(), pages, clock, sender, stand: None }
    }

    /// How things stand now. Rules are loaded anew after a change that touched them, who
    /// is where after one that touched that: most changes touch neither. Every person is
    /// read as they are now.
    async fn stand(&mut self) -> Result<&Stand> {
        // Read first: what changes meanwhile is then loaded again, never missed.
        let (latest, today) = (self.organisation.latest().await?, self.clock.today());
        let organisation = &self.organisation;
        let current = self
            .stand
            .take()
            .filter(|stand| stand.latest.rules == latest.rules && stand.terms.today == today);
        let stand = match current {
            Some(stand) if stand.latest.lines == latest.lines => {
                let bounced = stand.latest.change != latest.change;
                let mut stand = Stand { latest, ..stand };
                if bounced {
                    stand.directory.ask_of_bounces(organisation).await?;
                }
                stand
            }
            Some(stand) => {
                let (rules, policy) = (&stand.rules, &stand.terms.policy);
                let directory = Directory::load(organisation, rules, policy, today).await?;
                Stand { latest, directory, ..stand }
            }
            None => {
                let rules = compliance::rules(organisation, Known::Now, today).await?;
                let terms = Terms::new(&rules.book.settings, today);
                let directory = Directory::load(organisation, &rules, &terms.policy, today).await?;
                let imported = compliance::imported(organisation, Known::Now).await?;
                Stand { latest, rules, terms, directory, imported }
            }
        };
        Ok(self.stand.insert(stand))
    }

    /// The message, or why there is none.
    pub async fn compose(
        &mut self,
        message: &Reminder,
        lines: Vec<ReminderLine>,
    ) -> Result<Composing> {
        let (organisation, pages) = (self.organisation.clone(), Arc::clone(&self.pages));
        let sender = self.sender.clone();
        let stand = self.stand().await?;
        let number = &message.employee_number;
        if let Some(why) = stand.directory.obstacle(number) {
            return Ok(Composing::Nothing(why));
        }
        let (kept, left_out) = stand.still(&organisation, message, lines).await?;
        let Some(entry) = stand.directory.entry(number).filter(|_| !kept.is_empty()) else {
            return Ok(Composing::Nothing("Nothing was left to remind of"));
        };
        let context = Letter { organisation: &organisation, stand, name: &entry.name, sender };
        let written = match message.kind {
            ReminderKind::Digest => context.digest(&pages, kept)?,
            ReminderKind::Ladder => context.reminder(&pages, kept, None, "")?,
            ReminderKind::ByManager => {
                let manager = account_name(&organisation, &message.asked_by).await?;
                context.reminder(&pages, kept, Some(manager), &message.note)?
            }
        };
        let (name, address) = (entry.name.clone(), entry.address.clone());
        Ok(Composing::Message(Box::new(Composed { name, address, written, left_out })))
    }
}

/// A line that is still to be said, beside the passport it stands on.
struct Kept {
    line: ReminderLine,
    /// Whose passport: its holder's name and the line as the passport has it.
    name: String,
    shown: passport_core::present::Line,
    page: Option<String>,
}

impl Stand {
    /// Of a message's lines, those of which there is still something to say.
    async fn still(
        &self,
        organisation: &Organisation,
        message: &Reminder,
        lines: Vec<ReminderLine>,
    ) -> Result<(Vec<Kept>, Vec<ReminderLine>)> {
        let mut by_person: BTreeMap<String, Vec<ReminderLine>> = BTreeMap::new();
        for line in lines {
            by_person.entry(line.employee_number.clone()).or_default().push(line);
        }
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for (number, lines) in by_person {
            let theirs = compliance::person(organisation, &self.rules, &number).await?;
            let told = message.kind != ReminderKind::Digest
                || (!self.directory.is_restricted(&number)
                    && self.directory.manager_of(&number) == Some(&message.employee_number));
            let Some(loaded) = theirs.filter(|_| told) else {
                left_out.extend(lines);
                continue;
            };
            let passport = self.passport(organisation, &loaded);
            let due = self.due(&loaded, message.kind, &passport);
            for line in lines {
                let is = |one: &&(String, String, Option<ReminderLine>)| {
                    let (key, _, rule) = *one;
                    *key == line.line && rule.as_ref().is_none_or(|rule| *rule == line)
                };
                let shown = due
                    .iter()
                    .find(is)
                    .and_then(|(_, key, _)| passport.lines.iter().find(|shown| shown.key == *key));
                match shown.cloned() {
                    Some(shown) => {
                        let (name, page) = (passport.name.clone(), passport.page.clone());
                        kept.push(Kept { line, name, shown, page });
                    }
                    None => left_out.push(line),
                }
            }
        }
        Ok((kept, left_out))
    }

    /// The lines that may be said of a person now: a reminder's key, the passport's
    /// key, and by the ladder the very rule that speaks.
    fn due(
        &self,
        loaded: &Loaded,
        kind: ReminderKind,
        passport: &Passport,
    ) -> Vec<(String, String, Option<ReminderLine>)> {
        let keys: Vec<(String, String)> = passport
            .lines
            .iter()
            .map(|line| (line_key(&line.subject, &line.level), line.key.clone()))
            .collect();
        let shown = |key: &str| keys.iter().find(|(one, _)| one == key).map(|(_, key)| key.clone());
        if kind == ReminderKind::ByManager {
            let open = super::by_manager::open(&self.rules, &self.terms.policy, loaded, passport);
            return open
                .into_iter()
                .filter_map(|one| Some((one.key.clone(), shown(&one.key)?, None)))
                .collect();
        }
        let due = self.terms.due(&self.rules, loaded);
        due.into_iter()
            .filter_map(|line| Some((line.line.clone(), shown(&line.line)?, Some(line))))
            .collect()
    }

    fn passport(&self, organisation: &Organisation, loaded: &Loaded) -> Passport {
        let (name, today) = (&organisation.name, self.terms.today);
        Passports::with(name, &self.rules, today, self.imported).present(loaded)
    }
}

/// What every message needs.
struct Letter<'s> {
    organisation: &'s Organisation,
    stand: &'s Stand,
    name: &'s str,
    sender: String,
}

impl Letter<'_> {
    fn setting(&self, key: &str) -> String {
        let Stand { rules, terms, .. } = self.stand;
        rules.book.settings.get(key, terms.today).to_owned()
    }

    /// An address of ours.
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.setting("site-address").trim_end_matches('/'))
    }

    fn reminder(
        &self,
        pages: &Pages,
        kept: Vec<Kept>,
        manager: Option<String>,
        note: &str,
    ) -> Result<Written> {
        let page = kept.first().and_then(|one| one.page.clone());
        let mut kept = kept;
        // As the passport has them: what is missing first.
        kept.sort_by_key(|one| (one.shown.group != Group::ToDo, one.line.deadline));
        let lines = kept
            .into_iter()
            .map(|one| RemindedLine { line: one.shown, rule: one.line.rule })
            .collect();
        Ok(ReminderEmail {
            name: self.name.to_owned(),
            organisation: self.organisation.name.clone(),
            lines,
            manager,
            note: note.to_owned(),
            page,
            messages: self.at("/messages"),
            contact: self.setting("contact"),
            sender: self.sender.clone(),
        }
        .write(pages)?)
    }

    fn digest(&self, pages: &Pages, kept: Vec<Kept>) -> Result<Written> {
        let mut people: BTreeMap<(String, String), Vec<DigestLine>> = BTreeMap::new();
        for one in kept {
            let person = (one.name, one.line.employee_number);
            let line = DigestLine {
                words: one.shown.standing(),
                title: one.shown.title,
                next_step: one.shown.next_step.map(|step| step.words()).unwrap_or_default(),
                rule: one.line.rule,
            };
            people.entry(person).or_default().push(line);
        }
        let people =
            people.into_iter().map(|((name, _), lines)| DigestPerson { name, lines }).collect();
        Ok(DigestEmail {
            name: self.name.to_owned(),
            organisation: self.organisation.name.clone(),
            people,
            team: self.at("/team"),
            messages: self.at("/messages"),
            contact: self.setting("contact"),
            sender: self.sender.clone(),
        }
        .write(pages)?)
    }
}

/// The name of whoever asked, where it was somebody with an account.
pub(super) async fn account_name(organisation: &Organisation, actor: &str) -> Result<String> {
    let number = actor.strip_prefix("account ").and_then(|rest| rest.split(' ').next());
    let account = match number.and_then(|number| number.parse().ok()) {
        Some(number) => organisation.account(number).await?,
        None => None,
    };
    let name = account.map(|account| account.name).filter(|name| !name.is_empty());
    Ok(name.unwrap_or_else(|| "Your manager".to_owned()))
}

/// Whether a rule is a manager's own wish.
pub(super) fn is_by_manager(rule: &str) -> bool {
    rule == BY_MANAGER
}
