//! Planning a month: everybody's row is written before the first message goes.
//! Planning again brings rows that were never handed over up to date and leaves
//! the others alone.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::delivery::{MailState, Month, Reason};

use super::entry::{ENTRY, read, run};
use super::{MailRun, OutboxEntry};
use crate::value::Value;
use crate::{Change, Organisation, StoreError, args};

/// What is planned.
#[derive(Clone, Debug)]
pub struct MonthPlan {
    /// The month.
    pub month: Month,
    /// The day the passports speak of, unless the month has been planned before.
    pub as_at: Date,
    /// The facts are those known after this change.
    pub change: i64,
    /// Who plans.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// One person of the plan.
#[derive(Clone, Debug)]
pub struct PlannedPerson {
    /// Whose passport it is.
    pub employee_number: String,
    /// Their name.
    pub name: String,
    /// Where it goes; empty if nowhere.
    pub address: String,
    /// The path of their unit.
    pub unit: String,
    /// The Message-ID, without angle brackets.
    pub message_id: String,
    /// Why it is not to be sent, if it is not, with the detail.
    pub not_sent: Option<(Reason, String)>,
}

/// What planning did.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The run, with the day it speaks of.
    pub run: MailRun,
    /// Rows written for the first time.
    pub added: usize,
    /// Rows brought up to date.
    pub renewed: usize,
}

const COLUMNS: usize = 13;
/// SQLite looks for each numbered argument among all before it: longer statements
/// take it longer than more statements do.
const ROWS_AT_ONCE: usize = 50;

impl Organisation {
    /// Plans a month for these people, in this order.
    pub async fn plan_mail(
        &self,
        plan: &MonthPlan,
        people: &[PlannedPerson],
    ) -> Result<Planned, StoreError> {
        let what = format!("Planned the passports of {}", plan.month.words());
        let mut change = self.begin(&plan.actor, &what, plan.at).await?;
        let (run, new) = change.ensure_run(plan).await?;
        change.concerns_post_only().await?;
        let known = change.outbox_by_number(plan.month).await?;
        let fresh = change.fresh(plan.change, known.values()).await?;
        let mut values: Vec<Vec<Value>> = Vec::new();
        let (mut added, mut renewed) = (0, 0);
        for (position, person) in (1_i64..).zip(people) {
            let dated = match known.get(&person.employee_number) {
                None => {
                    added += 1;
                    plan.at
                }
                Some(entry) if is_current(entry, &fresh, person) || !may_renew(entry, person) => {
                    continue;
                }
                Some(entry) => {
                    renewed += 1;
                    // The date stays while the message does.
                    if entry.message_id == person.message_id { entry.dated } else { plan.at }
                }
            };
            values.push(cells(self.id, position, dated, plan, person));
        }
        let gone = gone(&known, people);
        if !new && added + renewed + gone.len() == 0 {
            // Nothing to write: the change is dropped and never happened.
            return Ok(Planned { run, added, renewed });
        }
        change.upsert_outbox(values, plan.at).await?;
        change.retire(plan.month, &gone).await?;
        change.commit().await?;
        Ok(Planned { run, added, renewed })
    }
}

/// Whether the row says this already; `fresh` are the changes after which the
/// facts are those of the plan.
fn is_current(entry: &OutboxEntry, fresh: &HashSet<i64>, person: &PlannedPerson) -> bool {
    let wanted = if person.not_sent.is_some() { MailState::NotSent } else { MailState::Planned };
    let (reason, detail) = match &person.not_sent {
        Some((reason, detail)) => (Some(*reason), detail.as_str()),
        None => (None, ""),
    };
    entry.state == wanted
        && entry.reason == reason
        && entry.detail == detail
        && entry.address == person.address
        && entry.name == person.name
        && entry.unit == person.unit
        && (fresh.contains(&entry.change) || wanted == MailState::NotSent)
}

/// Whether the row may be written anew: only where nothing can have arrived.
fn may_renew(entry: &OutboxEntry, person: &PlannedPerson) -> bool {
    match entry.state {
        MailState::Planned | MailState::NotSent => true,
        // Between two attempts: only an address that changed makes it another message.
        MailState::FailedTemporarily => !entry.doubted && entry.address != person.address,
        MailState::FailedPermanently => {
            person.not_sent.is_none()
                && (entry.address != person.address || entry.reason == Some(Reason::NotComposed))
        }
        // On paper has reached the person too: once a month is once.
        MailState::Printed
        | MailState::Sending
        | MailState::Sent
        | MailState::InDoubt
        | MailState::Held => false,
    }
}

/// Rows of people who are no longer in the plan and were never sent anything.
fn gone<'k>(known: &'k HashMap<String, OutboxEntry>, people: &[PlannedPerson]) -> Vec<&'k str> {
    let here: HashSet<&str> = people.iter().map(|person| person.employee_number.as_str()).collect();
    known
        .values()
        .filter(|entry| {
            matches!(entry.state, MailState::Planned | MailState::FailedTemporarily)
                && !entry.doubted
                && !here.contains(entry.employee_number.as_str())
        })
        .map(|entry| entry.employee_number.as_str())
        .collect()
}

fn cells(
    organisation: i64,
    position: i64,
    dated: Timestamp,
    plan: &MonthPlan,
    person: &PlannedPerson,
) -> Vec<Value> {
    let state = if person.not_sent.is_some() { MailState::NotSent } else { MailState::Planned };
    let (reason, detail) = match &person.not_sent {
        Some((reason, detail)) => (Some(reason.name()), detail.as_str()),
        None => (None, ""),
    };
    args![
        organisation,
        plan.month.to_string(),
        &person.employee_number,
        position,
        &person.name,
        &person.address,
        &person.unit,
        &person.message_id,
        dated,
        plan.change,
        state.name(),
        reason,
        detail
    ]
}

impl Change {
    /// The month's run, and whether it was not there before.
    async fn ensure_run(&mut self, plan: &MonthPlan) -> Result<(MailRun, bool), StoreError> {
        let month = plan.month.to_string();
        let added = self
            .tx
            .execute(
                "INSERT INTO outbox_run (organisation_id, month, as_at, planned_at, planned_by)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organisation_id, month) DO NOTHING",
                args![self.organisation, &month, plan.as_at, plan.at, &plan.actor],
            )
            .await?;
        let rows = self
            .tx
            .fetch(
                "SELECT month, as_at, planned_at, planned_by, finished_at FROM outbox_run
                 WHERE organisation_id = $1 AND month = $2",
                args![self.organisation, &month],
            )
            .await?;
        let row = rows.first().ok_or(StoreError::Unreadable(month))?;
        Ok((run(&mut row.cells())?, added > 0))
    }

    /// Says of this change that no letter reads otherwise after it.
    pub async fn concerns_post_only(&mut self) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO outbox_change (organisation_id, number) VALUES ($1, $2)
                 ON CONFLICT (organisation_id, number) DO NOTHING",
                args![self.organisation, self.number],
            )
            .await?;
        Ok(())
    }

    /// The changes of these rows since which nothing but the post has changed.
    async fn fresh(
        &mut self,
        change: i64,
        entries: impl Iterator<Item = &OutboxEntry>,
    ) -> Result<HashSet<i64>, StoreError> {
        let mut fresh = HashSet::from([change]);
        let planned: HashSet<i64> = entries.map(|entry| entry.change).collect();
        for earlier in planned {
            let rows = self
                .tx
                .fetch(
                    "SELECT COUNT(*) FROM outbox_change
                     WHERE organisation_id = $1 AND number > $2 AND number <= $3",
                    args![self.organisation, earlier, change],
                )
                .await?;
            let post_only = rows.first().map_or(Ok(0), |row| row.cells().int())?;
            // Changes are numbered without gaps.
            if change - earlier == post_only {
                fresh.insert(earlier);
            }
        }
        Ok(fresh)
    }

    async fn outbox_by_number(
        &mut self,
        month: Month,
    ) -> Result<HashMap<String, OutboxEntry>, StoreError> {
        let sql = format!("SELECT {ENTRY} FROM outbox WHERE organisation_id = $1 AND month = $2");
        let rows = self.tx.fetch_built(sql, args![self.organisation, month.to_string()]).await?;
        rows.iter()
            .map(|row| read(&mut row.cells()).map(|entry| (entry.employee_number.clone(), entry)))
            .collect()
    }

    /// Writes rows; one that a worker has taken or handed over meanwhile stays as it is.
    async fn upsert_outbox(
        &mut self,
        rows: Vec<Vec<Value>>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(ROWS_AT_ONCE).collect();
            let sql = upsert_sql(chunk.len());
            let mut values: Vec<Value> = chunk.into_iter().flatten().collect();
            values.extend(args![at]);
            self.tx.execute_built(sql, values).await?;
        }
        Ok(())
    }

    async fn retire(&mut self, month: Month, numbers: &[&str]) -> Result<(), StoreError> {
        for number in numbers {
            self.tx
                .execute(
                    "UPDATE outbox SET state = 'not-sent', reason = 'not-here', detail = ''
                     WHERE organisation_id = $1 AND month = $2 AND employee_number = $3
                       AND state IN ('planned', 'failed-temporarily') AND lease_until IS NULL",
                    args![self.organisation, month.to_string(), *number],
                )
                .await?;
        }
        Ok(())
    }

    /// Notes on a month's run that nothing is left to do.
    pub async fn finish_mail_run(&mut self, month: Month, at: Timestamp) -> Result<(), StoreError> {
        self.concerns_post_only().await?;
        self.tx
            .execute(
                "UPDATE outbox_run SET finished_at = $3 WHERE organisation_id = $1 AND month = $2",
                args![self.organisation, month.to_string(), at],
            )
            .await?;
        Ok(())
    }
}

fn upsert_sql(rows: usize) -> String {
    let mut sql = String::from(
        "INSERT INTO outbox (organisation_id, month, employee_number, position, name, address,
             unit, message_id, dated, change, state, reason, detail, attempts, doubted) VALUES ",
    );
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=COLUMNS {
            sql.push('$');
            sql.push_str(&(row * COLUMNS + column).to_string());
            sql.push_str(", ");
        }
        sql.push_str("0, FALSE)");
    }
    let at = rows * COLUMNS + 1;
    sql.push_str(&format!(
        " ON CONFLICT (organisation_id, month, employee_number) DO UPDATE SET
             position = excluded.position, name = excluded.name, address = excluded.address,
             unit = excluded.unit, message_id = excluded.message_id, dated = excluded.dated,
             change = excluded.change, state = excluded.state, reason = excluded.reason,
             detail = excluded.detail, attempts = 0, next_attempt = NULL, sha256 = NULL,
             settled_at = NULL, worker = NULL, via = NULL, lease_until = NULL
         WHERE outbox.state IN ('planned', 'not-sent', 'failed-temporarily', 'failed-permanently')
           AND (outbox.lease_until IS NULL OR outbox.lease_until <= ${at})",
    ));
    sql
}
