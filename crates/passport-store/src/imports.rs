//! Imports: which files were read when, what they touched, and whether they
//! were undone.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::value::Row;
use crate::{Change, Organisation, Realm, StoreError, args};

/// One import.
#[derive(Clone, Debug)]
pub struct ImportRecord {
    /// Its number in the organisation, from 1.
    pub number: i64,
    /// The change that recorded its facts.
    pub change: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// The day its extracts speak of.
    pub extract_date: Date,
    /// Whether its files ended nothing.
    pub partial: bool,
    /// The kinds of fact it touched: table names.
    pub touched: Vec<String>,
    /// The change that undid it.
    pub undone: Option<i64>,
    /// What changed, in a sentence.
    pub summary: String,
}

/// One file of an import.
#[derive(Clone, Debug)]
pub struct ImportFile {
    /// Its name, without the folder.
    pub name: String,
    /// What it was recognised as.
    pub kind: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: i64,
    /// Rows read.
    pub rows_read: i64,
    /// Rows that changed something.
    pub rows_used: i64,
    /// Rows that said what was known.
    pub rows_unchanged: i64,
    /// Rows that could not be used.
    pub rows_refused: i64,
    /// Its problems, as JSON.
    pub problems: String,
}

const IMPORT: &str =
    "SELECT number, change, at, actor, extract_date, partial, touched, undone, summary FROM import";

impl Organisation {
    /// Every import, newest first.
    pub async fn imports(&self) -> Result<Vec<ImportRecord>, StoreError> {
        let sql = format!("{IMPORT} WHERE organisation_id = $1 ORDER BY number DESC");
        let rows = self.db.fetch_built(sql, args![self.id]).await?;
        rows.iter().map(read).collect()
    }

    /// The newest import that was not undone: how fresh the data is.
    pub async fn newest_import(&self) -> Result<Option<ImportRecord>, StoreError> {
        let sql = format!(
            "{IMPORT} WHERE organisation_id = $1 AND undone IS NULL ORDER BY number DESC LIMIT 1"
        );
        let rows = self.db.fetch_built(sql, args![self.id]).await?;
        rows.first().map(read).transpose()
    }

    /// The files of an import.
    pub async fn import_files(&self, number: i64) -> Result<Vec<ImportFile>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT name, kind, sha256, bytes, rows_read, rows_used, rows_unchanged,
                        rows_refused, problems
                 FROM import_file WHERE organisation_id = $1 AND import = $2 ORDER BY position",
                args![self.id, number],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = row.cells();
                Ok(ImportFile {
                    name: cells.text()?,
                    kind: cells.text()?,
                    sha256: cells.text()?,
                    bytes: cells.int()?,
                    rows_read: cells.int()?,
                    rows_used: cells.int()?,
                    rows_unchanged: cells.int()?,
                    rows_refused: cells.int()?,
                    problems: cells.text()?,
                })
            })
            .collect()
    }

    /// A saved heading map, as JSON.
    pub async fn heading_profile(&self, name: &str) -> Result<Option<String>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT profile FROM heading_profile WHERE organisation_id = $1 AND name = $2",
                args![self.id, name],
            )
            .await?;
        rows.first().map(|row| row.cells().text()).transpose()
    }

    /// The names of saved heading maps.
    pub async fn heading_profiles(&self) -> Result<Vec<String>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT name FROM heading_profile WHERE organisation_id = $1 ORDER BY name",
                args![self.id],
            )
            .await?;
        rows.iter().map(|row| row.cells().text()).collect()
    }
}

impl Change {
    /// Records an import and its files under this change; its number.
    pub async fn record_import(
        &mut self,
        import: &ImportRecord,
        files: &[ImportFile],
    ) -> Result<i64, StoreError> {
        // How fresh the facts are is kept with the rules.
        self.touch(&[Realm::Rules]);
        let rows = self
            .tx
            .fetch(
                "SELECT COALESCE(MAX(number), 0) + 1 FROM import WHERE organisation_id = $1",
                args![self.organisation],
            )
            .await?;
        let number = rows.first().map_or(Ok(1), |row| row.cells().int())?;
        self.tx
            .execute(
                "INSERT INTO import (organisation_id, number, change, at, actor, extract_date,
                                     partial, touched, summary)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                args![
                    self.organisation,
                    number,
                    self.number,
                    import.at,
                    &import.actor,
                    import.extract_date,
                    import.partial,
                    import.touched.join(" "),
                    &import.summary
                ],
            )
            .await?;
        for (position, file) in (1_i64..).zip(files) {
            self.tx
                .execute(
                    "INSERT INTO import_file (organisation_id, import, position, name, kind, sha256,
                         bytes, rows_read, rows_used, rows_unchanged, rows_refused, problems)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                    args![
                        self.organisation, number, position, &file.name, &file.kind, &file.sha256,
                        file.bytes, file.rows_read, file.rows_used, file.rows_unchanged,
                        file.rows_refused, &file.problems
                    ],
                )
                .await?;
        }
        Ok(number)
    }

    /// Marks an import as undone by this change.
    pub async fn mark_undone(&mut self, number: i64) -> Result<(), StoreError> {
        self.touch(&[Realm::Rules]);
        self.tx
            .execute(
                "UPDATE import SET undone = $3 WHERE organisation_id = $1 AND number = $2",
                args![self.organisation, number, self.number],
            )
            .await?;
        Ok(())
    }

    /// Saves a heading map under a name.
    pub async fn save_heading_profile(
        &mut self,
        name: &str,
        profile: &str,
    ) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO heading_profile (organisation_id, name, profile) VALUES ($1, $2, $3)
                 ON CONFLICT (organisation_id, name) DO UPDATE SET profile = excluded.profile",
                args![self.organisation, name, profile],
            )
            .await?;
        Ok(())
    }
}

fn read(row: &Row) -> Result<ImportRecord, StoreError> {
    let mut cells = row.cells();
    Ok(ImportRecord {
        number: cells.int()?,
        change: cells.int()?,
        at: cells.instant()?,
        actor: cells.text()?,
        extract_date: cells.date()?,
        partial: cells.bool()?,
        touched: cells.text()?.split(' ').filter(|kind| !kind.is_empty()).map(Into::into).collect(),
        undone: cells.optional_int()?,
        summary: cells.text()?,
    })
}
