//! Second factors: the sealed secret of an account's authenticator app, and the
//! hashes of its recovery codes. A code is used up in the statement that checks
//! that nobody was quicker.

use jiff::Timestamp;

use crate::{Change, Organisation, StoreError, args};

/// What is kept of an account's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The app's secret, sealed with the server's key.
    pub sealed_secret: String,
    /// The last step whose code was used.
    pub last_step: i64,
    /// When it was set up.
    pub created_at: Timestamp,
    /// Recovery codes that were not used.
    pub recovery_codes: u64,
}

impl Organisation {
    /// The second factor of an account, if it has one.
    pub async fn second_factor(&self, account: i64) -> Result<Option<SecondFactor>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT f.sealed_secret, f.last_step, f.created_at,
                        (SELECT COUNT(*) FROM recovery_code AS c
                         WHERE c.organisation_id = $1 AND c.account_id = $2)
                 FROM second_factor AS f WHERE f.organisation_id = $1 AND f.account_id = $2",
                args![self.id, account],
            )
            .await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let mut cells = row.cells();
        Ok(Some(SecondFactor {
            sealed_secret: cells.text()?,
            last_step: cells.int()?,
            created_at: cells.instant()?,
            recovery_codes: cells.int()?.unsigned_abs(),
        }))
    }

    /// The sealed secrets of all accounts, by account.
    pub async fn sealed_secrets(&self) -> Result<Vec<(i64, String)>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT account_id, sealed_secret FROM second_factor
                 WHERE organisation_id = $1 ORDER BY account_id",
                args![self.id],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = row.cells();
                Ok((cells.int()?, cells.text()?))
            })
            .collect()
    }

    /// Uses up the code of a step; whether it was still unused, which of two at
    /// once only one is told.
    pub async fn use_code(&self, account: i64, step: i64) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        let touched = tx
            .execute(
                "UPDATE second_factor SET last_step = $3
                 WHERE organisation_id = $1 AND account_id = $2 AND last_step < $3",
                args![self.id, account, step],
            )
            .await?;
        tx.commit().await?;
        Ok(touched > 0)
    }

    /// Uses up a recovery code by its hash; whether there was such a one.
    pub async fn use_recovery_code(&self, account: i64, hash: &str) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        let touched = tx
            .execute(
                "DELETE FROM recovery_code
                 WHERE organisation_id = $1 AND account_id = $2 AND code_hash = $3",
                args![self.id, account, hash],
            )
            .await?;
        tx.commit().await?;
        Ok(touched > 0)
    }
}

impl Change {
    /// Sets up an account's second factor, if it has none; whether it did.
    pub async fn set_second_factor(
        &mut self,
        account: i64,
        sealed_secret: &str,
        step: i64,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let touched = self
            .tx
            .execute(
                "INSERT INTO second_factor (organisation_id, account_id, sealed_secret, last_step,
                                            created_at)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (organisation_id, account_id) DO NOTHING",
                args![self.organisation, account, sealed_secret, step, at],
            )
            .await?;
        Ok(touched > 0)
    }

    /// Takes an account's second factor away, with its recovery codes.
    pub async fn remove_second_factor(&mut self, account: i64) -> Result<(), StoreError> {
        self.set_recovery_codes(account, &[]).await?;
        self.tx
            .execute(
                "DELETE FROM second_factor WHERE organisation_id = $1 AND account_id = $2",
                args![self.organisation, account],
            )
            .await?;
        Ok(())
    }

    /// Gives an account these recovery codes, by hash, in place of all others.
    pub async fn set_recovery_codes(
        &mut self,
        account: i64,
        hashes: &[String],
    ) -> Result<(), StoreError> {
        self.tx
            .execute(
                "DELETE FROM recovery_code WHERE organisation_id = $1 AND account_id = $2",
                args![self.organisation, account],
            )
            .await?;
        for hash in hashes {
            self.tx
                .execute(
                    "INSERT INTO recovery_code (organisation_id, account_id, code_hash)
                     VALUES ($1, $2, $3)",
                    args![self.organisation, account, hash],
                )
                .await?;
        }
        Ok(())
    }
}
