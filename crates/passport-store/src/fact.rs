//! What all facts have in common: a number, the change that recorded them, the
//! change that voided them. The statements are the same for every kind but for
//! its table and columns, which are constants of ours.

use passport_core::facts::Recorded;

use crate::value::{Cells, Value};
use crate::{Change, Organisation, Realm, StoreError, args};

/// A kind of fact and where it is kept.
pub trait Fact: Sized + Send + Sync {
    /// Its table.
    const TABLE: &'static str;
    /// Its columns beside those all facts have.
    const COLUMNS: &'static [&'static str];
    /// What is kept in memory of it, and is old once one is recorded or voided. To
    /// name too much costs time, too little lets people see what is no longer so.
    const REALMS: &'static [Realm] = Realm::LIVING;
    /// Its cells, in the order of the columns.
    fn cells(&self) -> Vec<Value>;
    /// Reads them back.
    ///
    /// # Errors
    /// When a stored value does not read as what it should be.
    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError>;
}

/// As of when facts are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// As they stand now.
    Now,
    /// As they stood after this change.
    After(i64),
}

impl Known {
    /// The condition on a fact's row, and the change that is its arguments $2 and $3.
    pub(crate) const fn condition(self) -> (&'static str, i64) {
        match self {
            // The same arguments either way; PostgreSQL wants each used.
            Self::Now => ("voided IS NULL AND $2 = $3", 0),
            Self::After(change) => ("recorded <= $2 AND (voided IS NULL OR voided > $3)", change),
        }
    }
}

pub(crate) fn insert_sql<F: Fact>(rows: usize) -> String {
    let columns = F::COLUMNS.len() + 3;
    let mut sql = format!(
        "INSERT INTO {} (organisation_id, id, recorded, {}) VALUES ",
        F::TABLE,
        F::COLUMNS.join(", ")
    );
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                sql.push_str(", ");
            }
            sql.push('$');
            sql.push_str(&(row * columns + column + 1).to_string());
        }
        sql.push(')');
    }
    sql
}

/// A fact with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<T> {
    /// Its number, unique in the organisation.
    pub id: i64,
    /// The change that recorded it.
    pub recorded: i64,
    /// The change that voided it.
    pub voided: Option<i64>,
    /// What it says.
    pub fact: T,
}

/// In the order recorded, of a few people. Without the sign SQLite reads the whole
/// table in that order, a hundred times slower than finding the few and sorting them.
const OF_FEW: &str = "ORDER BY +id";

impl Organisation {
    /// The fact of this number, voided or not.
    pub async fn fact<F: Fact>(&self, id: i64) -> Result<Option<Kept<F>>, StoreError> {
        Ok(self.kept(" AND id = $2", args![self.id, id]).await?.pop())
    }

    /// One person's facts of a kind, voided ones too.
    pub async fn facts_ever_of<F: Fact>(
        &self,
        employee_number: &str,
    ) -> Result<Vec<Kept<F>>, StoreError> {
        self.kept(" AND employee_number = $2", args![self.id, employee_number]).await
    }

    /// Every fact of a kind, voided ones too.
    pub async fn facts_ever<F: Fact>(&self) -> Result<Vec<Kept<F>>, StoreError> {
        self.kept("", args![self.id]).await
    }

    /// What somebody voided by hand: not an import that knew better, not by undoing
    /// one, and not with the answer to a query that was opened again: that it is not
    /// so was said of the answer alone. A later file that still holds it does not
    /// bring it back.
    pub async fn withdrawn<F: Fact>(&self) -> Result<Vec<F>, StoreError> {
        let undone = "SELECT undone FROM import WHERE organisation_id = $1 AND undone IS NOT NULL";
        let imports = "SELECT change FROM import WHERE organisation_id = $1";
        let reopened =
            "SELECT voided FROM query_step WHERE organisation_id = $1 AND voided IS NOT NULL";
        let and = format!(
            " AND voided IS NOT NULL AND voided NOT IN ({undone}) AND voided NOT IN ({imports})
              AND voided NOT IN ({reopened})"
        );
        let kept = self.kept(&and, args![self.id]).await?;
        Ok(kept.into_iter().map(|kept| kept.fact).collect())
    }

    async fn kept<F: Fact>(
        &self,
        and: &str,
        values: Vec<Value>,
    ) -> Result<Vec<Kept<F>>, StoreError> {
        let sql = format!(
            "SELECT id, recorded, voided, {} FROM {} WHERE organisation_id = $1{and} ORDER BY id",
            F::COLUMNS.join(", "),
            F::TABLE
        );
        let rows = self.db.fetch_built(sql, values).await?;
        rows.iter()
            .map(|row| {
                let mut cells = row.cells();
                Ok(Kept {
                    id: cells.int()?,
                    recorded: cells.int()?,
                    voided: cells.optional_int()?,
                    fact: F::read(&mut cells)?,
                })
            })
            .collect()
    }

    /// Every fact of a kind, in the order recorded.
    pub async fn facts<F: Fact>(&self, known: Known) -> Result<Vec<Recorded<F>>, StoreError> {
        self.select::<F>(known, "ORDER BY id", Vec::new()).await
    }

    /// One person's facts of a kind.
    pub async fn facts_of<F: Fact>(
        &self,
        known: Known,
        employee_number: &str,
    ) -> Result<Vec<Recorded<F>>, StoreError> {
        let and = format!("AND employee_number = $4 {OF_FEW}");
        self.select::<F>(known, &and, args![employee_number]).await
    }

    /// Several people's facts of a kind.
    pub async fn facts_of_each<F: Fact>(
        &self,
        known: Known,
        employee_numbers: &[&str],
    ) -> Result<Vec<Recorded<F>>, StoreError> {
        let mut found = Vec::new();
        for chunk in employee_numbers.chunks(500) {
            let places: Vec<String> = (4..chunk.len() + 4).map(|n| format!("${n}")).collect();
            let and = format!("AND employee_number IN ({}) {OF_FEW}", places.join(", "));
            let values = chunk.iter().map(|number| Value::from(*number)).collect();
            found.extend(self.select::<F>(known, &and, values).await?);
        }
        Ok(found)
    }

    /// The facts of a kind of everyone from one employee number to another, in
    /// the order of [`Organisation::employee_numbers`].
    pub async fn facts_between<F: Fact>(
        &self,
        known: Known,
        first: &str,
        last: &str,
    ) -> Result<Vec<Recorded<F>>, StoreError> {
        let and = "AND employee_number BETWEEN $4 AND $5 ORDER BY id";
        self.select::<F>(known, and, args![first, last]).await
    }

    pub(crate) async fn select<F: Fact>(
        &self,
        known: Known,
        and: &str,
        more: Vec<Value>,
    ) -> Result<Vec<Recorded<F>>, StoreError> {
        let (condition, change) = known.condition();
        let sql = format!(
            "SELECT id, recorded, {} FROM {} WHERE organisation_id = $1 AND {condition} {and}",
            F::COLUMNS.join(", "),
            F::TABLE
        );
        let mut values = args![self.id, change, change];
        values.extend(more);
        self.db.fetch_each(sql, values, |row| recorded(&mut row.cells())).await
    }
}

impl Change {
    /// Takes back what a change did to one kind of fact: what it recorded is
    /// voided, what it voided is recorded again as it was.
    pub async fn reverse<F: Fact>(&mut self, change: i64) -> Result<(), StoreError> {
        let select = |condition: &str| {
            format!(
                "SELECT id, recorded, {} FROM {} WHERE organisation_id = $1 AND {condition} ORDER BY id",
                F::COLUMNS.join(", "),
                F::TABLE
            )
        };
        let voided =
            self.tx.fetch_built(select("voided = $2"), args![self.organisation, change]).await?;
        let voided: Vec<F> = voided
            .iter()
            .map(|row| recorded::<F>(&mut row.cells()).map(|found| found.fact))
            .collect::<Result<_, _>>()?;
        let sql = format!(
            "UPDATE {} SET voided = $3 WHERE organisation_id = $1 AND recorded = $2 AND voided IS NULL",
            F::TABLE
        );
        self.touch(F::REALMS);
        self.tx.execute_built(sql, args![self.organisation, change, self.number]).await?;
        self.record(&voided).await?;
        Ok(())
    }
}

fn recorded<F: Fact>(cells: &mut Cells<'_>) -> Result<Recorded<F>, StoreError> {
    Ok(Recorded { id: cells.int()?, recorded: cells.int()?, fact: F::read(cells)? })
}
