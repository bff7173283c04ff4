//! The month's letters: for each outbox row the person's passport as email,
//! PDF and calendar entries. The same row gives the same letter, whenever it is
//! made: from the facts known after the row's change, as at the run's day.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use passport_core::delivery::{Entitlement, MailPolicy, NotMailed, entitlement};
use passport_core::present::{Imported, Passport};
use passport_document::{DocumentError, Press, Stamp};
use passport_pages::{Pages, PassportEmail, email_html, email_subject, email_text};
use passport_store::{Known, MailRun, Organisation, OutboxEntry, Restriction, StoreError};
use tokio::sync::Mutex;

use crate::compliance::{self, Loaded, Rules};
use crate::delivery::calendar::events;
use crate::delivery::{Candidate, Compose, Letter, Sheets, print::Team};
use crate::passports::Passports;
use crate::supervision;

/// Who made the PDF, as its metadata says.
pub const PRODUCER: &str = concat!("Training Passport ", env!("CARGO_PKG_VERSION"));

/// Makes the letters of an organisation.
pub struct Letters {
    organisation: Organisation,
    sender: String,
    pages: Arc<Pages>,
    press: Arc<Press>,
    /// The rules after each change that rows were planned at; a run has one or two.
    known: Mutex<HashMap<i64, Arc<AsPlanned>>>,
}

/// The rules and the freshness as they were when rows were planned.
struct AsPlanned {
    rules: Rules,
    imported: Option<Imported>,
}

impl Letters {
    /// Prepares to make letters, signed by `sender`.
    ///
    /// # Errors
    /// In words, when the fonts cannot be prepared.
    pub fn new(organisation: &Organisation, sender: &str) -> Result<Self, String> {
        Ok(Self {
            organisation: organisation.clone(),
            sender: sender.to_owned(),
            pages: Arc::new(Pages::new()),
            press: Arc::new(Press::new().map_err(|error| error.to_string())?),
            known: Mutex::default(),
        })
    }

    async fn as_planned(&self, change: i64, as_at: Date) -> Result<Arc<AsPlanned>, StoreError> {
        // Held while loading, so that workers side by side load it once.
        let mut known = self.known.lock().await;
        if let Some(found) = known.get(&change) {
            return Ok(Arc::clone(found));
        }
        let rules = compliance::rules(&self.organisation, Known::After(change), as_at).await?;
        let imported = compliance::imported(&self.organisation, Known::After(change)).await?;
        let loaded = Arc::new(AsPlanned { rules, imported });
        known.insert(change, Arc::clone(&loaded));
        Ok(loaded)
    }

    async fn passport(&self, run: &MailRun, entry: &OutboxEntry) -> Result<Passport, String> {
        let words = |error: StoreError| error.to_string();
        let planned = self.as_planned(entry.change, run.as_at).await.map_err(words)?;
        let loaded = compliance::person(&self.organisation, &planned.rules, &entry.employee_number)
            .await
            .map_err(words)?
            .ok_or("their record is no longer there")?;
        let name = &self.organisation.name;
        let mut passport =
            Passports::with(name, &planned.rules, run.as_at, planned.imported).present(&loaded);
        let known = Known::After(entry.change);
        passport.actions = supervision::actions(&self.organisation, known, &entry.employee_number)
            .await
            .map_err(words)?;
        passport.actions.retain(|action| action.done.is_none());
        Ok(passport)
    }
}

/// Everything a letter is made of but the passport.
struct Desk {
    pages: Arc<Pages>,
    press: Arc<Press>,
    sender: String,
    month: String,
}

impl Desk {
    fn letter(&self, passport: &Passport, entry: &OutboxEntry) -> Result<Letter, String> {
        let events = events(passport);
        let pdf = match self.press.passport(passport, &stamp(entry)) {
            Ok(pdf) => pdf,
            // The page and the email can show what no font of ours can print outside a
            // name: the person is told, and data health lists the character.
            Err(DocumentError::MissingGlyph { .. }) => Vec::new(),
            Err(error) => return Err(error.to_string()),
        };
        let email = PassportEmail {
            passport,
            month: self.month.clone(),
            sender: self.sender.clone(),
            pdf_attached: !pdf.is_empty(),
            calendar_entries: events.len(),
        };
        let words = |error: passport_pages::RenderError| error.to_string();
        Ok(Letter {
            subject: email_subject(&self.pages, &email).map_err(words)?,
            text: email_text(&self.pages, &email).map_err(words)?,
            html: email_html(&self.pages, &email).map_err(words)?,
            pdf,
            events,
        })
    }
}

fn stamp(entry: &OutboxEntry) -> Stamp {
    Stamp { created: entry.dated, producer: PRODUCER.into() }
}

impl Compose for Letters {
    async fn letters(
        &self,
        run: &MailRun,
        people: &[OutboxEntry],
    ) -> Result<Vec<Result<Letter, String>>, String> {
        let mut passports = Vec::with_capacity(people.len());
        for entry in people {
            passports.push((self.passport(run, entry).await, entry.clone()));
        }
        let desk = Desk {
            pages: Arc::clone(&self.pages),
            press: Arc::clone(&self.press),
            sender: self.sender.clone(),
            month: run.month.words(),
        };
        // Setting type is work for a processor, not for the network's threads.
        tokio::task::spawn_blocking(move || {
            passports.into_iter().map(|(passport, entry)| desk.letter(&passport?, &entry)).collect()
        })
        .await
        .map_err(|error| error.to_string())
    }

    async fn team(&self, run: &MailRun, team: &Team) -> Result<Sheets, String> {
        let Some(first) = team.people.first() else { return Ok(Sheets::default()) };
        let (mut passports, mut left_out) = (Vec::with_capacity(team.people.len()), Vec::new());
        for entry in &team.people {
            match self.passport(run, entry).await {
                Ok(passport) => passports.push(passport),
                Err(why) => left_out.push((entry.employee_number.clone(), why)),
            }
        }
        let (press, name, stamp) = (Arc::clone(&self.press), team.name.clone(), stamp(first));
        let made = tokio::task::spawn_blocking(move || sheets(&press, &name, passports, &stamp));
        let mut made = made.await.map_err(|error| error.to_string())??;
        made.left_out.extend(left_out);
        Ok(made)
    }
}

/// A team's file, and who is not in it because of a letter that no font of ours has.
fn sheets(
    press: &Press,
    team: &str,
    mut passports: Vec<Passport>,
    stamp: &Stamp,
) -> Result<Sheets, String> {
    let mut left_out = Vec::new();
    let pdf = match press.team(team, &passports, stamp) {
        Err(_) => {
            // One name must not keep a whole team waiting.
            passports.retain(|passport| match press.passport(passport, stamp) {
                Ok(_) => true,
                Err(why) => {
                    left_out.push((passport.employee_number.clone(), why.to_string()));
                    false
                }
            });
            if passports.is_empty() {
                return Ok(Sheets { pdf: Vec::new(), left_out });
            }
            press.team(team, &passports, stamp)
        }
        made => made,
    };
    Ok(Sheets { pdf: pdf.map_err(|error| error.to_string())?, left_out })
}

/// Everyone who may get a month's passport, with whether they do.
pub async fn candidates(
    organisation: &Organisation,
    rules: &Rules,
    as_at: Date,
) -> Result<Vec<Candidate>, StoreError> {
    let policy = MailPolicy::new(&rules.book.settings, as_at);
    let restrictions = organisation.facts::<Restriction>(rules.known).await?;
    let restricted: HashSet<String> =
        restrictions.into_iter().map(|restriction| restriction.fact.employee_number).collect();
    let mut found: Vec<Candidate> = Vec::new();
    compliance::everyone_at_work(organisation, rules, |people| {
        found.extend(people.iter().map(|loaded| candidate(rules, &policy, loaded, as_at)));
    })
    .await?;
    for candidate in &mut found {
        let here = candidate.entitlement != Entitlement::NotHere;
        if here && restricted.contains(&candidate.employee_number) {
            candidate.entitlement = Entitlement::GetsNone(NotMailed::Restricted);
        }
    }
    Ok(found)
}

fn candidate(rules: &Rules, policy: &MailPolicy, loaded: &Loaded, as_at: Date) -> Candidate {
    let person = &loaded.person;
    let unit = passport_core::compliance::primary_assignment(person, as_at)
        .and_then(|index| person.assignments[index].on(as_at))
        .and_then(|posting| posting.unit)
        .map(|unit| rules.book.units.unit(unit).path.clone());
    Candidate {
        employee_number: person.employee_number.clone(),
        name: loaded.details.name(),
        last_name: loaded.details.last_name.clone(),
        address: loaded.details.email.clone(),
        unit: unit.unwrap_or_default(),
        entitlement: entitlement(policy, &person.assignments, as_at),
    }
}
