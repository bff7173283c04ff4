//! A change: one write, with its number in the organisation's change sequence.
//!
//! The number is taken by updating the organisation's row, whose lock is held
//! until the commit: numbers are in commit order, with no gap that may yet fill.
//! Every change leaves an entry in the audit, in the same transaction.

use jiff::Timestamp;

use crate::audit::{self, AuditEvent};
use crate::fact::{Fact, insert_sql};
use crate::realm::{Realm, Touched};
use crate::{Organisation, StoreError, Tx, args};

/// A write under way; dropped without [`Change::commit`], it never happened.
#[derive(Debug)]
pub struct Change {
    pub(crate) tx: Tx,
    pub(crate) organisation: i64,
    /// Its number.
    pub number: i64,
    pub(crate) actor: String,
    next_fact: i64,
    last_fact: i64,
    pub(crate) touched: Touched,
    /// What the audit will say of it.
    event: AuditEvent,
    /// Whom it concerns beside the one whom that names.
    others: Vec<String>,
}

/// Facts are numbered in blocks, so that the organisation's row is not updated
/// for each.
const BLOCK: i64 = 10_000;
/// Both engines take more arguments a statement, but SQLite looks each up by its
/// number, one after another: long statements cost the square of their length.
const MOST_ARGUMENTS: usize = 1_000;

impl Organisation {
    /// Begins a change: who makes it, what it is, when.
    pub async fn begin(
        &self,
        actor: &str,
        what: &str,
        at: Timestamp,
    ) -> Result<Change, StoreError> {
        let tx = self.db.begin().await?;
        self.change_in(tx, actor, what, at).await
    }

    /// Takes the next number of the sequence in a write that has begun.
    pub(crate) async fn change_in(
        &self,
        mut tx: Tx,
        actor: &str,
        what: &str,
        at: Timestamp,
    ) -> Result<Change, StoreError> {
        let rows = tx
            .fetch(
                "UPDATE organisation SET last_change = last_change + 1 WHERE id = $1
                 RETURNING last_change, last_fact",
                args![self.id],
            )
            .await?;
        let row = rows.first().ok_or_else(|| StoreError::NoOrganisation(self.code.clone()))?;
        let mut cells = row.cells();
        let (number, last_fact) = (cells.int()?, cells.int()?);
        tx.execute(
            "INSERT INTO change (organisation_id, number, at, actor, what)
             VALUES ($1, $2, $3, $4, $5)",
            args![self.id, number, at, actor, what],
        )
        .await?;
        let event = AuditEvent::new(at, actor, AuditEvent::CHANGED)
            .with("change", number)
            .with("what", what);
        Ok(Change {
            tx,
            organisation: self.id,
            number,
            actor: actor.into(),
            next_fact: last_fact + 1,
            last_fact,
            touched: Touched::default(),
            event,
            others: Vec::new(),
        })
    }
}

impl Change {
    /// Records facts; their numbers, in order.
    pub async fn record<F: Fact>(&mut self, facts: &[F]) -> Result<Vec<i64>, StoreError> {
        if !facts.is_empty() {
            self.touch(F::REALMS);
        }
        let columns = F::COLUMNS.len() + 3;
        let mut ids = Vec::with_capacity(facts.len());
        for chunk in facts.chunks(MOST_ARGUMENTS / columns) {
            let mut values = Vec::with_capacity(chunk.len() * columns);
            for fact in chunk {
                let id = self.take_id().await?;
                ids.push(id);
                values.extend(args![self.organisation, id, self.number]);
                values.extend(fact.cells());
            }
            self.tx.execute_built(insert_sql::<F>(chunk.len()), values).await?;
        }
        Ok(ids)
    }

    /// Voids facts by number.
    pub async fn void<F: Fact>(&mut self, ids: &[i64]) -> Result<(), StoreError> {
        if !ids.is_empty() {
            self.touch(F::REALMS);
        }
        for chunk in ids.chunks(500) {
            let list: Vec<String> = chunk.iter().map(i64::to_string).collect();
            let sql = format!(
                "UPDATE {} SET voided = $2 WHERE organisation_id = $1 AND voided IS NULL AND id IN ({})",
                F::TABLE,
                list.join(", ")
            );
            self.tx.execute_built(sql, args![self.organisation, self.number]).await?;
        }
        Ok(())
    }

    async fn take_id(&mut self) -> Result<i64, StoreError> {
        if self.next_fact > self.last_fact {
            self.last_fact = self.next_fact + BLOCK - 1;
            self.tx
                .execute(
                    "UPDATE organisation SET last_fact = $2 WHERE id = $1",
                    args![self.organisation, self.last_fact],
                )
                .await?;
        }
        let id = self.next_fact;
        self.next_fact += 1;
        Ok(id)
    }

    /// Corrects the organisation's name and numbers.
    pub async fn describe_organisation(
        &mut self,
        name: &str,
        vpd: &str,
        ods: &str,
    ) -> Result<(), StoreError> {
        // Its own number tells its awards from those of others, and its name is on all.
        self.touch(&[Realm::Access, Realm::Rules]);
        self.tx
            .execute(
                "UPDATE organisation SET name = $2, vpd = $3, ods = $4 WHERE id = $1",
                args![self.organisation, name, vpd, ods],
            )
            .await?;
        Ok(())
    }

    /// Says of the change, in the audit, that it concerns one person alone.
    pub fn concerns(&mut self, employee_number: &str) {
        employee_number.clone_into(&mut self.event.about);
    }

    /// Says of the change, in the audit, that it concerns these people: it has an
    /// entry for each.
    pub fn concerns_each<'p>(&mut self, employee_numbers: impl IntoIterator<Item = &'p str>) {
        let mut people = employee_numbers.into_iter();
        if let Some(first) = people.next() {
            self.concerns(first);
        }
        self.others = people.map(str::to_owned).collect();
    }

    /// Says one thing more of the change, in the audit.
    pub fn describe(&mut self, name: &str, value: &str) {
        self.event = self.event.clone().with(name, value);
    }

    /// Makes the change permanent, with its entry in the audit; its number.
    pub async fn commit(mut self) -> Result<i64, StoreError> {
        // Numbers of the block that were not used go back.
        let touched = self.touched;
        self.tx
            .execute(
                "UPDATE organisation SET last_fact = $2,
                     last_lines = CASE WHEN $3 THEN last_change ELSE last_lines END,
                     last_access = CASE WHEN $4 THEN last_change ELSE last_access END,
                     last_rules = CASE WHEN $5 THEN last_change ELSE last_rules END,
                     last_people = CASE WHEN $6 THEN last_change ELSE last_people END,
                     last_queries = CASE WHEN $7 THEN last_change ELSE last_queries END,
                     last_destroyed = CASE WHEN $8 THEN last_change ELSE last_destroyed END
                 WHERE id = $1",
                args![
                    self.organisation,
                    self.next_fact - 1,
                    touched.has(Realm::Lines),
                    touched.has(Realm::Access),
                    touched.has(Realm::Rules),
                    touched.has(Realm::People),
                    touched.has(Realm::Queries),
                    touched.has(Realm::Destroyed)
                ],
            )
            .await?;
        let others = self.others.into_iter().map(|number| self.event.clone().about(number));
        let events: Vec<AuditEvent> = [self.event.clone()].into_iter().chain(others).collect();
        audit::write(&mut self.tx, self.organisation, &events).await?;
        self.tx.commit().await?;
        Ok(self.number)
    }
}
