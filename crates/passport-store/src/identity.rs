//! Who people are at the organisation's identity provider: the accounts that
//! those identities open, and log-ins that were begun and not yet completed.

use jiff::Timestamp;

use crate::value::Row;
use crate::{Change, Organisation, Store, StoreError, args};

/// An identity at a provider, and the account that it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalIdentity {
    /// The provider.
    pub issuer: String,
    /// The provider's own name for the person.
    pub subject: String,
    /// The account.
    pub account: i64,
    /// When it was linked.
    pub linked_at: Timestamp,
    /// Who linked it.
    pub linked_by: String,
    /// From when on it opens nothing.
    pub unlinked_at: Option<Timestamp>,
}

/// An identity to link.
#[derive(Clone, Copy, Debug)]
pub struct NewIdentity<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// The provider's own name for the person.
    pub subject: &'a str,
    /// The account it is to open.
    pub account: i64,
    /// Who links it.
    pub by: &'a str,
}

/// A log-in that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOn {
    /// The provider it was begun at.
    pub issuer: String,
    /// When.
    pub began_at: Timestamp,
}

const IDENTITY: &str = "SELECT issuer, subject, account_id, linked_at, linked_by, unlinked_at
     FROM external_identity";

impl Organisation {
    /// Every identity that opens an account, by account.
    pub async fn identities(&self) -> Result<Vec<ExternalIdentity>, StoreError> {
        let sql = format!(
            "{IDENTITY} WHERE organisation_id = $1 AND unlinked_at IS NULL ORDER BY account_id, id"
        );
        let rows = self.db.fetch_built(sql, args![self.id]).await?;
        rows.iter().map(identity).collect()
    }

    /// All links that an identity has or had, the latest first.
    pub async fn links_of_identity(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Vec<ExternalIdentity>, StoreError> {
        let sql = format!(
            "{IDENTITY} WHERE organisation_id = $1 AND issuer = $2 AND subject = $3
             ORDER BY id DESC"
        );
        let rows = self.db.fetch_built(sql, args![self.id, issuer, subject]).await?;
        rows.iter().map(identity).collect()
    }

    /// Whether this employee number has or had an account.
    pub async fn had_account(&self, employee_number: &str) -> Result<bool, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT id FROM account
                 WHERE organisation_id = $1 AND employee_number = $2 ORDER BY id",
                args![self.id, employee_number],
            )
            .await?;
        Ok(!rows.is_empty())
    }

    /// Notes that a browser went to the provider, and forgets those who went
    /// before an instant: they cannot come back any more.
    pub async fn begin_sign_on(
        &self,
        token_hash: &str,
        issuer: &str,
        at: Timestamp,
        forget_before: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "DELETE FROM sign_on WHERE organisation_id = $1 AND began_at < $2",
            args![self.id, forget_before],
        )
        .await?;
        tx.execute(
            "INSERT INTO sign_on (organisation_id, token_hash, issuer, began_at)
             VALUES ($1, $2, $3, $4)",
            args![self.id, token_hash, issuer, at],
        )
        .await?;
        tx.commit().await
    }
}

impl Store {
    /// Takes up a log-in that was begun under this token's hash. It can be taken
    /// up once: of two at once only one is given it.
    pub async fn take_up_sign_on(
        &self,
        token_hash: &str,
        at: Timestamp,
    ) -> Result<Option<(Organisation, SignOn)>, StoreError> {
        let mut tx = self.db().begin().await?;
        let rows = tx
            .fetch(
                "UPDATE sign_on SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL
                 RETURNING organisation_id, issuer, began_at",
                args![token_hash, at],
            )
            .await?;
        tx.commit().await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let mut cells = row.cells();
        let id = cells.int()?;
        let sign_on = SignOn { issuer: cells.text()?, began_at: cells.instant()? };
        let all = self.organisations().await?;
        Ok(all.into_iter().find(|found| found.id == id).map(|found| (found, sign_on)))
    }
}

impl Change {
    /// Links an identity to an account; false where the identity opens an account
    /// already, or the account has another identity at the provider.
    pub async fn link_identity(
        &mut self,
        new: &NewIdentity<'_>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let rows = self
            .tx
            .fetch(
                "INSERT INTO external_identity (organisation_id, id, issuer, subject, account_id,
                                                linked_at, linked_by)
                 SELECT $1, COALESCE(MAX(id), 0) + 1, $2, $3, $4, $5, $6
                 FROM external_identity WHERE organisation_id = $1
                 HAVING COUNT(CASE WHEN unlinked_at IS NULL AND issuer = $2
                                    AND (subject = $3 OR account_id = $4) THEN 1 END) = 0
                 RETURNING id",
                args![self.organisation, new.issuer, new.subject, new.account, at, new.by],
            )
            .await?;
        Ok(!rows.is_empty())
    }

    /// Ends every link of an account, and its sessions with them; how many there were.
    pub async fn unlink_identities(
        &mut self,
        account: i64,
        by: &str,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let ended = self
            .tx
            .execute(
                "UPDATE external_identity SET unlinked_at = $3, unlinked_by = $4
                 WHERE organisation_id = $1 AND account_id = $2 AND unlinked_at IS NULL",
                args![self.organisation, account, at, by],
            )
            .await?;
        self.end_sessions(account, at).await?;
        Ok(ended)
    }
}

fn identity(row: &Row) -> Result<ExternalIdentity, StoreError> {
    let mut cells = row.cells();
    Ok(ExternalIdentity {
        issuer: cells.text()?,
        subject: cells.text()?,
        account: cells.int()?,
        linked_at: cells.instant()?,
        linked_by: cells.text()?,
        unlinked_at: cells.optional_instant()?,
    })
}
