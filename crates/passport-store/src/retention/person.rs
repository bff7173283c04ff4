//! Everything of one person goes: each row of each table that names them, and what
//! other rows say of them. Tables are found by their columns, as for an export, so
//! that a new one cannot be forgotten.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::audit::{erase_about, like, names};
use crate::tables::{Table, tables};
use crate::value::Value;
use crate::{Change, Organisation, StoreError, Tx, args, migrations};

/// Tables without anything of one person, each with the reason: a guard test fails
/// for a table that is neither here nor found by its columns.
pub const NOT_OF_ONE_PERSON: &[(&str, &str)] = &[
    ("organisation", "the employer"),
    ("change", "who and what, cleared of the person's number"),
    ("import", "who, cleared of the person's number, and counts"),
    ("import_file", "problems, cleared of those that name the person"),
    ("heading_profile", "a map of headings"),
    ("competence", "a rule"),
    ("competence_alias", "a rule"),
    ("course", "what is on offer"),
    ("class", "what is on offer"),
    ("unit_change", "a rule"),
    ("setting", "a rule"),
    ("local_variation", "why a period is a local one"),
    ("outbox_run", "who planned, cleared of the person's number"),
    ("mail_pace", "a clock"),
    ("outbox_change", "numbers of changes"),
    ("sign_on", "a browser's secret, by hash, for minutes"),
    ("job", "the timetable"),
    ("job_run", "the timetable"),
    ("published_month", "who published, cleared of the person's number"),
    ("published_figure", "frozen counts, which stay as they were published"),
    ("published_exclusion", "frozen counts, which stay as they were published"),
    ("audit_head", "a hash"),
    ("destruction_run", "who confirmed, cleared of the person's number"),
    ("destruction", "who confirmed, cleared of the person's number"),
    ("name_met", "names of units and competences"),
    ("acceptance_rule", "a rule"),
];

/// Columns that say who did something, cleared of the person's number.
pub const WHO: &[&str] = &["actor", "asked_by", "linked_by", "planned_by", "unlinked_by"];
/// Columns that sound so and are not, each with the reason. A guard test fails for
/// one that is in neither list.
pub const NOT_WHO: &[(&str, &str)] = &[
    ("approved_by", "a name as somebody typed it, which goes with the record it is in"),
    ("count_by", "how figures are counted"),
    ("grouped_by", "how figures are grouped"),
    ("recorded_by", "a name as its reader was told it, which goes with the record it is in"),
    ("said_by", "a name as its reader was told it, which goes with the record it is in"),
    ("satisfied_by", "competences"),
];

/// What of an account stays, so that its number is never another's.
pub const KEPT_OF_ACCOUNTS: &[&str] = &["organisation_id", "id", "created_at", "closed_at"];
/// What of an account is emptied. A guard test fails for a column in neither list.
const EMPTIED_OF_ACCOUNTS: &str = "employee_number = '', name = '', email = '', password_hash = ''";

/// Destroys people's records; it knows the tables.
#[derive(Debug)]
pub struct Destroyer {
    organisation: i64,
    tables: Vec<Table>,
}

/// What a person is known by.
struct Known {
    number: String,
    accounts: Vec<i64>,
    assignments: Vec<String>,
    addresses: Vec<String>,
    esr_ids: Vec<String>,
    /// Changes that were made by hand to their facts alone.
    changes: BTreeSet<i64>,
}

impl Organisation {
    /// What destroys people's records.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn destroyer(&self) -> Result<Destroyer, StoreError> {
        let mut tx = self.db.snapshot().await?;
        let tables = tables(&self.db, &mut tx, migrations::newest()).await?;
        Ok(Destroyer { organisation: self.id, tables })
    }
}

impl Destroyer {
    /// Destroys everything of one person within a change; how many rows went.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person(
        &self,
        change: &mut Change,
        employee_number: &str,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        if employee_number.is_empty() {
            // The rows of nobody in particular.
            return Ok(0);
        }
        let tx = &mut change.tx;
        let known = self.known(tx, employee_number).await?;
        self.keep_names(tx, employee_number).await?;
        let mut gone = 0;
        // Rows that refer to others before those they refer to.
        for table in self.tables.iter().rev() {
            gone += self.rows(tx, table, &known, at).await?;
            self.mentions(tx, table, &known).await?;
        }
        self.words(tx, &known).await?;
        self.problems(tx, &known).await?;
        gone += erase_about(tx, self.organisation, employee_number, &change.actor, at).await?;
        Ok(gone)
    }

    async fn known(&self, tx: &mut Tx, number: &str) -> Result<Known, StoreError> {
        let mut known = Known {
            number: number.into(),
            accounts: Vec::new(),
            assignments: Vec::new(),
            addresses: Vec::new(),
            esr_ids: Vec::new(),
            changes: BTreeSet::new(),
        };
        let me = || args![self.organisation, number];
        let rows = tx
            .fetch(
                "SELECT id FROM account WHERE organisation_id = $1 AND employee_number = $2",
                me(),
            )
            .await?;
        for row in rows {
            known.accounts.push(row.cells().int()?);
        }
        for (sql, texts) in [
            (
                "SELECT DISTINCT assignment_number FROM posting
                 WHERE organisation_id = $1 AND employee_number = $2",
                &mut known.assignments,
            ),
            (
                "SELECT DISTINCT LOWER(email) FROM person
                 WHERE organisation_id = $1 AND employee_number = $2 AND email <> ''
                 UNION SELECT DISTINCT LOWER(address) FROM outbox
                 WHERE organisation_id = $1 AND employee_number = $2 AND address <> ''
                 UNION SELECT DISTINCT LOWER(address) FROM reminder
                 WHERE organisation_id = $1 AND employee_number = $2 AND address <> ''
                 UNION SELECT DISTINCT email FROM account
                 WHERE organisation_id = $1 AND employee_number = $2 AND email <> ''",
                &mut known.addresses,
            ),
            (
                "SELECT DISTINCT esr_id FROM outbound
                 WHERE organisation_id = $1 AND employee_number = $2 AND kind = 'person'",
                &mut known.esr_ids,
            ),
        ] {
            for row in tx.fetch(sql, me()).await? {
                texts.push(row.cells().text()?);
            }
        }
        for table in self.tables.iter().filter(|table| table.has("employee_number")) {
            if !table.has("recorded") {
                continue;
            }
            for column in ["recorded", "voided"] {
                let sql = format!(
                    "SELECT DISTINCT {column} FROM {table}
                     WHERE organisation_id = $1 AND employee_number = $2 AND {column} IS NOT NULL
                       AND {column} NOT IN (SELECT change FROM import WHERE organisation_id = $1)
                       AND {column} NOT IN (SELECT undone FROM import
                           WHERE organisation_id = $1 AND undone IS NOT NULL)",
                    table = table.name
                );
                for row in tx.fetch_built(sql, me()).await? {
                    known.changes.insert(row.cells().int()?);
                }
            }
        }
        Ok(known)
    }

    /// What rules may still go by: the names of units and competences.
    async fn keep_names(&self, tx: &mut Tx, number: &str) -> Result<(), StoreError> {
        for (kind, column, table) in
            [("unit", "unit", "posting"), ("competence", "competence_name", "award")]
        {
            let sql = format!(
                "INSERT INTO name_met (organisation_id, kind, name, first_fact)
                 SELECT $1, $3, {column}, MIN(id) FROM {table}
                 WHERE organisation_id = $1 AND employee_number = $2 AND voided IS NULL
                   AND {column} <> ''
                 GROUP BY {column}
                 ON CONFLICT (organisation_id, kind, name) DO UPDATE SET first_fact =
                     CASE WHEN excluded.first_fact < name_met.first_fact
                          THEN excluded.first_fact ELSE name_met.first_fact END"
            );
            tx.execute_built(sql, args![self.organisation, number, kind]).await?;
        }
        Ok(())
    }

    /// The rows of a table that are theirs.
    async fn rows(
        &self,
        tx: &mut Tx,
        table: &Table,
        known: &Known,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let name = &table.name;
        let number = &known.number;
        if name == "account" {
            let sql = format!(
                "UPDATE account SET {EMPTIED_OF_ACCOUNTS}, closed_at = COALESCE(closed_at, $3)
                 WHERE organisation_id = $1 AND employee_number = $2"
            );
            return tx.execute_built(sql, args![self.organisation, number, at]).await;
        }
        if table.has("employee_number") {
            let sql =
                format!("DELETE FROM {name} WHERE organisation_id = $1 AND employee_number = $2");
            return tx.execute_built(sql, args![self.organisation, number]).await;
        }
        let mut gone = 0;
        if table.has("account_id") {
            for account in &known.accounts {
                let sql =
                    format!("DELETE FROM {name} WHERE organisation_id = $1 AND account_id = $2");
                gone += tx.execute_built(sql, args![self.organisation, *account]).await?;
            }
        } else if table.has("target_kind") {
            let own = std::iter::once(("employee", number));
            let theirs = known.assignments.iter().map(|number| ("assignment", number));
            for (kind, target) in own.chain(theirs) {
                let sql = format!(
                    "DELETE FROM {name}
                     WHERE organisation_id = $1 AND target_kind = $2 AND target = $3"
                );
                gone += tx.execute_built(sql, args![self.organisation, kind, target]).await?;
            }
        } else if table.has("address") {
            for address in &known.addresses {
                // An address that another has too may be a team's.
                let sql = format!(
                    "DELETE FROM {name} WHERE organisation_id = $1 AND LOWER(address) = $2
                     AND NOT EXISTS (SELECT 1 FROM person WHERE organisation_id = $1
                         AND LOWER(email) = $2 AND employee_number <> $3)"
                );
                gone += tx.execute_built(sql, args![self.organisation, address, number]).await?;
            }
        }
        Ok(gone)
    }

    /// What other people's rows say of them.
    async fn mentions(&self, tx: &mut Tx, table: &Table, known: &Known) -> Result<(), StoreError> {
        let name = &table.name;
        if table.has("supervisor") {
            let sql = format!(
                "UPDATE {name} SET supervisor = '' WHERE organisation_id = $1 AND supervisor = $2"
            );
            tx.execute_built(sql, args![self.organisation, &known.number]).await?;
        }
        if name == "role_grant" {
            tx.execute(
                "DELETE FROM role_grant
                 WHERE organisation_id = $1 AND role = 'deputy' AND scope = $2",
                args![self.organisation, &known.number],
            )
            .await?;
        }
        if name == "outbound" {
            for id in &known.esr_ids {
                let said = format!("\"supervisor_id\":\"{id}\"");
                tx.execute(
                    "UPDATE outbound SET body = REPLACE(body, $2, '\"supervisor_id\":\"\"')
                     WHERE organisation_id = $1 AND body LIKE '%' || $2 || '%'",
                    args![self.organisation, said],
                )
                .await?;
            }
        }
        // What they did to others' records stays with those in the audit, until its
        // own period is over.
        for column in WHO {
            if !table.has(column) || table.has("about") {
                continue;
            }
            for account in &known.accounts {
                let sql = format!(
                    "UPDATE {name} SET {column} = $3 WHERE organisation_id = $1 AND {column} = $2"
                );
                let bare = format!("account {account}");
                let full = format!("{bare} ({})", known.number);
                tx.execute_built(sql, args![self.organisation, full, bare]).await?;
            }
        }
        Ok(())
    }

    /// The change sequence keeps who and when, and not why.
    async fn words(&self, tx: &mut Tx, known: &Known) -> Result<(), StoreError> {
        let mut numbers = known.changes.clone();
        let rows = tx
            .fetch(
                "SELECT number, what FROM change
                 WHERE organisation_id = $1 AND what LIKE '%' || $2 || '%'",
                args![self.organisation, like(&known.number)],
            )
            .await?;
        for row in rows {
            let mut cells = row.cells();
            let change = cells.int()?;
            if names(&cells.text()?, &known.number) {
                numbers.insert(change);
            }
        }
        for number in numbers {
            tx.execute(
                "UPDATE change SET what = 'of a record that was destroyed'
                 WHERE organisation_id = $1 AND number = $2",
                args![self.organisation, number],
            )
            .await?;
        }
        Ok(())
    }

    /// The problems of imports that quote them.
    async fn problems(&self, tx: &mut Tx, known: &Known) -> Result<(), StoreError> {
        let rows = tx
            .fetch(
                "SELECT import, position, problems FROM import_file
                 WHERE organisation_id = $1 AND problems <> '[]' AND problems <> ''",
                args![self.organisation],
            )
            .await?;
        let theirs: Vec<&String> = std::iter::once(&known.number)
            .chain(&known.assignments)
            .chain(&known.addresses)
            .filter(|text| !text.is_empty())
            .collect();
        for row in rows {
            let mut cells = row.cells();
            let (import, position) = (cells.int()?, cells.int()?);
            let text = cells.text()?;
            let lower = text.to_lowercase();
            if !theirs.iter().any(|own| lower.contains(&own.to_lowercase())) {
                continue;
            }
            let mut problems: Vec<serde_json::Value> =
                serde_json::from_str(&text).unwrap_or_default();
            problems.retain(|problem| {
                let said = problem.to_string().to_lowercase();
                !theirs.iter().any(|own| {
                    problem["value"].as_str() == Some(own) || names(&said, &own.to_lowercase())
                })
            });
            let problems = serde_json::to_string(&problems).map_err(std::io::Error::from)?;
            let values: Vec<Value> = args![self.organisation, import, position, problems];
            tx.execute(
                "UPDATE import_file SET problems = $4
                 WHERE organisation_id = $1 AND import = $2 AND position = $3",
                values,
            )
            .await?;
        }
        Ok(())
    }
}
