//! A person's whole record, as they may ask for it: every row of every table
//! that speaks of them, with who recorded it when and who voided it when, and
//! the messages they were sent. Tables are found by their columns, so that a new
//! one cannot be forgotten.

mod html;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use passport_core::present::Passport;
use passport_core::query::EvidenceFact;
use passport_store::{Account, ChangeRecord, Entry, Known, Organisation, StoreError};
use serde::Serialize;
use serde_json::Value as Json;

use crate::clock::london;
use crate::passports;

pub use html::html;

/// A person's whole record.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    /// The employer.
    pub organisation: String,
    /// Whose record it is.
    pub employee_number: String,
    /// When it was written.
    pub made: Timestamp,
    /// What is required of them that day, with each status and why; `None` of
    /// someone who is not on record any more.
    pub today: Option<Passport>,
    /// What is kept, kind by kind.
    pub sections: Vec<Section>,
}

/// Everything kept of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// The table it is kept in.
    pub kept_in: String,
    /// The kind as a person reads it.
    pub title: String,
    /// The facts, oldest first.
    pub facts: Vec<Fact>,
}

/// One fact with its story.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// What it says, name by name.
    #[serde(serialize_with = "as_object")]
    pub says: Vec<(String, Json)>,
    /// Who recorded it, when.
    pub recorded: Option<Step>,
    /// Who voided it, when; voided facts count as though they had never been.
    pub voided: Option<Step>,
}

/// One change, as it concerns a fact.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Its number in the change sequence.
    pub change: i64,
    /// When.
    pub at: Option<Timestamp>,
    /// Who.
    pub by: String,
    /// What the change was.
    pub what: String,
}

fn as_object<S: serde::Serializer>(
    cells: &[(String, Json)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(cells.iter().map(|(name, cell)| (name, cell)))
}

/// Gathers a person's whole record; `None` where nothing speaks of the number.
///
/// # Errors
/// When the database fails.
pub async fn gather(
    organisation: &Organisation,
    employee_number: &str,
    made: Timestamp,
) -> Result<Option<Export>, StoreError> {
    let entries = organisation.everything_of(employee_number).await?;
    if entries.is_empty() {
        return Ok(None);
    }
    let today = made.to_zoned(london()).date();
    let today = passports::one(organisation, Known::Now, employee_number, today).await?;
    let named: Vec<i64> =
        entries.iter().flat_map(|entry| [entry.recorded, entry.voided]).flatten().collect();
    let changes = organisation.changes_of(&named).await?;
    let changes: HashMap<i64, ChangeRecord> =
        changes.into_iter().map(|change| (change.number, change)).collect();
    let accounts = organisation.accounts().await?;
    let people = People::new(employee_number, accounts);
    let sections = entries
        .chunk_by(|a, b| a.table == b.table)
        .map(|of_kind| Section {
            kept_in: of_kind[0].table.clone(),
            title: title(&of_kind[0].table),
            facts: of_kind.iter().map(|entry| fact(entry, &changes, &people)).collect(),
        })
        .collect();
    Ok(Some(Export {
        organisation: organisation.name.clone(),
        employee_number: employee_number.into(),
        made,
        today,
        sections,
    }))
}

/// The files that somebody sent with queries, each with a name of ours.
///
/// # Errors
/// When the database fails.
pub async fn files(
    organisation: &Organisation,
    employee_number: &str,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let kept = organisation.facts_of::<EvidenceFact>(Known::Now, employee_number).await?;
    let mut files = Vec::with_capacity(kept.len());
    for evidence in kept {
        let name = format!("evidence-{}.{}", evidence.id, evidence.fact.media.ending());
        if let Some(bytes) = organisation.evidence_file(evidence.id).await? {
            files.push((name, bytes));
        }
    }
    Ok(files)
}

/// Who did something, by name where it was someone with an account.
struct People {
    names: HashMap<String, String>,
    own: HashSet<String>,
}

impl People {
    fn new(employee_number: &str, accounts: Vec<Account>) -> Self {
        let key = |account: &Account| format!("account {}", account.id);
        let own = accounts.iter().filter(|account| account.employee_number == employee_number);
        let own = own.map(key).collect();
        let known = accounts.iter().filter(|account| !account.name.is_empty());
        let names = known.map(|account| (key(account), account.name.clone())).collect();
        Self { names, own }
    }

    /// The name of an actor, without the number of anybody else.
    fn name(&self, actor: &str) -> String {
        let account = account(actor);
        self.names.get(account).map_or_else(|| account.to_owned(), Clone::clone)
    }

    /// Whether it was the person themselves.
    fn is_own(&self, actor: &str) -> bool {
        self.own.contains(account(actor))
    }
}

/// `account 12 (20001234)` without what is in brackets.
fn account(actor: &str) -> &str {
    actor.split(" (").next().unwrap_or(actor)
}

/// What a row says, for its person: who looked by name, and from where only where
/// it was they themselves.
fn says(entry: &Entry, people: &People) -> Vec<(String, Json)> {
    let actor = entry.cells.iter().find(|(name, _)| name == "actor");
    let actor = actor.and_then(|(_, cell)| cell.as_str()).unwrap_or_default();
    let mut cells = Vec::with_capacity(entry.cells.len());
    for (name, cell) in &entry.cells {
        match name.as_str() {
            "actor" | "asked_by" | "linked_by" | "unlinked_by" => {
                let who = cell.as_str().map(|who| people.name(who));
                cells.push((name.clone(), who.into()));
            }
            "origin" if !people.is_own(actor) => {}
            _ => cells.push((name.clone(), readable(cell))),
        }
    }
    cells
}

fn fact(entry: &Entry, changes: &HashMap<i64, ChangeRecord>, people: &People) -> Fact {
    let step = |number: i64| {
        let change = changes.get(&number);
        Step {
            change: number,
            at: change.map(|change| change.at),
            by: change.map(|change| people.name(&change.actor)).unwrap_or_default(),
            what: change.map(|change| change.what.clone()).unwrap_or_default(),
        }
    };
    Fact {
        says: says(entry, people),
        recorded: entry.recorded.map(step),
        voided: entry.voided.map(step),
    }
}

/// Text that is JSON inside is shown as what it is.
fn readable(cell: &Json) -> Json {
    match cell {
        Json::String(text) if text.starts_with(['[', '{']) => {
            serde_json::from_str::<Json>(text).unwrap_or_else(|_| cell.clone())
        }
        other => other.clone(),
    }
}

/// The kind as a person reads it; a table without its own words keeps its name.
fn title(table: &str) -> String {
    match table {
        "person" => "Who you are".into(),
        "posting" => "Your assignments".into(),
        "requirement" => "What is required of you alone".into(),
        "requirement_proposal" => "Changes proposed to what is required of you alone".into(),
        "award" => "Your awards".into(),
        "exemption" => "Your exemptions".into(),
        "extension" => "Extensions for you alone".into(),
        "return_grace" => "Time you were given after leave".into(),
        "dismissal" => "Findings about your record that were set aside".into(),
        "enrolment" => "Your enrolments".into(),
        "esr_answer" => "What ESR answered of your compliance".into(),
        "outbound" => "Your numbers in ESR".into(),
        "outbox" => "Messages to you".into(),
        "reminder" => "Reminders to you".into(),
        "reminder_line" => "What you or your manager were reminded of".into(),
        "audit_entry" => "Who saw or changed your record".into(),
        "account" => "Your account".into(),
        "session" => "Where you were logged in".into(),
        "one_time_link" => "Links made for you".into(),
        "second_factor" => "Log-in codes from your app".into(),
        "recovery_code" => "Recovery codes you have left".into(),
        "account_message" => "Invitations and links sent to you".into(),
        "external_identity" => "Who you are at your employer's log-in".into(),
        "role_grant" => "Roles given to you".into(),
        "correction" => "What was corrected in your details".into(),
        "restriction" => "Restrictions on your record".into(),
        "retention_hold" => "Why your record is kept longer".into(),
        "supervision_discussion" => "When your passport was discussed".into(),
        "supervision_action" => "What was agreed in supervision".into(),
        "supervision_answer" => "Whether you agreed with it".into(),
        "supervision_done" => "What was done of it".into(),
        "query" => "What you asked about your passport".into(),
        "query_step" => "What became of what you asked".into(),
        "evidence" => "Files you sent: each is on the page of what you asked".into(),
        "evidence_file" => "Numbers of the files that are kept".into(),
        "bounce" => "Messages to you that came back".into(),
        other => {
            let words = other.replace('_', " ");
            let mut letters = words.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
        }
    }
}

/// As JSON, for machines and for whoever asks how it is kept.
///
/// # Errors
/// Never, but for a fault of ours.
pub fn json(export: &Export) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(export)?;
    text.push('\n');
    Ok(text)
}
