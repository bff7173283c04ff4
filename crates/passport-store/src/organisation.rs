//! Organisations, and the handle through which all of one organisation's data
//! is reached: no handle, no data.

use jiff::Timestamp;
use passport_core::facts::SettingFact;
use passport_core::setting::Settings;

use crate::audit::begin_chain;
use crate::value::Row;
use crate::{Change, Db, Known, StoreError, args};

/// The whole store: it knows the organisations and opens one.
#[derive(Clone, Debug)]
pub struct Store {
    db: Db,
}

/// An organisation to add.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    /// Short code, as given to `--organisation`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its number in ESR; awards of another number are transfers.
    pub vpd: String,
    /// Its ODS code.
    pub ods: String,
}

/// One organisation's data.
#[derive(Clone, Debug)]
pub struct Organisation {
    pub(crate) db: Db,
    /// Its number in this database.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its number in ESR.
    pub vpd: String,
    /// Its ODS code.
    pub ods: String,
}

/// Whether an organisation may stand beside others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Founded {
    /// Beside those there are.
    Anyhow,
    /// Only as the first: of two first imports at once, one makes it.
    OnlyAsFirst,
}

impl Store {
    /// Opens the database at `sqlite:FILE` or `postgres://…`.
    ///
    /// # Errors
    /// When it cannot be opened or brought up to date.
    pub async fn open(url: &str, create: bool) -> Result<Self, StoreError> {
        Ok(Self { db: Db::open(url, create).await? })
    }

    /// The store on a database that is open already.
    #[must_use]
    pub const fn on(db: Db) -> Self {
        Self { db }
    }

    /// The database beneath.
    #[must_use]
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Every organisation, by code.
    pub async fn organisations(&self) -> Result<Vec<Organisation>, StoreError> {
        let rows = self
            .db
            .fetch("SELECT id, code, name, vpd, ods FROM organisation ORDER BY code", args![])
            .await?;
        rows.iter().map(|row| self.handle(row)).collect()
    }

    /// The organisation of this code, or the only one where none is named.
    ///
    /// # Errors
    /// When there is none, or several and none named.
    pub async fn organisation(&self, code: Option<&str>) -> Result<Organisation, StoreError> {
        let mut all = self.organisations().await?;
        match code {
            Some(_) if all.is_empty() => Err(StoreError::NoOrganisationYet),
            Some(code) => all
                .into_iter()
                .find(|organisation| organisation.code == code)
                .ok_or_else(|| StoreError::NoOrganisation(code.into())),
            None if all.len() > 1 => Err(StoreError::WhichOrganisation),
            None => all.pop().ok_or(StoreError::NoOrganisationYet),
        }
    }

    /// Begins the change that adds an organisation: its first, so that nobody
    /// sees the organisation before what comes with it is there too.
    ///
    /// # Errors
    /// When its code is taken, or when it was to be the first and is not.
    pub async fn found(
        &self,
        new: &NewOrganisation,
        place: Founded,
        (actor, what, at): (&str, &str, Timestamp),
    ) -> Result<(Organisation, Change), StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = tx
            .fetch(
                "INSERT INTO organisation (id, code, name, vpd, ods, last_change, last_fact)
                 SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, 0, 0 FROM organisation
                 HAVING COUNT(CASE WHEN code = $1 OR $5 THEN 1 END) = 0
                 RETURNING id",
                args![&new.code, &new.name, &new.vpd, &new.ods, place == Founded::OnlyAsFirst],
            )
            .await?;
        let row = rows.first().ok_or_else(|| StoreError::OrganisationExists(new.code.clone()))?;
        let organisation = Organisation {
            db: self.db.clone(),
            id: row.cells().int()?,
            code: new.code.clone(),
            name: new.name.clone(),
            vpd: new.vpd.clone(),
            ods: new.ods.clone(),
        };
        begin_chain(&mut tx, organisation.id).await?;
        let change = organisation.change_in(tx, actor, what, at).await?;
        Ok((organisation, change))
    }

    /// Adds an organisation.
    ///
    /// # Errors
    /// When its code is taken.
    pub async fn add_organisation(
        &self,
        new: &NewOrganisation,
        actor: &str,
        at: Timestamp,
    ) -> Result<Organisation, StoreError> {
        let why = (actor, "organisation added", at);
        let (organisation, change) = self.found(new, Founded::Anyhow, why).await?;
        change.commit().await?;
        Ok(organisation)
    }

    fn handle(&self, row: &Row) -> Result<Organisation, StoreError> {
        let mut cells = row.cells();
        Ok(Organisation {
            db: self.db.clone(),
            id: cells.int()?,
            code: cells.text()?,
            name: cells.text()?,
            vpd: cells.text()?,
            ods: cells.text()?,
        })
    }
}

impl Organisation {
    /// Its dated settings, as they stand.
    pub async fn settings(&self) -> Result<Settings, StoreError> {
        let facts = self.facts::<SettingFact>(Known::Now).await?;
        Ok(Settings::new(facts.into_iter().map(|recorded| {
            let SettingFact { key, value, date_from } = recorded.fact;
            (key, date_from, value)
        })))
    }

    /// The number of its last change: caches that hold this number are current.
    pub async fn last_change(&self) -> Result<i64, StoreError> {
        let rows = self
            .db
            .fetch("SELECT last_change FROM organisation WHERE id = $1", args![self.id])
            .await?;
        rows.first().map_or(Ok(0), |row| row.cells().int())
    }
}
