//! The gate: from a cookie to what its person may hold.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use passport_store::{Latest, OpenSession, Organisation, Store, StoreError};

use super::session::{HALF, HalfSession, NOTED};
use super::{Authority, Entry, Keys, Missing, Proof, ReportingLines, Seal, Session, Token};
use crate::cache::{ByChange, Moment};
use crate::clock::Clock;

/// Sessions, the seal of forms, and what opening needs to know.
#[derive(Debug)]
pub struct Gate {
    store: Store,
    clock: Clock,
    /// The server's key.
    pub keys: Keys,
    /// Whether people are let in without proof, since all are invented.
    is_demonstration: bool,
    /// Tokens against forged requests.
    pub seal: Seal,
    lines: ByChange<ReportingLines>,
    authorities: ByChange<Authority>,
    organisations: Mutex<HashMap<i64, (i64, Organisation)>>,
}

impl Gate {
    /// A gate to the organisations of a store.
    #[must_use]
    pub fn new(store: Store, clock: Clock, keys: Keys, is_demonstration: bool) -> Self {
        Self {
            store,
            clock,
            seal: Seal::new(&keys),
            keys,
            is_demonstration,
            lines: ByChange::new(8),
            authorities: ByChange::new(8),
            organisations: Mutex::default(),
        }
    }

    /// The session of a cookie's token, if there is one and its person may still
    /// enter. Asked of the database at every request, so that whoever is shut out
    /// is out at once, on every server.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enter(&self, token: &Token) -> Result<Option<Entry>, StoreError> {
        let now = self.clock.now();
        let Some(open) = self.store.session(&token.hash()).await? else { return Ok(None) };
        let Some(organisation) = self.organisation(&open).await? else {
            return Ok(None);
        };
        let day = self.clock.today();
        let authority = self.authority(&organisation, open.latest, day).await?;
        let proof = Proof::read(&open.session.proof)
            .filter(|proof| *proof != Proof::Demonstration || self.is_demonstration);
        let (Some(asker), Some(proof)) = (authority.asker(&open), proof) else { return Ok(None) };
        let missing = match proof {
            Proof::Password if open.has_second_factor => Some(Missing::Code),
            Proof::Password if authority.asks_second_factor(&asker.roles) => {
                Some(Missing::SecondFactor)
            }
            _ => None,
        };
        let waited = now.duration_since(open.session.began_at);
        if authority.limits.are_over(&open.session, now) || (missing.is_some() && waited > HALF) {
            organisation.end_session(&open.session.token_hash, now).await?;
            return Ok(None);
        }
        if let Some(missing) = missing {
            let (account, employee_number) = (asker.account, asker.employee_number);
            let half = HalfSession { missing, account, employee_number, organisation };
            return Ok(Some(Entry::Half(Arc::new(half))));
        }
        if now.duration_since(open.session.seen_at) >= NOTED {
            let (its, hash) = (organisation.clone(), open.session.token_hash.clone());
            // Beside the request: on SQLite it may have to wait for an import.
            tokio::spawn(async move { its.touch_session(&hash, now).await });
        }
        let token_hash = open.session.token_hash;
        let session =
            Session { asker, proof, organisation, authority, latest: open.latest, token_hash };
        Ok(Some(Entry::Whole(Arc::new(session))))
    }

    /// Begins a session of an account under a new token, its person having proved
    /// who they are so far.
    ///
    /// # Errors
    /// When the database fails or the operating system gives no randomness.
    pub async fn begin(
        &self,
        organisation: &Organisation,
        account: i64,
        proof: Proof,
        browser: &str,
    ) -> Result<Token, BeginError> {
        let token = Token::new()?;
        let now: Timestamp = self.clock.now();
        organisation.begin_session(account, &token.hash(), proof.name(), browser, now).await?;
        Ok(token)
    }

    /// Ends the session of a token, if it has one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end(&self, token: &Token) -> Result<(), StoreError> {
        let Some(open) = self.store.session(&token.hash()).await? else { return Ok(()) };
        let Some(organisation) = self.organisation(&open).await? else {
            return Ok(());
        };
        organisation.end_session(&open.session.token_hash, self.clock.now()).await
    }

    /// Who may reach whom, as the last changes that touched it left it.
    async fn authority(
        &self,
        organisation: &Organisation,
        latest: Latest,
        day: Date,
    ) -> Result<Arc<Authority>, StoreError> {
        let moment = |change| Moment { organisation: organisation.id, change, day };
        let lines = ReportingLines::load(organisation, day);
        let lines = self.lines.get(moment(latest.lines), lines).await?;
        let authority = Authority::load(organisation, lines, day);
        // Every change of lines has its own, so that none is built on lines before it.
        let change = latest.lines.max(latest.access);
        self.authorities.get(moment(change), authority).await
    }

    /// The handle of a session's organisation, kept until its name or numbers may have
    /// changed.
    async fn organisation(&self, of: &OpenSession) -> Result<Option<Organisation>, StoreError> {
        let (id, change) = (of.organisation, of.latest.access);
        let kept = || self.organisations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = kept().get(&id).filter(|(known, _)| *known >= change) {
            return Ok(Some(found.clone()));
        }
        let found = self.store.organisations().await?.into_iter().find(|found| found.id == id);
        if let Some(found) = &found {
            kept().insert(id, (change, found.clone()));
        }
        Ok(found)
    }
}

/// Why a session could not begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}
