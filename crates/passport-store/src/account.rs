//! Accounts: who may log in to an organisation, and the links that let them in
//! the first time.

use jiff::Timestamp;

use crate::audit::{self, AuditEvent};
use crate::value::Row;
use crate::{Change, Organisation, Realm, Store, StoreError, Tx, args};

/// Someone who may log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number in the organisation.
    pub id: i64,
    /// Whose record is their own; empty for someone who is not staff.
    pub employee_number: String,
    /// First and last name.
    pub name: String,
    /// What they log in with, in lower case.
    pub email: String,
    /// argon2id in PHC form; empty until one is chosen.
    pub password_hash: String,
    /// From when on it opens nothing.
    pub closed_at: Option<Timestamp>,
}

impl Account {
    /// Whether mail can reach its owner: someone without an address in the record
    /// has one in a domain that is nobody's (RFC 2606).
    #[must_use]
    pub fn has_address(&self) -> bool {
        !self.email.is_empty() && !self.email.ends_with(".invalid")
    }

    /// Whether its person's record was destroyed: it keeps its number alone.
    #[must_use]
    pub fn is_destroyed(&self) -> bool {
        self.closed_at.is_some() && self.name.is_empty() && self.email.is_empty()
    }
}

/// An account to open.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Whose record is their own; empty for someone who is not staff.
    pub employee_number: String,
    /// First and last name.
    pub name: String,
    /// What they log in with.
    pub email: String,
}

/// A link that is good once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeLink {
    /// For which account.
    pub account: i64,
    /// What it is for.
    pub purpose: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

const ACCOUNT: &str =
    "SELECT id, employee_number, name, email, password_hash, closed_at FROM account";

impl Organisation {
    /// Every account, closed ones too, by number.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let sql = format!("{ACCOUNT} WHERE organisation_id = $1 ORDER BY id");
        let rows = self.db.fetch_built(sql, args![self.id]).await?;
        rows.iter().map(read).collect()
    }

    /// The account of this number.
    pub async fn account(&self, id: i64) -> Result<Option<Account>, StoreError> {
        let sql = format!("{ACCOUNT} WHERE organisation_id = $1 AND id = $2");
        let rows = self.db.fetch_built(sql, args![self.id, id]).await?;
        rows.first().map(read).transpose()
    }

    /// The open account of this employee number.
    pub async fn account_of(&self, employee_number: &str) -> Result<Option<Account>, StoreError> {
        let sql = format!(
            "{ACCOUNT} WHERE organisation_id = $1 AND employee_number = $2 AND closed_at IS NULL
             ORDER BY id"
        );
        let rows = self.db.fetch_built(sql, args![self.id, employee_number]).await?;
        rows.first().map(read).transpose()
    }

    /// Whose record has this address, by employee number.
    pub async fn people_of_address(&self, email: &str) -> Result<Vec<String>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT employee_number FROM person
                 WHERE organisation_id = $1 AND voided IS NULL AND LOWER(email) = $2",
                args![self.id, key(email)],
            )
            .await?;
        rows.iter().map(|row| row.cells().text()).collect()
    }

    /// The open account that logs in with this address.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        let sql =
            format!("{ACCOUNT} WHERE organisation_id = $1 AND email = $2 AND closed_at IS NULL");
        let rows = self.db.fetch_built(sql, args![self.id, key(email)]).await?;
        rows.first().map(read).transpose()
    }
}

impl Store {
    /// The link of this token's hash, whosever it is, with its organisation.
    pub async fn one_time_link(
        &self,
        token_hash: &str,
    ) -> Result<Option<(Organisation, OneTimeLink)>, StoreError> {
        let rows = self
            .db()
            .fetch(
                "SELECT organisation_id, account_id, purpose, created_at, used_at
                 FROM one_time_link WHERE token_hash = $1",
                args![token_hash],
            )
            .await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let mut cells = row.cells();
        let id = cells.int()?;
        let link = OneTimeLink {
            account: cells.int()?,
            purpose: cells.text()?,
            created_at: cells.instant()?,
            used_at: cells.optional_instant()?,
        };
        let all = self.organisations().await?;
        Ok(all.into_iter().find(|organisation| organisation.id == id).map(|found| (found, link)))
    }
}

impl Organisation {
    /// Makes a link that is about to be sent; earlier ones of the same purpose are
    /// spent. Nothing that anyone reads follows from it, so it is no change; that it
    /// was made is in the audit.
    pub async fn make_link(
        &self,
        account: &Account,
        purpose: &str,
        token_hash: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        make_link(&mut tx, self.id, account.id, purpose, token_hash, at).await?;
        let event = AuditEvent::new(at, by, "link made")
            .about(&account.employee_number)
            .with("purpose", purpose);
        audit::write(&mut tx, self.id, &[event]).await?;
        tx.commit().await
    }
}

impl Change {
    /// Opens an account; its number, or nothing where an open one has the address.
    pub async fn open_account(
        &mut self,
        new: &NewAccount,
        at: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        self.touch(&[Realm::Access]);
        let rows = self
            .tx
            .fetch(
                "INSERT INTO account (organisation_id, id, employee_number, name, email,
                                      password_hash, created_at)
                 SELECT $1, (SELECT COALESCE(MAX(id), 0) + 1 FROM account
                             WHERE organisation_id = $1), $2, $3, $4, '', $5
                 WHERE NOT EXISTS (SELECT 1 FROM account WHERE organisation_id = $1
                                   AND email = $4 AND closed_at IS NULL)
                 RETURNING id",
                args![self.organisation, &new.employee_number, &new.name, key(&new.email), at],
            )
            .await?;
        rows.first().map(|row| row.cells().int()).transpose()
    }

    /// Gives an account another address, if no open one has it; its links are spent.
    pub async fn move_account(
        &mut self,
        id: i64,
        email: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let touched = self
            .tx
            .execute(
                "UPDATE account SET email = $3
                 WHERE organisation_id = $1 AND id = $2 AND closed_at IS NULL
                   AND NOT EXISTS (SELECT 1 FROM account AS other
                                   WHERE other.organisation_id = $1 AND other.email = $3
                                     AND other.closed_at IS NULL)",
                args![self.organisation, id, key(email)],
            )
            .await?;
        self.spend_links(id, at).await?;
        Ok(touched > 0)
    }

    /// Closes an account: its sessions end and its links are spent.
    pub async fn close_account(&mut self, id: i64, at: Timestamp) -> Result<(), StoreError> {
        self.touch(&[Realm::Access]);
        self.tx
            .execute(
                "UPDATE account SET closed_at = $3
                 WHERE organisation_id = $1 AND id = $2 AND closed_at IS NULL",
                args![self.organisation, id, at],
            )
            .await?;
        self.spend_links(id, at).await?;
        self.end_sessions(id, at).await
    }

    /// Sets an account's password. Its sessions end, and every link is spent.
    pub async fn set_password(
        &mut self,
        id: i64,
        password_hash: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.rehash_password(id, password_hash).await?;
        self.spend_links(id, at).await?;
        self.end_sessions(id, at).await
    }

    /// The same password under newer parameters: nobody is logged out for it.
    pub async fn rehash_password(&mut self, id: i64, hash: &str) -> Result<(), StoreError> {
        self.tx
            .execute(
                "UPDATE account SET password_hash = $3
                 WHERE organisation_id = $1 AND id = $2 AND closed_at IS NULL",
                args![self.organisation, id, hash],
            )
            .await?;
        Ok(())
    }

    /// Makes a link; earlier ones of the same purpose are spent.
    pub async fn make_link(
        &mut self,
        account: i64,
        purpose: &str,
        token_hash: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        make_link(&mut self.tx, self.organisation, account, purpose, token_hash, at).await
    }

    /// Spends a link; whether it was still good, which of two at once only one is told.
    pub async fn spend_link(
        &mut self,
        token_hash: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let touched = self
            .tx
            .execute(
                "UPDATE one_time_link SET used_at = $3
                 WHERE organisation_id = $1 AND token_hash = $2 AND used_at IS NULL",
                args![self.organisation, token_hash, at],
            )
            .await?;
        Ok(touched > 0)
    }

    async fn spend_links(&mut self, account: i64, at: Timestamp) -> Result<(), StoreError> {
        self.tx
            .execute(
                "UPDATE one_time_link SET used_at = $3
                 WHERE organisation_id = $1 AND account_id = $2 AND used_at IS NULL",
                args![self.organisation, account, at],
            )
            .await?;
        Ok(())
    }
}

async fn make_link(
    tx: &mut Tx,
    organisation: i64,
    account: i64,
    purpose: &str,
    token_hash: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE one_time_link SET used_at = $4
         WHERE organisation_id = $1 AND account_id = $2 AND purpose = $3 AND used_at IS NULL",
        args![organisation, account, purpose, at],
    )
    .await?;
    tx.execute(
        "INSERT INTO one_time_link (organisation_id, token_hash, account_id, purpose, created_at)
         VALUES ($1, $2, $3, $4, $5)",
        args![organisation, token_hash, account, purpose, at],
    )
    .await?;
    Ok(())
}

/// Addresses are compared without regard to case.
fn key(email: &str) -> String {
    email.trim().to_lowercase()
}

fn read(row: &Row) -> Result<Account, StoreError> {
    let mut cells = row.cells();
    Ok(Account {
        id: cells.int()?,
        employee_number: cells.text()?,
        name: cells.text()?,
        email: cells.text()?,
        password_hash: cells.text()?,
        closed_at: cells.optional_instant()?,
    })
}
